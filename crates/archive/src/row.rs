//! Scenes as the interface shows them.

use std::collections::HashSet;

use aoi::AreaPolygon;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use crate::columns::UNKNOWN_MOMENT;
use crate::corners::corners;
use crate::flaws::SceneFlaw;
use crate::index::Archive;
use crate::platform::{Backend, SceneConstellation};
use crate::price::{PriceGuide, estimate};
use crate::scene::{Scene, properties};

/// A row of the table, a card, or what a click on the map lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SceneRow {
    /// Its id.
    pub id: String,
    /// When it was taken, RFC 3339 in UTC; empty when the vendor does not say.
    pub acquired: String,
    /// Whose.
    pub constellation: SceneConstellation,
    /// Satellite, such as `Pléiades 1B`.
    pub platform: String,
    /// Size of a pixel, in m.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub resolution: Option<f64>,
    /// Cloud over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub cloud: Option<f64>,
    /// Incidence angle, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub incidence: Option<f64>,
    /// Share of the area, in %; of several, of the one it covers most of.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub coverage: f64,
    /// Share of each area of the search, in %, in the order in which they were asked for.
    #[cfg_attr(feature = "specta", specta(type = Vec<specta_typescript::Number>))]
    pub shares: Vec<f64>,
    /// Snow over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub snow: Option<f64>,
    /// Height of the sun above the horizon, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub sun: Option<f64>,
    /// `mono`, `bundle` and so on.
    pub product_type: String,
    /// What it would cost over the area; an estimate.
    pub price_estimate: Option<Decimal>,
    /// Of the estimate.
    pub currency: Option<String>,
    /// What would be billed, in km²: the covered part, or the minimum.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub billed_km2: Option<f64>,
    /// Whether it is in the basket.
    pub in_basket: bool,
    /// Whether the user keeps it.
    pub kept: bool,
    /// Whether it can be drawn.
    pub placed: bool,
    /// What is wrong with its record.
    pub flaws: Vec<SceneFlaw>,
    /// Which system sells it.
    pub backend: Backend,
    /// Corners of its pictures: top left, top right, bottom right, bottom left.
    #[cfg_attr(
        feature = "specta",
        specta(type = Option<Vec<(specta_typescript::Number, specta_typescript::Number)>>)
    )]
    pub corners: Option<[[f64; 2]; 4]>,
    /// West, south, east, north; longitudes are continuous, east may exceed 180.
    #[cfg_attr(
        feature = "specta",
        specta(type = Option<(specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number)>)
    )]
    pub bounds: Option<[f64; 4]>,
}

impl SceneRow {
    pub(crate) fn of(archive: &Archive, place: usize, in_basket: bool) -> SceneRow {
        let columns = &archive.columns;
        let known = |column: &[f64]| Some(column[place]).filter(|value| !value.is_nan());
        let acquired = Timestamp::from_microsecond(columns.acquired[place]).ok();
        let constellation = columns.constellation[place];
        let coverage = columns.coverage[place];
        let price = estimate(&archive.guides, constellation.known(), columns.covered_km2[place]);
        let (ring, holed) = (archive.shapes.ring(place), archive.shapes.holes(place));
        SceneRow {
            id: archive.ids.get(place).to_owned(),
            acquired: acquired
                .filter(|_| columns.acquired[place] != UNKNOWN_MOMENT)
                .map(|acquired| acquired.to_string())
                .unwrap_or_default(),
            constellation,
            platform: columns.words.word(columns.platform[place]).to_owned(),
            resolution: known(&columns.resolution),
            cloud: known(&columns.cloud),
            incidence: known(&columns.incidence),
            coverage,
            shares: if archive.grounds.is_one() {
                vec![coverage]
            } else {
                archive.grounds.shares(ring, holed)
            },
            snow: known(&columns.snow),
            sun: known(&columns.sun),
            product_type: columns.words.word(columns.product[place]).to_owned(),
            price_estimate: price.amount,
            currency: price.currency,
            billed_km2: price.billed_km2,
            in_basket,
            kept: columns.kept[place],
            placed: archive.shapes.is_placed(place),
            flaws: columns.flaws[place].list(),
            backend: constellation.into(),
            corners: archive.shapes.polygon(place).as_ref().and_then(corners),
            bounds: archive.shapes.bounds(place),
        }
    }
}

impl Scene {
    /// The row of a scene over an area, outside of any search.
    pub fn row_over(&self, area: &AreaPolygon, guides: &[PriceGuide], in_basket: bool) -> SceneRow {
        let mut archive = Archive::new(area.clone());
        archive.guides = guides.to_vec();
        let id = archive.take(self.clone());
        let basket = if in_basket { HashSet::from([id]) } else { HashSet::new() };
        archive.row(0, &basket)
    }

    /// The km² of an area that scenes show together; what several show counts once.
    pub fn km2_together(scenes: Vec<Scene>, area: &AreaPolygon) -> f64 {
        let mut archive = Archive::new(area.clone());
        let ids: Vec<String> = scenes.into_iter().map(|scene| archive.take(scene)).collect();
        archive.grounds.first_km2() * archive.union_coverage(ids.iter().map(String::as_str)) / 100.0
    }
}

/// Where the sun stood.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SunAngles {
    /// Above the horizon, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub elevation: Option<f64>,
    /// From north, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub azimuth: Option<f64>,
}

/// One of the vendor's properties, as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SceneProperty {
    /// The vendor's name.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Everything about a scene.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SceneDetail {
    /// As in the table.
    pub row: SceneRow,
    /// The ground it shows.
    pub footprint: Option<AreaPolygon>,
    /// The vendor's name of the acquisition.
    pub identifier: String,
    /// When it was published, in the vendor's words.
    pub published: Option<String>,
    /// Where the sun stood.
    pub sun: SunAngles,
    /// Incidence across the track, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub incidence_across: Option<f64>,
    /// Incidence along the track, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub incidence_along: Option<f64>,
    /// All that the vendor says.
    pub properties: Vec<SceneProperty>,
}

impl SceneDetail {
    pub(crate) fn new(
        scene: &Scene,
        row: SceneRow,
        footprint: Option<AreaPolygon>,
        feature: &Value,
    ) -> SceneDetail {
        SceneDetail {
            row,
            footprint,
            identifier: scene.identifier().to_owned(),
            published: scene.published.clone(),
            sun: SunAngles { elevation: scene.sun_elevation, azimuth: scene.sun_azimuth },
            incidence_across: scene.incidence_across,
            incidence_along: scene.incidence_along,
            properties: properties(feature),
        }
    }
}
