//! Lists of coordinates as people type and paste them, and bounding boxes.
//!
//! Letters or a heading decide which number is which. Without them people write both orders, so it is asked, not guessed.

use super::found::{Features, Order, Shape, System, excerpt, ring_of};
use super::{geojson, grid};
use crate::error::AoiError;
use crate::point::{Angle, Axis, parse_angles};
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "list of coordinates";

/// `[[1,2],[3,4]]`: brackets only, and no GeoJSON object.
pub(super) fn is_bare_list(text: &str) -> bool {
    text.starts_with('[') && !text.contains(['{', '"'])
}

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let nested = text.chars().filter(|c| !c.is_whitespace()).take(2).all(|c| c == '[');
    if nested && !text.contains('(') {
        return geojson::read_coordinates(text, FORM);
    }
    let mut features = Features::new(FORM, System::Unstated);
    if let Some(places) = grid::places(text) {
        features.system = System::OfTheForm;
        return shaped(features, places?);
    }
    let (heading, lines) = lines(text)?;
    let angles: Vec<Angle> = lines.iter().flat_map(|(_, angles)| angles).copied().collect();
    let lettered = angles.iter().any(|angle| angle.axis.is_some());
    if angles.len() == 4 && !lettered && !angles.iter().any(|angle| angle.marked) && heading.is_none() {
        // On two lines they are two corners, and each may begin with either axis.
        features.order = if lines.len() == 2 { Order::Unstated } else { Order::Stated };
        features.notes.push("Four numbers were read as west, south, east, north.".to_owned());
        features.area(None, bounding_box(&angles)?)?;
        return Ok(features);
    }
    let mut positions = if !lettered && lines.len() > 2 && lines.iter().all(|(_, angles)| angles.len() == 3) {
        with_heights(&lines)?
    } else if let Some(positions) = tuples(text).filter(|_| !lettered) {
        positions?
    } else {
        pairs(&lines)?
    };
    match heading {
        Some(Axis::Latitude) if !lettered => positions.iter_mut().for_each(|position| position.swap(0, 1)),
        Some(_) => {}
        None if lettered => {}
        None => features.order = Order::Unstated,
    }
    shaped(features, positions)
}

/// One position is a point, two are a line, more are corners.
fn shaped(mut features: Features, positions: Vec<Position>) -> Result<Features, AoiError> {
    if positions.len() < 3 {
        features.shape(None, Shape::Line(positions))?;
    } else {
        features.area(None, ring_of(&positions))?;
    }
    Ok(features)
}

/// A number of a line, and the angles in it.
type Line = (usize, Vec<Angle>);

/// Numbered lines that say something, with their angles. The first line may be a heading: it then says which axis is first.
fn lines(text: &str) -> Result<(Option<Axis>, Vec<Line>), AoiError> {
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

fn first_axis(heading: &str) -> Option<Axis> {
    let heading = heading.to_ascii_lowercase();
    match (heading.find("lat"), heading.find("lon").or_else(|| heading.find("lng"))) {
        (Some(lat), Some(lon)) => Some(if lat < lon { Axis::Latitude } else { Axis::Longitude }),
        _ => None,
    }
}

fn malformed(line: usize, reason: String) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("line {line}"), reason }
}

/// West, south, east, north.
fn bounding_box(angles: &[Angle]) -> Result<AreaPolygon, AoiError> {
    let [west, south, mut east, north] = [0, 1, 2, 3].map(|place| angles[place].degrees);
    if south.abs() > 90.0 || north.abs() > 90.0 || south >= north || west == east {
        return Err(AoiError::Ambiguous(format!(
            "four numbers are read as west, south, east, north; {west}, {south}, {east}, {north} can't be that"
        )));
    }
    if east < west {
        east += 360.0;
    }
    Ok(ring_of(&[[west, south], [east, south], [east, north], [west, north]]))
}

/// Three numbers in every line: the third is a height when it is the same everywhere. Otherwise the first may be a number
/// of the row, and only the user knows.
fn with_heights(lines: &[(usize, Vec<Angle>)]) -> Result<Vec<[f64; 2]>, AoiError> {
    let triples = || lines.iter().map(|(_, angles)| [0, 1, 2].map(|place| angles[place].degrees));
    heights(triples().collect())
}

fn heights(triples: Vec<[f64; 3]>) -> Result<Vec<[f64; 2]>, AoiError> {
    let rows = triples.windows(2).all(|pair| pair[1][0] - pair[0][0] == 1.0);
    let level = triples.iter().all(|triple| triple[2] == triples[0][2]);
    if rows || !level {
        let message = "each position has three numbers; leave only longitude and latitude, in this order";
        return Err(AoiError::Ambiguous(message.to_owned()));
    }
    Ok(triples.into_iter().map(|[lon, lat, _]| [lon, lat]).collect())
}

/// Positions as KML writes them, `lon,lat,height` or `lon,lat` separated by white space; `None` when it is not that form.
fn tuples(text: &str) -> Option<Result<Vec<[f64; 2]>, AoiError>> {
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

fn pairs(lines: &[(usize, Vec<Angle>)]) -> Result<Vec<[f64; 2]>, AoiError> {
    let mut positions = Vec::new();
    for (line, angles) in lines {
        let pairs = angles.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            let reason = format!("{} numbers do not make pairs of longitude and latitude", angles.len());
            return Err(malformed(*line, reason));
        }
        for pair in pairs {
            positions.push(position(*line, pair[0], pair[1])?);
        }
    }
    Ok(positions)
}

fn position(line: usize, first: Angle, second: Angle) -> Result<[f64; 2], AoiError> {
    let (lon, lat) = match (first.axis, second.axis) {
        (Some(Axis::Latitude), Some(Axis::Latitude)) | (Some(Axis::Longitude), Some(Axis::Longitude)) => {
            return Err(malformed(line, "two numbers in a row carry letters of the same axis".to_owned()));
        }
        (Some(Axis::Latitude), _) | (None, Some(Axis::Longitude)) => (second, first),
        _ => (first, second),
    };
    if lat.axis.is_some() && lat.degrees.abs() > 90.0 {
        return Err(malformed(line, format!("{} is no latitude", lat.degrees)));
    }
    Ok([lon.degrees, lat.degrees])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(text: &str) -> AreaPolygon {
        let found = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let [(None, Shape::Area(polygon))] = found.found.as_slice() else { panic!("{text}: {found:?}") };
        polygon.clone()
    }

    fn ring(text: &str) -> Vec<[f64; 2]> {
        polygon(text).outer().to_vec()
    }

    fn says(text: &str) -> String {
        read(text).map_or_else(|error| error.to_string(), |found| format!("{found:?}"))
    }

    const TRIANGLE: [[f64; 2]; 4] = [[-9.1, 38.7], [-9.0, 38.7], [-9.0, 38.8], [-9.1, 38.7]];

    #[test]
    fn lists_are_read_in_every_common_spelling_and_closed() {
        for text in [
            "-9.1 38.7\n-9.0 38.7\n-9.0 38.8",
            "-9.1,38.7\n-9.0,38.7\n-9.0,38.8\n-9.1,38.7\n",
            "-9.1,38.7 -9.0,38.7 -9.0,38.8",
            "-9.1 38.7, -9.0 38.7, -9.0 38.8",
            "(-9.1, 38.7); (-9.0, 38.7); (-9.0, 38.8)",
            "[(-9.1, 38.7), (-9.0, 38.7), (-9.0, 38.8)]",
            "[[-9.1,38.7],[-9.0,38.7],[-9.0,38.8]]",
            "[[[-9.1,38.7],[-9.0,38.7],[-9.0,38.8],[-9.1,38.7]]]",
            "-9.1,38.7,0 -9.0,38.7,0 -9.0,38.8,0",
            "-9.1 38.7 12\n-9.0 38.7 12\n-9.0 38.8 12",
            "lon lat\n-9.1 38.7\n-9.0 38.7\n-9.0 38.8",
            "38.7 N 9.1 W\n38.7 N 9.0 W\n38.8 N 9.0 W",
            "9.1W 38.7N 9.0W 38.7N 9.0W 38.8N",
            "38°42'N 9°6'W; 38°42'N 9°0'W; 38°48'N 9°0'W",
            "38 42 N 9 6 W, 38 42 N 9 0 W, 38 48 N 9 0 W",
        ] {
            let ring = ring(text);
            let near =
                |(a, b): (&[f64; 2], &[f64; 2])| (a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 1e-9;
            assert!(ring.len() == 4 && ring.iter().zip(&TRIANGLE).all(near), "{text}: {ring:?}");
        }
    }

    #[test]
    fn a_box_across_the_180th_meridian_is_continuous() {
        assert_eq!(ring("179,-18,-179,-17")[1], [181.0, -18.0]);
        assert_eq!(ring("[1, 2, 3, 4]")[2], [3.0, 4.0]);
        assert!(says("4 3 2 1").contains("west, south, east, north"));
    }

    #[test]
    fn rings_in_brackets_stay_apart() {
        assert_eq!(
            polygon("[[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[2,0.5],[2,1],[1,0.5]]]").coordinates.len(),
            2
        );
        let parts = read("[[[[0,0],[4,0],[4,4],[0,0]]],[[[9,0],[8,0],[8,1],[9,0]]]]").unwrap();
        assert_eq!(parts.found.len(), 2);
    }

    #[test]
    fn a_list_without_letters_leaves_the_order_open_and_a_heading_tells_it() {
        let order = |text: &str| read(text).unwrap().order;
        assert_eq!(order("38.7 -9.1\n38.7 -9.0\n38.8 -9.0"), Order::Unstated);
        assert_eq!(order("38°42' 9°6'\n38°42' 9°0'\n38°48' 9°0'"), Order::Unstated);
        assert_eq!(order("38.7 N 9.1 W\n38.7 N 9.0 W\n38.8 N 9.0 W"), Order::Stated);
        assert_eq!(order("[[1,2],[3,2],[3,4]]"), Order::Stated);
        for text in ["lat lon\n38.7 -9.1\n38.7 -9.0\n38.8 -9.0", "Lng  Lat\n-9.1 38.7\n-9.0 38.7\n-9.0 38.8"]
        {
            assert_eq!((order(text), ring(text)[0]), (Order::Stated, TRIANGLE[0]));
        }
        assert!(says("1 -9.1 38.7\n2 -9.0 38.7\n3 -9.0 38.8").contains("three numbers"));
    }

    #[test]
    fn one_position_is_a_point_and_two_are_a_line() {
        let line = |text: &str| match read(text).unwrap().found.remove(0).1 {
            Shape::Line(line) => line.len(),
            Shape::Area(_) => 0,
        };
        assert_eq!((line("38.7 N 9.1 W"), line("38.7 N 9.1 W\n38.8 N 9.0 W")), (1, 2));
        assert_eq!(read("38.7 -9.1\n38.8 -9.0").unwrap().order, Order::Unstated);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        assert!(says("1 2\n3 4\n5").contains("line 3"));
        assert!(says("1 2\n3 4\nhouse\n5 6").contains("line 3: 'house'"));
        assert!(says("1 N 2 N\n3 N 4 E\n5 N 6 E").contains("line 1"));
        assert!(says("95 N 2 E\n3 N 4 E\n5 N 6 E").contains("95 is no latitude"));
        assert!(says("hello there").contains("neither GeoJSON"));
    }
}
