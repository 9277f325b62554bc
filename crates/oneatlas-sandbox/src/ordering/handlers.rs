//! The calls that price, ask, order and decide.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::price::{self, LinePrice};
use super::request::{Purpose, Request};
use crate::amounts::{self, Exact, number};
use crate::books::{Accepted, Books, Decision, Line, Order};
use crate::contracts::{BackEnd, Contract};
use crate::errors::{Realm, Refusal};
use crate::faults::Misbooked;
use crate::gate::JsonBody;
use crate::hosts::Base;
use crate::world::World;
use crate::{living, pdf};

type Created = Result<(StatusCode, Exact), Refusal>;
/// Set by a fault: the vendor books something else than it priced.
type Slip = Option<Extension<Misbooked>>;

/// `POST /api/v1/prices`, on the order host or on the data host.
pub(crate) async fn prices(
    State(world): State<Arc<World>>,
    Extension(realm): Extension<Realm>,
    JsonBody(body): JsonBody,
) -> Created {
    if realm == Realm::Data {
        return living::price(&world, body).map(|(status, Json(answer))| (status, Exact(answer)));
    }
    let request = Request::read(&world, &body, Purpose::Price)?;
    let lines = price::lines(&request);
    Ok((StatusCode::CREATED, Exact(price::to_json(&request, &lines))))
}

/// `POST /api/v1/quotations`, Pléiades Neo only.
pub(crate) async fn quotation(
    State(world): State<Arc<World>>,
    slip: Slip,
    JsonBody(body): JsonBody,
) -> Created {
    let request = Request::read(&world, &body, Purpose::Quotation)?;
    if request.contract.back_end == BackEnd::Legacy {
        return Err(Refusal::bad(format!(
            "contractId: contract '{}' takes orders only",
            request.contract.id
        )));
    }
    let lines = price::lines(&request);
    let now = world.now_ms();
    let order = world.change(|books| {
        let mut order = entry(&world, books, &request, &lines, body);
        misbook(&mut order, slip.as_deref());
        order.quotation = Some(books.take_quotation(now));
        books.orders.push(order.clone());
        Ok(order)
    })?;
    Ok((StatusCode::CREATED, answer(&order, request.decimals.is_some())))
}

/// `POST /api/v1/orders`, on the order host or on the data host: spends at once.
pub(crate) async fn order(
    State(world): State<Arc<World>>,
    Extension(realm): Extension<Realm>,
    base: Base,
    slip: Slip,
    JsonBody(body): JsonBody,
) -> Created {
    if realm == Realm::Data {
        let made = living::order(&world, &base, &body);
        return made.map(|(status, Json(answer))| (status, Exact(answer)));
    }
    let request = Request::read(&world, &body, Purpose::Order)?;
    let lines = price::lines(&request);
    let now = world.now_ms();
    let order = world.change(|books| {
        let mut order = entry(&world, books, &request, &lines, body);
        let priced = order.total;
        misbook(&mut order, slip.as_deref());
        spend(books, request.contract, (priced, order.total), &request.reference, now)?;
        order.decision = Decision::Ordered { at_ms: now };
        order.sales_order = Some(books.take_sales_order(now));
        if request.contract.back_end == BackEnd::Neo {
            order.quotation = Some(books.take_quotation(now));
        }
        books.orders.push(order.clone());
        Ok(order)
    })?;
    Ok((StatusCode::CREATED, answer(&order, request.decimals.is_some())))
}

/// `PUT /api/v1/contracts/{contract}/quotations/{quotation}/accept`: spends the quotation's amount.
pub(crate) async fn accept(
    State(world): State<Arc<World>>,
    Path((contract, quotation)): Path<(String, String)>,
    slip: Slip,
) -> Result<Json<Value>, Refusal> {
    let contract = Contract::find(&contract)?;
    let now = world.now_ms();
    world.change(|books| {
        let place = open_quotation(books, contract, &quotation, now)?;
        let mut order = books.orders[place].clone();
        if !order.is_archive() {
            let message =
                format!("Quotation '{quotation}' is for tasking, which this sandbox does not carry out");
            return Err(Refusal::bad(message));
        }
        let (amount, currency) = (order.total, order.currency.clone());
        order.accepted = Some(Accepted { at_ms: now, amount, currency, version: order.version });
        misbook(&mut order, slip.as_deref());
        spend(books, contract, (amount, order.total), &order.customer_reference, now)?;
        order.decision = Decision::Ordered { at_ms: now };
        order.sales_order = Some(books.take_sales_order(now));
        books.orders[place] = order;
        Ok(())
    })?;
    Ok(Json(json!({})))
}

/// `PUT /api/v1/contracts/{contract}/quotations/{quotation}/refuse` with `{"rejectionReasonId": 1…7}`.
pub(crate) async fn refuse(
    State(world): State<Arc<World>>,
    Path((contract, quotation)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let contract = Contract::find(&contract)?;
    let reason = body["rejectionReasonId"]
        .as_u64()
        .and_then(|id| u8::try_from(id).ok())
        .filter(|id| (1..=7).contains(id));
    let reason = reason.ok_or_else(|| Refusal::bad("rejectionReasonId must be a number from 1 to 7"))?;
    let now = world.now_ms();
    world.change(|books| {
        let place = open_quotation(books, contract, &quotation, now)?;
        books.orders[place].decision = Decision::Refused { at_ms: now, reason };
        Ok(())
    })?;
    Ok(Json(json!({})))
}

/// `GET /api/v1/quotations/{quotation}/export`: the document.
pub(crate) async fn export(
    State(world): State<Arc<World>>,
    Path(quotation): Path<String>,
) -> Result<Response, Refusal> {
    let order = {
        let books = world.books();
        books.find_quotation(None, &quotation).map(|place| books.orders[place].clone())
    };
    let order = order.ok_or_else(|| Refusal::missing(format!("Quotation '{quotation}' not found.")))?;
    let made = tokio::task::spawn_blocking(move || pdf::quotation(&world, &order)).await;
    let made = made.map_err(|_| Refusal::crash("the document broke"))?;
    let name = format!("attachment; filename=\"{quotation}.pdf\"");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], made)
        .into_response())
}

fn open_quotation(books: &Books, contract: &Contract, quotation: &str, now: i64) -> Result<usize, Refusal> {
    let place = books.find_quotation(Some(contract.id), quotation);
    let place = place.ok_or_else(|| Refusal::missing(format!("Quotation '{quotation}' not found.")))?;
    match books.orders[place].quotation_status(now) {
        "SENT" => Ok(place),
        status => {
            Err(Refusal::bad(format!("Quotation '{quotation}' is {status} and can no longer be changed")))
        }
    }
}

fn misbook(order: &mut Order, slip: Option<&Misbooked>) {
    if let Some(slip) = slip {
        // A tenth dearer, unless said otherwise.
        let dearer = amounts::rounded(order.total * Decimal::new(11, 1), order.total.scale());
        order.misbook(slip.amount.unwrap_or(dearer), slip.currency.as_deref());
    }
}

/// Takes what was booked from the credit, if there is enough for what was priced. Currencies are not exchanged.
fn spend(
    books: &mut Books,
    contract: &Contract,
    (priced, booked): (Decimal, Decimal),
    reference: &str,
    now: i64,
) -> Result<(), Refusal> {
    let credit = books.credit.get(contract.id).copied().unwrap_or_default();
    if credit < priced {
        let currency = contract.currency;
        let message =
            format!("Insufficient credit: {priced} {currency} are needed, {credit} {currency} are left");
        return Err(Refusal::bad(message));
    }
    books.set_credit(contract.id, credit - booked, reference, now);
    Ok(())
}

fn entry(world: &World, books: &mut Books, request: &Request, prices: &[LinePrice], body: Value) -> Order {
    let mut lines = Vec::new();
    for (item, price) in request.items.iter().zip(prices) {
        let area = &request.areas[item.area];
        let item_id = books.take_line();
        lines.push(Line {
            product_type: item.product.id.to_owned(),
            area_id: area.id,
            area_name: area.name.clone(),
            area: area.geometry.clone(),
            scenes: item.scenes.iter().map(|scene| scene.id(world.seed())).collect(),
            options: request.options.get(item.product.id).cloned().unwrap_or_default(),
            amount: price.amount,
            list_amount: price.list,
            requested_km2: price::drawn(request, item).min(price.requested_km2),
            billed_km2: price.billed_km2,
            minimum_applied: price.minimum_applied,
            delivered_id: crate::world::uuid_of(&format!("delivery of {item_id} of {}", request.reference)),
            item_id,
            comments: item.comments.clone(),
        });
    }
    Order {
        contract: request.contract.id.to_owned(),
        customer_reference: request.reference.clone(),
        program: request.program.clone(),
        quotation: None,
        sales_order: None,
        created_ms: world.now_ms(),
        decision: Decision::Waiting,
        version: 1,
        quoted_ms: 0,
        discount: request.contract.discount(),
        total: price::total(prices),
        currency: request.contract.currency.to_owned(),
        end_user: request.end_user.clone(),
        country: request.country.clone(),
        primary_market: request.market.clone(),
        lines,
        accepted: None,
        body,
    }
}

/// Neo answers with the quotation, legacy with the sales order, as documented.
fn answer(order: &Order, exact: bool) -> Exact {
    let mut answer = match order.back_end() {
        BackEnd::Neo => json!({ "quotationId": order.quotation }),
        BackEnd::Legacy => json!({ "salesOrderId": order.sales_order }),
    };
    answer["currency"] = json!(order.currency);
    answer["discountPercentage"] = number(order.discount);
    answer["discountValue"] = amounts::amount(order.list_total() - order.total, exact);
    answer["totalAmount"] = amounts::amount(order.total, exact);
    Exact(answer)
}
