//! Lines of typed angles, taken to positions.

use super::coordinates::FORM;
use super::found::excerpt;
use crate::error::AoiError;
use crate::point::{Angle, Axis, parse_angles};
use crate::ring::Position;

/// A number of a line, and the angles in it.
pub(super) type Line = (usize, Vec<Angle>);

/// Numbered lines that say something, with their angles. The first line may be a heading: it then says which axis is first.
pub(super) fn lines(text: &str) -> Result<(Option<Axis>, Vec<Line>), AoiError> {
    let plain: String =
        text.chars().map(|c| if matches!(c, '[' | ']' | '(' | ')' | '|') { ' ' } else { c }).collect();
    let filled = || plain.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let several = filled().count() > 1;
    let mut lines = Vec::new();
    let mut heading = None;
    for (place, line) in filled() {
        match parse_angles(line) {
            Some(angles) => lines.push((place + 1, angles)),
            None if lines.is_empty() && several && place == filled().next().map_or(0, |first| first.0) => {
                heading = first_axis(line);
            }
            None if lines.is_empty() => return Err(AoiError::Unrecognised),
            None => return Err(malformed(place + 1, format!("'{}' is no coordinate", excerpt(line)))),
        }
    }
    if lines.is_empty() { Err(AoiError::Unrecognised) } else { Ok((heading, lines)) }
}

/// The axis that a heading names first, in the languages in which the two words begin alike, or in German.
fn first_axis(heading: &str) -> Option<Axis> {
    let heading = heading.to_lowercase();
    let find = |words: &[&str]| words.iter().find_map(|word| heading.find(word));
    match (find(&["lat", "breite"]), find(&["lon", "lng", "länge"])) {
        (Some(lat), Some(lon)) => Some(if lat < lon { Axis::Latitude } else { Axis::Longitude }),
        _ => None,
    }
}

fn malformed(line: usize, reason: String) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("line {line}"), reason }
}

/// Whether some lines are in decimals and others in minutes, or some with letters and others without.
pub(super) fn is_mixed(lines: &[Line]) -> bool {
    let lettered = |(_, angles): &&Line| angles.iter().any(|angle| angle.axis.is_some());
    let decimal =
        |(_, angles): &&Line| angles.iter().any(|angle| angle.parts == 1 && angle.degrees.fract() != 0.0);
    let minutes = |(_, angles): &&Line| angles.iter().any(|angle| angle.parts > 1);
    let count = |of: &dyn Fn(&&Line) -> bool| lines.iter().filter(|line| of(line)).count();
    let letters = count(&lettered);
    (letters > 0 && letters < lines.len()) || (count(&decimal) > 0 && count(&minutes) > 0)
}

/// Whether two numbers that make a position have no letter although others have.
pub(super) fn has_bare_pairs(lines: &[Line]) -> bool {
    let bare = |pair: &[Angle]| pair.iter().all(|angle| angle.axis.is_none());
    lines.iter().any(|(_, angles)| angles.chunks_exact(2).any(bare))
}

/// Three numbers in every line: the third is a height when it is the same everywhere. Otherwise the first may be a number
/// of the row, and only the user knows.
pub(super) fn with_heights(lines: &[Line]) -> Result<Vec<Position>, AoiError> {
    let triples = || lines.iter().map(|(_, angles)| [0, 1, 2].map(|place| angles[place].degrees));
    heights(triples().collect())
}

fn heights(triples: Vec<[f64; 3]>) -> Result<Vec<Position>, AoiError> {
    let rows = triples.windows(2).all(|pair| pair[1][0] - pair[0][0] == 1.0);
    let level = triples.iter().all(|triple| triple[2] == triples[0][2]);
    if rows || !level {
        let message = "each position has three numbers; leave only longitude and latitude, in this order";
        return Err(AoiError::Ambiguous(message.to_owned()));
    }
    Ok(triples.into_iter().map(|[lon, lat, _]| [lon, lat]).collect())
}

/// Positions as KML writes them, `lon,lat,height` or `lon,lat` separated by white space; `None` when it is not that form.
pub(super) fn tuples(text: &str) -> Option<Result<Vec<Position>, AoiError>> {
    let numbers = |tuple: &str| -> Option<Vec<f64>> {
        tuple.split(',').map(|number| number.parse().ok().filter(|number: &f64| number.is_finite())).collect()
    };
    let tuples: Vec<Vec<f64>> = text.split_whitespace().map(numbers).collect::<Option<_>>()?;
    let all = |length: usize| tuples.len() > 2 && tuples.iter().all(|tuple| tuple.len() == length);
    if all(3) {
        return Some(heights(tuples.iter().map(|tuple| [tuple[0], tuple[1], tuple[2]]).collect()));
    }
    all(2).then(|| Ok(tuples.iter().map(|tuple| [tuple[0], tuple[1]]).collect()))
}

/// Positions of two numbers each. Of those without a letter, `first` says which comes first.
pub(super) fn pairs(lines: &[Line], first: Axis) -> Result<Vec<Position>, AoiError> {
    let mut positions = Vec::new();
    for (line, angles) in lines {
        let pairs = angles.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            let reason = format!("{} numbers do not make pairs of longitude and latitude", angles.len());
            return Err(malformed(*line, reason));
        }
        for pair in pairs {
            positions.push(position(*line, pair[0], pair[1], first)?);
        }
    }
    Ok(positions)
}

fn position(line: usize, one: Angle, other: Angle, first: Axis) -> Result<Position, AoiError> {
    let (lon, lat) = match (one.axis, other.axis) {
        (Some(Axis::Latitude), Some(Axis::Latitude)) | (Some(Axis::Longitude), Some(Axis::Longitude)) => {
            return Err(malformed(line, "two numbers in a row carry letters of the same axis".to_owned()));
        }
        (Some(Axis::Latitude), _) | (None, Some(Axis::Longitude)) => (other, one),
        (None, None) if first == Axis::Latitude => (other, one),
        _ => (one, other),
    };
    if lat.axis.is_some() && lat.degrees.abs() > 90.0 {
        return Err(malformed(line, format!("{} is no latitude", lat.degrees)));
    }
    Ok([lon.degrees, lat.degrees])
}
