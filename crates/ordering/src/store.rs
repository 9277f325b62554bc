//! The desk's own data beside the order record: areas, basket, downloads, what was chosen last. Losing it costs time,
//! never money, so it lives in another file than the [`crate::ledger`].

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS areas (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, polygon TEXT NOT NULL, place INTEGER NOT NULL, color TEXT
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
    /// Its place in the list, which also decides its colour as long as none is chosen.
    pub(crate) place: u32,
    /// The colour that was chosen.
    pub(crate) color: Option<String>,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Store, rusqlite::Error> {
        let db = crate::files::private_database(path)?;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;",
        )?;
        db.execute_batch(TABLES)?;
        // Files of the first version have no colours.
        let colored =
            db.prepare("SELECT 1 FROM pragma_table_info('areas') WHERE name = 'color'")?.exists([])?;
        if !colored {
            db.execute_batch("ALTER TABLE areas ADD COLUMN color TEXT")?;
        }
        Ok(Store { db: Mutex::new(db) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn areas(&self) -> Result<Vec<StoredArea>, rusqlite::Error> {
        let db = self.lock();
        let mut statement = db.prepare("SELECT id, name, polygon, place, color FROM areas ORDER BY place")?;
        let rows = statement.query_map([], |row| {
            Ok(StoredArea {
                id: row.get(0)?,
                name: row.get(1)?,
                polygon: row.get(2)?,
                place: row.get(3)?,
                color: row.get(4)?,
            })
        })?;
        rows.collect()
    }

    /// Keeps an area; without a colour it keeps the one it has.
    pub(crate) fn put_area(
        &self,
        id: &str,
        name: &str,
        color: Option<&str>,
        polygon: &str,
    ) -> Result<(), rusqlite::Error> {
        put(&self.lock(), id, name, color, polygon)
    }

    /// Keeps several areas (id, name, colour, GeoJSON), or none of them.
    pub(crate) fn put_areas(
        &self,
        areas: &[(String, String, Option<&'static str>, String)],
    ) -> Result<(), rusqlite::Error> {
        let mut db = self.lock();
        let transaction = db.transaction()?;
        for (id, name, color, polygon) in areas {
            put(&transaction, id, name, *color, polygon)?;
        }
        transaction.commit()
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

fn put(
    db: &Connection,
    id: &str,
    name: &str,
    color: Option<&str>,
    polygon: &str,
) -> Result<(), rusqlite::Error> {
    db.execute(
        "INSERT INTO areas (id, name, polygon, place, color)
         VALUES (?1, ?2, ?3, (SELECT coalesce(max(place), -1) + 1 FROM areas), ?4)
         ON CONFLICT (id) DO UPDATE SET name = ?2, polygon = ?3, color = coalesce(?4, color)",
        (id, name, polygon, color),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_first_version_gets_its_colours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let old = "CREATE TABLE areas (id TEXT PRIMARY KEY, name TEXT NOT NULL, polygon TEXT NOT NULL,
            place INTEGER NOT NULL) STRICT; INSERT INTO areas VALUES ('a', 'Old', '{}', 0)";
        Connection::open(&path).unwrap().execute_batch(old).unwrap();
        let store = Store::open(&path).unwrap();
        assert_eq!(store.areas().unwrap()[0].color, None);
        store.put_area("a", "Old", Some("teal"), "{}").unwrap();
        store.put_area("a", "New", None, "{}").unwrap();
        let area = store.areas().unwrap().remove(0);
        assert_eq!((area.name.as_str(), area.color.as_deref()), ("New", Some("teal")));
        drop(store);
        assert_eq!(Store::open(&path).unwrap().areas().unwrap().len(), 1);
    }
}
