//! What is wrong with an order is refused in the documented order of checks, in words that name the field.

use serde_json::{Value, json};

use crate::Caller;
use crate::orders::{neo, options, phr, send};

/// Changes a body and says what the refusal must name.
type Fault = (&'static str, Value, &'static str);

fn set(body: &mut Value, path: &str, value: Value) {
    *body.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
}

fn ring(places: &[[f64; 2]]) -> Value {
    json!({ "type": "Polygon", "coordinates": [places] })
}

/// In the order in which they are checked.
fn faults() -> Vec<Fault> {
    let long: Vec<[f64; 2]> = (0..=1000)
        .map(|step| {
            let turn = f64::from(step % 1000) / 1000.0 * std::f64::consts::TAU;
            [-9.02 + 0.02 * turn.cos(), 38.76 + 0.02 * turn.sin()]
        })
        .collect();
    let hole = json!({ "type": "Polygon", "coordinates": [
        [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]],
    ]});
    vec![
        ("/contractId", json!(null), "contractId"),
        ("/items/0/productTypeId", json!("PleiadesNeoArchiveQuad"), "items[0].productTypeId"),
        ("/aoi", json!([]), "aoi"),
        ("/aoi/0/geometry", json!({ "type": "Point", "coordinates": [0, 0] }), "aoi[0].geometry"),
        ("/aoi/0/geometry", ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), "first and the last"),
        ("/aoi/0/geometry", ring(&[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]), "at least 4"),
        ("/aoi/0/geometry", ring(&long), "999"),
        ("/aoi/0/geometry", hole, "hole"),
        ("/aoi/0/geometry", ring(&[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), "not valid"),
        ("/aoi/0/geometry", ring(&[[0.0, 0.0], [181.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), "181"),
        ("/aoi/0/geometry", ring(&[[0.0, 0.0], [1.0, 91.0], [1.0, 1.0], [0.0, 0.0]]), "91"),
        ("/items/0/aoiId", json!(7), "items[0].aoiId"),
        ("/items/0/dataSourceIds", json!([]), "items[0].dataSourceIds"),
        ("/items/0/dataSourceIds/0/catalogItemId", json!("nothing"), "'nothing'"),
        (
            "/aoi/0/geometry",
            ring(&[[20.0, 10.0], [20.1, 10.0], [20.1, 10.1], [20.0, 10.0]]),
            "does not show any part of area",
        ),
        ("/optionsPerProductType", json!([]), "optionsPerProductType"),
        ("/optionsPerProductType/0/options", json!([]), "processing_level"),
        ("/optionsPerProductType/0/options", options(&[("colour", "red")]), "colour"),
        ("/optionsPerProductType/0/options", options(&[("licence", "educ")]), "licence"),
        ("/optionsPerProductType/0/options", options(&[("dem_1", "SRTMV4")]), "processing_level:ortho"),
        (
            "/optionsPerProductType/0/options",
            options(&[("processing_level", "ortho"), ("dem_1", "SRTMV4")]),
            "projection_1",
        ),
        (
            "/optionsPerProductType/0/options",
            options(&[("pixel_coding", "8bits")]),
            "radiometric_processing:display",
        ),
        ("/primaryMarket", json!("MOON"), "primaryMarket"),
        ("/secondaryMarket", json!("MOON"), "secondaryMarket"),
        ("/endUsers", json!([]), "endUsers"),
        ("/endUsers/0/country", json!("France"), "endUsers[0].country"),
        ("/customerReference", json!(""), "customerReference"),
        (
            "/delivery",
            json!({ "type": "network", "workspace": "nobodys" }),
            "Unable to access workspace 'nobodys'",
        ),
    ]
}

#[tokio::test]
async fn every_fault_is_named_and_spends_nothing() {
    let caller = Caller::start().await;
    let good = neo(&caller, "faulty").await;
    let mut unknown = good.clone();
    set(&mut unknown, "/contractId", json!("CTR00000000"));
    let refused = send(&caller, "/api/v1/orders", &unknown).await;
    assert_eq!(refused.expect(404)["message"], "CIS contract 'CTR00000000' not found.");
    for (path, value, named) in faults() {
        let mut body = good.clone();
        set(&mut body, path, value);
        for call in ["/api/v1/orders", "/api/v1/quotations"] {
            send(&caller, call, &body).await.refused(400, named);
        }
    }
    assert_eq!(caller.control("GET", "/orders", Value::Null).await.json(), json!([]));
    assert_eq!(caller.control("GET", "/movements", Value::Null).await.json(), json!([]));
}

#[tokio::test]
async fn of_two_faults_the_one_checked_first_is_told() {
    let caller = Caller::start().await;
    let good = neo(&caller, "faulty").await;
    let list = faults();
    for (earlier, later) in list.iter().zip(list.iter().skip(6)) {
        let mut body = good.clone();
        set(&mut body, later.0, later.1.clone());
        // What the later fault replaced may be where the earlier one goes.
        if body.pointer(earlier.0).is_none()
            || earlier.0.starts_with(later.0)
            || later.0.starts_with(earlier.0)
        {
            continue;
        }
        set(&mut body, earlier.0, earlier.1.clone());
        send(&caller, "/api/v1/orders", &body).await.refused(400, earlier.2);
    }
}

#[tokio::test]
async fn what_production_clients_leave_out_is_taken() {
    let caller = Caller::start().await;
    let mut body = phr(&caller, "lenient").await;
    for key in
        ["endUsers", "notifications", "voucherCodes", "programReference", "orderGroup", "secondaryMarket"]
    {
        body.as_object_mut().unwrap().remove(key);
    }
    body["unheardOf"] = json!({ "of": [1, 2] });
    body["items"][0].as_object_mut().unwrap().remove("dataSourceIds");
    send(&caller, "/api/v1/orders", &body).await.expect(201);
    // A single item instead of a list, as some published examples have it; and the same reference again.
    body["items"] = body["items"][0].clone();
    body["delivery"] = json!({ "type": "network", "workspace": "tidalheron" });
    send(&caller, "/api/v1/orders", &body).await.expect(201);
    for terrain in ["dem", "dem_1"] {
        let ortho = [("processing_level", "ortho"), (terrain, "best_available"), ("projection_1", "32629")];
        body["optionsPerProductType"][0]["options"] = options(&ortho);
        send(&caller, "/api/v1/orders", &body).await.expect(201);
    }
}

#[tokio::test]
async fn legacy_sells_no_quotations_and_neither_sells_the_others_scenes() {
    let caller = Caller::start().await;
    let legacy = phr(&caller, "wrong").await;
    send(&caller, "/api/v1/quotations", &legacy).await.refused(400, "contractId");
    let mut neo = neo(&caller, "wrong").await;
    let phr_id = caller.scene("PHR").await["properties"]["id"].clone();
    set(&mut neo, "/items/0/dataSourceIds/0/catalogItemId", phr_id);
    send(&caller, "/api/v1/orders", &neo).await.refused(400, "not a scene of");
}

#[tokio::test]
async fn credit_that_does_not_suffice_is_not_spent() {
    let caller = Caller::start().await;
    let credit = json!({ "contractId": crate::NEO, "amount": "12.34" });
    caller.control("POST", "/credit", credit).await.expect(200);
    let body = neo(&caller, "poor").await;
    send(&caller, "/api/v1/orders", &body).await.refused(400, "Insufficient credit");
    let quoted = send(&caller, "/api/v1/quotations", &body).await.expect(201);
    let accept = format!(
        "/api/v1/contracts/{}/quotations/{}/accept",
        crate::NEO,
        quoted["quotationId"].as_str().unwrap()
    );
    caller.put(&accept).send().await.refused(400, "Insufficient credit");
    let left = caller.control("GET", "/credit", Value::Null).await.json();
    assert!(
        left.as_array().unwrap().iter().any(|one| one["contractId"] == crate::NEO && one["left"] == "12.34")
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_and_a_path_that_is_none() {
    let caller = Caller::start().await;
    for path in ["/api/v1/prices", "/api/v1/orders", "/api/v1/quotations", "/api/v2/orders/search"] {
        let broken = caller.post(path).form(&[("not", "json")]).send().await;
        broken.refused(400, "not JSON");
        assert_eq!(crate::keys(&caller.post(path).anonymous().send().await.expect(401)), ["message"]);
    }
    caller.get("/api/v1/nothing").send().await.refused(404, "Nothing");
}
