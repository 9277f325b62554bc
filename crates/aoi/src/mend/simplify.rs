//! Fewer vertices without a crossing. Vertices are left out in the order of the area they span with their neighbours
//! (Visvalingam and Whyatt 1993), and only where no other vertex lies in that triangle: then the new edge crosses nothing.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::one_sided;
use crate::ring::Position;

/// On which side of the outline the simpler one stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// On either, with the least change of area.
    Both,
    /// Outside: it contains the whole area.
    Outside,
    /// Inside: the area contains it.
    Inside,
}

/// Leaves out vertices of an open ring until at most `most` are left. `None` when every further one would make the
/// outline touch itself, which a ring that does not cross itself hardly ever comes to.
pub(crate) fn simplified(ring: &[Position], most: usize, side: Side) -> Option<Vec<Position>> {
    if side != Side::Both {
        return one_sided::simplified(ring, most, side);
    }
    let mut outline = Outline::new(ring);
    let mut queue: BinaryHeap<Candidate> = (0..ring.len()).map(|place| outline.candidate(place)).collect();
    // Those that could not go yet: they are tried again when others are gone.
    let mut waiting: Vec<usize> = Vec::new();
    let mut dropped = false;
    while outline.left > most.max(3) {
        let Some(candidate) = queue.pop() else {
            if !dropped {
                return None;
            }
            dropped = false;
            queue.extend(waiting.drain(..).map(|place| outline.candidate(place)));
            continue;
        };
        if !outline.is_current(&candidate) {
            continue;
        }
        if !outline.may_go(candidate.place) {
            waiting.push(candidate.place);
            continue;
        }
        for neighbour in outline.drop_vertex(candidate.place) {
            queue.push(outline.candidate(neighbour));
        }
        dropped = true;
    }
    Some(outline.positions())
}

/// A vertex that may be left out. The largest of a heap is the one that spans least.
pub(super) struct Candidate {
    pub(super) area: f64,
    pub(super) place: usize,
    pub(super) version: u32,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        other.area.total_cmp(&self.area).then_with(|| other.place.cmp(&self.place))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// The vertices that are left, as a linked ring, and where they lie.
struct Outline<'a> {
    ring: &'a [Position],
    before: Vec<usize>,
    after: Vec<usize>,
    version: Vec<u32>,
    gone: Vec<bool>,
    left: usize,
    grid: Grid,
}

impl<'a> Outline<'a> {
    fn new(ring: &'a [Position]) -> Outline<'a> {
        let count = ring.len();
        Outline {
            ring,
            before: (0..count).map(|place| (place + count - 1) % count).collect(),
            after: (0..count).map(|place| (place + 1) % count).collect(),
            version: vec![0; count],
            gone: vec![false; count],
            left: count,
            grid: Grid::new(ring, 0..count),
        }
    }

    fn triangle(&self, place: usize) -> [Position; 3] {
        [self.before[place], place, self.after[place]].map(|vertex| self.ring[vertex])
    }

    fn candidate(&mut self, place: usize) -> Candidate {
        self.version[place] += 1;
        let [a, b, c] = self.triangle(place);
        Candidate { area: twice_area(a, b, c).abs(), place, version: self.version[place] }
    }

    fn is_current(&self, candidate: &Candidate) -> bool {
        !self.gone[candidate.place] && self.version[candidate.place] == candidate.version
    }

    fn may_go(&self, place: usize) -> bool {
        let triangle = self.triangle(place);
        let own = [self.before[place], place, self.after[place]];
        let inside =
            |other: usize| !self.gone[other] && !own.contains(&other) && contains(triangle, self.ring[other]);
        !self.grid.any(triangle, inside)
    }

    /// Takes a vertex out; its neighbours span other triangles from then on.
    fn drop_vertex(&mut self, place: usize) -> [usize; 2] {
        let (before, after) = (self.before[place], self.after[place]);
        self.after[before] = after;
        self.before[after] = before;
        self.gone[place] = true;
        self.left -= 1;
        // The grid keeps the vertices that are gone; once they are most of it, a coarser one is quicker.
        if self.left * 2 < self.grid.count {
            let there = (0..self.ring.len()).filter(|vertex| !self.gone[*vertex]);
            self.grid = Grid::new(self.ring, there);
        }
        [before, after]
    }

    fn positions(&self) -> Vec<Position> {
        let left = self.ring.iter().zip(&self.gone).filter(|(_, gone)| !**gone);
        left.map(|(position, _)| *position).collect()
    }
}

/// Vertices by square cells, about one to a cell.
struct Grid {
    low: Position,
    cell: Position,
    across: usize,
    cells: Vec<Vec<usize>>,
    count: usize,
}

impl Grid {
    fn new(ring: &[Position], vertices: impl Iterator<Item = usize>) -> Grid {
        let vertices: Vec<usize> = vertices.collect();
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for vertex in &vertices {
            for axis in 0..2 {
                low[axis] = low[axis].min(ring[*vertex][axis]);
                high[axis] = high[axis].max(ring[*vertex][axis]);
            }
        }
        let across = ((vertices.len() as f64).sqrt().ceil() as usize).max(1);
        let cell = [0, 1].map(|axis| ((high[axis] - low[axis]) / across as f64).max(f64::MIN_POSITIVE));
        let mut grid =
            Grid { low, cell, across, cells: vec![Vec::new(); across * across], count: vertices.len() };
        for vertex in vertices {
            let [column, row] = grid.cell_of(ring[vertex]);
            grid.cells[row * across + column].push(vertex);
        }
        grid
    }

    fn cell_of(&self, position: Position) -> [usize; 2] {
        [0, 1].map(|axis| {
            let cell = (position[axis] - self.low[axis]) / self.cell[axis];
            (cell as usize).min(self.across - 1)
        })
    }

    fn any(&self, triangle: [Position; 3], wanted: impl Fn(usize) -> bool) -> bool {
        let corner = |pick: fn(f64, f64) -> f64| {
            [0, 1].map(|axis| triangle.iter().map(|position| position[axis]).reduce(pick).unwrap_or_default())
        };
        let (from, to) = (self.cell_of(corner(f64::min)), self.cell_of(corner(f64::max)));
        (from[1]..=to[1]).any(|row| {
            let cells = &self.cells[row * self.across + from[0]..=row * self.across + to[0]];
            cells.iter().flatten().any(|vertex| wanted(*vertex))
        })
    }
}

pub(super) fn twice_area(a: Position, b: Position, c: Position) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Whether a position lies in a triangle or on its border. A flat triangle has its border only.
fn contains(triangle: [Position; 3], position: Position) -> bool {
    let [a, b, c] = triangle;
    let sides = [twice_area(a, b, position), twice_area(b, c, position), twice_area(c, a, position)];
    let within = (0..2).all(|axis| {
        let at = |pick: fn(f64, f64) -> f64| pick(pick(a[axis], b[axis]), c[axis]);
        (at(f64::min)..=at(f64::max)).contains(&position[axis])
    });
    within && (sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crossing::is_simple;

    /// A star-shaped coast: never crosses itself.
    fn coast(count: u32, seed: f64) -> Vec<Position> {
        let vertex = |k: u32| {
            let turn = f64::from(k) / f64::from(count) * std::f64::consts::TAU;
            let radius = 1.0 + 0.2 * (turn * 3.0 + seed).sin() + 0.05 * (turn * 131.0 * seed).sin().abs();
            [radius * turn.cos(), radius * turn.sin()]
        };
        (0..count).map(vertex).collect()
    }

    #[test]
    fn the_corners_of_a_square_outlast_what_lies_on_its_edges() {
        let mut ring = Vec::new();
        for k in 0..25 {
            ring.push([f64::from(k), 0.0]);
        }
        ring.extend([[25.0, 0.0], [25.0, 10.0], [0.0, 10.0]]);
        assert_eq!(
            simplified(&ring, 4, Side::Both).unwrap(),
            [[0.0, 0.0], [25.0, 0.0], [25.0, 10.0], [0.0, 10.0]]
        );
    }

    #[test]
    fn a_coast_keeps_its_area_and_never_crosses_itself() {
        let ring = coast(20_000, 1.0);
        let left = simplified(&ring, 998, Side::Both).unwrap();
        assert_eq!(left.len(), 998);
        assert!(is_simple(&left));
        let area = |ring: &[Position]| -> f64 {
            (0..ring.len()).map(|k| twice_area([0.0, 0.0], ring[k], ring[(k + 1) % ring.len()])).sum()
        };
        assert!((area(&left) / area(&ring) - 1.0).abs() < 0.005);
    }

    #[test]
    fn a_narrow_spiral_keeps_its_arms_apart() {
        let arm = |k: u32, width: f64| {
            let turn = f64::from(k) / 400.0 * 8.0 * std::f64::consts::TAU;
            let radius = 1.0 + turn / 10.0 + width;
            [radius * turn.cos(), radius * turn.sin()]
        };
        let mut ring: Vec<Position> = (0..=400).map(|k| arm(k, 0.0)).collect();
        ring.extend((0..=400).rev().map(|k| arm(k, 0.05)));
        assert!(is_simple(&ring));
        for most in [600, 300, 120] {
            let left = simplified(&ring, most, Side::Both).unwrap();
            assert!(left.len() <= most && is_simple(&left), "{most}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_left_out_nothing_crosses(count in 20..400u32, seed in 0.1..9.0f64, most in 3..100usize) {
            let ring = coast(count, seed);
            proptest::prop_assume!(is_simple(&ring));
            let left = simplified(&ring, most, Side::Both).unwrap();
            proptest::prop_assert!(left.len() <= most.max(3));
            proptest::prop_assert!(is_simple(&left));
        }
    }
}
