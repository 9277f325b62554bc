//! The ground beneath a scene: water by depth, fields, woods, hills, towns, snow, in the season's colours.

use super::noise::{cell, fractal, hash, smooth};
use super::{Frame, blend};
use crate::archive::Scene;
use crate::geodesy::metres_per_degree;
use crate::land::{Raster, Town};
use crate::stamps;
use crate::world::World;

/// The ground of one picture.
pub(super) struct Ground<'f> {
    frame: &'f Frame,
    coast: Raster,
    /// The coast blurred: how near land is.
    near: Vec<u8>,
    towns: Vec<(f64, f64, f64)>,
    east: f64,
    north: f64,
    /// 0 in deep winter, 1 in high summer.
    summer: f32,
    /// 0 humid, 1 desert.
    dry: f32,
    snow: f32,
    tilt: (f64, f64),
}

impl<'f> Ground<'f> {
    pub(super) fn new(world: &World, scene: &Scene, frame: &'f Frame) -> Ground<'f> {
        let [west, south, east, north] = frame.bounds();
        let margin = 0.01;
        let side = (frame.width.max(frame.height) as usize * 3 / 2).clamp(64, 1600);
        let mut coast = Raster::new(west - margin, south - margin, east + margin, north + margin, side, side);
        world.ground().land().paint(&mut coast);
        let near = blurred(&coast, side / 26 + 1);
        // A whole degree's scale for the whole degree: neighbours see the same ground.
        let middle = ((south + north) / 2.0).round();
        let (east_scale, north_scale) = metres_per_degree(middle);
        let towns = world.ground().towns().within(west - 0.15, south - 0.15, east + 0.15, north + 0.15);
        let place = |town: Town| {
            (town.lon * east_scale, town.lat * north_scale, town.population.sqrt() * 9.5 + 250.0)
        };
        let month = f64::from(stamps::utc(scene.taken).month());
        let turn = ((month - 7.0) / 6.0 * std::f64::consts::PI).cos();
        let summer = if middle >= 0.0 { turn } else { -turn } * (middle.abs() / 50.0).min(1.0);
        let belt = (middle.abs() - 23.0).abs();
        Ground {
            frame,
            coast,
            near,
            towns: towns.into_iter().map(place).collect(),
            east: east_scale,
            north: north_scale,
            summer: (summer * 0.5 + 0.5) as f32,
            dry: (1.0 - belt / 15.0).clamp(0.0, 1.0) as f32,
            snow: (scene.snow / 100.0) as f32,
            tilt: (0.94, 0.34),
        }
    }

    /// The colour of a pixel under a clear sky.
    pub(super) fn colour(&self, x: u32, y: u32) -> [f32; 3] {
        let place = self.frame.place(x, y);
        let (column, row) = (
            (place.x - self.coast.west) / self.coast.step_x,
            (place.y - self.coast.south) / self.coast.step_y,
        );
        let (column, row) = (
            (column.max(0.0) as usize).min(self.coast.width - 1),
            (row.max(0.0) as usize).min(self.coast.height - 1),
        );
        let at = row * self.coast.width + column;
        let (mx, my) = (place.x * self.east, place.y * self.north);
        let near = f32::from(self.near[at]) / 255.0;
        if self.coast.pixels[at] == 0 { water(mx, my, near) } else { self.land(mx, my, near) }
    }

    fn land(&self, mx: f64, my: f64, near: f32) -> [f32; 3] {
        let relief = |dx: f64, dy: f64| fractal((mx + dx) / 5200.0, (my + dy) / 5200.0, 5, 11);
        let height = relief(0.0, 0.0);
        // Light from the north-west, as the eye expects it.
        let slope = (relief(-90.0, 90.0) - height) * 26.0;
        let hills = ((height - 0.52) * 6.0).clamp(0.0, 1.0);
        let woods = ((fractal(mx / 2600.0, my / 2600.0, 4, 29) - 0.50 + hills * 0.22) * 9.0).clamp(0.0, 1.0);
        let mut colour = blend(self.field(mx, my), self.heath(mx, my), hills * 0.85);
        colour = blend(colour, self.wood(mx, my), woods * (1.0 - self.dry * 0.8));
        // Beaches and banks.
        colour = blend(colour, [186.0, 172.0, 140.0], ((0.62 - near) * 5.0).clamp(0.0, 0.55));
        colour = blend(colour, self.street(mx, my), self.built(mx, my));
        let light = 1.0 + slope.clamp(-0.45, 0.35) * (0.35 + hills * 0.65);
        colour = colour.map(|value| value * light);
        let white = (self.snow * 1.5 + hills * self.snow * 2.0 - smooth(mx / 300.0, my / 300.0, 5) * 0.6)
            .clamp(0.0, 0.95);
        blend(colour, [236.0, 240.0, 246.0].map(|value: f32| value * (0.8 + light * 0.2)), white)
    }

    fn field(&self, mx: f64, my: f64) -> [f32; 3] {
        let region = smooth(mx / 6000.0, my / 6000.0, 41);
        let size = 260.0 + 340.0 * f64::from(region);
        let (u, v) = (mx * self.tilt.0 + my * self.tilt.1, my * self.tilt.0 - mx * self.tilt.1);
        let (column, row, edge) = cell(u / (size * 1.5), v / size, 3);
        let kind = hash(column, row, 7);
        let green = blend([74.0, 92.0, 52.0], [104.0, 128.0, 66.0], self.summer);
        let crop = match (kind * 7.0) as u32 {
            0 => green,
            1 => blend([120.0, 112.0, 76.0], [176.0, 158.0, 102.0], self.summer),
            2 => [142.0, 118.0, 88.0],
            3 => blend([88.0, 98.0, 60.0], [124.0, 132.0, 74.0], self.summer),
            4 => [96.0, 84.0, 66.0],
            5 => blend(green, [152.0, 140.0, 92.0], 0.45),
            _ => [112.0, 112.0, 74.0],
        };
        let sand = blend([188.0, 164.0, 122.0], [206.0, 184.0, 142.0], kind);
        let crop = blend(crop, sand, (self.dry * 1.5 - region * 0.5).clamp(0.0, 1.0));
        let rows = hash((u / 36.0) as i64 as i32, column, 19) * 9.0 - 4.0;
        let hedge = ((0.10 - edge) * 9.0).clamp(0.0, 0.45);
        blend(crop.map(|value| value + rows), [70.0, 78.0, 52.0], hedge * (1.0 - self.dry))
    }

    fn heath(&self, mx: f64, my: f64) -> [f32; 3] {
        let grain = fractal(mx / 240.0, my / 240.0, 3, 61);
        let bare = blend([118.0, 106.0, 84.0], [150.0, 128.0, 100.0], self.dry);
        blend([86.0, 92.0, 62.0], bare, grain + self.dry * 0.6)
    }

    fn wood(&self, mx: f64, my: f64) -> [f32; 3] {
        let grain = fractal(mx / 90.0, my / 90.0, 2, 71) - 0.5;
        blend([52.0, 58.0, 42.0], [46.0, 66.0, 38.0], self.summer).map(|value| value + grain * 26.0)
    }

    /// How much of a place is built over.
    fn built(&self, mx: f64, my: f64) -> f32 {
        let ragged = fractal(mx / 1500.0, my / 1500.0, 4, 83);
        let of_town = |(x, y, radius): &(f64, f64, f64)| {
            let distance = (mx - x).hypot(my - y) / radius;
            (1.25 - distance as f32 - (0.5 - ragged) * 2.4) * 2.6
        };
        let most = self.towns.iter().map(of_town).fold(0.0_f32, f32::max);
        most.clamp(0.0, 0.94)
    }

    fn street(&self, mx: f64, my: f64) -> [f32; 3] {
        let (u, v) = (mx * 0.8 + my * 0.6, my * 0.8 - mx * 0.6);
        let (column, row, edge) = cell(u / 130.0, v / 95.0, 89);
        let roof = hash(column, row, 97);
        let colour = match (roof * 6.0) as u32 {
            0 => [172.0, 118.0, 92.0],
            1 => [186.0, 180.0, 172.0],
            2 => [150.0, 146.0, 142.0],
            3 => [128.0, 122.0, 116.0],
            4 => [198.0, 190.0, 178.0],
            _ => [96.0, 108.0, 80.0],
        };
        let grain = hash((mx / 14.0) as i64 as i32, (my / 14.0) as i64 as i32, 101) * 30.0 - 15.0;
        blend(
            colour.map(|value: f32| value + grain),
            [108.0, 106.0, 104.0],
            ((0.13 - edge) * 8.0).clamp(0.0, 0.8),
        )
    }
}

fn water(mx: f64, my: f64, near: f32) -> [f32; 3] {
    let deep = [16.0, 42.0, 66.0];
    let shallow = [46.0, 98.0, 112.0];
    let silt = [92.0, 118.0, 106.0];
    let patch = fractal(mx / 3800.0, my / 3800.0, 3, 131);
    let ripple = (smooth(mx / 60.0, my / 90.0, 137) - 0.5) * 5.0;
    let colour = blend(deep, shallow, near * 1.7 + (patch - 0.5) * 0.25);
    blend(colour, silt, (near - 0.30 + (patch - 0.5) * 0.5) * 2.2).map(|value| value + ripple)
}

/// The mean over a square of so many pixels each way, by running sums.
fn blurred(raster: &Raster, reach: usize) -> Vec<u8> {
    let (width, height) = (raster.width, raster.height);
    let pass = |from: &[u8], count: usize, step: usize, lines: usize, stride: usize| {
        let mut to = vec![0_u8; from.len()];
        for line in 0..lines {
            let at = |place: usize| line * stride + place * step;
            let mut sum: u32 = (0..=reach.min(count - 1)).map(|place| u32::from(from[at(place)])).sum();
            let mut seen = (reach + 1).min(count) as u32;
            for place in 0..count {
                to[at(place)] = (sum / seen.max(1)) as u8;
                if place + reach + 1 < count {
                    sum += u32::from(from[at(place + reach + 1)]);
                    seen += 1;
                }
                if place >= reach {
                    sum -= u32::from(from[at(place - reach)]);
                    seen -= 1;
                }
            }
        }
        to
    };
    let across = pass(&raster.pixels, width, 1, height, width);
    pass(&across, height, width, width, 1)
}
