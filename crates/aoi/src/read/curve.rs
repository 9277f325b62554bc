//! Arcs of circles made of straight pieces, as GDAL makes them: one piece for every 4 degrees of an arc.

use std::f64::consts::{PI, TAU};

use crate::ring::Position;

/// In degrees of the arc.
const STEP: f64 = 4.0;
/// Fewer pieces make no curve.
const FEWEST: usize = 7;

/// The straight pieces of a string of arcs, each through its middle position to its last: their number is odd, and 3 at least.
/// `None` when it is not.
pub(super) fn straightened(arcs: &[Position]) -> Option<Vec<Position>> {
    if arcs.len() < 3 || arcs.len().is_multiple_of(2) {
        return None;
    }
    let mut line = vec![arcs[0]];
    for arc in arcs.windows(3).step_by(2) {
        along([arc[0], arc[1], arc[2]], &mut line);
    }
    Some(line)
}

/// Adds the pieces of one arc to a line that ends where it begins.
fn along([from, through, to]: [Position; 3], line: &mut Vec<Position>) {
    let Some(([x, y], radius)) = circle([from, through, to]) else {
        // Positions on one line are no arc.
        line.extend([through, to]);
        return;
    };
    let angle = |position: Position| (position[1] - y).atan2(position[0] - x);
    let start = angle(from);
    let whole = from == to;
    // The way to the last position that passes the middle one.
    let ahead = |position: Position| (angle(position) - start).rem_euclid(TAU);
    let turn = match (whole, ahead(through) < ahead(to)) {
        (true, _) => TAU,
        (false, true) => ahead(to),
        (false, false) => ahead(to) - TAU,
    };
    let pieces = ((turn.abs() / (STEP * PI / 180.0) + 0.5).floor() as usize).max(FEWEST);
    // An even number of positions between the ends, so that one lies in the middle.
    let pieces = if pieces.is_multiple_of(2) { pieces + 1 } else { pieces };
    for piece in 1..pieces {
        let (sin, cos) = (start + turn * piece as f64 / pieces as f64).sin_cos();
        line.push([x + radius * cos, y + radius * sin]);
    }
    line.push(to);
}

/// The middle and the radius of the circle through three positions. Two that are the same with a third over against them are
/// a whole circle.
fn circle([from, through, to]: [Position; 3]) -> Option<(Position, f64)> {
    let middle = if from == to {
        [from[0].midpoint(through[0]), from[1].midpoint(through[1])]
    } else {
        let ([ax, ay], [bx, by]) =
            ([through[0] - from[0], through[1] - from[1]], [to[0] - from[0], to[1] - from[1]]);
        let cross = 2.0 * (ax * by - ay * bx);
        let (a, b) = (ax * ax + ay * ay, bx * bx + by * by);
        if cross.abs() <= 1e-9 * (a * b).sqrt() {
            return None;
        }
        [from[0] + (by * a - ay * b) / cross, from[1] + (ax * b - bx * a) / cross]
    };
    let radius = (from[0] - middle[0]).hypot(from[1] - middle[1]);
    (radius.is_finite() && radius > 0.0).then_some((middle, radius))
}

/// Adds a part of a compound curve to those before it: where they meet, one position is enough.
pub(super) fn join(line: &mut Vec<Position>, part: Vec<Position>) {
    let meets = line.last().is_some() && line.last() == part.first();
    line.extend(part.into_iter().skip(usize::from(meets)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arc_is_made_of_pieces_of_about_4_degrees_on_its_circle_and_ends_where_it_did() {
        for (arc, degrees) in [
            ([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], 180.0),
            ([[1.0, 0.0], [0.0, -1.0], [-1.0, 0.0]], 180.0),
            ([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]], 270.0),
            ([[1.0, 0.0], [-1.0, 0.0], [1.0, 0.0]], 360.0),
        ] {
            let line = straightened(&arc).unwrap();
            assert_eq!((line[0], line[line.len() - 1]), (arc[0], arc[2]));
            let pieces = (line.len() - 1) as f64;
            assert!((degrees / pieces - 4.0_f64).abs() < 0.2, "{pieces}");
            assert!(line.iter().all(|[x, y]| (x.hypot(*y) - 1.0).abs() < 1e-12), "{line:?}");
            let longest =
                line.windows(2).map(|pair| (pair[0][0] - pair[1][0]).hypot(pair[0][1] - pair[1][1]));
            assert!(longest.fold(0.0, f64::max) < 0.072);
            let nearest = line.iter().map(|[x, y]| (x - arc[1][0]).hypot(y - arc[1][1])).fold(9.0, f64::min);
            assert!(nearest < 0.04, "{nearest}");
        }
    }

    #[test]
    fn what_is_no_arc_stays_straight() {
        let flat = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
        assert_eq!(straightened(&flat).unwrap(), flat);
        let same = [[1.0, 1.0]; 3];
        assert_eq!(straightened(&same).unwrap(), same);
        assert!(straightened(&flat[..2]).is_none() && straightened(&[]).is_none());
        let wild = straightened(&[[f64::MAX, 0.0], [0.0, f64::MAX], [-f64::MAX, 1.0]]).unwrap();
        assert!(wild.iter().flatten().all(|number| number.is_finite()));
    }

    #[test]
    fn parts_that_meet_share_a_position() {
        let mut line = vec![[0.0, 0.0], [1.0, 0.0]];
        join(&mut line, vec![[1.0, 0.0], [2.0, 0.0]]);
        join(&mut line, vec![[3.0, 0.0]]);
        assert_eq!(line, [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
    }
}
