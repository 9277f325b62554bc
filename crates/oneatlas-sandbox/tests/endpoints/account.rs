//! Contracts, the account, product types, markets, countries, delivery types, taskings.

use serde_json::{Value, json};

use crate::{Caller, DOLLARS, LEGACY, NEO, keys, same_shape};

fn segment(id: &str) -> String {
    id.replace(' ', "%20")
}

#[tokio::test]
async fn contracts_have_the_keys_of_their_back_end() {
    let caller = Caller::start().await;
    let answer = caller.get("/api/v1/contracts").send().await.expect(200);
    assert_eq!(keys(&answer), ["contracts"]);
    let contract = |id: &str| {
        answer["contracts"].as_array().unwrap().iter().find(|one| one["contractId"] == id).unwrap().clone()
    };
    let legacy = contract(LEGACY);
    assert_eq!(
        keys(&legacy),
        [
            "backendSource",
            "contractId",
            "contractType",
            "creditRemaining",
            "currency",
            "customerId",
            "language",
            "name",
            "tradeAgreementUrl",
        ]
    );
    assert_eq!(
        (&legacy["backendSource"], &legacy["contractType"]),
        (&json!("legacy"), &json!("ONEATLASDATA"))
    );
    let neo = contract(NEO);
    assert_eq!(neo["backendSource"], "neo");
    assert_eq!(
        neo["delivery"],
        json!([{ "deliveryPlatformId": "PublicMOC", "deliveryWorkspace": "brightfalcon" }])
    );
    for contract in [&legacy, &neo] {
        assert!(contract["creditRemaining"].as_str().unwrap().parse::<f64>().unwrap() > 0.0);
        assert!(contract["customerId"].as_str().unwrap().starts_with("AC"));
    }
    assert_eq!((&neo["currency"], &contract(DOLLARS)["currency"]), (&json!("EUR"), &json!("USD")));
}

#[tokio::test]
async fn the_account_names_the_workspace_of_legacy_deliveries() {
    let caller = Caller::start().await;
    let me = caller.get("/api/v1/me").send().await.expect(200);
    same_shape(
        &json!({
            "_links": { "self": { "href": "" }, "licenses": { "href": "" } },
            "id": "", "status": "", "createdAt": "", "roles": [""],
            "contract": {
                "_links": {
                    "self": { "href": "" }, "orders": { "href": "" }, "payments": { "href": "" },
                    "subscriptions": { "href": "" }, "deliveries": { "href": "" }, "reports": { "href": "" },
                    "cisContracts": { "href": "" },
                },
                "id": "", "status": "", "createdAt": "", "offers": [""], "companyName": "", "amountUnit": "",
                "balanceUnit": "", "kind": "", "name": "", "balance": 33832, "workspaceId": "", "workspaceName": "",
            },
            "permissions": [{ "contractId": "", "kind": "", "userId": "" }],
        }),
        &me,
    );
    assert_eq!(me["contract"]["balance"], 33_832);
    let workspace = me["contract"]["workspaceName"].as_str().unwrap();
    for name in [workspace, me["contract"]["workspaceId"].as_str().unwrap()] {
        assert_eq!(caller.search(json!({ "workspace": name })).await["totalResults"], 0);
    }
    assert!(caller.get("/api/v1/me/services").send().await.expect(200).is_object());
    caller.get("/api/v1/me").anonymous().send().await.api_error(401, "Authentication");
}

#[tokio::test]
async fn subscriptions_belong_to_the_accounts_own_contract() {
    let caller = Caller::start().await;
    let me = caller.get("/api/v1/me").send().await.expect(200);
    let path = format!("/api/v1/contracts/{}", me["contract"]["id"].as_str().unwrap());
    let list = caller.get(&format!("{path}/subscriptions")).send().await.expect(200);
    let one = &list["items"][0];
    assert!(one["amountConsumed"].as_i64().unwrap() > 0 && one["amountMax"].as_i64().unwrap() > 0);
    let id = one["id"].as_str().unwrap();
    assert_eq!(caller.get(&format!("{path}/subscriptions/{id}")).send().await.expect(200), *one);
    assert_eq!(caller.get(&path).send().await.expect(200)["id"], me["contract"]["id"]);
    caller.get(&format!("{path}/subscriptions/x")).send().await.api_error(404, "'x'");
    caller.get("/api/v1/contracts/x/subscriptions").send().await.api_error(404, "'x'");
    for unknown in [format!("{path}/payments"), format!("{path}/payments/1"), "/api/v1/analytics".to_owned()]
    {
        caller.get(&unknown).send().await.api_error(404, "");
    }
}

#[tokio::test]
async fn product_types_say_sensor_source_target_and_minimum() {
    let caller = Caller::start().await;
    for (contract, wanted) in [
        (
            LEGACY,
            vec!["PleiadesArchiveMono", "SPOTArchive1.5Mono", "PleiadesTaskingOneDay", "SpotTaskingOneDay"],
        ),
        (NEO, vec!["PleiadesNeoArchiveMono", "PleiadesNeoArchiveMulti", "PleiadesNeoOnePlan"]),
    ] {
        let path = format!("/api/v1/contracts/{}/productTypes", segment(contract));
        let answer = caller.get(&path).send().await.expect(200);
        same_shape(
            &json!({ "productTypes": [{
                "productTypeId": "", "technicalProduct": {
                    "id": "", "label": "", "source": { "id": "", "label": "" }, "sensor": { "id": "", "label": "" },
                    "target": { "id": "", "label": "" }, "licences": null,
                },
                "minimumOrderAreaApplied": 25, "descriptionUrl": "",
            }]}),
            &answer,
        );
        let list = answer["productTypes"].as_array().unwrap();
        for id in wanted {
            assert!(list.iter().any(|product| product["productTypeId"] == id), "{id} on {contract}");
        }
    }
    let tasking = caller.get(&format!("/api/v1/contracts/{DOLLARS}/productTypes")).send().await.expect(200);
    let list = tasking["productTypes"].as_array().unwrap();
    assert!(list.iter().all(|product| product["technicalProduct"]["source"]["id"] == "tasking"));
    let unknown = caller.get("/api/v1/contracts/nobody/productTypes").send().await;
    assert_eq!(
        unknown.expect(404),
        json!({ "errorCode": "E2203", "message": "CIS contract 'nobody' not found." })
    );
}

#[tokio::test]
async fn markets_and_delivery_types_answer_on_both_paths() {
    let caller = Caller::start().await;
    for contract in [segment(LEGACY), NEO.to_owned()] {
        let short = caller.get(&format!("/api/v1/{contract}/properties")).send().await.expect(200);
        let long = caller.get(&format!("/api/v1/contracts/{contract}/properties")).send().await.expect(200);
        assert_eq!(short, long);
        assert_eq!(keys(&short), ["markets", "properties"]);
        let markets = short["markets"].as_array().unwrap();
        assert_eq!(markets.len(), 21);
        assert_eq!((&markets[0]["id"], &markets[0]["label"]), (&json!("AGRI"), &json!("Agriculture")));
        let genie = json!({ "id": "GENIE", "label": "Civil engineering",
            "secondaryMarket": [{ "id": "GENIE", "label": "Civil engineering" }] });
        assert!(markets.contains(&genie));

        let short = caller.get(&format!("/api/v1/{contract}/deliveryTypes")).send().await.expect(200);
        let long =
            caller.get(&format!("/api/v1/contracts/{contract}/deliveryTypes")).send().await.expect(200);
        assert_eq!(short, long);
        assert_eq!(
            short["deliveryTypes"][0],
            json!({ "deliveryTypeId": "network", "label": "FTP + My Data" })
        );
    }
    for path in
        ["/api/v1/nobody/properties", "/api/v1/nobody/deliveryTypes", "/api/v1/contracts/nobody/taskings"]
    {
        caller.get(path).send().await.refused(404, "nobody");
    }
}

#[tokio::test]
async fn countries_are_listed_by_their_two_letters() {
    let caller = Caller::start().await;
    let answer = caller.get("/api/v1/properties").send().await.expect(200);
    let countries = answer["properties"].as_array().unwrap();
    let countries: &Value = countries.iter().find(|entry| entry["key"] == "countries").unwrap();
    let values = countries["values"].as_array().unwrap();
    assert_eq!(values.len(), 251);
    assert!(values.contains(&json!({ "id": "FR", "label": "France" })));
    assert!(values.iter().any(|value| value["id"] == "NO"));
    assert_eq!(keys(&caller.get("/api/v1/properties").anonymous().send().await.expect(401)), ["message"]);
}

#[tokio::test]
async fn there_are_no_taskings_and_no_coverages() {
    let caller = Caller::start().await;
    for contract in [segment(LEGACY), NEO.to_owned()] {
        let path = format!("/api/v1/contracts/{contract}/taskings");
        assert_eq!(caller.get(&path).send().await.expect(200)["taskings"], json!([]));
        caller.get(&format!("{path}/7")).send().await.refused(404, "'7'");
        caller.post(&format!("{path}/7/cancel")).send().await.refused(404, "'7'");
    }
    let body =
        json!({ "paging": { "itemsPerPage": 10000, "startIndex": 0, "pagingMode": "item" }, "criteria": {} });
    let coverages = caller.post("/api/v1/coverages/search").body(&body).send().await.expect(200);
    assert_eq!((&coverages["features"], &coverages["paging"]["totalResults"]), (&json!([]), &json!(0)));
    caller.post("/api/v1/coverages/CIE_1/accept").send().await.refused(404, "CIE_1");
    caller.post("/api/v1/orders/WOI_1/cancel").send().await.refused(404, "WOI_1");
    for path in ["/api/v1/attempts", "/api/v1/feasibility"] {
        let answer = caller.post(path).body(&json!({})).send().await.expect(500);
        assert_eq!(
            answer,
            json!({ "errors": [{ "code": "ERR_NO_SENSOR_AVAILABLE", "locator": "UNKNOWN" }] })
        );
    }
}
