//! GeoJSON, RFC 7946: one feature for each scene.

use std::io::{Result, Write};

use geo::{LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value, json};

use super::{COLUMNS, Cell, ExportedScene};

pub(super) fn write(scenes: &[ExportedScene], to: &mut impl Write) -> Result<()> {
    to.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
    for (number, scene) in scenes.iter().enumerate() {
        if number > 0 {
            to.write_all(b",\n")?;
        }
        let feature = json!({
            "type": "Feature",
            "id": scene.row.id,
            "geometry": geometry(&scene.ground),
            "properties": properties(scene),
        });
        serde_json::to_writer(&mut *to, &feature)?;
    }
    to.write_all(b"\n]}\n")
}

pub(super) fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Moment(moment) => moment.to_string().into(),
        Cell::Number(number) => number.into(),
        Cell::Truth(truth) => truth.into(),
        Cell::Nothing => Value::Null,
    }
}

fn properties(scene: &ExportedScene) -> Map<String, Value> {
    let named = COLUMNS.iter().zip(scene.cells());
    named.map(|((name, _), cell)| ((*name).to_owned(), value(cell))).collect()
}

/// A polygon, several, or nothing.
pub(super) fn geometry(ground: &MultiPolygon) -> Value {
    let ring = |line: &LineString| Value::from_iter(line.coords().map(|coord| json!([coord.x, coord.y])));
    let rings = |polygon: &Polygon| {
        Value::from_iter(std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring))
    };
    match ground.0.as_slice() {
        [] => Value::Null,
        [one] => json!({"type": "Polygon", "coordinates": rings(one)}),
        several => {
            json!({"type": "MultiPolygon", "coordinates": Value::from_iter(several.iter().map(rings))})
        }
    }
}
