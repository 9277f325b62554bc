//! Writing areas. Each form gets what its standard asks for: GeoJSON outlines that run counter-clockwise, in WGS 84.

mod geopackage;
mod shapefile;

use std::fmt::Write as _;

use geojson::{Feature, Geometry, GeometryValue, JsonObject};
use serde::{Deserialize, Serialize};

pub use geopackage::write_geopackage_blob;
pub use shapefile::write_shapefile;

use crate::mend::{oriented, parted_at_meridian};
use crate::polygon::AreaPolygon;

/// A form that areas are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AreaForm {
    /// RFC 7946.
    GeoJson,
    /// OGC KML 2.2.
    Kml,
    /// One area a line, without names.
    Wkt,
    /// OGC GeoPackage.
    GeoPackage,
    /// Zipped.
    Shapefile,
}

impl AreaForm {
    /// The ending of a file of this form.
    pub fn ending(self) -> &'static str {
        match self {
            AreaForm::GeoJson => "geojson",
            AreaForm::Kml => "kml",
            AreaForm::Wkt => "wkt",
            AreaForm::GeoPackage => "gpkg",
            AreaForm::Shapefile => "zip",
        }
    }
}

/// An area to be written.
#[derive(Debug, Clone, Copy)]
pub struct NamedArea<'a> {
    /// Its name.
    pub name: &'a str,
    /// The area.
    pub polygon: &'a AreaPolygon,
}

/// The parts of an area as the forms have them: within ±180, cut at the 180th meridian, outlines counter-clockwise.
fn as_written(polygon: &AreaPolygon) -> Vec<AreaPolygon> {
    parted_at_meridian(polygon).iter().map(oriented).collect()
}

/// A GeoJSON FeatureCollection of named features, one a line.
pub fn write_geojson(areas: &[NamedArea<'_>]) -> String {
    let feature = |area: &NamedArea<'_>| {
        let parts: Vec<Vec<Vec<[f64; 2]>>> =
            as_written(area.polygon).into_iter().map(|part| part.coordinates).collect();
        let geometry = Geometry::new(match parts.as_slice() {
            [one] => GeometryValue::new_polygon(one.iter().map(|ring| ring.iter().copied())),
            several => GeometryValue::new_multi_polygon(
                several.iter().map(|part| part.iter().map(|ring| ring.iter().copied())),
            ),
        });
        let properties = JsonObject::from_iter([("name".to_owned(), area.name.into())]);
        Feature { geometry: Some(geometry), properties: Some(properties), ..Feature::default() }
    };
    // A feature a line: short enough to be sent, and two files can be compared.
    let lines: Vec<String> = areas.iter().map(|area| feature(area).to_string()).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}

/// WKT, an area a line.
pub fn write_wkt(areas: &[NamedArea<'_>]) -> String {
    let ring = |ring: &Vec<[f64; 2]>| {
        let positions: Vec<String> = ring.iter().map(|[lon, lat]| format!("{lon} {lat}")).collect();
        format!("({})", positions.join(", "))
    };
    let rings = |part: &AreaPolygon| {
        let rings: Vec<String> = part.coordinates.iter().map(ring).collect();
        format!("({})", rings.join(", "))
    };
    let line = |area: &NamedArea<'_>| match parted_at_meridian(area.polygon).as_slice() {
        [one] if one.coordinates.is_empty() => "POLYGON EMPTY\n".to_owned(),
        [one] => format!("POLYGON {}\n", rings(one)),
        several => format!("MULTIPOLYGON ({})\n", several.iter().map(rings).collect::<Vec<_>>().join(", ")),
    };
    areas.iter().map(line).collect()
}

/// A KML document with a placemark for each area.
pub fn write_kml(areas: &[NamedArea<'_>]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    for area in areas {
        let name = quick_xml::escape::escape(area.name);
        let _ = write!(text, "<Placemark><name>{name}</name>");
        let parts = as_written(area.polygon);
        let several = parts.len() > 1;
        text.push_str(if several { "<MultiGeometry>" } else { "" });
        parts.iter().for_each(|part| kml_polygon(part, &mut text));
        text.push_str(if several { "</MultiGeometry>" } else { "" });
        text.push_str("</Placemark>\n");
    }
    text.push_str("</Document>\n</kml>\n");
    text
}

fn kml_polygon(polygon: &AreaPolygon, text: &mut String) {
    text.push_str("<Polygon>");
    for (place, ring) in polygon.coordinates.iter().enumerate() {
        let tag = if place == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
        let _ = write!(text, "<{tag}><LinearRing><coordinates>");
        for (place, [lon, lat]) in ring.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            let _ = write!(text, "{space}{lon},{lat}");
        }
        let _ = write!(text, "</coordinates></LinearRing></{tag}>");
    }
    text.push_str("</Polygon>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut polygon = AreaPolygon::from_ring(vec![[0.5, 1.0], [2.0, 1.25], [1.0, 3.0], [0.5, 1.0]]);
        polygon.coordinates.push(vec![[1.0, 1.5], [1.1, 1.7], [1.2, 1.5], [1.0, 1.5]]);
        let areas = ["Field & \"Hill\" <1>", "Ré"].map(|name| NamedArea { name, polygon: &polygon });
        for (text, named) in
            [(write_geojson(&areas), true), (write_kml(&areas), true), (write_wkt(&areas), false)]
        {
            let read = crate::read_text(&text, &crate::ReadAnswers::default()).unwrap();
            assert_eq!(read.areas.len(), 2, "{text}");
            for (read, area) in read.areas.iter().zip(&areas) {
                assert_eq!(&read.report.polygon, area.polygon, "{text}");
                assert_eq!(read.name.as_deref(), named.then_some(area.name), "{text}");
            }
        }
    }

    #[test]
    fn a_zipped_shapefile_reads_back_with_its_names_and_system() {
        let mut polygon = AreaPolygon::from_ring(vec![[0.5, 1.0], [2.0, 1.25], [1.0, 3.0], [0.5, 1.0]]);
        polygon.coordinates.push(vec![[1.0, 1.5], [1.1, 1.7], [1.2, 1.5], [1.0, 1.5]]);
        let long = "é".repeat(200);
        let areas = ["Ré", long.as_str()].map(|name| NamedArea { name, polygon: &polygon });
        let bytes = write_shapefile(&areas).unwrap();
        let source = crate::Source { name: "areas.zip", bytes: &bytes, siblings: &[] };
        let read = crate::read_file(&source, &crate::ReadAnswers::default()).unwrap();
        assert!(read.question.is_none(), "{:?}", read.notes);
        assert_eq!(read.notes, ["One name was shortened to 120 characters, the most that is kept."]);
        assert_eq!(read.areas[0].name.as_deref(), Some("Ré"));
        assert_eq!(read.areas[1].name.as_ref().map(|name| name.chars().count()), Some(120));
        let km2 = crate::check(&polygon).km2;
        for area in &read.areas {
            assert_eq!(area.report.polygon.coordinates.len(), 2);
            assert!((area.report.km2 / km2 - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn outlines_are_turned_as_the_standard_asks() {
        let clockwise = AreaPolygon::from_ring(vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]);
        let text = write_geojson(&[NamedArea { name: "A", polygon: &clockwise }]);
        let read = crate::read_text(&text, &crate::ReadAnswers::default()).unwrap();
        assert_eq!(read.areas[0].report.polygon.outer()[1], [1.0, 0.0]);
    }

    #[test]
    fn parts_on_either_side_of_the_180th_meridian_end_on_it_in_every_form() {
        for (west, east) in [(179.4, 180.7), (-180.6, -179.3)] {
            let polygon = AreaPolygon::from_ring(vec![
                [west, -19.3],
                [east, -19.1],
                [east, -18.2],
                [west, -18.6],
                [west, -19.3],
            ]);
            let areas = [NamedArea { name: "Taveuni", polygon: &polygon }];
            let zipped = write_shapefile(&areas).unwrap();
            let source = crate::Source { name: "areas.zip", bytes: &zipped, siblings: &[] };
            let from_text = [write_geojson(&areas), write_kml(&areas), write_wkt(&areas)]
                .map(|text| crate::read_text(&text, &crate::ReadAnswers::default()).unwrap());
            let from_file = crate::read_file(&source, &crate::ReadAnswers::default()).unwrap();
            for read in from_text.iter().chain([&from_file]) {
                let parts: Vec<_> = read.areas.iter().map(|area| &area.report).collect();
                assert!(parts.len() == 2 && parts.iter().all(|part| part.orderable), "{parts:?}");
                let mut inner = parts.iter().map(|part| part.bounds).collect::<Vec<_>>();
                inner.sort_by(|a, b| b[0].total_cmp(&a[0]));
                assert_eq!((inner[0][2], inner[1][0]), (180.0, -180.0));
            }
        }
    }
}
