//! The one builder of the bytes that price, quotation and order share.

use bytes::Bytes;
use oneatlas::wire::request::{
    DataSource, Delivery, EndUser, OptionChoice, OrderRequest, ProductTypeOptions, RequestArea, RequestItem,
};

use super::options::ProductOptions;
use super::stored::{StoredGroup, StoredItem};
use crate::error::DeskError;
use crate::money::Backend;

/// Builds the request of a group. The same group always gives the same bytes.
pub(crate) fn build(
    group: &StoredGroup,
    backend: Backend,
    options: &[ProductOptions],
    workspace: Option<String>,
) -> Result<Bytes, DeskError> {
    let unwritable = |error: serde_json::Error| {
        DeskError::invalid("items", format!("the request cannot be written: {error}"))
    };
    let mut aoi = Vec::new();
    for (id, item) in group.areas() {
        let geometry = serde_json::to_value(&item.polygon).map_err(unwritable)?;
        aoi.push(RequestArea { id, name: item.area_name.clone(), geometry });
    }
    let mut items = Vec::new();
    for item in &group.items {
        items.push(request_item(group, item, backend)?);
    }
    let request = OrderRequest {
        aoi,
        program_reference: String::new(),
        contract_id: group.contract_id.clone(),
        items,
        primary_market: group.market.clone().unwrap_or_default(),
        secondary_market: group.secondary_market.clone().unwrap_or_default(),
        customer_reference: group.reference.clone(),
        options_per_product_type: options.iter().map(chosen).collect(),
        order_group: String::new(),
        end_users: group
            .end_user
            .iter()
            .map(|user| EndUser { end_user_name: user.name.clone(), country: user.country.clone() })
            .collect(),
        delivery: Delivery {
            kind: "network".to_owned(),
            // Neo delivers to the contract's own workspace and takes only the type.
            workspace: workspace.filter(|_| backend == Backend::Legacy),
        },
    };
    serde_json::to_vec(&request).map(Bytes::from).map_err(unwritable)
}

fn chosen(options: &ProductOptions) -> ProductTypeOptions {
    ProductTypeOptions {
        product_type_id: options.product_type_id.clone(),
        options: options
            .values
            .iter()
            .map(|choice| OptionChoice { key: choice.key.clone(), value: choice.value.clone() })
            .collect(),
    }
}

fn request_item(group: &StoredGroup, item: &StoredItem, backend: Backend) -> Result<RequestItem, DeskError> {
    let property = |key: &str| oneatlas::wire::search::property(&item.scene, key);
    let (data_source_ids, datastrip_ids) = match backend {
        Backend::Neo => {
            // The vendor's own id; the archive's index may have made one of its own beside it.
            let catalog_item_id = property("id").unwrap_or_else(|| item.scene_id.clone());
            let source = DataSource { catalog_id: "PublicMOC".to_owned(), catalog_item_id };
            (vec![source], Vec::new())
        }
        Backend::Legacy => {
            let strip = property("archiveIdentifier").or_else(|| property("acquisitionIdentifier"));
            let strip = strip.ok_or_else(|| {
                DeskError::invalid(
                    "items",
                    format!("scene {} has no archive identifier to order by", item.scene_id),
                )
            })?;
            (Vec::new(), vec![strip])
        }
    };
    Ok(RequestItem {
        notifications: Vec::new(),
        stations: Vec::new(),
        product_type_id: item.product_type_id.clone(),
        aoi_id: group.area_number(item),
        properties: Vec::new(),
        comments: String::new(),
        data_source_ids,
        datastrip_ids,
    })
}
