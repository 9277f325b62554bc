//! Widening: lines and points into areas by a distance, and an area to the least that is billed.

use geo::algorithm::bool_ops::FillRule;
use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{Area, LineString, MultiPolygon, Point, Polygon};

use super::parts::largest_first;
use super::plane::Plane;
use super::untangle::{sound, untangled};
use crate::check::check;
use crate::error::AoiError;
use crate::limits::{LEAST_DISTANCE_M, MOST_DISTANCE_M};
use crate::measure::geodesic_km2;
use crate::polygon::AreaPolygon;
use crate::read::{ReadArea, ReadLine};
use crate::report::AreaReport;
use crate::ring::{Position, closed};

/// Steps of arcs, in radians: 48 vertices to a circle, whose area is then 0.3 % small.
pub(super) const ARC: f64 = std::f64::consts::TAU / 48.0;
/// Corners sharper than this, in radians, are cut off when an area grows.
const SHARPEST: f64 = 0.35;
/// An area is widened to a little less than the least that is billed: the vendor may measure it a little larger.
const BELOW: f64 = 0.999;

/// The areas within a distance of lines and points, one for each. They carry their names.
///
/// # Errors
/// [`AoiError::CannotMend`] when the distance is not between 1 m and 200 km, or a line is none.
pub fn widened(lines: &[ReadLine], metres: f64) -> Result<Vec<ReadArea>, AoiError> {
    usable_distance(metres)?;
    let area = |line: &ReadLine| {
        let polygon = round(&line.positions, metres)?;
        Ok(ReadArea { name: line.name.clone(), report: check(&polygon) })
    };
    lines.iter().map(area).collect()
}

/// Whether areas can be made or grown by a distance in metres.
pub(super) fn usable_distance(metres: f64) -> Result<(), AoiError> {
    let usable = (LEAST_DISTANCE_M..=MOST_DISTANCE_M).contains(&metres);
    usable.then_some(()).ok_or(AoiError::CannotMend("the distance must be between 1 m and 200 km"))
}

fn round(line: &[Position], metres: f64) -> Result<AreaPolygon, AoiError> {
    let usable = |[lon, lat]: &Position| lon.is_finite() && lat.is_finite() && lat.abs() <= 90.0;
    if line.is_empty() || !line.iter().all(usable) {
        return Err(AoiError::CannotMend("a position of the line is no place on earth"));
    }
    let line = AreaPolygon::from_ring(line.to_vec()).unwrapped().outer().to_vec();
    let plane = Plane::at(middle(&line));
    let flat: Vec<[f64; 2]> = line.iter().map(|position| plane.flat(*position)).collect();
    let style = BufferStyle::new(metres).line_join(LineJoin::Round(ARC)).line_cap(LineCap::Round(ARC));
    let parts = match flat.as_slice() {
        [[x, y]] => Point::new(*x, *y).buffer_with_style(style),
        flat => flat.iter().map(|[x, y]| (*x, *y)).collect::<LineString>().buffer_with_style(style),
    };
    let by_size = |a: &Polygon, b: &Polygon| a.unsigned_area().total_cmp(&b.unsigned_area());
    let largest = parts.into_iter().max_by(by_size);
    let largest = largest.ok_or(AoiError::CannotMend("nothing would be left of it"))?;
    let mut area = AreaPolygon::from_geo(&largest);
    for ring in &mut area.coordinates {
        ring.dedup();
        ring.iter_mut().for_each(|position| *position = plane.place(*position));
        *ring = closed(ring);
    }
    if sound(area.outer()) {
        return Ok(area);
    }
    // Round the end of a loop the outline may touch itself on the lattice of the operation.
    let parts = untangled(&area, FillRule::NonZero)?;
    parts.into_iter().next().ok_or(AoiError::CannotMend("nothing would be left of it"))
}

pub(super) fn middle(line: &[Position]) -> Position {
    [0, 1].map(|axis| {
        let low = line.iter().map(|position| position[axis]).fold(f64::INFINITY, f64::min);
        let high = line.iter().map(|position| position[axis]).fold(f64::NEG_INFINITY, f64::max);
        f64::midpoint(low, high)
    })
}

/// The area grown evenly to all sides until it is as large as the least that is billed: more ground for the same price. An
/// area that is as large already stays as it is.
///
/// # Errors
/// [`AoiError::CannotMend`] when the area has faults, or can't be grown that far.
pub fn widened_to(polygon: &AreaPolygon, km2: f64) -> Result<AreaReport, AoiError> {
    let report = check(polygon);
    if !report.orderable {
        return Err(AoiError::CannotMend("mend its faults first"));
    }
    if report.km2 >= km2 * BELOW || !km2.is_finite() {
        return Ok(report);
    }
    // Degrees of longitude narrowed as they are on the ground: edges stay straight, so the area stays inside.
    let narrow = report.centroid[1].to_radians().cos().max(0.01);
    let grown = |degrees: f64| grown(&report.polygon, degrees, narrow);
    let size = |area: &Option<AreaPolygon>| area.as_ref().map_or(0.0, |area| geodesic_km2(&area.to_geo()));
    let (mut low, mut high) = (0.0, 0.01);
    while size(&grown(high)) < km2 * BELOW {
        high *= 2.0;
        if high > 5.0 {
            return Err(AoiError::CannotMend("it can't be grown that far"));
        }
    }
    let mut best = None;
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let area = grown(middle);
        if size(&area) <= km2 * BELOW {
            (low, best) = (middle, area.or(best));
        } else {
            high = middle;
        }
    }
    let grown = best.map(|area| check(&area)).filter(|grown| grown.orderable && grown.km2 > report.km2);
    grown.ok_or(AoiError::CannotMend("it can't be grown without touching itself"))
}

/// The outline moved outward; `None` when it falls apart. Holes that close on the way are filled.
fn grown(area: &AreaPolygon, degrees: f64, narrow: f64) -> Option<AreaPolygon> {
    let ring: LineString = area.outer().iter().map(|[lon, lat]| (lon * narrow, *lat)).collect();
    let style = BufferStyle::new(degrees).line_join(LineJoin::Miter(SHARPEST));
    let parts: MultiPolygon = Polygon::new(ring, Vec::new()).buffer_with_style(style);
    let largest = largest_first(parts).into_iter().next()?;
    let ring: Vec<Position> = largest.exterior().coords().map(|c| [c.x / narrow, c.y]).collect();
    sound(&ring).then(|| AreaPolygon::from_ring(ring))
}
