//! What the name of each mend and reshaping promises, kept for areas that run either way, with holes, across the 180th
//! meridian and near the poles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{
    AreaPolygon, AreaReport, MendKind, MergeKind, check, coverage_percent, grown, mend, merged, split_along,
    widened_to,
};
use geo::{Polygon, Rect};
use geographiclib_rs::{DirectGeodesic, Geodesic};
use proptest::prelude::*;

/// Measures agree to this share: operations round to a lattice.
const CLOSE: f64 = 1e-6;

/// A star round a place: never crosses itself. Its hole, if any, is the same at a third of the size.
#[derive(Debug, Clone)]
struct Star {
    centre: [f64; 2],
    radii: Vec<f64>,
    hole: bool,
    clockwise: [bool; 2],
}

impl Star {
    fn ring(&self, size: f64, clockwise: bool) -> Vec<[f64; 2]> {
        let narrow = self.centre[1].to_radians().cos();
        let count = self.radii.len() as f64;
        let vertex = |(k, radius): (usize, &f64)| {
            let turn = k as f64 / count * std::f64::consts::TAU;
            [
                self.centre[0] + size * radius * turn.cos() / narrow,
                self.centre[1] + size * radius * turn.sin(),
            ]
        };
        let mut ring: Vec<[f64; 2]> = self.radii.iter().enumerate().map(vertex).collect();
        if clockwise {
            ring.reverse();
        }
        ring.push(ring[0]);
        ring
    }

    fn area(&self) -> AreaPolygon {
        let mut area = AreaPolygon::from_ring(self.ring(1.0, self.clockwise[0]));
        if self.hole {
            area.coordinates.push(self.ring(0.3, self.clockwise[1]));
        }
        area
    }
}

fn centre() -> impl Strategy<Value = [f64; 2]> {
    let plain = (-170.0..170.0f64, -70.0..70.0f64).prop_map(|(lon, lat)| [lon, lat]);
    let meridian = (prop_oneof![Just(180.0), Just(-180.0), 179.9..180.1f64], -70.0..70.0f64)
        .prop_map(|(lon, lat)| [lon, lat]);
    let polar =
        (-180.0..180.0f64, prop_oneof![80.0..87.5f64, -87.5..-80.0f64]).prop_map(|(lon, lat)| [lon, lat]);
    prop_oneof![plain, meridian, polar]
}

fn star(vertices: std::ops::Range<usize>) -> impl Strategy<Value = Star> {
    let radii = proptest::collection::vec(0.02..0.2f64, vertices);
    (centre(), radii, any::<bool>(), any::<[bool; 2]>()).prop_map(|(centre, radii, hole, clockwise)| Star {
        centre,
        radii,
        hole,
        clockwise,
    })
}

/// The same with what hands and programs do to outlines: left open, corners repeated, out and straight back.
fn broken() -> impl Strategy<Value = AreaPolygon> {
    (star(4..20), any::<[bool; 3]>()).prop_map(|(star, [open, repeated, spiked])| {
        let mut area = star.area();
        let ring = &mut area.coordinates[0];
        if repeated {
            ring.insert(2, ring[1]);
        }
        if spiked {
            let [lon, lat] = ring[1];
            ring.splice(1..2, [[lon, lat], [lon + 0.01, lat + 0.02], [lon, lat]]);
        }
        if open {
            ring.pop();
        }
        area
    })
}

fn km2(reports: &[AreaReport]) -> f64 {
    reports.iter().map(|report| report.km2).sum()
}

/// A box round a place that holds every area of these tests there, to measure in: shares of it are those of a plane where
/// edges are straight in longitude and latitude, so that pieces add up exactly.
fn frame(area: &AreaPolygon) -> Polygon {
    let [west, south, east, north] = check(area).bounds;
    let (wide, high) = (east - west, north - south);
    let (low, high) = ((south - high - 0.1).max(-89.9), (north + high + 0.1).min(89.9));
    Rect::new((west - wide - 0.1, low), (east + wide + 0.1, high)).to_polygon()
}

fn size(frame: &Polygon, parts: &[AreaReport]) -> f64 {
    parts.iter().map(|part| coverage_percent(frame, &part.polygon.unwrapped().to_geo())).sum()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= CLOSE * a.max(b)
}

/// Whether parts together have all ground of an area.
fn contain(parts: &[AreaReport], area: &AreaPolygon) -> bool {
    let area = area.unwrapped().to_geo();
    let share = |part: &AreaReport| coverage_percent(&area, &part.polygon.to_geo());
    parts.iter().map(share).sum::<f64>() > 100.0 * (1.0 - CLOSE)
}

/// Whether parts together have all ground of an area, and no other.
fn same_ground(parts: &[AreaReport], area: &AreaPolygon) -> bool {
    let frame = frame(area);
    contain(parts, area) && near(size(&frame, parts), size(&frame, &[check(area)]))
}

/// Metres from a place to the nearest of some others, on the sphere.
fn metres_to(place: [f64; 2], others: &[[f64; 3]]) -> f64 {
    let here = on_sphere(place);
    let square = |there: &[f64; 3]| (0..3).map(|axis| (here[axis] - there[axis]).powi(2)).sum::<f64>();
    6_371_009.0 * others.iter().map(square).fold(f64::INFINITY, f64::min).sqrt()
}

fn on_sphere([lon, lat]: [f64; 2]) -> [f64; 3] {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Places along the outlines of an area, so many on each edge.
fn along(area: &AreaPolygon, pieces: usize) -> Vec<[f64; 2]> {
    let edge = |pair: &[[f64; 2]]| -> Vec<[f64; 2]> {
        let (a, b) = (pair[0], pair[1]);
        let at = |piece: usize| {
            let share = piece as f64 / pieces as f64;
            [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]))
        };
        (0..pieces).map(at).collect()
    };
    area.coordinates.iter().flat_map(|ring| ring.windows(2).flat_map(edge).collect::<Vec<_>>()).collect()
}

/// A small square round a place some metres away from another.
fn speck(from: [f64; 2], metres: f64, azimuth: f64) -> AreaPolygon {
    let (lat, lon): (f64, f64) = Geodesic::wgs84().direct(from[1], from[0], azimuth, metres);
    let lon = lon + 360.0 * ((from[0] - lon) / 360.0).round();
    let side = 1e-7;
    AreaPolygon::from_ring(vec![
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
        [lon, lat],
    ])
}

fn holds(parts: &[AreaReport], speck: &AreaPolygon) -> bool {
    let speck = speck.to_geo();
    parts.iter().map(|part| coverage_percent(&speck, &part.polygon.to_geo())).sum::<f64>() > 50.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn growing_keeps_all_ground_and_adds_the_distance_to_every_side(
        star in star(3..24), metres in prop_oneof![20.0..500.0f64, 500.0..5_000.0f64],
    ) {
        let area = star.area();
        let after = grown(std::slice::from_ref(&area), metres).unwrap();
        prop_assert!(contain(&after, &area), "{after:?}");
        prop_assert!(km2(&after) > check(&area).km2);
        for (number, place) in along(&area, 3).into_iter().enumerate() {
            let azimuth = number as f64 * 47.0 - 180.0;
            let inside = speck(place, 0.96 * metres, azimuth);
            prop_assert!(holds(&after, &inside), "not {metres} m from {place:?} to {azimuth}");
        }
        let outline: Vec<[f64; 3]> = along(&area.unwrapped(), 60).into_iter().map(on_sphere).collect();
        for place in after.iter().flat_map(|part| along(&part.polygon, 1)) {
            let distance = metres_to(place, &outline);
            prop_assert!(distance < 1.05 * metres + 500.0, "{place:?} is {distance} m away, not {metres}");
        }
    }

    #[test]
    fn growing_is_the_same_whichever_way_the_outline_runs(star in star(3..24), metres in 20.0..5_000.0f64) {
        let sizes = [[false, false], [true, false], [false, true], [true, true]].map(|clockwise| {
            km2(&grown(&[Star { clockwise, ..star.clone() }.area()], metres).unwrap())
        });
        // Where the steps of an arc begin depends on the direction.
        prop_assert!(sizes.iter().all(|size| (size / sizes[0] - 1.0).abs() < 1e-3), "{sizes:?}");
    }

    #[test]
    fn merging_keeps_all_ground_and_adds_none(stars in proptest::collection::vec(star(3..16), 1..4), apart in 0.0..0.6f64) {
        let first = stars[0].centre;
        let areas: Vec<AreaPolygon> = stars
            .iter()
            .enumerate()
            .map(|(k, star)| Star { centre: [first[0] + k as f64 * apart, first[1]], ..star.clone() }.area())
            .collect();
        let union = merged(&areas, MergeKind::Union).unwrap();
        let hull = merged(&areas, MergeKind::Hull).unwrap();
        for area in &areas {
            prop_assert!(contain(&union, area) && contain(&hull, area));
        }
        let frame = frame(&hull[0].polygon);
        let sum: f64 = areas.iter().map(|area| size(&frame, &[check(area)])).sum();
        prop_assert!(size(&frame, &union) <= sum * (1.0 + CLOSE));
        prop_assert!(hull.len() == 1 && size(&frame, &hull) >= size(&frame, &union) * (1.0 - CLOSE));
    }

    #[test]
    fn what_only_tidies_an_outline_keeps_its_ground(area in broken()) {
        let before = mend(&area, MendKind::Close).unwrap();
        let before = &before[0].polygon;
        for kind in [MendKind::Close, MendKind::Orient, MendKind::DropRepeated, MendKind::DropSpikes] {
            let after = mend(&area, kind).unwrap();
            prop_assert!(after.len() == 1 && same_ground(&after, before), "{kind:?}");
        }
        let closed = &mend(&area, MendKind::Close).unwrap()[0].polygon;
        prop_assert!(closed.coordinates.iter().all(|ring| ring.first() == ring.last()));
        let kept = &mend(&area, MendKind::DropRepeated).unwrap()[0].polygon;
        prop_assert!(kept.outer().windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn rings_are_turned_as_the_standard_asks(star in star(3..24)) {
        let turned = &mend(&star.area(), MendKind::Orient).unwrap()[0].polygon;
        for (place, ring) in turned.coordinates.iter().enumerate() {
            let cross = |pair: &[[f64; 2]]| {
                let [a, b] = [0, 1].map(|end: usize| [0, 1].map(|axis: usize| pair[end][axis] - star.centre[axis] ));
                a[0] * b[1] - a[1] * b[0]
            };
            // The centre is taken on the turn of the world where the ring lies.
            let sum: f64 = ring.windows(2).map(cross).sum();
            prop_assert_eq!(sum > 0.0, place == 0);
        }
    }

    #[test]
    fn holes_are_filled_or_cut_through(star in star(4..24)) {
        let area = star.area();
        let outline = AreaPolygon::from_ring(area.outer().to_vec());
        let filled = mend(&area, MendKind::FillHoles).unwrap();
        prop_assert!(filled.len() == 1 && same_ground(&filled, &outline));
        let cut = mend(&area, MendKind::CutHoles).unwrap();
        prop_assert!(same_ground(&cut, &area), "{cut:?}");
        prop_assert!(cut.iter().all(|part| part.polygon.coordinates.len() == 1));
    }

    #[test]
    fn a_hull_has_no_dent_and_loses_no_ground(star in star(3..24)) {
        let area = star.area();
        let hull = mend(&area, MendKind::Hull).unwrap();
        prop_assert!(hull.len() == 1 && contain(&hull, &area));
        let ring = hull[0].polygon.outer();
        let count = ring.len() - 1;
        let turn = |k: usize| {
            let [a, b, c] = [ring[k], ring[(k + 1) % count], ring[(k + 2) % count]];
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        prop_assert!((0..count).all(|k| turn(k) >= 0.0) || (0..count).all(|k| turn(k) <= 0.0));
    }

    #[test]
    fn the_meridian_parts_an_area_into_its_ground_on_either_side(star in star(3..24)) {
        let area = star.area();
        let parts = mend(&area, MendKind::SplitAntimeridian).unwrap();
        prop_assert!(same_ground(&parts, &area), "{parts:?}");
        for part in &parts {
            let [west, _, east, _] = part.bounds;
            prop_assert!(west >= -180.0 && east <= 180.0, "{:?}", part.bounds);
            if parts.len() > 1 {
                prop_assert!(west == -180.0 || east == 180.0, "{:?}", part.bounds);
            }
        }
    }

    #[test]
    fn an_outline_that_crosses_itself_is_taken_apart_without_loss(star in star(5..16), at in 1..4usize) {
        let mut area = star.area();
        let ring = &mut area.coordinates[0];
        ring.swap(at, at + 1);
        area.coordinates.truncate(1);
        let outline = mend(&area, MendKind::Untangle).unwrap();
        let parts = mend(&area, MendKind::UntangleParts).unwrap();
        let frame = frame(&area);
        let size = |parts: &[AreaReport]| size(&frame, parts);
        prop_assert!(size(&parts) <= size(&outline) * (1.0 + CLOSE));
        prop_assert!(parts.iter().all(|part| contain(&outline, &part.polygon)));
        let mut turned = area.clone();
        turned.coordinates[0].reverse();
        prop_assert!(near(size(&mend(&turned, MendKind::Untangle).unwrap()), size(&outline)));
        prop_assert!(near(size(&mend(&turned, MendKind::UntangleParts).unwrap()), size(&parts)));
        // Cut at the meridian, it is taken for all that it goes round.
        let across = mend(&area, MendKind::SplitAntimeridian).unwrap();
        if across.len() > 1 {
            prop_assert!(near(size(&across), size(&outline)), "{} {}", size(&across), size(&outline));
        }
    }

    #[test]
    fn a_cut_loses_no_ground(star in star(3..24), turn in 0.0..std::f64::consts::TAU) {
        let area = Star { hole: false, ..star.clone() }.area();
        let [x, y] = [turn.cos(), turn.sin()];
        let [lon, lat] = star.centre;
        let line = [[lon - x, lat - 0.2 * y], [lon + x, lat + 0.2 * y]];
        let parts = split_along(&area, line).unwrap();
        prop_assert!(parts.len() > 1 && same_ground(&parts, &area), "{parts:?}");
    }

    #[test]
    fn what_is_widened_to_the_minimum_keeps_its_ground_and_costs_no_more(star in star(3..24), share in 1.05..3.0f64) {
        let area = Star { hole: false, ..star }.area();
        let before = check(&area);
        prop_assume!(before.orderable);
        let least = before.km2 * share;
        if let Ok(after) = widened_to(&area, least) {
            prop_assert!(contain(std::slice::from_ref(&after), &area));
            prop_assert!(after.km2 >= before.km2 && after.km2 <= least);
        }
    }
}

proptest! {
    // Outlines of more vertices than the vendor takes: few cases, each is long.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn simplifying_stays_on_the_side_it_names(star in star(1_000..1_600)) {
        // Waves of a coast rather than noise, which nothing could simplify without a crossing.
        let radii = star.radii.iter().enumerate().map(|(k, radius)| 0.15 + 0.02 * (k as f64 * 0.05).sin() + 0.002 * radius);
        let area = Star { radii: radii.collect(), ..star.clone() }.area();
        let before = check(&area).km2;
        let of = |kind| mend(&area, kind).unwrap();
        let (nearest, outside, inside) =
            (of(MendKind::Simplify), of(MendKind::SimplifyOutside), of(MendKind::SimplifyInside));
        for parts in [&nearest, &outside, &inside] {
            prop_assert!(parts.len() == 1 && parts[0].polygon.outer().len() <= 999);
        }
        prop_assert!(contain(&outside, &area));
        prop_assert!(contain(&[check(&area)], &inside[0].polygon));
        prop_assert!((km2(&nearest) / before - 1.0).abs() < 0.01);
    }
}

#[test]
fn a_clockwise_area_grows_as_its_mirror_does() {
    // As drawn on the map from the north-west corner: 41 km² that once shrank to 29 by growing 500 m.
    let clockwise = AreaPolygon::from_ring(vec![
        [-9.2, 38.75],
        [-9.12, 38.75],
        [-9.12, 38.697],
        [-9.2, 38.697],
        [-9.2, 38.75],
    ]);
    let before = check(&clockwise);
    for (metres, more) in [(500.0, 13.3), (1_000.0, 28.1)] {
        let after = grown(std::slice::from_ref(&clockwise), metres).unwrap();
        assert!((km2(&after) - before.km2 - more).abs() < 1.0, "{} to {}", before.km2, km2(&after));
        assert!(after[0].orderable, "{:?}", after[0].faults);
    }
}

#[test]
fn a_long_edge_of_the_north_grows_evenly_along_its_parallel() {
    let strip =
        AreaPolygon::from_ring(vec![[10.0, 65.0], [12.0, 65.0], [12.0, 65.2], [10.0, 65.2], [10.0, 65.0]]);
    let after = grown(std::slice::from_ref(&strip), 200.0).unwrap();
    assert!(after.len() == 1 && after[0].polygon.coordinates.len() == 1 && after[0].vertices < 300);
    for (lat, azimuth) in [(65.0, 180.0), (65.2, 0.0)] {
        let middle = [11.0, lat];
        assert!(
            holds(&after, &speck(middle, 190.0, azimuth)) && !holds(&after, &speck(middle, 215.0, azimuth))
        );
    }
}

#[test]
fn a_hole_grows_narrower_and_a_small_one_closes() {
    let holed = |side: f64| {
        let mut area =
            AreaPolygon::from_ring(vec![[0.0, 0.0], [0.2, 0.0], [0.2, 0.2], [0.0, 0.2], [0.0, 0.0]]);
        let end = 0.1 + side;
        area.coordinates.push(vec![[0.1, 0.1], [end, 0.1], [end, end], [0.1, end], [0.1, 0.1]]);
        area
    };
    let rings = |side: f64| grown(&[holed(side)], 500.0).unwrap()[0].polygon.coordinates.len();
    assert_eq!((rings(0.05), rings(0.005)), (2, 1));
}

#[test]
fn what_would_reach_a_pole_is_not_grown_or_merged() {
    let square = |lat: f64| {
        AreaPolygon::from_ring(vec![[0.0, lat], [5.0, lat], [5.0, lat + 0.5], [0.0, lat + 0.5], [0.0, lat]])
    };
    assert!(grown(&[square(88.0)], 200_000.0).is_err());
    assert!(grown(&[square(88.0)], 1_000.0).is_ok());
    let cap = AreaPolygon::from_ring((0..=12).map(|k| [f64::from(k % 12) * 30.0, 80.0]).collect());
    assert!(grown(std::slice::from_ref(&cap), 100.0).is_err() && merged(&[cap], MergeKind::Union).is_err());
    for metres in [0.0, -5.0, f64::NAN, 1e9] {
        assert!(grown(&[square(10.0)], metres).is_err());
    }
    assert!(grown(&[], 100.0).is_err());
}

#[test]
fn a_small_area_is_not_lost_beside_a_large_one() {
    let square = |lon: f64, side: f64| {
        AreaPolygon::from_ring(vec![
            [lon, 0.0],
            [lon + side, 0.0],
            [lon + side, side],
            [lon, side],
            [lon, 0.0],
        ])
    };
    let parts = merged(&[square(0.0, 8.0), square(9.0, 0.0002)], MergeKind::Union).unwrap();
    assert_eq!(parts.len(), 2);
}

#[test]
fn a_bow_tie_is_merged_and_grown_with_both_its_halves() {
    let bow = AreaPolygon::from_ring(vec![[0.0, 0.0], [0.2, 0.2], [0.2, 0.0], [0.0, 0.2], [0.0, 0.0]]);
    let halves = mend(&bow, MendKind::Untangle).unwrap();
    let whole = merged(std::slice::from_ref(&bow), MergeKind::Union).unwrap();
    assert!((km2(&whole) / km2(&halves) - 1.0).abs() < 1e-6);
    let more = grown(&[bow], 500.0).unwrap();
    assert!(halves.iter().all(|half| contain(&more, &half.polygon)) && km2(&more) > km2(&halves));
}
