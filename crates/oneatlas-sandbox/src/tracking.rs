//! Tracking: the order search of Pléiades Neo. Orders of SPOT and Pléiades are not in it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::amounts::{self, Exact, number};
use crate::books::{Decision, Line, Order};
use crate::contracts::{BackEnd, COMPANY, CUSTOMER_ID, Contract, ProductType, Source};
use crate::errors::Refusal;
use crate::gate::JsonBody;
use crate::query_language;
use crate::stamps;
use crate::world::World;
use rust_decimal::Decimal;

/// The most records of a page.
const PAGE_LIMIT: u64 = 10_000;

/// The `paging` of a request: how many, and from which on.
fn paging(body: &Value) -> Result<(u64, u64), Refusal> {
    let paging = &body["paging"];
    if !paging.is_object() {
        return Err(Refusal::bad("paging is missing"));
    }
    if !body["criteria"].is_object() {
        return Err(Refusal::bad("criteria is missing"));
    }
    let count = |name: &str, default: u64| match &paging[name] {
        Value::Null => Ok(default),
        value => value.as_u64().ok_or_else(|| Refusal::bad(format!("paging.{name}: a number is expected"))),
    };
    let (per_page, start) = (count("itemsPerPage", 25)?, count("startIndex", 0)?);
    if per_page == 0 || per_page > PAGE_LIMIT {
        return Err(Refusal::bad(format!("paging.itemsPerPage: from 1 to {PAGE_LIMIT}")));
    }
    match paging["pagingMode"].as_str() {
        None | Some("item") => Ok((per_page, start)),
        Some(other) => Err(Refusal::bad(format!("paging.pagingMode: '{other}' is not 'item'"))),
    }
}

fn page(per_page: u64, start: u64, records: Vec<Value>) -> Exact {
    let total = records.len();
    let skipped = usize::try_from(start).unwrap_or(usize::MAX);
    let taken = usize::try_from(per_page).unwrap_or(usize::MAX);
    Exact(json!({
        "paging": { "itemsPerPage": per_page, "startIndex": start, "pagingMode": "item", "totalResults": total },
        "features": records.into_iter().skip(skipped).take(taken).collect::<Vec<_>>(),
    }))
}

/// `POST /api/v1/coverages/search`: no satellite is tasked here, so nothing covers anything.
pub(crate) async fn no_coverages(JsonBody(body): JsonBody) -> Result<Exact, Refusal> {
    let (per_page, start) = paging(&body)?;
    Ok(page(per_page, start, Vec::new()))
}

/// `POST /api/v1/feasibility` and `/attempts`: the vendor's answer when no sensor can take the picture.
pub(crate) async fn no_sensor() -> (StatusCode, Json<Value>) {
    let errors = json!({ "errors": [{ "code": "ERR_NO_SENSOR_AVAILABLE", "locator": "UNKNOWN" }] });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(errors))
}

/// `POST /api/v1/coverages/{id}/accept|refuse`, `/api/v1/orders/{id}/stop|cancel`: campaigns that never began.
pub(crate) async fn no_campaign(Path((id, _)): Path<(String, String)>) -> Refusal {
    Refusal::missing(format!("'{id}' not found."))
}

/// `POST /api/v2/orders/search`. It shows everything as it was some time ago, see `Books::search_lag`.
pub(crate) async fn search(
    State(world): State<Arc<World>>,
    JsonBody(body): JsonBody,
) -> Result<Exact, Refusal> {
    let (per_page, start) = paging(&body)?;
    let text = match &body["criteria"]["q"] {
        Value::Null => "",
        value => value.as_str().ok_or_else(|| Refusal::bad("criteria.q: a text is expected"))?,
    };
    let query = query_language::parse(text).map_err(Refusal::bad)?;
    let books = world.books();
    let then = world.now_ms().saturating_sub(books.search_lag.saturating_mul(1000));
    let orders = books.orders.iter().rev();
    let orders = orders.filter(|order| order.back_end() == BackEnd::Neo && order.created_ms <= then);
    let exact = books.decimals.is_some();
    let records = orders.flat_map(|order| {
        let order = order.as_of(then);
        let lines = order.lines.iter().enumerate();
        lines.map(|(place, line)| record(&order, line, place, then, exact)).collect::<Vec<_>>()
    });
    let records = records.filter(|record| query.fits(record)).collect();
    Ok(page(per_page, start, records))
}

fn last_change(order: &Order, now: i64) -> i64 {
    match order.decision {
        Decision::Waiting => order.created_ms.max(order.quoted_ms),
        Decision::Refused { at_ms, .. } => at_ms,
        Decision::Ordered { at_ms } => order.delivery_ms().filter(|at| *at <= now).unwrap_or(at_ms),
    }
}

fn option<'a>(line: &'a Line, name: &str) -> Option<&'a str> {
    line.options.get(name).map(String::as_str)
}

/// `PleiadesNeo Archive Mono 25 km2`
fn description(product: Option<&ProductType>, line: &Line) -> String {
    let words = match product {
        Some(product) if product.source == Source::Tasking => "Tasking",
        Some(product) if product.is_stereo() => "Archive Stereo",
        _ => "Archive Mono",
    };
    format!("PleiadesNeo {words} {} km2", line.billed_km2.normalize())
}

/// One line of an order as the search answers it; `exact` as [`amounts::amount`] takes it.
fn record(order: &Order, line: &Line, place: usize, now: i64, exact: bool) -> Value {
    let product = ProductType::by_id(&line.product_type);
    let workspace = Contract::find(&order.contract).map(|contract| contract.workspace.id).unwrap_or_default();
    let refused = matches!(order.decision, Decision::Refused { .. });
    let amount = if refused { Decimal::ZERO } else { line.amount };
    let produced = if order.is_delivered(now) { line.requested_km2 } else { Decimal::ZERO };
    let projection = option(line, &format!("projection_{}", line.area_id));
    let ordered_at = match order.decision {
        Decision::Ordered { at_ms } => Some(stamps::seconds(at_ms)),
        _ => None,
    };
    let identity = json!({
        "contractId": order.contract, "customerReference": order.customer_reference,
        "quotationId": order.quotation, "salesOrderId": order.sales_order, "program": order.program,
        "productType": line.product_type, "licence": option(line, "licence"),
        "aoi": { "name": line.area_name, "geometry": line.area },
        "mission": product.map(ProductType::sensor_id), "source": product.map(ProductType::source_id), "target": product.map(ProductType::target_id),
        "status": order.status(now), "comment": line.comments,
        "processingLevel": option(line, "processing_level"), "spectralProcessing": option(line, "spectral_processing"),
        "productFormat": option(line, "image_format"), "pixelCoding": option(line, "pixel_coding"),
        "radiometricProcessing": option(line, "radiometric_processing"), "priority": option(line, "priority"),
        "deliveryMethod": option(line, "delivery_method").unwrap_or("on_the_flow"), "deliveryAddress": "",
        "endUser": { "endUserName": order.end_user, "endUserCountryId": order.country },
        "dumpingStation": [{ "processingStation": "FR1", "receivingStation": "FR1" }],
    });
    let progress = json!({
        "quotationStatus": order.quotation_status(now), "quotationCreationDate": stamps::seconds(order.created_ms),
        "quotationEndOfValidityDate": stamps::seconds(order.valid_until_ms()), "quotationVersion": order.version,
        "orderCreationDate": ordered_at, "lastStatusChangeDate": stamps::seconds(last_change(order, now)),
        "orderItemId": line.item_id, "orderLineId": place + 1,
        "orderLineDescription": description(product, line),
        "orderCreator": "5200000001", "customerId": CUSTOMER_ID, "customerName": format!("[LE] {COMPANY}"),
        "contact": "sandbox@example.org",
    });
    // A cancelled order costs nothing; what it would have cost stays in `initial…`.
    let list = if refused { Decimal::ZERO } else { line.list_amount };
    let percent = number(order.discount);
    let money = |amount| amounts::amount(amount, exact);
    let costs = json!({
        "currency": order.currency, "orderLineAmount": money(amount), "orderLineAmountWithoutDiscount": money(list),
        "orderLineAmountDiscountPct": percent, "orderLineAmountWithDiscount": money(amount),
        "initialOrderLineAmountWithoutDiscount": money(line.list_amount), "initialOrderLineAmountDiscountPct": percent,
        "initialOrderLineAmountWithDiscount": money(line.amount),
        "requestedArea": number(line.requested_km2), "priceCalculationArea": number(line.billed_km2),
        "initialPriceCalculationArea": number(line.billed_km2), "orderMinimumApplied": line.minimum_applied,
        "producedArea": number(produced), "producedAreaPct": if produced.is_zero() { 0 } else { 100 },
        "deliveryType": "network", "deliveryPlatformId": "PublicMOC", "deliveryWorkspace": workspace,
        "notifications": [], "projectionCode": projection, "productionRoute": "GDSIP3",
    });
    let parts = [identity, progress, costs].into_iter().filter_map(|part| match part {
        Value::Object(map) => Some(map),
        _ => None,
    });
    Value::Object(parts.flatten().collect())
}
