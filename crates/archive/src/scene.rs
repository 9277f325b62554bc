//! One scene as the search sends it, read leniently: the vendor adds keys without notice, leaves others empty, and writes
//! some in two ways. Whatever is unusable becomes `None`, and the scene is kept.

use std::hash::{DefaultHasher, Hash, Hasher};

use geo::Polygon;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::flaws::{Flaws, SceneFlaw};
use crate::footprint::{self, Footprint};
use crate::platform::{Backend, Constellation, SceneConstellation, platform_name};
use crate::row::SceneProperty;

/// A scene. Angles in degrees, shares in %.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// `properties.id`, or the feature's own id; never empty.
    pub id: String,
    /// When it was taken.
    pub acquired: Option<Timestamp>,
    /// Whose.
    pub constellation: SceneConstellation,
    /// Name of the satellite, such as `Pléiades 1B`.
    pub platform: String,
    /// `mono`, `bundle`, `stereo` and so on.
    pub product_type: String,
    /// Size of a pixel on the ground, in m.
    pub resolution: Option<f64>,
    /// Cloud over the whole scene.
    pub cloud: Option<f64>,
    /// Snow over the whole scene.
    pub snow: Option<f64>,
    /// Angle from the vertical, never negative.
    pub incidence: Option<f64>,
    /// Its part across the track.
    pub incidence_across: Option<f64>,
    /// Its part along the track.
    pub incidence_along: Option<f64>,
    /// Height of the sun above the horizon.
    pub sun_elevation: Option<f64>,
    /// Direction of the sun, from north.
    pub sun_azimuth: Option<f64>,
    /// Direction of the scan, from north.
    pub azimuth: Option<f64>,
    /// When the vendor published it, in the vendor's own words.
    pub published: Option<String>,
    /// `archiveIdentifier`: what a legacy order names.
    pub archive_identifier: Option<String>,
    /// `acquisitionIdentifier`.
    pub acquisition_identifier: Option<String>,
    /// Where the small picture is.
    pub thumbnail: Option<String>,
    /// Where the large picture is.
    pub quicklook: Option<String>,
    /// The ground it shows, with continuous longitudes; `None` when the vendor's geometry can't be used.
    pub footprint: Option<Polygon>,
    /// What is wrong with the record.
    pub flaws: Flaws,
}

impl Scene {
    /// Reads a feature of a search answer. Never fails: see the module.
    pub fn from_feature(feature: &Value) -> Scene {
        let empty = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let text = |key: &str| properties.get(key).and_then(text);
        let number = |key: &str| properties.get(key).and_then(number);
        let share = |key: &str| number(key).filter(|share| (0.0..=100.0).contains(share));
        let platform = text("platform").unwrap_or_default();
        let acquired = text("acquisitionDate").and_then(|date| moment(&date));
        let footprint = footprint::read(feature.get("geometry").unwrap_or(&Value::Null));
        let given =
            properties.get("id").and_then(self::text).or_else(|| feature.get("id").and_then(self::text));
        let flaws = flaws(given.is_some(), acquired, &footprint);
        let constellation = text("constellation").and_then(|code| Constellation::parse(&code));
        Scene {
            id: given.unwrap_or_else(|| digest(feature)),
            acquired,
            constellation: constellation.or_else(|| by_platform(&platform)).into(),
            platform: platform_name(&platform),
            product_type: text("productType").unwrap_or_default(),
            resolution: number("resolution").filter(|resolution| *resolution > 0.0),
            cloud: share("cloudCover"),
            snow: share("snowCover"),
            incidence: number("incidenceAngle").map(f64::abs),
            incidence_across: number("incidenceAngleAcrossTrack"),
            incidence_along: number("incidenceAngleAlongTrack"),
            sun_elevation: number("illuminationElevationAngle"),
            sun_azimuth: number("illuminationAzimuthAngle"),
            azimuth: number("azimuthAngle"),
            published: text("publicationDate"),
            archive_identifier: text("archiveIdentifier"),
            acquisition_identifier: text("acquisitionIdentifier"),
            thumbnail: link(feature, "thumbnail"),
            quicklook: link(feature, "quicklook"),
            footprint: match footprint {
                Footprint::Placed(polygon) => Some(polygon),
                Footprint::Missing | Footprint::Unusable => None,
            },
            flaws,
        }
    }

    /// When the vendor last changed the record of a feature.
    pub fn updated_of(feature: &Value) -> Option<Timestamp> {
        moment(feature.get("properties")?.get("lastUpdateDate")?.as_str()?)
    }

    /// The name of the acquisition that the vendor's people would understand; the id when there is none.
    pub fn identifier(&self) -> &str {
        let named = self.archive_identifier.as_ref().or(self.acquisition_identifier.as_ref());
        named.unwrap_or(&self.id)
    }

    /// Which of the vendor's systems sells it.
    pub fn backend(&self) -> Backend {
        self.constellation.into()
    }
}

/// A scene without any id still needs one to be told apart by: a digest of all it says.
fn digest(feature: &Value) -> String {
    let mut digest = DefaultHasher::new();
    feature.to_string().hash(&mut digest);
    format!("scene-{:016x}", digest.finish())
}

/// SPOT 1 sent its first picture in February 1986.
const FIRST_PICTURE: Timestamp = Timestamp::constant(509_000_000, 0);

fn flaws(has_id: bool, acquired: Option<Timestamp>, footprint: &Footprint) -> Flaws {
    let mut flaws = Flaws::default();
    if !has_id {
        flaws.add(SceneFlaw::NoId);
    }
    match acquired {
        None => flaws.add(SceneFlaw::NoDate),
        Some(acquired) if acquired < FIRST_PICTURE => flaws.add(SceneFlaw::OddDate),
        Some(_) => {}
    }
    match footprint {
        Footprint::Missing => flaws.add(SceneFlaw::NoGeometry),
        Footprint::Unusable => flaws.add(SceneFlaw::BadGeometry),
        Footprint::Placed(polygon) => {
            let closed = &polygon.exterior().0;
            if footprint::is_crossed(&closed[..closed.len().saturating_sub(1)]) {
                flaws.add(SceneFlaw::CrossedOutline);
            }
        }
    }
    flaws
}

fn by_platform(code: &str) -> Option<Constellation> {
    let code = code.to_ascii_uppercase();
    Constellation::ALL.into_iter().find(|one| code.starts_with(one.as_str()))
}

/// Text that says something; numbers as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A finite number, also when it is written as text.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// A moment with any number of decimals. Times without a zone and bare days were seen; both are UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let utc = |civil: jiff::civil::DateTime| civil.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok();
    text.parse().ok().or_else(|| text.parse().ok().and_then(utc).map(|zoned| zoned.timestamp()))
}

/// The address behind a link, which is an object or a list of objects.
fn link(feature: &Value, name: &str) -> Option<String> {
    let link = feature.get("_links")?.get(name)?;
    let href = |link: &Value| link.get("href").and_then(text);
    match link {
        Value::Array(several) => several.iter().find_map(href),
        one => href(one),
    }
}

/// All properties of a feature as text, in the vendor's order.
pub(crate) fn properties(feature: &Value) -> Vec<SceneProperty> {
    let Some(properties) = feature.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let known = properties.iter().filter_map(|(key, value)| {
        let value = match value {
            Value::Null => None,
            Value::Bool(yes) => Some(if *yes { "yes".to_owned() } else { "no".to_owned() }),
            Value::Array(_) | Value::Object(_) => Some(value.to_string()),
            _ => text(value),
        };
        value.map(|value| SceneProperty { key: key.clone(), value })
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_scene_without_anything_is_still_a_scene() {
        for nothing in [json!({}), json!(null), json!({"properties": null, "geometry": 3, "_links": []})] {
            let scene = Scene::from_feature(&nothing);
            assert!(scene.id.starts_with("scene-"));
            assert_eq!(scene.id, Scene::from_feature(&nothing).id);
            assert_eq!((scene.footprint, scene.cloud, scene.acquired), (None, None, None));
            assert_eq!(scene.constellation, SceneConstellation::Other);
        }
    }

    #[test]
    fn the_id_of_the_properties_goes_before_the_top_level_one() {
        let both = json!({"id": "outer", "properties": {"id": "inner"}});
        assert_eq!(Scene::from_feature(&both).id, "inner");
        assert_eq!(Scene::from_feature(&json!({"id": "outer", "properties": {"id": ""}})).id, "outer");
        assert_eq!(Scene::from_feature(&json!({"properties": {"id": 17}})).id, "17");
    }

    #[test]
    fn numbers_are_read_from_text_and_nonsense_is_dropped() {
        let scene = Scene::from_feature(&json!({"properties": {
            "cloudCover": "12.5", "snowCover": 140, "incidenceAngle": -17.2, "resolution": "none",
        }}));
        assert_eq!((scene.cloud, scene.snow), (Some(12.5), None));
        assert_eq!((scene.incidence, scene.resolution), (Some(17.2), None));
    }

    #[test]
    fn a_date_is_read_with_any_number_of_decimals_and_without_a_zone() {
        let at = |text: &str| moment(text).map(|moment| moment.to_string());
        assert_eq!(at("2017-10-22T20:19:59Z").unwrap(), "2017-10-22T20:19:59Z");
        assert_eq!(at("2020-04-05T19:45:17.523021915Z").unwrap(), "2020-04-05T19:45:17.523021915Z");
        assert_eq!(at("2020-04-05T19:45:17").unwrap(), "2020-04-05T19:45:17Z");
        assert_eq!(at("2020-04-05").unwrap(), "2020-04-05T00:00:00Z");
        assert_eq!(at("last week"), None);
    }

    #[test]
    fn links_are_taken_from_an_object_or_a_list() {
        let scene = Scene::from_feature(&json!({"_links": {
            "thumbnail": {"href": "https://a/t"}, "quicklook": [{"name": "x"}, {"href": "https://a/q"}],
        }}));
        assert_eq!(scene.thumbnail.as_deref(), Some("https://a/t"));
        assert_eq!(scene.quicklook.as_deref(), Some("https://a/q"));
    }

    #[test]
    fn the_constellation_is_known_from_the_satellite_when_it_is_not_said() {
        let scene = Scene::from_feature(&json!({"properties": {"platform": "PNEO4"}}));
        assert_eq!(scene.constellation, SceneConstellation::Pneo);
        assert_eq!(scene.backend(), Backend::Neo);
    }
}
