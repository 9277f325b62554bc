//! Boxes over runs of a ring, boxes over those, and so on up to one: to find what lies near a piece of ground. Neighbours on
//! an outline are neighbours on the ground, so its own order serves as the order of the tree, and nothing is sorted. Where a
//! grid has hundreds of vertices of a fine coast in a cell, a run has eight.

use crate::ring::Position;

/// Items of a run, and boxes under a box.
const FAN: usize = 8;

/// A box along the axes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) low: Position,
    pub(crate) high: Position,
}

impl Bounds {
    /// Of nothing.
    const EMPTY: Bounds = Bounds { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };

    /// Of some positions.
    pub(crate) fn of(positions: &[Position]) -> Bounds {
        positions
            .iter()
            .fold(Bounds::EMPTY, |all, position| all.with(&Bounds { low: *position, high: *position }))
    }

    #[inline]
    fn with(&self, other: &Bounds) -> Bounds {
        Bounds {
            low: [self.low[0].min(other.low[0]), self.low[1].min(other.low[1])],
            high: [self.high[0].max(other.high[0]), self.high[1].max(other.high[1])],
        }
    }

    /// Whether a position lies in it or on its border.
    #[inline]
    pub(crate) fn holds(&self, [x, y]: Position) -> bool {
        self.low[0] <= x && x <= self.high[0] && self.low[1] <= y && y <= self.high[1]
    }

    /// Whether the two have a point in common.
    #[inline]
    pub(crate) fn meets(&self, other: &Bounds) -> bool {
        self.low[0] <= other.high[0]
            && other.low[0] <= self.high[0]
            && self.low[1] <= other.high[1]
            && other.low[1] <= self.high[1]
    }
}

/// The tree. Items are numbered as on the ring.
pub(crate) struct BoxTree {
    /// Boxes of runs, boxes of those, up to a single one.
    levels: Vec<Vec<Bounds>>,
    count: usize,
}

impl BoxTree {
    pub(crate) fn new(count: usize, bounds: impl Fn(usize) -> Bounds) -> BoxTree {
        let run =
            |items: std::ops::Range<usize>| items.fold(Bounds::EMPTY, |all, item| all.with(&bounds(item)));
        let runs: Vec<Bounds> =
            (0..count).step_by(FAN).map(|first| run(first..(first + FAN).min(count))).collect();
        let mut levels = vec![runs];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above =
                below.chunks(FAN).map(|boxes| boxes.iter().fold(Bounds::EMPTY, |all, one| all.with(one)));
            levels.push(above.collect());
        }
        BoxTree { levels, count }
    }

    /// Makes the boxes over an item reach round something more.
    pub(crate) fn widen(&mut self, item: usize, by: &Bounds) {
        let mut place = item;
        for level in &mut self.levels {
            place /= FAN;
            level[place] = level[place].with(by);
        }
    }

    /// Whether one of the items whose run comes near a box is wanted.
    pub(crate) fn any(&self, near: &Bounds, mut wanted: impl FnMut(usize) -> bool) -> bool {
        self.count > 0 && self.any_under(self.levels.len() - 1, 0, near, &mut wanted)
    }

    fn any_under(
        &self,
        level: usize,
        place: usize,
        near: &Bounds,
        wanted: &mut impl FnMut(usize) -> bool,
    ) -> bool {
        if !self.levels[level][place].meets(near) {
            return false;
        }
        if level == 0 {
            return (place * FAN..((place + 1) * FAN).min(self.count)).any(wanted);
        }
        let below = self.levels[level - 1].len();
        (place * FAN..((place + 1) * FAN).min(below))
            .any(|under| self.any_under(level - 1, under, near, wanted))
    }

    /// The runs whose boxes come near a box.
    pub(crate) fn runs_near(&self, near: &Bounds, found: &mut Vec<Run>) {
        found.clear();
        if self.count > 0 {
            self.runs_under(self.levels.len() - 1, 0, near, found);
        }
    }

    fn runs_under(&self, level: usize, place: usize, near: &Bounds, found: &mut Vec<Run>) {
        if !self.levels[level][place].meets(near) {
            return;
        }
        if level == 0 {
            found.push(self.run(place));
            return;
        }
        let below = self.levels[level - 1].len();
        for under in place * FAN..((place + 1) * FAN).min(below) {
            self.runs_under(level - 1, under, near, found);
        }
    }

    /// Calls with each two runs whose boxes meet, also each run with itself, until it is told to stop.
    pub(crate) fn meetings(&self, mut visit: impl FnMut(Run, Run) -> bool) {
        if self.count > 0 {
            self.meetings_of(self.levels.len() - 1, 0, 0, &mut visit);
        }
    }

    fn meetings_of(
        &self,
        level: usize,
        one: usize,
        other: usize,
        visit: &mut impl FnMut(Run, Run) -> bool,
    ) -> bool {
        if level == 0 {
            return visit(self.run(one), self.run(other));
        }
        let boxes = &self.levels[level - 1];
        let under = |place: usize| place * FAN..((place + 1) * FAN).min(boxes.len());
        for first in under(one) {
            let from = if one == other { first } else { under(other).start };
            for second in from..under(other).end {
                let meet = first == second || boxes[first].meets(&boxes[second]);
                if meet && !self.meetings_of(level - 1, first, second, visit) {
                    return false;
                }
            }
        }
        true
    }

    fn run(&self, place: usize) -> Run {
        Run { from: place * FAN, to: ((place + 1) * FAN).min(self.count), bounds: self.levels[0][place] }
    }
}

/// Neighbours on the ring, with the box round them.
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) bounds: Bounds,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spiral(count: usize) -> Vec<Position> {
        (0..count).map(|k| k as f64 * 0.1).map(|turn| [turn * turn.cos(), turn * turn.sin()]).collect()
    }

    fn point(position: Position) -> Bounds {
        Bounds::of(&[position])
    }

    proptest::proptest! {
        #[test]
        fn nothing_near_is_missed(count in 1..700usize, x in -40.0..40.0f64, y in -40.0..40.0f64, size in 0.0..30.0f64) {
            let ring = spiral(count);
            let tree = BoxTree::new(count, |place| point(ring[place]));
            let near = Bounds { low: [x, y], high: [x + size, y + size] };
            let mut found = Vec::new();
            tree.any(&near, |place| {
                found.push(place);
                false
            });
            for (place, position) in ring.iter().enumerate() {
                proptest::prop_assert!(!near.holds(*position) || found.contains(&place));
            }
        }

        #[test]
        fn every_two_that_meet_are_in_runs_that_meet(count in 1..200usize, size in 0.1..9.0f64) {
            let ring = spiral(count);
            let around = |place: usize| {
                let [x, y] = ring[place];
                Bounds { low: [x - size, y - size], high: [x + size, y + size] }
            };
            let tree = BoxTree::new(count, around);
            let mut pairs = std::collections::BTreeSet::new();
            tree.meetings(|one, other| {
                for first in one.from..one.to {
                    pairs.extend((other.from..other.to).map(|second| (first.min(second), first.max(second))));
                }
                true
            });
            for first in 0..count {
                for second in first..count {
                    proptest::prop_assert!(!around(first).meets(&around(second)) || pairs.contains(&(first, second)));
                }
            }
        }
    }

    #[test]
    fn what_grows_is_found_where_it_has_grown_to() {
        let ring = spiral(100);
        let mut tree = BoxTree::new(100, |place| point(ring[place]));
        let far = point([1e3, 1e3]);
        assert!(!tree.any(&far, |_| true));
        tree.widen(42, &far);
        assert!(tree.any(&far, |place| place == 42));
    }
}
