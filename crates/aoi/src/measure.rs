//! Geodesic measures on the WGS 84 ellipsoid, and shares in an equal-area plane.

use geo::{Coord, GeodesicArea, LineString, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::limits::WIDEST;
use crate::polygon::AreaPolygon;
use crate::ring::{Position, nearest_turn};

/// Half the major axis of the WGS 84 ellipsoid, in m.
const A: f64 = 6_378_137.0;
/// Its squared eccentricity.
const E2: f64 = 0.006_694_379_990_141_316;
const EARTH_M2: f64 = 510_065_621_724_088.5;
/// Edges up to this long, in degrees of arc, are measured by a series; longer ones by Karney's algorithm.
const SHORT: f64 = 0.05;
/// The series needs a tangent of the latitude that is not large.
const SERIES_LATITUDE: f64 = 80.0;

/// Area in km², whichever way the rings run. Edges are geodesics; also right across the 180th meridian and round a pole.
/// Agrees with GeographicLib to a millionth.
pub fn geodesic_km2(polygon: &Polygon) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(|hole| measured(&Line(&hole.0)).m2).sum();
    (measured(&Line(&polygon.exterior().0)).m2 - holes).max(0.0) / 1e6
}

/// Length of the outline in km; holes do not count.
pub fn perimeter_km(polygon: &Polygon) -> f64 {
    measured(&Line(&polygon.exterior().0)).m / 1e3
}

/// Both measures in one walk round the outline.
pub(crate) fn km2_and_perimeter_km(polygon: &AreaPolygon) -> (f64, f64) {
    let outer = measured(&Ring(polygon.outer()));
    let holes: f64 = polygon.coordinates.iter().skip(1).map(|hole| measured(&Ring(hole)).m2).sum();
    ((outer.m2 - holes).max(0.0) / 1e6, outer.m / 1e3)
}

/// Measures of a ring, 0 where there is nothing to measure.
#[derive(Default)]
struct Measured {
    m2: f64,
    m: f64,
}

/// Positions of a closed ring, one after another, wherever they are kept.
trait Positions {
    fn positions(&self) -> impl Iterator<Item = Position> + Clone;
}

struct Line<'a>(&'a [Coord]);

impl Positions for Line<'_> {
    fn positions(&self) -> impl Iterator<Item = Position> + Clone {
        self.0.iter().map(|c| [c.x, c.y])
    }
}

/// Closed by itself where it is open.
struct Ring<'a>(&'a [Position]);

impl Positions for Ring<'_> {
    fn positions(&self) -> impl Iterator<Item = Position> + Clone {
        let home = self.0.first().filter(|first| self.0.last() != Some(first));
        self.0.iter().chain(home).copied()
    }
}

/// The ground between each edge and the equator, added up: what lies outside the ring is added once each way.
fn measured(ring: &impl Positions) -> Measured {
    let mut ends = ring.positions();
    let Some(mut from) = ends.next() else { return Measured::default() };
    if ring.positions().any(|[lon, lat]| !lon.is_finite() || lat.is_nan() || lat.abs() > 90.0) {
        return Measured::default();
    }
    let geodesic = Geodesic::wgs84();
    let (mut m2, mut m, mut turned) = (0.0, 0.0, 0.0);
    for to in ends {
        let run = nearest_turn(to[0], from[0]) - from[0];
        let (under, length) = short_edge(run, from[1], to[1]).unwrap_or_else(|| {
            let (length, _, _, _, _, _, under, _) = geodesic.inverse(from[1], from[0], to[1], to[0]);
            (under, length)
        });
        turned += run;
        m2 += under;
        m += length;
        from = to;
    }
    if turned.abs() > WIDEST {
        return round_a_pole(ring.positions().map(|[x, y]| Coord { x, y }).collect());
    }
    // A ring round more than half the earth is not meant: what it leaves out is.
    let m2 = m2.abs();
    Measured { m2: m2.min((EARTH_M2 - m2).max(0.0)), m }
}

fn round_a_pole(ring: LineString) -> Measured {
    let (m, m2) = Polygon::new(ring, Vec::new()).geodesic_perimeter_area_unsigned();
    Measured { m2: m2.min(EARTH_M2 - m2), m }
}

/// The area between a short geodesic and the equator in m², positive eastwards in the north, and its length in m. The area
/// under the line that is straight in longitude and latitude is known exactly; the geodesic bends from it by its
/// curvature, and the sliver between an arc and its chord is a twelfth of curvature times length cubed.
///
/// `run` is in degrees of longitude, `from` and `to` are latitudes.
fn short_edge(run: f64, from: f64, to: f64) -> Option<(f64, f64)> {
    let (middle, rise) = ((from + to) / 2.0, to - from);
    if middle.abs() > SERIES_LATITUDE || rise.abs() > SHORT || run.abs() > SHORT * 6.0 {
        return None;
    }
    let (sine, cosine) = middle.to_radians().sin_cos();
    if run.abs() * cosine > SHORT {
        return None;
    }
    let (run, rise) = (run.to_radians(), rise.to_radians());
    let part = 1.0 - E2 * sine * sine;
    let (across, along) = (A / part.sqrt(), A * (1.0 - E2) / (part * part.sqrt()));
    let (east, north) = (across * cosine * run, along * rise);
    let length = (east * east + north * north).sqrt();
    if length == 0.0 {
        return Some((0.0, 0.0));
    }
    // The mean authalic height over an edge this short: that of its middle, and what its second derivative adds.
    let second = 2.0 * (1.0 - E2) * sine / (part * part) * (4.0 * E2 * cosine * cosine / part - 1.0);
    let straight = run * A * A / 2.0 * (authalic_of(sine) + second * rise * rise / 24.0);
    let (towards_east, towards_north) = (east / length, north / length);
    let bend = sine / cosine * towards_east * (1.0 + towards_north * towards_north) / across;
    Some((straight + bend * length * length * length / 12.0, length))
}

/// The size of a polygon whose edges are straight in longitude and latitude, in units of a plane where equal areas of the
/// ellipsoid are equal. For shares and comparisons, and hundreds of times faster than [`geodesic_km2`].
pub(crate) fn equal_area(polygon: &Polygon) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(|hole| equal_area_of_ring(&hole.0).abs()).sum();
    (equal_area_of_ring(&polygon.exterior().0).abs() - holes).max(0.0)
}

/// Signed: positive when the ring, open or closed, runs counter-clockwise.
pub(crate) fn equal_area_of_ring(ring: &[Coord]) -> f64 {
    let Some(mut before) = ring.last() else { return 0.0 };
    let mut area = 0.0;
    for here in ring {
        area -= (here.x - before.x) * mean_authalic(before.y, (before.y + here.y) / 2.0, here.y);
        before = here;
    }
    area
}

/// The mean of [`authalic`] along an edge that is straight in longitude and latitude, by Simpson's rule: whatever the edge
/// is cut into, the pieces add up.
fn mean_authalic(from: f64, middle: f64, to: f64) -> f64 {
    (authalic(from) + 4.0 * authalic(middle) + authalic(to)) / 6.0
}

/// The height of a parallel in the cylindrical equal-area projection of the ellipsoid (Snyder 1987, equation 3-12).
fn authalic(lat: f64) -> f64 {
    authalic_of(lat.to_radians().sin())
}

/// The same by the sine of the latitude. The inverse hyperbolic tangent is a series of a number below 0.0067, exact to the
/// last digit.
fn authalic_of(sine: f64) -> f64 {
    const TERMS: [f64; 7] = [1.0 / 15.0, 1.0 / 13.0, 1.0 / 11.0, 1.0 / 9.0, 1.0 / 7.0, 1.0 / 5.0, 1.0 / 3.0];
    let square = E2 * sine * sine;
    let series = TERMS.iter().fold(0.0, |sum, term| (sum + term) * square);
    (1.0 - E2) * sine * (1.0 / (1.0 - square) + 1.0 + series)
}

/// A closed line from positions.
pub(crate) fn line(ring: &[[f64; 2]]) -> LineString {
    let mut line: LineString = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
    line.close();
    line
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_square_degree_at_the_equator_agrees_with_geographiclib() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        // Planimeter of GeographicLib: 12308.778361469 km².
        assert!((geodesic_km2(&square) - 12308.778361).abs() < 1e-3);
        let turned = polygon![(x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 0.0)];
        assert!((geodesic_km2(&turned) - geodesic_km2(&square)).abs() < 1e-6);
    }

    #[test]
    fn an_area_across_the_180th_meridian_measures_as_elsewhere() {
        let there =
            polygon![(x: 179.0, y: -18.0), (x: 181.0, y: -18.0), (x: 181.0, y: -17.0), (x: 179.0, y: -17.0)];
        let here = polygon![(x: 9.0, y: -18.0), (x: 11.0, y: -18.0), (x: 11.0, y: -17.0), (x: 9.0, y: -17.0)];
        assert!((geodesic_km2(&there) / geodesic_km2(&here) - 1.0).abs() < 1e-9);
        assert!((perimeter_km(&there) / perimeter_km(&here) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_hole_is_taken_off_whichever_way_it_runs() {
        let hole = vec![(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.4)];
        let mut turned = hole.clone();
        turned.reverse();
        let outer = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let with = |hole: Vec<(f64, f64)>| Polygon::new(outer.exterior().clone(), vec![hole.into()]);
        let hole_km2 = geodesic_km2(&Polygon::new(hole.clone().into(), vec![]));
        for polygon in [with(hole), with(turned)] {
            assert!((geodesic_km2(&outer) - hole_km2 - geodesic_km2(&polygon)).abs() < 1e-6);
        }
        assert_eq!(perimeter_km(&outer), perimeter_km(&with(vec![(0.2, 0.2), (0.4, 0.2), (0.4, 0.4)])));
    }

    #[test]
    fn short_edges_measure_as_geographiclib_measures_them() {
        for (lat, size, count) in
            [(0.0, 0.3, 400), (-33.0, 0.05, 40), (45.0, 0.5, 998), (71.0, 1.0, 3_000), (-79.0, 0.2, 200)]
        {
            let vertex = |k: u32| {
                let turn = f64::from(k) / f64::from(count) * std::f64::consts::TAU;
                let radius = size * (1.0 + 0.3 * (turn * 17.0).sin());
                (179.9 + radius * turn.cos() / f64::cos(f64::to_radians(lat)), lat + radius * turn.sin())
            };
            let ring = Polygon::new((0..count).map(vertex).collect(), vec![]);
            let (perimeter, area) = ring.geodesic_perimeter_area_unsigned();
            assert!(
                (geodesic_km2(&ring) * 1e6 / area - 1.0).abs() < 1e-9,
                "area at {lat}: {}",
                geodesic_km2(&ring) * 1e6 / area - 1.0
            );
            assert!((perimeter_km(&ring) * 1e3 / perimeter - 1.0).abs() < 1e-6, "perimeter at {lat}");
        }
    }

    #[test]
    fn a_long_thin_strip_measures_as_geographiclib_measures_it() {
        let mut ring: Vec<(f64, f64)> = (0..=200).map(|k| (f64::from(k) * 0.04, 60.0)).collect();
        ring.extend((0..=200).rev().map(|k| (f64::from(k) * 0.04, 60.001)));
        let strip = Polygon::new(ring.into(), vec![]);
        assert!((geodesic_km2(&strip) * 1e6 / strip.geodesic_area_unsigned() - 1.0).abs() < 1e-7);
    }

    #[test]
    fn a_cap_round_the_pole_is_measured() {
        let cap: Vec<(f64, f64)> = (0..360).map(|lon| (f64::from(lon), 80.0)).collect();
        let cap = Polygon::new(cap.into(), vec![]);
        let jumping = Polygon::new(
            (0..360).map(|lon| (f64::from(if lon > 180 { lon - 360 } else { lon }), 80.0)).collect(),
            vec![],
        );
        assert!((geodesic_km2(&cap) / 3_914_000.0 - 1.0).abs() < 0.01, "{}", geodesic_km2(&cap));
        assert!((geodesic_km2(&cap) / geodesic_km2(&jumping) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_equal_area_plane_keeps_the_ratio_of_areas_at_any_latitude() {
        let cell = |lat: f64| polygon![(x: 0.0, y: lat), (x: 0.1, y: lat), (x: 0.1, y: lat + 0.1), (x: 0.0, y: lat + 0.1)];
        let (low, high) = (cell(2.0), cell(71.0));
        let plane = equal_area(&high) / equal_area(&low);
        let ellipsoid = geodesic_km2(&high) / geodesic_km2(&low);
        assert!((plane / ellipsoid - 1.0).abs() < 1e-5, "{plane} {ellipsoid}");
    }
}
