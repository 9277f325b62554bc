//! What the record needs of a database, as a contract: row by row, without a rule of its own. The state table, the journal
//! and its hashes live above it and are written once.
//!
//! An implementation keeps these promises; the tests in `contract` hold each of them against every implementation.
//!
//! 1. [`RecordStore::write`] runs one transaction at a time: it holds the write lock from its start, also against other
//!    processes, so that what it reads can't change before it ends.
//! 2. A transaction sees what it wrote itself.
//! 3. When `work` answers `Ok`, all of it is durable before `write` returns; when `work` or the commit fails, none of it is
//!    left.
//! 4. [`RecordStore::read`] sees one moment: nothing of a transaction that commits meanwhile.
//! 5. A row reads back exactly as it was written: texts byte for byte, numbers without loss, absent as absent.
//! 6. Journal entries are only ever appended; no method changes or removes one.
//! 7. Numbers of rows are given by the store, upwards from 1.

mod closed;
#[cfg(test)]
pub(super) mod contract;
mod memory;
mod rows;
mod sqlite;

pub(super) use closed::ClosedStore;
pub use memory::MemoryStore;
pub(super) use rows::Bound;
pub use rows::{DecisionRow, DocumentRow, EntryRow, IntentRow, RequestRow, RowKey, Unreadable};
pub(super) use sqlite::{Adopt, SqliteStore};

use super::LedgerError;

/// What is done within a read.
pub type ReadWork<'a> = &'a mut dyn FnMut(&dyn RecordReader) -> Result<(), LedgerError>;

/// What is done within a transaction.
pub type WriteWork<'a> = &'a mut dyn FnMut(&mut dyn RecordTransaction) -> Result<(), LedgerError>;

/// The rows of a table; one that can't be read does not hide the others.
pub type Rows<T> = Result<Vec<Result<T, Unreadable>>, LedgerError>;

/// Which entries of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntriesOf<'a> {
    /// All of them.
    All,
    /// Those about the record itself, without a reference.
    Record,
    /// Those of one order.
    Order(&'a str),
}

/// A database that can keep the record. See the module for what it promises.
pub trait RecordStore: Send + Sync {
    /// Reads; all that `work` reads is of one moment.
    ///
    /// # Errors
    /// What `work` answers, or that the database can't be read.
    fn read(&self, work: ReadWork<'_>) -> Result<(), LedgerError>;

    /// Runs `work` in one transaction, once.
    ///
    /// # Errors
    /// What `work` answers, or that the database can't be written. Nothing is left of the transaction then.
    fn write(&self, work: WriteWork<'_>) -> Result<(), LedgerError>;
}

/// What can be read. Each method fails only when the database can't be used or, for a single row, when it can't be read
/// ([`LedgerError::Unreadable`]).
pub trait RecordReader {
    /// One intent.
    ///
    /// # Errors
    /// See the trait.
    fn intent(&self, reference: &str) -> Result<Option<IntentRow>, LedgerError>;

    /// All intents, in the order of their references.
    ///
    /// # Errors
    /// See the trait.
    fn intents(&self) -> Rows<IntentRow>;

    /// One decision.
    ///
    /// # Errors
    /// See the trait.
    fn decision(&self, id: i64) -> Result<Option<DecisionRow>, LedgerError>;

    /// All decisions, oldest first.
    ///
    /// # Errors
    /// See the trait.
    fn decisions(&self) -> Rows<DecisionRow>;

    /// The decisions on the quotation of one order, oldest first.
    ///
    /// # Errors
    /// See the trait.
    fn decisions_of(&self, reference: &str) -> Rows<DecisionRow>;

    /// One request.
    ///
    /// # Errors
    /// See the trait.
    fn request(&self, id: i64) -> Result<Option<RequestRow>, LedgerError>;

    /// All requests, oldest first.
    ///
    /// # Errors
    /// See the trait.
    fn requests(&self) -> Rows<RequestRow>;

    /// All documents, oldest first.
    ///
    /// # Errors
    /// See the trait.
    fn documents(&self) -> Rows<DocumentRow>;

    /// Entries of the journal, oldest first.
    ///
    /// # Errors
    /// See the trait.
    fn entries(&self, of: EntriesOf<'_>) -> Rows<EntryRow>;

    /// Entries of the journal, newest first: `count` of them after the first `skip`.
    ///
    /// # Errors
    /// See the trait.
    fn newest_entries(&self, of: EntriesOf<'_>, skip: usize, count: usize) -> Rows<EntryRow>;
}

/// What can be written within a transaction. Each method fails when the database can't be written.
pub trait RecordTransaction: RecordReader {
    /// Adds an intent, or replaces the one of the same reference.
    ///
    /// # Errors
    /// See the trait.
    fn put_intent(&mut self, row: &IntentRow) -> Result<(), LedgerError>;

    /// Adds a decision under the next number, which is given back; the row's own number is not looked at.
    ///
    /// # Errors
    /// See the trait.
    fn add_decision(&mut self, row: &DecisionRow) -> Result<i64, LedgerError>;

    /// Replaces the decision of the same number.
    ///
    /// # Errors
    /// See the trait.
    fn put_decision(&mut self, row: &DecisionRow) -> Result<(), LedgerError>;

    /// Adds a request under the next number, which is given back; the row's own number is not looked at.
    ///
    /// # Errors
    /// See the trait.
    fn add_request(&mut self, row: &RequestRow) -> Result<i64, LedgerError>;

    /// Replaces the request of the same number.
    ///
    /// # Errors
    /// See the trait.
    fn put_request(&mut self, row: &RequestRow) -> Result<(), LedgerError>;

    /// Adds a document under the next number, which is given back; the row's own number is not looked at.
    ///
    /// # Errors
    /// See the trait.
    fn add_document(&mut self, row: &DocumentRow) -> Result<i64, LedgerError>;

    /// Appends an entry to the journal; its number must be the next one.
    ///
    /// # Errors
    /// See the trait.
    fn append(&mut self, entry: &EntryRow) -> Result<(), LedgerError>;
}
