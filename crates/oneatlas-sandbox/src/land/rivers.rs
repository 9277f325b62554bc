//! Rivers of the real world as lines, by cell of one degree.

use super::{Reader, cell_of, inflate, turns};

const FILE: &[u8] = include_bytes!("../../data/rivers.bin");
/// Micro-degrees in a degree.
const UNIT: f64 = super::UNIT;

/// A piece of a river within one degree.
#[derive(Debug)]
struct Piece {
    /// 0 drawn with both banks on maps, then 1 (largest) to 4 (streams).
    level: u8,
    points: Box<[[i32; 2]]>,
}

/// A piece of a river in a window of degrees.
#[derive(Debug)]
pub(crate) struct River {
    /// From 0 (largest) to 4 (streams).
    pub(crate) level: u8,
    /// Longitude and latitude, degrees; longitudes lie in the window even beyond the date line.
    pub(crate) points: Vec<[f64; 2]>,
}

/// Every river, by cell of one degree.
#[derive(Debug)]
pub(crate) struct Rivers {
    cells: Vec<Vec<Piece>>,
}

impl Rivers {
    pub(super) fn unpack() -> Self {
        let bytes = inflate(FILE);
        assert!(bytes.starts_with(b"SWRIVR1\0"), "data/rivers.bin is not a file of rivers");
        let mut reader = Reader(&bytes[8..]);
        let mut cells: Vec<Vec<Piece>> = (0..360 * 180).map(|_| Vec::new()).collect();
        for _ in 0..reader.u32() {
            let level = reader.byte();
            let length = reader.u32() as usize;
            let mut at = [0_i32; 2];
            let mut points = Vec::with_capacity(length);
            for _ in 0..length {
                at[0] += reader.signed();
                at[1] += reader.signed();
                points.push(at);
            }
            let middle = points[length / 2];
            let cell = cell_of(f64::from(middle[0]) / UNIT, f64::from(middle[1]) / UNIT);
            cells[cell].push(Piece { level, points: points.into_boxed_slice() });
        }
        Self { cells }
    }

    /// The rivers of the degrees that a window touches.
    pub(crate) fn within(&self, west: f64, south: f64, east: f64, north: f64) -> Vec<River> {
        let mut found = Vec::new();
        for row in south.floor() as i32..=north.floor() as i32 {
            for column in west.floor() as i32..=east.floor() as i32 {
                let turn = turns(column) * 360.0;
                let cell = cell_of(f64::from(column) - turn + 0.5, f64::from(row) + 0.5);
                let place =
                    |point: &[i32; 2]| [f64::from(point[0]) / UNIT + turn, f64::from(point[1]) / UNIT];
                found.extend(self.cells[cell].iter().map(|piece| River {
                    level: piece.level,
                    points: piece.points.iter().map(place).collect(),
                }));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::land::Ground;

    #[test]
    fn rivers_are_where_they_are() {
        let ground = Ground::default();
        // The Rhine near Worms, the Volga near Volgograd.
        for (lon, lat) in [(8.38, 49.63), (44.6, 48.6)] {
            let rivers = ground.rivers().within(lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2);
            let near = rivers.iter().filter(|river| river.level <= 2).flat_map(|river| &river.points);
            let nearest = near.map(|[x, y]| (x - lon).hypot(y - lat)).fold(f64::MAX, f64::min);
            assert!(nearest < 0.08, "{lon} {lat}: {nearest}");
        }
        assert!(ground.rivers().within(-170.0, 0.2, -169.0, 0.8).is_empty(), "the open sea");
    }
}
