//! The control API: clock, faults, what really happened, and going back.

use serde_json::{Value, json};

use crate::orders::{decision, neo, records, send};
use crate::{Caller, NEO, keys};

#[tokio::test]
async fn the_clock_is_read_moved_and_set() {
    let caller = Caller::start().await;
    let read = |answer: Value| answer["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let before = read(caller.control("GET", "/clock", Value::Null).await.expect(200));
    let moved = caller.control("POST", "/clock/advance", json!({ "seconds": 86_400 })).await.expect(200);
    assert_eq!(
        (keys(&moved), &moved["offsetSeconds"]),
        (vec!["now".to_owned(), "offsetSeconds".to_owned()], &json!(86_400))
    );
    assert!(read(moved).as_second() >= before.as_second() + 86_400);
    let set =
        caller.control("POST", "/clock/set", json!({ "now": "2030-05-01T00:00:00Z" })).await.expect(200);
    assert!(
        set["now"].as_str().unwrap().starts_with("2030-05-01T00:0")
            || set["now"].as_str().unwrap().starts_with("2030-04-30T23:59")
    );
    for (path, body) in [("/clock/advance", json!({})), ("/clock/set", json!({ "now": "soon" }))] {
        assert_eq!(keys(&caller.control("POST", path, body).await.expect(400)), ["message"]);
    }
}

#[tokio::test]
async fn new_scenes_are_listed_as_the_clock_moves() {
    let caller = Caller::start().await;
    let query =
        json!({ "bbox": "-10,38,-8,40", "workspace": "public,public-pneo", "sortBy": "-lastUpdateDate" });
    let before = caller.search(query.clone()).await;
    caller.sandbox.advance(20 * 86_400);
    let after = caller.search(query).await;
    assert!(after["totalResults"].as_u64() > before["totalResults"].as_u64());
    let newest =
        |answer: &Value| answer["features"][0]["properties"]["lastUpdateDate"].as_str().unwrap().to_owned();
    assert!(newest(&after) > newest(&before));
}

#[tokio::test]
async fn the_order_search_may_lag_behind() {
    let caller = Caller::start().await;
    assert_eq!(caller.control("GET", "/orders/lag", Value::Null).await.expect(200), json!({ "seconds": 0 }));
    caller.control("POST", "/orders/lag", json!({ "seconds": 600 })).await.expect(200);
    send(&caller, "/api/v1/orders", &neo(&caller, "lagging").await).await.expect(201);
    assert!(records(&caller, "customerReference:lagging").await.is_empty());
    assert_eq!(caller.control("GET", "/orders", Value::Null).await.json()[0]["customerReference"], "lagging");
    caller.sandbox.advance(599);
    assert!(records(&caller, "customerReference:lagging").await.is_empty());
    caller.sandbox.advance(5);
    assert_eq!(records(&caller, "customerReference:lagging").await.len(), 1);
    caller.control("POST", "/orders/lag", json!({ "seconds": -1 })).await.expect(400);
}

#[tokio::test]
async fn what_was_decided_lately_is_not_decided_yet_in_a_search_that_lags_behind() {
    let caller = Caller::start().await;
    let quoted = send(&caller, "/api/v1/quotations", &neo(&caller, "decided").await).await.expect(201);
    caller.sandbox.advance(700);
    caller.control("POST", "/orders/lag", json!({ "seconds": 600 })).await.expect(200);
    caller.put(&decision(NEO, &quoted["quotationId"], "accept")).send().await.expect(200);
    let seen = || async {
        let record = records(&caller, "customerReference:decided").await.remove(0);
        (record["quotationStatus"].clone(), record["salesOrderId"].is_string())
    };
    assert_eq!(seen().await, (json!("SENT"), false));
    caller.sandbox.advance(601);
    assert_eq!(seen().await, (json!("ACCEPTED"), true));
}

#[tokio::test]
async fn a_quotation_is_offered_anew_under_its_number() {
    let caller = Caller::start().await;
    let first = send(&caller, "/api/v1/quotations", &neo(&caller, "revised").await).await.expect(201);
    let id = first["quotationId"].as_str().unwrap();
    caller.sandbox.advance(20 * 86_400);
    let path = format!("/quotations/{id}/revise");
    let revised = caller.control("POST", &path, json!({ "discountPercentage": "10" })).await.expect(200);
    assert_eq!((&revised["quotationVersion"], &revised["quotationStatus"]), (&json!(2), &json!("SENT")));
    let record = records(&caller, "customerReference:revised").await.remove(0);
    assert_eq!(
        (&record["quotationVersion"], record["orderLineAmountDiscountPct"].to_string().as_str()),
        (&json!(2), "10")
    );
    let whole: f64 = first["totalAmount"].as_f64().unwrap();
    let paid = record["orderLineAmount"].as_f64().unwrap();
    assert!((paid - 0.9 * whole).abs() < 0.01, "{paid} of {whole}");
    caller.put(&format!("/api/v1/contracts/{NEO}/quotations/{id}/accept")).send().await.expect(200);
    let movements = caller.control("GET", "/movements", Value::Null).await.expect(200);
    assert_eq!(keys(&movements[0]), ["amount", "at", "contractId", "left", "reference"]);
    assert_eq!(movements[0]["amount"], format!("-{}", record["orderLineAmount"]));
    caller.control("POST", &path, json!({ "discountPercentage": "10" })).await.expect(400);
    caller.control("POST", &path, json!({ "discountPercentage": 101 })).await.expect(400);
    caller.control("POST", "/quotations/QUO1/revise", json!({ "discountPercentage": 1 })).await.expect(404);
}

#[tokio::test]
async fn faults_strike_as_often_as_asked_and_the_record_tells() {
    let caller = Caller::start().await;
    let path = "/api/v1/contracts";
    let fault = |fault: Value, more: Value| {
        let mut body = json!({ "path": path, "method": "GET", "fault": fault });
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        caller.control("POST", "/faults", body)
    };
    fault(json!(429), json!({ "retryAfter": 7, "count": 2 })).await.expect(200);
    for _ in 0..2 {
        let struck = caller.get(path).send().await;
        assert_eq!((struck.status, struck.header("retry-after")), (429, "7"));
    }
    caller.get(path).send().await.expect(200);
    fault(json!(500), json!({})).await.expect(200);
    assert_eq!(caller.get(path).send().await.expect(500), json!({ "code": "UNEXPECTED_SERVER_ERROR" }));
    fault(json!(503), json!({})).await.expect(200);
    assert!(caller.get(path).send().await.text().starts_with("<html>"));
    fault(json!("malformed"), json!({})).await.expect(200);
    assert!(serde_json::from_slice::<Value>(&caller.get(path).send().await.bytes).is_err());
    fault(json!("wrongType"), json!({})).await.expect(200);
    assert!(caller.get(path).send().await.expect(200)["contracts"].is_string());
    fault(json!("dropBefore"), json!({})).await.expect(200);
    let url = format!("{}{path}", caller.sandbox.url());
    assert!(caller.http.get(url).send().await.is_err());
    let requests = caller.control("GET", "/requests", Value::Null).await.expect(200);
    let last = requests.as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["path"], &last["processed"], &last["whole"]),
        (&json!(path), &json!(false), &json!(false))
    );
    assert_eq!(last["fault"], "DropBefore");

    fault(json!(500), json!({ "count": "always" })).await.expect(200);
    assert_eq!(caller.control("GET", "/faults", Value::Null).await.json().as_array().unwrap().len(), 1);
    assert_eq!(caller.control("DELETE", "/faults", Value::Null).await.expect(200), json!([]));
    caller.get(path).send().await.expect(200);
    fault(json!("explode"), json!({})).await.expect(400);
}

#[tokio::test]
async fn a_snapshot_brings_everything_back_and_a_reset_begins_anew() {
    let caller = Caller::start().await;
    send(&caller, "/api/v1/orders", &neo(&caller, "kept").await).await.expect(201);
    let kept = caller.control("GET", "/orders", Value::Null).await.json();
    let number = caller.control("POST", "/snapshot", Value::Null).await.expect(200)["snapshot"].clone();
    let before = caller.control("GET", "/credit", Value::Null).await.json();
    send(&caller, "/api/v1/orders", &neo(&caller, "lost").await).await.expect(201);
    caller.control("POST", "/orders/lag", json!({ "seconds": 5 })).await.expect(200);
    assert_ne!(caller.control("GET", "/credit", Value::Null).await.json(), before);
    caller.control("POST", "/restore", json!({ "snapshot": number })).await.expect(200);
    assert_eq!(caller.control("GET", "/orders", Value::Null).await.json(), kept);
    assert_eq!(caller.control("GET", "/credit", Value::Null).await.json(), before);
    assert_eq!(caller.control("GET", "/orders/lag", Value::Null).await.json()["seconds"], 0);
    caller.control("POST", "/restore", json!({ "snapshot": 99 })).await.expect(404);

    caller.control("POST", "/reset", Value::Null).await.expect(200);
    assert_eq!(caller.control("GET", "/orders", Value::Null).await.json(), json!([]));
    assert_eq!(caller.control("GET", "/requests", Value::Null).await.json(), json!([]));
    let credit = caller.control("GET", "/credit", Value::Null).await.json();
    assert!(
        credit
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["spent"].as_str().unwrap().parse::<f64>().unwrap() == 0.0)
    );
}

#[tokio::test]
async fn the_control_api_is_on_its_own_port_only() {
    let caller = Caller::start().await;
    caller.get("/requests").send().await.expect(404);
    caller.get("/clock").send().await.expect(404);
    assert_ne!(caller.sandbox.url(), caller.sandbox.control_url());
    let archive = caller.control("GET", "/archive", Value::Null).await.expect(200);
    assert_eq!((&archive["scenes"], &archive["real"]), (&json!(3_000_000), &json!(50)));
}

#[tokio::test]
async fn the_api_key_is_never_in_the_record() {
    let caller = Caller::start().await;
    caller.sign_in().await.expect(200);
    let record = caller.control("GET", "/requests", Value::Null).await.text();
    assert!(record.contains("apikey=***") && !record.contains(caller.sandbox.api_key()));
}

#[tokio::test]
async fn the_price_list_is_raised_for_all_that_is_priced_after() {
    let caller = Caller::start().await;
    let body = neo(&caller, "dearer").await;
    let total = |answer: &Value| answer["totalAmount"].as_f64().unwrap();
    let before = total(&send(&caller, "/api/v1/prices", &body).await.expect(201));
    let set = caller.control("POST", "/prices", json!({ "percent": 200 })).await.expect(200);
    assert_eq!(set, json!({ "percent": 200, "decimals": 2 }));
    let after = total(&send(&caller, "/api/v1/prices", &body).await.expect(201));
    assert!((after - 2.0 * before).abs() < 0.011, "{before} {after}");
    caller.control("POST", "/prices", json!({ "percent": 0 })).await.expect(400);
}
