//! Where a ring crosses or touches itself. Runs of its edges are compared with those runs only whose boxes they meet, so a
//! million vertices of a coast take some hundredths of a second. Whether two edges meet is decided without rounding.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, Line, coord};

use crate::boxes::{Bounds, BoxTree, Run};
use crate::ring::Position;

/// Pairs of edges that are looked at. An outline with more overlaps than this has far too many vertices to be ordered; it
/// is checked again once it is simplified.
const MOST_PAIRS: usize = 20_000_000;

/// A place where two edges meet that are no neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Crossing {
    pub(crate) at: Position,
    /// The vertices at which the two edges begin, the earlier one first.
    pub(crate) edges: [usize; 2],
}

/// What a search found.
pub(crate) struct Crossings {
    /// In the order of their vertices.
    pub(crate) places: Vec<Crossing>,
    /// Whether there are no others: the search was not cut short.
    pub(crate) complete: bool,
}

/// Whether an open ring without repeated positions neither crosses nor touches itself.
pub(crate) fn is_simple(ring: &[Position]) -> bool {
    let found = crossings(ring, 1);
    found.places.is_empty() && found.complete
}

/// The crossings of an open ring without repeated positions, at most `most`.
pub(crate) fn crossings(ring: &[Position], most: usize) -> Crossings {
    let mut search = Search { ring, most, places: Vec::new(), pairs: 0 };
    let tree = BoxTree::new(ring.len(), |number| search.bounds(number));
    let mut complete = true;
    tree.meetings(|one, other| {
        complete = search.compare(&one, &other);
        complete
    });
    search.places.sort_unstable_by_key(|crossing| crossing.edges);
    Crossings { places: search.places, complete }
}

struct Search<'a> {
    ring: &'a [Position],
    most: usize,
    places: Vec<Crossing>,
    pairs: usize,
}

impl Search<'_> {
    fn ends(&self, number: usize) -> [Position; 2] {
        let next = if number + 1 == self.ring.len() { 0 } else { number + 1 };
        [self.ring[number], self.ring[next]]
    }

    fn bounds(&self, number: usize) -> Bounds {
        Bounds::of(&self.ends(number))
    }

    fn line(&self, number: usize) -> Line {
        let [start, end] = self.ends(number).map(|[x, y]| coord! { x: x, y: y });
        Line::new(start, end)
    }

    /// Looks for crossings between two runs, or within one; whether the search goes on.
    fn compare(&mut self, one: &Run, other: &Run) -> bool {
        let same = one.from == other.from;
        self.pairs += 1;
        if same && self.runs_one_way(one) {
            return true;
        }
        for first in one.from..one.to {
            let near = self.bounds(first);
            if !near.meets(&other.bounds) {
                continue;
            }
            let from = if same { first + 1 } else { other.from };
            for second in from..other.to {
                self.pairs += 1;
                if self.pairs > MOST_PAIRS {
                    return false;
                }
                if neighbours(first, second, self.ring.len()) || !near.meets(&self.bounds(second)) {
                    continue;
                }
                let Some(at) = meeting(self.line(first), self.line(second)) else { continue };
                if !self.places.iter().any(|known| known.at == at) {
                    self.places.push(Crossing { at, edges: [first.min(second), first.max(second)] });
                    if self.places.len() == self.most {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Whether all edges of a run go on along one of the axes: then none meets another.
    fn runs_one_way(&self, run: &Run) -> bool {
        let steps = || (run.from..run.to).map(|number| self.ends(number));
        let goes = |axis: usize| {
            steps().all(|[from, to]| from[axis] < to[axis]) || steps().all(|[from, to]| from[axis] > to[axis])
        };
        goes(0) || goes(1)
    }
}

fn neighbours(one: usize, other: usize, count: usize) -> bool {
    let apart = one.abs_diff(other);
    apart == 1 || apart + 1 == count
}

fn side(line: Line, point: Coord) -> Orientation {
    RobustKernel::orient2d(line.start, line.end, point)
}

/// A common point of two lines whose boxes overlap.
fn meeting(one: Line, other: Line) -> Option<Position> {
    let (c, d) = (side(one, other.start), side(one, other.end));
    if c == d && c != Orientation::Collinear {
        return None;
    }
    let (a, b) = (side(other, one.start), side(other, one.end));
    if a == b && a != Orientation::Collinear {
        return None;
    }
    let on = |line: Line, point: Coord| {
        let within = |a: f64, b: f64, p: f64| a.min(b) <= p && p <= a.max(b);
        within(line.start.x, line.end.x, point.x) && within(line.start.y, line.end.y, point.y)
    };
    let touch = [(c, one, other.start), (d, one, other.end), (a, other, one.start), (b, other, one.end)];
    let straight = |orientation: Orientation| orientation == Orientation::Collinear;
    if let Some((_, _, point)) = touch.into_iter().find(|(o, line, point)| straight(*o) && on(*line, *point))
    {
        return Some([point.x, point.y]);
    }
    (![a, b, c, d].into_iter().any(straight)).then(|| intersection(one, other))
}

/// Where two lines that certainly cross do so.
fn intersection(one: Line, other: Line) -> Position {
    let (r, s) = (one.delta(), other.delta());
    let between = other.start - one.start;
    let share = (between.x * s.y - between.y * s.x) / (r.x * s.y - r.y * s.x);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
    [one.start.x + share * r.x, one.start.y + share * r.y]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(ring: &[Position]) -> Vec<Position> {
        crossings(ring, 12).places.into_iter().map(|crossing| crossing.at).collect()
    }

    #[test]
    fn a_bow_tie_crosses_once_in_its_middle() {
        let bow = [[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]];
        assert_eq!(crossings(&bow, 12).places, [Crossing { at: [1.0, 1.0], edges: [0, 2] }]);
    }

    #[test]
    fn a_square_and_a_triangle_do_not_cross() {
        assert!(places(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]).is_empty());
        assert!(places(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]).is_empty());
    }

    #[test]
    fn a_ring_that_touches_itself_is_found() {
        let eight = [[0.0, 0.0], [2.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 2.0], [1.0, 1.0]];
        assert_eq!(places(&eight), [[1.0, 1.0]]);
        let leaning = [[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [2.0, 0.0], [0.0, 2.0]];
        assert_eq!(places(&leaning), [[2.0, 0.0]]);
    }

    #[test]
    fn edges_that_run_along_each_other_are_found() {
        let along = [[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [3.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        assert!(!places(&along).is_empty());
    }

    #[test]
    fn a_comb_is_searched_along_its_teeth() {
        let comb = |flip: bool| {
            let teeth = (0..40_000).map(|k| [f64::from(k), if k % 2 == 0 { 0.0 } else { 1e6 }]);
            let ring = teeth.chain([[40_000.0, -1.0], [0.0, -1.0]]);
            ring.map(|[x, y]| if flip { [y, x] } else { [x, y] }).collect::<Vec<Position>>()
        };
        assert!(is_simple(&comb(false)) && is_simple(&comb(true)));
    }

    #[test]
    fn a_scribble_is_cut_short() {
        let zigzag: Vec<Position> =
            (0..2_000).map(|k| [f64::from(k * 7919 % 2003), f64::from(k * 104_729 % 1999)]).collect();
        let found = crossings(&zigzag, 12);
        assert_eq!((found.places.len(), found.complete), (12, false));
    }
}
