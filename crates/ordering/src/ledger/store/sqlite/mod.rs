//! The record in a SQLite file.

mod columns;
mod schema;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Row, ToSql, TransactionBehavior};

use self::columns::{Stored, insert, replace};
use super::{
    DecisionRow, DocumentRow, EntriesOf, EntryRow, IntentRow, ReadWork, RecordReader, RecordStore,
    RecordTransaction, RequestRow, Rows, WriteWork,
};
use crate::files;
use crate::ledger::LedgerError;

/// Binds the rows of a file of the first form to the journal, within the transaction of the schema step.
pub(in crate::ledger) type Adopt =
    Arc<dyn Fn(&mut dyn RecordTransaction) -> Result<(), LedgerError> + Send + Sync>;

/// A SQLite file in WAL mode, durable at each commit.
pub(in crate::ledger) struct SqliteStore {
    db: Mutex<Connection>,
}

impl SqliteStore {
    /// Opens or makes the file, for the user of this computer alone, checks it and brings it to the present form.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub(in crate::ledger) fn open(path: &Path, adopt: Adopt) -> Result<SqliteStore, LedgerError> {
        let mut db = files::private_database(path)
            .map_err(|source| LedgerError::File { path: path.to_owned(), source })?;
        schema::prepare(&mut db, path, adopt)?;
        Ok(SqliteStore { db: Mutex::new(db) })
    }

    /// A panic in another thread can't leave SQLite half-written, so a poisoned lock is taken over.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RecordStore for SqliteStore {
    fn read(&self, work: ReadWork<'_>) -> Result<(), LedgerError> {
        let mut db = self.lock();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Deferred)?;
        work(&Rowwise(&transaction))
    }

    fn write(&self, work: WriteWork<'_>) -> Result<(), LedgerError> {
        let mut db = self.lock();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&mut Rowwise(&transaction))?;
        transaction.commit()?;
        Ok(())
    }
}

/// Rows read and written within one transaction.
struct Rowwise<'a>(&'a Connection);

impl Rowwise<'_> {
    fn one<T: Stored>(&self, key: &dyn ToSql) -> Result<Option<T>, LedgerError> {
        let sql = format!("SELECT * FROM {} WHERE {} = ?1", T::TABLE, T::KEY);
        let mut statement = self.0.prepare_cached(&sql)?;
        statement
            .query_row([key], |row| Ok(T::read(row)))
            .optional()?
            .transpose()
            .map_err(|error| LedgerError::Unreadable(error.to_string()))
    }

    fn all<T: Stored>(&self, rest: &str, values: &[&dyn ToSql]) -> Rows<T> {
        let sql = format!("SELECT * FROM {} {rest}", T::TABLE);
        let mut statement = self.0.prepare_cached(&sql)?;
        let read = |row: &Row<'_>| {
            Ok(T::read(row)
                .map_err(|error| super::Unreadable { key: T::key_of(row), why: error.to_string() }))
        };
        let rows = statement.query_map(values, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// `values` are those of `rest`, whose marks begin at ?2.
    fn entries_where(&self, of: EntriesOf<'_>, rest: &str, values: &[&dyn ToSql]) -> Rows<EntryRow> {
        let (which, reference) = match of {
            EntriesOf::All => ("?1 IS NULL", None),
            EntriesOf::Record => ("reference IS ?1", None),
            EntriesOf::Order(reference) => ("reference = ?1", Some(reference)),
        };
        let values: Vec<&dyn ToSql> =
            std::iter::once(&reference as &dyn ToSql).chain(values.iter().copied()).collect();
        self.all(&format!("WHERE {which} {rest}"), &values)
    }
}

impl RecordReader for Rowwise<'_> {
    fn intent(&self, reference: &str) -> Result<Option<IntentRow>, LedgerError> {
        self.one(&reference)
    }

    fn intents(&self) -> Rows<IntentRow> {
        self.all("ORDER BY reference", &[])
    }

    fn decision(&self, id: i64) -> Result<Option<DecisionRow>, LedgerError> {
        self.one(&id)
    }

    fn decisions(&self) -> Rows<DecisionRow> {
        self.all("ORDER BY id", &[])
    }

    fn decisions_of(&self, reference: &str) -> Rows<DecisionRow> {
        self.all("WHERE reference = ?1 ORDER BY id", &[&reference])
    }

    fn request(&self, id: i64) -> Result<Option<RequestRow>, LedgerError> {
        self.one(&id)
    }

    fn requests(&self) -> Rows<RequestRow> {
        self.all("ORDER BY id", &[])
    }

    fn documents(&self) -> Rows<DocumentRow> {
        self.all("ORDER BY id", &[])
    }

    fn entries(&self, of: EntriesOf<'_>) -> Rows<EntryRow> {
        self.entries_where(of, "ORDER BY seq", &[])
    }

    fn newest_entries(&self, of: EntriesOf<'_>, skip: usize, count: usize) -> Rows<EntryRow> {
        let limit = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let (skip, count) = (limit(skip), limit(count));
        self.entries_where(of, "ORDER BY seq DESC LIMIT ?2 OFFSET ?3", &[&count, &skip])
    }
}

impl RecordTransaction for Rowwise<'_> {
    fn put_intent(&mut self, row: &IntentRow) -> Result<(), LedgerError> {
        if self.0.prepare_cached("SELECT 1 FROM intents WHERE reference = ?1")?.exists([&row.reference])? {
            replace(self.0, row)
        } else {
            insert(self.0, row).map(drop)
        }
    }

    fn add_decision(&mut self, row: &DecisionRow) -> Result<i64, LedgerError> {
        insert(self.0, row)
    }

    fn put_decision(&mut self, row: &DecisionRow) -> Result<(), LedgerError> {
        replace(self.0, row)
    }

    fn add_request(&mut self, row: &RequestRow) -> Result<i64, LedgerError> {
        insert(self.0, row)
    }

    fn put_request(&mut self, row: &RequestRow) -> Result<(), LedgerError> {
        replace(self.0, row)
    }

    fn add_document(&mut self, row: &DocumentRow) -> Result<i64, LedgerError> {
        insert(self.0, row)
    }

    fn append(&mut self, entry: &EntryRow) -> Result<(), LedgerError> {
        let last: Option<i64> = self.0.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))?;
        if entry.seq != last.unwrap_or(0).saturating_add(1) {
            return Err(LedgerError::Unreadable(format!("entry {} is not the next one", entry.seq)));
        }
        insert(self.0, entry).map(drop)
    }
}
