//! Reading the archive at hand: rows, counts, places, records.

use archive::{Archive, FootprintView, SceneDetail, SceneFacets, SceneFilter, SceneRow, SceneWindow, Sort};
use serde_json::Value;

use crate::basket::StoredGroup;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

impl Desk {
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

    /// The scenes that have all words of a text in their names, whatever the filter is: how many, and the first of them.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn scenes_named(&self, text: &str, limit: u32) -> Result<SceneWindow, DeskError> {
        let basket = self.basket_scenes()?;
        self.with_archive(|archive| archive.named(text, limit.min(1000), &basket))
    }

    /// Counts, histograms and the funnel.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn facets(&self, filter: &SceneFilter) -> Result<SceneFacets, DeskError> {
        self.with_archive(|archive| archive.facets(filter))
    }

    /// The place of a scene among the rows of a filter and an order; none when it does not pass.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn scene_rank(
        &self,
        id: &str,
        filter: &SceneFilter,
        sort: &[Sort],
    ) -> Result<Option<u32>, DeskError> {
        self.with_archive(|archive| archive.rank(id, filter, sort))
    }

    /// The share of the area that some scenes cover together, in %.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn union_coverage(&self, ids: &[String]) -> Result<f64, DeskError> {
        self.with_archive(|archive| archive.union_coverage(ids.iter().map(String::as_str)))
    }

    /// Measures the scenes at hand over the areas of their search as those are now, as when an outline was changed. Nothing
    /// is asked of the vendor: what only a new outline touches is found by searching again.
    ///
    /// # Errors
    /// When nothing was searched yet, an area is gone, or it has faults.
    pub fn measure_scenes(&self) -> Result<(), DeskError> {
        let request =
            self.session().as_ref().map(|session| session.request.clone()).ok_or_else(nothing_searched)?;
        let areas = self.searchable(&request)?;
        let revision = self.with_archive(|archive| {
            archive.measure_over(&areas.first, &areas.further);
            archive.revision()
        })?;
        self.changed(DeskEvent::Archive(revision));
        Ok(())
    }

    /// The scenes at a place, longitude and latitude: how many, and the first of them.
    ///
    /// # Errors
    /// When nothing was searched yet.
    pub fn scenes_at(
        &self,
        place: [f64; 2],
        filter: &SceneFilter,
        limit: u32,
    ) -> Result<SceneWindow, DeskError> {
        let basket = self.basket_scenes()?;
        self.with_archive(|archive| archive.at(place, filter, limit, &basket))
    }

    /// Everything about one scene.
    ///
    /// # Errors
    /// When the scene is not among those found.
    pub fn scene(&self, id: &str) -> Result<SceneDetail, DeskError> {
        let basket = self.basket_scenes()?;
        let record = self.inner.searches.record(id)?.unwrap_or_default();
        self.with_archive(|archive| archive.detail(id, &record, &basket))?
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
            self.inner.searches.keep(session.kept, id, kept)?;
            session.archive.revision()
        };
        self.changed(DeskEvent::Archive(revision));
        Ok(())
    }

    /// Footprints for the map, in the layout that [`Archive::footprint_buffer`] describes; empty before a search.
    pub fn footprints(&self, filter: &SceneFilter, view: FootprintView) -> Vec<u8> {
        let mut session = self.session();
        session.as_mut().map(|session| session.archive.footprint_buffer(filter, view)).unwrap_or_default()
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
        let here = self.session().as_ref().is_some_and(|session| session.archive.contains(scene_id));
        if here && let Some(feature) = self.inner.searches.record(scene_id)? {
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

    pub(super) fn with_archive<T>(&self, read: impl FnOnce(&mut Archive) -> T) -> Result<T, DeskError> {
        let mut session = self.session();
        session.as_mut().map(|session| read(&mut session.archive)).ok_or_else(nothing_searched)
    }
}

pub(super) fn nothing_searched() -> DeskError {
    DeskError::missing("search yet: choose an area and search the archive")
}
