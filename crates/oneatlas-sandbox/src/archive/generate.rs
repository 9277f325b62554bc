//! The scenes of one cell of one degree in one year, made when first looked at.
//!
//! Scenes are drawn year by year, so that a cell's past never changes as the clock moves on. The satellites fly their
//! real years; the tracks lean as a sun-synchronous orbit of 98.2° does, and cross at half past ten, local solar time.
//! Some Pléiades and Pléiades Neo passes look twice, forwards and backwards: two scenes less than a minute apart, and
//! for Pléiades Neo an entry of its own for the set.

use geo::Coord;

use super::census::land_tenths;
use super::platform::Platform;
use super::scene::{Role, Scene};
use crate::contracts::Mission;
use crate::geodesy::{self, LonLat};
use crate::land::{Land, MASK_PER_DEGREE, Towns};
use crate::random::Random;
use crate::{climate, stamps};

/// The first year of the archive.
pub(crate) const FIRST_YEAR: i16 = 2016;
/// The most scenes of one cell and year; serial numbers count on it.
pub(crate) const YEAR_LIMIT: usize = 1 << 14;
/// How many years the archive can go on for; serial numbers count on it.
pub(crate) const YEARS: i16 = 64;
/// The sine of the angle by which the orbit leans from the pole.
const LEAN: f64 = 0.1426;
/// Degrees by which the turning earth moves the track aside, at the equator.
const EARTH_TURN: f64 = 3.6;
/// The share of passes that look twice.
const STEREO: f64 = 0.04;
/// Degrees the sun must stand above the horizon.
const DAYLIGHT: f64 = 12.0;

/// What a cell needs to know to be filled.
pub(super) struct Cell<'a> {
    pub(super) seed: u64,
    pub(super) number: u32,
    pub(super) land: &'a Land,
    pub(super) towns: &'a Towns,
}

/// How much each platform flies in a year, against the others and other years.
pub(super) fn rates(year: i16) -> [(Platform, f64); 6] {
    let young = f64::from(year - FIRST_YEAR).min(14.0);
    let neo = match year {
        ..=2020 => 0.0,
        2021 => 1.5,
        _ => 5.5 + 0.5 * f64::from(year - 2022).min(6.0),
    };
    let spot7 = match year {
        ..=2022 => 1.5,
        2023 => 0.3,
        _ => 0.0,
    };
    [
        (Platform::Phr1a, 2.2 + 0.1 * young),
        (Platform::Phr1b, 2.2 + 0.1 * young),
        (Platform::Spot6, 3.2 - spot7),
        (Platform::Spot7, spot7),
        (Platform::Pneo3, neo),
        (Platform::Pneo4, neo),
    ]
}

/// The days of a year on which a platform delivered, from the first up to the last, counted from 0.
fn days_flown(platform: Platform, year: i16) -> (f64, f64) {
    match (platform, year) {
        (Platform::Spot7, 2023) => (1.0, 74.0),
        (Platform::Pneo3, 2021) => (151.0, 364.0),
        (Platform::Pneo4, 2021) => (273.0, 364.0),
        _ => (1.0, 364.0),
    }
}

/// Where and when a satellite passed.
struct Pass {
    platform: Platform,
    centre: LonLat,
    taken: i64,
    sun_elevation: f64,
    sun_azimuth: f64,
}

impl Cell<'_> {
    fn south_west(&self) -> LonLat {
        Coord { x: f64::from(self.number % 360) - 180.0, y: f64::from(self.number / 360) - 90.0 }
    }

    /// Every scene taken here in a year. Serial numbers follow from the year and the place in the list.
    pub(super) fn scenes(&self, year: i16, count: usize) -> Vec<Scene> {
        let tenths = land_tenths(self.land, self.number);
        let mut scenes = Vec::with_capacity(count);
        if tenths.is_empty() {
            return scenes;
        }
        let mut random = Random::of(&[self.seed, u64::from(self.number), year.unsigned_abs().into()]);
        let rates = rates(year);
        let first = usize::from((year - FIRST_YEAR).unsigned_abs()) * YEAR_LIMIT;
        while scenes.len() < count {
            let serial = (first + scenes.len()) as u32;
            let mut own = Random::of(&[random.next(), u64::from(serial)]);
            let pass = self.pass(year, &rates, &tenths, &mut own);
            let stereo = own.unit() < STEREO;
            let room = count - scenes.len();
            match pass.platform.mission() {
                Mission::PleiadesNeo if stereo && room >= 3 => {
                    scenes.extend(self.stereo(&pass, serial, &mut own));
                }
                Mission::Pleiades if stereo && room >= 2 => {
                    scenes.extend(self.stereo(&pass, serial, &mut own).into_iter().take(2));
                }
                _ => {
                    let along = angle(&mut own, 7.0, 24.0);
                    scenes.push(self.scene(&pass, serial, along, &mut own));
                }
            }
        }
        scenes
    }

    fn pass(
        &self,
        year: i16,
        rates: &[(Platform, f64)],
        tenths: &[(usize, usize)],
        random: &mut Random,
    ) -> Pass {
        let platform = choose(rates, random.unit());
        let centre = self.centre(tenths, random);
        let (platform, (taken, sun_elevation, sun_azimuth)) = match time_of(platform, year, centre, random) {
            Some(time) => (platform, time),
            // The satellite flew in the dark months only: another one took the scene, at midsummer.
            None => (Platform::Phr1a, at_midsummer(year, centre, random)),
        };
        Pass { platform, centre, taken, sun_elevation, sun_azimuth }
    }

    /// Two looks of one pass, and the entry of the set.
    fn stereo(&self, pass: &Pass, serial: u32, random: &mut Random) -> [Scene; 3] {
        let half = random.between(7.0, 14.0);
        let mut same = random.clone();
        let forwards = self.scene(pass, serial, half, random);
        // The second look is aimed at the same ground: same width, same length, same sky.
        let mut backwards = self.scene(pass, serial + 1, -half, &mut same);
        backwards.noise = random.next();
        // Twice the distance along the track, at about 6.8 km a second over the ground.
        backwards.taken += (2.0 * 630.0 * half.to_radians().tan() / 6.8 * 1000.0) as i64;
        backwards.published = forwards.published + 60_000;
        backwards.cloud = (forwards.cloud + random.between(-1.0, 1.0)).clamp(0.0, 100.0);
        backwards.cloud = (backwards.cloud * 10.0).round() / 10.0;
        let set = Scene {
            serial: serial + 2,
            published: forwards.published + 600_000,
            noise: random.next(),
            cloud: forwards.cloud.max(backwards.cloud),
            role: Role::Set { parts: [serial, serial + 1], separation: 2.0 * half },
            ..forwards.clone()
        };
        let part = |scene: Scene| Scene { role: Role::Part, ..scene };
        [part(forwards), part(backwards), set]
    }

    fn scene(&self, pass: &Pass, serial: u32, along: f64, random: &mut Random) -> Scene {
        let (centre, taken) = (pass.centre, pass.taken);
        let across = angle(random, 12.0, 29.0);
        let (corners, azimuth) = footprint(pass.platform, centre, across, random);
        let day = f64::from(stamps::utc(taken).day_of_year());
        let snow_chance = climate::snow(centre.y, day);
        let snow = if random.unit() < snow_chance {
            (100.0 * random.unit().sqrt() * snow_chance).round()
        } else {
            0.0
        };
        let incidence = (across.to_radians().cos() * along.to_radians().cos()).acos().to_degrees();
        Scene {
            cell: self.number,
            serial,
            platform: pass.platform,
            taken,
            published: taken + (random.between(3.0, 26.0) * 3_600_000.0) as i64,
            corners,
            across,
            along,
            incidence,
            azimuth,
            sun_azimuth: pass.sun_azimuth,
            sun_elevation: pass.sun_elevation,
            cloud: cloud(climate::cloudiness(centre.x, centre.y, day), random),
            snow,
            noise: random.next(),
            role: Role::Mono,
            captured: None,
        }
    }

    /// Where the scene is centred: around a town as often as anywhere on land.
    fn centre(&self, tenths: &[(usize, usize)], random: &mut Random) -> LonLat {
        let corner = self.south_west();
        let towns = self.towns.in_cell(self.number as usize);
        let (lon, lat) = if !towns.is_empty() && random.unit() < 0.4 {
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

/// A time of year at which the platform passes in daylight, with the sun's height and azimuth.
fn time_of(platform: Platform, year: i16, centre: LonLat, random: &mut Random) -> Option<(i64, f64, f64)> {
    let (first, last) = days_flown(platform, year);
    for _ in 0..4 {
        let day = random.between(first, last).floor();
        let (taken, elevation, azimuth) = crossing(year, day, centre, random);
        if elevation > DAYLIGHT {
            return Some((taken, elevation, azimuth));
        }
    }
    let (june, december) = (172.0, 355.0);
    let midsummer: f64 = if centre.y >= 0.0 { june } else { december };
    let (taken, elevation, azimuth) = crossing(year, midsummer.clamp(first, last), centre, random);
    (elevation > DAYLIGHT).then_some((taken, elevation, azimuth))
}

fn at_midsummer(year: i16, centre: LonLat, random: &mut Random) -> (i64, f64, f64) {
    let midsummer = if centre.y >= 0.0 { 172.0 } else { 355.0 };
    crossing(year, (midsummer + 12.0 * random.bell()).clamp(1.0, 363.0).floor(), centre, random)
}

/// The pass of a day, the first counted 0, and where the sun stood.
fn crossing(year: i16, day: f64, centre: LonLat, random: &mut Random) -> (i64, f64, f64) {
    // The satellites cross at half past ten, local solar time, give or take the look aside.
    let solar_hours = 10.5 + (0.22 * random.bell()).clamp(-0.8, 0.8) - centre.y / 300.0;
    let hours = solar_hours - centre.x / 15.0;
    let taken = stamps::midnight(year, 1, 1) + ((day * 24.0 + hours) * 3_600_000.0) as i64;
    let (elevation, azimuth) = climate::sun(centre.x, centre.y, taken);
    (taken, elevation, azimuth)
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
