//! Where a ring crosses or touches itself. A sweep over the edges in order of their near ends: an edge is only compared with
//! those that overlap it, so an outline of a thousand vertices takes well under a millisecond. Whether two edges meet is
//! decided without rounding.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, Line, coord};

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

struct Edge {
    number: usize,
    line: Line,
    low: [f64; 2],
    high: [f64; 2],
}

/// What a sweep found.
pub(crate) struct Crossings {
    /// In the order of their vertices.
    pub(crate) places: Vec<Crossing>,
    /// Whether there are no others: the sweep was not cut short.
    pub(crate) complete: bool,
}

/// Whether an open ring without repeated positions neither crosses nor touches itself.
pub(crate) fn is_simple(ring: &[Position]) -> bool {
    let found = crossings(ring, 1);
    found.places.is_empty() && found.complete
}

/// The crossings of an open ring without repeated positions, at most `most`.
pub(crate) fn crossings(ring: &[Position], most: usize) -> Crossings {
    let mut edges = edges(ring);
    let along = axis(&edges);
    let across = 1 - along;
    edges.sort_unstable_by(|a, b| a.low[along].total_cmp(&b.low[along]));
    let mut places: Vec<Crossing> = Vec::new();
    let mut complete = true;
    let mut pairs = 0;
    'sweep: for (place, edge) in edges.iter().enumerate() {
        for other in edges[place + 1..].iter().take_while(|other| other.low[along] <= edge.high[along]) {
            pairs += 1;
            if pairs > MOST_PAIRS || places.len() == most {
                complete = false;
                break 'sweep;
            }
            let apart = other.low[across] > edge.high[across] || other.high[across] < edge.low[across];
            if apart || neighbours(edge.number, other.number, ring.len()) {
                continue;
            }
            let Some(at) = meeting(edge.line, other.line) else { continue };
            if !places.iter().any(|known| known.at == at) {
                let edges = [edge.number.min(other.number), edge.number.max(other.number)];
                places.push(Crossing { at, edges });
            }
        }
    }
    places.sort_unstable_by_key(|crossing| crossing.edges);
    Crossings { places, complete }
}

/// The axis along which edges are short for the whole, so that few overlap.
fn axis(edges: &[Edge]) -> usize {
    let overlap = |axis: usize| {
        let (mut low, mut high, mut lengths) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
        for edge in edges {
            (low, high) = (edge.low[axis].min(low), edge.high[axis].max(high));
            lengths += edge.high[axis] - edge.low[axis];
        }
        if high > low { lengths / (high - low) } else { f64::INFINITY }
    };
    usize::from(overlap(1) < overlap(0))
}

fn edges(ring: &[Position]) -> Vec<Edge> {
    let coord = |[x, y]: Position| coord! { x: x, y: y };
    (0..ring.len())
        .map(|number| {
            let (a, b) = (ring[number], ring[(number + 1) % ring.len()]);
            Edge {
                number,
                line: Line::new(coord(a), coord(b)),
                low: [a[0].min(b[0]), a[1].min(b[1])],
                high: [a[0].max(b[0]), a[1].max(b[1])],
            }
        })
        .collect()
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
    fn a_comb_is_swept_along_its_teeth() {
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
