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
        basket: None,
    }
}

fn clock() -> Clock {
    std::sync::Arc::new(jiff::Timestamp::now)
}

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
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
    Ledger::open(&path, clock()).unwrap().prepare(&intent("A-1")).unwrap();
    let winners: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    // A connection each, as two programs would have.
                    let db = rusqlite::Connection::open(&path).unwrap();
                    db.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                    let ledger = Ledger { db: Mutex::new(db), clock: clock() };
                    usize::from(ledger.step("A-1", Event::Send, None).is_ok())
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert_eq!(winners, 1);
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
        let ledger = Ledger::open(&path, clock()).unwrap();
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
        let ledger = Ledger::open(&path, clock()).unwrap();
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

/// What somebody with the file and a text editor could do: any one byte of any column of any entry.
#[test]
fn any_one_byte_changed_in_the_journal_is_found() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.step("A-1", Event::Send, None).unwrap();
    ledger.step("A-1", Event::Ambiguous, Some("the connection broke")).unwrap();
    ledger.lock().execute_batch("DROP TRIGGER journal_is_never_changed").unwrap();
    let raw = |sql: &str| ledger.lock().execute_batch(sql);
    for seq in 1..=3 {
        for column in ["at", "reference", "event", "detail", "previous", "hash"] {
            let of = format!("SELECT CAST({column} AS BLOB) FROM journal WHERE seq = {seq}");
            let bytes: Vec<u8> = ledger.lock().query_row(&of, [], |row| row.get(0)).unwrap();
            let set = |bytes: &[u8]| {
                let hex = journal::hex(bytes);
                raw(&format!("UPDATE journal SET {column} = CAST(x'{hex}' AS TEXT) WHERE seq = {seq}"))
            };
            for place in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << (place % 8);
                set(&changed).unwrap();
                let verdict = ledger.verify();
                assert!(!matches!(verdict, Ok(Ok(_))), "entry {seq}, {column}, byte {place}");
            }
            set(&bytes).unwrap();
        }
        raw(&format!("UPDATE journal SET seq = seq + 100 WHERE seq = {seq}")).unwrap();
        assert!(ledger.verify().unwrap().is_err());
        raw(&format!("UPDATE journal SET seq = {seq} WHERE seq = {seq} + 100")).unwrap();
    }
    assert_eq!(ledger.verify().unwrap(), Ok(3));
}

#[test]
fn a_changed_order_or_answer_is_found_by_what_the_journal_tells_of_it() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.step("A-1", Event::Send, None).unwrap();
    let request = ledger.sending("A-1", "POST", "/api/v1/orders", Some(b"{}")).unwrap();
    ledger.answered(request, Some(201), Some(b"{\"salesOrderId\":\"SAL1\"}"), "answered").unwrap();
    assert_eq!(ledger.verify().unwrap(), Ok(3));
    for (change, back) in [
        (
            "UPDATE requests SET answer = x'00'",
            "UPDATE requests SET answer = CAST('{\"salesOrderId\":\"SAL1\"}' AS BLOB)",
        ),
        ("UPDATE intents SET amount = '1.00'", "UPDATE intents SET amount = '562.50'"),
        ("UPDATE intents SET body = x'00'", "UPDATE intents SET body = CAST('{}' AS BLOB)"),
    ] {
        ledger.lock().execute_batch(change).unwrap();
        assert!(ledger.verify().unwrap().is_err(), "{change}");
        ledger.lock().execute_batch(back).unwrap();
        assert_eq!(ledger.verify().unwrap(), Ok(3), "{back}");
    }
}

#[test]
fn what_died_while_it_was_sent_becomes_unknown_for_the_owner_only() {
    let (folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.step("A-1", Event::Send, None).unwrap();
    let onlooker = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
    assert_eq!(onlooker.intent("A-1").unwrap().unwrap().state, IntentState::Submitting);
    onlooker.end_interrupted().unwrap();
    assert_eq!(ledger.intent("A-1").unwrap().unwrap().state, IntentState::Unknown);
}

#[test]
fn the_journal_refuses_changes_and_deletions() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert!(ledger.lock().execute("UPDATE journal SET detail = 'x'", []).is_err());
    assert!(ledger.lock().execute("DELETE FROM journal", []).is_err());
}
