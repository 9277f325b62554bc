//! Cutting along a meridian or a parallel.

use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, Coord, Rect};

use super::parts::{largest_first, like};
use super::untangle::untangled;
use crate::check::crossed_meridian;
use crate::error::AoiError;
use crate::limits::WIDEST;
use crate::polygon::AreaPolygon;
use crate::ring::{Position, extent, turning};

/// More holes are a pattern, not an area with holes: each would make more parts.
const MOST_HOLES: usize = 500;

/// The parts on either side of a cut.
struct Sides {
    low: Vec<AreaPolygon>,
    high: Vec<AreaPolygon>,
}

/// Cuts where a coordinate of an axis has a value. What was cut lies on the line, not next to it.
fn cut(polygon: &AreaPolygon, axis: usize, value: f64) -> Sides {
    let shape = polygon.to_geo();
    let along = |pick: fn(f64, f64) -> f64, axis: usize| {
        let numbers = polygon.outer().iter().map(|position| position[axis]);
        numbers.reduce(pick).unwrap_or(value)
    };
    // The box reaches just beyond the area: the lattice of the operation is as fine as its extent is small.
    let margin = 0.01 * (along(f64::max, axis) - along(f64::min, axis)).max(1e-3);
    let half = |from: f64, to: f64| {
        let other = 1 - axis;
        let (mut low, mut high) = ([0.0; 2], [0.0; 2]);
        (low[axis], high[axis]) = (from, to);
        (low[other], high[other]) = (along(f64::min, other) - margin, along(f64::max, other) + margin);
        let side = Rect::new(Coord { x: low[0], y: low[1] }, Coord { x: high[0], y: high[1] }).to_polygon();
        let parts = largest_first(shape.intersection(&side));
        let on_line = |part| {
            let mut part = like(&part, &[polygon]);
            for position in part.coordinates.iter_mut().flatten() {
                if (position[axis] - value).abs() < 1e-7 {
                    position[axis] = value;
                }
            }
            part
        };
        parts.into_iter().map(on_line).collect()
    };
    Sides {
        low: half(along(f64::min, axis) - margin, value),
        high: half(value, along(f64::max, axis) + margin),
    }
}

/// Cuts at ±180 and brings each part to its own side of the meridian. An outline that crosses itself is cut as all that it
/// goes round.
pub(super) fn at_antimeridian(polygon: &AreaPolygon) -> Result<Vec<AreaPolygon>, AoiError> {
    let Some(meridian) = crossed_meridian(polygon.outer()) else { return Ok(vec![polygon.clone()]) };
    let shift = if meridian > 0.0 { [0.0, -360.0] } else { [360.0, 0.0] };
    let mut sides = Sides { low: Vec::new(), high: Vec::new() };
    for whole in untangled(polygon, FillRule::NonZero)? {
        let cut = cut(&whole, 0, meridian);
        sides.low.extend(cut.low);
        sides.high.extend(cut.high);
    }
    let moved = |(mut part, shift): (AreaPolygon, f64)| {
        for position in part.coordinates.iter_mut().flatten() {
            position[0] = (position[0] + shift).clamp(-180.0, 180.0);
        }
        part
    };
    let low = sides.low.into_iter().map(|part| (part, shift[0]));
    Ok(low.chain(sides.high.into_iter().map(|part| (part, shift[1]))).map(moved).collect())
}

/// The same ground as files have it, RFC 7946: longitudes from −180 to 180, in parts where it crosses the 180th meridian,
/// which end on the meridian exactly. An area that can't be cut, as one round a pole, stays as it is.
pub fn parted_at_meridian(polygon: &AreaPolygon) -> Vec<AreaPolygon> {
    let whole = polygon.unwrapped();
    let can_be_cut = whole.is_finite() && !whole.is_speck() && turning(whole.outer()).abs() < WIDEST;
    let parts = if can_be_cut { at_antimeridian(&whole).ok() } else { None };
    parts.filter(|parts| !parts.is_empty()).unwrap_or_else(|| vec![whole])
}

/// Cuts through the middles of holes until none is left: what was inside the outline and outside the holes stays.
pub(super) fn through_holes(polygon: &AreaPolygon) -> Result<Vec<AreaPolygon>, AoiError> {
    if polygon.coordinates.len() > MOST_HOLES {
        return Err(AoiError::CannotMend("it has too many holes to be cut through them all; fill them"));
    }
    if polygon.coordinates.len() < 2 {
        return Ok(vec![polygon.clone()]);
    }
    // Rings that cross each other can't be cut: they are put in order first.
    let (mut whole, mut open) = (Vec::new(), untangled(polygon, FillRule::NonZero)?);
    while let Some(part) = open.pop() {
        let Some((axis, value)) = best_cut(&part) else {
            whole.push(part);
            continue;
        };
        let sides = cut(&part, axis, value);
        let before = part.coordinates.len();
        let parts: Vec<AreaPolygon> = sides.low.into_iter().chain(sides.high).collect();
        if parts.iter().any(|part| part.coordinates.len() >= before) {
            return Err(AoiError::CannotMend("a hole can't be cut through; untangle the area first"));
        }
        open.extend(parts);
    }
    whole.sort_by(|a, b| extent(a.outer())[0].total_cmp(&extent(b.outer())[0]));
    Ok(whole)
}

/// The line through the middle of a hole that goes through the most of them.
fn best_cut(polygon: &AreaPolygon) -> Option<(usize, f64)> {
    let holes = polygon.coordinates.get(1..)?;
    let span = |hole: &[Position], axis: usize| {
        let low = hole.iter().map(|position| position[axis]).fold(f64::INFINITY, f64::min);
        [low, hole.iter().map(|position| position[axis]).fold(f64::NEG_INFINITY, f64::max)]
    };
    let spans: Vec<[[f64; 2]; 2]> = holes.iter().map(|hole| [span(hole, 0), span(hole, 1)]).collect();
    let lines =
        spans.iter().flat_map(|span| (0..2).map(|axis| (axis, f64::midpoint(span[axis][0], span[axis][1]))));
    let through = |(axis, value): &(usize, f64)| {
        spans.iter().filter(|span| span[*axis][0] < *value && *value < span[*axis][1]).count()
    };
    lines.max_by_key(through).filter(|line| through(line) > 0)
}
