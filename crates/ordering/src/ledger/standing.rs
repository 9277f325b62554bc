//! What an order comes to, by the record of it and of the decision on its quotation: one answer for whoever asks whether
//! its scenes are bought, whether it may be ordered again, and whether what the vendor's list says of it is old.

use super::{Decision, DecisionKind, Intent, IntentState, Ledger, LedgerError, Progress};

/// What an order holds of the scenes that it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing: it was never sent, or it was refused, given up, cancelled, or ran out.
    Nothing,
    /// A request is without an answer.
    UnderWay,
    /// What became of a request is not known.
    Unknown,
    /// A quotation for them waits to be decided on.
    Quoted,
    /// They are bought.
    Ordered,
}

impl Standing {
    /// Where an order stands, with the latest decision on its quotation.
    ///
    /// An acceptance that may have arrived outranks a quotation that waits or has run out by the calendar: a list that
    /// lags behind, or a clock that is ahead, says so of one that was accepted a minute before its end.
    pub(crate) fn of(intent: &Intent, decision: Option<&Decision>) -> Standing {
        match intent.state {
            IntentState::Submitting => return Standing::UnderWay,
            IntentState::Unknown => return Standing::Unknown,
            IntentState::Prepared | IntentState::Rejected | IntentState::Abandoned => {
                return Standing::Nothing;
            }
            IntentState::Confirmed => {}
        }
        match intent.progress {
            Some(Progress::Refused | Progress::Cancelled) => Standing::Nothing,
            Some(ended @ (Progress::Quoted | Progress::Expired)) => match accepting(decision) {
                Some(IntentState::Submitting) => Standing::UnderWay,
                Some(IntentState::Unknown) => Standing::Unknown,
                Some(_) => Standing::Ordered,
                None if ended == Progress::Quoted => Standing::Quoted,
                None => Standing::Nothing,
            },
            Some(Progress::Placed | Progress::InProduction | Progress::Delivered) | None => Standing::Ordered,
        }
    }
}

/// The state of an acceptance that may have arrived at the vendor, or has.
pub(crate) fn accepting(decision: Option<&Decision>) -> Option<IntentState> {
    let decision = decision.filter(|decision| decision.kind == DecisionKind::Accept)?;
    match decision.state {
        state @ (IntentState::Submitting | IntentState::Unknown | IntentState::Confirmed) => Some(state),
        IntentState::Prepared | IntentState::Rejected | IntentState::Abandoned => None,
    }
}

impl Ledger {
    /// All orders, newest first, each with what it holds.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub(crate) fn standings(&self) -> Result<Vec<(Intent, Standing)>, LedgerError> {
        let decisions = self.decisions()?;
        let of = |intent: Intent| {
            let latest = decisions.iter().find(|decision| decision.reference == intent.reference);
            let standing = Standing::of(&intent, latest);
            (intent, standing)
        };
        Ok(self.intents()?.into_iter().map(of).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{decision, intent};
    use crate::money::SpendKind;

    #[test]
    fn an_order_holds_its_scenes_from_the_first_byte_until_the_vendor_ends_it() {
        use IntentState as S;
        use Progress as P;
        for (state, progress, standing) in [
            (S::Prepared, None, Standing::Nothing),
            (S::Submitting, None, Standing::UnderWay),
            (S::Unknown, None, Standing::Unknown),
            (S::Rejected, None, Standing::Nothing),
            (S::Abandoned, None, Standing::Nothing),
            (S::Confirmed, None, Standing::Ordered),
            (S::Confirmed, Some(P::Quoted), Standing::Quoted),
            (S::Confirmed, Some(P::Placed), Standing::Ordered),
            (S::Confirmed, Some(P::InProduction), Standing::Ordered),
            (S::Confirmed, Some(P::Delivered), Standing::Ordered),
            (S::Confirmed, Some(P::Expired), Standing::Nothing),
            (S::Confirmed, Some(P::Refused), Standing::Nothing),
            (S::Confirmed, Some(P::Cancelled), Standing::Nothing),
        ] {
            let order = intent(SpendKind::Quotation, state, progress);
            assert_eq!(Standing::of(&order, None), standing, "{state} {progress:?}");
        }
    }

    #[test]
    fn an_acceptance_that_may_have_arrived_outranks_what_the_calendar_says() {
        use IntentState as S;
        use Progress as P;
        for (state, waiting, ran_out) in [
            (S::Prepared, Standing::Quoted, Standing::Nothing),
            (S::Submitting, Standing::UnderWay, Standing::UnderWay),
            (S::Unknown, Standing::Unknown, Standing::Unknown),
            (S::Confirmed, Standing::Ordered, Standing::Ordered),
            (S::Rejected, Standing::Quoted, Standing::Nothing),
            (S::Abandoned, Standing::Quoted, Standing::Nothing),
        ] {
            let accept = decision(DecisionKind::Accept, state);
            let refuse = decision(DecisionKind::Refuse { reason_id: 3 }, state);
            for (progress, accepted, refused) in
                [(P::Quoted, waiting, Standing::Quoted), (P::Expired, ran_out, Standing::Nothing)]
            {
                let order = intent(SpendKind::Quotation, S::Confirmed, Some(progress));
                assert_eq!(Standing::of(&order, Some(&accept)), accepted, "{progress:?} {state}");
                assert_eq!(Standing::of(&order, Some(&refuse)), refused, "{progress:?} {state}");
            }
            // The vendor's own word ends it.
            let cancelled = intent(SpendKind::Quotation, S::Confirmed, Some(P::Cancelled));
            assert_eq!(Standing::of(&cancelled, Some(&accept)), Standing::Nothing);
        }
    }
}
