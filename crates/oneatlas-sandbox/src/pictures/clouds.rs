//! Clouds: fractal noise of the scene's own, cut where exactly the scene's share lies above.

use image::Rgb;

use super::noise::fractal;
use super::{Frame, blend, to_pixel};
use crate::archive::Scene;

/// Clouds are this wide, in metres, give or take.
const WIDTH: f64 = 2600.0;
/// Height above ground, in metres, for the shadow.
const HEIGHT: f64 = 900.0;

/// The clouds of a picture.
pub(super) struct Clouds {
    width: u32,
    height: u32,
    /// How far above the threshold, per pixel; below 0 is no cloud.
    excess: Vec<f32>,
    /// Where a shadow falls from, in pixels.
    shadow: (i64, i64),
    /// The spread of the noise, to scale edges by.
    spread: f32,
}

impl Clouds {
    pub(super) fn new(scene: &Scene, frame: &Frame) -> Clouds {
        let metres = frame.metres_per_pixel();
        let seed = scene.noise as u32;
        // Wide banks in a cloudy sky, small puffs in a clear one.
        let size = WIDTH * (0.6 + scene.cloud / 40.0);
        let mut values = Vec::with_capacity((frame.width * frame.height) as usize);
        for y in 0..frame.height {
            for x in 0..frame.width {
                let (px, py) = (f64::from(x) * metres / size, f64::from(y) * metres / size);
                let banks = fractal(px * 0.22, py * 0.3, 3, seed ^ 0x77);
                values.push(fractal(px, py, 6, seed) * 0.62 + banks * 0.38);
            }
        }
        let (threshold, spread) = threshold(&values, scene.cloud);
        let away = (HEIGHT / scene.sun_elevation.to_radians().tan().max(0.25)) / metres.max(1.0);
        // The picture's rows follow the track, some ten degrees off north; near enough for a shadow.
        let azimuth = scene.sun_azimuth.to_radians();
        let shadow = ((away * azimuth.sin()).round() as i64, -(away * azimuth.cos()).round() as i64);
        let excess = values.into_iter().map(|value| value - threshold).collect();
        Clouds { width: frame.width, height: frame.height, excess, shadow, spread }
    }

    fn excess(&self, x: i64, y: i64) -> f32 {
        let x = x.clamp(0, i64::from(self.width) - 1);
        let y = y.clamp(0, i64::from(self.height) - 1);
        self.excess[(y * i64::from(self.width) + x) as usize]
    }

    /// Whether a pixel is cloud.
    pub(super) fn is_cloud(&self, x: u32, y: u32) -> bool {
        self.excess(i64::from(x), i64::from(y)) > 0.0
    }

    /// The ground with cloud and shadow over it.
    pub(super) fn over(&self, x: u32, y: u32, ground: [f32; 3]) -> Rgb<u8> {
        let (x, y) = (i64::from(x), i64::from(y));
        let shade = self.excess(x + self.shadow.0, y + self.shadow.1) / self.spread;
        let dark = ground.map(|value| value * 0.52);
        let mut colour =
            blend(ground, dark, (shade * 4.0 + 0.35).clamp(0.0, 1.0) * f32::from(u8::from(shade > -0.05)));
        let here = self.excess(x, y) / self.spread;
        if here > -0.12 {
            let thick = ((here + 0.12) * 3.2).clamp(0.0, 1.0);
            // Lit from the side of the sun.
            let light = (here
                - self.excess(x - self.shadow.0 / 4 - 1, y - self.shadow.1 / 4 - 1) / self.spread)
                * 38.0;
            let top = 226.0 + (here * 26.0).min(26.0) + light.clamp(-22.0, 14.0);
            colour = blend(colour, [top, top, top + 2.0], thick.powf(0.8));
        }
        to_pixel(colour)
    }
}

/// The value above which `percent` of all values lie, and the values' spread.
fn threshold(values: &[f32], percent: f64) -> (f32, f32) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let at = |share: f64| {
        sorted.get(((last as f64) * share.clamp(0.0, 1.0)).round() as usize).copied().unwrap_or(0.0)
    };
    let spread = (at(0.9) - at(0.1)).max(1e-3);
    if percent <= 0.0 {
        return (f32::MAX / 4.0, spread);
    }
    // A hair below the smallest, so that a closed cloud cover leaves no pixel out.
    (if percent >= 100.0 { at(0.0) - 1e-3 } else { at(1.0 - percent / 100.0) }, spread)
}
