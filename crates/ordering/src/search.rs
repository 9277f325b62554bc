//! The archive at hand: a search fills an [`archive::Archive`] page by page; rows are readable while it runs.

use std::sync::atomic::Ordering;

use archive::{Archive, PriceGuide, SceneDetail, SceneFacets, SceneFilter, SceneRow, SceneWindow, Sort};
use futures_util::StreamExt;
use jiff::civil::Date;
use oneatlas::wire::search::{SearchPage, SearchQuery};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::basket::StoredGroup;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// What to search for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// A kept area.
    pub area_id: String,
    /// First day, `YYYY-MM-DD`, UTC.
    pub date_from: Option<String>,
    /// Last day, included.
    pub date_to: Option<String>,
    /// `SPOT`, `PHR`, `PNEO`; none means all.
    pub constellations: Vec<archive::Constellation>,
    /// Cloud over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_cloud: Option<f64>,
    /// Incidence angle, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_incidence: Option<f64>,
    /// Snow over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_snow: Option<f64>,
    /// Stop after this many; the vendor's window is 10,000.
    pub max_results: u32,
}

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
}

/// The scenes of the last search, and over which area.
pub(crate) struct Session {
    pub(crate) archive: Archive,
    /// The features as they came, by id: the basket and the details keep every key.
    features: std::collections::HashMap<String, Value>,
}

/// Scenes per page. The vendor allows 500; smaller ones show the first rows sooner.
const PAGE: u32 = 200;
/// Pages under way at once: polite, and enough to hide the latency.
const AT_ONCE: usize = 3;
const WINDOW: u32 = 10_000;

impl Desk {
    /// Searches the archive over a kept area. `progress` is told after each page.
    ///
    /// # Errors
    /// When the area is gone or has faults, a date is none, or the vendor cannot be asked.
    pub async fn search(
        &self,
        request: &SearchRequest,
        progress: impl Fn(SearchProgress) + Send + Sync,
    ) -> Result<SearchOutcome, DeskError> {
        let area = self.area(&request.area_id)?;
        if let Some(fault) = area.report.faults.iter().find(|fault| fault.blocking) {
            return Err(DeskError::invalid(
                "area",
                format!("{} can't be searched yet: {}", area.name, fault.message),
            ));
        }
        let geometry = serde_json::to_value(&area.report.polygon)
            .map_err(|error| DeskError::invalid("area", format!("the area cannot be written: {error}")))?;
        let query = query(request, geometry, self.now())?;
        self.inner.search_cancelled.store(false, Ordering::Relaxed);
        let first = self.inner.client.search(&query).await?;
        // Only now: what an earlier search found must not be lost to one that gets no answer.
        let archive = Archive::new(area.report.polygon.clone());
        *self.session() = Some(Session { archive, features: std::collections::HashMap::new() });
        let total = first.total_results;
        let wanted = total.min(WINDOW).min(request.max_results.max(1));
        let mut state = SearchProgress { received: 0, total, pages: 0 };
        self.take_page(first, &mut state, &progress);
        let pages = wanted.div_ceil(PAGE);
        let rest = (2..=pages).map(|start_page| {
            let query = SearchQuery { start_page, ..query.clone() };
            let client = self.inner.client.clone();
            async move { client.search(&query).await }
        });
        let mut rest = futures_util::stream::iter(rest).buffered(AT_ONCE);
        let mut cancelled = false;
        while !cancelled {
            let Some(page) = rest.next().await else { break };
            self.take_page(page?, &mut state, &progress);
            cancelled = self.inner.search_cancelled.load(Ordering::Relaxed);
        }
        drop(rest);
        self.learn_prices(&request.area_id).await;
        let unplaced = self.session().as_ref().map_or(0, |session| session.archive.unplaced());
        Ok(SearchOutcome { total, received: state.received, cancelled, unplaced })
    }

    /// Stops the running search after the page under way; what has arrived stays.
    pub fn cancel_search(&self) {
        self.inner.search_cancelled.store(true, Ordering::Relaxed);
    }

    fn take_page(&self, page: SearchPage, state: &mut SearchProgress, progress: &impl Fn(SearchProgress)) {
        let revision = {
            let mut session = self.session();
            let Some(session) = session.as_mut() else { return };
            session.archive.insert(&page.features);
            for feature in page.features {
                let id = archive::Scene::from_feature(&feature).id;
                session.features.insert(id, feature);
            }
            state.received = session.archive.len();
            session.archive.revision()
        };
        state.pages += 1;
        progress(*state);
        self.changed(DeskEvent::Archive(revision));
    }

    /// A window of the rows.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn scenes(
        &self,
        filter: &SceneFilter,
        sort: &[Sort],
        offset: u32,
        limit: u32,
    ) -> Result<SceneWindow, DeskError> {
        let basket = self.basket_scenes()?;
        self.with_archive(|archive| archive.window(filter, sort, offset, limit.min(1000), &basket))
    }

    /// Counts, histograms and the funnel.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn facets(&self, filter: &SceneFilter) -> Result<SceneFacets, DeskError> {
        self.with_archive(|archive| archive.facets(filter))
    }

    /// All scenes at a place.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn scenes_at(&self, lon: f64, lat: f64, filter: &SceneFilter) -> Result<Vec<SceneRow>, DeskError> {
        let basket = self.basket_scenes()?;
        self.with_archive(|archive| archive.at(lon, lat, filter, &basket))
    }

    /// Everything about one scene.
    ///
    /// # Errors
    /// When the scene is not among those found.
    pub fn scene(&self, id: &str) -> Result<SceneDetail, DeskError> {
        let basket = self.basket_scenes()?;
        self.with_archive(|archive| archive.detail(id, &basket))?
            .ok_or_else(|| DeskError::missing("such scene among those found"))
    }

    /// Keeps or drops a scene.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn keep_scene(&self, id: &str, kept: bool) -> Result<(), DeskError> {
        let revision = {
            let mut session = self.session();
            let session = session.as_mut().ok_or_else(nothing_searched)?;
            session.archive.keep(id, kept);
            session.archive.revision()
        };
        self.changed(DeskEvent::Archive(revision));
        Ok(())
    }

    /// Footprints for the map, in the layout that [`Archive::footprint_buffer`] describes; empty before a search.
    pub fn footprints(&self, filter: &SceneFilter) -> Vec<u8> {
        self.session().as_ref().map(|session| session.archive.footprint_buffer(filter)).unwrap_or_default()
    }

    /// The link of a scene's picture, from the search or the basket.
    ///
    /// # Errors
    /// When the scene is not known or has no such picture.
    pub fn picture_link(&self, scene_id: &str, name: &str) -> Result<String, DeskError> {
        let feature = self.scene_feature(scene_id)?;
        let link = oneatlas::wire::search::links(&feature, name).into_iter().find_map(|link| link.href);
        link.ok_or_else(|| DeskError::missing(format!("{name} for this scene")))
    }

    /// The feature of a scene, from the search or the basket.
    pub(crate) fn scene_feature(&self, scene_id: &str) -> Result<Value, DeskError> {
        let found = self.session().as_ref().and_then(|session| session.features.get(scene_id).cloned());
        if let Some(feature) = found {
            return Ok(feature);
        }
        let groups: Vec<StoredGroup> = self.stored_groups()?;
        let mut items = groups.into_iter().flat_map(|group| group.items);
        items
            .find(|item| item.scene_id == scene_id)
            .map(|item| item.scene)
            .ok_or_else(|| DeskError::missing("such scene among those found"))
    }

    /// A row for a scene over an area, outside of a search.
    pub(crate) fn row_of(&self, scene: &archive::Scene, area: &aoi::AreaPolygon) -> SceneRow {
        scene.row_over(area, &self.price_guides(), true)
    }

    fn with_archive<T>(&self, read: impl FnOnce(&Archive) -> T) -> Result<T, DeskError> {
        let session = self.session();
        session.as_ref().map(|session| read(&session.archive)).ok_or_else(nothing_searched)
    }

    fn price_guides(&self) -> Vec<PriceGuide> {
        self.inner.store.all("price-guide").unwrap_or_default()
    }

    /// Asks what a km² costs on each archive product, with the default options and without a scene, which the vendor
    /// allows. Estimates are a comfort: whatever goes wrong leaves them out.
    async fn learn_prices(&self, area_id: &str) {
        self.use_guides(self.price_guides());
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

fn nothing_searched() -> DeskError {
    DeskError::missing("search yet: choose an area and search the archive")
}

fn query(request: &SearchRequest, geometry: Value, now: jiff::Timestamp) -> Result<SearchQuery, DeskError> {
    let constellations: Vec<&str> = request.constellations.iter().map(|c| c.as_str()).collect();
    let upto = |limit: Option<f64>| limit.map(|limit| format!("[0,{limit}]"));
    Ok(SearchQuery {
        items_per_page: PAGE,
        start_page: 1,
        sort_by: Some("-acquisitionDate,cloudCover".to_owned()),
        workspace: Some("public,public-pneo".to_owned()),
        geometry: Some(geometry),
        relation: Some("intersects".to_owned()),
        acquisition_date: dates(request, now)?,
        cloud_cover: upto(request.max_cloud),
        snow_cover: upto(request.max_snow),
        incidence_angle: upto(request.max_incidence),
        constellation: (!constellations.is_empty()).then(|| constellations.join(",")),
        processing_level: Some("ALBUM".to_owned()),
        customer_reference: None,
    })
}

fn dates(request: &SearchRequest, now: jiff::Timestamp) -> Result<Option<String>, DeskError> {
    let day = |text: &Option<String>, field: &str| -> Result<Option<Date>, DeskError> {
        let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| DeskError::invalid(field, format!("'{text}' is no date of the form 2026-06-28")))
    };
    let (from, to) = (day(&request.date_from, "dateFrom")?, day(&request.date_to, "dateTo")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(DeskError::invalid("dateFrom", "the first day lies after the last"));
    }
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    // Both ends are always given: how open ends are written differs between the vendor's own texts.
    let from = from.map_or_else(|| "1986-01-01".to_owned(), |day| day.to_string());
    let to = to.unwrap_or_else(|| now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    Ok(Some(format!("[{from}T00:00:00.000Z,{to}T23:59:59.999Z]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(from: Option<&str>, to: Option<&str>) -> SearchRequest {
        SearchRequest {
            area_id: "a".to_owned(),
            date_from: from.map(str::to_owned),
            date_to: to.map(str::to_owned),
            constellations: vec![],
            max_cloud: Some(20.0),
            max_incidence: None,
            max_snow: None,
            max_results: 1000,
        }
    }

    fn interval(from: Option<&str>, to: Option<&str>) -> Result<Option<String>, DeskError> {
        dates(&request(from, to), "2026-11-24T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn both_ends_of_an_interval_are_always_sent() {
        assert_eq!(interval(None, None).unwrap(), None);
        let both = interval(Some("2026-01-01"), Some("2026-09-30")).unwrap().unwrap();
        assert_eq!(both, "[2026-01-01T00:00:00.000Z,2026-09-30T23:59:59.999Z]");
        assert!(interval(Some("2026-01-01"), None).unwrap().unwrap().contains("2026-11-24T23"));
    }

    #[test]
    fn a_date_that_is_none_and_a_turned_interval_are_refused_by_field() {
        assert!(
            matches!(interval(Some("28.6.2026"), None), Err(DeskError::Invalid { field, .. }) if field == "dateFrom")
        );
        assert!(interval(Some("2026-09-30"), Some("2026-01-01")).is_err());
    }
}
