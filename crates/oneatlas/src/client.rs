//! The reading client: one place that adds the token, retries what changes nothing, and turns answers into types.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::answer::{JSON_CAP, decode, read_capped};
use crate::error::{Error, ErrorKind, VendorError};
use crate::hosts::Hosts;
use crate::money::MoneyClient;
use crate::token::{READ_MARGIN, Tokens};

/// Attempts of a call that changes nothing.
const ATTEMPTS: u32 = 4;
/// The longest wait between two attempts that we accept from `Retry-After`.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The reading client. Cheap to clone; clones share one token.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) hosts: Hosts,
    pub(crate) tokens: Tokens,
    /// For JSON calls: no redirects, bounded time.
    pub(crate) http: reqwest::Client,
    /// For pictures and downloads: no redirects, no overall time limit.
    pub(crate) files: reqwest::Client,
    pub(crate) money: reqwest::Client,
    first_wait: Duration,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("hosts", &self.shared.hosts).finish_non_exhaustive()
    }
}

/// Settings of a [`Client`].
pub struct ClientBuilder {
    hosts: Hosts,
    api_key: SecretString,
    proxy: Option<String>,
    timeout: Duration,
    first_wait: Duration,
}

impl ClientBuilder {
    /// Sends every call through this proxy, such as `http://proxy.example.org:3128`. Without one, the proxy of the
    /// computer's settings is used, but never for hosts on this computer.
    #[must_use]
    pub fn proxy(mut self, proxy: Option<String>) -> Self {
        self.proxy = proxy;
        self
    }

    /// How long a reading call may take in all; 60 s when not set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The pause before the second attempt, doubled for each further one; 500 ms when not set.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the proxy or the TLS set-up is not usable.
    pub fn build(self) -> Result<Client, Error> {
        const OPERATION: &str = "set up the connection";
        let proxy = match &self.proxy {
            Some(address) => Some(reqwest::Proxy::all(address).map_err(|e| Error::transport(OPERATION, e))?),
            None => None,
        };
        let base = || {
            let builder = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(Duration::from_secs(15))
                .user_agent(concat!("Swath/", env!("CARGO_PKG_VERSION")));
            match &proxy {
                Some(proxy) => builder.proxy(proxy.clone()),
                // Nobody there has a certificate: reading all that the system trusts would take most of the time of opening.
                None if self.hosts.are_local_and_plain() => builder.no_proxy().tls_certs_only([]),
                None if self.hosts.are_local() => builder.no_proxy(),
                None => builder,
            }
        };
        let made =
            |builder: reqwest::ClientBuilder| builder.build().map_err(|e| Error::transport(OPERATION, e));
        let shared = Shared {
            http: made(base().timeout(self.timeout))?,
            // Files come as they are: packed on the way, their size would not be theirs.
            files: made(base().read_timeout(Duration::from_secs(60)).no_gzip())?,
            money: made(MoneyClient::harden(base()))?,
            hosts: self.hosts,
            tokens: Tokens::new(self.api_key),
            first_wait: self.first_wait,
        };
        Ok(Client { shared: Arc::new(shared) })
    }
}

/// One call that changes nothing on the vendor's side, and so may be repeated.
pub(crate) struct Read {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<Bytes>,
    pub(crate) cap: usize,
}

impl Read {
    pub(crate) fn get(operation: &'static str, url: Url) -> Read {
        Read { operation, method: Method::GET, url, body: None, cap: JSON_CAP }
    }

    pub(crate) fn post<B: Serialize>(operation: &'static str, url: Url, body: &B) -> Result<Read, Error> {
        let body = serde_json::to_vec(body)
            .map_err(|error| Error::new(ErrorKind::Configuration, operation).detail(error.to_string()))?;
        Ok(Read::post_bytes(operation, url, body.into()))
    }

    pub(crate) fn post_bytes(operation: &'static str, url: Url, body: Bytes) -> Read {
        Read { operation, method: Method::POST, url, body: Some(body), cap: JSON_CAP }
    }
}

impl Client {
    /// Starts a client for these hosts with this API key.
    pub fn builder(hosts: Hosts, api_key: SecretString) -> ClientBuilder {
        ClientBuilder {
            hosts,
            api_key,
            proxy: None,
            timeout: Duration::from_secs(60),
            first_wait: Duration::from_millis(500),
        }
    }

    /// The hosts this client speaks to.
    pub fn hosts(&self) -> &Hosts {
        &self.shared.hosts
    }

    /// The client for calls that spend; it shares the token with this one.
    pub fn money(&self) -> MoneyClient {
        MoneyClient { shared: Arc::clone(&self.shared) }
    }

    /// Fetches a token now, also where there is one that is still good: to learn whether the host answers and takes the key.
    ///
    /// # Errors
    /// [`ErrorKind::KeyRefused`] for a bad key, or why the host could not be asked.
    pub async fn authenticate(&self) -> Result<(), Error> {
        let shared = &self.shared;
        shared.tokens.anew(&shared.http, &shared.hosts).await
    }

    pub(crate) async fn read_json<T: DeserializeOwned>(&self, call: Read) -> Result<T, Error> {
        let operation = call.operation;
        let (body, _) = self.read(call).await?;
        decode(operation, &body)
    }

    /// Sends a repeatable call until it succeeds, fails for good, or the attempts are used up.
    pub(crate) async fn read(&self, call: Read) -> Result<(Bytes, HeaderMap), Error> {
        let mut wait = self.shared.first_wait;
        let mut renewed = false;
        let mut attempt = 1;
        loop {
            let (error, serial) = match self.shared.token().await {
                Ok((token, serial)) => match self.try_once(&call, Some(&token)).await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => (error, Some(serial)),
                },
                // A sign-in that stumbles is tried again like the call itself.
                Err(error) => (error, None),
            };
            if let Some(serial) = serial.filter(|_| error.kind == ErrorKind::Unauthorized && !renewed) {
                self.shared.tokens.refuse(serial).await;
                renewed = true;
                continue;
            }
            if !error.can_retry() || attempt == ATTEMPTS {
                return Err(error);
            }
            tracing::debug!(operation = call.operation, attempt, kind = ?error.kind, "trying again");
            tokio::time::sleep(error.retry_after.unwrap_or(wait).min(LONGEST_WAIT)).await;
            wait *= 2;
            attempt += 1;
        }
    }

    async fn try_once(&self, call: &Read, token: Option<&SecretString>) -> Result<(Bytes, HeaderMap), Error> {
        let mut request = self.shared.http.request(call.method.clone(), call.url.clone());
        request = self.shared.authorise(request, &call.url, token);
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let response = request.send().await.map_err(|e| Error::transport(call.operation, e))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = read_capped(call.operation, response, call.cap).await?;
        if (200..300).contains(&status) {
            Ok((body, headers))
        } else {
            Err(refusal(call.operation, status, &headers, &body))
        }
    }
}

impl Shared {
    async fn token(&self) -> Result<(SecretString, u64), Error> {
        self.tokens.get(&self.http, &self.hosts, READ_MARGIN).await
    }

    /// Adds the bearer token, and only where [`Hosts::may_bear_token`] says so. Nothing else may add it.
    pub(crate) fn authorise(
        &self,
        request: reqwest::RequestBuilder,
        url: &Url,
        token: Option<&SecretString>,
    ) -> reqwest::RequestBuilder {
        let Some(token) = token.filter(|_| self.hosts.may_bear_token(url)) else { return request };
        match HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())) {
            Ok(mut value) => {
                value.set_sensitive(true);
                request.header(reqwest::header::AUTHORIZATION, value)
            }
            // A token that is no header value cannot be sent; the vendor's 401 then says what is wrong.
            Err(_) => request,
        }
    }
}

/// Turns a status outside 2xx into an error with the vendor's words.
pub(crate) fn refusal(operation: &'static str, status: u16, headers: &HeaderMap, body: &[u8]) -> Error {
    let kind = match status {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Unavailable,
        _ => ErrorKind::InvalidRequest,
    };
    let mut error = Error::new(kind, operation);
    error.status = Some(status);
    error.vendor = VendorError::read(body).map(Box::new);
    error.retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok())
        .map(Duration::from_secs);
    error
}

/// A base address with path segments, each encoded: contract ids are free text.
pub(crate) fn join(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}
