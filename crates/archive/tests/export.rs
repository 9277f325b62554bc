//! What leaves as a file: the same scenes in every format, also those that can't be drawn.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use aoi::AreaPolygon;
use archive::Archive;
use archive::export::{ExportFormat, ExportedScene, write};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;
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

/// Scenes at some places, each a leaning square of 0.3° as a scan leaves it.
fn scattered(places: &[[f64; 2]]) -> Vec<ExportedScene> {
    let feature = |(number, [lon, lat]): (usize, &[f64; 2])| {
        let corners = [[0.0, 0.0], [0.282_3, 0.031_7], [0.241_1, 0.307_9], [-0.033_3, 0.281_9], [0.0, 0.0]];
        let ring: Vec<[f64; 2]> = corners
            .iter()
            .map(|[x, y]| [if lon + x > 180.0 { lon + x - 360.0 } else { lon + x }, lat + y])
            .collect();
        json!({
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"id": format!("scene-{number}"), "constellation": "PHR", "acquisitionDate": "2024-05-06T10:00:00Z"},
        })
    };
    let features: Vec<Value> = places.iter().enumerate().map(feature).collect();
    let area = vec![[179.0, -20.0], [181.0, -20.0], [181.0, -15.0], [179.0, -15.0], [179.0, -20.0]];
    let mut archive = Archive::new(AreaPolygon::from_ring(area));
    let ids = archive.insert(&features);
    ids.iter().zip(&features).filter_map(|(id, feature)| archive.exported(id, feature)).collect()
}

fn bytes_of(format: ExportFormat, scenes: &[ExportedScene]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(format, scenes, jiff::Timestamp::UNIX_EPOCH, &mut bytes).unwrap();
    bytes
}

#[test]
fn across_the_meridian_every_format_ends_on_it_and_every_box_goes_across() {
    let scenes = scattered(&[[179.778_123_4, -19.415_1], [179.950_01, -18.2], [179.718_000_7, -17.3]]);
    let stac: Value = serde_json::from_slice(&bytes_of(ExportFormat::Stac, &scenes)).unwrap();
    for (item, scene) in stac["features"].as_array().unwrap().iter().zip(&scenes) {
        let [west, south, east, north] =
            [0, 1, 2, 3].map(|side| item["bbox"][side].as_f64().expect("a box has four numbers"));
        assert!(west > 179.0 && east < -179.0 && south < north, "{}", item["bbox"]);
        assert_eq!(scene.extent(), Some([-180.0, south, 180.0, north]));
    }
    for format in [ExportFormat::Geojson, ExportFormat::Csv, ExportFormat::Kml, ExportFormat::Stac] {
        let text = String::from_utf8(bytes_of(format, &scenes)).unwrap();
        let beside = |digits: &str| text.contains(&format!("179.9999{digits}"));
        assert!(!beside("999") && !beside("998"), "{format:?}");
        assert!(text.contains("180") && text.contains("-180"), "{format:?}");
    }
}

fn opened(bytes: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
    SerializedFileReader::new(bytes.into()).unwrap()
}

fn geo(reader: &SerializedFileReader<bytes::Bytes>) -> Value {
    let entries = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let entry = entries.iter().find(|entry| entry.key == "geo").unwrap();
    serde_json::from_str(entry.value.as_deref().unwrap()).unwrap()
}

#[test]
fn geoparquet_says_where_it_is_and_names_its_covering() {
    let scenes = scattered(&[[179.778_123_4, -19.415_1], [178.0, -18.2]]);
    let reader = opened(bytes_of(ExportFormat::Geoparquet, &scenes));
    let column = &geo(&reader)["columns"]["geometry"];
    assert_eq!(column["geometry_types"], json!(["Polygon", "MultiPolygon"]));
    let sides = json!({"xmin": ["bbox", "xmin"], "ymin": ["bbox", "ymin"], "xmax": ["bbox", "xmax"], "ymax": ["bbox", "ymax"]});
    assert_eq!(column["covering"]["bbox"], sides);
    let whole = [0, 2].map(|side| column["bbox"][side].as_f64().unwrap());
    assert!(whole[0] < 178.0 && (-180.0..-179.0).contains(&whole[1]), "{}", column["bbox"]);
    let nothing = opened(bytes_of(ExportFormat::Geoparquet, &[]));
    assert!(geo(&nothing)["columns"]["geometry"].get("bbox").is_none());
}

/// The box of a row group: what a reader sees of it before it reads it.
fn group_box(reader: &SerializedFileReader<bytes::Bytes>, group: usize) -> [f64; 4] {
    let meta = reader.metadata().row_group(group);
    let number = |side: &str, least: bool| {
        let column =
            meta.columns().iter().find(|column| column.column_path().string() == format!("bbox.{side}"));
        let Some(Statistics::Double(values)) = column.unwrap().statistics() else { panic!("no statistics") };
        *(if least { values.min_opt() } else { values.max_opt() }).unwrap()
    };
    [number("xmin", true), number("ymin", true), number("xmax", false), number("ymax", false)]
}

#[test]
fn geoparquet_lets_a_reader_leave_out_what_lies_elsewhere() {
    // All round the earth, as they come: neighbours in time are far apart.
    let places: Vec<[f64; 2]> = (0..24_000_u32)
        .map(|k| {
            let k = f64::from(k);
            [(k * 137.508) % 359.0 - 180.0, (k * 0.618_034) % 1.0 * 140.0 - 70.0]
        })
        .collect();
    let scenes = scattered(&places);
    let reader = opened(bytes_of(ExportFormat::Geoparquet, &scenes));
    let groups = reader.metadata().num_row_groups();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 24_000);
    let boxes: Vec<[f64; 4]> = (0..groups).map(|group| group_box(&reader, group)).collect();
    let wanted = [9.0, 47.0, 11.0, 49.0];
    let meets =
        |a: &[f64; 4]| a[0] <= wanted[2] && a[2] >= wanted[0] && a[1] <= wanted[3] && a[3] >= wanted[1];
    let read = boxes.iter().filter(|one| meets(one)).count();
    assert!(groups >= 12 && (1..=2).contains(&read), "{read} of {groups}: {boxes:?}");
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap).count();
    assert_eq!(rows, 24_000);
}

#[test]
fn a_geopackage_is_not_written_as_a_stream() {
    let refused = write(ExportFormat::Geopackage, &[], jiff::Timestamp::UNIX_EPOCH, &mut Vec::new());
    assert!(refused.is_err());
}
