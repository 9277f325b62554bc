//! The searches of a connection on the disk, so that yesterday's opens without asking again. Each scene is kept once,
//! however many searches found it. Losing the file costs a search.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aoi::AreaPolygon;
use flate2::read::ZlibDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use serde_json::Value;

use super::request::SearchRequest;
use super::snapshots::strike_out;
use super::{SearchOutcome, Searched};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS searches (
  id INTEGER PRIMARY KEY, name TEXT, polygon TEXT NOT NULL, request TEXT NOT NULL, filter TEXT,
  searched_at TEXT NOT NULL, total INTEGER NOT NULL DEFAULT 0, newest TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS scenes (id TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS found (
  search INTEGER NOT NULL, scene TEXT NOT NULL, kept INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (search, scene)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS found_scene ON found (scene);
CREATE INDEX IF NOT EXISTS found_kept ON found (search, scene) WHERE kept = 1;
CREATE TABLE IF NOT EXISTS snapshots (search INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;
";

/// Searches without a name that are kept.
const RECENT: u32 = 12;

/// A search that is on the disk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeptSearch {
    /// Its number, as text.
    pub id: String,
    /// The user's name for it; none when it is only a recent one.
    pub name: Option<String>,
    /// What was asked.
    pub request: SearchRequest,
    /// The area as it then was.
    pub polygon: AreaPolygon,
    /// The further areas as they then were, in the order of the request.
    pub further: Vec<AreaPolygon>,
    /// The filter that was saved with it.
    pub filter: Option<archive::SceneFilter>,
    /// When, RFC 3339.
    pub searched_at: String,
    /// Scenes the archive then held.
    pub total: u32,
    /// Scenes that are here.
    pub received: u32,
    /// Whether there is more to fetch: it was stopped, or it failed.
    pub unfinished: bool,
    /// Scenes that the vendor told of and did not send.
    pub missing: u32,
    /// The latest change of a record among them, RFC 3339: where a refresh begins.
    pub newest: Option<String>,
}

/// The file of one connection.
pub(crate) struct KeptSearches {
    db: Mutex<Connection>,
    /// The folder of the snapshots.
    pub(super) columns: PathBuf,
    /// How often records were written.
    written: AtomicU64,
}

pub(super) type Answer<T> = Result<T, rusqlite::Error>;

impl KeptSearches {
    pub(crate) fn open(path: &Path) -> Answer<KeptSearches> {
        let db = crate::files::private_database(path)?;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;",
        )?;
        db.execute_batch(TABLES)?;
        // Files of the first version know of no scenes that left the catalogue.
        let told =
            db.prepare("SELECT 1 FROM pragma_table_info('scenes') WHERE name = 'withdrawn'")?.exists([])?;
        if !told {
            db.execute_batch("ALTER TABLE scenes ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0")?;
        }
        // Nor of searches over several areas.
        let several =
            db.prepare("SELECT 1 FROM pragma_table_info('searches') WHERE name = 'further'")?.exists([])?;
        if !several {
            db.execute_batch("ALTER TABLE searches ADD COLUMN further TEXT")?;
        }
        // Nor whether a search is whole. How much it missed was never noted; of these nothing can be told.
        let cut =
            db.prepare("SELECT 1 FROM pragma_table_info('searches') WHERE name = 'unfinished'")?.exists([])?;
        if !cut {
            db.execute_batch(
                "ALTER TABLE searches ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0;
                 ALTER TABLE searches ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;",
            )?;
        }
        db.execute_batch("CREATE INDEX IF NOT EXISTS scenes_withdrawn ON scenes (id) WHERE withdrawn = 1")?;
        Ok(KeptSearches {
            db: Mutex::new(db),
            columns: path.with_extension("columns"),
            written: AtomicU64::new(0),
        })
    }

    /// A number that is another one whenever a record was written.
    pub(super) fn state(&self) -> u64 {
        self.written.load(Ordering::Acquire)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a search, which is not whole before it is noted as such; its number.
    pub(super) fn begin(&self, areas: &Searched, request: &SearchRequest, at: &str) -> Answer<i64> {
        let db = self.lock();
        db.execute(
            "INSERT INTO searches (polygon, further, request, searched_at, unfinished) VALUES (?1, ?2, ?3, ?4, 1)",
            (json(&areas.first)?, json(&areas.further)?, json(request)?, at),
        )?;
        let number = db.last_insert_rowid();
        db.execute(
            "DELETE FROM searches WHERE name IS NULL AND id NOT IN
             (SELECT id FROM searches WHERE name IS NULL ORDER BY id DESC LIMIT ?1)",
            [RECENT],
        )?;
        sweep(&db)?;
        self.sweep_snapshots(&db)?;
        Ok(number)
    }

    /// Keeps a page of records, each with the id under which the index has it.
    pub(super) fn add(&self, search: i64, scenes: &[(String, &Value)]) -> Answer<()> {
        let mut packer = Packer::new();
        let packed: Vec<(&str, Vec<u8>)> = scenes
            .iter()
            .map(|(id, feature)| Ok((id.as_str(), packer.pack(feature)?)))
            .collect::<Answer<_>>()?;
        let mut db = self.lock();
        let transaction = db.transaction()?;
        self.written.fetch_add(1, Ordering::AcqRel);
        strike_out(&transaction, search, packed.iter().map(|(id, _)| *id))?;
        {
            let mut scene = transaction.prepare_cached(
                "INSERT INTO scenes (id, record) VALUES (?1, ?2) ON CONFLICT (id)
                 DO UPDATE SET record = ?2, withdrawn = 0",
            )?;
            let mut found =
                transaction.prepare_cached("INSERT OR IGNORE INTO found (search, scene) VALUES (?1, ?2)")?;
            for (id, record) in &packed {
                scene.execute((id, record))?;
                found.execute((search, id))?;
            }
        }
        transaction.commit()
    }

    /// Notes how the search stands.
    pub(super) fn note(
        &self,
        search: i64,
        at: &str,
        outcome: &SearchOutcome,
        newest: Option<&str>,
    ) -> Answer<()> {
        let SearchOutcome { total, unfinished, missing, .. } = *outcome;
        self.lock().execute(
            "UPDATE searches SET searched_at = ?2, total = ?3, newest = ?4, unfinished = ?5, missing = ?6
             WHERE id = ?1",
            (search, at, total, newest, unfinished, missing),
        )?;
        Ok(())
    }

    pub(super) fn keep(&self, search: i64, scene: &str, kept: bool) -> Answer<()> {
        let sql = "UPDATE found SET kept = ?3 WHERE search = ?1 AND scene = ?2";
        self.lock().execute(sql, (search, scene, kept))?;
        Ok(())
    }

    /// Notes scenes that have left the vendor's catalogue.
    pub(super) fn withdraw(&self, scenes: &[String]) -> Answer<()> {
        let mut db = self.lock();
        let transaction = db.transaction()?;
        for scene in scenes {
            transaction.execute("UPDATE scenes SET withdrawn = 1 WHERE id = ?1", [scene])?;
        }
        transaction.commit()
    }

    /// The scenes of a search that have left the vendor's catalogue.
    pub(super) fn withdrawn(&self, search: i64) -> Answer<Vec<String>> {
        let db = self.lock();
        let mut statement = db.prepare(
            "SELECT id FROM scenes WHERE withdrawn = 1 AND EXISTS
             (SELECT 1 FROM found WHERE search = ?1 AND scene = scenes.id)",
        )?;
        let ids = statement.query_map([search], |row| row.get(0))?;
        ids.collect()
    }

    /// The scenes of a search that the user keeps.
    pub(super) fn kept(&self, search: i64) -> Answer<Vec<String>> {
        let db = self.lock();
        let mut statement = db.prepare("SELECT scene FROM found WHERE search = ?1 AND kept = 1")?;
        let ids = statement.query_map([search], |row| row.get(0))?;
        ids.collect()
    }

    /// The record of a scene, as it came.
    pub(super) fn record(&self, scene: &str) -> Answer<Option<Value>> {
        let sql = "SELECT record FROM scenes WHERE id = ?1";
        let packed: Option<Vec<u8>> = self.lock().query_row(sql, [scene], |row| row.get(0)).optional()?;
        Ok(packed.and_then(|packed| unpack(&packed)))
    }

    /// The records of a search, a page at a time.
    pub(super) fn read(&self, search: i64, mut take: impl FnMut(Vec<Value>)) -> Answer<()> {
        const PAGE: usize = 500;
        let db = self.lock();
        let mut statement =
            db.prepare("SELECT record FROM found JOIN scenes ON scenes.id = scene WHERE search = ?1")?;
        let mut rows = statement.query([search])?;
        let mut page = Vec::with_capacity(PAGE);
        while let Some(row) = rows.next()? {
            let packed: Vec<u8> = row.get(0)?;
            page.extend(unpack(&packed));
            if page.len() == PAGE {
                take(std::mem::take(&mut page));
            }
        }
        take(page);
        Ok(())
    }

    /// All searches, the latest first. One that does not read back (an older program's) counts as absent.
    pub(super) fn all(&self) -> Answer<Vec<KeptSearch>> {
        let db = self.lock();
        let mut statement = db.prepare(&format!("{LISTED} ORDER BY searched_at DESC, id DESC"))?;
        let rows = statement.query_map([], listed)?;
        Ok(rows.collect::<Answer<Vec<_>>>()?.into_iter().flatten().collect())
    }

    pub(super) fn one(&self, search: i64) -> Answer<Option<KeptSearch>> {
        let found = self.lock().query_row(&format!("{LISTED} WHERE id = ?1"), [search], listed).optional()?;
        Ok(found.flatten())
    }

    /// Gives a search a name and a filter, so that it stays.
    pub(super) fn name(&self, search: i64, name: &str, filter: &archive::SceneFilter) -> Answer<bool> {
        let sql = "UPDATE searches SET name = ?2, filter = ?3 WHERE id = ?1";
        Ok(self.lock().execute(sql, (search, name, json(filter)?))? == 1)
    }

    pub(super) fn remove(&self, search: i64) -> Answer<bool> {
        let db = self.lock();
        let removed = db.execute("DELETE FROM searches WHERE id = ?1", [search])? == 1;
        sweep(&db)?;
        self.sweep_snapshots(&db)?;
        Ok(removed)
    }
}

const LISTED: &str = "SELECT id, name, polygon, request, filter, searched_at, total, newest,
    (SELECT count(*) FROM found WHERE search = searches.id), further, unfinished, missing FROM searches";

fn listed(row: &Row<'_>) -> Answer<Option<KeptSearch>> {
    let (polygon, request): (String, String) = (row.get(2)?, row.get(3)?);
    let filter: Option<String> = row.get(4)?;
    let (Ok(polygon), Ok(request)) = (serde_json::from_str(&polygon), serde_json::from_str(&request)) else {
        return Ok(None);
    };
    let further: Option<String> = row.get(9)?;
    let further = match further.as_deref().map(serde_json::from_str) {
        None => Vec::new(),
        Some(Ok(further)) => further,
        Some(Err(_)) => return Ok(None),
    };
    let id: i64 = row.get(0)?;
    Ok(Some(KeptSearch {
        id: id.to_string(),
        name: row.get(1)?,
        request,
        polygon,
        further,
        filter: filter.and_then(|filter| serde_json::from_str(&filter).ok()),
        searched_at: row.get(5)?,
        total: row.get(6)?,
        newest: row.get(7)?,
        received: row.get(8)?,
        unfinished: row.get(10)?,
        missing: row.get(11)?,
    }))
}

/// Forgets the scenes that no search has found.
fn sweep(db: &Connection) -> Answer<()> {
    db.execute_batch(
        "DELETE FROM found WHERE search NOT IN (SELECT id FROM searches);
         DELETE FROM scenes WHERE id NOT IN (SELECT scene FROM found);",
    )
}

fn json(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(unwritable)
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

/// Packs one record after the other; its tables are made once, which takes longer than to pack a record.
struct Packer {
    compress: Compress,
    text: Vec<u8>,
}

impl Packer {
    fn new() -> Packer {
        Packer { compress: Compress::new(Compression::fast(), true), text: Vec::new() }
    }

    fn pack(&mut self, feature: &Value) -> Answer<Vec<u8>> {
        self.text.clear();
        serde_json::to_writer(&mut self.text, feature).map_err(unwritable)?;
        self.compress.reset();
        let mut packed = Vec::with_capacity(self.text.len() / 2 + 64);
        loop {
            let rest = self.text.get(self.compress.total_in() as usize..).unwrap_or_default();
            let status = self.compress.compress_vec(rest, &mut packed, FlushCompress::Finish);
            if status.map_err(unwritable)? == Status::StreamEnd {
                return Ok(packed);
            }
            packed.reserve(packed.len().max(64));
        }
    }
}

fn unpack(packed: &[u8]) -> Option<Value> {
    let mut text = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_are_unpacked_as_they_were_packed_one_after_the_other() {
        let mut packer = Packer::new();
        // What does not get shorter takes more than was reserved for it, and one record must leave nothing for the next.
        let noise = |count: u64| -> String {
            (0..count)
                .map(|k| char::from(32 + (k.wrapping_mul(k).wrapping_mul(2_654_435_761) >> 13) as u8 % 90))
                .collect()
        };
        for title in
            [String::new(), noise(40), noise(200_000), "ab".repeat(100_000), noise(3), "é\u{0}\"".to_owned()]
        {
            let record = json!({"properties": {"id": "1", "title": title}});
            let packed = packer.pack(&record).unwrap();
            assert_eq!(unpack(&packed), Some(record));
        }
    }
}
