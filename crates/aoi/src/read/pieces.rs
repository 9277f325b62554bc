//! What several pieces mean together: lines that join into one outline, and pins at the corners of an area. Both are
//! offered, never done: roads and places look the same.

use super::found::{Features, Found, Order, Shape, ring_of};
use super::ways::Way;
use crate::crossing::is_simple;
use crate::limits::LARGEST_KM2;
use crate::measure::km2_and_perimeter_km;
use crate::polygon::AreaPolygon;
use crate::ring::{Position, closed, nearest_turn, open, trimmed};

/// Ends of lines nearer than this share of the whole extent meet, where it is asked whether they do.
const MEETS: f64 = 0.1;
/// More lines are a network, not an outline in pieces.
const MOST_LINES: usize = 200;
/// More pins are places, not corners.
const MOST_PINS: usize = 12;

/// Features whose pieces may be one area, with the ways in which they can be taken; others as they are.
pub(super) fn pieced(mut features: Features) -> Features {
    if !features.ways.is_empty() || features.order == Order::Unstated {
        return features;
    }
    let all_lines: Option<Vec<&[Position]>> =
        features.found.iter().map(|(_, shape)| line_of(shape)).collect();
    let Some(lines) = all_lines else { return features };
    let pins: Option<Vec<Position>> = lines.iter().map(|line| single(line)).collect();
    let offer = match pins {
        Some(pins) => outline_of_pins(&pins).map(|ring| {
            let count = pins.len();
            let asks = format!("These are {count} places. Are they the corners of one area?");
            (ring, "the corners of one area", format!("{count} places"), asks)
        }),
        None => joined(&lines, MEETS).map(|ring| {
            let count = lines.len();
            let asks = format!("The ends of these {count} lines meet. Do they make one outline together?");
            (ring, "one outline", format!("{count} lines"), asks)
        }),
    };
    let Some((ring, together, apart, asks)) = offer else { return features };
    let name = features.found.first().and_then(|(name, _)| name.clone());
    let alike = features.found.iter().all(|(other, _)| *other == name);
    let area: Found = (name.filter(|_| alike), Shape::Area(ring));
    let way = |taken: &str, found: Vec<Found>| Way {
        taken: vec![taken.to_owned()],
        found,
        order: Order::Stated,
        system: features.system.clone(),
        notes: Vec::new(),
        lettered: false,
        typed: features.typed,
    };
    features.ways = vec![way(together, vec![area]), way(&apart, features.found.clone())];
    features.asks = Some(asks);
    features.found.clear();
    features
}

fn line_of(shape: &Shape) -> Option<&[Position]> {
    match shape {
        Shape::Line(line) => Some(line),
        Shape::Area(_) => None,
    }
}

fn single(line: &[Position]) -> Option<Position> {
    match line {
        [one] => Some(*one),
        _ => None,
    }
}

/// The outline that lines make when each is taken once, in any order and direction, and the last ends where the first
/// begins; ends count as one when they are nearer than a share of the whole extent.
pub(super) fn joined(lines: &[&[Position]], share: f64) -> Option<AreaPolygon> {
    if !(2..=MOST_LINES).contains(&lines.len()) || lines.iter().any(|line| line.len() < 2) {
        return None;
    }
    let near = nearness(lines, share);
    let mut left: Vec<&[Position]> = lines.to_vec();
    let mut ring: Vec<Position> = left.remove(0).to_vec();
    while !left.is_empty() {
        let end = *ring.last()?;
        let next = left.iter().position(|line| {
            line.first().is_some_and(|first| near(&end, first))
                || line.last().is_some_and(|last| near(&end, last))
        })?;
        let line = left.remove(next);
        let forward = line.first().is_some_and(|first| near(&end, first));
        let forwards: Vec<Position> =
            if forward { line.to_vec() } else { line.iter().rev().copied().collect() };
        let skipped = usize::from(forwards.first() == Some(&end));
        ring.extend(&forwards[skipped..]);
    }
    near(ring.first()?, ring.last()?).then(|| enclosing(&ring)).flatten()
}

/// Whether two positions are one, by a share of the extent of all lines.
fn nearness(lines: &[&[Position]], share: f64) -> impl Fn(&Position, &Position) -> bool {
    let all = || lines.iter().flat_map(|line| line.iter());
    let side = |axis: usize| {
        let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), position| {
            (low.min(position[axis]), high.max(position[axis]))
        });
        high - low
    };
    let reach = share * side(0).hypot(side(1));
    move |one: &Position, other: &Position| (one[0] - other[0]).hypot(one[1] - other[1]) <= reach
}

/// The outline of pins that are the corners of an area: in their own order, or round their middle where they are set down
/// crosswise.
fn outline_of_pins(pins: &[Position]) -> Option<AreaPolygon> {
    let first = pins.first()?[0];
    let degrees = pins.iter().all(|[lon, lat]| lon.abs() <= 360.0 && lat.abs() <= 90.0);
    let turned = |[lon, lat]: &Position| [if degrees { nearest_turn(*lon, first) } else { *lon }, *lat];
    let pins: Vec<Position> = open(pins).iter().map(turned).collect();
    if !(4..=MOST_PINS).contains(&pins.len()) {
        return None;
    }
    enclosing(&pins).or_else(|| {
        let count = pins.len() as f64;
        let middle = [0, 1].map(|axis| pins.iter().map(|pin| pin[axis]).sum::<f64>() / count);
        let angle = |pin: &Position| (pin[1] - middle[1]).atan2(pin[0] - middle[0]);
        let mut round = pins.clone();
        round.sort_by(|one, other| angle(one).total_cmp(&angle(other)));
        // Any places have such an outline; corners are those of which none lies within it.
        if is_convex(&round) { enclosing(&round) } else { None }
    })
}

/// Whether a ring turns the same way at all its corners.
fn is_convex(ring: &[Position]) -> bool {
    let count = ring.len();
    let turn = |place: usize| {
        let [a, b, c] = [0, 1, 2].map(|step| ring[(place + step) % count]);
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    };
    (0..count).all(|place| turn(place) > 0.0) || (0..count).all(|place| turn(place) < 0.0)
}

/// The area within a ring that does not cross itself and is no larger than an area can be. Metres are taken for what they
/// are: they are too large only beyond the earth.
fn enclosing(ring: &[Position]) -> Option<AreaPolygon> {
    let ring = closed(ring);
    let corners = open(&ring);
    let trimmed = trimmed(corners);
    if trimmed.kept.len() < 3 || !is_simple(&trimmed.of(corners)) {
        return None;
    }
    let polygon = ring_of(&ring);
    let on_earth = ring.iter().all(|[lon, lat]| lon.abs() <= 360.0 && lat.abs() <= 90.0);
    let km2 = km2_and_perimeter_km(&polygon.unwrapped()).0;
    (!on_earth || (km2 > 0.0 && km2 <= LARGEST_KM2)).then_some(polygon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_whose_ends_meet_are_joined_in_any_order_and_direction() {
        let (a, b, c) =
            ([[0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [1.0, 1.0], [1.001, 0.001]], [[0.0, 1.0], [0.0, 0.0]]);
        let ring = joined(&[&a, &b, &c], MEETS).unwrap();
        assert_eq!(ring.outer().len(), 6);
        assert!(joined(&[&a, &b], MEETS).is_none());
        assert!(joined(&[&a, &b, &c, &[[5.0, 5.0], [6.0, 6.0]]], MEETS).is_none());
        assert!(joined(&[&a], MEETS).is_none());
    }

    #[test]
    fn pins_are_corners_in_their_order_or_round_their_middle() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let crosswise = [square[0], square[2], square[1], square[3]];
        for pins in [square, crosswise] {
            let km2 = km2_and_perimeter_km(&outline_of_pins(&pins).unwrap()).0;
            assert!((km2 - 12_308.8).abs() < 1.0, "{km2}");
        }
        assert!(outline_of_pins(&square[..3]).is_none());
        let capitals = [[-9.1, 38.7], [31.2, 30.0], [37.6, 55.8], [-0.1, 51.5]];
        assert!(outline_of_pins(&capitals).is_none());
        assert!(outline_of_pins(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]).is_none());
    }
}
