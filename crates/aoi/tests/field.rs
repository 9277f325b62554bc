//! Files as people really have them, each with its right value by another program: PROJ for the places, GDAL and shapely for
//! curves and sizes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{Features, ReadAnswers, ReadArea, ReadQuestion, Reading, Source, read_file, settle};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read_as(name: &str, bytes: &[u8], answers: &ReadAnswers) -> Reading {
    read_file(&Source { name, bytes, siblings: &[] }, answers)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(name: &str) -> Reading {
    read_as(name, &fixture(name), &ReadAnswers::default())
}

/// Degrees that are some metres.
fn lies(area: &ReadArea, bounds: [f64; 4], metres: f64) {
    let off = area.report.bounds.iter().zip(bounds).map(|(is, wanted)| (is - wanted).abs() * 111_000.0);
    let off = off.fold(0.0, f64::max);
    assert!(off < metres, "{off} m: {:?} {bounds:?}", area.report.bounds);
}

fn is_km2(area: &ReadArea, km2: f64, share: f64) {
    assert!((area.report.km2 / km2 - 1.0).abs() < share, "{:?}: {} {km2}", area.name, area.report.km2);
}

#[test]
fn a_kml_that_says_utf16_and_is_utf8_opens() {
    let text = String::from_utf8(fixture("declared-utf16.kml")).unwrap();
    for text in [
        text.clone(),
        text.replace('\n', "\r\n"),
        text.replace("utf-16", "ISO-8859-1"),
        format!("\u{feff}{text}"),
    ] {
        let reading = read_as("plan.kml", text.as_bytes(), &ReadAnswers::default());
        let [area] = reading.areas.as_slice() else { panic!("{reading:?}") };
        assert_eq!(area.name.as_deref(), Some("Évora block 3"));
        lies(area, [-7.95, 38.55, -7.90, 38.59], 0.01);
        is_km2(area, 19.3482, 1e-5);
    }
}

#[test]
fn old_datums_under_esri_names_are_within_some_metres() {
    for (name, bounds, km2) in [
        ("gent_lambert72.zip", [3.7, 51.03, 3.74, 51.06], 9.3622),
        ("utrecht_rd.zip", [5.08, 52.07, 5.12, 52.1], 9.1527),
        ("madrid_ed50.zip", [-3.75, 40.38, -3.71, 40.41], 11.313),
        ("kowloon_hk80.zip", [114.16, 22.3, 114.2, 22.33], 13.6911),
    ] {
        let reading = read(name);
        let [area] = reading.areas.as_slice() else { panic!("{reading:?}") };
        lies(area, bounds, 10.0);
        is_km2(area, km2, 1e-3);
        let note = reading.notes.iter().find(|note| note.starts_with("Converted from EPSG:")).unwrap();
        assert!(!note.contains("not known"), "{note}");
    }
}

const CURVES: [(&str, f64); 5] = [
    ("Round tank farm", 2.4040),
    ("Straight yard", 3.0627),
    ("Mixed · 1", 3.0627),
    ("Mixed · 2", 7.3272 - 3.0627),
    ("Plain", 3.0627),
];

fn holds_the_curves(reading: &Reading) {
    let names: Vec<&str> = reading.areas.iter().map(|area| area.name.as_deref().unwrap()).collect();
    assert_eq!(names, CURVES.map(|(name, _)| name));
    for (area, (_, km2)) in reading.areas.iter().zip(CURVES) {
        is_km2(area, km2, 1e-4);
    }
    assert_eq!(reading.notes, ["2 curves were made of straight pieces, one for every 4 degrees of an arc."]);
}

#[test]
fn curves_in_a_table_are_made_straight_and_said() {
    holds_the_curves(&read("curves.csv"));
}

#[test]
fn curves_in_a_geopackage_are_made_straight_and_said() {
    let mut features = Features::of_geopackage(Some(4326), None);
    let text = String::from_utf8(fixture("curves.gpkg.txt")).unwrap();
    for (row, line) in text.lines().enumerate() {
        let (name, digits) = line.split_once('\t').unwrap();
        let blob: Vec<u8> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
            .collect();
        features.geopackage_row(row as i64 + 1, &[("name", name)], Some(&blob)).unwrap();
    }
    holds_the_curves(&settle(features, &ReadAnswers::default()).unwrap());
}

/// A shapefile of one square in metres, with a `.prj`.
fn with_prj(prj: &str, answers: &ReadAnswers) -> Reading {
    let mut shp = vec![0_u8; 100];
    shp[..4].copy_from_slice(&[0, 0, 0x27, 0x0a]);
    let ring = [
        [500_000.0, 4_400_000.0],
        [500_000.0, 4_405_000.0],
        [505_000.0, 4_405_000.0],
        [500_000.0, 4_400_000.0],
    ];
    let mut body = 5_u32.to_le_bytes().to_vec();
    body.extend([0; 32]);
    for number in [1_u32, 4, 0] {
        body.extend(number.to_le_bytes());
    }
    ring.iter().flatten().for_each(|number: &f64| body.extend(number.to_le_bytes()));
    shp.extend(1_u32.to_be_bytes());
    shp.extend((body.len() as u32 / 2).to_be_bytes());
    shp.extend(body);
    let siblings = [("a.prj".to_owned(), prj.as_bytes().to_vec())];
    read_file(&Source { name: "a.shp", bytes: &shp, siblings: &siblings }, answers).unwrap()
}

fn utm(name: &str, datum: &str, spheroid: &str, meridian: &str, unit: &str) -> String {
    format!(
        r#"PROJCS["{name}",GEOGCS["GCS_x",DATUM[{datum},SPHEROID[{spheroid}]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT[{unit}]]"#
    )
}

const WGS84: &str = r#""WGS_1984",6378137.0,298.257223563"#;
const INTERNATIONAL: &str = r#""International_1924",6378388.0,297.0"#;
const METRE: &str = r#""Meter",1.0"#;
const FEET: &str = r#""Foot_US",0.3048006096012192"#;

#[test]
fn a_name_that_contradicts_its_definition_is_asked_about_and_either_can_be_chosen() {
    for (prj, reason) in [
        (utm("WGS_1984_UTM_Zone_33N", r#""D_WGS_1984""#, WGS84, "15.0", FEET), "counts in 'Foot_US'"),
        (utm("WGS 84 / UTM zone 33N", r#""WGS_1984""#, WGS84, "9.0", METRE), "its numbers place it"),
        (
            utm("WGS_1984_UTM_Zone_33N", r#""D_European_1950""#, WGS84, "15.0", METRE),
            "its datum is 'D_European_1950'",
        ),
        (utm("ED_1950_UTM_Zone_30N", r#""D_WGS_1984""#, WGS84, "-3.0", METRE), "its ellipsoid of 6378137 m"),
        (
            utm("ED_1950_UTM_Zone_30N", r#""D_European_1950",TOWGS84[0,0,0]"#, INTERNATIONAL, "-3.0", METRE),
            "TOWGS84",
        ),
        (utm("Survey 7", r#""D_European_1950",TOWGS84[0,0,0]"#, INTERNATIONAL, "-3.0", METRE), "TOWGS84"),
        (utm("Survey 7", r#""D_European_1950""#, WGS84, "-3.0", METRE), "its ellipsoid of 6378137 m"),
        (utm("Our UTM zone 33", r#""D_WGS_1984""#, WGS84, "15.0", FEET), "counts in metres"),
        (utm("Our UTM Zone 33N", r#""D_WGS_1984""#, WGS84, "16.0", METRE), "whose meridian is 15°"),
    ] {
        let asked = with_prj(&prj, &ReadAnswers::default());
        let Some(ReadQuestion::ReferenceSystem { message, defined, .. }) = &asked.question else {
            panic!("{prj}: {asked:?}")
        };
        assert!(message.contains("contradicts itself") && message.contains(reason), "{message}");
        assert!(asked.areas.is_empty() && defined.is_some(), "{asked:?}");
        let by_numbers = ReadAnswers { by_definition: true, ..ReadAnswers::default() };
        let read = with_prj(&prj, &by_numbers);
        let [west, south, ..] = defined.unwrap();
        lies(
            &read.areas[0],
            [west, south, read.areas[0].report.bounds[2], read.areas[0].report.bounds[3]],
            2_000.0,
        );
        let by_number = ReadAnswers { epsg: Some(32_633), by_definition: true, ..ReadAnswers::default() };
        assert!((with_prj(&prj, &by_number).areas[0].report.bounds[0] - 15.0).abs() < 1e-6);
    }
}

#[test]
fn a_system_of_ones_own_takes_the_datum_that_it_names() {
    for datum in [
        r#""D_European_1950""#,
        r#""European_Datum_1950""#,
        r#""European Datum 1950""#,
        r#""European_Datum_1950",TOWGS84[-87,-98,-121]"#,
    ] {
        let reading =
            with_prj(&utm("Survey 7", datum, INTERNATIONAL, "-3.0", METRE), &ReadAnswers::default());
        // cs2cs EPSG:23030 EPSG:4326, which has the same numbers.
        lies(&reading.areas[0], [-3.001_282, 39.748_036, -2.942_882, 39.793_086], 25.0);
    }
    let unknown =
        with_prj(&utm("Survey 7", r#""D_of_ours""#, INTERNATIONAL, "-3.0", METRE), &ReadAnswers::default());
    assert!(unknown.notes[0].contains("not known"), "{:?}", unknown.notes);
    let plain = with_prj(&utm("Survey 7", r#""D_WGS_1984""#, WGS84, "-3.0", METRE), &ReadAnswers::default());
    assert_eq!(plain.notes, ["Converted from 'Survey 7'."]);
}

#[test]
fn a_system_can_be_set_where_nothing_was_asked() {
    let text = "POLYGON((4.0 51.0, 4.1 51.0, 4.1 51.1, 4.0 51.0))";
    let given = ReadAnswers { epsg: Some(4_230), ..ReadAnswers::default() };
    let moved = aoi::read_text(text, &given).unwrap();
    assert!(moved.notes[0].contains("EPSG:4230") && moved.question.is_none());
    let off = (moved.areas[0].report.bounds[0] - 4.0).abs() * 70_000.0;
    assert!((50.0..150.0).contains(&off), "{off}");
    // ESRI's numbers are known too.
    let esri = ReadAnswers { epsg: Some(102_100), ..ReadAnswers::default() };
    let metres = "POLYGON((1000000 5000000, 1001000 5000000, 1001000 5001000, 1000000 5000000))";
    assert!((aoi::read_text(metres, &esri).unwrap().areas[0].report.bounds[0] - 8.983_152_8).abs() < 1e-6);
}
