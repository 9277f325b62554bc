//! Reading answers: bodies are capped while they arrive, and a wrong field is named by its path.

use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};

/// The largest JSON answer that is read. 500 scenes are about 2 MB.
pub(crate) const JSON_CAP: usize = 32 * 1024 * 1024;
/// The largest picture.
pub(crate) const PICTURE_CAP: usize = 16 * 1024 * 1024;
/// The largest quotation document.
pub(crate) const PDF_CAP: usize = 20 * 1024 * 1024;

/// Reads a body up to `cap` bytes, counted after decompression.
pub(crate) async fn read_capped(
    operation: &'static str,
    mut response: reqwest::Response,
    cap: usize,
) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| Error::transport(operation, e))? {
        if body.len() + chunk.len() > cap {
            return Err(Error::new(ErrorKind::TooLarge, operation)
                .detail(format!("the answer is larger than {} MB", cap / 1024 / 1024)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Decodes a JSON body; the error carries the path of the field that did not fit.
pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, body: &[u8]) -> Result<T, Error> {
    // Keeping the path costs a copy of every key; it is wanted only when something does not fit.
    if let Ok(decoded) = serde_json::from_slice(body) {
        return Ok(decoded);
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let mut decoded =
            Error::new(ErrorKind::Decode, operation).detail(printable(&error.inner().to_string(), 300));
        decoded.path = (path != ".").then_some(path);
        decoded
    })
}

/// Text from outside made fit to show: no control or direction-override characters, at most `limit` characters.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(limit)
        .collect();
    clean.trim().to_owned()
}
