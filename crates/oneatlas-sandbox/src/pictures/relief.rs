//! Heights of the ground and how the sun falls on them.
//!
//! Between the known heights of the world, 22 km apart, stand mountains drawn as high as the heights around them differ.

use super::frame::Frame;
use super::layer::Layer;
use super::noise::{Lattice, step};
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
        // The known heights are coarse: some dozens of samples across a picture are plenty.
        let coarse = ((1500.0 / frame.scale()) as usize).clamp(1, 24);
        let known =
            sampled(frame, margin, coarse, |lon, lat| [cover.height(lon, lat), cover.ruggedness(lon, lat)]);
        let mut massif = Massif::new(frame);
        let broad = massif.broad(frame, margin);
        for row in 0..heights.height {
            let y = row as f64 - margin as f64 + 0.5;
            let left = frame.metres(0.5 - margin as f64, y);
            let right = frame.metres(1.5 - margin as f64, y);
            let (dx, dy) = (right.0 - left.0, right.1 - left.1);
            for column in 0..heights.width {
                let at = row * heights.width + column;
                let (mx, my) = (left.0 + dx * column as f64, left.1 + dy * column as f64);
                let [height, rough] = known[at];
                heights.values[at] = height + massif.mountain(mx, my, rough, broad[at]);
            }
        }
        let (light, slopes) = lit(&heights, frame, sun);
        Relief { heights, light, slopes }
    }
}

/// The values of a function of longitude and latitude on every pixel of a frame and of a margin around it, worked out on
/// every `coarse`-th.
pub(super) fn sampled<const N: usize>(
    frame: &Frame,
    margin: usize,
    coarse: usize,
    mut value: impl FnMut(f64, f64) -> [f32; N],
) -> Vec<[f32; N]> {
    let margin_px = margin as f64;
    spread(frame, margin, coarse, |column, row| {
        let place = frame.place(column as f64 - margin_px, row as f64 - margin_px);
        value(place.x, place.y)
    })
}

/// A value for every pixel from those of every `coarse`-th, and what lies between.
fn spread<const N: usize>(
    frame: &Frame,
    margin: usize,
    coarse: usize,
    mut value: impl FnMut(usize, usize) -> [f32; N],
) -> Vec<[f32; N]> {
    let (width, height) = (frame.width + 2 * margin, frame.height + 2 * margin);
    let columns = width.div_ceil(coarse) + 1;
    let mut line = |row: usize| -> Vec<[f32; N]> {
        (0..columns).map(|column| value(column * coarse, row * coarse)).collect()
    };
    let mix = |from: [f32; N], to: [f32; N], share: f32| {
        let mut mixed = from;
        mixed.iter_mut().zip(to).for_each(|(from, to)| *from += (to - *from) * share);
        mixed
    };
    let mut values = Vec::with_capacity(width * height);
    let (mut above, mut below) = (line(0), line(1));
    for row in 0..height {
        if row > 0 && row % coarse == 0 {
            above = std::mem::replace(&mut below, line(row / coarse + 1));
        }
        let down = (row % coarse) as f32 / coarse as f32;
        for column in 0..columns - 1 {
            let left = mix(above[column], below[column], down);
            let right = mix(above[column + 1], below[column + 1], down);
            let steps = coarse.min(width - column * coarse);
            values.extend((0..steps).map(|step| mix(left, right, step as f32 / coarse as f32)));
        }
    }
    values
}

/// The mountains of a picture: folds upon folds, each half as wide as the one before.
///
/// The wide ones are worked out on a coarse grid, as far as their crests stay sharp on it; the narrow ones pixel by pixel.
struct Massif {
    folds: Vec<Fold>,
    /// How many of the folds are wide.
    wide: usize,
    /// Pixels from one point of the coarse grid to the next.
    coarse: usize,
    bend: Lattice,
    twist: Lattice,
}

struct Fold {
    lattice: Lattice,
    size: f32,
}

/// Folds heaped upon each other.
struct Heap {
    /// Of ground that rolls, and of ground that rises to ridges.
    rolling: f32,
    ridged: f32,
    /// How much of a crest the last fold left, from 0 to 1.
    crest: f32,
}

/// Where a place lies in a fold's lattice: each is turned and half as wide.
fn folded(mx: f64, my: f64, bent: (f32, f32), fold: usize) -> (f64, f64) {
    let start = ((mx + f64::from(bent.0)) / MASSIF, (my + f64::from(bent.1)) / MASSIF);
    (0..fold).fold(start, |place, _| narrower(place))
}

fn narrower((x, y): (f64, f64)) -> (f64, f64) {
    (x * 1.66 + y * 1.24 + 7.1, y * 1.66 - x * 1.24 - 3.3)
}

/// More folds upon a heap, a share of their height.
fn heaped(folds: &mut [Fold], mut place: (f64, f64), mut heap: Heap, share: f32) -> Heap {
    for fold in folds {
        let wave = fold.lattice.gradient(place.0, place.1);
        let ridge = (1.0 - wave.abs() * 1.7).max(0.0);
        let ridge = ridge * ridge * heap.crest;
        // Gullies cut into crests, not into valley floors.
        heap.crest = (ridge * 2.4).clamp(0.22, 1.0);
        heap.rolling += share * fold.size * wave * 0.6;
        heap.ridged += share * fold.size * (ridge - 0.35);
        place = narrower(place);
    }
    heap
}

/// What the wide folds make of a place.
type Broad = [f32; 5];

impl Massif {
    fn new(frame: &Frame) -> Massif {
        let finest = (2.6 * frame.scale()).max(GULLY);
        let (mut folds, mut width, mut size) = (Vec::new(), MASSIF, 1.0);
        let (mut wide, mut coarse) = (0, 1);
        while folds.len() < 8 && width >= finest {
            let pixels = width / frame.scale() / 10.0;
            if pixels >= 2.0 {
                wide = folds.len() + 1;
                coarse = pixels as usize;
            }
            folds.push(Fold { lattice: Lattice::new(311 + folds.len() as u32), size });
            (width, size) = (width / 2.07, size * 0.51);
        }
        // The bends that the folds follow are as wide as the second and third of them.
        let coarse = coarse.min((2_300.0 / frame.scale() / 5.0) as usize).max(1);
        Massif { folds, wide, coarse, bend: Lattice::new(301), twist: Lattice::new(303) }
    }

    /// The wide folds on every pixel: how far they bend it east and north, in metres; how high rolling and how high ridged
    /// ground stands; how much of a crest the place is.
    fn broad(&mut self, frame: &Frame, margin: usize) -> Vec<Broad> {
        let margin_px = margin as f64;
        spread(frame, margin, self.coarse, |column, row| {
            let (mx, my) = frame.metres(column as f64 + 0.5 - margin_px, row as f64 + 0.5 - margin_px);
            // Bent a little, so that ridges wind.
            let bend = self.bend.gradient(mx / 7_300.0, my / 7_300.0) * 1_300.0;
            let twist = self.twist.gradient(mx / 2_300.0, my / 2_300.0) * 330.0;
            let bent = (bend - twist, twist - bend * 0.7);
            let start = Heap { rolling: 0.0, ridged: 0.0, crest: 1.0 };
            let heap = heaped(&mut self.folds[..self.wide], folded(mx, my, bent, 0), start, 1.0);
            [bent.0, bent.1, heap.rolling, heap.ridged, heap.crest]
        })
    }

    /// What stands on the known height at a place, in metres.
    fn mountain(&mut self, mx: f64, my: f64, rough: f32, broad: Broad) -> f32 {
        let [bent_east, bent_north, rolling, ridged, crest] = broad;
        let amplitude = 7.0 + rough * (0.3 + 0.4 * step(150.0, 700.0, rough));
        let sharp = step(60.0, 420.0, rough);
        // On a plain the light shows nothing of the narrow folds.
        let fine = step(9.0, 16.0, amplitude);
        let mut heap = Heap { rolling, ridged, crest };
        if fine > 0.0 && self.wide < self.folds.len() {
            let place = folded(mx, my, (bent_east, bent_north), self.wide);
            heap = heaped(&mut self.folds[self.wide..], place, heap, fine);
        }
        (heap.rolling * (1.0 - sharp) + heap.ridged * sharp) * amplitude
    }
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
