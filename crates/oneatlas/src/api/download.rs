//! Downloads of delivered files: resumable, redirects followed by hand with the question of trust asked at each hop.

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use reqwest::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, LOCATION, RANGE};

use crate::answer::read_capped;
use crate::client::{Client, refusal};
use crate::error::{Error, ErrorKind};
use crate::token::MONEY_MARGIN;

const OPERATION: &str = "download the delivery";
const HOPS: usize = 5;
const REFUSAL_CAP: usize = 256 * 1024;

/// Where a broken download goes on: only if the file is still the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumePoint {
    /// Bytes already here.
    pub offset: u64,
    /// The entity tag those bytes had.
    pub etag: String,
}

/// A running download.
pub struct Download {
    /// Where the bytes that follow begin: the resume point's offset, or 0 when the file starts anew.
    pub offset: u64,
    /// The whole file's size where the server says it.
    pub total: Option<u64>,
    /// The entity tag to resume with.
    pub etag: Option<String>,
    response: reqwest::Response,
}

impl Download {
    /// The bytes as they arrive.
    pub fn chunks(self) -> impl Stream<Item = Result<Bytes, Error>> + Send {
        self.response.bytes_stream().map(|chunk| chunk.map_err(|error| Error::transport(OPERATION, error)))
    }
}

impl Client {
    /// Starts or resumes a download of a link from an answer.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedLink`] when the link, or a redirect, must not be followed; else see [`Error`].
    pub async fn download(&self, link: &str, resume: Option<&ResumePoint>) -> Result<Download, Error> {
        let mut url = self.trusted(OPERATION, link)?;
        for _ in 0..HOPS {
            let bears = self.hosts().may_bear_token(&url);
            let token = if bears {
                let (token, _) =
                    self.shared.tokens.get(&self.shared.http, self.hosts(), MONEY_MARGIN).await?;
                Some(token)
            } else {
                None
            };
            let mut request = self.shared.authorise(self.shared.files.get(url.clone()), &url, token.as_ref());
            if let Some(point) = resume {
                request =
                    request.header(RANGE, format!("bytes={}-", point.offset)).header(IF_RANGE, &point.etag);
            }
            let response = request.send().await.map_err(|error| Error::transport(OPERATION, error))?;
            if response.status().is_redirection() {
                let target = header(&response, &LOCATION).unwrap_or_default();
                let next = url.join(&target).map(String::from).unwrap_or(target);
                url = self.trusted(OPERATION, &next)?;
                continue;
            }
            return started(response, resume).await;
        }
        Err(Error::new(ErrorKind::UntrustedLink, OPERATION).detail("the link redirects in circles"))
    }
}

async fn started(response: reqwest::Response, resume: Option<&ResumePoint>) -> Result<Download, Error> {
    let status = response.status().as_u16();
    if !response.status().is_success() {
        let headers = response.headers().clone();
        let body = read_capped(OPERATION, response, REFUSAL_CAP).await?;
        return Err(refusal(OPERATION, status, &headers, &body));
    }
    let length: Option<u64> = header(&response, &CONTENT_LENGTH).and_then(|text| text.parse().ok());
    // `bytes 100-199/200`: trust the server's own words on where it goes on.
    let range = header(&response, &CONTENT_RANGE);
    let start: Option<u64> = range
        .as_deref()
        .and_then(|r| r.strip_prefix("bytes "))
        .and_then(|r| r.split('-').next())
        .and_then(|n| n.parse().ok());
    let whole: Option<u64> = range.as_deref().and_then(|r| r.rsplit('/').next()).and_then(|n| n.parse().ok());
    let offset = match (status, resume) {
        (206, Some(point)) if start == Some(point.offset) => point.offset,
        (206, _) => {
            return Err(Error::new(ErrorKind::Decode, OPERATION)
                .detail("the server goes on at another place than asked"));
        }
        _ => 0,
    };
    // Without range support a tag is of no use: the next attempt starts anew.
    let resumable =
        status == 206 || header(&response, &ACCEPT_RANGES).is_some_and(|ranges| ranges.contains("bytes"));
    let etag = header(&response, &ETAG).filter(|tag| resumable && !tag.starts_with("W/"));
    Ok(Download { offset, total: whole.or(length.map(|length| length + offset)), etag, response })
}

fn header(response: &reqwest::Response, name: &reqwest::header::HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
