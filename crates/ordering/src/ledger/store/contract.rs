//! The promises of [`super::RecordStore`], held against every implementation.

use std::sync::Arc;

use super::*;
use crate::ledger::testing::new_intent;

/// A row of each numbered table.
pub(in crate::ledger) fn rows() -> (DecisionRow, RequestRow, DocumentRow) {
    let decision = DecisionRow {
        id: 0,
        reference: "A-1".to_owned(),
        kind: "refuse".to_owned(),
        quotation_id: "QUO1".to_owned(),
        reason_id: Some(3),
        amount: "0.10".to_owned(),
        state: "prepared".to_owned(),
        created_at: "2026-11-20T08:00:00Z".to_owned(),
        message: None,
        currency: Some("EUR".to_owned()),
        version: Some(2),
        why: Some("{}".to_owned()),
        sent_at: None,
    };
    let request = RequestRow {
        id: 0,
        reference: "A-1".to_owned(),
        method: "PUT".to_owned(),
        path: "/ä/\u{fffd}".to_owned(),
        body: Some(vec![0, 255, 10]),
        sha256: String::new(),
        sent_at: "2026-11-20T08:00:01Z".to_owned(),
        status: Some(599),
        answer: None,
        outcome: Some("unclear".to_owned()),
        decision: Some(1),
        technical: Some("a\nb".to_owned()),
    };
    let document = DocumentRow {
        id: 0,
        quotation_id: "QUO1".to_owned(),
        version: None,
        sha256: "aa".to_owned(),
        byte_count: i64::MAX,
        fetched_at: "2026-11-20T08:00:02Z".to_owned(),
    };
    (decision, request, document)
}

fn intent(reference: &str) -> IntentRow {
    IntentRow {
        drawn_km2: Some(0.1 + 0.2),
        body: vec![0, 159, 146, 150],
        message: Some(String::new()),
        ..IntentRow::prepared(&new_intent(reference), "2026-11-20T08:00:00Z")
    }
}

fn entry(seq: i64, reference: Option<&str>) -> EntryRow {
    EntryRow {
        seq,
        form: 2,
        at: "2026-11-20T08:00:00Z".to_owned(),
        reference: reference.map(str::to_owned),
        event: "looked".to_owned(),
        detail: "{}".to_owned(),
        previous: String::new(),
        hash: seq.to_string(),
    }
}

/// Each store, empty. The folder goes when the test ends.
fn stores() -> Vec<(&'static str, Arc<dyn RecordStore>, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let file = SqliteStore::open(&folder.path().join("ledger.db"), Arc::new(|_| Ok(()))).unwrap();
    vec![
        ("SQLite", Arc::new(file) as Arc<dyn RecordStore>, Some(folder)),
        ("memory", Arc::new(MemoryStore::default()), None),
    ]
}

fn each(test: impl Fn(&str, Arc<dyn RecordStore>)) {
    for (name, store, _folder) in stores() {
        test(name, store);
    }
}

fn written(store: &dyn RecordStore, work: impl Fn(&mut dyn RecordTransaction) -> Result<(), LedgerError>) {
    store.write(&mut |transaction| work(transaction)).unwrap();
}

fn seen<T>(store: &dyn RecordStore, work: impl Fn(&dyn RecordReader) -> T) -> T {
    let mut found = None;
    store
        .read(&mut |reader| {
            found = Some(work(reader));
            Ok(())
        })
        .unwrap();
    found.unwrap()
}

fn plain<T>(rows: Rows<T>) -> Vec<T> {
    rows.unwrap().into_iter().map(|row| row.unwrap()).collect()
}

#[test]
fn rows_read_back_as_they_were_written_and_are_replaced_by_their_key() {
    each(|name, store| {
        let (decision, request, document) = rows();
        written(&*store, |to| {
            to.put_intent(&intent("B-1"))?;
            to.put_intent(&intent("A-1"))?;
            assert_eq!(to.add_decision(&decision)?, 1, "{name}");
            assert_eq!(to.add_request(&request)?, 1, "{name}");
            assert_eq!(to.add_request(&request)?, 2, "{name}");
            assert_eq!(to.add_document(&document)?, 1, "{name}");
            Ok(())
        });
        let changed = IntentRow { state: "confirmed".to_owned(), looks: 7, ..intent("A-1") };
        let (decided, answered) = (
            DecisionRow { id: 1, state: "unknown".to_owned(), ..decision },
            RequestRow { id: 2, answer: Some(Vec::new()), ..request.clone() },
        );
        written(&*store, |to| {
            to.put_intent(&changed)?;
            to.put_decision(&decided)?;
            to.put_request(&answered)
        });
        seen(&*store, |from| {
            assert_eq!(plain(from.intents()), [changed.clone(), intent("B-1")], "{name}");
            assert_eq!(from.intent("A-1").unwrap().as_ref(), Some(&changed), "{name}");
            assert_eq!(from.intent("A-2").unwrap(), None, "{name}");
            assert_eq!(plain(from.decisions()), std::slice::from_ref(&decided), "{name}");
            assert_eq!(plain(from.decisions_of("A-1")), std::slice::from_ref(&decided), "{name}");
            assert_eq!(plain(from.decisions_of("B-1")), [], "{name}");
            assert_eq!(from.decision(1).unwrap().as_ref(), Some(&decided), "{name}");
            assert_eq!(from.decision(2).unwrap(), None, "{name}");
            let requests = [RequestRow { id: 1, ..request.clone() }, answered.clone()];
            assert_eq!(plain(from.requests()), requests, "{name}");
            assert_eq!(from.request(2).unwrap().as_ref(), Some(&answered), "{name}");
            assert_eq!(from.request(3).unwrap(), None, "{name}");
            assert_eq!(plain(from.documents()), [DocumentRow { id: 1, ..document.clone() }], "{name}");
        });
    });
}

#[test]
fn entries_are_appended_in_order_and_read_from_both_ends() {
    each(|name, store| {
        written(&*store, |to| {
            [entry(1, Some("A-1")), entry(2, None), entry(3, Some("B-1")), entry(4, Some("A-1"))]
                .iter()
                .try_for_each(|entry| to.append(entry))
        });
        for wrong in [4, 6] {
            let refused = store.write(&mut |to| to.append(&entry(wrong, None)));
            assert!(refused.is_err(), "{name}: entry {wrong} is not the next one");
        }
        let numbers = |rows: Rows<EntryRow>| plain(rows).iter().map(|entry| entry.seq).collect::<Vec<_>>();
        seen(&*store, |from| {
            assert_eq!(numbers(from.entries(EntriesOf::All)), [1, 2, 3, 4], "{name}");
            assert_eq!(numbers(from.entries(EntriesOf::Record)), [2], "{name}");
            assert_eq!(numbers(from.entries(EntriesOf::Order("A-1"))), [1, 4], "{name}");
            assert_eq!(numbers(from.newest_entries(EntriesOf::All, 0, 2)), [4, 3], "{name}");
            assert_eq!(numbers(from.newest_entries(EntriesOf::All, 3, 2)), [1], "{name}");
            assert_eq!(numbers(from.newest_entries(EntriesOf::Order("A-1"), 1, 5)), [1], "{name}");
            assert_eq!(numbers(from.newest_entries(EntriesOf::Record, 1, 5)), [0; 0], "{name}");
            assert_eq!(plain(from.entries(EntriesOf::Record)), [entry(2, None)], "{name}");
        });
    });
}

#[test]
fn what_fails_leaves_nothing_and_a_transaction_sees_itself() {
    each(|name, store| {
        let failed = store.write(&mut |to| {
            to.put_intent(&intent("A-1"))?;
            to.append(&entry(1, Some("A-1")))?;
            assert!(to.intent("A-1")?.is_some(), "{name}");
            assert_eq!(to.newest_entries(EntriesOf::All, 0, 1)?.len(), 1, "{name}");
            Err(LedgerError::InUse)
        });
        assert!(matches!(failed, Err(LedgerError::InUse)), "{name}");
        seen(&*store, |from| {
            assert!(from.intent("A-1").unwrap().is_none(), "{name}");
            assert!(from.entries(EntriesOf::All).unwrap().is_empty(), "{name}");
        });
        let read = store.read(&mut |_| Err(LedgerError::InUse));
        assert!(matches!(read, Err(LedgerError::InUse)), "{name}");
    });
}

#[test]
fn what_is_not_there_can_not_be_replaced() {
    each(|name, store| {
        let (decision, request, _) = rows();
        let nothing = |result: Result<(), LedgerError>| {
            assert!(matches!(result, Err(LedgerError::Unknown(_))), "{name}: {result:?}");
        };
        nothing(store.write(&mut |to| to.put_decision(&DecisionRow { id: 5, ..decision.clone() })));
        nothing(store.write(&mut |to| to.put_request(&RequestRow { id: 5, ..request.clone() })));
    });
}

/// Counts up in one row from several threads, each with one of the stores.
fn counted(stores: &[&dyn RecordStore]) -> i64 {
    written(stores[0], |to| to.put_intent(&intent("A-1")));
    std::thread::scope(|scope| {
        for store in stores {
            scope.spawn(|| {
                for _ in 0..8 {
                    written(*store, |to| {
                        let row = to.intent("A-1")?.unwrap();
                        to.put_intent(&IntentRow { looks: row.looks + 1, ..row })
                    });
                }
            });
        }
    });
    seen(stores[0], |from| from.intent("A-1").unwrap().unwrap().looks)
}

/// Without the lock from the start two would read the same number, or be refused in the middle.
#[test]
fn of_transactions_that_read_and_write_none_is_lost() {
    each(|name, store| assert_eq!(counted(&[&*store, &*store, &*store]), 24, "{name}"));
    // As other processes have it: a connection each.
    let folder = tempfile::tempdir().unwrap();
    let open = || SqliteStore::open(&folder.path().join("ledger.db"), Arc::new(|_| Ok(()))).unwrap();
    let (one, two, three) = (open(), open(), open());
    assert_eq!(counted(&[&one, &two, &three]), 24);
}

#[test]
fn a_read_sees_one_moment_and_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let open = || SqliteStore::open(&folder.path().join("ledger.db"), Arc::new(|_| Ok(()))).unwrap();
    let (reader, writer) = (open(), open());
    written(&writer, |to| to.put_intent(&intent("A-1")));
    let counts = seen(&reader, |from| {
        let before = from.intents().unwrap().len();
        written(&writer, |to| to.put_intent(&intent("B-1")));
        (before, from.intents().unwrap().len())
    });
    assert_eq!(counts, (1, 1));
    assert_eq!(seen(&reader, |from| from.intents().unwrap().len()), 2);
}

#[test]
fn a_copy_of_a_record_in_memory_goes_its_own_way() {
    let store = MemoryStore::default();
    written(&store, |to| to.put_intent(&intent("A-1")));
    let copy = store.clone();
    written(&copy, |to| to.put_intent(&intent("B-1")));
    assert_eq!(seen(&store, |from| from.intents().unwrap().len()), 1);
    assert_eq!(seen(&copy, |from| from.intents().unwrap().len()), 2);
}

#[test]
fn a_row_that_can_not_be_read_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let store = SqliteStore::open(&path, Arc::new(|_| Ok(()))).unwrap();
    written(&store, |to| {
        to.put_intent(&intent("A-1"))?;
        to.put_intent(&intent("B-1"))
    });
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute("UPDATE intents SET what = CAST(x'ff' AS TEXT) WHERE reference = 'A-1'", []).unwrap();
    let found = seen(&store, |from| from.intents().unwrap());
    assert_eq!(found[0].as_ref().unwrap_err().key, RowKey::Intent("A-1".to_owned()));
    assert_eq!(found[1].as_ref().unwrap().reference, "B-1");
    let one = seen(&store, |from| from.intent("A-1"));
    assert!(matches!(one, Err(LedgerError::Unreadable(_))), "{one:?}");
}
