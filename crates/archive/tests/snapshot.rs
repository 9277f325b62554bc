//! A snapshot must never show: what is read back answers as what was written, and anything else is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;

use aoi::AreaPolygon;
use archive::{Archive, FootprintView, SceneFilter, SnapshotError, Sort, SortKey};
use proptest::prelude::*;
use serde_json::{Value, json};

fn square(west: f64, south: f64, size: f64) -> Vec<[f64; 2]> {
    let (east, north) = (west + size, south + size);
    vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
}

fn area() -> AreaPolygon {
    AreaPolygon::from_ring(square(179.5, 10.0, 1.0))
}

/// Scenes with and without a footprint, a hole, an id, a date; some come twice.
fn scenes() -> impl Strategy<Value = Vec<Value>> {
    let corner = (178.5..180.5_f64, 9.0..11.0_f64);
    let scene = (0..40_u32, 0..100_u32, 1..14_u32, corner, 0..6_u32).prop_map(
        |(number, cloud, month, corner, shape)| {
            let constellation = ["SPOT", "PHR", "PNEO", "ELSE"][number as usize % 4];
            let ring = square(corner.0, corner.1, 0.8);
            let coordinates = match shape {
                0 => json!([]),
                1 => json!([ring, square(corner.0 + 0.2, corner.1 + 0.2, 0.3)]),
                _ => json!([ring]),
            };
            json!({
                "geometry": {"type": "Polygon", "coordinates": coordinates},
                "properties": {
                    "id": if number == 0 { String::new() } else { format!("s{number}") },
                    "constellation": constellation,
                    "platform": format!("P{}", number % 5), "cloudCover": cloud, "incidenceAngle": cloud % 40,
                    "acquisitionDate": format!("2024-{month:02}-10T10:00:00Z"),
                },
            })
        },
    );
    proptest::collection::vec(scene, 0..60)
}

/// All that can be asked.
fn answers(archive: &mut Archive) -> (Vec<String>, Value, Vec<u8>, Vec<String>, f64) {
    let (everything, nobody) = (SceneFilter::default(), HashSet::new());
    let by_cloud =
        [Sort { key: SortKey::Platform, descending: true }, Sort { key: SortKey::Cloud, descending: false }];
    let rows = archive.window(&everything, &by_cloud, 0, 1000, &nobody);
    let at = archive.at([180.0, 10.5], &everything, 100, &nobody);
    let ids: Vec<String> = archive.passing(&everything, &[]);
    let filter = SceneFilter { max_cloud: Some(50.0), min_coverage: Some(1.0), ..everything };
    let facets = serde_json::to_value(archive.facets(&filter)).unwrap();
    let drawn = archive.footprint_buffer(&filter, FootprintView { most: 1000, ..FootprintView::default() });
    let together = archive.union_coverage(ids.iter().map(String::as_str));
    let lines = rows.rows.iter().chain(&at.rows).map(|row| serde_json::to_string(row).unwrap()).collect();
    (lines, facets, drawn, ids, together)
}

proptest! {
    #[test]
    fn what_is_read_back_answers_alike_and_can_grow(before in scenes(), after in scenes()) {
        let mut written = Archive::new(area());
        written.insert(&before);
        let mut read = Archive::from_snapshot(&written.snapshot().unwrap(), area()).unwrap();
        prop_assert_eq!(answers(&mut read), answers(&mut written));
        written.insert(&after);
        read.insert(&after);
        prop_assert_eq!(answers(&mut read), answers(&mut written));
    }
}

fn some() -> Vec<u8> {
    let mut archive = Archive::new(area());
    archive.insert(&[json!({
        "geometry": {"type": "Polygon", "coordinates": [square(179.6, 10.1, 0.8)]},
        "properties": {"id": "a", "acquisitionDate": "2024-05-01T10:00:00Z", "cloudCover": 3},
    })]);
    archive.keep("a", true);
    archive.snapshot().unwrap()
}

#[test]
fn any_byte_that_is_not_what_was_written_is_noticed() {
    let bytes = some();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        let expected = if place < 8 { SnapshotError::Version } else { SnapshotError::Damaged };
        assert_eq!(Archive::from_snapshot(&changed, area()).err(), Some(expected), "byte {place}");
    }
    for length in 0..bytes.len() {
        assert!(Archive::from_snapshot(&bytes[..length], area()).is_err(), "{length} bytes");
    }
}

#[test]
fn a_snapshot_of_another_area_is_refused_and_what_was_kept_is_not_in_it() {
    let other = AreaPolygon::from_ring(square(179.5, 10.0, 1.001));
    assert_eq!(Archive::from_snapshot(&some(), other).err(), Some(SnapshotError::Area));
    let read = Archive::from_snapshot(&some(), area()).unwrap();
    assert!(read.contains("a") && read.kept().is_empty());
    for error in [SnapshotError::Version, SnapshotError::Damaged, SnapshotError::Area] {
        assert!(error.to_string().contains("the records are read instead"));
    }
}
