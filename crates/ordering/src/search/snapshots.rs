//! The columns of a search beside its records, so that it opens at once. A snapshot is good for as long as no record of the
//! search is written: whoever writes one strikes the snapshot out first, and a file that is not noted counts as none.

use std::fs;
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::kept::{Answer, KeptSearches};

/// Where a snapshot has the check of its content, which is noted beside the records.
const CHECK: std::ops::Range<usize> = 8..12;

impl KeptSearches {
    fn file(&self, search: i64) -> PathBuf {
        self.columns.join(format!("{search}.columns"))
    }

    /// The snapshot of a search, if there is one that was taken of the records as they are.
    pub(super) fn snapshot(&self, search: i64) -> Answer<Option<Vec<u8>>> {
        let sql = "SELECT mark FROM snapshots WHERE search = ?1";
        let noted: Option<u32> = self.lock().query_row(sql, [search], |row| row.get(0)).optional()?;
        let bytes = noted.and_then(|_| fs::read(self.file(search)).ok());
        Ok(bytes.filter(|bytes| mark(bytes) == noted))
    }

    /// Keeps a snapshot that was taken while the records were in a state. It is a comfort: a disk that does not take it
    /// leaves the search as it is.
    pub(super) fn keep_snapshot(&self, search: i64, bytes: &[u8], state: u64) -> Answer<()> {
        let Some(mark) = mark(bytes) else { return Ok(()) };
        let (file, draft) = (self.file(search), self.columns.join(format!("{search}.draft")));
        let written = crate::files::private_folder(&self.columns)
            .and_then(|()| crate::files::write_private(&draft, bytes))
            .and_then(|()| fs::rename(&draft, &file));
        if let Err(error) = written {
            tracing::debug!(%error, "a snapshot was not kept");
            // A draft may be there in part.
            let _ = fs::remove_file(draft);
            return Ok(());
        }
        let db = self.lock();
        if self.state() == state {
            db.execute("INSERT OR REPLACE INTO snapshots (search, mark) VALUES (?1, ?2)", (search, mark))?;
        }
        Ok(())
    }

    /// Removes the files of searches that are gone.
    pub(super) fn sweep_snapshots(&self, db: &Connection) -> Answer<()> {
        db.execute_batch("DELETE FROM snapshots WHERE search NOT IN (SELECT id FROM searches)")?;
        let mut here = db.prepare("SELECT 1 FROM snapshots WHERE search = ?1")?;
        for entry in fs::read_dir(&self.columns).into_iter().flatten().flatten() {
            let path = entry.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse::<i64>().ok());
            if !here.exists([number])? {
                // One that stays is removed the next time.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }
}

/// Strikes out the snapshots that know one of the scenes, whose records are about to be written.
pub(super) fn strike_out<'a>(
    transaction: &Transaction<'_>,
    search: i64,
    mut scenes: impl Iterator<Item = &'a str>,
) -> Answer<()> {
    transaction.execute("DELETE FROM snapshots WHERE search = ?1", [search])?;
    if !transaction.prepare_cached("SELECT 1 FROM snapshots LIMIT 1")?.exists([])? {
        return Ok(());
    }
    let mut strike = transaction.prepare_cached(
        "DELETE FROM snapshots WHERE search IN (SELECT search FROM found WHERE scene = ?1)",
    )?;
    scenes.try_for_each(|scene| strike.execute([scene]).map(drop))
}

fn mark(snapshot: &[u8]) -> Option<u32> {
    let check = snapshot.get(CHECK)?.try_into().ok()?;
    Some(u32::from_le_bytes(check))
}
