//! The control API, on a port of its own and never on the public one: the clock, faults, what really happened.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::amounts::{self, CENTS};
use crate::books::Movement;
use crate::contracts::CONTRACTS;
use crate::errors::Refusal;
use crate::gate::JsonBody;
use crate::order::Revision;
use crate::world::World;
use crate::{pictures, stamps};

/// Why a control call was not carried out; always 400 with a sentence, but for what is not there.
struct Wrong(StatusCode, String);

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "message": self.1 }))).into_response()
    }
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Wrong {
        Wrong(refusal.status, refusal.message)
    }
}

impl From<crate::SandboxError> for Wrong {
    fn from(error: crate::SandboxError) -> Wrong {
        Wrong(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

fn bad(message: impl Into<String>) -> Wrong {
    Wrong(StatusCode::BAD_REQUEST, message.into())
}

/// All control calls.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/clock", get(clock))
        .route("/clock/advance", post(advance))
        .route("/clock/set", post(set_clock))
        .route("/requests", get(requests))
        .route("/orders", get(orders))
        .route("/orders/lag", get(lag).post(set_lag))
        .route("/prices", get(prices).post(set_prices))
        .route("/credit", get(credit).post(set_credit))
        .route("/movements", get(movements))
        .route("/quotations/{id}/revise", post(revise))
        .route("/archive", get(archive))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/tokens/expire", post(expire_tokens))
        .route("/tokens/lifetime", post(token_lifetime))
        .route("/masks/{scene}", get(mask))
        .route("/reset", post(reset))
        .route("/snapshot", post(snapshot))
        .route("/restore", post(restore))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&world), up_to_now))
        .with_state(world)
}

/// What is due by now has arrived before anybody looks.
async fn up_to_now(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    world.late().arrive(world.now_ms()).await;
    next.run(request).await
}

async fn clock(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "now": stamps::millis(world.now_ms()), "offsetSeconds": world.clock().offset() }))
}

async fn advance(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let seconds = body["seconds"].as_i64().ok_or_else(|| bad("'seconds' is a whole number"))?;
    world.advance(seconds)?;
    Ok(clock(State(world)).await)
}

async fn set_clock(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let wanted = body["now"].as_str().and_then(stamps::parse);
    let wanted = wanted.ok_or_else(|| bad("'now' is a time such as \"2026-03-01T12:00:00Z\""))?;
    world.advance((wanted.ms - world.now_ms()).div_euclid(1000))?;
    Ok(clock(State(world)).await)
}

async fn requests(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.requests().list())
}

async fn orders(State(world): State<Arc<World>>) -> Json<Value> {
    let now = world.now_ms();
    let books = world.books();
    Json(books.orders.iter().map(|order| order.to_json(now)).collect())
}

async fn credit(State(world): State<Arc<World>>) -> Json<Value> {
    let books = world.books();
    let of = |contract: &crate::contracts::Contract| {
        let left = books.credit.get(contract.id).copied().unwrap_or_default();
        let spent = contract.opening_credit() - left;
        json!({
            "contractId": contract.id, "currency": contract.currency, "left": left.to_string(),
            "spent": spent.to_string(),
        })
    };
    Json(CONTRACTS.iter().map(of).collect())
}

async fn set_credit(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let contract = body["contractId"].as_str().unwrap_or_default().to_owned();
    if !CONTRACTS.iter().any(|known| known.id == contract) {
        return Err(bad(format!("there is no contract '{contract}'")));
    }
    let amount: Option<Decimal> = body["amount"].as_str().and_then(|text| text.parse().ok());
    let amount = amount.ok_or_else(|| bad("'amount' is a decimal as text, such as \"100.00\""))?;
    let now = world.now_ms();
    world.change(|books| {
        books.set_credit(&contract, amount, "set by the control API", now);
        Ok(())
    })?;
    Ok(credit(State(world)).await)
}

/// Every change of credit, oldest first.
async fn movements(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.books().movements.iter().map(Movement::to_json).collect())
}

/// How many seconds an order takes to show up in the order search.
async fn lag(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "seconds": world.books().search_lag }))
}

async fn set_lag(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let seconds = body["seconds"].as_i64().filter(|seconds| *seconds >= 0);
    let seconds = seconds.ok_or_else(|| bad("'seconds' is a whole number, 0 or more"))?;
    world.change(|books| {
        books.search_lag = seconds;
        Ok(())
    })?;
    Ok(lag(State(world)).await)
}

/// What the price list stands at, in per cent of the documented one, and the decimals of amounts.
async fn prices(State(world): State<Arc<World>>) -> Json<Value> {
    let books = world.books();
    Json(json!({ "percent": books.price_level, "decimals": books.decimals.unwrap_or(CENTS) }))
}

async fn set_prices(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let percent = body["percent"].as_i64().filter(|percent| (1..=10_000).contains(percent));
    let percent = percent.ok_or_else(|| bad("'percent' is a whole number from 1 to 10000"))?;
    let decimals = match &body["decimals"] {
        Value::Null => None,
        given => {
            let decimals = given.as_u64().and_then(|decimals| u32::try_from(decimals).ok());
            let decimals = decimals.filter(|decimals| *decimals <= 6);
            Some(decimals.ok_or_else(|| bad("'decimals' is a whole number from 0 to 6"))?)
        }
    };
    world.change(|books| {
        books.price_level = percent;
        books.decimals = decimals;
        Ok(())
    })?;
    Ok(prices(State(world)).await)
}

/// The vendor's desk makes another offer under the same number, valid anew.
async fn revise(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Wrong> {
    let revision = revision(&body)?;
    let now = world.now_ms();
    let revised = world.change(|books| {
        let place = books.find_quotation(None, &id);
        let place = place.ok_or_else(|| Refusal::missing(format!("there is no quotation '{id}'")))?;
        let decimals = books.decimals.unwrap_or(CENTS);
        let order = &mut books.orders[place];
        if !matches!(order.quotation_status(now), "SENT" | "EXPIRED") {
            return Err(Refusal::bad(format!("quotation '{id}' is {}", order.quotation_status(now))));
        }
        order.revise(&revision, decimals, now);
        Ok(order.to_json(now))
    })?;
    Ok(Json(revised))
}

fn revision(body: &Value) -> Result<Revision, Wrong> {
    let discount = match &body["discountPercentage"] {
        Value::Null => None,
        given => {
            let percent = amounts::read(given);
            let percent = percent.filter(|percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent));
            Some(percent.ok_or_else(|| bad("'discountPercentage' is a number from 0 to 100"))?)
        }
    };
    let amount = match &body["amount"] {
        Value::Null => None,
        given => Some(
            amounts::read(given).ok_or_else(|| bad("'amount' is a decimal as text, such as \"100.00\""))?,
        ),
    };
    let currency = body["currency"].as_str().map(str::to_owned);
    if discount.is_none() && amount.is_none() && currency.is_none() {
        return Err(bad("'discountPercentage', 'amount' or 'currency' is needed"));
    }
    Ok(Revision { discount, amount, currency })
}

/// The size of the archive.
async fn archive(State(world): State<Arc<World>>) -> Json<Value> {
    let archive = world.archive();
    Json(json!({ "scenes": archive.size(), "real": archive.captured().len(), "seed": world.seed() }))
}

async fn faults(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.faults().list())
}

async fn add_fault(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    world.faults().add(&body).map_err(bad)?;
    Ok(Json(world.faults().list()))
}

async fn clear_faults(State(world): State<Arc<World>>) -> Json<Value> {
    world.faults().clear();
    Json(world.faults().list())
}

async fn expire_tokens(State(world): State<Arc<World>>) -> Json<Value> {
    world.tokens().expire_all();
    Json(json!({}))
}

async fn token_lifetime(
    State(world): State<Arc<World>>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Wrong> {
    let seconds = body["seconds"].as_i64().filter(|seconds| *seconds > 0);
    world.tokens().set_lifetime(seconds.ok_or_else(|| bad("'seconds' is a positive whole number"))?);
    Ok(Json(json!({})))
}

async fn mask(State(world): State<Arc<World>>, Path(scene): Path<String>) -> Result<Response, Wrong> {
    let year = stamps::utc(world.now_ms()).year();
    let found = world.archive().by_id(&scene, year);
    let found = found.ok_or_else(|| Wrong(StatusCode::NOT_FOUND, format!("there is no scene '{scene}'")))?;
    let drawn = tokio::task::spawn_blocking(move || pictures::cloud_mask(&found)).await;
    let drawn = drawn.map_err(|_| Wrong(StatusCode::INTERNAL_SERVER_ERROR, "the mask broke".to_owned()))?;
    Ok(([(header::CONTENT_TYPE, "image/png")], drawn).into_response())
}

async fn reset(State(world): State<Arc<World>>) -> Result<Json<Value>, Wrong> {
    world.reset()?;
    Ok(Json(json!({})))
}

async fn snapshot(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "snapshot": world.snapshot() }))
}

async fn restore(State(world): State<Arc<World>>, JsonBody(body): JsonBody) -> Result<Json<Value>, Wrong> {
    let number = body["snapshot"].as_u64().and_then(|number| usize::try_from(number).ok());
    if world.restore(number)? {
        Ok(Json(json!({})))
    } else {
        Err(Wrong(StatusCode::NOT_FOUND, "there is no such snapshot".to_owned()))
    }
}
