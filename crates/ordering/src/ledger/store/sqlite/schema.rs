//! The tables, as a list of steps that are frozen once shipped: a change is a new step at the end. SQLite's `user_version`
//! counts the steps that a file has.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use rusqlite_migration::{Error, HookError, M, MigrationDefinitionError, Migrations};

use super::{Adopt, Rowwise};
use crate::files;
use crate::ledger::LedgerError;

const STEP_1: &str = "
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
";

const STEP_2: &str = "
-- The basket as it was, so that what was not placed can be put into it again.
ALTER TABLE intents ADD COLUMN basket TEXT;
";

const STEP_3: &str = "
-- Found at the vendor after a person had said that it was not placed: it may have been ordered twice by then.
ALTER TABLE intents ADD COLUMN turned_up INTEGER NOT NULL DEFAULT 0 CHECK (turned_up IN (0, 1));
CREATE INDEX journal_of_a_reference ON journal (reference, seq);
";

const STEP_4: &str = "
-- Facts as data beside the words; they are JSON, see the types of the same names.
ALTER TABLE intents ADD COLUMN why TEXT;
ALTER TABLE intents ADD COLUMN offer TEXT;
ALTER TABLE intents ADD COLUMN booked TEXT;
-- When the request began that counts: what provably never left has none.
ALTER TABLE intents ADD COLUMN sent_at TEXT;
ALTER TABLE decisions ADD COLUMN currency TEXT;
ALTER TABLE decisions ADD COLUMN version INTEGER;
ALTER TABLE decisions ADD COLUMN why TEXT;
ALTER TABLE decisions ADD COLUMN sent_at TEXT;
CREATE INDEX decisions_of_an_order ON decisions (reference, id);
ALTER TABLE requests ADD COLUMN decision INTEGER;
ALTER TABLE requests ADD COLUMN technical TEXT;
-- One quotation can have several versions, and two quotations the same bytes.
CREATE TABLE documents_of_quotations (
  id           INTEGER PRIMARY KEY,
  quotation_id TEXT NOT NULL,
  version      INTEGER,
  sha256       TEXT NOT NULL,
  byte_count   INTEGER NOT NULL,
  fetched_at   TEXT NOT NULL
) STRICT;
INSERT INTO documents_of_quotations (quotation_id, sha256, byte_count, fetched_at)
  SELECT quotation_id, sha256, byte_count, fetched_at FROM documents ORDER BY fetched_at, sha256;
DROP TABLE documents;
ALTER TABLE documents_of_quotations RENAME TO documents;
-- 1: an entry in words. 2: an entry as JSON, which names the hashes of the rows that it wrote.
ALTER TABLE journal ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
";

/// The steps. With the fourth, the rows that are there are bound to the journal by `adopt`.
fn migrations(adopt: Adopt) -> Migrations<'static> {
    let hook = move |transaction: &rusqlite::Transaction<'_>| {
        adopt(&mut Rowwise(transaction)).map_err(|error| HookError::Hook(error.in_words()))
    };
    Migrations::new(vec![M::up(STEP_1), M::up(STEP_2), M::up(STEP_3), M::up_with_hook(STEP_4, hook)])
}

/// Sets and reads back the pragmas, checks the file, and brings the tables up to date. Before an existing file is changed
/// a copy of it is kept beside it.
pub(super) fn prepare(db: &mut Connection, path: &Path, adopt: Adopt) -> Result<(), LedgerError> {
    db.busy_timeout(Duration::from_secs(10))?;
    let migrations = migrations(adopt);
    let pending = migrations.pending_migrations(db).map_err(explain)?;
    if pending < 0 {
        return Err(LedgerError::Newer);
    }
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )
    .map_err(damage)?;
    expect(db, "journal_mode", &["wal"])?;
    expect(db, "synchronous", &["2"])?;
    expect(db, "foreign_keys", &["1"])?;
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(damage)?;
    if verdict != "ok" {
        return Err(LedgerError::Damaged(verdict));
    }
    let done = steps_of(db)?;
    if pending > 0 && done > 0 {
        keep_copy(db, path, done.saturating_add(pending.unsigned_abs()))?;
    }
    db.set_transaction_behavior(TransactionBehavior::Immediate);
    match migrations.to_latest(db) {
        Ok(()) => Ok(()),
        // Another process may have made the steps meanwhile.
        Err(_) if migrations.pending_migrations(db) == Ok(0) => Ok(()),
        Err(error) => Err(explain(error)),
    }
}

fn steps_of(db: &Connection) -> Result<u32, LedgerError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// The name of the copy tells the step before which it was made: `ledger.before-4.db`.
fn keep_copy(db: &Connection, path: &Path, step: u32) -> Result<(), LedgerError> {
    let copy = path.with_extension(format!("before-{step}.db"));
    // Written under another name first, so that a copy that is there is whole.
    let part = copy.with_extension("part");
    copy_to(db, &part, &copy).map_err(|source| {
        if let Err(error) = files::remove(&part) {
            tracing::warn!(%error, "a part of a copy of the order record was left");
        }
        LedgerError::NotCopied { path: copy, source }
    })
}

fn copy_to(
    db: &Connection,
    part: &Path,
    copy: &Path,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    files::remove(part)?;
    let file = files::private_file(part)?;
    let mut target = Connection::open(part)?;
    Backup::new(db, &mut target)?.run_to_completion(1_000, Duration::ZERO, None)?;
    target.close().map_err(|(_, error)| error)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, copy)?;
    files::sync_folder(copy)?;
    Ok(())
}

fn explain(error: Error) -> LedgerError {
    match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => LedgerError::Newer,
        Error::RusqliteError { err, .. } => damage(err),
        other => LedgerError::Migration(other.to_string()),
    }
}

/// A file that is no database, or whose pages don't fit together, is damaged; other errors stay as they are.
fn damage(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => LedgerError::Damaged(error.to_string()),
        _ => LedgerError::Sqlite(error),
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_steps_fit_together() {
        migrations(Arc::new(|_| Ok(()))).validate().unwrap();
    }

    #[test]
    fn a_file_of_every_earlier_step_is_brought_to_the_present_one_and_keeps_its_rows() {
        const OLD: &str = "INSERT INTO intents (reference, kind, state, contract_id, contract_name, backend, body, sha256,
            amount, currency, what, items, areas, created_at, changed_at) VALUES ('A-1', 'order', 'confirmed', 'C', 'C',
            'neo', x'00', '', '1', 'EUR', '', '[]', '[]', '', '')";
        for done in 1..=4 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("ledger.db");
            let mut db = Connection::open(&path).unwrap();
            migrations(Arc::new(|_| Ok(()))).to_version(&mut db, done).unwrap();
            db.execute(OLD, []).unwrap();
            prepare(&mut db, &path, Arc::new(|_| Ok(()))).unwrap();
            assert_eq!(steps_of(&db).unwrap(), 4);
            let kept: i64 = db.query_row("SELECT count(*) FROM intents", [], |row| row.get(0)).unwrap();
            assert_eq!(kept, 1, "step {done}");
            assert_eq!(folder.path().join("ledger.before-4.db").exists(), done < 4, "step {done}");
            assert!(!folder.path().join("ledger.before-4.part").exists());
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut db = Connection::open(&path).unwrap();
        migrations(Arc::new(|_| Ok(()))).to_version(&mut db, 3).unwrap();
        let failed = prepare(&mut db, &path, Arc::new(|_| Err(LedgerError::Unreadable("row 3".to_owned()))));
        assert!(matches!(&failed, Err(LedgerError::Migration(why)) if why.contains("row 3")), "{failed:?}");
        assert_eq!(steps_of(&db).unwrap(), 3);
        db.prepare("SELECT form FROM journal").unwrap_err();
    }

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
