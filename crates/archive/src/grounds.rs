//! The areas of a search. In most cases it is one; a scene is measured over each, and counts for the one it covers most of.

use aoi::AreaPolygon;
use geo::{Point, Polygon};

use crate::cover::Ground;
use crate::footprint::turned_to;
use crate::places::{COUNT, Places};

/// What a scene means for the areas together.
pub(crate) struct Best {
    /// The share of the area it covers most of, in %.
    pub(crate) coverage: f64,
    /// The km² it covers there.
    pub(crate) km2: f64,
    /// Which places of all the areas it shows.
    pub(crate) places: Places,
}

pub(crate) struct Grounds {
    first: Ground,
    further: Vec<Ground>,
}

impl Grounds {
    pub(crate) fn new(first: &AreaPolygon, further: &[AreaPolygon]) -> Grounds {
        if further.is_empty() {
            return Grounds { first: Ground::new(first), further: Vec::new() };
        }
        // Each has its share of the places, by its size, and at least one.
        let all: Vec<&AreaPolygon> = std::iter::once(first).chain(further).collect();
        let sizes: Vec<f64> = all.iter().map(|area| aoi::check(area).km2.max(0.0)).collect();
        let (whole, spare) = (sizes.iter().sum::<f64>(), COUNT.saturating_sub(all.len()) as f64);
        let count = all.len() as f64;
        let (mut begun, mut measured) = (0, 0.0);
        let mut grounds = all.into_iter().zip(sizes).enumerate().map(|(number, (area, km2))| {
            measured += km2;
            // Rounded from the beginning, so that none is left over: what covers all areas shows all places.
            let share = if whole > 0.0 { measured / whole } else { (number + 1) as f64 / count };
            let bits = begun..(number + 1 + (share * spare).round() as usize).clamp(begun, COUNT);
            begun = bits.end;
            Ground::with_places(area, bits)
        });
        let first = grounds.next().unwrap_or_else(|| Ground::new(first));
        Grounds { further: grounds.collect(), first }
    }

    /// Whether there is only one.
    pub(crate) fn is_one(&self) -> bool {
        self.further.is_empty()
    }

    /// Longitude and latitude of the middle of the first one; footprints are kept on its turn of the world.
    pub(crate) fn centre(&self) -> Point {
        self.first.centre
    }

    /// The size of the first one, in km².
    pub(crate) fn first_km2(&self) -> f64 {
        self.first.km2
    }

    /// What a scene means, of its open outline and of the whole of it where it has holes.
    pub(crate) fn fit(&self, ring: &[[f64; 2]], holed: Option<&Polygon>) -> Best {
        let (coverage, places) = self.first.fit(ring, holed);
        let mut best = Best { coverage, km2: self.first.km2 * coverage / 100.0, places };
        for ground in &self.further {
            let (coverage, places) = ground.fit_anywhere(ring, holed);
            best.places.join(places);
            if coverage > best.coverage {
                (best.coverage, best.km2) = (coverage, ground.km2 * coverage / 100.0);
            }
        }
        best
    }

    /// The share of each area that a scene covers, in %, in the order of the search.
    pub(crate) fn shares(&self, ring: &[[f64; 2]], holed: Option<&Polygon>) -> Vec<f64> {
        let first = self.first.fit(ring, holed).0;
        let further = self.further.iter().map(|ground| ground.fit_anywhere(ring, holed).0);
        std::iter::once(first).chain(further).collect()
    }

    /// The share of all areas together that footprints cover, in %.
    pub(crate) fn union_coverage(&self, footprints: &[Polygon]) -> f64 {
        let share = |ground: &Ground| {
            let turned = footprints.iter().map(|one| turned_to(one.clone(), ground.centre.x()));
            ground.union_coverage(turned.collect())
        };
        if self.is_one() {
            return share(&self.first);
        }
        let all = || std::iter::once(&self.first).chain(&self.further);
        let whole: f64 = all().map(|ground| ground.km2).sum();
        let covered: f64 = all().map(|ground| ground.km2 * share(ground)).sum();
        if whole > 0.0 { covered / whole } else { 0.0 }
    }
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

    fn ring(west: f64, south: f64, size: f64) -> Vec<[f64; 2]> {
        vec![[west, south], [west + size, south], [west + size, south + size], [west, south + size]]
    }

    #[test]
    fn a_scene_counts_for_the_area_it_covers_most_of() {
        let grounds = Grounds::new(&square(0.0, 0.0, 1.0), &[square(2.0, 0.0, 1.0), square(30.0, 0.0, 1.0)]);
        let scene = ring(0.75, -0.5, 2.0);
        let shares = grounds.shares(&scene, None);
        assert!(
            (shares[0] - 25.0).abs() < 0.1 && (shares[1] - 75.0).abs() < 0.1 && shares[2] == 0.0,
            "{shares:?}"
        );
        let best = grounds.fit(&scene, None);
        assert!((best.coverage - shares[1]).abs() < 1e-9);
        assert!((best.places.share() - 33.3).abs() < 3.0, "{}", best.places.share());
    }

    #[test]
    fn areas_on_both_sides_of_the_180th_meridian_are_each_met() {
        for turn in [0.0, 360.0, -360.0] {
            let grounds =
                Grounds::new(&square(178.0, 0.0, 1.0), &[square(-179.0, 0.0, 1.0), square(-1.0, 0.0, 1.0)]);
            let shares = grounds.shares(&ring(181.0 + turn - 360.0, 0.0, 1.0), None);
            assert!(shares[1] > 99.9, "{turn}: {shares:?}");
            assert!(grounds.shares(&ring(-1.0 + turn, 0.0, 1.0), None)[2] > 99.9);
        }
    }

    #[test]
    fn what_covers_all_areas_shows_all_places() {
        for count in [2_u32, 3, 7, 24, 25] {
            let areas: Vec<AreaPolygon> =
                (0..count).map(|k| square(f64::from(k) * 2.0, 0.0, 0.1 + f64::from(k % 5) * 0.2)).collect();
            let grounds = Grounds::new(&areas[0], &areas[1..]);
            let best = grounds.fit(&[[-1.0, -1.0], [60.0, -1.0], [60.0, 2.0], [-1.0, 2.0]], None);
            assert_eq!(best.places.share(), 100.0, "{count} areas");
        }
    }

    #[test]
    fn what_scenes_cover_together_is_of_all_areas_by_their_size() {
        let grounds = Grounds::new(&square(0.0, 0.0, 1.0), &[square(3.0, 0.0, 1.0)]);
        let whole = grounds.union_coverage(&[square(-0.5, -0.5, 2.0).to_geo()]);
        assert!((whole - 50.0).abs() < 0.1, "{whole}");
        assert_eq!(Grounds::new(&square(0.0, 0.0, 1.0), &[]).union_coverage(&[]), 0.0);
    }
}
