//! What of a basket was ordered before: the same scene over ground that overlaps. Bought twice, it is paid twice.

use aoi::AreaPolygon;
use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};
use serde::Serialize;
use serde_json::Value;

use crate::basket::{StoredGroup, StoredItem};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{Intent, Ledger, Standing};
use crate::money::reads_back;
use rust_decimal::Decimal;

/// Less than this share of an area, in %, and less ground than [`LEAST_GROUND_KM2`], is a common edge, not common ground.
const LEAST_SHARE: f64 = 1.0;
/// Of a large area, a small share is much ground.
const LEAST_GROUND_KM2: f64 = 0.1;
/// A remainder below this is a splinter that nobody wants to order.
const LEAST_REST_KM2: f64 = 0.1;

/// How an earlier order of the same scene stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EarlierState {
    /// It was ordered.
    Ordered,
    /// A quotation for it waits.
    Quoted,
    /// It is just being sent.
    UnderWay,
    /// It is in this very order once more: two of its areas share ground.
    SameOrder,
    /// It was sent, and what became of it is not known.
    Unknown,
    /// It lies in the workspace; this program's record does not have it.
    InWorkspace,
    /// The vendor's list has an order of this product over this ground that this program's record does not have. The list
    /// names no scene, so that it may be another one.
    Elsewhere,
}

/// A scene that this program's record holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OrderedScene {
    /// The scene.
    pub scene_id: String,
    /// The area it was ordered for, by its name then.
    pub area_name: String,
    /// How that order stands.
    pub state: EarlierState,
    /// Its reference.
    pub reference: String,
}

/// A part of the basket that was ordered before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AlreadyOrdered {
    /// The scene of the basket, by its index's id.
    pub scene_id: String,
    /// Its satellite and day.
    pub scene: String,
    /// The area it is in the basket for.
    pub area_name: String,
    /// The area of the same order that shares its ground; only of [`EarlierState::SameOrder`].
    pub shared_with: Option<String>,
    /// How much of that area was ordered before, in %.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub share: f64,
    /// How that order stands.
    pub state: EarlierState,
    /// Its reference.
    pub reference: String,
    /// When it was ordered, RFC 3339.
    pub ordered_at: Option<String>,
    /// What it cost as a whole.
    pub amount: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// What of the area is left to order, in km².
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub rest_km2: f64,
    /// That remainder as areas; empty where ordering it would save nothing.
    pub rest: Vec<AreaPolygon>,
    /// This program's record, or this order itself, holds it: it is not orderable again before a person allows it.
    pub must_allow: bool,
}

/// Where earlier purchases would stand that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Unseen {
    /// What was delivered to the contract's workspace.
    Workspace,
    /// The vendor's list of the contract.
    OrderList,
}

/// What this program's record holds of a basket, other than under `reference`: the scenes of the basket that were
/// ordered, are quoted, under way or not known over its areas. Asks nobody.
pub(super) fn held_by_record(
    ledger: &Ledger,
    group: &StoredGroup,
    reference: &str,
) -> Result<Vec<AlreadyOrdered>, DeskError> {
    let earlier = ledger.standings()?;
    let of_item = |item| held_of_item(item, &earlier, reference, 0.0);
    Ok(group.items.iter().flat_map(of_item).collect())
}

/// What a group holds twice: a scene over an area that shares ground with an area before it in the same group. What it
/// costs is the price of the group.
pub(super) fn held_twice(group: &StoredGroup, minimum: impl Fn(&StoredItem) -> f64) -> Vec<AlreadyOrdered> {
    let price = group.priced.as_ref();
    let twice = group.items.iter().enumerate().filter_map(|(place, item)| {
        let names = names_of(&item.scene, &item.scene_id);
        let same =
            |one: &&StoredItem| names_of(&one.scene, &one.scene_id).iter().any(|it| names.contains(it));
        let before: Vec<&StoredItem> = group.items[..place].iter().filter(same).collect();
        let grounds: Vec<AreaPolygon> = before.iter().map(|one| one.polygon.clone()).collect();
        let shares = |one: &&&StoredItem| overlap(item, std::slice::from_ref(&one.polygon), 0.0).is_some();
        Some(AlreadyOrdered {
            state: EarlierState::SameOrder,
            reference: group.reference.clone(),
            shared_with: before.iter().find(shares).map(|one| one.area_name.clone()),
            amount: price.map(|priced| priced.total),
            currency: price.map(|priced| priced.currency.clone()),
            must_allow: true,
            ..overlap(item, &grounds, minimum(item))?
        })
    });
    twice.collect()
}

impl Desk {
    /// The scenes that this program's record holds, over whatever area: ordered, quoted, under way or not known. Asks nobody.
    ///
    /// # Errors
    /// When the record can't be read.
    pub fn ordered_scenes(&self) -> Result<Vec<OrderedScene>, DeskError> {
        let earlier = self.inner.ledger.standings()?;
        let held = earlier.iter().filter_map(|(intent, standing)| Some((intent, earlier_state(*standing)?)));
        let scenes = held.flat_map(|(intent, state)| {
            let basket = intent.basket.as_deref();
            let group = basket.and_then(|basket| serde_json::from_str::<StoredGroup>(basket).ok());
            group.map(|group| group.items).unwrap_or_default().into_iter().map(move |item| OrderedScene {
                scene_id: item.scene_id,
                area_name: item.area_name,
                state,
                reference: intent.reference.clone(),
            })
        });
        Ok(scenes.collect())
    }

    /// What of a group was ordered before, by this program's record, by what lies in the workspace, and by the vendor's
    /// list of the contract, where colleagues' orders are. A workspace or a list that can't be read is named: the record is
    /// what counts, and whoever buys is told what was not looked through.
    pub(super) async fn already_ordered(
        &self,
        group: &StoredGroup,
    ) -> Result<(Vec<AlreadyOrdered>, Vec<Unseen>), DeskError> {
        let earlier = self.inner.ledger.standings()?;
        let minimums = self.product_types(&group.contract_id).await.unwrap_or_default();
        let mut unseen = Vec::new();
        let delivered = self.delivered_items(&group.contract_id, None).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the workspace could not be looked through");
            unseen.push(Unseen::Workspace);
            Vec::new()
        });
        let listed = self.ordered_by_others(group, &earlier, &delivered).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the vendor's list could not be looked through");
            unseen.push(Unseen::OrderList);
            Vec::new()
        });
        let minimum_of = |item: &StoredItem| {
            let known = minimums.iter().find(|known| known.product_type_id == item.product_type_id);
            known.and_then(|known| known.minimum_km2).unwrap_or_default()
        };
        let mut found = held_twice(group, minimum_of);
        for item in &group.items {
            let minimum = minimum_of(item);
            found.extend(held_of_item(item, &earlier, &group.reference, minimum));
            let foreign = delivered.iter().filter(|feature| {
                let reference = oneatlas::wire::search::property(feature, "customerReference");
                !earlier.iter().any(|(intent, _)| Some(&intent.reference) == reference.as_ref())
            });
            found.extend(foreign.filter_map(|feature| in_workspace(item, feature, minimum)));
            // One is enough to make a buyer ask; a team that orders the place every month has many.
            found.extend(listed.iter().find_map(|record| elsewhere(item, record, minimum)));
        }
        Ok((found, unseen))
    }

    /// The records of a contract that are not of this program, newest first, without those whose scenes the workspace
    /// tells. Legacy contracts keep no list.
    async fn ordered_by_others(
        &self,
        group: &StoredGroup,
        earlier: &[(Intent, Standing)],
        delivered: &[Value],
    ) -> Result<Vec<OrderRecord>, DeskError> {
        let contract = self.known_contract(&group.contract_id).await?;
        if !reads_back(contract.backend) {
            return Ok(Vec::new());
        }
        let query = OrdersQuery::of_contract(&group.contract_id);
        let mut records = self.inner.client.orders(&query).await?;
        let told: Vec<String> = delivered
            .iter()
            .filter_map(|feature| oneatlas::wire::search::property(feature, "customerReference"))
            .collect();
        records.retain(|record| {
            let reference = record.customer_reference.clone().unwrap_or_default();
            !told.contains(&reference) && !earlier.iter().any(|(intent, _)| intent.reference == reference)
        });
        records.sort_by_key(|record| std::cmp::Reverse(moment(record)));
        Ok(records)
    }
}

/// What the record holds of one item, other than under `reference`.
fn held_of_item(
    item: &StoredItem,
    earlier: &[(Intent, Standing)],
    reference: &str,
    minimum: f64,
) -> Vec<AlreadyOrdered> {
    let others = earlier.iter().filter(|(intent, _)| intent.reference != reference);
    let held = others.filter_map(|(intent, standing)| {
        let state = earlier_state(*standing)?;
        let seen = overlap(item, &ordered_grounds(&intent.body, item), minimum)?;
        let cost = intent.cost();
        Some(AlreadyOrdered {
            state,
            reference: intent.reference.clone(),
            ordered_at: Some(intent.created_at.clone()),
            amount: Some(cost.amount),
            currency: Some(cost.currency),
            must_allow: true,
            ..seen
        })
    });
    held.collect()
}

/// When an order was made, or its quotation.
fn moment(record: &OrderRecord) -> Option<String> {
    record.order_creation_date.clone().or_else(|| record.quotation_creation_date.clone())
}

/// An order of the vendor's list that may have bought the scene of an item: the same product over the same ground, made
/// after the scene was taken.
fn elsewhere(item: &StoredItem, record: &OrderRecord, minimum: f64) -> Option<AlreadyOrdered> {
    let status = |word: &Option<String>| word.clone().unwrap_or_default().to_ascii_uppercase();
    let over = ["REFUSED", "REJECTED", "EXPIRED", "CANCELLED", "CANCELED"];
    if over.contains(&status(&record.status).as_str())
        || over.contains(&status(&record.quotation_status).as_str())
    {
        return None;
    }
    let taken = oneatlas::wire::search::property(&item.scene, "acquisitionDate").unwrap_or_default();
    let ordered_at = moment(record)?;
    if record.product_type.as_deref() != Some(&item.product_type_id) || ordered_at < taken {
        return None;
    }
    let ground: AreaPolygon = serde_json::from_value(record.area().clone()).ok()?;
    let seen = overlap(item, &[ground], minimum)?;
    Some(AlreadyOrdered {
        state: EarlierState::Elsewhere,
        reference: record.customer_reference.clone().unwrap_or_default(),
        ordered_at: Some(ordered_at),
        amount: record.initial_order_line_amount_with_discount.or(record.order_line_amount),
        currency: record.currency.clone(),
        // It may be another scene: nobody is led to leave ground out for it.
        rest: Vec::new(),
        ..seen
    })
}

fn earlier_state(standing: Standing) -> Option<EarlierState> {
    match standing {
        Standing::Nothing => None,
        Standing::UnderWay => Some(EarlierState::UnderWay),
        Standing::Unknown => Some(EarlierState::Unknown),
        Standing::Quoted => Some(EarlierState::Quoted),
        Standing::Ordered => Some(EarlierState::Ordered),
    }
}

/// The ground over which a request that was sent orders the scene of an item.
fn ordered_grounds(body: &[u8], item: &StoredItem) -> Vec<AreaPolygon> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let names = names_of(&item.scene, &item.scene_id);
    let orders_it = |ordered: &Value| {
        let strips = list(&ordered["datastripIds"]).into_iter();
        let sources =
            list(&ordered["dataSourceIds"]).into_iter().map(|source| source["catalogItemId"].clone());
        strips.chain(sources).any(|id| id.as_str().is_some_and(|id| names.iter().any(|name| name == id)))
    };
    let wanted: Vec<Value> =
        list(&body["items"]).iter().filter(|one| orders_it(one)).map(|one| one["aoiId"].clone()).collect();
    let areas = list(&body["aoi"]).into_iter().filter(|area| wanted.contains(&area["id"]));
    areas.filter_map(|area| serde_json::from_value(area["geometry"].clone()).ok()).collect()
}

/// Everything the vendor calls a scene by.
fn names_of(scene: &Value, id: &str) -> Vec<String> {
    let keys = ["archiveIdentifier", "acquisitionIdentifier", "sourceIdentifier", "id"];
    let mut names: Vec<String> =
        keys.iter().filter_map(|key| oneatlas::wire::search::property(scene, key)).collect();
    names.push(id.to_owned());
    names
}

fn in_workspace(item: &StoredItem, feature: &Value, minimum: f64) -> Option<AlreadyOrdered> {
    let names = names_of(&item.scene, &item.scene_id);
    let property = |key: &str| oneatlas::wire::search::property(feature, key);
    let same = ["archiveIdentifier", "acquisitionIdentifier", "sourceIdentifier"]
        .iter()
        .filter_map(|key| property(key))
        .any(|name| names.contains(&name));
    let ground: AreaPolygon = serde_json::from_value(feature["geometry"].clone()).ok().filter(|_| same)?;
    let seen = overlap(item, &[ground], minimum)?;
    Some(AlreadyOrdered {
        state: EarlierState::InWorkspace,
        reference: property("customerReference").unwrap_or_default(),
        ordered_at: property("publicationDate"),
        ..seen
    })
}

/// The share of an item's area that is covered, and what is left of it.
fn overlap(item: &StoredItem, grounds: &[AreaPolygon], minimum: f64) -> Option<AlreadyOrdered> {
    let rest = aoi::remainder(&item.polygon, grounds);
    let whole_km2 = aoi::check(&item.polygon).km2;
    // Not `sum`: nothing left is 0, not -0.
    let rest_km2 = rest.iter().fold(0.0, |sum, part| sum + aoi::check(part).km2);
    let share = ((1.0 - rest_km2 / whole_km2.max(f64::MIN_POSITIVE)) * 100.0).clamp(0.0, 100.0);
    let edge = share < LEAST_SHARE && whole_km2 - rest_km2 < LEAST_GROUND_KM2;
    if grounds.is_empty() || edge {
        return None;
    }
    let billed = |km2: f64| km2.max(minimum);
    let rest_billed: f64 = rest.iter().map(|part| billed(aoi::check(part).km2)).sum();
    let saves = rest_km2 >= LEAST_REST_KM2 && rest_billed < billed(whole_km2);
    let scene = archive::Scene::from_feature(&item.scene);
    let day = oneatlas::wire::search::property(&item.scene, "acquisitionDate").unwrap_or_default();
    Some(AlreadyOrdered {
        scene_id: item.scene_id.clone(),
        scene: format!("{} {}", scene.platform, day.get(..10).unwrap_or_default()),
        area_name: item.area_name.clone(),
        shared_with: None,
        share,
        state: EarlierState::Ordered,
        reference: String::new(),
        ordered_at: None,
        amount: None,
        currency: None,
        rest_km2,
        rest: if saves { rest } else { Vec::new() },
        must_allow: false,
    })
}

#[cfg(test)]
mod tests;
