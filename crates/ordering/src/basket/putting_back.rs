//! What was taken out of the basket can be put back, with the options it had.

use std::collections::VecDeque;

use super::following::being_bought;
use super::stored::{Groups, StoredGroup, StoredItem};
use super::view::Basket;
use crate::desk::Desk;
use crate::error::DeskError;

/// Items that are remembered after they were taken out; an undo is offered for a moment only.
const REMEMBERED: usize = 30;

/// Items that were taken out since the program began, the latest last, each with its group as it was.
#[derive(Default)]
pub(crate) struct TakenOut(VecDeque<(StoredItem, StoredGroup)>);

impl TakenOut {
    pub(super) fn remember(&mut self, item: StoredItem, group: StoredGroup) {
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((item, group));
    }

    fn find(&self, item_id: &str) -> Option<(StoredItem, StoredGroup)> {
        self.0.iter().rev().find(|(item, _)| item.item_id == item_id).cloned()
    }
}

impl Desk {
    /// Puts an item back that was taken out of the basket since the program began. Its group has no price then, as after
    /// any edit. What is in the basket already stays as it is.
    ///
    /// # Errors
    /// When it was not taken out; [`DeskError::UnderWay`] while it is being bought.
    pub async fn put_back_in_basket(&self, item_id: &str) -> Result<Basket, DeskError> {
        let editing = self.inner.records.basket.lock().await;
        let found = self.taken_out().find(item_id);
        let (item, before) =
            found.ok_or_else(|| DeskError::missing("such scene among those taken out of the basket"))?;
        if let Some(reference) = being_bought(&self.inner.ledger, &item.scene_id, &item.polygon)? {
            return Err(DeskError::UnderWay { reference });
        }
        let mut group = match self.inner.store.group(&before.contract_id)? {
            Some(group) => group,
            None => {
                let mut group =
                    StoredGroup { items: Vec::new(), choices: before.choices.clone(), ..before.clone() };
                // Its reference may have been used since.
                if self.inner.ledger.intent(&group.reference)?.is_some() {
                    self.renew_reference(&mut group);
                }
                group
            }
        };
        let there = |other: &StoredItem| {
            other.item_id == item.item_id
                || (other.scene_id == item.scene_id && other.area_id == item.area_id)
        };
        if !group.items.iter().any(there) {
            group.put_back(item, &before);
            group.void_price();
            self.keep_edited(&group.reference, &group)?;
        }
        self.edited(editing).await
    }
}
