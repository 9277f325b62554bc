//! Scenes as an OGC GeoPackage 1.3: a table with a geometry column, and the tables that describe it.

use std::path::Path;

use archive::export::{COLUMNS, Cell, ColumnKind, ExportedScene, geopackage_geometry};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

const DESCRIBING: &str = r#"
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
   'longitude and latitude');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('scenes', 'features', 'scenes', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('scenes', 'geom', 'GEOMETRY', 4326, 0, 0);
"#;

/// Writes a new file; there must be none of the name.
pub(super) fn write(path: &Path, scenes: &[ExportedScene]) -> Result<(), rusqlite::Error> {
    let mut db = Connection::open(path)?;
    db.execute_batch(DESCRIBING)?;
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
        .filter_map(ExportedScene::bounds)
        .reduce(|[w, s, e, n], [w2, s2, e2, n2]| [w.min(w2), s.min(s2), e.max(e2), n.max(n2)]);
    if let Some(bounds) = bounds {
        db.execute("UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4", bounds)?;
    }
    Ok(())
}

/// `id` would be taken for the row's own number by some programs.
fn column(name: &str) -> &str {
    if name == "id" { "scene_id" } else { name }
}
