//! What other programs, and people, write: empty shapes, heights and measures, encodings, fragments, other forms. Each is
//! read rightly, or refused with a sentence that says what it is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{AoiError, ReadAnswers, Reading, Source, read_file};

fn try_to_read(name: &str, bytes: &[u8]) -> Result<Reading, AoiError> {
    read_file(&Source { name, bytes, siblings: &[] }, &ReadAnswers::default())
}

/// Each is read as one area, the triangle of 1 2, 3 2, 3 4 or the box round it.
fn is_the_triangle(name: &str, bytes: &[u8]) {
    let shown = String::from_utf8_lossy(bytes);
    let reading = try_to_read(name, bytes).unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert!(reading.question.is_none() && reading.areas.len() == 1, "{shown}: {reading:?}");
    assert_eq!(reading.areas[0].report.bounds, [1.0, 2.0, 3.0, 4.0], "{shown}");
    assert!(reading.areas[0].report.orderable, "{shown}: {:?}", reading.areas[0].report.faults);
}

fn is_refused(name: &str, bytes: &[u8], with: &str) {
    let shown = String::from_utf8_lossy(bytes);
    let said = try_to_read(name, bytes).map_or_else(|error| error.to_string(), |found| format!("{found:?}"));
    assert!(said.contains(with), "{name}, {shown}: {said}");
}

fn utf16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
}

const JSON: &str = r#"{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,2]]]}"#;

#[test]
fn geojson_of_every_program() {
    for text in [
        JSON.to_owned(),
        JSON.replace(",2]", ",2,9,8]").replace(",4]", ",4,9]"),
        format!("\u{feff}{}\r\n", JSON.replace(',', ",\r\n")),
        format!("{JSON}\0\0\0\0"),
        format!(r#"[{{"type":"Feature","properties":null,"geometry":{JSON}}}]"#),
        format!(r#"{{"type":"GeometryCollection","geometries":[null,{{"type":"Point","coordinates":[]}},{JSON}]}}"#),
        format!(r#"{{"type":"FeatureCollection","features":[null,{{"type":"Feature","geometry":null}},{{"type":"Feature","geometry":{JSON}}}]}}"#),
        format!("\u{1e}{JSON}\n\u{1e}{{\"type\":\"MultiPolygon\",\"coordinates\":[]}}\n"),
        format!("{JSON}\r\n\r\n{{\"type\":\"Feature\",\"geometry\":null}}\r\n"),
        format!(r#"{{"type":"Feature","stac_version":"1.0.0","id":"S2","bbox":[1,2,3,4],"geometry":{JSON},"links":[],"assets":{{}}}}"#),
        JSON.replacen('{', r#"{"crs":{"type":"EPSG","properties":{"code":4326}},"#, 1),
        JSON.replacen('{', r#"{"crs":null,"#, 1),
        r#"{"spatialReference":{"wkid":4326},"features":[{"attributes":{"NAME":"A"},"geometry":{"rings":[[[1,2],[3,4],[3,2],[1,2]]]}}]}"#.to_owned(),
    ] {
        is_the_triangle("a.json", text.as_bytes());
    }
    is_the_triangle("a.json", &utf16(JSON, &[0xff, 0xfe], u16::to_le_bytes));
    is_the_triangle("a.json", &utf16(JSON, &[0xfe, 0xff], u16::to_be_bytes));
    is_the_triangle("a.json", &utf16(JSON, &[], u16::to_le_bytes));
    is_the_triangle("a.json", &utf16(JSON, &[], u16::to_be_bytes));
}

#[test]
fn geojson_that_is_none() {
    for (text, with) in [
        (r#"{"type":"Topology","objects":{},"arcs":[]}"#, "TopoJSON is not read"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "nothing with a shape"),
        (r#"{"type":"Polygon","coordinates":[]}"#, "1 empty shape"),
        (r#"{"type":"Polygon","coordinates":[[]]}"#, "1 empty shape"),
        (r#"{"type":"Polygon","coordinates":null}"#, "1 shape without coordinates"),
        (r#"{"type":"Polygon","coordinates":[[["1","2"]]]}"#, "column 36: a number is expected"),
        (r#"{"type":"Polygon","coordinates":[[[1,null]]]}"#, "column 38: a number is expected"),
        (r#"{"type":"Feature","geometry":false}"#, "an object of GeoJSON"),
        (r#"{"elements":[{"type":"way","id":1}]}"#, "1 object without a type"),
    ] {
        is_refused("a.json", text.as_bytes(), with);
    }
}

#[test]
fn kml_of_every_program() {
    let ring = "<outerBoundaryIs><LinearRing><coordinates>1,2 3,2,0 3,4 1,2</coordinates></LinearRing></outerBoundaryIs>";
    let polygon = format!("<Polygon>{ring}</Polygon>");
    for text in [
        polygon.clone(),
        format!("<Placemark>{polygon}</Placemark>"),
        format!(
            "\n <?xml version='1.0'?><kml xsi:schemaLocation='a b'><Placemark>{polygon}</Placemark></kml>"
        ),
        format!("<kml><Placemark><name>A & B</name>{polygon}</Placemark></kml>"),
        format!(
            "<!DOCTYPE kml [<!ENTITY x 'y'>]><kml><Placemark><name>&x;&nbsp;</name>{polygon}</Placemark></kml>"
        ),
        format!("<kml><Placemark><Polygon/></Placemark><Placemark>{polygon}</Placemark></kml>"),
        format!(
            "<k:kml xmlns:k='x'>{}</k:kml>",
            polygon.replace("</", "</k:").replace('<', "<k:").replace("<k:/k:", "</k:")
        ),
    ] {
        is_the_triangle("a.kml", text.as_bytes());
    }
    let utf16 =
        utf16(&format!("<?xml version='1.0' encoding='UTF-16'?><kml>{polygon}</kml>"), &[], u16::to_le_bytes);
    is_the_triangle("a.kml", &utf16);
    let track = "<kml xmlns:gx='x'><Placemark><name>T</name><gx:MultiTrack><gx:Track><when>1</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track><gx:Track/></gx:MultiTrack></Placemark></kml>";
    let reading = try_to_read("a.kml", track.as_bytes()).unwrap();
    assert_eq!(
        (reading.lines.len(), reading.notes.as_slice()),
        (1, &["Passed over: 1 empty shape.".to_owned()][..])
    );
    for (coordinates, with) in [
        ("", "1 empty shape"),
        ("nan,nan 1,2", "'nan,nan' is no position"),
        ("1,2,0,3,2,0,3,4,0,1,2,0", "too many numbers for one position"),
        ("1,5,2,5 3,5,2,5", "too many numbers for one position"),
    ] {
        is_refused("a.kml", polygon.replace("1,2 3,2,0 3,4 1,2", coordinates).as_bytes(), with);
    }
}

#[test]
fn other_documents_are_named() {
    for (text, with) in [
        ("<ogr:FeatureCollection xmlns:gml='http://www.opengis.net/gml'/>", "GML is not read"),
        ("<gml:Polygon xmlns:gml='http://www.opengis.net/gml'/>", "GML is not read"),
        ("<!DOCTYPE html><html><body>404</body></html>", "a web page is not read"),
        ("<osm version='0.6'/>", "OpenStreetMap data is not read"),
        ("<rss><channel/></rss>", "GeoRSS is not read"),
        ("<ows:ExceptionReport/>", "the error message of a map service is not read"),
        ("<kml><NetworkLink><Link><href>x</href></Link></NetworkLink></kml>", "not followed"),
        ("<kml><GroundOverlay/></kml>", "only 1 picture"),
        ("<gpx></gpx>", "nothing with a shape"),
        ("<gpx><trk><trkseg/></trk></gpx>", "1 empty shape"),
        ("<sheet/>", "'sheet' is none of these"),
    ] {
        is_refused("a.xml", text.as_bytes(), with);
    }
    let waypoints = try_to_read("a.gpx", b"<gpx><wpt lat='1' lon='2'/><wpt lat='3' lon='4'/></gpx>").unwrap();
    assert_eq!((waypoints.areas.len(), waypoints.lines.len()), (0, 2));
}

#[test]
fn wkt_and_wkb_of_every_program() {
    for text in [
        "POLYGON M ((1 2 9,3 2 9,3 4 9,1 2 9))",
        "POLYGON((1 2,3 2,3 4,1 2),EMPTY)",
        "GEOMETRYCOLLECTION(POLYGON EMPTY,POLYGON((1 2,3 2,3 4,1 2)))",
        "\"POLYGON((1 2,3 2,3 4,1 2))\"",
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((1 2,3 2,3 4,1 2))",
        "SRID=4326;POLYGONZ((1 2 0,3 2 0,3 4 0,1 2 0));",
        "CURVEPOLYGON((1 2,3 2,3 4,1 2))",
        "LINEARRING(1 2,3 2,3 4,1 2)",
        "BOX(1 2, 3 4)",
        "ENVELOPE(1, 3, 4, 2)",
    ] {
        is_the_triangle("a.wkt", text.as_bytes());
    }
    for (text, with) in [
        ("CIRCULARSTRING(0 0,1 1)", "an odd number of positions"),
        ("POLYGON EMPTY", "1 empty shape"),
        ("POLYGON((nan 2,3 2,3 4,1 2))", "column 10: a number is expected"),
        ("POLYGON((1,2 3,2 3,4 1,2))", "a latitude is expected"),
        ("03031b000400040205000004000004000003060300", "no WKB, such as TWKB"),
        ("010300000000000000", "1 empty shape"),
        ("0101000000000000000000F87F000000000000F87F", "1 empty shape"),
        ("010A00000000000000", "1 empty shape"),
    ] {
        is_refused("a.txt", text.as_bytes(), with);
    }
}

#[test]
fn tables_of_every_program() {
    for text in [
        "lon;lat\n1,0;2,0\n3,0;2,0\n3,0;4,0\n",
        "sep=;\nlon;lat\n1;2\n3;2\n3;4\n",
        "# made by hand\nlat,lon\n2,1\n2,3\n4,3\n",
        "lon,lat\r1,2\r3,2\r3,4\r",
        "lon,lat\r\n1,2\r\n,\r\n3,2\r\n3,4\r\n",
        "POINT_X,POINT_Y\n1,2\n3,2\n3,4\n",
        "name,minx,miny,maxx,maxy\nA,1,2,3,4\n",
        "name,west,south,east,north\nA,1,2,3,4\n,,,,\n",
        "id,geom\r\n1,\"POLYGON((1 2,3 2,3 4,1 2))\"\r\n2,\r\n",
    ] {
        is_the_triangle("a.csv", text.as_bytes());
    }
    let latin = b"name;wkt\nCaf\xe9;POLYGON((1 2,3 2,3 4,1 2))\n";
    is_the_triangle("a.csv", latin);
    assert_eq!(try_to_read("a.csv", latin).unwrap().areas[0].name.as_deref(), Some("Café"));
    is_refused("a.csv", b"lon,lat\n", "this CSV holds no area");
}

#[test]
fn files_that_are_something_else_are_named() {
    for (name, bytes, with) in [
        ("a.gz", &b"\x1f\x8b\x08\0"[..], "gzip is not read"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "a 7z archive is not read"),
        ("a.jp2", b"\0\0\0\x0cjP  ", "a picture is not read"),
        ("a.h5", b"\x89HDF\r\n\x1a\n", "HDF is not read"),
        ("a.fgb", b"fgb\x02fgb\0", "FlatGeobuf of an early version"),
        ("a.dbf", b"\x03", "a part of a Shapefile without its .shp"),
        ("a.twkb", b"\x03\x03\x1b", "TWKB is not read"),
        ("a.txt", b"https://example.org/a.kml", "an address on the web is not read"),
        ("a.json", b" \r\n", "nothing to read"),
    ] {
        is_refused(name, bytes, with);
    }
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
fn archives_say_what_they_hold() {
    for (files, with) in [
        (&[("a.gdb/a00000001.gdbtable", &b"x"[..])][..], "File Geodatabase is not read"),
        (&[("xl/workbook.xml", b"<workbook/>")], "a spreadsheet is not read"),
        (&[("a.dbf", b"x"), ("a.prj", b"x")], "a part of a Shapefile without its .shp"),
        (&[("photo.jpg", b"x"), ("b/", b"")], "files that are not read, such as 'photo.jpg'"),
        (&[], "no file at all"),
    ] {
        is_refused("a.zip", &zip(files), with);
    }
    is_the_triangle("A.ZIP", &zip(&[("X/Y/AREA.GEOJSON", JSON.as_bytes()), ("X/readme.doc", b"x")]));
}
