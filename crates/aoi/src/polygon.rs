//! The polygon as it crosses every border: GeoJSON's.

use geo::{Coord, LineString, Polygon};
use serde::{Deserialize, Serialize};

use crate::boxes::Bounds;
use crate::limits::FARTHEST_LONGITUDE;
use crate::ring::{Position, extent, nearest_turn};

/// A GeoJSON polygon: rings of `[longitude, latitude]`, the outer one first. It may have faults; see [`crate::check()`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "type", rename = "Polygon")]
pub struct AreaPolygon {
    /// Rings.
    #[cfg_attr(
        feature = "specta",
        specta(type = Vec<Vec<(specta_typescript::Number, specta_typescript::Number)>>)
    )]
    pub coordinates: Vec<Vec<[f64; 2]>>,
}

impl AreaPolygon {
    /// An area of one ring, as given.
    pub fn from_ring(ring: Vec<[f64; 2]>) -> AreaPolygon {
        AreaPolygon { coordinates: vec![ring] }
    }

    /// The outer ring, empty when there is none.
    pub fn outer(&self) -> &[[f64; 2]] {
        self.coordinates.first().map_or(&[], Vec::as_slice)
    }

    /// The same as geometry to compute with. Open rings are closed.
    pub fn to_geo(&self) -> Polygon {
        let line = |ring: &Vec<[f64; 2]>| -> LineString {
            ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect()
        };
        let mut rings = self.coordinates.iter().map(line);
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outer, rings.collect())
    }

    /// From computed geometry.
    pub fn from_geo(polygon: &Polygon) -> AreaPolygon {
        let ring = |line: &LineString| line.coords().map(|c| [c.x, c.y]).collect();
        let coordinates = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
        AreaPolygon { coordinates }
    }

    /// The same with continuous longitudes: a step of more than half a turn is taken the short way round, and the whole
    /// area lies on the turn of the world where its middle is within ±180. This is the inner form; a file across the
    /// 180th meridian jumps from 179 to −179, an editor may write 181 or 539 for the same place.
    #[must_use]
    pub fn unwrapped(&self) -> AreaPolygon {
        self.clone().into_unwrapped()
    }

    /// The same of an area that is no longer needed as it was.
    pub(crate) fn into_unwrapped(self) -> AreaPolygon {
        if self.is_plain() {
            return self;
        }
        let mut start = None;
        let coordinates: Vec<Vec<Position>> =
            self.coordinates.iter().map(|ring| unwrap_ring(ring, &mut start)).collect();
        let [west, east] = extent(coordinates.first().map_or(&[], Vec::as_slice));
        let usable = west >= -FARTHEST_LONGITUDE && east <= FARTHEST_LONGITUDE;
        // A box round the world folds onto one meridian that way: its longitudes are meant as they are.
        let folded = east - west < 1e-9 && {
            let [west, east] = extent(self.outer());
            east - west > 180.0
        };
        match (west + east) / 2.0 {
            _ if folded => self,
            middle if usable && middle.abs() > 180.0 => {
                let shift = nearest_turn(middle, 0.0) - middle;
                let moved =
                    |ring: Vec<Position>| ring.into_iter().map(|[lon, lat]| [lon + shift, lat]).collect();
                AreaPolygon { coordinates: coordinates.into_iter().map(moved).collect() }
            }
            _ => AreaPolygon { coordinates },
        }
    }

    /// Whether nothing jumps or lies beyond ±180, as in nearly all areas.
    fn is_plain(&self) -> bool {
        let Some([first, _]) = self.outer().first().copied() else { return true };
        self.coordinates.iter().all(|ring| {
            let mut before = first;
            ring.iter().all(|[lon, _]| {
                let step = (lon - before).abs();
                before = *lon;
                lon.abs() <= 180.0 && step <= 180.0
            })
        })
    }

    /// Whether its outline is smaller than any ground, a tenth of a millimetre: no lattice is fine enough to compute with it.
    pub(crate) fn is_speck(&self) -> bool {
        const LEAST: f64 = 1e-9;
        let bounds = Bounds::of(self.outer());
        (0..2).all(|axis| bounds.high[axis] - bounds.low[axis] < LEAST)
    }

    /// Whether every position is a number.
    pub(crate) fn is_finite(&self) -> bool {
        self.coordinates.iter().flatten().flatten().all(|number| number.is_finite())
    }

    /// Vertices of all rings, closing positions not counted. A ring round a pole comes home a whole turn further on.
    pub(crate) fn vertices(&self) -> usize {
        let of_ring = |ring: &Vec<Position>| match ring.as_slice() {
            [first, .., last] if first[1] == last[1] && (first[0] - last[0]) % 360.0 == 0.0 => ring.len() - 1,
            _ => ring.len(),
        };
        self.coordinates.iter().map(of_ring).sum()
    }
}

fn unwrap_ring(ring: &[Position], start: &mut Option<f64>) -> Vec<Position> {
    let mut before = *start;
    let mut unwrapped = Vec::with_capacity(ring.len());
    for [lon, lat] in ring {
        let lon = match before {
            // Only a jump that is longer than the way round the other side is one across the meridian.
            Some(before) if (lon - before).abs() > 180.0 && lon.is_finite() => nearest_turn(*lon, before),
            _ => *lon,
        };
        start.get_or_insert(lon);
        before = Some(lon);
        unwrapped.push([lon, *lat]);
    }
    unwrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longitudes(ring: &[Position]) -> Vec<f64> {
        let unwrapped = AreaPolygon::from_ring(ring.to_vec()).unwrapped();
        unwrapped.outer().iter().map(|[lon, _]| *lon).collect()
    }

    #[test]
    fn it_crosses_as_geojson() {
        let polygon = AreaPolygon::from_ring(vec![[1.0, 2.5], [3.0, 4.0]]);
        let text = serde_json::to_string(&polygon).unwrap();
        assert_eq!(text, r#"{"type":"Polygon","coordinates":[[[1.0,2.5],[3.0,4.0]]]}"#);
        assert_eq!(serde_json::from_str::<AreaPolygon>(&text).unwrap(), polygon);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::from_value::<AreaPolygon>(value).unwrap(), polygon);
    }

    #[test]
    fn longitudes_become_continuous_and_stay_near_greenwich() {
        assert_eq!(longitudes(&[[179.0, 0.0], [-179.0, 0.0], [-179.0, 1.0]]), [179.0, 181.0, 181.0]);
        assert_eq!(longitudes(&[[200.0, 0.0], [202.0, 0.0], [201.0, 1.0]]), [-160.0, -158.0, -159.0]);
        assert_eq!(longitudes(&[[-186.0, 0.0], [-176.0, 0.0], [-176.0, 1.0]]), [174.0, 184.0, 184.0]);
        assert_eq!(longitudes(&[[539.0, 0.0], [540.0, 0.0], [540.0, 1.0]]), [179.0, 180.0, 180.0]);
    }

    #[test]
    fn a_box_round_the_world_stays_one() {
        let world = [[-180.0, -60.0], [180.0, -60.0], [180.0, 60.0], [-180.0, 60.0], [-180.0, -60.0]];
        assert_eq!(longitudes(&world), [-180.0, 180.0, 180.0, -180.0, -180.0]);
    }

    #[test]
    fn a_hole_follows_its_outline_across_the_meridian() {
        let mut polygon =
            AreaPolygon::from_ring(vec![[178.0, 0.0], [-178.0, 0.0], [-178.0, 4.0], [178.0, 4.0]]);
        polygon.coordinates.push(vec![[-179.5, 1.0], [-179.0, 1.0], [-179.0, 2.0]]);
        let hole: Vec<f64> = polygon.unwrapped().coordinates[1].iter().map(|[lon, _]| *lon).collect();
        assert_eq!(hole, [180.5, 181.0, 181.0]);
    }
}
