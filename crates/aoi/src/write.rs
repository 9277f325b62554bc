//! Writing areas.

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject};

use crate::polygon::AreaPolygon;

/// A GeoJSON FeatureCollection of one named feature.
pub fn write_geojson(name: &str, polygon: &AreaPolygon) -> String {
    let rings = polygon.coordinates.iter().map(|ring| ring.iter().copied());
    let geometry = Geometry::new(GeometryValue::new_polygon(rings));
    let properties = JsonObject::from_iter([("name".to_owned(), name.into())]);
    let feature = Feature { geometry: Some(geometry), properties: Some(properties), ..Feature::default() };
    let collection = FeatureCollection { features: vec![feature], ..FeatureCollection::default() };
    let value = serde_json::to_value(&collection).unwrap_or_default();
    format!("{value:#}\n")
}

/// WKT.
pub fn write_wkt(polygon: &AreaPolygon) -> String {
    let ring = |ring: &Vec<[f64; 2]>| {
        let positions: Vec<String> = ring.iter().map(|[lon, lat]| format!("{lon} {lat}")).collect();
        format!("({})", positions.join(", "))
    };
    let rings: Vec<String> = polygon.coordinates.iter().map(ring).collect();
    if rings.is_empty() { "POLYGON EMPTY".to_owned() } else { format!("POLYGON ({})", rings.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let polygon = AreaPolygon::from_ring(vec![[0.5, 1.0], [2.0, 1.25], [1.0, 3.0], [0.5, 1.0]]);
        for text in [write_geojson("Field", &polygon), write_wkt(&polygon)] {
            let read = crate::read(&text).unwrap();
            assert_eq!(read[0].report.polygon, polygon, "{text}");
        }
    }
}
