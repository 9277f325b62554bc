//! Connecting, the account, the settings, and what is there without a network.

use std::sync::Arc;

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use swath::events::Unanswered;

use crate::border::{Border, HeldKeys, live};

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
        ("put_back_in_basket", json!({"itemId": "x"})),
        ("list_orders", json!({})),
        ("list_ordered_scenes", json!({})),
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
    assert_eq!(contracts.as_array().unwrap().len(), 5);
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
        ("place_order", json!({"reviewId": "x", "confirmedAmount": "1", "consents": []})),
        ("request_quotation", json!({"reviewId": "x", "confirmedAmount": "1", "consents": []})),
        (
            "accept_quotation",
            json!({"reference": "x", "confirmed": {"amount": "1", "currency": "EUR", "version": null}, "consents": []}),
        ),
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

/// A host that was there when the connection was made, and is gone; the others answer.
#[test]
fn one_silent_host_is_noticed_by_signing_in_again_and_by_its_pictures() {
    let started = |config| tauri::async_runtime::block_on(Sandbox::start(config)).unwrap();
    let (sandbox, other) = (started(SandboxConfig::default()), started(SandboxConfig::default()));
    let mut request = live(&sandbox, Some(sandbox.api_key()));
    request["request"]["hosts"]["access"] = json!(other.url());
    let border = Border::new();
    border.well("connect", request);
    border.basket("PHR");
    assert_eq!(border.well("sign_in", json!({}))["state"], "connected");
    tauri::async_runtime::block_on(other.stop());
    assert_eq!(border.badly("sign_in", json!({})), "unreachable");

    tauri::async_runtime::block_on(sandbox.stop());
    let scene = border.scenes()["rows"][0]["id"].as_str().unwrap().to_owned();
    let served = tauri::async_runtime::block_on(border.fetch(&format!("quicklook/{scene}"))).unwrap();
    let picture = Some(format!("quicklook/{scene}"));
    assert!(!served);
    assert_eq!(*border.desktop.unanswered.lock().unwrap(), [Unanswered { picture, reached: false }]);
    // That there is no such picture is an answer.
    assert!(!tauri::async_runtime::block_on(border.fetch("quicklook/nobody")).unwrap());
    assert_eq!(border.desktop.unanswered.lock().unwrap().len(), 1);
}

#[test]
fn settings_are_kept_and_a_bad_one_is_refused() {
    let border = Border::connected();
    let mut settings = border.well("read_settings", json!({}))["settings"].clone();
    settings["theme"] = json!("dark");
    settings["amountToType"] = json!("5000.00");
    border.well("write_settings", json!({ "settings": settings }));
    assert_eq!(border.well("read_settings", json!({}))["settings"]["amountToType"], "5000.00");
    settings["proxy"] = json!("http://ana:hunter2@127.0.0.1:3128");
    let kept = border.well("write_settings", json!({ "settings": settings }));
    assert_eq!(kept["proxy"], "http://ana@127.0.0.1:3128/");
    let file = std::fs::read_to_string(border.home.path().join("data").join("settings.json")).unwrap();
    assert!(!file.contains("hunter2"), "{file}");
    settings["proxy"] = json!("not an address");
    assert_eq!(border.badly("write_settings", json!({ "settings": settings })), "invalidInput");
    assert!(border.well("choose_folder", json!({})).is_null());
    assert!(border.well("about_program", json!({}))["version"].is_string());
    assert_eq!(border.badly("take_record_as_it_is", json!({"reason": "no"})), "invalidInput");
    let taken = border.well("take_record_as_it_is", json!({"reason": "nothing is wrong with it"}));
    assert_eq!((&taken["ok"], &taken["mayBeTaken"]), (&json!(true), &json!(false)));
    let checks = border.well("run_doctor", json!({}));
    assert!(checks.as_array().unwrap().iter().all(|check| check["ok"] == true), "{checks}");
}
