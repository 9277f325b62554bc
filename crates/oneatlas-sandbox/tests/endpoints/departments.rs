//! Two departments of one customer: two archive contracts of each back-end, with credit and deliveries of their own.

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::orders::{body, decision, records, send};
use crate::{COAST_LEGACY, COAST_NEO, Caller, DOLLARS, LEGACY, NEO};

async fn found(caller: &Caller, workspace: &str, reference: &str) -> u64 {
    let query = json!({ "workspace": workspace, "customerReference": reference });
    caller.search(query).await["totalResults"].as_u64().unwrap()
}

#[tokio::test]
async fn the_contracts_come_in_their_old_order_and_the_new_ones_last() {
    let caller = Caller::start().await;
    let answer = caller.get("/api/v1/contracts").send().await.expect(200);
    let list = answer["contracts"].as_array().unwrap();
    let ids: Vec<&str> = list.iter().map(|one| one["contractId"].as_str().unwrap()).collect();
    assert_eq!(ids, [LEGACY, NEO, DOLLARS, COAST_LEGACY, COAST_NEO]);
    let told = |place: usize, key: &str| list[place][key].as_str().unwrap().to_owned();
    assert_eq!([told(3, "creditRemaining"), told(4, "creditRemaining")], ["4200.00", "8000.00"]);
    assert_eq!([told(3, "currency"), told(4, "currency")], ["EUR", "EUR"]);
    assert_eq!(told(3, "name"), "Pléiades & SPOT, coast department");
    assert_eq!(told(4, "name"), "Pléiades Neo, coast department");
    assert_eq!(list[4]["delivery"][0]["deliveryWorkspace"], "coralpetrel");
    for (ours, theirs) in [(COAST_LEGACY, LEGACY), (COAST_NEO, NEO)] {
        let sold =
            |id: &str| caller.get(&format!("/api/v1/contracts/{}/productTypes", id.replace(' ', "%20")));
        assert_eq!(sold(ours).send().await.expect(200), sold(theirs).send().await.expect(200));
    }
}

#[tokio::test]
async fn each_contract_pays_what_it_ordered_and_receives_it_in_its_workspace() {
    let caller = Caller::start().await;
    let scene = caller.scene("PNEO").await;
    let order = |contract: &str, reference: &str| body(contract, "PleiadesNeoArchiveMono", &scene, reference);
    let coast = send(&caller, "/api/v1/orders", &order(COAST_NEO, "coast")).await.expect(201);
    let main = send(&caller, "/api/v1/prices", &order(NEO, "main")).await.expect(201);
    assert_eq!(coast["totalAmount"], main["totalAmount"], "one price list");
    assert_eq!(caller.spent(NEO).await, ["30000.00", "0.00"]);
    let [left, spent] = caller.spent(COAST_NEO).await;
    assert_eq!(spent.parse::<f64>().unwrap(), coast["totalAmount"].as_f64().unwrap());
    assert!((left.parse::<f64>().unwrap() + spent.parse::<f64>().unwrap() - 8000.0).abs() < 1e-9);
    let record = records(&caller, "customerReference:coast").await.remove(0);
    assert_eq!(record["contractId"], COAST_NEO);

    caller.sandbox.advance(3 * 3600);
    assert_eq!(found(&caller, "coralpetrel", "coast").await, 1);
    assert_eq!(found(&caller, record["deliveryWorkspace"].as_str().unwrap(), "coast").await, 1);
    assert_eq!(found(&caller, "brightfalcon", "coast").await, 0);
}

#[tokio::test]
async fn the_legacy_contracts_share_the_workspace_of_the_account() {
    let caller = Caller::start().await;
    let scene = caller.scene("PHR").await;
    let order = body(COAST_LEGACY, "PleiadesArchiveMono", &scene, "coast");
    let answer = send(&caller, "/api/v1/orders", &order).await.expect(201);
    let [_, spent] = caller.spent(COAST_LEGACY).await;
    assert_eq!(spent.parse::<f64>().unwrap(), answer["totalAmount"].as_f64().unwrap());
    assert_eq!(caller.spent(LEGACY).await, ["12480.00", "0.00"]);
    caller.sandbox.advance(4 * 3600);
    let me = caller.get("/api/v1/me").send().await.expect(200);
    let workspace = me["contract"]["workspaceName"].as_str().unwrap();
    let items = caller.search(json!({ "workspace": workspace, "customerReference": "coast" })).await;
    assert_eq!(items["totalResults"], 1);
    assert_eq!(items["features"][0]["properties"]["internalReference"], answer["salesOrderId"]);
    let href = items["features"][0]["_links"]["download"][2]["href"].as_str().unwrap().to_owned();
    assert!(caller.follow(&href).send().await.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_quotation_is_decided_on_its_own_contract_only() {
    let caller = Caller::start().await;
    let quotation = body(COAST_NEO, "PleiadesNeoArchiveMono", &caller.scene("PNEO").await, "coast");
    let id = send(&caller, "/api/v1/quotations", &quotation).await.expect(201)["quotationId"].clone();
    caller.put(&decision(NEO, &id, "accept")).send().await.refused(404, id.as_str().unwrap());
    caller.control("POST", "/credit", json!({ "contractId": COAST_NEO, "amount": "1.00" })).await.expect(200);
    caller.put(&decision(COAST_NEO, &id, "accept")).send().await.refused(400, "credit");
    caller
        .control("POST", "/credit", json!({ "contractId": COAST_NEO, "amount": "9000.00" }))
        .await
        .expect(200);
    caller.put(&decision(COAST_NEO, &id, "accept")).send().await.expect(200);
    assert_eq!(caller.spent(NEO).await, ["30000.00", "0.00"]);
}

#[tokio::test]
async fn the_books_of_all_contracts_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config =
        || SandboxConfig { state_file: Some(folder.path().join("state.json")), ..SandboxConfig::default() };
    let mut caller = Caller::start().await;
    caller.sandbox = Sandbox::start(config()).await.unwrap();
    caller
        .control("POST", "/credit", json!({ "contractId": COAST_LEGACY, "amount": "12.34" }))
        .await
        .expect(200);
    // A file of before these contracts.
    let path = folder.path().join("state.json");
    let mut kept: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    kept["credit"].as_object_mut().unwrap().remove(COAST_NEO).unwrap();
    std::fs::write(&path, kept.to_string()).unwrap();
    caller.sandbox = Sandbox::start(config()).await.unwrap();
    assert_eq!(caller.spent(COAST_LEGACY).await, ["12.34", "4187.66"]);
    assert_eq!(caller.spent(COAST_NEO).await, ["8000.00", "0.00"]);
}
