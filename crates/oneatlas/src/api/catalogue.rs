//! The catalogue: pages, the stream of all pages, pictures.

use std::collections::HashSet;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use serde_json::Value;
use url::Url;

use crate::answer::PICTURE_CAP;
use crate::client::{Client, Read, join};
use crate::error::{Error, ErrorKind};
use crate::wire::search::{DeletedPage, DeletedQuery, SearchPage, SearchQuery, property};

/// The vendor serves at most this many results of one query.
const WINDOW: u32 = 10_000;

const SEARCH: &str = "search the archive";

impl Client {
    /// One page: `POST search/api/v2/opensearch`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchPage, Error> {
        let url = join(&self.hosts().search, &["api", "v2", "opensearch"]);
        let page = self.read_json(Read::post(SEARCH, url, query)?).await?;
        plausible(query, page)
    }

    /// A page of what left the catalogue: `POST search/api/v1/deleted/search`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn deleted(&self, query: &DeletedQuery) -> Result<DeletedPage, Error> {
        let url = join(&self.hosts().search, &["api", "v1", "deleted", "search"]);
        self.read_json(Read::post("look for withdrawn scenes", url, query)?).await
    }

    /// All pages from `query.start_page` on, one after the other, up to the vendor's window of 10,000 results. Ends
    /// after the first error.
    pub fn search_pages(
        &self,
        query: SearchQuery,
    ) -> impl Stream<Item = Result<SearchPage, Error>> + Send + use<> {
        let client = self.clone();
        stream::unfold(Some(query), move |next| {
            let client = client.clone();
            async move {
                let query = next?;
                let page = client.search(&query).await;
                let following = page.as_ref().ok().and_then(|page| after(&query, page));
                Some((page, following))
            }
        })
    }

    /// All results of a query, each once.
    ///
    /// # Errors
    /// [`ErrorKind::TooMany`] when there are more than the vendor serves of one query, since a part would pass for all of
    /// them; else see [`Error`].
    pub async fn search_all(&self, query: SearchQuery) -> Result<Vec<Value>, Error> {
        let mut pages = std::pin::pin!(self.search_pages(query));
        let (mut features, mut ids) = (Vec::new(), HashSet::new());
        while let Some(page) = pages.next().await {
            let page = page?;
            // The vendor counts no further than its window: so many may as well be more.
            if page.total_results >= WINDOW {
                let why = format!(
                    "{WINDOW} results or more fit, and the vendor gives out no more than that of one search"
                );
                return Err(Error::new(ErrorKind::TooMany, SEARCH).detail(why));
            }
            // A result that arrives meanwhile moves the others on by one, so that the next page repeats one.
            features.extend(
                page.features
                    .into_iter()
                    .filter(|feature| property(feature, "id").is_none_or(|id| ids.insert(id))),
            );
        }
        Ok(features)
    }

    /// A quicklook or thumbnail by the link of its feature. `width` asks for that many pixels where the link takes it.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedLink`] when the link must not be followed; else see [`Error`].
    pub async fn fetch_picture(&self, link: &str, width: Option<u32>) -> Result<Bytes, Error> {
        const OPERATION: &str = "fetch the picture";
        let mut url = self.trusted(OPERATION, link)?;
        if let Some(width) = width {
            url.query_pairs_mut().append_pair("width", &width.to_string());
        }
        let mut call = Read::get(OPERATION, url);
        call.cap = PICTURE_CAP;
        let (body, _) = self.read(call).await?;
        let is_picture = body.starts_with(&[0xff, 0xd8, 0xff]) || body.starts_with(b"\x89PNG");
        if is_picture {
            Ok(body)
        } else {
            Err(Error::new(ErrorKind::Decode, OPERATION).detail("the answer is no JPEG or PNG"))
        }
    }

    /// Parses a link of an answer and judges whether it may be followed.
    pub(crate) fn trusted(&self, operation: &'static str, link: &str) -> Result<Url, Error> {
        let untrusted = |why: String| Error::new(ErrorKind::UntrustedLink, operation).detail(why);
        let url = Url::parse(link).map_err(|error| untrusted(format!("the link is no address: {error}")))?;
        if self.hosts().may_follow(&url) {
            Ok(url)
        } else {
            let host = url.host_str().unwrap_or("nowhere");
            Err(untrusted(format!("the link leads to {host}, which is not known as a host of the vendor")))
        }
    }
}

fn after(query: &SearchQuery, page: &SearchPage) -> Option<SearchQuery> {
    let seen = query.start_page * query.items_per_page;
    let reachable = page.total_results.min(WINDOW);
    let fits = seen + query.items_per_page <= WINDOW;
    (seen < reachable && fits && !page.features.is_empty())
        .then(|| SearchQuery { start_page: query.start_page + 1, ..query.clone() })
}

/// A page that brings nothing although it tells of scenes is no answer: taken as one, it would say that there are none.
fn plausible(query: &SearchQuery, page: SearchPage) -> Result<SearchPage, Error> {
    let before = query.start_page.saturating_sub(1).saturating_mul(query.items_per_page);
    if page.features.is_empty() && page.total_results > before {
        let why = format!("it tells of {} scenes and brings none of them", page.total_results);
        return Err(Error::new(ErrorKind::Decode, SEARCH).detail(why));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_answer_says_that_there_is_nothing() {
        let read = |text: &str| {
            let query = SearchQuery { start_page: 1, items_per_page: 200, ..SearchQuery::default() };
            crate::answer::decode(SEARCH, text.as_bytes()).and_then(|page| plausible(&query, page))
        };
        assert!(read(r#"{"totalResults": 0, "features": []}"#).unwrap().features.is_empty());
        for cut in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"features": []}"#,
            r#"{"totalResults": 0}"#,
            r#"{"totalResults": 40, "features": []}"#,
            r#"{"totalResults": 0, "features": ["#,
        ] {
            assert_eq!(read(cut).unwrap_err().kind(), ErrorKind::Decode, "{cut}");
        }
    }

    fn following(start_page: u32, size: u32, total: u32) -> Option<u32> {
        let query = SearchQuery { start_page, items_per_page: size, ..SearchQuery::default() };
        let page = SearchPage {
            total_results: total,
            features: vec![serde_json::Value::Null],
            ..SearchPage::default()
        };
        after(&query, &page).map(|query| query.start_page)
    }

    #[test]
    fn pages_end_with_the_results_and_with_the_window() {
        assert_eq!(following(1, 500, 501), Some(2));
        assert_eq!(following(2, 500, 501), None);
        assert_eq!(following(1, 500, 500), None);
        assert_eq!(following(19, 500, 60_000), Some(20));
        assert_eq!(following(20, 500, 60_000), None);
    }
}
