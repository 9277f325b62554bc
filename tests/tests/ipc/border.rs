//! A program without a window: the border over Tauri's mock runtime, and a sandbox behind it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use oneatlas_sandbox::Sandbox;
use secrecy::SecretString;
use serde_json::{Value, json};
use swath::events::{Fact, Unanswered};
use swath::platform::Folders;
use swath::state::Shell;
use swath::surroundings::{Answer, Surroundings};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

/// A desktop that picks what it was told and opens nothing.
#[derive(Default)]
pub(crate) struct Desktop {
    pub(crate) picks: Mutex<Option<PathBuf>>,
    pub(crate) opened: Mutex<Vec<PathBuf>>,
    pub(crate) unanswered: Mutex<Vec<Unanswered>>,
}

impl Desktop {
    fn pick(&self) -> Answer<Option<PathBuf>> {
        let picked = self.picks.lock().unwrap().clone();
        Box::pin(async move { picked })
    }
}

impl Surroundings for Desktop {
    fn end(&self) {}

    fn report(&self, fact: Fact) {
        if let Fact::Unanswered(unanswered) = fact {
            self.unanswered.lock().unwrap().push(unanswered);
        }
    }

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
pub(crate) struct HeldKeys(Mutex<BTreeMap<String, SecretString>>);

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

pub(crate) struct Border {
    pub(crate) app: App<MockRuntime>,
    pub(crate) window: WebviewWindow<MockRuntime>,
    pub(crate) desktop: Arc<Desktop>,
    pub(crate) home: Arc<tempfile::TempDir>,
}

impl Border {
    pub(crate) fn new() -> Border {
        Border::at(Arc::new(tempfile::tempdir().unwrap()), Arc::new(NoKeys))
    }

    /// A program that keeps its files in a folder which another run may have used before.
    pub(crate) fn at(home: Arc<tempfile::TempDir>, keys: Arc<dyn ordering::KeyStore>) -> Border {
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

    pub(crate) fn connected() -> Border {
        let border = Border::new();
        let request = json!({"environment": "sandbox", "apiKey": null, "hosts": null, "proxy": null});
        let status = border.well("connect", json!({ "request": request }));
        assert_eq!(status["state"], "connected");
        border
    }

    pub(crate) fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
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

    pub(crate) fn well(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The code of the error that a command answers.
    pub(crate) fn badly(&self, command: &str, arguments: Value) -> String {
        let error = self.refused(command, arguments);
        let code = error["code"].as_str().unwrap_or_else(|| panic!("{command}: {error}"));
        let message = error["message"].as_str().unwrap();
        assert!(message.ends_with(['.', '?']), "{command}: {message}");
        code.to_owned()
    }

    /// The whole error of a call that must fail.
    pub(crate) fn refused(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).expect_err(command)
    }

    /// Asks over the URI scheme; whether it was served.
    pub(crate) fn fetch(&self, path: &str) -> tauri::async_runtime::JoinHandle<bool> {
        let shell = self.app.state::<Shell>().inner().clone();
        let request =
            tauri::http::Request::get(format!("swath://localhost/{path}")).body(Vec::new()).unwrap();
        tauri::async_runtime::spawn(async move {
            swath::protocol::answer(&shell, &request).await.status().is_success()
        })
    }

    pub(crate) fn area(&self) -> Value {
        self.well("save_area", json!({"id": null, "name": "Tagus estuary", "polygon": tagus()}))
    }

    pub(crate) fn search(&self, area: &Value, constellation: &str) {
        let request = json!({"areaId": area["id"], "dateFrom": null, "dateTo": null, "constellations": [constellation],
            "maxCloud": null, "maxIncidence": null, "maxSnow": null, "maxResults": 200});
        self.well("search_archive", json!({"request": request, "onProgress": "__CHANNEL__:1"}));
    }

    pub(crate) fn scenes(&self) -> Value {
        self.well("read_scenes", json!({"filter": anything(), "sort": [{"key": "coverage", "descending": true}], "offset": 0, "limit": 5}))
    }

    /// Writes all results in every format, and one scene alone.
    pub(crate) fn exports(&self, id: &Value) {
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
    pub(crate) fn basket(&self, constellation: &str) -> String {
        let area = self.area();
        self.search(&area, constellation);
        let scene = self.scenes()["rows"][0]["id"].clone();
        let sellers = self.well("list_sellers", json!({ "sceneId": scene }));
        let contract = sellers[0]["contractId"].as_str().unwrap().to_owned();
        let add = |payer: Value| json!({"sceneId": scene, "areaId": area["id"], "contractId": payer});
        assert_eq!(self.badly("add_to_basket", add(Value::Null)), "choosePayer");
        self.well("add_to_basket", add(json!(contract)));
        let patch = json!({"market": "ENV", "secondaryMarket": null, "endUser": {"name": "Authority", "country": "PT"}, "reference": null});
        self.well("edit_basket_group", json!({"contractId": contract, "patch": patch}));
        let priced = self.well("price_basket", json!({ "contractId": contract }));
        assert!(priced["groups"][0]["price"]["totalAmount"].is_string(), "{priced}");
        contract
    }

    pub(crate) fn review(&self, contract: &str, kind: &str) -> (Value, Value) {
        let review = self.well("review_order", json!({"contractId": contract, "kind": kind}));
        (review["reviewId"].clone(), review["price"]["totalAmount"].clone())
    }

    /// What `accept_quotation` takes for a quotation as the vendor offers it now.
    pub(crate) fn acceptance(&self, reference: &Value) -> Value {
        let offer =
            self.well("read_quotation", json!({ "reference": reference }))["summary"]["offer"].clone();
        let confirmed =
            json!({"amount": offer["amount"], "currency": offer["currency"], "version": offer["version"]});
        json!({"reference": reference, "confirmed": confirmed, "consents": []})
    }

    /// A quotation; what the record holds already is asked for once more.
    pub(crate) fn quotation(&self) -> Value {
        let contract = self.basket("PNEO");
        let review = self.well("review_order", json!({"contractId": contract, "kind": "quotation"}));
        let held =
            review["alreadyOrdered"].as_array().unwrap().iter().filter(|held| held["mustAllow"] == true);
        let consent = |held: &Value| json!({"reference": held["reference"], "amount": held["amount"], "reason": "once more"});
        let consents: Vec<Value> = held.map(consent).collect();
        let (id, amount) = (&review["reviewId"], &review["price"]["totalAmount"]);
        self.well(
            "request_quotation",
            json!({"reviewId": id, "confirmedAmount": amount, "consents": consents}),
        )
    }
}

pub(crate) fn tagus() -> Value {
    json!({"type": "Polygon", "coordinates": [[[-9.10, 38.70], [-8.95, 38.70], [-8.95, 38.82], [-9.10, 38.82], [-9.10, 38.70]]]})
}

pub(crate) fn anything() -> Value {
    json!({"dateFrom": null, "dateTo": null, "months": [], "constellations": [], "maxCloud": null, "maxSnow": null,
        "maxIncidence": null, "minSun": null, "maxResolution": null, "minCoverage": null, "keptOnly": false, "flawedOnly": false})
}

pub(crate) fn ask_control(sandbox: &Sandbox, path: &str, body: Option<Value>) -> Value {
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

/// A request for the account whose vendor is this sandbox.
pub(crate) fn live(sandbox: &Sandbox, key: Option<&str>) -> Value {
    let url = sandbox.url();
    let hosts = json!({"authenticate": url, "order": url, "search": url, "access": url, "data": url});
    json!({"request": {"environment": "live", "apiKey": key, "hosts": hosts, "proxy": null}})
}
