//! The one error of the client: what was being done, what kind of failure, the vendor's own words, and whether
//! trying again can help.

use std::time::Duration;

use crate::answer::printable;

/// What a caller can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API key was refused when a token was asked for.
    KeyRefused,
    /// A call was refused with 401 although a fresh token was sent.
    Unauthorized,
    /// The key is good but may not do this (403).
    Forbidden,
    /// The thing asked for is not there (404, 410).
    NotFound,
    /// The vendor found the request wrong (400, 409, 413, 422 and other 4xx).
    InvalidRequest,
    /// Too many calls (429); see [`Error::retry_after`].
    RateLimited,
    /// The vendor's side failed (5xx).
    Unavailable,
    /// No connection could be made: name, route, TLS or refused.
    Unreachable,
    /// The connection broke after it was made.
    Interrupted,
    /// No answer in time.
    Timeout,
    /// The answer is not of the documented form; [`Error::path`] names the place.
    Decode,
    /// The answer is larger than any plausible one.
    TooLarge,
    /// More is listed than is read of one question.
    TooMany,
    /// What is listed changed in each reading of it, so that none is of one moment.
    Changing,
    /// A link in an answer points where it must not be followed.
    UntrustedLink,
    /// The client was set up wrongly (proxy, certificate, host).
    Configuration,
}

/// The vendor's error body in whichever of its four shapes it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorError {
    /// `errorCode`, `code` or `errors[0].code`.
    pub code: Option<String>,
    /// `message`, or the body itself when it is a bare string.
    pub message: Option<String>,
    /// `hint` of the foundation hosts.
    pub hint: Option<String>,
    /// `correlationId`, to quote to the vendor's support.
    pub correlation_id: Option<String>,
}

impl VendorError {
    /// Reads an error body; a body that is not JSON becomes a short printable message.
    pub fn read(body: &[u8]) -> Option<VendorError> {
        if body.is_empty() {
            return None;
        }
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) else {
            let text = String::from_utf8_lossy(body);
            // A proxy's HTML page is no message for a person.
            let message = (!text.trim_start().starts_with('<')).then(|| printable(&text, 300));
            return message.map(|message| VendorError { message: Some(message), ..VendorError::default() });
        };
        if let Some(text) = value.as_str() {
            return Some(VendorError { message: Some(printable(text, 300)), ..VendorError::default() });
        }
        let text = |key: &str| value.get(key).and_then(|v| v.as_str()).map(|s| printable(s, 500));
        let first =
            value.get("errors").and_then(|e| e.get(0)).and_then(|e| e.get("code")).and_then(|c| c.as_str());
        let read = VendorError {
            code: text("errorCode").or_else(|| text("code")).or_else(|| first.map(|c| printable(c, 100))),
            message: text("message").or_else(|| text("error_description")),
            hint: text("hint"),
            correlation_id: text("correlationId"),
        };
        (read != VendorError::default()).then_some(read)
    }

    /// The vendor's words in one line, best first; empty when it said nothing.
    pub fn words(&self) -> String {
        match (&self.message, &self.code) {
            (Some(message), _) => message.clone(),
            (None, Some(code)) => code.clone(),
            (None, None) => String::new(),
        }
    }
}

/// Why a call failed.
#[derive(Debug)]
pub struct Error {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: &'static str,
    pub(crate) status: Option<u16>,
    // Boxed, as the error would outgrow what functions like to return.
    pub(crate) vendor: Option<Box<VendorError>>,
    pub(crate) detail: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, operation: &'static str) -> Error {
        Error { kind, operation, status: None, vendor: None, detail: None, path: None, retry_after: None }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Error {
        self.detail = Some(detail.into());
        self
    }

    pub(crate) fn transport(operation: &'static str, error: reqwest::Error) -> Error {
        let kind = if error.is_timeout() {
            ErrorKind::Timeout
        } else if error.is_connect() {
            ErrorKind::Unreachable
        } else if error.is_builder() {
            ErrorKind::Configuration
        } else {
            ErrorKind::Interrupted
        };
        // The address could carry a query with an identifier; what lies below it explains.
        Error::new(kind, operation).detail(root_cause(&error.without_url()))
    }

    /// What can be acted on.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What was being done, such as `list contracts`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP status when there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The vendor's own error object.
    pub fn vendor(&self) -> Option<&VendorError> {
        self.vendor.as_deref()
    }

    /// Where in the answer decoding failed, such as `contracts[0].creditRemaining`.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// What the transport or the decoder said, without addresses and secrets.
    pub fn technical(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// How long the vendor asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Whether the same call can succeed later with nothing changed.
    pub fn can_retry(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::RateLimited
                | ErrorKind::Unavailable
                | ErrorKind::Unreachable
                | ErrorKind::Interrupted
                | ErrorKind::Timeout
                | ErrorKind::Changing
        )
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "could not {}", self.operation)?;
        if let Some(status) = self.status {
            write!(f, " (answer {status})")?;
        }
        let words = self.vendor.as_deref().map(VendorError::words).filter(|w| !w.is_empty());
        match (words, &self.path, &self.detail) {
            (Some(words), _, _) => write!(f, ": {words}"),
            (None, Some(path), Some(detail)) => write!(f, ": at {path}: {detail}"),
            (None, _, Some(detail)) => write!(f, ": {detail}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// What lies at the bottom of an error: "Connection refused" rather than the four layers that pass it on.
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let text = cause.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = plain.chars();
    let first: String = characters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    printable(&format!("{first}{}", characters.as_str()), 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> String {
        VendorError::read(body.as_bytes()).map(|v| v.words()).unwrap_or_default()
    }

    #[test]
    fn all_four_error_shapes_give_the_vendors_words() {
        assert_eq!(
            words(r#"{"errorCode":"E2203","message":"CIS contract 'x' not found."}"#),
            "CIS contract 'x' not found."
        );
        assert_eq!(words(r#"{"code":"UNEXPECTED_SERVER_ERROR"}"#), "UNEXPECTED_SERVER_ERROR");
        assert_eq!(
            words(r#"{"errors":[{"code":"ERR_NO_SENSOR_AVAILABLE","locator":"UNKNOWN"}]}"#),
            "ERR_NO_SENSOR_AVAILABLE"
        );
        assert_eq!(words(r#""API key is missing or invalid""#), "API key is missing or invalid");
        let api = VendorError::read(
            br#"{"correlationId":"c","hint":"h","internalCode":400,"message":"m","timestamp":1}"#,
        )
        .unwrap();
        assert_eq!((api.hint.as_deref(), api.correlation_id.as_deref()), (Some("h"), Some("c")));
    }

    #[test]
    fn an_html_page_is_no_message() {
        assert_eq!(VendorError::read(b"<html><body>Proxy</body></html>"), None);
        assert_eq!(words("upstream gone"), "upstream gone");
    }

    #[test]
    fn control_and_direction_characters_are_dropped() {
        assert_eq!(words("{\"message\":\"a\\u202eb\\u0007c\"}"), "abc");
    }
}
