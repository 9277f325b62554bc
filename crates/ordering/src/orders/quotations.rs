//! Deciding on a quotation: accept and refuse. Both go along [`super::runner`], which reads the quotation at the vendor
//! just before, so that one that ran out, was decided by a colleague or costs something else now is told first.

use super::acts::{ConfirmedAct, ConfirmedOffer, Consent, Subject, confirms};
use super::shown::OrderDetail;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{DecisionKind, Intent, Offer};
use crate::money::SpendingRules;

impl Desk {
    /// Accepts the quotation of an order at the offer that was confirmed.
    ///
    /// # Errors
    /// [`DeskError::OfferChanged`] when the vendor offers something else now; [`DeskError::ConfirmationMismatch`];
    /// [`DeskError::AlreadyHeld`] without a consent; when it can't be accepted any more, credit or a limit stands against
    /// it, or provably nothing was sent. An outcome that is not known is the state of the order that is returned.
    pub async fn accept_quotation(
        &self,
        reference: &str,
        confirmed: &ConfirmedOffer,
        consents: &[Consent],
        rules: &SpendingRules,
    ) -> Result<OrderDetail, DeskError> {
        let intent = self.known_intent(reference)?;
        let offer = confirmed_offer(&intent, confirmed)?;
        self.decide(intent, DecisionKind::Accept, offer, consents, rules).await
    }

    /// Refuses the quotation of an order for one of the vendor's seven reasons, by number from 1.
    ///
    /// # Errors
    /// When it can't be refused any more, or provably nothing was sent.
    pub async fn refuse_quotation(&self, reference: &str, reason_id: u8) -> Result<OrderDetail, DeskError> {
        if !(1..=7).contains(&reason_id) {
            return Err(DeskError::invalid("reason", "choose one of the seven reasons"));
        }
        let intent = self.known_intent(reference)?;
        let offer = last_offer(&intent);
        // A refusal spends nothing, so no limit stands against it.
        let rules = SpendingRules::default();
        self.decide(intent, DecisionKind::Refuse { reason_id }, offer, &[], &rules).await
    }

    async fn decide(
        &self,
        intent: Intent,
        kind: DecisionKind,
        offer: Offer,
        consents: &[Consent],
        rules: &SpendingRules,
    ) -> Result<OrderDetail, DeskError> {
        let reference = intent.reference.clone();
        let quotation_id =
            intent.quotation_id.clone().ok_or_else(|| DeskError::missing("quotation for this order"))?;
        let subject = Subject::Decision { intent: Box::new(intent), quotation_id, kind, offer };
        self.run(ConfirmedAct { subject, rules: *rules, consents: consents.to_vec() }).await?;
        self.order(&reference)
    }
}

/// The offer that was confirmed, if it is the one that is known.
pub(super) fn confirmed_offer(intent: &Intent, confirmed: &ConfirmedOffer) -> Result<Offer, DeskError> {
    let shown = last_offer(intent);
    let other_terms = confirmed.currency != shown.currency
        || confirmed.version.zip(shown.version).is_some_and(|(confirmed, known)| confirmed != known);
    if other_terms {
        return Err(DeskError::OfferChanged { was: None, now: Box::new(shown) });
    }
    if !confirms(&confirmed.amount, shown.amount) {
        return Err(DeskError::ConfirmationMismatch { expected: shown.amount });
    }
    Ok(Offer { version: confirmed.version, ..shown })
}

/// The offer as it was last read; before that, the answer to the request or what was confirmed then.
pub(super) fn last_offer(intent: &Intent) -> Offer {
    let cost = intent.cost();
    intent.offer.clone().unwrap_or(Offer {
        amount: cost.amount,
        currency: cost.currency,
        discount_percent: None,
        version: None,
        expires: intent.expires.clone(),
    })
}
