//! Wild land by climate: grass and heath, woods, deserts, ice, bogs and their ponds.

use super::fields::Season;
use super::noise::{gradient, step};
use super::{blend, each};

/// What is known of a place nobody tills.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Metres on the zone's plane.
    pub(super) mx: f64,
    pub(super) my: f64,
    /// The colour the land has from far.
    pub(super) base: [f32; 3],
    /// From 0 to 1: ice that stays.
    pub(super) white: f32,
    /// From 0 (green) to 1 (bare).
    pub(super) dry: f32,
    /// Rise over run.
    pub(super) slope: f32,
    /// From 0 to 1.
    pub(super) wooded: f32,
    /// Noise some kilometres wide, some hundred metres, some tens of kilometres.
    pub(super) patch: f32,
    pub(super) grain: f32,
    pub(super) region: f32,
}

impl Spot {
    pub(super) fn colour(&self, season: Season, latitude: f32, scale: f64) -> [f32; 3] {
        if self.white > 0.5 {
            return self.ice();
        }
        let open = self.open(season, latitude, scale);
        if self.wooded > 0.0 { blend(open, self.wood(season, latitude), self.wooded) } else { open }
    }

    /// Ice that stays: blue where it is bare, ribbed across its flow.
    fn ice(&self) -> [f32; 3] {
        let blue = step(0.05, 0.5, self.patch + self.slope * 0.8 + self.region * 0.4);
        let ribs = gradient(self.mx / 900.0 + f64::from(self.region) * 3.0, self.my / 260.0, 151) * 5.0;
        let colour = blend([234.0, 238.0, 243.0], [198.0, 214.0, 228.0], blue);
        each(colour, |value| value + self.grain * 10.0 + ribs)
    }

    /// Grass, heath, tundra, desert, rock.
    fn open(&self, season: Season, latitude: f32, scale: f64) -> [f32; 3] {
        let fresh = step(-0.7, 0.6, season.spring * 0.7 + season.summer * 0.4);
        let grass = blend([126.0, 114.0, 84.0], [98.0, 108.0, 66.0], fresh);
        let mut open = blend(grass, self.base, 0.45 + 0.5 * self.dry);
        if latitude > 58.0 {
            let bog = step(-0.1, 0.2, self.patch + self.region * 0.5);
            open = blend(
                open,
                blend([96.0, 86.0, 64.0], [120.0, 116.0, 92.0], bog),
                0.5 * step(58.0, 66.0, latitude),
            );
        }
        open = each(open, |value| value * (1.0 + self.patch * 0.22 + self.grain * 0.16));
        if self.dry > 0.2 {
            open = blend(open, self.desert(scale), step(0.2, 0.65, self.dry));
        }
        // Rock comes out where it is steep.
        let rock = blend([122.0, 115.0, 106.0], self.base, 0.3 + 0.45 * self.dry);
        let rock = each(rock, |value| value * (1.0 + self.grain * 0.2));
        blend(open, rock, step(0.3, 0.7, self.slope + self.grain * 0.14 + self.patch * 0.1))
    }

    /// Woods: stands of several kinds, darker along streams.
    fn wood(&self, season: Season, latitude: f32) -> [f32; 3] {
        let tropical = step(28.0, 20.0, latitude);
        let leaf = step(-0.4, 0.5, season.summer + season.spring * 0.3).max(tropical);
        let leafy = blend([98.0, 86.0, 66.0], blend([58.0, 80.0, 42.0], self.base, 0.25), leaf);
        // Edges between stands are as ragged as the ground's own noise.
        let rough = |width: f64, seed: u32| {
            gradient(self.mx / width, self.my / width, seed) + self.grain * 0.3 + self.patch * 0.25
        };
        let needles = blend([40.0, 50.0, 36.0], self.base, 0.25);
        let broad = step(60.0, 44.0, latitude);
        let stand = step(-0.22, 0.22, rough(1_500.0, 161) + self.region * 0.8 + (broad - 0.5) * 0.7);
        let mut wood = blend(needles, leafy, stand);
        if latitude > 50.0 {
            // Old fires and bogs.
            let scar = step(0.3, 0.42, rough(8_200.0, 163));
            wood = blend(wood, [96.0, 90.0, 68.0], scar * 0.7);
            let bog = step(0.2, 0.34, rough(2_900.0, 165));
            wood = blend(wood, [112.0, 104.0, 74.0], bog * 0.65);
        }
        let bend = f64::from(self.patch) * 0.45;
        let stream = step(0.07, 0.0, gradient(self.mx / 2_600.0 + bend, self.my / 2_600.0 - bend, 167).abs());
        let tone = 1.0 + self.grain * 0.3 + self.patch * 0.16 + self.region * 0.1 - stream * 0.14;
        each(wood, |value| value * tone)
    }

    /// Sand, gravel and dry valleys.
    fn desert(&self, scale: f64) -> [f32; 3] {
        let (mx, my) = (self.mx, self.my);
        let sandy = step(
            -0.2,
            0.2,
            self.region * 1.3 + gradient(mx / 23_000.0, my / 23_000.0, 141) + self.patch * 0.2
                - self.slope * 1.6,
        );
        let wind = f64::from(self.region);
        let (u, v) = (mx * 0.88 + my * 0.47 + wind * 1_400.0, my * 0.88 - mx * 0.47);
        let dune = |width: f64, seed: u32| {
            if width < 2.5 * scale {
                0.0
            } else {
                0.6 - gradient(u / width, v / (width * 5.0), seed).abs() * 2.4
            }
        };
        let dunes = dune(1_900.0, 145) * 0.13 + dune(600.0, 146) * 0.08 + dune(190.0, 148) * 0.05;
        let sand = each(self.base, |value| value * (1.03 + dunes));
        let stones = each(self.base, |value| value * (0.82 + self.patch * 0.3 + self.grain * 0.12));
        let colour = blend(stones, sand, sandy);
        let bend = f64::from(self.patch) * 0.6;
        let valley = step(0.05, 0.0, gradient(mx / 4_300.0 + bend, my / 4_300.0 - bend, 147).abs());
        let gully = step(0.07, 0.0, gradient(mx / 1_300.0 - bend, my / 1_300.0 + bend, 149).abs()) * 0.6;
        let washed = each(self.base, |value| (value * 1.16).min(238.0));
        blend(colour, washed, valley.max(gully) * (1.0 - sandy) * 0.5)
    }
}

/// How much of a pixel is a pond of the flat north, where the ice of old left thousands.
pub(super) fn pond(mx: f64, my: f64, latitude: f32, slope: f32, patch: f32) -> f32 {
    if latitude < 53.0 || slope > 0.06 {
        return 0.0;
    }
    let many = gradient(mx / 60_000.0, my / 60_000.0, 171) * 0.5 + step(53.0, 68.0, latitude) * 0.3;
    if many < 0.1 {
        return 0.0;
    }
    step(0.5, 0.58, gradient(mx / 1_700.0, my / 1_700.0, 173) * 0.8 + patch * 0.3 + many * 0.35)
        * step(0.06, 0.03, slope)
}
