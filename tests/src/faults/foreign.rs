//! Orders in the record of contracts that the key can't see: made with another key, or on a contract that has ended.

use ordering::ledger::{Event, Ledger, NewIntent, sha256_of};
use ordering::{Backend, SpendKind};
use rust_decimal::Decimal;

use crate::stage::Trouble;

const CONTRACT: &str = "A contract of another key";

/// Whether a contract is the one that can't be seen.
pub(super) fn is_foreign(contract: &str) -> bool {
    contract == CONTRACT
}

/// Writes an unknown order of each back-end into the record.
pub(super) fn orders(ledger: &Ledger) -> Result<(), Trouble> {
    for (reference, backend) in [("GONE-0001", Backend::Legacy), ("GONE-0002", Backend::Neo)] {
        ledger.prepare(&NewIntent { backend, contract_id: CONTRACT.to_owned(), ..intent(reference) })?;
        ledger.mark(reference, "POST", "/api/v1/orders", Some(b"{}"))?;
        ledger.step(reference, Event::Ambiguous, None)?;
    }
    Ok(())
}

/// An order of one unit of money, without a scene.
pub(super) fn intent(reference: &str) -> NewIntent {
    NewIntent {
        reference: reference.to_owned(),
        kind: SpendKind::Order,
        contract_id: "C".to_owned(),
        contract_name: "Contract".to_owned(),
        backend: Backend::Legacy,
        body: "{}".into(),
        sha256: sha256_of(b"{}"),
        amount: Decimal::ONE,
        currency: "EUR".to_owned(),
        credit_before: None,
        workspace: None,
        what: "an order".to_owned(),
        items: Vec::new(),
        areas: Vec::new(),
        drawn_km2: None,
        billed_km2: None,
        basket: None,
        allowed_again: Vec::new(),
    }
}
