//! The archive: every scene of the world, made cell by cell when looked at.
//!
//! The world is cut into cells of one degree. A cell with land is filled with the scenes centred in
//! it, from [`FIRST_YEAR`](generate::FIRST_YEAR) on, by the seed, the cell and the year alone. How
//! many: at least the natural density below, which finds some dozens of scenes over any place on
//! land, more around towns; `scenes` raises it when more are asked for than that makes. A scene
//! becomes visible when the clock passes its publication, so advancing the clock brings new ones.

pub(crate) mod captured;
mod generate;
mod scene;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub(crate) use scene::{Attribute, Scene};

use crate::land::Ground;

/// What the natural density makes of the whole world, about.
const NATURAL: f64 = 1_500_000.0;
/// Cells kept in memory; a search of the world passes by.
const CACHE: usize = 1_500;
/// Degrees of latitude by which a footprint may reach out of the cell of its centre.
const REACH: f64 = 0.95;

/// Scenes by cell and last year.
type Cells = HashMap<(u32, i16), Arc<Vec<Scene>>>;

/// The scenes of the world.
#[derive(Debug)]
pub(crate) struct Archive {
    seed: u64,
    density: f64,
    ground: Arc<Ground>,
    captured: OnceLock<Vec<Scene>>,
    cells: Mutex<Cells>,
}

impl Archive {
    pub(crate) fn new(seed: u64, scenes: u32, ground: Arc<Ground>) -> Self {
        let density = (f64::from(scenes) / NATURAL).max(1.0);
        Self { seed, density, ground, captured: OnceLock::new(), cells: Mutex::default() }
    }

    /// The real scenes.
    pub(crate) fn captured(&self) -> &[Scene] {
        self.captured.get_or_init(captured::scenes)
    }

    fn make(&self, number: u32, year: i16) -> Vec<Scene> {
        let (land, towns) = (self.ground.land(), self.ground.towns());
        let cell = generate::Cell { seed: self.seed, number, density: self.density, land, towns };
        let mut scenes = cell.scenes(year);
        scenes.extend(self.captured().iter().filter(|scene| scene.cell == number).cloned());
        scenes
    }

    /// The scenes of a cell up to the end of a year.
    fn cell(&self, number: u32, year: i16) -> Arc<Vec<Scene>> {
        let lock = || self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().get(&(number, year)) {
            return Arc::clone(found);
        }
        let made = Arc::new(self.make(number, year));
        let mut cells = lock();
        if cells.len() >= CACHE {
            cells.clear();
        }
        cells.insert((number, year), Arc::clone(&made));
        made
    }

    /// Calls `visit` with every scene whose centre lies in one of the cells.
    pub(crate) fn visit(&self, cells: &[u32], year: i16, mut visit: impl FnMut(&Scene)) {
        let keep = cells.len() < CACHE / 2;
        for cell in cells {
            if keep {
                self.cell(*cell, year).iter().for_each(&mut visit);
            } else {
                self.make(*cell, year).iter().for_each(&mut visit);
            }
        }
    }

    fn at(&self, place: Option<(u32, u32)>, year: i16, fits: impl Fn(&Scene) -> bool) -> Option<Scene> {
        let (cell, _) = place?;
        self.cell(cell, year).iter().find(|scene| fits(scene)).cloned()
    }

    /// The scene of a `properties.id`.
    pub(crate) fn by_id(&self, id: &str, year: i16) -> Option<Scene> {
        let real = self.captured().iter().find(|scene| scene.id(self.seed) == id).cloned();
        real.or_else(|| {
            let (cell, serial) = Scene::decode_id(self.seed, id)?;
            self.at(Some((cell, serial)), year, |scene| scene.serial == serial && scene.captured.is_none())
        })
    }

    /// The scene of an acquisition, archive or data strip identifier.
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
        (0..360 * 180).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, Coord};

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
        let archive = archive(20_000);
        for (lon, lat) in
            [(-9.1, 38.7), (2.3, 48.8), (25.0, 23.0), (134.0, -24.0), (100.0, 62.0), (-60.0, -5.0)]
        {
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
        let archive = archive(20_000);
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
    fn the_past_does_not_change_as_years_go_by() {
        let archive = archive(20_000);
        let cell = crate::land::cell_of(2.3, 48.8) as u32;
        let (then, later) = (archive.cell(cell, 2026), archive.cell(cell, 2028));
        assert!(later.len() > then.len());
        assert!(then.iter().zip(later.iter()).all(|(a, b)| a.id(7) == b.id(7) && a.taken == b.taken));
    }

    #[test]
    fn footprints_lean_as_the_orbit_does() {
        for scene in over(&archive(20_000), 2.3, 48.8).iter().filter(|scene| scene.captured.is_none()) {
            let [tl, tr, br, bl] = scene.corners;
            assert!(tl.y > bl.y && tl.x > bl.x && tr.y < tl.y && tr.x > tl.x && br.x < tr.x);
            assert!((185.0..=205.0).contains(&scene.azimuth));
        }
    }
}
