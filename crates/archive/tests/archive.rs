//! The archive as its callers use it: with the vendor's real answer, with composed ones, and with ten thousand scenes.

use std::collections::HashSet;

use aoi::AreaPolygon;
use archive::{
    Archive, Constellation, Criterion, FootprintView, PriceGuide, Scene, SceneFilter, SceneRow, Sort, SortKey,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const NOTHING: SceneFilter = SceneFilter {
    date_from: None,
    date_to: None,
    months: Vec::new(),
    constellations: Vec::new(),
    max_cloud: None,
    max_snow: None,
    max_incidence: None,
    min_sun: None,
    max_resolution: None,
    min_coverage: None,
    kept_only: false,
    flawed_only: false,
};

fn square(west: f64, south: f64, size: f64) -> AreaPolygon {
    let (east, north) = (west + size, south + size);
    AreaPolygon::from_ring(vec![[west, south], [east, south], [east, north], [west, north], [west, south]])
}

/// A scene of one degree with its south-west corner there.
fn scene(id: &str, corner: [f64; 2], properties: Value) -> Value {
    let AreaPolygon { coordinates, .. } = square(corner[0], corner[1], 1.0);
    let mut feature = json!({
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": coordinates},
        "properties": {"id": id, "constellation": "PHR", "platform": "PHR1A", "acquisitionDate": "2024-05-06T10:00:00Z"},
    });
    for (key, value) in properties.as_object().into_iter().flatten() {
        feature["properties"][key] = value.clone();
    }
    feature
}

fn filled(features: &[Value]) -> Archive {
    let mut archive = Archive::new(square(0.0, 0.0, 1.0));
    archive.insert(features);
    archive
}

fn rows(archive: &mut Archive, filter: &SceneFilter, sort: &[Sort]) -> Vec<SceneRow> {
    archive.window(filter, sort, 0, 1000, &HashSet::new()).rows
}

fn ids(archive: &mut Archive, filter: &SceneFilter) -> Vec<String> {
    rows(archive, filter, &[]).into_iter().map(|row| row.id).collect()
}

fn at(archive: &mut Archive, place: [f64; 2]) -> Vec<SceneRow> {
    archive.at(place, &NOTHING, 10, &HashSet::new()).rows
}

fn sorted(archive: &mut Archive, key: SortKey, descending: bool) -> Vec<String> {
    rows(archive, &NOTHING, &[Sort { key, descending }]).into_iter().map(|row| row.id).collect()
}

#[test]
fn a_scene_that_comes_again_is_replaced_and_stays_kept() {
    let mut archive = filled(&[scene("a", [0.0, 0.0], json!({"cloudCover": 50}))]);
    archive.keep("a", true);
    let before = archive.revision();
    archive.insert(&[scene("a", [10.0, 10.0], json!({"cloudCover": 5}))]);
    assert_ne!(archive.revision(), before);
    let rows = rows(&mut archive, &NOTHING, &[]);
    assert_eq!((rows.len(), rows[0].cloud, rows[0].kept, rows[0].coverage), (1, Some(5.0), true, 0.0));
    assert!(at(&mut archive, [0.5, 0.5]).is_empty(), "it has left its old place");
    assert_eq!(at(&mut archive, [10.5, 10.5]).len(), 1);
}

#[test]
fn keeping_what_is_not_there_or_is_kept_already_changes_nothing() {
    let mut archive = filled(&[scene("a", [0.0, 0.0], json!({}))]);
    archive.keep("a", true);
    let revision = archive.revision();
    archive.keep("a", true);
    archive.keep("b", true);
    assert_eq!(archive.revision(), revision);
}

#[test]
fn each_part_of_a_filter_takes_away_what_it_says() {
    let mut archive = filled(&[
        scene("clear", [0.0, 0.0], json!({"cloudCover": 2, "incidenceAngle": 5})),
        scene("cloudy", [0.0, 0.0], json!({"cloudCover": 60, "incidenceAngle": 5})),
        scene("unsaid", [0.0, 0.0], json!({})),
        scene(
            "old",
            [0.0, 0.0],
            json!({"acquisitionDate": "2019-12-31T23:59:59.9Z", "cloudCover": 2, "incidenceAngle": 29}),
        ),
        scene("spot", [0.5, 0.0], json!({"constellation": "SPOT", "cloudCover": 2, "incidenceAngle": 5})),
    ]);
    let mut passing = |filter: SceneFilter| {
        let mut ids = ids(&mut archive, &filter);
        ids.sort();
        ids.join(" ")
    };
    assert_eq!(passing(NOTHING), "clear cloudy old spot unsaid");
    assert_eq!(passing(SceneFilter { max_cloud: Some(20.0), ..NOTHING }), "clear old spot");
    assert_eq!(passing(SceneFilter { max_incidence: Some(10.0), ..NOTHING }), "clear cloudy spot");
    assert_eq!(passing(SceneFilter { min_coverage: Some(100.0), ..NOTHING }), "clear cloudy old unsaid");
    assert_eq!(passing(SceneFilter { date_to: Some("2019-12-31".to_owned()), ..NOTHING }), "old");
    assert_eq!(
        passing(SceneFilter { date_from: Some("2020-01-01".to_owned()), ..NOTHING }),
        "clear cloudy spot unsaid"
    );
    assert_eq!(passing(SceneFilter { constellations: vec![Constellation::Spot], ..NOTHING }), "spot");
    assert_eq!(passing(SceneFilter { kept_only: true, ..NOTHING }), "");
}

#[test]
fn what_is_not_known_comes_last_in_either_direction() {
    let mut archive = filled(&[
        scene("a", [0.0, 0.0], json!({"cloudCover": 30})),
        scene("b", [0.0, 0.0], json!({})),
        scene("c", [0.0, 0.0], json!({"cloudCover": 10})),
    ]);
    assert_eq!(sorted(&mut archive, SortKey::Cloud, false), ["c", "a", "b"]);
    assert_eq!(sorted(&mut archive, SortKey::Cloud, true), ["a", "c", "b"]);
    assert_eq!(sorted(&mut archive, SortKey::Date, true), ["a", "b", "c"], "equal dates follow the id");
}

#[test]
fn a_second_column_decides_among_equals() {
    let mut archive = filled(&[
        scene("a", [0.0, 0.0], json!({"platform": "PHR1B", "cloudCover": 1})),
        scene("b", [0.0, 0.0], json!({"platform": "PHR1A", "cloudCover": 1})),
        scene("c", [0.0, 0.0], json!({"platform": "PHR1A", "cloudCover": 9})),
    ]);
    let columns =
        [Sort { key: SortKey::Platform, descending: false }, Sort { key: SortKey::Cloud, descending: true }];
    let ids: Vec<String> = rows(&mut archive, &NOTHING, &columns).into_iter().map(|row| row.id).collect();
    assert_eq!(ids, ["c", "b", "a"]);
}

#[test]
fn windows_follow_each_other_without_gap_or_overlap() {
    let features: Vec<Value> = (0..57).map(|k| scene(&format!("s{k}"), [0.0, 0.0], json!({}))).collect();
    let mut archive = filled(&features);
    let mut seen = Vec::new();
    for offset in (0..60).step_by(10) {
        let window = archive.window(&NOTHING, &[], offset, 10, &HashSet::new());
        assert_eq!((window.matched, window.total), (57, 57));
        seen.extend(window.rows.into_iter().map(|row| row.id));
    }
    assert_eq!(seen.len(), 57);
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 57);
    assert!(archive.window(&NOTHING, &[], 900, 10, &HashSet::new()).rows.is_empty());
}

#[test]
fn a_month_that_serves_one_of_two_areas_does_not_cover_both() {
    let mut archive = Archive::over(&square(0.0, 0.0, 1.0), &[square(3.0, 0.0, 1.0)]);
    archive.insert(&[scene("first", [0.0, 0.0], json!({}))]);
    let covered = |archive: &mut Archive| archive.facets(&NOTHING).months[0].covered;
    let half = covered(&mut archive);
    assert!((half - 50.0).abs() < 1.5, "{half}");
    archive.insert(&[scene("second", [3.0, 0.0], json!({}))]);
    assert_eq!(covered(&mut archive), 100.0);
}

#[test]
fn a_price_is_estimated_from_the_covered_part_and_the_minimum() {
    let guide = PriceGuide {
        constellation: Constellation::Phr,
        per_km2: Decimal::from(10),
        minimum_km2: 25.0,
        currency: "EUR".to_owned(),
    };
    let mut archive = Archive::new(square(0.0, 0.0, 0.01));
    archive.insert(&[scene("over", [0.0, 0.0], json!({})), scene("beside", [5.0, 5.0], json!({}))]);
    assert_eq!(rows(&mut archive, &NOTHING, &[])[0].billed_km2, None);
    archive.set_price_guides(vec![guide.clone()]);
    let rows = rows(&mut archive, &NOTHING, &[Sort { key: SortKey::Price, descending: false }]);
    assert_eq!((rows[0].id.as_str(), rows[0].billed_km2), ("over", Some(25.0)));
    assert_eq!(serde_json::to_value(&rows[0]).unwrap()["priceEstimate"], json!("250.00"));
    assert_eq!((rows[1].price_estimate, rows[1].currency.clone()), (None, None));
    let alone = Scene::from_feature(&scene("over", [0.0, 0.0], json!({})));
    let row = alone.row_over(&square(0.0, 0.0, 0.01), &[guide], true);
    assert_eq!((row.price_estimate, row.in_basket, row.coverage), (rows[0].price_estimate, true, 100.0));
}

#[test]
fn a_scene_without_a_usable_footprint_stays_in_the_table() {
    let broken =
        json!({"properties": {"id": "x"}, "geometry": {"type": "MultiPolygon", "coordinates": [[], []]}});
    let archive = filled(&[broken.clone(), scene("a", [0.0, 0.0], json!({}))]);
    assert_eq!((archive.len(), archive.unplaced()), (2, 1));
    let x = archive.detail("x", &broken, &HashSet::new()).unwrap();
    assert!(!x.row.placed && x.footprint.is_none() && x.row.corners.is_none());
    assert_eq!(archive.detail("y", &broken, &HashSet::new()), None);
}

#[test]
fn across_the_180th_meridian_everything_stays_together() {
    let mut archive = Archive::new(square(179.5, -17.0, 1.0));
    archive.insert(&[scene("west", [179.0, -17.0], json!({})), scene("east", [-180.0, -17.0], json!({}))]);
    let rows = rows(&mut archive, &NOTHING, &[Sort { key: SortKey::Platform, descending: false }]);
    assert!(rows.iter().all(|row| (row.coverage - 50.0).abs() < 1e-6), "{rows:?}");
    assert_eq!(rows[0].bounds, Some([180.0, -17.0, 181.0, -16.0]), "on the area's turn of the world");
    let mut count = |lon: f64| at(&mut archive, [lon, -16.5]).len();
    assert_eq!((count(179.6), count(-179.6), count(180.4), count(0.0)), (1, 1, 1, 0));
    let buffer = archive.footprint_buffer(&NOTHING, FootprintView::default());
    let floats =
        buffer[48..48 + 2 * 40].chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()));
    assert!(floats.into_iter().all(|value| value.abs() < 0.01), "no outline runs round the world");
}

#[test]
fn all_scenes_under_a_place_are_listed_newest_first() {
    let mut archive = filled(&[
        scene("old", [0.0, 0.0], json!({"acquisitionDate": "2019-01-01T00:00:00Z"})),
        scene("new", [0.2, 0.0], json!({"acquisitionDate": "2025-01-01T00:00:00Z"})),
        scene("far", [3.0, 3.0], json!({})),
    ]);
    let basket = HashSet::from(["old".to_owned()]);
    let found = archive.at([0.5, 0.5], &NOTHING, 10, &basket);
    let found: Vec<(String, bool)> = found.rows.into_iter().map(|row| (row.id, row.in_basket)).collect();
    assert_eq!(found, [("new".to_owned(), false), ("old".to_owned(), true)]);
    assert!(at(&mut archive, [f64::NAN, 0.5]).is_empty());
}

#[test]
fn any_scene_is_found_by_parts_of_its_name_whatever_the_number() {
    let features: Vec<Value> = (0..3_000)
        .map(|k| {
            let date = format!("{}-05-06T10:00:00Z", 2024 - k / 1_000);
            scene(
                &format!("DS_PHR1A_{k:05}_X"),
                [0.0, 0.0],
                json!({"acquisitionDate": date, "productType": "bundle"}),
            )
        })
        .collect();
    let mut archive = filled(&features);
    archive.insert(&[scene("undated", [0.0, 0.0], json!({"acquisitionDate": null}))]);
    let named = |text: &str| {
        let window = archive.named(text, 6, &HashSet::new());
        (window.matched, window.rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
    };
    assert_eq!(named("ds_phr1a_02999_x"), (1, vec!["DS_PHR1A_02999_X".to_owned()]));
    assert_eq!(named("6 May 2022 Pléiades 02500").1, ["DS_PHR1A_02500_X"]);
    assert_eq!(named("2023-05-06 1a").0, 1_000);
    let (all, first) = named("phr1a");
    assert!(all == 3_000 && first.len() == 6 && first.iter().all(|id| id.as_str() < "DS_PHR1A_01000"));
    assert_eq!(named("undated").0, 1);
    assert_eq!((named("nothing such").0, named("  ").0), (0, 0));
}

#[test]
fn the_funnel_tells_what_each_part_leaves() {
    let features: Vec<Value> = (0..20)
        .map(|k| {
            let code = if k < 12 { "PHR" } else { "SPOT" };
            scene(&format!("s{k}"), [0.0, 0.0], json!({"constellation": code, "cloudCover": k * 5}))
        })
        .collect();
    let mut archive = filled(&features);
    let filter = SceneFilter { constellations: vec![Constellation::Phr], max_cloud: Some(10.0), ..NOTHING };
    let facets = archive.facets(&filter);
    let steps: Vec<_> = facets.funnel.iter().map(|step| (step.criterion, step.left)).collect();
    assert_eq!(steps, [(None, 20), (Some(Criterion::Constellations), 12), (Some(Criterion::Cloud), 3)]);
    assert_eq!(facets.filter, filter, "what the steps mean is told with them");
    assert_eq!((facets.total, facets.matched), (20, 3));
    assert_eq!(facets.cloud.iter().sum::<u32>(), 12, "as many as the cloud handle could let through");
}

#[test]
fn a_relaxation_gains_exactly_what_it_promises() {
    let features: Vec<Value> = (0..200)
        .map(|k| {
            let month = k % 12 + 1;
            let code = ["PHR", "SPOT", "PNEO"][k % 3];
            let date = format!("202{}-{month:02}-11T10:00:00Z", k % 5);
            let corner = [0.004 * k as f64, 0.0];
            scene(
                &format!("s{k}"),
                corner,
                json!({"constellation": code, "cloudCover": k % 100, "incidenceAngle": k % 40, "acquisitionDate": date}),
            )
        })
        .collect();
    let mut archive = filled(&features);
    let filter = SceneFilter {
        date_from: Some("2022-03-01".to_owned()),
        date_to: Some("2022-06-30".to_owned()),
        constellations: vec![Constellation::Phr],
        max_cloud: Some(70.0),
        max_incidence: Some(35.0),
        min_coverage: Some(40.0),
        ..NOTHING
    };
    let facets = archive.facets(&filter);
    assert!(!facets.relaxations.is_empty());
    for relaxation in &facets.relaxations {
        let after = archive.window(&relaxation.filter, &[], 0, 0, &HashSet::new()).matched;
        assert!(relaxation.gains > 0);
        assert_eq!(after - facets.matched, relaxation.gains, "{relaxation:?}");
    }
}

#[test]
fn when_no_single_change_helps_leaving_all_out_is_offered() {
    let mut archive = filled(&[scene("a", [0.0, 0.0], json!({"cloudCover": 90, "incidenceAngle": 40}))]);
    let filter = SceneFilter { max_cloud: Some(10.0), max_incidence: Some(10.0), ..NOTHING };
    let facets = archive.facets(&filter);
    assert_eq!(facets.relaxations.len(), 1);
    assert_eq!((facets.relaxations[0].filter.clone(), facets.relaxations[0].gains), (NOTHING, 1));
    assert_eq!(facets.relaxations[0].criterion, None);
    assert!(archive.facets(&NOTHING).relaxations.is_empty());
}

#[test]
fn a_month_counts_whatever_the_dates_of_the_filter_and_tells_its_clearest_scene() {
    let mut archive = filled(&[
        scene("a", [0.0, 0.0], json!({"cloudCover": 30})),
        scene("b", [0.5, 0.0], json!({"cloudCover": 10})),
        scene("c", [0.0, 0.0], json!({"acquisitionDate": "2023-01-02T00:00:00Z"})),
    ]);
    let filter = SceneFilter { date_from: Some("2024-01-01".to_owned()), ..NOTHING };
    let months = archive.facets(&filter).months;
    assert_eq!(months.len(), 2);
    assert_eq!((months[0].year, months[0].month, months[0].count), (2023, 1, 1));
    assert_eq!(months[0].best_usable, None, "a scene whose cloud is not told is not counted as usable");
    assert!(months[0].covered > 99.0, "but it covers what it covers: {}", months[0].covered);
    assert_eq!((months[1].month, months[1].count), (5, 2));
    assert!((months[1].best_usable.unwrap() - 70.0).abs() < 1e-9);
}

#[test]
fn usable_is_coverage_times_what_is_clear_and_never_what_is_not_known() {
    let mut archive = filled(&[
        scene("sliver", [0.99, 0.0], json!({"cloudCover": 0})),
        scene("not told", [0.0, 0.0], json!({})),
        scene("whole, hazy", [0.0, 0.0], json!({"cloudCover": 30})),
        scene("half, clear", [0.5, 0.0], json!({"cloudCover": 0})),
        scene("whole, under cloud", [0.0, 0.0], json!({"cloudCover": 100})),
    ]);
    let sort = [Sort { key: SortKey::Usable, descending: true }];
    let order = ["whole, hazy", "half, clear", "sliver", "whole, under cloud", "not told"];
    assert_eq!(archive.passing(&NOTHING, &sort), order);
}

#[test]
fn over_several_areas_each_row_tells_what_it_serves_and_is_priced_for_the_one_it_covers_most_of() {
    let mut archive = Archive::over(&square(0.0, 0.0, 0.5), &[square(3.0, 0.0, 1.0)]);
    archive.set_price_guides(vec![PriceGuide {
        constellation: Constellation::Phr,
        per_km2: "10".parse().unwrap(),
        minimum_km2: 0.0,
        currency: "EUR".to_owned(),
    }]);
    archive.insert(&[scene("first", [0.0, 0.0], json!({})), scene("second", [3.5, 0.0], json!({}))]);
    let basket = HashSet::new();
    let sort = [Sort { key: SortKey::Coverage, descending: true }];
    let rows = archive.window(&NOTHING, &sort, 0, 10, &basket).rows;
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert!(rows[0].shares[0] > 99.9 && rows[0].shares[1] == 0.0, "{:?}", rows[0].shares);
    assert!(rows[1].shares[0] == 0.0 && (rows[1].shares[1] - 50.0).abs() < 0.1, "{:?}", rows[1].shares);
    assert_eq!(rows[1].coverage, rows[1].shares[1]);
    let billed = rows[1].billed_km2.unwrap();
    assert!((billed / aoi::check(&square(3.0, 0.0, 1.0)).km2 - 0.5).abs() < 0.01, "{billed}");
    assert!(archive.snapshot().is_err(), "those are measured again from the records");
    archive.measure_over(&square(3.0, 0.0, 1.0), &[]);
    let rows = archive.window(&NOTHING, &sort, 0, 10, &basket).rows;
    assert_eq!((rows[0].id.as_str(), rows[0].shares.len()), ("second", 1));
}

#[test]
fn rows_cross_in_the_agreed_shape() {
    let mut archive = filled(&[scene("a", [0.0, 0.0], json!({"resolution": 0.5, "productType": "mono"}))]);
    let row = serde_json::to_value(&rows(&mut archive, &NOTHING, &[])[0]).unwrap();
    let keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    let agreed = "id acquired constellation platform resolution cloud incidence coverage shares snow sun productType \
                  priceEstimate currency billedKm2 inBasket kept placed flaws backend corners bounds";
    assert_eq!(keys.join(" "), agreed.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(row["acquired"], json!("2024-05-06T10:00:00Z"));
    assert_eq!(row["corners"], json!([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]));
    assert_eq!((row["backend"].clone(), row["platform"].clone()), (json!("legacy"), json!("Pléiades 1A")));
}

#[test]
fn the_vendors_real_answer_is_indexed_whole() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/captures/opensearch-sf-2020.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: there is no capture of a real answer at hand");
        return;
    };
    let answer: Value = serde_json::from_str(&text).unwrap();
    let mut archive = Archive::new(square(-122.5, 37.7, 0.1));
    archive.insert(answer["features"].as_array().unwrap());
    assert_eq!((archive.len(), archive.unplaced()), (50, 0));
    for row in rows(&mut archive, &NOTHING, &[]) {
        let [tl, tr, br, bl] = row.corners.unwrap_or_else(|| panic!("{} has corners", row.id));
        assert!(
            tl[1] > bl[1] && tr[1] > br[1] && tl[0] < tr[0] && bl[0] < br[0],
            "{}: {:?}",
            row.id,
            row.corners
        );
        assert!(row.acquired.ends_with('Z') && row.cloud.is_some() && row.incidence.is_some());
        assert!((0.0..=100.0).contains(&row.coverage));
        let same = |feature: &&Value| feature["properties"]["id"] == row.id.as_str();
        let feature = answer["features"].as_array().unwrap().iter().find(same).unwrap();
        let scene = Scene::from_feature(feature);
        assert!(scene.thumbnail.as_deref().unwrap().ends_with("/thumbnail"));
        assert!(scene.quicklook.as_deref().unwrap().ends_with("/quicklook"));
        assert!(scene.identifier().starts_with("DS_"));
    }
    let facets = archive.facets(&NOTHING);
    assert_eq!(facets.cloud.iter().sum::<u32>(), 50);
    let counts: Vec<u32> = facets.constellations.iter().map(|one| one.count).collect();
    assert_eq!(counts, [14, 36], "SPOT and Pléiades");
}
