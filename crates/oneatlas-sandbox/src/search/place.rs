//! Where: a bounding box or geometry, and how a scene must lie to it.

use geo::{BoundingRect, Contains, Coord, Geometry, Intersects, Polygon, Rect, Relate, Translate};
use serde_json::Value;
use wkt::TryFromWkt;

use crate::geometry;

/// How a footprint must lie to the geometry asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Intersects,
    Disjoint,
    /// The footprint lies within the geometry.
    Within,
    /// The footprint contains the geometry.
    Contains,
}

/// A geometry and a relation to it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    geometry: Geometry,
    bounds: [f64; 4],
    relation: Relation,
}

impl Place {
    fn new(geometry: Geometry, relation: Relation) -> Result<Self, String> {
        let rect = geometry.bounding_rect().ok_or("the geometry is empty")?;
        let bounds = [rect.min().x, rect.min().y, rect.max().x, rect.max().y];
        Ok(Self { geometry, bounds, relation })
    }

    /// `minLon,minLat,maxLon,maxLat`; a box whose west is beyond its east spans the date line.
    pub(crate) fn bbox(text: &str, relation: Relation) -> Result<Self, String> {
        let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.parse().ok()).collect();
        let Some([west, south, mut east, north]) =
            numbers.as_deref().and_then(|list| <[f64; 4]>::try_from(list).ok())
        else {
            return Err(format!("'{text}' is not minLon,minLat,maxLon,maxLat"));
        };
        if !(-90.0..=90.0).contains(&south) || !(-90.0..=90.0).contains(&north) || south > north {
            return Err(format!("the latitudes {south} and {north} are not a span"));
        }
        if west > east {
            east += 360.0;
        }
        if !(-540.0..=540.0).contains(&west) || !(-540.0..=540.0).contains(&east) {
            return Err(format!("the longitudes {west} and {east} are not a span"));
        }
        let rect = Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
        Self::new(Geometry::Polygon(rect.to_polygon()), relation)
    }

    /// A geometry as GeoJSON, or as text in GeoJSON or WKT.
    pub(crate) fn geometry(value: &Value, relation: Relation) -> Result<Self, String> {
        let geometry = match value {
            Value::String(text) if text.trim_start().starts_with('{') => {
                let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
                geometry::read(&value)?
            }
            Value::String(text) => {
                let read = Geometry::try_from_wkt_str(text)
                    .map_err(|fault| format!("not a WKT geometry: {fault}"))?;
                geometry::check(read)?
            }
            other => geometry::read(other)?,
        };
        Self::new(geometry, relation)
    }

    /// The rectangle outside which nothing can fit, unless what is asked for lies outside.
    pub(crate) fn reach(&self) -> Option<[f64; 4]> {
        (self.relation != Relation::Disjoint).then_some(self.bounds)
    }

    /// Whether a footprint lies as asked. `outline` is only made when its bounds come near.
    pub(crate) fn admits(&self, bounds: [f64; 4], outline: impl FnOnce() -> Polygon) -> bool {
        let near = |turn: f64| {
            bounds[0] + turn <= self.bounds[2]
                && bounds[2] + turn >= self.bounds[0]
                && bounds[1] <= self.bounds[3]
                && bounds[3] >= self.bounds[1]
        };
        // A longitude may be written a whole turn apart on either side.
        let turns: Vec<f64> = [0.0, -360.0, 360.0].into_iter().filter(|turn| near(*turn)).collect();
        if turns.is_empty() {
            return self.relation == Relation::Disjoint;
        }
        let outline = outline();
        let holds = |turn: f64| {
            let outline = outline.translate(turn, 0.0);
            match self.relation {
                Relation::Intersects | Relation::Disjoint => self.geometry.intersects(&outline),
                Relation::Within => self.geometry.relate(&outline).is_covers(),
                Relation::Contains => outline.contains(&self.geometry),
            }
        };
        turns.into_iter().any(holds) != (self.relation == Relation::Disjoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{BoundingRect, polygon};
    use serde_json::json;

    fn admits(place: &Place, outline: &Polygon) -> bool {
        let rect = outline.bounding_rect().unwrap();
        place.admits([rect.min().x, rect.min().y, rect.max().x, rect.max().y], || outline.clone())
    }

    fn square(x: f64, y: f64, side: f64) -> Polygon {
        polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side), (x: x, y: y)]
    }

    #[test]
    fn the_relations_hold_for_shapes_not_for_boxes() {
        let triangle = json!("POLYGON((0 0,4 0,0 4,0 0))");
        let corner = square(3.0, 3.0, 0.5);
        let inside = square(0.5, 0.5, 0.5);
        let around = square(-1.0, -1.0, 6.0);
        let place = |relation| Place::geometry(&triangle, relation).unwrap();
        assert!(
            !admits(&place(Relation::Intersects), &corner) && admits(&place(Relation::Intersects), &inside)
        );
        assert!(admits(&place(Relation::Disjoint), &corner) && !admits(&place(Relation::Disjoint), &inside));
        assert!(admits(&place(Relation::Within), &inside) && !admits(&place(Relation::Within), &around));
        assert!(admits(&place(Relation::Contains), &around) && !admits(&place(Relation::Contains), &inside));
    }

    #[test]
    fn a_box_may_span_the_date_line() {
        let place = Place::bbox("179,-20,-179,-10", Relation::Intersects).unwrap();
        assert!(admits(&place, &square(-179.9, -15.0, 0.5)) && admits(&place, &square(179.5, -15.0, 1.0)));
        assert!(!admits(&place, &square(0.0, -15.0, 1.0)));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in ["1,2,3", "a,b,c,d", "0,50,1,40", "0,0,900,1"] {
            assert!(Place::bbox(text, Relation::Intersects).is_err(), "{text}");
        }
        assert!(Place::geometry(&json!("POLYGON((0 0"), Relation::Intersects).is_err());
        assert!(
            Place::geometry(&json!("{\"type\":\"Point\",\"coordinates\":[1,2]}"), Relation::Contains).is_ok()
        );
    }
}
