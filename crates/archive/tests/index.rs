//! What the index keeps from one question to the next must never show: a question answered from what is known is answered
//! as if it were the first.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;

use aoi::AreaPolygon;
use archive::{
    Archive, ColourBy, Constellation, FootprintView, SceneFilter, SceneFlaw, SceneWindow, Sort, SortKey,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn square(west: f64, south: f64, size: f64) -> Vec<[f64; 2]> {
    let (east, north) = (west + size, south + size);
    vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
}

fn archive() -> Archive {
    Archive::new(AreaPolygon::from_ring(square(0.0, 0.0, 1.0)))
}

fn scene(number: u32, cloud: u32, month: u32, corner: [f64; 2]) -> Value {
    let constellation = ["SPOT", "PHR", "PNEO"][number as usize % 3];
    let resolution = [1.5, 0.5, 0.3][number as usize % 3];
    json!({
        "geometry": {"type": "Polygon", "coordinates": [square(corner[0], corner[1], 0.8)]},
        "properties": {
            "id": format!("s{number}"), "constellation": constellation, "platform": constellation,
            "acquisitionDate": format!("2024-{month:02}-10T10:00:00Z"), "cloudCover": cloud,
            "incidenceAngle": cloud % 40, "snowCover": cloud % 7, "illuminationElevationAngle": 20 + cloud % 50,
            "resolution": resolution,
        },
    })
}

fn filters() -> impl Strategy<Value = SceneFilter> {
    let limit = |top: f64| proptest::option::of(0.0..top);
    let days =
        proptest::option::of(1..13_u32).prop_map(|month| month.map(|month| format!("2024-{month:02}-05")));
    let constellations = proptest::sample::subsequence(
        vec![Constellation::Spot, Constellation::Phr, Constellation::Pneo],
        0..3,
    );
    let months = proptest::collection::vec(1..13_u8, 0..4);
    let limits = (limit(100.0), limit(7.0), limit(40.0), limit(70.0), limit(2.0), limit(100.0));
    (days, constellations, months, limits, any::<bool>()).prop_map(
        |(date_from, constellations, months, limits, kept)| SceneFilter {
            date_from,
            constellations,
            months,
            max_cloud: limits.0,
            max_snow: limits.1,
            max_incidence: limits.2,
            min_sun: limits.3,
            max_resolution: limits.4,
            min_coverage: limits.5,
            kept_only: kept,
            ..SceneFilter::default()
        },
    )
}

fn keys() -> impl Strategy<Value = Vec<Sort>> {
    let key = proptest::sample::select(vec![
        SortKey::Date,
        SortKey::Cloud,
        SortKey::Coverage,
        SortKey::Usable,
        SortKey::Platform,
        SortKey::Resolution,
        SortKey::Sun,
    ]);
    proptest::collection::vec(
        (key, any::<bool>()).prop_map(|(key, descending)| Sort { key, descending }),
        0..4,
    )
}

/// A page of scenes, or a scene kept.
fn changes() -> impl Strategy<Value = Vec<(u32, u32, u32, bool)>> {
    proptest::collection::vec((0..40_u32, 0..101_u32, 1..13_u32, any::<bool>()), 0..12)
}

fn all(archive: &mut Archive, filter: &SceneFilter, sort: &[Sort]) -> SceneWindow {
    archive.window(filter, sort, 0, 1000, &HashSet::new())
}

proptest! {
    #[test]
    fn an_answer_does_not_depend_on_the_questions_before(
        steps in proptest::collection::vec((changes(), filters(), keys()), 1..6),
    ) {
        let mut used = archive();
        let mut history: Vec<(Value, bool)> = Vec::new();
        for (changes, filter, sort) in steps {
            for (number, cloud, month, keep) in changes {
                // The month belongs to the number: another date with the same id is another scene.
                let month = (month + number) % 2 * 6 + number % 6 + 1;
                let page = scene(number, cloud, month, [f64::from(number % 5) * 0.3 - 0.6, 0.1]);
                used.insert(std::slice::from_ref(&page));
                history.push((page, keep));
                used.keep(&format!("s{number}"), keep);
            }
            let mut fresh = archive();
            for (page, keep) in &history {
                fresh.insert(std::slice::from_ref(page));
                fresh.keep(page["properties"]["id"].as_str().unwrap(), *keep);
            }
            let (warm, cold) = (all(&mut used, &filter, &sort), all(&mut fresh, &filter, &sort));
            prop_assert_eq!(&warm.rows, &cold.rows);
            prop_assert_eq!((warm.matched, warm.total), (cold.matched, cold.total));
            prop_assert_eq!(used.facets(&filter), fresh.facets(&filter));
            for (place, row) in warm.rows.iter().enumerate() {
                prop_assert_eq!(used.rank(&row.id, &filter, &sort), Some(place as u32));
            }
            let facets = used.facets(&filter);
            for relaxation in &facets.relaxations {
                let after = all(&mut used, &relaxation.filter, &[]).matched;
                prop_assert_eq!(after - facets.matched, relaxation.gains, "{:?}", relaxation);
            }
            prop_assert_eq!(facets.funnel.last().map(|step| step.left), Some(facets.matched));
        }
    }
}

#[test]
fn histograms_count_what_their_own_handle_could_let_through() {
    let mut archive = archive();
    archive.insert(&(0..20).map(|k| scene(k, k * 5, 1 + k % 12, [0.0, 0.0])).collect::<Vec<_>>());
    let filter = SceneFilter { max_cloud: Some(20.0), ..SceneFilter::default() };
    let facets = archive.facets(&filter);
    assert_eq!(facets.cloud.iter().sum::<u32>(), 20, "the cloud handle may let all through");
    assert_eq!(facets.incidence.iter().sum::<u32>(), facets.matched);
    assert_eq!(facets.months_of_year.iter().sum::<u32>(), facets.matched);
    let spot = SceneFilter { constellations: vec![Constellation::Spot], ..filter };
    let facets = archive.facets(&spot);
    let counted: u32 = facets.constellations.iter().map(|one| one.count).sum();
    assert_eq!(counted, 5, "each constellation says how many it would show");
}

#[test]
fn faults_are_marked_counted_and_break_nothing() {
    let good = scene(1, 10, 3, [0.0, 0.0]);
    let mut twin = good.clone();
    twin["properties"]["acquisitionDate"] = json!("2020-01-01T00:00:00Z");
    let without = |key: &str| {
        let mut feature = scene(2, 10, 3, [0.0, 0.0]);
        feature["properties"]["id"] = json!(format!("without-{key}"));
        match key {
            "geometry" => feature["geometry"] = Value::Null,
            key => drop(feature["properties"].as_object_mut().unwrap().remove(key)),
        }
        feature
    };
    let dated = |date: &str| {
        let mut feature = without("x");
        feature["properties"]["id"] = json!(date);
        feature["properties"]["acquisitionDate"] = json!(date);
        feature
    };
    let mut bow_tie = without("bow-tie");
    bow_tie["geometry"]["coordinates"] = json!([[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]);
    let mut nowhere = without("nowhere");
    nowhere["geometry"]["coordinates"] = json!([[[0, 0], ["east", 1], [1, 0], [0, 0]]]);
    let mut archive = archive().at_time("2026-01-01T00:00:00Z".parse().unwrap());
    let ids = archive.insert(&[
        good,
        twin,
        without("id"),
        without("geometry"),
        without("acquisitionDate"),
        dated("1931-05-05T00:00:00Z"),
        dated("2990-05-05T00:00:00Z"),
        bow_tie,
        nowhere,
    ]);
    assert_eq!((ids[0].as_str(), ids[1].as_str()), ("s1", "s1~2"));
    assert_eq!((archive.len(), archive.flawed(), archive.unplaced()), (9, 8, 2));
    let facets = archive.facets(&SceneFilter::default());
    let counts: Vec<(SceneFlaw, u32)> = facets.flaws.iter().map(|flaw| (flaw.flaw, flaw.count)).collect();
    assert_eq!(
        counts,
        [
            (SceneFlaw::SameId, 1),
            (SceneFlaw::NoId, 1),
            (SceneFlaw::NoGeometry, 1),
            (SceneFlaw::BadGeometry, 1),
            (SceneFlaw::CrossedOutline, 1),
            (SceneFlaw::NoDate, 1),
            (SceneFlaw::OddDate, 2),
        ]
    );
    assert!(facets.months.iter().all(|month| (2020..=2024).contains(&month.year)), "{:?}", facets.months);
    let flawed = SceneFilter { flawed_only: true, ..SceneFilter::default() };
    assert_eq!(all(&mut archive, &flawed, &[]).matched, 8);
    assert_eq!(archive.insert(&[dated("1931-05-05T00:00:00Z")]), ["1931-05-05T00:00:00Z"], "it comes again");
    assert_eq!(archive.len(), 9);
}

#[test]
fn the_months_together_cover_what_no_single_scene_does() {
    let mut archive = archive();
    archive.insert(&[scene(1, 10, 3, [-0.3, 0.0]), scene(2, 40, 3, [0.5, 0.0]), scene(3, 0, 4, [5.0, 5.0])]);
    let months = archive.facets(&SceneFilter::default()).months;
    assert_eq!((months.len(), months[0].count, months[0].least_cloud), (2, 2, Some(10.0)));
    assert!((months[0].covered - 80.0).abs() < 1.5, "{}", months[0].covered);
    assert!((months[0].best_usable.unwrap() - 0.4 * 100.0 * 0.9).abs() < 1.0, "{months:?}");
    assert_eq!(months[1].covered, 0.0);
    let both = archive.union_coverage(["s1", "s2", "gone"]);
    assert!((both - 80.0).abs() < 0.1, "{both}");
}

fn number(buffer: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(buffer[at..at + 4].try_into().unwrap())
}

#[test]
fn the_map_gets_outlines_until_there_are_too_many_to_read() {
    let mut archive = archive();
    let corner = |k: u32| [f64::from(k % 10) * 0.1, f64::from(k / 10) * 0.1];
    archive.insert(&(0..100).map(|k| scene(k, k, 1, corner(k))).collect::<Vec<_>>());
    let filter = SceneFilter::default();
    let view = FootprintView { bounds: Some([-5.0, -5.0, 5.0, 5.0]), colour: ColourBy::Cloud, most: 200 };
    let whole = archive.footprint_buffer(&filter, view);
    assert_eq!(
        (&whole[..4], number(&whole, 4), number(&whole, 8), number(&whole, 12)),
        (&b"PFW2"[..], 0, 100, 100)
    );
    assert_eq!(whole.len(), 48 + 100 * 41);
    assert_eq!(whole[48 + 100 * 40..][..3], [0, 3, 5], "shades of 0, 1 and 2 % cloud");
    let close = FootprintView { bounds: Some([-0.05, -0.05, 0.05, 0.05]), most: 50, ..view };
    let close = archive.footprint_buffer(&filter, close);
    assert_eq!((number(&close, 4), number(&close, 8), number(&close, 12)), (1, 1, 100));
    let density = archive.footprint_buffer(&filter, FootprintView { most: 50, ..view });
    assert_eq!(number(&density, 4), 2);
    let (columns, rows) = (number(&density, 48), number(&density, 52));
    assert_eq!(number(&density, 8), columns * rows);
    let cells = &density[88..];
    assert_eq!(cells.len(), (columns * rows) as usize);
    assert_eq!(cells.iter().max(), Some(&254));
    assert_eq!(cells[0], 0, "nothing lies in the corner of the view");
}

#[test]
fn scenes_beyond_the_flat_map_are_drawn_where_they_lie() {
    let mut archive = archive();
    archive.insert(&(0..9).map(|k| scene(k, 0, 1, [f64::from(k), 86.0])).collect::<Vec<_>>());
    archive.insert(&[scene(9, 0, 1, [0.0, 88.6])]);
    let filter = SceneFilter::default();
    let view =
        FootprintView { bounds: Some([-180.0, 60.0, 180.0, 90.0]), colour: ColourBy::Nothing, most: 20 };
    let outlines = archive.footprint_buffer(&filter, view);
    let place = |at: usize| f64::from_le_bytes(outlines[at..at + 8].try_into().unwrap());
    let corner = f32::from_le_bytes(outlines[52..56].try_into().unwrap());
    let north = place(24) + f64::from(corner);
    assert!(-0.06 < north && north < -0.02, "86° lies above the square of Web Mercator: {north}");
    let density = archive.footprint_buffer(&filter, FootprintView { most: 5, ..view });
    assert_eq!(number(&density, 4), 2);
    assert!(density[88..].iter().any(|cell| *cell > 0), "they are counted");
    for bounds in [[-180.0, 88.5, 180.0, 90.0], [-180.0, 60.0, 180.0, 88.0], [-180.0, -90.0, 180.0, 90.0]] {
        let view = FootprintView { bounds: Some(bounds), most: 0, ..view };
        let density = archive.footprint_buffer(&filter, view);
        assert_eq!(density.len(), 88 + number(&density, 8) as usize);
    }
}

#[test]
fn many_pages_are_found_by_place_as_if_they_had_come_at_once() {
    let mut archive = archive();
    let corner = |k: u32| [f64::from(k % 100) * 0.5 - 25.0, f64::from(k / 100) * 0.5 - 20.0];
    let filter = SceneFilter::default();
    for page in 0..60 {
        let scenes: Vec<Value> = (page * 100..page * 100 + 100).map(|k| scene(k, 0, 1, corner(k))).collect();
        archive.insert(&scenes);
        if u32::is_multiple_of(page, 7) {
            archive.at([0.0, 0.0], &filter, 1, &HashSet::new());
        }
    }
    archive.insert(&[scene(0, 0, 1, [10.0, 10.0])]);
    for (lon, lat) in [(0.3, 0.3), (10.2, 5.1), (-24.9, -19.9), (10.01, 10.01), (70.0, 70.0)] {
        let window = archive.at([lon, lat], &filter, 100, &HashSet::new());
        assert_eq!(window.matched as usize, window.rows.len());
        let found: HashSet<String> = window.rows.into_iter().map(|row| row.id).collect();
        let over = |k: &u32| {
            let [x, y] = if *k == 0 { [10.0, 10.0] } else { corner(*k) };
            (x..=x + 0.8).contains(&lon) && (y..=y + 0.8).contains(&lat)
        };
        let expected: HashSet<String> = (0..6000).filter(over).map(|k| format!("s{k}")).collect();
        assert_eq!(found, expected, "at {lon} {lat}");
    }
}
