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
const CURVES: &[u8] = b"MULTISURFACE(((4.7 51.9,4.72 51.9,4.72 51.92,4.7 51.9)),CURVEPOLYGON(COMPOUNDCURVE((4.8 51.9,4.82 51.9),CIRCULARSTRING(4.82 51.9,4.83 51.91,4.82 51.92),(4.82 51.92,4.8 51.92,4.8 51.9))));MULTICURVE((0 0,1 1),CIRCULARSTRING(1 1,2 2,3 1))";
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
target!(curves, "x.wkt", CURVES);
target!(declared_kml, "x.kml", include_bytes!("fixtures/declared-utf16.kml"));
target!(list, "x.txt", LIST);
target!(grid, "x.txt", GRID);
target!(table_of_shapes, "x.csv", include_bytes!("fixtures/wkt.csv"));
target!(table_of_coordinates, "x.csv", TABLE);
target!(flatgeobuf, "x.fgb", include_bytes!("fixtures/areas.fgb"));
target!(flatgeobuf_without_index, "x.fgb", include_bytes!("fixtures/utm.fgb"));
target!(zipped_shapefile, "x.zip", include_bytes!("fixtures/utm-shapefile.zip"));

/// A curved polygon in WKB: a compound of a line, an arc and a line.
fn curved() -> Vec<u8> {
    let line = |kind: u8, positions: &[f64]| {
        let mut bytes = vec![1, kind, 0, 0, 0, (positions.len() / 2) as u8, 0, 0, 0];
        positions.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes
    };
    let parts = [
        line(2, &[0.0, 0.0, 2.0, 0.0]),
        line(8, &[2.0, 0.0, 3.0, 1.0, 2.0, 2.0]),
        line(2, &[2.0, 2.0, 0.0, 2.0, 0.0, 0.0]),
    ];
    [&[1, 10, 0, 0, 0, 1, 0, 0, 0, 1, 9, 0, 0, 0, 3, 0, 0, 0][..], &parts.concat()].concat()
}

/// An archive of two documents, of which one links to the other.
fn linked(main: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("doc.kml", main), ("more.kml", include_bytes!("fixtures/areas.kml"))] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const LINKING: &[u8] = b"<kml><NetworkLink><Link><href>./more.kml</href></Link></NetworkLink><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,2 3,4 1,2</coordinates></LinearRing><LinearRing><coordinates>5,2 6,2 6,4 5,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>";

proptest! {
    #![proptest_config(config())]
    #[test]
    fn curves_in_wkb(damage in damage()) {
        survives("x.wkb", &damaged(&curved(), &damage));
    }

    #[test]
    fn kmz_of_linked_documents(inner in damage(), outer in proptest::option::of(damage())) {
        let packed = linked(&damaged(LINKING, &inner));
        survives("x.kmz", &outer.map_or(packed.clone(), |damage| damaged(&packed, &damage)));
    }

    #[test]
    fn definitions_of_old_datums(damage in damage()) {
        let [bytes, dbf, _] = parts();
        let prj = br#"PROJCS["Belge_Lambert_1972",GEOGCS["GCS_Belge_1972",DATUM["D_Belge_1972",SPHEROID["International_1924",6378388.0,297.0],TOWGS84[-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",150000.013],PARAMETER["False_Northing",5400088.438],PARAMETER["Central_Meridian",4.36748666666667],PARAMETER["Standard_Parallel_1",51.1666672333333],PARAMETER["Standard_Parallel_2",49.8333339],PARAMETER["Latitude_Of_Origin",90.0],UNIT["Meter",1.0],AUTHORITY["EPSG","31370"]]"#;
        let siblings = [("a.dbf".to_owned(), dbf), ("a.prj".to_owned(), damaged(prj, &damage))];
        let source = Source { name: "a.shp", bytes: &bytes, siblings: &siblings };
        for by_definition in [false, true] {
            let answers = ReadAnswers { by_definition, ..ReadAnswers::default() };
            if let Ok(reading) = read_file(&source, &answers) {
                assert!(reading.areas.iter().all(|area| area.report.km2.is_finite()));
            }
        }
    }
}

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
