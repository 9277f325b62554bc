//! Growing: all ground within a distance of areas, and the areas themselves.

use geo::MultiPolygon;
use geo::algorithm::bool_ops::FillRule;
use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{LineString, Polygon};

use super::merge::{beside_the_first, united};
use super::plane::Plane;
use super::untangle::untangled;
use super::widen::{ARC, middle, usable_distance};
use crate::error::AoiError;
use crate::polygon::AreaPolygon;
use crate::report::AreaReport;
use crate::ring::{Position, closed};

/// How far, as a share of the distance, the straight edge of an area may lie from the straight line of the plane.
const BEND: f64 = 0.01;
/// No ground is grown beyond this latitude: outlines round a pole can't be written down.
const FARTHEST_LATITUDE: f64 = 89.9;
/// Metres of a radian on the sphere of the same size as the earth.
const EARTH_M: f64 = 6_371_009.0;
/// More places are not put between two vertices: the distance is then too small for an edge this long to matter.
const MOST_BETWEEN: usize = 256;
/// Metres of a degree of latitude, the least of them.
const DEGREE_M: f64 = 110_570.0;

/// The ground within a distance of areas, joined where it meets. Holes become narrower by the distance, or close. An
/// outline that crosses itself grows by all it goes round.
///
/// # Errors
/// [`AoiError::CannotMend`] when nothing is given, the distance is not between 1 m and 200 km, the ground would reach a
/// pole, or an outline is too tangled to be taken apart.
pub fn grown(areas: &[AreaPolygon], metres: f64) -> Result<Vec<AreaReport>, AoiError> {
    usable_distance(metres)?;
    let areas = beside_the_first(areas)?;
    let mut ground = Vec::new();
    for area in &areas {
        if area.coordinates.iter().flatten().any(|[_, lat]| lat.abs() + metres / DEGREE_M > FARTHEST_LATITUDE)
        {
            return Err(AoiError::CannotMend("it would reach a pole"));
        }
        for part in untangled(area, FillRule::NonZero)? {
            let plane = Plane::at(middle(part.outer()));
            let rims = part.coordinates.iter().flat_map(|ring| rim(ring, metres, &plane));
            ground.extend(rims.collect::<Vec<_>>());
            ground.push(part);
        }
    }
    united(&ground, &areas)
}

/// The ground within a distance of a ring: a band on both sides of it.
fn rim(ring: &[Position], metres: f64, plane: &Plane) -> Vec<AreaPolygon> {
    let line: LineString = straightened(ring, metres).iter().map(|at| plane.flat(*at)).collect();
    let style = BufferStyle::new(metres).line_join(LineJoin::Round(ARC)).line_cap(LineCap::Round(ARC));
    let band: MultiPolygon = line.buffer_with_style(style);
    let back = |part: &Polygon| {
        let mut part = AreaPolygon::from_geo(part);
        for ring in &mut part.coordinates {
            ring.dedup();
            ring.iter_mut().for_each(|position| *position = plane.place(*position));
            *ring = closed(ring);
        }
        part
    };
    band.iter().map(back).collect()
}

/// The ring with places between its vertices where an edge that is straight in longitude and latitude bends in the plane.
fn straightened(ring: &[Position], metres: f64) -> Vec<Position> {
    let mut line = Vec::with_capacity(ring.len());
    for pair in closed(ring).windows(2) {
        let ([lon, lat], [to_lon, to_lat]) = (pair[0], pair[1]);
        let pieces = pieces(pair[0], pair[1], metres);
        line.extend((0..pieces).map(|piece| {
            let share = piece as f64 / pieces as f64;
            [lon + share * (to_lon - lon), lat + share * (to_lat - lat)]
        }));
    }
    line.extend(ring.first());
    line
}

/// Into how many pieces an edge is cut so that none bends by more than a small share of the distance. A parallel bends from
/// the straight line by an eighth of its length squared times the tangent of its latitude over the radius of the earth.
fn pieces([lon, lat]: Position, [to_lon, to_lat]: Position, metres: f64) -> usize {
    let latitude = lat.abs().max(to_lat.abs()).min(89.9).to_radians();
    let run = (to_lon - lon).to_radians().abs() * EARTH_M * latitude.cos();
    let rise = (to_lat - lat).to_radians().abs() * EARTH_M;
    let bend = run * (run + 2.0 * rise) * latitude.tan() / (8.0 * EARTH_M);
    ((bend / (BEND * metres)).sqrt().ceil() as usize).clamp(1, MOST_BETWEEN)
}
