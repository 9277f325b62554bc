//! Footprints: read from the vendor's geometry, with longitudes that do not jump.

use geo::orient::{Direction, Orient};
use geo::{BoundingRect, Coord, LineString, Polygon};
use serde_json::Value;

/// Wider than any scene: such a ring goes round the world, or its longitudes are wrong.
const WIDEST: f64 = 180.0;

/// What a geometry turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Footprint {
    /// There is none.
    Missing,
    /// It is not the outline of some ground: such a scene can't be drawn, covered or clicked.
    Unusable,
    /// It can be drawn. Longitudes are continuous.
    Placed(Polygon),
}

/// The polygon of a GeoJSON geometry. Parts that meet, as at the 180th meridian, are joined. Latitudes beyond the poles,
/// which the vendor sends, are taken back to them.
pub(crate) fn read(geometry: &Value) -> Footprint {
    let empty = |list: &Value| list.as_array().is_none_or(Vec::is_empty);
    if geometry.is_null() || geometry.get("coordinates").is_none_or(empty) {
        return Footprint::Missing;
    }
    polygon(geometry).map_or(Footprint::Unusable, Footprint::Placed)
}

fn polygon(geometry: &Value) -> Option<Polygon> {
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let polygon = match geometry.get("type")?.as_str()? {
        "Polygon" => part(coordinates, None)?,
        "MultiPolygon" => joined(coordinates)?,
        _ => return None,
    };
    let bounds = polygon.bounding_rect()?;
    let flat = bounds.width() <= 0.0 || bounds.height() <= 0.0;
    (!flat && bounds.width() < WIDEST).then_some(polygon)
}

fn part(rings: &[Value], near: Option<f64>) -> Option<Polygon> {
    let outer = ring(rings.first()?, near)?;
    let start = outer.0.first()?.x;
    let holes: Option<Vec<LineString>> = rings[1..].iter().map(|hole| ring(hole, Some(start))).collect();
    Some(Polygon::new(outer, holes.unwrap_or_default()))
}

/// Parts that make one polygon together; `None` when they lie apart.
fn joined(parts: &[Value]) -> Option<Polygon> {
    let mut near = None;
    let mut polygons = Vec::new();
    for rings in parts {
        let polygon = part(rings.as_array()?, near)?;
        near = near.or(polygon.exterior().0.first().map(|first| first.x));
        // The union takes out what runs the other way than the first part.
        polygons.push(polygon.orient(Direction::Default));
    }
    if polygons.len() == 1 {
        return polygons.pop();
    }
    let mut whole = geo::unary_union(&polygons).0;
    if whole.len() == 1 { whole.pop() } else { None }
}

/// Whether an open outline crosses itself. Long ones are not looked through: they come from the scan and are sound.
pub(crate) fn is_crossed(ring: &[Coord]) -> bool {
    const LONGEST: usize = 24;
    let count = ring.len();
    let side = |a: Coord, b: Coord, p: Coord| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    let cross = |i: usize, j: usize| {
        let ([a, b], [c, d]) = ([ring[i], ring[(i + 1) % count]], [ring[j], ring[(j + 1) % count]]);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    let apart = |i: usize, j: usize| j > i + 1 && (i, j) != (0, count - 1);
    count <= LONGEST && (0..count).any(|i| (0..count).any(|j| apart(i, j) && cross(i, j)))
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
        let Footprint::Placed(polygon) = read(geometry) else { return None };
        let bounds = polygon.bounding_rect()?;
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
        assert!(matches!(read(&one), Footprint::Placed(_)));
        for unusable in [
            json!({"type": "MultiPolygon", "coordinates": [[square], [[[5, 5], [6, 5], [6, 6], [5, 5]]]]}),
            json!({"type": "Point", "coordinates": [1, 2]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], ["a", 1], [1, 1], [0, 0]]]}),
            json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [0, 0]]]}),
        ] {
            assert_eq!(read(&unusable), Footprint::Unusable, "{unusable}");
        }
        for missing in
            [json!({"type": "Polygon"}), json!({"type": "Polygon", "coordinates": []}), json!(null)]
        {
            assert_eq!(read(&missing), Footprint::Missing, "{missing}");
        }
    }

    #[test]
    fn halves_that_meet_at_the_180th_meridian_are_one() {
        let halves = json!({"type": "MultiPolygon", "coordinates": [
            [[[179.5, -1], [180, -1], [180, 1], [179.5, 1], [179.5, -1]]],
            [[[-180, -1], [-179.5, -1], [-179.5, 1], [-180, 1], [-180, -1]]],
        ]});
        assert_eq!(bounds(&halves), Some([179.5, -1.0, 180.5, 1.0]));
    }

    #[test]
    fn halves_are_joined_whichever_way_each_of_them_runs() {
        let east = json!([[179.5, -1], [180, -1], [180, 1], [179.5, 1], [179.5, -1]]);
        let west = [[-180, -1], [-179, -1], [-179, 1], [-180, 1], [-180, -1]];
        let turned: Vec<_> = west.iter().rev().collect();
        for other in [json!(west), json!(turned)] {
            let halves = json!({"type": "MultiPolygon", "coordinates": [[east], [other]]});
            assert_eq!(bounds(&halves), Some([179.5, -1.0, 181.0, 1.0]));
        }
    }

    #[test]
    fn a_bow_tie_is_crossed_and_a_square_is_not() {
        let ring = |corners: [(f64, f64); 4]| corners.map(|(x, y)| Coord { x, y });
        assert!(is_crossed(&ring([(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)])));
        assert!(!is_crossed(&ring([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])));
    }

    #[test]
    fn a_latitude_beyond_the_pole_is_taken_back_to_it() {
        let over =
            json!({"type": "Polygon", "coordinates": [[[0, 89], [1, 89], [1, 90.4], [0, 90.4], [0, 89]]]});
        assert_eq!(bounds(&over), Some([0.0, 89.0, 1.0, 90.0]));
    }
}
