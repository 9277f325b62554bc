//! Estimates: what a km² costs on each archive product of the account, learned from the vendor's own price call.

use archive::PriceGuide;
use bytes::Bytes;
use oneatlas::wire::request::{
    Delivery, OptionChoice, OrderRequest, ProductTypeOptions, RequestArea, RequestItem,
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::options::{ProductionOption, resolve};
use crate::catalogue::{Contract, ProductType};
use crate::desk::Desk;
use crate::error::DeskError;

/// The constellations, with the vendor's word for their sensor.
const CONSTELLATIONS: [archive::Constellation; 3] =
    [archive::Constellation::Spot, archive::Constellation::Phr, archive::Constellation::Pneo];

/// Prices of single product types: two contracts may sell the same constellation at different prices.
const PRODUCT_PRICE: &str = "product-price";

fn product_key(contract_id: &str, product_type_id: &str) -> String {
    format!("{contract_id} {product_type_id}")
}

impl Desk {
    /// Asks the price of the area on each archive product for single scenes, without a scene and with the options the
    /// user takes. What it learns is kept for the next search.
    pub(crate) async fn ask_guides(&self, area_id: &str) -> Result<Vec<PriceGuide>, DeskError> {
        let polygon = self.area(area_id)?.report.polygon;
        let geometry = serde_json::to_value(&polygon)
            .map_err(|error| DeskError::invalid("area", format!("the area cannot be written: {error}")))?;
        let mut guides = Vec::new();
        for contract in self.known_contracts().await? {
            let types = self.product_types(&contract.contract_id).await?;
            for constellation in CONSTELLATIONS {
                let Some(product) = super::edit::best_product(&types, constellation.as_str(), "mono") else {
                    continue;
                };
                let guide = self.ask_guide(&contract, product, constellation, &geometry).await?;
                self.inner.store.put("price-guide", constellation.as_str(), &guide)?;
                let of_product = product_key(&contract.contract_id, &product.product_type_id);
                self.inner.store.put(PRODUCT_PRICE, &of_product, &guide)?;
                guides.push(guide);
            }
        }
        Ok(guides)
    }

    /// What was last learned of the price of a contract's product type.
    pub(crate) fn product_guide(&self, contract_id: &str, product_type_id: &str) -> Option<PriceGuide> {
        self.inner.store.get(PRODUCT_PRICE, &product_key(contract_id, product_type_id)).ok().flatten()
    }

    async fn ask_guide(
        &self,
        contract: &Contract,
        product: &ProductType,
        constellation: archive::Constellation,
        geometry: &Value,
    ) -> Result<PriceGuide, DeskError> {
        let id = &product.product_type_id;
        let raw = self.raw_options(&contract.contract_id, id, &[(1, geometry.clone())]).await?;
        let options: Vec<ProductionOption> = raw.iter().map(ProductionOption::from).collect();
        let last = self.last_choice(&contract.contract_id)?;
        let values = resolve(&options, last.choices.get(id).unwrap_or(&std::collections::BTreeMap::new()));
        let body =
            serde_json::to_vec(&question(contract, id, geometry, values, last.market)).map_err(|error| {
                DeskError::invalid("items", format!("the request cannot be written: {error}"))
            })?;
        let answer = self.inner.client.price(Bytes::from(body)).await?;
        let line = answer.product_types.first();
        let area = line.and_then(|line| line.area_km2).filter(|area| !area.is_zero());
        let amount = line.and_then(|line| line.amount).or(answer.total_amount);
        let per_km2 = amount.zip(area).map(|(amount, area)| amount / area);
        Ok(PriceGuide {
            constellation,
            per_km2: per_km2.unwrap_or(Decimal::ZERO),
            minimum_km2: product.minimum_km2.unwrap_or(0.0),
            currency: answer.currency,
        })
    }
}

fn question(
    contract: &Contract,
    product_type_id: &str,
    geometry: &Value,
    values: Vec<super::OptionChoice>,
    market: Option<String>,
) -> OrderRequest {
    OrderRequest {
        aoi: vec![RequestArea { id: 1, name: "Area".to_owned(), geometry: geometry.clone() }],
        program_reference: String::new(),
        contract_id: contract.contract_id.clone(),
        items: vec![RequestItem {
            notifications: Vec::new(),
            stations: Vec::new(),
            product_type_id: product_type_id.to_owned(),
            aoi_id: 1,
            properties: Vec::new(),
            comments: String::new(),
            data_source_ids: Vec::new(),
            datastrip_ids: Vec::new(),
        }],
        primary_market: market.unwrap_or_else(|| "NQUAL".to_owned()),
        secondary_market: String::new(),
        customer_reference: "estimate".to_owned(),
        options_per_product_type: vec![ProductTypeOptions {
            product_type_id: product_type_id.to_owned(),
            options: values.into_iter().map(|v| OptionChoice { key: v.key, value: v.value }).collect(),
        }],
        order_group: String::new(),
        end_users: Vec::new(),
        delivery: Delivery { kind: "network".to_owned(), workspace: None },
    }
}
