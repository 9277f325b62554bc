//! Two scenes together: how well they make a stereo pair, and what they have in common.

use geo::BooleanOps;
use serde::Serialize;
use serde_json::Value;

use crate::index::Archive;
use crate::scene::Scene;

/// What two scenes are together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ScenePair {
    /// The distance between the two places from which they were taken, as a share of the height: 0.2 to 0.6 is good for
    /// heights. `None` when an angle is not known.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub base_to_height: Option<f64>,
    /// The angle between the two lines of sight, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub convergence: Option<f64>,
    /// What both show, as a share of the smaller, in %.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub overlap: f64,
    /// The share of the area that both show, in %.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub both_cover: f64,
    /// The share of the area that one or the other shows, in %.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub together_cover: f64,
    /// Days between them. `None` when a date is not known.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub days_apart: Option<f64>,
}

impl Archive {
    /// Compares two scenes that are here; their records are given as they came.
    pub fn pair(&self, one: (&str, &Value), other: (&str, &Value)) -> Option<ScenePair> {
        let (first, second) = (self.ids.find(one.0)?, self.ids.find(other.0)?);
        let (a, b) = (Scene::from_feature(one.1), Scene::from_feature(other.1));
        let sights = line_of_sight(&a).zip(line_of_sight(&b));
        let grounds = self.shapes.polygon(first).zip(self.shapes.polygon(second));
        let (overlap, both_cover) = grounds.map_or((0.0, 0.0), |(ground, next)| {
            let common = aoi::intersection_km2(&ground, &next);
            let smaller = aoi::geodesic_km2(&ground).min(aoi::geodesic_km2(&next));
            let parts = ground.intersection(&next).0;
            let covered = self.grounds.union_coverage(&parts);
            (if smaller > 0.0 { (common / smaller * 100.0).min(100.0) } else { 0.0 }, covered)
        });
        let seconds = a.acquired.zip(b.acquired).map(|(a, b)| (a.as_second() - b.as_second()).abs());
        Some(ScenePair {
            base_to_height: sights.map(|([ax, ay], [bx, by])| (ax - bx).hypot(ay - by)),
            convergence: sights.map(|(a, b)| between(a, b)),
            overlap,
            both_cover,
            together_cover: self.union_coverage([one.0, other.0]),
            days_apart: seconds.map(|seconds| seconds as f64 / 86_400.0),
        })
    }
}

/// Where the satellite stood, seen from the ground, in units of its height: to the east and to the north. The two parts of
/// the incidence angle are along and across the direction of the scan.
fn line_of_sight(scene: &Scene) -> Option<[f64; 2]> {
    let (across, along) =
        (scene.incidence_across?.to_radians().tan(), scene.incidence_along?.to_radians().tan());
    // All of these satellites scan from north to south when nothing else is said.
    let (sine, cosine) = scene.azimuth.unwrap_or(180.0).to_radians().sin_cos();
    let sight = [along * sine + across * cosine, along * cosine - across * sine];
    sight.iter().all(|part| part.is_finite()).then_some(sight)
}

fn between([ax, ay]: [f64; 2], [bx, by]: [f64; 2]) -> f64 {
    let cosine = (ax * bx + ay * by + 1.0) / ((ax * ax + ay * ay + 1.0) * (bx * bx + by * by + 1.0)).sqrt();
    cosine.clamp(-1.0, 1.0).acos().to_degrees()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn feature(id: &str, across: f64, along: f64, azimuth: f64, west: f64, date: &str) -> Value {
        let east = west + 1.0;
        json!({
            "geometry": {"type": "Polygon", "coordinates": [[[west, 0], [east, 0], [east, 1], [west, 1], [west, 0]]]},
            "properties": {"id": id, "incidenceAngleAcrossTrack": across, "incidenceAngleAlongTrack": along,
                "azimuthAngle": azimuth, "acquisitionDate": date},
        })
    }

    #[test]
    fn a_look_forward_and_one_back_make_a_base_of_both_tangents() {
        let area =
            aoi::AreaPolygon::from_ring(vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]);
        let mut archive = Archive::new(area);
        let forward = feature("f", 0.0, 14.0, 180.0, 0.0, "2024-05-01T10:00:00Z");
        let back = feature("b", 0.0, -14.0, 180.0, 0.5, "2024-05-03T22:00:00Z");
        let turned = feature("t", 0.0, 14.0, 0.0, 0.0, "2024-05-01T10:00:00Z");
        archive.insert(&[forward.clone(), back.clone(), turned.clone()]);
        let pair = archive.pair(("f", &forward), ("b", &back)).unwrap();
        assert!((pair.base_to_height.unwrap() - 2.0 * 14.0_f64.to_radians().tan()).abs() < 1e-9);
        assert!((pair.convergence.unwrap() - 28.0).abs() < 1e-9);
        assert_eq!(pair.days_apart, Some(2.5));
        assert!((pair.overlap - 50.0).abs() < 0.1, "{}", pair.overlap);
        assert!((pair.both_cover - 50.0).abs() < 0.1 && pair.together_cover > 99.9, "{pair:?}");
        // A look forward while flying north is a look back while flying south.
        let pair = archive.pair(("f", &forward), ("t", &turned)).unwrap();
        assert!((pair.convergence.unwrap() - 28.0).abs() < 1e-9);
        let unsaid = json!({"properties": {"id": "f"}});
        let pair = archive.pair(("f", &unsaid), ("b", &back)).unwrap();
        assert_eq!((pair.base_to_height, pair.days_apart), (None, None));
        assert!(archive.pair(("f", &forward), ("gone", &back)).is_none());
    }
}
