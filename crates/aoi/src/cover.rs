//! How much of an area a footprint covers.

use geo::{BooleanOps, BoundingRect, Coord, LineString, MultiPolygon, Polygon};

use crate::measure::{equal_area, equal_area_of_ring, geodesic_km2};
use crate::polygon::AreaPolygon;
use crate::ring::nearest_turn;

/// The share of an area that lies within a footprint, in % from 0 to 100: a ratio of areas on the ellipsoid, with edges
/// straight in longitude and latitude. Both are taken where they meet, whichever turn of the world they are written in.
pub fn coverage_percent(area: &Polygon, footprint: &Polygon) -> f64 {
    let whole = equal_area(area);
    let common = match common(area, footprint) {
        Some(common) if whole > 0.0 => common,
        _ => return 0.0,
    };
    let size = match common {
        Common::Rings { outer, holes } => {
            let holes: f64 = holes.iter().map(|hole| equal_area_of_ring(hole).abs()).sum();
            equal_area_of_ring(&outer).abs() - holes
        }
        Common::Parts(parts) => parts.iter().map(equal_area).sum(),
    };
    (size / whole * 100.0).clamp(0.0, 100.0)
}

/// The geodesic area of both together, in km².
pub fn intersection_km2(area: &Polygon, footprint: &Polygon) -> f64 {
    let ring = |ring: Vec<Coord>| Polygon::new(LineString::new(ring), Vec::new());
    match common(area, footprint) {
        None => 0.0,
        Some(Common::Rings { outer, holes }) => {
            let holes: f64 = holes.into_iter().map(|hole| geodesic_km2(&ring(hole))).sum();
            (geodesic_km2(&ring(outer)) - holes).max(0.0)
        }
        Some(Common::Parts(parts)) => parts.iter().map(geodesic_km2).sum(),
    }
}

/// What is left of an area when other polygons are taken out of it, part by part; parts can have holes.
pub fn remainder(area: &AreaPolygon, taken: &[AreaPolygon]) -> Vec<AreaPolygon> {
    let whole = area.unwrapped().to_geo();
    let middle = whole.bounding_rect().map_or(0.0, |bounds| bounds.center().x);
    let mut rest = MultiPolygon::new(vec![whole]);
    for polygon in taken {
        let polygon = polygon.unwrapped().to_geo();
        let Some(bounds) = polygon.bounding_rect() else { continue };
        let turns = nearest_turn(bounds.center().x, middle) - bounds.center().x;
        rest = rest.difference(&shifted(&polygon, turns));
    }
    rest.iter().map(AreaPolygon::from_geo).collect()
}

/// What two polygons have in common.
enum Common {
    /// Open rings, as clipping by a convex one leaves them: parts that fall apart stay joined by edges without area, which
    /// measures do not see.
    Rings {
        outer: Vec<Coord>,
        holes: Vec<Vec<Coord>>,
    },
    Parts(MultiPolygon),
}

fn common(area: &Polygon, footprint: &Polygon) -> Option<Common> {
    let (a, f) = (area.bounding_rect()?, footprint.bounding_rect()?);
    let turns = nearest_turn(f.center().x, a.center().x) - f.center().x;
    let apart = f.max().x + turns < a.min().x
        || f.min().x + turns > a.max().x
        || f.max().y < a.min().y
        || f.min().y > a.max().y;
    if apart {
        return None;
    }
    let footprint = shifted(footprint, turns);
    // Footprints are convex nearly always; where one is not, the area often is.
    let by_convex = |ground: &Polygon, convex: &[Coord]| Common::Rings {
        outer: clipped(ground.exterior(), convex),
        holes: ground.interiors().iter().map(|hole| clipped(hole, convex)).collect(),
    };
    if let Some(convex) = convex(&footprint) {
        return Some(by_convex(area, &convex));
    }
    if let Some(convex) = convex(area) {
        return Some(by_convex(&footprint, &convex));
    }
    Some(Common::Parts(area.intersection(&footprint)))
}

fn shifted(polygon: &Polygon, turns: f64) -> Polygon {
    if turns == 0.0 {
        return polygon.clone();
    }
    let line = |line: &LineString| line.coords().map(|c| Coord { x: c.x + turns, y: c.y }).collect();
    Polygon::new(line(polygon.exterior()), polygon.interiors().iter().map(line).collect())
}

fn side(a: Coord, b: Coord, p: Coord) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// A corner with a greater turn, in radians, is the tip of a spike.
const STRAIGHT_BACK: f64 = std::f64::consts::PI - 1e-6;

/// The open outline, counter-clockwise, when it is convex, goes round once, and has no hole.
fn convex(polygon: &Polygon) -> Option<Vec<Coord>> {
    if !polygon.interiors().is_empty() {
        return None;
    }
    let mut ring: Vec<Coord> = polygon.exterior().0.clone();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let count = ring.len();
    if count < 3 {
        return None;
    }
    let corner = |k: usize| [ring[k], ring[(k + 1) % count], ring[(k + 2) % count]];
    let turn = |k: usize| {
        let [a, b, c] = corner(k);
        side(a, b, c)
    };
    let left = (0..count).all(|k| turn(k) >= -1e-12);
    let right = (0..count).all(|k| turn(k) <= 1e-12);
    // A spike turns back on itself, which is a turn to neither side; a star turns the same way at every corner, but goes
    // round twice.
    let angle = |k: usize| {
        let [a, b, c] = corner(k);
        let (out, on) = (b - a, c - b);
        (out.x * on.y - out.y * on.x).atan2(out.x * on.x + out.y * on.y)
    };
    let turned_back = (0..count).any(|k| angle(k).abs() > STRAIGHT_BACK);
    let round: f64 = (0..count).map(angle).sum();
    if !(left || right) || turned_back || round.abs() > 1.5 * std::f64::consts::TAU {
        return None;
    }
    if right && !left {
        ring.reverse();
    }
    Some(ring)
}

/// Sutherland and Hodgman: cuts a ring by each edge of a convex one.
fn clipped(ring: &LineString, clip: &[Coord]) -> Vec<Coord> {
    let mut kept: Vec<Coord> = ring.0.clone();
    kept.pop();
    for (place, a) in clip.iter().enumerate() {
        let b = clip[(place + 1) % clip.len()];
        let before = std::mem::take(&mut kept);
        let Some(mut from) = before.last().copied() else { break };
        let mut from_side = side(*a, b, from);
        for to in before {
            let to_side = side(*a, b, to);
            if (from_side < 0.0) != (to_side < 0.0) {
                let share = from_side / (from_side - to_side);
                kept.push(Coord { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
            }
            if to_side >= 0.0 {
                kept.push(to);
            }
            (from, from_side) = (to, to_side);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    fn slow(area: &Polygon, footprint: &Polygon) -> f64 {
        let common: f64 = area.intersection(footprint).iter().map(equal_area).sum();
        common / equal_area(area) * 100.0
    }

    #[test]
    fn half_a_square_is_half_covered_from_either_side_of_the_world() {
        let area = polygon![(x: 179.0, y: 0.0), (x: 181.0, y: 0.0), (x: 181.0, y: 2.0), (x: 179.0, y: 2.0)];
        let west =
            polygon![(x: -181.0, y: -1.0), (x: -180.0, y: -1.0), (x: -180.0, y: 3.0), (x: -181.0, y: 3.0)];
        assert!((coverage_percent(&area, &west) - 50.0).abs() < 1e-9);
        assert!((intersection_km2(&area, &west) / geodesic_km2(&area) - 0.5).abs() < 1e-3);
        let far = polygon![(x: 10.0, y: 0.0), (x: 11.0, y: 0.0), (x: 11.0, y: 1.0)];
        assert_eq!((coverage_percent(&area, &far), intersection_km2(&area, &far)), (0.0, 0.0));
    }

    #[test]
    fn a_concave_area_is_clipped_as_by_the_boolean_operation() {
        let u = polygon![(x: 0.0, y: 0.0), (x: 3.0, y: 0.0), (x: 3.0, y: 3.0), (x: 2.0, y: 3.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 3.0), (x: 0.0, y: 3.0)];
        let band = polygon![(x: -1.0, y: 2.0), (x: 4.0, y: 2.0), (x: 4.0, y: 2.5), (x: -1.0, y: 2.5)];
        assert!((coverage_percent(&u, &band) - slow(&u, &band)).abs() < 1e-6);
        assert!((coverage_percent(&band, &u) - slow(&band, &u)).abs() < 1e-6, "the convex one is the area");
        let l = polygon![(x: 0.0, y: 0.0), (x: 3.0, y: 0.0), (x: 3.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 3.0), (x: 0.0, y: 3.0)];
        assert!((coverage_percent(&u, &l) - slow(&u, &l)).abs() < 1e-6, "neither is convex");
    }

    #[test]
    fn a_hole_of_the_area_need_not_be_covered() {
        let ring = |low: f64, high: f64| {
            LineString::from(vec![(low, low), (high, low), (high, high), (low, high), (low, low)])
        };
        let area = Polygon::new(ring(0.0, 4.0), vec![ring(1.0, 2.0)]);
        let right = polygon![(x: 2.0, y: -1.0), (x: 5.0, y: -1.0), (x: 5.0, y: 5.0), (x: 2.0, y: 5.0)];
        assert!((coverage_percent(&area, &right) - 800.0 / 15.0).abs() < 0.1);
        assert!((coverage_percent(&area, &right) - slow(&area, &right)).abs() < 1e-6);
    }

    #[test]
    fn a_footprint_that_crosses_itself_is_not_taken_for_convex() {
        let star = |k: u32| {
            let turn = f64::from(k) * 2.0 / 5.0 * std::f64::consts::TAU;
            Coord { x: turn.sin(), y: turn.cos() }
        };
        let star = Polygon::new((0..5).map(star).collect(), Vec::new());
        assert!(convex(&star).is_none());
    }

    #[test]
    fn a_spike_neither_adds_ground_nor_takes_any() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)];
        for tip in [Coord { x: 1.0, y: 1.0 }, Coord { x: 3.0, y: -1.0 }, Coord { x: 4.0, y: 0.0 }] {
            let mut ring = square.exterior().0.clone();
            ring.splice(1..2, [ring[1], tip, ring[1]]);
            let spiked = Polygon::new(LineString::new(ring), Vec::new());
            for (area, footprint) in [(&spiked, &spiked), (&square, &spiked), (&spiked, &square)] {
                assert!((coverage_percent(area, footprint) - 100.0).abs() < 1e-6, "spike to {tip:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn clipping_agrees_with_the_boolean_operation(
            w in 0.2..3.0f64, h in 0.2..3.0f64, dx in -2.0..2.0f64, dy in -2.0..2.0f64, tilt in -0.4..0.4f64, lat in -70.0..70.0f64,
        ) {
            let area = polygon![(x: 0.0, y: lat), (x: 2.0, y: lat), (x: 1.2, y: lat + 0.9), (x: 2.0, y: lat + 2.0), (x: 0.0, y: lat + 2.0)];
            let at = |x: f64, y: f64| Coord { x: dx + x - tilt * y, y: lat + dy + y + tilt * x };
            let footprint = Polygon::new(LineString::new(vec![at(0.0, 0.0), at(w, 0.0), at(w, h), at(0.0, h)]), vec![]);
            proptest::prop_assert!((coverage_percent(&area, &footprint) - slow(&area, &footprint)).abs() < 1e-4);
        }
    }
}
