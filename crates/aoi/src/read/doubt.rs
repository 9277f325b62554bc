//! What a slip of the hand makes of typed numbers: an area far larger than any that is ordered, or one corner far from
//! the others. Such an area is read rightly and not meant, so it is asked about.

use super::answer::{ReadArea, ReadQuestion, Reading, WayChoice};
use super::found::Typed;
use crate::boxes::Bounds;
use crate::ring::{Position, open};
use crate::words::km2_in_words;

/// Swath: a typed area larger than this is asked about: as one order it costs tens of thousands.
const LARGE_KM2: f64 = 10_000.0;
/// A corner is far from the others when the outline without it is so many times shorter than with it.
const FAR: f64 = 5.0;
/// An area of lines that are written differently, in km², that is not asked about: the lines agree.
const SMALL_KM2: f64 = 1_000.0;
/// The way that is offered: it is meant as it is.
const MEANT: &str = "as it is written";

/// The question whether areas that a person typed are meant, or a note about them in `reading`.
pub(super) fn doubted(reading: &mut Reading, typed: Typed) -> Option<Reading> {
    let mixed = match typed {
        Typed::No => return None,
        Typed::List { mixed } => mixed,
        Typed::Table => false,
    };
    let doubts: Vec<(bool, String)> = reading
        .areas
        .iter()
        .filter(|area| area.report.orderable)
        .filter_map(|area| doubt(area, mixed))
        .collect();
    // The heading of a table tells its numbers apart: of its size it is enough to tell.
    let asked = doubts.iter().any(|(far, _)| *far || typed != Typed::Table);
    let doubts: Vec<String> = doubts.into_iter().map(|(_, doubt)| doubt).collect();
    if !asked {
        reading.notes.extend(doubts);
        if mixed {
            reading
                .notes
                .push("Its lines are written in different ways; together they make one outline.".to_owned());
        }
        return None;
    }
    let areas = || reading.areas.iter().map(|area| &area.report);
    let bounds = areas()
        .map(|report| report.bounds)
        .reduce(|all, one| [all[0].min(one[0]), all[1].min(one[1]), all[2].max(one[2]), all[3].max(one[3])]);
    let way = WayChoice {
        way: MEANT.to_owned(),
        name: "Yes, it is meant so".to_owned(),
        bounds,
        km2: Some(areas().map(|report| report.km2).sum()),
    };
    let message = format!("{} Is that meant?", doubts.join(" "));
    Some(Reading {
        notes: reading.notes.clone(),
        ..Reading::asking(&reading.form, ReadQuestion::Way { message, ways: vec![way] })
    })
}

/// What is strange about an area, in a sentence, and whether it is a corner far from the others.
fn doubt(area: &ReadArea, mixed: bool) -> Option<(bool, String)> {
    let report = &area.report;
    let (ring, km2) = (open(report.polygon.outer()), report.km2);
    let size = || km2_in_words(km2);
    if let Some((corner, times)) = far_corner(ring) {
        let message = format!(
            "Corner {} lies far from the others: without it the outline is {times:.0} times shorter, with it the area is {}.",
            corner + 1,
            size()
        );
        return Some((true, message));
    }
    if mixed && km2 > SMALL_KM2 {
        let message =
            format!("Its lines are written in different ways, and together they make an area of {}.", size());
        return Some((false, message));
    }
    (km2 > LARGE_KM2).then(|| (false, format!("{} is far more than is ordered as one area.", size())))
}

/// The corner that is far from all others, and how many times shorter the outline is without it.
fn far_corner(ring: &[Position]) -> Option<(usize, f64)> {
    if ring.len() < 4 {
        return None;
    }
    let narrow = ring.first().map_or(1.0, |[_, lat]| lat.to_radians().cos().max(0.01));
    let flat: Vec<Position> = ring.iter().map(|[lon, lat]| [lon * narrow, *lat]).collect();
    let side = |bounds: &Bounds| (bounds.high[0] - bounds.low[0]).max(bounds.high[1] - bounds.low[1]);
    let whole = Bounds::of(&flat);
    let on_edge = |position: &Position| {
        (0..2).any(|axis| position[axis] == whole.low[axis] || position[axis] == whole.high[axis])
    };
    // Only what makes the box as wide as it is can be far; there are few such corners.
    let edges: Vec<usize> = (0..flat.len()).filter(|corner| on_edge(&flat[*corner])).take(8).collect();
    let times = |corner: usize| {
        let others: Vec<Position> = flat
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != corner)
            .map(|(_, position)| *position)
            .collect();
        (corner, side(&whole) / side(&Bounds::of(&others)))
    };
    let farthest = edges.into_iter().map(times).max_by(|one, other| one.1.total_cmp(&other.1))?;
    (farthest.1 >= FAR && farthest.1.is_finite()).then_some(farthest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polygon::AreaPolygon;

    #[test]
    fn a_corner_far_from_the_others_is_found() {
        let far = |ring: &[Position]| far_corner(ring).map(|(corner, _)| corner);
        let square = [[-9.2, 38.7], [-9.0, 38.7], [-9.0, 38.8], [-9.2, 38.8]];
        assert_eq!(far(&square), None);
        let mut slipped = square;
        slipped[2][0] = 9.0;
        assert_eq!(far(&slipped), Some(2));
        assert_eq!(far(&[[0.0, 0.0], [9.0, 0.0], [9.0, 0.1], [0.0, 0.1]]), None);
        assert_eq!(far(&square[..3]), None);
    }

    #[test]
    fn a_small_area_with_a_far_corner_is_not_said_to_be_nothing() {
        let ring = vec![[-9.2, 38.7], [-9.199, 38.7], [-9.18, 38.7001], [-9.199, 38.7002], [-9.2, 38.7]];
        let area = ReadArea { name: None, report: crate::check(&AreaPolygon::from_ring(ring)) };
        let (far, message) = doubt(&area, false).unwrap();
        assert!(far && message.contains("the area is 0.0") && message.ends_with(" km²."), "{message}");
    }
}
