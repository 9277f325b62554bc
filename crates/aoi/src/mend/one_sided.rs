//! Fewer vertices, and the simpler outline stays on one side of the given one: it contains all of the area, or lies inside
//! it. Two steps do that, the one that changes the area least always first: a vertex that bends to the allowed side is left
//! out; an edge between two that bend to the other side is left out, and its neighbours are drawn out until they meet.
//! A step is only taken where no other edge touches the ground it adds or takes.

use std::collections::BinaryHeap;

use super::edge_grid::{EdgeGrid, Triangle};
use super::simplify::{Candidate, Side, twice_area};
use crate::crossing::is_simple;
use crate::ring::Position;

/// Where drawn-out edges meet is moved out by this share, so that rounding can't put a vertex on the wrong side.
const OUTWARD: f64 = 1e-9;
/// How far beyond the extent of the area, as a share of it, edges are drawn out.
const FARTHEST: f64 = 0.25;

/// Leaves out vertices of an open ring until at most `most` are left; `None` when that can't be done on this side.
pub(super) fn simplified(ring: &[Position], most: usize, side: Side) -> Option<Vec<Position>> {
    let mut outline = Outline::new(ring, side);
    let mut queue: BinaryHeap<Candidate> =
        (0..ring.len()).filter_map(|place| outline.candidate(place)).collect();
    let (mut waiting, mut changed) = (Vec::new(), false);
    while outline.left > most.max(3) {
        let Some(candidate) = queue.pop() else {
            if !changed {
                return None;
            }
            changed = false;
            queue.extend(waiting.drain(..).filter_map(|place| outline.candidate(place)));
            continue;
        };
        let place = candidate.place;
        if outline.gone[place] || outline.version[place] != candidate.version {
            continue;
        }
        let Some(step) = outline.step(place).filter(|step| outline.is_free(place, step)) else {
            waiting.push(place);
            continue;
        };
        for neighbour in outline.take(place, &step) {
            queue.extend(outline.candidate(neighbour));
        }
        changed = true;
    }
    Some(outline.positions()).filter(|positions| is_simple(positions))
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
    low: Position,
    high: Position,
    grid: EdgeGrid,
}

impl Outline {
    fn new(ring: &[Position], side: Side) -> Outline {
        let count = ring.len();
        let area: f64 =
            (0..count).map(|place| twice_area(ring[0], ring[place], ring[(place + 1) % count])).sum();
        let outward = if side == Side::Inside { -1.0 } else { 1.0 };
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for position in ring {
            for axis in 0..2 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
        }
        let mut outline = Outline {
            points: ring.to_vec(),
            before: (0..count).map(|place| (place + count - 1) % count).collect(),
            after: (0..count).map(|place| (place + 1) % count).collect(),
            gone: vec![false; count],
            version: vec![0; count],
            left: count,
            sign: outward * area.signum(),
            low,
            high,
            grid: EdgeGrid::new(low, high, count),
        };
        outline.enter_all();
        outline
    }

    fn enter_all(&mut self) {
        for place in 0..self.points.len() {
            if !self.gone[place] {
                self.enter(place);
            }
        }
    }

    /// Enters the edge that begins at a vertex.
    fn enter(&mut self, place: usize) {
        self.grid.enter(place, self.points[place], self.points[self.after[place]]);
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
        let near = (0..2).all(|axis| {
            let room = FARTHEST * (self.high[axis] - self.low[axis]);
            (self.low[axis] - room..=self.high[axis] + room).contains(&meeting[axis])
        });
        (share > 0.0 && near).then_some(Step::Join(meeting))
    }

    /// The ground that a step adds or takes.
    fn ground(&self, place: usize, step: &Step) -> Triangle {
        match step {
            Step::Drop => [self.before[place], place, self.after[place]].map(|vertex| self.points[vertex]),
            Step::Join(meeting) => [self.points[place], *meeting, self.points[self.after[place]]],
        }
    }

    fn candidate(&mut self, place: usize) -> Option<Candidate> {
        self.version[place] += 1;
        let step = self.step(place)?;
        let [a, b, c] = self.ground(place, &step);
        Some(Candidate { area: twice_area(a, b, c).abs(), place, version: self.version[place] })
    }

    fn is_free(&self, place: usize, step: &Step) -> bool {
        let (before, next) = (self.before[place], self.after[place]);
        let own = match step {
            Step::Drop => [before, place, usize::MAX],
            Step::Join(_) => [before, place, next],
        };
        let ends = match step {
            Step::Drop => [before, next],
            Step::Join(_) => [before, self.after[next]],
        };
        self.grid.is_free(self.ground(place, step), |edge| {
            if self.gone[edge] || own.contains(&edge) {
                return None;
            }
            let end = self.after[edge];
            // Edges that go on from the ends of the ground touch it there, which is as it should be.
            let joined = |vertex: usize| ends.contains(&vertex);
            Some(([self.points[edge], self.points[end]], joined(edge) || joined(end)))
        })
    }

    /// Does it; answers the vertices whose steps have changed.
    fn take(&mut self, place: usize, step: &Step) -> Vec<usize> {
        let before = self.before[place];
        let next = self.after[place];
        self.gone[place] = true;
        self.left -= 1;
        let here = match step {
            Step::Drop => {
                self.after[before] = next;
                self.before[next] = before;
                next
            }
            Step::Join(meeting) => {
                let (new, last) = (self.points.len(), self.after[next]);
                self.gone[next] = true;
                self.points.push(*meeting);
                self.before.push(before);
                self.after.push(last);
                self.gone.push(false);
                self.version.push(0);
                self.after[before] = new;
                self.before[last] = new;
                self.enter(new);
                new
            }
        };
        self.enter(before);
        // The grid keeps the edges that are gone; once they are most of it, a coarser one is quicker.
        if self.left * 2 < self.grid.built_for {
            self.grid = EdgeGrid::new(self.low, self.high, self.left);
            self.enter_all();
        }
        vec![self.before[before], before, here, self.after[here]]
    }

    fn positions(&self) -> Vec<Position> {
        let Some(first) = (0..self.points.len()).find(|place| !self.gone[*place]) else { return Vec::new() };
        let mut positions = vec![self.points[first]];
        let mut at = self.after[first];
        while at != first {
            positions.push(self.points[at]);
            at = self.after[at];
        }
        positions
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
        let outside = simplified(&circle, 60, Side::Outside).unwrap();
        let inside = simplified(&circle, 60, Side::Inside).unwrap();
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
            let left = simplified(&ring, 300, side).unwrap();
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
                let Some(left) = simplified(&ring, most, side) else { continue };
                proptest::prop_assert!(left.len() <= most && is_simple(&left));
                let (outer, inner) = if side == Side::Outside { (&left, &ring) } else { (&ring, &left) };
                proptest::prop_assert!(holds(outer, inner), "{:?}", side);
            }
        }
    }
}
