//! The tables, as a list of steps that are frozen once shipped: a change is a new step at the end.

use rusqlite::Connection;

use super::LedgerError;

const STEPS: &[&str] = &[
    "
CREATE TABLE intents (
  reference      TEXT PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('order', 'quotation')),
  state          TEXT NOT NULL,
  contract_id    TEXT NOT NULL,
  contract_name  TEXT NOT NULL,
  backend        TEXT NOT NULL CHECK (backend IN ('legacy', 'neo')),
  body           BLOB NOT NULL,
  sha256         TEXT NOT NULL,
  amount         TEXT NOT NULL,
  currency       TEXT NOT NULL,
  credit_before  TEXT,
  workspace      TEXT,
  what           TEXT NOT NULL,
  items          TEXT NOT NULL,
  areas          TEXT NOT NULL,
  drawn_km2      REAL,
  billed_km2     TEXT,
  created_at     TEXT NOT NULL,
  changed_at     TEXT NOT NULL,
  message        TEXT,
  quotation_id   TEXT,
  sales_order_id TEXT,
  progress       TEXT,
  expires        TEXT,
  looks          INTEGER NOT NULL DEFAULT 0,
  next_look      TEXT
) STRICT;
CREATE TABLE decisions (
  id            INTEGER PRIMARY KEY,
  reference     TEXT NOT NULL REFERENCES intents (reference),
  kind          TEXT NOT NULL CHECK (kind IN ('accept', 'refuse')),
  quotation_id  TEXT NOT NULL,
  reason_id     INTEGER,
  amount        TEXT NOT NULL,
  state         TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  message       TEXT
) STRICT;
-- At most one decision on a quotation can be open or made.
CREATE UNIQUE INDEX one_live_decision ON decisions (quotation_id)
  WHERE state IN ('prepared', 'submitting', 'unknown', 'confirmed');
CREATE TABLE requests (
  id         INTEGER PRIMARY KEY,
  reference  TEXT NOT NULL REFERENCES intents (reference),
  method     TEXT NOT NULL,
  path       TEXT NOT NULL,
  body       BLOB,
  sha256     TEXT NOT NULL,
  sent_at    TEXT NOT NULL,
  status     INTEGER,
  answer     BLOB,
  outcome    TEXT
) STRICT;
CREATE TABLE documents (
  sha256       TEXT PRIMARY KEY,
  quotation_id TEXT NOT NULL,
  byte_count   INTEGER NOT NULL,
  fetched_at   TEXT NOT NULL
) STRICT;
CREATE TABLE journal (
  seq       INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  reference TEXT,
  event     TEXT NOT NULL,
  detail    TEXT NOT NULL,
  previous  TEXT NOT NULL,
  hash      TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
",
    "
-- The basket as it was, so that what was not placed can be put into it again.
ALTER TABLE intents ADD COLUMN basket TEXT;
",
    "
-- Found at the vendor after a person had said that it was not placed: it may have been ordered twice by then.
ALTER TABLE intents ADD COLUMN turned_up INTEGER NOT NULL DEFAULT 0 CHECK (turned_up IN (0, 1));
CREATE INDEX journal_of_a_reference ON journal (reference, seq);
",
];

/// Sets and reads back the pragmas, checks the file, and brings the tables up to date.
pub(super) fn prepare(db: &mut Connection) -> Result<(), LedgerError> {
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )?;
    expect(db, "journal_mode", &["wal", "memory"])?;
    expect(db, "synchronous", &["2"])?;
    expect(db, "foreign_keys", &["1"])?;
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(LedgerError::Damaged(verdict));
    }
    migrate(db)
}

fn expect(db: &Connection, setting: &'static str, allowed: &[&str]) -> Result<(), LedgerError> {
    let value: rusqlite::types::Value = db.query_row(&format!("PRAGMA {setting}"), [], |row| row.get(0))?;
    let found = match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    };
    if allowed.contains(&found.as_str()) { Ok(()) } else { Err(LedgerError::NotDurable { setting, found }) }
}

fn migrate(db: &mut Connection) -> Result<(), LedgerError> {
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if done > known {
        return Err(LedgerError::Newer);
    }
    for step in STEPS.iter().skip(done as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_keep_its_settings_is_refused() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("PRAGMA synchronous = OFF").unwrap();
        let refused = expect(&db, "synchronous", &["2"]);
        let Err(LedgerError::NotDurable { setting: "synchronous", found }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(found, "0");
        assert!(expect(&db, "synchronous", &["0"]).is_ok());
    }
}
