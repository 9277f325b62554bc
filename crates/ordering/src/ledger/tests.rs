use rust_decimal::Decimal;

use super::*;
use crate::money::{Backend, SpendKind};

fn intent(reference: &str) -> NewIntent {
    NewIntent {
        reference: reference.to_owned(),
        kind: SpendKind::Order,
        contract_id: "C".to_owned(),
        contract_name: "Contract".to_owned(),
        backend: Backend::Legacy,
        body: bytes::Bytes::from_static(b"{}"),
        sha256: journal::sha256(b"{}"),
        amount: Decimal::new(56250, 2),
        currency: "EUR".to_owned(),
        credit_before: Some(Decimal::new(1000, 0)),
        workspace: None,
        what: "Pléiades · 1 scene".to_owned(),
        items: vec![("Pléiades 1B".to_owned(), "28 Jun 2026".to_owned())],
        areas: vec!["Tagus".to_owned()],
        drawn_km2: Some(9.6),
        billed_km2: Some(Decimal::from(25)),
    }
}

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db")).unwrap();
    (folder, ledger)
}

#[test]
fn an_intent_reads_back_as_it_was_written() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    let read = ledger.intent("A-1").unwrap().unwrap();
    assert_eq!(read.amount.to_string(), "562.50");
    assert_eq!(
        (read.state, read.body.as_ref(), read.areas.len()),
        (IntentState::Prepared, b"{}".as_slice(), 1)
    );
}

#[test]
fn a_reference_is_never_used_twice() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert!(matches!(ledger.prepare(&intent("A-1")), Err(LedgerError::ReferenceTaken(_))));
}

#[test]
fn of_many_callers_one_may_send() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Ledger::open(&path).unwrap().prepare(&intent("A-1")).unwrap();
    let winners: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    // A connection each, as two programs would have.
                    let db = rusqlite::Connection::open(&path).unwrap();
                    db.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                    let ledger = Ledger { db: Mutex::new(db) };
                    usize::from(ledger.step("A-1", Event::Send, None).is_ok())
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert_eq!(winners, 1);
}

#[test]
fn an_intent_found_submitting_at_start_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    {
        let ledger = Ledger::open(&path).unwrap();
        ledger.prepare(&intent("A-1")).unwrap();
        ledger.step("A-1", Event::Send, None).unwrap();
    }
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.intent("A-1").unwrap().unwrap().state, IntentState::Unknown);
}

#[test]
fn one_decision_on_a_quotation_can_be_made() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    let first = ledger.decide("A-1", "QUO1", DecisionKind::Accept, Decimal::ONE).unwrap();
    ledger.step_decision(first, Event::Send, None).unwrap();
    let second = ledger.decide("A-1", "QUO1", DecisionKind::Refuse { reason_id: 3 }, Decimal::ONE);
    assert!(matches!(second, Err(LedgerError::Forbidden { .. })));
    ledger.step_decision(first, Event::Refused, Some("too late")).unwrap();
    assert!(ledger.decide("A-1", "QUO1", DecisionKind::Refuse { reason_id: 3 }, Decimal::ONE).is_ok());
}

#[test]
fn the_journal_is_whole_and_tells_of_any_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    {
        let ledger = Ledger::open(&path).unwrap();
        ledger.prepare(&intent("A-1")).unwrap();
        ledger.step("A-1", Event::Send, None).unwrap();
        ledger.step("A-1", Event::Refused, Some("no")).unwrap();
        assert_eq!(ledger.verify().unwrap(), Ok(3));
    }
    for (column, value) in [
        ("detail", "'x'"),
        ("at", "'x'"),
        ("event", "'x'"),
        ("reference", "'x'"),
        ("hash", "'x'"),
        ("previous", "'x'"),
    ] {
        let ledger = Ledger::open(&path).unwrap();
        let restore: String = ledger
            .lock()
            .query_row(&format!("SELECT {column} FROM journal WHERE seq = 2"), [], |row| row.get(0))
            .unwrap();
        let set = |value: &str| {
            ledger.lock().execute_batch(&format!(
                "DROP TRIGGER IF EXISTS journal_is_never_changed; UPDATE journal SET {column} = {value} WHERE seq = 2"
            ))
        };
        set(value).unwrap();
        assert!(ledger.verify().unwrap().is_err(), "{column}");
        set(&format!("'{}'", restore.replace('\'', "''"))).unwrap();
        assert_eq!(ledger.verify().unwrap(), Ok(3), "{column}");
    }
}

#[test]
fn the_journal_refuses_changes_and_deletions() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert!(ledger.lock().execute("UPDATE journal SET detail = 'x'", []).is_err());
    assert!(ledger.lock().execute("DELETE FROM journal", []).is_err());
}
