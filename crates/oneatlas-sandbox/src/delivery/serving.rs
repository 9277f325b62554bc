//! Serving a file whole or in part: `Range`, `If-Range`, a strong `ETag`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use sha2::{Digest, Sha256};

const CHUNK: usize = 64 * 1024;

/// Answers a download.
pub(crate) fn serve(file: Bytes, name: &str, headers: &HeaderMap) -> Response {
    let digest = Sha256::digest(&file);
    let tag = format!("\"{}\"", digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>());
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // A part is only of use to somebody who has the rest of this very file.
    let same = text(header::IF_RANGE).is_none_or(|wanted| wanted == tag);
    let range = text(header::RANGE).filter(|_| same).map(|range| part(range, file.len()));
    let (status, body, told) = match range {
        Some(Some((first, last))) => {
            let told = format!("bytes {first}-{last}/{}", file.len());
            (StatusCode::PARTIAL_CONTENT, file.slice(first..=last), Some(told))
        }
        Some(None) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{}", file.len())))
        }
        None => (StatusCode::OK, file, None),
    };
    let length = body.len();
    let chunks = stream::unfold(body, |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        let chunk = rest.split_to(rest.len().min(CHUNK));
        Some((Ok::<_, std::convert::Infallible>(chunk), rest))
    });
    let mut response: Response = HttpResponse::new(Body::from_stream(chunks));
    *response.status_mut() = status;
    let mut set = |name: header::HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, "application/zip".to_owned());
    set(header::CONTENT_LENGTH, length.to_string());
    set(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""));
    set(header::ACCEPT_RANGES, "bytes".to_owned());
    set(header::ETAG, tag);
    if let Some(told) = told {
        set(header::CONTENT_RANGE, told);
    }
    response
}

/// The first and last byte of a range; `None` when the file has no such part.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.checked_sub(1)?;
    let (first, last) = match (first.trim(), last.trim()) {
        ("", tail) => (length.saturating_sub(tail.parse().ok()?), end),
        (first, "") => (first.parse().ok()?, end),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(end)),
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_served_to_the_holder_of_the_same_file_only() {
        let file = Bytes::from_static(b"0123456789");
        let whole = serve(file.clone(), "a.zip", &HeaderMap::new());
        let tag = whole.headers()[header::ETAG].clone();
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=4-"));
        headers.insert(header::IF_RANGE, tag);
        let rest = serve(file.clone(), "a.zip", &headers);
        assert_eq!(rest.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(rest.headers()[header::CONTENT_RANGE], "bytes 4-9/10");
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"other\""));
        assert_eq!(serve(file.clone(), "a.zip", &headers).status(), StatusCode::OK);
        headers.remove(header::IF_RANGE);
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=10-"));
        assert_eq!(serve(file, "a.zip", &headers).status(), StatusCode::RANGE_NOT_SATISFIABLE);
    }
}
