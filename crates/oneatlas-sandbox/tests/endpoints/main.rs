//! Every endpoint, called well and badly over real HTTP, with a client that knows nothing but HTTP and JSON. The
//! expected bodies are the published examples, key by key.

// A scene has more keys than the macro for JSON takes by default.
#![recursion_limit = "512"]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

mod account;
mod amounts;
mod catalogue;
mod control;
mod departments;
mod faults;
mod hosts;
mod living;
mod options;
mod orders;
mod refusals;
mod sign_in;

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

pub(crate) const LEGACY: &str = "SWATH Demo_Orders";
pub(crate) const NEO: &str = "CTR26000042";
/// The contracts of another department.
pub(crate) const COAST_LEGACY: &str = "SWATH Coast_Dept";
pub(crate) const COAST_NEO: &str = "CTR26000063";
/// Sells tasking only, in USD, at 5 % off.
pub(crate) const DOLLARS: &str = "CTR26000051";

/// A sandbox and somebody who calls it.
pub(crate) struct Caller {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| Value::String(self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The body, if the status is the one expected.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }

    /// A refusal of the order host, whose message names something.
    pub(crate) fn refused(&self, status: u16, named: &str) {
        let body = self.expect(status);
        assert_eq!(keys(&body), ["errorCode", "message"], "{body}");
        assert_eq!(body["errorCode"], "E2203");
        assert!(body["message"].as_str().unwrap().contains(named), "{body} does not name {named}");
    }

    /// A refusal of the foundation and data hosts, whose message names something.
    pub(crate) fn api_error(&self, status: u16, named: &str) {
        let body = self.expect(status);
        assert_eq!(keys(&body), ["correlationId", "hint", "internalCode", "message", "timestamp"], "{body}");
        assert_eq!(body["internalCode"], status);
        assert!(body["timestamp"].as_i64().unwrap() > 1_500_000_000_000, "{body}");
        assert_eq!(body["correlationId"], self.header("x-ads-correlation-id"));
        assert!(body["message"].as_str().unwrap().contains(named), "{body} does not name {named}");
    }
}

/// How a call is made; bearer token and no body unless changed.
pub(crate) struct Call<'a> {
    caller: &'a Caller,
    request: reqwest::RequestBuilder,
    anonymous: bool,
}

impl Call<'_> {
    pub(crate) fn body(mut self, body: &Value) -> Self {
        self.request = self.request.json(body);
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    pub(crate) fn authorization(self, value: &str) -> Self {
        self.anonymous().header("authorization", value)
    }

    pub(crate) fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        self.request = self.request.form(pairs);
        self
    }

    /// The call as it is sent, for tests in which no answer comes.
    pub(crate) fn into_request(self) -> reqwest::RequestBuilder {
        if self.anonymous { self.request } else { self.request.bearer_auth(&self.caller.token) }
    }

    pub(crate) async fn send(self) -> Answer {
        let answer = self.into_request().send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, bytes: answer.bytes().await.unwrap().to_vec() }
    }
}

impl Caller {
    pub(crate) async fn start() -> Caller {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let mut caller = Caller { sandbox, http: reqwest::Client::new(), token: String::new() };
        caller.token = caller.sign_in().await.expect(200)["access_token"].as_str().unwrap().to_owned();
        caller
    }

    pub(crate) async fn sign_in(&self) -> Answer {
        let form = [("apikey", self.sandbox.api_key()), ("grant_type", "api_key"), ("client_id", "IDP")];
        self.post(TOKEN).anonymous().form(&form).send().await
    }

    fn call(&self, method: &str, url: String) -> Call<'_> {
        let request = self.http.request(method.parse().unwrap(), url);
        Call { caller: self, request, anonymous: false }
    }

    pub(crate) fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", format!("{}{path}", self.sandbox.url()))
    }

    pub(crate) fn post(&self, path: &str) -> Call<'_> {
        self.call("POST", format!("{}{path}", self.sandbox.url()))
    }

    pub(crate) fn put(&self, path: &str) -> Call<'_> {
        self.call("PUT", format!("{}{path}", self.sandbox.url()))
    }

    pub(crate) fn delete(&self, path: &str) -> Call<'_> {
        self.call("DELETE", format!("{}{path}", self.sandbox.url()))
    }

    /// Lets something go wrong with the next call of a path.
    pub(crate) async fn fault(&self, path: &str, fault: &str, more: Value) {
        let mut body = json!({ "path": path, "fault": fault });
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.control("POST", "/faults", body).await.expect(200);
    }

    /// What the vendor has in its books, newest last.
    pub(crate) async fn booked(&self) -> Vec<Value> {
        self.control("GET", "/orders", Value::Null).await.expect(200).as_array().unwrap().clone()
    }

    /// What is left and spent on a contract, as the control API says it.
    pub(crate) async fn spent(&self, contract: &str) -> [String; 2] {
        let credit = self.control("GET", "/credit", Value::Null).await.expect(200);
        let one = credit.as_array().unwrap().iter().find(|one| one["contractId"] == contract).unwrap();
        ["left", "spent"].map(|name| one[name].as_str().unwrap().to_owned())
    }

    /// A call of the control API.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Answer {
        let call = self.call(method, format!("{}{path}", self.sandbox.control_url())).anonymous();
        if body.is_null() { call.send().await } else { call.body(&body).send().await }
    }

    /// Whatever link was given, relative to this sandbox.
    pub(crate) fn follow(&self, link: &str) -> Call<'_> {
        self.call("GET", link.to_owned())
    }

    pub(crate) async fn search(&self, body: Value) -> Value {
        self.post("/api/v2/opensearch").body(&body).send().await.expect(200)
    }

    /// Some scenes over Lisbon.
    pub(crate) async fn scenes(&self, constellation: &str, more: Value) -> Vec<Value> {
        let mut query = json!({
            "constellation": constellation, "workspace": "public,public-pneo", "processingLevel": "ALBUM",
            "productType": "mono", "relation": "contains", "bbox": "-9.05,38.73,-8.99,38.79",
        });
        query.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        let answer = self.search(query).await;
        let features = answer["features"].as_array().unwrap().clone();
        assert!(!features.is_empty(), "no {constellation} scene over Lisbon");
        features
    }

    /// One scene that covers [`area`] whole.
    pub(crate) async fn scene(&self, constellation: &str) -> Value {
        self.scenes(constellation, json!({})).await.remove(0)
    }
}

pub(crate) const TOKEN: &str = "/auth/realms/IDP/protocol/openid-connect/token";

/// An area of some 35 km² near Lisbon.
pub(crate) fn area() -> Value {
    json!({ "type": "Polygon", "coordinates": [[
        [-9.05, 38.73], [-8.99, 38.73], [-8.99, 38.79], [-9.05, 38.79], [-9.05, 38.73],
    ]]})
}

/// The keys of an object, sorted.
pub(crate) fn keys(value: &Value) -> Vec<String> {
    let mut keys: Vec<String> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().cloned().collect();
    keys.sort();
    keys
}

/// Every key of the example is in the answer, with a value of the same kind. A null on either side says nothing; of a
/// list the first element speaks for all.
pub(crate) fn same_shape(example: &Value, answer: &Value) {
    let mut faults = Vec::new();
    compare(example, answer, "$", &mut faults);
    assert!(faults.is_empty(), "{}\nin {answer}", faults.join("\n"));
}

fn compare(example: &Value, answer: &Value, path: &str, faults: &mut Vec<String>) {
    match (example, answer) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(wanted), Value::Object(got)) => {
            for (key, value) in wanted {
                match got.get(key) {
                    Some(answer) => compare(value, answer, &format!("{path}.{key}"), faults),
                    None => faults.push(format!("{path}.{key} is missing")),
                }
            }
        }
        (Value::Array(wanted), Value::Array(got)) => {
            if let (Some(wanted), Some(got)) = (wanted.first(), got.first()) {
                compare(wanted, got, &format!("{path}[0]"), faults);
            }
        }
        (wanted, got) if std::mem::discriminant(wanted) == std::mem::discriminant(got) => {}
        (wanted, got) => faults.push(format!("{path}: expected {wanted}, got {got}")),
    }
}
