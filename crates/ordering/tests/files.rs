//! Files of areas as another program writes them, read from the disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use std::path::PathBuf;

use aoi::ReadAnswers;
use ordering::read_area_files;

#[test]
fn a_packed_geopackage_of_gdal_in_metres_is_read() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/utm-gpkg.zip");
    let read = read_area_files(&[path], &ReadAnswers::default()).unwrap();
    let reading = &read[0].reading;
    let names: Vec<&str> = reading.areas.iter().filter_map(|area| area.name.as_deref()).collect();
    assert_eq!(names, ["Évora", "Twin · 1", "Twin · 2"]);
    assert!(reading.notes[0].contains("UTM zone 29N"), "{:?}", reading.notes);
    assert!((reading.areas[0].report.km2 / 362.123_401_645 - 1.0).abs() < 1e-6);
}

#[test]
fn a_file_that_is_none_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo.png");
    std::fs::write(&path, b"\x89PNG").unwrap();
    let error = read_area_files(&[path], &ReadAnswers::default()).unwrap_err().to_string();
    assert!(error.starts_with("photo.png: a picture is not read"), "{error}");
}
