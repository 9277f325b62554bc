//! An area as scenes are measured against it: the share one covers, and the share that several cover together.

use std::ops::Range;

use aoi::AreaPolygon;
use geo::{BooleanOps, BoundingRect, Coord, MultiPolygon, Point, Polygon, Rect, coord};
use rayon::prelude::*;

use crate::footprint::{nearest_turn, turned_to};
use crate::places::{self, Places, PlacesOf};
use crate::prepared::{PreparedArea, Share};
use crate::shapes::bounds;

pub(crate) struct Ground {
    pub(crate) polygon: Polygon,
    pub(crate) km2: f64,
    /// Longitude and latitude of its middle.
    pub(crate) centre: Point,
    places: PlacesOf,
    prepared: Option<PreparedArea>,
}

impl Ground {
    pub(crate) fn new(area: &AreaPolygon) -> Ground {
        Ground::with_places(area, 0..places::COUNT)
    }

    /// One of several areas of a search; `bits` are those of [`Places`] that stand for this one.
    pub(crate) fn with_places(area: &AreaPolygon, bits: Range<usize>) -> Ground {
        let polygon = area.unwrapped().to_geo();
        let finite = area.coordinates.iter().flatten().flatten().all(|number| number.is_finite());
        let measurable = finite && polygon.exterior().0.len() >= 4;
        let km2 = if measurable { aoi::geodesic_km2(&polygon) } else { 0.0 };
        let whole = polygon.bounding_rect().filter(|_| finite);
        let centre = whole.map_or_else(|| Point::new(0.0, 0.0), |whole| whole.center().into());
        let places = if measurable { PlacesOf::new(&polygon, bits) } else { PlacesOf::default() };
        let prepared = if measurable { PreparedArea::new(&polygon) } else { None };
        Ground { polygon, km2, centre, places, prepared }
    }

    /// The share of the area that a scene covers, in %, and which places of it; `ring` is its open outline on the area's
    /// turn of the world, `holed` the whole of it where it has holes.
    pub(crate) fn fit(&self, ring: &[[f64; 2]], holed: Option<&Polygon>) -> (f64, Places) {
        let outline = || Polygon::new(ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect(), Vec::new());
        let clear = match (&self.prepared, holed) {
            (_, Some(_)) | (None, _) => Share::Unclear,
            (Some(prepared), None) => prepared.share(ring),
        };
        let share = match clear {
            Share::Known(share) => whole(share),
            Share::Unclear if ring.is_empty() => 0.0,
            Share::Unclear => holed.map_or_else(|| self.coverage(&outline()), |holed| self.coverage(holed)),
        };
        let places = match share {
            0.0 => Places::default(),
            100.0 => self.places.all(),
            _ => self.places.within(ring),
        };
        (share, places)
    }

    /// The same for a scene that may be on another turn of the world than the area.
    pub(crate) fn fit_anywhere(&self, ring: &[[f64; 2]], holed: Option<&Polygon>) -> (f64, Places) {
        let Some([west, _, east, _]) = bounds(ring) else { return self.fit(ring, holed) };
        let middle = f64::midpoint(west, east);
        let shift = nearest_turn(middle, self.centre.x()) - middle;
        if shift == 0.0 {
            return self.fit(ring, holed);
        }
        let turned: Vec<[f64; 2]> = ring.iter().map(|[x, y]| [x + shift, *y]).collect();
        self.fit(&turned, holed.map(|holed| turned_to(holed.clone(), self.centre.x())).as_ref())
    }

    /// The share of the area that a footprint on its turn of the world covers, in %.
    pub(crate) fn coverage(&self, footprint: &Polygon) -> f64 {
        let share = aoi::coverage_percent(&self.polygon, footprint);
        whole(if share.is_finite() { share } else { 0.0 })
    }

    /// The share that footprints cover together, in %.
    pub(crate) fn union_coverage(&self, mut footprints: Vec<Polygon>) -> f64 {
        // Neighbours are joined first: what is joined stays simple.
        footprints.sort_by_cached_key(|footprint| self.curve(footprint));
        let union = united(footprints.into_iter().map(|footprint| MultiPolygon(vec![footprint])).collect());
        let covered = union.intersection(&self.polygon);
        let shares = covered.0.iter().map(|part| aoi::coverage_percent(&self.polygon, part));
        whole(shares.sum::<f64>().min(100.0))
    }

    /// The place of a footprint along a curve that runs through neighbouring ground (Morton's).
    fn curve(&self, footprint: &Polygon) -> u64 {
        let middle = footprint.bounding_rect().map_or(Coord::zero(), |bounds| bounds.center());
        let spread = |degrees: f64| {
            let steps =
                ((degrees + 180.0) / 360.0 * f64::from(u16::MAX)).clamp(0.0, f64::from(u16::MAX)) as u64;
            (0..16).fold(0, |bits, k| bits | (steps >> k & 1) << (2 * k))
        };
        spread(middle.x - self.centre.x()) | spread(middle.y) << 1
    }
}

/// Joins by twos, so that most unions are of small shapes: much faster than one after the other.
fn united(mut parts: Vec<MultiPolygon>) -> MultiPolygon {
    while parts.len() > 1 {
        parts = parts
            .par_chunks(2)
            .map(|pair| match pair {
                [one, other] => one.union(other),
                rest => rest.first().cloned().unwrap_or_else(|| MultiPolygon(Vec::new())),
            })
            .collect();
    }
    parts.pop().unwrap_or_else(|| MultiPolygon(Vec::new()))
}

/// Clipping leaves a trace of rounding: what is whole but for that is whole.
fn whole(share: f64) -> f64 {
    if share > 100.0 - 1e-6 { 100.0 } else { share }
}

/// An area in two or more parts, cut across its longer side. None when it is nothing.
pub fn halves(area: &AreaPolygon) -> Vec<AreaPolygon> {
    let polygon = area.unwrapped().to_geo();
    let Some(bounds) = polygon.bounding_rect() else { return Vec::new() };
    let (min, max, middle) = (bounds.min(), bounds.max(), bounds.center());
    let boxes = if bounds.width() > bounds.height() {
        [Rect::new(min, coord! { x: middle.x, y: max.y }), Rect::new(coord! { x: middle.x, y: min.y }, max)]
    } else {
        [Rect::new(min, coord! { x: max.x, y: middle.y }), Rect::new(coord! { x: min.x, y: middle.y }, max)]
    };
    let parts = boxes.iter().flat_map(|half| polygon.intersection(&half.to_polygon()).0);
    parts.map(|part| AreaPolygon::from_geo(&part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, size: f64) -> AreaPolygon {
        let (east, north) = (west + size, south + size);
        AreaPolygon::from_ring(vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ])
    }

    #[test]
    fn what_two_cover_together_is_counted_once() {
        let ground = Ground::new(&square(0.0, 0.0, 1.0));
        let at = |west: f64| square(west, -0.5, 2.0).to_geo();
        let (one, both) = (ground.coverage(&at(0.4)), ground.union_coverage(vec![at(0.4), at(0.5), at(0.7)]));
        assert!((one - 60.0).abs() < 1e-6 && (both - 60.0).abs() < 1e-6, "{one} {both}");
        assert_eq!(ground.union_coverage(vec![at(0.4), at(-1.5)]), 100.0);
        assert_eq!(ground.union_coverage(Vec::new()), 0.0);
    }

    #[test]
    fn halves_make_the_whole() {
        let parts = halves(&square(179.0, 10.0, 2.0));
        let km2: f64 = parts.iter().map(|part| aoi::geodesic_km2(&part.to_geo())).sum();
        assert_eq!(parts.len(), 2);
        assert!((km2 / aoi::geodesic_km2(&square(179.0, 10.0, 2.0).to_geo()) - 1.0).abs() < 1e-3);
        assert!(halves(&AreaPolygon::from_ring(Vec::new())).is_empty());
    }
}
