//! The account on the data host: who it is, what it may use.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::contracts::{self, ACCOUNT_WORKSPACE, COMPANY};
use crate::errors::{Realm, Refusal};
use crate::hosts::Base;
use crate::world::World;

/// The account's own contract, which is not one that orders are made on.
pub(crate) fn contract_id(world: &World) -> String {
    world.uuid("account contract", 0)
}

fn contract(world: &World, base: &str) -> Value {
    let contract = contract_id(world);
    let workspace = ACCOUNT_WORKSPACE;
    let of_contract = |what: &str| json!({ "href": format!("{base}/api/v1/contracts/{contract}/{what}") });
    json!({
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
        "balance": world.books().balance,
        "workspaceId": workspace.id, "workspaceName": workspace.name,
    })
}

/// `GET /api/v1/me`
pub(crate) async fn me(State(world): State<Arc<World>>, base: Base) -> Json<Value> {
    let (base, user) = (base.data(), world.uuid("user", 0));
    Json(json!({
        "_links": {
            "self": { "href": format!("{base}/api/v1/me") },
            "licenses": { "href": format!("{base}/api/v1/licenseAgreements") },
        },
        "id": user, "status": "created", "createdAt": "2024-08-19T12:19:43Z", "roles": ["contractViewer", "user"],
        "contract": contract(&world, &base),
        "permissions": [{ "contractId": contract_id(&world), "kind": "contract.user", "userId": user }],
    }))
}

/// `GET /api/v1/me/services`
pub(crate) async fn services() -> Json<Value> {
    Json(json!({ "services": ["optical"] }))
}

/// `GET /api/v1/contracts`: on the data host the account's own, everywhere else those that orders are made on.
pub(crate) async fn contracts(
    State(world): State<Arc<World>>,
    Extension(realm): Extension<Realm>,
    base: Base,
) -> Json<Value> {
    if realm != Realm::Data {
        return contracts::list(&world);
    }
    Json(json!({
        "startIndex": 0, "totalResults": 1, "countLimitReached": false, "itemsPerPage": 100,
        "items": [contract(&world, &base.data())],
    }))
}

/// `GET /api/v1/contracts/{uuid}`
pub(crate) async fn one_contract(
    State(world): State<Arc<World>>,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    ours(&world, &id)?;
    Ok(Json(contract(&world, &base.data())))
}

fn ours(world: &World, id: &str) -> Result<(), Refusal> {
    if id == contract_id(world) {
        Ok(())
    } else {
        Err(Refusal::missing(format!("Contract '{id}' not found.")))
    }
}

fn the_subscription(world: &World) -> Value {
    json!({
        "id": world.uuid("subscription", 0), "kind": "subscription.oneatlas", "status": "created",
        "amountConsumed": 1, "amountMax": 10, "amountUnit": "EUR",
    })
}

/// `GET /api/v1/contracts/{uuid}/subscriptions`
pub(crate) async fn subscriptions(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    ours(&world, &id)?;
    Ok(Json(json!({ "items": [the_subscription(&world)] })))
}

/// `GET /api/v1/contracts/{uuid}/subscriptions/{id}`
pub(crate) async fn subscription(
    State(world): State<Arc<World>>,
    Path((contract, id)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    ours(&world, &contract)?;
    let known = the_subscription(&world);
    if known["id"] == id.as_str() {
        Ok(Json(known))
    } else {
        Err(Refusal::missing(format!("Subscription '{id}' not found.")))
    }
}
