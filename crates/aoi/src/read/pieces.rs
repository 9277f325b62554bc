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
/// A pin nearer to a corner of an area than this share of the whole extent marks that corner.
const MARKS: f64 = 0.02;
/// More lines are a network, not an outline in pieces.
const MOST_LINES: usize = 200;
/// More pins are places, not corners.
const MOST_PINS: usize = 12;

/// Features whose pieces may be one area, with the ways in which they can be taken; others as they are. Lines are looked at
/// by themselves and pins by themselves, as files hold both, and what is neither stays beside them: a receiver writes the
/// places that were marked beside the route that was walked.
pub(super) fn pieced(mut features: Features) -> Features {
    if !features.ways.is_empty() || features.order == Order::Unstated {
        return features;
    }
    let Some(offer) = of_lines(&features.found).or_else(|| of_pins(&features.found)) else { return features };
    let (pieces, others): (Vec<Found>, Vec<Found>) =
        features.found.iter().cloned().partition(|(_, shape)| (offer.is_piece)(shape));
    let name = pieces.first().and_then(|(name, _)| name.clone());
    let alike = pieces.iter().all(|(other, _)| *other == name);
    let area: Found = (name.filter(|_| alike), Shape::Area(offer.outline));
    let way = |taken: &str, found: Vec<Found>| Way {
        taken: vec![taken.to_owned()],
        found,
        order: Order::Stated,
        system: features.system.clone(),
        notes: Vec::new(),
        lettered: false,
        typed: features.typed,
    };
    let together = std::iter::once(area).chain(others).collect();
    features.ways = vec![way(offer.together, together), way(&offer.apart, features.found.clone())];
    features.asks = Some(offer.asks);
    features.found.clear();
    features
}

/// An area that pieces may make together.
struct Offer {
    outline: AreaPolygon,
    is_piece: fn(&Shape) -> bool,
    together: &'static str,
    apart: String,
    asks: String,
}

fn is_line(shape: &Shape) -> bool {
    matches!(shape, Shape::Line(line) if line.len() > 1)
}

fn is_pin(shape: &Shape) -> bool {
    matches!(shape, Shape::Line(line) if line.len() == 1)
}

/// The lines among shapes, or the pins.
fn lines_among<'a>(found: &'a [Found], is_piece: fn(&Shape) -> bool) -> Vec<&'a [Position]> {
    let line = |(_, shape): &'a Found| match shape {
        Shape::Line(line) if is_piece(shape) => Some(line.as_slice()),
        _ => None,
    };
    found.iter().filter_map(line).collect()
}

fn of_lines(found: &[Found]) -> Option<Offer> {
    let lines = lines_among(found, is_line);
    let outline = joined(&lines, MEETS)?;
    let count = lines.len();
    Some(Offer {
        outline,
        is_piece: is_line,
        together: "one outline",
        apart: format!("{count} lines"),
        asks: format!("The ends of these {count} lines meet. Do they make one outline together?"),
    })
}

fn of_pins(found: &[Found]) -> Option<Offer> {
    let pins: Vec<Position> = lines_among(found, is_pin).into_iter().flatten().copied().collect();
    let outline = outline_of_pins(&pins)?;
    // Pins at the corners of an area that is there already stand for that one.
    let marks = |area: &AreaPolygon| {
        let both = [area.outer(), pins.as_slice()];
        let near = nearness(&both, MARKS);
        pins.iter().all(|pin| area.outer().iter().any(|corner| near(pin, corner)))
    };
    let marked = |shape: &Shape| matches!(shape, Shape::Area(area) if marks(area));
    if found.iter().any(|(_, shape)| marked(shape)) {
        return None;
    }
    let count = pins.len();
    Some(Offer {
        outline,
        is_piece: is_pin,
        together: "the corners of one area",
        apart: format!("{count} places"),
        asks: format!("These are {count} places. Are they the corners of one area?"),
    })
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
    use crate::read::found::System;

    fn line(positions: &[Position]) -> Shape {
        Shape::Line(positions.to_vec())
    }

    /// The ways that are offered for shapes, each with what is found in it.
    fn ways_of(shapes: Vec<Shape>) -> Vec<(String, Vec<Shape>)> {
        let mut features = Features::new("GPX", System::OfTheForm);
        for shape in shapes {
            features.shape(None, shape).unwrap();
        }
        let ways = pieced(features).ways.into_iter();
        ways.map(|way| (way.taken.join(", "), way.found.into_iter().map(|(_, shape)| shape).collect()))
            .collect()
    }

    #[test]
    fn what_is_beside_the_pieces_of_an_outline_stays_beside_it() {
        let (south, north) = (
            line(&[[0.0, 0.0], [1.0, 0.0], [1.0, 0.5]]),
            line(&[[1.0, 0.5], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]),
        );
        let pin = line(&[[0.4, 0.4]]);
        let area = Shape::Area(AreaPolygon::from_ring(vec![[3.0, 0.0], [4.0, 0.0], [4.0, 1.0], [3.0, 0.0]]));
        for besides in [vec![], vec![pin.clone()], vec![area.clone()], vec![pin.clone(), area, pin]] {
            let mut shapes = besides.clone();
            shapes.insert(besides.len() / 2, south.clone());
            shapes.push(north.clone());
            let ways = ways_of(shapes.clone());
            assert_eq!(ways.len(), 2, "{besides:?}");
            assert_eq!((ways[0].0.as_str(), &ways[0].1[1..]), ("one outline", besides.as_slice()));
            assert!(matches!(&ways[0].1[0], Shape::Area(area) if area.outer().len() == 6), "{ways:?}");
            assert_eq!(ways[1], ("2 lines".to_owned(), shapes));
        }
    }

    #[test]
    fn pins_beside_other_shapes_may_be_the_corners_of_an_area_that_is_not_there_yet() {
        let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let pins = || corners.iter().map(|corner| line(&[*corner]));
        let far = Shape::Area(AreaPolygon::from_ring(vec![[3.0, 0.0], [4.0, 0.0], [4.0, 1.0], [3.0, 0.0]]));
        let route = line(&[[0.0, 0.0], [0.5, 0.2]]);
        let ways = ways_of(pins().chain([far.clone(), route.clone()]).collect());
        assert_eq!(ways[0].0, "the corners of one area");
        assert_eq!(ways[0].1[1..], [far, route]);
        let there = Shape::Area(AreaPolygon::from_ring(closed(&corners)));
        assert_eq!(ways_of(pins().chain([there]).collect()), []);
    }

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
