//! The archive at hand: a search fills an [`archive::Archive`] page by page; rows are readable while it runs, and again
//! tomorrow.

mod export;
mod fetch;
mod geopackage;
mod kept;
mod reading;
mod request;
mod saved;
mod session;
mod snapshots;
mod withdrawn;

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use archive::{PriceGuide, Scene};
use oneatlas::wire::search::{SearchPage, SearchQuery};
use serde::Serialize;
use tokio::task::JoinHandle;

pub use self::fetch::AT_ONCE as PAGES_AT_ONCE;
pub use self::kept::KeptSearch;
pub(crate) use self::kept::KeptSearches;
pub use self::request::{MOST_AREAS, PAGE as SCENES_PER_PAGE, SearchRequest};
pub(crate) use self::session::{Searched, Session};

use self::fetch::{End, Fetch};
use self::request::Errand;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// How long a search that has all its scenes waits for the estimates of their prices.
const PRICE_PATIENCE: Duration = Duration::from_secs(3);

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
    /// Scenes that the vendor tells of and did not send.
    pub missing: u32,
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

impl Desk {
    /// Searches the archive over kept areas. `progress` is told after each page. The list before stays the one at hand until
    /// the first scene is here, or until it is certain that there is none.
    ///
    /// # Errors
    /// When an area is gone or has faults, there are more than [`MOST_AREAS`], a date is none, or the vendor cannot be asked.
    /// What had arrived stays, and [`Desk::resume_search`] goes on from there. [`DeskError::Cancelled`] when it was stopped
    /// before anything had arrived.
    pub async fn search(
        &self,
        request: &SearchRequest,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        self.nothing_stopped();
        let areas = self.searchable(request)?;
        let errands = self.errands(request, &areas)?;
        let kept = self.inner.searches.begin(&areas, request, &self.now().to_string())?;
        let remembered = self.kept_over(request);
        let mut archive = areas.archive().at_time(self.now());
        archive.set_price_guides(self.price_guides());
        *self.coming() = Some(Session {
            remembered,
            archive,
            kept,
            request: request.clone(),
            fetch: Fetch::new(errands, request.max_results),
            newest: None,
            changed: 0,
            withdrawn: 0,
            missing: 0,
        });
        self.fetch_search(kept, progress).await
    }

    /// A question for each area.
    fn errands(&self, request: &SearchRequest, areas: &Searched) -> Result<Vec<Errand>, DeskError> {
        let errand = |polygon: &aoi::AreaPolygon| {
            let geometry = serde_json::to_value(polygon).map_err(|error| {
                DeskError::invalid("area", format!("the area cannot be written: {error}"))
            })?;
            Errand::new(request, geometry, self.now())
        };
        areas.each().map(errand).collect()
    }

    /// Goes on with a search that was stopped or failed; what is here is not fetched again.
    ///
    /// # Errors
    /// When nothing was searched yet, or the vendor cannot be asked.
    pub async fn resume_search(
        &self,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        self.nothing_stopped();
        let kept = {
            let mut session = self.session();
            let session = session.as_mut().ok_or_else(reading::nothing_searched)?;
            (session.changed, session.withdrawn) = (0, 0);
            session.kept
        };
        self.fetch_search(kept, progress).await
    }

    /// Fetches only what is new or was changed since the search at hand, and marks what has left the catalogue since.
    ///
    /// # Errors
    /// When nothing was searched yet, or the vendor cannot be asked.
    pub async fn refresh_search(
        &self,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        self.nothing_stopped();
        let (request, kept) = {
            let session = self.session();
            let session = session.as_ref().ok_or_else(reading::nothing_searched)?;
            (session.request.clone(), session.kept)
        };
        let searched = self.inner.searches.one(kept)?.ok_or_else(reading::nothing_searched)?;
        let areas = Searched { first: searched.polygon, further: searched.further };
        let errands = self.errands(&request, &areas)?;
        if let Some(session) = self.session().as_mut() {
            (session.changed, session.withdrawn) = (0, 0);
            session.archive.set_time(self.now());
        }
        // What left and came back is told by both; the record has the last word.
        tokio::select! {
            biased;
            () = self.stopped() => {
                let outcome = self.of_search(kept, |session| session.outcome(true));
                return outcome.ok_or(DeskError::Cancelled);
            }
            marked = self.mark_withdrawn(kept, &searched.searched_at) => marked?,
        }
        if let Some(session) = self.session().as_mut() {
            session.ask_for_news(errands, self.now());
        }
        self.fetch_search(kept, progress).await
    }

    async fn fetch_search(
        &self,
        kept: i64,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        let (mut fetch, area_id) = self
            .of_search(kept, |session| (std::mem::take(&mut session.fetch), session.request.area_id.clone()))
            .ok_or_else(reading::nothing_searched)?;
        let client = &self.inner.client;
        let ask = |query: SearchQuery| {
            let client = client.clone();
            Asked(tokio::spawn(async move { client.search(&query).await }))
        };
        let take = |fetch: &Fetch, page: &SearchPage| self.take_page(kept, fetch, page, &progress);
        let end = fetch.run(ask, self.stopped(), take).await;
        match end {
            // That there is nothing is an answer too, and the only one that may empty the list.
            End::Done => self.bring_forward(kept),
            End::Stopped if self.give_up(kept) => return Err(DeskError::Cancelled),
            End::Failed(error) if self.give_up(kept) => return Err(error),
            End::Stopped | End::Failed(_) => {}
        }
        let outcome = self.of_search(kept, |session| {
            session.fetch = fetch;
            let newest = session.newest.map(|newest| newest.to_string());
            (session.outcome(matches!(end, End::Stopped)), newest)
        });
        // Another search may have taken its place in the meantime; then there is nothing to tell.
        let (outcome, newest) = outcome.ok_or(DeskError::Cancelled)?;
        self.inner.searches.note(kept, &self.now().to_string(), &outcome, newest.as_deref())?;
        match end {
            End::Failed(error) => return Err(error),
            // Whoever stops a search waits for nothing more.
            End::Stopped => return Ok(outcome),
            End::Done => {}
        }
        let desk = self.clone();
        // Its work is the processor's and the disk's, for half a second where there are a million scenes.
        tokio::task::spawn_blocking(move || desk.keep_snapshot(kept))
            .await
            .map_err(|_| DeskError::Cancelled)??;
        self.learn_prices(area_id).await;
        Ok(outcome)
    }

    /// A command that can be stopped begins. It is told at its very beginning, so that no stop is forgotten that comes
    /// while the command asks for something else first.
    fn nothing_stopped(&self) {
        self.inner.search_cancelled.store(false, Ordering::Relaxed);
    }

    /// Ends when the running search is to stop.
    async fn stopped(&self) {
        while !self.inner.search_cancelled.load(Ordering::Relaxed) {
            self.inner.search_stop.notified().await;
        }
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
        let taken = self.of_search(kept, |session| {
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
        });
        let Some((revision, received, ids, remembered)) = taken else { return Ok(false) };
        if received > 0 {
            self.bring_forward(kept);
        }
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
    /// allows. Estimates are a comfort: whatever goes wrong leaves them out, and a search is over without them when they are
    /// late. Then they come when they come.
    async fn learn_prices(&self, area_id: String) {
        let desk = self.clone();
        let learning = tokio::spawn(async move {
            match desk.ask_guides(&area_id).await {
                Ok(guides) => desk.use_guides(guides),
                Err(error) => tracing::debug!(%error, "no price estimates"),
            }
        });
        tokio::select! {
            _ = learning => {}
            () = self.stopped() => {}
            () = tokio::time::sleep(PRICE_PATIENCE) => {}
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
