//! What is judged once more just before an act is marked as being sent, under one lock over all contracts. Nothing here is
//! taken from what a page remembers: credit, offer and currency are read from the vendor, the rest from the record.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::acts::{ConfirmedAct, Consent, Subject};
use super::limits::within_limits;
use super::offers::QuotationNow;
use super::owned::{AlreadyOrdered, held_by_record, held_twice};
use crate::basket::StoredGroup;
use crate::catalogue::Contract;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{
    Act, AllowedAgain, DecisionKind, IntentState, JournalEntry, JournalEvent, Ledger, LedgerError, Money,
    Offer,
};

/// A reason shorter than this, in characters, tells nobody anything later.
pub(super) const MIN_REASON: usize = 5;

impl Desk {
    /// Judges an act. What it gives back are the consents that it needs and has, for the record.
    ///
    /// # Errors
    /// Whatever stands against it; nothing was sent then.
    pub(super) async fn judge(&self, act: &ConfirmedAct) -> Result<Vec<AllowedAgain>, DeskError> {
        self.record_is_whole().await?;
        let subject = &act.subject;
        let quotation = match subject {
            Subject::Decision { intent, quotation_id, .. } => {
                Some(self.quotation_at_vendor(intent, quotation_id).await?)
            }
            Subject::New(_) => None,
        };
        let contract = match subject.act() {
            Act::Refuse => None,
            Act::Quotation => Some(self.known_contract(subject.contract_id()).await?),
            Act::Order | Act::Accept => {
                let contracts = self.contracts().await?;
                contracts.into_iter().find(|contract| contract.contract_id == subject.contract_id())
            }
        };
        judged(&self.inner.ledger, self.now(), act, quotation.as_ref(), contract.as_ref())
    }

    /// A record that was altered can't say what was bought, so nothing is bought by it.
    async fn record_is_whole(&self) -> Result<(), DeskError> {
        let ledger = std::sync::Arc::clone(&self.inner.ledger);
        let verified = tokio::task::spawn_blocking(move || ledger.verify()).await;
        match verified {
            Ok(verified) => Ok(verified.map(drop)?),
            Err(_) => Err(LedgerError::Unreadable("it could not be verified".to_owned()).into()),
        }
    }
}

/// Judges an act by the record and by what the vendor says now: its quotation for a decision, its contract for whatever
/// may spend.
pub(super) fn judged(
    ledger: &Ledger,
    at: Timestamp,
    act: &ConfirmedAct,
    quotation: Option<&QuotationNow>,
    contract: Option<&Contract>,
) -> Result<Vec<AllowedAgain>, DeskError> {
    let subject = &act.subject;
    if let (Subject::Decision { intent, quotation_id, kind, offer }, Some(now)) = (subject, quotation) {
        open_for(quotation_id, *kind, now)?;
        offer_stands(ledger, &intent.reference, *kind, offer, now)?;
    }
    if subject.act() == Act::Refuse {
        return Ok(Vec::new());
    }
    let cost = subject.cost();
    let missing = || DeskError::missing(format!("contract {}", subject.contract_id()));
    let contract = contract.ok_or_else(missing)?;
    same_currency(&cost, contract)?;
    if subject.act().spends() {
        within_credit(ledger, &cost, contract)?;
        within_limits(ledger, at, &cost, &act.rules)?;
    }
    consented(ledger, subject, &act.consents)
}

/// Whether the contract's credit carries a cost, together with what is under way on it and not booked yet.
pub(super) fn within_credit(ledger: &Ledger, cost: &Money, contract: &Contract) -> Result<(), DeskError> {
    let Some(credit) = contract.credit_remaining else { return Ok(()) };
    let credit = credit.saturating_sub(under_way_on(ledger, &contract.contract_id)?);
    if cost.amount > credit {
        let (amount, currency) = (cost.amount, cost.currency.clone());
        return Err(DeskError::CreditTooSmall { amount, credit, currency });
    }
    Ok(())
}

/// What is being spent on a contract by requests without an answer yet.
fn under_way_on(ledger: &Ledger, contract_id: &str) -> Result<Decimal, LedgerError> {
    let mut sum = Decimal::ZERO;
    for intent in ledger.intents()?.iter().filter(|one| one.contract_id == contract_id) {
        let decision = ledger.decision(&intent.reference)?;
        let ordering = intent.state == IntentState::Submitting && Act::from(intent.kind).spends();
        let accepting = decision.as_ref().is_some_and(|decision| {
            decision.state == IntentState::Submitting && decision.kind == DecisionKind::Accept
        });
        if ordering {
            sum = sum.saturating_add(intent.amount);
        } else if accepting {
            sum = sum.saturating_add(decision.map(|decision| decision.amount).unwrap_or_default());
        }
    }
    Ok(sum)
}

/// A difference between the offer that was confirmed and the vendor's present one stops an acceptance.
fn offer_stands(
    ledger: &Ledger,
    reference: &str,
    kind: DecisionKind,
    confirmed: &Offer,
    now: &QuotationNow,
) -> Result<(), DeskError> {
    let Some(offer) = &now.offer else { return Ok(()) };
    ledger.offered(reference, offer)?;
    let differs = offer.amount != confirmed.amount
        || offer.currency != confirmed.currency
        || offer.version.zip(confirmed.version).is_some_and(|(now, shown)| now != shown);
    match kind {
        DecisionKind::Accept if differs => Err(DeskError::OfferChanged {
            was: Some(Box::new(confirmed.clone())),
            now: Box::new(offer.clone()),
        }),
        _ => Ok(()),
    }
}

/// The consents that an act needs, each with what it was given for.
///
/// # Errors
/// [`DeskError::AlreadyHeld`] where the record, or the order itself, holds one of its scenes over one of its areas and no
/// consent names it.
pub(super) fn consented(
    ledger: &Ledger,
    subject: &Subject,
    consents: &[Consent],
) -> Result<Vec<AllowedAgain>, DeskError> {
    let held = held(ledger, subject)?;
    let allowed: Vec<Option<AllowedAgain>> =
        held.iter().map(|held| consents.iter().find_map(|consent| allowed(held, consent))).collect();
    match allowed.into_iter().collect::<Option<Vec<AllowedAgain>>>() {
        Some(allowed) => Ok(allowed),
        None => Err(DeskError::AlreadyHeld { held }),
    }
}

/// What an act would buy a second time. What an order holds twice is asked about before the order or the quotation is
/// requested, and not once more when the quotation is accepted: it was requested with that word.
pub(super) fn held(ledger: &Ledger, subject: &Subject) -> Result<Vec<AlreadyOrdered>, DeskError> {
    let Some(basket) = subject.basket() else { return Ok(Vec::new()) };
    let group: StoredGroup = serde_json::from_str(basket)
        .map_err(|_| DeskError::invalid("items", "the basket of this order can't be read"))?;
    let mut held = held_by_record(ledger, &group, subject.reference())?;
    if !was_allowed(ledger, subject)? {
        held.extend(held_twice(&group, |_| 0.0));
    }
    Ok(held)
}

/// Whether the record has a person's word that what a quotation holds twice is wanted twice.
fn was_allowed(ledger: &Ledger, subject: &Subject) -> Result<bool, LedgerError> {
    let Subject::Decision { intent, .. } = subject else { return Ok(false) };
    let own = |entry: &JournalEntry| match &entry.event {
        JournalEvent::AllowedAgain { reference, .. } => *reference == intent.reference,
        _ => false,
    };
    Ok(ledger.journal(Some(&intent.reference))?.iter().any(own))
}

/// Whether a consent is for what an earlier order holds: it names that order and what it cost.
fn allowed(held: &AlreadyOrdered, consent: &Consent) -> Option<AllowedAgain> {
    let reason = consent.reason.trim();
    let fits = consent.reference == held.reference
        && Some(consent.amount) == held.amount
        && reason.chars().count() >= MIN_REASON;
    fits.then(|| AllowedAgain {
        reference: held.reference.clone(),
        scene: held.scene.clone(),
        area_name: held.area_name.clone(),
        amount: consent.amount,
        currency: held.currency.clone().unwrap_or_default(),
        reason: reason.to_owned(),
    })
}

/// An amount in another currency than the contract's is another amount than it seems.
pub(super) fn same_currency(cost: &Money, contract: &Contract) -> Result<(), DeskError> {
    let differs =
        !contract.currency.is_empty() && !cost.currency.eq_ignore_ascii_case(contract.currency.trim());
    if cost.currency.trim().is_empty() || differs {
        return Err(DeskError::CurrencyMismatch { cost: cost.clone(), contract: contract.currency.clone() });
    }
    Ok(())
}

/// Whether a quotation can still be decided on.
fn open_for(quotation_id: &str, kind: DecisionKind, now: &QuotationNow) -> Result<(), DeskError> {
    match (now.status.as_deref(), kind) {
        (Some("SENT"), _) => Ok(()),
        // Refusing spends nothing: a list that lags behind may not know it yet, and the vendor judges.
        (None, DecisionKind::Refuse { .. }) => Ok(()),
        (None, DecisionKind::Accept) => Err(DeskError::invalid(
            "quotation",
            format!(
                "the vendor's list does not show {quotation_id} yet, so its price can't be checked; try again in a minute"
            ),
        )),
        (Some(other), _) => {
            let other = other.to_lowercase();
            Err(DeskError::invalid(
                "quotation",
                format!("{quotation_id} is {other} already; refresh to see it"),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::NewIntent;
    use crate::ledger::testing::{ledger, new_intent};
    use crate::money::Backend;

    fn contract(currency: &str) -> Contract {
        Contract {
            contract_id: "C".to_owned(),
            name: "C".to_owned(),
            backend: Backend::Neo,
            currency: currency.to_owned(),
            credit_remaining: None,
            sells_archive: None,
        }
    }

    #[test]
    fn an_amount_without_or_in_another_currency_than_the_contracts_is_stopped() {
        let cost = |currency: &str| Money { amount: Decimal::ONE, currency: currency.to_owned() };
        assert!(same_currency(&cost("EUR"), &contract("EUR")).is_ok());
        assert!(same_currency(&cost("eur"), &contract("EUR ")).is_ok());
        // A vendor that does not name the contract's currency can't be held against it.
        assert!(same_currency(&cost("EUR"), &contract("")).is_ok());
        for (price, of_contract) in [("USD", "EUR"), ("", "EUR"), ("", ""), (" ", "EUR")] {
            let refused = same_currency(&cost(price), &contract(of_contract));
            assert!(matches!(refused, Err(DeskError::CurrencyMismatch { .. })), "{price} on {of_contract}");
        }
    }

    #[test]
    fn the_credit_carries_a_cost_together_with_all_that_is_under_way() {
        let (_folder, ledger) = ledger();
        let contract = Contract { credit_remaining: Some(Decimal::from(1500)), ..contract("EUR") };
        let cost = |cents| Money { amount: Decimal::new(cents, 2), currency: "EUR".to_owned() };
        let judged = |cents| within_credit(&ledger, &cost(cents), &contract);
        assert!(judged(150_000).is_ok() && judged(150_001).is_err());
        // Two orders of 562.50 without an answer; one that was only written down counts nothing, one elsewhere neither.
        for reference in ["A-1", "A-2", "A-3"] {
            ledger.prepare(&new_intent(reference)).unwrap();
        }
        ledger.prepare(&NewIntent { contract_id: "D".to_owned(), ..new_intent("A-4") }).unwrap();
        for reference in ["A-1", "A-2", "A-4"] {
            ledger.mark(reference, "POST", "/orders", Some(b"{}")).unwrap();
        }
        assert!(judged(37_500).is_ok());
        let refused = judged(37_501);
        let Err(DeskError::CreditTooSmall { credit, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!(credit, Decimal::from(375));
    }

    #[test]
    fn only_what_waits_can_be_decided_on_and_an_acceptance_needs_to_see_it() {
        let refuse = DecisionKind::Refuse { reason_id: 3 };
        let now = |status: Option<&str>| QuotationNow { status: status.map(str::to_owned), offer: None };
        for (status, kind, open) in [
            (Some("SENT"), DecisionKind::Accept, true),
            (Some("SENT"), refuse, true),
            (None, refuse, true),
            (None, DecisionKind::Accept, false),
            (Some("EXPIRED"), DecisionKind::Accept, false),
            (Some("ACCEPTED"), refuse, false),
            (Some("IN_PREPARATION"), DecisionKind::Accept, false),
        ] {
            assert_eq!(open_for("QUO1", kind, &now(status)).is_ok(), open, "{status:?} {kind:?}");
        }
    }

    #[test]
    fn a_consent_names_the_earlier_order_what_it_cost_and_why() {
        let held = AlreadyOrdered {
            scene_id: "scene-1".to_owned(),
            scene: "Pléiades 1B 2026-06-28".to_owned(),
            area_name: "Tagus".to_owned(),
            shared_with: None,
            share: 100.0,
            state: super::super::owned::EarlierState::Ordered,
            reference: "A-1".to_owned(),
            ordered_at: None,
            amount: Some(Decimal::new(56250, 2)),
            currency: Some("EUR".to_owned()),
            rest_km2: 0.0,
            rest: Vec::new(),
            must_allow: true,
        };
        let consent = |reference: &str, cents, reason: &str| Consent {
            reference: reference.to_owned(),
            amount: Decimal::new(cents, 2),
            reason: reason.to_owned(),
        };
        assert!(allowed(&held, &consent("A-1", 56250, "the first was cut")).is_some());
        assert!(allowed(&held, &consent("A-1", 56251, "the first was cut")).is_none());
        assert!(allowed(&held, &consent("A-2", 56250, "the first was cut")).is_none());
        assert!(allowed(&held, &consent("A-1", 56250, "  yes ")).is_none());
    }
}
