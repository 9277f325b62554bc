//! Scenes as an OGC GeoPackage 1.3.

use std::path::Path;

use archive::export::{COLUMNS, Cell, ColumnKind, ExportedScene, geopackage_geometry};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::geopackage::{describe, note_bounds};

/// Writes a new file; there must be none of the name.
pub(super) fn write(path: &Path, scenes: &[ExportedScene]) -> Result<(), rusqlite::Error> {
    let mut db = Connection::open(path)?;
    describe(&db, "scenes", "GEOMETRY")?;
    let columns = COLUMNS.iter().map(|(name, kind)| match kind {
        ColumnKind::Text => format!("\"{}\" TEXT", column(name)),
        ColumnKind::Moment => format!("\"{}\" DATETIME", column(name)),
        ColumnKind::Number => format!("\"{}\" DOUBLE", column(name)),
        ColumnKind::Truth => format!("\"{}\" BOOLEAN", column(name)),
    });
    let columns: Vec<String> = columns.collect();
    db.execute_batch(&format!(
        "CREATE TABLE scenes (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, {})",
        columns.join(", ")
    ))?;
    let transaction = db.transaction()?;
    {
        let places: Vec<String> = (1..=COLUMNS.len() + 1).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO scenes VALUES (NULL, {})", places.join(", "));
        let mut statement = transaction.prepare(&sql)?;
        for scene in scenes {
            let ground = geopackage_geometry(&scene.ground).map_or(Value::Null, Value::Blob);
            let cells = scene.cells().into_iter().map(|cell| match cell {
                Cell::Text(text) => Value::Text(text),
                // Exactly three digits, as the standard has it.
                Cell::Moment(moment) => Value::Text(format!("{moment:.3}")),
                Cell::Number(number) => Value::Real(number),
                Cell::Truth(truth) => Value::Integer(i64::from(truth)),
                Cell::Nothing => Value::Null,
            });
            statement.execute(params_from_iter(std::iter::once(ground).chain(cells)))?;
        }
    }
    transaction.commit()?;
    let bounds = scenes
        .iter()
        .filter_map(ExportedScene::extent)
        .reduce(|[w, s, e, n], [w2, s2, e2, n2]| [w.min(w2), s.min(s2), e.max(e2), n.max(n2)]);
    if let Some(bounds) = bounds {
        note_bounds(&db, bounds)?;
    }
    Ok(())
}

/// `id` would be taken for the row's own number by some programs.
fn column(name: &str) -> &str {
    if name == "id" { "scene_id" } else { name }
}
