//! Reading areas from a file or text, in whichever form it is: first shapes as they are written, each form in a file of
//! its own, then [`settle()`] takes them to areas on earth or asks what only a person can tell.

mod answer;
mod archive;
mod besides;
mod coordinates;
mod csv;
mod curve;
mod dbase;
mod doubt;
mod flatgeobuf;
mod foreign;
mod found;
mod fours;
mod geojson;
mod geopackage;
mod gpx;
mod grid;
mod kml;
mod kmz;
mod lists;
mod marks;
mod numbers;
mod pieces;
mod rings;
mod rows;
mod settle;
mod shapefile;
mod systems;
mod text;
mod ways;
mod wkb;
mod wkt;
mod xml;

use std::borrow::Cow;

pub use answer::{
    AxisOrder, LayerChoice, OrderChoice, ReadAnswers, ReadArea, ReadLine, ReadQuestion, Reading,
    SystemChoice, WayChoice, which_layer,
};
pub use found::Features;
pub(crate) use grid::{LetterS, places as grid_places};
pub(crate) use marks::writings;
pub use settle::settle;

use crate::error::AoiError;
use crate::limits::LARGEST_FILE;

/// What a GeoPackage begins with.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// A file with its siblings, all in memory.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// Files of the same name with other endings, such as the `.prj` beside a `.shp`: their names and what is in them.
    pub siblings: &'a [(String, Vec<u8>)],
}

impl Source<'_> {
    /// The ending of the name in small letters, without its point.
    fn ending(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
    }
}

/// Reads all shapes of a text: GeoJSON, KML, GPX, WKT, WKB, CSV, a bounding box, a list of coordinates in degrees or of UTM
/// or MGRS references. Areas are read with their faults, which are no errors.
///
/// # Errors
/// See [`AoiError`]: when it is none of them, or broken, or holds no shape.
///
/// ```
/// let reading = aoi::read_text("POLYGON ((1 2, 3 2, 3 4, 1 2))", &aoi::ReadAnswers::default()).unwrap();
/// assert!(reading.areas[0].report.orderable);
/// ```
pub fn read_text(text: &str, answers: &ReadAnswers) -> Result<Reading, AoiError> {
    settle(features_of_text(text)?, answers)
}

/// Reads all shapes of a file, packed or not. Of a zip archive with several files of areas it asks which is meant.
///
/// # Errors
/// See [`AoiError`]. A GeoPackage needs a database to be read: see [`geopackage_in`].
pub fn read_file(source: &Source<'_>, answers: &ReadAnswers) -> Result<Reading, AoiError> {
    if source.bytes.len() > LARGEST_FILE {
        return Err(AoiError::TooLarge { what: "bytes", limit: LARGEST_FILE });
    }
    if archive::is_zip(source.bytes) {
        return match packed(source, answers)? {
            Packed::Asking(reading) => Ok(*reading),
            Packed::Features(features) => settle(*features, answers),
            Packed::Database(_) => Err(AoiError::Unsupported { form: "GeoPackage without a database" }),
        };
    }
    settle(features_of_file(source)?, answers)
}

/// The GeoPackage that a file is, or that it has packed in it; `None` when it is something else.
///
/// # Errors
/// When an archive can't be read.
pub fn geopackage_in<'a>(
    source: &Source<'a>,
    answers: &ReadAnswers,
) -> Result<Option<Cow<'a, [u8]>>, AoiError> {
    if source.bytes.starts_with(DATABASE) {
        return Ok(Some(Cow::Borrowed(source.bytes)));
    }
    if !archive::is_zip(source.bytes) || source.bytes.len() > LARGEST_FILE {
        return Ok(None);
    }
    match packed(source, answers)? {
        Packed::Database(bytes) => Ok(Some(Cow::Owned(bytes))),
        _ => Ok(None),
    }
}

/// What an archive holds.
enum Packed {
    Asking(Box<Reading>),
    Features(Box<Features>),
    Database(Vec<u8>),
}

fn packed(source: &Source<'_>, answers: &ReadAnswers) -> Result<Packed, AoiError> {
    let kmz = source.ending() == "kmz";
    let mut files = archive::unpacked(source.bytes)?;
    let layers = archive::layers(&files, kmz);
    let asked = answers.layer.as_deref().filter(|_| layers.len() > 1);
    let name = match (layers.as_slice(), asked) {
        ([], _) => return Err(archive::without_areas(source.bytes)),
        ([one], _) => one.name.clone(),
        (several, Some(wanted)) => {
            let found = several.iter().find(|layer| layer.name == wanted);
            found.map(|layer| layer.name.clone()).ok_or_else(|| AoiError::NoLayer(wanted.to_owned()))?
        }
        (several, None) => {
            let reading = which_layer("zip archive", archive::choices(several));
            return Ok(Packed::Asking(Box::new(reading)));
        }
    };
    let place = files.iter().position(|file| file.name == name).unwrap_or_default();
    let inner = Source { name: &name, bytes: &files[place].bytes, siblings: &[] };
    if inner.bytes.starts_with(DATABASE) {
        return Ok(Packed::Database(std::mem::take(&mut files[place].bytes)));
    }
    let features = if inner.bytes.starts_with(&shapefile::MAGIC) {
        shapefile::read(&archive::parts(&files[place], &files))?
    } else if inner.ending() == "kml" && kmz {
        kmz::read(&files)?
    } else if inner.ending() == "kml" {
        kmz::read_one(&files, &files[place])?
    } else if archive::is_zip(inner.bytes) {
        packed_once_more(&inner)?
    } else {
        features_of_file(&inner)?
    };
    Ok(Packed::Features(Box::new(features)))
}

/// A KMZ in an archive. Deeper nesting has no use but harm.
fn packed_once_more(source: &Source<'_>) -> Result<Features, AoiError> {
    kmz::read(&archive::unpacked(source.bytes)?)
}

/// What is in a document of an archive, and the files that it links to. One that is no KML in spite of its name links to none.
fn document(bytes: &[u8]) -> Result<(Features, Vec<String>), AoiError> {
    let text = text::decoded(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\0').trim();
    if text.starts_with('<') && kml::is_root(&root(text)) {
        return kml::document(text);
    }
    features_of_text(text).map(|features| (features, Vec::new()))
}

fn features_of_file(source: &Source<'_>) -> Result<Features, AoiError> {
    if let Some(form) = foreign::file(source) {
        return Err(AoiError::Unsupported { form });
    }
    if source.bytes.starts_with(&shapefile::MAGIC) {
        return shapefile::read(&archive::loose(source));
    }
    if source.bytes.starts_with(flatgeobuf::MAGIC) {
        return flatgeobuf::read(source.bytes);
    }
    if wkb_file(source) {
        return wkb::read(source.bytes);
    }
    features_of_text(&text::decoded(source.bytes))
}

fn features_of_text(text: &str) -> Result<Features, AoiError> {
    // Some programs fill the last block of a file with nothing.
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\0').trim();
    if text.is_empty() {
        return Err(AoiError::Empty);
    }
    if text.len() > LARGEST_FILE {
        return Err(AoiError::TooLarge { what: "bytes", limit: LARGEST_FILE });
    }
    if text.starts_with(['{', '[', '\u{1e}']) && !coordinates::is_bare_list(text) {
        return geojson::read(text);
    }
    if text.starts_with('<') && !wkt::names_its_system(text) {
        let root = root(text);
        return match (root.as_ref(), foreign::document(text, &root)) {
            (_, Some(form)) => Err(AoiError::Unsupported { form }),
            ("gpx", None) => gpx::read(text),
            _ => kml::read(text),
        };
    }
    let unquoted = wkt::unquoted(text);
    if wkt::is_wkt(unquoted) && !csv::is_table(text) {
        return wkt::read(unquoted);
    }
    if wkb::is_hex(unquoted) {
        return wkb::read_hex(unquoted);
    }
    let table = csv::plain(text);
    if csv::is_table(&table) {
        return csv::read(&table);
    }
    match foreign::text(text) {
        Some(form) => Err(AoiError::Unsupported { form }),
        None => coordinates::read(text),
    }
}

/// The local name of the first element of an XML document.
fn root(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let skipped = if rest.starts_with("!--") { "-->" } else { ">" };
        if !rest.starts_with(['?', '!']) {
            let name =
                rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
            return name.rsplit(':').next().unwrap_or_default().into();
        }
        rest = rest.find(skipped).map_or("", |end| &rest[end..]);
    }
    "".into()
}

/// A file of bytes that can be nothing but WKB, or says that it is.
fn wkb_file(source: &Source<'_>) -> bool {
    let begins = matches!(source.bytes, [0 | 1, ..]);
    begins && (matches!(source.ending().as_str(), "wkb" | "ewkb") || !text::is_text(source.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The only area of a text, although it is far larger than what is ordered.
    fn one(text: &str) -> ReadArea {
        let meant = ReadAnswers { way: Some("as it is written".to_owned()), ..ReadAnswers::default() };
        let mut reading = answered(text, &meant);
        assert!(reading.areas.len() == 1 && reading.question.is_none(), "{text}: {reading:?}");
        reading.areas.remove(0)
    }

    fn read(text: &str) -> Reading {
        read_text(text, &ReadAnswers::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn answered(text: &str, answers: &ReadAnswers) -> Reading {
        read_text(text, answers).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn the_same_square_is_read_from_every_form() {
        let texts = [
            r#"{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}"#,
            r#"{"type":"Feature","properties":{"name":"Field"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}}"#,
            "POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))",
            "SRID=4326;POLYGON((1 2,3 2,3 4,1 4,1 2))",
            "xmin=1 ymin=2 xmax=3 ymax=4",
            "lon lat\n1 2\n3 2\n3 4\n1 4",
            "lon,lat\n1,2\n3,2\n3,4\n1,4",
            "id;wkt\n1;POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))",
            "<?xml version='1.0'?><!-- a > b --><gpx><trk><trkseg><trkpt lat='2' lon='1'/><trkpt lat='2' lon='3'/><trkpt lat='4' lon='3'/><trkpt lat='4' lon='1'/><trkpt lat='2' lon='1'/></trkseg></trk></gpx>",
            "2 N 1 E; 2 N 3 E; 4 N 3 E; 4 N 1 E",
            "[[1,2],[3,2],[3,4],[1,4]]",
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><name>Field</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2,0 3,2,0 3,4,0 1,4,0 1,2,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        ];
        for text in texts {
            let area = one(text);
            assert!(area.report.orderable, "{text}: {:?}", area.report.faults);
            assert_eq!(area.report.bounds, [1.0, 2.0, 3.0, 4.0], "{text}");
        }
    }

    #[test]
    fn several_features_become_several_named_areas() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"NAME":"North"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}},
            {"type":"Feature","properties":null,"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#;
        let reading = read(text);
        let names: Vec<Option<String>> = reading.areas.into_iter().map(|area| area.name).collect();
        assert_eq!(names, [Some("North · 1".to_owned()), Some("North · 2".to_owned())]);
        assert_eq!(reading.lines, [ReadLine { name: None, positions: vec![[0.0, 0.0]] }]);
        assert_eq!(reading.notes, ["Passed over: 1 feature without a geometry."]);
    }

    #[test]
    fn a_bad_text_gets_a_clear_error() {
        let says = |text: &str| read_text(text, &ReadAnswers::default()).unwrap_err().to_string();
        assert!(says("").contains("nothing to read"));
        assert!(says("hello there").contains("neither GeoJSON"));
        assert!(says("{\"type\":\"Polygon\",").contains("line 1"));
        assert!(says(r#"{"type":"Feature","geometry":null}"#).contains("holds no area"));
        assert!(says("POLYGON ((1 2, 3))").contains("WKT"));
        assert!(says("<kml><Placemark></kml>").contains("KML"));
        assert!(says("<gml:FeatureCollection/>").contains("GML"));
    }

    #[test]
    fn an_order_that_is_not_told_is_asked_and_the_answer_taken() {
        for text in ["38.7 -9.1\n38.7 -9.0\n38.8 -9.0", "38°42' 9°6'\n38°42' 9°0'\n38°48' 9°0'"] {
            let asked = read(text);
            assert!(asked.areas.is_empty());
            let Some(ReadQuestion::AxisOrder { orders, .. }) = asked.question else { panic!("{text}") };
            assert!(orders.iter().all(|order| order.possible));
            for (order, west) in
                [(AxisOrder::LongitudeFirst, 38.7), (AxisOrder::LatitudeFirst, orders[1].bounds[0])]
            {
                let answers = ReadAnswers { axis_order: Some(order), ..ReadAnswers::default() };
                assert_eq!(answered(text, &answers).areas[0].report.bounds[0], west);
            }
        }
    }

    #[test]
    fn swapped_positions_are_asked_about_in_every_form() {
        for text in [
            "POLYGON ((-20 100, -21 100, -21 101, -20 100))",
            r#"{"type":"Polygon","coordinates":[[[-20,100],[-21,100],[-21,101],[-20,100]]]}"#,
            "-20,100\n-21,100\n-21,101",
        ] {
            let Some(ReadQuestion::AxisOrder { orders, .. }) = read(text).question else { panic!("{text}") };
            assert_eq!(orders.iter().map(|order| order.possible).collect::<Vec<_>>(), [false, true]);
            let answers =
                ReadAnswers { axis_order: Some(AxisOrder::LatitudeFirst), ..ReadAnswers::default() };
            assert_eq!(answered(text, &answers).areas[0].report.bounds, [100.0, -21.0, 101.0, -20.0]);
        }
    }

    #[test]
    fn metres_without_a_system_are_asked_about_and_converted() {
        let text = "POLYGON ((500000 4300000, 510000 4300000, 510000 4310000, 500000 4300000))";
        let Some(ReadQuestion::ReferenceSystem { example, systems, .. }) = read(text).question else {
            panic!()
        };
        assert_eq!(example, "500000, 4300000");
        assert!(systems.iter().any(|system| system.epsg == 3857));
        let answers = ReadAnswers { epsg: Some(32_629), ..ReadAnswers::default() };
        let reading = answered(text, &answers);
        assert!((reading.areas[0].report.bounds[0] + 9.0).abs() < 1e-9);
        assert!(reading.notes[0].contains("UTM zone 29N"), "{:?}", reading.notes);
        let unknown = ReadAnswers { epsg: Some(1), ..ReadAnswers::default() };
        assert!(matches!(read_text(text, &unknown), Err(AoiError::UnknownSystem(_))));
        let stated = format!("SRID=32629;{text}");
        assert_eq!(read(&stated).areas, reading.areas);
    }

    #[test]
    fn a_number_gone_wrong_among_degrees_is_a_fault_of_the_area_not_a_question() {
        let area = one("POLYGON ((1 2, 3 2, 3 2000, 1 4, 1.5 3, 1 2))");
        assert!(!area.report.orderable);
        let as_degrees = ReadAnswers { epsg: Some(4326), ..ReadAnswers::default() };
        let reading = answered("POLYGON ((5e5 4e6, 6e5 4e6, 6e5 5e6, 5e5 4e6))", &as_degrees);
        assert!(!reading.areas[0].report.orderable);
    }

    #[test]
    fn files_are_known_by_their_bytes_first_and_foreign_ones_are_refused_by_name() {
        let file = |name: &str, bytes: &[u8]| {
            read_file(&Source { name, bytes, siblings: &[] }, &ReadAnswers::default())
        };
        assert_eq!(file("x.txt", b"\xef\xbb\xbfPOLYGON((1 2,3 2,3 4,1 2))").unwrap().areas.len(), 1);
        let says = |name: &str, bytes: &[u8]| file(name, bytes).unwrap_err().to_string();
        assert!(says("x.dbf", b"\x03").contains(".shp"));
        assert!(says("x.json", b"%PDF-1.7").contains("PDF"));
        assert!(says("x.tab", b"!table").contains("MapInfo"));
        assert!(says("x.wkb", b"\x01\x03\0\0\0\x01").contains("WKB"));
    }

    #[test]
    fn an_area_with_a_hole_or_over_a_pole_is_read_with_its_fault() {
        let holed = one(
            r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[1,0.5],[1,1],[0.5,0.5]]]}"#,
        );
        assert!(!holed.report.orderable && holed.report.faults[0].message.contains("hole"));
        let polar = one("west=-180 south=85 east=180 north=90");
        assert!(!polar.report.orderable);
    }

    const DOCUMENTS: [&str; 4] = [
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"é"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,2],[3,4],[1,2]]]]}}]}"#,
        "SRID=4326;MULTIPOLYGON Z (((1 2 0,3 2 0,3 4 0,1 2 0),(1.5 2.2 0,2 2.2 0,2 2.5 0,1.5 2.2 0)))",
        "<kml><Placemark><name>A &amp; é</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,2 3,4 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        "38°42'N 9°6'W; 38°42'N 9°0'W; 38°48'N 9°0'W",
    ];

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail_hard(text in ".{0,200}") {
            let _ = read_text(&text, &ReadAnswers::default());
        }

        #[test]
        fn no_near_wkt_makes_it_fail_hard(text in "(POLYGON|MULTIPOLYGON|SRID=4326;POLYGON) ?[(), 0-9.eE-]{0,80}") {
            let _ = read_text(&text, &ReadAnswers::default());
        }

        #[test]
        fn no_damaged_document_makes_it_fail_hard(
            document in proptest::sample::select(&DOCUMENTS[..]),
            cut in proptest::prelude::any::<proptest::sample::Index>(),
            length in 0..12usize,
            patch in "[-\\[\\]{}()<>&;:,.0-9eNSEW \"é°]{0,6}",
        ) {
            let mut letters: Vec<char> = document.chars().collect();
            let from = cut.index(letters.len());
            let to = (from + length).min(letters.len());
            letters.splice(from..to, patch.chars());
            let text: String = letters.into_iter().collect();
            if let Ok(reading) = read_text(&text, &ReadAnswers::default()) {
                for area in reading.areas {
                    proptest::prop_assert!(area.report.km2.is_finite());
                    proptest::prop_assert!(serde_json::to_string(&area).is_ok());
                }
            }
        }
    }
}
