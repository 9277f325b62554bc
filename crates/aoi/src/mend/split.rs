//! Cutting an outline along a line that is drawn across it.

use crate::check::checked;
use crate::error::AoiError;
use crate::measure::equal_area_of_ring;
use crate::measure::line as closed_line;
use crate::polygon::AreaPolygon;
use crate::report::AreaReport;
use crate::ring::{Position, closed, nearest_turn, open, unrepeated};

/// Digits of a degree that a place on a cut keeps: a tenth of a millimetre.
const GRAIN: f64 = 1e9;

/// Cuts an area along the straight line between two positions; the largest part comes first. The line cuts wherever it was
/// drawn through; where it begins or ends inside, the cut goes on to the edge. An area that it does not go through comes
/// back as it was.
///
/// # Errors
/// [`AoiError::CannotMend`] when the area has holes, or a position is not a number.
pub fn split_along(polygon: &AreaPolygon, line: [[f64; 2]; 2]) -> Result<Vec<AreaReport>, AoiError> {
    if !polygon.is_finite() || line.iter().flatten().any(|number| !number.is_finite()) {
        return Err(AoiError::CannotMend("a position is not a number"));
    }
    if polygon.coordinates.len() > 1 {
        return Err(AoiError::CannotMend("only an outline without holes can be cut along a line"));
    }
    let area = polygon.unwrapped();
    let ring = unrepeated(open(area.outer()));
    let home = ring.first().map_or(0.0, |first| first[0]);
    let from = [nearest_turn(line[0][0], home), line[0][1]];
    let to = [nearest_turn(line[1][0], from[0]), line[1][1]];
    let mut parts = pieces(&ring, from, to);
    if parts.len() < 2 {
        return Ok(vec![checked(area)]);
    }
    parts.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Ok(parts.iter().map(|part| checked(AreaPolygon::from_ring(closed(part)))).collect())
}

fn size(ring: &[Position]) -> f64 {
    equal_area_of_ring(&closed_line(ring).0).abs()
}

/// A vertex of the outline, or a place where the line meets it, with how far along the line that is.
#[derive(Clone, Copy, PartialEq)]
struct Node {
    at: Position,
    along: Option<f64>,
}

fn pieces(ring: &[Position], from: Position, to: Position) -> Vec<Vec<Position>> {
    let nodes = with_meetings(ring, from, to);
    let mut meetings: Vec<Node> = nodes.iter().copied().filter(|node| node.along.is_some()).collect();
    meetings.sort_by(|a, b| a.along.unwrap_or_default().total_cmp(&b.along.unwrap_or_default()));
    let length = (to[0] - from[0]).powi(2) + (to[1] - from[1]).powi(2);
    let mut outlines = vec![nodes];
    // Along the line, ground lies between each first and second meeting.
    for pair in meetings.chunks_exact(2) {
        let (begins, ends) = (pair[0].along.unwrap_or_default(), pair[1].along.unwrap_or_default());
        if ends > 0.0 && begins < length {
            outlines = outlines.into_iter().flat_map(|outline| cut(outline, pair[0], pair[1])).collect();
        }
    }
    outlines.into_iter().map(|outline| outline.into_iter().map(|node| node.at).collect()).collect()
}

fn with_meetings(ring: &[Position], from: Position, to: Position) -> Vec<Node> {
    let run = [to[0] - from[0], to[1] - from[1]];
    let side = |[lon, lat]: Position| run[0] * (lat - from[1]) - run[1] * (lon - from[0]);
    let mut nodes = Vec::with_capacity(ring.len() + 2);
    for (place, here) in ring.iter().enumerate() {
        let next = ring[(place + 1) % ring.len()];
        nodes.push(Node { at: *here, along: None });
        let (before, after) = (side(*here), side(next));
        // A vertex on the line counts to one side, so that it is met once and not twice.
        if (before >= 0.0) == (after >= 0.0) {
            continue;
        }
        let share = before / (before - after);
        let at = [0, 1].map(|axis| {
            let exact = here[axis] + share * (next[axis] - here[axis]);
            (exact * GRAIN).round() / GRAIN
        });
        let along = (at[0] - from[0]) * run[0] + (at[1] - from[1]) * run[1];
        nodes.push(Node { at, along: Some(along) });
    }
    nodes
}

/// The outlines on either side of a cut; the outline itself where the cut does not lie in it.
fn cut(outline: Vec<Node>, from: Node, to: Node) -> Vec<Vec<Node>> {
    let place = |wanted: Node| outline.iter().position(|node| *node == wanted);
    let (Some(one), Some(other)) = (place(from), place(to)) else { return vec![outline] };
    let (first, second) = (one.min(other), one.max(other));
    let beyond = outline[second..].iter().chain(&outline[..=first]).copied().collect();
    let parts = [outline[first..=second].to_vec(), beyond].map(tidy);
    if parts.iter().all(|part| part.len() >= 3) { parts.into() } else { vec![outline] }
}

/// Without positions that repeat the one before, also across the end.
fn tidy(mut part: Vec<Node>) -> Vec<Node> {
    part.dedup_by(|next, before| next.at == before.at);
    while part.len() > 1 && part.first().map(|node| node.at) == part.last().map(|node| node.at) {
        part.pop();
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Position; 4] = [[0.0, 0.0], [0.2, 0.0], [0.2, 0.2], [0.0, 0.2]];

    fn parts(ring: &[Position], line: [Position; 2]) -> Vec<AreaReport> {
        split_along(&AreaPolygon::from_ring(closed(ring)), line).unwrap()
    }

    #[test]
    fn a_cut_makes_two_of_one_the_larger_first() {
        let halves = parts(&SQUARE, [[-0.1, 0.05], [0.3, 0.05]]);
        assert_eq!(halves.len(), 2);
        assert!(halves.iter().all(|half| half.orderable));
        assert!((halves[0].km2 / halves[1].km2 - 3.0).abs() < 1e-3, "{} {}", halves[0].km2, halves[1].km2);
        assert_eq!(parts(&SQUARE, [[0.1, -0.1], [0.1, 0.1]]).len(), 2, "goes on to the edge");
        let corners = parts(&SQUARE, [[-0.1, -0.1], [0.3, 0.3]]);
        assert_eq!(corners.iter().map(|half| half.vertices).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn a_comb_is_cut_only_where_the_line_was_drawn() {
        let comb: Vec<Position> =
            [(0, 0), (5, 0), (5, 3), (4, 3), (4, 1), (3, 1), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
                .map(|(x, y)| [f64::from(x) * 0.1, f64::from(y) * 0.1])
                .to_vec();
        assert_eq!(parts(&comb, [[-0.1, 0.2], [0.6, 0.2]]).len(), 4);
        assert_eq!(parts(&comb, [[-0.1, 0.2], [0.15, 0.2]]).len(), 2);
    }

    #[test]
    fn a_line_that_meets_nothing_changes_nothing() {
        let area = AreaPolygon::from_ring(closed(&SQUARE));
        for line in [[[0.3, 0.0], [0.3, 0.2]], [[-0.1, 0.1], [0.1, -0.1]], [[0.1, 0.1], [0.1, 0.1]]] {
            let same = split_along(&area, line).unwrap();
            assert_eq!((same.len(), &same[0].polygon), (1, &area), "{line:?}");
        }
    }

    #[test]
    fn it_cuts_across_the_antimeridian_whichever_turn_the_line_is_on() {
        let fiji = [[179.9, -18.0], [180.1, -18.0], [180.1, -17.9], [179.9, -17.9]];
        for turn in [0.0, -360.0, 360.0] {
            assert_eq!(parts(&fiji, [[179.8 + turn, -17.95], [180.2 + turn, -17.95]]).len(), 2, "{turn}");
        }
    }

    #[test]
    fn holes_and_what_is_no_number_are_refused() {
        let mut holed = AreaPolygon::from_ring(closed(&SQUARE));
        let line = [[-0.1, 0.1], [0.3, 0.1]];
        assert!(split_along(&holed, [[f64::NAN, 0.0], [1.0, 1.0]]).is_err());
        holed.coordinates.push(vec![[0.05, 0.02], [0.1, 0.02], [0.1, 0.04], [0.05, 0.02]]);
        assert!(split_along(&holed, line).unwrap_err().to_string().contains("without holes"));
        assert_eq!(split_along(&AreaPolygon::from_ring(Vec::new()), line).unwrap().len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_ground_is_lost_or_gained(
            radii in proptest::collection::vec(0.1..0.3f64, 3..40),
            from in (-0.4..0.4f64, -0.4..0.4f64), to in (-0.4..0.4f64, -0.4..0.4f64),
        ) {
            let count = radii.len() as f64;
            let vertex = |(k, radius): (usize, &f64)| {
                let turn = k as f64 / count * std::f64::consts::TAU;
                [radius * turn.cos(), 40.0 + radius * turn.sin()]
            };
            let ring: Vec<Position> = radii.iter().enumerate().map(vertex).collect();
            let parts = parts(&ring, [[from.0, 40.0 + from.1], [to.0, 40.0 + to.1]]);
            // Edges straight in degrees: a cut adds vertices to geodesics, which changes their ground a little.
            let sizes: Vec<f64> = parts.iter().map(|part| size(part.polygon.outer())).collect();
            proptest::prop_assert!((sizes.iter().sum::<f64>() / size(&ring) - 1.0).abs() < 1e-6, "{:?}", sizes);
            proptest::prop_assert!(sizes.windows(2).all(|two| two[0] >= two[1]));
        }
    }
}
