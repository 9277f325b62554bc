//! The user's own limits on spending, held before anything is sent.

use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{Intent, IntentState, Progress};
use crate::money::{SpendKind, SpendingRules};

impl Desk {
    /// Refuses an amount that goes beyond the limits.
    pub(super) fn within_limits(
        &self,
        amount: Decimal,
        currency: &str,
        rules: &SpendingRules,
    ) -> Result<(), DeskError> {
        let over = |limit, what, so_far| DeskError::OverLimit {
            amount,
            limit,
            currency: currency.to_owned(),
            what,
            so_far,
        };
        if let Some(limit) = rules.per_order.filter(|limit| amount > *limit) {
            return Err(over(limit, "for one order", String::new()));
        }
        let Some(limit) = rules.per_month else { return Ok(()) };
        let spent = self.spent_this_month(currency)?;
        if spent + amount > limit {
            return Err(over(limit, "for one month", format!(", of which {spent} {currency} are spent")));
        }
        Ok(())
    }

    /// What was spent since the first of the month, UTC, and what may have been: an unknown order counts until it is known
    /// not to have been placed.
    fn spent_this_month(&self, currency: &str) -> Result<Decimal, DeskError> {
        let month = self.now().to_string().get(..7).unwrap_or_default().to_owned();
        let mut spent = Decimal::ZERO;
        for intent in self.inner.ledger.intents()? {
            if intent.currency != currency || !spends(&intent) {
                continue;
            }
            // A quotation is spent when it is accepted, not when it was asked for.
            let decided = self.inner.ledger.decision(&intent.reference)?.map(|decision| decision.created_at);
            let when = decided.unwrap_or_else(|| intent.created_at.clone());
            if when.starts_with(&month) {
                spent += intent.amount;
            }
        }
        Ok(spent)
    }
}

fn spends(intent: &Intent) -> bool {
    let placed =
        matches!(intent.progress, Some(Progress::Placed | Progress::InProduction | Progress::Delivered));
    match intent.state {
        IntentState::Confirmed => placed,
        IntentState::Submitting | IntentState::Unknown => intent.kind == SpendKind::Order,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::intent;

    #[test]
    fn what_may_have_been_ordered_counts_and_what_was_not_does_not() {
        use IntentState as S;
        use Progress as P;
        let counts = |kind, state, progress| spends(&intent(kind, state, progress));
        for (state, progress) in [
            (S::Confirmed, Some(P::Placed)),
            (S::Confirmed, Some(P::InProduction)),
            (S::Confirmed, Some(P::Delivered)),
            (S::Submitting, None),
            (S::Unknown, None),
        ] {
            assert!(counts(SpendKind::Order, state, progress), "{state} {progress:?}");
        }
        for (state, progress) in [
            (S::Prepared, None),
            (S::Rejected, None),
            (S::Abandoned, None),
            (S::Confirmed, Some(P::Cancelled)),
        ] {
            assert!(!counts(SpendKind::Order, state, progress), "{state} {progress:?}");
        }
        // Asking for a quotation costs nothing; one that was accepted is an order.
        for (state, progress, counted) in [
            (S::Submitting, None, false),
            (S::Unknown, None, false),
            (S::Confirmed, Some(P::Quoted), false),
            (S::Confirmed, Some(P::Refused), false),
            (S::Confirmed, Some(P::Placed), true),
        ] {
            assert_eq!(counts(SpendKind::Quotation, state, progress), counted, "{state} {progress:?}");
        }
    }
}
