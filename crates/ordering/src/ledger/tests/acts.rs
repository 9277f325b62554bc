//! What the methods of writing keep, and what they tell.

use super::session::{ORDERS, again, money, quoted, sent, words};
use super::*;
use crate::money::SpendKind;

fn told(ledger: &Ledger, reference: &str) -> Vec<JournalEvent> {
    ledger.journal(Some(reference)).unwrap().into_iter().map(|entry| entry.event).collect()
}

fn last(ledger: &Ledger, reference: &str) -> JournalEvent {
    told(ledger, reference).pop().unwrap()
}

fn known(ledger: &Ledger, reference: &str) -> Intent {
    ledger.intent(reference).unwrap().unwrap()
}

#[test]
fn an_order_is_told_as_data() {
    let (_folder, ledger) = ledger();
    let wanted = NewIntent { allowed_again: vec![again("A-0"), again("A-00")], ..intent("A-1") };
    ledger.prepare(&wanted).unwrap();
    let request = ledger.mark("A-1", "POST", ORDERS, Some(b"{}")).unwrap();
    ledger.answered(request, Answer::Answered, Some(201), Some(b"{}"), None).unwrap();
    let kept =
        Settled { sales_order_id: Some("SAL1"), booked: Some(money("570.00")), ..settled(Progress::Placed) };
    ledger.settle("A-1", Event::Accepted, &kept).unwrap();
    let stepped = |event| JournalEvent::Stepped { act: Act::Order, event, why: None, late: false };
    let expected = vec![
        JournalEvent::Confirmed {
            act: Act::Order,
            amount: "562.50".parse().unwrap(),
            currency: "EUR".to_owned(),
            contract_id: Some("C".to_owned()),
            what: Some("Pléiades · 1 scene".to_owned()),
            byte_count: Some(2),
            sha256: Some(sha256_of(b"{}")),
        },
        again("A-0").into(),
        again("A-00").into(),
        stepped(Event::Send),
        JournalEvent::AnswerKept {
            act: Some(Act::Order),
            request,
            answer: Answer::Answered,
            status: Some(201),
            sha256: Some(sha256_of(b"{}")),
        },
        stepped(Event::Accepted),
        JournalEvent::Booked { confirmed: money("562.50"), booked: money("570.00") },
    ];
    assert_eq!(told(&ledger, "A-1"), expected);
    let order = known(&ledger, "A-1");
    assert_eq!((order.cost().to_string(), order.booked), ("570.00 EUR".to_owned(), Some(money("570.00"))));
    assert_eq!(order.sales_order_id.as_deref(), Some("SAL1"));
}

#[test]
fn what_was_booked_as_confirmed_is_kept_and_not_told() {
    let (_folder, ledger) = ledger();
    sent(&ledger, "A-1");
    let kept = Settled { booked: Some(money("562.50")), ..settled(Progress::Placed) };
    ledger.settle("A-1", Event::Accepted, &kept).unwrap();
    assert!(!told(&ledger, "A-1").iter().any(|event| matches!(event, JournalEvent::Booked { .. })));
    assert_eq!(known(&ledger, "A-1").booked, Some(money("562.50")));
}

#[test]
fn the_cost_is_what_was_booked_else_offered_else_confirmed() {
    let (_folder, ledger) = ledger();
    quoted(&ledger, "Q-1", "QUO1");
    assert_eq!(known(&ledger, "Q-1").cost().to_string(), "562.50 EUR");
    ledger.offered("Q-1", &Offer { currency: "USD".to_owned(), ..offer("700") }).unwrap();
    assert_eq!(known(&ledger, "Q-1").cost().to_string(), "700.00 USD");
    let quotation = known(&ledger, "Q-1");
    let order = Intent { kind: SpendKind::Order, ..quotation.clone() };
    assert_eq!(order.cost().to_string(), "562.50 EUR", "an order is not offered");
    let booked = Intent { booked: Some(money("9.99")), ..quotation };
    assert_eq!(booked.cost().to_string(), "9.99 EUR");
}

#[test]
fn a_revised_offer_is_told_once_with_what_it_was() {
    let (_folder, ledger) = ledger();
    quoted(&ledger, "Q-1", "QUO1");
    let first = JournalEvent::Offered { was: None, now: offer("562.50") };
    assert_eq!(last(&ledger, "Q-1"), first);
    assert!(!ledger.offered("Q-1", &offer("562.50")).unwrap());
    for revised in [
        offer("700.00"),
        Offer { version: Some(2), ..offer("700.00") },
        Offer { version: Some(2), discount_percent: Some("5".parse().unwrap()), ..offer("700.00") },
        Offer { version: Some(2), expires: Some("2027-01-01T00:00:00Z".to_owned()), ..offer("700.00") },
    ] {
        let was = known(&ledger, "Q-1").offer;
        assert!(ledger.offered("Q-1", &revised).unwrap(), "{revised:?}");
        assert!(!ledger.offered("Q-1", &revised).unwrap(), "{revised:?} again");
        assert_eq!(last(&ledger, "Q-1"), JournalEvent::Offered { was, now: revised.clone() });
        assert_eq!(known(&ledger, "Q-1").offer, Some(revised));
    }
    assert_eq!(known(&ledger, "Q-1").expires.as_deref(), Some("2027-01-01T00:00:00Z"));
    assert!(matches!(ledger.offered("Q-2", &offer("1")), Err(LedgerError::Unknown(_))));
}

/// Every pair of state and event of the table, with what else a step moves.
#[test]
fn steps_go_by_the_table_and_a_forbidden_one_leaves_nothing() {
    let ways: [(&[Event], IntentState); 6] = [
        (&[], IntentState::Prepared),
        (&[Event::Send], IntentState::Submitting),
        (&[Event::Send, Event::Accepted], IntentState::Confirmed),
        (&[Event::Send, Event::Refused], IntentState::Rejected),
        (&[Event::Send, Event::Ambiguous], IntentState::Unknown),
        (&[Event::Send, Event::Ambiguous, Event::DeclaredNotPlaced], IntentState::Abandoned),
    ];
    for (way, state) in ways {
        for event in Event::ALL {
            let ledger = Ledger::over(Arc::new(store::MemoryStore::default()), clock(), None).unwrap();
            ledger.prepare(&intent("A-1")).unwrap();
            quoted(&ledger, "Q-1", "QUO1");
            let id = ledger.decide("Q-1", "QUO1", DecisionKind::Accept, &offer("1"), &[]).unwrap();
            for step in way {
                ledger.step("A-1", *step, None).unwrap();
                ledger.step_decision(id, *step, None).unwrap();
            }
            let (before, entries) = (known(&ledger, "A-1"), ledger.journal(None).unwrap().len());
            assert_eq!(before.state, state);
            let stepped = ledger.step("A-1", event, Some(&words("why")));
            let decided = ledger.step_decision(id, event, Some(&words("why")));
            let (after, decision) = (known(&ledger, "A-1"), ledger.decision("Q-1").unwrap().unwrap());
            match state.after(event) {
                Some(next) => {
                    assert_eq!((stepped.unwrap(), decided.unwrap()), (next, next), "{state}, {event}");
                    assert_eq!((after.state, decision.state), (next, next), "{state}, {event}");
                    assert_eq!(after.message.as_deref(), Some("why"));
                    let late = state == IntentState::Abandoned
                        || (state == IntentState::Unknown
                            && matches!(event, Event::Accepted | Event::Refused));
                    let why = Some(words("why"));
                    for (act, reference) in [(Act::Order, "A-1"), (Act::Accept, "Q-1")] {
                        let told = JournalEvent::Stepped { act, event, why: why.clone(), late };
                        assert_eq!(last(&ledger, reference), told, "{state}, {event}");
                    }
                    assert_eq!(after.turned_up, state == IntentState::Abandoned, "{state}, {event}");
                }
                None => {
                    assert!(matches!(stepped, Err(LedgerError::Forbidden { .. })), "{state}, {event}");
                    assert!(matches!(decided, Err(LedgerError::Forbidden { .. })), "{state}, {event}");
                    assert_eq!((after.state, decision.state), (state, state));
                    assert_eq!(ledger.journal(None).unwrap().len(), entries, "{state}, {event}");
                }
            }
            ledger.verify().unwrap();
        }
    }
}

#[test]
fn an_answer_that_comes_late_counts() {
    let (_folder, ledger) = ledger();
    for (reference, given_up) in [("A-1", false), ("A-2", true)] {
        let request = sent(&ledger, reference);
        ledger.step(reference, Event::Ambiguous, Some(&Why::NoAnswerYet { seconds: 300 })).unwrap();
        if given_up {
            ledger.declare_not_placed(reference, "so they say", "2026-11-20T15:00:00Z").unwrap();
            assert_eq!(known(&ledger, reference).next_look.as_deref(), Some("2026-11-20T15:00:00Z"));
        }
        ledger.answered(request, Answer::Answered, Some(201), Some(b"{}"), None).unwrap();
        ledger.settle(reference, Event::Accepted, &settled(Progress::Placed)).unwrap();
        let order = known(&ledger, reference);
        assert_eq!((order.state, order.turned_up), (IntentState::Confirmed, given_up));
        assert_eq!(order.next_look, None, "it is looked for no more");
        let late = JournalEvent::Stepped { act: Act::Order, event: Event::Accepted, why: None, late: true };
        assert_eq!(last(&ledger, reference), late);
    }
}

#[test]
fn the_mark_and_the_request_are_one() {
    let (folder, ledger) = ledger();
    ledger.prepare(&intent("A-1")).unwrap();
    assert_eq!(known(&ledger, "A-1").sent_at, None);
    let requests =
        || -> i64 { raw(&folder).query_row("SELECT count(*) FROM requests", [], |row| row.get(0)).unwrap() };
    raw(&folder)
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON requests BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    assert!(ledger.mark("A-1", "POST", ORDERS, Some(b"{}")).is_err());
    assert_eq!(known(&ledger, "A-1").state, IntentState::Prepared, "without a request there is no mark");
    raw(&folder).execute_batch("DROP TRIGGER full").unwrap();
    ledger.mark("A-1", "POST", ORDERS, Some(b"{}")).unwrap();
    assert!(matches!(ledger.mark("A-1", "POST", ORDERS, None), Err(LedgerError::Forbidden { .. })));
    assert_eq!(requests(), 1);
    let marked = ledger.journal(Some("A-1")).unwrap().pop().unwrap();
    assert_eq!(known(&ledger, "A-1").sent_at, Some(marked.at));
    // What provably did not leave was not sent, and is sent at another time.
    let why = Why::NotConnected { technical: "no route to host".to_owned() };
    ledger.step("A-1", Event::NotSent, Some(&why)).unwrap();
    let order = known(&ledger, "A-1");
    assert_eq!((order.sent_at, order.why, order.message), (None, Some(why), None));
    ledger.verify().unwrap();
}

#[test]
fn a_decision_keeps_what_was_decided_on() {
    let (_folder, ledger) = ledger();
    quoted(&ledger, "Q-1", "QUO1");
    let on = Offer { version: Some(3), ..offer("700.00") };
    let first = ledger.decide("Q-1", "QUO1", DecisionKind::Refuse { reason_id: 3 }, &on, &[]).unwrap();
    assert_eq!(
        last(&ledger, "Q-1"),
        JournalEvent::Decided {
            act: Act::Refuse,
            quotation_id: "QUO1".to_owned(),
            amount: Some(on.amount),
            currency: Some("EUR".to_owned()),
            version: Some(3),
            reason_id: Some(3),
        }
    );
    let id = ledger.decide("Q-1", "QUO1", DecisionKind::Accept, &on, &[again("A-1")]).unwrap();
    assert_eq!(last(&ledger, "Q-1"), again("A-1").into());
    let decision = ledger.decision("Q-1").unwrap().unwrap();
    assert_eq!((decision.id, decision.kind, decision.version), (id, DecisionKind::Accept, Some(3)));
    assert_eq!((decision.amount, decision.currency.as_deref()), (on.amount, Some("EUR")));
    assert_eq!(decision.sent_at, None);
    let request = ledger.mark_decision(id, "PUT", "/accept", None).unwrap();
    assert!(ledger.decision("Q-1").unwrap().unwrap().sent_at.is_some());
    ledger.answered(request, Answer::Unclear, None, None, Some("reset")).unwrap();
    let kept = JournalEvent::AnswerKept {
        act: Some(Act::Accept),
        request,
        answer: Answer::Unclear,
        status: None,
        sha256: None,
    };
    assert_eq!(last(&ledger, "Q-1"), kept);
    ledger.step_decision(id, Event::Ambiguous, None).unwrap();
    ledger.looked("Q-1", "2026-11-20T09:00:00Z", &Evidence::StillSent).unwrap();
    assert_eq!(known(&ledger, "Q-1").state, IntentState::Confirmed, "a look moves nothing");
    let state = Why::VendorState { status: "EXPIRED".to_owned() };
    ledger.step_decision(id, Event::FoundOtherwise, Some(&state)).unwrap();
    let all = ledger.decisions().unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [id, first], "newest first");
    assert!(all.iter().all(|one| one.state == IntentState::Abandoned));
    assert_eq!(all[0].why, Some(state));
    // What ended otherwise makes room for another decision.
    ledger.decide("Q-1", "QUO1", DecisionKind::Accept, &on, &[]).unwrap();
    ledger.verify().unwrap();
    assert!(matches!(
        ledger.decide("Q-9", "QUO9", DecisionKind::Accept, &on, &[]),
        Err(LedgerError::Unknown(_))
    ));
}

#[test]
fn looks_and_baskets_are_told() {
    let (_folder, ledger) = ledger();
    sent(&ledger, "A-1");
    ledger.step("A-1", Event::Ambiguous, None).unwrap();
    let evidence = Evidence::NotInWorkspace {
        credit_before: Some("1000".parse().unwrap()),
        credit_after: None,
        currency: "EUR".to_owned(),
    };
    ledger.looked("A-1", "2026-11-20T09:00:05Z", &evidence).unwrap();
    assert_eq!(last(&ledger, "A-1"), JournalEvent::Looked { evidence });
    let order = known(&ledger, "A-1");
    assert_eq!((order.looks, order.next_look.as_deref()), (1, Some("2026-11-20T09:00:05Z")));
    ledger.reordered("A-1", "A-2").unwrap();
    assert_eq!(last(&ledger, "A-1"), JournalEvent::OrderedAgain { as_reference: "A-2".to_owned() });
    for unknown in [
        ledger.looked("A-9", "", &Evidence::StillSent),
        ledger.reordered("A-9", "A-1"),
        ledger.answered(99, Answer::NotSent, None, None, None),
        ledger.step_decision(99, Event::Send, None).map(drop),
        ledger.step("A-9", Event::Send, None).map(drop),
    ] {
        assert!(matches!(unknown, Err(LedgerError::Unknown(_))), "{unknown:?}");
    }
}

#[test]
fn an_entry_of_a_newer_program_is_shown_as_such_and_goes_on_binding() {
    let (folder, ledger) = ledger();
    sent(&ledger, "A-1");
    drop(ledger);
    // As a newer program would write it: another event, another form.
    let db = raw(&folder);
    let append = |form: i64, event: &str| {
        let last = db
            .query_row("SELECT * FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get::<_, i64>("seq")?, row.get::<_, String>("hash")?))
            })
            .unwrap();
        let mut entry = store::EntryRow {
            seq: last.0 + 1,
            form,
            at: "2027-01-01T00:00:00Z".to_owned(),
            reference: Some("A-1".to_owned()),
            event: event.to_owned(),
            detail: format!("{{\"event\":{{\"kind\":\"{event}\",\"height\":3}},\"rows\":{{}}}}"),
            previous: last.1,
            hash: String::new(),
        };
        entry.hash = entry.expected_hash();
        db.execute(
            "INSERT INTO journal (seq, form, at, reference, event, detail, previous, hash) VALUES (?,?,?,?,?,?,?,?)",
            rusqlite::params![
                entry.seq, entry.form, entry.at, entry.reference, entry.event, entry.detail, entry.previous, entry.hash
            ],
        )
        .unwrap();
    };
    append(2, "flown");
    append(3, "booked");
    let ledger = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
    assert_eq!(ledger.verify().unwrap().entries, 4);
    let newer = |name: &str| JournalEvent::Newer { name: name.to_owned() };
    assert_eq!(told(&ledger, "A-1")[2..], [newer("flown"), newer("booked")]);
    ledger.reordered("A-1", "A-2").unwrap();
    ledger.verify().unwrap();
}

#[test]
fn a_closed_record_answers_everything_with_the_reason() {
    let ledger = Ledger::closed(LedgerError::Damaged("page 3".to_owned()));
    assert!(ledger.unusable().is_some_and(|why| why.contains("page 3")));
    let closed = |result: Result<(), LedgerError>| {
        let Err(LedgerError::Closed(why)) = result else { panic!("{result:?}") };
        assert!(matches!(*why, LedgerError::Damaged(_)));
    };
    closed(ledger.prepare(&intent("A-1")));
    closed(ledger.mark("A-1", "POST", "/", None).map(drop));
    closed(ledger.intents().map(drop));
    closed(ledger.journal(None).map(drop));
    closed(ledger.decisions().map(drop));
    closed(ledger.verify().map(drop));
    closed(ledger.end_interrupted());
}

#[test]
fn everything_works_on_a_record_in_memory_too() {
    let store = Arc::new(store::MemoryStore::default());
    let ledger = Ledger::over(Arc::clone(&store) as Arc<dyn store::RecordStore>, clock(), None).unwrap();
    session::live(&ledger);
    let (_folder, file) = super::testing::ledger();
    session::live(&file);
    let events = |ledger: &Ledger| -> Vec<JournalEvent> {
        ledger.journal(None).unwrap().into_iter().map(|entry| entry.event).collect()
    };
    assert_eq!(events(&ledger), events(&file));
    assert_eq!(ledger.verify().unwrap(), file.verify().unwrap());
    let copy = Ledger::over(Arc::new(store::MemoryStore::clone(&store)), clock(), None).unwrap();
    copy.reordered("A-1", "A-7").unwrap();
    assert_eq!(copy.verify().unwrap().entries, ledger.verify().unwrap().entries + 1);
}

#[test]
fn a_row_that_can_not_be_read_does_not_keep_others_from_being_ended() {
    let (folder, ledger) = ledger();
    sent(&ledger, "A-1");
    sent(&ledger, "A-2");
    raw(&folder)
        .execute("UPDATE intents SET what = CAST(x'ff' AS TEXT) WHERE reference = 'A-1'", [])
        .unwrap();
    ledger.end_interrupted().unwrap();
    assert_eq!(known(&ledger, "A-2").state, IntentState::Unknown);
    assert!(matches!(ledger.intents(), Err(LedgerError::Unreadable(_))));
}

#[test]
fn rows_that_can_not_be_read_are_named_and_the_others_are_there_and_nothing_is_spent() {
    for spoiled in [
        "what = CAST(x'ff' AS TEXT)",
        "amount = 'much'",
        "state = 'sold'",
        "items = '{'",
        "offer = '7'",
        "progress = 'halfway'",
    ] {
        let (folder, ledger) = ledger();
        sent(&ledger, "A-1");
        sent(&ledger, "A-2");
        raw(&folder).execute(&format!("UPDATE intents SET {spoiled} WHERE reference = 'A-1'"), []).unwrap();
        let (intents, unreadable) = ledger.readable_intents().unwrap();
        let names =
            |found: &[Intent]| -> Vec<String> { found.iter().map(|one| one.reference.clone()).collect() };
        assert_eq!(names(&intents), ["A-2"], "{spoiled}");
        let [row] = unreadable.as_slice() else { panic!("{spoiled}: {unreadable:?}") };
        assert!(row.reference == "A-1" && !row.why.is_empty(), "{row:?}");
        assert!(ledger.intents().is_err(), "{spoiled}: what judges an act does not go on without it");
        assert!(matches!(ledger.verify(), Err(LedgerError::Broken(_))), "{spoiled}");
        assert!(matches!(ledger.prepare(&intent("A-3")), Err(LedgerError::Broken(_))), "{spoiled}");
    }
}
