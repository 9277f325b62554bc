//! Smooth noise over the ground, in metres.

/// A number from 0 to 1 for a whole place.
pub(super) fn hash(x: i32, y: i32, seed: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9e37_79b1)
        ^ (y as u32).wrapping_mul(0x85eb_ca77)
        ^ seed.wrapping_mul(0xc2b2_ae3d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^= h >> 15;
    (h >> 8) as f32 / 16_777_216.0
}

/// Value noise from 0 to 1.
pub(super) fn smooth(x: f64, y: f64, seed: u32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f64| (t * t * (3.0 - 2.0 * t)) as f32;
    let (u, v) = (ease(x - left), ease(y - top));
    let (left, top) = (left as i64 as i32, top as i64 as i32);
    let at = |dx: i32, dy: i32| hash(left.wrapping_add(dx), top.wrapping_add(dy), seed);
    let (north, south) = (at(0, 0) + (at(1, 0) - at(0, 0)) * u, at(0, 1) + (at(1, 1) - at(0, 1)) * u);
    north + (south - north) * v
}

/// Several octaves of noise, from 0 to 1, each half as wide and half as strong as the one before.
pub(super) fn fractal(x: f64, y: f64, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut whole) = (0.0, 1.0, 0.0);
    let (mut x, mut y) = (x, y);
    for octave in 0..octaves {
        sum += smooth(x, y, seed.wrapping_add(octave.wrapping_mul(97))) * weight;
        whole += weight;
        weight *= 0.5;
        // Turned a little each time, so that the lattice does not show.
        (x, y) = (x * 1.94 + y * 0.47 + 13.7, y * 1.94 - x * 0.47 - 5.1);
    }
    sum / whole
}

/// The cell of a jittered lattice that a place belongs to: its numbers, and how near its edge the place is (0 on it).
pub(super) fn cell(x: f64, y: f64, seed: u32) -> (i32, i32, f32) {
    let (column, row) = (x.floor() as i64 as i32, y.floor() as i64 as i32);
    let (mut nearest, mut second) = ((f64::MAX, 0, 0), f64::MAX);
    for dy in -1..=1 {
        for dx in -1..=1 {
            let (c, r) = (column.wrapping_add(dx), row.wrapping_add(dy));
            let px = f64::from(c) + 0.15 + 0.7 * f64::from(hash(c, r, seed));
            let py = f64::from(r) + 0.15 + 0.7 * f64::from(hash(c, r, seed ^ 0x55));
            let distance = (px - x).powi(2) + (py - y).powi(2);
            if distance < nearest.0 {
                second = nearest.0;
                nearest = (distance, c, r);
            } else if distance < second {
                second = distance;
            }
        }
    }
    (nearest.1, nearest.2, (second.sqrt() - nearest.0.sqrt()) as f32)
}
