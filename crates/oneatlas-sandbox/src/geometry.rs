//! GeoJSON geometries, read strictly enough to say what is wrong with one.

use geo::{
    Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, Validation,
};
use serde_json::{Value, json};

/// Reads a geometry; the error says what was wrong, without naming where it stood.
pub(crate) fn read(value: &Value) -> Result<Geometry, String> {
    let coordinates = &value["coordinates"];
    let geometry = match value["type"].as_str() {
        Some("Point") => Geometry::Point(Point(position(coordinates)?)),
        Some("LineString") => Geometry::LineString(line(coordinates)?),
        Some("Polygon") => Geometry::Polygon(polygon(coordinates)?),
        Some("MultiPoint") => {
            Geometry::MultiPoint(MultiPoint(line(coordinates)?.0.into_iter().map(Point).collect()))
        }
        Some("MultiLineString") => Geometry::MultiLineString(MultiLineString(each(coordinates, line)?)),
        Some("MultiPolygon") => Geometry::MultiPolygon(MultiPolygon(each(coordinates, polygon)?)),
        Some(other) => return Err(format!("type '{other}' is not supported")),
        None => return Err("type is missing".to_owned()),
    };
    check(geometry)
}

/// Refuses what crosses itself.
pub(crate) fn check(geometry: Geometry) -> Result<Geometry, String> {
    match geometry.check_validation() {
        Ok(()) => Ok(geometry),
        Err(fault) => Err(format!("the geometry is not valid: {fault}")),
    }
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    value.as_array().ok_or("coordinates must be a list")?.iter().map(read).collect()
}

fn position(value: &Value) -> Result<Coord, String> {
    let number = |index: usize| value[index].as_f64().filter(|number| number.is_finite());
    match (number(0), number(1)) {
        (Some(x), Some(y)) if (-90.0..=90.0).contains(&y) => Ok(Coord { x, y }),
        (Some(_), Some(y)) => Err(format!("latitude {y} is not between -90 and 90")),
        _ => Err("a position must be [longitude, latitude]".to_owned()),
    }
}

fn line(value: &Value) -> Result<LineString, String> {
    each(value, position).map(LineString::new)
}

fn polygon(value: &Value) -> Result<Polygon, String> {
    let mut rings = each(value, line)?.into_iter();
    let outer = rings.next().ok_or("a polygon needs a ring")?;
    Ok(Polygon::new(outer, rings.collect()))
}

fn ring(line: &LineString) -> Value {
    line.0.iter().map(|place| json!([place.x, place.y])).collect()
}

/// A polygon as GeoJSON.
pub(crate) fn write(polygon: &Polygon) -> Value {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring);
    json!({ "type": "Polygon", "coordinates": rings.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_read_and_written_alike() {
        let value =
            json!({ "type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]] });
        let Geometry::Polygon(polygon) = read(&value).unwrap() else { panic!("not a polygon") };
        assert_eq!(write(&polygon), value);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let bow = json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] });
        assert!(read(&bow).unwrap_err().contains("not valid"));
        assert!(read(&json!({ "type": "Circle" })).unwrap_err().contains("Circle"));
        assert!(read(&json!({ "type": "Point", "coordinates": [1, 91] })).unwrap_err().contains("91"));
    }
}
