//! What a group would cost, before the vendor is asked: a comfort, never a promise.

use std::collections::BTreeMap;

use archive::{PriceGuide, Scene};
use rust_decimal::Decimal;
use serde::Serialize;

use super::stored::{StoredGroup, StoredItem};
use crate::desk::Desk;

/// The option that says how several scenes over one area are billed, and its value for each by itself.
const MODEL: (&str, &str) = ("area_compute_model", "temporal_serie");

/// What one product type would cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// Which.
    pub product_type_id: String,
    /// What would be billed, in km²: what its scenes show of each area together, or the minimum of each area.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub billed_km2: f64,
    /// What it would cost; an estimate.
    pub amount: Decimal,
    /// Of the amount.
    pub currency: String,
    /// Whether the minimum is billed for an area.
    pub minimum_applied: bool,
}

impl Desk {
    /// Estimates for the product types of a group whose price of a km² was learned.
    pub(super) fn estimates(&self, group: &StoredGroup) -> Vec<Estimate> {
        let guides = self.price_guides();
        let types = group.product_types().into_iter();
        types.filter_map(|(product, _)| estimate(group, product, &guides)).collect()
    }
}

fn estimate(group: &StoredGroup, product: &str, guides: &[PriceGuide]) -> Option<Estimate> {
    let scene_of = |item: &StoredItem| Scene::from_feature(&item.scene);
    let items: Vec<&StoredItem> = group.items.iter().filter(|item| item.product_type_id == product).collect();
    let constellation = scene_of(items.first()?).constellation.known()?;
    let guide = guides.iter().find(|guide| guide.constellation == constellation)?;
    let chosen = group.choices.get(product).and_then(|choices| choices.get(MODEL.0));
    let apart = chosen.is_some_and(|model| model == MODEL.1);
    // One coverage is the scenes over one area; apart, each of them is.
    let mut coverages: BTreeMap<(u32, usize), Vec<&StoredItem>> = BTreeMap::new();
    for (place, item) in items.into_iter().enumerate() {
        coverages.entry((group.area_number(item), if apart { place } else { 0 })).or_default().push(item);
    }
    let mut whole = Estimate {
        product_type_id: product.to_owned(),
        billed_km2: 0.0,
        amount: Decimal::ZERO,
        currency: guide.currency.clone(),
        minimum_applied: false,
    };
    for items in coverages.into_values() {
        let polygon = &items.first()?.polygon;
        let shown = Scene::km2_together(items.iter().map(|item| scene_of(item)).collect(), polygon);
        let (billed, amount) = (guide.billed_km2(shown), guide.amount(shown));
        whole.billed_km2 += billed;
        whole.amount += amount?;
        whole.minimum_applied |= billed > shown;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use aoi::AreaPolygon;
    use serde_json::{Value, json};

    use super::*;

    fn square(west: f64, size: f64) -> AreaPolygon {
        let east = west + size;
        AreaPolygon::from_ring(vec![[west, 0.0], [east, 0.0], [east, size], [west, size], [west, 0.0]])
    }

    fn scene(id: &str, west: f64) -> Value {
        let AreaPolygon { coordinates, .. } = square(west, 1.0);
        json!({
            "geometry": {"type": "Polygon", "coordinates": coordinates},
            "properties": {"id": id, "constellation": "PHR", "acquisitionDate": "2024-05-06T10:00:00Z"},
        })
    }

    fn item(id: &str, west: f64, area: &AreaPolygon) -> StoredItem {
        StoredItem {
            item_id: id.to_owned(),
            scene: scene(id, west),
            scene_id: id.to_owned(),
            area_id: format!("{area:?}"),
            area_name: String::new(),
            polygon: area.clone(),
            product_type_id: "P".to_owned(),
            product_type_label: "P".to_owned(),
        }
    }

    fn of(items: Vec<StoredItem>, minimum_km2: f64, model: Option<&str>) -> Option<Estimate> {
        let choices = model.map(|model| (MODEL.0.to_owned(), model.to_owned())).into_iter().collect();
        let group =
            StoredGroup { items, choices: [("P".to_owned(), choices)].into(), ..StoredGroup::default() };
        let guide = PriceGuide {
            constellation: archive::Constellation::Phr,
            per_km2: Decimal::TEN,
            minimum_km2,
            currency: "EUR".to_owned(),
        };
        estimate(&group, "P", &[guide])
    }

    #[test]
    fn scenes_over_one_area_are_one_coverage_and_what_both_show_is_billed_once() {
        let area = square(0.0, 0.2);
        let km2 = aoi::check(&area).km2;
        let (left, right) = (item("left", -0.9, &area), item("right", 0.05, &area));
        let both = of(vec![left.clone(), right.clone()], 0.0, None).unwrap();
        assert!((both.billed_km2 / km2 - 1.0).abs() < 0.01 && !both.minimum_applied, "{both:?}");
        let twice = of(vec![left.clone(), left.clone()], 0.0, None).unwrap();
        assert!((twice.billed_km2 / km2 - 0.5).abs() < 0.01, "{twice:?}");
        let apart = of(vec![left.clone(), right.clone()], 0.0, Some("temporal_serie")).unwrap();
        assert!((apart.billed_km2 / km2 - 1.25).abs() < 0.01, "{apart:?}");
        let least = of(vec![left, right], 1000.0, None).unwrap();
        assert_eq!(
            (least.billed_km2, least.amount, least.minimum_applied),
            (1000.0, Decimal::new(1_000_000, 2), true)
        );
    }

    #[test]
    fn each_area_is_billed_by_itself_and_what_has_no_price_has_no_estimate() {
        let areas = [square(0.0, 0.2), square(3.0, 0.2)];
        let items = vec![item("a", -0.5, &areas[0]), item("b", 2.5, &areas[1])];
        assert_eq!(of(items.clone(), 1000.0, None).unwrap().billed_km2, 2000.0);
        let group = StoredGroup { items, ..StoredGroup::default() };
        assert_eq!(estimate(&group, "P", &[]), None);
        assert_eq!(estimate(&group, "another", &[]), None);
    }
}
