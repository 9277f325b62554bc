//! How many scenes each cell holds in each year, so that they add up to what was asked for.
//!
//! Three quarters of the archive are spread over the land by area, one quarter over the towns by the square root of their
//! population. The years weigh as much as the satellites of the time could fly, see [`rates`].

use super::generate::{FIRST_YEAR, YEAR_LIMIT, YEARS, rates};
use crate::land::{Land, MASK_PER_DEGREE, Towns};
use crate::random::Random;

/// Cells of one degree around the world.
pub(crate) const CELLS: u32 = 360 * 180;
/// The scenes asked for are those up to the end of this year; later ones come as the clock moves.
const LAST_COUNTED_YEAR: i16 = 2025;
/// The share of the archive that lies over towns.
const OVER_TOWNS: f64 = 0.25;
/// The latitude up to which orbits of 98.2° lead.
const FURTHEST: f64 = 82.0;
/// No town draws more than one of this many people.
const LARGEST_TOWN: f64 = 1.5e6;

/// The scenes of the world, by cell and year.
#[derive(Debug)]
pub(super) struct Census {
    /// Scenes of all cells in each year from the first on, and where counting begins within a cell.
    years: Vec<(f64, f64)>,
    /// The share of the archive in all cells before this one; one entry more than there are cells.
    before: Vec<f64>,
}

impl Census {
    pub(super) fn new(seed: u64, scenes: u32, land: &Land, towns: &Towns) -> Self {
        let by_area: Vec<f64> = (0..CELLS).map(|cell| area(land, cell)).collect();
        let draw = |cell: u32| -> f64 {
            let towns = towns.in_cell(cell as usize).iter();
            towns.map(|town| town.population.min(LARGEST_TOWN).sqrt()).sum()
        };
        // A town off the coarse land mask has no scenes: there is nothing to centre them on.
        let by_towns: Vec<f64> =
            (0..CELLS).map(|cell| if by_area[cell as usize] > 0.0 { draw(cell) } else { 0.0 }).collect();
        let (whole, all_towns) = (by_area.iter().sum::<f64>(), by_towns.iter().sum::<f64>());
        let mut before = Vec::with_capacity(CELLS as usize + 1);
        let mut sum = 0.0;
        before.push(0.0);
        for (area, towns) in by_area.iter().zip(&by_towns) {
            sum += (1.0 - OVER_TOWNS) * area / whole + OVER_TOWNS * towns / all_towns;
            before.push(sum);
        }
        let end = sum;
        before.iter_mut().for_each(|share| *share /= end);
        Self { years: years(seed, f64::from(scenes)), before }
    }

    /// Scenes of one cell in a year. Over all cells they add up to the year's.
    pub(super) fn count(&self, cell: u32, year: i16) -> usize {
        let (from, to) = (self.before[cell as usize], self.before[cell as usize + 1]);
        let place = usize::try_from(year - FIRST_YEAR).ok();
        let Some((scenes, shift)) = place.and_then(|place| self.years.get(place)).filter(|_| to > from)
        else {
            return 0;
        };
        let place = |share: f64| (share * scenes + shift).floor();
        ((place(to) - place(from)) as usize).min(YEAR_LIMIT)
    }
}

/// How many scenes each year has, and a shift so that not every year begins in the same cell.
fn years(seed: u64, scenes: f64) -> Vec<(f64, f64)> {
    let flown = |year: i16| rates(year).iter().map(|(_, rate)| rate).sum::<f64>();
    let whole: f64 = (FIRST_YEAR..=LAST_COUNTED_YEAR).map(flown).sum();
    let (mut sum, mut before) = (0.0, 0.0);
    let year = |year: i16| {
        sum += flown(year);
        let until = (scenes * sum / whole).round();
        let count = until - before;
        before = until;
        (count, Random::of(&[seed, u64::from(year.unsigned_abs()), 77]).unit())
    };
    (FIRST_YEAR..FIRST_YEAR + YEARS).map(year).collect()
}

/// What a cell's land weighs: its area, less towards the poles, where little is flown.
fn area(land: &Land, cell: u32) -> f64 {
    let tenths = land_tenths(land, cell).len();
    let lat = f64::from(cell / 360) - 89.5;
    if tenths == 0 || lat.abs() > FURTHEST {
        return 0.0;
    }
    let polar = match lat {
        ..-60.0 => 0.12,
        72.0.. => 0.35,
        _ => 1.0,
    };
    let share = tenths as f64 / (MASK_PER_DEGREE * MASK_PER_DEGREE) as f64;
    lat.to_radians().cos() * (share + 0.1).min(1.0) * polar
}

/// The tenths of a degree of a cell that hold land, row by row.
pub(super) fn land_tenths(land: &Land, cell: u32) -> Vec<(usize, usize)> {
    let (column, row) = ((cell % 360) as usize, (cell / 360) as usize);
    let tenths = (0..MASK_PER_DEGREE * MASK_PER_DEGREE)
        .map(|place| (place % MASK_PER_DEGREE, place / MASK_PER_DEGREE));
    let is_land = |place: &(usize, usize)| {
        land.mask(column * MASK_PER_DEGREE + place.0, row * MASK_PER_DEGREE + place.1)
    };
    tenths.filter(is_land).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::land::Ground;

    #[test]
    fn the_scenes_add_up_to_what_was_asked_for() {
        let ground = Ground::default();
        for scenes in [1, 999, 20_000, 1_000_000] {
            let census = Census::new(7, scenes, ground.land(), ground.towns());
            let years = FIRST_YEAR..=LAST_COUNTED_YEAR;
            let all: usize =
                years.map(|year| (0..CELLS).map(|cell| census.count(cell, year)).sum::<usize>()).sum();
            assert_eq!(all, scenes as usize);
        }
    }

    #[test]
    fn every_year_brings_new_scenes_and_the_sea_has_none() {
        let ground = Ground::default();
        let census = Census::new(7, 50_000, ground.land(), ground.towns());
        assert!(
            (2026..2040).all(|year| (0..CELLS).map(|cell| census.count(cell, year)).sum::<usize>() > 3_000)
        );
        let sea = crate::land::cell_of(-40.0, 30.0) as u32;
        assert!((2016..2026).all(|year| census.count(sea, year) == 0));
    }
}
