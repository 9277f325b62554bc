//! The sandbox's price list. No archive price of the vendor is public; these are round figures of the right order. The
//! two of tasking follow the only public examples.
//!
//! | per km², without tax | mono | stereo | from |
//! |---|---|---|---|
//! | SPOT 1.5 m archive | 3.80 EUR | 7.60 EUR | 100 km² |
//! | Pléiades 0.5 m archive | 12.50 EUR | 25.00 EUR | 25 km² |
//! | Pléiades Neo 0.3 m archive | 21.50 EUR | 43.00 EUR | 25 km² |
//! | SPOT tasking, OneDay | 7.00 EUR | | 500 km² |
//! | Pléiades tasking, OneDay | 56.00 EUR | | 100 km² |
//! | Pléiades Neo tasking, OnePlan / OneDay | 50.00 / 75.00 EUR | | 100 km² |
//!
//! times the licence ([`licence`]), the processing ([`processing`]), 1.5 for rush, and 1.10 on a contract in USD; less
//! the contract's discount. An area is billed for what the scenes cover of it together (`coverage`, each km² once) or
//! for each scene (`temporal_serie`), for the whole footprints with `fullStrip`, and never for less than the minimum.

use std::collections::BTreeMap;

use geo::{BooleanOps, MultiPolygon};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::request::{Item, Request};
use crate::amounts::{CENTS, amount, number, rounded};
use crate::archive::Scene;
use crate::geodesy::{km2, km2_of_all};
use crate::order::discounted;

/// What one item costs.
#[derive(Debug, Clone)]
pub(super) struct LinePrice {
    pub(super) requested_km2: Decimal,
    pub(super) billed_km2: Decimal,
    pub(super) minimum_applied: bool,
    /// Before the discount.
    pub(super) list: Decimal,
    /// After it.
    pub(super) amount: Decimal,
}

/// In hundredths of the standard licence.
fn licence(id: &str) -> i64 {
    match id.to_ascii_lowercase().as_str() {
        "academic" | "educ" => 50,
        "background_layer" => 80,
        "stand_background_layer" => 130,
        "media" => 150,
        "standard_6_10" => 120,
        "standard_11_30" => 150,
        "standard_up_30" => 200,
        _ => 100,
    }
}

/// Against the plain product: imagery made ready for the map costs a tenth more, panchromatic a fifth less.
fn processing(options: &BTreeMap<String, String>) -> Decimal {
    let chosen = |name: &str| options.get(name).map(String::as_str).unwrap_or_default();
    let level = if chosen("processing_level") == "ortho" { 110 } else { 100 };
    let bands = match chosen("spectral_processing") {
        "panchromatic" => 80,
        "full_bundle" | "full_pms" | "full_ms" => 115,
        _ => 100,
    };
    Decimal::new(level, 2) * Decimal::new(bands, 2)
}

/// The price of a km² in the contract's currency, before the discount.
fn unit_price(request: &Request, item: &Item, options: &BTreeMap<String, String>) -> Decimal {
    let chosen = |name: &str| options.get(name).map(String::as_str).unwrap_or_default();
    let rush = if chosen("priority") == "rush" { Decimal::new(15, 1) } else { Decimal::ONE };
    let factors = Decimal::new(licence(chosen("licence")), 2) * processing(options) * rush;
    item.product.per_km2() * factors * request.contract.exchange() * Decimal::new(request.price_level, 2)
}

/// Square kilometres as money counts them: to the hundredth.
fn counted(area: f64) -> Decimal {
    rounded(Decimal::try_from(area).unwrap_or_default(), 2)
}

/// The price of each item, in the order of the request.
pub(super) fn lines(request: &Request) -> Vec<LinePrice> {
    let mut prices: Vec<Option<LinePrice>> = vec![None; request.items.len()];
    for (place, item) in request.items.iter().enumerate() {
        if prices[place].is_some() {
            continue;
        }
        let options = request.options.get(item.product.id).cloned().unwrap_or_default();
        let serial = options.get("area_compute_model").is_some_and(|model| model == "temporal_serie");
        let together: Vec<usize> = (place..request.items.len())
            .filter(|other| *other == place || (!serial && same_coverage(item, &request.items[*other])))
            .collect();
        let unit = unit_price(request, item, &options);
        share(request, &together, unit, is_full_strip(&options), &mut prices);
    }
    prices.into_iter().flatten().collect()
}

fn is_full_strip(options: &BTreeMap<String, String>) -> bool {
    options.get("fullStrip").is_some_and(|value| value == "true")
}

fn same_coverage(one: &Item, other: &Item) -> bool {
    one.product.id == other.product.id && one.area == other.area
}

/// Prices items that are billed as one coverage, and shares the amount out by what each covers.
fn share(
    request: &Request,
    together: &[usize],
    unit: Decimal,
    full_strip: bool,
    prices: &mut [Option<LinePrice>],
) {
    let first = &request.items[together[0]];
    let area = &request.areas[first.area].polygon;
    let covers: Vec<MultiPolygon> =
        together.iter().map(|place| covered(area, &request.items[*place], full_strip)).collect();
    let union = covers.iter().fold(MultiPolygon::new(Vec::new()), |all, one| all.union(one));
    let requested = counted(km2_of_all(&union));
    let minimum = Decimal::from(first.product.minimum_km2);
    let billed = requested.max(minimum);
    let decimals = request.decimals.unwrap_or(CENTS);
    let amount = rounded(billed * unit, decimals);
    let sizes: Vec<f64> = covers.iter().map(km2_of_all).collect();
    let whole: f64 = sizes.iter().sum();
    let mut left = (amount, billed);
    for (number, place) in together.iter().enumerate() {
        let last = number + 1 == together.len();
        let part = if whole > 0.0 {
            Decimal::try_from(sizes[number] / whole).unwrap_or_default()
        } else {
            Decimal::ZERO
        };
        // The last one takes what rounding left.
        let (amount, billed) =
            if last { left } else { (rounded(amount * part, decimals), (billed * part).round_dp(2)) };
        left = (left.0 - amount, left.1 - billed);
        prices[*place] = Some(LinePrice {
            requested_km2: counted(sizes[number]),
            billed_km2: billed,
            minimum_applied: minimum > requested,
            list: amount,
            amount: discounted(amount, request.contract.discount(), decimals),
        });
    }
}

/// The part of an area that an item's scenes cover, or their whole footprints; the whole area when no scene is named.
fn covered(area: &geo::Polygon, item: &Item, full_strip: bool) -> MultiPolygon {
    let area = MultiPolygon::new(vec![area.clone()]);
    if item.scenes.is_empty() {
        return area;
    }
    let scenes = item.scenes.iter().map(|scene| near(&scene.outline(), &area));
    let part = |scene: MultiPolygon| if full_strip { scene } else { area.intersection(&scene) };
    scenes.fold(MultiPolygon::new(Vec::new()), |all, scene| all.union(&part(scene)))
}

/// How much of an area a scene shows, in km².
pub(super) fn overlap_km2(area: &geo::Polygon, scene: &Scene) -> f64 {
    let area = MultiPolygon::new(vec![area.clone()]);
    km2_of_all(&area.intersection(&near(&scene.outline(), &area)))
}

/// A footprint on the turn of the world on which the area is written.
fn near(outline: &geo::Polygon, area: &MultiPolygon) -> MultiPolygon {
    use geo::{BoundingRect, Translate};
    let turn = match (outline.bounding_rect(), area.bounding_rect()) {
        (Some(outline), Some(area)) => ((area.center().x - outline.center().x) / 360.0).round() * 360.0,
        _ => 0.0,
    };
    MultiPolygon::new(vec![outline.translate(turn, 0.0)])
}

/// What a product type costs in a request.
struct ProductPrice {
    id: &'static str,
    area: Decimal,
    list: Decimal,
    amount: Decimal,
    items: Vec<Value>,
}

/// The answer to a price.
pub(super) fn to_json(request: &Request, lines: &[LinePrice]) -> Value {
    let mut products: Vec<ProductPrice> = Vec::new();
    for (item, line) in request.items.iter().zip(lines) {
        let id = item.product.id;
        if !products.iter().any(|known| known.id == id) {
            let (area, list, amount) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
            products.push(ProductPrice { id, area, list, amount, items: Vec::new() });
        }
        let strips: Vec<String> = item.scenes.iter().map(|scene| scene.data_strip()).collect();
        if let Some(product) = products.iter_mut().find(|known| known.id == id) {
            product.area += line.billed_km2;
            product.list += line.list;
            product.amount += line.amount;
            product.items.push(json!({ "datastripIds": strips }));
        }
    }
    let percent = number(request.contract.discount());
    let money = |value: Decimal| amount(value, request.decimals.is_some());
    let products = products.into_iter().map(|product| {
        json!({
            "productTypeId": product.id, "areaKm2": number(product.area), "price": money(product.list),
            "amount": money(product.amount), "discountPercentage": percent,
            "discountValue": money(product.list - product.amount), "items": product.items, "voucherCode": null,
        })
    });
    json!({
        "contractId": request.contract.id, "currency": request.contract.currency,
        "discountPercentage": percent, "discountValue": money(list_total(lines) - total(lines)),
        "productTypes": products.collect::<Vec<_>>(),
        "totalAmount": money(total(lines)),
    })
}

/// What is paid in all.
pub(super) fn total(lines: &[LinePrice]) -> Decimal {
    lines.iter().map(|line| line.amount).sum()
}

fn list_total(lines: &[LinePrice]) -> Decimal {
    lines.iter().map(|line| line.list).sum()
}

/// The whole area of an item in km², for records.
pub(super) fn drawn(request: &Request, item: &Item) -> Decimal {
    counted(km2(&request.areas[item.area].polygon))
}
