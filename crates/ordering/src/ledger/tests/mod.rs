use rust_decimal::Decimal;

use super::testing::{clock, ledger, new_intent as intent};
use super::*;

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

#[test]
fn what_is_tracked_is_new_once() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    let track = |progress, order: Option<&str>, expires: Option<&str>| {
        ledger.track("A-1", progress, order, expires, "as the vendor's list says").unwrap()
    };
    let moves = || ledger.journal(Some("A-1")).unwrap().len();
    assert!(track(Progress::Quoted, None, None));
    assert_eq!(moves(), 2);
    for (order, expires) in
        [(Some("SAL1"), None), (Some("SAL2"), None), (None, Some("2026-12-01")), (None, Some("2026-12-02"))]
    {
        assert!(track(Progress::Quoted, order, expires), "{order:?} {expires:?}");
        assert!(!track(Progress::Quoted, order, expires), "{order:?} {expires:?} again");
    }
    assert!(!track(Progress::Quoted, None, None), "what is not told is not forgotten");
    assert_eq!(moves(), 2, "only a step of the order itself is told");
    let kept = ledger.intent("A-1").unwrap().unwrap();
    assert_eq!(kept.sales_order_id.as_deref(), Some("SAL2"));
    assert_eq!(kept.expires.as_deref(), Some("2026-12-02"));
    assert!(matches!(ledger.track("A-2", Progress::Placed, None, None, ""), Err(LedgerError::Unknown(_))));
}

#[test]
fn nothing_more_is_to_come_of_what_was_refused_delivered_or_cancelled() {
    use Progress as P;
    let ends = [P::Quoted, P::Refused, P::Expired, P::Placed, P::InProduction, P::Delivered, P::Cancelled]
        .map(Progress::is_final);
    // A quotation that ran out may be prolonged by the vendor.
    assert_eq!(ends, [false, true, false, false, false, true, true]);
}

#[test]
fn the_words_of_progress_read_back() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    for progress in [Progress::InProduction, Progress::Delivered, Progress::Expired, Progress::Placed] {
        ledger.track("A-1", progress, None, None, "").unwrap();
        assert_eq!(ledger.intent("A-1").unwrap().unwrap().progress, Some(progress));
    }
}

#[test]
fn a_document_is_told_of_once() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.document("A-1", "QUO1", "aa", 12).unwrap();
    ledger.document("A-1", "QUO1", "aa", 12).unwrap();
    ledger.document("A-1", "QUO1", "bb", 13).unwrap();
    let told: Vec<String> =
        ledger.journal(Some("A-1")).unwrap().into_iter().skip(1).map(|entry| entry.detail).collect();
    assert_eq!(told, ["QUO1.pdf, 12 bytes, sha-256 aa", "QUO1.pdf, 13 bytes, sha-256 bb"]);
}

#[test]
fn a_decision_cut_off_while_it_was_sent_is_unknown_and_tells_when_it_was_made() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert_eq!(ledger.decided_at("A-1").unwrap(), None);
    let id = ledger.decide("A-1", "QUO1", DecisionKind::Accept, Decimal::ONE).unwrap();
    let made = ledger.journal(Some("A-1")).unwrap().pop().unwrap().at;
    assert_eq!(ledger.decided_at("A-1").unwrap(), Some(made));
    ledger.end_interrupted().unwrap();
    assert_eq!(ledger.decision("A-1").unwrap().unwrap().state, IntentState::Prepared, "it never left");
    ledger.step_decision(id, Event::Send, None).unwrap();
    ledger.end_interrupted().unwrap();
    assert_eq!(ledger.decision("A-1").unwrap().unwrap().state, IntentState::Unknown);
}

#[test]
#[cfg(unix)]
fn nobody_else_on_the_computer_can_read_the_record() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _ledger) = ledger();
    let mode = std::fs::metadata(folder.path().join("ledger.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_record_says_nothing_of_itself_in_a_log() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert_eq!(format!("{ledger:?}"), "Ledger { .. }");
}
