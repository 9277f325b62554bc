//! The ground that is added to an area or taken from it when a vertex goes: a triangle.

use crate::boxes::Bounds;
use crate::ring::Position;

/// A triangle with the box round it.
pub(super) struct Ground {
    pub(super) corners: [Position; 3],
    pub(super) bounds: Bounds,
}

impl Ground {
    pub(super) fn of(corners: [Position; 3]) -> Ground {
        Ground { corners, bounds: Bounds::of(&corners) }
    }

    /// Whether a position lies in it or on its border. A flat triangle has its border only.
    #[inline]
    pub(super) fn contains(&self, position: Position) -> bool {
        if !self.bounds.holds(position) {
            return false;
        }
        let [a, b, c] = self.corners;
        let sides = [side(a, b, position), side(b, c, position), side(c, a, position)];
        sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
    }

    /// Whether an edge has a point in common with it: unless one line parts them, a side of the triangle or the edge.
    pub(super) fn is_touched(&self, ends: [Position; 2]) -> bool {
        !self.parted(ends, |side| side > 0.0)
    }

    /// Whether an edge has a point in common with its inside.
    pub(super) fn is_entered(&self, ends: [Position; 2]) -> bool {
        !self.parted(ends, |side| side >= 0.0)
    }

    fn parted(&self, ends: [Position; 2], beyond: impl Fn(f64) -> bool) -> bool {
        let edge = Bounds::of(&ends);
        let boxes = (0..2).any(|axis| {
            beyond(edge.low[axis] - self.bounds.high[axis]) || beyond(self.bounds.low[axis] - edge.high[axis])
        });
        let corners = self.corners;
        let turn = side(corners[0], corners[1], corners[2]).signum();
        let sides = || {
            (0..3).any(|place| {
                let (a, b) = (corners[place], corners[(place + 1) % 3]);
                ends.iter().all(|end| beyond(-turn * side(a, b, *end)))
            })
        };
        let along = || {
            let sides = corners.map(|corner| side(ends[0], ends[1], corner));
            sides.iter().all(|side| beyond(*side)) || sides.iter().all(|side| beyond(-side))
        };
        boxes || sides() || along()
    }
}

/// On which side of the line from `a` to `b` a position lies: left is positive.
#[inline]
fn side(a: Position, b: Position, p: Position) -> f64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNERS: [Position; 3] = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]];

    #[test]
    fn an_edge_that_cuts_a_corner_touches_and_enters() {
        let ground = Ground::of(CORNERS);
        for ends in [[[-1.0, 1.0], [1.0, -1.0]], [[1.0, 1.0], [1.5, 1.0]], [[3.0, 3.0], [-1.0, -1.0]]] {
            assert!(ground.is_touched(ends), "{ends:?}");
        }
        assert!(ground.is_entered([[-1.0, 1.5], [1.5, -1.0]]));
        assert!(!ground.is_touched([[3.0, 3.0], [5.0, 1.0]]));
        assert!(!ground.is_touched([[-1.0, 0.5], [-0.5, -1.0]]));
    }

    #[test]
    fn an_edge_that_goes_on_from_a_corner_touches_and_does_not_enter() {
        let ground = Ground::of(CORNERS);
        let on = [[4.0, 0.0], [6.0, 1.0]];
        assert!(ground.is_touched(on) && !ground.is_entered(on));
        assert!(ground.is_entered([[4.0, 0.0], [1.0, 1.0]]));
    }

    #[test]
    fn a_flat_one_holds_what_lies_on_it() {
        let flat = Ground::of([[0.0, 0.0], [4.0, 0.0], [2.0, 0.0]]);
        assert!(flat.contains([3.0, 0.0]) && !flat.contains([5.0, 0.0]) && !flat.contains([3.0, 0.1]));
    }
}
