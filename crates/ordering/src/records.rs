//! The files of one place of ordering, and who owns them.
//!
//! One process at a time owns a record: another that opened it meanwhile would take a request under way for one that
//! died. Within a process a connection that is made anew shares the files of the one before, which may still be sending.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};
use std::time::Duration;

use crate::deliveries::Running;
use crate::error::DeskError;
use crate::files;
use crate::ledger::{Anchor, Clock, Ledger, LedgerError};
use crate::store::Store;

/// The open files of a folder. Whoever holds it owns the folder.
pub(crate) struct Records {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) store: Arc<Store>,
    /// Whoever judges an act holds it until the act is marked as being sent, so that no two are judged by the same
    /// credit, limit or offer. Over all contracts. Taken before [`Records::basket`], never after.
    pub(crate) money: tokio::sync::Mutex<()>,
    /// Edits of the basket read, change and write; one at a time. Never held over the network.
    pub(crate) basket: tokio::sync::Mutex<()>,
    /// Downloads under way, whichever connection began them: what they write lies here.
    pub(crate) running: Running,
    /// The basket is compared with the record once, when the files are opened: later there may be an act half-way.
    pub(crate) followed: Once,
    /// Locked for as long as it is open; the system lets go of it even when the process is killed.
    _owned: File,
}

static OPEN: Mutex<BTreeMap<PathBuf, Weak<Records>>> = Mutex::new(BTreeMap::new());

/// How long a folder that is just being closed is waited for.
const PATIENCE: Duration = Duration::from_millis(20);
const ATTEMPTS: u32 = 50;

impl Records {
    /// The records of a folder: those that this process has open, or newly opened ones, with what was left `submitting`
    /// turned into `unknown`.
    ///
    /// A record that can't be used closes nothing else: [`Ledger::closed`] stands in its place.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when another process owns the folder, or why the other files cannot be used.
    pub(crate) fn open(
        folder: &Path,
        clock: Clock,
        anchor: Option<Arc<dyn Anchor>>,
    ) -> Result<Arc<Records>, DeskError> {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(records) = open.get(folder).and_then(Weak::upgrade) {
            return Ok(records);
        }
        let unmade = |source| DeskError::file("could not make", folder, source);
        files::private_folder(folder).map_err(unmade)?;
        files::restrict_below(folder);
        let owned = own(&folder.join("owner.lock"))?;
        let ledger = usable(&folder.join("ledger.db"), clock, anchor).unwrap_or_else(|why| {
            tracing::error!(why = why.in_words(), "the order record can't be used");
            Ledger::closed(why)
        });
        let store = Store::open(&folder.join("desk.db"))?;
        let records = Arc::new(Records {
            ledger: Arc::new(ledger),
            store: Arc::new(store),
            money: tokio::sync::Mutex::default(),
            basket: tokio::sync::Mutex::default(),
            running: Running::default(),
            followed: Once::new(),
            _owned: owned,
        });
        open.insert(folder.to_owned(), Arc::downgrade(&records));
        Ok(records)
    }
}

fn usable(path: &Path, clock: Clock, anchor: Option<Arc<dyn Anchor>>) -> Result<Ledger, LedgerError> {
    let ledger = Ledger::open_anchored(path, clock, anchor)?;
    ledger.end_interrupted()?;
    Ok(ledger)
}

fn own(path: &Path) -> Result<File, DeskError> {
    let unusable = |source| DeskError::file("could not use", path, source);
    let file = files::private_file(path).map_err(unusable)?;
    for _ in 0..ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PATIENCE),
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
    }
    Err(LedgerError::InUse.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Arc::new(jiff::Timestamp::now)
    }

    #[test]
    fn a_process_shares_its_records_and_another_is_told_that_they_are_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let first = Records::open(folder.path(), clock(), None).unwrap();
        let again = Records::open(folder.path(), clock(), None).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        // The lock is the file's, so a second handle within this process stands for another process.
        assert!(matches!(own(&folder.path().join("owner.lock")), Err(DeskError::Ledger(LedgerError::InUse))));
        drop((first, again));
        assert!(own(&folder.path().join("owner.lock")).is_ok());
    }
    fn closed(folder: &Path) -> (Arc<Records>, String) {
        let records = Records::open(folder, clock(), None).unwrap();
        let why = records.ledger.unusable().unwrap();
        // What is beside the record goes on.
        records.store.put_area("a", "Tagus", None, "{}").unwrap();
        assert_eq!(records.store.areas().unwrap().len(), 1);
        assert!(matches!(records.ledger.intents(), Err(LedgerError::Closed(_))));
        (records, why)
    }

    #[test]
    fn a_record_that_can_not_be_used_closes_nothing_else() {
        let damaged = tempfile::tempdir().unwrap();
        std::fs::write(damaged.path().join("ledger.db"), "no database ".repeat(100)).unwrap();
        assert!(closed(damaged.path()).1.contains("damaged"));
        let newer = tempfile::tempdir().unwrap();
        let db = rusqlite::Connection::open(newer.path().join("ledger.db")).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        assert!(closed(newer.path()).1.contains("newer version"));
        let barred = tempfile::tempdir().unwrap();
        std::fs::create_dir(barred.path().join("ledger.db")).unwrap();
        let (_records, why) = closed(barred.path());
        assert!(why.contains("could not be opened") && why.contains("ledger.db"), "{why}");
    }

    #[test]
    fn the_record_is_anchored_where_an_anchor_is_given() {
        struct Nowhere;
        impl Anchor for Nowhere {
            fn load(&self) -> Result<Option<crate::ledger::Head>, String> {
                Ok(Some(crate::ledger::Head { length: 4, hash: "ab".to_owned() }))
            }
            fn store(&self, _head: &crate::ledger::Head) -> Result<(), String> {
                Ok(())
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let records = Records::open(folder.path(), clock(), Some(Arc::new(Nowhere))).unwrap();
        assert!(matches!(records.ledger.verify(), Err(LedgerError::Broken(_))), "four entries are gone");
        assert!(records.ledger.unusable().is_none());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_on_the_computer_can_read_a_file_of_a_session() {
        use std::os::unix::fs::PermissionsExt;
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("sandbox");
        // What an earlier version left.
        std::fs::create_dir(&folder).unwrap();
        std::fs::create_dir(folder.join("quotations")).unwrap();
        for name in ["desk.db-journal", "quotations/QUO1.pdf"] {
            std::fs::write(folder.join(name), "").unwrap();
            std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        let records = Records::open(&folder, clock(), None).unwrap();
        records.ledger.prepare(&crate::ledger::testing::new_intent("A-1")).unwrap();
        records.store.put_area("a", "Tagus", None, "{}").unwrap();
        let searches = crate::search::KeptSearches::open(&folder.join("searches.db")).unwrap();
        let mut seen = Vec::new();
        let mut open = vec![folder.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                let wanted = if entry.path().is_dir() { 0o700 } else { 0o600 };
                assert_eq!(mode, wanted, "{:?}", entry.path());
                seen.push(entry.file_name().into_string().unwrap());
                open.extend(Some(entry.path()).filter(|path| path.is_dir()));
            }
        }
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700);
        for name in [
            "ledger.db",
            "ledger.db-wal",
            "ledger.db-shm",
            "desk.db",
            "desk.db-wal",
            "searches.db",
            "owner.lock",
            "QUO1.pdf",
        ] {
            assert!(seen.iter().any(|one| one == name), "{name} is not among {seen:?}");
        }
        drop((records, searches));
    }
}
