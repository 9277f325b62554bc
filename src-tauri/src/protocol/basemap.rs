//! The basemap, part by part. It is inside the program, and answered with ranges: files of the page itself are not.

use std::borrow::Cow;

use tauri::http::{Request, Response, StatusCode, header};

use super::{Bytes, respond};

static BASEMAP: &[u8] = include_bytes!("../../data/basemap.pmtiles");

pub(super) fn range(request: &Request<Vec<u8>>) -> Response<Bytes> {
    let kind = "application/octet-stream";
    let Some(wanted) = request.headers().get(header::RANGE) else {
        return respond(StatusCode::OK, kind, Cow::Borrowed(BASEMAP));
    };
    let Some((first, last)) = wanted.to_str().ok().and_then(|text| read_range(text, BASEMAP.len())) else {
        return respond(StatusCode::RANGE_NOT_SATISFIABLE, kind, Cow::Borrowed(&[]));
    };
    let mut response = respond(StatusCode::PARTIAL_CONTENT, kind, Cow::Borrowed(&BASEMAP[first..=last]));
    let told = format!("bytes {first}-{last}/{}", BASEMAP.len());
    if let Ok(told) = told.parse() {
        response.headers_mut().insert(header::CONTENT_RANGE, told);
    }
    response
}

/// `bytes=a-b`, `bytes=a-`, `bytes=-n`; both ends included. `None` when nothing of it is there.
fn read_range(text: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
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
    use super::read_range;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(read_range("bytes=0-15", 100), Some((0, 15)));
        assert_eq!(read_range("bytes=90-200", 100), Some((90, 99)));
        assert_eq!(read_range("bytes=-10", 100), Some((90, 99)));
        assert_eq!(read_range("bytes=50-", 100), Some((50, 99)));
        for bad in ["bytes=100-", "bytes=9-3", "chunks=0-1", "bytes=a-b", ""] {
            assert_eq!(read_range(bad, 100), None, "{bad}");
        }
    }
}
