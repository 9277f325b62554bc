//! Numbers as people type and paste them: each is read as it is meant, or asked about; never as other numbers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{AxisOrder, ReadAnswers, ReadQuestion, Reading, Source, WayChoice, read_file, read_text};

fn answered(text: &str, answers: &ReadAnswers) -> Reading {
    read_text(text, answers).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read(text: &str) -> Reading {
    answered(text, &ReadAnswers::default())
}

fn latitude_first(text: &str) -> Reading {
    answered(text, &ReadAnswers { axis_order: Some(AxisOrder::LatitudeFirst), ..ReadAnswers::default() })
}

fn chosen(text: &str, way: &str) -> Reading {
    answered(text, &ReadAnswers { way: Some(way.to_owned()), ..ReadAnswers::default() })
}

/// The ways that are offered for a text.
fn ways(text: &str) -> Vec<WayChoice> {
    match read(text).question {
        Some(ReadQuestion::Way { ways, .. }) => ways,
        other => panic!("{text}: {other:?}"),
    }
}

fn names(text: &str) -> Vec<String> {
    ways(text).into_iter().map(|way| way.way).collect()
}

/// One area of such bounds and size.
fn is(reading: &Reading, bounds: [f64; 4], km2: f64) {
    assert!(reading.question.is_none() && reading.areas.len() == 1, "{reading:?}");
    let report = &reading.areas[0].report;
    let near = |place: usize| (report.bounds[place] - bounds[place]).abs() < 1e-5;
    assert!((0..4).all(near), "{:?} {bounds:?}", report.bounds);
    assert!((report.km2 - km2).abs() < 1e-3 * km2, "{} {km2}", report.km2);
}

fn asks_the_order(text: &str) {
    assert!(matches!(read(text).question, Some(ReadQuestion::AxisOrder { .. })), "{text}: {:?}", read(text));
}

// Right values: reckoned with shapely and pyproj.
const LISBON: [f64; 4] = [-9.2, 38.7, -9.0, 38.8];
const LISBON_KM2: f64 = 193.0041;
const PARIS: [f64; 4] = [2.3522, 48.8566, 2.4522, 48.9266];
const PARIS_KM2: f64 = 57.0843;

#[test]
fn decimal_commas_are_decimals() {
    let list = "48,8566; 2,3522\n48,8566; 2,4522\n48,9266; 2,4522\n48,9266; 2,3522\n";
    asks_the_order(list);
    is(&latitude_first(list), PARIS, PARIS_KM2);
    let letters = "48,8566°N 2,3522°E\n48,8566°N 2,4522°E\n48,9266°N 2,4522°E\n48,9266°N 2,3522°E\n";
    is(&read(letters), PARIS, PARIS_KM2);
    assert!(read(letters).notes.iter().any(|note| note.contains("decimal commas")));
    let minutes = "N51 58,123 E7 35,456\nN51 58,123 E7 40,456\nN52 01,123 E7 40,456\nN52 01,123 E7 35,456\n";
    is(&read(minutes), [7.590_933, 51.968_717, 7.674_267, 52.018_717], 31.8445);
    let one_decimal = "38,7 -9,2\n38,7 -9,0\n38,8 -9,0\n38,8 -9,2\n";
    asks_the_order(one_decimal);
    is(&latitude_first(one_decimal), LISBON, LISBON_KM2);
}

#[test]
fn a_place_with_decimal_commas_is_one_place() {
    let text = "38,7905625, -9,793281";
    asks_the_order(text);
    assert_eq!(latitude_first(text).lines[0].positions, [[-9.793_281, 38.790_562_5]]);
    assert_eq!(aoi::parse_point(text), Some((-9.793_281, 38.790_562_5)));
}

#[test]
fn decimal_commas_in_every_way_they_are_parted() {
    for text in [
        "38,7, -9,2\n38,7, -9,0\n38,8, -9,0\n38,8, -9,2",
        "38,70;-9,20\n38,70;-9,00\n38,80;-9,00\n38,80;-9,20",
        "38,70\t-9,20\n38,70\t-9,00\n38,80\t-9,00\n38,80\t-9,20",
        "38,70 / -9,20\n38,70 / -9,00\n38,80 / -9,00\n38,80 / -9,20",
        "(38,70 -9,20) (38,70 -9,00) (38,80 -9,00) (38,80 -9,20)",
        "38,70 -9,20; 38,70 -9,00; 38,80 -9,00; 38,80 -9,20",
        "38,700,-9,200\n38,700,-9,000\n38,800,-9,000\n38,800,-9,200",
        "38,7 -9,2\n38.7 -9.0\n38.8 -9.0\n38,8 -9,2",
    ] {
        asks_the_order(text);
        is(&latitude_first(text), LISBON, LISBON_KM2);
    }
    for text in [
        "lat lon\n38,7 -9,2\n38,7 -9,0\n38,8 -9,0\n38,8 -9,2",
        "Breite Länge\n38,7 -9,2\n38,7 -9,0\n38,8 -9,0\n38,8 -9,2",
        "38,7 N 9,2 W; 38,7 N 9,0 W; 38,8 N 9,0 W; 38,8 N 9,2 W",
        "38° 42,0' N 9° 12,0' W\n38° 42,0' N 9° 0,0' W\n38° 48,0' N 9° 0,0' W\n38° 48,0' N 9° 12,0' W",
        "38°42'0,0\"N 9°12'0,0\"W\n38°42'0,0\"N 9°0'0,0\"W\n38°48'0,0\"N 9°0'0,0\"W\n38°48'0,0\"N 9°12'0,0\"W",
    ] {
        is(&read(text), LISBON, LISBON_KM2);
    }
}

#[test]
fn commas_that_can_be_either_are_asked_about() {
    let whole = "-9,38 -8,38\n-8,39 -9,39";
    let all = names(whole);
    assert!(all.iter().any(|way| way.starts_with("commas between numbers")), "{all:?}");
    assert!(all.iter().any(|way| way.starts_with("decimal commas")), "{all:?}");
    for way in ways(whole) {
        let reading = chosen(whole, &way.way);
        let (report, bounds) = (&reading.areas[0].report, way.bounds.unwrap());
        assert_eq!(report.bounds, bounds, "{}", way.name);
        assert!((report.km2 - way.km2.unwrap()).abs() < 1e-6);
    }
    // Whole degrees in the form of KML leave nothing to decide.
    let first = ReadAnswers {
        axis_order: Some(AxisOrder::LongitudeFirst),
        way: Some("as it is written".to_owned()),
        ..ReadAnswers::default()
    };
    assert_eq!(answered("1,2 3,2 3,4", &first).areas[0].report.bounds, [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn marks_between_thousands_are_no_separators() {
    let utm = ReadAnswers { epsg: Some(32_629), ..ReadAnswers::default() };
    for text in [
        "470,000.0 4,284,000.0\n478,000.0 4,284,000.0\n478,000.0 4,290,000.0\n470,000.0 4,290,000.0",
        "470'000 4'284'000\n478'000 4'284'000\n478'000 4'290'000\n470'000 4'290'000",
        "470.000,0 4.284.000,0\n478.000,0 4.284.000,0\n478.000,0 4.290.000,0\n470.000,0 4.290.000,0",
        "470000,0 4284000,0\n478000,0 4284000,0\n478000,0 4290000,0\n470000,0 4290000,0",
        "470000 4284000\n478000 4284000\n478000 4290000\n470000 4290000",
    ] {
        assert!(
            matches!(read(text).question, Some(ReadQuestion::ReferenceSystem { .. })),
            "{text}: {:?}",
            read(text)
        );
        is(&answered(text, &utm), UTM, UTM_KM2);
    }
}

const UTM: [f64; 4] = [-9.345_281, 38.704_122, -9.253_016, 38.758_427];
const UTM_KM2: f64 = 48.0376;

#[test]
fn an_extent_of_qgis_is_known_by_its_bracket() {
    for text in [
        "-9.25,-9.10,38.70,38.78 [EPSG:4326]",
        "-9.25,-9.10,38.70,38.78 [epsg:4326]",
        "-9.25, -9.10, 38.70, 38.78 (EPSG:4326)",
        "-9,25; -9,10; 38,70; 38,78 [EPSG:4326]",
        "-9.25,38.70 : -9.10,38.78",
        "xmin=-9.25 xmax=-9.10 ymin=38.70 ymax=38.78",
        "West: -9.25\nSouth: 38.70\nEast: -9.10\nNorth: 38.78",
    ] {
        is(&read(text), [-9.25, 38.70, -9.10, 38.78], 115.8184);
    }
    is(&read("470000.0,478000.0,4284000.0,4290000.0 [EPSG:32629]"), UTM, UTM_KM2);
    is(&read("470000.0,4284000.0 : 478000.0,4290000.0 [EPSG:32629]"), UTM, UTM_KM2);
    // A system after corners, in an order that no extent can have.
    is(&read("470000 4284000\n478000 4284000\n478000 4290000\n470000 4290000 EPSG:32629"), UTM, UTM_KM2);
}

#[test]
fn four_numbers_are_asked_about_unless_only_one_order_is_possible() {
    let text = "10.2000,10.4500,11.1000,11.3000";
    let found = ways(text);
    let of =
        |name: &str| found.iter().find(|way| way.name == name).unwrap_or_else(|| panic!("{name}: {found:?}"));
    assert!((of("West, east, south, north").km2.unwrap() - 604.0380).abs() < 0.1);
    assert!((of("West, south, east, north").km2.unwrap() - 9251.8283).abs() < 1.0);
    is(&chosen(text, "west, east, south, north"), [10.2, 11.1, 10.45, 11.3], 604.0380);
    is(&chosen(text, "west, south, east, north"), [10.2, 10.45, 11.1, 11.3], 9251.8283);
    is(&chosen(text, "south, west, north, east"), [10.45, 10.2, 11.3, 11.1], 9251.8283);
    for text in ["-9.2,38.7,-9.0,38.8", "[-9.2, 38.7, -9.0, 38.8]", "-9.2 38.7\n-9.0 38.8"] {
        is(&chosen(text, "west, south, east, north"), LISBON, LISBON_KM2);
    }
    is(&chosen("38.8 -9.2 38.7 -9.0", "north, west, south, east"), LISBON, LISBON_KM2);
    is(&chosen("-9.2 38.8 -9.0 38.7", "west, north, east, south"), LISBON, LISBON_KM2);
    // No latitude is 100.
    is(&read("100.1,13.6,100.3,13.8"), [100.1, 13.6, 100.3, 13.8], 478.9);
    is(&read("13.6,100.1,13.8,100.3"), [100.1, 13.6, 100.3, 13.8], 478.9);
    is(&read("100.1,100.3,13.6,13.8"), [100.1, 13.6, 100.3, 13.8], 478.9);
    assert_eq!(read("179.5,-18,-179.5,-17").areas[0].report.bounds, [179.5, -18.0, 180.5, -17.0]);
    let said = read_text("1 1 1 1", &ReadAnswers::default()).unwrap_err().to_string();
    assert!(said.contains("can't be that in any order"), "{said}");
}

#[test]
fn a_letter_o_is_asked_about_unless_other_letters_decide() {
    let sal = "16°40'30\"N 22°58'15\"O\n16°40'30\"N 22°53'15\"O\n16°46'30\"N 22°53'15\"O\n16°46'30\"N 22°58'15\"O\n";
    let bounds = [-22.970_833, 16.675, -22.8875, 16.775];
    assert_eq!(names(sal), ["O is west", "O is east"]);
    is(&chosen(sal, "O is west"), bounds, 98.3454);
    assert!(chosen(sal, "O is east").areas[0].report.bounds[0] > 22.0);
    let table = "Ponto;Latitude;Longitude\n1;16°40'30\"N;22°58'15\"O\n2;16°40'30\"N;22°53'15\"O\n3;16°46'30\"N;22°53'15\"O\n4;16°46'30\"N;22°58'15\"O\n";
    let file = |answers: &ReadAnswers| {
        read_file(&Source { name: "sal.csv", bytes: table.as_bytes(), siblings: &[] }, answers).unwrap()
    };
    let Some(ReadQuestion::Way { ways, .. }) = file(&ReadAnswers::default()).question else { panic!() };
    let west = ways.into_iter().find(|way| way.name == "O is west").unwrap();
    is(&file(&ReadAnswers { way: Some(west.way), ..ReadAnswers::default() }), bounds, 98.3454);
    for (letter, west) in [
        ("Ouest", true),
        ("Oeste", true),
        ("Ovest", true),
        ("W", true),
        ("Ost", false),
        ("Oost", false),
        ("E", false),
    ] {
        let reading = read(&sal.replace('O', letter));
        assert_eq!(reading.areas[0].report.bounds[0] < 0.0, west, "{letter}");
    }
    let dotted =
        "16.675 Norte 22.9708 O\n16.675 Norte 22.8875 O\n16.775 Norte 22.8875 O\n16.775 Norte 22.9708 O";
    assert!(read(dotted).areas[0].report.bounds[0] < 0.0);
    let german = "Breite Länge\n16.675 N 22.8875 O\n16.675 N 22.9708 O\n16.775 N 22.9708 O";
    assert!(read(german).areas[0].report.bounds[0] > 0.0);
}

#[test]
fn a_letter_o_within_a_number_is_zero() {
    for text in [
        "38.7O N 9.2O W\n38.7O N 9.OO W\n38.8O N 9.OO W\n38.8O N 9.2O W",
        "38°42'N 9°12'W\n38°42'N 9°O'W\n38°48'N 9°O'W\n38°48'N 9°12'W",
    ] {
        is(&read(text), LISBON, LISBON_KM2);
    }
    is(&latitude_first("38.7O -9.2O\n38.7O -9.OO\n38.8O -9.OO\n38.8O -9.2O"), LISBON, LISBON_KM2);
}

#[test]
fn lines_written_in_different_ways_are_never_taken_silently() {
    // Two lines with letters, latitude first; two without.
    let letters = "38.7 N 9.2 W\n38.7 N 9.0 W\n38.8 -9.0\n38.8 -9.2";
    assert_eq!(ways(letters).len(), 2);
    is(&chosen(letters, "numbers without letters: latitude first"), LISBON, LISBON_KM2);
    let unclear = "10.2 N 11.1 E\n10.2 N 11.3 E\n10.4 11.3\n10.4 11.1";
    assert_eq!(ways(unclear).len(), 2);
    let minutes = "38°42'N 9°12'W\n38.7 N 9.0 W\n39.8 N 9.0 W\n39°48'N 9°12'W";
    let small = minutes.replace("39", "38");
    assert!(read(&small).notes[0].contains("different ways"), "{:?}", read(&small));
    let message = |text: &str| match read(text).question {
        Some(ReadQuestion::Way { message, ways }) if ways.len() == 1 => message,
        other => panic!("{text}: {other:?}"),
    };
    assert!(message(minutes).contains("different ways"), "{}", message(minutes));
    let slipped = "lon lat\n-9.2 38.7\n-9.0 38.7\n9.0 38.8\n-9.2 38.8";
    assert!(message(slipped).contains("Corner 3 lies far from the others"), "{}", message(slipped));
    let large = "lon lat\n1 2\n3 2\n3 4\n1 4";
    assert!(message(large).contains("49,"), "{}", message(large));
    assert_eq!(chosen(large, "as it is written").areas.len(), 1);
    let contradicting = "38.7 N -9.2 E\n38.7 N -9.0 E\n38.8 N -9.0 E";
    assert_eq!(names(contradicting), ["the letter counts", "the minus counts"]);
}

#[test]
fn a_zone_that_can_be_two_places_is_asked_about() {
    let text = "29S 470000 4284000; 29S 478000 4284000; 29S 478000 4290000; 29S 470000 4290000";
    assert_eq!(ways(text).len(), 2);
    is(&chosen(text, "S is the band from 32° to 40° north"), UTM, UTM_KM2);
}

#[test]
fn positions_of_a_system_are_not_mirrored_silently() {
    let utm = |text: &str| answered(text, &ReadAnswers { epsg: Some(32_629), ..ReadAnswers::default() });
    let northing_first = "4284000 470000\n4284000 478000\n4290000 478000\n4290000 470000";
    let Some(ReadQuestion::AxisOrder { orders, .. }) = utm(northing_first).question else { panic!() };
    assert_eq!(orders.iter().map(|order| order.possible).collect::<Vec<_>>(), [false, true]);
    let both = ReadAnswers {
        epsg: Some(32_629),
        axis_order: Some(AxisOrder::LatitudeFirst),
        ..ReadAnswers::default()
    };
    is(&answered(northing_first, &both), UTM, UTM_KM2);
}

#[test]
fn pieces_that_may_be_one_area_are_asked_about() {
    let file = |name: &str, text: &str, answers: &ReadAnswers| {
        read_file(&Source { name, bytes: text.as_bytes(), siblings: &[] }, answers).unwrap()
    };
    let asked = |name: &str, text: &str| match file(name, text, &ReadAnswers::default()).question {
        Some(ReadQuestion::Way { ways, .. }) => ways.into_iter().map(|way| way.way).collect::<Vec<_>>(),
        other => panic!("{name}: {other:?}"),
    };
    let answer = |way: &str| ReadAnswers { way: Some(way.to_owned()), ..ReadAnswers::default() };
    let point = |tag: &str, lon: f64, lat: f64| format!("<{tag} lon='{lon}' lat='{lat}'/>");
    let corners = [(-9.2, 38.7), (-9.0, 38.7), (-9.0, 38.8), (-9.2, 38.8)];
    let pins: String = corners.iter().map(|(lon, lat)| point("wpt", *lon, *lat)).collect();
    let gpx = format!("<gpx>{pins}</gpx>");
    assert_eq!(asked("pins.gpx", &gpx), ["the corners of one area", "4 places"]);
    is(&file("pins.gpx", &gpx, &answer("the corners of one area")), LISBON, LISBON_KM2);
    assert_eq!(file("pins.gpx", &gpx, &answer("4 places")).lines.len(), 4);
    let pins: String = [0, 2, 1, 3]
        .map(|corner| {
            let (lon, lat) = corners[corner];
            format!("<Placemark><name>{corner}</name><Point><coordinates>{lon},{lat}</coordinates></Point></Placemark>")
        })
        .concat();
    is(
        &file("pins.kml", &format!("<kml>{pins}</kml>"), &answer("the corners of one area")),
        LISBON,
        LISBON_KM2,
    );
    let route = |points: &[(f64, f64)], tag: &str| {
        points.iter().map(|(lon, lat)| point(tag, *lon, *lat)).collect::<String>()
    };
    let south = route(&[corners[3], corners[0], corners[1]], "rtept");
    let north = route(&[corners[1], corners[2], corners[3]], "trkpt");
    let gpx = format!("<gpx><rte>{south}</rte><trk><trkseg>{north}</trkseg></trk></gpx>");
    assert_eq!(asked("route.gpx", &gpx), ["one outline", "2 lines"]);
    is(&file("route.gpx", &gpx, &answer("one outline")), LISBON, LISBON_KM2);
    assert_eq!(file("route.gpx", &gpx, &answer("2 lines")).lines.len(), 2);
    let gate = point("wpt", -9.15, 38.75);
    let marked = format!("<gpx>{gate}<rte>{south}</rte><trk><trkseg>{north}</trkseg></trk></gpx>");
    assert_eq!(asked("marked.gpx", &marked), ["one outline", "2 lines"]);
    let joined = file("marked.gpx", &marked, &answer("one outline"));
    is(&joined, LISBON, LISBON_KM2);
    assert_eq!(joined.lines.len(), 1, "the place that was marked stays");
    let outline = |points: &[(f64, f64)]| {
        let points = points.iter().map(|(lon, lat)| format!("{lon},{lat} ")).collect::<String>();
        format!("<Placemark><LineString><coordinates>{points}</coordinates></LineString></Placemark>")
    };
    let halves =
        [outline(&[corners[3], corners[0], corners[1]]), outline(&[corners[1], corners[2], corners[3]])];
    let pin = "<Placemark><Point><coordinates>-9.15,38.75</coordinates></Point></Placemark>";
    assert_eq!(
        asked("a.kml", &format!("<kml>{}{pin}{}</kml>", halves[0], halves[1])),
        ["one outline", "2 lines"]
    );
    let wkt = "MULTILINESTRING((-9.2 38.7,-9.0 38.7,-9.0 38.8),(-9.2 38.7,-9.2 38.8,-9.0 38.8))";
    is(&file("a.wkt", wkt, &answer("one outline")), LISBON, LISBON_KM2);
}
