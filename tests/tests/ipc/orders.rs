//! From the basket to the disk, and what goes wrong around money.

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::border::{Border, live};

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
        border.badly("place_order", json!({"reviewId": review, "confirmedAmount": "1.00", "consents": []})),
        "confirmationMismatch"
    );
    let order =
        border.well("place_order", json!({"reviewId": review, "confirmedAmount": amount, "consents": []}));
    assert_eq!(order["state"]["state"], "placed");
    assert_eq!(
        border.badly("place_order", json!({"reviewId": review, "confirmedAmount": amount, "consents": []})),
        "priceStale"
    );
    border.well("advance_sandbox_clock", json!({"hours": 30}));
    assert_eq!(border.well("refresh_orders", json!({}))["orders"][0]["state"]["state"], "delivered");
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
    let mut wrong = border.acceptance(reference);
    wrong["confirmed"]["amount"] = json!("1");
    assert_eq!(border.badly("accept_quotation", wrong), "confirmationMismatch");
    let accepted = border.well("accept_quotation", border.acceptance(reference));
    assert_eq!(accepted["summary"]["state"]["state"], "placed");
    let other = border.quotation();
    assert_eq!(
        border.badly("refuse_quotation", json!({"reference": other["reference"], "reasonId": 0})),
        "invalidInput"
    );
    let refused = border.well("refuse_quotation", json!({"reference": other["reference"], "reasonId": 3}));
    assert_eq!(refused["summary"]["state"]["state"], "refused");
}

/// Orders what is in the basket of a contract, and loses the answer; the reference of the order.
fn lost_order(border: &Border, sandbox: &Sandbox, contract: &str) -> Value {
    border.well("price_basket", json!({ "contractId": contract }));
    let (review, amount) = border.review(contract, "order");
    let fault = json!({"path": "/api/v1/orders", "fault": "dropBefore", "count": 1});
    let set = reqwest::Client::new().post(format!("{}/faults", sandbox.control_url())).json(&fault).send();
    assert!(tauri::async_runtime::block_on(set).unwrap().status().is_success());
    let order =
        border.well("place_order", json!({"reviewId": review, "confirmedAmount": amount, "consents": []}));
    assert_eq!(order["state"]["state"], "unknown");
    order["reference"].clone()
}

#[test]
fn an_unknown_order_is_ended_by_a_persons_word_and_ordered_again_under_another_reference() {
    let sandbox = tauri::async_runtime::block_on(Sandbox::start(SandboxConfig::default())).unwrap();
    let border = Border::new();
    border.well("connect", live(&sandbox, Some(sandbox.api_key())));
    let contract = border.basket("PHR");
    let first = lost_order(&border, &sandbox, &contract);
    let again = border.well("order_again", json!({ "reference": first }));
    assert_ne!(again["groups"][0]["reference"], first);
    let ended =
        border.well("declare_not_placed", json!({"reference": first, "reason": "they said so on the phone"}));
    assert_eq!(ended["summary"]["state"]["state"], "notPlaced");
    let second = lost_order(&border, &sandbox, &contract);
    let ended = border.well("declare_placed", json!({"reference": second, "vendorId": "SAL26000001"}));
    assert_eq!(ended["summary"]["salesOrderId"], "SAL26000001");
    assert_eq!(border.badly("order_again", json!({ "reference": second })), "invalidInput");
}

#[test]
fn bad_calls_around_money_are_refused_in_their_own_words() {
    let border = Border::connected();
    let none = json!({"contractId": "x"});
    for (command, arguments, code) in [
        ("add_to_basket", json!({"sceneId": "x", "areaId": "y", "contractId": null}), "notFound"),
        ("list_sellers", json!({"sceneId": "x"}), "notFound"),
        ("pay_with", json!({"contractId": "x", "otherContractId": "y"}), "notFound"),
        ("read_quotation", json!({"reference": "x"}), "notFound"),
        (
            "declare_decision",
            json!({"reference": "x", "arrived": false, "reason": "they said so"}),
            "notFound",
        ),
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
        ("place_order", json!({"reviewId": "x", "confirmedAmount": "1", "consents": []}), "priceStale"),
        ("request_quotation", json!({"reviewId": "x", "confirmedAmount": "1", "consents": []}), "priceStale"),
        ("read_order", json!({"reference": "x"}), "notFound"),
        ("look_now", json!({"reference": "x"}), "notFound"),
        ("declare_not_placed", json!({"reference": "x", "reason": "they said so"}), "notFound"),
        ("declare_placed", json!({"reference": "x", "vendorId": "SAL26000001"}), "notFound"),
        ("order_again", json!({"reference": "x"}), "notFound"),
        (
            "accept_quotation",
            json!({"reference": "x", "confirmed": {"amount": "1", "currency": "EUR", "version": null}, "consents": []}),
            "notFound",
        ),
        ("refuse_quotation", json!({"reference": "x", "reasonId": 3}), "notFound"),
        ("search_orders", json!({"contractId": "x", "text": ""}), "notFound"),
        ("put_back_in_basket", json!({"itemId": "x"}), "notFound"),
    ] {
        assert_eq!(border.badly(command, arguments), code, "{command}");
    }
    assert_eq!(
        border.well("remove_from_basket", json!({"itemId": "x"}))["groups"].as_array().unwrap().len(),
        0
    );
}

#[test]
fn what_the_record_holds_is_bought_again_only_with_a_consent_and_nothing_without_readable_limits() {
    let border = Border::connected();
    let contract = border.basket("PHR");
    let (review, amount) = border.review(&contract, "order");
    let first =
        border.well("place_order", json!({"reviewId": review, "confirmedAmount": amount, "consents": []}));
    let contract = border.basket("PHR");
    let (review, amount) = border.review(&contract, "order");
    let refused =
        border.refused("place_order", json!({"reviewId": review, "confirmedAmount": amount, "consents": []}));
    assert_eq!(
        (&refused["code"], &refused["detail"]["about"]),
        (&json!("alreadyHeld"), &json!("alreadyHeld"))
    );
    assert_eq!(refused["detail"]["held"][0]["reference"], first["reference"]);
    let consent = json!({"reference": first["reference"], "amount": first["amount"], "reason": "the first was cut off"});
    let placing = json!({"reviewId": review, "confirmedAmount": amount, "consents": [consent]});
    // Limits that can't be read are not "no limits".
    let settings = border.home.path().join("data").join("settings.json");
    std::fs::write(&settings, "{").unwrap();
    assert!(border.well("read_settings", json!({}))["unreadable"]["words"].is_string());
    assert_eq!(
        border.badly("review_order", json!({"contractId": contract, "kind": "order"})),
        "settingsUnreadable"
    );
    assert_eq!(border.badly("place_order", placing.clone()), "settingsUnreadable");
    std::fs::remove_file(&settings).unwrap();
    let second = border.well("place_order", placing);
    assert_eq!(second["state"]["state"], "placed");
    let spent = border.well("read_month_spending", json!({}));
    assert_eq!(spent[0]["currency"], "EUR");
    assert_eq!(border.well("acts_under_way", json!({})), json!([]));
    assert_eq!(border.well("follow_problems", json!({})), json!([]));
    border.well("keep_open", json!({}));
    let one = border.basket("PNEO");
    let sellers = border.well("read_basket", json!({}))["groups"][0]["payers"].clone();
    let other = sellers[0]["contractId"].clone();
    let moved = border.well("pay_with", json!({"contractId": one, "otherContractId": other}));
    assert_eq!(moved["groups"][0]["contract"]["contractId"], other);
}

#[test]
fn a_decision_that_is_not_known_is_ended_by_a_person() {
    let sandbox = tauri::async_runtime::block_on(Sandbox::start(SandboxConfig::default())).unwrap();
    let border = Border::new();
    border.well("connect", live(&sandbox, Some(sandbox.api_key())));
    let quoted = border.quotation();
    let accept = border.acceptance(&quoted["reference"]);
    let fault = json!({"path": "/accept", "fault": "dropBefore", "count": 1});
    let set = reqwest::Client::new().post(format!("{}/faults", sandbox.control_url())).json(&fault).send();
    assert!(tauri::async_runtime::block_on(set).unwrap().status().is_success());
    let open = border.well("accept_quotation", accept);
    assert_eq!(open["summary"]["decisionUnknown"], true);
    let ending =
        json!({"reference": quoted["reference"], "arrived": false, "reason": "it still waits there"});
    assert_eq!(border.well("declare_decision", ending)["summary"]["decisionUnknown"], false);
}
