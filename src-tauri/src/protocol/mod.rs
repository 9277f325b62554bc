//! The one URI scheme, `swath`: pictures, footprints, the basemap, pages of quotations. Bytes go to the page this way and
//! never as text within JSON.

mod basemap;
pub(crate) mod document;
mod pictures;

use std::borrow::Cow;

use archive::SceneFilter;
use tauri::http::{Request, Response, StatusCode, header};

use crate::state::Shell;

pub(crate) type Bytes = Cow<'static, [u8]>;

/// A failed answer: its status, and a sentence for the log and the page.
pub(crate) struct Failure(StatusCode, String);

impl Failure {
    pub(crate) fn missing(what: impl Into<String>) -> Failure {
        Failure(StatusCode::NOT_FOUND, what.into())
    }

    pub(crate) fn upstream(error: impl std::fmt::Display) -> Failure {
        Failure(StatusCode::BAD_GATEWAY, error.to_string())
    }
}

/// Answers a request of the page.
pub(crate) async fn answer(shell: &Shell, request: &Request<Vec<u8>>) -> Response<Bytes> {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let query = request.uri().query().unwrap_or_default();
    let result = match parts.as_slice() {
        ["basemap.pmtiles"] => return basemap::range(request),
        ["thumbnail", id] => pictures::thumbnail(shell, id).await,
        ["quicklook", id] => pictures::quicklook(shell, id).await,
        ["footprints"] => footprints(shell, query),
        ["quotation", id, "page", page] => document::page(shell, id, page, query).await,
        _ => Err(Failure::missing("nothing is served here")),
    };
    match result {
        Ok((kind, body)) => respond(StatusCode::OK, kind, body),
        Err(Failure(status, reason)) => {
            tracing::debug!(%status, reason, path, "not served");
            respond(status, "text/plain; charset=utf-8", Cow::Owned(reason.into_bytes()))
        }
    }
}

fn footprints(shell: &Shell, query: &str) -> Result<(&'static str, Bytes), Failure> {
    let filter = parameter(query, "filter").ok_or_else(|| Failure::missing("footprints need a filter"))?;
    let filter: SceneFilter = serde_json::from_str(&filter)
        .map_err(|error| Failure(StatusCode::BAD_REQUEST, format!("the filter cannot be read: {error}")))?;
    let desk = shell.desk().map_err(Failure::upstream)?;
    Ok(("application/octet-stream", Cow::Owned(desk.footprints(&filter))))
}

/// A parameter of the query, decoded.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub(crate) fn respond(status: StatusCode, kind: &str, body: Bytes) -> Response<Bytes> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(header::CACHE_CONTROL, if kind.starts_with("image/") { "max-age=3600" } else { "no-store" })
        .header("X-Content-Type-Options", "nosniff")
        .body(body);
    response.unwrap_or_else(|_| Response::new(Cow::Borrowed(&[])))
}
