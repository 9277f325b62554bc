//! Files as another program writes them (GDAL 3.12), each with the same two features: a square with a hole, and a pair of
//! triangles. Those named `utm` are in EPSG:32629.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{ReadAnswers, ReadQuestion, Reading, Source, read_file};

fn read(name: &str, bytes: &[u8], answers: &ReadAnswers) -> Reading {
    let source = Source { name, bytes, siblings: &[] };
    read_file(&source, answers).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_same_features_come_out_of_every_form() {
    for name in ["areas.fgb", "utm.fgb", "utm-shapefile.zip", "areas.kml", "utm.geojson", "wkt.csv"] {
        let reading = read(name, &fixture(name), &ReadAnswers::default());
        assert!(reading.question.is_none(), "{name}: {:?}", reading.question);
        let names: Vec<&str> = reading.areas.iter().map(|area| area.name.as_deref().unwrap()).collect();
        // FlatGeobuf with an index puts its features in the order of a curve.
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["Twin · 1", "Twin · 2", "Évora"], "{name}");
        let square = reading.areas.iter().find(|area| area.name.as_deref() == Some("Évora")).unwrap();
        assert_eq!(square.report.polygon.coordinates.len(), 2, "{name}");
        // GeographicLib, by pyproj.Geod(ellps="WGS84").geometry_area_perimeter.
        assert!((square.report.km2 / 362.123_401_645 - 1.0).abs() < 1e-6, "{name}: {}", square.report.km2);
        let [west, south, east, north] = square.report.bounds;
        for (is, wanted) in [(west, -9.2), (south, 38.6), (east, -9.0), (north, 38.8)] {
            assert!((is - wanted).abs() < 1e-8, "{name}: {is} {wanted}");
        }
        assert_eq!(reading.notes.iter().any(|note| note.contains("UTM zone 29N")), name.starts_with("utm"));
    }
}

#[test]
fn an_index_over_a_single_feature_is_passed_over() {
    let reading = read("single.fgb", &fixture("single.fgb"), &ReadAnswers::default());
    assert_eq!(reading.areas[0].name.as_deref(), Some("Field"));
    assert_eq!(reading.areas[0].report.bounds, [7.0, 1.0, 8.0, 2.0]);
}

/// An archive with some files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_kmz_is_its_main_document_and_its_pictures_don_t_matter() {
    let kml = fixture("areas.kml");
    let kmz = zip(&[("files/photo.png", b"\x89PNG"), ("doc.kml", &kml), ("files/more.kml", b"<kml/>")]);
    assert_eq!(read("tour.kmz", &kmz, &ReadAnswers::default()).areas.len(), 3);
    let packed = zip(&[("deep/tour.kmz", &kmz), ("readme.txt", b"hello")]);
    assert_eq!(read("tour.zip", &packed, &ReadAnswers::default()).areas.len(), 3);
}

#[test]
fn of_several_files_in_an_archive_it_is_asked_which() {
    let (kml, json) = (fixture("areas.kml"), fixture("utm.geojson"));
    let both = zip(&[("a/one.kml", &kml), ("two.geojson", &json), ("__MACOSX/a/._one.kml", b"x")]);
    let asked = read("both.zip", &both, &ReadAnswers::default());
    let Some(ReadQuestion::Layer { layers, .. }) = asked.question else { panic!("{asked:?}") };
    assert_eq!(
        layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>(),
        ["a/one.kml", "two.geojson"]
    );
    let chosen = ReadAnswers { layer: Some("two.geojson".to_owned()), ..ReadAnswers::default() };
    assert_eq!(read("both.zip", &both, &chosen).form, "GeoJSON");
}

#[test]
fn archives_that_mean_harm_are_refused_with_a_reason() {
    let says = |bytes: &[u8]| {
        let source = Source { name: "x.zip", bytes, siblings: &[] };
        read_file(&source, &ReadAnswers::default()).unwrap_err().to_string()
    };
    // Three hundred megabytes of nothing take three hundred kilobytes.
    let bomb = zip(&[("bomb.kml", &vec![b' '; 300 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(says(&bomb).contains("unpacked bytes"), "{}", says(&bomb));
    let inner = zip(&[("deeper.kmz", &zip(&[("doc.kml", b"<kml/>")]))]);
    assert!(says(&zip(&[("deep.kmz", &inner)])).contains("archive within an archive"));
    let names: Vec<String> = (0..2_001).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(says(&zip(&many)).contains("files in an archive"));
    assert!(says(&zip(&[("notes.doc", b"x")])).contains("no area"));
    let whole = zip(&[("areas.kml", &fixture("areas.kml"))]);
    assert!(says(&whole[..whole.len() - 30]).contains("zip archive"));
}

#[test]
fn ten_million_vertices_are_refused_before_they_fill_the_memory() {
    let position = "1 1,";
    let mut text = String::from("POLYGON((");
    text.push_str(&position.repeat(10_000_000));
    text.push_str("1 1))");
    let answers = ReadAnswers::default();
    let says = |text: &str| aoi::read_text(text, &answers).unwrap_err().to_string();
    assert!(says(&text).contains("vertices: more than 5000000"), "{}", says(&text));
    let json = format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}[1,1]]]}}", "[1,1],".repeat(10_000_000));
    assert!(says(&json).contains("vertices: more than 5000000"));
    drop(json);
    let kml = format!(
        "<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        "1,1 ".repeat(10_000_000)
    );
    assert!(says(&kml).contains("vertices: more than 5000000"));
}
