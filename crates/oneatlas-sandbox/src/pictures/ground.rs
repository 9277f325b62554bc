//! The ground beneath a scene: water by depth, wild land by climate, fields, towns, roads, snow, in the light of the hour.

use super::fields::{self, Custom, Palette, Season};
use super::frame::Frame;
use super::layer::{Fractal, Layer};
use super::noise::step;
use super::relief::{self, Relief, Sun};
use super::towns::{self, Quarter};
use super::wild::{self, Spot};
use super::{blend, each, lines, water};
use crate::archive::Scene;
use crate::climate;
use crate::stamps;
use crate::world::World;

/// Degrees around the picture in which towns are looked for.
const AROUND: f64 = 0.35;

/// The ground of one picture.
pub(super) struct Ground<'f> {
    frame: &'f Frame,
    scale: f64,
    season: Season,
    custom: Custom,
    latitude: f32,
    relief: Relief,
    /// The land's colour from far, as the map of the world has it and as quicklooks show it.
    colours: Vec<[f32; 3]>,
    bright: Vec<[f32; 3]>,
    water: water::Water,
    rivers: Layer,
    roads: Layer,
    built: Layer,
    /// How much of the land is tilled, from 0 to 1, before noise.
    tilled: Layer,
    patches: Layer,
    grain: Layer,
    /// Wide differences: soils, rain.
    regions: Layer,
    snow: Vec<f32>,
}

impl<'f> Ground<'f> {
    pub(super) fn new(world: &World, scene: &Scene, frame: &'f Frame, sun: Sun) -> Ground<'f> {
        let known = world.ground();
        let middle = frame.middle();
        let [west, south, east, north] = frame.bounds();
        let around = AROUND / middle.y.to_radians().cos().max(0.2);
        let near = known.towns().within(west - around, south - AROUND, east + around, north + AROUND);
        let relief = Relief::new(frame, known.cover(), sun);
        let coarse = ((2_500.0 / frame.scale()) as usize).clamp(1, 24);
        let colour = |lon, lat| known.cover().colour(lon, lat);
        let day = f64::from(stamps::utc(scene.taken).day_of_year());
        let season = Season {
            summer: climate::season(middle.y, day) as f32,
            spring: climate::season(middle.y, day + 91.0) as f32,
        };
        let tilled = tilled(frame, &near);
        let mut ground = Ground {
            frame,
            scale: frame.scale(),
            season,
            custom: Custom::of(middle.x, middle.y, 0.0),
            latitude: middle.y.abs() as f32,
            water: water::Water::new(frame, known, middle.y),
            rivers: lines::rivers(frame, known),
            roads: lines::roads(frame, &near),
            built: towns::built(frame, &near),
            tilled,
            patches: Layer::noise(frame, 0, Fractal::new(3_400.0, 6, 29).gain(0.6)),
            regions: Layer::noise(frame, 0, Fractal::new(11_000.0, 3, 37)),
            grain: Layer::noise(frame, 0, Fractal::new(420.0, 4, 71).gain(0.7)),
            snow: Vec::new(),
            relief,
            colours: relief::sampled(frame, 0, coarse, colour),
            bright: relief::sampled(frame, 0, coarse, |lon, lat| each(colour(lon, lat), brightened)),
        };
        let dry = ground.dryness(frame.width * (frame.height / 2) + frame.width / 2);
        ground.custom = Custom::of(middle.x, middle.y, dry);
        ground.snow = ground.snowed(scene.snow);
        ground
    }

    /// Where snow lies and where water is, row by row.
    pub(super) fn snow_and_water(&self) -> (Vec<bool>, Vec<bool>) {
        let land = &self.water.land;
        let snow = match self.snow.len() {
            0 => vec![false; land.len()],
            _ => self.snow.iter().zip(land).map(|(snow, land)| *snow > 0.5 && *land > 0.5).collect(),
        };
        let water =
            land.iter().zip(&self.rivers.values).map(|(land, river)| *land < 0.5 || *river > 0.5).collect();
        (snow, water)
    }

    fn known(&self, at: usize) -> [f32; 3] {
        self.colours[at]
    }

    fn bright(&self, at: usize) -> [f32; 3] {
        self.bright[at]
    }

    /// From 0 (green) to 1 (bare).
    fn dryness(&self, at: usize) -> f32 {
        let [red, green, blue] = self.known(at);
        step(64.0, 150.0, (red + green + blue) / 3.0) * step(-6.0, 24.0, red - green)
    }

    /// The colour of a pixel under a clear sky, with its place on the zone's plane in metres.
    pub(super) fn colour(&self, x: usize, y: usize, (mx, my): (f64, f64)) -> [f32; 3] {
        let at = y * self.frame.width + x;
        let dry = self.water.land[at];
        let mut colour = if dry < 1.0 { self.water.colour(at, mx, my, self.season.summer) } else { [0.0; 3] };
        if dry > 0.0 {
            colour = blend(colour, self.land(at, mx, my), dry);
        }
        colour
    }

    fn land(&self, at: usize, mx: f64, my: f64) -> [f32; 3] {
        let known = self.known(at);
        let dry = self.dryness(at);
        let height = self.relief.heights_at(self.frame, at);
        let slope = self.relief.slopes[at];
        let spot = Spot {
            mx,
            my,
            base: self.bright(at),
            white: step(150.0, 200.0, known[2]),
            dry,
            slope,
            wooded: self.wooded(at, known, dry, slope),
            patch: self.patches.values[at],
            grain: self.grain.values[at],
            region: self.regions.values[at],
        };
        let dense = self.built.values[at];
        let houses = if dense > 0.02 { (dense * 1.3).min(1.0) } else { 0.0 };
        // What is built over whole is not asked for what lies beneath.
        let mut colour = if houses < 1.0 { self.open_land(at, &spot, height) } else { [0.0; 3] };
        if houses > 0.0 {
            let quarter = Quarter { dense, dry, patch: spot.patch };
            colour = blend(colour, towns::street(mx, my, quarter, self.scale), houses);
        }
        let light = self.relief.light[at];
        colour = each(colour, |value| value * light);
        let snow = self.snow.get(at).copied().unwrap_or(0.0);
        if snow > 0.0 {
            let cold = [
                232.0 * light.clamp(0.45, 1.08),
                236.0 * light.clamp(0.52, 1.06),
                244.0 * light.clamp(0.62, 1.04),
            ];
            colour = blend(colour, cold, snow * (1.0 - 0.62 * spot.wooded) * (1.0 - 0.35 * dense));
        }
        let pond = wild::pond(mx, my, self.latitude, slope, self.patches.values[at]);
        let river = self.rivers.values[at].max(pond * (1.0 - dense));
        blend(colour, self.water.river(dry, snow), river * 0.92)
    }

    /// Land that is not built over: wild, tilled, beach, road.
    fn open_land(&self, at: usize, spot: &Spot, height: f32) -> [f32; 3] {
        let tilled = self.tilled_here(at, self.known(at), spot.dry, height, spot.slope) * (1.0 - spot.wooded);
        let wild = |tilled: f32| {
            if tilled < 0.99 { spot.colour(self.season, self.latitude, self.scale) } else { [0.0; 3] }
        };
        let mut colour = wild(tilled);
        if tilled > 0.02 {
            let palette = Palette {
                soil: blend(spot.base, [140.0, 118.0, 92.0], 0.55 - 0.35 * spot.dry),
                green: blend(spot.base, [88.0, 106.0, 62.0], 0.6),
                lush: (spot.region * 1.8).clamp(-1.0, 1.0),
            };
            let field = fields::field(spot.mx, spot.my, self.custom, self.season, self.scale, palette);
            colour = if tilled < 0.99 { blend(colour, field, tilled) } else { field };
        }
        let beach = self.water.shore(at) * step(0.12, 0.03, spot.slope);
        colour = blend(colour, [188.0, 174.0, 142.0], beach * 0.6);
        blend(colour, [164.0, 156.0, 144.0], self.roads.values[at] * 0.75)
    }

    /// How wooded a place is, from 0 to 1: in patches, denser on slopes where land is tilled.
    fn wooded(&self, at: usize, known: [f32; 3], dry: f32, slope: f32) -> f32 {
        let bright = (known[0] + known[1] + known[2]) / 3.0;
        let share = step(100.0, 34.0, bright) * (1.0 - dry) * step(71.0, 62.0, self.latitude);
        let tilled = self.tilled.values[at];
        let here = share * (1.25 - 0.95 * tilled) + slope.min(0.3) * share * 1.2 - 0.5;
        step(-0.1, 0.12, here + self.patches.values[at] * 0.9)
    }

    fn tilled_here(&self, at: usize, known: [f32; 3], dry: f32, height: f32, slope: f32) -> f32 {
        let bright = (known[0] + known[1] + known[2]) / 3.0;
        // The plains of the grain belts are tilled far from any town.
        let belt = step(22.0, 32.0, self.latitude)
            * step(58.0, 52.0, self.latitude)
            * step(44.0, 62.0, bright)
            * (1.0 - dry);
        let people = self.tilled.values[at] * step(30.0, 46.0, bright + self.tilled.values[at] * 18.0);
        let share = (people * (1.0 - 0.45 * dry)).max(belt * 0.8);
        let fit = step(0.2, 0.07, slope) * step(64.0, 58.0, self.latitude) * step(3_600.0, 2_400.0, height);
        let ice = step(150.0, 190.0, known[2]);
        step(0.32, 0.5, share * fit + self.patches.values[at] * 0.22) * (1.0 - ice)
    }

    /// How white each pixel is: the snow of the season covers its share of the land, the highest and least sunny first.
    fn snowed(&self, percent: f64) -> Vec<f32> {
        let line = 5_100.0 - 62.0 * self.latitude - 0.2 * (self.latitude - 30.0).max(0.0).powi(2)
            + self.season.summer * 450.0;
        let edge = 130.0;
        let highest = self.relief.heights.values.iter().fold(f32::MIN, |most, height| most.max(*height));
        // Noise and shade lift a place by no more than this.
        if percent <= 0.0 && highest + 600.0 < line - edge {
            return Vec::new();
        }
        let likely: Vec<f32> = (0..self.frame.width * self.frame.height)
            .map(|at| {
                let height = self.relief.heights_at(self.frame, at);
                height + self.patches.values[at] * 160.0 - (self.relief.light[at] - 1.0) * 240.0
                    + self.grain.values[at] * 40.0
            })
            .collect();
        let mut land: Vec<f32> = likely
            .iter()
            .zip(&self.water.land)
            .filter(|(_, land)| **land > 0.5)
            .map(|(likely, _)| *likely)
            .collect();
        let covered = (land.len() as f64 * percent / 100.0) as usize;
        let seasonal = if covered == 0 || land.is_empty() {
            f32::MAX
        } else {
            let place = land.len().saturating_sub(covered).min(land.len() - 1);
            *land.select_nth_unstable_by(place, f32::total_cmp).1
        };
        likely
            .into_iter()
            .map(|likely| {
                step(-edge, edge * 0.4, likely - seasonal).max(step(-edge, edge * 2.0, likely - line))
            })
            .collect()
    }
}

impl Relief {
    /// The height of a pixel of the picture.
    fn heights_at(&self, frame: &Frame, at: usize) -> f32 {
        let (x, y) = (at % frame.width, at / frame.width);
        self.heights.values[(y + self.heights.margin) * self.heights.width + x + self.heights.margin]
    }
}

/// The value as a camera gives it back: the map of the world is darker than quicklooks are.
fn brightened(value: f32) -> f32 {
    255.0 * (value / 255.0).powf(0.8)
}

/// How much of the land around is tilled, by the towns near: many people, much tilling.
fn tilled(frame: &Frame, near: &[crate::land::Town]) -> Layer {
    let squeeze = frame.middle().y.to_radians().cos().max(0.1);
    let coarse = ((2_000.0 / frame.scale()) as usize).clamp(2, 24);
    let values = relief::sampled(frame, 0, coarse, |lon, lat| {
        let of_town = |town: &crate::land::Town| {
            let distance2 = ((town.lon - lon) * squeeze).powi(2) + (town.lat - lat).powi(2);
            (town.population / 9_000.0).sqrt().min(6.0) / (1.0 + distance2 / 0.006)
        };
        let people = near.iter().map(of_town).sum::<f64>();
        [(people / (people + 1.1)) as f32]
    });
    Layer { values: values.into_flattened(), ..Layer::empty(frame) }
}
