//! Sea, lakes and rivers: where they are, how deep they look, and ice on them.

use super::frame::Frame;
use super::layer::{Fractal, Layer};
use super::noise::{cell, gradient, step};
use super::{blend, each};
use crate::land::{Ground, Raster};

/// Metres over which the water off a coast grows deep, about.
const SHELF: f64 = 2_600.0;

pub(super) struct Water {
    /// The share of each pixel that is land.
    pub(super) land: Vec<f32>,
    /// The same over some width: how near the coast is.
    near: Layer,
    close: Layer,
    patches: Layer,
    waves: Layer,
    latitude: f32,
}

impl Water {
    pub(super) fn new(frame: &Frame, known: &Ground, latitude: f64) -> Water {
        let land = shares(frame, known);
        let layer = Layer { values: land, ..Layer::flat(frame, 0, 0.0) };
        let reach = |metres: f64| ((metres / frame.scale()) as usize).clamp(1, 200);
        let latitude = latitude.abs() as f32;
        if layer.values.iter().all(|land| *land >= 1.0) {
            // Inland nothing asks how deep the water is.
            let [near, close] = [layer.clone(), layer.clone()];
            let [patches, waves] = [Layer::flat(frame, 0, 0.0), Layer::flat(frame, 0, 0.0)];
            return Water { land: layer.values, near, close, patches, waves, latitude };
        }
        let near = layer.blurred(reach(SHELF)).blurred(reach(SHELF * 0.5));
        Water {
            close: layer.blurred(reach(130.0)),
            land: layer.values,
            near,
            patches: Layer::noise(frame, 0, Fractal::new(5_200.0, 5, 131)),
            waves: Layer::noise(frame, 0, Fractal::new(300.0, 2, 137).drawn(0.6, 2.2)),
            latitude,
        }
    }

    /// How much a pixel is beach, on the land's side.
    pub(super) fn shore(&self, at: usize) -> f32 {
        step(0.98, 0.55, self.close.values[at]) * self.land[at] * step(-0.3, 0.15, self.patches.values[at])
    }

    /// The colour of water; `summer` from −1 to 1.
    pub(super) fn colour(&self, at: usize, mx: f64, my: f64, summer: f32) -> [f32; 3] {
        let (near, patch) = (self.near.values[at], self.patches.values[at]);
        let tropical = step(33.0, 20.0, self.latitude);
        let frozen = step(68.0, 80.0, self.latitude) * (1.0 - 0.6 * step(-0.5, 1.0, summer)) + near * 0.1;
        if frozen > 0.12 {
            let (column, row, first, second) = cell(mx / 1_400.0, my / 1_400.0, 139);
            let luck = super::noise::hash(column, row, 140);
            let floe =
                step(0.0, 0.08, second - first - 0.05) * step(luck, luck + 0.1, frozen * 1.4 + patch * 0.8);
            if floe > 0.5 {
                let rough = self.waves.values[at] * 8.0 + patch * 10.0;
                return each([222.0, 228.0, 234.0], |value| value + rough);
            }
        }
        let deep = blend([18.0, 38.0, 58.0], [12.0, 44.0, 82.0], tropical);
        let shallow = blend([44.0, 78.0, 84.0], [52.0, 142.0, 148.0], tropical);
        let silt = [104.0, 112.0, 92.0];
        let depth = (near * (1.5 + tropical) + patch * 0.4).clamp(0.0, 1.0);
        let mut colour = blend(deep, shallow, depth * depth);
        colour = blend(colour, silt, step(0.35, 0.95, near + patch * 0.45) * (0.75 - 0.45 * tropical));
        let surf = step(0.06, 0.3, self.close.values[at]) * step(0.75, 0.4, self.near.values[at]);
        colour = blend(colour, [206.0, 214.0, 212.0], surf * 0.15);
        if tropical > 0.0 {
            // Reefs and weed.
            let reef =
                step(0.1, 0.3, gradient(mx / 900.0, my / 900.0, 141) + patch * 0.5) * step(0.15, 0.5, depth);
            colour = blend(colour, [30.0, 92.0, 96.0], reef * tropical * 0.5);
        }
        each(colour, |value| value + self.waves.values[at] * 3.5 + patch * 4.0)
    }

    /// The colour of a river: muddy where it is dry, white where it is frozen over.
    pub(super) fn river(&self, dry: f32, snow: f32) -> [f32; 3] {
        let water = blend([48.0, 66.0, 68.0], [96.0, 100.0, 82.0], dry);
        let frozen = snow * step(45.0, 55.0, self.latitude);
        blend(water, [206.0, 214.0, 222.0], frozen)
    }
}

/// The share of each pixel that is land, off a raster half again as fine as the picture.
fn shares(frame: &Frame, known: &Ground) -> Vec<f32> {
    let [west, south, east, north] = frame.bounds();
    let (east_scale, north_scale) = crate::geodesy::metres_per_degree((south + north) / 2.0);
    let step = frame.scale() / 1.4;
    let count = |metres: f64| ((metres / step).ceil() as usize + 4).clamp(16, 4_000);
    let (columns, rows) = (count((east - west) * east_scale), count((north - south) * north_scale));
    let (mx, my) = ((east - west) / columns as f64 * 2.0, (north - south) / rows as f64 * 2.0);
    let mut raster = Raster::new(west - mx, south - my, east + mx, north + my, columns, rows);
    known.land().paint(&mut raster);
    let first = raster.pixels[0];
    if raster.pixels.iter().all(|pixel| *pixel == first) {
        return vec![f32::from(first) / 255.0; frame.width * frame.height];
    }
    // A coast whose bends are below a pixel needs no fraying.
    let fray = frame.scale() < 90.0;
    let mut shares = Vec::with_capacity(frame.width * frame.height);
    for row in 0..frame.height {
        for column in 0..frame.width {
            let (x, y) = (column as f64 + 0.5, row as f64 + 0.5);
            let (bx, by) = if fray { frayed(frame, x, y) } else { (0.0, 0.0) };
            let place = frame.place(x + bx, y + by);
            let x = (place.x - raster.west) / raster.step_x - 0.5;
            let y = (place.y - raster.south) / raster.step_y - 0.5;
            let (left, low) = (x.floor().max(0.0) as usize, y.floor().max(0.0) as usize);
            let (left, low) = (left.min(columns - 2), low.min(rows - 2));
            let (u, v) = ((x - left as f64).clamp(0.0, 1.0) as f32, (y - low as f64).clamp(0.0, 1.0) as f32);
            let at = low * columns + left;
            let value = |at: usize| f32::from(raster.pixels[at]) / 255.0;
            let lower = value(at) + (value(at + 1) - value(at)) * u;
            let upper = value(at + columns) + (value(at + columns + 1) - value(at + columns)) * u;
            shares.push(lower + (upper - lower) * v);
        }
    }
    shares
}

/// By how many pixels a coast is moved aside at a place: the map's coast is cut at straight lines of some hundred metres.
fn frayed(frame: &Frame, x: f64, y: f64) -> (f64, f64) {
    let (mx, my) = frame.metres(x, y);
    let wave = |width: f64, seed: u32| f64::from(gradient(mx / width, my / width, seed)) * width;
    let bend = |seed: u32| (wave(620.0, seed) * 0.16 + wave(190.0, seed + 2) * 0.15) / frame.scale();
    (bend(181), bend(182))
}
