//! Rings as lists of positions: closing, repeated positions, spikes, turns round the world.

use std::borrow::Cow;
use std::collections::VecDeque;

/// Longitude and latitude.
pub(crate) type Position = [f64; 2];

/// The ring with its first position at the end.
pub(crate) fn closed(ring: &[Position]) -> Vec<Position> {
    let mut ring = ring.to_vec();
    if let Some(first) = ring.first().copied().filter(|first| ring.last() != Some(first)) {
        ring.push(first);
    }
    ring
}

/// The ring without the position that closes it.
pub(crate) fn open(ring: &[Position]) -> &[Position] {
    match ring {
        [first, inner @ .., last] if first == last && !inner.is_empty() => &ring[..ring.len() - 1],
        _ => ring,
    }
}

/// The ring without positions that repeat the one before.
pub(crate) fn unrepeated(ring: &[Position]) -> Vec<Position> {
    let mut kept = ring.to_vec();
    kept.dedup();
    kept
}

/// What is left of an open ring without repeated positions and spikes: indices into it, and those of the tips.
pub(crate) struct Trimmed {
    pub(crate) kept: Vec<usize>,
    pub(crate) tips: Vec<usize>,
}

impl Trimmed {
    /// The positions that are kept, out of the ring they were kept of.
    pub(crate) fn of<'a>(&self, ring: &'a [Position]) -> Cow<'a, [Position]> {
        if self.kept.len() == ring.len() {
            return Cow::Borrowed(ring);
        }
        self.kept.iter().map(|place| ring[*place]).collect()
    }
}

/// Drops repeated positions and spikes, also those that only show when others are gone, in one walk round the ring.
pub(crate) fn trimmed(ring: &[Position]) -> Trimmed {
    let plain =
        |before: Position, here: Position, after: Position| here != after && !is_spike(before, here, after);
    let across = match ring {
        [first, second, .., before, last] => plain(*before, *last, *first) && plain(*last, *first, *second),
        _ => false,
    };
    // Most rings have neither.
    if across && ring.windows(3).all(|three| plain(three[0], three[1], three[2])) {
        return Trimmed { kept: (0..ring.len()).collect(), tips: Vec::new() };
    }
    let mut kept: VecDeque<usize> = VecDeque::with_capacity(ring.len());
    let mut tips = Vec::new();
    for number in 0..ring.len() {
        kept.push_back(number);
        while shortened(&mut kept, ring, &mut tips) {}
    }
    // The walk began somewhere: the same again across that place, for as long as it drops something.
    loop {
        let before = kept.len();
        for _ in 0..3.min(before) {
            if let Some(first) = kept.pop_front() {
                kept.push_back(first);
                while shortened(&mut kept, ring, &mut tips) {}
            }
        }
        if kept.len() == before || kept.len() < 3 {
            break;
        }
    }
    let mut kept: Vec<usize> = kept.into();
    kept.sort_unstable();
    tips.sort_unstable();
    Trimmed { kept, tips }
}

/// Takes away one position at the end of the walk, when it repeats the one before or makes that one the tip of a spike.
fn shortened(kept: &mut VecDeque<usize>, ring: &[Position], tips: &mut Vec<usize>) -> bool {
    let count = kept.len();
    if count < 2 {
        return false;
    }
    let (before, last) = (kept[count - 2], kept[count - 1]);
    if ring[before] == ring[last] {
        kept.pop_back();
        return true;
    }
    if count < 3 || !is_spike(ring[kept[count - 3]], ring[before], ring[last]) {
        return false;
    }
    kept.remove(count - 2);
    tips.push(before);
    true
}

/// Whether the outline goes from `before` to `tip` and straight back towards `after`.
pub(crate) fn is_spike(before: Position, tip: Position, after: Position) -> bool {
    let (out, back) = ([tip[0] - before[0], tip[1] - before[1]], [after[0] - tip[0], after[1] - tip[1]]);
    let cross = out[0] * back[1] - out[1] * back[0];
    let dot = out[0] * back[0] + out[1] * back[1];
    let size = || (out[0].hypot(out[1])) * (back[0].hypot(back[1]));
    dot < 0.0 && cross.abs() <= 1e-9 * size()
}

/// The longitude with its whole turns taken away so that it lies nearest to another.
#[inline]
pub(crate) fn nearest_turn(lon: f64, to: f64) -> f64 {
    if (lon - to).abs() < 180.0 {
        return lon;
    }
    let turns = ((lon - to) / 360.0).round();
    if turns == 0.0 { lon } else { lon - 360.0 * turns }
}

/// How many degrees of longitude a ring turns in all: 0 for one that encloses some ground, ±360 for one round a pole.
pub(crate) fn turning(ring: &[Position]) -> f64 {
    let step = |from: &Position, to: &Position| nearest_turn(to[0], from[0]) - from[0];
    let along: f64 = ring.windows(2).map(|pair| step(&pair[0], &pair[1])).sum();
    let home = ring.last().zip(ring.first()).map_or(0.0, |(last, first)| step(last, first));
    along + home
}

/// West and east end; an empty ring has its west beyond its east.
pub(crate) fn extent(ring: &[Position]) -> [f64; 2] {
    let longitudes = || ring.iter().map(|[lon, _]| *lon);
    [longitudes().fold(f64::INFINITY, f64::min), longitudes().fold(f64::NEG_INFINITY, f64::max)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(ring: &[Position]) -> (Vec<usize>, Vec<usize>) {
        let trimmed = trimmed(ring);
        (trimmed.kept, trimmed.tips)
    }

    #[test]
    fn a_sound_ring_is_left_as_it_is() {
        assert_eq!(left(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 1.0]]), (vec![0, 1, 2, 3], vec![]));
    }

    #[test]
    fn a_spike_of_several_vertices_goes_down_to_its_foot() {
        let ring = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 1.0]];
        assert_eq!(left(&ring), (vec![0, 1, 6], vec![2, 3]));
    }

    #[test]
    fn a_spike_across_the_start_of_the_ring_is_found() {
        let (kept, tips) = left(&[[5.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]]);
        assert_eq!((kept.len(), tips), (4, vec![0]));
    }

    #[test]
    fn a_line_there_and_back_leaves_no_ring() {
        assert!(left(&[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [1.0, 1.0]]).0.len() < 3);
    }

    #[test]
    fn a_ring_round_a_pole_turns_once() {
        let polar = [[0.0, 80.0], [120.0, 80.0], [-120.0, 80.0], [0.0, 80.0]];
        assert_eq!(turning(&polar).abs(), 360.0);
        assert_eq!(turning(&polar[..3]).abs(), 360.0);
        assert_eq!(turning(&[[179.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [179.0, 1.0]]), 0.0);
    }
}
