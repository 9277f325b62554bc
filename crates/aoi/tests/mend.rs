//! Mends as their callers use them: offered with a fault, promised in km², and kept.

use aoi::{AreaPolygon, AreaReport, FaultCode, MendKind, check, mend};
use proptest::prelude::*;

const ALL: [MendKind; 13] = [
    MendKind::Close,
    MendKind::Orient,
    MendKind::DropRepeated,
    MendKind::DropSpikes,
    MendKind::Untangle,
    MendKind::UntangleParts,
    MendKind::FillHoles,
    MendKind::CutHoles,
    MendKind::Simplify,
    MendKind::SimplifyOutside,
    MendKind::SimplifyInside,
    MendKind::Hull,
    MendKind::SplitAntimeridian,
];

fn ring(positions: &[[f64; 2]]) -> AreaPolygon {
    AreaPolygon::from_ring(positions.to_vec())
}

/// Takes the first mend that is offered, again and again, until nothing is offered for any part.
fn mended(polygon: &AreaPolygon) -> Vec<AreaReport> {
    let mut done = Vec::new();
    let mut open = vec![check(polygon)];
    for _ in 0..200 {
        let Some(report) = open.pop() else { return done };
        match report.faults.iter().find_map(|fault| fault.mends.first().cloned()) {
            Some(offer) => {
                let parts = mend(&report.polygon, offer.kind).expect("what is offered can be done");
                let km2: f64 = parts.iter().map(|part| part.km2).sum();
                assert_eq!(parts.len(), offer.parts as usize);
                let promised = offer.km2_after.expect("the best mend is measured");
                assert!((km2 - promised).abs() <= 1e-6 * km2.max(1e-9), "{km2} {offer:?}");
                open.extend(parts);
            }
            None => done.push(report),
        }
    }
    unreachable!("mending never ends for {polygon:?}");
}

#[test]
fn a_bow_tie_becomes_two_orderable_areas() {
    let bow = ring(&[[0.0, 0.0], [0.2, 0.2], [0.2, 0.0], [0.0, 0.2], [0.0, 0.0]]);
    let parts = mend(&bow, MendKind::Untangle).unwrap();
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.orderable), "{parts:?}");
}

#[test]
fn a_curl_in_the_outline_goes_and_the_rest_stays_exactly() {
    let curl = ring(&[
        [0.0, 0.0],
        [1.0, 0.0],
        [1.0, 0.5],
        [0.8, 0.7],
        [0.8, 0.3],
        [1.0, 0.6],
        [1.0, 1.0],
        [0.0, 1.0],
        [0.0, 0.0],
    ]);
    assert!(!check(&curl).orderable);
    let parts = mend(&curl, MendKind::Untangle).unwrap();
    assert_eq!(parts.len(), 1, "{parts:?}");
    assert!(parts[0].orderable, "{:?}", parts[0].faults);
    for corner in [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]] {
        assert!(parts[0].polygon.outer().contains(&corner));
    }
}

#[test]
fn an_area_across_the_180th_meridian_becomes_two_of_the_same_size() {
    let fiji = ring(&[[179.0, -18.0], [-179.0, -18.0], [-179.0, -17.0], [179.0, -17.0], [179.0, -18.0]]);
    for fiji in
        [fiji, ring(&[[-181.0, -18.0], [-179.0, -18.0], [-179.0, -17.0], [-181.0, -17.0], [-181.0, -18.0]])]
    {
        let parts = mend(&fiji, MendKind::SplitAntimeridian).unwrap();
        let bounds: Vec<[f64; 4]> = parts.iter().map(|part| part.bounds).collect();
        assert_eq!(bounds, [[179.0, -18.0, 180.0, -17.0], [-180.0, -18.0, -179.0, -17.0]]);
        assert!(parts.iter().all(|part| part.orderable), "{parts:?}");
        let sum: f64 = parts.iter().map(|part| part.km2).sum();
        // The cut adds a corner to each long edge, which then follows the parallel more closely.
        assert!((sum / check(&fiji).km2 - 1.0).abs() < 1e-3);
    }
}

#[test]
fn an_area_that_crosses_the_meridian_twice_becomes_three() {
    let horseshoe = ring(&[
        [179.0, 0.0],
        [181.0, 0.0],
        [181.0, 1.0],
        [179.5, 1.0],
        [179.5, 2.0],
        [181.0, 2.0],
        [181.0, 3.0],
        [179.0, 3.0],
        [179.0, 0.0],
    ]);
    let parts = mend(&horseshoe, MendKind::SplitAntimeridian).unwrap();
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.orderable), "{parts:?}");
}

#[test]
fn a_long_outline_is_simplified_until_the_vendor_takes_it() {
    let around = |k: u32| {
        let turn = f64::from(k) / 50_000.0 * std::f64::consts::TAU;
        let radius = 0.5 + 0.01 * (turn * 97.0).sin();
        [radius * turn.cos(), radius * turn.sin()]
    };
    let mut positions: Vec<[f64; 2]> = (0..50_000).map(around).collect();
    positions.push(positions[0]);
    let parts = mend(&ring(&positions), MendKind::Simplify).unwrap();
    assert!(parts[0].orderable, "{:?}", parts[0].faults);
    assert_eq!(parts[0].vertices, 998);
    assert!((parts[0].km2 / check(&ring(&positions)).km2 - 1.0).abs() < 0.001);
}

#[test]
fn a_hole_that_sticks_out_is_cut_off_and_can_then_be_filled_or_ordered() {
    let mut area = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]);
    area.coordinates.push(vec![[0.5, 0.5], [1.5, 0.5], [1.5, 0.7], [0.5, 0.7], [0.5, 0.5]]);
    let parts = mend(&area, MendKind::Untangle).unwrap();
    assert!(parts.len() == 1 && parts[0].orderable, "{parts:?}");
    let filled = mend(&area, MendKind::FillHoles).unwrap();
    assert!(filled[0].km2 > parts[0].km2);
}

/// An area with square holes of a side of 0.1 at some places.
fn holed(corners: &[[f64; 2]]) -> AreaPolygon {
    let mut area = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]);
    for [x, y] in corners {
        area.coordinates.push(vec![[*x, *y], [*x, y + 0.1], [x + 0.1, y + 0.1], [x + 0.1, *y], [*x, *y]]);
    }
    area
}

#[test]
fn holes_are_cut_through_and_no_ground_is_lost_or_gained() {
    for corners in
        [&[[0.4, 0.4]][..], &[[0.2, 0.2], [0.2, 0.6], [0.7, 0.21]], &[[0.1, 0.1], [0.5, 0.5], [0.8, 0.8]]]
    {
        let area = holed(corners);
        let parts = mend(&area, MendKind::CutHoles).unwrap();
        assert!(parts.iter().all(|part| part.orderable && part.polygon.coordinates.len() == 1), "{parts:?}");
        let sum: f64 = parts.iter().map(|part| part.km2).sum();
        // A cut along a parallel follows it more closely than the long edge did.
        assert!((sum / check(&area).km2 - 1.0).abs() < 1e-4, "{sum}");
        assert!(parts.len() <= 2 * corners.len(), "{}", parts.len());
    }
}

#[test]
fn a_hole_offers_to_be_filled_or_cut_with_what_either_costs() {
    let report = check(&holed(&[[0.4, 0.4]]));
    let mends = &report.faults[0].mends;
    assert_eq!(
        mends.iter().map(|mend| mend.kind).collect::<Vec<_>>(),
        [MendKind::FillHoles, MendKind::CutHoles]
    );
    let share = |place: usize| mends[place].km2_after.unwrap() / report.km2;
    assert!(share(0) > 1.0 && (share(1) - 1.0).abs() < 1e-4);
}

#[test]
fn an_outline_that_goes_round_twice_is_kept_or_taken_apart_as_asked() {
    let twice = ring(&[
        [0.0, 0.0],
        [1.0, 0.0],
        [1.0, 1.0],
        [0.2, 1.0],
        [0.2, 0.2],
        [0.8, 0.2],
        [0.8, 1.2],
        [0.0, 1.2],
        [0.0, 0.0],
    ]);
    let outline = mend(&twice, MendKind::Untangle).unwrap();
    let parts = mend(&twice, MendKind::UntangleParts).unwrap();
    let sum = |reports: &[AreaReport]| reports.iter().map(|report| report.km2).sum::<f64>();
    assert!(outline.len() == 1 && sum(&parts) < 0.8 * sum(&outline), "{} {}", sum(&outline), sum(&parts));
}

#[test]
fn an_outline_is_turned_and_its_measure_stays() {
    let clockwise = ring(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]);
    let turned = mend(&clockwise, MendKind::Orient).unwrap();
    assert_eq!(turned[0].polygon.outer()[1], [1.0, 0.0]);
    assert_eq!(mend(&turned[0].polygon, MendKind::Orient).unwrap(), turned);
}

#[test]
fn a_long_outline_is_held_from_outside_or_inside() {
    let around = |k: u32| {
        let turn = f64::from(k) / 60_000.0 * std::f64::consts::TAU;
        let radius = 0.5 + 0.01 * (turn * 97.0).sin() + 0.001 * (turn * 1_511.0).sin();
        [radius * turn.cos(), 40.0 + radius * turn.sin()]
    };
    let mut positions: Vec<[f64; 2]> = (0..60_000).map(around).collect();
    positions.push(positions[0]);
    let area = ring(&positions);
    let before = check(&area);
    for (kind, outside) in [(MendKind::SimplifyOutside, true), (MendKind::SimplifyInside, false)] {
        let parts = mend(&area, kind).unwrap();
        assert!(parts.len() == 1 && parts[0].orderable, "{kind:?}: {:?}", parts[0].faults);
        let both = aoi::intersection_km2(&area.to_geo(), &parts[0].polygon.to_geo());
        let inner = if outside { before.km2 } else { parts[0].km2 };
        assert!((both / inner - 1.0).abs() < 1e-6, "{kind:?}: {both} {inner}");
        assert!((parts[0].km2 / before.km2 - 1.0).abs() < 0.02, "{kind:?}: {}", parts[0].km2 / before.km2);
        assert_eq!(parts[0].km2 > before.km2, outside);
    }
}

#[test]
fn what_is_no_area_can_t_be_mended_into_one() {
    assert!(mend(&ring(&[]), MendKind::Close).is_err());
    let speck = ring(&[[1e-300, 0.0], [0.0, 1e-300], [2e-300, 1e-300], [0.0, 2e-300], [1e-300, 0.0]]);
    assert_eq!(check(&speck).faults[0].code, FaultCode::Empty);
    assert!(ALL.into_iter().all(|kind| mend(&speck, kind).is_err()));
    assert!(
        mend(&ring(&[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [1.0, 1.0], [0.0, 0.0]]), MendKind::DropSpikes)
            .is_err()
    );
    assert!(mend(&ring(&[[f64::NAN, 0.0], [1.0, 1.0], [2.0, 0.0]]), MendKind::Hull).is_err());
}

/// Outlines as hands and programs break them: few positions on a coarse lattice cross, repeat and spike all the time.
fn broken() -> impl Strategy<Value = AreaPolygon> {
    let lattice = (0..7i32, 0..7i32).prop_map(|(x, y)| [f64::from(x) * 0.01, f64::from(y) * 0.01]);
    let free = (-0.3..0.3f64, -0.3..0.3f64).prop_map(|(x, y)| [x, y]);
    let positions =
        prop_oneof![proptest::collection::vec(lattice, 0..12), proptest::collection::vec(free, 0..40),];
    (positions, prop_oneof![Just(10.0), Just(180.0), Just(-180.0)], any::<bool>(), any::<bool>()).prop_map(
        |(positions, lon, close, hole)| {
            let mut positions: Vec<[f64; 2]> =
                positions.into_iter().map(|[x, y]| [lon + x, 40.0 + y]).collect();
            if close && let Some(first) = positions.first().copied() {
                positions.push(first);
            }
            let mut area = AreaPolygon::from_ring(positions);
            if hole {
                area.coordinates.push(vec![
                    [lon + 0.01, 40.01],
                    [lon + 0.03, 40.01],
                    [lon + 0.02, 40.03],
                    [lon + 0.01, 40.01],
                ]);
            }
            area
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn following_the_offers_always_ends_with_what_can_be_ordered(area in broken()) {
        for report in mended(&area) {
            let hopeless = [FaultCode::Empty, FaultCode::TooFewVertices];
            let only = report.faults.iter().all(|fault| hopeless.contains(&fault.code));
            prop_assert!(report.orderable || only, "{:?} from {:?}", report, area);
        }
    }

    #[test]
    fn a_mend_of_what_is_not_broken_changes_nothing(
        lon in -179.0..178.0f64, lat in -80.0..80.0f64, radii in proptest::collection::vec(0.1..0.4f64, 3..60),
    ) {
        let count = radii.len() as f64;
        let vertex = |(k, radius): (usize, &f64)| {
            let turn = k as f64 / count * std::f64::consts::TAU;
            [lon + 0.5 + radius * turn.cos(), lat + radius * turn.sin()]
        };
        let mut positions: Vec<[f64; 2]> = radii.iter().enumerate().map(vertex).collect();
        positions.push(positions[0]);
        let area = ring(&positions);
        let before = check(&area);
        prop_assume!(before.orderable);
        for kind in ALL.into_iter().filter(|kind| *kind != MendKind::Hull) {
            let after = mend(&area, kind).unwrap();
            prop_assert_eq!(&after, &vec![before.clone()], "{:?}", kind);
        }
    }

    #[test]
    fn no_mend_fails_hard_on_anything(area in broken()) {
        for kind in ALL {
            let _ = mend(&area, kind);
        }
    }
}

#[test]
fn a_scribble_is_offered_its_hull() {
    let mut seed = 12_345_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f64 / 1e8
    };
    let scribble = ring(&(0..2_000).map(|_| [next(), next()]).collect::<Vec<_>>());
    let crossing = |fault: &&aoi::Fault| fault.code == FaultCode::SelfCrossing;
    let report = check(&scribble);
    let fault = report.faults.iter().find(crossing).unwrap();
    assert_eq!(fault.mends[0].kind, MendKind::Hull);
    assert!(mended(&scribble).iter().all(|report| report.orderable));
}
