//! The basket follows the record. What an act buys leaves the basket before the act is marked as being sent, by item and
//! under the basket's lock; what was not bought comes back. So nothing that is under way can be edited, priced or ordered
//! once more, and the page reads it from the record.

use jiff::Timestamp;
use serde::Serialize;

use super::stored::{Groups, StoredGroup, StoredItem};
use super::view::{BasketItem, Price};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Act, Event, Intent, IntentState, JournalEvent, Ledger, Money, NewIntent, Standing, Why};
use crate::reference::new_reference;

/// What a request without an answer yet is buying.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnderWay {
    /// Its reference.
    pub reference: String,
    /// Order or quotation.
    pub act: Act,
    /// What was confirmed.
    #[serde(flatten)]
    pub cost: Money,
    /// When it was written to the record, RFC 3339.
    pub written_at: String,
    /// The number of the entry that holds what was confirmed.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub entry: Option<i64>,
    /// Since when it is being sent, RFC 3339.
    pub since: String,
    /// The number of bytes that were sent.
    pub byte_count: u32,
    /// The scenes over their areas.
    pub items: Vec<BasketItem>,
    /// The price of those scenes, by product type.
    pub price: Option<Price>,
}

/// The rules by which the basket follows the record. They ask nobody, and are for whoever holds the basket's lock.
pub(crate) struct Following<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) groups: &'a dyn Groups,
    pub(crate) now: Timestamp,
}

impl Following<'_> {
    /// Takes what an act buys out of the basket. What stays behind gets a reference of its own.
    pub(crate) fn leave(&self, group: StoredGroup, intent: &NewIntent) -> Result<(), DeskError> {
        let bought = items_of(intent.basket.as_deref());
        self.groups.keep_group(&without(group, &bought, |group| self.renew(group)))
    }

    /// Puts back what an act did not buy.
    pub(crate) fn put_back(&self, reference: &str) -> Result<(), DeskError> {
        let Some(intent) = self.ledger.intent(reference)? else { return Ok(()) };
        let Some(mut sent) = group_of(intent.basket.as_deref()) else { return Ok(()) };
        let (since, count) = (self.bought_since(&intent)?, sent.items.len());
        sent.keep_items(|item| !since.iter().any(|one| is_same_piece(one, item)));
        if sent.items.is_empty() {
            return self.withdraw_unsent(reference).map(drop);
        }
        let stays = self.groups.group(&sent.contract_id)?;
        let unsent = intent.state == IntentState::Prepared && sent.items.len() == count;
        let group = match stays {
            // As it was, with its price and reference: it can be sent again as it is.
            None if unsent => sent,
            None => self.renewed(StoredGroup { priced: None, ..sent }),
            Some(group) => self.renewed(together(group, sent.items)),
        };
        let taken_up = group.reference == reference;
        self.groups.keep_group(&group)?;
        if !taken_up {
            self.withdraw_unsent(reference)?;
        }
        Ok(())
    }

    /// What orders that were written down after this one hold: while its outcome was open, a person had it bought again.
    fn bought_since(&self, intent: &Intent) -> Result<Vec<StoredItem>, DeskError> {
        let moment = |intent: &Intent| intent.created_at.parse::<Timestamp>().ok();
        let held = self
            .ledger
            .standings()?
            .into_iter()
            .filter(|(other, standing)| *standing != Standing::Nothing && moment(other) > moment(intent));
        Ok(held.flat_map(|(other, _)| items_of(other.basket.as_deref())).collect())
    }

    /// Keeps a group that a person has changed; `reference` is the one that it had before. What was written down under that
    /// reference and never left is withdrawn: it is not what is in the basket any more, and must not come back. Says whether it was.
    pub(crate) fn keep_edited(&self, reference: &str, group: &StoredGroup) -> Result<bool, DeskError> {
        // With a record that can't be used nothing is ordered, and the basket goes on.
        let withdrawn = self.ledger.unusable().is_none() && self.withdraw_unsent(reference)?;
        self.groups.keep_group(group)?;
        Ok(withdrawn)
    }

    /// The group with a reference that can be used. One that the record knows already is used up, unless it belongs to
    /// bytes that never left; those are withdrawn, since they are not what is priced now.
    pub(crate) fn with_free_reference(&self, mut group: StoredGroup) -> Result<StoredGroup, DeskError> {
        let Some(intent) = self.ledger.intent(&group.reference)? else { return Ok(group) };
        if intent.state == IntentState::Submitting {
            return Err(DeskError::UnderWay { reference: intent.reference });
        }
        self.withdraw_unsent(&intent.reference)?;
        self.renew(&mut group);
        self.groups.keep_group(&group)?;
        Ok(group)
    }

    /// Gives a group a reference that was never used.
    pub(crate) fn renew(&self, group: &mut StoredGroup) {
        let name = group.items.first().map(|item| item.area_name.clone()).unwrap_or_default();
        group.reference = new_reference(&name, self.now);
        group.void_price();
    }

    /// Withdraws an intent that was written down and provably never left.
    fn withdraw_unsent(&self, reference: &str) -> Result<bool, DeskError> {
        let intent = self.ledger.intent(reference)?;
        let unsent = intent.is_some_and(|intent| intent.state == IntentState::Prepared);
        if unsent {
            self.ledger.step(reference, Event::Withdrawn, Some(&Why::BasketChanged))?;
        }
        Ok(unsent)
    }

    fn renewed(&self, mut group: StoredGroup) -> StoredGroup {
        self.renew(&mut group);
        group
    }

    /// The record and the basket are files of their own: where the program ended between the two, the basket follows the
    /// record.
    pub(crate) fn follow(&self) -> Result<(), DeskError> {
        for intent in self.ledger.intents()? {
            match intent.state {
                IntentState::Submitting | IntentState::Unknown | IntentState::Confirmed => {
                    self.take_out(&intent)?;
                }
                // Written down, taken out of the basket, and never sent.
                IntentState::Prepared => self.put_back_what_is_missing(&intent)?,
                IntentState::Rejected | IntentState::Abandoned => self.free(&intent.reference)?,
            }
        }
        Ok(())
    }

    /// Takes out what the record holds, by item, whatever reference its group carries by now.
    fn take_out(&self, intent: &Intent) -> Result<(), DeskError> {
        let bought = items_of(intent.basket.as_deref());
        for group in self.groups.groups()? {
            let used = group.reference == intent.reference;
            if used || group.items.iter().any(|item| is_among(item, &bought)) {
                let mut rest = without(group, &bought, |group| self.renew(group));
                if rest.reference == intent.reference {
                    self.renew(&mut rest);
                }
                self.groups.keep_group(&rest)?;
            }
        }
        Ok(())
    }

    fn put_back_what_is_missing(&self, intent: &Intent) -> Result<(), DeskError> {
        let groups = self.groups.groups()?;
        let there = |item: &StoredItem| groups.iter().any(|group| is_among(item, &group.items));
        if items_of(intent.basket.as_deref()).iter().all(there) {
            return Ok(());
        }
        self.put_back(&intent.reference)
    }

    /// A reference that was used is never used again.
    fn free(&self, reference: &str) -> Result<(), DeskError> {
        for mut group in self.groups.groups()?.into_iter().filter(|group| group.reference == reference) {
            self.renew(&mut group);
            self.groups.keep_group(&group)?;
        }
        Ok(())
    }
}

/// Under which reference a scene over an area is being bought at this moment.
pub(crate) fn being_bought(
    ledger: &Ledger,
    scene_id: &str,
    polygon: &aoi::AreaPolygon,
) -> Result<Option<String>, DeskError> {
    let buys = |intent: &Intent| {
        let items = items_of(intent.basket.as_deref());
        items.iter().any(|item| item.scene_id == scene_id && item.polygon == *polygon)
    };
    Ok(being_sent(ledger)?.into_iter().find(buys).map(|intent| intent.reference))
}

fn being_sent(ledger: &Ledger) -> Result<Vec<Intent>, DeskError> {
    Ok(submitting(ledger.intents()?))
}

/// For what is shown: a row that can't be read does not hide the others.
fn seen_being_sent(ledger: &Ledger) -> Result<Vec<Intent>, DeskError> {
    Ok(submitting(ledger.readable_intents()?.0))
}

/// Oldest first.
fn submitting(mut intents: Vec<Intent>) -> Vec<Intent> {
    intents.retain(|intent| intent.state == IntentState::Submitting);
    intents.reverse();
    intents
}

impl Desk {
    pub(crate) fn following(&self) -> Following<'_> {
        Following { ledger: &self.inner.ledger, groups: &*self.inner.store, now: self.now() }
    }

    /// See [`Following::put_back`].
    ///
    /// # Errors
    /// When the record or the local data can't be used.
    pub(crate) async fn return_to_basket(&self, reference: &str) -> Result<(), DeskError> {
        let _guard = self.inner.records.basket.lock().await;
        self.following().put_back(reference)
    }

    /// See [`Following::keep_edited`].
    pub(crate) fn keep_edited(&self, reference: &str, group: &StoredGroup) -> Result<(), DeskError> {
        if self.following().keep_edited(reference, group)? {
            self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        }
        Ok(())
    }

    /// See [`Following::follow`]. Done once for each time that the files are opened: a second connection of this program may
    /// come while an act of the first is half-way. A record that can't be read leaves the basket as it is; nothing can be
    /// ordered then.
    pub(crate) fn let_the_basket_follow(&self) {
        self.inner.records.followed.call_once(|| {
            if let Err(error) = self.following().follow() {
                tracing::warn!(%error, "the basket could not be compared with the order record");
            }
        });
    }

    /// What is being bought on a contract, oldest first.
    pub(crate) fn under_way(&self, contract_id: &str) -> Result<Vec<UnderWay>, DeskError> {
        let sending = seen_being_sent(&self.inner.ledger)?;
        let ours = sending.into_iter().filter(|intent| intent.contract_id == contract_id);
        ours.map(|intent| self.show_under_way(intent)).collect()
    }

    fn show_under_way(&self, intent: Intent) -> Result<UnderWay, DeskError> {
        let group = group_of(intent.basket.as_deref()).unwrap_or_default();
        let journal = self.inner.ledger.journal(Some(&intent.reference))?;
        let confirmed = journal.iter().find(|entry| matches!(entry.event, JournalEvent::Confirmed { .. }));
        Ok(UnderWay {
            entry: confirmed.map(|entry| entry.seq),
            items: group.items.iter().map(|item| self.show_item(item)).collect(),
            price: group.priced.as_ref().map(Price::from),
            act: intent.kind.into(),
            cost: Money { amount: intent.amount, currency: intent.currency.clone() },
            since: intent.sent_at.unwrap_or_else(|| intent.created_at.clone()),
            byte_count: u32::try_from(intent.body.len()).unwrap_or(u32::MAX),
            written_at: intent.created_at,
            reference: intent.reference,
        })
    }

    /// The contracts on which something is being bought, by what is left of their basket or not.
    pub(crate) fn contracts_under_way(&self) -> Result<Vec<String>, DeskError> {
        Ok(seen_being_sent(&self.inner.ledger)?.into_iter().map(|intent| intent.contract_id).collect())
    }
}

fn group_of(basket: Option<&str>) -> Option<StoredGroup> {
    serde_json::from_str(basket?).ok()
}

fn items_of(basket: Option<&str>) -> Vec<StoredItem> {
    group_of(basket).map(|group| group.items).unwrap_or_default()
}

/// Whether two items are the same scene over the same ground.
fn is_same_piece(one: &StoredItem, other: &StoredItem) -> bool {
    one.scene_id == other.scene_id && one.polygon == other.polygon
}

fn is_among(item: &StoredItem, items: &[StoredItem]) -> bool {
    items.iter().any(|one| one.item_id == item.item_id)
}

/// What is left of a group without the items that are bought. It gets a new reference when something is left, since the
/// old one belongs to what was bought.
pub(crate) fn without(
    mut group: StoredGroup,
    bought: &[StoredItem],
    renew: impl Fn(&mut StoredGroup),
) -> StoredGroup {
    let before = group.items.len();
    group.keep_items(|item| !is_among(item, bought));
    if group.items.len() != before && !group.items.is_empty() {
        renew(&mut group);
    }
    if group.items.len() != before {
        group.priced = None;
        group.price_voided = false;
    }
    group
}

/// A group with the items that come back to it; what is there already comes back once.
fn together(mut group: StoredGroup, items: Vec<StoredItem>) -> StoredGroup {
    for item in items {
        let there = group.items.iter().any(|one| {
            one.item_id == item.item_id || (one.scene_id == item.scene_id && one.area_id == item.area_id)
        });
        if !there {
            group.items.push(item);
        }
    }
    group.void_price();
    group
}
