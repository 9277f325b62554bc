use super::testing::{clock, ledger, new_intent as intent, offer, raw, settled};
use super::*;

mod acts;
mod anchored;
mod first;
mod session;
mod whole;

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
                    let ledger = Ledger::open(&path, clock()).unwrap();
                    usize::from(ledger.mark("A-1", "POST", "/api/v1/orders", Some(b"{}")).is_ok())
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert_eq!(winners, 1);
    let sent = rusqlite::Connection::open(&path).unwrap();
    let requests: i64 = sent.query_row("SELECT count(*) FROM requests", [], |row| row.get(0)).unwrap();
    assert_eq!(requests, 1, "who loses leaves no request");
}

#[test]
fn one_decision_on_a_quotation_can_be_made() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    let first = ledger.decide("A-1", "QUO1", DecisionKind::Accept, &offer("1"), &[]).unwrap();
    ledger.step_decision(first, Event::Send, None).unwrap();
    let second = ledger.decide("A-1", "QUO1", DecisionKind::Refuse { reason_id: 3 }, &offer("1"), &[]);
    assert!(matches!(second, Err(LedgerError::Forbidden { .. })));
    ledger.step_decision(first, Event::Refused, Some(&Why::Words { text: "too late".to_owned() })).unwrap();
    assert!(ledger.decide("A-1", "QUO1", DecisionKind::Refuse { reason_id: 3 }, &offer("1"), &[]).is_ok());
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
    let (folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert!(raw(&folder).execute("UPDATE journal SET detail = 'x'", []).is_err());
    assert!(raw(&folder).execute("DELETE FROM journal", []).is_err());
}

#[test]
fn what_is_tracked_is_new_once() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    let track = |progress, order: Option<&str>, expires: Option<&str>| {
        ledger.track("A-1", progress, order, expires, &Source::VendorList).unwrap()
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
    assert_eq!(moves(), 6, "whatever changes is bound to the journal");
    let kept = ledger.intent("A-1").unwrap().unwrap();
    assert_eq!(kept.sales_order_id.as_deref(), Some("SAL2"));
    assert_eq!(kept.expires.as_deref(), Some("2026-12-02"));
    assert!(matches!(
        ledger.track("A-2", Progress::Placed, None, None, &Source::Found),
        Err(LedgerError::Unknown(_))
    ));
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
        ledger.track("A-1", progress, None, None, &Source::Workspace).unwrap();
        assert_eq!(ledger.intent("A-1").unwrap().unwrap().progress, Some(progress));
    }
}

#[test]
fn a_document_is_told_of_once() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.document("A-1", "QUO1", Some(1), "aa", 12).unwrap();
    ledger.document("A-1", "QUO1", Some(1), "aa", 12).unwrap();
    ledger.document("A-1", "QUO1", Some(2), "bb", 13).unwrap();
    ledger.document("A-1", "QUO2", None, "bb", 13).unwrap();
    assert_eq!(ledger.journal(Some("A-1")).unwrap().len(), 4);
    let known: Vec<(Option<u32>, String, u64)> = ledger
        .documents("QUO1")
        .unwrap()
        .into_iter()
        .map(|document| (document.version, document.sha256, document.byte_count))
        .collect();
    assert_eq!(known, [(Some(1), "aa".to_owned(), 12), (Some(2), "bb".to_owned(), 13)]);
}

#[test]
fn a_decision_cut_off_while_it_was_sent_is_unknown_and_tells_when_it_was_made() {
    let (_folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert_eq!(ledger.decision("A-1").unwrap(), None);
    let id = ledger.decide("A-1", "QUO1", DecisionKind::Accept, &offer("1"), &[]).unwrap();
    let made = ledger.journal(Some("A-1")).unwrap().pop().unwrap().at;
    assert_eq!(ledger.decision("A-1").unwrap().unwrap().created_at, made);
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
