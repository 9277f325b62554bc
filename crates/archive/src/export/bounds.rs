//! The box round many scenes, which may lie on both sides of the 180th meridian.

/// Degrees of the whole turn.
const TURN: f64 = 360.0;

/// West, south, east, north of several boxes, as RFC 7946 has it: where one of them crosses the 180th meridian the box
/// does too, with west greater than east, and leaves out the widest stretch of longitudes that none of them needs.
pub(super) fn around(boxes: &[[f64; 4]]) -> Option<[f64; 4]> {
    let [_, south, _, north] =
        boxes.iter().copied().reduce(|a, b| [0.0, a[1].min(b[1]), 0.0, a[3].max(b[3])])?;
    let least = boxes.iter().map(|one| one[0]).fold(f64::INFINITY, f64::min);
    let most = boxes.iter().map(|one| one[2]).fold(f64::NEG_INFINITY, f64::max);
    if boxes.iter().all(|[west, _, east, _]| west <= east) {
        return Some([least, south, most, north]);
    }
    let (west, east) = without_the_widest_gap(boxes);
    Some([west, south, east, north])
}

/// The longitudes where the boxes begin and end when they are gone along eastwards from the widest gap between them.
fn without_the_widest_gap(boxes: &[[f64; 4]]) -> (f64, f64) {
    let span = |[west, _, east, _]: &[f64; 4]| (*west, if east < west { east + TURN } else { *east });
    let mut spans: Vec<(f64, f64)> = boxes.iter().map(span).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(first) = spans.first().map(|(west, _)| *west) else { return (-180.0, 180.0) };
    let (mut widest, mut found, mut reached) = (0.0, None, f64::NEG_INFINITY);
    for (west, east) in &spans {
        if reached.is_finite() && west - reached > widest {
            (widest, found) = (west - reached, Some((*west, reached)));
        }
        reached = reached.max(*east);
    }
    // The last gap goes on over the place where the walk began.
    if first + TURN - reached > widest {
        found = Some((first, reached));
    }
    let within = |longitude: f64| if longitude > 180.0 { longitude - TURN } else { longitude };
    found.map_or((-180.0, 180.0), |(west, east)| (within(west), within(east)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_in_the_usual_range_have_the_usual_box() {
        let boxes = [[1.0, 2.0, 3.0, 4.0], [-5.0, 3.0, -4.0, 9.0]];
        assert_eq!(around(&boxes), Some([-5.0, 2.0, 3.0, 9.0]));
        assert_eq!(around(&[]), None);
    }

    #[test]
    fn boxes_across_the_meridian_have_a_box_across_it() {
        let fiji = [179.6, -19.0, -179.9, -18.0];
        assert_eq!(around(&[fiji]), Some(fiji));
        assert_eq!(around(&[fiji, [178.0, -18.5, 179.0, -17.0]]), Some([178.0, -19.0, -179.9, -17.0]));
        assert_eq!(around(&[fiji, [-179.5, -18.5, -179.0, -17.0]]), Some([179.6, -19.0, -179.0, -17.0]));
        assert_eq!(around(&[fiji, [10.0, -18.5, 12.0, 50.0]]), Some([10.0, -19.0, -179.9, 50.0]));
    }

    #[test]
    fn boxes_all_round_the_earth_leave_nothing_out() {
        let all: Vec<[f64; 4]> =
            (-18..18).map(|k| [f64::from(k) * 10.0, 0.0, f64::from(k) * 10.0 + 10.0, 1.0]).collect();
        let with_one_across: Vec<_> = all.into_iter().chain([[175.0, 0.0, -175.0, 1.0]]).collect();
        assert_eq!(around(&with_one_across), Some([-180.0, 0.0, 180.0, 1.0]));
    }
}
