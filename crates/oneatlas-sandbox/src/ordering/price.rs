//! The sandbox's price list. No price of the vendor is public; these are round figures of the right order.
//!
//! | per km², without tax | EUR |
//! |---|---|
//! | SPOT 1.5 m | 3.80 |
//! | Pléiades 0.5 m | 12.50 |
//! | Pléiades Neo 0.3 m | 21.50 |
//!
//! times the licence ([`licence`]), times 1.5 for rush. An area is billed for what the scenes cover of it together
//! (`coverage`, each km² once) or for each scene (`temporal_serie`), and never for less than the product's minimum.

use std::collections::BTreeMap;

use geo::{BooleanOps, MultiPolygon};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::request::{Item, Request};
use crate::contracts::Mission;
use crate::geodesy::{km2, km2_of_all};

/// What one item costs.
#[derive(Debug, Clone)]
pub(super) struct LinePrice {
    pub(super) requested_km2: Decimal,
    pub(super) billed_km2: Decimal,
    pub(super) minimum_applied: bool,
    pub(super) amount: Decimal,
}

fn per_km2(mission: Mission) -> Decimal {
    match mission {
        Mission::Spot => Decimal::new(380, 2),
        Mission::Pleiades => Decimal::new(1250, 2),
        Mission::PleiadesNeo => Decimal::new(2150, 2),
    }
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

fn unit_price(mission: Mission, options: &BTreeMap<String, String>) -> Decimal {
    let chosen = |name: &str| options.get(name).map(String::as_str).unwrap_or_default();
    let rush = if chosen("priority") == "rush" { Decimal::new(15, 1) } else { Decimal::ONE };
    per_km2(mission) * Decimal::new(licence(chosen("licence")), 2) * rush
}

/// Square kilometres as money counts them: to the hundredth.
fn counted(area: f64) -> Decimal {
    let mut area = Decimal::try_from(area).unwrap_or_default().round_dp(2);
    area.rescale(2);
    area
}

fn money(amount: Decimal) -> Decimal {
    let mut amount = amount.round_dp(2);
    amount.rescale(2);
    amount
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
        share(request, &together, unit_price(item.product.mission, &options), &mut prices);
    }
    prices.into_iter().flatten().collect()
}

fn same_coverage(one: &Item, other: &Item) -> bool {
    one.product.id == other.product.id && one.area == other.area
}

/// Prices items that are billed as one coverage, and shares the amount out by what each covers.
fn share(request: &Request, together: &[usize], unit: Decimal, prices: &mut [Option<LinePrice>]) {
    let first = &request.items[together[0]];
    let area = &request.areas[first.area].polygon;
    let covers: Vec<MultiPolygon> =
        together.iter().map(|place| covered(area, &request.items[*place])).collect();
    let union = covers.iter().fold(MultiPolygon::new(Vec::new()), |all, one| all.union(one));
    let requested = counted(km2_of_all(&union));
    let minimum = Decimal::from(first.product.minimum_km2);
    let billed = requested.max(minimum);
    let amount = money(billed * unit);
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
        let (amount, billed) = if last { left } else { (money(amount * part), (billed * part).round_dp(2)) };
        left = (left.0 - amount, left.1 - billed);
        prices[*place] = Some(LinePrice {
            requested_km2: counted(sizes[number]),
            billed_km2: billed,
            minimum_applied: minimum > requested,
            amount,
        });
    }
}

/// The part of an area that an item's scenes cover; the whole area when no scene is named.
fn covered(area: &geo::Polygon, item: &Item) -> MultiPolygon {
    let area = MultiPolygon::new(vec![area.clone()]);
    if item.scenes.is_empty() {
        return area;
    }
    let scenes = item.scenes.iter().map(|scene| near(&scene.outline(), &area));
    scenes.fold(MultiPolygon::new(Vec::new()), |all, scene| all.union(&area.intersection(&scene)))
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

/// The answer to a price.
pub(super) fn to_json(request: &Request, lines: &[LinePrice]) -> Value {
    let mut products: Vec<(&str, Decimal, Decimal, Vec<Value>)> = Vec::new();
    for (item, line) in request.items.iter().zip(lines) {
        let strips: Vec<String> = item.scenes.iter().map(|scene| scene.data_strip()).collect();
        let entry = json!({ "datastripIds": strips });
        match products.iter_mut().find(|(id, ..)| *id == item.product.id) {
            Some((_, area, amount, items)) => {
                *area += line.billed_km2;
                *amount += line.amount;
                items.push(entry);
            }
            None => products.push((item.product.id, line.billed_km2, line.amount, vec![entry])),
        }
    }
    let products = products.into_iter().map(|(id, area, amount, items)| {
        json!({
            "productTypeId": id, "areaKm2": number(area), "price": number(amount), "amount": number(amount),
            "discountPercentage": 0, "discountValue": 0, "items": items, "voucherCode": null,
        })
    });
    json!({
        "contractId": request.contract.id, "currency": request.contract.currency,
        "discountPercentage": 0, "discountValue": 0,
        "productTypes": products.collect::<Vec<_>>(),
        "totalAmount": number(total(lines)),
    })
}

pub(super) fn total(lines: &[LinePrice]) -> Decimal {
    lines.iter().map(|line| line.amount).sum()
}

/// A JSON number with the decimal's own digits.
pub(crate) fn number(amount: Decimal) -> Value {
    serde_json::from_str(&amount.to_string()).unwrap_or(Value::Null)
}

/// The whole area of an item in km², for records.
pub(super) fn drawn(request: &Request, item: &Item) -> Decimal {
    counted(km2(&request.areas[item.area].polygon))
}
