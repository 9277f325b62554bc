//! Making one area of several.

use geo::algorithm::bool_ops::unary_union;
use geo::{ConvexHull, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use super::parts::{largest_first, like};
use crate::check::check;
use crate::error::AoiError;
use crate::polygon::AreaPolygon;
use crate::report::AreaReport;
use crate::ring::{extent, nearest_turn};

/// How several areas become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum MergeKind {
    /// All ground that lies in one of them. Those that don't touch stay apart.
    Union,
    /// The convex hull of all.
    Hull,
}

/// Merges areas. Longitudes are taken on the turn of the world where the first one lies.
///
/// # Errors
/// [`AoiError::CannotMend`] when nothing is given, or nothing is left.
pub fn merged(areas: &[AreaPolygon], kind: MergeKind) -> Result<Vec<AreaReport>, AoiError> {
    let unwrapped: Vec<AreaPolygon> = areas
        .iter()
        .filter(|area| area.is_finite() && !area.is_speck())
        .map(AreaPolygon::unwrapped)
        .collect();
    let middle = |area: &AreaPolygon| {
        let [west, east] = extent(area.outer());
        f64::midpoint(west, east)
    };
    let first = unwrapped.first().map(middle).ok_or(AoiError::CannotMend("there is nothing to merge"))?;
    let beside = |mut area: AreaPolygon| {
        let shift = nearest_turn(middle(&area), first) - middle(&area);
        area.coordinates.iter_mut().flatten().for_each(|position| position[0] += shift);
        area
    };
    let areas: Vec<AreaPolygon> = unwrapped.into_iter().map(beside).collect();
    let shapes: Vec<Polygon> = areas.iter().map(AreaPolygon::to_geo).collect();
    let parts = match kind {
        MergeKind::Union => largest_first(unary_union(&shapes)),
        MergeKind::Hull => vec![MultiPolygon::new(shapes).convex_hull()],
    };
    let originals: Vec<&AreaPolygon> = areas.iter().collect();
    let reports: Vec<AreaReport> = parts.iter().map(|part| check(&like(part, &originals))).collect();
    if reports.is_empty() { Err(AoiError::CannotMend("nothing would be left of them")) } else { Ok(reports) }
}
