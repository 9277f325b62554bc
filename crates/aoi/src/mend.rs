//! Mends, each doing one thing that was asked for.

use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, ConvexHull, Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::check::{check, crossed_meridian};
use crate::crossing::{crossings, is_simple};
use crate::error::AoiError;
use crate::limits::{MOST_VERTICES, SIMPLIFIED_VERTICES};
use crate::measure::{equal_area, line};
use crate::polygon::AreaPolygon;
use crate::report::{AreaReport, MendKind};
use crate::ring::{Position, closed, extent, open, trimmed, unrepeated};
use crate::simplify;

const TOO_TANGLED: AoiError =
    AoiError::CannotMend("its outline is too tangled to be taken apart; draw it again");
/// An outline with more crossings is a scribble: taking it apart would take minutes, and give thousands of shreds.
const MOST_CROSSINGS: usize = 4_000;
/// Parts smaller than this share of the largest are slivers of rounding, and nobody's area.
const SLIVER: f64 = 1e-7;

/// Mends an area; the result may be several areas, each checked again. A mend of what is not broken changes nothing.
///
/// # Errors
/// [`AoiError::CannotMend`] when the mend leaves no area, or the area has another fault that must be mended before.
pub fn mend(polygon: &AreaPolygon, kind: MendKind) -> Result<Vec<AreaReport>, AoiError> {
    if !polygon.is_finite() {
        return Err(AoiError::CannotMend("a position is not a number"));
    }
    Ok(apply(&polygon.unwrapped(), kind)?.iter().map(check).collect())
}

/// The mend itself, on an area of numbers with continuous longitudes.
pub(crate) fn apply(polygon: &AreaPolygon, kind: MendKind) -> Result<Vec<AreaPolygon>, AoiError> {
    let each = |change: fn(&[Position]) -> Vec<Position>| {
        vec![AreaPolygon { coordinates: polygon.coordinates.iter().map(|ring| change(ring)).collect() }]
    };
    let parts = match kind {
        MendKind::Close => each(closed),
        MendKind::DropRepeated => each(unrepeated),
        MendKind::DropSpikes => each(without_spikes),
        MendKind::FillHoles => vec![AreaPolygon::from_ring(polygon.outer().to_vec())],
        MendKind::Hull => vec![AreaPolygon::from_geo(&polygon.to_geo().convex_hull())],
        MendKind::Simplify => vec![simplified(polygon)?],
        MendKind::Untangle => untangled(polygon)?,
        MendKind::SplitAntimeridian => split(polygon),
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

/// Leaves out the vertices of the outline that matter least. Holes stay as they are: they can't be ordered anyway.
fn simplified(polygon: &AreaPolygon) -> Result<AreaPolygon, AoiError> {
    let ring = open(polygon.outer());
    if ring.len() <= MOST_VERTICES {
        return Ok(polygon.clone());
    }
    let kept: Vec<Position> = trimmed(ring).kept.into_iter().map(|place| ring[place]).collect();
    let left = simplify::simplified(&kept, SIMPLIFIED_VERTICES);
    let left = left.ok_or(AoiError::CannotMend("it can't be simplified without touching itself"))?;
    let mut coordinates = polygon.coordinates.clone();
    coordinates[0] = closed(&left);
    Ok(AreaPolygon { coordinates })
}

/// All that the outline goes round, less what the holes go round. The crossings become vertices on a fine lattice, which
/// can make needles touch; a coarser lattice then parts them.
fn untangled(polygon: &AreaPolygon) -> Result<Vec<AreaPolygon>, AoiError> {
    let sound = |ring: &[Position]| {
        let inner = open(ring);
        trimmed(inner).kept.len() == unrepeated(inner).len() && is_simple(inner)
    };
    if polygon.coordinates.len() == 1 && sound(polygon.outer()) {
        return Ok(vec![polygon.clone()]);
    }
    let tangled = |ring: &Vec<Position>| !crossings(open(ring), MOST_CROSSINGS).complete;
    if polygon.coordinates.iter().any(tangled) {
        return Err(TOO_TANGLED);
    }
    let mut rings: Vec<LineString> = polygon.coordinates.iter().map(|ring| line(ring)).collect();
    for lattice in [1e-8, 1e-7, 1e-6] {
        let parts = largest_first(gone_round(&rings));
        let parts: Vec<AreaPolygon> = parts.iter().map(|part| like(part, polygon)).collect();
        if parts.iter().flat_map(|part| &part.coordinates).all(|ring| sound(ring)) {
            return Ok(parts);
        }
        let snap = |value: f64| (value / lattice).round() * lattice;
        for ring in &mut rings {
            ring.0.iter_mut().for_each(|c| *c = Coord { x: snap(c.x), y: snap(c.y) });
        }
    }
    Err(TOO_TANGLED)
}

fn gone_round(rings: &[LineString]) -> MultiPolygon {
    let alone = |ring: &LineString| {
        let ring = MultiPolygon::new(vec![Polygon::new(ring.clone(), Vec::new())]);
        ring.union_with_fill_rule(&MultiPolygon::new(Vec::new()), FillRule::NonZero)
    };
    let Some((outer, holes)) = rings.split_first() else { return MultiPolygon::new(Vec::new()) };
    holes.iter().fold(alone(outer), |whole, hole| whole.difference(&alone(hole)))
}

fn largest_first(parts: MultiPolygon) -> Vec<Polygon> {
    let mut parts: Vec<(f64, Polygon)> = parts.into_iter().map(|part| (equal_area(&part), part)).collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let least = parts.first().map_or(0.0, |(largest, _)| largest * SLIVER);
    parts.into_iter().filter(|(area, _)| *area > least).map(|(_, part)| part).collect()
}

/// The part with the vertices it shares with the area exactly as they were: boolean operations round to a lattice.
fn like(part: &Polygon, original: &AreaPolygon) -> AreaPolygon {
    const NEAR: f64 = 1e-8;
    let mut known: Vec<Position> = original.coordinates.iter().flatten().copied().collect();
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

/// Cuts at ±180 and brings each part to its own side of the meridian.
fn split(polygon: &AreaPolygon) -> Vec<AreaPolygon> {
    let Some(meridian) = crossed_meridian(polygon.outer()) else { return vec![polygon.clone()] };
    let [west, east] = extent(polygon.outer());
    let shape = polygon.to_geo();
    // The box reaches just beyond the area: the lattice of the operation is as fine as its extent is small.
    let half = |from: f64, to: f64| {
        let world = Rect::new(Coord { x: from, y: -91.0 }, Coord { x: to, y: 91.0 }).to_polygon();
        largest_first(shape.intersection(&world))
    };
    let shift = if meridian > 0.0 { [0.0, -360.0] } else { [360.0, 0.0] };
    let sides = [(half(west - 1.0, meridian), shift[0]), (half(meridian, east + 1.0), shift[1])];
    let mut parts = Vec::new();
    for (side, shift) in sides {
        for part in side {
            let mut part = like(&part, polygon);
            for position in part.coordinates.iter_mut().flatten() {
                // What was cut lies on the meridian, not next to it.
                let lon = if (position[0] - meridian).abs() < 1e-7 { meridian } else { position[0] };
                position[0] = (lon + shift).clamp(-180.0, 180.0);
            }
            parts.push(part);
        }
    }
    parts
}
