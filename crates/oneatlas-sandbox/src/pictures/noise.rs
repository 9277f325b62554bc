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
pub(super) fn gradient(x: f64, y: f64, seed: u32) -> f32 {
    let (left, top) = (floor(x), floor(y));
    let (fx, fy) = ((x - f64::from(left)) as f32, (y - f64::from(top)) as f32);
    let seed = seed.wrapping_mul(0xc2b2_ae3d);
    let corner = |dx: i32, dy: i32| {
        let (gx, gy) = leaning(left.wrapping_add(dx), top.wrapping_add(dy), seed);
        gx * (fx - dx as f32) + gy * (fy - dy as f32)
    };
    let ease = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (ease(fx), ease(fy));
    let upper = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let lower = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
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
    fn the_nearest_point_is_nearer_than_the_next() {
        for place in 0..500 {
            let (_, _, near, next) = cell(f64::from(place) * 0.37, f64::from(place) * -0.21, 9);
            assert!(near <= next && near < 1.3);
        }
    }
}
