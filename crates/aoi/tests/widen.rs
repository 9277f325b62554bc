//! Lines and points that become areas, areas that grow to what is billed anyway, and areas that become one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail hard")]

use aoi::{
    AreaPolygon, FaultCode, MergeKind, ReadLine, check, intersection_km2, merged, widened, widened_to,
};
use proptest::prelude::*;

fn line(positions: &[[f64; 2]]) -> ReadLine {
    ReadLine { name: Some("Line".to_owned()), positions: positions.to_vec() }
}

fn square(lon: f64, lat: f64, side: f64) -> AreaPolygon {
    let (east, north) = (lon + side, lat + side);
    AreaPolygon::from_ring(vec![[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]])
}

#[test]
fn a_point_becomes_a_circle_of_the_right_size_anywhere() {
    for place in [[0.0, 0.0], [-9.1, 38.7], [179.999, -17.0], [12.0, 78.0]] {
        let area = widened(&[line(&[place])], 2_000.0).unwrap().remove(0);
        let circle = std::f64::consts::PI * 4.0;
        assert!((area.report.km2 / circle - 1.0).abs() < 0.01, "{place:?}: {}", area.report.km2);
        let only_meridian = area.report.faults.iter().all(|fault| fault.code == FaultCode::Antimeridian);
        assert!(only_meridian && area.name.as_deref() == Some("Line"), "{:?}", area.report.faults);
    }
}

#[test]
fn a_line_becomes_a_corridor() {
    let corridor = widened(&[line(&[[10.0, 50.0], [10.1, 50.0], [10.1, 50.1]])], 500.0).unwrap().remove(0);
    // 7.16 km east and 11.12 km north, a kilometre wide; a corner, and a round end on either side.
    assert!((corridor.report.km2 / 19.0 - 1.0).abs() < 0.02, "{}", corridor.report.km2);
    assert!(corridor.report.orderable);
}

#[test]
fn distances_and_lines_that_can_t_be_are_refused() {
    for metres in [0.0, -5.0, 1e9, f64::NAN] {
        assert!(widened(&[line(&[[0.0, 0.0]])], metres).is_err(), "{metres}");
    }
    for positions in [&[][..], &[[f64::NAN, 0.0]], &[[0.0, 95.0]]] {
        assert!(widened(&[line(positions)], 100.0).is_err(), "{positions:?}");
    }
}

#[test]
fn an_area_below_the_minimum_grows_to_just_below_it_and_keeps_its_ground() {
    for area in [square(-9.1, 38.7, 0.02), square(20.0, 70.0, 0.03)] {
        let before = check(&area);
        let after = widened_to(&area, 25.0).unwrap();
        assert!(after.orderable && (24.9..=25.0).contains(&after.km2), "{}", after.km2);
        assert!((intersection_km2(&area.to_geo(), &after.polygon.to_geo()) / before.km2 - 1.0).abs() < 1e-9);
        assert_eq!(after.vertices, 4);
    }
    let large = square(0.0, 0.0, 0.1);
    assert_eq!(widened_to(&large, 25.0).unwrap(), check(&large));
}

#[test]
fn areas_that_overlap_become_one_and_others_stay_apart() {
    let one = merged(&[square(0.0, 0.0, 0.2), square(0.1, 0.1, 0.2)], MergeKind::Union).unwrap();
    assert!(one.len() == 1 && one[0].orderable && one[0].vertices == 8, "{one:?}");
    let apart = [square(0.0, 0.0, 0.1), square(1.0, 1.0, 0.2)];
    assert_eq!(merged(&apart, MergeKind::Union).unwrap().len(), 2);
    let hull = merged(&apart, MergeKind::Hull).unwrap();
    assert!(hull.len() == 1 && hull[0].vertices == 6);
    let across = [square(179.9, 0.0, 0.1), square(-180.0, 0.0, 0.1)];
    assert_eq!(merged(&across, MergeKind::Union).unwrap().len(), 1);
    assert!(merged(&[], MergeKind::Union).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_widened_holds_its_line(
        lon in -179.0..179.0f64, lat in -75.0..75.0f64,
        steps in proptest::collection::vec((-0.1..0.1f64, -0.1..0.1f64), 1..20), metres in 10.0..20_000.0f64,
    ) {
        let mut at = [lon, lat];
        let mut positions = vec![at];
        for (x, y) in steps {
            at = [at[0] + x, at[1] + y];
            positions.push(at);
        }
        let area = widened(&[line(&positions)], metres).unwrap().remove(0);
        // Wherever the line goes the area is at least as large as the circle round its end.
        let circle = std::f64::consts::PI * (metres / 1e3).powi(2);
        prop_assert!(area.report.km2 >= 0.98 * circle, "{} {circle}", area.report.km2);
        prop_assert!(area.report.faults.iter().all(|fault| fault.code != FaultCode::SelfCrossing));
    }

    #[test]
    fn growth_never_costs_more_and_never_loses_ground(
        lon in -170.0..170.0f64, lat in -70.0..70.0f64, radii in proptest::collection::vec(0.005..0.02f64, 3..30),
    ) {
        let count = radii.len() as f64;
        let vertex = |(k, radius): (usize, &f64)| {
            let turn = k as f64 / count * std::f64::consts::TAU;
            [lon + radius * turn.cos(), lat + radius * turn.sin()]
        };
        let mut ring: Vec<[f64; 2]> = radii.iter().enumerate().map(vertex).collect();
        ring.push(ring[0]);
        let area = AreaPolygon::from_ring(ring);
        let before = check(&area);
        prop_assume!(before.orderable);
        if let Ok(after) = widened_to(&area, 100.0) {
            prop_assert!(after.orderable && after.km2 <= 100.0);
            let kept = intersection_km2(&area.to_geo(), &after.polygon.to_geo());
            prop_assert!((kept / before.km2 - 1.0).abs() < 1e-6, "{} {}", kept, before.km2);
        }
    }
}
