//! Towns of the real world, by cell of one degree.

use super::{Reader, UNIT, cell_of, inflate, turns};

const FILE: &[u8] = include_bytes!("../../data/towns.bin");

/// A place where people live.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Town {
    pub(crate) lon: f64,
    pub(crate) lat: f64,
    pub(crate) population: f64,
}

/// Towns by cell of one degree, each cell by falling population.
#[derive(Debug)]
pub(crate) struct Towns {
    cells: Vec<Vec<Town>>,
}

impl Towns {
    pub(super) fn unpack() -> Self {
        let bytes = inflate(FILE);
        assert!(bytes.starts_with(b"SWTOWN1\0"), "data/towns.bin is not a file of towns");
        let mut reader = Reader(&bytes[8..]);
        let mut cells = vec![Vec::new(); 360 * 180];
        for _ in 0..reader.u32() {
            let lon = f64::from(reader.u32() as i32) / UNIT;
            let lat = f64::from(reader.u32() as i32) / UNIT;
            let population = f64::from(reader.u32());
            cells[cell_of(lon, lat)].push(Town { lon, lat, population });
        }
        Self { cells }
    }

    /// The towns of one cell.
    pub(crate) fn in_cell(&self, cell: usize) -> &[Town] {
        self.cells.get(cell).map_or(&[], Vec::as_slice)
    }

    /// The towns of a window, with longitudes that lie in it even beyond the date line.
    pub(crate) fn within(&self, west: f64, south: f64, east: f64, north: f64) -> Vec<Town> {
        let mut found = Vec::new();
        for row in south.floor() as i32..=north.floor() as i32 {
            for column in west.floor() as i32..=east.floor() as i32 {
                let turn = turns(column) * 360.0;
                let cell = cell_of(f64::from(column) - turn + 0.5, f64::from(row) + 0.5);
                found.extend(self.in_cell(cell).iter().map(|town| Town { lon: town.lon + turn, ..*town }));
            }
        }
        found.retain(|town| (west..=east).contains(&town.lon) && (south..=north).contains(&town.lat));
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::land::Ground;

    #[test]
    fn towns_are_found_in_a_window_even_beyond_the_date_line() {
        let ground = Ground::default();
        let lisbon = ground.towns().within(-9.3, 38.6, -9.0, 38.9);
        assert!(lisbon.iter().any(|town| town.population > 400_000.0));
        let suva = ground.towns().within(-182.0, -18.5, -181.0, -17.5);
        assert!(suva.iter().any(|town| town.population > 50_000.0 && town.lon < -181.0));
    }
}
