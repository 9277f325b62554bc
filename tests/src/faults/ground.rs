//! What is bought: a scene over a ground.

use std::collections::BTreeSet;

use aoi::AreaPolygon;
use serde_json::Value;

/// A rectangle in millionths of a degree: west, south, east, north. All areas of the schedules are upright rectangles, so
/// that whether two meet needs no geometry of the program's.
pub(super) type Ground = [i64; 4];

/// One scene over one ground.
pub(super) type Piece = (String, Ground);

/// Where schedules buy: two areas that share half of their ground, and one apart.
pub(super) const AREAS: [(&str, [f64; 4]); 3] = [
    ("Tagus estuary", [-9.08, 38.74, -9.04, 38.80]),
    ("Tagus middle", [-9.06, 38.74, -9.02, 38.80]),
    ("Tagus east", [-9.01, 38.74, -8.98, 38.80]),
];

/// All of them and a little more: where scenes are looked for.
pub(super) const WHOLE: (&str, [f64; 4]) = ("Tagus", [-9.08, 38.74, -8.98, 38.80]);

pub(super) fn polygon([west, south, east, north]: [f64; 4]) -> AreaPolygon {
    AreaPolygon::from_ring(vec![[west, south], [east, south], [east, north], [west, north], [west, south]])
}

/// The ground of an area of [`AREAS`] by its name.
pub(super) fn ground_named(name: &str) -> Option<Ground> {
    let (_, corners) = AREAS.iter().find(|(known, _)| *known == name)?;
    Some(corners.map(millionths))
}

/// The name of the area of this ground.
pub(super) fn name_of(ground: Ground) -> &'static str {
    AREAS.iter().find(|(_, corners)| corners.map(millionths) == ground).map_or("", |(name, _)| name)
}

fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

/// The ground that a GeoJSON polygon bounds.
fn ground(geometry: &Value) -> Option<Ground> {
    let ring = geometry["coordinates"].get(0)?.as_array()?;
    let values = |axis: usize| ring.iter().filter_map(move |point| point.get(axis)?.as_f64()).map(millionths);
    Some([values(0).min()?, values(1).min()?, values(0).max()?, values(1).max()?])
}

/// Whether two pieces are the same scene over ground that they share.
pub(super) fn meet(one: &Piece, other: &Piece) -> bool {
    let ([west, south, east, north], [w, s, e, n]) = (one.1, other.1);
    one.0 == other.0 && west.max(w) < east.min(e) && south.max(s) < north.min(n)
}

/// What an entry of the vendor's books holds.
pub(super) fn pieces(entry: &Value) -> Vec<Piece> {
    let items = entry["items"].as_array().into_iter().flatten();
    items
        .flat_map(|item| {
            let ground = ground(&item["geometry"]);
            let scenes: BTreeSet<&str> =
                item["scenes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            scenes.into_iter().filter_map(move |scene| Some((scene.to_owned(), ground?))).collect::<Vec<_>>()
        })
        .collect()
}
