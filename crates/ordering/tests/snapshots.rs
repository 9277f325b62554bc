//! A search of yesterday opens from its snapshot while that is good, and from its records when it is not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use aoi::AreaPolygon;
use archive::{SceneFilter, SceneRow};
use oneatlas::Hosts;
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::{Desk, DeskEvent, Environment, Outside, SearchRequest, Target};
use rusqlite::Connection;
use secrecy::SecretString;
use serde_json::json;

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

struct World {
    desk: Desk,
    request: SearchRequest,
    folder: tempfile::TempDir,
    _sandbox: Sandbox,
}

impl World {
    async fn new() -> World {
        let sandbox =
            Sandbox::start(SandboxConfig { scenes: 20_000, ..SandboxConfig::default() }).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let now = sandbox.now();
        let target = Target {
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
        };
        let desk = Desk::open(target, Arc::new(Nobody)).await.unwrap();
        let ring = vec![[-9.10, 38.70], [-8.95, 38.70], [-8.95, 38.82], [-9.10, 38.82], [-9.10, 38.70]];
        let area = desk.save_area(None, "Tagus", &AreaPolygon::from_ring(ring)).unwrap();
        let request =
            serde_json::from_value(json!({"areaId": area.id, "constellations": [], "maxResults": 5000}))
                .unwrap();
        World { desk, request, folder, _sandbox: sandbox }
    }

    async fn search(&self) -> String {
        self.desk.search(&self.request, |_| {}).await.unwrap();
        self.desk.kept_searches().unwrap().remove(0).id
    }

    /// The rows of a search, opened from the disk.
    fn opened(&self, search: &str) -> Vec<SceneRow> {
        self.desk.open_search(search).unwrap();
        let mut rows = self.desk.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap().rows;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows
    }

    fn records(&self) -> Connection {
        Connection::open(self.folder.path().join("sandbox/searches.db")).unwrap()
    }

    fn snapshot(&self, search: &str) -> PathBuf {
        self.folder.path().join(format!("sandbox/searches.columns/{search}.columns"))
    }

    fn noted(&self) -> Vec<String> {
        let db = self.records();
        let mut noted = db.prepare("SELECT search FROM snapshots ORDER BY search").unwrap();
        let rows = noted.query_map([], |row| row.get::<_, i64>(0)).unwrap();
        rows.map(|search| search.unwrap().to_string()).collect()
    }
}

#[tokio::test]
async fn a_search_opens_from_its_snapshot_with_what_was_kept_since() {
    let world = World::new().await;
    let search = world.search().await;
    let before = world.opened(&search);
    assert!(before.len() > 5 && before.iter().any(|row| row.price_estimate.is_some()));
    world.desk.keep_scene(&before[1].id, true).unwrap();
    // Records that can't be read show that they are not.
    world.records().execute("UPDATE scenes SET record = x'00'", []).unwrap();
    let after = world.opened(&search);
    assert_eq!(after.len(), before.len());
    assert!(after.iter().zip(&before).enumerate().all(|(place, (a, b))| {
        (a.id == b.id, a.kept, a.coverage.to_bits()) == (true, place == 1, b.coverage.to_bits())
    }));
}

#[tokio::test]
async fn a_damaged_or_missing_snapshot_is_made_again_from_the_records() {
    let world = World::new().await;
    let search = world.search().await;
    let whole = world.opened(&search);
    let good = std::fs::read(world.snapshot(&search)).unwrap();
    let mut broken = good.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 1;
    let mut older = good.clone();
    older[4] ^= 0xff;
    for bad in [broken, older, good[..20].to_vec(), Vec::new()] {
        std::fs::write(world.snapshot(&search), bad).unwrap();
        assert_eq!(world.opened(&search), whole);
        assert_eq!(std::fs::read(world.snapshot(&search)).unwrap().len(), good.len(), "it was made anew");
    }
    std::fs::remove_file(world.snapshot(&search)).unwrap();
    assert_eq!(world.opened(&search), whole);
}

#[tokio::test]
async fn whoever_writes_a_record_strikes_out_every_snapshot_that_knows_it() {
    let world = World::new().await;
    let first = world.search().await;
    assert_eq!(world.noted().as_slice(), std::slice::from_ref(&first));
    let second = world.search().await;
    assert_eq!(
        world.noted().as_slice(),
        std::slice::from_ref(&second),
        "the second search wrote the scenes of the first"
    );
    let rows = world.opened(&first);
    assert_eq!(world.noted(), [first.clone(), second.clone()]);
    assert_eq!(world.opened(&second), rows);
    world.desk.remove_search(&first).unwrap();
    assert!(world.noted() == [second] && !world.snapshot(&first).exists());
}

#[tokio::test]
async fn scenes_are_measured_over_a_changed_outline_until_the_search_is_opened_again() {
    let world = World::new().await;
    let search = world.search().await;
    let before = world.opened(&search);
    let part = vec![[-9.10, 38.70], [-9.05, 38.70], [-9.05, 38.74], [-9.10, 38.74], [-9.10, 38.70]];
    let id = world.request.area_id.clone();
    world.desk.save_area(Some(id.clone()), "Tagus", &AreaPolygon::from_ring(part)).unwrap();
    world.desk.measure_scenes().unwrap();
    let mut measured = world.desk.scenes(&SceneFilter::default(), &[], 0, 1000).unwrap().rows;
    measured.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(measured.len(), before.len());
    let anew = world.desk.search(&world.request, |_| {}).await.unwrap().received as usize;
    assert!(measured.iter().filter(|row| row.coverage > 0.0).count() <= anew);
    assert!(measured.iter().zip(&before).any(|(a, b)| (a.coverage - b.coverage).abs() > 1.0));
    let shares = |rows: Vec<SceneRow>| rows.into_iter().map(|row| (row.id, row.coverage)).collect::<Vec<_>>();
    assert_eq!(shares(world.opened(&search)), shares(before));
    let crossed = vec![[-9.10, 38.70], [-9.05, 38.74], [-9.05, 38.70], [-9.10, 38.74], [-9.10, 38.70]];
    world.desk.save_area(Some(id.clone()), "Tagus", &AreaPolygon::from_ring(crossed)).unwrap();
    assert!(world.desk.measure_scenes().is_err(), "an outline with a fault");
}
