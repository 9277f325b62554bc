//! The record of every spending act: intents, what was sent, what was answered, decisions on quotations, and a journal in
//! which each entry is chained to the one before and binds the rows that were written with it.
//!
//! A file of its own, durable at each commit (`WAL` with `synchronous=FULL`, read back at opening): an intent must be on
//! the disk before the first byte leaves for the vendor. The database stands behind [`store::RecordStore`]; the rules are
//! here.

pub use journal::sha256 as sha256_of;
pub(crate) use journal::sha256 as sha256_hex;

mod adopt;
mod anchor;
mod corrections;
mod decision;
mod error;
mod first_form;
mod following;
mod intent;
mod journal;
mod spending;
mod standing;
mod state;
pub mod store;
mod takeover;
mod terms;
mod verify;
mod writing;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::anchor::Keeper;
use self::store::{
    Adopt, ClosedStore, RecordReader, RecordStore, RecordTransaction, SqliteStore, Unreadable,
};
use self::writing::Writing;
use crate::{drive, files};

pub use anchor::{Anchor, Head};
pub use decision::{Decision, DecisionKind};
pub use error::LedgerError;
pub use intent::{Intent, NewIntent, Progress, UnreadableOrder};
pub use journal::{JournalEntry, JournalEvent};
pub(crate) use standing::{Standing, accepting};
pub use state::{Event, IntentState};
pub use terms::{Act, AllowedAgain, Answer, Document, Evidence, Money, Offer, Settled, Source, Why};
pub use verify::{Fault, Verified, VerifyError};

/// Tells the time that the record is stamped with: the vendor's, so that it goes with the vendor's own dates.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// The record of one connection.
pub struct Ledger {
    store: Arc<dyn RecordStore>,
    clock: Clock,
    anchor: Option<Keeper>,
    /// What the last check found.
    broken: Mutex<Option<VerifyError>>,
    /// Why the record could not be opened.
    closed: Option<Arc<LedgerError>>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens or makes the record at `path`, and checks it, without an anchor outside the file.
    ///
    /// # Errors
    /// See [`LedgerError`]; a record that was changed from outside opens, see [`Ledger::verify`].
    pub fn open(path: &Path, clock: Clock) -> Result<Ledger, LedgerError> {
        Ledger::open_anchored(path, clock, None)
    }

    /// Opens or makes the record at `path`, and checks it, also against its anchor.
    ///
    /// # Errors
    /// See [`Ledger::open`].
    pub fn open_anchored(
        path: &Path,
        clock: Clock,
        anchor: Option<Arc<dyn Anchor>>,
    ) -> Result<Ledger, LedgerError> {
        if let Some(folder) = path.parent() {
            drive::refuse_network(folder, drive::kind_of)?;
            files::private_folder(folder).map_err(LedgerError::Folder)?;
        }
        let time = Arc::clone(&clock);
        let adopt: Adopt =
            Arc::new(move |transaction: &mut dyn RecordTransaction| adopt::adopt(transaction, stamp(time())));
        Ledger::over(Arc::new(SqliteStore::open(path, adopt)?), clock, anchor)
    }

    /// A record over a store, for tests and models.
    ///
    /// # Errors
    /// When the store can't be read.
    #[doc(hidden)]
    pub fn over(
        store: Arc<dyn RecordStore>,
        clock: Clock,
        anchor: Option<Arc<dyn Anchor>>,
    ) -> Result<Ledger, LedgerError> {
        let anchor = anchor.and_then(Keeper::start);
        let ledger = Ledger { store, clock, anchor, broken: Mutex::new(None), closed: None };
        match ledger.verify() {
            Ok(_) => {}
            // It can be read, and the finding is kept.
            Err(LedgerError::Broken(why)) => {
                tracing::error!(%why, "the order record was changed outside Swath");
            }
            Err(other) => return Err(other),
        }
        Ok(ledger)
    }

    /// In place of a record that can't be used: every call answers [`LedgerError::Closed`].
    pub fn closed(why: LedgerError) -> Ledger {
        let why = Arc::new(why);
        Ledger {
            store: Arc::new(ClosedStore { why: Arc::clone(&why) }),
            clock: Arc::new(jiff::Timestamp::now),
            anchor: None,
            broken: Mutex::new(None),
            closed: Some(why),
        }
    }

    /// Why the record can't be used, in words; none when it can.
    pub fn unusable(&self) -> Option<String> {
        self.closed.as_ref().map(|why| why.in_words())
    }

    /// Turns whatever is found `submitting` into `unknown`: the program died while it was being sent. Only for whoever
    /// owns the record alone, as another program could be sending just now.
    ///
    /// # Errors
    /// When the record cannot be used.
    pub fn end_interrupted(&self) -> Result<(), LedgerError> {
        let dead = |state: &str| state == IntentState::Submitting.as_str();
        let (intents, decisions) = self.read(|reader| {
            let intents = reader.intents()?.into_iter().flatten().filter(|row| dead(&row.state));
            let decisions = reader.decisions()?.into_iter().flatten().filter(|row| dead(&row.state));
            let references: Vec<String> = intents.map(|row| row.reference).collect();
            Ok((references, decisions.map(|row| row.id).collect::<Vec<i64>>()))
        })?;
        for reference in intents {
            self.step(&reference, Event::FoundDead, Some(&Why::ProgramClosed))?;
        }
        for id in decisions {
            self.step_decision(id, Event::FoundDead, Some(&Why::ProgramClosed))?;
        }
        Ok(())
    }

    /// What the last check found.
    fn broken(&self) -> MutexGuard<'_, Option<VerifyError>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing is spent from a record that was changed from outside.
    fn is_whole(&self) -> Result<(), LedgerError> {
        self.broken().clone().map_or(Ok(()), |why| Err(LedgerError::Broken(why)))
    }

    /// Reads within one moment.
    fn read<T>(&self, work: impl Fn(&dyn RecordReader) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut found = None;
        self.store.read(&mut |reader| {
            found = Some(work(reader)?);
            Ok(())
        })?;
        found.ok_or_else(not_run)
    }

    /// Runs `work` in one transaction that holds the write lock from its start. All that it writes has one stamp.
    fn write<T>(&self, work: impl Fn(&mut Writing<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut done = None;
        self.store.write(&mut |transaction| {
            let mut writing = Writing::new(transaction, stamp((self.clock)()))?;
            let result = work(&mut writing)?;
            done = Some((result, writing.head()));
            Ok(())
        })?;
        let (result, head) = done.ok_or_else(not_run)?;
        if let (Some(anchor), Some(head)) = (&self.anchor, head) {
            anchor.keep(head);
        }
        Ok(result)
    }
}

fn not_run() -> LedgerError {
    LedgerError::Unreadable("the store ran no transaction".to_owned())
}

fn unreadable(row: Unreadable) -> LedgerError {
    LedgerError::Unreadable(format!("{}: {}", row.key, row.why))
}

/// A moment as it is written everywhere in the record.
pub(crate) fn stamp(moment: jiff::Timestamp) -> String {
    moment.round(jiff::Unit::Millisecond).unwrap_or(moment).to_string()
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
