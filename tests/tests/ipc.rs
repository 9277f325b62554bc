//! The border without a window: every command called by its name over Tauri's mock runtime, once well and once badly. The
//! sandbox behind it is the real one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use secrecy::SecretString;
use serde_json::{Value, json};
use swath::events::Fact;
use swath::platform::Folders;
use swath::state::Shell;
use swath::surroundings::{Answer, Surroundings};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

/// A desktop that picks what it was told and opens nothing.
#[derive(Default)]
struct Desktop {
    picks: Mutex<Option<PathBuf>>,
    opened: Mutex<Vec<PathBuf>>,
}

impl Desktop {
    fn pick(&self) -> Answer<Option<PathBuf>> {
        let picked = self.picks.lock().unwrap().clone();
        Box::pin(async move { picked })
    }
}

impl Surroundings for Desktop {
    fn report(&self, _: Fact) {}

    fn pick_file(&self, _: &str, _: &[&str]) -> Answer<Option<PathBuf>> {
        self.pick()
    }

    fn pick_folder(&self, _: &str) -> Answer<Option<PathBuf>> {
        self.pick()
    }

    fn pick_target(&self, _: &str, _: &str) -> Answer<Option<PathBuf>> {
        self.pick()
    }

    fn open(&self, path: &Path) -> Result<(), String> {
        self.opened.lock().unwrap().push(path.to_owned());
        Ok(())
    }

    fn reveal(&self, path: &Path) -> Result<(), String> {
        self.open(path)
    }
}

/// A key store that is not there, as on a computer without one.
struct NoKeys;

impl ordering::KeyStore for NoKeys {
    fn load(&self, _: &str) -> Result<Option<SecretString>, ordering::KeychainError> {
        Ok(None)
    }

    fn save(&self, _: &str, _: &SecretString) -> Result<(), ordering::KeychainError> {
        Err(ordering::KeychainError::Absent)
    }

    fn forget(&self, _: &str) -> Result<(), ordering::KeychainError> {
        Ok(())
    }
}

/// A key store that holds what it is given for as long as the test runs.
#[derive(Default)]
struct HeldKeys(Mutex<BTreeMap<String, SecretString>>);

impl ordering::KeyStore for HeldKeys {
    fn load(&self, account: &str) -> Result<Option<SecretString>, ordering::KeychainError> {
        Ok(self.0.lock().unwrap().get(account).cloned())
    }

    fn save(&self, account: &str, key: &SecretString) -> Result<(), ordering::KeychainError> {
        self.0.lock().unwrap().insert(account.to_owned(), key.clone());
        Ok(())
    }

    fn forget(&self, account: &str) -> Result<(), ordering::KeychainError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

struct Border {
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    desktop: Arc<Desktop>,
    home: Arc<tempfile::TempDir>,
}

impl Border {
    fn new() -> Border {
        Border::at(Arc::new(tempfile::tempdir().unwrap()), Arc::new(NoKeys))
    }

    /// A program that keeps its files in a folder which another run may have used before.
    fn at(home: Arc<tempfile::TempDir>, keys: Arc<dyn ordering::KeyStore>) -> Border {
        let below = |name: &str| home.path().join(name);
        let folders = Folders { data: below("data"), cache: below("cache"), downloads: below("downloads") };
        let desktop = Arc::new(Desktop::default());
        let shell = Shell::with_keys(folders, Arc::clone(&desktop) as Arc<dyn Surroundings>, keys);
        let border = swath::border::<MockRuntime>();
        let app = mock_builder()
            .invoke_handler(border.invoke_handler())
            .manage(shell)
            .build(mock_context(noop_assets()))
            .unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Border { app, window, desktop, home }
    }

    fn connected() -> Border {
        let border = Border::new();
        let request = json!({"environment": "sandbox", "apiKey": null, "hosts": null, "proxy": null});
        let status = border.well("connect", json!({ "request": request }));
        assert_eq!(status["state"], "connected");
        border
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize::<Value>().unwrap())
    }

    fn well(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The code of the error that a command answers.
    fn badly(&self, command: &str, arguments: Value) -> String {
        let error = self.call(command, arguments).expect_err(command);
        let code = error["code"].as_str().unwrap_or_else(|| panic!("{command}: {error}"));
        let message = error["message"].as_str().unwrap();
        assert!(message.ends_with(['.', '?']), "{command}: {message}");
        code.to_owned()
    }

    /// Asks over the URI scheme; whether it was served.
    fn fetch(&self, path: &str) -> tauri::async_runtime::JoinHandle<bool> {
        let shell = self.app.state::<Shell>().inner().clone();
        let request =
            tauri::http::Request::get(format!("swath://localhost/{path}")).body(Vec::new()).unwrap();
        tauri::async_runtime::spawn(async move {
            swath::protocol::answer(&shell, &request).await.status().is_success()
        })
    }

    fn area(&self) -> Value {
        self.well("save_area", json!({"id": null, "name": "Tagus estuary", "polygon": tagus()}))
    }

    fn search(&self, area: &Value, constellation: &str) {
        let request = json!({"areaId": area["id"], "dateFrom": null, "dateTo": null, "constellations": [constellation],
            "maxCloud": null, "maxIncidence": null, "maxSnow": null, "maxResults": 200});
        self.well("search_archive", json!({"request": request, "onProgress": "__CHANNEL__:1"}));
    }

    fn scenes(&self) -> Value {
        self.well("read_scenes", json!({"filter": anything(), "sort": [{"key": "coverage", "descending": true}], "offset": 0, "limit": 5}))
    }

    /// Writes all results in every format, and one scene alone.
    fn exports(&self, id: &Value) {
        for (format, ending) in [
            ("geojson", "geojson"),
            ("csv", "csv"),
            ("kml", "kml"),
            ("geopackage", "gpkg"),
            ("stac", "json"),
            ("geoparquet", "parquet"),
        ] {
            let file = self.home.path().join(format!("scenes.{ending}"));
            *self.desktop.picks.lock().unwrap() = Some(file.clone());
            let arguments = json!({"format": format, "ids": null, "filter": anything(), "sort": []});
            let path = self.well("export_scenes", arguments);
            assert_eq!(path, file.display().to_string());
            assert!(std::fs::metadata(&file).unwrap().len() > 1000, "{format}");
        }
        let file = self.home.path().join("one.geojson");
        *self.desktop.picks.lock().unwrap() = Some(file.clone());
        let arguments = json!({"format": "geojson", "ids": [id], "filter": anything(), "sort": []});
        self.well("export_scenes", arguments.clone());
        let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        assert_eq!(written["features"][0]["id"], *id);
        *self.desktop.picks.lock().unwrap() = Some(self.home.path().join("no such folder/x.geojson"));
        assert_eq!(self.badly("export_scenes", arguments.clone()), "file");
        *self.desktop.picks.lock().unwrap() = None;
        assert!(self.well("export_scenes", arguments).is_null());
    }

    /// A priced basket of one scene; the contract.
    fn basket(&self, constellation: &str) -> String {
        let area = self.area();
        self.search(&area, constellation);
        let scene = self.scenes()["rows"][0]["id"].clone();
        let basket = self.well("add_to_basket", json!({"sceneId": scene, "areaId": area["id"]}));
        let contract = basket["groups"][0]["contract"]["contractId"].as_str().unwrap().to_owned();
        let patch = json!({"market": "ENV", "secondaryMarket": null, "endUser": {"name": "Authority", "country": "PT"}, "reference": null});
        self.well("edit_basket_group", json!({"contractId": contract, "patch": patch}));
        let priced = self.well("price_basket", json!({ "contractId": contract }));
        assert!(priced["groups"][0]["price"]["totalAmount"].is_string(), "{priced}");
        contract
    }

    fn review(&self, contract: &str, kind: &str) -> (Value, Value) {
        let review = self.well("review_order", json!({"contractId": contract, "kind": kind}));
        (review["reviewId"].clone(), review["price"]["totalAmount"].clone())
    }

    fn quotation(&self) -> Value {
        let contract = self.basket("PNEO");
        let (review, amount) = self.review(&contract, "quotation");
        self.well("request_quotation", json!({"reviewId": review, "confirmedAmount": amount}))
    }
}

fn tagus() -> Value {
    json!({"type": "Polygon", "coordinates": [[[-9.10, 38.70], [-8.95, 38.70], [-8.95, 38.82], [-9.10, 38.82], [-9.10, 38.70]]]})
}

fn anything() -> Value {
    json!({"dateFrom": null, "dateTo": null, "months": [], "constellations": [], "maxCloud": null, "maxSnow": null,
        "maxIncidence": null, "minSun": null, "maxResolution": null, "minCoverage": null, "keptOnly": false, "flawedOnly": false})
}

#[test]
fn the_bindings_are_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("bindings.ts");
    swath::export_bindings(&written).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
    let (fresh, kept) =
        (std::fs::read_to_string(written).unwrap(), std::fs::read_to_string(committed).unwrap());
    assert!(fresh == kept, "ui/src/ipc/bindings.ts is old: run `cargo xtask bindings`");
}

#[test]
fn every_command_says_so_when_nothing_is_connected() {
    let border = Border::new();
    assert_eq!(border.well("connection_status", json!({}))["state"], "disconnected");
    for (command, arguments) in [
        ("list_contracts", json!({})),
        ("get_workspace", json!({"contractId": "x"})),
        ("list_product_types", json!({"contractId": "x"})),
        ("list_markets", json!({"contractId": "x"})),
        ("list_delivery_types", json!({"contractId": "x"})),
        ("list_countries", json!({})),
        ("get_production_options", json!({"contractId": "x", "productTypeId": "y", "areaId": "z"})),
        ("list_areas", json!({})),
        ("find_areas", json!({"text": "x"})),
        ("save_areas", json!({"areas": []})),
        ("billed_areas", json!({"km2": 1.0})),
        ("remove_area", json!({"id": "x"})),
        ("cancel_search", json!({})),
        ("read_basket", json!({})),
        ("remove_from_basket", json!({"itemId": "x"})),
        ("list_orders", json!({})),
        ("refresh_orders", json!({})),
        ("list_deliveries", json!({})),
        ("cancel_download", json!({"itemId": "x"})),
        ("run_doctor", json!({})),
    ] {
        assert_eq!(border.badly(command, arguments), "notConnected", "{command}");
    }
}

#[test]
fn connecting_tells_a_wrong_key_an_unreachable_host_and_a_bad_address_apart() {
    let border = Border::connected();
    let host = border.well("connection_status", json!({}))["orderHost"].clone();
    assert_eq!(host, "127.0.0.1");
    let connect = |address: &str| {
        let hosts = json!({"authenticate": address, "order": address, "search": address, "access": address, "data": address});
        border.badly(
            "connect",
            json!({"request": {"environment": "live", "apiKey": "wrong", "hosts": hosts, "proxy": null}}),
        )
    };
    assert_eq!(connect("http://127.0.0.1:9"), "unreachable");
    assert_eq!(connect("http://example.org"), "invalidInput");
    let no_key = json!({"request": {"environment": "live", "apiKey": null, "hosts": null, "proxy": null}});
    assert_eq!(border.badly("connect", no_key), "invalidInput");
    // A failed attempt leaves the open connection as it was.
    assert_eq!(border.well("connection_status", json!({}))["state"], "connected");
    assert!(border.well("advance_sandbox_clock", json!({"hours": 1}))["sandboxTime"].is_string());
    border.well("forget_key", json!({}));
    assert_eq!(border.well("disconnect", json!({}))["state"], "disconnected");
    assert_eq!(border.badly("advance_sandbox_clock", json!({"hours": 1})), "notConnected");
}

#[test]
fn the_account_is_listed_and_an_unknown_contract_is_not_found() {
    let border = Border::connected();
    let contracts = border.well("list_contracts", json!({}));
    assert_eq!(contracts.as_array().unwrap().len(), 3);
    let id = &contracts[0]["contractId"];
    assert!(border.well("get_workspace", json!({ "contractId": id }))["name"].is_string());
    let types = border.well("list_product_types", json!({ "contractId": id }));
    assert!(!border.well("list_markets", json!({ "contractId": id })).as_array().unwrap().is_empty());
    assert!(!border.well("list_delivery_types", json!({ "contractId": id })).as_array().unwrap().is_empty());
    assert!(border.well("list_countries", json!({})).as_array().unwrap().len() > 200);
    let area = border.area();
    let options = json!({"contractId": id, "productTypeId": types[0]["productTypeId"], "areaId": area["id"]});
    assert!(border.well("get_production_options", options).as_array().unwrap().len() > 5);
    for command in ["get_workspace", "list_product_types", "list_markets", "list_delivery_types"] {
        assert_eq!(border.badly(command, json!({"contractId": "nobody"})), "notFound", "{command}");
    }
    let options = json!({"contractId": id, "productTypeId": "x", "areaId": "gone"});
    assert_eq!(border.badly("get_production_options", options), "notFound");
}

#[test]
fn areas_are_widened_merged_billed_coloured_and_found() {
    let border = Border::connected();
    let line = json!([{"name": "Pipe", "positions": [[-9.1, 38.7], [-9.0, 38.75]]}]);
    let buffered = border.well("buffer_lines", json!({"lines": line, "metres": 500.0}));
    assert_eq!((&buffered[0]["name"], &buffered[0]["report"]["orderable"]), (&json!("Pipe"), &json!(true)));
    assert_eq!(border.badly("buffer_lines", json!({"lines": line, "metres": 0.0})), "invalidArea");
    let small = json!({"type": "Polygon", "coordinates": [[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]]});
    let widened = border.well("widen_area", json!({"polygon": small, "km2": 25.0}));
    assert!((24.9..=25.0).contains(&widened["km2"].as_f64().unwrap()), "{}", widened["km2"]);
    let nothing = json!({"type": "Polygon", "coordinates": []});
    assert_eq!(border.badly("widen_area", json!({"polygon": nothing, "km2": 25.0})), "invalidArea");
    let halves =
        border.well("split_area", json!({"polygon": small, "from": [-0.01, 0.005], "to": [0.02, 0.005]}));
    assert_eq!(halves.as_array().unwrap().len(), 2);
    let hole = json!([[0.002, 0.002], [0.004, 0.002], [0.004, 0.004], [0.002, 0.002]]);
    let holed = json!({"type": "Polygon", "coordinates": [small["coordinates"][0], hole]});
    assert_eq!(
        border.badly("split_area", json!({"polygon": holed, "from": [0, 0], "to": [1, 1]})),
        "invalidArea"
    );
    let merged = border.well("merge_areas", json!({"polygons": [small, tagus()], "kind": "union"}));
    assert_eq!(merged.as_array().unwrap().len(), 2);
    assert_eq!(border.badly("merge_areas", json!({"polygons": [], "kind": "hull"})), "invalidArea");
    let billed = border.well("billed_areas", json!({"km2": 3.0}));
    let billed = billed.as_array().unwrap();
    assert!(
        billed.iter().any(|one| one["billedKm2"] == 25.0)
            && billed.iter().any(|one| one["billedKm2"] == 100.0)
    );
    assert_eq!(border.badly("billed_areas", json!({"km2": -1.0})), "invalidArea");
    let new = |name: &str, color: &str| json!({"name": name, "color": color, "polygon": tagus()});
    let saved =
        border.well("save_areas", json!({"areas": [new("Évora north", "teal"), new("Faro", "lime")]}));
    assert_eq!((&saved[0]["color"], &saved[1]["color"]), (&json!("teal"), &json!("lime")));
    assert_eq!(
        border.badly("save_areas", json!({"areas": [new("X", "teal"), new("", "teal")]})),
        "invalidInput"
    );
    let found = border.well("find_areas", json!({"text": "NORTH evora"}));
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(border.well("find_areas", json!({"text": "porto"})).as_array().unwrap().len(), 0);
    let id = &saved[0]["id"];
    assert_eq!(border.well("color_area", json!({"id": id, "color": "sand"}))["color"], "sand");
    assert_eq!(border.badly("color_area", json!({"id": id, "color": "black"})), "invalidInput");
    assert_eq!(border.badly("color_area", json!({"id": "gone", "color": "sand"})), "notFound");
    assert_eq!(border.well("list_areas", json!({})).as_array().unwrap().len(), 2);
}

#[test]
fn areas_are_read_checked_mended_kept_and_written() {
    let border = Border::connected();
    assert_eq!(border.well("check_area", json!({"polygon": tagus()}))["orderable"], true);
    let told = json!({});
    let read = border.well("read_areas", json!({"text": "-9.1,38.7,-8.95,38.82", "answers": told}));
    assert_eq!(read["areas"].as_array().unwrap().len(), 1);
    let asked = border.well("read_areas", json!({"text": "38.7 -9.1\n38.7 -9\n38.8 -9", "answers": told}));
    assert_eq!(asked["question"]["kind"], "axisOrder");
    let nonsense = json!({"text": "nothing of the kind", "answers": told});
    assert_eq!(border.badly("read_areas", nonsense), "invalidArea");
    assert_eq!(border.well("area_limits", json!({})).as_array().unwrap().len(), 8);
    let holed = json!({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]], [[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.2]]]});
    assert_eq!(border.well("check_area", json!({ "polygon": holed }))["orderable"], false);
    let mended = border.well("mend_area", json!({"polygon": holed, "kind": "fillHoles"}));
    assert_eq!(mended[0]["orderable"], true);
    let nothing = json!({"type": "Polygon", "coordinates": [[[0,0],[1,1]]]});
    assert_eq!(border.badly("mend_area", json!({"polygon": nothing, "kind": "untangle"})), "invalidArea");
    let area = border.area();
    let renamed = border.well("rename_area", json!({"id": area["id"], "name": "Tejo"}));
    assert_eq!(renamed["name"], "Tejo");
    assert_eq!(border.badly("rename_area", json!({"id": area["id"], "name": "  "})), "invalidInput");
    assert_eq!(
        border.badly("save_area", json!({"id": null, "name": "", "polygon": tagus()})),
        "invalidInput"
    );
    let file = border.home.path().join("tejo.geojson");
    *border.desktop.picks.lock().unwrap() = Some(file.clone());
    assert!(border.well("export_areas", json!({"ids": [area["id"]], "form": "geoJson"})).is_string());
    assert_eq!(border.badly("export_areas", json!({"ids": ["gone"], "form": "kml"})), "notFound");
    let opened = border.well("open_area_file", json!({}));
    assert_eq!(opened[0]["reading"]["areas"][0]["name"], "Tejo");
    let files = |path: &str| json!({"paths": [path], "answers": told});
    assert_eq!(
        border.well("read_area_files", files(&file.display().to_string()))[0]["reading"]["form"],
        "GeoJSON"
    );
    assert_eq!(border.badly("read_area_files", files("/no/such.geojson")), "file");
    let picture = border.home.path().join("picture.jpg");
    std::fs::write(&picture, b"\xff\xd8\xff").unwrap();
    assert_eq!(border.badly("read_area_files", files(&picture.display().to_string())), "invalidArea");
    border.well("remove_area", json!({"id": area["id"]}));
    assert_eq!(border.well("list_areas", json!({})).as_array().unwrap().len(), 0);
    assert!(border.well("find_places", json!({"text": "Lisb"})).as_array().unwrap().len() > 1);
    assert_eq!(border.well("find_places", json!({"text": ""})).as_array().unwrap().len(), 0);
}

#[test]
fn the_archive_is_searched_and_read_in_windows() {
    let border = Border::connected();
    for (command, arguments) in [
        ("read_scenes", json!({"filter": anything(), "sort": [], "offset": 0, "limit": 1})),
        ("describe_scenes", json!({"filter": anything()})),
        ("scenes_at", json!({"lon": 0.0, "lat": 0.0, "filter": anything(), "limit": 5})),
        ("describe_scene", json!({"id": "x"})),
        ("keep_scene", json!({"id": "x", "kept": true})),
        ("scene_rank", json!({"id": "x", "filter": anything(), "sort": []})),
        ("resume_search", json!({"onProgress": "__CHANNEL__:1"})),
        ("refresh_search", json!({"onProgress": "__CHANNEL__:1"})),
        ("open_search", json!({"id": "1"})),
        ("save_search", json!({"name": "Tagus", "filter": anything()})),
        ("remove_search", json!({"id": "1"})),
        ("compare_scenes", json!({"one": "x", "other": "y"})),
        ("coverage_of_scenes", json!({"ids": ["x"]})),
    ] {
        assert_eq!(border.badly(command, arguments), "notFound", "{command}");
    }
    assert_eq!(border.well("list_searches", json!({})).as_array().unwrap().len(), 0);
    let area = border.area();
    border.search(&area, "PHR");
    let window = border.scenes();
    assert!(window["total"].as_u64().unwrap() > 3 && window["rows"].as_array().unwrap().len() <= 5);
    let id = &window["rows"][0]["id"];
    assert_eq!(border.well("describe_scenes", json!({"filter": anything()}))["total"], window["total"]);
    let there = json!({"lon": -9.02, "lat": 38.76, "filter": anything(), "limit": 1});
    let there = border.well("scenes_at", there);
    assert_eq!(there["rows"].as_array().unwrap().len(), 1);
    assert!(there["matched"].as_u64().unwrap() > 1);
    assert!(border.well("describe_scene", json!({ "id": id }))["properties"].as_array().unwrap().len() > 20);
    border.well("keep_scene", json!({"id": id, "kept": true}));
    border.well("cancel_search", json!({}));
    let sort = json!([{"key": "coverage", "descending": true}]);
    assert_eq!(border.well("scene_rank", json!({"id": id, "filter": anything(), "sort": sort})), 0);
    assert_eq!(border.well("resume_search", json!({"onProgress": "__CHANNEL__:1"}))["unfinished"], false);
    let refreshed = border.well("refresh_search", json!({"onProgress": "__CHANNEL__:1"}));
    assert_eq!(refreshed["received"], window["total"]);
    let saved = border.well("save_search", json!({"name": "Tagus", "filter": anything()}));
    assert_eq!(border.badly("save_search", json!({"name": "", "filter": anything()})), "invalidInput");
    assert_eq!(border.well("list_searches", json!({}))[0]["name"], "Tagus");
    assert_eq!(border.well("open_search", json!({"id": saved["id"]}))["received"], window["total"]);
    let other = &window["rows"][1]["id"];
    let pair = border.well("compare_scenes", json!({"one": id, "other": other}));
    assert!(pair["overlap"].as_f64().unwrap() > 0.0 && pair["daysApart"].is_number(), "{pair}");
    assert!(border.well("coverage_of_scenes", json!({"ids": [id, other]})).as_f64().unwrap() > 0.0);
    border.exports(id);
    border.well("remove_search", json!({"id": saved["id"]}));
    *border.desktop.picks.lock().unwrap() = None;
    assert!(border.well("export_footprint", json!({ "id": id })).is_null());
    assert_eq!(border.badly("export_footprint", json!({"id": "x"})), "notFound");
    let request = json!({"areaId": "gone", "dateFrom": null, "dateTo": null, "constellations": [], "maxCloud": null, "maxIncidence": null, "maxSnow": null, "maxResults": 10});
    assert_eq!(
        border.badly("search_archive", json!({"request": request, "onProgress": "__CHANNEL__:1"})),
        "notFound"
    );
}

#[test]
fn a_legacy_order_goes_from_the_basket_to_the_disk() {
    let border = Border::connected();
    let contract = border.basket("PHR");
    let group = &border.well("read_basket", json!({}))["groups"][0];
    let product = group["options"][0]["productTypeId"].clone();
    let option = |value: Value| json!({"contractId": contract, "productTypeId": product, "key": "priority", "value": value});
    let edited = border.well("set_basket_option", option(json!("rush")));
    assert_eq!(edited["groups"][0]["priceStale"], true);
    assert_eq!(border.badly("review_order", json!({"contractId": contract, "kind": "order"})), "priceStale");
    border.well("new_reference", json!({ "contractId": contract }));
    border.well("price_basket", json!({ "contractId": contract }));
    assert_eq!(
        border.badly("review_order", json!({"contractId": contract, "kind": "quotation"})),
        "invalidInput"
    );
    let (review, amount) = border.review(&contract, "order");
    assert_eq!(
        border.badly("place_order", json!({"reviewId": review, "confirmedAmount": "1.00"})),
        "confirmationMismatch"
    );
    let order = border.well("place_order", json!({"reviewId": review, "confirmedAmount": amount}));
    assert_eq!(order["state"]["state"], "placed");
    assert_eq!(
        border.badly("place_order", json!({"reviewId": review, "confirmedAmount": amount})),
        "priceStale"
    );
    border.well("advance_sandbox_clock", json!({"hours": 30}));
    assert_eq!(border.well("refresh_orders", json!({}))[0]["state"]["state"], "delivered");
    assert_eq!(border.well("list_orders", json!({})).as_array().unwrap().len(), 1);
    let reference = &order["reference"];
    assert!(
        border.well("read_order", json!({ "reference": reference }))["timeline"].as_array().unwrap().len()
            > 2
    );
    border.well("look_now", json!({ "reference": reference }));
    let deliveries = border.well("list_deliveries", json!({}));
    let item = &deliveries[0]["itemId"];
    border.well("cancel_download", json!({ "itemId": item }));
    let fetched = border.well("download_delivery", json!({"itemId": item, "onProgress": "__CHANNEL__:1"}));
    assert_eq!(fetched["download"]["state"], "done");
    border.well("show_in_folder", json!({"path": fetched["download"]["path"]}));
    border.well("show_in_folder", json!({"path": border.well("about_program", json!({}))["dataFolder"]}));
    assert_eq!(border.badly("show_in_folder", json!({"path": "/etc/passwd"})), "file");
    assert_eq!(
        border.badly("download_delivery", json!({"itemId": "x", "onProgress": "__CHANNEL__:1"})),
        "notFound"
    );
}

#[test]
fn a_quotation_goes_from_the_basket_to_its_decision() {
    let border = Border::connected();
    let quoted = border.quotation();
    let (id, reference) = (&quoted["quotationId"], &quoted["reference"]);
    let document = border.well("export_quotation", json!({ "quotationId": id }));
    assert!(!document["pages"].as_array().unwrap().is_empty());
    assert_eq!(border.badly("export_quotation", json!({"quotationId": "QUO00000000"})), "notFound");
    *border.desktop.picks.lock().unwrap() = Some(border.home.path().join("q.pdf"));
    assert!(border.well("save_quotation", json!({ "quotationId": id })).is_string());
    border.well("open_quotation", json!({ "quotationId": id }));
    assert_eq!(border.badly("open_quotation", json!({"quotationId": "../x"})), "invalidInput");
    assert_eq!(border.badly("save_quotation", json!({"quotationId": "../x"})), "invalidInput");
    let found = border.well("search_orders", json!({"contractId": quoted["contractId"], "text": ""}));
    assert_eq!(found[0]["knownHere"], true);
    assert_eq!(
        border.badly("accept_quotation", json!({"reference": reference, "confirmedAmount": "1"})),
        "confirmationMismatch"
    );
    let accepted =
        border.well("accept_quotation", json!({"reference": reference, "confirmedAmount": quoted["amount"]}));
    assert_eq!(accepted["summary"]["state"]["state"], "placed");
    let other = border.quotation();
    assert_eq!(
        border.badly("refuse_quotation", json!({"reference": other["reference"], "reasonId": 0})),
        "invalidInput"
    );
    let refused = border.well("refuse_quotation", json!({"reference": other["reference"], "reasonId": 3}));
    assert_eq!(refused["summary"]["state"]["state"], "refused");
}

fn ask_control(sandbox: &Sandbox, path: &str, body: Option<Value>) -> Value {
    let (url, http) = (format!("{}{path}", sandbox.control_url()), reqwest::Client::new());
    tauri::async_runtime::block_on(async {
        let request = match body {
            Some(body) => http.post(url).json(&body),
            None => http.get(url),
        };
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or_default()
    })
}

/// How many thumbnails the vendor was asked for.
fn asked_for(sandbox: &Sandbox) -> usize {
    let arrived = ask_control(sandbox, "/requests", None);
    let all = arrived.as_array().or_else(|| arrived["requests"].as_array()).unwrap();
    all.iter().filter(|request| request["path"].as_str().unwrap().ends_with("/thumbnail")).count()
}

#[test]
fn pictures_that_nobody_waits_for_are_given_up_and_make_room_for_others() {
    let sandbox = tauri::async_runtime::block_on(Sandbox::start(SandboxConfig::default())).unwrap();
    let border = Border::new();
    border.well("connect", live(&sandbox, Some(sandbox.api_key())));
    border.search(&border.area(), "PHR");
    let window = json!({"filter": anything(), "sort": [], "offset": 0, "limit": 20});
    let rows = border.well("read_scenes", window)["rows"].as_array().unwrap().clone();
    let name = |row: &Value| format!("thumbnail/{}", row["id"].as_str().unwrap());
    let (seen, past) = (name(&rows[0]), rows[1..].iter().map(name).collect::<Vec<_>>());
    assert!(past.len() > 8);
    let slow = json!({"path": "/thumbnail", "fault": "slow", "seconds": 600, "count": 6});
    ask_control(&sandbox, "/faults", Some(slow));
    let fetches: Vec<_> = past.iter().map(|name| border.fetch(name)).collect();
    while asked_for(&sandbox) < 6 {
        std::thread::yield_now();
    }
    assert_eq!(border.well("give_up_pictures", json!({ "names": past })), past.len());
    for fetch in fetches {
        assert!(!tauri::async_runtime::block_on(fetch).unwrap(), "what was given up is not served");
    }
    assert!(tauri::async_runtime::block_on(border.fetch(&seen)).unwrap());
    assert_eq!(asked_for(&sandbox), 7, "six were on their way, the others were never asked for");
    assert_eq!(border.well("give_up_pictures", json!({ "names": [seen] })), 0);
    assert!(border.call("give_up_pictures", json!({"names": 7})).is_err());

    // What was seen once needs no vendor any more; the faulty ones were used up, so nothing else is in the way.
    tauri::async_runtime::block_on(sandbox.stop());
    assert!(tauri::async_runtime::block_on(border.fetch(&seen)).unwrap());
    assert!(!tauri::async_runtime::block_on(border.fetch(&past[0])).unwrap());
}

/// Through the whole way to an order whose answer is lost; its reference.
fn lost_order(border: &Border, sandbox: &Sandbox) -> Value {
    let contract = border.basket("PHR");
    let (review, amount) = border.review(&contract, "order");
    let fault = json!({"path": "/api/v1/orders", "fault": "dropBefore", "count": 1});
    let set = reqwest::Client::new().post(format!("{}/faults", sandbox.control_url())).json(&fault).send();
    assert!(tauri::async_runtime::block_on(set).unwrap().status().is_success());
    let order = border.well("place_order", json!({"reviewId": review, "confirmedAmount": amount}));
    assert_eq!(order["state"]["state"], "unknown");
    order["reference"].clone()
}

#[test]
fn an_unknown_order_is_ended_by_a_persons_word_and_ordered_again_under_another_reference() {
    let sandbox = tauri::async_runtime::block_on(Sandbox::start(SandboxConfig::default())).unwrap();
    let border = Border::new();
    border.well("connect", live(&sandbox, Some(sandbox.api_key())));
    let first = lost_order(&border, &sandbox);
    let again = border.well("order_again", json!({ "reference": first }));
    assert_ne!(again["groups"][0]["reference"], first);
    let ended =
        border.well("declare_not_placed", json!({"reference": first, "reason": "they said so on the phone"}));
    assert_eq!(ended["summary"]["state"]["state"], "notPlaced");
    let second = lost_order(&border, &sandbox);
    let ended = border.well("declare_placed", json!({"reference": second, "vendorId": "SAL26000001"}));
    assert_eq!(ended["summary"]["salesOrderId"], "SAL26000001");
    assert_eq!(border.badly("order_again", json!({ "reference": second })), "invalidInput");
}

/// A request for the account whose vendor is this sandbox.
fn live(sandbox: &Sandbox, key: Option<&str>) -> Value {
    let url = sandbox.url();
    let hosts = json!({"authenticate": url, "order": url, "search": url, "access": url, "data": url});
    json!({"request": {"environment": "live", "apiKey": key, "hosts": hosts, "proxy": null}})
}

#[test]
fn without_a_network_what_is_on_this_computer_opens_and_nothing_can_be_ordered() {
    let started = |config| tauri::async_runtime::block_on(Sandbox::start(config)).unwrap();
    let sandbox = started(SandboxConfig::default());
    let port = sandbox.url().rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
    let (home, keys) = (Arc::new(tempfile::tempdir().unwrap()), Arc::new(HeldKeys::default()));
    let yesterday = Border::at(Arc::clone(&home), keys.clone());
    assert_eq!(yesterday.badly("resume_connection", json!({})), "invalidInput");
    assert_eq!(yesterday.badly("sign_in", json!({})), "notConnected");
    yesterday.well("connect", live(&sandbox, Some(sandbox.api_key())));
    let contract = yesterday.basket("PHR");
    let found = yesterday.scenes()["total"].clone();
    let group = yesterday.well("read_basket", json!({}))["groups"][0].clone();
    let (priced, name) = (group["price"].clone(), group["contract"]["name"].clone());
    drop(yesterday);
    tauri::async_runtime::block_on(sandbox.stop());

    let today = Border::at(home, keys);
    let before = today.well("connection_status", json!({}));
    assert_eq!((&before["state"], &before["resumes"]), (&json!("disconnected"), &json!(true)));
    assert_eq!(today.well("resume_connection", json!({}))["state"], "offline");
    assert_eq!(today.badly("sign_in", json!({})), "unreachable");
    let status = today.well("connection_status", json!({}));
    assert!(status["offlineReason"].as_str().unwrap().ends_with('.'), "{status}");
    assert_eq!(today.well("list_areas", json!({}))[0]["name"], "Tagus estuary");
    assert_eq!(today.well("list_orders", json!({})), json!([]));
    let search = today.well("list_searches", json!({}))[0]["id"].clone();
    today.well("open_search", json!({ "id": search }));
    assert_eq!(today.scenes()["total"], found);
    let basket = today.well("read_basket", json!({}));
    assert_eq!((&basket["offline"], &basket["groups"][0]["price"]), (&json!(true), &priced), "{basket}");
    assert_eq!(basket["groups"][0]["contract"]["name"], name);
    assert_eq!(basket["groups"][0]["contract"]["creditRemaining"], Value::Null);
    for (command, arguments) in [
        ("refresh_search", json!({"onProgress": "__CHANNEL__:1"})),
        ("list_contracts", json!({})),
        ("price_basket", json!({ "contractId": contract })),
        ("review_order", json!({"contractId": contract, "kind": "order"})),
        ("place_order", json!({"reviewId": "x", "confirmedAmount": "1"})),
        ("request_quotation", json!({"reviewId": "x", "confirmedAmount": "1"})),
        ("accept_quotation", json!({"reference": "x", "confirmedAmount": "1"})),
        ("refuse_quotation", json!({"reference": "x", "reasonId": 3})),
        ("refresh_orders", json!({})),
        ("list_deliveries", json!({})),
    ] {
        assert_eq!(today.badly(command, arguments), "unreachable", "{command}");
    }

    let sandbox = started(SandboxConfig { port, ..SandboxConfig::default() });
    assert_eq!(today.well("sign_in", json!({}))["state"], "connected");
    assert!(today.well("price_basket", json!({ "contractId": contract }))["groups"][0]["price"].is_object());
    today.well("disconnect", json!({}));
    let status = today.well("connection_status", json!({}));
    assert_eq!((&status["state"], &status["resumes"]), (&json!("disconnected"), &json!(false)));
    drop(sandbox);
}

#[test]
fn bad_calls_around_money_are_refused_in_their_own_words() {
    let border = Border::connected();
    let none = json!({"contractId": "x"});
    for (command, arguments, code) in [
        ("add_to_basket", json!({"sceneId": "x", "areaId": "y"}), "notFound"),
        (
            "set_basket_option",
            json!({"contractId": "x", "productTypeId": "y", "key": "k", "value": null}),
            "notFound",
        ),
        (
            "edit_basket_group",
            json!({"contractId": "x", "patch": {"market": null, "secondaryMarket": null, "endUser": null, "reference": null}}),
            "notFound",
        ),
        ("price_basket", none.clone(), "notFound"),
        ("new_reference", none, "notFound"),
        ("review_order", json!({"contractId": "x", "kind": "order"}), "notFound"),
        ("place_order", json!({"reviewId": "x", "confirmedAmount": "1"}), "priceStale"),
        ("request_quotation", json!({"reviewId": "x", "confirmedAmount": "1"}), "priceStale"),
        ("read_order", json!({"reference": "x"}), "notFound"),
        ("look_now", json!({"reference": "x"}), "notFound"),
        ("declare_not_placed", json!({"reference": "x", "reason": "they said so"}), "notFound"),
        ("declare_placed", json!({"reference": "x", "vendorId": "SAL26000001"}), "notFound"),
        ("order_again", json!({"reference": "x"}), "notFound"),
        ("accept_quotation", json!({"reference": "x", "confirmedAmount": "1"}), "notFound"),
        ("refuse_quotation", json!({"reference": "x", "reasonId": 3}), "notFound"),
        ("search_orders", json!({"contractId": "x", "text": ""}), "notFound"),
    ] {
        assert_eq!(border.badly(command, arguments), code, "{command}");
    }
    assert_eq!(
        border.well("remove_from_basket", json!({"itemId": "x"}))["groups"].as_array().unwrap().len(),
        0
    );
}

#[test]
fn settings_are_kept_and_a_bad_one_is_refused() {
    let border = Border::connected();
    let mut settings = border.well("read_settings", json!({}));
    settings["theme"] = json!("dark");
    settings["amountToType"] = json!("5000.00");
    border.well("write_settings", json!({ "settings": settings }));
    assert_eq!(border.well("read_settings", json!({}))["amountToType"], "5000.00");
    settings["proxy"] = json!("not an address");
    assert_eq!(border.badly("write_settings", json!({ "settings": settings })), "invalidInput");
    assert!(border.well("choose_folder", json!({})).is_null());
    assert!(border.well("about_program", json!({}))["version"].is_string());
    let checks = border.well("run_doctor", json!({}));
    assert!(checks.as_array().unwrap().iter().all(|check| check["ok"] == true), "{checks}");
}
