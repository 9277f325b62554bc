//! Refusals, in the four shapes the vendor's hosts give them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

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
    /// The realm of a path. `living_library` says that the request named the data host.
    pub(crate) fn of(path: &str, living_library: bool) -> Self {
        let data = ["/api/v1/me", "/api/v1/subscriptions", "/api/v1/analytics"];
        let search = ["/api/v1/opensearch", "/api/v2/opensearch", "/api/v1/items", "/api/v1/deleted"];
        if path.starts_with("/auth/") {
            Self::Token
        } else if path.starts_with("/api/v1/apikeys") {
            Self::Keys
        } else if search.iter().any(|start| path.starts_with(start)) {
            Self::Foundation
        } else if living_library || data.iter().any(|start| path.starts_with(start)) {
            Self::Data
        } else {
            Self::Order
        }
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
        assert_eq!(Realm::of("/api/v2/opensearch", false), Realm::Foundation);
        assert_eq!(Realm::of("/api/v1/me/services", false), Realm::Data);
        assert_eq!(Realm::of("/api/v1/contracts", false), Realm::Order);
        assert_eq!(Realm::of("/api/v1/contracts", true), Realm::Data);
        assert_eq!(Realm::of("/auth/realms/IDP/protocol/openid-connect/token", false), Realm::Token);
        assert_eq!(Realm::of("/api/v1/apikeys/1", false), Realm::Keys);
    }
}
