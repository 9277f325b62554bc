//! The bearer token: asked for once however many calls wait, renewed ahead of its end, never shown.

use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::answer::{JSON_CAP, decode, read_capped};
use crate::client::join;
use crate::error::{Error, ErrorKind, VendorError};
use crate::hosts::Hosts;

/// Calls that only read are content with a minute of life left.
pub(crate) const READ_MARGIN: Duration = Duration::from_secs(60);
/// A spending call must not meet the end of its token: five minutes.
pub(crate) const MONEY_MARGIN: Duration = Duration::from_secs(300);

const OPERATION: &str = "sign in with the API key";
const PATH: [&str; 6] = ["auth", "realms", "IDP", "protocol", "openid-connect", "token"];

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default = "default_life")]
    expires_in: u64,
}

fn default_life() -> u64 {
    3600
}

struct Token {
    secret: SecretString,
    ends: Instant,
    life: Duration,
    serial: u64,
}

/// Holds the key and the current token. The lock is held while a token is fetched: that is what makes waiting calls
/// share one request.
pub(crate) struct Tokens {
    api_key: SecretString,
    current: Mutex<Option<Token>>,
}

impl Tokens {
    pub(crate) fn new(api_key: SecretString) -> Tokens {
        Tokens { api_key, current: Mutex::new(None) }
    }

    /// A token with at least `margin` of life (or a tenth of its whole life where that is shorter), and its serial.
    pub(crate) async fn get(
        &self,
        http: &reqwest::Client,
        hosts: &Hosts,
        margin: Duration,
    ) -> Result<(SecretString, u64), Error> {
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref() {
            let needed = margin.min(token.life / 10);
            if token.ends.saturating_duration_since(Instant::now()) > needed {
                return Ok((token.secret.clone(), token.serial));
            }
        }
        let token = self.renewed(current.as_ref(), http, hosts).await?;
        let given = (token.secret.clone(), token.serial);
        *current = Some(token);
        Ok(given)
    }

    /// Asks for a token whether or not there is a good one. When there is no answer the one before stays.
    pub(crate) async fn anew(&self, http: &reqwest::Client, hosts: &Hosts) -> Result<(), Error> {
        let mut current = self.current.lock().await;
        *current = Some(self.renewed(current.as_ref(), http, hosts).await?);
        Ok(())
    }

    async fn renewed(
        &self,
        before: Option<&Token>,
        http: &reqwest::Client,
        hosts: &Hosts,
    ) -> Result<Token, Error> {
        let serial = before.map_or(1, |token| token.serial + 1);
        let answer = self.ask(http, hosts).await?;
        let life = Duration::from_secs(answer.expires_in.clamp(1, 86_400));
        let secret = SecretString::from(answer.access_token);
        Ok(Token { secret, ends: Instant::now() + life, life, serial })
    }

    /// Drops the token with this serial after a 401; a newer one that another call fetched meanwhile stays.
    pub(crate) async fn refuse(&self, serial: u64) {
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_mut().filter(|token| token.serial == serial) {
            token.ends = Instant::now();
        }
    }

    async fn ask(&self, http: &reqwest::Client, hosts: &Hosts) -> Result<TokenAnswer, Error> {
        let form =
            [("apikey", self.api_key.expose_secret()), ("grant_type", "api_key"), ("client_id", "IDP")];
        let response = http
            .post(join(&hosts.authenticate, &PATH))
            .form(&form)
            .send()
            .await
            .map_err(|error| Error::transport(OPERATION, error))?;
        let status = response.status();
        let body = read_capped(OPERATION, response, JSON_CAP).await?;
        if status.is_success() {
            return decode(OPERATION, &body);
        }
        // An invalid or stale key answers 403, not 401; both and 400 are about the key.
        let kind = match status.as_u16() {
            400 | 401 | 403 => ErrorKind::KeyRefused,
            429 => ErrorKind::RateLimited,
            500..=599 => ErrorKind::Unavailable,
            _ => ErrorKind::InvalidRequest,
        };
        let mut error = Error::new(kind, OPERATION);
        error.status = Some(status.as_u16());
        error.vendor = VendorError::read(&body).map(Box::new);
        Err(error)
    }
}
