//! The index: scenes by id and by place, merged as pages arrive, with what each means for the area.

use std::collections::{HashMap, HashSet};

use aoi::AreaPolygon;
use geo::{BoundingRect, Contains, Intersects, Point, Polygon};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde::Serialize;
use serde_json::Value;

use crate::buffer;
use crate::facets::{self, SceneFacets};
use crate::filter::{Matcher, SceneFilter};
use crate::footprint::{nearest_turn, turned_to};
use crate::price::{Estimate, PriceGuide, estimate};
use crate::row::{SceneDetail, SceneRow};
use crate::scene::Scene;
use crate::sort::{Sort, sort};

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

/// A scene and what it means for the area.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) scene: Scene,
    /// The day it was taken, in UTC.
    pub(crate) day: Option<Date>,
    /// Share of the area, in %.
    pub(crate) coverage: f64,
    pub(crate) estimate: Estimate,
    pub(crate) kept: bool,
}

/// An area as scenes are measured against it.
pub(crate) struct Ground {
    pub(crate) polygon: Polygon,
    pub(crate) km2: f64,
    /// Longitude and latitude of its middle.
    pub(crate) centre: Point,
}

impl Ground {
    pub(crate) fn new(area: &AreaPolygon) -> Ground {
        let polygon = area.unwrapped().to_geo();
        let finite = area.coordinates.iter().flatten().flatten().all(|number| number.is_finite());
        let measurable = finite && polygon.exterior().0.len() >= 4;
        let km2 = if measurable { aoi::geodesic_km2(&polygon) } else { 0.0 };
        let bounds = polygon.bounding_rect().filter(|_| finite);
        let centre = bounds.map_or_else(|| Point::new(0.0, 0.0), |bounds| bounds.center().into());
        Ground { polygon, km2, centre }
    }
}

impl Entry {
    /// Brings the footprint to the area's turn of the world, and measures what they share.
    pub(crate) fn new(mut scene: Scene, ground: &Ground, guides: &[PriceGuide]) -> Entry {
        scene.footprint = scene.footprint.map(|footprint| turned_to(footprint, ground.centre.x()));
        let share =
            scene.footprint.as_ref().map(|footprint| aoi::coverage_percent(&ground.polygon, footprint));
        let coverage = whole(share.filter(|share| share.is_finite()).unwrap_or(0.0));
        let day = scene.acquired.map(|acquired| acquired.to_zoned_datetime(TimeZone::UTC).date());
        let mut entry = Entry { scene, day, coverage, estimate: Estimate::default(), kept: false };
        entry.price(ground, guides);
        entry
    }

    fn price(&mut self, ground: &Ground, guides: &[PriceGuide]) {
        let covered = ground.km2 * self.coverage / 100.0;
        self.estimate = estimate(guides, self.scene.constellation.known(), covered);
    }
}

/// Clipping leaves a trace of rounding: what is whole but for that is whole.
fn whole(share: f64) -> f64 {
    if share > 100.0 - 1e-6 { 100.0 } else { share }
}

type Placed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// The scenes of a search over one area.
pub struct Archive {
    ground: Ground,
    entries: Vec<Entry>,
    by_id: HashMap<String, u32>,
    tree: RTree<Placed>,
    guides: Vec<PriceGuide>,
    revision: u32,
}

impl Archive {
    /// An empty archive over an area.
    pub fn new(area: AreaPolygon) -> Archive {
        Archive {
            ground: Ground::new(&area),
            entries: Vec::new(),
            by_id: HashMap::new(),
            tree: RTree::new(),
            guides: Vec::new(),
            revision: 0,
        }
    }

    /// Takes the features of a page. A scene that is already here is replaced and stays kept.
    pub fn insert(&mut self, features: &[Value]) {
        for feature in features {
            let mut entry = Entry::new(Scene::from_feature(feature), &self.ground, &self.guides);
            match self.by_id.get(&entry.scene.id).copied() {
                Some(number) => {
                    let place = number as usize;
                    if let Some(old) = placed(&self.entries[place], number) {
                        self.tree.remove(&old);
                    }
                    entry.kept = self.entries[place].kept;
                    self.tree_insert(&entry, number);
                    self.entries[place] = entry;
                }
                None => {
                    let Ok(number) = u32::try_from(self.entries.len()) else { continue };
                    self.tree_insert(&entry, number);
                    self.by_id.insert(entry.scene.id.clone(), number);
                    self.entries.push(entry);
                }
            }
        }
        self.changed();
    }

    fn tree_insert(&mut self, entry: &Entry, number: u32) {
        if let Some(placed) = placed(entry, number) {
            self.tree.insert(placed);
        }
    }

    /// Estimates prices from now on with these, also for the scenes that are here.
    pub fn set_price_guides(&mut self, guides: Vec<PriceGuide>) {
        for entry in &mut self.entries {
            entry.price(&self.ground, &guides);
        }
        self.guides = guides;
        self.changed();
    }

    /// Keeps a scene, or lets it go. An id that is not here changes nothing.
    pub fn keep(&mut self, id: &str, kept: bool) {
        let known = self.by_id.get(id).map(|number| *number as usize);
        if let Some(entry) = known.map(|place| &mut self.entries[place]).filter(|entry| entry.kept != kept) {
            entry.kept = kept;
            self.changed();
        }
    }

    fn changed(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }

    /// A number that is another one after each change.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// How many scenes there are.
    pub fn len(&self) -> u32 {
        count(self.entries.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many have no usable footprint.
    pub fn unplaced(&self) -> u32 {
        count(self.entries.iter().filter(|entry| entry.scene.footprint.is_none()).count())
    }

    /// One scene. Its footprint lies on the area's turn of the world.
    pub fn scene(&self, id: &str) -> Option<&Scene> {
        self.entry(id).map(|entry| &entry.scene)
    }

    fn entry(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|number| &self.entries[*number as usize])
    }

    /// The rows from `offset` on, at most `limit`, of those that pass. `basket` holds the ids of scenes in the basket.
    pub fn window(
        &self,
        filter: &SceneFilter,
        columns: &[Sort],
        offset: u32,
        limit: u32,
        basket: &HashSet<String>,
    ) -> SceneWindow {
        let mut matching: Vec<&Entry> = self.matching(filter).collect();
        sort(&mut matching, columns);
        let rows = matching.iter().skip(offset as usize).take(limit as usize);
        SceneWindow {
            matched: count(matching.len()),
            total: self.len(),
            revision: self.revision,
            rows: rows.map(|entry| row(entry, basket)).collect(),
        }
    }

    fn matching(&self, filter: &SceneFilter) -> impl Iterator<Item = &Entry> {
        let matcher = Matcher::new(filter);
        self.entries.iter().filter(move |entry| matcher.passes(entry))
    }

    /// Counts for the filters, the calendar, and "why so few?".
    pub fn facets(&self, filter: &SceneFilter) -> SceneFacets {
        facets::describe(&self.entries, filter)
    }

    /// All scenes that show a place and pass, newest first.
    pub fn at(&self, lon: f64, lat: f64, filter: &SceneFilter, basket: &HashSet<String>) -> Vec<SceneRow> {
        if !lon.is_finite() || !lat.is_finite() {
            return Vec::new();
        }
        // Footprints lie on the area's turn of the world, within half a turn of it on either side.
        let near = nearest_turn(lon, self.ground.centre.x());
        let matcher = Matcher::new(filter);
        let mut found: Vec<&Entry> = [near, near - 360.0, near + 360.0]
            .into_iter()
            .flat_map(|lon| {
                let boxes = self.tree.locate_in_envelope_intersecting(AABB::from_point([lon, lat]));
                let place = Point::new(lon, lat);
                boxes
                    .map(|placed| &self.entries[placed.data as usize])
                    .filter(move |entry| shows(entry, place))
            })
            .filter(|entry| matcher.passes(entry))
            .collect();
        sort(&mut found, &[]);
        found.into_iter().map(|entry| row(entry, basket)).collect()
    }

    /// Everything about one scene.
    pub fn detail(&self, id: &str, basket: &HashSet<String>) -> Option<SceneDetail> {
        let entry = self.entry(id)?;
        Some(SceneDetail::new(entry, basket.contains(id)))
    }

    /// The outlines of all placed scenes that pass, for the map. Little endian: the bytes `PFWS`, the number of segments as
    /// `u32`, the origin in Web Mercator (0 to 1, y down) as two `f64`, then `x0, y0, x1, y1` of each segment relative to
    /// the origin as `f32`. The origin is the middle of the area, so that outlines near it are exact to a millimetre and
    /// those across the 180th meridian stay together.
    pub fn footprint_buffer(&self, filter: &SceneFilter) -> Vec<u8> {
        let footprints = self.matching(filter).filter_map(|entry| entry.scene.footprint.as_ref());
        buffer::encode(self.ground.centre, footprints)
    }
}

impl Scene {
    /// The row of a scene over an area, outside of any search.
    pub fn row_over(&self, area: &AreaPolygon, guides: &[PriceGuide], in_basket: bool) -> SceneRow {
        let entry = Entry::new(self.clone(), &Ground::new(area), guides);
        SceneRow::new(&entry, in_basket)
    }
}

fn row(entry: &Entry, basket: &HashSet<String>) -> SceneRow {
    SceneRow::new(entry, basket.contains(&entry.scene.id))
}

fn shows(entry: &Entry, place: Point) -> bool {
    let footprint = entry.scene.footprint.as_ref();
    footprint.is_some_and(|footprint| footprint.contains(&place) || footprint.intersects(&place))
}

fn placed(entry: &Entry, number: u32) -> Option<Placed> {
    let bounds = entry.scene.footprint.as_ref()?.bounding_rect()?;
    let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
    Some(GeomWithData::new(corners, number))
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
