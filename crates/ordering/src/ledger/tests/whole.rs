//! What somebody with the file and an editor could do to it is found.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::session::{live, sent};
use super::*;

const TABLES: [&str; 5] = ["intents", "decisions", "requests", "documents", "journal"];

/// A lived-in record, and a connection that may do anything to it.
fn lived() -> (tempfile::TempDir, Ledger, Connection) {
    let (folder, ledger) = ledger();
    live(&ledger);
    let db = unguarded(&folder);
    (folder, ledger, db)
}

fn unguarded(folder: &tempfile::TempDir) -> Connection {
    let db = raw(folder);
    db.execute_batch(
        "DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_cut;
         PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;",
    )
    .unwrap();
    db
}

/// One value of one row.
#[derive(Debug, Clone)]
struct Cell {
    table: &'static str,
    row: i64,
    column: String,
    value: Value,
    /// The entry that has to be named when it changes.
    entry: i64,
}

fn cells(db: &Connection) -> Vec<Cell> {
    let bound = bound(db);
    let mut cells = Vec::new();
    for table in TABLES {
        let mut statement = db.prepare(&format!("SELECT rowid AS place, * FROM {table}")).unwrap();
        let columns: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let place: i64 = row.get(0).unwrap();
            let entry = match table {
                "journal" => place,
                "intents" => bound[&format!("intent:{}", row.get::<_, String>("reference").unwrap())],
                other => bound[&format!("{}:{place}", other.trim_end_matches('s'))],
            };
            for column in columns.iter().skip(1) {
                let value = row.get(column.as_str()).unwrap();
                cells.push(Cell { table, row: place, column: column.clone(), value, entry });
            }
        }
    }
    cells
}

/// The last entry that names each row.
fn bound(db: &Connection) -> BTreeMap<String, i64> {
    let mut statement = db.prepare("SELECT seq, detail FROM journal WHERE form = 2 ORDER BY seq").unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, i64>(0).unwrap(), row.get::<_, String>(1).unwrap())))
        .unwrap();
    let mut bound = BTreeMap::new();
    for (seq, detail) in rows.map(Result::unwrap) {
        let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
        for row in detail["rows"].as_object().unwrap().keys() {
            bound.insert(row.clone(), seq);
        }
    }
    bound
}

impl Cell {
    /// How many bytes there are to be changed; something absent can only be filled.
    fn bytes(&self) -> usize {
        match &self.value {
            Value::Null => 1,
            Value::Integer(_) | Value::Real(_) => 8,
            Value::Text(text) => text.len(),
            Value::Blob(bytes) => bytes.len(),
        }
    }

    /// The value with one bit of one byte turned, as SQL.
    fn changed(&self, place: usize) -> String {
        let turn = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes[place] ^= 1 << (place % 8);
            journal::hex(&bytes)
        };
        match &self.value {
            Value::Null if ["decision", "version", "status", "reason_id"].contains(&self.column.as_str()) => {
                "0".to_owned()
            }
            Value::Null if self.column == "drawn_km2" => "0.0".to_owned(),
            Value::Null if self.column == "body" || self.column == "answer" => "x''".to_owned(),
            Value::Null => "''".to_owned(),
            // High bits, so that a number does not become that of another row.
            Value::Integer(number) => (number ^ (1 << (place * 8 + 6))).to_string(),
            Value::Real(number) => {
                let turned = f64::from_bits(number.to_bits() ^ (1 << (place * 8 + place % 8)));
                format!("{turned:e}")
            }
            Value::Text(text) => format!("CAST(x'{}' AS TEXT)", turn(text.as_bytes())),
            Value::Blob(bytes) => format!("x'{}'", turn(bytes)),
        }
    }

    /// Changes one byte, looks whether the check finds it and names the right entry, and puts it back.
    fn try_byte(&self, ledger: &Ledger, db: &Connection, place: usize) {
        let Cell { table, row, column, .. } = self;
        let change = format!("UPDATE {table} SET {column} = {} WHERE rowid = {row}", self.changed(place));
        db.execute(&change, []).unwrap();
        let found = ledger.verify();
        let named = matches!(&found, Err(LedgerError::Broken(broken)) if broken.seq == Some(self.entry));
        assert!(named, "{self:?}, byte {place}: {found:?}");
        self.put_back(db, place);
    }

    fn put_back(&self, db: &Connection, place: usize) {
        let Cell { table, row, column, value, .. } = self;
        // A row that was moved by its number is found under the new one.
        let moved = match (&self.value, column.as_str()) {
            (Value::Integer(_), "id" | "seq") => self.changed(place),
            _ => row.to_string(),
        };
        let back = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = {moved}");
        assert_eq!(db.execute(&back, [value]).unwrap(), 1);
    }
}

#[test]
fn any_one_byte_changed_in_any_row_is_found_and_the_entry_is_named() {
    let (_folder, ledger, db) = lived();
    let whole = ledger.verify().unwrap();
    for (number, cell) in cells(&db).iter().enumerate() {
        let bytes = cell.bytes();
        // Every byte of what is short, and some of what is long; the others are for the test below.
        let stride = if bytes <= 20 { 1 } else { bytes / 8 };
        for place in (number % stride..bytes).step_by(stride) {
            cell.try_byte(&ledger, &db, place);
        }
    }
    assert_eq!(ledger.verify().unwrap(), whole, "all is as it was");
}

#[test]
fn any_byte_anywhere_is_found() {
    let (_folder, ledger, db) = lived();
    let cells = cells(&db);
    let ends: Vec<usize> = cells
        .iter()
        .scan(0, |end, cell| {
            *end += cell.bytes();
            Some(*end)
        })
        .collect();
    let total = *ends.last().unwrap();
    proptest!(ProptestConfig::with_cases(400), |(byte in 0..total)| {
        let number = ends.partition_point(|end| *end <= byte);
        let before = number.checked_sub(1).map_or(0, |before| ends[before]);
        cells[number].try_byte(&ledger, &db, byte - before);
    });
    ledger.verify().unwrap();
}

#[test]
fn any_row_that_is_deleted_is_found() {
    let (_folder, ledger, db) = lived();
    let rows: BTreeMap<(&str, i64), i64> =
        cells(&db).iter().map(|cell| ((cell.table, cell.row), cell.entry)).collect();
    let last = rows[&("journal", *rows.keys().map(|(_, row)| row).max().unwrap())];
    for ((table, row), entry) in rows {
        let others = format!("{table} {row}");
        let copy = saved(&db, table, row);
        db.execute(&format!("DELETE FROM {table} WHERE rowid = {row}"), []).unwrap();
        let found = ledger.verify();
        match (table, row == last) {
            // The last entry binds no row here, so only an anchor can miss it.
            ("journal", true) => assert!(found.is_ok(), "{others}"),
            _ => assert!(
                matches!(&found, Err(LedgerError::Broken(broken)) if broken.seq == Some(entry)),
                "{others}: {found:?}"
            ),
        }
        restore(&db, table, &copy);
        ledger.verify().unwrap();
    }
}

fn saved(db: &Connection, table: &str, row: i64) -> Vec<(String, Value)> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table} WHERE rowid = {row}")).unwrap();
    let names: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
    let mut rows = statement.query([]).unwrap();
    let Some(found) = rows.next().unwrap() else { return Vec::new() };
    names.into_iter().enumerate().map(|(place, name)| (name, found.get(place).unwrap())).collect()
}

fn restore(db: &Connection, table: &str, columns: &[(String, Value)]) {
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
    db.execute(&sql, rusqlite::params_from_iter(columns.iter().map(|(_, value)| value))).unwrap();
}

#[test]
fn any_row_that_is_added_is_found() {
    let (_folder, ledger, db) = lived();
    for table in ["intents", "decisions", "requests", "documents"] {
        let first: i64 =
            db.query_row(&format!("SELECT min(rowid) FROM {table}"), [], |row| row.get(0)).unwrap();
        let mut copy = saved(&db, table, first);
        for (name, value) in &mut copy {
            match name.as_str() {
                "id" => *value = Value::Integer(99),
                "reference" if table == "intents" => *value = Value::Text("A-99".to_owned()),
                "quotation_id" if table == "decisions" => *value = Value::Text("QUO99".to_owned()),
                _ => {}
            }
        }
        restore(&db, table, &copy);
        let found = ledger.verify();
        let added = |row: &str| row.ends_with(":99") || row == "intent:A-99";
        assert!(
            matches!(&found, Err(LedgerError::Broken(VerifyError { what: Fault::RowAdded { row }, .. })) if added(row)),
            "{table}: {found:?}"
        );
        let key = if table == "intents" { "reference = 'A-99'" } else { "id = 99" };
        db.execute(&format!("DELETE FROM {table} WHERE {key}"), []).unwrap();
        ledger.verify().unwrap();
    }
}

#[test]
fn a_changed_row_stays_found_when_it_is_written_on() {
    let (folder, ledger, db) = lived();
    db.execute("UPDATE intents SET amount = '1.00' WHERE reference = 'A-2'", []).unwrap();
    let named = |found: &Result<Verified, LedgerError>| match found {
        Err(LedgerError::Broken(broken)) => (broken.seq, broken.what.clone()),
        other => panic!("{other:?}"),
    };
    let first = named(&ledger.verify());
    // The vendor's record is followed on, whatever was done to ours.
    let found = Settled { sales_order_id: Some("SAL9"), ..settled(Progress::Placed) };
    ledger.settle("A-2", Event::Found, &found).unwrap();
    ledger.track("A-2", Progress::Delivered, None, None, &Source::VendorList).unwrap();
    assert_eq!(named(&ledger.verify()), first, "a later entry does not make it right");
    drop(ledger);
    let opened = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
    assert_eq!(named(&opened.verify()), first);
    // Put right by hand, what was written since is still unbound.
    db.execute("UPDATE intents SET amount = '562.50' WHERE reference = 'A-2'", []).unwrap();
    assert!(opened.verify().is_err());
}

#[test]
fn a_row_in_place_of_a_deleted_one_is_not_taken_for_it() {
    let (_folder, ledger, db) = lived();
    let last: i64 = db.query_row("SELECT max(id) FROM requests", [], |row| row.get(0)).unwrap();
    db.execute("DELETE FROM requests WHERE id = ?1", [last]).unwrap();
    // Nobody looked meanwhile, and the number is given again.
    assert_eq!(sent(&ledger, "A-3"), last);
    assert!(ledger.verify().is_err());
}

#[test]
fn nothing_is_spent_from_a_changed_record_and_everything_else_goes_on() {
    let (folder, ledger, db) = lived();
    ledger.prepare(&intent("A-5")).unwrap();
    let under_way = sent(&ledger, "A-6");
    session::quoted(&ledger, "Q-5", "QUO5");
    let decided = ledger.decide("Q-5", "QUO5", DecisionKind::Accept, &offer("1"), &[]).unwrap();
    db.execute("UPDATE intents SET amount = '1.00' WHERE reference = 'A-1'", []).unwrap();
    drop(ledger);
    let ledger = Ledger::open(&folder.path().join("ledger.db"), clock()).unwrap();
    let broken = |refused: Result<(), LedgerError>| {
        assert!(matches!(refused, Err(LedgerError::Broken(_))), "{refused:?}");
    };
    broken(ledger.prepare(&intent("A-7")));
    broken(ledger.mark("A-5", "POST", "/", None).map(drop));
    broken(ledger.step("A-5", Event::Send, None).map(drop));
    broken(ledger.mark_decision(decided, "PUT", "/", None).map(drop));
    broken(ledger.step_decision(decided, Event::Send, None).map(drop));
    broken(ledger.decide("Q-5", "QUO5", DecisionKind::Accept, &offer("1"), &[]).map(drop));
    assert_eq!(ledger.intent("A-7").unwrap().map(drop), None);
    assert_eq!(ledger.intent("A-5").unwrap().unwrap().state, IntentState::Prepared);
    assert!(ledger.unusable().is_none(), "it can be read");
    // What was sent before comes to its end.
    ledger.answered(under_way, Answer::Answered, Some(201), Some(b"{}"), None).unwrap();
    ledger.settle("A-6", Event::Accepted, &settled(Progress::Placed)).unwrap();
    ledger.end_interrupted().unwrap();
    db.execute("UPDATE intents SET amount = '562.50' WHERE reference = 'A-1'", []).unwrap();
    ledger.verify().unwrap();
    ledger.prepare(&intent("A-7")).unwrap();
}

#[test]
fn what_is_wrong_is_said_in_words_and_as_data() {
    let (_folder, ledger, db) = lived();
    db.execute("UPDATE intents SET amount = '1.00' WHERE reference = 'A-1'", []).unwrap();
    let error = ledger.verify().unwrap_err();
    let words = error.to_string();
    assert!(words.contains("(order A-1)") && words.contains("intent:A-1"), "{words}");
    let LedgerError::Broken(broken) = error else { panic!("{error:?}") };
    let data = serde_json::to_value(&broken).unwrap();
    assert_eq!(data["reference"], "A-1");
    assert_eq!(data["what"], serde_json::json!({ "fault": "rowChanged", "row": "intent:A-1" }));
    for (fault, part) in [
        (Fault::EntryMissing, "is missing"),
        (Fault::NotLinked, "does not follow"),
        (Fault::EntryChanged, "content was changed"),
        (Fault::EntryUnreadable, "cannot be read"),
        (Fault::RowGone { row: "request:1".to_owned() }, "is gone"),
        (Fault::RowAdded { row: "request:1".to_owned() }, "put into the record"),
        (Fault::TailCut { length: 4 }, "had 4 entries"),
        (Fault::OtherHistory, "another entry"),
    ] {
        let error = VerifyError { seq: Some(3), reference: None, what: fault };
        assert!(error.to_string().starts_with("entry 3 of the journal: "), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    let added = VerifyError { seq: None, reference: Some("A-1".to_owned()), what: Fault::EntryMissing };
    assert_eq!(added.to_string(), "order A-1: it is missing");
}

#[test]
fn a_new_record_is_whole() {
    let (_folder, ledger) = ledger();
    assert_eq!(ledger.verify().unwrap(), Verified { entries: 0, anchored: false });
    sent(&ledger, "A-1");
    assert_eq!(ledger.verify().unwrap().entries, 2);
}

#[test]
fn every_column_of_every_table_is_bound() {
    let (folder, _ledger) = ledger();
    let db = raw(&folder);
    let columns = |table: &str| -> Vec<String> {
        let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY name").unwrap();
        statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let fields = |row: serde_json::Value| -> Vec<String> {
        let mut names: Vec<String> = row.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let new = store::IntentRow::prepared(&intent("A-1"), "now");
    assert_eq!(fields(serde_json::to_value(new).unwrap()), columns("intents"));
    let rows = super::store::contract::rows();
    assert_eq!(fields(serde_json::to_value(rows.0).unwrap()), columns("decisions"));
    assert_eq!(fields(serde_json::to_value(rows.1).unwrap()), columns("requests"));
    assert_eq!(fields(serde_json::to_value(rows.2).unwrap()), columns("documents"));
}

#[test]
fn an_infinite_number_in_place_of_an_absent_one_is_found() {
    let (_folder, ledger, db) = lived();
    db.execute("UPDATE intents SET drawn_km2 = 9e999 WHERE reference = 'A-1'", []).unwrap();
    assert!(ledger.verify().is_err());
    let print = |drawn_km2| {
        let row = store::IntentRow::prepared(&NewIntent { drawn_km2, ..intent("A-1") }, "now");
        store::Bound::fingerprint(&row)
    };
    let prints = [None, Some(f64::INFINITY), Some(f64::NEG_INFINITY), Some(0.0), Some(-0.0)].map(print);
    for (number, one) in prints.iter().enumerate() {
        assert!(!prints[..number].contains(one), "{number}");
    }
}
