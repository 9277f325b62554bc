//! WKT and EWKT, one geometry or several after another. Heights and measures are left
//! out, arcs are made straight.

mod geometry;
mod scan;

use scan::Parser;

use super::found::{Features, Shape, System};
use crate::error::AoiError;

const FORM: &str = "WKT";
const WORDS: [&str; 22] = [
    "POLYGON",
    "MULTIPOLYGON",
    "POINT",
    "MULTIPOINT",
    "LINESTRING",
    "LINEARRING",
    "MULTILINESTRING",
    "GEOMETRYCOLLECTION",
    "TRIANGLE",
    "TIN",
    "POLYHEDRALSURFACE",
    "CURVEPOLYGON",
    "COMPOUNDCURVE",
    "CIRCULARSTRING",
    "NURBSCURVE",
    "MULTICURVE",
    "MULTISURFACE",
    "CURVE",
    "SURFACE",
    "BOX",
    "ENVELOPE",
    "BBOX",
];

/// Whether a text begins as WKT does: a word for a geometry and a bracket, its dimension or EMPTY; or the system before it.
pub(super) fn is_wkt(text: &str) -> bool {
    let head: String = text.chars().take(48).flat_map(char::to_uppercase).collect();
    if head.starts_with("SRID=") || names_its_system(text) {
        return true;
    }
    let end = head.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(head.len());
    let rest = head[end..].trim_start();
    let goes_on = rest.starts_with('(') || ["Z", "M", "EMPTY"].iter().any(|word| rest.starts_with(word));
    goes_on && WORDS.contains(&without_dimension(&head[..end]))
}

/// `<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((…))`, as linked data writes it.
pub(super) fn names_its_system(text: &str) -> bool {
    text.starts_with("<http") && text.split_once('>').is_some_and(|(_, rest)| is_wkt(rest.trim_start()))
}

/// WKT out of a program has its quotes about it.
pub(super) fn unquoted(text: &str) -> &str {
    let inner = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.map(str::trim).filter(|inner| !inner.contains(['"', '\''])).unwrap_or(text)
}

/// Dimensions may stand at the end of the word: they say how many numbers a position has, which is seen.
fn without_dimension(word: &str) -> &str {
    ["ZM", "Z", "M"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let mut features = Features::new(FORM, System::Unstated);
    let mut parser = Parser::new(text, &mut features);
    loop {
        parser.skip([' ', ';', ',']);
        if parser.is_at_end() {
            return features.some();
        }
        parser.reference_system()?;
        let shapes = parser.geometry(0)?;
        parser.features.parts(None, shapes)?;
    }
}

/// The shapes of one geometry, or of several one after another, as a cell of a table holds them. A reference system that it names is kept, and what is passed
/// over is counted.
pub(super) fn shapes(text: &str, features: &mut Features) -> Result<Vec<Shape>, AoiError> {
    let mut parser = Parser::new(text, features);
    let mut shapes = Vec::new();
    loop {
        parser.reference_system()?;
        shapes.extend(parser.geometry(0)?);
        parser.skip([' ', ';', ',']);
        if parser.is_at_end() {
            return Ok(shapes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    fn count(text: &str) -> usize {
        read(text).unwrap_or_else(|error| panic!("{text}: {error}")).found.len()
    }

    #[test]
    fn every_spelling_of_a_polygon_is_read() {
        for text in [
            "POLYGON((1 2,3 2,3 4,1 2))",
            "polygon ( ( 1 2 , 3 2 ,\n 3 4, 1 2 ) )",
            "POLYGON Z ((1 2 9, 3 2 9, 3 4 9, 1 2 9))",
            "POLYGONZM((1 2 9 8,3 2 9 8,3 4 9 8,1 2 9 8))",
            "SRID=4326;POLYGON((1 2,3 2,3 4,1 2))",
            "TRIANGLE((1 2,3 2,3 4,1 2))",
            "GEOMETRYCOLLECTION(POINT(0 0),POLYGON((1 2,3 2,3 4,1 2)))",
            "POINT EMPTY; POLYGON((1 2,3 2,3 4,1 2))",
            "POLYGON((1 2,3 2,3 4,1 2),EMPTY)",
            "CURVEPOLYGON((1 2,3 2,3 4,1 2))",
            "MULTISURFACE(((1 2,3 2,3 4,1 2)),CURVEPOLYGON(CIRCULARSTRING(0 0,4 0,4 4,0 4,0 0)))",
        ] {
            let found = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let area = found.found.iter().find_map(|(_, shape)| match shape {
                Shape::Area(polygon) => Some(polygon.outer()),
                Shape::Line(_) => None,
            });
            assert_eq!(area.unwrap(), [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]], "{text}");
        }
    }

    #[test]
    fn several_polygons_are_several_areas() {
        assert_eq!(
            count("MULTIPOLYGON(((1 2,3 2,3 4,1 2)),((5 5,6 5,6 6,5 5),(5.2 5.1,5.3 5.1,5.3 5.2,5.2 5.1)))"),
            2
        );
        assert_eq!(count("POLYGON((1 2,3 2,3 4,1 2))\nPOLYGON((1 2,3 2,3 4,1 2))"), 2);
    }

    #[test]
    fn a_fault_is_named_by_its_place() {
        assert!(
            says("POLYGON ((1 2, 3))").contains("line 1, column 17: a latitude is expected, not '))'"),
            "{}",
            says("POLYGON ((1 2, 3))")
        );
        assert!(says("POLYGON ((1 2, 3 x))").contains("column 18: a number"));
        assert!(says("POLYGON ((1 2, 3 4)").contains("its end"));
        assert!(says("POLYGON ((1 2,\n3 4)) CIRCLE(1)").contains("line 2"));
        assert!(says("POLYGON EMPTY").contains("empty shape"));
        assert!(says("CIRCULARSTRING(0 0,1 1)").contains("odd number of positions"));
        assert!(says("NURBSCURVE(2,(0 0,1 1,2 0),(1,1,1))").contains("splines"));
        assert!(says("SRID=32633;POINT(1 2);SRID=32634;POINT(1 2)").contains("one reference system"));
    }

    /// The shapes of a text, each by its positions and whether it is an area.
    fn lengths(text: &str) -> Vec<(usize, bool)> {
        let found = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let length = |shape: &Shape| match shape {
            Shape::Area(area) => (area.coordinates.iter().map(Vec::len).sum(), true),
            Shape::Line(line) => (line.len(), false),
        };
        found.found.iter().map(|(_, shape)| length(shape)).collect()
    }

    #[test]
    fn curves_are_made_straight_wherever_they_stand() {
        for (text, wanted) in [
            ("CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))", &[(91, true)][..]),
            ("CURVEPOLYGON Z (CIRCULARSTRING Z (0 0 9,1 1 9,2 0 9,1 -1 9,0 0 9))", &[(91, true)]),
            ("CURVEPOLYGON((0 0,9 0,9 9,0 0),CIRCULARSTRING(5 2,6 3,7 2,6 1,5 2))", &[(95, true)]),
            (
                "CURVEPOLYGON(COMPOUNDCURVE((0 0,2 0),CIRCULARSTRING(2 0,3 1,2 2),(2 2,0 2,0 0)))",
                &[(49, true)],
            ),
            ("CURVEPOLYGON(COMPOUNDCURVE(LINESTRING(0 0,2 0),(2 0,2 2,0 0)))", &[(4, true)]),
            ("COMPOUNDCURVE((0 0,1 1),CIRCULARSTRING(1 1,2 2,3 1))", &[(47, false)]),
            ("CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0)", &[(91, true)]),
            (
                "MULTICURVE((0 0,1 1),CIRCULARSTRING(1 1,2 2,3 1),COMPOUNDCURVE((0 0,1 1)))",
                &[(2, false), (46, false), (2, false)],
            ),
            (
                "MULTISURFACE(((0 0,1 0,1 1,0 0)),CURVEPOLYGON(CIRCULARSTRING(0 0,2 0,0 0)),POLYGON((0 0,1 0,1 1,0 0)))",
                &[(4, true), (92, true), (4, true)],
            ),
            (
                "GEOMETRYCOLLECTION(CURVEPOLYGON(CIRCULARSTRING(0 0,2 0,0 0)),POINT(1 1))",
                &[(92, true), (1, false)],
            ),
            ("CURVEPOLYGON EMPTY; CURVEPOLYGON((0 0,1 0,1 1,0 0))", &[(4, true)]),
        ] {
            assert!(is_wkt(text), "{text}");
            assert_eq!(lengths(text), wanted, "{text}");
        }
        let note = |text: &str| read(text).unwrap().arcs_made_straight();
        assert!(note("CIRCULARSTRING(0 0,1 1,2 0)").unwrap().contains("every 4 degrees"));
        assert_eq!(note("CURVEPOLYGON((0 0,1 0,1 1,0 0))"), None);
    }

    #[test]
    fn a_cell_gives_all_its_shapes_and_what_it_passes_over_is_counted() {
        let mut features = Features::new("CSV", System::Unstated);
        let text = "SRID=32633;POINT EMPTY; POLYGON((0 0,1 0,1 1,0 0)) POLYGON((0 0,1 0,1 1,0 0))";
        assert_eq!(shapes(text, &mut features).unwrap().len(), 2);
        assert_eq!(features.passed_over().as_deref(), Some("1 empty shape"));
        assert_eq!(features.system, System::Epsg(32_633));
        assert!(shapes("POINT(1 2) and more", &mut features).is_err());
    }

    #[test]
    fn boxes_quotes_and_systems_before_a_shape_are_read() {
        for text in ["BOX(1 2,3 4)", "ENVELOPE(1, 3, 4, 2)", "bbox(1,2,3,4)"] {
            assert!(is_wkt(text), "{text}");
            let Shape::Area(area) = &read(text).unwrap().found[0].1 else { panic!("{text}") };
            assert_eq!((area.outer()[0], area.outer()[2]), ([1.0, 2.0], [3.0, 4.0]), "{text}");
        }
        assert_eq!(unquoted("\"POINT(1 2)\""), "POINT(1 2)");
        assert_eq!(unquoted("'a','b'"), "'a','b'");
        let named = "<http://www.opengis.net/def/crs/EPSG/0/32629> POINT(1 2)";
        assert!(is_wkt(named));
        assert_eq!(read(named).unwrap().system, System::Epsg(32_629));
        assert!(!is_wkt("POINT_X,POINT_Y") && !is_wkt("point,lat") && !is_wkt("polygon name;lon"));
    }

    #[test]
    fn every_geometry_is_read_and_its_reference_system_kept() {
        assert_eq!(count("MULTIPOINT((1 2),(3 4),5 6)"), 3);
        assert_eq!(count("MULTILINESTRING((1 2,3 4),(1 2,3 2,3 4,1 2))"), 2);
        assert_eq!(count("MULTIPOLYGON(EMPTY,((1 2,3 2,3 4,1 2)))"), 1);
        assert_eq!(count("TIN(((0 0,1 0,1 1,0 0)),((0 0,1 1,0 1,0 0)))"), 2);
        assert_eq!(read("SRID=32633;POINT(1 2)").unwrap().system, System::Epsg(32_633));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "GEOMETRYCOLLECTION(".repeat(100_000);
        assert!(says(&deep).contains("less nesting"));
        assert!(says(&format!("POINT {}", "(".repeat(100_000))).contains("a longitude"));
        assert!(says(&"COMPOUNDCURVE(".repeat(100_000)).contains("less nesting"));
        assert!(says(&"MULTICURVE(COMPOUNDCURVE(".repeat(100_000)).contains("a line such as"));
        assert!(says(&format!("NURBSCURVE{}", "(".repeat(100_000))).contains("')'"));
        assert!(says(&format!("CURVEPOLYGON (A{}", "(".repeat(100_000))).contains("a line such as"));
    }
}
