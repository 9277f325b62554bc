//! What the basket keeps on disk.

use std::collections::BTreeMap;

use aoi::AreaPolygon;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::store::Store;

/// Who will use the imagery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct EndUser {
    /// A name.
    pub name: String,
    /// The country's id.
    pub country: String,
}

/// An option and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OptionChoice {
    /// The option's key.
    pub key: String,
    /// The value's id.
    pub value: String,
}

/// One contract's part of the basket.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StoredGroup {
    pub(crate) contract_id: String,
    pub(crate) items: Vec<StoredItem>,
    /// Choices by product type; what is not chosen takes its default.
    #[serde(default)]
    pub(crate) choices: BTreeMap<String, BTreeMap<String, String>>,
    pub(crate) market: Option<String>,
    pub(crate) secondary_market: Option<String>,
    pub(crate) end_user: Option<EndUser>,
    pub(crate) reference: String,
    pub(crate) priced: Option<Priced>,
    /// There was a price, and an edit voided it.
    #[serde(default)]
    pub(crate) price_voided: bool,
}

/// A scene over an area. The scene and the area are copies: the search and the area's list move on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredItem {
    pub(crate) item_id: String,
    pub(crate) scene: Value,
    pub(crate) scene_id: String,
    pub(crate) area_id: String,
    pub(crate) area_name: String,
    pub(crate) polygon: AreaPolygon,
    pub(crate) product_type_id: String,
    pub(crate) product_type_label: String,
}

/// A price, with the very bytes it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Priced {
    /// The request, as text: it is JSON in UTF-8.
    pub(crate) body: String,
    pub(crate) sha256: String,
    pub(crate) currency: String,
    pub(crate) total: Decimal,
    pub(crate) discount: Decimal,
    pub(crate) lines: Vec<PricedLine>,
    pub(crate) priced_at: String,
}

/// The price of one product type.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PricedLine {
    pub(crate) product_type_id: String,
    pub(crate) label: String,
    pub(crate) area_km2: Decimal,
    pub(crate) amount: Decimal,
    pub(crate) minimum_applied: bool,
}

/// What was chosen last on a contract, so that it need not be typed again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct LastChoice {
    pub(crate) market: Option<String>,
    pub(crate) secondary_market: Option<String>,
    pub(crate) end_user: Option<EndUser>,
    #[serde(default)]
    pub(crate) choices: BTreeMap<String, BTreeMap<String, String>>,
}

/// Where the groups of the basket are kept, by contract.
pub(crate) trait Groups {
    /// All of them.
    fn groups(&self) -> Result<Vec<StoredGroup>, DeskError>;
    /// The group of a contract.
    fn group(&self, contract_id: &str) -> Result<Option<StoredGroup>, DeskError>;
    /// Keeps a group; one without items is forgotten.
    fn keep_group(&self, group: &StoredGroup) -> Result<(), DeskError>;
}

const GROUP: &str = "basket";
const LAST: &str = "last-choice";

impl Groups for Store {
    fn groups(&self) -> Result<Vec<StoredGroup>, DeskError> {
        Ok(self.all(GROUP)?)
    }

    fn group(&self, contract_id: &str) -> Result<Option<StoredGroup>, DeskError> {
        Ok(self.get(GROUP, contract_id)?)
    }

    fn keep_group(&self, group: &StoredGroup) -> Result<(), DeskError> {
        if group.items.is_empty() {
            self.remove(GROUP, &group.contract_id)?;
        } else {
            self.put(GROUP, &group.contract_id, group)?;
        }
        Ok(())
    }
}

impl Desk {
    pub(crate) fn stored_groups(&self) -> Result<Vec<StoredGroup>, DeskError> {
        self.inner.store.groups()
    }

    pub(crate) fn stored_group(&self, contract_id: &str) -> Result<StoredGroup, DeskError> {
        let group = self.inner.store.group(contract_id)?;
        group.ok_or_else(|| DeskError::missing("basket for this contract any more"))
    }

    pub(crate) fn keep_group(&self, group: &StoredGroup) -> Result<(), DeskError> {
        self.inner.store.keep_group(group)
    }

    pub(crate) fn last_choice(&self, contract_id: &str) -> Result<LastChoice, DeskError> {
        Ok(self.inner.store.get(LAST, contract_id)?.unwrap_or_default())
    }

    pub(crate) fn keep_last_choice(&self, group: &StoredGroup) -> Result<(), DeskError> {
        // Projections and elevation models hang on the area; the next area has its own.
        let lasting = |choices: &BTreeMap<String, String>| {
            choices
                .iter()
                .filter(|(key, _)| !(key.starts_with("projection_") || key.starts_with("dem")))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        };
        let last = LastChoice {
            market: group.market.clone(),
            secondary_market: group.secondary_market.clone(),
            end_user: group.end_user.clone(),
            choices: group
                .choices
                .iter()
                .map(|(product, choices)| (product.clone(), lasting(choices)))
                .collect(),
        };
        Ok(self.inner.store.put(LAST, &group.contract_id, &last)?)
    }

    /// Scenes that are in the basket, by id.
    pub(crate) fn basket_scenes(&self) -> Result<std::collections::HashSet<String>, DeskError> {
        let groups = self.stored_groups()?;
        Ok(groups.iter().flat_map(|group| group.items.iter().map(|item| item.scene_id.clone())).collect())
    }
}

impl StoredGroup {
    /// The areas of the group with the numbers they have in a request, from 1 in order of first use.
    pub(crate) fn areas(&self) -> Vec<(u32, &StoredItem)> {
        let mut areas: Vec<(u32, &StoredItem)> = Vec::new();
        for item in &self.items {
            if !areas.iter().any(|(_, known)| known.same_area(item)) {
                areas.push((areas.len() as u32 + 1, item));
            }
        }
        areas
    }

    /// The number of an item's area.
    pub(crate) fn area_number(&self, item: &StoredItem) -> u32 {
        self.areas().iter().find(|(_, known)| known.same_area(item)).map_or(1, |(number, _)| *number)
    }

    /// The distinct product types, in order of first use, with their labels.
    pub(crate) fn product_types(&self) -> Vec<(&str, &str)> {
        let mut types: Vec<(&str, &str)> = Vec::new();
        for item in &self.items {
            if !types.iter().any(|(id, _)| *id == item.product_type_id) {
                types.push((&item.product_type_id, &item.product_type_label));
            }
        }
        types
    }

    /// Keeps the items that `wanted` tells. Options that belong to an area follow their area to its new number: a request
    /// numbers the areas, and the options name the number.
    pub(crate) fn keep_items(&mut self, wanted: impl Fn(&StoredItem) -> bool) {
        let before: Vec<StoredItem> = self.areas().into_iter().map(|(_, item)| item.clone()).collect();
        self.items.retain(wanted);
        let number_now = |old: usize| {
            let area = before.get(old.checked_sub(1)?)?;
            self.areas().iter().find(|(_, item)| item.same_area(area)).map(|(number, _)| *number)
        };
        let renumbered = |choices: &BTreeMap<String, String>| {
            choices
                .iter()
                .filter_map(|(key, value)| {
                    let key = match area_option(key) {
                        Some((name, old)) => format!("{name}_{}", number_now(old)?),
                        None => key.clone(),
                    };
                    Some((key, value.clone()))
                })
                .collect()
        };
        let choices: BTreeMap<String, BTreeMap<String, String>> =
            self.choices.iter().map(|(product, choices)| (product.clone(), renumbered(choices))).collect();
        self.choices = choices;
    }

    /// Puts an item back that `before` had, where it was among the others. Options of its area come back with it, unless the
    /// area is here already; an area that the item brings takes the number it has by then.
    pub(crate) fn put_back(&mut self, item: StoredItem, before: &StoredGroup) {
        let had = before.area_number(&item);
        let known: Vec<StoredItem> = self.areas().into_iter().map(|(_, area)| area.clone()).collect();
        let after = before.items.iter().skip_while(|other| other.item_id != item.item_id).skip(1);
        let place = after
            .filter_map(|other| self.items.iter().position(|one| one.item_id == other.item_id))
            .min()
            .unwrap_or(self.items.len());
        self.items.insert(place, item.clone());
        // Those that were here may have other numbers now.
        let number_now = |area: &StoredItem| self.area_number(area);
        let mut choices: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (product, chosen) in &self.choices {
            let moved = chosen.iter().filter_map(|(key, value)| {
                let key = match area_option(key) {
                    Some((name, old)) => format!("{name}_{}", number_now(known.get(old.checked_sub(1)?)?)),
                    None => key.clone(),
                };
                Some((key, value.clone()))
            });
            choices.insert(product.clone(), moved.collect());
        }
        if !known.iter().any(|area| area.same_area(&item)) {
            for (product, chosen) in &before.choices {
                let of_area = chosen.iter().filter_map(|(key, value)| {
                    let (name, _) = area_option(key).filter(|(_, number)| *number == had as usize)?;
                    Some((format!("{name}_{}", number_now(&item)), value.clone()))
                });
                choices.entry(product.clone()).or_default().extend(of_area);
            }
        }
        self.choices = choices;
    }

    /// Whether the other is this group as it would be sent; their prices may differ.
    pub(crate) fn is_same_as(&self, other: &StoredGroup) -> bool {
        let sent = |group: &StoredGroup| {
            let unpriced = StoredGroup { priced: None, price_voided: false, ..group.clone() };
            serde_json::to_string(&unpriced).ok()
        };
        sent(self).is_some() && sent(self) == sent(other)
    }

    /// Forgets the price because of an edit.
    pub(crate) fn void_price(&mut self) {
        self.price_voided |= self.priced.take().is_some();
    }
}

/// The name and the area's number of an option that belongs to one area: `projection_2`, `dem_1`.
pub(super) fn area_option(key: &str) -> Option<(&str, usize)> {
    let (name, number) = key.rsplit_once('_')?;
    matches!(name, "projection" | "dem").then_some(())?;
    Some((name, number.parse().ok()?))
}

impl StoredItem {
    /// An edited area is another area, although it kept its id.
    fn same_area(&self, other: &StoredItem) -> bool {
        self.area_id == other.area_id && self.polygon == other.polygon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, area: &str, west: f64) -> StoredItem {
        let corner = |x: f64, y: f64| [west + x, y];
        StoredItem {
            item_id: id.to_owned(),
            scene: Value::Null,
            scene_id: id.to_owned(),
            area_id: area.to_owned(),
            area_name: area.to_owned(),
            polygon: AreaPolygon::from_ring(vec![
                corner(0.0, 0.0),
                corner(0.1, 0.0),
                corner(0.1, 0.1),
                corner(0.0, 0.1),
                corner(0.0, 0.0),
            ]),
            product_type_id: "P".to_owned(),
            product_type_label: "P".to_owned(),
        }
    }

    #[test]
    fn the_options_of_an_area_follow_it_when_another_is_taken_out() {
        let chosen = [
            ("projection_1", "32629"),
            ("projection_2", "32631"),
            ("dem_2", "none"),
            ("projection_3", "4326"),
            ("image_format", "jp2"),
        ];
        let group = StoredGroup {
            items: vec![item("a", "A", 0.0), item("b", "B", 1.0), item("b2", "B", 1.0), item("c", "C", 2.0)],
            choices: [("P".to_owned(), chosen.map(|(k, v)| (k.to_owned(), v.to_owned())).into())].into(),
            ..StoredGroup::default()
        };
        let left = |gone: &[&str]| {
            let mut group = group.clone();
            group.keep_items(|item| !gone.contains(&item.item_id.as_str()));
            let pairs = group.choices["P"].iter().map(|(key, value)| format!("{key}={value}"));
            pairs.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(left(&["a"]), "dem_1=none image_format=jp2 projection_1=32631 projection_2=4326");
        assert_eq!(left(&["b"]), left(&[]), "its other scene keeps the area there");
        assert_eq!(left(&["b", "b2"]), "image_format=jp2 projection_1=32629 projection_2=4326");
        // Whatever was taken out, in whatever order it is put back: all is as before.
        for gone in [&["a"][..], &["b", "b2"], &["b2", "b"], &["c", "a"], &["a", "b", "b2"], &["a", "c", "b"]]
        {
            let mut there = group.clone();
            let mut taken = Vec::new();
            for id in gone {
                let before = there.clone();
                let item = before.items.iter().find(|item| item.item_id == *id).unwrap().clone();
                there.keep_items(|item| item.item_id != *id);
                taken.push((item, before));
            }
            while let Some((item, before)) = taken.pop() {
                there.put_back(item, &before);
            }
            assert!(there.is_same_as(&group), "{gone:?}: {there:?}");
        }
    }
}
