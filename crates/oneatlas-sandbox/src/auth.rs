//! Who may come in: the token call, bearer tokens, and the API key as a Basic password.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::errors::{Realm, Refusal};
use crate::world::World;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// No credentials; enough for the public catalogue of SPOT and Pléiades.
    Anonymous,
    /// A valid token or key.
    Customer,
}

/// Decides who calls, or refuses. Tokens live in real time, so that advancing the clock ends none.
pub(crate) fn admit(world: &World, realm: Realm, headers: &HeaderMap) -> Result<Caller, Refusal> {
    if realm == Realm::Token {
        return Ok(Caller::Anonymous);
    }
    let given = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let Some(given) = given else {
        return match realm {
            Realm::Foundation => Ok(Caller::Anonymous),
            _ => Err(Refusal::unauthorised("Authentication failed (cause: No credentials)")),
        };
    };
    match given.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => world.tokens().check(token.trim()),
        Some((scheme, pair)) if scheme.eq_ignore_ascii_case("basic") => basic(world, realm, pair.trim()),
        _ => Err(Refusal::unauthorised("Authentication failed (cause: Unknown authorization scheme)")),
    }
}

fn basic(world: &World, realm: Realm, pair: &str) -> Result<Caller, Refusal> {
    if realm != Realm::Foundation {
        return Err(Refusal::unauthorised("Authentication failed (cause: Bearer token expected)"));
    }
    let decoded =
        STANDARD.decode(pair).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    match decoded.split_once(':') {
        Some(("APIKEY", key)) if world.is_key(key) => Ok(Caller::Customer),
        _ => Err(Refusal::unauthorised("Authentication failed (cause: Wrong API key)")),
    }
}

/// Makes and checks tokens. A token is a signed JSON web token, so none has to be kept.
#[derive(Debug)]
pub(crate) struct Tokens {
    secret: [u8; 32],
    settings: std::sync::Mutex<TokenSettings>,
}

#[derive(Debug, Clone, Copy)]
struct TokenSettings {
    lifetime: i64,
    /// Tokens of an earlier generation are expired.
    generation: u64,
}

/// How long a token lives unless the control API says otherwise.
const LIFETIME: i64 = 3600;

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        let secret = Sha256::digest(format!("token of sandbox {seed}")).into();
        let settings = TokenSettings { lifetime: LIFETIME, generation: 0 };
        Self { secret, settings: std::sync::Mutex::new(settings) }
    }

    fn settings(&self) -> std::sync::MutexGuard<'_, TokenSettings> {
        self.settings.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Ends every token given so far.
    pub(crate) fn expire_all(&self) {
        self.settings().generation += 1;
    }

    /// Sets how many seconds the tokens made from now on live.
    pub(crate) fn set_lifetime(&self, seconds: i64) {
        self.settings().lifetime = seconds;
    }

    pub(crate) fn reset(&self) {
        *self.settings() = TokenSettings { lifetime: LIFETIME, generation: 0 };
    }

    /// A new token and its lifetime in seconds.
    fn make(&self) -> (String, i64) {
        let settings = *self.settings();
        let now = jiff::Timestamp::now();
        let claims = json!({
            "sub": "0d1e2f30-1111-4222-8333-444455556666", "iss": "IDP", "typ": "Bearer",
            "iat": now.as_second(), "exp": now.as_second() + settings.lifetime,
            "gen": settings.generation, "jti": now.as_nanosecond().to_string(),
        });
        let head = URL_SAFE_NO_PAD.encode(json!({ "alg": "HS256", "typ": "JWT" }).to_string());
        let body = URL_SAFE_NO_PAD.encode(claims.to_string());
        let signature = self.sign(&format!("{head}.{body}"));
        (format!("{head}.{body}.{signature}"), settings.lifetime)
    }

    fn sign(&self, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update(text.as_bytes());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }

    fn check(&self, token: &str) -> Result<Caller, Refusal> {
        let invalid = || Refusal::unauthorised("Authentication failed (cause: Invalid token)");
        let (signed, signature) = token.rsplit_once('.').ok_or_else(invalid)?;
        if self.sign(signed) != signature {
            return Err(invalid());
        }
        let body = signed.split_once('.').map(|(_, body)| body).ok_or_else(invalid)?;
        let claims: Value = URL_SAFE_NO_PAD
            .decode(body)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(invalid)?;
        let current = claims["gen"].as_u64() == Some(self.settings().generation);
        let alive = claims["exp"].as_i64().is_some_and(|end| end > jiff::Timestamp::now().as_second());
        if current && alive {
            Ok(Caller::Customer)
        } else {
            Err(Refusal::unauthorised("Authentication failed (cause: Token expired)"))
        }
    }
}

/// `POST …/token`, a form with `apikey`, `grant_type` and `client_id`.
pub(crate) async fn token(State(world): State<Arc<World>>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let form = read_form(&body);
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if field("grant_type") != Some("api_key") {
        return Err(Refusal::bad("grant_type must be 'api_key'")
            .hint("Send a form with apikey, grant_type, client_id."));
    }
    if !matches!(field("client_id"), Some("IDP" | "AAA")) {
        return Err(Refusal::bad("client_id must be 'IDP' or 'AAA'"));
    }
    let key =
        field("apikey").filter(|key| !key.is_empty()).ok_or_else(|| Refusal::bad("apikey is missing"))?;
    if !world.is_key(key) {
        return Err(Refusal::forbidden("Invalid API key").hint("The key is unknown, expired or was deleted."));
    }
    let (token, lifetime) = world.tokens().make();
    Ok(Json(json!({
        "access_token": token, "expires_in": lifetime, "refresh_expires_in": 0, "token_type": "Bearer",
        "not-before-policy": 0, "session_state": "6b1c7c52-0d64-4f3e-9a55-0f2f3c1d2e77", "scope": "",
    })))
}

/// A token path that does not exist, such as one with a doubled segment: not found, never 403.
pub(crate) async fn no_such_realm() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "There is no such token endpoint")
}

fn read_form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_form(key), decode_form(value))
        })
        .collect()
}

/// Percent-decoding with `+` for a blank, as forms and query strings are written.
pub(crate) fn decode_form(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (bytes[at], hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lives_until_it_is_expired() {
        let tokens = Tokens::new(1);
        let (token, lifetime) = tokens.make();
        assert_eq!((lifetime, token.split('.').count()), (3600, 3));
        assert_eq!(tokens.check(&token).unwrap(), Caller::Customer);
        assert!(tokens.check(&format!("{token}x")).unwrap_err().message.contains("Invalid"));
        tokens.expire_all();
        assert!(tokens.check(&token).unwrap_err().message.contains("Token expired"));
        tokens.set_lifetime(-1);
        assert!(tokens.check(&tokens.make().0).unwrap_err().message.contains("Token expired"));
    }

    #[test]
    fn forms_are_decoded() {
        assert_eq!(
            read_form(b"apikey=a%3D%2Bb&x=1+2"),
            [("apikey".into(), "a=+b".into()), ("x".into(), "1 2".into())]
        );
        assert_eq!(decode_form("100%"), "100%");
    }
}
