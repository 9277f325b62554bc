//! Footprints: read from the vendor's geometry, with longitudes that do not jump.

use geo::{BoundingRect, Coord, LineString, Polygon};
use serde_json::Value;

/// Wider than any scene: such a ring goes round the world, or its longitudes are wrong.
const WIDEST: f64 = 180.0;

/// The polygon of a GeoJSON geometry, with continuous longitudes. `None` for anything that is not one polygon around some
/// ground: such a scene can't be drawn, covered or clicked. Latitudes beyond the poles, which the vendor sends, are
/// taken back to them.
pub(crate) fn read(geometry: &Value) -> Option<Polygon> {
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let rings = match geometry.get("type")?.as_str()? {
        "Polygon" => coordinates,
        "MultiPolygon" if coordinates.len() == 1 => coordinates[0].as_array()?,
        _ => return None,
    };
    let outer = ring(rings.first()?, None)?;
    let start = outer.0.first()?.x;
    let holes: Option<Vec<LineString>> = rings[1..].iter().map(|hole| ring(hole, Some(start))).collect();
    let bounds = outer.bounding_rect()?;
    let flat = bounds.width() <= 0.0 || bounds.height() <= 0.0;
    (!flat && bounds.width() < WIDEST).then(|| Polygon::new(outer, holes.unwrap_or_default()))
}

fn ring(ring: &Value, near: Option<f64>) -> Option<LineString> {
    let mut before = near;
    let mut line: Vec<Coord> = Vec::new();
    for position in ring.as_array()? {
        let position = position.as_array()?;
        let (lon, lat) = (position.first()?.as_f64()?, position.get(1)?.as_f64()?);
        if !lon.is_finite() || !lat.is_finite() || lat.abs() > 120.0 {
            return None;
        }
        let x = before.map_or_else(|| nearest_turn(lon, 0.0), |before| nearest_turn(lon, before));
        before = Some(x);
        let coord = Coord { x, y: lat.clamp(-90.0, 90.0) };
        if line.last() != Some(&coord) {
            line.push(coord);
        }
    }
    let corners = line.len() - usize::from(line.len() > 1 && line.first() == line.last());
    (corners >= 3).then(|| LineString::new(line))
}

/// The longitude, a whole number of turns away, that lies nearest to another.
pub(crate) fn nearest_turn(lon: f64, to: f64) -> f64 {
    let turns = ((lon - to) / 360.0).round();
    if turns == 0.0 { lon } else { lon - 360.0 * turns }
}

/// The polygon on the turn of the world nearest to a longitude.
pub(crate) fn turned_to(polygon: Polygon, to: f64) -> Polygon {
    let Some(bounds) = polygon.bounding_rect() else { return polygon };
    let centre = bounds.center().x;
    let shift = nearest_turn(centre, to) - centre;
    if shift == 0.0 {
        return polygon;
    }
    let line = |line: &LineString| line.coords().map(|c| Coord { x: c.x + shift, y: c.y }).collect();
    Polygon::new(line(polygon.exterior()), polygon.interiors().iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bounds(geometry: &Value) -> Option<[f64; 4]> {
        let bounds = read(geometry)?.bounding_rect()?;
        Some([bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y])
    }

    #[test]
    fn a_ring_across_the_180th_meridian_is_continuous() {
        let jumping = json!({"type": "Polygon", "coordinates": [[[179.5,-1],[-179.5,-1],[-179.5,1],[179.5,1],[179.5,-1]]]});
        assert_eq!(bounds(&jumping), Some([179.5, -1.0, 180.5, 1.0]));
        let beyond =
            json!({"type": "Polygon", "coordinates": [[[181,-1],[182,-1],[182,1],[181,1],[181,-1]]]});
        assert_eq!(bounds(&beyond), Some([-179.0, -1.0, -178.0, 1.0]));
    }

    #[test]
    fn anything_but_one_polygon_is_not_placed() {
        let square = json!([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]);
        let one = json!({"type": "MultiPolygon", "coordinates": [[square]]});
        assert!(read(&one).is_some());
        for unusable in [
            json!({"type": "MultiPolygon", "coordinates": [[square], [square]]}),
            json!({"type": "Point", "coordinates": [1, 2]}),
            json!({"type": "Polygon", "coordinates": []}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], ["a", 1], [1, 1], [0, 0]]]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [0, 0]]]}),
            json!({"type": "Polygon"}),
            json!(null),
        ] {
            assert!(read(&unusable).is_none(), "{unusable}");
        }
    }

    #[test]
    fn a_latitude_beyond_the_pole_is_taken_back_to_it() {
        let over =
            json!({"type": "Polygon", "coordinates": [[[0, 89], [1, 89], [1, 90.4], [0, 90.4], [0, 89]]]});
        assert_eq!(bounds(&over), Some([0.0, 89.0, 1.0, 90.0]));
    }
}
