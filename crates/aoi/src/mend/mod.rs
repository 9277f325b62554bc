//! Mends, each doing one thing that was asked for.

mod cut;
mod ground;
mod grow;
mod merge;
mod one_sided;
mod parts;
mod plane;
mod simplify;
mod split;
mod untangle;
mod widen;

use geo::ConvexHull;
use geo::algorithm::bool_ops::FillRule;

pub use cut::parted_at_meridian;
pub use grow::grown;
pub use merge::{MergeKind, merged};
pub use split::split_along;
pub use widen::{widened, widened_to};

use crate::check::checked;
use crate::error::AoiError;
use crate::limits::{MOST_VERTICES, SIMPLIFIED_VERTICES};
use crate::measure::{equal_area_of_ring, line};
use crate::polygon::AreaPolygon;
use crate::report::{AreaReport, MendKind};
use crate::ring::{Position, closed, open, trimmed, unrepeated};

/// Mends an area; the result may be several areas, each checked again. A mend of what is not broken changes nothing.
///
/// # Errors
/// [`AoiError::CannotMend`] when the mend leaves no area, or the area has another fault that must be mended before.
pub fn mend(polygon: &AreaPolygon, kind: MendKind) -> Result<Vec<AreaReport>, AoiError> {
    if !polygon.is_finite() {
        return Err(AoiError::CannotMend("a position is not a number"));
    }
    Ok(apply(&polygon.unwrapped(), kind)?.into_iter().map(checked).collect())
}

/// The mend itself, on an area of numbers with continuous longitudes.
pub(crate) fn apply(polygon: &AreaPolygon, kind: MendKind) -> Result<Vec<AreaPolygon>, AoiError> {
    if polygon.is_speck() {
        return Err(AoiError::CannotMend("it is smaller than a millimetre; move its corners apart"));
    }
    let each = |change: fn(&[Position]) -> Vec<Position>| {
        vec![AreaPolygon { coordinates: polygon.coordinates.iter().map(|ring| change(ring)).collect() }]
    };
    let parts = match kind {
        MendKind::Close => each(closed),
        MendKind::Orient => vec![oriented(polygon)],
        MendKind::DropRepeated => each(unrepeated),
        MendKind::DropSpikes => each(without_spikes),
        MendKind::FillHoles => vec![AreaPolygon::from_ring(polygon.outer().to_vec())],
        MendKind::CutHoles => cut::through_holes(polygon)?,
        MendKind::Hull => vec![AreaPolygon::from_geo(&polygon.to_geo().convex_hull())],
        MendKind::Simplify => vec![simplified(polygon, simplify::Side::Both)?],
        MendKind::SimplifyOutside => vec![simplified(polygon, simplify::Side::Outside)?],
        MendKind::SimplifyInside => vec![simplified(polygon, simplify::Side::Inside)?],
        MendKind::Untangle => untangle::untangled(polygon, FillRule::NonZero)?,
        MendKind::UntangleParts => untangle::untangled(polygon, FillRule::EvenOdd)?,
        MendKind::SplitAntimeridian => cut::at_antimeridian(polygon)?,
    };
    let whole: Vec<AreaPolygon> = parts.into_iter().filter(|part| open(part.outer()).len() >= 3).collect();
    if whole.is_empty() { Err(AoiError::CannotMend("nothing would be left of it")) } else { Ok(whole) }
}

fn without_spikes(ring: &[Position]) -> Vec<Position> {
    let inner = open(ring);
    let trimmed = trimmed(inner);
    if trimmed.tips.is_empty() {
        return ring.to_vec();
    }
    closed(&trimmed.kept.into_iter().map(|place| inner[place]).collect::<Vec<_>>())
}

/// Rings that run as RFC 7946 wants them: the outline counter-clockwise, holes clockwise.
pub(crate) fn oriented(polygon: &AreaPolygon) -> AreaPolygon {
    let turned = |(place, ring): (usize, &Vec<Position>)| {
        let mut ring = ring.clone();
        let area = equal_area_of_ring(&line(&ring).0);
        if (place == 0 && area < 0.0) || (place > 0 && area > 0.0) {
            ring.reverse();
        }
        ring
    };
    AreaPolygon { coordinates: polygon.coordinates.iter().enumerate().map(turned).collect() }
}

/// Leaves out the vertices of the outline that matter least. Holes stay as they are: they can't be ordered anyway.
fn simplified(polygon: &AreaPolygon, side: simplify::Side) -> Result<AreaPolygon, AoiError> {
    let ring = open(polygon.outer());
    if ring.len() <= MOST_VERTICES {
        return Ok(polygon.clone());
    }
    let kept = trimmed(ring).of(ring).into_owned();
    let left = simplify::simplified(kept, SIMPLIFIED_VERTICES, side);
    let left = left.ok_or(AoiError::CannotMend("it can't be simplified that far without touching itself"))?;
    let holes = polygon.coordinates.iter().skip(1).cloned();
    Ok(AreaPolygon { coordinates: std::iter::once(closed(&left)).chain(holes).collect() })
}
