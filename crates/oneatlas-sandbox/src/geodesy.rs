//! Measures on the ellipsoid: metres and degrees, areas, the UTM grid.

use std::f64::consts::PI;

use geo::{Coord, GeodesicArea, MultiPolygon, Polygon};

/// Longitude and latitude in degrees.
pub(crate) type LonLat = Coord<f64>;

const SEMI_MAJOR: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Metres in a degree of longitude and of latitude, at a latitude.
pub(crate) fn metres_per_degree(lat: f64) -> (f64, f64) {
    let (sin, cos) = lat.to_radians().sin_cos();
    let e2 = FLATTENING * (2.0 - FLATTENING);
    let w2 = 1.0 - e2 * sin * sin;
    let across = SEMI_MAJOR / w2.sqrt() * cos;
    let along = SEMI_MAJOR * (1.0 - e2) / (w2 * w2.sqrt());
    (across * PI / 180.0, along * PI / 180.0)
}

/// The place so many metres east and north of another.
pub(crate) fn step(from: LonLat, east: f64, north: f64) -> LonLat {
    let (_, along) = metres_per_degree(from.y);
    let y = (from.y + north / along).clamp(-89.9, 89.9);
    let (across, _) = metres_per_degree((from.y + y) / 2.0);
    Coord { x: from.x + east / across.max(1.0), y }
}

/// Square kilometres of a polygon.
pub(crate) fn km2(polygon: &Polygon) -> f64 {
    polygon.geodesic_area_signed().abs() / 1e6
}

/// Square kilometres of several polygons.
pub(crate) fn km2_of_all(polygons: &MultiPolygon) -> f64 {
    polygons.iter().map(km2).sum()
}

/// A zone of the UTM grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UtmZone {
    pub(crate) number: u16,
    pub(crate) north: bool,
}

impl UtmZone {
    /// The zone a place lies in.
    pub(crate) fn of(place: LonLat) -> Self {
        let lon = (place.x + 180.0).rem_euclid(360.0);
        // Between 0 and 59, because of the remainder.
        let number = (lon / 6.0).floor() as u16 + 1;
        Self { number: number.min(60), north: place.y >= 0.0 }
    }

    /// The EPSG code on WGS 84: 326xx north, 327xx south.
    pub(crate) fn epsg(self) -> u16 {
        if self.north { 32_600 + self.number } else { 32_700 + self.number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_follows_from_the_place() {
        let zone = UtmZone::of(Coord { x: 2.2945, y: 48.8583 });
        assert_eq!(zone.epsg(), 32_631);
        assert_eq!(UtmZone::of(Coord { x: 151.2, y: -33.9 }).epsg(), 32_756);
    }

    #[test]
    fn a_degree_is_as_long_as_it_is() {
        let (east, north) = metres_per_degree(0.0);
        assert!((east - 111_319.5).abs() < 1.0 && (north - 110_574.3).abs() < 1.0);
        let there = step(Coord { x: 10.0, y: 45.0 }, 1000.0, 1000.0);
        assert!((there.y - 45.009).abs() < 1e-4 && (there.x - 10.01268).abs() < 1e-4);
    }
}
