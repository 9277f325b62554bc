//! A plane round a place, in which distances can be taken: the azimuthal equidistant projection of the ellipsoid.

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

use crate::ring::{Position, nearest_turn};

/// The plane that touches the ellipsoid at a place. Distances from there are true; a hundred kilometres away those across
/// are so to five in a hundred thousand.
pub(super) struct Plane {
    centre: Position,
    geodesic: Geodesic,
}

impl Plane {
    pub(super) fn at(centre: Position) -> Plane {
        Plane { centre, geodesic: Geodesic::wgs84() }
    }

    /// Metres east and north of the centre.
    pub(super) fn flat(&self, [lon, lat]: Position) -> Position {
        let [lon0, lat0] = self.centre;
        let (metres, azimuth, _, _): (f64, f64, f64, f64) = self.geodesic.inverse(lat0, lon0, lat, lon);
        let (sine, cosine) = azimuth.to_radians().sin_cos();
        [metres * sine, metres * cosine]
    }

    /// Longitude and latitude; longitudes are continuous with that of the centre.
    pub(super) fn place(&self, [east, north]: Position) -> Position {
        let [lon0, lat0] = self.centre;
        let azimuth = east.atan2(north).to_degrees();
        let (lat, lon): (f64, f64) = self.geodesic.direct(lat0, lon0, azimuth, east.hypot(north));
        [nearest_turn(lon, lon0), lat]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_to_the_plane_comes_back() {
        for centre in [[0.0, 0.0], [179.9, -40.0], [12.0, 84.0]] {
            let plane = Plane::at(centre);
            for offset in [[0.0, 0.0], [0.3, 0.2], [-0.4, 0.1]] {
                let there = [centre[0] + offset[0], centre[1] + offset[1]];
                let back = plane.place(plane.flat(there));
                assert!((0..2).all(|axis| (back[axis] - there[axis]).abs() < 1e-11), "{back:?} {there:?}");
            }
        }
    }
}
