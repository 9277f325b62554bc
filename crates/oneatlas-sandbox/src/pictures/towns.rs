//! Where towns are built up, and how a built-up place looks.

use super::frame::Frame;
use super::layer::{Fractal, Layer};
use super::noise::{cell, hash, step};
use super::{blend, each};
use crate::geodesy::LonLat;
use crate::land::Town;

/// Metres a town reaches out per root of its people, and the least.
const REACH: (f64, f64) = (7.0, 280.0);

/// How densely each pixel is built up, from 0 to 1.
pub(super) fn built(frame: &Frame, towns: &[Town]) -> Layer {
    let mut ragged: Option<Layer> = None;
    let mut layer = Layer::flat(frame, 0, 0.0);
    for town in towns {
        let radius = (REACH.0 * town.population.sqrt() + REACH.1) / frame.scale();
        let (x, y) = frame.pixels(LonLat { x: town.lon, y: town.lat });
        let span = |middle: f64, count: usize| {
            let reach = radius * 2.0;
            let low = (middle - reach).clamp(0.0, count as f64) as usize;
            low..((middle + reach).clamp(0.0, count as f64) as usize)
        };
        let (rows, columns) = (span(y, frame.height), span(x, frame.width));
        if rows.is_empty() || columns.is_empty() {
            continue;
        }
        let noise =
            ragged.get_or_insert_with(|| Layer::noise(frame, 0, Fractal::new(2_300.0, 5, 83).gain(0.62)));
        for row in rows {
            for column in columns.clone() {
                let at = row * layer.width + column;
                let distance = {
                    let (dx, dy) = (column as f64 - x, row as f64 - y);
                    (dx * dx + dy * dy).sqrt() / radius
                };
                let dense = 1.15 - distance as f32 + noise.values[at] * 1.5;
                layer.values[at] = layer.values[at].max(dense);
            }
        }
    }
    layer.values.iter_mut().for_each(|value| *value = (*value * 1.9).clamp(0.0, 1.0));
    layer
}

/// What stands around a built-up place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quarter {
    /// From 0 to 1.
    pub(super) dense: f32,
    /// From 0 (humid) to 1 (desert).
    pub(super) dry: f32,
    /// Noise of the place, some kilometres wide: parks where it is high, works where it is low.
    pub(super) patch: f32,
}

/// The colour of a built-up place, `scale` metres to a pixel: roofs and yards between streets, parks, works at the edge.
pub(super) fn street(mx: f64, my: f64, quarter: Quarter, scale: f64) -> [f32; 3] {
    let Quarter { dense, dry, patch } = quarter;
    // Quarters differ in the run of their streets and in their age.
    let (column, row, ..) = cell(mx / 1_300.0, my / 1_300.0, 87);
    let luck = |salt: u32| hash(column, row, salt);
    let (sin, cos) = (f64::from(luck(88)) * 1.5).sin_cos();
    let (u, v) = (mx * cos + my * sin, my * cos - mx * sin);
    let middle = blend([134.0, 129.0, 122.0], [178.0, 163.0, 139.0], dry);
    let suburb = blend([116.0, 120.0, 98.0], [170.0, 154.0, 128.0], dry);
    let age = 0.92 + 0.16 * luck(89);
    let plain = each(blend(suburb, middle, step(0.35, 0.95, dense)), |value| value * age);
    let (wide, deep) = if luck(92) < 0.16 && dense < 0.85 { (170.0, 120.0) } else { (84.0, 62.0) };
    let (bu, bv) = ((u / wide).floor(), (v / deep).floor());
    let block = |salt: u32| hash(bu as i32, bv as i32, salt);
    let works = wide > 100.0;
    let colour = match (block(97) * 10.0) as u32 {
        0 | 1 if works => [206.0, 208.0, 210.0],
        2 if works => [150.0, 160.0, 168.0],
        0 if dry < 0.5 => blend(plain, [152.0, 106.0, 84.0], 0.5),
        1 => each(plain, |value| value * 1.16),
        2 => each(plain, |value| value * 0.84),
        3 | 4 if dense < 0.8 => blend(plain, blend([80.0, 94.0, 62.0], [146.0, 132.0, 100.0], dry), 0.6),
        _ => {
            let tone = 0.95 + 0.1 * block(98);
            each(plain, |value| value * tone)
        }
    };
    let across = |value: f64, length: f64| (value - value.floor()).min(value.floor() + 1.0 - value) * length;
    let edge = across(u / wide, wide).min(across(v / deep, deep));
    let alley = (1.0 - edge / (0.5 * scale).max(7.0)).clamp(0.0, 1.0) * (9.0 / scale).min(0.55);
    let avenue = across(u / 690.0, 690.0).min(across(v / 540.0, 540.0));
    let avenue = (1.0 - avenue / (0.6 * scale).max(14.0)).clamp(0.0, 1.0) * (24.0 / scale).min(0.8);
    // What the picture can't tell apart is seen as its mean.
    let seen = ((wide / scale - 0.5) / 3.5).clamp(0.22, 0.9) as f32;
    let park = step(0.3, 0.42, patch + (luck(93) - 0.5) * 0.2) * (1.0 - 0.8 * dry);
    let mut colour = blend(plain, colour, seen);
    colour = blend(colour, [112.0, 110.0, 108.0], alley as f32);
    colour = blend(colour, [78.0, 94.0, 60.0], park * 0.8);
    blend(colour, blend([104.0, 102.0, 100.0], [150.0, 142.0, 128.0], dry), avenue as f32)
}
