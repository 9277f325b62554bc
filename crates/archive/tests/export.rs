//! What leaves as a file: the same scenes in every format, also those that can't be drawn.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use aoi::AreaPolygon;
use archive::Archive;
use archive::export::{ExportFormat, ExportedScene, write};
use serde_json::{Value, json};

fn scenes() -> Vec<ExportedScene> {
    let across = json!([[[179.5, -17], [-179.5, -17], [-179.5, -16], [179.5, -16], [179.5, -17]]]);
    let features = [
        json!({
            "geometry": {"type": "Polygon", "coordinates": across},
            "properties": {
                "id": "across", "constellation": "PHR", "platform": "PHR1B", "acquisitionDate": "2024-05-06T10:00:00.5Z",
                "cloudCover": 12.5, "productType": "a, \"b\" <c>", "resolution": 0.5, "archiveIdentifier": "DS_1",
                "illuminationElevationAngle": 40, "illuminationAzimuthAngle": -30,
            },
            "_links": {"quicklook": {"href": "https://example.org/q"}},
        }),
        json!({"geometry": null, "properties": {"id": "nowhere"}}),
    ];
    let area = vec![[179.0, -18.0], [181.0, -18.0], [181.0, -15.0], [179.0, -15.0], [179.0, -18.0]];
    let mut archive = Archive::new(AreaPolygon::from_ring(area));
    let ids = archive.insert(&features);
    archive.keep("across", true);
    ids.iter().zip(&features).filter_map(|(id, feature)| archive.exported(id, feature)).collect()
}

fn written(format: ExportFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(format, &scenes(), "2026-01-01T00:00:00.25Z".parse().unwrap(), &mut bytes).unwrap();
    bytes
}

fn json_of(format: ExportFormat) -> Value {
    serde_json::from_slice(&written(format)).unwrap()
}

#[test]
fn geojson_cuts_at_the_meridian_and_keeps_what_has_no_place() {
    let collection = json_of(ExportFormat::Geojson);
    let [across, nowhere] = collection["features"].as_array().unwrap().as_slice() else {
        panic!("two scenes")
    };
    assert_eq!(across["geometry"]["type"], "MultiPolygon");
    assert_eq!(across["properties"]["cloud_in_scene_percent"], 12.5);
    assert_eq!(
        (&across["properties"]["kept"], &across["properties"]["identifier"]),
        (&json!(true), &json!("DS_1"))
    );
    assert_eq!(
        (&nowhere["geometry"], &nowhere["properties"]["coverage_percent"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(nowhere["properties"]["faults"], "noGeometry noDate");
    let numbers = across["geometry"]["coordinates"].to_string();
    assert!(numbers.contains("180.0") && !numbers.contains("180.5"), "{numbers}");
}

#[test]
fn csv_has_a_line_for_each_scene_and_quotes_what_it_must() {
    let text = String::from_utf8(written(ExportFormat::Csv)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("id,identifier,acquired") && lines[0].ends_with(",WKT"));
    assert!(
        lines[1].contains("\"a, \"\"b\"\" <c>\"") && lines[1].contains("\"MULTIPOLYGON("),
        "{}",
        lines[1]
    );
}

#[test]
fn kml_is_xml_whatever_the_vendor_wrote() {
    let text = String::from_utf8(written(ExportFormat::Kml)).unwrap();
    assert!(text.contains("a, &quot;b&quot; &lt;c&gt;") && text.contains("<MultiGeometry>"));
    assert_eq!(text.matches("<Placemark>").count(), 2);
    assert!(text.contains("<when>2024-05-06T10:00:00.5Z</when>") && text.ends_with("</kml>\n"));
}

#[test]
fn stac_items_have_what_the_standard_asks_for() {
    let collection = json_of(ExportFormat::Stac);
    let [across, nowhere] = collection["features"].as_array().unwrap().as_slice() else {
        panic!("two items")
    };
    assert_eq!(
        across["bbox"],
        json!([179.5, -17.0, -179.5, -16.0]),
        "west is east of east across the meridian"
    );
    assert_eq!(across["properties"]["view:sun_azimuth"], 330.0);
    assert_eq!(across["assets"]["overview"]["href"], "https://example.org/q");
    assert!(nowhere.get("bbox").is_none());
    assert_eq!(across["stac_extensions"].as_array().unwrap().len(), 2);
    assert_eq!(nowhere["stac_extensions"], json!([]), "an extension is named where it is made use of");
    assert_eq!(nowhere["properties"]["datetime"], Value::Null);
    assert_eq!(nowhere["properties"]["end_datetime"], "2026-01-01T00:00:00Z");
}

#[test]
fn geoparquet_begins_and_ends_as_parquet_and_names_its_geometry() {
    let bytes = written(ExportFormat::Geoparquet);
    assert_eq!((&bytes[..4], &bytes[bytes.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("\"primary_column\":\"geometry\"") && text.contains("\"version\":\"1.1.0\""));
}

#[test]
fn a_geopackage_is_not_written_as_a_stream() {
    let refused = write(ExportFormat::Geopackage, &[], jiff::Timestamp::UNIX_EPOCH, &mut Vec::new());
    assert!(refused.is_err());
}
