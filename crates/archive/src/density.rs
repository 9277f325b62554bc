//! How many footprints lie over each cell of a grid.

use rayon::prelude::*;

use crate::buffer::mercator;
use crate::shapes::Shapes;

/// Cells along the longer side: on a screen each is some pixels wide.
const CELLS: u32 = 256;

/// A grid in Web Mercator: left, top, right, bottom.
pub(crate) struct Grid {
    edges: [f64; 4],
    pub(crate) columns: u32,
    pub(crate) rows: u32,
}

impl Grid {
    pub(crate) fn over(edges: [f64; 4]) -> Grid {
        let [left, top, right, bottom] = edges;
        let (width, height) = (right - left, bottom - top);
        let side = width.max(height);
        let cells = |length: f64| ((length / side * f64::from(CELLS)).ceil() as u32).clamp(1, CELLS);
        Grid { edges, columns: cells(width), rows: cells(height) }
    }

    fn cells(&self) -> usize {
        (self.columns * self.rows) as usize
    }
}

/// Counts the footprints over the middle of each cell. Each is given with how far it is to be shifted, in degrees.
pub(crate) fn counts(grid: &Grid, shapes: &Shapes, scenes: &[(u32, f64)]) -> Vec<u32> {
    // Along a row a footprint adds one where it begins and takes one where it ends; the sums are the counts.
    let width = grid.columns as usize + 1;
    let empty = || vec![0_i32; width * grid.rows as usize];
    let chunk = scenes.len().div_ceil(rayon::current_num_threads()).max(1);
    let steps = scenes.par_chunks(chunk).map(|scenes| {
        let mut steps = empty();
        let mut ring = Vec::new();
        for (place, shift) in scenes {
            ring.clear();
            let corners = shapes.ring(*place as usize).iter();
            ring.extend(corners.map(|[lon, lat]| on_grid(grid, mercator([lon + shift, *lat]))));
            fill(grid, &ring, &mut steps);
        }
        steps
    });
    let steps = steps.reduce(empty, |mut all, some| {
        all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
        all
    });
    let mut counts = Vec::with_capacity(grid.cells());
    for row in steps.chunks_exact(width) {
        let mut sum = 0;
        counts.extend(row[..width - 1].iter().map(|step| {
            sum += step;
            sum.unsigned_abs()
        }));
    }
    counts
}

/// In cells from the left and the top.
fn on_grid(grid: &Grid, [x, y]: [f64; 2]) -> [f64; 2] {
    let [left, top, right, bottom] = grid.edges;
    [(x - left) / (right - left) * f64::from(grid.columns), (y - top) / (bottom - top) * f64::from(grid.rows)]
}

fn fill(grid: &Grid, ring: &[[f64; 2]], steps: &mut [i32]) {
    let width = grid.columns as usize + 1;
    let (low, high) =
        ring.iter().fold((f64::MAX, f64::MIN), |(low, high), [_, y]| (low.min(*y), high.max(*y)));
    let first = (low - 0.5).ceil().max(0.0) as usize;
    let beyond = ((high - 0.5).floor() + 1.0).clamp(0.0, f64::from(grid.rows)) as usize;
    // A footprint smaller than a cell may miss every middle; it counts where it is.
    if first >= beyond || !crosses_a_column(ring) {
        let (x, y) = ring.iter().fold((0.0, 0.0), |(x, y), corner| (x + corner[0], y + corner[1]));
        let (x, y) = (x / ring.len() as f64, y / ring.len() as f64);
        let inside = x >= 0.0 && y >= 0.0 && x < f64::from(grid.columns) && y < f64::from(grid.rows);
        if inside {
            let cell = y as usize * width + x as usize;
            steps[cell] += 1;
            steps[cell + 1] -= 1;
        }
        return;
    }
    // Rings run either way round: what a ring adds where it goes up, a turned one adds where it goes down.
    let way = if twice_area(ring) > 0.0 { -1 } else { 1 };
    for row in first..beyond {
        let middle = row as f64 + 0.5;
        let mut before = ring[ring.len() - 1];
        for here in ring.iter().copied() {
            if (here[1] > middle) != (before[1] > middle) {
                let share = (middle - before[1]) / (here[1] - before[1]);
                let x = before[0] + share * (here[0] - before[0]);
                let column = (x - 0.5).ceil().clamp(0.0, f64::from(grid.columns)) as usize;
                steps[row * width + column] += if here[1] > before[1] { way } else { -way };
            }
            before = here;
        }
    }
}

fn twice_area(ring: &[[f64; 2]]) -> f64 {
    let mut before = ring[ring.len() - 1];
    let mut area = 0.0;
    for here in ring {
        area += before[0] * here[1] - here[0] * before[1];
        before = *here;
    }
    area
}

fn crosses_a_column(ring: &[[f64; 2]]) -> bool {
    let (low, high) =
        ring.iter().fold((f64::MAX, f64::MIN), |(low, high), [x, _]| (low.min(*x), high.max(*x)));
    (low - 0.5).ceil() <= (high - 0.5).floor()
}

#[cfg(test)]
mod tests {
    use geo::{Polygon, polygon};

    use super::*;

    fn placed(polygons: &[Polygon]) -> Shapes {
        let mut shapes = Shapes::default();
        for (place, polygon) in polygons.iter().enumerate() {
            shapes.put(place, Some(polygon));
        }
        shapes
    }

    #[test]
    fn cells_under_two_footprints_count_two() {
        let half =
            polygon![(x: -180.0, y: -80.0), (x: 0.0, y: -80.0), (x: 0.0, y: 80.0), (x: -180.0, y: 80.0)];
        let turned =
            polygon![(x: 90.0, y: 80.0), (x: 90.0, y: -80.0), (x: -90.0, y: -80.0), (x: -90.0, y: 80.0)];
        let grid = Grid::over([0.0, 0.1, 1.0, 0.9]);
        let counts = counts(&grid, &placed(&[half.clone(), half, turned]), &[(0, 0.0), (1, 0.0), (2, 0.0)]);
        let row = &counts[(grid.rows / 2 * grid.columns) as usize..][..grid.columns as usize];
        let at = |share: f64| row[(share * f64::from(grid.columns)) as usize];
        // The third runs the other way round; what is counted is how many there are, so it must not take any away.
        assert_eq!((at(0.1), at(0.6), at(0.9)), (2, 1, 0));
        assert_eq!(at(0.4), 3);
    }

    #[test]
    fn a_tiny_footprint_is_not_lost() {
        let tiny = polygon![(x: 1.0, y: 1.0), (x: 1.001, y: 1.0), (x: 1.001, y: 1.001)];
        let grid = Grid::over([0.0, 0.0, 1.0, 1.0]);
        assert_eq!(counts(&grid, &placed(&[tiny]), &[(0, 0.0)]).iter().sum::<u32>(), 1);
    }
}
