//! Edges by square cells, to find those near a piece of ground.

use crate::ring::Position;

/// A piece of ground.
pub(super) type Triangle = [Position; 3];

/// Edges by the cells that their boxes touch, about one edge to a cell.
pub(super) struct EdgeGrid {
    low: Position,
    cell: Position,
    across: usize,
    cells: Vec<Vec<usize>>,
    /// For how many edges the cells were laid.
    pub(super) built_for: usize,
}

impl EdgeGrid {
    pub(super) fn new(low: Position, high: Position, edges: usize) -> EdgeGrid {
        let across = ((edges as f64).sqrt().ceil() as usize).clamp(1, 1_000);
        let cell = [0, 1].map(|axis| ((high[axis] - low[axis]) / across as f64).max(f64::MIN_POSITIVE));
        EdgeGrid { low, cell, across, cells: vec![Vec::new(); across * across], built_for: edges }
    }

    fn cell_of(&self, position: Position) -> [usize; 2] {
        [0, 1].map(|axis| {
            let cell = (position[axis] - self.low[axis]) / self.cell[axis];
            (cell.max(0.0) as usize).min(self.across - 1)
        })
    }

    fn touched(&self, positions: &[Position]) -> impl Iterator<Item = usize> + use<> {
        let corner = |pick: fn(f64, f64) -> f64| {
            [0, 1]
                .map(|axis| positions.iter().map(|position| position[axis]).reduce(pick).unwrap_or_default())
        };
        let (from, to) = (self.cell_of(corner(f64::min)), self.cell_of(corner(f64::max)));
        let across = self.across;
        (from[1]..=to[1]).flat_map(move |row| row * across + from[0]..=row * across + to[0])
    }

    /// Enters an edge by its number. An edge that is changed is entered again; whoever asks knows which still are.
    pub(super) fn enter(&mut self, number: usize, from: Position, to: Position) {
        for cell in self.touched(&[from, to]) {
            self.cells[cell].push(number);
        }
    }

    /// Whether no edge touches the ground. `edge` tells of a number its ends, and whether it may touch a corner of the
    /// ground; `None` when it does not count.
    pub(super) fn is_free(
        &self,
        ground: Triangle,
        edge: impl Fn(usize) -> Option<([Position; 2], bool)>,
    ) -> bool {
        self.touched(&ground).all(|cell| {
            self.cells[cell]
                .iter()
                .filter_map(|number| edge(*number))
                .all(|(ends, joined)| if joined { !enters(ground, ends) } else { !touches(ground, ends) })
        })
    }
}

fn side(a: Position, b: Position, p: Position) -> f64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

/// Whether an edge has a point in common with a triangle: unless one line parts them, a side of the triangle or the edge.
fn touches(ground: Triangle, ends: [Position; 2]) -> bool {
    !parted(ground, ends, |side| side > 0.0)
}

/// Whether an edge has a point in common with the inside of a triangle.
fn enters(ground: Triangle, ends: [Position; 2]) -> bool {
    !parted(ground, ends, |side| side >= 0.0)
}

fn parted(ground: Triangle, ends: [Position; 2], beyond: impl Fn(f64) -> bool) -> bool {
    let boxes = (0..2).any(|axis| {
        let low = |points: &[Position]| points.iter().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
        let high =
            |points: &[Position]| points.iter().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max);
        beyond(low(&ends) - high(&ground)) || beyond(low(&ground) - high(&ends))
    });
    let turn = side(ground[0], ground[1], ground[2]).signum();
    let sides = (0..3).any(|place| {
        let (a, b) = (ground[place], ground[(place + 1) % 3]);
        ends.iter().all(|end| beyond(-turn * side(a, b, *end)))
    });
    let along = [1.0, -1.0]
        .iter()
        .any(|sign| ground.iter().all(|corner| beyond(sign * side(ends[0], ends[1], *corner))));
    boxes || sides || along
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: Triangle = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]];

    #[test]
    fn an_edge_that_cuts_a_corner_touches_and_enters() {
        for ends in [[[-1.0, 1.0], [1.0, -1.0]], [[1.0, 1.0], [1.5, 1.0]], [[3.0, 3.0], [-1.0, -1.0]]] {
            assert!(touches(GROUND, ends), "{ends:?}");
        }
        assert!(enters(GROUND, [[-1.0, 1.5], [1.5, -1.0]]));
        assert!(!touches(GROUND, [[3.0, 3.0], [5.0, 1.0]]));
        assert!(!touches(GROUND, [[-1.0, 0.5], [-0.5, -1.0]]));
    }

    #[test]
    fn an_edge_that_goes_on_from_a_corner_touches_and_does_not_enter() {
        let on = [[4.0, 0.0], [6.0, 1.0]];
        assert!(touches(GROUND, on) && !enters(GROUND, on));
        let back = [[4.0, 0.0], [1.0, 1.0]];
        assert!(enters(GROUND, back));
    }
}
