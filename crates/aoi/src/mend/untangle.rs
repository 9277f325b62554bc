//! Taking apart an outline that crosses itself.

use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};

use super::parts::{largest_first, like};
use crate::crossing::{crossings, is_simple};
use crate::error::AoiError;
use crate::measure::line;
use crate::polygon::AreaPolygon;
use crate::ring::{Position, open, trimmed, unrepeated};

const TOO_TANGLED: AoiError =
    AoiError::CannotMend("its outline is too tangled to be taken apart; draw it again");
/// An outline with more crossings is a scribble: taking it apart would take minutes, and give thousands of shreds.
const MOST_CROSSINGS: usize = 4_000;

/// What the outline goes round by a rule, less what the holes go round. The crossings become vertices on a fine lattice,
/// which can make needles touch; a coarser lattice then parts them.
pub(super) fn untangled(polygon: &AreaPolygon, rule: FillRule) -> Result<Vec<AreaPolygon>, AoiError> {
    if polygon.coordinates.len() == 1 && sound(polygon.outer()) {
        return Ok(vec![polygon.clone()]);
    }
    let tangled = |ring: &Vec<Position>| !crossings(open(ring), MOST_CROSSINGS).complete;
    if polygon.coordinates.iter().any(tangled) {
        return Err(TOO_TANGLED);
    }
    let mut rings: Vec<LineString> = polygon.coordinates.iter().map(|ring| line(ring)).collect();
    for lattice in [1e-8, 1e-7, 1e-6] {
        let parts = largest_first(gone_round(&rings, rule));
        let parts: Vec<AreaPolygon> = parts.iter().map(|part| like(part, &[polygon])).collect();
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

/// Whether a ring has no spike and meets itself nowhere.
pub(super) fn sound(ring: &[Position]) -> bool {
    let inner = open(ring);
    trimmed(inner).kept.len() == unrepeated(inner).len() && is_simple(inner)
}

fn gone_round(rings: &[LineString], rule: FillRule) -> MultiPolygon {
    let alone = |ring: &LineString| {
        let ring = MultiPolygon::new(vec![Polygon::new(ring.clone(), Vec::new())]);
        ring.union_with_fill_rule(&MultiPolygon::new(Vec::new()), rule)
    };
    let Some((outer, holes)) = rings.split_first() else { return MultiPolygon::new(Vec::new()) };
    holes.iter().fold(alone(outer), |whole, hole| whole.difference(&alone(hole)))
}
