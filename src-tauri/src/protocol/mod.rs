//! The one URI scheme, `swath`: pictures, footprints, the basemap, pages of quotations. Bytes go to the page this way and
//! never as text within JSON.

mod basemap;
pub(crate) mod document;
mod fetches;
mod picture_cache;
mod pictures;

use std::borrow::Cow;

use archive::{FootprintView, SceneFilter};
use tauri::http::{Request, Response, StatusCode, header};

use crate::state::Shell;

pub(crate) use self::fetches::Fetches;
pub(crate) use self::picture_cache::PictureCache;

/// A body: borrowed where it lies in the program.
pub type Bytes = Cow<'static, [u8]>;

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
pub async fn answer(shell: &Shell, request: &Request<Vec<u8>>) -> Response<Bytes> {
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
    let desk = shell.local_desk().map_err(Failure::upstream)?;
    Ok(("application/octet-stream", Cow::Owned(desk.footprints(&filter, footprint_view(query)))))
}

/// More outlines than this can't be read: how dense they lie is shown instead.
const MOST_OUTLINES: usize = 20_000;

/// What of the footprints the page wants to see; what can't be read wants nothing special.
fn footprint_view(query: &str) -> FootprintView {
    let bounds = parameter(query, "bounds").and_then(|text| {
        let numbers: Vec<f64> = text.split(',').filter_map(|number| number.parse().ok()).collect();
        <[f64; 4]>::try_from(numbers).ok()
    });
    let colour = parameter(query, "colour").and_then(|name| serde_json::from_value(name.into()).ok());
    FootprintView { bounds, colour: colour.unwrap_or_default(), most: MOST_OUTLINES }
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

#[cfg(test)]
mod tests {
    use archive::ColourBy;

    use super::*;

    #[test]
    fn a_view_is_read_and_nonsense_wants_nothing_special() {
        let view = footprint_view("filter=%7B%7D&bounds=-10.5,38,-8,39&colour=cloud");
        assert_eq!((view.bounds, view.colour), (Some([-10.5, 38.0, -8.0, 39.0]), ColourBy::Cloud));
        let plain = footprint_view("bounds=1,2,3&colour=mood");
        assert_eq!((plain.bounds, plain.colour), (None, ColourBy::Nothing));
    }
}
