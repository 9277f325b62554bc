//! GeoPackages: SQLite files of others, opened in memory and only looked at.

use aoi::{AoiError, AreaPolygon, Features, LayerChoice, NamedArea, ReadAnswers, Reading};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use crate::geopackage::{describe, note_bounds};

const FORM: &str = "GeoPackage";

/// A feature table with its column of shapes and its reference system.
struct Layer {
    table: String,
    column: String,
    epsg: Option<u32>,
    wkt: Option<String>,
}

/// Reads the areas of a GeoPackage; of several layers with features it asks which.
///
/// # Errors
/// When it is damaged, or has no layer of shapes.
pub(super) fn read(bytes: &[u8], answers: &ReadAnswers) -> Result<Reading, AoiError> {
    let db = open(bytes).map_err(|error| damaged("its beginning", &error))?;
    if let Some(form) = other_database(&db).map_err(|error| damaged("its beginning", &error))? {
        return Err(AoiError::Unsupported { form });
    }
    let layers = layers(&db).map_err(|error| damaged("its table of layers", &error))?;
    let wanted = answers.layer.as_deref();
    let layer = match (layers.as_slice(), wanted) {
        ([], _) => {
            return Err(AoiError::NoArea { form: FORM, found: "no layer with shapes".to_owned() });
        }
        ([one], None) => one,
        (several, Some(wanted)) => several
            .iter()
            .find(|layer| layer.table == wanted)
            .ok_or_else(|| AoiError::NoLayer(wanted.to_owned()))?,
        (several, None) => {
            let choices: Vec<LayerChoice> = several.iter().map(|layer| choice(&db, layer)).collect();
            let filled: Vec<&LayerChoice> =
                choices.iter().filter(|choice| choice.features != Some(0)).collect();
            match filled.as_slice() {
                [only] => several.iter().find(|layer| layer.table == only.name).unwrap_or(&several[0]),
                _ => return Ok(aoi::which_layer(FORM, choices)),
            }
        }
    };
    aoi::settle(features(&db, layer)?, answers)
}

fn damaged(place: &str, error: &rusqlite::Error) -> AoiError {
    AoiError::Malformed { form: FORM, place: place.to_owned(), reason: error.to_string() }
}

/// Nothing of a file of others is believed: no code of its schema runs.
fn open(bytes: &[u8]) -> Result<Connection, rusqlite::Error> {
    let mut copy = bytes.to_vec();
    // A file in WAL mode can't be opened in memory; its log is another file, which is not there.
    if let Some(versions) = copy.get_mut(18..20) {
        versions.fill(1);
    }
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact("main", copy.as_slice(), copy.len(), true)?;
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;")?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(db)
}

/// What a database is that is no GeoPackage, by the tables that are in it.
fn other_database(db: &Connection) -> Result<Option<&'static str>, rusqlite::Error> {
    let mut statement = db.prepare("SELECT lower(name) FROM sqlite_schema")?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let has = |name: &str| names.iter().any(|known| known == name);
    Ok(if has("gpkg_geometry_columns") || has("gpkg_contents") {
        None
    } else if has("geometry_columns") {
        Some("SpatiaLite")
    } else if has("tiles") && has("metadata") {
        Some("MBTiles")
    } else {
        Some("an SQLite database that is no GeoPackage")
    })
}

/// The layers that are tables. A view is a program of the file's maker, and is not run.
fn layers(db: &Connection) -> Result<Vec<Layer>, rusqlite::Error> {
    let mut statement = db.prepare(
        "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition
         FROM gpkg_geometry_columns g
         JOIN sqlite_schema t ON lower(t.name) = lower(g.table_name) AND t.type = 'table'
         LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
         ORDER BY g.table_name",
    )?;
    let rows = statement.query_map([], |row| {
        let organization: Option<String> = row.get(2)?;
        let code: Option<i64> = row.get(3)?;
        let epsg = organization.is_some_and(|name| name.eq_ignore_ascii_case("EPSG"));
        Ok(Layer {
            table: row.get(0)?,
            column: row.get(1)?,
            epsg: code.filter(|_| epsg).and_then(|code| u32::try_from(code).ok()).filter(|code| *code > 0),
            wkt: row.get(4)?,
        })
    })?;
    rows.collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn choice(db: &Connection, layer: &Layer) -> LayerChoice {
    let count = format!("SELECT count(*) FROM {}", quoted(&layer.table));
    let count: Option<u32> = db.query_row(&count, [], |row| row.get(0)).optional().unwrap_or(None);
    LayerChoice { name: layer.table.clone(), features: count }
}

/// The names of the columns of a table. Read as values: one that is no text is a fault of the file, and said.
fn columns(db: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn features(db: &Connection, layer: &Layer) -> Result<Features, AoiError> {
    let mut features = Features::of_geopackage(layer.epsg, layer.wkt.clone());
    let failed = |error: rusqlite::Error| damaged(&format!("layer '{}'", layer.table), &error);
    let columns = columns(db, &layer.table).map_err(failed)?;
    let shape = columns.iter().position(|column| column.eq_ignore_ascii_case(&layer.column));
    let Some(shape) = shape else {
        let found = format!("no column '{}' in its layer '{}'", layer.column, layer.table);
        return Err(AoiError::NoArea { form: FORM, found });
    };
    let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let select = format!("SELECT {} FROM {}", list.join(", "), quoted(&layer.table));
    let mut statement = db.prepare(&select).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut number = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        number += 1;
        let mut values: Vec<(&str, String)> = Vec::new();
        for (place, column) in columns.iter().enumerate().filter(|(place, _)| *place != shape) {
            match row.get_ref(place).map_err(failed)? {
                ValueRef::Text(text) => values.push((column, String::from_utf8_lossy(text).into_owned())),
                ValueRef::Integer(number) => values.push((column, number.to_string())),
                _ => {}
            }
        }
        let attributes: Vec<(&str, &str)> =
            values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let blob = match row.get_ref(shape).map_err(failed)? {
            ValueRef::Blob(blob) => Some(blob),
            _ => None,
        };
        features.geopackage_row(number, &attributes, blob)?;
    }
    Ok(features)
}

/// A GeoPackage with one layer of named areas.
///
/// # Errors
/// When the database can't be made.
pub(super) fn write(areas: &[NamedArea<'_>]) -> Result<Vec<u8>, rusqlite::Error> {
    let mut db = Connection::open_in_memory()?;
    // An area across the 180th meridian is written as several polygons.
    let parted: Vec<Vec<AreaPolygon>> =
        areas.iter().map(|area| aoi::parted_at_meridian(area.polygon)).collect();
    let plain = parted.iter().all(|parts| parts.len() == 1);
    describe(&db, "areas", if plain { "POLYGON" } else { "GEOMETRY" })?;
    db.execute_batch("CREATE TABLE areas (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom BLOB, name TEXT)")?;
    let mut bounds: Option<[f64; 4]> = None;
    let transaction = db.transaction()?;
    for area in areas {
        let blob = aoi::write_geopackage_blob(area.polygon);
        transaction.execute("INSERT INTO areas (geom, name) VALUES (?1, ?2)", (blob, area.name))?;
    }
    for [lon, lat] in parted.iter().flatten().flat_map(|part| &part.coordinates).flatten() {
        let [west, south, east, north] = bounds.unwrap_or([*lon, *lat, *lon, *lat]);
        bounds = Some([west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)]);
    }
    if let Some(bounds) = bounds {
        note_bounds(&transaction, bounds)?;
    }
    transaction.commit()?;
    Ok(db.serialize("main")?.to_vec())
}

#[cfg(test)]
mod tests {
    use aoi::ReadQuestion;

    use super::*;

    fn triangle(lon: f64) -> AreaPolygon {
        AreaPolygon::from_ring(vec![[lon, 1.0], [lon + 1.0, 1.0], [lon, 2.0], [lon, 1.0]])
    }

    fn file(change: &str) -> Vec<u8> {
        let polygon = triangle(7.0);
        let bytes = write(&[NamedArea { name: "Field", polygon: &polygon }]).unwrap();
        let mut db = Connection::open_in_memory().unwrap();
        db.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false).unwrap();
        // Files of others need not hold together.
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(change).unwrap();
        db.serialize("main").unwrap().to_vec()
    }

    #[test]
    fn what_is_written_reads_back_also_in_wal_mode() {
        let mut bytes = file("");
        for version in [1, 2] {
            bytes[18..20].fill(version);
            let reading = read(&bytes, &ReadAnswers::default()).unwrap();
            assert_eq!(reading.areas[0].name.as_deref(), Some("Field"));
            assert_eq!(reading.areas[0].report.polygon, triangle(7.0));
        }
    }

    #[test]
    fn of_several_layers_it_is_asked_which() {
        let two = file(
            "CREATE TABLE \"odd \"\" name\" AS SELECT * FROM areas;
             INSERT INTO gpkg_geometry_columns VALUES ('odd \" name', 'geom', 'POLYGON', 4326, 0, 0)",
        );
        let asked = read(&two, &ReadAnswers::default()).unwrap();
        let Some(ReadQuestion::Layer { layers, .. }) = asked.question else { panic!("{asked:?}") };
        assert_eq!((layers.len(), layers[1].features), (2, Some(1)));
        let chosen = |layer: &str| {
            read(&two, &ReadAnswers { layer: Some(layer.to_owned()), ..ReadAnswers::default() })
        };
        assert_eq!(chosen(&layers[1].name).unwrap().areas.len(), 1);
        assert!(matches!(chosen("none"), Err(AoiError::NoLayer(_))));
        let one_filled = file(
            "CREATE TABLE empty (geom BLOB); INSERT INTO gpkg_geometry_columns VALUES ('empty', 'geom', 'POLYGON', 4326, 0, 0)",
        );
        assert_eq!(read(&one_filled, &ReadAnswers::default()).unwrap().areas.len(), 1);
    }

    #[test]
    fn metres_are_converted_and_damage_is_named() {
        let metres = file(
            "UPDATE gpkg_geometry_columns SET srs_id = 32632; INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 32632, 'EPSG', 32632, '', NULL)",
        );
        let reading = read(&metres, &ReadAnswers::default()).unwrap();
        assert!(reading.notes[0].contains("32632") && reading.areas[0].report.bounds[0].abs() < 6.0);
        let says = |bytes: &[u8]| read(bytes, &ReadAnswers::default()).unwrap_err().to_string();
        assert!(says(&file("UPDATE areas SET geom = x'00'")).contains("row 1"));
        assert!(says(&file("DROP TABLE gpkg_geometry_columns")).contains("GeoPackage"));
        assert!(says(&file("DELETE FROM gpkg_geometry_columns")).contains("no layer"));
        assert!(says(&file("")[..1000]).contains("GeoPackage"));
        assert!(says(b"SQLite format 3\0").contains("GeoPackage"));
        let other = |tables: &str| {
            let db = Connection::open_in_memory().unwrap();
            db.execute_batch(tables).unwrap();
            says(&db.serialize("main").unwrap())
        };
        assert!(other("CREATE TABLE geometry_columns (x)").contains("SpatiaLite is not read"));
        assert!(other("CREATE TABLE tiles (x); CREATE TABLE metadata (x)").contains("MBTiles is not read"));
        assert!(other("CREATE TABLE notes (x)").contains("no GeoPackage is not read"));
    }

    /// The fuzz target of this reader. `SWATH_FUZZ_CASES` sets how many damaged files are tried.
    #[test]
    fn a_damaged_file_is_read_or_refused_and_never_more() {
        let whole = file("");
        let cases = std::env::var("SWATH_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for _ in 0..cases.unwrap_or(300) {
            let mut bytes = whole.clone();
            for _ in 0..=next(8) {
                let at = next(bytes.len());
                bytes[at] = [0, 1, 0x7f, 0x80, 0xff, next(256) as u8][next(6)];
            }
            if next(10) == 0 {
                bytes.truncate(next(whole.len()));
            }
            if let Ok(reading) = read(&bytes, &ReadAnswers::default()) {
                assert!(reading.areas.iter().all(|area| area.report.km2.is_finite()));
            }
        }
    }

    #[test]
    fn a_view_of_the_file_is_not_run() {
        let endless = file(
            "DROP TABLE areas; CREATE VIEW areas AS WITH RECURSIVE n(geom) AS (SELECT 1 UNION ALL SELECT geom + 1 FROM n) SELECT * FROM n",
        );
        assert!(read(&endless, &ReadAnswers::default()).unwrap_err().to_string().contains("no layer"));
    }
}
