//! Reading areas from text, in whichever form it is.

mod collected;
mod coordinates;
mod geojson;
mod kml;
mod wkt;

use serde::Serialize;

use crate::check::check;
use crate::error::AoiError;
use crate::limits::{LARGEST_DEGREES, LARGEST_TEXT};
use crate::polygon::AreaPolygon;
use crate::report::AreaReport;
use crate::ring::closed;

/// An area as it was found in a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReadArea {
    /// Its name, where the text has one.
    pub name: Option<String>,
    /// The area, checked.
    pub report: AreaReport,
}

/// Reads all areas of a text: GeoJSON, KML, WKT or EWKT, a bounding box, or a list of coordinates.
///
/// # Errors
/// See [`AoiError`]; a text that holds an area with faults is no error, the faults are in its report.
pub fn read(text: &str) -> Result<Vec<ReadArea>, AoiError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(AoiError::Empty);
    }
    if text.len() > LARGEST_TEXT {
        return Err(AoiError::TooLarge { what: "bytes", limit: LARGEST_TEXT });
    }
    let found = if text.starts_with(['{', '[']) && !coordinates::is_bare_list(text) {
        geojson::read(text)?
    } else if text.starts_with('<') {
        kml::read(text)?
    } else if wkt::is_wkt(text) {
        wkt::read(text)?
    } else {
        coordinates::read(text)?
    };
    found.into_iter().map(|(name, polygon)| finish(name, polygon)).collect()
}

fn finish(name: Option<String>, polygon: AreaPolygon) -> Result<ReadArea, AoiError> {
    let metres = polygon
        .coordinates
        .iter()
        .flatten()
        .find(|[x, y]| x.abs() > LARGEST_DEGREES || y.abs() > LARGEST_DEGREES);
    if let Some([x, y]) = metres {
        return Err(AoiError::Projected { example: format!("{x}, {y}") });
    }
    let name =
        name.map(|name| name.trim().chars().take(120).collect::<String>()).filter(|name| !name.is_empty());
    Ok(ReadArea { name, report: check(&polygon) })
}

/// Rings of text lists are written open as often as closed; both mean the same.
pub(crate) fn ring_of(positions: Vec<[f64; 2]>) -> AreaPolygon {
    AreaPolygon::from_ring(closed(&positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> ReadArea {
        let mut areas = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(areas.len(), 1, "{text}");
        areas.remove(0)
    }

    #[test]
    fn the_same_square_is_read_from_every_form() {
        let texts = [
            r#"{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}"#,
            r#"{"type":"Feature","properties":{"name":"Field"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}}"#,
            "POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))",
            "SRID=4326;POLYGON((1 2,3 2,3 4,1 4,1 2))",
            "1,2,3,4",
            "1 2\n3 2\n3 4\n1 4",
            "2 N 1 E; 2 N 3 E; 4 N 3 E; 4 N 1 E",
            "[[1,2],[3,2],[3,4],[1,4]]",
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><name>Field</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2,0 3,2,0 3,4,0 1,4,0 1,2,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        ];
        for text in texts {
            let area = one(text);
            assert!(area.report.orderable, "{text}: {:?}", area.report.faults);
            assert_eq!(area.report.bounds, [1.0, 2.0, 3.0, 4.0], "{text}");
        }
    }

    #[test]
    fn several_features_become_several_named_areas() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"NAME":"North"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}},
            {"type":"Feature","properties":null,"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#;
        let names: Vec<Option<String>> = read(text).unwrap().into_iter().map(|area| area.name).collect();
        assert_eq!(names, [Some("North · 1".to_owned()), Some("North · 2".to_owned())]);
    }

    #[test]
    fn a_bad_text_gets_a_clear_error() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says("").contains("nothing to read"));
        assert!(says("hello there").contains("neither GeoJSON"));
        assert!(says("{\"type\":\"Polygon\",").contains("line 1"));
        assert!(says(r#"{"type":"Point","coordinates":[1,2]}"#).contains("holds no area"));
        assert!(says("POLYGON ((1 2, 3))").contains("WKT"));
        assert!(says("POINT (1 2)").contains("holds no area"));
        assert!(says("<kml><Placemark></kml>").contains("KML"));
        assert!(says("500000,4300000,510000,4310000").contains("WGS 84"));
        assert!(says("100 20\n30 95\n40 10").contains("order"), "{}", says("100 20\n30 95\n40 10"));
    }

    #[test]
    fn an_area_with_a_hole_or_over_a_pole_is_read_with_its_fault() {
        let holed = one(
            r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[1,0.5],[1,1],[0.5,0.5]]]}"#,
        );
        assert!(!holed.report.orderable && holed.report.faults[0].message.contains("hole"));
        let polar = one("-180,85,180,90");
        assert!(!polar.report.orderable);
    }

    const DOCUMENTS: [&str; 4] = [
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"é"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,2],[3,4],[1,2]]]]}}]}"#,
        "SRID=4326;MULTIPOLYGON Z (((1 2 0,3 2 0,3 4 0,1 2 0),(1.5 2.2 0,2 2.2 0,2 2.5 0,1.5 2.2 0)))",
        "<kml><Placemark><name>A &amp; é</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,2 3,4 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        "38°42'N 9°6'W; 38°42'N 9°0'W; 38°48'N 9°0'W",
    ];

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail_hard(text in ".{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn no_near_wkt_makes_it_fail_hard(text in "(POLYGON|MULTIPOLYGON|SRID=4326;POLYGON) ?[(), 0-9.eE-]{0,80}") {
            let _ = read(&text);
        }

        #[test]
        fn no_damaged_document_makes_it_fail_hard(
            document in proptest::sample::select(&DOCUMENTS[..]),
            cut in proptest::prelude::any::<proptest::sample::Index>(),
            length in 0..12usize,
            patch in "[-\\[\\]{}()<>&;:,.0-9eNSEW \"é°]{0,6}",
        ) {
            let mut letters: Vec<char> = document.chars().collect();
            let from = cut.index(letters.len());
            let to = (from + length).min(letters.len());
            letters.splice(from..to, patch.chars());
            if let Ok(areas) = read(&letters.into_iter().collect::<String>()) {
                for area in areas {
                    proptest::prop_assert!(area.report.km2.is_finite());
                    proptest::prop_assert!(serde_json::to_string(&area).is_ok());
                }
            }
        }
    }
}
