//! Reading a request of the Living Library, and what it costs.
//!
//! No price of the vendor is public. The sandbox's: 1 EUR per km² for SPOT, 4 for Pléiades, 7 for Pléiades Neo, in
//! whole euros, rounded up per product. Only scenes that the library streams (`processingLevel` other than `ALBUM`) can
//! be ordered, over at least 0.1 km².

use geo::{BooleanOps, Geometry, MultiPolygon, Polygon};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use super::LivingDelivery;
use crate::archive::Scene;
use crate::contracts::Mission;
use crate::errors::Refusal;
use crate::world::World;
use crate::{geodesy, geometry, stamps};

const KINDS: [&str; 3] = ["order.data.product", "order.data.gb.product", "order.product"];
const PRODUCTS: [&str; 6] =
    ["bundle", "pansharpened", "panchromatic", "multiSpectral", "bundle-fs", "pansharpened-fs"];
const RADIOMETRY: [&str; 3] = ["REFLECTANCE", "DISPLAY", "BASIC16"];
const FORMATS: [&str; 2] = ["image/jp2", "image/geotiff"];
/// The smallest area in km².
const SMALLEST_KM2: f64 = 0.1;

/// A request that was found right.
#[derive(Debug)]
pub(super) struct LivingRequest {
    pub(super) kind: String,
    pub(super) customer_ref: String,
    pub(super) deliveries: Vec<LivingDelivery>,
}

impl LivingRequest {
    /// Reads a body. Deliveries have no identifier yet.
    pub(super) fn read(world: &World, body: &Value) -> Result<Self, Refusal> {
        let kind = one_of(body, "kind", "kind", &KINDS, None)?;
        let customer_ref = body["customerRef"].as_str().unwrap_or_default().to_owned();
        let products = body["products"].as_array().filter(|list| !list.is_empty());
        let products = products.ok_or_else(|| Refusal::bad("products must hold at least one entry"))?;
        let deliveries = products.iter().enumerate().map(|(place, product)| delivery(world, product, place));
        Ok(Self { kind, customer_ref, deliveries: deliveries.collect::<Result<_, _>>()? })
    }
}

fn delivery(world: &World, product: &Value, place: usize) -> Result<LivingDelivery, Refusal> {
    let field = |name: &str| format!("products[{place}].{name}");
    let id = product["id"].as_str().unwrap_or_default();
    let scene = world.archive().by_id(id, stamps::utc(world.now_ms()).year());
    let scene = scene.filter(|scene| scene.is_listed(world.now_ms()));
    let scene =
        scene.ok_or_else(|| Refusal::bad(format!("{}: '{id}' is not in the catalogue", field("id"))))?;
    if !scene.is_streamed() {
        let message = format!("{}: '{id}' is not in the Living Library", field("id"));
        return Err(Refusal::bad(message).hint("An item of level ALBUM is ordered on the order host."));
    }
    let (aoi, km2) =
        area(&product["aoi"], &scene).map_err(|fault| Refusal::bad(format!("{}: {fault}", field("aoi"))))?;
    Ok(LivingDelivery {
        id: String::new(),
        item: id.to_owned(),
        product_type: one_of(product, "productType", &field("productType"), &PRODUCTS, Some("bundle"))?,
        radiometric_processing: one_of(
            product,
            "radiometricProcessing",
            &field("radiometricProcessing"),
            &RADIOMETRY,
            Some("REFLECTANCE"),
        )?,
        image_format: one_of(product, "imageFormat", &field("imageFormat"), &FORMATS, Some("image/jp2"))?,
        crs_code: product["crsCode"].as_str().unwrap_or("urn:ogc:def:crs:EPSG::4326").to_owned(),
        aoi,
        km2,
        amount: amount(scene.platform.mission(), km2),
    })
}

fn one_of(
    value: &Value,
    name: &str,
    field: &str,
    known: &[&str],
    default: Option<&str>,
) -> Result<String, Refusal> {
    match (value[name].as_str(), default) {
        (Some(given), _) if known.contains(&given) => Ok(given.to_owned()),
        (None, Some(default)) if value[name].is_null() => Ok(default.to_owned()),
        _ => Err(Refusal::bad(format!("{field}: one of {} is expected", known.join(", ")))),
    }
}

/// The area to be delivered and its size; the whole footprint when none is given.
fn area(value: &Value, scene: &Scene) -> Result<(Value, Decimal), String> {
    let footprint: Polygon = scene.outline();
    let asked = match value {
        Value::Null => footprint.clone(),
        value => match geometry::read(value)? {
            Geometry::Polygon(polygon) => polygon,
            _ => return Err("a Polygon is expected".to_owned()),
        },
    };
    let covered = MultiPolygon::new(vec![asked.clone()]).intersection(&MultiPolygon::new(vec![footprint]));
    let km2 = geodesy::km2_of_all(&covered);
    if km2 < SMALLEST_KM2 {
        return Err(format!("the scene covers {km2:.2} km² of the area, at least {SMALLEST_KM2} are needed"));
    }
    let km2 = Decimal::try_from(km2).unwrap_or_default().round_dp(2);
    Ok((geometry::write(&asked), km2))
}

fn amount(mission: Mission, km2: Decimal) -> i64 {
    let per_km2 = match mission {
        Mission::Spot => 1,
        Mission::Pleiades => 4,
        Mission::PleiadesNeo => 7,
    };
    (km2 * Decimal::from(per_km2)).ceil().to_i64().unwrap_or(i64::MAX)
}
