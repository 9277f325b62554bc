//! Parts that boolean operations leave.

use geo::{Area, BoundingRect, MultiPolygon, Polygon};

use crate::measure::equal_area;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

/// Parts smaller than this share of the largest are slivers of rounding, and nobody's area.
const SLIVER: f64 = 1e-7;

/// The parts without slivers.
pub(super) fn largest_first(parts: MultiPolygon) -> Vec<Polygon> {
    let mut parts: Vec<(f64, Polygon)> = parts.into_iter().map(|part| (equal_area(&part), part)).collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let least = parts.first().map_or(0.0, |(largest, _)| largest * SLIVER);
    parts.into_iter().filter(|(area, _)| *area > least).map(|(_, part)| part).collect()
}

/// The parts of several areas without slivers, the largest first. However small beside the others, an area stays: a sliver
/// is what is as thin as the lattice of the operation.
pub(super) fn without_slivers(parts: MultiPolygon) -> Vec<Polygon> {
    /// The finest lattice, in degrees, and its step as a share of the extent.
    const FINEST: f64 = 1e-8;
    const STEP: f64 = 4e-9;
    let extent = parts.bounding_rect().map_or(0.0, |bounds| bounds.width().max(bounds.height()));
    let thin = (extent * STEP).max(FINEST);
    let length = |part: &Polygon| {
        part.exterior().lines().map(|edge| edge.delta().x.hypot(edge.delta().y)).sum::<f64>()
    };
    let mut parts: Vec<Polygon> =
        parts.into_iter().filter(|part| part.unsigned_area() > thin * length(part)).collect();
    parts.sort_by(|a, b| equal_area(b).total_cmp(&equal_area(a)));
    parts
}

/// The part with the vertices it shares with the areas exactly as they were: boolean operations round to a lattice.
pub(super) fn like(part: &Polygon, originals: &[&AreaPolygon]) -> AreaPolygon {
    const NEAR: f64 = 1e-8;
    let vertices = originals.iter().flat_map(|original| original.coordinates.iter().flatten());
    let mut known: Vec<Position> = vertices.copied().collect();
    known.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]));
    let mut part = AreaPolygon::from_geo(part);
    for position in part.coordinates.iter_mut().flatten() {
        let from = known.partition_point(|[lon, _]| *lon < position[0] - NEAR);
        let near = known[from..].iter().take_while(|[lon, _]| *lon <= position[0] + NEAR);
        let distance = |[lon, lat]: &Position| (lon - position[0]).hypot(lat - position[1]);
        let nearest = near.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some(nearest) = nearest.filter(|nearest| distance(nearest) <= NEAR) {
            *position = *nearest;
        }
    }
    part
}
