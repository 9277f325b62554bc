//! The end of the journal outside the file.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, mpsc};

use super::super::JournalEvent;
use super::session::{sent, steps};
use super::*;

/// A place that keeps a head, and can be told to fail.
#[derive(Default)]
struct Shelf {
    head: Mutex<Option<Head>>,
    silent: Mutex<bool>,
    stored: AtomicUsize,
}

impl Anchor for Shelf {
    fn load(&self) -> Result<Option<Head>, String> {
        if *self.silent.lock().unwrap() {
            return Err("no key store answers".to_owned());
        }
        Ok(self.head.lock().unwrap().clone())
    }

    fn store(&self, head: &Head) -> Result<(), String> {
        if *self.silent.lock().unwrap() {
            return Err("no key store answers".to_owned());
        }
        self.stored.fetch_add(1, Ordering::SeqCst);
        *self.head.lock().unwrap() = Some(head.clone());
        Ok(())
    }
}

fn open(path: &Path, anchor: &Arc<Shelf>) -> Ledger {
    Ledger::open_anchored(path, clock(), Some(Arc::clone(anchor) as Arc<dyn Anchor>)).unwrap()
}

fn fault(ledger: &Ledger) -> (Option<i64>, Fault) {
    match ledger.verify() {
        Err(LedgerError::Broken(broken)) => (broken.seq, broken.what),
        other => panic!("{other:?}"),
    }
}

/// The file after each step of a life is kept, and later put in place of the newest: the journal ends earlier, and the rows
/// are as they were then.
#[test]
fn any_tail_that_is_cut_with_the_rows_put_back_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let anchor = Arc::new(Shelf::default());
    let mut copies = Vec::new();
    let ledger = open(&path, &anchor);
    for (number, step) in steps().iter().enumerate() {
        let copy = folder.path().join(format!("copy-{number}.db"));
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
        copies.push(copy);
        step(&ledger);
    }
    let last = ledger.journal(None).unwrap().pop().unwrap();
    drop(ledger);
    assert_eq!(*anchor.head.lock().unwrap(), Some(Head { length: last.seq as u64, hash: last.hash }));
    for copy in copies {
        assert!(Ledger::open(&copy, clock()).unwrap().verify().is_ok(), "without an anchor it is whole");
        let cut = open(&copy, &anchor);
        assert_eq!(fault(&cut), (Some(last.seq), Fault::TailCut { length: last.seq as u64 }), "{copy:?}");
        assert!(matches!(cut.prepare(&intent("A-9")), Err(LedgerError::Broken(_))));
        // What is written on all the same does not take the place of the evidence.
        if cut.intent("A-1").unwrap().is_some_and(|one| one.state == IntentState::Confirmed) {
            cut.track("A-1", Progress::Cancelled, None, None, &Source::VendorList).unwrap();
        }
        drop(cut);
        assert_eq!(anchor.head.lock().unwrap().as_ref().unwrap().length, last.seq as u64);
    }
    assert!(open(&path, &anchor).verify().unwrap().anchored);
}

#[test]
fn another_history_of_the_same_length_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let anchor = Arc::new(Shelf::default());
    let ledger = open(&folder.path().join("ledger.db"), &anchor);
    sent(&ledger, "A-1");
    drop(ledger);
    let other = Ledger::open(&folder.path().join("other.db"), clock()).unwrap();
    sent(&other, "B-1");
    sent(&other, "B-2");
    drop(other);
    let kept = anchor.head.lock().unwrap().clone();
    let other = open(&folder.path().join("other.db"), &anchor);
    assert_eq!(fault(&other), (Some(2), Fault::OtherHistory));
    // It is longer than the true one, and still does not take its place.
    other.reordered("B-1", "B-3").unwrap();
    drop(other);
    assert_eq!(*anchor.head.lock().unwrap(), kept);
}

#[test]
fn an_anchor_that_lags_behind_fits_and_catches_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let anchor = Arc::new(Shelf::default());
    drop(open(&path, &anchor));
    assert_eq!(*anchor.head.lock().unwrap(), None, "an empty journal has no end");
    // A session whose key store did not answer.
    *anchor.silent.lock().unwrap() = true;
    let ledger = open(&path, &anchor);
    sent(&ledger, "A-1");
    assert_eq!(ledger.verify().unwrap(), Verified { entries: 2, anchored: false });
    drop(ledger);
    *anchor.silent.lock().unwrap() = false;
    let ledger = open(&path, &anchor);
    assert!(ledger.verify().unwrap().anchored, "there is nothing yet that it could contradict");
    drop(ledger);
    assert_eq!(anchor.head.lock().unwrap().as_ref().unwrap().length, 2);
    // One that was written elsewhere meanwhile.
    sent(&Ledger::open(&path, clock()).unwrap(), "A-2");
    let ledger = open(&path, &anchor);
    assert_eq!(ledger.verify().unwrap(), Verified { entries: 4, anchored: true });
    drop(ledger);
    assert_eq!(anchor.head.lock().unwrap().as_ref().unwrap().length, 4);
}

#[test]
fn a_tail_cut_while_the_record_is_open_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let anchor = Arc::new(Shelf::default());
    let ledger = open(&path, &anchor);
    sent(&ledger, "A-1");
    ledger.reordered("A-1", "A-2").unwrap();
    while anchor.head.lock().unwrap().as_ref().is_none_or(|head| head.length < 3) {
        std::thread::yield_now();
    }
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("DROP TRIGGER journal_is_never_cut; DELETE FROM journal WHERE seq = 3").unwrap();
    while ledger.verify().is_ok() {
        // The thread notes what it has kept just after keeping it.
        std::thread::yield_now();
    }
    assert_eq!(fault(&ledger), (Some(3), Fault::TailCut { length: 3 }));
    let kept = anchor.head.lock().unwrap().clone();
    for again in ["A-3", "A-4"] {
        ledger.reordered("A-1", again).unwrap();
    }
    assert_eq!(fault(&ledger), (Some(3), Fault::OtherHistory), "writing on does not heal it");
    drop(ledger);
    assert_eq!(*anchor.head.lock().unwrap(), kept);
}

/// Blocks until it is let go.
struct Stuck {
    loads: bool,
    gate: (Mutex<bool>, Condvar),
    reached: mpsc::SyncSender<()>,
}

impl Stuck {
    fn new(loads: bool) -> (Arc<Stuck>, mpsc::Receiver<()>) {
        let (reached, arrived) = mpsc::sync_channel(8);
        (Arc::new(Stuck { loads, gate: (Mutex::new(false), Condvar::new()), reached }), arrived)
    }

    fn wait(&self) {
        self.reached.send(()).unwrap();
        let mut open = self.gate.0.lock().unwrap();
        while !*open {
            open = self.gate.1.wait(open).unwrap();
        }
    }

    fn release(&self) {
        *self.gate.0.lock().unwrap() = true;
        self.gate.1.notify_all();
    }
}

impl Anchor for Stuck {
    fn load(&self) -> Result<Option<Head>, String> {
        if self.loads {
            self.wait();
        }
        Ok(None)
    }

    fn store(&self, _head: &Head) -> Result<(), String> {
        self.wait();
        Ok(())
    }
}

#[test]
fn a_key_store_that_hangs_holds_up_no_writing_and_closing_only_for_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let (anchor, arrived) = Stuck::new(false);
    let kept = Arc::clone(&anchor) as Arc<dyn Anchor>;
    let ledger = Ledger::open_anchored(&folder.path().join("ledger.db"), clock(), Some(kept)).unwrap();
    sent(&ledger, "A-1");
    arrived.recv().unwrap();
    // It hangs now, and this returns.
    sent(&ledger, "A-2");
    assert!(ledger.verify().unwrap().anchored);
    // Were closing to wait for ever, the gate would never open.
    drop(ledger);
    anchor.release();
}

#[test]
fn a_key_store_that_never_answers_leaves_the_record_unanchored() {
    let folder = tempfile::tempdir().unwrap();
    let (anchor, arrived) = Stuck::new(true);
    let kept = Arc::clone(&anchor) as Arc<dyn Anchor>;
    let ledger = Ledger::open_anchored(&folder.path().join("ledger.db"), clock(), Some(kept)).unwrap();
    arrived.recv().unwrap();
    sent(&ledger, "A-1");
    assert_eq!(ledger.verify().unwrap(), Verified { entries: 2, anchored: false });
    // It answers late: from now on it counts.
    anchor.release();
    while !ledger.verify().unwrap().anchored {
        std::thread::yield_now();
    }
}

#[test]
fn an_older_head_never_takes_the_place_of_a_newer_one() {
    let shelf = Arc::new(Shelf::default());
    let keeper = Keeper::start(Arc::clone(&shelf) as Arc<dyn Anchor>).unwrap();
    keeper.trust();
    let head = |length| Head { length, hash: length.to_string() };
    keeper.keep(head(5));
    while keeper.known() != super::anchor::Known::At(head(5)) {
        std::thread::yield_now();
    }
    keeper.keep(head(3));
    keeper.keep(head(5));
    drop(keeper);
    assert_eq!(*shelf.head.lock().unwrap(), Some(head(5)));
    assert_eq!(shelf.stored.load(Ordering::SeqCst), 1);
}

#[test]
fn a_record_that_was_put_back_can_be_taken_as_it_is_by_a_person_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("ledger.db"), folder.path().join("copy.db"));
    let anchor = Arc::new(Shelf::default());
    let ledger = open(&path, &anchor);
    sent(&ledger, "A-1");
    rusqlite::Connection::open(&path).unwrap().execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    sent(&ledger, "A-2");
    drop(ledger);
    let back = open(&copy, &anchor);
    assert!(matches!(back.prepare(&intent("A-9")), Err(LedgerError::Broken(_))));
    back.take_as_it_is("the disk failed, this is the backup").unwrap();
    assert!(back.verify().unwrap().anchored);
    back.prepare(&intent("A-9")).unwrap();
    let taken = back.journal(None).unwrap().into_iter().find_map(|entry| match entry.event {
        JournalEvent::TakenAsItIs { reason, fault } => Some((reason, fault)),
        _ => None,
    });
    let (reason, fault) = taken.unwrap();
    assert!(reason.contains("backup") && fault.contains("cut off"), "{reason}, {fault}");
    drop(back);
    assert!(open(&copy, &anchor).verify().unwrap().anchored, "the new end is the kept one");
}

#[test]
fn rows_that_were_changed_or_lost_can_be_taken_as_they_are_and_a_changed_entry_never() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path, clock()).unwrap();
    sent(&ledger, "A-1");
    sent(&ledger, "A-2");
    let raw = |sql: &str| {
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    };
    raw(
        "UPDATE intents SET contract_name = 'another' WHERE reference = 'A-1'; DELETE FROM requests WHERE reference = 'A-2'; DELETE FROM intents WHERE reference = 'A-2'",
    );
    assert!(matches!(
        ledger.prepare(&intent("A-3")).and_then(|()| ledger.verify().map(drop)),
        Err(LedgerError::Broken(_))
    ));
    ledger.take_as_it_is("looked through with the vendor").unwrap();
    ledger.verify().unwrap();
    sent(&ledger, "A-4");
    ledger.verify().unwrap();
    raw("UPDATE intents SET contract_name = 'a third' WHERE reference = 'A-1'");
    assert!(ledger.verify().is_err(), "what is changed after that is found again");
    raw("DROP TRIGGER journal_is_never_changed; UPDATE journal SET at = 'x' WHERE seq = 2");
    assert!(matches!(ledger.take_as_it_is("once more"), Err(LedgerError::Broken(_))));
    assert!(ledger.verify().is_err());
}
