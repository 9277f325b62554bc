//! GeoJSON: any geometry, feature or collection, also several one after another, as lines or as a text sequence.
//!
//! Coordinates are read straight into numbers, without a tree of values between: a file of a million vertices takes a
//! fraction of a second, and a fault in it is named by line and column.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::found::{Features, Shape, System, name_among, place_in};
use super::numbers::{Numbers, Rings, Wrong};
use super::rings::polygons;
use crate::error::AoiError;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "GeoJSON";

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    // RFC 8142 puts a record separator before each text.
    let plain = if text.contains('\u{1e}') { Cow::Owned(text.replace('\u{1e}', " ")) } else { text.into() };
    let mut reader = Reader { text: &plain, features: Features::new(FORM, System::OfTheForm) };
    if plain.trim_start().starts_with('[') {
        // Programs keep features in a plain list, too.
        let nodes: Vec<Option<Node<'_>>> =
            serde_json::from_str(&plain).map_err(|error| malformed(&plain, &error))?;
        nodes.iter().flatten().try_for_each(|node| reader.node(node, None))?;
        return reader.features.some();
    }
    for node in serde_json::Deserializer::from_str(&plain).into_iter::<Node<'_>>() {
        let node = node.map_err(|error| malformed(&plain, &error))?;
        reader.node(&node, None)?;
    }
    reader.features.some()
}

/// A bare `coordinates` member: a ring, the rings of a polygon, or the polygons of a multipolygon, by its depth.
pub(super) fn read_coordinates(text: &str, form: &'static str) -> Result<Features, AoiError> {
    let depth = text.chars().filter(|c| !c.is_whitespace()).take_while(|c| *c == '[').count();
    let wrong = |wrong: Wrong| wrong.named(form, |byte| place_in(text, byte));
    let mut numbers = Numbers::new(text);
    let mut features = Features::new(form, System::Unstated);
    match depth {
        2 => {
            let ring = numbers.line().map_err(wrong)?;
            features.area(None, super::found::ring_of(&ring))?;
        }
        3 => features.area(None, polygon(numbers.rings().map_err(wrong)?))?,
        _ => {
            let parts = numbers.list(Numbers::rings).map_err(wrong)?;
            features.parts(None, parts.into_iter().map(|rings| Shape::Area(polygon(rings))).collect())?;
        }
    }
    numbers.end().map_err(wrong)?;
    features.some()
}

/// Any GeoJSON object, with what is needed of it.
#[derive(Deserialize)]
#[serde(expecting = "an object of GeoJSON")]
struct Node<'a> {
    #[serde(borrow, rename = "type", default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    features: Option<Vec<Option<Node<'a>>>>,
    #[serde(borrow, default)]
    geometry: Option<Box<Node<'a>>>,
    #[serde(borrow, default)]
    geometries: Option<Vec<Option<Node<'a>>>>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    crs: Option<Value>,
    // What follows is how ArcGIS writes it.
    #[serde(borrow, default)]
    attributes: Option<&'a RawValue>,
    #[serde(borrow, default)]
    rings: Option<&'a RawValue>,
    #[serde(borrow, default)]
    paths: Option<&'a RawValue>,
    #[serde(default, rename = "spatialReference")]
    spatial_reference: Option<Value>,
}

struct Reader<'a> {
    text: &'a str,
    features: Features,
}

impl<'a> Reader<'a> {
    fn node(&mut self, node: &Node<'a>, name: Option<&str>) -> Result<(), AoiError> {
        if let Some(system) = declared(node).or_else(|| declared_by_arcgis(node)) {
            self.features.system = system;
        }
        let own =
            || name_of(node.properties.or(node.attributes)).or_else(|| node.id.as_ref().and_then(words));
        match node.kind.as_deref() {
            None if node.features.is_some() => {
                node.features.iter().flatten().flatten().try_for_each(|feature| self.node(feature, None))
            }
            None if node.attributes.is_some() => match &node.geometry {
                Some(geometry) => self.node(geometry, own().as_deref()),
                None => {
                    self.features.other("feature without a geometry");
                    Ok(())
                }
            },
            Some("FeatureCollection") => {
                node.features.iter().flatten().flatten().try_for_each(|feature| self.node(feature, None))
            }
            Some("Feature") => match &node.geometry {
                Some(geometry) => self.node(geometry, own().as_deref()),
                None => {
                    self.features.other("feature without a geometry");
                    Ok(())
                }
            },
            _ => {
                let shapes = self.shapes(node)?;
                self.features.parts(name, shapes)
            }
        }
    }

    /// The shapes of a geometry, those of a collection with them.
    fn shapes(&mut self, node: &Node<'a>) -> Result<Vec<Shape>, AoiError> {
        let areas = |parts: Vec<Rings>| {
            parts.into_iter().map(|rings| Shape::Area(polygon(rings))).collect::<Vec<_>>()
        };
        let points =
            |points: Vec<Position>| points.into_iter().map(|point| Shape::Line(vec![point])).collect();
        match node.kind.as_deref() {
            Some("Polygon" | "MultiPolygon" | "LineString" | "MultiLineString" | "Point" | "MultiPoint")
                if node.coordinates.is_none() =>
            {
                self.features.other("shape without coordinates");
                Ok(Vec::new())
            }
            Some("Polygon") => Ok(areas(vec![self.coordinates(node, Numbers::rings)?])),
            Some("MultiPolygon") => {
                Ok(areas(self.coordinates(node, |numbers| numbers.list(Numbers::rings))?))
            }
            Some("LineString") => {
                let line = self.coordinates(node, Numbers::line)?;
                Ok(vec![self.features.line(line)])
            }
            Some("MultiLineString") => {
                let lines = self.coordinates(node, Numbers::rings)?;
                Ok(lines.into_iter().map(|line| self.features.line(line)).collect())
            }
            Some("Point") if node.coordinates.is_some_and(is_empty_list) => Ok(points(Vec::new())),
            Some("Point") => Ok(points(vec![self.coordinates(node, Numbers::position)?])),
            Some("MultiPoint") => Ok(points(self.coordinates(node, Numbers::line)?)),
            Some("GeometryCollection") => {
                let mut found = Vec::new();
                for geometry in node.geometries.iter().flatten().flatten() {
                    found.extend(self.shapes(geometry)?);
                }
                Ok(found)
            }
            None if node.rings.is_some() => {
                // An outline runs clockwise there and a hole the other way; which lies in which tells it more surely.
                let rings = self.list(node.rings, Numbers::rings)?;
                Ok(polygons(rings).into_iter().map(Shape::Area).collect())
            }
            None if node.paths.is_some() => {
                let lines = self.list(node.paths, Numbers::rings)?;
                Ok(lines.into_iter().map(|line| self.features.line(line)).collect())
            }
            Some("Topology") => Err(AoiError::Unsupported { form: "TopoJSON" }),
            kind => {
                self.features.other(if kind.is_some() {
                    "object of an unknown type"
                } else {
                    "object without a type"
                });
                Ok(Vec::new())
            }
        }
    }

    fn coordinates<T>(
        &self,
        node: &Node<'a>,
        read: fn(&mut Numbers<'a>) -> Result<T, Wrong>,
    ) -> Result<T, AoiError> {
        self.list(node.coordinates, read)
    }

    fn list<T>(
        &self,
        raw: Option<&'a RawValue>,
        read: fn(&mut Numbers<'a>) -> Result<T, Wrong>,
    ) -> Result<T, AoiError> {
        let raw = raw.map_or("", RawValue::get);
        let mut numbers = Numbers::new(raw);
        read(&mut numbers).and_then(|read| numbers.end().map(|()| read)).map_err(|wrong| {
            // The piece is borrowed from the text, so its address tells where it stands.
            let start = (raw.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
            let start = if start < self.text.len() { start } else { 0 };
            wrong.named(FORM, |byte| place_in(self.text, start + byte))
        })
    }
}

fn is_empty_list(raw: &RawValue) -> bool {
    raw.get().chars().filter(|c| !c.is_whitespace()).eq("[]".chars())
}

/// The number that ArcGIS gives a reference system; the newer of two, and its own for the Mercator of the web.
fn declared_by_arcgis(node: &Node<'_>) -> Option<System> {
    let reference = node.spatial_reference.as_ref()?;
    let number = |key: &str| reference.get(key)?.as_u64().and_then(|code| u32::try_from(code).ok());
    match number("latestWkid").or_else(|| number("wkid")) {
        Some(102_100 | 102_113 | 900_913) => Some(System::Epsg(3857)),
        Some(code) => Some(System::Epsg(code)),
        None => Some(System::Wkt(reference.get("wkt")?.as_str()?.to_owned())),
    }
}

fn polygon(coordinates: Rings) -> AreaPolygon {
    AreaPolygon { coordinates }
}

/// GeoJSON before 2016 could name a reference system.
fn declared(node: &Node<'_>) -> Option<System> {
    let crs = node.crs.as_ref()?;
    let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code"))?;
    let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
    if name.contains("CRS84") || name.eq_ignore_ascii_case("WGS 84") || name.eq_ignore_ascii_case("WGS84") {
        return Some(System::OfTheForm);
    }
    let digits = name.rsplit([':', '/']).next().and_then(|code| code.trim().parse().ok());
    Some(digits.map_or(System::Wkt(name), System::Epsg))
}

fn name_of(properties: Option<&RawValue>) -> Option<String> {
    let properties: Map<String, Value> = serde_json::from_str(properties?.get()).ok()?;
    let attributes: Vec<(&String, String)> =
        properties.iter().filter_map(|(key, value)| Some((key, words(value)?))).collect();
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    name_among(&attributes)
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn malformed(text: &str, error: &serde_json::Error) -> AoiError {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let byte = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message);
    AoiError::Malformed { form: FORM, place: place_in(text, byte), reason: reason.to_owned() }
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
    fn points_and_lines_are_found_too_and_the_rest_is_counted() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":{},"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}"#;
        let features = read(text).unwrap();
        assert_eq!(features.passed_over().as_deref(), Some("1 feature without a geometry"));
        assert_eq!(features.found.len(), 3);
        assert!(says(r#"{"type":"Topology","objects":{}}"#).contains("TopoJSON"));
    }

    #[test]
    fn names_come_from_the_properties_or_the_id_and_reach_into_collections() {
        let square = "[[[0,0],[1,0],[1,1],[0,0]]]";
        let text = format!(
            r#"{{"type":"Feature","id":7,"properties":{{"Area":1}},"geometry":{{"type":"GeometryCollection","geometries":[
            {{"type":"Polygon","coordinates":{square}}},{{"type":"MultiPolygon","coordinates":[{square}]}}]}}}}"#
        );
        let names: Vec<Option<String>> =
            read(&text).unwrap().found.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [Some("7 · 1".to_owned()), Some("7 · 2".to_owned())]);
    }

    #[test]
    fn what_arcgis_writes_is_read_with_its_names_and_system() {
        let text = r#"{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":102100,"latestWkid":3857},
            "features":[{"attributes":{"NAME":"A"},"geometry":{"rings":[[[0,0],[0,9],[9,9],[0,0]],[[1,2],[2,3],[1,3],[1,2]]]}},
            {"attributes":{"NAME":"B"},"geometry":{"rings":[[[20,0],[20,9],[29,9],[20,0]]]}},
            {"attributes":{"NAME":"C"},"geometry":null}]}"#;
        let features = read(text).unwrap();
        let names: Vec<_> = features.found.iter().map(|(name, _)| name.as_deref()).collect();
        assert_eq!((names, &features.system), (vec![Some("A"), Some("B")], &System::Epsg(3857)));
        let Shape::Area(holed) = &features.found[0].1 else { panic!("{features:?}") };
        assert_eq!(holed.coordinates.len(), 2);
        assert_eq!(
            read(r#"{"paths":[[[0,0],[0,9]]],"spatialReference":{"wkid":4326}}"#).unwrap().found.len(),
            1
        );
    }

    #[test]
    fn nothing_where_a_shape_could_be_is_passed_over() {
        let square = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[]]}"#;
        let text = format!(
            r#"[null,{{"type":"GeometryCollection","geometries":[null,{square}]}},{{"type":"Point","coordinates":[ ]}},
            {{"type":"Polygon","coordinates":[[]]}},{{"type":"LineString","coordinates":[]}}]"#
        );
        let features = read(&text).unwrap();
        assert_eq!(features.found.len(), 1);
        assert_eq!(features.passed_over().as_deref(), Some("2 empty shapes"));
        assert!(says(r#"{"type":"Polygon","coordinates":[]}"#).contains("1 empty shape"));
    }

    #[test]
    fn lines_of_features_are_read_as_one_file() {
        let line = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
        assert_eq!(read(&format!("{line}\n{line}\n")).unwrap().found.len(), 2);
        assert_eq!(read(&format!("\u{1e}{line}\n\u{1e}{line}\n")).unwrap().found.len(), 2);
    }

    #[test]
    fn the_reference_system_of_old_files_is_kept() {
        let system = |name: &str| {
            let crs = format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
            read(&format!(r#"{{"type":"Polygon","crs":{crs},"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"#))
                .unwrap()
                .system
        };
        assert_eq!(system("urn:ogc:def:crs:EPSG::32633"), System::Epsg(32_633));
        assert_eq!(system("EPSG:3857"), System::Epsg(3857));
        assert_eq!(system("urn:ogc:def:crs:OGC:1.3:CRS84"), System::OfTheForm);
        assert_eq!(system("Gauss"), System::Wkt("Gauss".to_owned()));
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
