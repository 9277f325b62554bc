//! The options call.

use axum::Json;
use axum::extract::Path;
use geo::{Geometry, Polygon};
use serde_json::{Value, json};

use super::{rules, to_json};
use crate::contracts::{Contract, ProductType};
use crate::errors::Refusal;
use crate::gate::JsonBody;
use crate::geometry;

/// `POST /api/v1/contracts/{id}/productTypes/{product}/options`
pub(crate) async fn options(
    Path((contract, product)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let contract = Contract::find(&contract)?;
    let product = ProductType::find(contract, &product)
        .ok_or_else(|| Refusal::missing(format!("Product type '{product}' not found.")))?;
    let category = body["categoryFilter"].as_str().unwrap_or("CATEGORY_TECHNICAL_PRODUCT");
    let known = ["CATEGORY_TECHNICAL_PRODUCT", "CATEGORY_PROPERTIES", "NO_CATEGORY"];
    if !known.contains(&category) {
        return Err(Refusal::bad(format!("categoryFilter: '{category}' is not known")));
    }
    if category == "CATEGORY_PROPERTIES" {
        // Item properties belong to tasking; an archive product has none.
        return Ok(Json(json!({ "availableOptions": [] })));
    }
    let areas = areas(&body["aoi"])?;
    let rules = rules(contract.back_end, product.mission, &areas);
    Ok(Json(json!({ "availableOptions": to_json(&rules, contract.back_end) })))
}

/// The areas asked about. Without any, the options that depend on an area are left out.
fn areas(value: &Value) -> Result<Vec<(i64, Polygon)>, Refusal> {
    let Some(list) = value.as_array() else { return Ok(Vec::new()) };
    let area = |(index, area): (usize, &Value)| {
        let number = match &area["polygonId"] {
            Value::String(text) => text.parse().ok(),
            number => number.as_i64(),
        };
        let number =
            number.ok_or_else(|| Refusal::bad(format!("aoi[{index}].polygonId: a number is expected")))?;
        let geometry = geometry::read(&area["geometry"]);
        match geometry.map_err(|fault| Refusal::bad(format!("aoi[{index}].geometry: {fault}")))? {
            Geometry::Polygon(polygon) => Ok((number, polygon)),
            _ => Err(Refusal::bad(format!("aoi[{index}].geometry: a Polygon is expected"))),
        }
    };
    list.iter().enumerate().map(area).collect()
}
