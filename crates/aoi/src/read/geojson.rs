//! GeoJSON: any geometry, feature or collection, also several one after another; only polygons are areas.
//!
//! Coordinates are read straight into numbers, without a tree of values between: a file of a million vertices takes a
//! fraction of a second, and a fault in it is named by line and column.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::collected::{Collected, Found, place_in};
use crate::error::AoiError;
use crate::polygon::AreaPolygon;

const FORM: &str = "GeoJSON";
/// Properties that name a thing, best first.
const NAMES: [&str; 5] = ["name", "title", "label", "designation", "id"];

pub(super) fn read(text: &str) -> Result<Vec<Found>, AoiError> {
    let mut reader = Reader { text, collected: Collected::default() };
    for node in serde_json::Deserializer::from_str(text).into_iter::<Node<'_>>() {
        let node = node.map_err(|error| malformed(text, 0, &error))?;
        reader.node(&node, None)?;
    }
    reader.collected.finish(FORM)
}

/// A bare `coordinates` member: a ring, the rings of a polygon, or the polygons of a multipolygon, by its depth.
pub(super) fn read_coordinates(text: &str) -> Result<Vec<Found>, AoiError> {
    let depth = text.chars().filter(|c| !c.is_whitespace()).take_while(|c| *c == '[').count();
    let wrong = |error: serde_json::Error| malformed(text, 0, &error);
    let mut collected = Collected::default();
    match depth {
        2 => {
            let ring: Vec<Position> = serde_json::from_str(text).map_err(wrong)?;
            collected.area(None, super::ring_of(ring.into_iter().map(|position| position.0).collect()))?;
        }
        3 => collected.area(None, polygon(serde_json::from_str(text).map_err(wrong)?))?,
        _ => {
            let parts: Vec<Rings> = serde_json::from_str(text).map_err(wrong)?;
            collected.parts(None, parts.into_iter().map(polygon).collect())?;
        }
    }
    collected.finish("list of coordinates")
}

/// Any GeoJSON object, with what is needed of it.
#[derive(Deserialize)]
struct Node<'a> {
    #[serde(borrow, rename = "type", default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    features: Option<Vec<Node<'a>>>,
    #[serde(borrow, default)]
    geometry: Option<Box<Node<'a>>>,
    #[serde(borrow, default)]
    geometries: Option<Vec<Node<'a>>>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    crs: Option<Value>,
}

/// A position; what follows longitude and latitude is left out.
struct Position([f64; 2]);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Position, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position of at least two numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
                let lon = numbers.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
                let lat = numbers.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
                while numbers.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position([lon, lat]))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

type Rings = Vec<Vec<Position>>;

struct Reader<'a> {
    text: &'a str,
    collected: Collected,
}

impl<'a> Reader<'a> {
    fn node(&mut self, node: &Node<'a>, name: Option<&str>) -> Result<(), AoiError> {
        other_system(node)?;
        let own = || name_of(node.properties).or_else(|| node.id.as_ref().and_then(words));
        match node.kind.as_deref() {
            Some("FeatureCollection") => {
                node.features.iter().flatten().try_for_each(|feature| self.node(feature, None))
            }
            Some("Feature") => match &node.geometry {
                Some(geometry) => self.node(geometry, own().as_deref()),
                None => {
                    self.collected.other("feature without a geometry");
                    Ok(())
                }
            },
            Some("GeometryCollection") => {
                let polygons = self.polygons(node)?;
                self.collected.parts(name, polygons)
            }
            Some("Polygon" | "MultiPolygon") => {
                let polygons = self.polygons(node)?;
                self.collected.parts(name, polygons)
            }
            kind => {
                self.collected.other(other(kind));
                Ok(())
            }
        }
    }

    /// The polygons of a geometry, those of a collection with them.
    fn polygons(&mut self, node: &Node<'a>) -> Result<Vec<AreaPolygon>, AoiError> {
        match node.kind.as_deref() {
            Some("Polygon") => Ok(vec![polygon(self.coordinates(node)?)]),
            Some("MultiPolygon") => {
                let parts: Vec<Rings> = self.coordinates(node)?;
                Ok(parts.into_iter().map(polygon).collect())
            }
            Some("GeometryCollection") => {
                let mut found = Vec::new();
                for geometry in node.geometries.iter().flatten() {
                    found.extend(self.polygons(geometry)?);
                }
                Ok(found)
            }
            kind => {
                self.collected.other(other(kind));
                Ok(Vec::new())
            }
        }
    }

    fn coordinates<T: Deserialize<'a>>(&self, node: &Node<'a>) -> Result<T, AoiError> {
        let raw = node.coordinates.map_or("null", RawValue::get);
        serde_json::from_str(raw).map_err(|error| {
            // The piece is borrowed from the text, so its address tells where it stands.
            let start = (raw.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
            malformed(self.text, if start < self.text.len() { start } else { 0 }, &error)
        })
    }
}

fn polygon(rings: Rings) -> AreaPolygon {
    let ring = |ring: Vec<Position>| ring.into_iter().map(|position| position.0).collect();
    AreaPolygon { coordinates: rings.into_iter().map(ring).collect() }
}

fn other(kind: Option<&str>) -> &'static str {
    match kind {
        Some("Point") => "point",
        Some("MultiPoint") => "group of points",
        Some("LineString") => "line",
        Some("MultiLineString") => "group of lines",
        Some("Topology") => "TopoJSON topology",
        None => "object without a type",
        Some(_) => "object of an unknown type",
    }
}

/// GeoJSON before 2016 could name a reference system; only longitude and latitude in WGS 84 are taken.
fn other_system(node: &Node<'_>) -> Result<(), AoiError> {
    let name = node.crs.as_ref().and_then(|crs| crs.pointer("/properties/name")).and_then(Value::as_str);
    match name {
        Some(name) if !(name.contains("CRS84") || name.ends_with(":4326") || name == "WGS 84") => {
            Err(AoiError::Projected { example: name.to_owned() })
        }
        _ => Ok(()),
    }
}

fn name_of(properties: Option<&RawValue>) -> Option<String> {
    let properties: Map<String, Value> = serde_json::from_str(properties?.get()).ok()?;
    NAMES.iter().find_map(|wanted| {
        let (_, value) = properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted))?;
        words(value)
    })
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `start` is where the piece begins that serde counted lines and columns in.
fn malformed(text: &str, start: usize, error: &serde_json::Error) -> AoiError {
    let piece = &text[start..];
    let lines = piece.split_inclusive('\n').take(error.line().saturating_sub(1));
    let byte = start + lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message);
    // The one technical word that users would meet.
    let reason = reason.replace("expected f64", "expected a number");
    AoiError::Malformed { form: FORM, place: place_in(text, byte), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_is_named_by_line_and_column_of_the_whole_text() {
        let text = "{\"type\":\"Feature\",\n \"geometry\": {\"type\":\"Polygon\",\n  \"coordinates\": [[[0,0],\n   [1,\"x\"]]]}}";
        assert!(says(text).contains("line 4, column") && says(text).contains("a number"));
        assert!(says("{\"type\":\"Polygon\",").contains("line 1"));
        assert!(says(r#"{"type":"Polygon","coordinates":[[[0]]]}"#).contains("at least two numbers"));
        assert!(says(r#"{"type":"Polygon"}"#).contains("GeoJSON"));
        assert!(says(r#"{"type":"Polygon","coordinates":[[[1e999,0]]]}"#).contains("out of range"));
    }

    #[test]
    fn what_is_no_area_is_counted() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":{},"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}"#;
        assert!(says(text).contains("1 feature without a geometry, 1 line, 2 points"), "{}", says(text));
        assert!(says(r#"{"type":"Topology","objects":{}}"#).contains("TopoJSON"));
    }

    #[test]
    fn names_come_from_the_properties_or_the_id_and_reach_into_collections() {
        let square = "[[[0,0],[1,0],[1,1],[0,0]]]";
        let text = format!(
            r#"{{"type":"Feature","id":7,"properties":{{"Area":1}},"geometry":{{"type":"GeometryCollection","geometries":[
            {{"type":"Polygon","coordinates":{square}}},{{"type":"MultiPolygon","coordinates":[{square}]}}]}}}}"#
        );
        let names: Vec<Option<String>> = read(&text).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [Some("7 · 1".to_owned()), Some("7 · 2".to_owned())]);
    }

    #[test]
    fn lines_of_features_are_read_as_one_file() {
        let line = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
        assert_eq!(read(&format!("{line}\n{line}\n")).unwrap().len(), 2);
    }

    #[test]
    fn another_reference_system_is_refused() {
        let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32633"}},"features":[]}"#;
        assert!(says(text).contains("32633"));
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_hang() {
        let deep = format!(
            "{}{}",
            r#"{"type":"GeometryCollection","geometries":["#.repeat(5_000),
            "]}".repeat(5_000)
        );
        assert!(says(&deep).contains("recursion"));
        let brackets =
            format!(r#"{{"type":"Polygon","coordinates":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&brackets).is_err());
    }
}
