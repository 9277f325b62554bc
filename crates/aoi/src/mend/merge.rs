//! Making one area of several.

use geo::algorithm::bool_ops::{FillRule, unary_union};
use geo::{ConvexHull, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use super::oriented;
use super::parts::{like, without_slivers};
use super::untangle::untangled;
use crate::check::check;
use crate::error::AoiError;
use crate::limits::WIDEST;
use crate::polygon::AreaPolygon;
use crate::report::AreaReport;
use crate::ring::{extent, nearest_turn, turning};

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

/// Merges areas. Longitudes are taken on the turn of the world where the first one lies. An outline that crosses itself
/// counts as all that it goes round, whichever way it runs.
///
/// # Errors
/// [`AoiError::CannotMend`] when nothing is given, nothing is left, or an outline is too tangled to be taken apart.
pub fn merged(areas: &[AreaPolygon], kind: MergeKind) -> Result<Vec<AreaReport>, AoiError> {
    let areas = beside_the_first(areas)?;
    match kind {
        MergeKind::Union => {
            let mut parts = Vec::new();
            for area in &areas {
                parts.extend(untangled(area, FillRule::NonZero)?);
            }
            united(&parts, &areas)
        }
        MergeKind::Hull => {
            let shapes: Vec<Polygon> = areas.iter().map(AreaPolygon::to_geo).collect();
            Ok(vec![check(&AreaPolygon::from_geo(&MultiPolygon::new(shapes).convex_hull()))])
        }
    }
}

/// Areas with continuous longitudes, all on the turn of the world where the first one lies; without those that are none.
pub(super) fn beside_the_first(areas: &[AreaPolygon]) -> Result<Vec<AreaPolygon>, AoiError> {
    let unwrapped: Vec<AreaPolygon> = areas
        .iter()
        .filter(|area| area.is_finite() && !area.is_speck())
        .map(AreaPolygon::unwrapped)
        .collect();
    if unwrapped.iter().any(|area| turning(area.outer()).abs() > WIDEST) {
        return Err(AoiError::CannotMend("an area goes round a pole"));
    }
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
    Ok(unwrapped.into_iter().map(beside).collect())
}

/// The ground of all parts, none of which crosses itself; corners they share with the areas stay exactly where they were.
pub(super) fn united(parts: &[AreaPolygon], areas: &[AreaPolygon]) -> Result<Vec<AreaReport>, AoiError> {
    // The union adds up windings: one outline that ran the other way would be taken out instead of added.
    let shapes: Vec<Polygon> = parts.iter().map(|part| oriented(part).to_geo()).collect();
    let originals: Vec<&AreaPolygon> = areas.iter().collect();
    let whole = without_slivers(unary_union(&shapes));
    let reports: Vec<AreaReport> = whole.iter().map(|part| check(&like(part, &originals))).collect();
    if reports.is_empty() { Err(AoiError::CannotMend("nothing would be left of them")) } else { Ok(reports) }
}
