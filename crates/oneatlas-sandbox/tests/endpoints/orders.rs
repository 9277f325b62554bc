//! Prices, quotations, orders, tracking, decisions, the document, deliveries.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{Answer, COAST_LEGACY, Caller, DOLLARS, LEGACY, NEO, area, keys, same_shape};

pub(crate) fn options(pairs: &[(&str, &str)]) -> Value {
    let base = [
        ("processing_level", "primary"),
        ("spectral_processing", "bundle"),
        ("image_format", "dimap_geotiff"),
        ("pixel_coding", "12bits"),
        ("radiometric_processing", "reflectance"),
        ("priority", "standard"),
        ("licence", "standard"),
        ("delivery_method", "on_the_flow"),
        ("fullStrip", "false"),
    ];
    let kept = base.iter().filter(|(name, _)| !pairs.iter().any(|(other, _)| other == name));
    kept.chain(pairs).map(|(key, value)| json!({ "key": key, "value": value })).collect()
}

/// The body of the published example, with one scene.
pub(crate) fn body(contract: &str, product: &str, scene: &Value, reference: &str) -> Value {
    let properties = &scene["properties"];
    let (sources, strips) = match contract {
        LEGACY | COAST_LEGACY => (json!([]), json!([properties["acquisitionIdentifier"]])),
        _ => (json!([{ "catalogId": "PublicMOC", "catalogItemId": properties["id"] }]), json!([])),
    };
    json!({
        "aoi": [{ "id": 1, "name": "Polygon 1", "geometry": area() }],
        "programReference": "", "contractId": contract,
        "items": [{
            "notifications": [], "stations": [], "productTypeId": product, "aoiId": 1, "properties": [], "comments": "",
            "dataSourceIds": sources, "datastripIds": strips,
        }],
        "primaryMarket": "NQUAL", "secondaryMarket": "", "customerReference": reference,
        "optionsPerProductType": [{ "productTypeId": product, "options": options(&[]) }],
        "orderGroup": "", "endUsers": [{ "endUserName": "Ada", "country": "FR" }], "delivery": { "type": "network" },
        "notifications": [{ "channels": [{ "type": "email", "addressee": { "to": ["ops@example.org"], "cc": [] } }],
            "filter": { "events": [{ "event": "SALES_ORDER" }, { "event": "DELIVERY" }] } }],
        "voucherCodes": ["HALF"],
    })
}

pub(crate) async fn neo(caller: &Caller, reference: &str) -> Value {
    body(NEO, "PleiadesNeoArchiveMono", &caller.scene("PNEO").await, reference)
}

pub(crate) async fn phr(caller: &Caller, reference: &str) -> Value {
    body(LEGACY, "PleiadesArchiveMono", &caller.scene("PHR").await, reference)
}

pub(crate) async fn send(caller: &Caller, path: &str, body: &Value) -> Answer {
    caller.post(path).body(body).send().await
}

async fn price(caller: &Caller, body: &Value) -> Decimal {
    decimal(&send(caller, "/api/v1/prices", body).await.expect(201)["totalAmount"])
}

fn decimal(value: &Value) -> Decimal {
    value.to_string().parse().unwrap()
}

async fn credit(caller: &Caller, contract: &str) -> Decimal {
    let answer = caller.get("/api/v1/contracts").send().await.expect(200);
    let list = answer["contracts"].as_array().unwrap();
    let one = list.iter().find(|one| one["contractId"] == contract).unwrap();
    one["creditRemaining"].as_str().unwrap().parse().unwrap()
}

pub(crate) async fn records(caller: &Caller, q: &str) -> Vec<Value> {
    let body = json!({ "paging": { "itemsPerPage": 25, "startIndex": 0, "pagingMode": "item" }, "criteria": { "q": q } });
    send(caller, "/api/v2/orders/search", &body).await.expect(200)["features"].as_array().unwrap().clone()
}

pub(crate) fn decision(contract: &str, quotation: &Value, what: &str) -> String {
    format!("/api/v1/contracts/{contract}/quotations/{}/{what}", quotation.as_str().unwrap())
}

#[tokio::test]
async fn a_price_has_the_published_keys_and_the_minimum_is_a_floor() {
    let caller = Caller::start().await;
    let mut request = neo(&caller, "p").await;
    let answer = send(&caller, "/api/v1/prices", &request).await.expect(201);
    same_shape(
        &json!({
            "contractId": "", "currency": "", "discountPercentage": 0, "discountValue": 0, "totalAmount": 1.0,
            "productTypes": [{
                "productTypeId": "", "areaKm2": 1.0, "price": 1.0, "amount": 1.0, "discountPercentage": 0,
                "discountValue": 0, "items": [{ "datastripIds": [""] }], "voucherCode": null,
            }],
        }),
        &answer,
    );
    let line = &answer["productTypes"][0];
    let area = decimal(&line["areaKm2"]);
    assert!(area > Decimal::from(25) && area < Decimal::from(40), "{area} km²");
    assert_eq!(decimal(&line["amount"]), (area * Decimal::new(2150, 2)).round_dp(2));
    // A tenth of a tenth of a degree is about 1 km².
    request["aoi"][0]["geometry"]["coordinates"] =
        json!([[[-9.03, 38.75], [-9.02, 38.75], [-9.02, 38.76], [-9.03, 38.76], [-9.03, 38.75]]]);
    let floor = send(&caller, "/api/v1/prices", &request).await.expect(201);
    assert_eq!(decimal(&floor["productTypes"][0]["areaKm2"]), Decimal::from(25));
    assert_eq!(decimal(&floor["totalAmount"]), Decimal::new(53_750, 2));
}

#[tokio::test]
async fn a_price_may_come_without_scene_and_end_user() {
    let caller = Caller::start().await;
    for (contract, product) in [(NEO, "PleiadesNeoArchiveMono"), (LEGACY, "SpotArchiveMono")] {
        let mut request = body(contract, product, &json!({}), "Polygon 1");
        request["items"] = json!([{ "notifications": [], "stations": [], "productTypeId": product, "aoiId": 1, "properties": [] }]);
        request.as_object_mut().unwrap().remove("endUsers");
        let answer = send(&caller, "/api/v1/prices", &request).await.expect(201);
        assert!(decimal(&answer["totalAmount"]) > Decimal::ZERO);
    }
}

#[tokio::test]
async fn licence_processing_priority_and_strip_change_the_price_as_documented() {
    let caller = Caller::start().await;
    let plain = phr(&caller, "p").await;
    let base = price(&caller, &plain).await;
    let with = |pairs: &[(&str, &str)]| {
        let mut request = plain.clone();
        request["optionsPerProductType"][0]["options"] = options(pairs);
        request
    };
    let times = |percent: i64| (base * Decimal::new(percent, 2)).round_dp(2);
    let near = |a: Decimal, b: Decimal| (a - b).abs() <= Decimal::new(2, 2);
    for (pairs, percent) in [
        (vec![("licence", "educ")], 50),
        (vec![("licence", "standard_up_30")], 200),
        (vec![("priority", "rush")], 150),
        (vec![("spectral_processing", "panchromatic")], 80),
        (vec![("processing_level", "ortho"), ("dem", "best_available"), ("projection_1", "32629")], 110),
        (vec![("licence", "media"), ("priority", "rush")], 225),
    ] {
        let amount = price(&caller, &with(&pairs)).await;
        assert!(near(amount, times(percent)), "{pairs:?}: {amount}, not {}", times(percent));
    }
    let mut six_bands = neo(&caller, "p").await;
    let plain_neo = price(&caller, &six_bands).await;
    six_bands["optionsPerProductType"][0]["options"] = options(&[
        ("processing_level", "ortho"),
        ("dem_1", "best_available"),
        ("projection_1", "32629"),
        ("spectral_processing", "full_bundle"),
    ]);
    assert!(near(price(&caller, &six_bands).await, plain_neo * Decimal::new(1265, 3)), "1.1 times 1.15");
    assert!(price(&caller, &with(&[("fullStrip", "true")])).await > base * Decimal::from(3));
}

#[tokio::test]
async fn one_coverage_is_billed_once_and_a_series_by_date() {
    let caller = Caller::start().await;
    let scenes = caller.scenes("PHR", json!({ "itemsPerPage": 2 })).await;
    let one = body(LEGACY, "PleiadesArchiveMono", &scenes[0], "p");
    let mut two = one.clone();
    let mut second = two["items"][0].clone();
    second["datastripIds"] = json!([scenes[1]["properties"]["archiveIdentifier"]]);
    two["items"].as_array_mut().unwrap().push(second);
    let single = price(&caller, &one).await;
    assert_eq!(price(&caller, &two).await, single, "the same ground twice is one coverage");
    two["optionsPerProductType"][0]["options"] = options(&[("area_compute_model", "temporal_serie")]);
    assert_eq!(price(&caller, &two).await, single * Decimal::TWO);
}

#[tokio::test]
async fn several_areas_are_each_billed_and_make_a_line_each() {
    let caller = Caller::start().await;
    let mut request = neo(&caller, "two-areas").await;
    let small = json!({ "type": "Polygon", "coordinates": [[
        [-9.03, 38.75], [-9.02, 38.75], [-9.02, 38.76], [-9.03, 38.76], [-9.03, 38.75],
    ]]});
    request["aoi"].as_array_mut().unwrap().push(json!({ "id": 2, "name": "Polygon 2", "geometry": small }));
    let mut second = request["items"][0].clone();
    second["aoiId"] = json!(2);
    request["items"].as_array_mut().unwrap().push(second);
    request["optionsPerProductType"][0]["options"] = options(&[
        ("processing_level", "ortho"),
        ("dem_1", "best_available"),
        ("projection_1", "32629"),
        ("dem_2", "SRTMV4"),
        ("projection_2", "4326"),
    ]);
    let answer = send(&caller, "/api/v1/orders", &request).await.expect(201);
    let lines = records(&caller, "customerReference:two-areas").await;
    assert_eq!(lines.len(), 2);
    let sum: Decimal = lines.iter().map(|line| decimal(&line["orderLineAmount"])).sum();
    assert_eq!(sum, decimal(&answer["totalAmount"]));
    let line = |number: u64| lines.iter().find(|line| line["orderLineId"] == number).unwrap();
    assert_eq!((&line(1)["projectionCode"], &line(2)["projectionCode"]), (&json!("32629"), &json!("4326")));
    assert_eq!(
        (&line(2)["orderMinimumApplied"], &line(2)["aoi"]["name"]),
        (&json!(true), &json!("Polygon 2"))
    );
    assert_eq!(decimal(&line(2)["priceCalculationArea"]), Decimal::from(25));
}

#[tokio::test]
async fn a_legacy_order_spends_answers_with_a_sales_order_and_arrives_in_the_workspace() {
    let caller = Caller::start().await;
    let request = phr(&caller, "job-legacy-1").await;
    let before = credit(&caller, LEGACY).await;
    let answer = send(&caller, "/api/v1/orders", &request).await.expect(201);
    assert_eq!(
        keys(&answer),
        ["currency", "discountPercentage", "discountValue", "salesOrderId", "totalAmount"]
    );
    let sales = answer["salesOrderId"].as_str().unwrap();
    assert!(sales.starts_with("SAL") && sales.len() == 11);
    assert_eq!(credit(&caller, LEGACY).await, before - decimal(&answer["totalAmount"]));
    assert!(
        records(&caller, "customerReference:job-legacy-1").await.is_empty(),
        "legacy orders are not tracked"
    );

    let workspace = json!({ "itemsPerPage": 10, "startPage": 1, "workspace": "tidalheron", "customerReference": "job-legacy-1" });
    assert_eq!(caller.search(workspace.clone()).await["totalResults"], 0);
    caller.sandbox.advance(4 * 3600);
    let found = caller.search(workspace).await;
    assert_eq!(found["totalResults"], 1);
    let item = &found["features"][0];
    assert_eq!(
        (&item["properties"]["internalReference"], &item["properties"]["customerReference"]),
        (&json!(sales), &json!("job-legacy-1"))
    );
    let links = item["_links"]["download"].as_array().unwrap();
    assert_eq!(links.len(), 3);
    assert!(links.iter().all(|link| keys(link) == ["href", "name", "resourceId", "type"]));
    assert_eq!((links[2]["name"].as_str(), links[2]["type"].as_str()), (Some("Download"), Some("HTTP")));
    let href = links[2]["href"].as_str().unwrap();
    let whole = caller.follow(href).send().await;
    assert!(whole.status == 200 && whole.bytes.starts_with(b"PK"));
    let rest = caller
        .follow(href)
        .header("range", "bytes=100-")
        .header("if-range", whole.header("etag"))
        .send()
        .await;
    assert_eq!(rest.status, 206);
    assert_eq!(rest.bytes, whole.bytes[100..]);
    caller.follow(href).anonymous().send().await.api_error(401, "Authentication");
}

#[tokio::test]
async fn a_neo_order_answers_with_a_quotation_and_its_record_has_every_key() {
    let caller = Caller::start().await;
    let answer = send(&caller, "/api/v1/orders", &neo(&caller, "job-neo-1").await).await.expect(201);
    assert_eq!(
        keys(&answer),
        ["currency", "discountPercentage", "discountValue", "quotationId", "totalAmount"]
    );
    let list = records(
        &caller,
        "(quotationStatus:ACCEPTED) AND (contractId:CTR26000042) AND (status:IN_PROGRESS) AND \
         (technicalProduct.source.id:archive) AND (customerReference:*job-neo*)",
    )
    .await;
    assert_eq!(list.len(), 1);
    same_shape(
        &json!({
            "contractId": "", "customerReference": "", "quotationId": "", "salesOrderId": "", "program": "",
            "productType": "", "licence": "", "aoi": { "name": "", "geometry": { "type": "Polygon", "coordinates": [] } },
            "mission": "", "source": "", "target": "", "status": "", "comment": "", "processingLevel": "",
            "spectralProcessing": "", "productFormat": "", "pixelCoding": "", "radiometricProcessing": "", "priority": "",
            "deliveryMethod": "", "deliveryAddress": "", "endUser": { "endUserCountryId": "" },
            "dumpingStation": [{ "processingStation": "", "receivingStation": "" }], "quotationStatus": "",
            "quotationCreationDate": "", "quotationEndOfValidityDate": "", "quotationVersion": 1, "orderCreationDate": "",
            "lastStatusChangeDate": "", "orderItemId": "", "orderLineId": 1, "orderLineDescription": "", "orderCreator": "",
            "customerId": "", "customerName": "", "contact": "", "currency": "", "orderLineAmount": 1.0,
            "orderLineAmountWithoutDiscount": 1.0, "orderLineAmountDiscountPct": 0, "orderLineAmountWithDiscount": 1.0,
            "initialOrderLineAmountWithoutDiscount": 1.0, "initialOrderLineAmountDiscountPct": 0,
            "initialOrderLineAmountWithDiscount": 1.0, "requestedArea": 1.0, "priceCalculationArea": 1.0,
            "initialPriceCalculationArea": 1.0, "orderMinimumApplied": true, "producedArea": 0, "producedAreaPct": 0,
            "deliveryType": "", "deliveryPlatformId": "", "deliveryWorkspace": "", "notifications": [],
            "projectionCode": null, "productionRoute": "",
        }),
        &list[0],
    );
    assert!(list[0]["quotationEndOfValidityDate"].as_str().unwrap().ends_with("T00:00:00Z"));
    caller.sandbox.advance(3 * 3600);
    let delivered =
        records(&caller, &format!("(cis.quotation:{})", answer["quotationId"].as_str().unwrap())).await;
    assert_eq!(
        (&delivered[0]["status"], &delivered[0]["producedAreaPct"]),
        (&json!("DELIVERED"), &json!(100))
    );
    let sales = &delivered[0]["salesOrderId"];
    let item = caller.search(json!({ "workspace": "brightfalcon", "internalReference": sales })).await;
    assert_eq!(item["totalResults"], 1);
}

#[tokio::test]
async fn a_quotation_is_sent_accepted_once_and_becomes_an_order() {
    let caller = Caller::start().await;
    let before = credit(&caller, NEO).await;
    let answer = send(&caller, "/api/v1/quotations", &neo(&caller, "quote-1").await).await.expect(201);
    assert_eq!(
        keys(&answer),
        ["currency", "discountPercentage", "discountValue", "quotationId", "totalAmount"]
    );
    assert_eq!(credit(&caller, NEO).await, before);
    let sent = records(
        &caller,
        "(customerReference:*quote*) AND (quotationStatus:SENT) AND (contractId:CTR26000042)",
    )
    .await;
    assert_eq!((&sent[0]["status"], &sent[0]["salesOrderId"]), (&Value::Null, &Value::Null));
    let id = &answer["quotationId"];
    let document = caller.get(&format!("/api/v1/quotations/{}/export", id.as_str().unwrap())).send().await;
    assert_eq!(document.header("content-type"), "application/pdf");
    assert!(document.header("content-disposition").contains(&format!("{}.pdf", id.as_str().unwrap())));
    assert!(document.bytes.starts_with(b"%PDF-"));

    caller.put(&decision(LEGACY, id, "accept")).send().await.refused(404, id.as_str().unwrap());
    caller.put(&decision("nobody", id, "accept")).send().await.refused(404, "nobody");
    assert_eq!(caller.put(&decision(NEO, id, "accept")).send().await.expect(200), json!({}));
    assert_eq!(credit(&caller, NEO).await, before - decimal(&answer["totalAmount"]));
    caller.put(&decision(NEO, id, "accept")).send().await.refused(400, "ACCEPTED");
    let accepted = records(&caller, "quotationStatus:ACCEPTED AND customerReference:quote-1").await;
    assert_eq!(accepted[0]["status"], "IN_PROGRESS");
    assert!(accepted[0]["salesOrderId"].as_str().unwrap().starts_with("SAL"));
}

#[tokio::test]
async fn a_refusal_keeps_what_it_would_have_cost_and_an_expired_quotation_is_closed() {
    let caller = Caller::start().await;
    let before = credit(&caller, NEO).await;
    let first = send(&caller, "/api/v1/quotations", &neo(&caller, "no-1").await).await.expect(201);
    let id = &first["quotationId"];
    for body in [json!({}), json!({ "rejectionReasonId": 8 }), json!({ "rejectionReasonId": "budget" })] {
        caller.put(&decision(NEO, id, "refuse")).body(&body).send().await.refused(400, "rejectionReasonId");
    }
    let refuse = json!({ "rejectionReasonId": 3 });
    assert_eq!(caller.put(&decision(NEO, id, "refuse")).body(&refuse).send().await.expect(200), json!({}));
    caller.put(&decision(NEO, id, "accept")).send().await.refused(400, "REFUSED");
    let record = records(&caller, "customerReference:no-1").await.remove(0);
    assert_eq!(
        (&record["status"], decimal(&record["orderLineAmount"])),
        (&json!("CANCELLED"), Decimal::ZERO)
    );
    assert_eq!(record["initialOrderLineAmountWithDiscount"], first["totalAmount"]);

    let second = send(&caller, "/api/v1/quotations", &neo(&caller, "late-1").await).await.expect(201);
    caller.sandbox.advance(15 * 86_400);
    caller.put(&decision(NEO, &second["quotationId"], "accept")).send().await.refused(400, "EXPIRED");
    assert_eq!(records(&caller, "quotationStatus:EXPIRED").await.len(), 1);
    assert_eq!(credit(&caller, NEO).await, before);
    caller.get("/api/v1/quotations/QUO00000000/export").send().await.refused(404, "QUO00000000");
}

#[tokio::test]
async fn a_contract_in_dollars_has_its_rate_and_discount() {
    let caller = Caller::start().await;
    let mut request = body(DOLLARS, "PleiadesNeoOnePlan", &json!({}), "usd");
    request["items"][0]["dataSourceIds"] = json!([]);
    request["items"][0]["properties"] = json!([{ "key": "feasibilityAutomation", "value": "AUTOMATIC" }]);
    let answer = send(&caller, "/api/v1/prices", &request).await.expect(201);
    // 100 km² at 50 EUR, 1.10 USD each, less 5 %.
    assert_eq!((&answer["currency"], decimal(&answer["totalAmount"])), (&json!("USD"), Decimal::from(5225)));
    assert_eq!(
        (decimal(&answer["discountPercentage"]), decimal(&answer["discountValue"])),
        (Decimal::from(5), Decimal::from(275))
    );
    assert_eq!(decimal(&answer["productTypes"][0]["price"]), Decimal::from(5500));

    request["items"][0]["properties"][0]["value"] = json!("MANUAL");
    send(&caller, "/api/v1/prices", &request).await.refused(400, "MANUAL");
    send(&caller, "/api/v1/orders", &request).await.refused(400, "MANUAL");
    let quoted = send(&caller, "/api/v1/quotations", &request).await.expect(201);
    let record = records(&caller, "technicalProduct.source.id:tasking").await.remove(0);
    assert_eq!((&record["quotationId"], &record["target"]), (&quoted["quotationId"], &json!("oneplan")));
    assert_eq!(decimal(&record["orderLineAmountDiscountPct"]), Decimal::from(5));
    caller.put(&decision(DOLLARS, &quoted["quotationId"], "accept")).send().await.refused(400, "tasking");
    request["items"][0]["properties"] = json!([]);
    send(&caller, "/api/v1/orders", &request).await.refused(400, "tasking");
}

#[tokio::test]
async fn stereo_needs_two_looks_and_costs_twice() {
    let caller = Caller::start().await;
    let query = json!({ "productType": "stereo", "workspace": "public-pneo", "bbox": "-9.6,38.3,-8.4,39.2" });
    let set = caller.search(query).await["features"][0].clone();
    let ring = &set["geometry"]["coordinates"];
    let over = |product: &str, scene: &Value| {
        let mut request = body(NEO, product, scene, "stereo");
        request["aoi"][0]["geometry"]["coordinates"] = ring.clone();
        request
    };
    let twice = price(&caller, &over("PleiadesNeoArchiveMulti", &set)).await;
    let part = set["properties"]["composedOfAcquisitionIdentifiers"][0].clone();
    let look =
        caller.search(json!({ "acquisitionIdentifier": part, "workspace": "public-pneo" })).await["features"]
            [0]
        .clone();
    assert_eq!(price(&caller, &over("PleiadesNeoArchiveMono", &look)).await * Decimal::TWO, twice);
    send(&caller, "/api/v1/prices", &over("PleiadesNeoArchiveMono", &set)).await.refused(400, "stereo set");
    send(&caller, "/api/v1/orders", &over("PleiadesNeoArchiveMulti", &look)).await.refused(400, "two scenes");
}

#[tokio::test]
async fn tracking_pages_and_reads_the_query_language() {
    let caller = Caller::start().await;
    for number in 0..5 {
        send(&caller, "/api/v1/quotations", &neo(&caller, &format!("track-{number}")).await)
            .await
            .expect(201);
    }
    let page = |start: u64| {
        json!({ "paging": { "itemsPerPage": 2, "startIndex": start, "pagingMode": "item" },
        "criteria": { "q": "(customerReference:track-? OR customerReference:none) AND NOT quotationStatus:ACCEPTED" } })
    };
    let mut seen = Vec::new();
    for start in [0, 2, 4, 6] {
        let answer = send(&caller, "/api/v2/orders/search", &page(start)).await.expect(200);
        assert_eq!(
            answer["paging"],
            json!({ "itemsPerPage": 2, "startIndex": start, "pagingMode": "item", "totalResults": 5 })
        );
        seen.extend(
            answer["features"].as_array().unwrap().iter().map(|one| one["customerReference"].clone()),
        );
    }
    seen.sort_by_key(Value::to_string);
    assert_eq!(seen, ["track-0", "track-1", "track-2", "track-3", "track-4"]);
    for (body, named) in [
        (json!({ "criteria": {} }), "paging"),
        (json!({ "paging": {} }), "criteria"),
        (json!({ "paging": { "itemsPerPage": 0 }, "criteria": {} }), "itemsPerPage"),
        (json!({ "paging": { "startIndex": "x" }, "criteria": {} }), "startIndex"),
        (json!({ "paging": { "pagingMode": "page" }, "criteria": {} }), "pagingMode"),
        (json!({ "paging": {}, "criteria": { "q": "(status:A" } }), "bracket"),
        (json!({ "paging": {}, "criteria": { "q": "loose" } }), "loose"),
    ] {
        send(&caller, "/api/v2/orders/search", &body).await.refused(400, named);
    }
    caller.post("/api/v1/orders/search").body(&page(0)).send().await.expect(405);
}
