//! The share of one area that very many footprints cover.
//!
//! What an area and a convex footprint have in common is bounded by pieces of both outlines: those of the area's within the
//! footprint, and those of the footprint's within the area. Their sizes add up along the edges, so those of whole edges of
//! the area are known beforehand, and only edges near the footprint are looked at. Where an answer would hang on the last
//! digits (corners that lie on edges, edges that lie on each other) it is left to [`aoi::coverage_percent`].

use geo::{Coord, Polygon};

/// Squared eccentricity of the WGS 84 ellipsoid.
const E2: f64 = 0.006_694_379_990_141_316;
/// Rows into which the edges of the area are sorted.
const ROWS: usize = 256;
/// Cells along each side of the grid that tells where there are no edges.
const CELLS: usize = 64;
/// Edges one after the other that are passed over together where none of them is near.
const STRETCH: usize = 16;
/// Nearer than this, in square degrees, a corner counts as lying on an edge.
const TOUCHING: f64 = 1e-11;

struct Edge {
    from: Coord,
    to: Coord,
    /// What it adds to the size of the area.
    size: f64,
}

/// An area, looked over once.
pub(crate) struct PreparedArea {
    /// Outlines counter-clockwise, holes clockwise.
    edges: Vec<Edge>,
    /// West, south, east, north of each edge.
    boxes: Vec<[f64; 4]>,
    /// The same of each stretch of edges.
    stretches: Vec<[f64; 4]>,
    /// Edges by the rows they pass through.
    rows: Vec<Vec<u32>>,
    /// How many cells with edges lie south-west of each corner of the grid.
    edged: Vec<u32>,
    south: f64,
    row_height: f64,
    bounds: [f64; 4],
    size: f64,
}

/// What is known of a footprint's share.
pub(crate) enum Share {
    /// In %.
    Known(f64),
    /// It has to be measured the long way.
    Unclear,
}

impl PreparedArea {
    /// `None` for an area that is nothing.
    pub(crate) fn new(area: &Polygon) -> Option<PreparedArea> {
        let rings =
            std::iter::once((area.exterior(), true)).chain(area.interiors().iter().map(|hole| (hole, false)));
        let mut edges = Vec::new();
        for (ring, outer) in rings {
            let mut corners = ring.0.clone();
            let size: f64 = corners.windows(2).map(|pair| under(pair[0], pair[1])).sum();
            if (size > 0.0) != outer {
                corners.reverse();
            }
            let there = corners.windows(2).filter(|pair| pair[0] != pair[1]);
            edges.extend(there.map(|pair| Edge {
                from: pair[0],
                to: pair[1],
                size: under(pair[0], pair[1]),
            }));
        }
        let boxes: Vec<[f64; 4]> = edges
            .iter()
            .map(|Edge { from, to, .. }| {
                [from.x.min(to.x), from.y.min(to.y), from.x.max(to.x), from.y.max(to.y)]
            })
            .collect();
        let bounds = around(&boxes);
        let size: f64 = edges.iter().map(|edge| edge.size).sum();
        let row_height = (bounds[3] - bounds[1]) / ROWS as f64;
        let usable = size > 0.0 && row_height > 0.0 && bounds[2] > bounds[0] && size.is_finite();
        let stretches = boxes.chunks(STRETCH).map(around).collect();
        let edged = if usable { edged_cells(&bounds, &boxes) } else { Vec::new() };
        let rows = vec![Vec::new(); ROWS];
        let mut prepared =
            PreparedArea { edges, boxes, stretches, rows, edged, south: bounds[1], row_height, bounds, size };
        for number in 0..prepared.edges.len() {
            let (a, b) = (prepared.edges[number].from.y, prepared.edges[number].to.y);
            for row in prepared.row(a.min(b))..=prepared.row(a.max(b)) {
                prepared.rows[row].push(number as u32);
            }
        }
        usable.then_some(prepared)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.south) / self.row_height).max(0.0) as usize).min(ROWS - 1)
    }

    /// The share of the area within a footprint, given as an open outline on the area's turn of the world.
    pub(crate) fn share(&self, footprint: &[[f64; 2]]) -> Share {
        let Some(clip) = Convex::new(footprint) else { return Share::Unclear };
        let [west, south, east, north] = self.bounds;
        let [w, s, e, n] = clip.bounds;
        if w > east || e < west || s > north || n < south {
            return Share::Known(0.0);
        }
        let box_corners = [(west, south), (east, south), (east, north), (west, north)];
        if box_corners.iter().all(|(x, y)| clip.depth(Coord { x: *x, y: *y }) > 0.0) {
            return Share::Known(100.0);
        }
        match self.common(&clip) {
            Some(common) => Share::Known((common / self.size * 100.0).clamp(0.0, 100.0)),
            None => Share::Unclear,
        }
    }

    /// The size of what both have in common; `None` when it hangs on the last digits.
    fn common(&self, clip: &Convex) -> Option<f64> {
        if self.has_no_edge(&clip.bounds) {
            let whole =
                || (0..clip.count).map(|number| clip.edge(number)).map(|(from, to)| under(from, to)).sum();
            return Some(if self.contains(clip.corners[0])? { whole() } else { 0.0 });
        }
        let mut size = 0.0;
        let mut crossings: [Vec<f64>; MOST_CORNERS] = Default::default();
        let stretches = self.boxes.chunks(STRETCH).zip(self.edges.chunks(STRETCH));
        for (stretch, (boxes, edges)) in self.stretches.iter().zip(stretches) {
            if !meet(stretch, &clip.bounds) {
                continue;
            }
            for (bounds, edge) in boxes.iter().zip(edges) {
                if meet(bounds, &clip.bounds) {
                    size += clip.within(edge, &mut crossings)?;
                }
            }
        }
        for (number, crossings) in crossings.iter_mut().enumerate().take(clip.count) {
            size += self.inner_pieces(clip, number, crossings)?;
        }
        Some(size)
    }

    /// Whether surely no edge of the area lies in a box.
    fn has_no_edge(&self, [w, s, e, n]: &[f64; 4]) -> bool {
        let (left, bottom) = cell(&self.bounds, *w, *s);
        let (right, top) = cell(&self.bounds, *e, *n);
        let at = |column: usize, row: usize| self.edged[row * (CELLS + 1) + column];
        at(right + 1, top + 1) + at(left, bottom) == at(left, top + 1) + at(right + 1, bottom)
    }

    /// The pieces of an edge of the footprint that run within the area: between crossings it is in or out in turn.
    fn inner_pieces(&self, clip: &Convex, number: usize, crossings: &mut [f64]) -> Option<f64> {
        let (from, to) = clip.edge(number);
        crossings.sort_unstable_by(f64::total_cmp);
        let at =
            |share: f64| Coord { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
        let mut size = 0.0;
        let mut inside = self.contains(from)?;
        let mut start = 0.0;
        for end in crossings.iter().copied().chain([1.0]) {
            if inside {
                size += under(at(start), at(end));
            }
            (inside, start) = (!inside, end);
        }
        // Behind the last crossing it has been turned once more.
        (inside != self.contains(to)?).then_some(size)
    }

    /// Whether a place lies within; `None` when it lies on the outline.
    fn contains(&self, place: Coord) -> Option<bool> {
        let [west, south, east, north] = self.bounds;
        if place.x < west || place.x > east || place.y < south || place.y > north {
            return Some(false);
        }
        let mut odd = false;
        for number in &self.rows[self.row(place.y)] {
            let Edge { from, to, .. } = &self.edges[*number as usize];
            if (from.y > place.y) != (to.y > place.y) {
                let side = side(*from, *to, place);
                if side.abs() < TOUCHING {
                    return None;
                }
                odd ^= (side > 0.0) == (to.y > from.y);
            }
        }
        Some(odd)
    }
}

/// The box around boxes.
fn around(boxes: &[[f64; 4]]) -> [f64; 4] {
    let nothing = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    boxes.iter().fold(nothing, |[w, s, e, n], [west, south, east, north]| {
        [w.min(*west), s.min(*south), e.max(*east), n.max(*north)]
    })
}

/// Whether two boxes meet; without branches, which here could not be foreseen.
fn meet([west, south, east, north]: &[f64; 4], [w, s, e, n]: &[f64; 4]) -> bool {
    (west <= e) & (east >= w) & (south <= n) & (north >= s)
}

/// Column and row of the cell of a place; places beyond the bounds belong to the cells at their edge.
fn cell([west, south, east, north]: &[f64; 4], x: f64, y: f64) -> (usize, usize) {
    let place = |share: f64| ((share * CELLS as f64).max(0.0) as usize).min(CELLS - 1);
    (place((x - west) / (east - west)), place((y - south) / (north - south)))
}

fn edged_cells(bounds: &[f64; 4], boxes: &[[f64; 4]]) -> Vec<u32> {
    let mut edged = vec![0_u32; (CELLS + 1) * (CELLS + 1)];
    for [west, south, east, north] in boxes {
        let ((left, bottom), (right, top)) = (cell(bounds, *west, *south), cell(bounds, *east, *north));
        for row in bottom..=top {
            edged[(row + 1) * (CELLS + 1) + left + 1..=(row + 1) * (CELLS + 1) + right + 1].fill(1);
        }
    }
    for row in 1..=CELLS {
        for column in 1..=CELLS {
            let at = row * (CELLS + 1) + column;
            edged[at] = edged[at] + edged[at - 1] + edged[at - CELLS - 1] - edged[at - CELLS - 2];
        }
    }
    edged
}

/// Footprints of more corners are measured the long way.
const MOST_CORNERS: usize = 8;

/// A convex outline, counter-clockwise.
struct Convex {
    corners: [Coord; MOST_CORNERS],
    count: usize,
    bounds: [f64; 4],
}

impl Convex {
    fn new(outline: &[[f64; 2]]) -> Option<Convex> {
        let count = outline.len();
        if !(3..=MOST_CORNERS).contains(&count) {
            return None;
        }
        let mut corners = [Coord::default(); MOST_CORNERS];
        for (corner, [x, y]) in corners.iter_mut().zip(outline) {
            *corner = Coord { x: *x, y: *y };
        }
        let turn = |k: usize| side(corners[k], corners[(k + 1) % count], corners[(k + 2) % count]);
        let left = (0..count).all(|k| turn(k) > TOUCHING);
        let right = (0..count).all(|k| turn(k) < -TOUCHING);
        // With five corners and more a star turns the same way at each, and goes round twice.
        if !(left || right) || (count > 4 && goes_round_twice(&corners[..count])) {
            return None;
        }
        if right {
            corners[..count].reverse();
        }
        let bounds = crate::shapes::bounds(outline)?;
        Some(Convex { corners, count, bounds })
    }

    fn edge(&self, number: usize) -> (Coord, Coord) {
        (self.corners[number], self.corners[(number + 1) % self.count])
    }

    /// Positive within, and 0 on the outline.
    fn depth(&self, place: Coord) -> f64 {
        let sides = (0..self.count).map(|number| {
            let (from, to) = self.edge(number);
            side(from, to, place)
        });
        sides.fold(f64::INFINITY, f64::min)
    }

    /// What the part of an edge of the area within this outline adds; where it crosses the outline is noted, as the share
    /// of the crossed edge.
    fn within(&self, edge: &Edge, crossings: &mut [Vec<f64>; MOST_CORNERS]) -> Option<f64> {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let (mut entered, mut left) = (None, None);
        for number in 0..self.count {
            let (a, b) = self.edge(number);
            let (from, to) = (side(a, b, edge.from), side(a, b, edge.to));
            if from.abs() < TOUCHING || to.abs() < TOUCHING {
                return None;
            }
            match (from > 0.0, to > 0.0) {
                (false, false) => return Some(0.0),
                (true, true) => {}
                (false, true) => {
                    let share = from / (from - to);
                    if share > enter {
                        (enter, entered) = (share, Some(number));
                    }
                }
                (true, false) => {
                    let share = from / (from - to);
                    if share < leave {
                        (leave, left) = (share, Some(number));
                    }
                }
            }
        }
        if (leave - enter).abs() < 1e-9 {
            return None;
        }
        if enter > leave {
            return Some(0.0);
        }
        if entered.is_none() && left.is_none() {
            return Some(edge.size);
        }
        let at = |share: f64| Coord {
            x: edge.from.x + share * (edge.to.x - edge.from.x),
            y: edge.from.y + share * (edge.to.y - edge.from.y),
        };
        for (share, number) in [(enter, entered), (leave, left)] {
            if let Some(number) = number {
                let (a, b) = self.edge(number);
                let place = at(share);
                let along = if (b.x - a.x).abs() > (b.y - a.y).abs() {
                    (place.x - a.x) / (b.x - a.x)
                } else {
                    (place.y - a.y) / (b.y - a.y)
                };
                crossings[number].push(along);
            }
        }
        Some(under(at(enter), at(leave)))
    }
}

fn goes_round_twice(corners: &[Coord]) -> bool {
    let count = corners.len();
    let angle = |k: usize| {
        let (a, b, c) = (corners[k], corners[(k + 1) % count], corners[(k + 2) % count]);
        let (out, on) = (b - a, c - b);
        (out.x * on.y - out.y * on.x).atan2(out.x * on.x + out.y * on.y)
    };
    (0..count).map(angle).sum::<f64>().abs() > 1.5 * std::f64::consts::TAU
}

fn side(a: Coord, b: Coord, p: Coord) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// What an edge adds to the size of what it bounds, in a plane where equal areas of the ellipsoid are equal; positive where
/// a counter-clockwise outline runs west. By Simpson's rule, so that the pieces of an edge add up.
fn under(from: Coord, to: Coord) -> f64 {
    let mean = (authalic(from.y) + 4.0 * authalic(f64::midpoint(from.y, to.y)) + authalic(to.y)) / 6.0;
    (from.x - to.x) * mean
}

/// The height of a parallel in the cylindrical equal-area projection of the ellipsoid (Snyder 1987, equation 3-12), as the
/// series of its powers of the eccentricity, which ends for doubles after eight.
fn authalic(lat: f64) -> f64 {
    let sine = lat.to_radians().sin();
    let square = E2 * sine * sine;
    let mut sum = 0.0;
    for k in (0..8).rev() {
        let k = f64::from(k);
        sum = sum * square + (2.0 * k + 2.0) / (2.0 * k + 1.0);
    }
    (1.0 - E2) * sine * sum
}

#[cfg(test)]
mod tests {
    use geo::{LineString, polygon};
    use proptest::prelude::*;

    use super::*;

    fn quad(centre: [f64; 2], size: [f64; 2], tilt: f64) -> Vec<[f64; 2]> {
        let corner = |x: f64, y: f64| {
            let (x, y) = (x * size[0], y * size[1]);
            [centre[0] + x * tilt.cos() - y * tilt.sin(), centre[1] + x * tilt.sin() + y * tilt.cos()]
        };
        vec![corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)]
    }

    fn as_polygon(ring: &[[f64; 2]]) -> Polygon {
        Polygon::new(LineString::from(ring.to_vec()), Vec::new())
    }

    proptest! {
        #[test]
        fn shares_are_those_of_clipping(
            x in -3.0..3.0f64, y in -3.0..3.0f64, w in 0.05..4.0f64, h in 0.05..4.0f64, tilt in -3.2..3.2f64,
            lat in -80.0..80.0f64, turned: bool,
        ) {
            // A star with a hole: concave, and the footprint may lie in the hole.
            let ray = |k: usize| {
                let (radius, angle) = (if k.is_multiple_of(2) { 2.0 } else { 0.9 }, k as f64 * 0.37);
                (radius * angle.cos(), lat + radius * angle.sin())
            };
            let star: LineString = (0..16).map(ray).collect();
            let hole = LineString::from(vec![(-0.3, lat - 0.3), (0.3, lat - 0.3), (0.1, lat + 0.4)]);
            let area = Polygon::new(star, vec![hole]);
            let mut footprint = quad([x, lat + y], [w, h], tilt);
            if turned {
                footprint.reverse();
            }
            let prepared = PreparedArea::new(&area).unwrap();
            let expected = aoi::coverage_percent(&area, &as_polygon(&footprint));
            if let Share::Known(share) = prepared.share(&footprint) {
                // Simpson's rule over an edge of several degrees is right to about a millionth.
                prop_assert!((share - expected).abs() < 3e-6 * (1.0 + expected), "{share} {expected}");
            }
        }
    }

    #[test]
    fn what_is_clear_is_known_and_what_touches_is_not() {
        let area = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)];
        let prepared = PreparedArea::new(&area).unwrap();
        let known = |ring: &[[f64; 2]]| match prepared.share(ring) {
            Share::Known(share) => Some(share),
            Share::Unclear => None,
        };
        assert_eq!(known(&quad([1.0, 1.0], [4.0, 4.0], 0.2)), Some(100.0));
        assert_eq!(known(&quad([9.0, 1.0], [4.0, 4.0], 0.2)), Some(0.0));
        let quarter = known(&quad([1.5, 0.5], [0.5, 0.5], 0.0)).unwrap();
        assert!((quarter - 6.25).abs() < 0.01, "{quarter}");
        assert_eq!(known(&quad([1.0, 1.0], [2.0, 1.0], 0.0)), None, "it ends where the area ends");
        assert_eq!(known(&[[0.1, 0.1], [1.0, 1.0], [1.0, 0.1], [0.1, 1.0]]), None, "a bow tie");
        assert!(PreparedArea::new(&Polygon::new(LineString::new(Vec::new()), Vec::new())).is_none());
    }

    #[test]
    fn the_series_is_the_closed_form() {
        for lat in [-90.0, -47.3, -1.0, 0.0, 12.5, 66.6, 90.0_f64] {
            let (sine, e) = (lat.to_radians().sin(), E2.sqrt());
            let closed = (1.0 - E2) * (sine / (1.0 - E2 * sine * sine) + (e * sine).atanh() / e);
            assert!((authalic(lat) - closed).abs() < 1e-14, "{lat}");
        }
    }
}
