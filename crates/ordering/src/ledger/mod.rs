//! The record of every spending act, in SQLite: intents, what was sent, what was answered, decisions on quotations, and
//! a journal in which each entry is chained to the one before.
//!
//! A file of its own, durable at each commit (`WAL` with `synchronous=FULL`, read back at opening): an intent must be on
//! the disk before the first byte leaves for the vendor.

pub use journal::sha256 as sha256_of;
pub(crate) use journal::sha256 as sha256_hex;

mod decision;
mod intent;
mod journal;
mod schema;
mod state;
mod terms;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

pub use decision::{Decision, DecisionKind};
pub use intent::{Intent, NewIntent, Progress};
pub use journal::{JournalEntry, VerifyError};
pub use state::{Event, IntentState};
pub use terms::*;

/// The record could not be read or written. Nothing is sent while that is so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// SQLite refused.
    #[error("the order record could not be used")]
    Sqlite(#[from] rusqlite::Error),
    /// The folder could not be made.
    #[error("the folder of the order record could not be made")]
    Folder(#[source] std::io::Error),
    /// The file is not as durable as spending needs.
    #[error("the order record does not keep its durability setting {setting} (found {found})")]
    NotDurable {
        /// Which pragma.
        setting: &'static str,
        /// What it read back.
        found: String,
    },
    /// `integrity_check` found something.
    #[error("the order record is damaged: {0}")]
    Damaged(String),
    /// Another program has it open. Two that spend from one record would not know of each other's requests.
    #[error("the order record is in use by another Swath")]
    InUse,
    /// The file was written by a newer program.
    #[error("the order record was written by a newer version of Swath")]
    Newer,
    /// A step that the state table does not know, such as sending twice.
    #[error("order {reference} is {state}; it cannot be {event} now")]
    Forbidden {
        /// Which order.
        reference: String,
        /// Where it stands.
        state: IntentState,
        /// What was tried.
        event: Event,
    },
    /// No such order.
    #[error("there is no order {0} in the record")]
    Unknown(String),
    /// The reference is taken; references are never used twice.
    #[error("the reference {0} was used before")]
    ReferenceTaken(String),
    /// A row does not read back.
    #[error("the order record holds a row that cannot be read: {0}")]
    Unreadable(String),
}

/// Tells the time that the record is stamped with: the vendor's, so that it goes with the vendor's own dates.
pub type Clock = std::sync::Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// The record of one connection.
pub struct Ledger {
    db: Mutex<Connection>,
    clock: Clock,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens or makes the record at `path`, and checks it.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn open(path: &Path, clock: Clock) -> Result<Ledger, LedgerError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(LedgerError::Folder)?;
        }
        let mut db = Connection::open(path)?;
        schema::prepare(&mut db)?;
        restrict(path);
        Ok(Ledger { db: Mutex::new(db), clock })
    }

    /// Turns whatever is found `submitting` into `unknown`: the program died while it was being sent. Only for whoever
    /// owns the record alone, as another program could be sending just now.
    ///
    /// # Errors
    /// When the record cannot be used.
    pub fn end_interrupted(&self) -> Result<(), LedgerError> {
        for intent in self.intents()? {
            if intent.state == IntentState::Submitting {
                self.step(&intent.reference, Event::FoundDead, Some(&Why::ProgramClosed))?;
            }
        }
        self.end_interrupted_decisions()
    }

    /// A panic in another thread can't leave SQLite half-written, so a poisoned lock is taken over.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in one transaction that holds the write lock from its start. All that it writes has one stamp.
    fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>, &str) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut db = self.lock();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction, &stamp((self.clock)()))?;
        transaction.commit()?;
        Ok(result)
    }
}

/// The record names what an organisation buys: nobody else on this computer needs to read it.
#[cfg(unix)]
fn restrict(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Err(error) = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)) {
        tracing::warn!(%error, "the order record could not be made private");
    }
}

#[cfg(not(unix))]
fn restrict(_path: &Path) {}

/// A moment as it is written everywhere in the record.
pub(crate) fn stamp(moment: jiff::Timestamp) -> String {
    moment.round(jiff::Unit::Millisecond).unwrap_or(moment).to_string()
}

#[cfg(test)]
pub(crate) mod testing;
