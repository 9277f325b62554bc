//! Amounts of more or fewer decimals than cents, and quotations that are revised to any total.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::orders::{decision, neo, phr, records, send};
use crate::{Answer, Caller, LEGACY, NEO};

/// The digits of a number as they stand in the JSON text, which a reader of floats would lose.
fn digits(answer: &Answer, key: &str) -> String {
    let text = answer.text();
    let (_, after) = text.split_once(&format!("\"{key}\":")).unwrap_or_else(|| panic!("no {key} in {text}"));
    after.split([',', '}']).next().unwrap().to_owned()
}

fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

async fn tracked(caller: &Caller, reference: &str) -> Answer {
    let q = format!("customerReference:{reference}");
    let body = json!({ "paging": { "itemsPerPage": 25, "startIndex": 0 }, "criteria": { "q": q } });
    send(caller, "/api/v2/orders/search", &body).await
}

#[tokio::test]
async fn amounts_have_exactly_the_decimals_asked_for_everywhere() {
    let caller = Caller::start().await;
    let body = neo(&caller, "digits").await;
    for wanted in [0_usize, 1, 2, 3, 5, 6] {
        caller.control("POST", "/prices", json!({ "percent": 103, "decimals": wanted })).await.expect(200);
        let before: Decimal = caller.spent(NEO).await[1].parse().unwrap();
        let priced = send(&caller, "/api/v1/prices", &body).await;
        let total = digits(&priced, "totalAmount");
        assert_eq!(decimals(&total), wanted, "{total}");
        for key in ["price", "amount"] {
            assert_eq!(decimals(&digits(&priced, key)), wanted, "{key} in {}", priced.text());
        }
        let mut order = body.clone();
        order["customerReference"] = json!(format!("digits-{wanted}"));
        let answer = send(&caller, "/api/v1/orders", &order).await;
        answer.expect(201);
        assert_eq!(digits(&answer, "totalAmount"), total);
        let record = tracked(&caller, &format!("digits-{wanted}")).await;
        assert_eq!(digits(&record, "orderLineAmount"), total);
        assert_eq!(digits(&record, "initialOrderLineAmountWithDiscount"), total);
        let booked = caller.booked().await.pop().unwrap();
        assert_eq!(booked["totalAmount"], total.as_str());
        let after: Decimal = caller.spent(NEO).await[1].parse().unwrap();
        assert_eq!(after - before, total.parse().unwrap(), "spent to the last digit");
    }
    let contracts = caller.get("/api/v1/contracts").send().await.expect(200);
    let told = contracts["contracts"][1]["creditRemaining"].as_str().unwrap();
    assert_eq!(told, caller.spent(NEO).await[0], "the contract tells what is left exactly");
    caller.control("POST", "/prices", json!({ "percent": 100, "decimals": 7 })).await.expect(400);
    caller.control("POST", "/prices", json!({ "percent": 100, "decimals": 1.5 })).await.expect(400);
    caller.control("POST", "/prices", json!({ "percent": 100 })).await.expect(200);
    let state = caller.control("GET", "/prices", Value::Null).await.expect(200);
    assert_eq!(state, json!({ "percent": 100, "decimals": 2 }));
}

#[tokio::test]
async fn an_amount_may_end_in_noughts() {
    let caller = Caller::start().await;
    caller.control("POST", "/prices", json!({ "percent": 100, "decimals": 3 })).await.expect(200);
    let mut body = phr(&caller, "noughts").await;
    // About 1 km², billed as 25: 25 times 12.50.
    body["aoi"][0]["geometry"]["coordinates"] =
        json!([[[-9.03, 38.75], [-9.02, 38.75], [-9.02, 38.76], [-9.03, 38.76], [-9.03, 38.75]]]);
    assert_eq!(digits(&send(&caller, "/api/v1/prices", &body).await, "totalAmount"), "312.500");
    assert_eq!(digits(&send(&caller, "/api/v1/orders", &body).await, "totalAmount"), "312.500");
    assert_eq!(caller.spent(LEGACY).await, ["12167.500", "312.500"]);
}

#[tokio::test]
async fn a_quotation_is_revised_to_any_total_and_currency() {
    let caller = Caller::start().await;
    let answer = send(&caller, "/api/v1/quotations", &neo(&caller, "any").await).await.expect(201);
    let (id, before) =
        (answer["quotationId"].clone(), records(&caller, "customerReference:any").await.remove(0));
    caller.sandbox.advance(3 * 86_400);
    let path = format!("/quotations/{}/revise", id.as_str().unwrap());
    let revise = |body: Value| caller.control("POST", &path, body);
    let revised = revise(json!({ "amount": "615.27825", "currency": "USD" })).await.expect(200);
    assert_eq!(
        (&revised["totalAmount"], &revised["currency"], &revised["quotationVersion"]),
        (&json!("615.27825"), &json!("USD"), &json!(2))
    );
    let record = tracked(&caller, "any").await;
    assert_eq!(digits(&record, "orderLineAmount"), "615.27825");
    let after = records(&caller, "customerReference:any").await.remove(0);
    assert_eq!((&after["currency"], &after["quotationVersion"]), (&json!("USD"), &json!(2)));
    for later in ["quotationEndOfValidityDate", "lastStatusChangeDate"] {
        assert!(after[later].as_str().unwrap() > before[later].as_str().unwrap(), "{later}");
    }
    revise(json!({ "currency": "EUR" })).await.expect(200);
    revise(json!({ "amount": "562.500", "discountPercentage": 10 })).await.expect(200);
    for wrong in [json!({}), json!({ "amount": "much" }), json!({ "discountPercentage": -1 })] {
        revise(wrong).await.expect(400);
    }
    caller.put(&decision(NEO, &id, "accept")).send().await.expect(200);
    assert_eq!(caller.spent(NEO).await, ["29437.500", "562.500"]);
    let booked = caller.booked().await.pop().unwrap();
    assert_eq!(
        [&booked["acceptedAmount"], &booked["acceptedCurrency"], &booked["totalAmount"]],
        [&json!("562.500"), &json!("EUR"), &json!("562.500")]
    );
    assert_eq!(booked["acceptedVersion"], 4);
}

#[tokio::test]
async fn the_lines_of_a_revised_quotation_add_up_to_its_total() {
    let caller = Caller::start().await;
    let mut body = neo(&caller, "lines").await;
    for number in [2, 3] {
        let west = -9.05 + 0.01 * f64::from(number);
        let ring = json!([[
            [west, 38.74],
            [west + 0.01, 38.74],
            [west + 0.01, 38.75],
            [west, 38.75],
            [west, 38.74]
        ]]);
        let area = json!({ "type": "Polygon", "coordinates": ring });
        body["aoi"].as_array_mut().unwrap().push(json!({ "id": number, "name": "more", "geometry": area }));
        let mut item = body["items"][0].clone();
        item["aoiId"] = json!(number);
        body["items"].as_array_mut().unwrap().push(item);
    }
    let answer = send(&caller, "/api/v1/quotations", &body).await.expect(201);
    let path = format!("/quotations/{}/revise", answer["quotationId"].as_str().unwrap());
    for total in ["1000.01", "0.02", "99999.999999", "0"] {
        let revised = caller.control("POST", &path, json!({ "amount": total })).await.expect(200);
        let lines = revised["items"].as_array().unwrap();
        let amount = |line: &Value| line["amount"].as_str().unwrap().parse::<Decimal>().unwrap();
        assert_eq!(lines.iter().map(amount).sum::<Decimal>(), total.parse().unwrap());
        assert_eq!(lines.len(), 3);
    }
}

#[tokio::test]
async fn what_is_booked_is_told_item_by_item() {
    let caller = Caller::start().await;
    let (neo, phr) = (neo(&caller, "told-neo").await, phr(&caller, "told-phr").await);
    let quoted = send(&caller, "/api/v1/quotations", &neo).await.expect(201);
    send(&caller, "/api/v1/orders", &phr).await.expect(201);
    let booked = caller.booked().await;
    let (first, second) = (&booked[0], &booked[1]);
    assert_eq!((&first["customerReference"], &first["contractId"]), (&json!("told-neo"), &json!(NEO)));
    assert_eq!(first["quotationId"], quoted["quotationId"]);
    assert_eq!(first["quotationStatus"], "SENT");
    for key in ["salesOrderId", "acceptedAt", "acceptedAmount", "acceptedCurrency", "acceptedVersion"] {
        assert_eq!(first[key], Value::Null, "{key}");
    }
    let item = &first["items"][0];
    let sent = &neo["items"][0]["dataSourceIds"][0]["catalogItemId"];
    assert_eq!((&item["catalogItemIds"], &item["datastripIds"]), (&json!([sent]), &json!([])));
    assert_eq!(item["productTypeId"], "PleiadesNeoArchiveMono");
    assert_eq!((&item["geometry"], &item["areaId"]), (&neo["aoi"][0]["geometry"], &json!(1)));
    let item = &second["items"][0];
    assert_eq!(item["datastripIds"], phr["items"][0]["datastripIds"]);
    assert_eq!((&item["catalogItemIds"], &item["geometry"]), (&json!([]), &phr["aoi"][0]["geometry"]));
    assert!(second["salesOrderId"].as_str().unwrap().starts_with("SAL"));
    assert_eq!((&second["acceptedAmount"], &second["currency"]), (&Value::Null, &json!("EUR")));
}
