//! Noise over the ground: the same place has the same value in every picture.

use std::f32::consts::FRAC_1_SQRT_2 as DIAGONAL;

/// Sixteen directions around the circle.
const DIRECTIONS: [(f32, f32); 16] = [
    (1.0, 0.0),
    (0.923_88, 0.382_68),
    (DIAGONAL, DIAGONAL),
    (0.382_68, 0.923_88),
    (0.0, 1.0),
    (-0.382_68, 0.923_88),
    (-DIAGONAL, DIAGONAL),
    (-0.923_88, 0.382_68),
    (-1.0, 0.0),
    (-0.923_88, -0.382_68),
    (-DIAGONAL, -DIAGONAL),
    (-0.382_68, -0.923_88),
    (0.0, -1.0),
    (0.382_68, -0.923_88),
    (DIAGONAL, -DIAGONAL),
    (0.923_88, -0.382_68),
];

fn scrambled(x: i32, y: i32, seed: u32) -> u32 {
    let mut h = (x as u32).wrapping_mul(0x9e37_79b1)
        ^ (y as u32).wrapping_mul(0x85eb_ca77)
        ^ seed.wrapping_mul(0xc2b2_ae3d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^ (h >> 15)
}

/// A number from 0 to 1 for a whole place.
pub(super) fn hash(x: i32, y: i32, seed: u32) -> f32 {
    (scrambled(x, y, seed) >> 8) as f32 / 16_777_216.0
}

/// The whole number below. A cast and a comparison: the library's own is a call on the oldest processors we build for.
pub(super) fn floor(value: f64) -> i32 {
    let toward_zero = value as i32;
    toward_zero.wrapping_sub(i32::from(f64::from(toward_zero) > value))
}

/// The whole number below and what is left over, from 0 to 1, both ends among them. By adding a number so large that no
/// bit is left for fractions; a cast would first look for what a place on earth never is.
#[inline]
fn parts(value: f64) -> (i32, f32) {
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    let lifted = value - 0.5 + WHOLE;
    (lifted.to_bits() as i32, (value - (lifted - WHOLE)) as f32)
}

/// Which of sixteen ways a lattice point leans; cheaper than [`hash`], and as even as the eye asks.
fn leaning(x: i32, y: i32, seed: u32) -> (f32, f32) {
    let mut h = (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed;
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 13;
    h = h.wrapping_mul(0x297a_2d39);
    DIRECTIONS[(h >> 28) as usize]
}

/// Gradient noise from −1 to 1, 0 in the mean; one bump is as wide as the unit.
#[inline]
pub(super) fn gradient(x: f64, y: f64, seed: u32) -> f32 {
    Lattice::new(seed).gradient(x, y)
}

/// Gradient noise that remembers how the corners around the last place lean: a row of a picture stays between the same
/// four for some pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lattice {
    seed: u32,
    left: i32,
    top: i32,
    /// Top left, top right, bottom left, bottom right.
    corners: [(f32, f32); 4],
}

impl Lattice {
    #[inline]
    pub(super) fn new(seed: u32) -> Lattice {
        let seed = seed.wrapping_mul(0xc2b2_ae3d);
        // No place has this corner: the world ends far from it.
        Lattice { seed, left: i32::MAX, top: i32::MAX, corners: [(0.0, 0.0); 4] }
    }

    /// As [`gradient`] of the lattice's seed.
    #[inline(always)]
    pub(super) fn gradient(&mut self, x: f64, y: f64) -> f32 {
        let ((left, fx), (top, fy)) = (parts(x), parts(y));
        self.turn_to(left, top);
        let [tl, tr, bl, br] = self.corners;
        bump(fx, fy, [tl.0, tl.1, tr.0, tr.1, bl.0, bl.1, br.0, br.1])
    }

    #[inline(always)]
    fn turn_to(&mut self, left: i32, top: i32) {
        if left != self.left || top != self.top {
            (self.left, self.top) = (left, top);
            let (right, bottom) = (left.wrapping_add(1), top.wrapping_add(1));
            let corner = |x: i32, y: i32| leaning(x, y, self.seed);
            self.corners =
                [corner(left, top), corner(right, top), corner(left, bottom), corner(right, bottom)];
        }
    }

    /// The noise along a straight row of places. First all are looked up, then all are worked out, which the processor
    /// does several at a time.
    pub(super) fn row(&mut self, (x, y): (f64, f64), (dx, dy): (f64, f64), to: &mut [f32]) {
        const TOGETHER: usize = 32;
        let mut places = [[0.0_f32; TOGETHER]; 2];
        let mut leans = [[0.0_f32; TOGETHER]; 8];
        let mut bumps = [0.0_f32; TOGETHER];
        for (number, part) in to.chunks_mut(TOGETHER).enumerate() {
            for at in 0..part.len() {
                let step = (number * TOGETHER + at) as f64;
                let ((left, fx), (top, fy)) = (parts(x + dx * step), parts(y + dy * step));
                self.turn_to(left, top);
                (places[0][at], places[1][at]) = (fx, fy);
                for (corner, (east, north)) in self.corners.iter().enumerate() {
                    (leans[2 * corner][at], leans[2 * corner + 1][at]) = (*east, *north);
                }
            }
            for (at, to) in bumps.iter_mut().enumerate() {
                let [a, b, c, d, e, f, g, h] = &leans;
                *to = bump(
                    places[0][at],
                    places[1][at],
                    [a[at], b[at], c[at], d[at], e[at], f[at], g[at], h[at]],
                );
            }
            part.copy_from_slice(&bumps[..part.len()]);
        }
    }
}

/// The noise between four corners: east and north of how the top left, the top right, the bottom left and the bottom right
/// lean.
#[inline(always)]
fn bump(fx: f32, fy: f32, leans: [f32; 8]) -> f32 {
    let [tle, tln, tre, trn, ble, bln, bre, brn] = leans;
    let ease = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (ease(fx), ease(fy));
    let (upper_left, upper_right) = (tle * fx + tln * fy, tre * (fx - 1.0) + trn * fy);
    let (lower_left, lower_right) = (ble * fx + bln * (fy - 1.0), bre * (fx - 1.0) + brn * (fy - 1.0));
    let upper = upper_left + (upper_right - upper_left) * u;
    let lower = lower_left + (lower_right - lower_left) * u;
    // The steepest lattice reaches 0.71.
    (upper + (lower - upper) * v) * 1.41
}

/// The point of a jittered lattice nearest to a place: its column, row, and the distances to it and to the next.
pub(super) fn cell(x: f64, y: f64, seed: u32) -> (i32, i32, f32, f32) {
    let (column, row) = (floor(x), floor(y));
    let (mut nearest, mut second) = ((f32::MAX, 0, 0), f32::MAX);
    for dy in -1..=1 {
        for dx in -1..=1 {
            let (c, r) = (column.wrapping_add(dx), row.wrapping_add(dy));
            let bits = scrambled(c, r, seed);
            let px = f64::from(c) + 0.1 + 0.8 * f64::from(bits & 0xffff) / 65_536.0;
            let py = f64::from(r) + 0.1 + 0.8 * f64::from(bits >> 16) / 65_536.0;
            let distance = ((px - x).powi(2) + (py - y).powi(2)) as f32;
            if distance < nearest.0 {
                second = nearest.0;
                nearest = (distance, c, r);
            } else if distance < second {
                second = distance;
            }
        }
    }
    (nearest.1, nearest.2, nearest.0.sqrt(), second.sqrt())
}

/// From 0 at `from` to 1 at `to`, without corners; `from` may lie above `to`.
#[inline]
pub(super) fn step(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_keeps_to_its_bounds_and_is_continuous() {
        let mut last = gradient(-3.0, 1.7, 5);
        for place in 0..4000 {
            let value = gradient(-3.0 + f64::from(place) * 0.002, 1.7, 5);
            assert!((-1.01..=1.01).contains(&value) && (value - last).abs() < 0.02);
            last = value;
        }
    }

    #[test]
    fn a_number_is_its_parts() {
        for place in -4000..4000 {
            let value = f64::from(place) * 0.37 + 0.013;
            let (whole, rest) = parts(value);
            assert_eq!(whole, floor(value));
            assert!((0.0..=1.0).contains(&rest));
            assert!((f64::from(whole) + f64::from(rest) - value).abs() < 1e-6);
        }
    }

    #[test]
    fn a_lattice_forgets_nothing_it_needs() {
        let mut lattice = Lattice::new(7);
        for place in 0..2000 {
            let (x, y) = (f64::from(place % 90) * 0.13 - 4.0, f64::from(place / 50) * 0.31 - 6.0);
            assert_eq!(lattice.gradient(x, y), gradient(x, y, 7));
        }
        let mut row = [0.0; 77];
        Lattice::new(7).row((-3.0, 2.5), (0.21, -0.13), &mut row);
        for (step, value) in row.iter().enumerate() {
            assert_eq!(*value, gradient(-3.0 + 0.21 * step as f64, 2.5 - 0.13 * step as f64, 7));
        }
    }

    #[test]
    fn the_nearest_point_is_nearer_than_the_next() {
        for place in 0..500 {
            let (_, _, near, next) = cell(f64::from(place) * 0.37, f64::from(place) * -0.21, 9);
            assert!(near <= next && near < 1.3);
        }
    }
}
