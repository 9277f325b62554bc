//! Ordering again what is unknown or was not placed: always a new intent with a new reference, and only by a person's own
//! deliberate step. Nothing is sent here; the scenes go back into the basket.

use crate::basket::{Basket, Following, StoredGroup, StoredItem};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Intent, IntentState, Standing};

impl Desk {
    /// Puts the scenes of an order back into the basket, under a new reference. While the order is unknown it stays so and
    /// is looked for on; the review of the new one names it.
    ///
    /// # Errors
    /// When the order was placed, or its basket was not kept.
    pub async fn order_again(&self, reference: &str) -> Result<Basket, DeskError> {
        {
            let _guard = self.inner.records.basket.lock().await;
            order_again(&self.following(), &self.known_intent(reference)?)?;
        }
        self.changed(DeskEvent::Basket);
        self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        self.basket().await
    }
}

/// See [`Desk::order_again`].
pub(super) fn order_again(following: &Following<'_>, intent: &Intent) -> Result<(), DeskError> {
    let reference = &intent.reference;
    let decision = following.ledger.decision(reference)?;
    let open = match Standing::of(intent, decision.as_ref()) {
        // What was written down and never left is in the basket still.
        Standing::Nothing => intent.state != IntentState::Prepared,
        // An acceptance that is not known ends first: until then its quotation may be bought.
        Standing::Unknown => intent.state == IntentState::Unknown,
        Standing::UnderWay | Standing::Quoted | Standing::Ordered => false,
    };
    if !open {
        let why = match intent.state {
            IntentState::Prepared => "was never sent; it is in the basket",
            _ => "may be bought or wait for an answer; it is not ordered again",
        };
        return Err(DeskError::invalid("reference", format!("{reference} {why}")));
    }
    let kept: StoredGroup =
        intent.basket.as_deref().and_then(|text| serde_json::from_str(text).ok()).ok_or_else(|| {
            DeskError::missing(format!("kept basket of {reference}: it was sent by an older Swath"))
        })?;
    let before = following.groups.group(&intent.contract_id)?;
    let mut group = before.unwrap_or_else(|| StoredGroup { items: Vec::new(), ..kept.clone() });
    for item in kept.items {
        let there =
            group.items.iter().any(|one| one.scene_id == item.scene_id && one.area_id == item.area_id);
        if !there {
            // Another item than the one that was sent: what the record holds of that one leaves the basket.
            group.items.push(StoredItem { item_id: uuid::Uuid::new_v4().to_string(), ..item });
        }
    }
    let former = group.reference.clone();
    following.renew(&mut group);
    group.priced = None;
    group.price_voided = false;
    following.keep_edited(&former, &group)?;
    Ok(following.ledger.reordered(reference, &group.reference)?)
}
