//! A fuzz target for each reader: a sound file of its form, damaged at random. Nothing may panic or hang, and whatever is
//! read must be fit to be shown. `SWATH_FUZZ_CASES` sets how many damaged files are tried, which `cargo xtask fuzz` does.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{AxisOrder, ReadAnswers, ReadQuestion, Reading, Source, read_file};
use proptest::prelude::*;

const CASES: u32 = 300;
/// What damages a file well: counts that are too large, signs, ends, and what opens and closes.
const BYTES: [u8; 24] = *b"\x00\x01\x7f\x80\xff-+.,;:()[]{}<>\"& e9";

/// Places in a file and what happens there.
type Damage = Vec<(u16, u8, u8)>;

fn damaged(file: &[u8], damage: &Damage) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (place, kind, value) in damage {
        let at = usize::from(*place) * bytes.len().max(1) / (usize::from(u16::MAX) + 1);
        let byte = BYTES[usize::from(*value) % BYTES.len()];
        match kind % 6 {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => bytes[at] ^= 1 << (value % 8),
            2 => bytes.insert(at.min(bytes.len()), byte),
            3 => bytes.truncate(at),
            4 => {
                let end = (at + usize::from(*value)).min(bytes.len());
                let piece = bytes[at.min(end)..end].to_vec();
                bytes.extend(piece);
            }
            _ => {
                let end = (at + usize::from(*value % 16)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
        }
    }
    bytes
}

fn survives(name: &str, bytes: &[u8]) {
    let source = Source { name, bytes, siblings: &[] };
    let swapped = ReadAnswers { axis_order: Some(AxisOrder::LatitudeFirst), ..ReadAnswers::default() };
    let metres = ReadAnswers { epsg: Some(32_629), ..ReadAnswers::default() };
    for answers in [ReadAnswers::default(), swapped, metres] {
        let Some(reading) = is_fit_to_be_shown(&source, &answers) else { continue };
        if let Some(ReadQuestion::Way { ways, .. }) = reading.question {
            for way in ways {
                is_fit_to_be_shown(&source, &ReadAnswers { way: Some(way.way), ..answers.clone() });
            }
        }
    }
}

fn is_fit_to_be_shown(source: &Source<'_>, answers: &ReadAnswers) -> Option<Reading> {
    match read_file(source, answers) {
        Ok(reading) => {
            for area in &reading.areas {
                assert!(area.report.km2.is_finite() && area.report.perimeter_km.is_finite());
            }
            assert!(!serde_json::to_string(&reading).unwrap().contains("NaN"));
            Some(reading)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("SWATH_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(CASES))
}

fn damage() -> impl Strategy<Value = Damage> {
    proptest::collection::vec(any::<(u16, u8, u8)>(), 1..12)
}

macro_rules! target {
    ($name:ident, $file:literal, $bytes:expr) => {
        proptest! {
            #![proptest_config(config())]
            #[test]
            fn $name(damage in damage()) {
                survives($file, &damaged($bytes, &damage));
            }
        }
    };
}

const GPX: &[u8] = br#"<?xml version="1.0"?><gpx><wpt lat="1" lon="2"/><trk><name>A</name><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="3"/><trkpt lat="2" lon="3"/><trkpt lat="1" lon="2"/></trkseg></trk></gpx>"#;
const WKT: &[u8] = b"SRID=4326;MULTIPOLYGON Z (((1 2 0,3 2 0,3 4 0,1 2 0),(1.5 2.2 0,2 2.2 0,2 2.5 0,1.5 2.2 0)));GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))";
const HEX: &[u8] = b"0106000020E6100000010000000103000000010000000400000000000000000000000000000000000000000000000000F03F0000000000000000000000000000F03F000000000000F03F00000000000000000000000000000000";
const LIST: &[u8] = "38°42'N 9°6'W; 38°42'N 9°0'W; 38°48'N 9°0'W".as_bytes();
const GRID: &[u8] = b"29S MC 87654 87654; 29SMC8800087000\n29N 487654 4287654\n29 SOUTH 487654 4287654";
const TABLE: &[u8] = b"name,lat,lon\nA,38.7,-9.1\nB,38.7,-9.0\nC,38.8,-9.0\n";

const COMMAS: &[u8] = "38,7° N 9,2 O; 38,7 N -9,0 E\n4'284'000 470.000,5 -9,1,38,7".as_bytes();
const EXTENT: &[u8] = b"470000,0;478000,0;4284000.0,4290000 [EPSG:32629]";
const HALVES: &[u8] = b"lat,ns,lon,ew,zone\n38.7,N,9.1O,O,29S\n38.7,N,9.0,O,29\n38.8,S,-9.0,E,29T\n";
const ZONES: &[u8] =
    b"easting;northing;zone;hemisphere\n487654;4287654;29;N\n497654;4287654;29S;\n497654;4297654;29T;S\n";

target!(commas, "x.txt", COMMAS);
target!(extent, "x.txt", EXTENT);
target!(table_of_halves, "x.csv", HALVES);
target!(table_of_zones, "x.csv", ZONES);
target!(geojson, "x.geojson", include_bytes!("fixtures/utm.geojson"));
target!(kml, "x.kml", include_bytes!("fixtures/areas.kml"));
target!(gpx, "x.gpx", GPX);
target!(wkt, "x.wkt", WKT);
target!(wkb, "x.wkb", HEX);
target!(list, "x.txt", LIST);
target!(grid, "x.txt", GRID);
target!(table_of_shapes, "x.csv", include_bytes!("fixtures/wkt.csv"));
target!(table_of_coordinates, "x.csv", TABLE);
target!(flatgeobuf, "x.fgb", include_bytes!("fixtures/areas.fgb"));
target!(flatgeobuf_without_index, "x.fgb", include_bytes!("fixtures/utm.fgb"));
target!(zipped_shapefile, "x.zip", include_bytes!("fixtures/utm-shapefile.zip"));

/// The parts of the zipped fixture: shapes, names, reference system.
fn parts() -> [Vec<u8>; 3] {
    let packed = std::io::Cursor::new(include_bytes!("fixtures/utm-shapefile.zip"));
    let mut archive = zip::ZipArchive::new(packed).unwrap();
    ["folder/areas.shp", "folder/areas.dbf", "folder/areas.prj"].map(|name| {
        let mut bytes = Vec::new();
        std::io::copy(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    })
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn loose_shapefile(which in 0..3usize, damage in damage()) {
        let mut parts = parts();
        parts[which] = damaged(&parts[which], &damage);
        let [bytes, dbf, prj] = parts;
        let siblings = [("a.dbf".to_owned(), dbf), ("a.prj".to_owned(), prj)];
        let source = Source { name: "a.shp", bytes: &bytes, siblings: &siblings };
        let _ = read_file(&source, &ReadAnswers::default());
    }
}
