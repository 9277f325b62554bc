//! The real scenes: fifty records of San Francisco as the vendor's catalogue answered in 2020.

use std::sync::Arc;

use geo::{Coord, LineString, Polygon};
use serde_json::{Map, Value};

use super::platform::Platform;
use super::scene::{Role, Scene};
use crate::geodesy::LonLat;
use crate::{land, random, stamps};

const FILE: &str = include_str!("../../data/captured.json");

/// What the catalogue said of a real scene.
#[derive(Debug)]
pub(crate) struct Captured {
    pub(crate) id: String,
    pub(crate) acquisition: String,
    pub(crate) level: String,
    pub(crate) outline: Polygon,
    /// The whole feature; its links name the vendor's hosts.
    pub(crate) feature: Map<String, Value>,
}

impl Captured {
    /// A property that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        // Dates are compared as times, not as text.
        if name.ends_with("Date") {
            return None;
        }
        self.feature.get("properties")?.get(name)?.as_str()
    }
}

/// Reads the capture, which is part of the program and checked by a test.
pub(super) fn scenes() -> Vec<Scene> {
    let file: Value = serde_json::from_str(FILE).expect("the capture is part of the program");
    let features = file["features"].as_array().cloned().unwrap_or_default();
    features.into_iter().filter_map(scene).collect()
}

fn scene(feature: Value) -> Option<Scene> {
    let properties = feature["properties"].clone();
    let text = |name: &str| properties[name].as_str().map(str::to_owned);
    let number = |name: &str| properties[name].as_f64();
    let time = |name: &str| properties[name].as_str().and_then(stamps::parse).map(|at| at.ms);
    let outline = outline(&feature["geometry"])?;
    let corners = corners(&outline);
    let centre = Coord { x: (corners[0].x + corners[2].x) / 2.0, y: (corners[0].y + corners[2].y) / 2.0 };
    let id = text("id")?;
    let noise = id.bytes().fold(0, |noise, byte| random::mix(noise ^ u64::from(byte)));
    let Value::Object(feature) = feature else { return None };
    Some(Scene {
        cell: land::cell_of(centre.x, centre.y) as u32,
        serial: 0,
        platform: Platform::from_name(&text("platform")?)?,
        taken: time("acquisitionDate")?,
        published: time("publicationDate")?,
        corners,
        across: number("incidenceAngleAcrossTrack")?,
        along: number("incidenceAngleAlongTrack")?,
        incidence: number("incidenceAngle")?,
        azimuth: number("azimuthAngle")?,
        sun_azimuth: number("illuminationAzimuthAngle")?,
        sun_elevation: number("illuminationElevationAngle")?,
        cloud: number("cloudCover")?,
        snow: number("snowCover")?,
        noise,
        role: Role::Mono,
        captured: Some(Arc::new(Captured {
            acquisition: text("acquisitionIdentifier")?,
            level: text("processingLevel")?,
            id,
            outline,
            feature,
        })),
    })
}

fn outline(geometry: &Value) -> Option<Polygon> {
    let ring = geometry["coordinates"][0].as_array()?;
    let place = |pair: &Value| Some(Coord { x: pair[0].as_f64()?, y: pair[1].as_f64()? });
    let ring = ring.iter().map(place).collect::<Option<Vec<_>>>()?;
    Some(Polygon::new(LineString::new(ring), Vec::new()))
}

/// The vertices furthest to the north-west, north-east, south-east, south-west.
fn corners(outline: &Polygon) -> [LonLat; 4] {
    let ring = &outline.exterior().0;
    let furthest = |x: f64, y: f64| {
        let reach = |place: &&LonLat| place.x * x * 0.79 + place.y * y;
        ring.iter().max_by(|a, b| reach(a).total_cmp(&reach(b))).copied().unwrap_or_default()
    };
    [furthest(-1.0, 1.0), furthest(1.0, 1.0), furthest(1.0, -1.0), furthest(-1.0, -1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_captured_record_is_read() {
        let scenes = scenes();
        assert_eq!(scenes.len(), 50);
        assert!(scenes.iter().any(|scene| scene.processing_level() == "SENSOR"));
        assert!(scenes.iter().all(|scene| scene.bounds()[0] < -122.0));
    }
}
