//! The client for calls that spend. It sends a request at most once and says exactly what it saw.
//!
//! No redirects, no retries (neither ours nor the library's), no idle connections (an idle one can break in a way that
//! does not tell whether the order arrived), HTTP/1 only, no overall time limit: a time-out would only make an answer
//! unknown that was still to come. The token is renewed before sending and never in the middle.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;

use crate::answer::{JSON_CAP, read_capped};
use crate::client::{Client, Shared, join};
use crate::error::Error;
use crate::token::MONEY_MARGIN;

/// A request that spends or decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyRequest {
    /// `POST /api/v1/orders`.
    PlaceOrder,
    /// `POST /api/v1/quotations`.
    RequestQuotation,
    /// `PUT /api/v1/contracts/{contract}/quotations/{quotation}/accept`.
    AcceptQuotation {
        /// The contract the quotation belongs to.
        contract_id: String,
        /// The quotation.
        quotation_id: String,
    },
    /// `PUT /api/v1/contracts/{contract}/quotations/{quotation}/refuse`.
    RefuseQuotation {
        /// The contract the quotation belongs to.
        contract_id: String,
        /// The quotation.
        quotation_id: String,
    },
}

impl MoneyRequest {
    /// The HTTP method.
    pub fn method(&self) -> &'static str {
        match self {
            MoneyRequest::PlaceOrder | MoneyRequest::RequestQuotation => "POST",
            MoneyRequest::AcceptQuotation { .. } | MoneyRequest::RefuseQuotation { .. } => "PUT",
        }
    }

    /// The path, decoded, for people and for the ledger.
    pub fn path(&self) -> String {
        format!("/{}", self.segments().join("/"))
    }

    fn segments(&self) -> Vec<&str> {
        match self {
            MoneyRequest::PlaceOrder => vec!["api", "v1", "orders"],
            MoneyRequest::RequestQuotation => vec!["api", "v1", "quotations"],
            MoneyRequest::AcceptQuotation { contract_id, quotation_id } => {
                vec!["api", "v1", "contracts", contract_id, "quotations", quotation_id, "accept"]
            }
            MoneyRequest::RefuseQuotation { contract_id, quotation_id } => {
                vec!["api", "v1", "contracts", contract_id, "quotations", quotation_id, "refuse"]
            }
        }
    }
}

/// What became of a request that spends.
#[derive(Debug)]
pub enum Sent {
    /// Provably not sent: no connection was made, or no token could be had.
    NotSent(Error),
    /// A whole answer arrived. What it means is for the caller to judge by [`Sent::Answered::status`] and body.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The whole body.
        body: Bytes,
    },
    /// The request may or may not have arrived: the connection broke, or the answer was cut.
    Unclear(Error),
}

/// Sends requests that spend, once each. Made by [`Client::money`].
#[derive(Clone)]
pub struct MoneyClient {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for MoneyClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MoneyClient").field("hosts", &self.shared.hosts).finish_non_exhaustive()
    }
}

impl MoneyClient {
    pub(crate) fn harden(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .http1_only()
            .referer(false)
            .connect_timeout(Duration::from_secs(15))
            .tcp_keepalive(Duration::from_secs(15))
    }

    /// Sends `body` as it is, once. Never fails: the outcome says what happened.
    ///
    /// The future should be driven on a task of its own, so that a window that closes can't cancel it half-way.
    pub async fn send(&self, request: &MoneyRequest, body: Option<Bytes>) -> Sent {
        const OPERATION: &str = "send the request";
        let shared = &self.shared;
        let token = match shared.tokens.get(&shared.http, &shared.hosts, MONEY_MARGIN).await {
            Ok((token, _)) => token,
            Err(error) => return Sent::NotSent(error),
        };
        let url = join(&shared.hosts.order, &request.segments());
        let method = if request.method() == "POST" { Method::POST } else { Method::PUT };
        let mut builder = shared.authorise(shared.money.request(method, url.clone()), &url, Some(&token));
        if let Some(body) = body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = match builder.send().await {
            Ok(response) => response,
            // No connection, so not a byte of the request left; everything later is unclear.
            Err(error) if error.is_connect() || error.is_builder() => {
                return Sent::NotSent(Error::transport(OPERATION, error));
            }
            Err(error) => return Sent::Unclear(Error::transport(OPERATION, error)),
        };
        let status = response.status().as_u16();
        match read_capped(OPERATION, response, JSON_CAP).await {
            Ok(body) => Sent::Answered { status, body },
            Err(error) => Sent::Unclear(error),
        }
    }
}

impl From<&Client> for MoneyClient {
    fn from(client: &Client) -> MoneyClient {
        client.money()
    }
}
