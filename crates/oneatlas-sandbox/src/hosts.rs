//! The vendor's hosts, all served by one process: the `Host` header says which one was meant, and links in answers lead
//! to the host they belong to.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::errors::Refusal;

/// The hosts whose names this sandbox answers to, for certificates and hosts files. The three `authenticate` names are
/// aliases of each other; the last is that of the vendor's integration environment.
pub const HOST_NAMES: [&str; 7] = [
    "authenticate.foundation.api.oneatlas.airbus.com",
    "authenticate.foundation.oneatlas.airbus.com",
    "authenticate-int.idp.private.geoapi-airbusds.com",
    "order.api.oneatlas.airbus.com",
    "search.foundation.api.oneatlas.airbus.com",
    "access.foundation.api.oneatlas.airbus.com",
    "data.api.oneatlas.airbus.com",
];
/// The domain of the vendor's hosts.
const DOMAIN: &str = ".oneatlas.airbus.com";

/// One of the vendor's hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VendorHost {
    /// Tokens and API keys.
    Authenticate,
    /// Contracts, prices, quotations, orders.
    Order,
    /// The catalogue.
    Search,
    /// Pictures and downloads.
    Access,
    /// The account and the Living Library.
    Data,
}

impl VendorHost {
    /// The host a `Host` header names; `None` for an address such as 127.0.0.1, which stands for all of them.
    pub(crate) fn named(host: &str) -> Option<Self> {
        match host.to_ascii_lowercase().split('.').next()? {
            "authenticate" | "authenticate-int" => Some(Self::Authenticate),
            "order" => Some(Self::Order),
            "search" => Some(Self::Search),
            "access" => Some(Self::Access),
            "data" => Some(Self::Data),
            _ => None,
        }
    }

    /// Whether the host serves a path.
    pub(crate) fn serves(self, path: &str) -> bool {
        let starts = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
        let sign_in = starts(&["/auth/", "/api/v1/apikeys"]);
        let catalogue = starts(&["/api/v1/opensearch", "/api/v2/opensearch", "/api/v1/deleted"]);
        let items = starts(&["/api/v1/items"]);
        let account = starts(&["/api/v1/me", "/api/v1/subscriptions", "/api/v1/analytics"]);
        let both = starts(&["/api/v1/contracts", "/api/v1/orders", "/api/v1/prices"]);
        match self {
            Self::Authenticate => sign_in,
            Self::Search => catalogue || items,
            Self::Access => items,
            Self::Data => account || both || starts(&["/api/v1/licenseAgreements"]),
            Self::Order => !(sign_in || catalogue || items || account),
        }
    }
}

/// The `Host` header of a request.
pub(crate) fn host_of(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1")
}

/// How the sandbox is reached: `http` or `https`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scheme(pub(crate) &'static str);

/// The address under which this sandbox was called, so that links in answers lead back to it.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    scheme: &'static str,
    host: String,
}

impl Base {
    /// Some address, for tests that have no request.
    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self { scheme: "http", host: "127.0.0.1".to_owned() }
    }

    fn of(&self, name: &str) -> String {
        let (host, port) = match self.host.rsplit_once(':') {
            Some((host, port)) => (host, format!(":{port}")),
            None => (self.host.as_str(), String::new()),
        };
        // Whoever came by a vendor's name is led on by vendor's names; an address stands for every host.
        match host.to_ascii_lowercase().ends_with(DOMAIN) {
            true => format!("{}://{name}{DOMAIN}{port}", self.scheme),
            false => format!("{}://{}", self.scheme, self.host),
        }
    }

    /// The address of the catalogue.
    pub(crate) fn search(&self) -> String {
        self.of("search.foundation.api")
    }

    /// The address of pictures and downloads.
    pub(crate) fn access(&self) -> String {
        self.of("access.foundation.api")
    }

    /// The address of the account.
    pub(crate) fn data(&self) -> String {
        self.of("data.api")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Base {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let scheme = parts.extensions.get::<Scheme>().map_or("http", |scheme| scheme.0);
        Ok(Self { scheme, host: host_of(&parts.headers).to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_host_they_belong_to() {
        let base = |host: &str| Base { scheme: "https", host: host.to_owned() };
        let vendor = base("search.foundation.api.oneatlas.airbus.com");
        assert_eq!(vendor.access(), "https://access.foundation.api.oneatlas.airbus.com");
        assert_eq!(
            base("data.api.oneatlas.airbus.com:8443").search(),
            "https://search.foundation.api.oneatlas.airbus.com:8443"
        );
        assert_eq!(base("127.0.0.1:8899").access(), "https://127.0.0.1:8899");
        assert_eq!(base("localhost").data(), "https://localhost");
    }

    #[test]
    fn a_host_serves_its_own_paths_only() {
        let named = |name: &str| VendorHost::named(name);
        for name in HOST_NAMES {
            assert!(named(name).is_some(), "{name}");
        }
        assert_eq!(named("127.0.0.1:80"), None);
        assert_eq!(named("localhost"), None);
        assert!(VendorHost::Order.serves("/api/v1/prices") && VendorHost::Data.serves("/api/v1/prices"));
        assert!(!VendorHost::Order.serves("/api/v1/me") && !VendorHost::Access.serves("/api/v2/opensearch"));
        assert!(VendorHost::Search.serves("/api/v1/items/1") && !VendorHost::Data.serves("/auth/realms"));
    }
}
