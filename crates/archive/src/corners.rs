//! Where the corners of a scene's picture lie.
//!
//! A quicklook has no georeference: it fills the footprint, whose outline is often dense because the edges follow the
//! scan over uneven ground. Its four corners are the vertices that span the largest quadrilateral: that choice does not
//! depend on how a map stretches degrees, and finds the four true corners of a tilted or sheared footprint. All of these
//! satellites scan their archive scenes from north to south, so the top edge of the picture is the northern one.

use geo::{ConvexHull, Coord, Polygon};

/// Top left, top right, bottom right, bottom left; `None` when the footprint has no four corners.
pub(crate) fn corners(footprint: &Polygon) -> Option<[[f64; 2]; 4]> {
    let mut hull = footprint.convex_hull().exterior().0.clone();
    hull.pop();
    let four = largest_quadrilateral(&hull)?;
    // The hull runs counter-clockwise, so its northern edge runs from east to west.
    let north = |k: usize| four[k].y + four[(k + 1) % 4].y;
    let top = (0..4).max_by(|a, b| north(*a).total_cmp(&north(*b)))?;
    let corner = |k: usize| [four[(top + k) % 4].x, four[(top + k) % 4].y];
    Some([corner(1), corner(0), corner(3), corner(2)])
}

/// For each diagonal the farthest vertex on either side; the best of all. The hulls of footprints have few vertices.
fn largest_quadrilateral(hull: &[Coord]) -> Option<[Coord; 4]> {
    let mut best: Option<(f64, [usize; 4])> = None;
    for i in 0..hull.len() {
        for j in i + 2..hull.len() {
            let area = |k: usize| twice_area(hull[i], hull[j], hull[k]).abs();
            let farthest = |mut side: std::ops::Range<usize>| {
                let first = side.next()?;
                Some(side.fold(first, |best, k| if area(k) > area(best) { k } else { best }))
            };
            let other_side = (j + 1..hull.len()).chain(0..i);
            let beyond = other_side.reduce(|best, k| if area(k) > area(best) { k } else { best });
            let (Some(between), Some(beyond)) = (farthest(i + 1..j), beyond) else { continue };
            let whole = area(between) + area(beyond);
            if best.is_none_or(|(largest, _)| whole > largest) {
                best = Some((whole, [i, between, j, beyond]));
            }
        }
    }
    best.filter(|(area, _)| *area > 0.0).map(|(_, four)| four.map(|k| hull[k]))
}

fn twice_area(a: Coord, b: Coord, c: Coord) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_tilted_footprint_has_its_northern_edge_on_top() {
        let tilted = polygon![(x: 0.1, y: 0.0), (x: 1.1, y: 0.2), (x: 1.0, y: 1.2), (x: 0.0, y: 1.0)];
        assert_eq!(corners(&tilted), Some([[0.0, 1.0], [1.0, 1.2], [1.1, 0.2], [0.1, 0.0]]));
    }

    #[test]
    fn a_dense_outline_has_the_same_corners_in_either_direction() {
        let ring = [
            [0.0, 0.0],
            [0.5, -0.01],
            [1.0, 0.0],
            [1.01, 0.4],
            [1.0, 1.0],
            [0.6, 1.01],
            [0.0, 1.0],
            [-0.002, 0.5],
        ];
        let mut coords: Vec<Coord> = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        let expected = Some([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]);
        assert_eq!(corners(&Polygon::new(coords.clone().into(), vec![])), expected);
        coords.reverse();
        assert_eq!(corners(&Polygon::new(coords.into(), vec![])), expected);
    }

    #[test]
    fn a_triangle_has_no_four_corners() {
        assert_eq!(corners(&polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0)]), None);
    }
}
