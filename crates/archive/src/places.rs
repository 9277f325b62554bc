//! Places spread over an area, and which of them a scene shows. With them the share that many scenes cover together is
//! counted in a moment, for the calendar; what a selection covers is measured exactly, in `cover`.

use std::ops::Range;

use geo::{BoundingRect, Contains, Coord, Point, Polygon};
use serde::{Deserialize, Serialize};

use crate::shapes::bounds;

/// How many places an area has: enough to tell its covered share to about half a percent.
pub(crate) const COUNT: usize = 256;

/// Which places are shown, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Places([u64; COUNT / 64]);

impl Places {
    #[cfg(test)]
    pub(crate) const ALL: Places = Places([u64::MAX; COUNT / 64]);

    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    /// Takes those of another too.
    pub(crate) fn join(&mut self, other: Places) {
        for (mine, other) in self.0.iter_mut().zip(other.0) {
            *mine |= other;
        }
    }

    /// In % of all.
    pub(crate) fn share(self) -> f64 {
        let shown: u32 = self.0.iter().map(|part| part.count_ones()).sum();
        f64::from(shown) / COUNT as f64 * 100.0
    }
}

/// The places of an area from south to north; fewer when the area is too thin to be hit, none when it is nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlacesOf {
    points: Vec<Coord>,
    /// The bits of [`Places`] that are this area's: all, or a part where a search has several areas.
    bits: Range<usize>,
}

impl PlacesOf {
    /// Places spread evenly: a rank-one lattice (the plastic number's) over the bounds, those outside left out.
    pub(crate) fn new(area: &Polygon, bits: Range<usize>) -> PlacesOf {
        const STEPS: [f64; 2] = [0.754_877_666_246_692_7, 0.569_840_290_998_053_2];
        const TRIED: usize = COUNT * 60;
        let Some(bounds) = area.bounding_rect() else { return PlacesOf::default() };
        let at = |k: usize| Coord {
            x: bounds.min().x + bounds.width() * (0.5 + STEPS[0] * k as f64).fract(),
            y: bounds.min().y + bounds.height() * (0.5 + STEPS[1] * k as f64).fract(),
        };
        let inside = (1..TRIED).map(at).filter(|place| area.contains(&Point::from(*place)));
        let mut points: Vec<Coord> = inside.take(bits.len()).collect();
        points.sort_unstable_by(|a, b| a.y.total_cmp(&b.y));
        PlacesOf { points, bits }
    }

    /// All of this area's places.
    pub(crate) fn all(&self) -> Places {
        let mut shown = Places::default();
        self.bits.clone().for_each(|bit| shown.add(bit));
        shown
    }

    /// Those within a footprint, given as an open ring on the area's turn of the world.
    pub(crate) fn within(&self, footprint: &[[f64; 2]]) -> Places {
        let mut shown = Places::default();
        let Some([west, south, east, north]) = bounds(footprint) else { return shown };
        let first = self.points.partition_point(|place| place.y < south);
        let near = self.points.iter().enumerate().skip(first).take_while(|(_, place)| place.y <= north);
        for (number, place) in near {
            if place.x >= west && place.x <= east && inside(footprint, *place) {
                // Fewer places than bits stand for several each.
                for bit in self.bits.clone().skip(number).step_by(self.points.len().max(1)) {
                    shown.add(bit);
                }
            }
        }
        shown
    }
}

/// Even and odd crossings of a ray.
pub(crate) fn inside(ring: &[[f64; 2]], place: Coord) -> bool {
    let mut odd = false;
    let mut before = ring.len().wrapping_sub(1);
    for here in 0..ring.len() {
        let ([ax, ay], [bx, by]) = (ring[here], ring[before]);
        if (ay > place.y) != (by > place.y) && place.x < (bx - ax) * (place.y - ay) / (by - ay) + ax {
            odd = !odd;
        }
        before = here;
    }
    odd
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn half_of_an_area_is_about_half_of_its_places() {
        let area = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)];
        let places = PlacesOf::new(&area, 0..COUNT);
        let west = places.within(&[[-1.0, -1.0], [1.0, -1.0], [1.0, 3.0], [-1.0, 3.0]]);
        let south = places.within(&[[-1.0, -1.0], [3.0, -1.0], [3.0, 1.0], [-1.0, 1.0]]);
        assert!((west.share() - 50.0).abs() < 1.0, "{}", west.share());
        let mut both = west;
        both.join(south);
        assert!((both.share() - 75.0).abs() < 1.5, "{}", both.share());
        both.join(places.within(&[[-1.0, -1.0], [3.0, -1.0], [3.0, 3.0], [-1.0, 3.0]]));
        assert_eq!(both, Places::ALL);
    }

    #[test]
    fn an_area_that_is_nothing_has_no_places() {
        let nothing = Polygon::new(vec![(0.0, 0.0)].into(), vec![]);
        assert_eq!(
            PlacesOf::new(&nothing, 0..COUNT).within(&[[-1.0, -1.0], [1.0, -1.0], [0.0, 1.0]]),
            Places::default()
        );
    }
}
