//! Scenes as files that other programs open: GeoJSON, CSV, KML, STAC and GeoParquet. GeoPackage is written where SQLite is.
//!
//! All say the same of a scene, in the columns of [`ExportedScene`]; footprints are in longitude and latitude, WGS 84, and
//! cut at the 180th meridian, as RFC 7946 asks.

mod bounds;
mod csv;
mod geojson;
mod hilbert;
mod kml;
mod parquet;
mod stac;
mod wkb;

use std::io::Write;

use aoi::AreaPolygon;
use geo::orient::{Direction, Orient};
use geo::{BoundingRect, MultiPolygon, Polygon, Rect};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::index::Archive;
use crate::row::SceneRow;
use crate::scene::Scene;

pub use self::wkb::{geopackage_geometry, wkb};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// GeoJSON, RFC 7946.
    Geojson,
    /// Comma-separated values, the footprint as well-known text.
    Csv,
    /// Keyhole Markup Language 2.2.
    Kml,
    /// OGC GeoPackage 1.3.
    Geopackage,
    /// A STAC ItemCollection, version 1.1.0.
    Stac,
    /// GeoParquet 1.1, the footprint as well-known binary.
    Geoparquet,
}

impl ExportFormat {
    /// The usual ending of such a file.
    pub fn ending(self) -> &'static str {
        match self {
            ExportFormat::Geojson => "geojson",
            ExportFormat::Csv => "csv",
            ExportFormat::Kml => "kml",
            ExportFormat::Geopackage => "gpkg",
            ExportFormat::Stac => "json",
            ExportFormat::Geoparquet => "parquet",
        }
    }
}

/// A scene as it is written to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedScene {
    /// As in the table; its price is an estimate.
    pub row: SceneRow,
    /// The vendor's name of the acquisition.
    pub identifier: String,
    /// When it was taken.
    pub acquired: Option<Timestamp>,
    /// Across the track, in degrees.
    pub incidence_across: Option<f64>,
    /// Along the track, in degrees.
    pub incidence_along: Option<f64>,
    /// Direction of the sun, in degrees from north.
    pub sun_azimuth: Option<f64>,
    /// The vendor's links to the pictures; they need the vendor's token.
    pub thumbnail: Option<String>,
    /// See `thumbnail`.
    pub quicklook: Option<String>,
    /// The ground it shows, in parts where it crosses the 180th meridian; empty when it can't be drawn.
    pub ground: MultiPolygon,
}

/// What a column of a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// When something was, in UTC; RFC 3339 where the format knows no time.
    Moment(Timestamp),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// Not known.
    Nothing,
}

/// The columns of the formats that have columns, in order: name, and what it holds.
pub const COLUMNS: [(&str, ColumnKind); 20] = [
    ("id", ColumnKind::Text),
    ("identifier", ColumnKind::Text),
    ("acquired", ColumnKind::Moment),
    ("constellation", ColumnKind::Text),
    ("platform", ColumnKind::Text),
    ("product_type", ColumnKind::Text),
    ("resolution_m", ColumnKind::Number),
    ("cloud_in_scene_percent", ColumnKind::Number),
    ("snow_percent", ColumnKind::Number),
    ("incidence_deg", ColumnKind::Number),
    ("incidence_across_deg", ColumnKind::Number),
    ("incidence_along_deg", ColumnKind::Number),
    ("sun_elevation_deg", ColumnKind::Number),
    ("sun_azimuth_deg", ColumnKind::Number),
    ("coverage_percent", ColumnKind::Number),
    ("price_estimate", ColumnKind::Text),
    ("currency", ColumnKind::Text),
    ("kept", ColumnKind::Truth),
    ("faults", ColumnKind::Text),
    ("quicklook", ColumnKind::Text),
];

/// What kind of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Moments, in UTC.
    Moment,
    /// Numbers.
    Number,
    /// Yes and no.
    Truth,
}

impl ExportedScene {
    /// The values of [`COLUMNS`].
    pub fn cells(&self) -> [Cell; 20] {
        let row = &self.row;
        let text = |text: &str| if text.is_empty() { Cell::Nothing } else { Cell::Text(text.to_owned()) };
        let number = |number: Option<f64>| number.map_or(Cell::Nothing, Cell::Number);
        let price = row.price_estimate.map(|amount| amount.to_string()).unwrap_or_default();
        [
            text(&row.id),
            text(&self.identifier),
            self.acquired.map_or(Cell::Nothing, Cell::Moment),
            text(row.constellation.known().map_or("", |known| known.as_str())),
            text(&row.platform),
            text(&row.product_type),
            number(row.resolution),
            number(row.cloud),
            number(row.snow),
            number(row.incidence),
            number(self.incidence_across),
            number(self.incidence_along),
            number(row.sun),
            number(self.sun_azimuth),
            number(row.placed.then_some(row.coverage)),
            text(&price),
            text(row.currency.as_deref().unwrap_or_default()),
            Cell::Truth(row.kept),
            text(&faults(row)),
            text(self.quicklook.as_deref().unwrap_or_default()),
        ]
    }

    /// West, south, east, north, as RFC 7946 has it: west is greater than east across the 180th meridian. `None` when it
    /// can't be drawn.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let [mut west, south, mut east, north] = self.extent()?;
        if self.ground.0.len() > 1 && west == -180.0 && east == 180.0 {
            let parts = || self.ground.0.iter().filter_map(BoundingRect::bounding_rect);
            let ends = |part: &Rect| part.max().x == 180.0;
            west = parts().filter(ends).map(|part| part.min().x).fold(180.0, f64::min);
            east = parts().filter(|part| !ends(part)).map(|part| part.max().x).fold(-180.0, f64::max);
        }
        Some([west, south, east, north])
    }

    /// The least and the greatest numbers of the footprint: west, south, east, north, and west is never greater than east.
    /// `None` when it can't be drawn.
    pub fn extent(&self) -> Option<[f64; 4]> {
        let whole = self.ground.bounding_rect()?;
        Some([whole.min().x, whole.min().y, whole.max().x, whole.max().y])
    }
}

fn faults(row: &SceneRow) -> String {
    let names = row.flaws.iter().filter_map(|flaw| serde_json::to_value(flaw).ok());
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect::<Vec<_>>().join(" ")
}

impl Archive {
    /// A scene as it is written to a file; `record` is as it came. `None` when it is not here.
    pub fn exported(&self, id: &str, record: &Value) -> Option<ExportedScene> {
        let place = self.ids.find(id)?;
        let scene = Scene::from_feature(record);
        Some(ExportedScene {
            row: self.row(place, &Default::default()),
            identifier: scene.identifier().to_owned(),
            acquired: scene.acquired,
            incidence_across: scene.incidence_across,
            incidence_along: scene.incidence_along,
            sun_azimuth: scene.sun_azimuth,
            thumbnail: scene.thumbnail,
            quicklook: scene.quicklook,
            ground: self
                .shapes
                .polygon(place)
                .map_or_else(|| MultiPolygon(Vec::new()), |ground| cut(&ground)),
        })
    }
}

/// The same ground with longitudes from −180 to 180, in parts where it crosses the 180th meridian, outlines
/// counter-clockwise. Parts end on the meridian exactly.
pub(crate) fn cut(ground: &Polygon) -> MultiPolygon {
    let parts = aoi::parted_at_meridian(&AreaPolygon::from_geo(ground));
    MultiPolygon(parts.iter().map(|part| part.to_geo().orient(Direction::Default)).collect())
}

/// Writes scenes in a format that is one stream of bytes.
///
/// # Errors
/// What the writer says; [`std::io::ErrorKind::Unsupported`] for a GeoPackage, which is a database.
pub fn write(
    format: ExportFormat,
    scenes: &[ExportedScene],
    written_at: Timestamp,
    to: &mut (impl Write + Send),
) -> std::io::Result<()> {
    match format {
        ExportFormat::Geojson => geojson::write(scenes, to),
        ExportFormat::Csv => csv::write(scenes, to),
        ExportFormat::Kml => kml::write(scenes, to),
        ExportFormat::Stac => stac::write(scenes, written_at, to),
        ExportFormat::Geoparquet => parquet::write(scenes, to),
        ExportFormat::Geopackage => {
            Err(std::io::Error::new(std::io::ErrorKind::Unsupported, "a GeoPackage is no stream of bytes"))
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn ground_across_the_meridian_is_cut_into_two_within_the_usual_range() {
        let across = polygon![(x: 179.0, y: 0.0), (x: 181.0, y: 0.0), (x: 181.0, y: 2.0), (x: 179.0, y: 2.0)];
        let parts = cut(&across);
        assert_eq!(parts.0.len(), 2);
        let extent = |part: &Polygon| {
            let bounds = part.bounding_rect().unwrap();
            (bounds.min().x, bounds.max().x)
        };
        assert_eq!((extent(&parts.0[0]), extent(&parts.0[1])), ((179.0, 180.0), (-180.0, -179.0)));
        let far = polygon![(x: 539.0, y: 0.0), (x: 539.5, y: 0.0), (x: 539.5, y: 2.0)];
        assert_eq!(extent(&cut(&far).0[0]), (179.0, 179.5));
    }

    #[test]
    fn parts_end_on_the_meridian_to_the_last_digit() {
        // As the archive has them over Fiji: with its own lattice an operation ends a ten-millionth beside the meridian.
        for lon in [179.678_123_4, 179.999, -180.213_7, -180.000_3] {
            let leaning = polygon![
                (x: lon, y: -19.415_1), (x: lon + 0.371_9, y: -19.388_2), (x: lon + 0.402_3, y: -18.818_4),
                (x: lon + 0.029_1, y: -18.851_7)
            ];
            let parts = cut(&leaning);
            assert_eq!(parts.0.len(), 2, "{lon}");
            let mut ends: Vec<(f64, f64)> = parts
                .iter()
                .map(|part| part.bounding_rect().map(|bounds| (bounds.min().x, bounds.max().x)).unwrap())
                .collect();
            ends.sort_by(|a, b| b.0.total_cmp(&a.0));
            assert_eq!((ends[0].1, ends[1].0), (180.0, -180.0), "{lon}");
            let on_meridian =
                |part: &Polygon| part.exterior().coords().filter(|c| c.x.abs() > 179.999_999_9).count();
            assert!(parts.iter().all(|part| on_meridian(part) <= 3), "{parts:?}");
        }
    }
}
