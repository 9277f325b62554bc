//! What became of a decision on a quotation without a clear answer: told by the state of the quotation, or by a person.

use super::reconcile::given_reason;
use super::shown::OrderDetail;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Decision, DecisionKind, Event, Intent, IntentState, Ledger, LedgerError, Source, Why};

impl Desk {
    /// A person ends a decision whose outcome is not known: it arrived, or it did not. The reason is kept. What the vendor's
    /// list says later still counts.
    ///
    /// # Errors
    /// When there is no reason, or no decision of this order is unknown.
    pub fn declare_decision(
        &self,
        reference: &str,
        arrived: bool,
        reason: &str,
    ) -> Result<OrderDetail, DeskError> {
        let why = Why::Words { text: given_reason(reason)?.to_owned() };
        let decision = self.inner.ledger.decision(reference)?;
        let decision = decision.ok_or_else(|| DeskError::missing("decision on this order"))?;
        declared_decision(&self.inner.ledger, &decision, arrived, &why)?;
        self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        self.order(reference)
    }

    /// Settles a decision on a quotation that was left without a clear answer. A state that it can't have led to and that
    /// does not change any more ends it, too.
    pub(super) async fn look_for_decision(&self, intent: &Intent) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        let Some(decision) = ledger.decision(&intent.reference)? else { return Ok(()) };
        if decision.state != IntentState::Unknown {
            return Ok(());
        }
        let now = self.quotation_at_vendor(intent, &decision.quotation_id).await?;
        if !settle_decision(ledger, &decision, now.status.unwrap_or_default())? {
            return Ok(());
        }
        self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
        Ok(())
    }
}

/// Settles a decision by the state of its quotation at the vendor; says whether that ends it.
pub(super) fn settle_decision(
    ledger: &Ledger,
    decision: &Decision,
    status: String,
) -> Result<bool, LedgerError> {
    match found(decision.kind, &status) {
        Found::Arrived => {
            ledger.decision_arrived(decision.id, Event::Found, None, &Source::Found)?;
        }
        Found::EndedOtherwise => {
            let why = Why::VendorState { status };
            ledger.step_decision(decision.id, Event::FoundOtherwise, Some(&why))?;
        }
        Found::NotYet => return Ok(false),
    }
    Ok(true)
}

/// Ends an unknown decision by a person's word.
pub(super) fn declared_decision(
    ledger: &Ledger,
    decision: &Decision,
    arrived: bool,
    why: &Why,
) -> Result<(), LedgerError> {
    if arrived {
        return ledger.decision_arrived(decision.id, Event::DeclaredPlaced, Some(why), &Source::Decision);
    }
    ledger.step_decision(decision.id, Event::DeclaredNotPlaced, Some(why)).map(drop)
}

/// What the state of a quotation says about a decision that was sent.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Arrived,
    EndedOtherwise,
    NotYet,
}

fn found(kind: DecisionKind, status: &str) -> Found {
    match (kind, status) {
        (DecisionKind::Accept, "ACCEPTED") | (DecisionKind::Refuse { .. }, "REFUSED" | "REJECTED") => {
            Found::Arrived
        }
        (DecisionKind::Accept, "REFUSED" | "REJECTED" | "EXPIRED" | "CANCELLED" | "CANCELED")
        | (DecisionKind::Refuse { .. }, "ACCEPTED" | "EXPIRED" | "CANCELLED" | "CANCELED") => {
            Found::EndedOtherwise
        }
        _ => Found::NotYet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_ends_with_a_state_that_it_led_to_or_that_shuts_it_out() {
        use Found as F;
        let refuse = DecisionKind::Refuse { reason_id: 3 };
        for (status, accepted, refused) in [
            ("SENT", F::NotYet, F::NotYet),
            ("", F::NotYet, F::NotYet),
            ("IN_PREPARATION", F::NotYet, F::NotYet),
            ("ACCEPTED", F::Arrived, F::EndedOtherwise),
            ("REFUSED", F::EndedOtherwise, F::Arrived),
            ("REJECTED", F::EndedOtherwise, F::Arrived),
            ("EXPIRED", F::EndedOtherwise, F::EndedOtherwise),
            ("CANCELLED", F::EndedOtherwise, F::EndedOtherwise),
        ] {
            assert_eq!(
                (found(DecisionKind::Accept, status), found(refuse, status)),
                (accepted, refused),
                "{status}"
            );
        }
    }
}
