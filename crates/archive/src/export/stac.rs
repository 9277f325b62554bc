//! A STAC ItemCollection, version 1.1.0, with the extensions for imagery and viewing angles.

use std::io::{Result, Write};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::geojson::geometry;
use super::{ExportedScene, faults};
use crate::platform::SceneConstellation;

/// The beginning of an extension's keys, and its schema.
const EXTENSIONS: [(&str, &str); 2] = [
    ("eo:", "https://stac-extensions.github.io/eo/v1.1.0/schema.json"),
    ("view:", "https://stac-extensions.github.io/view/v1.0.0/schema.json"),
];
/// Before this there were no such satellites.
const FIRST: &str = "1986-02-22T00:00:00Z";

pub(super) fn write(scenes: &[ExportedScene], written_at: Timestamp, to: &mut impl Write) -> Result<()> {
    to.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
    for (number, scene) in scenes.iter().enumerate() {
        if number > 0 {
            to.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *to, &item(scene, written_at))?;
    }
    to.write_all(b"\n],\"links\":[]}\n")
}

fn item(scene: &ExportedScene, written_at: Timestamp) -> Value {
    let properties = properties(scene, written_at);
    // An extension that is named must be made use of.
    let used = EXTENSIONS.iter().filter(|(keys, _)| properties.keys().any(|key| key.starts_with(keys)));
    let extensions: Vec<&str> = used.map(|(_, schema)| *schema).collect();
    let mut item = json!({
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": extensions,
        "id": scene.row.id,
        "geometry": geometry(&scene.ground),
        "properties": properties,
        "links": [],
        "assets": assets(scene),
    });
    // An item without a geometry has no box either.
    if let Some(bounds) = scene.bounds() {
        item["bbox"] = json!(bounds);
    }
    item
}

fn properties(scene: &ExportedScene, written_at: Timestamp) -> Map<String, Value> {
    let row = &scene.row;
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            properties.insert(key.to_owned(), value);
        }
    };
    put("title", json!(scene.identifier));
    put("platform", json!(row.platform));
    put("constellation", json!(constellation(row.constellation)));
    put("gsd", json!(row.resolution));
    // What the schemas do not admit is left out, as what is not known.
    let within =
        |value: Option<f64>, low: f64, high: f64| json!(value.filter(|value| (low..=high).contains(value)));
    put("eo:cloud_cover", within(row.cloud, 0.0, 100.0));
    put("eo:snow_cover", within(row.snow, 0.0, 100.0));
    put("view:incidence_angle", within(row.incidence, 0.0, 90.0));
    put("view:sun_elevation", within(row.sun, -90.0, 90.0));
    put("view:sun_azimuth", json!(scene.sun_azimuth.map(|azimuth| azimuth.rem_euclid(360.0))));
    put("swath:coverage_percent", json!(row.placed.then_some(row.coverage)));
    put("swath:product_type", json!((!row.product_type.is_empty()).then_some(&row.product_type)));
    put("swath:faults", json!(Some(faults(row)).filter(|faults| !faults.is_empty())));
    match scene.acquired {
        Some(acquired) => put("datetime", json!(acquired.to_string())),
        None => {
            // Without a moment the standard asks for a span, and it can only be this one.
            put("start_datetime", json!(FIRST));
            put(
                "end_datetime",
                json!(written_at.round(jiff::Unit::Second).unwrap_or(written_at).to_string()),
            );
            properties.insert("datetime".to_owned(), Value::Null);
        }
    }
    properties
}

fn constellation(constellation: SceneConstellation) -> Option<&'static str> {
    match constellation {
        SceneConstellation::Spot => Some("spot"),
        SceneConstellation::Phr => Some("pleiades"),
        SceneConstellation::Pneo => Some("pleiades-neo"),
        SceneConstellation::Other => None,
    }
}

fn assets(scene: &ExportedScene) -> Map<String, Value> {
    let links = [("thumbnail", &scene.thumbnail, "thumbnail"), ("overview", &scene.quicklook, "overview")];
    let there = links.into_iter().filter_map(|(name, link, role)| Some((name, link.as_ref()?, role)));
    there
        .map(|(name, link, role)| {
            (name.to_owned(), json!({"href": link, "type": "image/jpeg", "roles": [role]}))
        })
        .collect()
}
