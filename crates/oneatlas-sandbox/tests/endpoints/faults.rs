//! Answers that a program about money must not take for what they look like.

use std::time::Duration;

use serde_json::{Value, json};

use crate::orders::{decision, neo, phr, records, send};
use crate::{Caller, LEGACY, NEO};

const ORDERS: &str = "/api/v1/orders";
const QUOTATIONS: &str = "/api/v1/quotations";

/// The last request of the record.
async fn last(caller: &Caller) -> Value {
    let requests = caller.control("GET", "/requests", Value::Null).await.expect(200);
    requests.as_array().unwrap().last().unwrap().clone()
}

#[tokio::test]
async fn a_proxys_page_comes_in_place_of_the_vendor_or_of_its_answer() {
    let caller = Caller::start().await;
    for (fault, carried_out) in [("html", false), ("htmlAfter", true)] {
        caller.fault(ORDERS, fault, json!({ "method": "POST" })).await;
        let answer = send(&caller, ORDERS, &neo(&caller, fault).await).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(answer.text().starts_with("<!DOCTYPE html>"), "{}", answer.text());
        assert_eq!(last(&caller).await["processed"], carried_out);
        let booked = records(&caller, &format!("customerReference:{fault}")).await;
        assert_eq!(booked.len(), usize::from(carried_out), "{fault}");
    }
    let faults = caller.control("GET", "/faults", Value::Null).await.expect(200);
    assert_eq!(faults, json!([]), "each struck once");
}

#[tokio::test]
async fn an_unreadable_answer_has_the_status_of_what_was_carried_out() {
    let caller = Caller::start().await;
    caller.fault(ORDERS, "unreadable", json!({})).await;
    let answer = send(&caller, ORDERS, &phr(&caller, "noise").await).await;
    assert_eq!(answer.status, 201);
    assert!(serde_json::from_slice::<Value>(&answer.bytes).is_err());
    assert!(std::str::from_utf8(&answer.bytes).is_err());
    assert_eq!(caller.booked().await.len(), 1);
    let quotation = send(&caller, QUOTATIONS, &neo(&caller, "noise").await).await.expect(201);
    caller.fault("/accept", "unreadable", json!({})).await;
    let answer = caller.put(&decision(NEO, &quotation["quotationId"], "accept")).send().await;
    assert_eq!(answer.status, 200);
    assert!(answer.bytes.len() > 8 && serde_json::from_slice::<Value>(&answer.bytes).is_err());
    assert_eq!(records(&caller, "quotationStatus:ACCEPTED").await.len(), 1);
}

#[tokio::test]
async fn a_connection_may_hang_after_the_order_was_booked() {
    let caller = Caller::start().await;
    let body = phr(&caller, "hangs").await;
    caller.fault(ORDERS, "hang", json!({})).await;
    let hanging = tokio::time::timeout(Duration::from_millis(700), send(&caller, ORDERS, &body)).await;
    assert!(hanging.is_err(), "an answer came");
    assert_eq!(caller.booked().await.len(), 1);
    assert_eq!(last(&caller).await["processed"], true);

    caller.fault(ORDERS, "hang", json!({ "seconds": 0.2 })).await;
    send(&caller, ORDERS, &body).await.expect(201);

    caller.fault(ORDERS, "hang", json!({})).await;
    let order = caller.post(ORDERS).body(&body).into_request();
    let open = tokio::spawn(async move { order.send().await.is_err() });
    while caller.control("GET", "/faults", Value::Null).await.json() != json!([]) {
        tokio::task::yield_now().await;
    }
    let stopped = tokio::time::timeout(Duration::from_secs(20), caller.sandbox.stop()).await;
    assert!(stopped.is_ok(), "a hanging connection keeps the sandbox from stopping");
    assert!(open.await.unwrap(), "the caller sees the connection break");
}

#[tokio::test]
async fn an_answer_may_tell_another_total_than_is_booked() {
    let caller = Caller::start().await;
    let body = phr(&caller, "other").await;
    let priced = send(&caller, "/api/v1/prices", &body).await.expect(201);
    caller.fault(ORDERS, "otherAmount", json!({})).await;
    let answer = send(&caller, ORDERS, &body).await;
    assert!(answer.text().contains("\"totalAmount\":999999.99"), "{}", answer.text());
    let answer = answer.expect(201);
    assert_eq!(answer["currency"], "USD");
    assert!(answer["salesOrderId"].as_str().unwrap().starts_with("SAL"));
    let booked = caller.booked().await.remove(0);
    assert_eq!(
        booked["totalAmount"].as_str().unwrap().parse::<f64>().unwrap(),
        priced["totalAmount"].as_f64().unwrap()
    );
    assert_eq!(booked["currency"], "EUR");
    assert_eq!(caller.spent(LEGACY).await[1], booked["totalAmount"].as_str().unwrap());

    caller.fault(QUOTATIONS, "otherAmount", json!({ "amount": "562.500", "currency": "CHF" })).await;
    let answer = send(&caller, QUOTATIONS, &neo(&caller, "other").await).await;
    assert!(answer.text().contains("\"totalAmount\":562.500"), "{}", answer.text());
    assert_eq!(answer.expect(201)["currency"], "CHF");
    let refused = json!({ "path": ORDERS, "fault": "otherAmount", "amount": "much" });
    caller.control("POST", "/faults", refused).await.expect(400);
}

#[tokio::test]
async fn the_vendor_may_book_another_total_than_it_priced() {
    let caller = Caller::start().await;
    let slip = json!({ "amount": "700.125", "currency": "USD" });
    caller.fault(ORDERS, "misbooked", slip.clone()).await;
    let answer = send(&caller, ORDERS, &phr(&caller, "slip").await).await;
    assert!(answer.text().contains("\"totalAmount\":700.125"), "{}", answer.text());
    assert_eq!(answer.expect(201)["currency"], "USD");
    let booked = caller.booked().await.remove(0);
    assert_eq!((&booked["totalAmount"], &booked["currency"]), (&json!("700.125"), &json!("USD")));
    assert_eq!(caller.spent(LEGACY).await, ["11779.875", "700.125"]);

    // A quotation, and one more slip as it is accepted.
    caller.fault(QUOTATIONS, "misbooked", json!({ "amount": "500.00" })).await;
    let quoted = send(&caller, QUOTATIONS, &neo(&caller, "slip-2").await).await.expect(201);
    assert_eq!(quoted["totalAmount"].as_f64(), Some(500.0));
    assert_eq!(
        records(&caller, "customerReference:slip-2").await[0]["orderLineAmount"].as_f64(),
        Some(500.0)
    );
    caller.fault("/accept", "misbooked", json!({})).await;
    caller.put(&decision(NEO, &quoted["quotationId"], "accept")).send().await.expect(200);
    let booked = caller.booked().await.remove(1);
    assert_eq!((&booked["acceptedAmount"], &booked["acceptedVersion"]), (&json!("500.00"), &json!(1)));
    assert_eq!((&booked["totalAmount"], &booked["currency"]), (&json!("550.00"), &json!("EUR")));
    assert_eq!(caller.spent(NEO).await, ["29450.00", "550.00"]);
}

#[tokio::test]
async fn more_may_be_booked_than_the_credit_holds() {
    let caller = Caller::start().await;
    caller.fault(ORDERS, "misbooked", json!({ "amount": "20000.00" })).await;
    send(&caller, ORDERS, &phr(&caller, "over").await).await.expect(201);
    assert_eq!(caller.spent(LEGACY).await, ["-7520.00", "20000.00"]);
    let contracts = caller.get("/api/v1/contracts").send().await.expect(200);
    assert_eq!(contracts["contracts"][0]["creditRemaining"], "-7520.00");
}
