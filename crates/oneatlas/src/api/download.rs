//! Downloads of delivered files: resumable, redirects followed by hand with the question of trust asked at each hop.
//!
//! A download goes on only where the answer proves that its bytes continue the very file that is here: same host, same
//! strong entity tag, same size, the very offset. In every other case it starts anew, once, and says why.

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use reqwest::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderName, IF_RANGE, LOCATION, RANGE, TRANSFER_ENCODING,
};
use url::Url;

use crate::answer::read_capped;
use crate::client::{Client, refusal};
use crate::error::{Error, ErrorKind};
use crate::token::MONEY_MARGIN;

const OPERATION: &str = "download the delivery";
const HOPS: usize = 5;
const REFUSAL_CAP: usize = 256 * 1024;

/// Where a broken download goes on: only if the file is still the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResumePoint {
    /// Bytes already here; more than none.
    pub offset: u64,
    /// The strong entity tag those bytes had.
    pub etag: String,
    /// The size of the whole file, where it was told.
    pub total: Option<u64>,
    /// Where those bytes came from, as [`Download::host`] told it. A tag means nothing on another host.
    pub host: Option<String>,
}

/// Why a download that was to go on starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restart {
    /// The vendor has another file there by now: another tag or another size.
    Changed,
    /// The vendor sends the file from its beginning only.
    NotContinued,
    /// The answer does not say which part of which file it is.
    Unclear,
    /// The link leads to another host than before.
    Moved,
}

/// How the end of the bytes can be told from a broken connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By their number.
    Counted,
    /// By the protocol: a last chunk, or the end of the stream in HTTP/2.
    Marked,
    /// Not at all: the connection closes.
    Open,
}

/// A running download.
pub struct Download {
    /// Where the bytes that follow begin: the resume point's offset, or 0 when the file starts anew.
    pub offset: u64,
    /// The whole file's size where the server says it.
    pub total: Option<u64>,
    /// The entity tag to resume with.
    pub etag: Option<String>,
    /// Host and port the bytes come from, behind all redirects.
    pub host: String,
    /// Why it does not go on at the resume point, if there was one.
    pub restarted: Option<Restart>,
    /// How the end of the bytes is known.
    pub ending: Ending,
    /// `None` when everything is here already.
    response: Option<reqwest::Response>,
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Download");
        shown.field("offset", &self.offset).field("total", &self.total).field("etag", &self.etag);
        shown.field("host", &self.host).field("restarted", &self.restarted).finish_non_exhaustive()
    }
}

impl Download {
    /// The bytes as they arrive; none when the whole file is here already.
    pub fn chunks(self) -> impl Stream<Item = Result<Bytes, Error>> + Send {
        let bodies = futures_util::stream::iter(self.response);
        bodies
            .flat_map(reqwest::Response::bytes_stream)
            .map(|chunk| chunk.map_err(|error| Error::transport(OPERATION, error)))
    }
}

/// What an answer to a resumed call allows.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// The bytes go on where they broke off, in a file of this size.
    Continues(u64),
    /// The file of this size is here whole.
    Complete(u64),
    /// The answer is the whole file from its beginning.
    FromStart(Restart),
    /// The answer is of no use: ask for the whole file.
    AskAnew(Restart),
    /// The answer has nothing to do with resuming: a refusal like any other.
    Refusal,
}

impl Client {
    /// Starts or resumes a download of a link from an answer. What cannot safely go on at the resume point starts anew;
    /// [`Download::restarted`] then says why.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedLink`] when the link, or a redirect, must not be followed; [`ErrorKind::Decode`] when the
    /// answer is no file; else see [`Error`].
    pub async fn download(&self, link: &str, resume: Option<&ResumePoint>) -> Result<Download, Error> {
        let Some(point) = resume else {
            let (response, host) = self.follow(link, None).await?;
            return whole(response, host, None).await;
        };
        let (response, host) = self.follow(link, Some(point)).await?;
        match judge(point, &host, &Told::of(&response)) {
            Verdict::Continues(total) => Ok(Download {
                offset: point.offset,
                total: Some(total),
                etag: Some(point.etag.clone()),
                host,
                restarted: None,
                ending: ending(&response),
                response: Some(response),
            }),
            Verdict::Complete(total) => Ok(Download {
                offset: point.offset,
                total: Some(total),
                etag: Some(point.etag.clone()),
                host,
                restarted: None,
                ending: Ending::Counted,
                response: None,
            }),
            Verdict::FromStart(why) => whole(response, host, Some(why)).await,
            Verdict::AskAnew(why) => {
                tracing::info!(?why, "a download can't go on and starts anew");
                drop(response);
                let (response, host) = self.follow(link, None).await?;
                whole(response, host, Some(why)).await
            }
            Verdict::Refusal => Err(refused(response).await),
        }
    }

    /// Asks for the file, or what is missing of it, behind all redirects; also returns who answered.
    async fn follow(
        &self,
        link: &str,
        resume: Option<&ResumePoint>,
    ) -> Result<(reqwest::Response, String), Error> {
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
            // Packed on the way, neither size nor offset would be the file's.
            request = request.header(ACCEPT_ENCODING, "identity");
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
            let host = host_of(&url);
            return Ok((response, host));
        }
        Err(Error::new(ErrorKind::UntrustedLink, OPERATION).detail("the link redirects in circles"))
    }
}

fn host_of(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

/// The answer to a call for the whole file.
async fn whole(
    response: reqwest::Response,
    host: String,
    restarted: Option<Restart>,
) -> Result<Download, Error> {
    if !response.status().is_success() {
        return Err(refused(response).await);
    }
    let no_file = |why: &str| Err(Error::new(ErrorKind::Decode, OPERATION).detail(why));
    if response.status().as_u16() != 200 {
        return no_file("the answer is a part of the file although the whole was asked for");
    }
    if header(&response, &CONTENT_ENCODING).is_some_and(|packed| !packed.eq_ignore_ascii_case("identity")) {
        return no_file("the file comes packed in a way that was not asked for");
    }
    let html = |kind: String| kind.trim_start().to_ascii_lowercase().starts_with("text/html");
    if header(&response, &CONTENT_TYPE).is_some_and(html) {
        return no_file("a web page came in place of the file, perhaps from a proxy");
    }
    let ending = ending(&response);
    let total = header(&response, &CONTENT_LENGTH).filter(|_| ending == Ending::Counted);
    let total = total.as_deref().and_then(number);
    // Without range support a tag is of no use: the next attempt starts anew.
    let resumable = header(&response, &ACCEPT_RANGES).is_some_and(|ranges| ranges.contains("bytes"));
    let etag = header(&response, &ETAG).filter(|tag| resumable && is_strong(tag));
    Ok(Download { offset: 0, total, etag, host, restarted, ending, response: Some(response) })
}

async fn refused(response: reqwest::Response) -> Error {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    match read_capped(OPERATION, response, REFUSAL_CAP).await {
        Ok(body) => refusal(OPERATION, status, &headers, &body),
        Err(error) => error,
    }
}

/// What an answer says of the bytes in it.
#[derive(Debug, Default)]
struct Told {
    status: u16,
    etag: Option<String>,
    range: Option<String>,
    length: Option<String>,
    packed: bool,
}

impl Told {
    fn of(response: &reqwest::Response) -> Told {
        Told {
            status: response.status().as_u16(),
            etag: header(response, &ETAG),
            range: header(response, &CONTENT_RANGE),
            length: header(response, &CONTENT_LENGTH),
            packed: header(response, &CONTENT_ENCODING).is_some_and(|p| !p.eq_ignore_ascii_case("identity")),
        }
    }
}

/// Whether an answer to a resumed call goes on with the file of the resume point. Nothing is taken on trust: a vendor
/// that forgets the precondition would otherwise give the tail of another file.
fn judge(point: &ResumePoint, host: &str, told: &Told) -> Verdict {
    let same_tag = told.etag.as_deref().map(|tag| tag == point.etag);
    match told.status {
        200 if same_tag == Some(false) => return Verdict::FromStart(Restart::Changed),
        200 => return Verdict::FromStart(Restart::NotContinued),
        206 | 416 => {}
        // A server that does not know the precondition, or no ranges, may refuse the call for them.
        400 | 405 | 412 | 501 => return Verdict::AskAnew(Restart::NotContinued),
        _ => return Verdict::Refusal,
    }
    if point.host.as_deref().is_some_and(|before| before != host) {
        return Verdict::AskAnew(Restart::Moved);
    }
    let range = told.range.as_deref().and_then(ContentRange::read);
    if same_tag == Some(false) {
        return Verdict::AskAnew(Restart::Changed);
    }
    let Some(range) = range else {
        let why = if told.status == 416 { Restart::NotContinued } else { Restart::Unclear };
        return Verdict::AskAnew(why);
    };
    let Some(total) = range.total else { return Verdict::AskAnew(Restart::Unclear) };
    if point.total.is_some_and(|before| before != total) || total < point.offset {
        return Verdict::AskAnew(Restart::Changed);
    }
    match (told.status, range.part) {
        (416, None) if total == point.offset => Verdict::Complete(total),
        (416, _) => Verdict::AskAnew(Restart::NotContinued),
        // A part must name its file: without a tag it may be of another one of the same size.
        (_, Some((first, last)))
            if same_tag == Some(true) && first == point.offset && (first..total).contains(&last) =>
        {
            let counted = told.length.as_deref().and_then(number);
            let agrees = counted.is_none_or(|length| length == last - first + 1);
            if agrees && !told.packed {
                Verdict::Continues(total)
            } else {
                Verdict::AskAnew(Restart::Unclear)
            }
        }
        _ => Verdict::AskAnew(Restart::Unclear),
    }
}

/// `bytes 100-199/200`, `bytes */200` or `bytes 100-199/*`.
#[derive(Debug, PartialEq, Eq)]
struct ContentRange {
    /// First and last byte.
    part: Option<(u64, u64)>,
    total: Option<u64>,
}

impl ContentRange {
    fn read(text: &str) -> Option<ContentRange> {
        let (unit, rest) = text.trim().split_once(' ')?;
        let (part, total) = rest.trim().split_once('/')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let part = match part {
            "*" => None,
            part => {
                let (first, last) = part.split_once('-')?;
                Some((number(first)?, number(last)?))
            }
        };
        let total = if total == "*" { None } else { Some(number(total)?) };
        Some(ContentRange { part, total })
    }
}

/// Digits alone; the parser of the standard library takes a sign, too.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// A weak tag says "as good as", which is not the same bytes.
fn is_strong(tag: &str) -> bool {
    tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"')
}

fn ending(response: &reqwest::Response) -> Ending {
    let chunked = response.headers().contains_key(TRANSFER_ENCODING);
    if response.version() >= reqwest::Version::HTTP_2 || chunked {
        let counted = !chunked && response.headers().contains_key(CONTENT_LENGTH);
        return if counted { Ending::Counted } else { Ending::Marked };
    }
    if response.headers().contains_key(CONTENT_LENGTH) { Ending::Counted } else { Ending::Open }
}

fn header(response: &reqwest::Response, name: &HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "files.example.org:443";

    fn point() -> ResumePoint {
        ResumePoint { offset: 40, etag: "\"a\"".to_owned(), total: Some(100), host: Some(HOST.to_owned()) }
    }

    fn told(status: u16, etag: &str, range: &str) -> Told {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Told { status, etag: text(etag), range: text(range), ..Told::default() }
    }

    #[test]
    fn only_the_same_file_at_the_very_place_goes_on() {
        use Restart::{Changed, NotContinued, Unclear};
        let cases = [
            ((206, "\"a\"", "bytes 40-99/100"), Verdict::Continues(100)),
            ((206, "\"a\"", "Bytes 40-49/100"), Verdict::Continues(100)),
            ((206, "\"b\"", "bytes 40-99/100"), Verdict::AskAnew(Changed)),
            ((206, "W/\"a\"", "bytes 40-99/100"), Verdict::AskAnew(Changed)),
            ((206, "", "bytes 40-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes 40-89/90"), Verdict::AskAnew(Changed)),
            ((206, "\"a\"", "bytes 40-119/120"), Verdict::AskAnew(Changed)),
            ((206, "\"a\"", "bytes 40-99/*"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes 0-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes 41-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes 40-100/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes 40-39/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "bytes +40-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "rows 40-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", "40-99/100"), Verdict::AskAnew(Unclear)),
            ((206, "\"a\"", ""), Verdict::AskAnew(Unclear)),
            ((200, "\"a\"", ""), Verdict::FromStart(NotContinued)),
            ((200, "\"b\"", ""), Verdict::FromStart(Changed)),
            ((200, "", ""), Verdict::FromStart(NotContinued)),
            ((416, "", "bytes */100"), Verdict::AskAnew(NotContinued)),
            ((416, "", "bytes */90"), Verdict::AskAnew(Changed)),
            ((416, "", ""), Verdict::AskAnew(NotContinued)),
            ((412, "", ""), Verdict::AskAnew(NotContinued)),
            ((400, "", ""), Verdict::AskAnew(NotContinued)),
            ((404, "", ""), Verdict::Refusal),
            ((503, "", ""), Verdict::Refusal),
        ];
        for ((status, etag, range), wanted) in cases {
            assert_eq!(judge(&point(), HOST, &told(status, etag, range)), wanted, "{status} {etag} {range}");
        }
    }

    #[test]
    fn what_is_whole_already_is_not_asked_for_again() {
        let whole = ResumePoint { offset: 100, ..point() };
        assert_eq!(judge(&whole, HOST, &told(416, "", "bytes */100")), Verdict::Complete(100));
        assert_eq!(judge(&whole, HOST, &told(416, "\"a\"", "bytes */100")), Verdict::Complete(100));
        let other = judge(&whole, HOST, &told(416, "\"b\"", "bytes */100"));
        assert_eq!(other, Verdict::AskAnew(Restart::Changed));
        let unknown = ResumePoint { total: None, ..whole };
        assert_eq!(judge(&unknown, HOST, &told(416, "", "bytes */100")), Verdict::Complete(100));
        let smaller = judge(&unknown, HOST, &told(416, "", "bytes */99"));
        assert_eq!(smaller, Verdict::AskAnew(Restart::Changed));
    }

    #[test]
    fn another_host_or_a_length_that_disagrees_starts_anew() {
        let good = told(206, "\"a\"", "bytes 40-99/100");
        assert_eq!(judge(&point(), "other:443", &good), Verdict::AskAnew(Restart::Moved));
        let length =
            |length: &str| Told { length: Some(length.to_owned()), ..told(206, "\"a\"", "bytes 40-99/100") };
        assert_eq!(judge(&point(), HOST, &length("60")), Verdict::Continues(100));
        assert_eq!(judge(&point(), HOST, &length("59")), Verdict::AskAnew(Restart::Unclear));
        let packed = Told { packed: true, ..told(206, "\"a\"", "bytes 40-99/100") };
        assert_eq!(judge(&point(), HOST, &packed), Verdict::AskAnew(Restart::Unclear));
    }

    #[test]
    fn a_weak_tag_is_no_tag() {
        assert!(is_strong("\"a\"") && is_strong("\"\""));
        for weak in ["W/\"a\"", "a", "\"", ""] {
            assert!(!is_strong(weak), "{weak}");
        }
    }
}
