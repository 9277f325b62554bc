//! The scenes of one cell of one degree, made when first looked at.
//!
//! Scenes are drawn year by year, so that a cell's past never changes as the clock moves on. The
//! satellites fly their real years; the tracks lean as a sun-synchronous orbit of 98.2° does.

use geo::Coord;

use super::scene::{Platform, Scene};
use crate::geodesy::{self, LonLat};
use crate::land::{Land, MASK_PER_DEGREE, Towns};
use crate::random::Random;
use crate::{climate, stamps};

/// The first year of the archive.
pub(crate) const FIRST_YEAR: i16 = 2016;
/// The most scenes of one cell and year; serial numbers count on it.
const YEAR_LIMIT: usize = 1024;
/// The sine of the angle by which the orbit leans from the pole.
const LEAN: f64 = 0.1426;
/// Degrees by which the turning earth moves the track aside, at the equator.
const EARTH_TURN: f64 = 3.6;

/// What a cell needs to know to be filled.
pub(super) struct Cell<'a> {
    pub(super) seed: u64,
    pub(super) number: u32,
    pub(super) density: f64,
    pub(super) land: &'a Land,
    pub(super) towns: &'a Towns,
}

/// Scenes of a full cell at the equator in one year, by platform.
fn rates(year: i16) -> [(Platform, f64); 6] {
    let young = f64::from(year - FIRST_YEAR);
    let neo = match year {
        ..=2020 => 0.0,
        2021 => 1.5,
        _ => 5.5 + 0.5 * f64::from(year - 2022).min(6.0),
    };
    let spot7 = if year <= 2023 { 1.5 } else { 0.0 };
    [
        (Platform::Phr1a, 2.2 + 0.1 * young),
        (Platform::Phr1b, 2.2 + 0.1 * young),
        (Platform::Spot6, 3.2 - spot7),
        (Platform::Spot7, spot7),
        (Platform::Pneo3, neo),
        (Platform::Pneo4, neo),
    ]
}

/// The years a platform delivered, as milliseconds.
fn life(platform: Platform) -> (i64, i64) {
    match platform {
        Platform::Spot7 => (0, stamps::midnight(2023, 3, 17)),
        Platform::Pneo3 => (stamps::midnight(2021, 6, 1), i64::MAX),
        Platform::Pneo4 => (stamps::midnight(2021, 10, 1), i64::MAX),
        _ => (0, i64::MAX),
    }
}

impl Cell<'_> {
    fn south_west(&self) -> LonLat {
        Coord { x: f64::from(self.number % 360) - 180.0, y: f64::from(self.number / 360) - 90.0 }
    }

    /// The tenths of a degree of this cell that hold land, row by row.
    fn land_tenths(&self) -> Vec<(usize, usize)> {
        let (column, row) = ((self.number % 360) as usize, (self.number / 360) as usize);
        let tenths = (0..MASK_PER_DEGREE * MASK_PER_DEGREE)
            .map(|place| (place % MASK_PER_DEGREE, place / MASK_PER_DEGREE));
        let is_land = |place: &(usize, usize)| {
            self.land.mask(column * MASK_PER_DEGREE + place.0, row * MASK_PER_DEGREE + place.1)
        };
        tenths.filter(is_land).collect()
    }

    /// How much is flown here, against a full cell at the equator.
    fn weight(&self, land: usize) -> f64 {
        let lat = self.south_west().y + 0.5;
        let share = land as f64 / (MASK_PER_DEGREE * MASK_PER_DEGREE) as f64;
        let polar = match lat {
            ..-60.0 => 0.15,
            72.0.. => 0.35,
            _ => 1.0,
        };
        let people = if self.towns.in_cell(self.number as usize).is_empty() { 1.0 } else { 1.3 };
        lat.to_radians().cos() * (share + 0.2).min(1.0) * polar * people
    }

    /// Every scene taken here up to the end of a year, oldest year first.
    pub(super) fn scenes(&self, last_year: i16) -> Vec<Scene> {
        let tenths = self.land_tenths();
        if tenths.is_empty() {
            return Vec::new();
        }
        let weight = self.weight(tenths.len()) * self.density;
        let mut scenes = Vec::new();
        for year in FIRST_YEAR..=last_year {
            let mut random = Random::of(&[self.seed, u64::from(self.number), year.unsigned_abs().into()]);
            let rates = rates(year);
            let expected = weight * rates.iter().map(|(_, rate)| rate).sum::<f64>();
            let count = ((expected + random.unit()) as usize).min(YEAR_LIMIT);
            for index in 0..count {
                let serial = usize::from((year - FIRST_YEAR).unsigned_abs()) * YEAR_LIMIT + index;
                scenes.extend(self.scene(serial as u32, year, &rates, &tenths, &mut random.clone()));
                random.next();
            }
        }
        scenes
    }

    /// One scene, or none when its satellite did not fly or the sun did not rise.
    fn scene(
        &self,
        serial: u32,
        year: i16,
        rates: &[(Platform, f64)],
        tenths: &[(usize, usize)],
        random: &mut Random,
    ) -> Option<Scene> {
        let mut random = Random::of(&[random.next(), u64::from(serial)]);
        let platform = choose(rates, random.unit());
        let centre = self.centre(tenths, &mut random);
        let (taken, sun_elevation, sun_azimuth) = time_of(year, centre, &mut random)?;
        let (from, until) = life(platform);
        if taken < from || taken >= until {
            return None;
        }
        let across = angle(&mut random, 12.0, 29.0);
        let along = angle(&mut random, 7.0, 24.0);
        let (corners, azimuth) = footprint(platform, centre, across, &mut random);
        let day = f64::from(stamps::utc(taken).day_of_year());
        let snow_chance = climate::snow(centre.y, day);
        let snow = if random.unit() < snow_chance {
            (100.0 * random.unit().sqrt() * snow_chance).round()
        } else {
            0.0
        };
        let incidence = (across.to_radians().cos() * along.to_radians().cos()).acos().to_degrees();
        Some(Scene {
            cell: self.number,
            serial,
            platform,
            taken,
            published: taken + (random.between(3.0, 26.0) * 3_600_000.0) as i64,
            corners,
            across,
            along,
            incidence,
            azimuth,
            sun_azimuth,
            sun_elevation,
            cloud: cloud(climate::cloudiness(centre.x, centre.y, day), &mut random),
            snow,
            noise: random.next(),
            captured: None,
        })
    }

    /// Where the scene is centred: around a town as often as anywhere on land.
    fn centre(&self, tenths: &[(usize, usize)], random: &mut Random) -> LonLat {
        let corner = self.south_west();
        let towns = self.towns.in_cell(self.number as usize);
        let (lon, lat) = if !towns.is_empty() && random.unit() < 0.5 {
            // Squaring favours the larger towns, which come first.
            let town = towns[(random.unit().powi(2) * towns.len() as f64) as usize % towns.len()];
            (town.lon + 0.06 * random.bell(), town.lat + 0.05 * random.bell())
        } else {
            let (column, row) = tenths[random.below(tenths.len())];
            let place =
                |tenth: usize, random: &mut Random| (tenth as f64 + random.unit()) / MASK_PER_DEGREE as f64;
            (corner.x + place(column, random), corner.y + place(row, random))
        };
        Coord { x: lon.clamp(corner.x, corner.x + 0.9999), y: lat.clamp(corner.y, corner.y + 0.9999) }
    }
}

fn choose(rates: &[(Platform, f64)], at: f64) -> Platform {
    let total: f64 = rates.iter().map(|(_, rate)| rate).sum();
    let mut left = at * total;
    for (platform, rate) in rates {
        left -= rate;
        if left < 0.0 {
            return *platform;
        }
    }
    rates[0].0
}

/// A viewing angle: mostly small, never beyond what the satellite can lean.
fn angle(random: &mut Random, deviation: f64, limit: f64) -> f64 {
    (random.bell() * deviation).clamp(-limit, limit)
}

/// A time of year at which the pass is in daylight, with the sun's height and azimuth.
fn time_of(year: i16, centre: LonLat, random: &mut Random) -> Option<(i64, f64, f64)> {
    let start = stamps::midnight(year, 1, 1);
    for _ in 0..4 {
        let day = (random.unit() * 365.0) as i64;
        // The satellites cross at half past ten, local solar time, give or take the look aside.
        let solar_hours = 10.5 + 0.22 * random.bell() - centre.y / 300.0;
        let hours = solar_hours - centre.x / 15.0;
        let taken = start + day * stamps::DAY_MS + (hours * 3_600_000.0) as i64;
        let (elevation, azimuth) = climate::sun(centre.x, centre.y, taken);
        if elevation > 12.0 {
            return Some((taken, elevation, azimuth));
        }
    }
    None
}

/// The four corners, top left first and clockwise back to bottom left, and the track's azimuth.
fn footprint(platform: Platform, centre: LonLat, across: f64, random: &mut Random) -> ([LonLat; 4], f64) {
    let (swath, longest) = platform.swath_km();
    let strip = random.unit();
    let share = random.unit();
    let length = if strip < 0.55 { swath } else { swath + (longest - swath) * share * share };
    let width = swath / across.to_radians().cos();
    let cos = centre.y.to_radians().cos();
    let lean = (LEAN / cos.max(0.2)).min(0.9).asin().to_degrees();
    let yaw = 0.8 * random.bell();
    let azimuth = 180.0 + lean + EARTH_TURN * cos + yaw;
    let (down_sin, down_cos) = azimuth.to_radians().sin_cos();
    let (right_sin, right_cos) = (90.0 + lean + yaw).to_radians().sin_cos();
    let corner = |x: f64, y: f64| {
        let (across, down) = (x * width * 500.0, y * length * 500.0);
        geodesy::step(centre, across * right_sin + down * down_sin, across * right_cos + down * down_cos)
    };
    ([corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)], azimuth)
}

/// The share under cloud in per cent. Archives keep many clear scenes and some hopeless ones.
fn cloud(mean: f64, random: &mut Random) -> f64 {
    let share = if random.unit() < 0.85 * (1.0 - mean) {
        // Clear skies: mostly a few per cent.
        random.unit().powi(2) * 14.0
    } else {
        let spread = random.unit() + random.unit() + random.unit();
        100.0 * (mean + 0.45 * (spread / 1.5 - 1.0)).clamp(0.02, 1.0)
    };
    (share * 10.0).round() / 10.0
}
