//! An intent and a record to try things on.

use rust_decimal::Decimal;

use super::{
    Clock, Decision, DecisionKind, Intent, IntentState, Ledger, NewIntent, Offer, Progress, Settled,
    sha256_of,
};
use crate::money::{Backend, SpendKind};

/// An order of 562.50 € as it is before it is sent.
pub(crate) fn new_intent(reference: &str) -> NewIntent {
    NewIntent {
        reference: reference.to_owned(),
        kind: SpendKind::Order,
        contract_id: "C".to_owned(),
        contract_name: "Contract".to_owned(),
        backend: Backend::Legacy,
        body: bytes::Bytes::from_static(b"{}"),
        sha256: sha256_of(b"{}"),
        amount: Decimal::new(56250, 2),
        currency: "EUR".to_owned(),
        credit_before: Some(Decimal::new(1000, 0)),
        workspace: None,
        what: "Pléiades · 1 scene".to_owned(),
        items: vec![("Pléiades 1B".to_owned(), "28 Jun 2026".to_owned())],
        areas: vec!["Tagus".to_owned()],
        drawn_km2: Some(9.6),
        billed_km2: Some(Decimal::from(25)),
        basket: None,
        allowed_again: Vec::new(),
    }
}

/// The time of this computer.
pub(crate) fn clock() -> Clock {
    std::sync::Arc::new(jiff::Timestamp::now)
}

/// A record over a store that is known to be whole, for models that open many.
pub(crate) fn unchecked(store: std::sync::Arc<dyn super::store::RecordStore>, clock: Clock) -> Ledger {
    Ledger { store, clock, anchor: None, broken: std::sync::Mutex::new(None), closed: None }
}

/// An empty record, and the folder it lies in.
pub(crate) fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
    (folder, ledger)
}

/// The same order somewhere on its way.
pub(crate) fn intent(kind: SpendKind, state: IntentState, progress: Option<Progress>) -> Intent {
    let (_folder, ledger) = ledger();
    ledger.prepare(&new_intent("A-1")).unwrap();
    Intent { kind, state, progress, ..ledger.intent("A-1").unwrap().unwrap() }
}

/// A decision on the quotation of that order, for 600 EUR at version 2, sent in the first second of a month.
pub(crate) fn decision(kind: DecisionKind, state: IntentState) -> Decision {
    Decision {
        id: 1,
        reference: "A-1".to_owned(),
        kind,
        quotation_id: "QUO1".to_owned(),
        state,
        message: None,
        why: None,
        amount: rust_decimal::Decimal::from(600),
        currency: Some("EUR".to_owned()),
        version: Some(2),
        created_at: "2026-11-30T23:59:00Z".to_owned(),
        sent_at: Some("2026-12-01T00:00:01Z".to_owned()),
    }
}

/// A connection of its own to the file of [`ledger`], as somebody with an editor for databases would have.
pub(crate) fn raw(folder: &tempfile::TempDir) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(folder.path().join("ledger.db")).unwrap();
    db.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    db
}

/// An offer of so many euros.
pub(crate) fn offer(amount: &str) -> Offer {
    Offer {
        amount: amount.parse().unwrap(),
        currency: "EUR".to_owned(),
        discount_percent: None,
        version: Some(1),
        expires: None,
    }
}

/// What is kept when nothing is known but how far it is.
pub(crate) fn settled(progress: Progress) -> Settled<'static> {
    Settled { quotation_id: None, sales_order_id: None, progress, booked: None, offer: None, why: None }
}
