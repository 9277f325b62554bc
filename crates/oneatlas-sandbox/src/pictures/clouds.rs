//! Clouds: a sky of one kind, cut where exactly the scene's share of the picture lies above, and its shadow on the ground.

use super::blend;
use super::frame::Frame;
use super::layer::{Fractal, Layer, Shape};
use super::noise::{cell, step};
use super::relief::Sun;
use crate::archive::Scene;
use crate::random::Random;

/// A kind of sky.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sky {
    /// Heaps of fair weather.
    Cumulus,
    /// Closed cells in a sheet.
    Cells,
    /// A smooth sheet with waves.
    Stratus,
    /// High, thin, drawn out by the wind.
    Cirrus,
    /// Tall heaps of the tropics and of summer.
    Towers,
}

/// How a kind of sky looks.
struct Look {
    /// Metres above ground.
    height: f64,
    /// How far its edge reaches, against the spread of its values.
    soft: f32,
    /// How dense it is at the edge of what counts as cloud, and at most.
    dense: (f32, f32),
    /// How far haze reaches beyond that edge, in fades.
    fringe: f32,
    /// How dark its shadow is.
    shade: f32,
    /// How much its tops and hollows show.
    relief: f32,
}

impl Sky {
    fn of(scene: &Scene, random: &mut Random) -> Sky {
        let latitude = (scene.corners[0].y + scene.corners[2].y).abs() / 2.0;
        let luck = random.unit();
        if latitude < 24.0 && luck < 0.4 {
            return Sky::Towers;
        }
        let chances = match scene.cloud {
            ..20.0 => [0.62, 0.78, 0.82],
            20.0..60.0 => [0.4, 0.68, 0.82],
            _ => [0.12, 0.48, 0.88],
        };
        let luck = random.unit();
        match chances.iter().position(|chance| luck < *chance) {
            Some(0) => Sky::Cumulus,
            Some(1) => Sky::Cells,
            Some(2) => Sky::Stratus,
            _ => Sky::Cirrus,
        }
    }

    fn look(self) -> Look {
        match self {
            Sky::Cumulus => {
                Look { height: 1_100.0, soft: 0.1, dense: (0.6, 1.0), fringe: 0.5, shade: 0.6, relief: 0.8 }
            }
            Sky::Cells => {
                Look { height: 1_400.0, soft: 0.3, dense: (0.5, 0.98), fringe: 0.7, shade: 0.5, relief: 0.75 }
            }
            Sky::Stratus => {
                Look { height: 600.0, soft: 0.34, dense: (0.5, 0.97), fringe: 0.9, shade: 0.4, relief: 0.3 }
            }
            Sky::Cirrus => Look {
                height: 5_500.0,
                soft: 0.9,
                dense: (0.44, 0.82),
                fringe: 0.6,
                shade: 0.16,
                relief: 0.12,
            },
            Sky::Towers => {
                Look { height: 2_600.0, soft: 0.1, dense: (0.62, 1.0), fringe: 0.5, shade: 0.62, relief: 1.0 }
            }
        }
    }

    /// The values that are cut: the higher, the sooner cloud.
    fn values(self, frame: &Frame, margin: usize, random: &mut Random) -> Layer {
        let seed = random.next() as u32;
        let size = random.between(0.75, 1.7);
        let wind = random.between(0.0, std::f64::consts::TAU);
        let noise = |fractal: Fractal| Layer::noise(frame, margin, fractal);
        let of = |widest: f64, octaves: u32, salt: u32| Fractal::new(widest * size, octaves, seed ^ salt);
        match self {
            Sky::Cumulus => {
                let banks = noise(of(13_000.0, 2, 1).drawn(wind, 2.2));
                let heaps = noise(of(2_600.0, 3, 2));
                let puffs = noise(of(900.0, 6, 3).shape(Shape::Billow).gain(0.66));
                added(&[(&banks, 0.75), (&heaps, 0.8), (&puffs, 0.34)])
            }
            Sky::Towers => {
                let banks = noise(of(17_000.0, 2, 1));
                let heaps = noise(of(5_200.0, 4, 2).gain(0.55));
                let puffs = noise(of(1_400.0, 6, 3).shape(Shape::Billow).gain(0.68));
                added(&[(&banks, 0.6), (&heaps, 0.9), (&puffs, 0.3)])
            }
            Sky::Cells => {
                let banks = noise(of(24_000.0, 3, 1));
                let fray = noise(of(900.0, 4, 2).gain(0.6));
                let bend = noise(of(3_000.0, 2, 4));
                let mut cells = cells(frame, margin, 2_300.0 * size, seed ^ 3, &bend);
                cells.values.iter_mut().for_each(|value| *value = 1.0 - 1.5 * *value);
                added(&[(&banks, 1.0), (&cells, 0.42), (&fray, 0.3)])
            }
            Sky::Stratus => {
                let banks = noise(of(21_000.0, 6, 1).gain(0.48));
                let waves = noise(of(1_500.0, 3, 2).drawn(wind, 3.5));
                added(&[(&banks, 1.0), (&waves, 0.13)])
            }
            Sky::Cirrus => {
                let banks = noise(of(26_000.0, 2, 1).drawn(wind, 1.8));
                let strands = noise(of(3_400.0, 6, 2).drawn(wind + 0.25, 7.0).gain(0.62));
                let hooks = noise(of(5_000.0, 3, 3).drawn(wind - 0.3, 3.0).shape(Shape::Ridged));
                added(&[(&banks, 0.7), (&strands, 0.75), (&hooks, 0.22)])
            }
        }
    }
}

fn added(parts: &[(&Layer, f32)]) -> Layer {
    let (first, weight) = parts[0];
    let mut sum = Layer { values: first.values.iter().map(|value| value * weight).collect(), ..*first };
    for (part, weight) in &parts[1..] {
        sum.values.iter_mut().zip(&part.values).for_each(|(to, value)| *to += value * weight);
    }
    sum
}

/// Distance from the middle of a cell, bent so that no cell is round.
fn cells(frame: &Frame, margin: usize, width: f64, seed: u32, bend: &Layer) -> Layer {
    let mut layer = Layer::flat(frame, margin, 0.0);
    let coarse = ((width / frame.scale() / 12.0) as usize).clamp(1, 8);
    layer.fill_in(frame, coarse, |mx, my| cell(mx / width, my / width, seed).2);
    layer.values.iter_mut().zip(&bend.values).for_each(|(to, bend)| *to += bend * 0.35);
    layer
}

/// The clouds of a picture.
pub(super) struct Clouds {
    values: Layer,
    /// A pixel whose value reaches it is cloud.
    threshold: f32,
    /// The values by which an edge fades.
    fade: f32,
    look: Look,
    /// Pixels from a place to the cloud that shades it.
    shadow: (i64, i64),
    /// A pixel or two towards the sun.
    sunward: (i64, i64),
    bright: f32,
}

impl Clouds {
    /// The clouds of the whole scene, in its own frame.
    pub(super) fn new(scene: &Scene, frame: &Frame, sun: Sun) -> Clouds {
        if scene.cloud <= 0.0 {
            return Clouds::none();
        }
        let clouds = Clouds::uncut(scene, frame, sun);
        let (threshold, spread, over) = cut(&clouds.values, frame, scene.cloud);
        let fade = (spread * clouds.look.soft * 1.4).min(over * 0.5).max(1e-4);
        Clouds { threshold, fade, ..clouds }
    }

    /// The same clouds over another frame.
    pub(super) fn seen_from(&self, scene: &Scene, frame: &Frame, sun: Sun) -> Clouds {
        if self.threshold == f32::MAX {
            return Clouds::none();
        }
        Clouds { threshold: self.threshold, fade: self.fade, ..Clouds::uncut(scene, frame, sun) }
    }

    /// A clear sky.
    fn none() -> Clouds {
        let values = Layer { width: 1, height: 1, margin: 0, values: vec![0.0] };
        let (shadow, sunward) = ((0, 0), (0, 0));
        Clouds {
            values,
            threshold: f32::MAX,
            fade: 1.0,
            look: Sky::Stratus.look(),
            shadow,
            sunward,
            bright: 1.0,
        }
    }

    fn uncut(scene: &Scene, frame: &Frame, sun: Sun) -> Clouds {
        let mut random = Random::of(&[scene.noise, 77]);
        let sky = Sky::of(scene, &mut random);
        let look = sky.look();
        let away = look.height / sun.elevation.to_radians().tan().max(0.2);
        let most = frame.width.min(frame.height) as f64 / 5.0;
        let pixels = |metres: f64, pixel: f64| (metres / pixel).clamp(-most, most).round() as i64;
        let shadow = (pixels(away * sun.way.0, frame.pixel.0), pixels(away * sun.way.1, frame.pixel.1));
        let margin = shadow.0.abs().max(shadow.1.abs()).unsigned_abs() as usize + 2;
        let values = sky.values(frame, margin, &mut random);
        let bright = 0.86 + 0.14 * sun.elevation.to_radians().sin() as f32;
        let sunward = ((sun.way.0 * 1.6).round() as i64, (sun.way.1 * 1.6).round() as i64);
        Clouds { values, threshold: f32::MAX, fade: 1.0, look, shadow, sunward, bright }
    }

    /// Whether a pixel is cloud.
    pub(super) fn is_cloud(&self, x: usize, y: usize) -> bool {
        self.values.at(x as i64, y as i64) >= self.threshold
    }

    /// How far above the edge a place is, in fades.
    fn excess(&self, x: i64, y: i64) -> f32 {
        (self.values.at(x, y) - self.threshold) / self.fade
    }

    /// The ground with cloud and shadow over it; the ground is asked for only where it is seen.
    pub(super) fn over(&self, x: usize, y: usize, ground: impl FnOnce() -> [f32; 3]) -> [f32; 3] {
        if self.threshold == f32::MAX {
            return ground();
        }
        let (x, y) = (x as i64, y as i64);
        let here = self.excess(x, y);
        let dense = self.density(here);
        if dense >= 0.985 {
            return self.top(x, y, here);
        }
        let ground = ground();
        let shade = step(-0.5, 0.9, self.excess(x + self.shadow.0, y + self.shadow.1)) * self.look.shade;
        let dark = [ground[0] * 0.1, ground[1] * 0.12 + 2.0, ground[2] * 0.16 + 6.0];
        let colour = blend(ground, dark, shade);
        if dense > 0.004 { blend(colour, self.top(x, y, here), dense) } else { colour }
    }

    /// How much of the ground a cloud hides, from 0 to 1, by how far a place lies above its edge.
    fn density(&self, here: f32) -> f32 {
        let (edge, full) = self.look.dense;
        if here >= 0.0 {
            edge + (full - edge) * step(0.0, 1.0, here)
        } else {
            edge * step(-self.look.fringe, 0.0, here).powi(2)
        }
    }

    /// The colour of a cloud's top: slopes that face the sun are bright, those behind are in their own shade.
    fn top(&self, x: i64, y: i64, here: f32) -> [f32; 3] {
        let facing = here - self.excess(x + self.sunward.0, y + self.sunward.1);
        let deep = step(0.6, 5.0, here);
        let top = 222.0 + (facing * 30.0 * self.look.relief).clamp(-46.0, 20.0) + deep * 14.0;
        let top = top * self.bright;
        [top, top + 0.5, top + 3.0]
    }
}

/// The value that `percent` of the picture's values reach, how far the middle of the values spreads, and how far they reach
/// above that value.
fn cut(values: &Layer, frame: &Frame, percent: f64) -> (f32, f32, f32) {
    let mut inside: Vec<f32> = values
        .values
        .chunks_exact(values.width)
        .skip(values.margin)
        .take(frame.height)
        .flat_map(|row| &row[values.margin..values.margin + frame.width])
        .copied()
        .collect();
    let count = inside.len();
    let mut ranked = |place: usize| *inside.select_nth_unstable_by(place.min(count - 1), f32::total_cmp).1;
    let spread = (ranked(count * 9 / 10) - ranked(count / 10)).max(1e-3);
    let covered = (count as f64 * percent.clamp(0.0, 100.0) / 100.0).round() as usize;
    if covered == 0 {
        return (f32::MAX, spread, spread);
    }
    let threshold = ranked(count - covered);
    let highest = ranked(count - 1);
    (threshold, spread, highest - threshold)
}
