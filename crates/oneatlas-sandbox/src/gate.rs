//! The gate every request passes: recorded, perhaps struck by a fault, admitted, carried out, answered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::auth;
use crate::errors::{Realm, Refusal};
use crate::faults::Fault;
use crate::hosts::{VendorHost, host_of};
use crate::random::Random;
use crate::requests::Arrival;
use crate::server::Scissors;
use crate::stamps;
use crate::world::World;

/// The largest body taken. An order with 999 vertices is far below it.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
const CORRELATION: HeaderName = HeaderName::from_static("x-ads-correlation-id");

/// A JSON body; an empty one is null.
pub(crate) struct JsonBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|_| Refusal::bad("The body could not be read"))?;
        if bytes.is_empty() {
            return Ok(Self(Value::Null));
        }
        let value = serde_json::from_slice(&bytes);
        value.map(Self).map_err(|error| Refusal::bad(format!("The body is not JSON: {error}")))
    }
}

/// The middleware around every route.
pub(crate) async fn gate(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    world.late().arrive(world.now_ms()).await;
    let (parts, body) = request.into_parts();
    let mut visit = Visit::new(&world, &parts);
    let fault = world.faults().take(&parts.method, parts.uri.path());
    let record = world.requests().add(visit.arrival(&world, &parts, fault.as_ref()));
    if fault == Some(Fault::DropBefore) {
        world.requests().update(record, |arrival| arrival.whole = false);
        return visit.cut(0);
    }
    let bytes = match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => bytes,
        Err(error) => return visit.finish(&world, record, too_much(&error)),
    };
    world.requests().update(record, |arrival| {
        arrival.whole = true;
        arrival.set_body(&bytes);
    });
    visit.realm = visit.realm.with_body(parts.uri.path(), visit.host, &bytes);
    if let Some(response) = fault.as_ref().and_then(|fault| visit.instead(&world, fault)) {
        return visit.finish(&world, record, response);
    }
    if visit.host.is_some_and(|host| !host.serves(parts.uri.path())) {
        return visit.finish(
            &world,
            record,
            Refusal::missing("Nothing is served at this path").into_response(),
        );
    }
    let caller = match auth::admit(&world, visit.realm, &parts.headers) {
        Ok(caller) => caller,
        Err(refusal) => return visit.finish(&world, record, refusal.into_response()),
    };
    let mut request = Request::from_parts(parts, Body::from(bytes));
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(visit.realm);
    if let Some(Fault::Misbooked(slip)) = &fault {
        request.extensions_mut().insert(slip.clone());
    }
    if let Some(Fault::Late { seconds }) = fault {
        let due = world.now_ms().saturating_add((seconds * 1000.0) as i64);
        let there = Arc::clone(&world);
        world.late().hold(due, async move {
            let status = next.run(request).await.status().as_u16();
            there.requests().update(record, |arrival| {
                arrival.status = Some(status);
                arrival.processed = true;
            });
        });
        return visit.cut(0);
    }
    // On a task of its own: a caller who hangs up does not stop what has begun.
    let response = tokio::spawn(next.run(request)).await;
    let response = response.unwrap_or_else(|_| Refusal::crash("the handler broke").into_response());
    let response = visit.finish(&world, record, response);
    world.requests().update(record, |arrival| arrival.processed = true);
    match fault {
        Some(fault) => visit.spoil(fault, response).await,
        None => response,
    }
}

fn too_much(error: &axum::Error) -> Response {
    let text = error.to_string();
    if text.contains("limit") {
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {BODY_LIMIT} bytes"))
            .into_response()
    } else {
        Refusal::bad("The body did not arrive whole").into_response()
    }
}

/// What one request needs at the gate.
struct Visit {
    host: Option<VendorHost>,
    realm: Realm,
    correlation: String,
    scissors: Option<Scissors>,
}

impl Visit {
    fn new(world: &World, parts: &Parts) -> Self {
        let named = parts.headers.get(CORRELATION).and_then(|value| value.to_str().ok());
        let correlation = named.map_or_else(|| world.fresh_uuid(), str::to_owned);
        let host = VendorHost::named(host_of(&parts.headers));
        let realm = Realm::of(parts.uri.path(), host);
        Self { host, realm, correlation, scissors: parts.extensions.get::<Scissors>().cloned() }
    }

    fn arrival(&self, world: &World, parts: &Parts, fault: Option<&Fault>) -> Arrival {
        let authorization = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let scheme = authorization.and_then(|text| text.split(' ').next()).unwrap_or_default();
        Arrival {
            at: stamps::millis(world.now_ms()),
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            host: host_of(&parts.headers).to_owned(),
            authorization: scheme.to_owned(),
            correlation: self.correlation.clone(),
            fault: fault.map(|fault| format!("{fault:?}")),
            ..Arrival::default()
        }
    }

    /// Breaks the connection after so many bytes. Without a socket it can only answer 500.
    fn cut(&self, after: u32) -> Response {
        if let Some(scissors) = &self.scissors {
            scissors.cut_after(after);
        }
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }

    /// The answer of a fault that leaves the request undone.
    fn instead(&self, world: &World, fault: &Fault) -> Option<Response> {
        match fault {
            Fault::Status { status, retry_after } => {
                let mut response = self.refuse_with(world, *status);
                if let Some(seconds) = retry_after {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
                }
                Some(response)
            }
            Fault::Huge { megabytes } => Some(huge(*megabytes)),
            Fault::Html { carried_out: false } => Some(proxy_page()),
            _ => None,
        }
    }

    /// Gateways answer 502 to 504 in HTML, not in the API's shapes.
    fn refuse_with(&self, world: &World, status: StatusCode) -> Response {
        if (502..=504).contains(&status.as_u16()) {
            let html = format!("<html><body><h1>{status}</h1></body></html>");
            return (status, [(header::CONTENT_TYPE, "text/html")], html).into_response();
        }
        let message = match status {
            StatusCode::UNAUTHORIZED => "Authentication failed (cause: Token expired)",
            StatusCode::FORBIDDEN => "Access is denied",
            StatusCode::TOO_MANY_REQUESTS => "Too many requests",
            _ => "The service failed",
        };
        Refusal::new(status, message).render(self.realm, &self.correlation, world.now_ms())
    }

    /// Gives refusals their body, names the correlation, completes the record.
    fn finish(&self, world: &World, record: u64, response: Response) -> Response {
        let mut response = match response.extensions().get::<Refusal>() {
            Some(refusal) => {
                if refusal.status.is_server_error() {
                    tracing::error!(message = refusal.message, "a request failed");
                }
                refusal.render(self.realm, &self.correlation, world.now_ms())
            }
            None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
                let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed");
                refusal.render(self.realm, &self.correlation, world.now_ms())
            }
            None => response,
        };
        if let Ok(value) = HeaderValue::from_str(&self.correlation) {
            response.headers_mut().insert(CORRELATION, value);
        }
        let status = response.status().as_u16();
        world.requests().update(record, |arrival| arrival.status = Some(status));
        response
    }

    /// Spoils the answer of a request that was carried out.
    async fn spoil(&self, fault: Fault, response: Response) -> Response {
        match fault {
            Fault::DropAfter => self.cut(0),
            Fault::Slow { seconds } => {
                tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
                response
            }
            Fault::DropInside => self.drop_inside(response).await,
            Fault::Malformed => replace_body(response, |bytes| bytes[..bytes.len() / 2].to_vec()).await,
            Fault::WrongType => {
                replace_body(response, |bytes| {
                    let value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
                    twist(value).to_string().into_bytes()
                })
                .await
            }
            Fault::Html { .. } => proxy_page(),
            Fault::Unreadable => replace_body(response, |bytes| unreadable(bytes.len())).await,
            Fault::Hang { seconds: Some(seconds) } => {
                tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
                response
            }
            // The connection's task ends when the caller hangs up or the sandbox stops.
            Fault::Hang { seconds: None } => std::future::pending().await,
            Fault::OtherAmount { amount, currency } => {
                replace_body(response, |bytes| retold(bytes, amount, &currency)).await
            }
            Fault::DropBefore
            | Fault::Late { .. }
            | Fault::Status { .. }
            | Fault::Huge { .. }
            | Fault::Misbooked(_) => response,
        }
    }

    async fn drop_inside(&self, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else { return self.cut(0) };
        let head: usize =
            parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        // Status line, date and length lines, which are added while sending, are about 90 bytes.
        let allowed = 90 + head + bytes.len() / 2;
        if let Some(scissors) = &self.scissors {
            scissors.cut_after(u32::try_from(allowed).unwrap_or(u32::MAX));
        }
        Response::from_parts(parts, Body::from(bytes))
    }
}

async fn replace_body(response: Response, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(&bytes)))
}

/// What a proxy that inspects traffic sends in place of the answer.
fn proxy_page() -> Response {
    let page = "<!DOCTYPE html><html><head><title>Access blocked</title></head>\
                <body><h1>Access blocked</h1><p>This page is not allowed by your organisation.</p></body></html>";
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Bytes that look random and are neither JSON nor text.
fn unreadable(length: usize) -> Vec<u8> {
    let mut random = Random::of(&[length as u64]);
    let noise = (0..length.max(16)).map(|_| random.next().to_be_bytes()[0]);
    // Such a byte never begins a text in UTF-8.
    std::iter::once(0xff).chain(noise).collect()
}

/// The answer with another total, if it tells one; the rest keeps its digits.
fn retold(bytes: &[u8], amount: Decimal, currency: &str) -> Vec<u8> {
    let parts: Option<BTreeMap<String, Box<RawValue>>> = serde_json::from_slice(bytes).ok();
    let Some(mut parts) = parts.filter(|parts| parts.contains_key("totalAmount")) else {
        return bytes.to_vec();
    };
    for (name, value) in [("totalAmount", amount.to_string()), ("currency", json!(currency).to_string())] {
        if let Ok(value) = RawValue::from_string(value) {
            parts.insert(name.to_owned(), value);
        }
    }
    serde_json::to_vec(&parts).unwrap_or_else(|_| bytes.to_vec())
}

/// Other types everywhere: text for numbers, objects for text, text for lists.
fn twist(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, twist(value))).collect(),
        Value::Array(list) => json!(format!("{} entries", list.len())),
        Value::Number(_) => json!("not a number"),
        Value::String(_) => json!({ "unexpected": true }),
        Value::Bool(_) => json!(["maybe"]),
        Value::Null => json!(0),
    }
}

/// One valid JSON object of many megabytes, made while it is sent.
fn huge(megabytes: u32) -> Response {
    let chunk = Bytes::from(vec![b'x'; 1024 * 1024]);
    let start = futures_util::stream::iter([Bytes::from_static(b"{\"padding\":\"")]);
    let middle = futures_util::stream::iter(std::iter::repeat_n(chunk, megabytes as usize));
    let end = futures_util::stream::iter([Bytes::from_static(b"\"}")]);
    use futures_util::StreamExt as _;
    let stream = start.chain(middle).chain(end).map(Ok::<_, std::convert::Infallible>);
    ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(stream)).into_response()
}
