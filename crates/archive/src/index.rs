//! The index: scenes by id and by place, merged as pages arrive, with what each means for the area.

use std::collections::HashSet;

use aoi::AreaPolygon;
use geo::{Contains, Coord, Intersects, Point, Polygon};
use jiff::Timestamp;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::columns::{Columns, Fit, UNKNOWN_PRICE};
use crate::facets::{self, SceneFacets};
use crate::filter::{Criterion, Limits, SceneFilter};
use crate::flaws::SceneFlaw;
use crate::footprint::{nearest_turn, turned_to};
use crate::grounds::Grounds;
use crate::ids::Ids;
use crate::places::inside;
use crate::price::{PriceGuide, estimate};
use crate::row::{SceneDetail, SceneRow};
use crate::scene::Scene;
use crate::selection::Selection;
use crate::shapes::{Bounds, Shapes};
use crate::sort::{Order, Sort, sorted};
use crate::tree::Tree;

/// A part of the rows that pass a filter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SceneWindow {
    /// How many pass the filter.
    pub matched: u32,
    /// How many there are.
    pub total: u32,
    /// Which state of the archive this is.
    pub revision: u32,
    /// The rows asked for.
    pub rows: Vec<SceneRow>,
}

/// The scenes of a search, in most cases over one area. Questions are asked of it mutably: it keeps the last filter and the last order, so
/// that the next question costs only what is different.
pub struct Archive {
    pub(crate) grounds: Grounds,
    pub(crate) columns: Columns,
    pub(crate) shapes: Shapes,
    pub(crate) ids: Ids,
    pub(crate) guides: Vec<PriceGuide>,
    pub(crate) selection: Selection,
    order: Order,
    pub(crate) tree: Tree,
    /// Later dates can't be true.
    now: Option<Timestamp>,
    revision: u32,
}

impl Archive {
    /// An empty archive over an area.
    pub fn new(area: AreaPolygon) -> Archive {
        Archive::over(&area, &[])
    }

    /// An empty archive over an area and further ones. A scene counts for the area it covers most of; its row tells what it
    /// covers of each.
    pub fn over(area: &AreaPolygon, further: &[AreaPolygon]) -> Archive {
        Archive {
            grounds: Grounds::new(area, further),
            columns: Columns::default(),
            shapes: Shapes::default(),
            ids: Ids::default(),
            guides: Vec::new(),
            selection: Selection::default(),
            order: Order::default(),
            tree: Tree::default(),
            now: None,
            revision: 0,
        }
    }

    /// The same, that takes dates more than a day after `now` for faults.
    #[must_use]
    pub fn at_time(mut self, now: Timestamp) -> Archive {
        self.set_time(now);
        self
    }

    /// Says what time it is now, for scenes that come from here on.
    pub fn set_time(&mut self, now: Timestamp) {
        self.now = Some(now);
    }

    /// Takes the features of a page; gives the id under which each is here. A scene that is already here is replaced and
    /// stays kept.
    pub fn insert(&mut self, features: &[Value]) -> Vec<String> {
        let ids = features.iter().map(|feature| self.take(Scene::from_feature(feature))).collect();
        self.changed();
        ids
    }

    pub(crate) fn take(&mut self, mut scene: Scene) -> String {
        let late = self.now.is_some_and(|now| {
            scene.acquired.is_some_and(|acquired| acquired.as_second() > now.as_second() + 86_400)
        });
        if late {
            scene.flaws.add(SceneFlaw::OddDate);
        }
        scene.footprint = scene.footprint.map(|footprint| turned_to(footprint, self.grounds.centre().x()));
        let (place, id) = self.place_for(&mut scene);
        self.shapes.put(place, scene.footprint.as_ref());
        let fit = self.fit(&scene, place);
        self.columns.put(place, &scene, fit);
        self.tree.moved(place);
        self.selection.rewritten(place);
        id
    }

    /// Where a scene goes: over the same scene, or behind the last. Another scene that was given the same id keeps its own
    /// row, under the id with a number.
    fn place_for(&mut self, scene: &mut Scene) -> (usize, String) {
        let moment = scene.acquired.map(Timestamp::as_microsecond);
        for number in 1_u32.. {
            let id = if number == 1 { scene.id.clone() } else { format!("{}~{number}", scene.id) };
            if number > 1 {
                scene.flaws.add(SceneFlaw::SameId);
            }
            match self.ids.find(&id) {
                None => return (self.ids.add(&id), id),
                Some(place) => {
                    let there = self.columns.acquired[place];
                    if moment.is_none_or(|moment| moment == there) {
                        return (place, id);
                    }
                }
            }
        }
        (0, scene.id.clone())
    }

    fn fit(&self, scene: &Scene, place: usize) -> Fit {
        let best = self.grounds.fit(self.shapes.ring(place), self.shapes.holes(place));
        let price = price(&self.guides, scene.constellation.known(), best.km2);
        Fit { coverage: best.coverage, covered_km2: best.km2, places: best.places, price }
    }

    /// Measures all scenes over other areas, as when an outline was changed. Which scenes there are stays as it is.
    pub fn measure_over(&mut self, area: &AreaPolygon, further: &[AreaPolygon]) {
        let before = self.grounds.centre().x();
        self.grounds = Grounds::new(area, further);
        if (self.grounds.centre().x() - before).abs() > 90.0 {
            self.turn_to_area();
        }
        let (grounds, shapes, columns) = (&self.grounds, &self.shapes, &mut self.columns);
        let fits: Vec<_> = (0..columns.len())
            .into_par_iter()
            .map(|place| grounds.fit(shapes.ring(place), shapes.holes(place)))
            .collect();
        columns.coverage = fits.iter().map(|best| best.coverage).collect();
        columns.covered_km2 = fits.iter().map(|best| best.km2).collect();
        columns.places = fits.into_iter().map(|best| best.places).collect();
        self.price_all();
        self.selection.forget(Criterion::Coverage, &self.columns);
        self.changed();
    }

    /// Brings the footprints to the turn of the world of an area far from the one before.
    fn turn_to_area(&mut self) {
        for place in 0..self.columns.len() {
            if let Some(footprint) = self.shapes.polygon(place) {
                self.shapes.put(place, Some(&turned_to(footprint, self.grounds.centre().x())));
            }
        }
        self.tree = Tree::default();
    }

    pub(crate) fn price_all(&mut self) {
        let columns = &mut self.columns;
        for place in 0..columns.price.len() {
            let covered = columns.covered_km2[place];
            columns.price[place] = price(&self.guides, columns.constellation[place].known(), covered);
        }
    }

    /// Estimates prices from now on with these, also for the scenes that are here.
    pub fn set_price_guides(&mut self, guides: Vec<PriceGuide>) {
        if guides == self.guides {
            return;
        }
        self.guides = guides;
        self.price_all();
        self.changed();
    }

    /// Keeps a scene, or lets it go. An id that is not here changes nothing.
    pub fn keep(&mut self, id: &str, kept: bool) {
        let Some(place) = self.ids.find(id).filter(|place| self.columns.kept[*place] != kept) else { return };
        self.columns.kept[place] = kept;
        self.selection.rewritten(place);
        self.changed();
    }

    /// Marks a scene that has left the vendor's catalogue; whether it is here and was not marked before. When it comes
    /// again, the mark goes.
    pub fn withdraw(&mut self, id: &str) -> bool {
        let here = self.ids.find(id).filter(|place| !self.columns.flaws[*place].has(SceneFlaw::Withdrawn));
        let Some(place) = here else { return false };
        self.columns.flaws[place].add(SceneFlaw::Withdrawn);
        self.selection.rewritten(place);
        self.changed();
        true
    }

    /// The ids of the scenes that are kept.
    pub fn kept(&self) -> Vec<String> {
        let kept = self.columns.kept.iter().enumerate().filter(|(_, kept)| **kept);
        kept.map(|(place, _)| self.ids.get(place).to_owned()).collect()
    }

    pub(crate) fn changed(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }

    /// A number that is another one after each change.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// How many scenes there are.
    pub fn len(&self) -> u32 {
        count(self.columns.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.columns.len() == 0
    }

    /// How many have no usable footprint.
    pub fn unplaced(&self) -> u32 {
        count((0..self.columns.len()).filter(|place| !self.shapes.is_placed(*place)).count())
    }

    /// How many have a record with a fault.
    pub fn flawed(&self) -> u32 {
        count(self.columns.flaws.iter().filter(|flaws| !flaws.is_none()).count())
    }

    /// Whether a scene is here.
    pub fn contains(&self, id: &str) -> bool {
        self.ids.find(id).is_some()
    }

    /// The rows from `offset` on, at most `limit`, of those that pass. `basket` holds the ids of scenes in the basket.
    pub fn window(
        &mut self,
        filter: &SceneFilter,
        sort: &[Sort],
        offset: u32,
        limit: u32,
        basket: &HashSet<String>,
    ) -> SceneWindow {
        self.select(filter);
        let passing = self.order.of(sort, self.revision, &self.columns, &self.ids, &self.selection);
        let places: Vec<usize> = passing.skip(offset as usize).take(limit as usize).collect();
        SceneWindow {
            matched: count(self.selection.count()),
            total: self.len(),
            revision: self.revision,
            rows: places.into_iter().map(|place| self.row(place, basket)).collect(),
        }
    }

    /// The ids of all that pass, in an order.
    pub fn passing(&mut self, filter: &SceneFilter, sort: &[Sort]) -> Vec<String> {
        self.select(filter);
        let passing = self.order.of(sort, self.revision, &self.columns, &self.ids, &self.selection);
        passing.map(|place| self.ids.get(place).to_owned()).collect()
    }

    /// The place of a scene among those that pass, from 0; `None` when it does not pass.
    pub fn rank(&mut self, id: &str, filter: &SceneFilter, sort: &[Sort]) -> Option<u32> {
        self.select(filter);
        let wanted = self.ids.find(id).filter(|place| self.selection.passes(*place))?;
        let mut passing = self.order.of(sort, self.revision, &self.columns, &self.ids, &self.selection);
        passing.position(|place| place == wanted).map(count)
    }

    pub(crate) fn select(&mut self, filter: &SceneFilter) {
        self.selection.bring_to(Limits::new(filter), &self.columns);
    }

    pub(crate) fn row(&self, place: usize, basket: &HashSet<String>) -> SceneRow {
        SceneRow::of(self, place, basket.contains(self.ids.get(place)))
    }

    /// Counts for the filters, the calendar, and "why so few?".
    pub fn facets(&mut self, filter: &SceneFilter) -> SceneFacets {
        self.select(filter);
        facets::describe(&self.columns, &self.selection, filter, self.grounds.is_one())
    }

    /// The scenes that show a place and pass, newest first: how many, and the rows of the first `limit`.
    pub fn at(
        &mut self,
        [lon, lat]: [f64; 2],
        filter: &SceneFilter,
        limit: u32,
        basket: &HashSet<String>,
    ) -> SceneWindow {
        self.select(filter);
        let mut found = Vec::new();
        // Footprints lie on the area's turn of the world, within half a turn of it on either side.
        let near = nearest_turn(lon, self.grounds.centre().x());
        if lon.is_finite() && lat.is_finite() {
            for lon in [near, near - 360.0, near + 360.0] {
                let place = Coord { x: lon, y: lat };
                let boxes = self.meeting([lon, lat, lon, lat]).into_iter();
                let passing = boxes.filter(|scene| self.selection.passes(*scene as usize));
                found.extend(passing.filter(|scene| self.shows(*scene, place)));
            }
        }
        found.sort_unstable();
        found.dedup();
        let found = sorted(&[], found, &self.columns, &self.ids);
        SceneWindow {
            matched: count(found.len()),
            total: self.len(),
            revision: self.revision,
            rows: found.iter().take(limit as usize).map(|place| self.row(*place as usize, basket)).collect(),
        }
    }

    /// Scenes whose bounds meet a box on the area's turn of the world.
    pub(crate) fn meeting(&mut self, wanted: Bounds) -> Vec<u32> {
        self.tree.refresh(&self.shapes, self.columns.len());
        self.tree.meeting(&self.shapes, self.columns.len(), wanted)
    }

    fn shows(&self, scene: u32, place: Coord) -> bool {
        let within = inside(self.shapes.ring(scene as usize), place);
        match self.shapes.holes(scene as usize) {
            Some(holed) => holed.contains(&Point::from(place)),
            None => within || self.touches(scene, place),
        }
    }

    /// Whether a place lies on the very outline, which belongs to the scene.
    fn touches(&self, scene: u32, place: Coord) -> bool {
        let outline = self.shapes.polygon(scene as usize);
        outline.is_some_and(|outline| outline.exterior().intersects(&Point::from(place)))
    }

    /// Everything about one scene. `feature` is its record as it came.
    pub fn detail(&self, id: &str, feature: &Value, basket: &HashSet<String>) -> Option<SceneDetail> {
        let place = self.ids.find(id)?;
        let footprint = self.footprint(id).map(|polygon| AreaPolygon::from_geo(&polygon));
        let scene = Scene { id: id.to_owned(), ..Scene::from_feature(feature) };
        Some(SceneDetail::new(&scene, self.row(place, basket), footprint, feature))
    }

    /// The footprint of a scene, on the area's turn of the world.
    pub fn footprint(&self, id: &str) -> Option<Polygon> {
        self.shapes.polygon(self.ids.find(id)?)
    }

    /// The share of the area, or of all areas together, that some scenes cover together, in %. Ids that are not here count nothing.
    pub fn union_coverage<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> f64 {
        let known = ids.into_iter().filter_map(|id| self.ids.find(id));
        let covering: Vec<usize> = known.filter(|place| self.columns.coverage[*place] > 0.0).collect();
        match covering.as_slice() {
            [] => 0.0,
            [only] if self.grounds.is_one() => self.columns.coverage[*only],
            _ if self.grounds.is_one()
                && covering.iter().any(|place| self.columns.coverage[*place] >= 100.0) =>
            {
                100.0
            }
            _ => {
                let polygons = covering.iter().filter_map(|place| self.shapes.polygon(*place));
                self.grounds.union_coverage(&polygons.collect::<Vec<_>>())
            }
        }
    }
}

/// In hundredths of the currency.
fn price(guides: &[PriceGuide], constellation: Option<crate::Constellation>, covered_km2: f64) -> i64 {
    let amount = estimate(guides, constellation, covered_km2).amount;
    amount.and_then(|amount| i64::try_from(amount.mantissa()).ok()).unwrap_or(UNKNOWN_PRICE)
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
