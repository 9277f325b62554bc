//! The calls of the Living Library.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::LivingOrder;
use super::request::LivingRequest;
use crate::account;
use crate::errors::Refusal;
use crate::hosts::Base;
use crate::world::{World, uuid_of};

/// `POST data…/api/v1/prices`
pub(crate) fn price(world: &World, body: Value) -> Result<(StatusCode, Json<Value>), Refusal> {
    let request = LivingRequest::read(world, &body)?;
    let deliveries = request.deliveries.iter().map(|delivery| {
        json!({
            "datas": delivery.datas(), "id": delivery.item, "amount": delivery.amount, "amountUnit": "EUR",
            "isAmountEstimated": "false", "areaKm2": crate::amounts::number(delivery.km2),
        })
    });
    let amount: i64 = request.deliveries.iter().map(|delivery| delivery.amount).sum();
    let km2 = request.deliveries.iter().map(|delivery| delivery.km2).sum();
    let affordable = amount <= world.books().balance;
    let answer = json!({
        "deliveries": deliveries.collect::<Vec<_>>(),
        "price": {
            "credits": 0, "amount": amount, "amountUnit": "EUR", "areaKm2": crate::amounts::number(km2),
            "isAmountEstimated": "false",
        },
        "feasibility": "automatic",
        "orderable": if affordable { "ok" } else { "insufficientBalance" },
        "payload": body,
    });
    Ok((StatusCode::OK, Json(answer)))
}

/// `POST data…/api/v1/orders`: spends from the account's balance.
pub(crate) fn order(world: &World, base: &Base, body: &Value) -> Result<(StatusCode, Json<Value>), Refusal> {
    let request = LivingRequest::read(world, body)?;
    let now = world.now_ms();
    let order = world.change(|books| {
        let number = books.living.len();
        let id = world.uuid("living library order", number as u64);
        let mut deliveries = request.deliveries.clone();
        for (place, delivery) in deliveries.iter_mut().enumerate() {
            delivery.id = uuid_of(&format!("living library delivery {place} of {id}"));
        }
        let order = LivingOrder {
            id,
            kind: request.kind.clone(),
            customer_ref: request.customer_ref.clone(),
            created_ms: now,
            deliveries,
        };
        if books.balance < order.amount() {
            let message = format!(
                "Insufficient balance: {} EUR are needed, {} EUR are left",
                order.amount(),
                books.balance
            );
            return Err(Refusal::bad(message));
        }
        books.balance -= order.amount();
        books.living.push(order.clone());
        Ok(order)
    })?;
    Ok((StatusCode::CREATED, Json(order.to_json(&account::contract_id(world), base, now))))
}

/// What a list of orders is narrowed by.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Narrowed {
    kind: Option<String>,
    status: Option<String>,
    customer_ref: Option<String>,
    items_per_page: Option<usize>,
    page: Option<usize>,
}

/// `GET data…/api/v1/orders?kind=&status=&customerRef=&itemsPerPage=&page=`; pages count from 1.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    base: Base,
    Query(narrowed): Query<Narrowed>,
) -> Result<Json<Value>, Refusal> {
    let per_page = narrowed.items_per_page.unwrap_or(100);
    if !(1..=1000).contains(&per_page) {
        return Err(Refusal::bad("itemsPerPage: from 1 to 1000"));
    }
    let start = narrowed.page.unwrap_or(1).saturating_sub(1).saturating_mul(per_page);
    let now = world.now_ms();
    let fits = |wanted: &Option<String>, value: &str| {
        wanted.as_deref().filter(|wanted| !wanted.is_empty()).is_none_or(|wanted| wanted == value)
    };
    let contract = account::contract_id(&world);
    let books = world.books();
    let found = books.living.iter().rev().filter(|order| {
        fits(&narrowed.kind, &order.kind)
            && fits(&narrowed.status, order.status(now))
            && fits(&narrowed.customer_ref, &order.customer_ref)
    });
    let found: Vec<Value> = found.map(|order| order.to_json(&contract, &base, now)).collect();
    Ok(Json(json!({
        "startIndex": start, "totalResults": found.len(), "countLimitReached": false, "itemsPerPage": per_page,
        "items": found.into_iter().skip(start).take(per_page).collect::<Vec<_>>(),
    })))
}

/// `GET data…/api/v1/orders/{id}`
pub(crate) async fn by_id(
    State(world): State<Arc<World>>,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let (now, contract) = (world.now_ms(), account::contract_id(&world));
    let books = world.books();
    let order = books.living.iter().find(|order| order.id == id);
    let order = order.ok_or_else(|| Refusal::missing(format!("Order '{id}' not found")))?;
    Ok(Json(order.to_json(&contract, &base, now)))
}
