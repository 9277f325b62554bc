//! Records of the first form: words in the journal, and little of the rows bound to it.

use rusqlite::Connection;

use super::session::words;
use super::*;
use crate::money::SpendKind;

const FIXTURE: &str = include_str!("../../../tests/fixtures/ledger-step-3.sql");

/// A record as the program before wrote it.
fn earlier() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Connection::open(&path).unwrap().execute_batch(FIXTURE).unwrap();
    (folder, path)
}

/// The columns of the journal that there were, byte for byte.
fn entries(db: &Connection, count: u32) -> Vec<Vec<Option<Vec<u8>>>> {
    let sql = "SELECT seq, at, reference, event, detail, previous, hash FROM journal ORDER BY seq LIMIT ?1";
    let mut statement = db.prepare(sql).unwrap();
    let columns = |row: &rusqlite::Row<'_>| {
        let text = |place: usize| match row.get_ref(place).unwrap() {
            rusqlite::types::ValueRef::Integer(number) => Some(number.to_string().into_bytes()),
            rusqlite::types::ValueRef::Text(text) => Some(text.to_vec()),
            _ => None,
        };
        Ok((0..7).map(text).collect())
    };
    statement.query_map([count], columns).unwrap().map(Result::unwrap).collect()
}

const COUNT: u32 = 91;

#[test]
fn a_record_of_the_first_form_opens_keeps_its_entries_and_is_bound() {
    let (folder, path) = earlier();
    let before = entries(&Connection::open(&path).unwrap(), u32::MAX);
    assert_eq!(before.len(), COUNT as usize);
    let ledger = Ledger::open(&path, clock()).unwrap();
    assert_eq!(ledger.verify().unwrap().entries, COUNT as usize + 1);
    assert_eq!(entries(&Connection::open(&path).unwrap(), COUNT), before);
    let adopted = ledger.journal(None).unwrap().pop().unwrap();
    let expected = JournalEvent::Adopted { intents: 13, decisions: 6, requests: 18, documents: 5 };
    assert_eq!((adopted.event, adopted.form, adopted.reference), (expected, 2, None));
    ledger.end_interrupted().unwrap();
    ledger.verify().unwrap();
    drop(ledger);
    // Opened again, nothing is taken over a second time.
    let ledger = Ledger::open(&path, clock()).unwrap();
    let adopted = |entry: &JournalEntry| matches!(entry.event, JournalEvent::Adopted { .. });
    assert_eq!(ledger.journal(None).unwrap().iter().filter(|entry| adopted(entry)).count(), 1);
    drop((ledger, folder));
}

#[test]
fn before_the_form_changes_a_copy_is_kept_beside_the_file() {
    let (folder, path) = earlier();
    drop(Ledger::open(&path, clock()).unwrap());
    let copy = folder.path().join("ledger.before-4.db");
    let db = Connection::open(&copy).unwrap();
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 3);
    assert_eq!(entries(&db, COUNT + 9).len(), COUNT as usize);
    let intents: i64 = db.query_row("SELECT count(*) FROM intents", [], |row| row.get(0)).unwrap();
    assert_eq!(intents, 13);
    drop(db);
    // A record that is begun now has nothing to be copied.
    let (new, _ledger) = ledger();
    let names = std::fs::read_dir(new.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().contains("before")));
}

#[test]
fn without_its_copy_the_form_is_not_changed() {
    let (folder, path) = earlier();
    // Something stands where the copy is to be.
    let copy = folder.path().join("ledger.before-4.db");
    std::fs::create_dir_all(copy.join("full")).unwrap();
    let refused = Ledger::open(&path, clock());
    let Err(error @ LedgerError::NotCopied { .. }) = refused else { panic!("{refused:?}") };
    assert!(error.to_string().contains("before-4"), "{error}");
    let db = Connection::open(&path).unwrap();
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 3);
    std::fs::remove_dir_all(&copy).unwrap();
    Ledger::open(&path, clock()).unwrap().verify().unwrap();
}

#[test]
fn a_change_from_before_is_still_found() {
    for (change, seq) in [
        ("UPDATE intents SET amount = '1.00' WHERE reference = 'SW-0001'", 1),
        ("UPDATE intents SET body = x'00' WHERE reference = 'SW-0003'", 12),
        ("UPDATE requests SET answer = x'00' WHERE id = 5", 26),
    ] {
        let (_folder, path) = earlier();
        Connection::open(&path).unwrap().execute(change, []).unwrap();
        let ledger = Ledger::open(&path, clock()).unwrap();
        let found = ledger.verify();
        assert!(
            matches!(&found, Err(LedgerError::Broken(broken)) if broken.seq == Some(seq)),
            "{change}: {found:?}"
        );
    }
}

#[test]
fn a_record_of_an_older_step_and_of_a_newer_program() {
    let (_folder, path) = earlier();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 5).unwrap();
    assert!(matches!(Ledger::open(&path, clock()), Err(LedgerError::Newer)));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ledger.db"), "this is no database at all, and long enough to say so")
        .unwrap();
    let damaged = Ledger::open(&folder.path().join("ledger.db"), clock());
    assert!(matches!(damaged, Err(LedgerError::Damaged(_))), "{damaged:?}");
}

#[test]
fn facts_that_stood_in_words_are_data_now() {
    let (_folder, path) = earlier();
    let ledger = Ledger::open(&path, clock()).unwrap();
    let intent = |reference: &str| ledger.intent(reference).unwrap().unwrap();
    assert_eq!(intent("SW-0001").cost().to_string(), "570.00 EUR");
    assert_eq!(intent("SW-0003").why, Some(words("the area is too small")));
    let sent_at = |reference: &str| intent(reference).sent_at;
    let sent_entry = |reference: &str| {
        let sent = |entry: &&JournalEntry| {
            matches!(entry.event, JournalEvent::Stepped { event: Event::Send, act: Act::Order, .. })
        };
        ledger.journal(Some(reference)).unwrap().iter().find(sent).map(|entry| entry.at.clone())
    };
    for reference in ["SW-0001", "SW-0003", "SW-0004", "SW-0005", "SW-0006", "SW-0013"] {
        let (sent, told) = (sent_at(reference).unwrap(), sent_entry(reference).unwrap());
        assert!(sent >= told && sent[..16] <= *"2026-11-20T10", "{reference}: {sent}, {told}");
    }
    assert_eq!((sent_at("SW-0002"), sent_at("SW-0012")), (None, None), "they never left");
    let decisions = ledger.decisions().unwrap();
    let of = |reference: &str| -> Vec<_> {
        decisions
            .iter()
            .filter(|one| one.reference == reference)
            .map(|one| (one.state, one.sent_at.is_some()))
            .collect()
    };
    use IntentState as S;
    assert_eq!(of("SW-0007"), [(S::Confirmed, true), (S::Rejected, true), (S::Abandoned, false)]);
    assert_eq!(of("SW-0011"), [(S::Unknown, true)]);
    let carried: Vec<(i64, Option<i64>)> = {
        let db = Connection::open(&path).unwrap();
        let mut statement =
            db.prepare("SELECT id, decision FROM requests WHERE reference = 'SW-0007'").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(carried, [(7, None), (8, Some(1)), (9, Some(2)), (10, Some(3))]);
    assert_eq!(ledger.documents("QUO26000008").unwrap().len(), 1);
}

#[test]
fn no_entry_of_the_first_form_is_lost() {
    let (_folder, path) = earlier();
    let ledger = Ledger::open(&path, clock()).unwrap();
    for entry in ledger.journal(None).unwrap() {
        let lost = matches!(entry.event, JournalEvent::Earlier { .. } | JournalEvent::Newer { .. });
        assert!(!lost, "{entry:?}");
        assert_eq!(entry.form, if matches!(entry.event, JournalEvent::Adopted { .. }) { 2 } else { 1 });
    }
    let of = |reference: &str| -> Vec<JournalEvent> {
        ledger.journal(Some(reference)).unwrap().into_iter().map(|entry| entry.event).collect()
    };
    let late = JournalEvent::Stepped { act: Act::Order, event: Event::Found, why: None, late: true };
    assert_eq!(of("SW-0005").last(), Some(&late));
    assert_eq!(
        of("SW-0007")[0],
        super::first_form::event(
            "confirmed",
            "2500.00 EUR; Pléiades · 1 scene; 42 bytes, sha-256 dfff38aa2ce239ecc5ac7a488e46b11a66873f39258e3cce577b1b9cbfaa071e",
            Some((SpendKind::Quotation, false)),
        )
    );
}

fn meaning(said: &str, detail: &str) -> JournalEvent {
    super::first_form::event(said, detail, Some((SpendKind::Order, false)))
}

#[test]
fn every_word_of_the_first_form_has_its_meaning() {
    let stepped = |act, event, why| JournalEvent::Stepped { act, event, why, late: false };
    for event in Event::ALL {
        let word = event.as_str();
        assert_eq!(meaning(word, ""), stepped(Act::Order, event, None), "{word}");
        for (kind, act) in [("accept", Act::Accept), ("refuse", Act::Refuse)] {
            assert_eq!(meaning(&format!("{kind} {word}"), ""), stepped(act, event, None), "{kind} {word}");
        }
    }
    for (word, progress) in [
        ("quoted", Progress::Quoted),
        ("refused", Progress::Refused),
        ("expired", Progress::Expired),
        ("placed", Progress::Placed),
        ("in production", Progress::InProduction),
        ("delivered", Progress::Delivered),
        ("cancelled", Progress::Cancelled),
    ] {
        let source = Source::VendorList;
        assert_eq!(meaning(word, "as the vendor's list says"), JournalEvent::Progressed { progress, source });
    }
    for (detail, source) in [
        ("in the workspace", Source::Workspace),
        ("quotation accepted", Source::Decision),
        ("found at the vendor", Source::Found),
        ("another reason", Source::Words { text: "another reason".to_owned() }),
    ] {
        let progress = Progress::Placed;
        assert_eq!(meaning("placed", detail), JournalEvent::Progressed { progress, source }, "{detail}");
    }
    assert_eq!(
        meaning("decision confirmed", "refuse QUO1"),
        JournalEvent::Decided {
            act: Act::Refuse,
            quotation_id: "QUO1".to_owned(),
            amount: None,
            currency: None,
            version: None,
            reason_id: None,
        }
    );
    let read = JournalEvent::DocumentRead {
        quotation_id: "QUO1".to_owned(),
        version: None,
        byte_count: 11,
        sha256: "ab".to_owned(),
    };
    assert_eq!(meaning("document read", "QUO1.pdf, 11 bytes, sha-256 ab"), read);
    let again = JournalEvent::OrderedAgain { as_reference: "A-2".to_owned() };
    assert_eq!(meaning("put into the basket again", "as A-2"), again);
}

#[test]
fn reasons_evidence_and_answers_of_the_first_form_are_data() {
    let why = |said: &str, detail: &str| match meaning(said, detail) {
        JournalEvent::Stepped { why, .. } => why.unwrap(),
        other => panic!("{other:?}"),
    };
    let text = |text: &str| text.to_owned();
    for (said, detail, meant) in [
        ("withdrawn", "nothing was sent; the basket was changed", Why::BasketChanged),
        ("interrupted", "Swath was closed while the request was under way", Why::ProgramClosed),
        ("not sent", "no route", Why::NotConnected { technical: text("no route") }),
        (
            "left without a clear answer",
            "the connection broke: reset",
            Why::ConnectionBroke { technical: text("reset") },
        ),
        (
            "left without a clear answer",
            "the vendor answered 201 without an order number",
            Why::NoNumber { status: 201 },
        ),
        (
            "left without a clear answer",
            "the vendor answered 200 with a body that can't be read",
            Why::UnreadableBody { status: 200 },
        ),
        (
            "left without a clear answer",
            "403 came back without the vendor's own words; a proxy may have sent it",
            Why::ForeignBody { status: 403 },
        ),
        (
            "left without a clear answer",
            "the vendor answered 500, which does not say whether it was placed",
            Why::UndecidedStatus { status: 500 },
        ),
        ("refused by the vendor", "the vendor answered 4 times", words("the vendor answered 4 times")),
        ("declared not placed", "by phone", words("by phone")),
    ] {
        assert_eq!(why(said, detail), meant, "{detail}");
    }
    let evidence = |detail: &str| match meaning("looked, not found", detail) {
        JournalEvent::Looked { evidence } => evidence,
        other => panic!("{other:?}"),
    };
    let credit = |before: &str, after: &str| Evidence::NotInWorkspace {
        credit_before: before.parse().ok(),
        credit_after: after.parse().ok(),
        currency: if before.is_empty() { String::new() } else { text("EUR") },
    };
    assert_eq!(evidence("not in the vendor's order list"), Evidence::NotInOrderList);
    assert_eq!(evidence("not in the workspace"), credit("", ""));
    assert_eq!(
        evidence("credit is unchanged at 1000.50 EUR; not in the workspace"),
        credit("1000.50", "1000.50")
    );
    assert_eq!(
        evidence("credit went from 1000 to 700 EUR, which speaks for \"placed\"; not in the workspace yet"),
        credit("1000", "700")
    );
    assert_eq!(evidence("credit is odd"), Evidence::Words { text: text("credit is odd") });
    let empty = sha256_of(b"");
    for (outcome, hash, answer, sha256) in [
        ("answered", "ab", Answer::Answered, Some(text("ab"))),
        ("not sent: no, route, sha-256", empty.as_str(), Answer::NotSent, None),
        ("unclear: reset", empty.as_str(), Answer::Unclear, None),
    ] {
        let kept = meaning("answer kept", &format!("request 7, {outcome}, sha-256 {hash}"));
        assert_eq!(kept, JournalEvent::AnswerKept { act: None, request: 7, answer, status: None, sha256 });
    }
}

#[test]
fn words_that_are_not_known_are_kept() {
    for (said, detail) in [
        ("confirmed", "562.50"),
        ("confirmed", "x EUR; y; 3 bytes, sha-256 ab"),
        ("decision confirmed", "buy QUO1"),
        ("answer kept", "request x, answered, sha-256 ab"),
        ("answer kept", "request 1, shouted, sha-256 ab"),
        ("document read", "QUO1.doc, 1 bytes, sha-256 ab"),
        ("put into the basket again", "A-1"),
        ("accept flown", ""),
        ("flown", ""),
        ("", ""),
    ] {
        let earlier = JournalEvent::Earlier { words: said.to_owned(), detail: detail.to_owned() };
        assert_eq!(meaning(said, detail), earlier);
    }
    let orphan = super::first_form::event("sent", "", None);
    assert!(matches!(orphan, JournalEvent::Earlier { .. }), "of no order that is known");
}
