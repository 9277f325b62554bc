//! The account on the data host: who it is, what it may use.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::contracts::{BackEnd, COMPANY, CONTRACTS};
use crate::errors::Refusal;
use crate::gate::Base;
use crate::world::World;

/// The account's own contract, which is not the contract orders are made on.
fn contract_id(world: &World) -> String {
    world.uuid("account contract", 0)
}

/// `GET /api/v1/me`
pub(crate) async fn me(State(world): State<Arc<World>>, base: Base) -> Json<Value> {
    let (base, contract, user) = (base.0, contract_id(&world), world.uuid("user", 0));
    let workspace =
        CONTRACTS.iter().find(|contract| contract.back_end == BackEnd::Legacy).map(|c| c.workspace);
    let of_contract = |what: &str| json!({ "href": format!("{base}/api/v1/contracts/{contract}/{what}") });
    Json(json!({
        "_links": {
            "self": { "href": format!("{base}/api/v1/me") },
            "licenses": { "href": format!("{base}/api/v1/licenseAgreements") },
        },
        "id": user, "status": "created", "createdAt": "2024-08-19T12:19:43Z", "roles": ["contractViewer", "user"],
        "contract": {
            "_links": {
                "self": { "href": format!("{base}/api/v1/contracts/{contract}") },
                "orders": { "href": format!("{base}/api/v1/orders") },
                "payments": of_contract("payments"), "subscriptions": of_contract("subscriptions"),
                "deliveries": of_contract("deliveries"), "reports": of_contract("reports"),
                "cisContracts": of_contract("cisContracts"),
            },
            "id": contract, "status": "created", "createdAt": "2023-07-07T08:01:07Z",
            "offers": ["order.data.product", "order.data.mosaic"], "companyName": COMPANY,
            "amountUnit": "EUR", "balanceUnit": "EUR", "kind": "contract.oneatlas.internal", "name": COMPANY,
            "balance": 33832,
            "workspaceId": workspace.map(|w| w.id), "workspaceName": workspace.map(|w| w.name),
        },
        "permissions": [{ "contractId": contract_id(&world), "kind": "contract.user", "userId": user }],
    }))
}

/// `GET /api/v1/me/services`
pub(crate) async fn services() -> Json<Value> {
    Json(json!({ "services": ["optical"] }))
}

/// `GET /api/v1/contracts/{uuid}/subscriptions`
pub(crate) async fn subscriptions(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    if id != contract_id(&world) {
        return Err(Refusal::missing(format!("Contract '{id}' not found.")));
    }
    let subscription = json!({ "id": world.uuid("subscription", 0), "amountConsumed": 1, "amountMax": 10 });
    Ok(Json(json!({ "items": [subscription] })))
}
