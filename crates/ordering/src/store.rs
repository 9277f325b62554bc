//! The desk's own data beside the order record: areas, basket, downloads, what was chosen last. Losing it costs time,
//! never money, so it lives in another file than the [`crate::ledger`].

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS areas (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, polygon TEXT NOT NULL, place INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS documents (
  kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)
) STRICT;
";

/// The file of one connection.
pub(crate) struct Store {
    db: Mutex<Connection>,
}

/// A stored area.
pub(crate) struct StoredArea {
    pub(crate) id: String,
    pub(crate) name: String,
    /// GeoJSON.
    pub(crate) polygon: String,
    /// Its place in the list, which also decides its colour.
    pub(crate) place: u32,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Store, rusqlite::Error> {
        let db = Connection::open(path)?;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;",
        )?;
        db.execute_batch(TABLES)?;
        Ok(Store { db: Mutex::new(db) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn areas(&self) -> Result<Vec<StoredArea>, rusqlite::Error> {
        let db = self.lock();
        let mut statement = db.prepare("SELECT id, name, polygon, place FROM areas ORDER BY place")?;
        let rows = statement.query_map([], |row| {
            Ok(StoredArea { id: row.get(0)?, name: row.get(1)?, polygon: row.get(2)?, place: row.get(3)? })
        })?;
        rows.collect()
    }

    pub(crate) fn put_area(&self, id: &str, name: &str, polygon: &str) -> Result<(), rusqlite::Error> {
        self.lock().execute(
            "INSERT INTO areas (id, name, polygon, place)
             VALUES (?1, ?2, ?3, (SELECT coalesce(max(place), -1) + 1 FROM areas))
             ON CONFLICT (id) DO UPDATE SET name = ?2, polygon = ?3",
            (id, name, polygon),
        )?;
        Ok(())
    }

    pub(crate) fn remove_area(&self, id: &str) -> Result<bool, rusqlite::Error> {
        Ok(self.lock().execute("DELETE FROM areas WHERE id = ?1", [id])? == 1)
    }

    /// A stored document; one that does not read back (an older program's) counts as absent.
    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<Option<T>, rusqlite::Error> {
        let json: Option<String> = self
            .lock()
            .query_row("SELECT json FROM documents WHERE kind = ?1 AND id = ?2", (kind, id), |row| row.get(0))
            .optional()?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    pub(crate) fn all<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, rusqlite::Error> {
        let db = self.lock();
        let mut statement = db.prepare("SELECT json FROM documents WHERE kind = ?1 ORDER BY rowid")?;
        let rows = statement.query_map([kind], |row| row.get::<_, String>(0))?;
        let mut read = Vec::new();
        for json in rows {
            if let Ok(value) = serde_json::from_str(&json?) {
                read.push(value);
            }
        }
        Ok(read)
    }

    pub(crate) fn put<T: Serialize>(&self, kind: &str, id: &str, value: &T) -> Result<(), rusqlite::Error> {
        let json = serde_json::to_string(value)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        self.lock().execute(
            "INSERT INTO documents (kind, id, json) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, id) DO UPDATE SET json = ?3",
            (kind, id, json),
        )?;
        Ok(())
    }

    pub(crate) fn remove(&self, kind: &str, id: &str) -> Result<(), rusqlite::Error> {
        self.lock().execute("DELETE FROM documents WHERE kind = ?1 AND id = ?2", (kind, id))?;
        Ok(())
    }
}
