//! The archive: every scene of the world, made cell by cell when looked at.
//!
//! The world is cut into cells of one degree. A cell with land is filled with the scenes centred in it, year by year
//! from [`FIRST_YEAR`] on, by the seed, the cell and the year alone; how many follows from the [`census`]. A scene is
//! listed from its publication on, so advancing the clock brings new ones; one in a hundred is withdrawn later.

mod captured;
mod census;
mod generate;
mod lifetime;
mod names;
mod platform;
mod scene;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub(crate) use census::CELLS;
use census::Census;
pub(crate) use generate::FIRST_YEAR;
use generate::YEAR_LIMIT;
pub(crate) use lifetime::{CHANGE_DAYS, MOVE_DAYS, WITHDRAWAL_DAYS, move_start};
pub(crate) use scene::{Attribute, Role, Scene};

use crate::land::Ground;

/// Scenes kept in memory; a search of the world passes by.
const CACHE: usize = 60_000;
/// From this many cells on a search passes by the cache.
const MANY_CELLS: usize = 200;
/// Degrees of latitude by which a footprint may reach out of the cell of its centre.
const REACH: f64 = 0.95;

/// Scenes by cell and year, and how many there are.
#[derive(Debug, Default)]
struct Kept {
    cells: HashMap<(u32, i16), Arc<Vec<Scene>>>,
    scenes: usize,
}

/// The scenes of the world.
#[derive(Debug)]
pub(crate) struct Archive {
    seed: u64,
    scenes: u32,
    ground: Arc<Ground>,
    census: OnceLock<Census>,
    captured: OnceLock<Vec<Scene>>,
    kept: Mutex<Kept>,
}

impl Archive {
    pub(crate) fn new(seed: u64, scenes: u32, ground: Arc<Ground>) -> Self {
        let (census, captured) = (OnceLock::new(), OnceLock::new());
        Self { seed, scenes, ground, census, captured, kept: Mutex::default() }
    }

    /// How many scenes were asked for.
    pub(crate) fn size(&self) -> u32 {
        self.scenes
    }

    /// The real scenes.
    pub(crate) fn captured(&self) -> &[Scene] {
        self.captured.get_or_init(captured::scenes)
    }

    /// How the scenes are spread over the world; made when first asked for.
    pub(crate) fn warm_up(&self) {
        self.census();
    }

    fn census(&self) -> &Census {
        let spread = || Census::new(self.seed, self.scenes, self.ground.land(), self.ground.towns());
        self.census.get_or_init(spread)
    }

    fn make(&self, number: u32, year: i16) -> Vec<Scene> {
        let (land, towns) = (self.ground.land(), self.ground.towns());
        let count = self.census().count(number, year);
        let cell = generate::Cell { seed: self.seed, number, land, towns };
        if count == 0 { Vec::new() } else { cell.scenes(year, count) }
    }

    /// The scenes of a cell in a year.
    fn cell(&self, number: u32, year: i16) -> Arc<Vec<Scene>> {
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().cells.get(&(number, year)) {
            return Arc::clone(found);
        }
        let made = Arc::new(self.make(number, year));
        let mut kept = lock();
        if kept.scenes + made.len() > CACHE {
            *kept = Kept::default();
        }
        kept.scenes += made.len();
        kept.cells.insert((number, year), Arc::clone(&made));
        made
    }

    /// Calls `visit` with every scene up to the end of a year whose centre lies in one of the cells.
    #[cfg(test)]
    pub(crate) fn visit(&self, cells: &[u32], year: i16, mut visit: impl FnMut(&Scene)) {
        (FIRST_YEAR..=year).for_each(|year| self.visit_year(cells, year, &mut visit));
        self.captured().iter().filter(|scene| cells.contains(&scene.cell)).for_each(visit);
    }

    /// Calls `visit` with every scene of a year whose centre lies in one of the cells, but for the real ones.
    pub(crate) fn visit_year(&self, cells: &[u32], year: i16, mut visit: impl FnMut(&Scene)) {
        for cell in cells {
            if cells.len() < MANY_CELLS {
                self.cell(*cell, year).iter().for_each(&mut visit);
            } else {
                self.make(*cell, year).iter().for_each(&mut visit);
            }
        }
    }

    fn at(&self, place: Option<(u32, u32)>, year: i16, fits: impl Fn(&Scene) -> bool) -> Option<Scene> {
        let (cell, serial) = place?;
        let made_in = FIRST_YEAR + i16::try_from(serial as usize / YEAR_LIMIT).ok()?;
        let scenes = (made_in <= year).then(|| self.cell(cell, made_in))?;
        scenes.iter().find(|scene| fits(scene)).cloned()
    }

    /// The scene of a `properties.id`, of those up to the end of a year.
    pub(crate) fn by_id(&self, id: &str, year: i16) -> Option<Scene> {
        let real = self.captured().iter().find(|scene| scene.id(self.seed) == id).cloned();
        real.or_else(|| {
            let (cell, serial) = Scene::decode_id(self.seed, id)?;
            self.at(Some((cell, serial)), year, |scene| scene.serial == serial && scene.captured.is_none())
        })
    }

    /// The scene of an acquisition, archive or data strip identifier, of those up to the end of a year.
    pub(crate) fn by_name(&self, name: &str, year: i16) -> Option<Scene> {
        let fits = |scene: &Scene| scene.acquisition() == name || scene.data_strip() == name;
        let real = self.captured().iter().find(|scene| fits(scene)).cloned();
        real.or_else(|| self.at(Scene::decode_acquisition(name), year, fits))
    }

    /// The cells whose scenes may touch a rectangle of degrees.
    pub(crate) fn cells_near(&self, [west, south, east, north]: [f64; 4]) -> Vec<u32> {
        let (south, north) = (south - REACH, north + REACH);
        let rows = (south.floor().max(-90.0) as i32)..=(north.floor().min(89.0) as i32);
        let mut cells = Vec::new();
        for row in rows {
            let furthest = (f64::from(row).abs() + 2.0).min(88.5).to_radians();
            let reach = REACH / furthest.cos();
            let (west, east) = ((west - reach).floor() as i64, (east + reach).floor() as i64);
            let east = east.min(west + 359);
            let columns = (west..=east).map(|column| (column + 180).rem_euclid(360));
            cells.extend(columns.filter_map(|column| u32::try_from(i64::from(row + 90) * 360 + column).ok()));
        }
        cells
    }

    /// Every cell of the world.
    pub(crate) fn all_cells(&self) -> Vec<u32> {
        (0..CELLS).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamps;
    use geo::{Contains, Coord};

    const DEFAULT: u32 = crate::DEFAULT_SCENES;

    fn archive(scenes: u32) -> Archive {
        Archive::new(7, scenes, Arc::new(Ground::default()))
    }

    fn over(archive: &Archive, lon: f64, lat: f64) -> Vec<Scene> {
        let mut found = Vec::new();
        archive.visit(&archive.cells_near([lon, lat, lon, lat]), 2026, |scene| {
            if scene.outline().contains(&Coord { x: lon, y: lat }) {
                found.push(scene.clone());
            }
        });
        found
    }

    #[test]
    fn any_place_on_land_has_scenes_of_every_family() {
        let archive = archive(DEFAULT);
        for (lon, lat) in [
            (-9.1, 38.7),
            (2.3, 48.8),
            (25.0, 23.0),
            (134.0, -24.0),
            (100.0, 62.0),
            (-60.0, -5.0),
            (-100.5, 47.2),
        ] {
            let found = over(&archive, lon, lat);
            assert!(found.len() >= 12, "{lon} {lat}: {}", found.len());
        }
        let town = over(&archive, -9.13, 38.72);
        for constellation in ["SPOT", "PHR", "PNEO"] {
            assert!(
                town.iter().any(|scene| scene.platform.constellation() == constellation),
                "{constellation}"
            );
        }
    }

    #[test]
    fn a_scene_is_found_again_by_each_of_its_names() {
        let archive = archive(DEFAULT);
        for scene in over(&archive, 2.3, 48.8).iter().chain(&over(&archive, -122.4, 37.8)) {
            let again = archive.by_id(&scene.id(7), 2026).unwrap();
            assert_eq!((again.cell, again.serial, again.taken), (scene.cell, scene.serial, scene.taken));
            for name in [scene.acquisition(), scene.data_strip()] {
                assert_eq!(
                    archive.by_name(&name, 2026).unwrap().acquisition(),
                    scene.acquisition(),
                    "{name}"
                );
            }
        }
        assert!(archive.by_id("0cb0662d-f5ce-4024-83a5-0646debe34fb", 2026).unwrap().captured.is_some());
        assert!(archive.by_id("00000000-0000-4000-8000-000000000000", 2026).is_none());
        assert!(archive.by_name("DS_PHR1A_x", 2026).is_none());
    }

    #[test]
    fn a_search_of_many_cells_sees_what_the_cells_hold() {
        let archive = archive(20_000);
        let cells: Vec<u32> = archive.all_cells().into_iter().skip(360 * 125).take(400).collect();
        let mut seen = 0;
        archive.visit(&cells, 2024, |_| seen += 1);
        let held: usize = cells
            .iter()
            .map(|cell| (FIRST_YEAR..=2024).map(|year| archive.cell(*cell, year).len()).sum::<usize>())
            .sum();
        assert!(seen > 100);
        assert_eq!(seen, held);
    }

    #[test]
    fn stereo_sets_name_their_two_looks() {
        let archive = archive(3_000_000);
        let mut sets = Vec::new();
        archive.visit(&archive.cells_near([-9.3, 38.5, -8.8, 39.0]), 2026, |scene| {
            if matches!(scene.role, Role::Set { .. }) {
                sets.push(scene.clone());
            }
        });
        assert!(!sets.is_empty());
        for set in sets {
            let looks: Vec<Scene> =
                set.composed_of().iter().map(|name| archive.by_name(name, 2026).unwrap()).collect();
            assert_eq!(looks.len(), 2);
            assert!(looks.iter().all(|look| look.role == Role::Part && look.corners == set.corners));
            let apart = looks[1].taken - looks[0].taken;
            assert!((10_000..90_000).contains(&apart), "{apart} ms between two looks");
            assert!(looks[0].along > 0.0 && looks[1].along < 0.0);
            assert_eq!(archive.by_name(&set.acquisition(), 2026).unwrap().serial, set.serial);
        }
    }

    #[test]
    fn satellites_fly_in_their_own_years_and_in_daylight() {
        let archive = archive(40_000);
        let cells: Vec<u32> = archive.all_cells().into_iter().step_by(7).collect();
        let mut seen = 0;
        archive.visit(&cells, 2026, |scene| {
            seen += 1;
            let year = stamps::utc(scene.taken).year();
            match scene.platform.name() {
                "SPOT7" => assert!(scene.taken < stamps::midnight(2023, 3, 20)),
                "PNEO3" | "PNEO4" => assert!(year >= 2021),
                _ => {}
            }
            assert!(scene.captured.is_some() || scene.sun_elevation > 8.0, "{}", scene.sun_elevation);
            assert!(scene.across.abs() <= 29.0 && scene.incidence < 40.0);
        });
        assert!(seen > 3_000, "{seen}");
    }

    #[test]
    fn records_change_and_leave_in_their_time_only() {
        let archive = archive(40_000);
        let now = stamps::midnight(2026, 1, 1);
        let (mut changed, mut gone, mut all) = (0, 0, 0);
        archive.visit(&archive.all_cells().into_iter().step_by(5).collect::<Vec<_>>(), 2024, |scene| {
            all += 1;
            changed += usize::from(scene.qualified(now));
            gone += usize::from(!scene.is_listed(now));
            let updated = scene.updated(now);
            assert!(updated <= now && updated >= move_start());
            let latest =
                scene.published.max(move_start() + MOVE_DAYS * stamps::DAY_MS) + CHANGE_DAYS * stamps::DAY_MS;
            assert!(updated <= latest);
            assert!(scene.withdrawn().is_none_or(
                |at| at > scene.published && at <= scene.published + WITHDRAWAL_DAYS * stamps::DAY_MS
            ));
        });
        assert!(changed > all / 40 && changed < all / 8, "{changed} of {all} changed");
        assert!(gone > all / 400 && gone < all / 50, "{gone} of {all} left");
    }

    #[test]
    fn footprints_lean_as_the_orbit_does() {
        for scene in over(&archive(DEFAULT), 2.3, 48.8).iter().filter(|scene| scene.captured.is_none()) {
            let [tl, tr, br, bl] = scene.corners;
            assert!(tl.y > bl.y && tl.x > bl.x && tr.y < tl.y && tr.x > tl.x && br.x < tr.x);
            assert!((185.0..=205.0).contains(&scene.azimuth));
        }
    }
}
