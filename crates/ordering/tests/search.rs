//! Searching against the sandbox: whole, in pieces, stopped and gone on with, refreshed, and opened again after a restart.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aoi::AreaPolygon;
use archive::export::ExportFormat;
use archive::{SceneFilter, SceneFlaw};
use oneatlas::Hosts;
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::{Desk, DeskError, DeskEvent, Environment, MOST_AREAS, Outside, SearchRequest, Target};
use secrecy::SecretString;
use serde_json::{Value, json};

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

struct World {
    sandbox: Arc<Sandbox>,
    desk: Desk,
    folder: tempfile::TempDir,
}

impl World {
    async fn new(scenes: u32) -> World {
        let config = SandboxConfig { scenes, ..SandboxConfig::default() };
        let sandbox = Arc::new(Sandbox::start(config).await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let desk = open(&sandbox, &folder).await;
        World { sandbox, desk, folder }
    }

    fn request(&self, ring: Vec<[f64; 2]>) -> SearchRequest {
        let area = self.desk.save_area(None, "An area", &AreaPolygon::from_ring(ring)).unwrap();
        SearchRequest {
            area_id: area.id,
            further_area_ids: Vec::new(),
            date_from: None,
            date_to: None,
            constellations: Vec::new(),
            max_cloud: None,
            max_incidence: None,
            max_snow: None,
            max_results: 200_000,
        }
    }

    fn ids(&self) -> HashSet<String> {
        let window = self.desk.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap();
        window.rows.into_iter().map(|row| row.id).collect()
    }

    async fn control(&self, path: &str, body: Value) {
        let url = format!("{}{path}", self.sandbox.control_url());
        let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// Bodies of the searches that arrived.
    async fn searches(&self) -> Vec<Value> {
        self.arrived("opensearch").await
    }

    /// Bodies of what arrived at a path that holds this text.
    async fn arrived(&self, path: &str) -> Vec<Value> {
        let url = format!("{}/requests", self.sandbox.control_url());
        let text = reqwest::get(url).await.unwrap().text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let all = value.as_array().or_else(|| value["requests"].as_array()).unwrap().clone();
        all.into_iter().filter(|request| request["path"].as_str().unwrap().contains(path)).collect()
    }
}

async fn open(sandbox: &Arc<Sandbox>, folder: &tempfile::TempDir) -> Desk {
    let clock = Arc::clone(sandbox);
    let target = Target { now: Arc::new(move || clock.now()), ..target(sandbox, folder) };
    Desk::open(target, Arc::new(Nobody)).await.unwrap()
}

fn target(sandbox: &Sandbox, folder: &tempfile::TempDir) -> Target {
    let now = sandbox.now();
    Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(sandbox.url()).unwrap(),
        api_key: SecretString::from(sandbox.api_key().to_owned()),
        proxy: None,
        data_folder: folder.path().to_owned(),
        now: Arc::new(move || now),
        retry_pause: std::time::Duration::ZERO,
        acts: ordering::ActsUnderWay::default(),
        answer_patience: ordering::ANSWER_PATIENCE,
        anchor: None,
    }
}

#[tokio::test]
async fn yesterdays_search_opens_without_a_network_and_nothing_can_be_ordered() {
    let world = World::new(300_000).await;
    let request = SearchRequest { max_results: 400, ..world.request(france()) };
    world.desk.search(&request, |_| {}).await.unwrap();
    let (ids, target) = (world.ids(), target(&world.sandbox, &world.folder));
    let World { sandbox, desk, folder } = world;
    drop(desk);
    let address = sandbox.url().to_owned();
    let Ok(sandbox) = Arc::try_unwrap(sandbox) else { panic!("somebody else holds the sandbox") };
    sandbox.stop().await;
    assert!(reqwest::get(address).await.is_err());

    let desk = Desk::open_files(target, Arc::new(Nobody)).unwrap();
    let last = desk.kept_searches().unwrap().remove(0);
    desk.open_search(&last.id).unwrap();
    let window = desk.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap();
    assert_eq!(window.rows.into_iter().map(|row| row.id).collect::<HashSet<_>>(), ids);
    assert_eq!(desk.areas().unwrap().len(), 1);
    assert!(desk.sign_in().await.is_err() && !desk.is_signed_in());
    assert!(desk.refresh_search(|_| {}).await.is_err());
    assert!(desk.add_to_basket(ids.iter().next().unwrap(), &request.area_id, None).await.is_err());
    drop((desk, folder));
}

fn tagus() -> Vec<[f64; 2]> {
    vec![[-9.10, 38.70], [-8.95, 38.70], [-8.95, 38.82], [-9.10, 38.82], [-9.10, 38.70]]
}

/// Large enough to meet many pages of scenes.
fn france() -> Vec<[f64; 2]> {
    vec![[-5.0, 42.0], [7.0, 42.0], [7.0, 50.0], [-5.0, 50.0], [-5.0, 42.0]]
}

#[tokio::test]
async fn a_stopped_search_goes_on_where_it_stopped_and_fetches_nothing_twice() {
    let world = World::new(300_000).await;
    let request = SearchRequest { max_results: 2_000, ..world.request(france()) };
    let desk = world.desk.clone();
    let told = AtomicU32::new(0);
    let stop_at_fourth = |_| {
        if told.fetch_add(1, Ordering::Relaxed) == 3 {
            desk.cancel_search();
        }
    };
    let stopped = world.desk.search(&request, stop_at_fourth).await.unwrap();
    assert!(stopped.cancelled && stopped.unfinished, "{stopped:?}");
    assert!(stopped.received >= 800 && stopped.received < 2_000, "{stopped:?}");
    let whole = world.desk.resume_search(|_| {}).await.unwrap();
    assert!(!whole.cancelled && !whole.unfinished, "{whole:?}");
    assert_eq!(whole.received, 2_000);
    assert!(whole.changed <= 2_000 - stopped.received, "what was here was not fetched again: {whole:?}");
}

#[tokio::test]
async fn a_page_that_fails_leaves_what_came_and_can_be_had_later() {
    let world = World::new(300_000).await;
    assert!(world.desk.resume_search(|_| {}).await.is_err(), "there is nothing to go on with");
    // A refusal is not tried again by the client itself.
    world.control("/faults", json!({"path": "/api/v2/opensearch", "fault": "400", "count": 1})).await;
    let request = world.request(tagus());
    assert!(world.desk.search(&request, |_| {}).await.is_err());
    assert!(world.desk.resume_search(|_| {}).await.is_err(), "of a search without a scene nothing is kept");
    let wide = SearchRequest { max_results: 2_000, ..world.request(france()) };
    world
        .control("/faults", json!({"path": "/api/v2/opensearch", "fault": "400", "skip": 3, "count": 1}))
        .await;
    assert!(world.desk.search(&wide, |_| {}).await.is_err());
    let came = world.ids().len();
    let whole = world.desk.resume_search(|_| {}).await.unwrap();
    assert!(came > 0 && whole.received == 2_000 && !whole.unfinished, "{came} {whole:?}");
}

#[tokio::test]
async fn a_search_that_gets_no_answer_is_stopped_at_once_and_the_list_before_stays() {
    let world = World::new(300_000).await;
    world.desk.search(&world.request(tagus()), |_| {}).await.unwrap();
    let before = world.ids();
    let asked = world.searches().await.len();
    let wide = SearchRequest { max_results: 400, ..world.request(france()) };
    for fault in ["hang", "malformed", "dropInside", "html"] {
        world.control("/faults", json!({"path": "/api/v2/opensearch", "fault": fault, "count": 9})).await;
        let desk = world.desk.clone();
        let request = wide.clone();
        let search = tokio::spawn(async move { desk.search(&request, |_| {}).await });
        if fault == "hang" {
            while world.searches().await.len() == asked {
                tokio::task::yield_now().await;
            }
            assert_eq!(world.ids(), before, "while it hangs");
            world.desk.cancel_search();
            assert!(matches!(search.await.unwrap(), Err(DeskError::Cancelled)));
        } else {
            assert!(search.await.unwrap().is_err(), "{fault} is no list");
        }
        assert_eq!(world.ids(), before, "{fault}");
        let url = format!("{}/faults", world.sandbox.control_url());
        reqwest::Client::new().delete(url).send().await.unwrap();
    }
    let found = world.desk.search(&wide, |_| {}).await.unwrap();
    assert_eq!((world.ids().len(), found.missing), (400, 0));
}

#[tokio::test]
async fn a_price_that_never_comes_does_not_keep_a_search_from_being_stopped() {
    let world = World::new(20_000).await;
    world.control("/faults", json!({"path": "/api/v1/prices", "fault": "hang", "count": 99})).await;
    let desk = world.desk.clone();
    let request = world.request(tagus());
    let came = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&came);
    let search = tokio::spawn(async move { desk.search(&request, |_| told.notify_one()).await });
    came.notified().await;
    world.desk.cancel_search();
    assert!(search.await.unwrap().unwrap().received > 0);
}

#[tokio::test]
async fn a_search_over_several_areas_asks_for_each_and_tells_of_each_scene_which_it_serves() {
    let world = World::new(300_000).await;
    let porto = vec![[-8.70, 41.10], [-8.55, 41.10], [-8.55, 41.22], [-8.70, 41.22], [-8.70, 41.10]];
    let (one, other) = (world.request(tagus()), world.request(porto));
    let alone = |request: SearchRequest| {
        let world = &world;
        async move {
            world.desk.search(&request, |_| {}).await.unwrap();
            world.ids()
        }
    };
    let (of_one, of_other) = (alone(one.clone()).await, alone(other.clone()).await);
    let further = vec![other.area_id.clone(), one.area_id.clone()];
    let both = SearchRequest { further_area_ids: further, ..one.clone() };
    let found = world.desk.search(&both, |_| {}).await.unwrap();
    let rows = world.desk.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap().rows;
    assert_eq!(world.ids(), of_one.union(&of_other).cloned().collect());
    assert_eq!((found.received, found.total), (rows.len() as u32, rows.len() as u32));
    for row in &rows {
        assert_eq!(row.shares.len(), 2, "an area that is named twice is searched once");
        assert!(row.shares[0] == 0.0 || of_one.contains(&row.id));
        assert!(row.shares[1] == 0.0 || of_other.contains(&row.id));
        assert_eq!(row.coverage, row.shares[0].max(row.shares[1]));
    }
    let newest = world.desk.kept_searches().unwrap().remove(0);
    assert_eq!((newest.further.len(), &newest.request), (1, &both));
    let reopened = open(&world.sandbox, &world.folder).await;
    reopened.open_search(&newest.id).unwrap();
    let again = reopened.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap().rows;
    let shares = |rows: &[archive::SceneRow]| {
        let mut shares: Vec<_> = rows.iter().map(|row| (row.id.clone(), row.shares.clone())).collect();
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        shares
    };
    assert_eq!(shares(&again), shares(&rows));
    let many = (0..MOST_AREAS).map(|k| k.to_string()).collect();
    let refused = world.desk.search(&SearchRequest { further_area_ids: many, ..one }, |_| {}).await;
    assert!(refused.unwrap_err().to_string().contains("25 or fewer"));
}

#[tokio::test]
async fn a_refresh_asks_only_for_what_changed() {
    let world = World::new(20_000).await;
    let first = world.desk.search(&world.request(tagus()), |_| {}).await.unwrap();
    let refreshed = world.desk.refresh_search(|_| {}).await.unwrap();
    assert_eq!(refreshed.received, first.received);
    assert!(refreshed.changed < first.received, "{refreshed:?}");
    let asked = world.searches().await;
    let text = asked.last().unwrap().to_string();
    assert!(text.contains("lastUpdateDate"), "{text}");
}

#[tokio::test]
async fn a_refresh_is_stopped_at_once_while_the_vendor_is_asked_what_left_the_catalogue() {
    let world = World::new(20_000).await;
    let first = world.desk.search(&world.request(tagus()), |_| {}).await.unwrap();
    world.control("/faults", json!({"path": "/api/v1/deleted/search", "fault": "hang", "count": 9})).await;
    let asked = world.searches().await.len();
    let desk = world.desk.clone();
    let refresh = tokio::spawn(async move { desk.refresh_search(|_| {}).await });
    while world.arrived("deleted/search").await.is_empty() {
        tokio::task::yield_now().await;
    }
    world.desk.cancel_search();
    let stopped = tokio::time::timeout(Duration::from_secs(5), refresh).await.unwrap().unwrap().unwrap();
    assert!(stopped.cancelled && !stopped.unfinished, "nothing of the list is missing: {stopped:?}");
    assert_eq!((stopped.received, stopped.changed), (first.received, 0));
    assert_eq!(world.searches().await.len(), asked, "it does not go on");
}

#[tokio::test]
async fn a_search_that_was_cut_is_known_as_cut_when_it_is_opened_again() {
    let world = World::new(300_000).await;
    let request = SearchRequest { max_results: 2_000, ..world.request(france()) };
    let desk = world.desk.clone();
    let stopped = world.desk.search(&request, |_| desk.cancel_search()).await.unwrap();
    assert!(stopped.unfinished && stopped.received < 2_000, "{stopped:?}");

    let reopened = open(&world.sandbox, &world.folder).await;
    let listed = reopened.kept_searches().unwrap().remove(0);
    assert!(listed.unfinished, "{listed:?}");
    assert_eq!((listed.received, listed.total), (stopped.received, stopped.total));
    assert_eq!(reopened.open_search(&listed.id).unwrap(), listed);
    let first = AtomicU32::new(0);
    let again = reopened.clone();
    let stop_at_first = |_| {
        if first.fetch_add(1, Ordering::Relaxed) == 0 {
            again.cancel_search();
        }
    };
    let cut = reopened.resume_search(stop_at_first).await.unwrap();
    assert!(cut.unfinished && cut.total >= stopped.total, "what is missing is not forgotten: {cut:?}");
    let whole = reopened.resume_search(|_| {}).await.unwrap();
    assert_eq!((whole.received, whole.unfinished), (2_000, false));
    let listed = reopened.kept_searches().unwrap().remove(0);
    assert_eq!((listed.received, listed.unfinished), (2_000, false));
    assert!(listed.total >= 2_000);
}

#[tokio::test]
async fn a_search_whose_program_ended_in_the_middle_is_known_as_cut() {
    let world = World::new(300_000).await;
    let request = SearchRequest { max_results: 2_000, ..world.request(france()) };
    let desk = world.desk.clone();
    let came = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&came);
    let search = tokio::spawn(async move { desk.search(&request, |_| told.notify_one()).await });
    came.notified().await;
    search.abort();
    assert!(search.await.is_err());
    let reopened = open(&world.sandbox, &world.folder).await;
    let listed = reopened.kept_searches().unwrap().remove(0);
    assert!(listed.received > 0 && listed.unfinished, "{listed:?}");
}

#[tokio::test]
async fn what_left_the_catalogue_since_is_marked_and_stays_marked() {
    let world = World::new(300_000).await;
    let request = SearchRequest { max_results: 4_000, ..world.request(france()) };
    let found = world.desk.search(&request, |_| {}).await.unwrap();
    assert_eq!((found.withdrawn, found.flawed), (0, 0));
    let before = world.ids();
    world.sandbox.advance(400 * 86_400);
    let refreshed = world.desk.refresh_search(|_| {}).await.unwrap();
    assert!(refreshed.withdrawn > 0 && refreshed.flawed == refreshed.withdrawn, "{refreshed:?}");
    let marked = SceneFilter { flawed_only: true, ..SceneFilter::default() };
    let rows = world.desk.scenes(&marked, &[], 0, 1000).unwrap().rows;
    assert_eq!(rows.len(), refreshed.withdrawn as usize);
    assert!(rows.iter().all(|row| row.flaws == [SceneFlaw::Withdrawn]));
    let gone: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    assert!(gone.iter().any(|id| before.contains(id)));
    // Whoever searches now does not find them.
    let anew = world.desk.search(&request, |_| {}).await.unwrap();
    let all = world.desk.scenes(&SceneFilter::default(), &[], 0, 1).unwrap();
    assert_eq!((anew.withdrawn, all.total), (0, anew.received));
    assert!(gone.iter().all(|id| world.desk.scene(id).is_err()));

    let reopened = open(&world.sandbox, &world.folder).await;
    let older = reopened.kept_searches().unwrap().remove(1);
    reopened.open_search(&older.id).unwrap();
    let rows = reopened.scenes(&marked, &[], 0, 1000).unwrap().rows;
    assert_eq!(rows.len(), gone.len(), "the mark is on the disk");
    let refreshed = reopened.refresh_search(|_| {}).await.unwrap();
    assert_eq!(refreshed.withdrawn, 0, "it is told once");
}

#[tokio::test]
async fn yesterdays_search_opens_without_asking_with_what_was_kept() {
    let world = World::new(20_000).await;
    let found = world.desk.search(&world.request(tagus()), |_| {}).await.unwrap();
    let ids = world.ids();
    let first = ids.iter().next().unwrap().clone();
    world.desk.keep_scene(&first, true).unwrap();
    let filter = SceneFilter { max_cloud: Some(20.0), months: vec![6, 7], ..SceneFilter::default() };
    assert!(world.desk.save_search("  ", &filter).is_err());
    let saved = world.desk.save_search("Tagus, summer", &filter).unwrap();
    let detail = world.desk.scene(&first).unwrap();

    let reopened = World { desk: open(&world.sandbox, &world.folder).await, ..world };
    let before = reopened.searches().await.len();
    let listed = reopened.desk.kept_searches().unwrap();
    assert_eq!((listed.len(), listed[0].name.as_deref()), (1, Some("Tagus, summer")));
    assert_eq!((listed[0].received, listed[0].filter.as_ref()), (found.received, Some(&filter)));
    reopened.desk.open_search(&saved.id).unwrap();
    assert_eq!(reopened.ids(), ids);
    let again = reopened.desk.scene(&first).unwrap();
    assert!(again.row.kept);
    assert_eq!((again.identifier, again.properties), (detail.identifier, detail.properties));
    assert_eq!(reopened.searches().await.len(), before, "nothing was asked of the vendor");

    reopened.desk.search(&listed[0].request, |_| {}).await.unwrap();
    assert!(reopened.desk.scene(&first).unwrap().row.kept, "what is kept stays kept when one searches again");

    reopened.desk.remove_search(&saved.id).unwrap();
    assert_eq!(reopened.desk.kept_searches().unwrap().len(), 1);
    assert!(reopened.desk.open_search(&saved.id).is_err());
    assert!(reopened.desk.remove_search("nonsense").is_err());
}

#[tokio::test]
async fn only_the_last_unnamed_searches_stay() {
    let world = World::new(5_000).await;
    let request = SearchRequest { max_results: 1, ..world.request(tagus()) };
    for _ in 0..3 {
        world.desk.search(&request, |_| {}).await.unwrap();
    }
    world.desk.save_search("Kept", &SceneFilter::default()).unwrap();
    for _ in 0..14 {
        world.desk.search(&request, |_| {}).await.unwrap();
    }
    let names: Vec<Option<String>> =
        world.desk.kept_searches().unwrap().into_iter().map(|search| search.name).collect();
    assert_eq!((names.len(), names.iter().flatten().count()), (13, 1));
}

#[tokio::test]
async fn a_geopackage_has_the_tables_that_other_programs_look_for() {
    let world = World::new(20_000).await;
    world.desk.search(&world.request(tagus()), |_| {}).await.unwrap();
    let path = world.folder.path().join("scenes.gpkg");
    let everything = SceneFilter::default();
    let written = world.desk.export_scenes(ExportFormat::Geopackage, None, &everything, &[], &path).unwrap();
    let again = world.desk.export_scenes(ExportFormat::Geopackage, None, &everything, &[], &path).unwrap();
    assert_eq!((written, again), (world.ids().len() as u32, written), "an old file is replaced");
    let db = rusqlite::Connection::open(&path).unwrap();
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(number("PRAGMA user_version"), 10300);
    assert_eq!(number("SELECT count(*) FROM scenes"), i64::from(written));
    assert_eq!(number("SELECT count(*) FROM gpkg_geometry_columns WHERE table_name = 'scenes'"), 1);
    assert_eq!(number("SELECT srs_id FROM gpkg_contents"), 4326);
    assert_eq!(
        number("SELECT min(min_x > -15 AND max_x < 0 AND min_y > 30 AND max_y < 45) FROM gpkg_contents"),
        1
    );
    let ground: Vec<u8> = db.query_row("SELECT geom FROM scenes LIMIT 1", [], |row| row.get(0)).unwrap();
    assert_eq!((&ground[..3], &ground[8..13]), (&b"GP\0"[..], &[1, 3, 0, 0, 0][..]));
    let one = world.ids().into_iter().next().unwrap();
    let path = world.folder.path().join("one.geojson");
    let ids = [one];
    let written =
        world.desk.export_scenes(ExportFormat::Geojson, Some(&ids), &everything, &[], &path).unwrap();
    let collection: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!((written, collection["features"][0]["id"].as_str()), (1, Some(ids[0].as_str())));
    let nowhere = world.folder.path().join("no such folder").join("x.csv");
    assert!(world.desk.export_scenes(ExportFormat::Csv, None, &everything, &[], &nowhere).is_err());
}
