//! Rings without an order: which are outlines, and which are holes in them.

use crate::polygon::AreaPolygon;
use crate::ring::{Position, open};

/// The polygons that rings make: one that lies in an odd number of others is a hole in the smallest of them, whichever way
/// it runs. Rings of fewer than three corners are left out.
pub(crate) fn polygons(rings: Vec<Vec<Position>>) -> Vec<AreaPolygon> {
    if rings.len() == 1 {
        return rings.into_iter().map(AreaPolygon::from_ring).collect();
    }
    let mut rings: Vec<Ring> =
        rings.into_iter().filter(|ring| open(ring).len() >= 3).enumerate().map(Ring::new).collect();
    rings.sort_by(|a, b| b.area.total_cmp(&a.area));
    // Larger rings come first: only they can lie round a ring.
    let mut depth: Vec<usize> = Vec::with_capacity(rings.len());
    let mut polygons: Vec<(usize, AreaPolygon)> = Vec::new();
    let mut polygon_of: Vec<usize> = Vec::with_capacity(rings.len());
    for place in 0..rings.len() {
        let ring = &rings[place];
        let around = (0..place).rev().find(|larger| rings[*larger].contains(ring));
        let level = around.map_or(0, |around| depth[around] + 1);
        depth.push(level);
        match around.filter(|_| level % 2 == 1) {
            Some(around) => {
                let polygon = polygon_of[around];
                polygons[polygon].1.coordinates.push(ring.positions.clone());
                polygon_of.push(polygon);
            }
            None => {
                polygon_of.push(polygons.len());
                polygons.push((ring.number, AreaPolygon::from_ring(ring.positions.clone())));
            }
        }
    }
    polygons.sort_by_key(|(number, _)| *number);
    polygons.into_iter().map(|(_, polygon)| polygon).collect()
}

struct Ring {
    number: usize,
    positions: Vec<Position>,
    low: Position,
    high: Position,
    /// In square units of its coordinates.
    area: f64,
}

impl Ring {
    fn new((number, positions): (usize, Vec<Position>)) -> Ring {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for position in &positions {
            for axis in 0..2 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
        }
        let cross = |pair: &[Position]| {
            let [a, b] = [pair[0], pair[1]].map(|[x, y]| [x - low[0], y - low[1]]);
            a[0] * b[1] - a[1] * b[0]
        };
        let home =
            positions.last().zip(positions.first()).map_or(0.0, |(last, first)| cross(&[*last, *first]));
        let area = (positions.windows(2).map(cross).sum::<f64>() + home).abs() / 2.0;
        Ring { number, positions, low, high, area }
    }

    /// Whether another ring, which does not cross this one, lies in it.
    fn contains(&self, other: &Ring) -> bool {
        let boxed =
            (0..2).all(|axis| self.low[axis] <= other.low[axis] && other.high[axis] <= self.high[axis]);
        // A corner may lie on this ring; then another one tells.
        boxed && other.positions.iter().find_map(|position| self.side(*position)).unwrap_or(false)
    }

    /// Whether a position lies inside; `None` when it lies on the ring.
    fn side(&self, [x, y]: Position) -> Option<bool> {
        let ring = open(&self.positions);
        let mut inside = false;
        for (place, [x1, y1]) in ring.iter().enumerate() {
            let [x2, y2] = ring[(place + 1) % ring.len()];
            let cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
            let within = x1.min(x2) <= x && x <= x1.max(x2) && y1.min(y2) <= y && y <= y1.max(y2);
            if cross == 0.0 && within {
                return None;
            }
            if (*y1 > y) != (y2 > y) && (cross > 0.0) == (y2 > *y1) {
                inside = !inside;
            }
        }
        Some(inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(low: f64, high: f64) -> Vec<Position> {
        vec![[low, low], [high, low], [high, high], [low, high], [low, low]]
    }

    #[test]
    fn an_island_in_a_lake_is_an_area_of_its_own() {
        let found = polygons(vec![square(3.0, 4.0), square(0.0, 9.0), square(2.0, 6.0)]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].coordinates, [square(3.0, 4.0)]);
        assert_eq!(found[1].coordinates, [square(0.0, 9.0), square(2.0, 6.0)]);
    }

    #[test]
    fn rings_that_touch_from_outside_stay_apart_and_a_touching_hole_is_one() {
        let beside = vec![[9.0, 0.0], [12.0, 0.0], [12.0, 9.0], [9.0, 9.0], [9.0, 0.0]];
        assert_eq!(polygons(vec![square(0.0, 9.0), beside]).len(), 2);
        let hole = vec![[0.0, 0.0], [3.0, 1.0], [1.0, 3.0], [0.0, 0.0]];
        assert_eq!(polygons(vec![square(0.0, 9.0), hole]).len(), 1);
    }
}
