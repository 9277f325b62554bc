//! Fewer vertices, and the simpler outline stays on one side of the given one: it contains all of the area, or lies inside
//! it. Two steps do that, the one that changes the area least always first: a vertex that bends to the allowed side is left
//! out; an edge between two that bend to the other side is left out, and its neighbours are drawn out until they meet.
//! A step is only taken where no other edge touches the ground it adds or takes.
//!
//! An outline of many more vertices than may be left is thinned first, in walks round it: each takes those of the steps
//! that change least of which none is the neighbour of another.

use std::collections::BinaryHeap;

use super::ground::Ground;
use super::simplify::{Candidate, NARROW, ONE_BY_ONE, Side, TRIED, twice_area};
use crate::boxes::{Bounds, BoxTree};
use crate::crossing::is_simple;
use crate::ring::Position;

/// Where drawn-out edges meet is moved out by this share, so that rounding can't put a vertex on the wrong side.
const OUTWARD: f64 = 1e-9;
/// How far beyond the extent of the area, as a share of it, edges are drawn out.
const FARTHEST: f64 = 0.25;

/// Leaves out vertices of an open ring until at most `most` are left; `None` when that can't be done on this side.
pub(super) fn simplified(ring: Vec<Position>, most: usize, side: Side) -> Option<Vec<Position>> {
    let twice: f64 = ring.windows(2).map(|edge| twice_area(ring[0], edge[0], edge[1])).sum();
    let sign = if side == Side::Inside { -twice.signum() } else { twice.signum() };
    let room = room(&ring);
    let mut left = ring;
    while left.len() > most * ONE_BY_ONE {
        let before = left.len();
        let mut outline = Outline::new(left, sign, room);
        outline.walk(most * ONE_BY_ONE);
        left = outline.positions();
        if left.len() as f64 > before as f64 * NARROW {
            break;
        }
    }
    // The tree keeps the edges that are gone; once they are most of it, a smaller one is quicker.
    while left.len() > most {
        let enough = most.max(left.len() / 2);
        let mut outline = Outline::new(left, sign, room);
        outline.reduce(enough)?;
        left = outline.positions();
    }
    Some(left).filter(|positions| is_simple(positions))
}

/// Where edges may be drawn out to.
fn room(ring: &[Position]) -> Bounds {
    let Bounds { low, high } = Bounds::of(ring);
    let margin = [0, 1].map(|axis| FARTHEST * (high[axis] - low[axis]));
    Bounds { low: [low[0] - margin[0], low[1] - margin[1]], high: [high[0] + margin[0], high[1] + margin[1]] }
}

/// What can be done at a vertex.
enum Step {
    /// Leave it out.
    Drop,
    /// Leave it and the next one out, for the place where their outer edges meet.
    Join(Position),
}

struct Outline {
    points: Vec<Position>,
    before: Vec<usize>,
    after: Vec<usize>,
    gone: Vec<bool>,
    version: Vec<u32>,
    left: usize,
    /// 1 when a left turn bends away from the allowed side, -1 when a right turn does.
    sign: f64,
    room: Bounds,
    /// Of the edges, each by the vertex where it begins.
    tree: BoxTree,
}

impl Outline {
    fn new(ring: Vec<Position>, sign: f64, room: Bounds) -> Outline {
        let count = ring.len();
        Outline {
            before: (0..count).map(|place| (place + count - 1) % count).collect(),
            after: (0..count).map(|place| (place + 1) % count).collect(),
            gone: vec![false; count],
            version: vec![0; count],
            left: count,
            sign,
            room,
            tree: BoxTree::new(count, |place| Bounds::of(&[ring[place], ring[(place + 1) % count]])),
            points: ring,
        }
    }

    /// Takes steps one by one, the one that changes least first, until so many vertices are left.
    fn reduce(&mut self, enough: usize) -> Option<()> {
        let candidates: Vec<Candidate> =
            (0..self.points.len()).filter_map(|place| self.candidate(place)).collect();
        let mut queue = BinaryHeap::from(candidates);
        // Those that could not be taken yet: they are tried again when others are.
        let (mut waiting, mut changed) = (Vec::new(), false);
        while self.left > enough.max(3) {
            let Some(candidate) = queue.pop() else {
                if !changed {
                    return None;
                }
                changed = false;
                queue.extend(waiting.drain(..).filter_map(|place| self.candidate(place)));
                continue;
            };
            let place = candidate.place;
            if self.gone[place] || self.version[place] != candidate.version {
                continue;
            }
            let Some(step) = self.step(place).filter(|step| self.is_free(place, step)) else {
                waiting.push(place);
                continue;
            };
            for neighbour in self.take(place, &step) {
                queue.extend(self.candidate(neighbour));
            }
            changed = true;
        }
        Some(())
    }

    /// One walk round the outline, leaving at least `enough` vertices.
    fn walk(&mut self, enough: usize) {
        let change = |outline: &Outline, place: usize| {
            let [a, b, c] = outline.ground(place, &outline.step(place)?).corners;
            Some(twice_area(a, b, c).abs())
        };
        let mut changes: Vec<f64> = (0..self.points.len()).filter_map(|place| change(self, place)).collect();
        let tried = (changes.len() as f64 * TRIED) as usize;
        if tried >= changes.len() {
            return;
        }
        let largest = *changes.select_nth_unstable_by(tried, f64::total_cmp).1;
        // The last vertices reach round to the first ones.
        let mut place = 0;
        while place + 3 < self.points.len() && self.left > enough {
            let few = change(self, place).is_some_and(|change| change <= largest);
            let step = if few { self.step(place) } else { None };
            match step.filter(|step| self.is_free(place, step)) {
                Some(step) => {
                    self.take(place, &step);
                    place += if matches!(step, Step::Drop) { 2 } else { 3 };
                }
                None => place += 1,
            }
        }
    }

    /// How far a vertex bends away from the allowed side.
    fn bend(&self, place: usize) -> f64 {
        let [a, b, c] = [self.before[place], place, self.after[place]].map(|vertex| self.points[vertex]);
        self.sign * twice_area(a, b, c)
    }

    fn step(&self, place: usize) -> Option<Step> {
        if self.bend(place) <= 0.0 {
            return Some(Step::Drop);
        }
        let next = self.after[place];
        if self.bend(next) <= 0.0 {
            return None;
        }
        let [a, b, c, d] =
            [self.before[place], place, next, self.after[next]].map(|vertex| self.points[vertex]);
        // Where the edge before, drawn on, meets the edge after, drawn back.
        let (out, back) = ([b[0] - a[0], b[1] - a[1]], [c[0] - d[0], c[1] - d[1]]);
        let turn = out[0] * back[1] - out[1] * back[0];
        // They meet ahead only while the two bends together are less than half a turn.
        if self.sign * turn >= 0.0 {
            return None;
        }
        let share = ((c[0] - b[0]) * back[1] - (c[1] - b[1]) * back[0]) / turn;
        let middle = [f64::midpoint(b[0], c[0]), f64::midpoint(b[1], c[1])];
        let meeting = [0, 1].map(|axis| {
            let at = b[axis] + share * out[axis];
            at + (at - middle[axis]) * OUTWARD
        });
        (share > 0.0 && self.room.holds(meeting)).then_some(Step::Join(meeting))
    }

    /// The ground that a step adds or takes.
    fn ground(&self, place: usize, step: &Step) -> Ground {
        Ground::of(match step {
            Step::Drop => [self.before[place], place, self.after[place]].map(|vertex| self.points[vertex]),
            Step::Join(meeting) => [self.points[place], *meeting, self.points[self.after[place]]],
        })
    }

    fn candidate(&mut self, place: usize) -> Option<Candidate> {
        self.version[place] += 1;
        let step = self.step(place)?;
        let [a, b, c] = self.ground(place, &step).corners;
        Some(Candidate { area: twice_area(a, b, c).abs(), place, version: self.version[place] })
    }

    /// Whether no other edge touches the ground of a step.
    fn is_free(&self, place: usize, step: &Step) -> bool {
        let (before, next) = (self.before[place], self.after[place]);
        let (own, ends) = match step {
            Step::Drop => ([before, place, usize::MAX], [before, next]),
            Step::Join(_) => ([before, place, next], [before, self.after[next]]),
        };
        let ground = self.ground(place, step);
        let in_the_way = |edge: usize| {
            let end = self.after[edge];
            let line = [self.points[edge], self.points[end]];
            if self.gone[edge] || own.contains(&edge) || !ground.bounds.meets(&Bounds::of(&line)) {
                return false;
            }
            // Edges that go on from the ends of the ground touch it there, which is as it should be.
            let joined = ends.contains(&edge) || ends.contains(&end);
            if joined { ground.is_entered(line) } else { ground.is_touched(line) }
        };
        !self.tree.any(&ground.bounds, in_the_way)
    }

    /// Does it; answers the vertices whose steps have changed.
    fn take(&mut self, place: usize, step: &Step) -> [usize; 4] {
        let (before, next) = (self.before[place], self.after[place]);
        self.left -= 1;
        let here = match step {
            Step::Drop => {
                self.gone[place] = true;
                self.link(before, next);
                next
            }
            // The vertex moves to where the edges meet.
            Step::Join(meeting) => {
                let last = self.after[next];
                self.gone[next] = true;
                self.points[place] = *meeting;
                self.link(before, place);
                self.link(place, last);
                place
            }
        };
        [self.before[before], before, here, self.after[here]]
    }

    /// Makes an edge.
    fn link(&mut self, from: usize, to: usize) {
        self.after[from] = to;
        self.before[to] = from;
        self.tree.widen(from, &Bounds::of(&[self.points[from], self.points[to]]));
    }

    fn positions(&self) -> Vec<Position> {
        let left = self.points.iter().zip(&self.gone).filter(|(_, gone)| !**gone);
        left.map(|(position, _)| *position).collect()
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area, BooleanOps, LineString, Polygon};

    use super::*;

    fn shape(ring: &[Position]) -> Polygon {
        Polygon::new(ring.iter().map(|[x, y]| (*x, *y)).collect::<LineString>(), Vec::new())
    }

    /// A star-shaped coast: never crosses itself.
    fn coast(count: u32, seed: f64, clockwise: bool) -> Vec<Position> {
        let vertex = |k: u32| {
            let turn = f64::from(k) / f64::from(count) * std::f64::consts::TAU;
            let radius = 1.0 + 0.2 * (turn * 3.0 + seed).sin() + 0.05 * (turn * 131.0 * seed).sin().abs();
            [radius * turn.cos(), radius * turn.sin()]
        };
        let mut ring: Vec<Position> = (0..count).map(vertex).collect();
        if clockwise {
            ring.reverse();
        }
        ring
    }

    fn holds(outer: &[Position], inner: &[Position]) -> bool {
        shape(inner).difference(&shape(outer)).unsigned_area() < 1e-7
    }

    #[test]
    fn a_circle_is_held_by_few_corners_or_holds_them() {
        let circle: Vec<Position> = (0..5_000)
            .map(|k| {
                let turn = f64::from(k) / 5_000.0 * std::f64::consts::TAU;
                [turn.cos(), turn.sin()]
            })
            .collect();
        let outside = simplified(circle.clone(), 60, Side::Outside).unwrap();
        let inside = simplified(circle.clone(), 60, Side::Inside).unwrap();
        assert!(outside.len() <= 60 && inside.len() <= 60);
        assert!(circle.iter().all(|vertex| {
            let place = |k: usize| outside[k % outside.len()];
            (0..outside.len()).all(|k| twice_area(place(k), place(k + 1), *vertex) >= 0.0)
        }));
        let area = shape(&circle).unsigned_area();
        assert!((shape(&outside).unsigned_area() / area - 1.0).abs() < 0.004);
        assert!((shape(&inside).unsigned_area() / area - 1.0).abs() < 0.006);
    }

    #[test]
    fn a_spiral_keeps_its_arms_apart() {
        let arm = |k: u32, width: f64| {
            let turn = f64::from(k) / 400.0 * 8.0 * std::f64::consts::TAU;
            let radius = 1.0 + turn / 10.0 + width;
            [radius * turn.cos(), radius * turn.sin()]
        };
        let mut ring: Vec<Position> = (0..=400).map(|k| arm(k, 0.0)).collect();
        ring.extend((0..=400).rev().map(|k| arm(k, 0.2)));
        for side in [Side::Outside, Side::Inside] {
            let left = simplified(ring.clone(), 300, side).unwrap();
            assert!(left.len() <= 300 && is_simple(&left), "{side:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_coast_stays_on_its_side(
            count in 60..600u32, seed in 0.1..9.0f64, most in 20..60usize, clockwise in proptest::bool::ANY,
        ) {
            let ring = coast(count, seed, clockwise);
            proptest::prop_assume!(is_simple(&ring));
            for side in [Side::Outside, Side::Inside] {
                let Some(left) = simplified(ring.clone(), most, side) else { continue };
                proptest::prop_assert!(left.len() <= most && is_simple(&left));
                let (outer, inner) = if side == Side::Outside { (&left, &ring) } else { (&ring, &left) };
                proptest::prop_assert!(holds(outer, inner), "{:?}", side);
            }
        }
    }
}
