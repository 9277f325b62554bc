//! The archive at hand: a search fills an [`archive::Archive`] page by page; rows are readable while it runs, and again
//! tomorrow.

mod export;
mod fetch;
mod geopackage;
mod kept;
mod reading;
mod request;
mod saved;
mod snapshots;
mod withdrawn;

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use archive::{Archive, PriceGuide, Scene};
use jiff::Timestamp;
use oneatlas::wire::search::{SearchPage, SearchQuery};
use serde::Serialize;
use tokio::task::JoinHandle;

pub use self::fetch::AT_ONCE as PAGES_AT_ONCE;
pub use self::kept::KeptSearch;
pub(crate) use self::kept::KeptSearches;
pub use self::request::{PAGE as SCENES_PER_PAGE, SearchRequest};

use self::fetch::{End, Fetch};
use self::request::Errand;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SearchProgress {
    /// Scenes here.
    pub received: u32,
    /// Scenes there are.
    pub total: u32,
    /// Pages fetched.
    pub pages: u32,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SearchOutcome {
    /// Scenes there are.
    pub total: u32,
    /// Scenes here.
    pub received: u32,
    /// Whether the user stopped it.
    pub cancelled: bool,
    /// Scenes without a usable footprint, kept in the table only.
    pub unplaced: u32,
    /// Scenes whose record has a fault, those included.
    pub flawed: u32,
    /// Scenes that are new, or whose record is another than before.
    pub changed: u32,
    /// Scenes that have left the vendor's catalogue since they were found; they stay, marked.
    pub withdrawn: u32,
    /// Whether there is more to fetch, which [`Desk::resume_search`] does.
    pub unfinished: bool,
}

/// A page that is on its way, also while nobody waits for it; given up when nobody will.
struct Asked(JoinHandle<Result<SearchPage, oneatlas::Error>>);

impl Future for Asked {
    type Output = Result<SearchPage, DeskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let joined = std::task::ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(joined.map_or(Err(DeskError::Cancelled), |page| page.map_err(DeskError::from)))
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The scenes of the search at hand.
pub(crate) struct Session {
    pub(crate) archive: Archive,
    /// Scenes the user kept in the search before, over the same area: they are kept again when they come.
    remembered: HashSet<String>,
    /// Its number on the disk.
    kept: i64,
    area_id: String,
    request: SearchRequest,
    /// What is still to be fetched.
    fetch: Fetch,
    /// The latest change of a record.
    newest: Option<Timestamp>,
    changed: u32,
    withdrawn: u32,
}

impl Session {
    fn outcome(&self, cancelled: bool) -> SearchOutcome {
        let received = self.archive.len();
        let whole = self.fetch.is_done() && self.fetch.split;
        SearchOutcome {
            total: if whole { received } else { self.fetch.total().max(received) },
            received,
            cancelled,
            unplaced: self.archive.unplaced(),
            flawed: self.archive.flawed(),
            changed: self.changed,
            withdrawn: self.withdrawn,
            unfinished: !self.fetch.is_done(),
        }
    }
}

impl Desk {
    /// Searches the archive over a kept area. `progress` is told after each page.
    ///
    /// # Errors
    /// When the area is gone or has faults, a date is none, or the vendor cannot be asked. What had arrived stays, and
    /// [`Desk::resume_search`] goes on from there.
    pub async fn search(
        &self,
        request: &SearchRequest,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        let polygon = self.searchable(&request.area_id)?;
        let errand = self.errand(request, &polygon)?;
        let kept = self.inner.searches.begin(&polygon, request, &self.now().to_string())?;
        let remembered = self.kept_over(&request.area_id);
        let mut archive = Archive::new(polygon).at_time(self.now());
        archive.set_price_guides(self.price_guides());
        let session = Session {
            remembered,
            archive,
            kept,
            area_id: request.area_id.clone(),
            request: request.clone(),
            fetch: Fetch::new(errand, request.max_results),
            newest: None,
            changed: 0,
            withdrawn: 0,
        };
        let earlier = self.session().replace(session);
        let outcome = self.fetch_search(progress).await;
        if outcome.is_err() {
            self.back_to(earlier, kept);
        }
        outcome
    }

    /// The outline of a kept area, when it has no faults.
    fn searchable(&self, area_id: &str) -> Result<aoi::AreaPolygon, DeskError> {
        let area = self.area(area_id)?;
        match area.report.faults.iter().find(|fault| fault.blocking) {
            Some(fault) => {
                let why = format!("{} can't be searched yet: {}", area.name, fault.message);
                Err(DeskError::invalid("area", why))
            }
            None => Ok(area.report.polygon),
        }
    }

    /// What an earlier search found must not be lost to one that got no answer at all.
    fn back_to(&self, earlier: Option<Session>, kept: i64) {
        let revision = {
            let mut session = self.session();
            let empty =
                session.as_ref().is_some_and(|at_hand| at_hand.kept == kept && at_hand.archive.is_empty());
            if !empty || earlier.is_none() {
                return;
            }
            *session = earlier;
            session.as_ref().map_or(0, |session| session.archive.revision())
        };
        self.changed(DeskEvent::Archive(revision));
    }

    /// What the user keeps of the search at hand, if it is over that area.
    fn kept_over(&self, area_id: &str) -> HashSet<String> {
        let session = self.session();
        let over_it = session.as_ref().filter(|session| session.area_id == area_id);
        over_it.map(|session| session.archive.kept().into_iter().collect()).unwrap_or_default()
    }

    fn errand(&self, request: &SearchRequest, polygon: &aoi::AreaPolygon) -> Result<Errand, DeskError> {
        let geometry = serde_json::to_value(polygon)
            .map_err(|error| DeskError::invalid("area", format!("the area cannot be written: {error}")))?;
        Errand::new(request, geometry, self.now())
    }

    /// Goes on with a search that was stopped or failed; what is here is not fetched again.
    ///
    /// # Errors
    /// When nothing was searched yet, or the vendor cannot be asked.
    pub async fn resume_search(
        &self,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        if let Some(session) = self.session().as_mut() {
            (session.changed, session.withdrawn) = (0, 0);
        }
        self.fetch_search(progress).await
    }

    /// Fetches only what is new or was changed since the search at hand, and marks what has left the catalogue since.
    ///
    /// # Errors
    /// When nothing was searched yet, or the vendor cannot be asked.
    pub async fn refresh_search(
        &self,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        let (request, kept) = {
            let session = self.session();
            let session = session.as_ref().ok_or_else(reading::nothing_searched)?;
            (session.request.clone(), session.kept)
        };
        let searched = self.inner.searches.one(kept)?.ok_or_else(reading::nothing_searched)?;
        let errand = self.errand(&request, &searched.polygon)?;
        if let Some(session) = self.session().as_mut() {
            (session.changed, session.withdrawn) = (0, 0);
            session.archive.set_time(self.now());
            // What was never fetched is not "changed": a search that is not whole is completed first.
            if session.fetch.is_done() {
                let errand = match session.newest {
                    Some(newest) => errand.since(newest, self.now()),
                    None => errand,
                };
                session.fetch = Fetch::new(errand, request.max_results);
            }
        }
        // What left and came back is told by both; the record has the last word.
        self.mark_withdrawn(kept, &searched.searched_at).await?;
        self.fetch_search(progress).await
    }

    async fn fetch_search(
        &self,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        self.inner.search_cancelled.store(false, Ordering::Relaxed);
        let (mut fetch, kept, area_id) = {
            let mut session = self.session();
            let session = session.as_mut().ok_or_else(reading::nothing_searched)?;
            (std::mem::take(&mut session.fetch), session.kept, session.area_id.clone())
        };
        let stopped = async {
            while !self.inner.search_cancelled.load(Ordering::Relaxed) {
                self.inner.search_stop.notified().await;
            }
        };
        let client = &self.inner.client;
        let ask = |query: SearchQuery| {
            let client = client.clone();
            Asked(tokio::spawn(async move { client.search(&query).await }))
        };
        let take = |fetch: &Fetch, page: &SearchPage| self.take_page(kept, fetch, page, &progress);
        let end = fetch.run(ask, stopped, take).await;
        let outcome = {
            let mut session = self.session();
            // Another search may have taken its place in the meantime; then there is nothing to tell.
            let session =
                session.as_mut().filter(|session| session.kept == kept).ok_or(DeskError::Cancelled)?;
            session.fetch = fetch;
            let newest = session.newest.map(|newest| newest.to_string());
            let outcome = session.outcome(matches!(end, End::Stopped));
            self.inner.searches.note(kept, &self.now().to_string(), outcome.total, newest.as_deref())?;
            outcome
        };
        if let End::Failed(error) = end {
            return Err(error);
        }
        let desk = self.clone();
        // Its work is the processor's and the disk's, for half a second where there are a million scenes.
        tokio::task::spawn_blocking(move || desk.keep_snapshot(kept))
            .await
            .map_err(|_| DeskError::Cancelled)??;
        self.learn_prices(&area_id).await;
        Ok(outcome)
    }

    /// Stops the running search at once; what has arrived stays.
    pub fn cancel_search(&self) {
        self.inner.search_cancelled.store(true, Ordering::Relaxed);
        self.inner.search_stop.notify_one();
    }

    /// Takes a page in; whether the search is still the one at hand.
    fn take_page(
        &self,
        kept: i64,
        fetch: &Fetch,
        page: &SearchPage,
        progress: &impl Fn(SearchProgress),
    ) -> Result<bool, DeskError> {
        let (revision, received, ids, remembered) = {
            let mut session = self.session();
            let Some(session) = session.as_mut().filter(|session| session.kept == kept) else {
                return Ok(false);
            };
            let ids = session.archive.insert(&page.features);
            let remembered: Vec<String> =
                ids.iter().filter(|id| session.remembered.contains(*id)).cloned().collect();
            for id in &remembered {
                session.archive.keep(id, true);
            }
            session.changed += u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let updated = page.features.iter().filter_map(Scene::updated_of);
            session.newest = updated.chain(session.newest).max();
            (session.archive.revision(), session.archive.len(), ids, remembered)
        };
        let scenes: Vec<_> = ids.into_iter().zip(&page.features).collect();
        self.inner.searches.add(kept, &scenes)?;
        for id in &remembered {
            self.inner.searches.keep(kept, id, true)?;
        }
        progress(SearchProgress { received, total: fetch.total().max(received), pages: fetch.pages });
        self.changed(DeskEvent::Archive(revision));
        Ok(true)
    }

    pub(crate) fn price_guides(&self) -> Vec<PriceGuide> {
        self.inner.store.all("price-guide").unwrap_or_default()
    }

    /// Asks what a km² costs on each archive product, with the default options and without a scene, which the vendor
    /// allows. Estimates are a comfort: whatever goes wrong leaves them out.
    async fn learn_prices(&self, area_id: &str) {
        match self.ask_guides(area_id).await {
            Ok(guides) => self.use_guides(guides),
            Err(error) => tracing::debug!(%error, "no price estimates"),
        }
    }

    fn use_guides(&self, guides: Vec<PriceGuide>) {
        let revision = self.session().as_mut().map(|session| {
            session.archive.set_price_guides(guides);
            session.archive.revision()
        });
        if let Some(revision) = revision {
            self.changed(DeskEvent::Archive(revision));
        }
    }
}
