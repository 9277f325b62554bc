//! The body that price, quotation and order share. It is built once and sent as the same bytes.

use serde::Serialize;
use serde_json::Value;

/// What is asked for. Key order is the order of the fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderRequest {
    /// The areas of interest.
    pub aoi: Vec<RequestArea>,
    /// Always sent, and empty, as production clients do.
    pub program_reference: String,
    /// Decides the back-end.
    pub contract_id: String,
    /// One per scene and area.
    pub items: Vec<RequestItem>,
    /// Such as `NQUAL`.
    pub primary_market: String,
    /// Optional; empty when none.
    pub secondary_market: String,
    /// Unique: the tracking key, the delivery search key and the invoice reference.
    pub customer_reference: String,
    /// One per distinct product type.
    pub options_per_product_type: Vec<ProductTypeOptions>,
    /// For grouped invoices; empty.
    pub order_group: String,
    /// Who will use the imagery; neo insists.
    pub end_users: Vec<EndUser>,
    /// Where to.
    pub delivery: Delivery,
}

/// An area of interest in a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestArea {
    /// Referred to by items, and by the N of `dem_N` and `projection_N`.
    pub id: u32,
    /// The buyer's name for it.
    pub name: String,
    /// A GeoJSON polygon without holes, at most 999 vertices, longitude first.
    pub geometry: Value,
}

/// A scene over an area.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestItem {
    /// Empty for archive items.
    pub notifications: Vec<Value>,
    /// Empty for archive items.
    pub stations: Vec<Value>,
    /// From the contract's own list.
    pub product_type_id: String,
    /// Which area.
    pub aoi_id: u32,
    /// Empty for archive items.
    pub properties: Vec<Value>,
    /// To the vendor's team.
    pub comments: String,
    /// The catalogue item, for neo.
    pub data_source_ids: Vec<DataSource>,
    /// The archive identifier, for legacy.
    pub datastrip_ids: Vec<String>,
}

/// A catalogue item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSource {
    /// `PublicMOC`.
    pub catalog_id: String,
    /// `properties.id` of the scene.
    pub catalog_item_id: String,
}

/// The options of one product type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductTypeOptions {
    /// Which product type.
    pub product_type_id: String,
    /// Key and value of each.
    pub options: Vec<OptionChoice>,
}

/// A chosen option; values are always text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionChoice {
    /// The option's name.
    pub key: String,
    /// The value's id.
    pub value: String,
}

/// Who will use the imagery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EndUser {
    /// A name.
    pub end_user_name: String,
    /// The country's id.
    pub country: String,
}

/// Where to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// `network`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The workspace, on legacy contracts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
}
