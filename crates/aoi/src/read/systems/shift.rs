//! From the datum of a reference system to WGS 84: seven numbers, good for a part of the earth.

use crate::ring::Position;

/// Half axes and flattening of WGS 84.
const WGS84: Ellipsoid = Ellipsoid { a: 6_378_137.0, flattening: 1.0 / 298.257_223_563 };
const ARC_SECOND: f64 = std::f64::consts::PI / 180.0 / 3600.0;
/// Metres along a degree of latitude, about.
pub(super) const DEGREE: f64 = 111_195.0;

/// The figure of the earth that a datum uses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ellipsoid {
    /// The equatorial radius in metres.
    pub(super) a: f64,
    /// 0 for a sphere.
    pub(super) flattening: f64,
}

impl Ellipsoid {
    /// By its inverse flattening, which is 0 for a sphere, as everybody writes it.
    pub(super) fn new(a: f64, inverse: f64) -> Ellipsoid {
        let flat = inverse.is_finite() && inverse != 0.0;
        Ellipsoid { a, flattening: if flat { 1.0 / inverse } else { 0.0 } }
    }

    fn polar(self) -> f64 {
        self.a * (1.0 - self.flattening)
    }

    /// Whether both half axes agree within a metre: registries round them differently.
    pub(super) fn is_like(self, other: Ellipsoid) -> bool {
        (self.a - other.a).abs() < 1.0 && (self.polar() - other.polar()).abs() < 1.0
    }

    /// Whether it is the figure that all datums of the satellite age use.
    pub(super) fn is_modern(self) -> bool {
        self.is_like(WGS84)
    }

    /// Whether it is that of WGS 84 and not the nearly equal GRS 80.
    pub(super) fn is_wgs84(self) -> bool {
        self.a == WGS84.a && (1.0 / self.flattening - 1.0 / WGS84.flattening).abs() < 1e-6
    }

    fn eccentricity2(self) -> f64 {
        self.flattening * (2.0 - self.flattening)
    }

    /// On the surface, from degrees to metres from the middle of the earth.
    fn centred(self, [lon, lat]: Position) -> [f64; 3] {
        let (lon, lat) = (lon.to_radians(), lat.to_radians());
        let e2 = self.eccentricity2();
        let normal = self.a / (1.0 - e2 * lat.sin().powi(2)).sqrt();
        let flat = normal * lat.cos();
        [flat * lon.cos(), flat * lon.sin(), normal * (1.0 - e2) * lat.sin()]
    }

    /// Back to degrees; the height is dropped (Bowring 1976).
    fn degrees(self, [x, y, z]: [f64; 3]) -> Position {
        let (b, e2) = (self.polar(), self.eccentricity2());
        let flat = x.hypot(y);
        let reduced = (z * self.a).atan2(flat * b);
        let second = e2 / (1.0 - e2);
        let lat = (z + second * b * reduced.sin().powi(3)).atan2(flat - e2 * self.a * reduced.cos().powi(3));
        [y.atan2(x).to_degrees(), lat.to_degrees()]
    }
}

/// A shift of a datum to WGS 84.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shift {
    /// West, south, east, north of where it is meant to be used; west is greater when it crosses the 180th meridian.
    pub(super) area: [f64; 4],
    /// Whether it is meant for the sea of its area only, which its sides don't show.
    pub(super) offshore: bool,
    /// How well it places what lies in there.
    pub(super) metres: f64,
    /// Metres along three axes, three turns in seconds of arc (those of the position vector), parts in a million.
    pub(super) numbers: [f64; 7],
}

impl Shift {
    /// A shift by its numbers alone, as `TOWGS84` gives them: three, or seven.
    pub(super) fn stated(numbers: &[f64]) -> Option<Shift> {
        let mut all = [0.0; 7];
        all.get_mut(..numbers.len())?.copy_from_slice(numbers);
        let usable = matches!(numbers.len(), 3 | 7) && all.iter().all(|number| number.is_finite());
        usable.then_some(Shift {
            area: [-180.0, -90.0, 180.0, 90.0],
            offshore: false,
            metres: 0.0,
            numbers: all,
        })
    }

    /// Whether a position in degrees lies where it is meant to be used.
    pub(super) fn reaches(&self, [lon, lat]: Position) -> bool {
        let [west, south, east, north] = self.area;
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        let within = if west <= east { west <= lon && lon <= east } else { west <= lon || lon <= east };
        within && south <= lat && lat <= north
    }

    /// The size of its area in square degrees.
    pub(super) fn size(&self) -> f64 {
        let [west, south, east, north] = self.area;
        let width = if east < west { east - west + 360.0 } else { east - west };
        width * (north - south)
    }

    /// The middle of its area.
    pub(super) fn middle(&self) -> Position {
        let [west, south, east, north] = self.area;
        let east = if east < west { east + 360.0 } else { east };
        [west.midpoint(east), south.midpoint(north)]
    }

    /// Metres by which it moves the middle of its area.
    pub(super) fn moves(&self, from: Ellipsoid) -> f64 {
        let middle = self.middle();
        apart(self.apply(from, middle), middle)
    }

    /// A position on an ellipsoid in WGS 84, both in degrees.
    pub(super) fn apply(&self, from: Ellipsoid, position: Position) -> Position {
        let [dx, dy, dz, rx, ry, rz, scale] = self.numbers;
        if self.numbers == [0.0; 7] && from.is_modern() {
            return position;
        }
        let [x, y, z] = from.centred(position);
        let [rx, ry, rz] = [rx, ry, rz].map(|turn| turn * ARC_SECOND);
        let scale = 1.0 + scale * 1e-6;
        let [lon, lat] = WGS84.degrees([
            dx + scale * (x - rz * y + ry * z),
            dy + scale * (rz * x + y - rx * z),
            dz + scale * (-ry * x + rx * y + z),
        ]);
        // Longitudes go on beyond the 180th meridian, as rings that cross it do.
        let turns = ((position[0] - lon) / 360.0).round();
        [lon + 360.0 * turns, lat]
    }
}

/// The best of shifts, which stand in the order of a registry, for a position: among those that reach it the one that places
/// best, then the one of the smallest area. One for the sea is taken when it comes first only.
pub(super) fn best<'a>(shifts: impl IntoIterator<Item = &'a Shift>, position: Position) -> Option<&'a Shift> {
    let better = |one: &Shift, best: &Shift| {
        let nearer = one.metres.total_cmp(&best.metres).then(one.size().total_cmp(&best.size()));
        !one.offshore && one.metres >= 0.0 && nearer.is_lt()
    };
    let reaching = shifts.into_iter().filter(|shift| shift.reaches(position));
    reaching.reduce(|best, one| if better(one, best) { one } else { best })
}

/// Metres between two positions in degrees that are near each other.
pub(super) fn apart(a: Position, b: Position) -> f64 {
    let lon = (a[0] - b[0] + 180.0).rem_euclid(360.0) - 180.0;
    (lon * a[1].to_radians().cos()).hypot(a[1] - b[1]) * DEGREE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_comes_back_from_the_middle_of_the_earth() {
        for place in [[0.0, 0.0], [-179.9, 89.9], [100.0, -60.0], [7.0, 45.0]] {
            let back = WGS84.degrees(WGS84.centred(place));
            assert!(apart(place, back) < 1e-3, "{place:?} {back:?}");
        }
    }

    #[test]
    fn a_shift_moves_as_proj_does() {
        // cs2cs +proj=longlat +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 to WGS 84
        let shift = Shift::stated(&[598.1, 73.7, 418.2, 0.202, 0.045, -2.455, 6.7]).unwrap();
        let bessel = Ellipsoid::new(6_377_397.155, 299.152_812_8);
        let moved = shift.apply(bessel, [9.0, 48.738_7]);
        assert!(apart(moved, [8.998_970_8, 48.737_539_3]) < 20.0, "{moved:?}");
        assert!(Shift::stated(&[1.0, 2.0]).is_none() && Shift::stated(&[f64::NAN; 3]).is_none());
        assert!(Shift::stated(&[0.0; 8]).is_none());
    }

    #[test]
    fn the_narrowest_of_equally_good_shifts_is_taken_also_over_the_180th_meridian() {
        let shift = |area, metres| Shift { area, offshore: false, metres, numbers: [0.0; 7] };
        let shifts = [
            shift([-180.0, -90.0, 180.0, 90.0], 5.0),
            shift([170.0, -10.0, -170.0, 10.0], 5.0),
            shift([0.0, 0.0, 1.0, 1.0], 20.0),
        ];
        assert_eq!(best(&shifts, [-175.0, 0.0]), Some(&shifts[1]));
        assert_eq!(best(&shifts, [185.0, 0.0]), Some(&shifts[1]));
        assert_eq!(best(&shifts, [0.5, 0.5]), Some(&shifts[0]));
        assert_eq!(best(&shifts[1..2], [0.0, 0.0]), None);
    }
}
