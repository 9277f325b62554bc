//! The archive: searched, read in windows, exported, looked at.

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::border::{Border, anything, ask_control, live};

#[test]
fn the_archive_is_searched_and_read_in_windows() {
    let border = Border::connected();
    for (command, arguments) in [
        ("read_scenes", json!({"filter": anything(), "sort": [], "offset": 0, "limit": 1})),
        ("describe_scenes", json!({"filter": anything()})),
        ("scenes_at", json!({"lon": 0.0, "lat": 0.0, "filter": anything(), "limit": 5})),
        ("describe_scene", json!({"id": "x"})),
        ("keep_scene", json!({"id": "x", "kept": true})),
        ("find_scenes", json!({"text": "phr", "limit": 5})),
        ("scene_rank", json!({"id": "x", "filter": anything(), "sort": []})),
        ("resume_search", json!({"onProgress": "__CHANNEL__:1"})),
        ("refresh_search", json!({"onProgress": "__CHANNEL__:1"})),
        ("open_search", json!({"id": "1"})),
        ("save_search", json!({"name": "Tagus", "filter": anything()})),
        ("remove_search", json!({"id": "1"})),
        ("compare_scenes", json!({"one": "x", "other": "y"})),
        ("coverage_of_scenes", json!({"ids": ["x"]})),
        ("measure_scenes", json!({})),
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
    let named = border.well("find_scenes", json!({"text": id, "limit": 5}));
    assert_eq!((&named["rows"][0]["id"], named["matched"].as_u64()), (id, Some(1)));
    assert_eq!(border.well("find_scenes", json!({"text": "no such scene", "limit": 5}))["matched"], 0);
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
    border.well("measure_scenes", json!({}));
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
