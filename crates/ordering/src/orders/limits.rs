//! The user's own limits on spending, held at the review and once more before anything is sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{
    Decision, DecisionKind, Intent, IntentState, Ledger, LedgerError, Money, Progress, accepting,
};
use crate::money::{SpendKind, SpendingRules, amount_in_words};

/// What was spent since the first of the month, UTC, in one currency, over all contracts of the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MonthSpending {
    /// ISO 4217.
    pub currency: String,
    /// In all: orders that were placed and quotations that were accepted, with what is open.
    pub spent: Decimal,
    /// The part of it that is under way or not known yet.
    pub open: Decimal,
}

/// What one order counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counted {
    cost: Money,
    /// Under way, or not known yet.
    open: bool,
    /// When the request that spends was sent; before that, when it was confirmed.
    at: String,
}

impl Desk {
    /// What was spent this month, by currency.
    ///
    /// # Errors
    /// When the record can't be read.
    pub fn month_spending(&self) -> Result<Vec<MonthSpending>, DeskError> {
        Ok(month_spending(&self.inner.ledger, self.now())?)
    }
}

fn month_spending(ledger: &Ledger, now: Timestamp) -> Result<Vec<MonthSpending>, LedgerError> {
    let mut sums: BTreeMap<String, MonthSpending> = BTreeMap::new();
    for intent in ledger.intents()? {
        let decision = ledger.decision(&intent.reference)?;
        let Some(counted) = counted(&intent, decision.as_ref()).filter(|one| in_month(&one.at, now)) else {
            continue;
        };
        let currency = counted.cost.currency.to_uppercase();
        let sum = sums.entry(currency.clone()).or_insert_with(|| MonthSpending {
            currency,
            spent: Decimal::ZERO,
            open: Decimal::ZERO,
        });
        // A sum that no decimal holds is beyond every limit.
        sum.spent = sum.spent.saturating_add(counted.cost.amount);
        if counted.open {
            sum.open = sum.open.saturating_add(counted.cost.amount);
        }
    }
    Ok(sums.into_values().collect())
}

/// Refuses a cost that goes beyond the limits. The limits are in the currency of the contract.
pub(super) fn within_limits(
    ledger: &Ledger,
    now: Timestamp,
    cost: &Money,
    rules: &SpendingRules,
) -> Result<(), DeskError> {
    let (amount, currency) = (cost.amount, cost.currency.clone());
    let over = |limit, what, so_far| DeskError::OverLimit {
        amount,
        limit,
        currency: currency.clone(),
        what,
        so_far,
    };
    if let Some(limit) = rules.per_order.filter(|limit| amount > *limit) {
        return Err(over(limit, "for one order", String::new()));
    }
    let Some(limit) = rules.per_month else { return Ok(()) };
    let month = month_spending(ledger, now)?;
    let month = month.into_iter().find(|sum| sum.currency.eq_ignore_ascii_case(&currency));
    let (spent, open) = month.map_or((Decimal::ZERO, Decimal::ZERO), |sum| (sum.spent, sum.open));
    let spent = spent.saturating_add(answered_abroad(ledger, now, &currency)?);
    if spent.saturating_add(amount) > limit {
        let words = |amount| amount_in_words(amount, &currency);
        let open = if open.is_zero() { String::new() } else { format!(" ({} not known yet)", words(open)) };
        return Err(over(limit, "for one month", format!(", of which {} are spent{open}", words(spent))));
    }
    Ok(())
}

/// What was confirmed this month in a currency and is said to be booked in another. An answer may be wrong, and a
/// contract without an order list never corrects it: a limit holds in both currencies.
fn answered_abroad(ledger: &Ledger, now: Timestamp, currency: &str) -> Result<Decimal, LedgerError> {
    let mut sum = Decimal::ZERO;
    for intent in ledger.intents()? {
        let abroad = intent.currency.eq_ignore_ascii_case(currency)
            && intent.booked.as_ref().is_some_and(|booked| !booked.currency.eq_ignore_ascii_case(currency));
        if abroad && counted(&intent, None).is_some_and(|one| in_month(&one.at, now)) {
            sum = sum.saturating_add(intent.amount);
        }
    }
    Ok(sum)
}

/// What an order counts, if it spends or may have spent: an order from the moment it is sent until it is known not to have
/// been placed, a quotation from the moment its acceptance is sent.
fn counted(intent: &Intent, decision: Option<&Decision>) -> Option<Counted> {
    // An order that the vendor took is placed, also where the record does not say how far it is.
    let placed = match intent.progress {
        Some(Progress::Placed | Progress::InProduction | Progress::Delivered) => true,
        None => intent.kind == SpendKind::Order,
        Some(_) => false,
    };
    let sent = || intent.sent_at.clone().unwrap_or_else(|| intent.created_at.clone());
    let accepted = decision.filter(|_| accepting(decision).is_some());
    // Also one that a person gave up: it is the acceptance that the vendor shows after all.
    let accepting = decision.filter(|decision| decision.kind == DecisionKind::Accept);
    let decided =
        || accepting.map(|decision| decision.sent_at.clone().unwrap_or_else(|| decision.created_at.clone()));
    match (intent.kind, intent.state) {
        (SpendKind::Order, IntentState::Submitting | IntentState::Unknown) => {
            Some(Counted { cost: intent.cost(), open: true, at: sent() })
        }
        (_, IntentState::Confirmed) if placed => {
            Some(Counted { cost: intent.cost(), open: false, at: decided().unwrap_or_else(sent) })
        }
        // An acceptance whose effect the vendor does not show yet, or whose answer is still to come; also when the
        // quotation has run out meanwhile.
        (SpendKind::Quotation, IntentState::Confirmed)
            if matches!(intent.progress, Some(Progress::Quoted | Progress::Expired)) =>
        {
            accepted.map(|decision| Counted {
                cost: Money {
                    amount: decision.amount,
                    currency: decision.currency.clone().unwrap_or_else(|| intent.cost().currency),
                },
                open: true,
                at: decided().unwrap_or_else(sent),
            })
        }
        _ => None,
    }
}

/// A moment that can't be read counts: a limit fails closed.
fn in_month(at: &str, now: Timestamp) -> bool {
    let month = |at: Timestamp| {
        let date = TimeZone::UTC.to_datetime(at).date();
        (date.year(), date.month())
    };
    at.parse::<Timestamp>().map_or(true, |at| month(at) == month(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{decision, intent, ledger, new_intent};

    #[test]
    fn what_may_have_been_ordered_counts_and_what_was_not_does_not() {
        use IntentState as S;
        use Progress as P;
        let counts =
            |kind, state, progress| counted(&intent(kind, state, progress), None).map(|one| one.open);
        for (state, progress, open) in [
            (S::Confirmed, Some(P::Placed), false),
            (S::Confirmed, Some(P::InProduction), false),
            (S::Confirmed, Some(P::Delivered), false),
            (S::Confirmed, None, false),
            (S::Submitting, None, true),
            (S::Unknown, None, true),
        ] {
            assert_eq!(counts(SpendKind::Order, state, progress), Some(open), "{state} {progress:?}");
        }
        for (state, progress) in [
            (S::Prepared, None),
            (S::Rejected, None),
            (S::Abandoned, None),
            (S::Confirmed, Some(P::Cancelled)),
        ] {
            assert_eq!(counts(SpendKind::Order, state, progress), None, "{state} {progress:?}");
        }
        // Asking for a quotation costs nothing; one that was accepted is an order.
        for (state, progress, counted) in [
            (S::Submitting, None, None),
            (S::Unknown, None, None),
            (S::Confirmed, Some(P::Quoted), None),
            (S::Confirmed, Some(P::Refused), None),
            (S::Confirmed, Some(P::Placed), Some(false)),
        ] {
            assert_eq!(counts(SpendKind::Quotation, state, progress), counted, "{state} {progress:?}");
        }
    }

    #[test]
    fn a_cost_beyond_a_limit_is_refused_with_what_is_spent_already() {
        let (_folder, ledger) = ledger();
        ledger.prepare(&new_intent("A-1")).unwrap();
        ledger.mark("A-1", "POST", "/orders", Some(b"{}")).unwrap();
        let sent: Timestamp = ledger.intent("A-1").unwrap().unwrap().sent_at.unwrap().parse().unwrap();
        let cost = |amount: i64| Money { amount: Decimal::from(amount), currency: "EUR".to_owned() };
        let limits = |per_order: Option<i64>, per_month: Option<i64>| SpendingRules {
            per_order: per_order.map(Decimal::from),
            per_month: per_month.map(Decimal::from),
            amount_to_type: None,
        };
        let judged = |amount, rules| within_limits(&ledger, sent, &cost(amount), &rules);
        assert!(judged(1_000_000, limits(None, None)).is_ok());
        assert!(
            judged(100, limits(Some(100), None)).is_ok() && judged(101, limits(Some(100), None)).is_err()
        );
        // 562.50 are under way.
        assert!(judged(437, limits(None, Some(1000))).is_ok());
        let Err(DeskError::OverLimit { so_far, .. }) = judged(438, limits(None, Some(1000))) else {
            panic!("beyond the month's limit");
        };
        assert!(so_far.contains("562.50 EUR are spent (562.50 EUR not known yet)"), "{so_far}");
    }

    #[test]
    fn an_acceptance_counts_from_the_moment_it_is_sent_at_the_amount_it_was_given_for() {
        use IntentState as S;
        let quoted = intent(SpendKind::Quotation, S::Confirmed, Some(Progress::Quoted));
        for (state, counts) in [
            (S::Prepared, false),
            (S::Submitting, true),
            (S::Unknown, true),
            (S::Confirmed, true),
            (S::Rejected, false),
            (S::Abandoned, false),
        ] {
            let found = counted(&quoted, Some(&decision(DecisionKind::Accept, state)));
            assert_eq!(found.is_some(), counts, "{state}");
            let ran_out = intent(SpendKind::Quotation, S::Confirmed, Some(Progress::Expired));
            let late = counted(&ran_out, Some(&decision(DecisionKind::Accept, state)));
            assert_eq!(late, found, "that it ran out is only by the calendar, {state}");
            if let Some(found) = found {
                assert_eq!((found.cost.amount, found.open), (Decimal::from(600), true));
                assert_eq!(found.at, "2026-12-01T00:00:01Z", "the month is that of the sending");
            }
            let placed = intent(SpendKind::Quotation, S::Confirmed, Some(Progress::Placed));
            let placed = counted(&placed, Some(&decision(DecisionKind::Accept, state))).unwrap();
            assert_eq!(placed.at, "2026-12-01T00:00:01Z", "placed after all, {state}");
            let refuse = decision(DecisionKind::Refuse { reason_id: 3 }, state);
            assert_eq!(counted(&quoted, Some(&refuse)), None);
        }
    }

    #[test]
    fn what_was_booked_otherwise_counts_as_it_was_booked() {
        let mut placed = intent(SpendKind::Order, IntentState::Confirmed, Some(Progress::Placed));
        let booked = Money { amount: Decimal::new(99_999_999, 2), currency: "USD".to_owned() };
        placed.booked = Some(booked.clone());
        assert_eq!(counted(&placed, None).unwrap().cost, booked);
    }

    #[test]
    fn a_month_is_a_month_in_utc_and_a_moment_that_cannot_be_read_counts() {
        let now: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        for (at, counts) in [
            ("2026-11-01T00:00:00Z", true),
            ("2026-10-31T23:59:59.999Z", false),
            ("2026-11-01T00:30:00+01:00", false),
            ("2025-11-30T12:00:00Z", false),
            ("yesterday", true),
        ] {
            assert_eq!(in_month(at, now), counts, "{at}");
        }
    }
}
