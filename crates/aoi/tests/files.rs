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

fn placemark(name: &str, west: f64) -> String {
    let ring =
        [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]].map(|[x, y]| format!("{},{y}", west + x)).join(" ");
    format!(
        "<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
}

fn kml(body: &str) -> Vec<u8> {
    format!("<?xml version='1.0'?><kml><Document>{body}</Document></kml>").into_bytes()
}

fn link(to: &str) -> String {
    format!("<NetworkLink><name>more</name><Link><href>{to}</href></Link></NetworkLink>")
}

fn names(reading: &Reading) -> Vec<&str> {
    reading.areas.iter().map(|area| area.name.as_deref().unwrap()).collect()
}

#[test]
fn a_kmz_gives_all_its_documents_in_the_order_of_their_links() {
    let inner = zip(&[("a.kml", &kml("")), ("doc.kml", &kml(&placemark("Nested", 5.0)))]);
    let files: [(&str, Vec<u8>); 7] = [
        (
            "doc.kml",
            kml(&[
                link("files/b.kml"),
                placemark("Main", 0.0),
                link("https://example.org/x.kml"),
                link("c.kmz"),
            ]
            .concat()),
        ),
        ("files/a.kml", kml(&placemark("Unlinked", 4.0))),
        (
            "files/b.kml",
            kml(&[placemark("Linked", 1.0), link("deep/c%20d.kml"), link("../doc.kml")].concat()),
        ),
        ("files/deep/c d.kml", kml(&placemark("Deep", 2.0))),
        ("files/twin.kml", kml(&placemark("Unlinked", 4.0))),
        ("files/broken.kml", b"<kml><Placemark>".to_vec()),
        ("c.kmz", inner),
    ];
    let packed: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let reading = read("tour.kmz", &zip(&packed), &ReadAnswers::default());
    assert_eq!(names(&reading), ["Main", "Linked", "Deep", "Nested", "Unlinked"]);
    let said = reading.notes.join(" ");
    for words in [
        "1 link to another file, which is not followed",
        "'files/broken.kml' in it was left out",
        "6 documents",
    ] {
        assert!(said.contains(words), "{said}");
    }
    // Nothing but links in the main document.
    let only = zip(&[("doc.kml", &kml(&link("b.kml"))), ("b.kml", &kml(&placemark("Linked", 1.0)))]);
    assert_eq!(names(&read("tour.kmz", &only, &ReadAnswers::default())), ["Linked"]);
    // In an archive of another name one document is chosen, and its links are followed.
    let asked = read("tour.zip", &only, &ReadAnswers::default());
    assert!(matches!(asked.question, Some(ReadQuestion::Layer { .. })), "{asked:?}");
    let chosen = ReadAnswers { layer: Some("doc.kml".to_owned()), ..ReadAnswers::default() };
    assert_eq!(names(&read("tour.zip", &only, &chosen)), ["Linked"]);
}

#[test]
fn archives_that_lie_in_each_other_end() {
    let mut file = zip(&[("doc.kml", &kml(&placemark("Inmost", 0.0)))]);
    for _ in 0..4 {
        file = zip(&[
            ("doc.kml", &kml(&[placemark("Around", 1.0), link("in.kmz")].concat())),
            ("in.kmz", &file),
        ]);
    }
    let reading = read("tour.kmz", &file, &ReadAnswers::default());
    assert_eq!(names(&reading), ["Around", "Around"]);
    assert!(
        reading.notes.iter().any(|note| note.contains("an archive within an archive")),
        "{:?}",
        reading.notes
    );
    // Each of them is small, and all together are more than is unpacked.
    let bombs = [0, 1, 2].map(|more| {
        let notes = vec![b' '; 100 * 1024 * 1024 + more];
        zip(&[("doc.kml", b"<kml/>"), ("notes.txt", &notes)])
    });
    let main = kml(&placemark("Main", 0.0));
    let packed = zip(&[("doc.kml", &main), ("1.kmz", &bombs[0]), ("2.kmz", &bombs[1]), ("3.kmz", &bombs[2])]);
    let source = Source { name: "x.kmz", bytes: &packed, siblings: &[] };
    let error = read_file(&source, &ReadAnswers::default()).unwrap_err().to_string();
    assert!(error.contains("unpacked bytes"), "{error}");
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
