//! Heights of the ground and how the sun falls on them.
//!
//! Between the known heights of the world, 22 km apart, stand mountains drawn as high as the heights around them differ.

use super::frame::Frame;
use super::layer::Layer;
use super::noise::{gradient, step};
use crate::land::Cover;

/// Metres across the widest massifs that are drawn.
const MASSIF: f64 = 9_800.0;
/// Metres across the narrowest gullies.
const GULLY: f64 = 130.0;

pub(super) struct Relief {
    /// Metres above the sea.
    pub(super) heights: Layer,
    /// How much of the sun a slope gets, 1 on the flat.
    pub(super) light: Vec<f32>,
    /// Rise over run.
    pub(super) slopes: Vec<f32>,
}

/// Where the sun stands, seen from the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sun {
    /// Degrees above the horizon.
    pub(super) elevation: f64,
    /// The way to it in the picture, of unit length: right, down.
    pub(super) way: (f64, f64),
}

impl Relief {
    pub(super) fn new(frame: &Frame, cover: &Cover, sun: Sun) -> Relief {
        let margin = 1;
        let mut heights = Layer::flat(frame, margin, 0.0);
        let mut rough = Layer::flat(frame, margin, 0.0);
        // The known heights are coarse: some dozens of samples across a picture are plenty.
        let coarse = ((1500.0 / frame.scale()) as usize).clamp(1, 24);
        sample(&mut heights, frame, coarse, |lon, lat| cover.height(lon, lat));
        sample(&mut rough, frame, coarse, |lon, lat| cover.ruggedness(lon, lat));
        let finest = (2.6 * frame.scale()).max(GULLY);
        for row in 0..heights.height {
            let y = row as f64 - margin as f64 + 0.5;
            let left = frame.metres(0.5 - margin as f64, y);
            let right = frame.metres(1.5 - margin as f64, y);
            let (dx, dy) = (right.0 - left.0, right.1 - left.1);
            for column in 0..heights.width {
                let at = row * heights.width + column;
                let (mx, my) = (left.0 + dx * column as f64, left.1 + dy * column as f64);
                heights.values[at] += mountain(mx, my, rough.values[at], finest);
            }
        }
        let (light, slopes) = lit(&heights, frame, sun);
        Relief { heights, light, slopes }
    }
}

/// Fills a layer from a function of longitude and latitude, coarsely.
pub(super) fn sample(layer: &mut Layer, frame: &Frame, coarse: usize, value: impl Fn(f64, f64) -> f32) {
    let columns = layer.width.div_ceil(coarse) + 1;
    let rows = layer.height.div_ceil(coarse) + 1;
    let margin = layer.margin as f64;
    let known: Vec<f32> = (0..rows * columns)
        .map(|at| {
            let (row, column) = (at / columns, at % columns);
            let place = frame.place((column * coarse) as f64 - margin, (row * coarse) as f64 - margin);
            value(place.x, place.y)
        })
        .collect();
    for (at, to) in layer.values.iter_mut().enumerate() {
        let (x, y) = (at % layer.width, at / layer.width);
        let (u, v) = ((x % coarse) as f32 / coarse as f32, (y % coarse) as f32 / coarse as f32);
        let corner = y / coarse * columns + x / coarse;
        let upper = known[corner] + (known[corner + 1] - known[corner]) * u;
        let lower = known[corner + columns] + (known[corner + columns + 1] - known[corner + columns]) * u;
        *to = upper + (lower - upper) * v;
    }
}

/// What stands on the known height at a place, in metres.
fn mountain(mx: f64, my: f64, rough: f32, finest: f64) -> f32 {
    // Bent a little, so that ridges wind.
    let bend = f64::from(gradient(mx / 7_300.0, my / 7_300.0, 301)) * 1_300.0;
    let twist = f64::from(gradient(mx / 2_300.0, my / 2_300.0, 303)) * 330.0;
    let (mut x, mut y) = ((mx + bend - twist) / MASSIF, (my - bend * 0.7 + twist) / MASSIF);
    let amplitude = 7.0 + rough * (0.3 + 0.4 * step(150.0, 700.0, rough));
    let sharp = step(60.0, 420.0, rough);
    let (mut sum, mut size, mut width, mut crest) = (0.0, 1.0, MASSIF, 1.0);
    for octave in 0..8 {
        if width < finest {
            break;
        }
        let wave = gradient(x, y, 311 + octave);
        let ridge = (1.0 - wave.abs() * 1.7).max(0.0);
        let ridge = ridge * ridge * crest;
        // Gullies cut into crests, not into valley floors.
        crest = (ridge * 2.4).clamp(0.22, 1.0);
        sum += size * (wave * 0.6 * (1.0 - sharp) + (ridge - 0.35) * sharp);
        size *= 0.51;
        width /= 2.07;
        (x, y) = (x * 1.66 + y * 1.24 + 7.1, y * 1.66 - x * 1.24 - 3.3);
    }
    sum * amplitude
}

/// Light and slope of every pixel, from the heights of its neighbours.
fn lit(heights: &Layer, frame: &Frame, sun: Sun) -> (Vec<f32>, Vec<f32>) {
    let (sin, cos) = sun.elevation.clamp(8.0, 80.0).to_radians().sin_cos();
    let (sin, cos) = (sin as f32, cos as f32);
    let (sx, sy) = (sun.way.0 as f32, sun.way.1 as f32);
    let (across, down) = ((2.0 * frame.pixel.0) as f32, (2.0 * frame.pixel.1) as f32);
    // A pixel averages over slopes narrower than itself; what is lost is given back in part.
    let steeper = (frame.scale() / 30.0).clamp(1.0, 6.0).powf(0.4) as f32;
    let (mut light, mut slopes) = (Vec::new(), Vec::new());
    for y in 1..=frame.height {
        for x in 1..=frame.width {
            let at = y * heights.width + x;
            let gx = (heights.values[at + 1] - heights.values[at - 1]) / across * steeper;
            let gy =
                (heights.values[at + heights.width] - heights.values[at - heights.width]) / down * steeper;
            let slope2 = gx * gx + gy * gy;
            let direct = (sin - (gx * sx + gy * sy) * cos) / (1.0 + slope2).sqrt();
            // The sky lights the shade.
            light.push(0.3 + 0.7 * (direct / sin).clamp(0.0, 1.9));
            slopes.push(slope2.sqrt() / steeper);
        }
    }
    (light, slopes)
}
