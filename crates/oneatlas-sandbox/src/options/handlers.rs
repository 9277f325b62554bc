//! The options call.

use axum::Json;
use axum::extract::Path;
use geo::{Geometry, Polygon};
use serde_json::{Value, json};

use super::{rules, to_json};
use crate::contracts::{Contract, ProductType, Source};
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
    answer(product, &body)
}

/// `POST /api/v1/productTypes/{product}/options`, the path of an earlier generation.
pub(crate) async fn options_of_product(
    Path(product): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let found = ProductType::by_id(&product);
    let found = found.ok_or_else(|| Refusal::missing(format!("Product type '{product}' not found.")))?;
    answer(found, &body)
}

fn answer(product: &ProductType, body: &Value) -> Result<Json<Value>, Refusal> {
    let category = body["categoryFilter"].as_str().unwrap_or("CATEGORY_TECHNICAL_PRODUCT");
    let known = ["CATEGORY_TECHNICAL_PRODUCT", "CATEGORY_PROPERTIES", "NO_CATEGORY"];
    if !known.contains(&category) {
        return Err(Refusal::bad(format!("categoryFilter: '{category}' is not known")));
    }
    if category == "CATEGORY_PROPERTIES" {
        // Item properties belong to tasking; an archive product has none.
        return Ok(Json(json!({ "availableOptions": item_properties(product) })));
    }
    let areas = areas(&body["aoi"])?;
    let rules = rules(product.back_end, product.mission, &areas);
    let mut options = to_json(&rules, product.back_end);
    if category == "NO_CATEGORY"
        && let (Value::Array(options), Value::Array(more)) = (&mut options, item_properties(product))
    {
        options.extend(more);
    }
    Ok(Json(json!({ "availableOptions": options })))
}

/// What goes into `items[].properties` of a tasking request.
fn item_properties(product: &ProductType) -> Value {
    if product.source == Source::Archive {
        return json!([]);
    }
    let list = |name: &str, label: &str, default: &str, ids: &[&str]| {
        let values = ids.iter().map(|id| json!({ "id": id, "label": id })).collect::<Vec<_>>();
        json!({
            "category": "item_properties", "label": label, "name": name, "type": "list", "mandatory": "true",
            "defaultValue": default, "values": values, "constraint": null, "range": null, "format": null,
        })
    };
    let number = |name: &str, label: &str, default: &str, high: u32| {
        json!({
            "category": "item_properties", "label": label, "name": name, "type": "double", "mandatory": "true",
            "defaultValue": default, "values": [], "constraint": null, "range": [0, high], "format": null,
        })
    };
    json!([
        list("acquisitionMode", "Acquisition mode", "MONO", &["MONO", "STEREO", "TRISTEREO"]),
        number("maxCloudCover", "Maximum cloud cover (%)", "10", 100),
        number("maxIncidenceAngle", "Maximum incidence angle (°)", "30", 90),
        {
            "category": "item_properties", "label": "Acquisition period", "name": "acqPeriod", "type": "periods",
            "mandatory": "true", "defaultValue": " ", "values": [], "constraint": null, "range": null, "format": null,
        },
        list("feasibilityAutomation", "Feasibility", "AUTOMATIC", &["AUTOMATIC", "MANUAL"]),
    ])
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
