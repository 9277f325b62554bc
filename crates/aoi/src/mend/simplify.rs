//! Fewer vertices without a crossing. Vertices are left out in the order of the area they span with their neighbours
//! (Visvalingam and Whyatt 1993), and only where no other vertex lies in that triangle: then the new edge crosses nothing.
//!
//! An outline of many more vertices than may be left is thinned first, in walks round it: each leaves out those of the
//! vertices that span least which are no neighbours. That changes it far less than what follows, and takes a tenth of the
//! time.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::ground::Ground;
use super::one_sided;
use crate::boxes::{Bounds, BoxTree};
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

/// So many times the vertices that may be left are left out one by one, the least first.
pub(super) const ONE_BY_ONE: usize = 16;
/// The share of the vertices that a walk tries to leave out: those that span least.
pub(super) const TRIED: f64 = 0.6;
/// Vertices of a walk for which those nearby are looked up together.
const STRETCH: usize = 8;
/// A walk that leaves more than this share has met an outline that is too narrow for walks.
pub(super) const NARROW: f64 = 0.95;

/// Leaves out vertices of an open ring until at most `most` are left. `None` when every further one would make the
/// outline touch itself, which a ring that does not cross itself hardly ever comes to.
pub(crate) fn simplified(ring: Vec<Position>, most: usize, side: Side) -> Option<Vec<Position>> {
    if side != Side::Both {
        return one_sided::simplified(ring, most, side);
    }
    let mut left = ring;
    while left.len() > most * ONE_BY_ONE {
        let before = left.len();
        left = thinned(left, most * ONE_BY_ONE);
        if left.len() as f64 > before as f64 * NARROW {
            break;
        }
    }
    // The tree keeps the vertices that are gone; once they are most of it, a smaller one is quicker.
    while left.len() > most {
        let enough = most.max(left.len() / 2);
        left = reduced(&left, enough)?;
    }
    Some(left)
}

/// One walk round a ring, leaving at least `enough` vertices. A vertex goes when it is among those that span least, the one
/// before it stays, and no other vertex lies in its triangle.
fn thinned(ring: Vec<Position>, enough: usize) -> Vec<Position> {
    let count = ring.len();
    let spanned = |place: usize| twice_area(ring[place - 1], ring[place], ring[place + 1]).abs();
    let mut areas: Vec<f64> = (1..count - 1).map(spanned).collect();
    let tried = ((areas.len() as f64 * TRIED) as usize).min(areas.len() - 1);
    let (_, largest, _) = areas.select_nth_unstable_by(tried, f64::total_cmp);
    let largest = *largest;
    let tree = BoxTree::new(count, |place| Bounds::of(&ring[place..=place]));
    let mut gone = vec![false; count];
    let mut left = count;
    let mut near = Vec::new();
    for first in (1..count - 1).step_by(STRETCH) {
        let last = (first + STRETCH).min(count - 1);
        // All triangles of a stretch lie in one box: what comes near it is looked for once.
        tree.runs_near(&Bounds::of(&ring[first - 1..=last]), &mut near);
        for place in first..last {
            if left == enough {
                break;
            }
            if gone[place - 1] || spanned(place) > largest {
                continue;
            }
            let ground = Ground::of([ring[place - 1], ring[place], ring[place + 1]]);
            let own = place - 1..=place + 1;
            let inside = |other: usize| ground.contains(ring[other]) && !own.contains(&other) && !gone[other];
            let mut runs = near.iter().filter(|run| run.bounds.meets(&ground.bounds));
            if !runs.any(|run| (run.from..run.to).any(inside)) {
                gone[place] = true;
                left -= 1;
            }
        }
    }
    let stays = |(position, gone): (Position, bool)| (!gone).then_some(position);
    ring.into_iter().zip(gone).filter_map(stays).collect()
}

/// Leaves out vertices one by one, the one that spans least first, until so many are left.
fn reduced(ring: &[Position], enough: usize) -> Option<Vec<Position>> {
    let mut outline = Outline::new(ring);
    let candidates: Vec<Candidate> = (0..ring.len()).map(|place| outline.candidate(place)).collect();
    let mut queue = BinaryHeap::from(candidates);
    // Those that could not go yet: they are tried again when others are gone.
    let mut waiting: Vec<usize> = Vec::new();
    let mut dropped = false;
    while outline.left > enough.max(3) {
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
    tree: BoxTree,
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
            tree: BoxTree::new(count, |place| Bounds::of(&ring[place..=place])),
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
        let ground = Ground::of(self.triangle(place));
        let own = [self.before[place], place, self.after[place]];
        let inside =
            |other: usize| ground.contains(self.ring[other]) && !self.gone[other] && !own.contains(&other);
        !self.tree.any(&ground.bounds, inside)
    }

    /// Takes a vertex out; its neighbours span other triangles from then on.
    fn drop_vertex(&mut self, place: usize) -> [usize; 2] {
        let (before, after) = (self.before[place], self.after[place]);
        self.after[before] = after;
        self.before[after] = before;
        self.gone[place] = true;
        self.left -= 1;
        [before, after]
    }

    fn positions(&self) -> Vec<Position> {
        let left = self.ring.iter().zip(&self.gone).filter(|(_, gone)| !**gone);
        left.map(|(position, _)| *position).collect()
    }
}

pub(super) fn twice_area(a: Position, b: Position, c: Position) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
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
            simplified(ring.clone(), 4, Side::Both).unwrap(),
            [[0.0, 0.0], [25.0, 0.0], [25.0, 10.0], [0.0, 10.0]]
        );
    }

    #[test]
    fn a_coast_keeps_its_area_and_never_crosses_itself() {
        let ring = coast(20_000, 1.0);
        let left = simplified(ring.clone(), 998, Side::Both).unwrap();
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
            let left = simplified(ring.clone(), most, Side::Both).unwrap();
            assert!(left.len() <= most && is_simple(&left), "{most}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_left_out_nothing_crosses(count in 20..400u32, seed in 0.1..9.0f64, most in 3..100usize) {
            let ring = coast(count, seed);
            proptest::prop_assume!(is_simple(&ring));
            let left = simplified(ring, most, Side::Both).unwrap();
            proptest::prop_assert!(left.len() <= most.max(3));
            proptest::prop_assert!(is_simple(&left));
        }
    }
}
