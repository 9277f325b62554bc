//! Refusals, in the four shapes the vendor's hosts give them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::hosts::VendorHost;

/// Which family of hosts a path belongs to: it decides the shape of errors and who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Realm {
    /// `order.api…`: contracts, prices, quotations, orders.
    Order,
    /// `authenticate…` token call.
    Token,
    /// `authenticate…/api/v1/apikeys`.
    Keys,
    /// `search…` and `access…`: catalogue, pictures, downloads.
    Foundation,
    /// `data.api…`: account and Living Library.
    Data,
}

impl Realm {
    /// The realm of a path. Where the request names one of the vendor's hosts, the host decides.
    pub(crate) fn of(path: &str, host: Option<VendorHost>) -> Self {
        match host {
            Some(VendorHost::Authenticate) if path.starts_with("/api/v1/apikeys") => Self::Keys,
            Some(VendorHost::Authenticate) => Self::Token,
            Some(VendorHost::Order) => Self::Order,
            Some(VendorHost::Search | VendorHost::Access) => Self::Foundation,
            Some(VendorHost::Data) => Self::Data,
            None => Self::of_path(path),
        }
    }

    fn of_path(path: &str) -> Self {
        let data = ["/api/v1/me", "/api/v1/subscriptions", "/api/v1/analytics", "/api/v1/licenseAgreements"];
        let search = ["/api/v1/opensearch", "/api/v2/opensearch", "/api/v1/items", "/api/v1/deleted"];
        let account = path.starts_with("/api/v1/contracts/")
            && ["/subscriptions", "/payments"].iter().any(|part| path.contains(part));
        if path.starts_with("/auth/") {
            Self::Token
        } else if path.starts_with("/api/v1/apikeys") {
            Self::Keys
        } else if search.iter().any(|start| path.starts_with(start)) {
            Self::Foundation
        } else if account || data.iter().any(|start| path.starts_with(start)) {
            Self::Data
        } else {
            Self::Order
        }
    }

    /// Two paths exist on the order host and on the data host. Where no host is named, a body with a `kind` is meant
    /// for the Living Library.
    pub(crate) fn with_body(self, path: &str, host: Option<VendorHost>, body: &[u8]) -> Self {
        let shared = matches!(path, "/api/v1/prices" | "/api/v1/orders");
        if host.is_some() || !shared {
            return self;
        }
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let living = body.get("kind").is_some() && body.get("contractId").is_none();
        if living { Self::Data } else { self }
    }
}

/// A request refused. [`crate::gate`] writes the body, in the shape of the realm.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) hint: Option<&'static str>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hint: None }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn unauthorised(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn crash(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The answer, in the shape of `realm`.
    pub(crate) fn render(&self, realm: Realm, correlation: &str, now_ms: i64) -> Response {
        let status = self.status;
        match realm {
            Realm::Order => (status, Json(self.order_body())).into_response(),
            Realm::Keys if status == StatusCode::UNAUTHORIZED => {
                let challenge = HeaderValue::from_static("Bearer realm=\"IDP\"");
                (status, [(header::WWW_AUTHENTICATE, challenge)], Json("API key is missing or invalid"))
                    .into_response()
            }
            Realm::Token | Realm::Keys | Realm::Foundation | Realm::Data => {
                let body = json!({
                    "correlationId": correlation,
                    "hint": self.hint.unwrap_or("See the documentation of the API."),
                    "internalCode": status.as_u16(),
                    "message": self.message,
                    "timestamp": now_ms,
                });
                (status, Json(body)).into_response()
            }
        }
    }

    fn order_body(&self) -> serde_json::Value {
        match self.status {
            StatusCode::UNAUTHORIZED => json!({ "message": self.message }),
            status if status.is_server_error() => json!({ "code": "UNEXPECTED_SERVER_ERROR" }),
            _ => json!({ "errorCode": "E2203", "message": self.message }),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_host() {
        let of = |path: &str| Realm::of(path, None);
        assert_eq!(of("/api/v2/opensearch"), Realm::Foundation);
        assert_eq!(of("/api/v1/me/services"), Realm::Data);
        assert_eq!(of("/api/v1/contracts"), Realm::Order);
        assert_eq!(of("/api/v1/contracts/1/subscriptions"), Realm::Data);
        assert_eq!(of("/auth/realms/IDP/protocol/openid-connect/token"), Realm::Token);
        assert_eq!(of("/api/v1/apikeys/1"), Realm::Keys);
        assert_eq!(Realm::of("/api/v1/contracts", Some(VendorHost::Data)), Realm::Data);
    }

    #[test]
    fn a_body_tells_the_living_library_from_pay_per_order() {
        let of = |body: &str| Realm::Order.with_body("/api/v1/orders", None, body.as_bytes());
        assert_eq!(of(r#"{"kind":"order.data.product"}"#), Realm::Data);
        assert_eq!(of(r#"{"contractId":"CTR26000042"}"#), Realm::Order);
        assert_eq!(of("not JSON"), Realm::Order);
        let named = Realm::Order.with_body("/api/v1/orders", Some(VendorHost::Order), br#"{"kind":"x"}"#);
        assert_eq!(named, Realm::Order);
    }
}
