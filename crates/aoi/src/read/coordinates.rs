//! Lists of coordinates as people type and paste them, and bounding boxes.
//!
//! Letters or a heading decide which number is which. Without them people write both orders, so it is asked, not guessed;
//! so it is when commas, a letter O or four numbers can be meant in several ways.

use super::found::{Features, Found, Order, Shape, System, Typed, ring_of};
use super::fours::{self, Told};
use super::lists::{self, Line};
use super::marks::{self, Writing, writings};
use super::ways::{Way, weighed};
use super::{geojson, grid};
use crate::error::AoiError;
use crate::point::{Angle, Axis};
use crate::ring::Position;

pub(super) const FORM: &str = "list of coordinates";

/// `[[1,2],[3,4]]`: brackets only, and no GeoJSON object.
pub(super) fn is_bare_list(text: &str) -> bool {
    text.starts_with('[') && !text.contains(['{', '"'])
}

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let nested = text.chars().filter(|c| !c.is_whitespace()).take(2).all(|c| c == '[');
    if nested && !text.contains('(') {
        return geojson::read_coordinates(text, FORM);
    }
    let features = Features::new(FORM, System::Unstated);
    let (text, system) = with_system(text);
    let told = match (&system, text.contains(" : ")) {
        (System::Unstated, false) => Told::No,
        (_, true) => Told::Corners,
        (_, false) => Told::Extent,
    };
    let (mut ways, mut wrong) = (Vec::new(), None);
    for writing in writings(&text) {
        match of_writing(&writing, &system, told) {
            Ok(found) => ways.push(found),
            Err(error) => wrong = wrong.or(Some(error)),
        }
    }
    // What is told of four numbers is left only where none of them holds.
    let mut groups: Vec<Vec<Way>> = Vec::new();
    for (rank, group) in ways.into_iter().flat_map(|found: Vec<Vec<Way>>| found.into_iter().enumerate()) {
        groups.resize_with(groups.len().max(rank + 1), Vec::new);
        groups[rank].extend(group);
    }
    if groups.is_empty() {
        return Err(wrong.unwrap_or(AoiError::Unrecognised));
    }
    let held = if groups.len() == 1 { None } else { first_held(&groups) };
    weighed(features, groups.swap_remove(held.unwrap_or_default()))
}

fn first_held(groups: &[Vec<Way>]) -> Option<usize> {
    groups.iter().position(|ways| ways.iter().any(Way::holds))
}

/// The text without `[EPSG:n]`, and the system that it names.
fn with_system(text: &str) -> (String, System) {
    let lower = text.to_ascii_lowercase();
    let Some(from) = lower.find("epsg") else { return (text.to_owned(), System::Unstated) };
    let after = lower[from + 4..].trim_start_matches([':', ' ', '=']);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let Ok(code) = after[..digits].parse() else { return (text.to_owned(), System::Unstated) };
    let before = text[..from].trim_end().trim_end_matches(['[', '(']);
    let rest = text[text.len() - after.len() + digits..].trim_start_matches([']', ')']);
    (format!("{}{rest}", before.trim_end()).trim().to_owned(), System::Epsg(code))
}

/// The ways in which one writing can be read, in groups: a later group counts only where nothing of an earlier one holds.
fn of_writing(writing: &Writing<'_>, system: &System, told: Told) -> Result<Vec<Vec<Way>>, AoiError> {
    let text: &str = &writing.text;
    let plain = Way {
        taken: writing.taken.iter().map(|taken| (*taken).to_owned()).collect(),
        found: Vec::new(),
        order: Order::Stated,
        system: system.clone(),
        notes: writing.taken.iter().filter_map(|taken| marks::note(taken)).map(str::to_owned).collect(),
        lettered: false,
        typed: Typed::List { mixed: false },
    };
    if let Some(polygon) = fours::named(text) {
        return Ok(vec![vec![Way { found: vec![(None, Shape::Area(polygon))], lettered: true, ..plain }]]);
    }
    if let Some(places) = grid::places(text, grid::LetterS::Unclear) {
        let plain = Way { system: System::OfTheForm, lettered: true, ..plain };
        return of_grid(text, places, &plain);
    }
    let text = if told == Told::Corners { text.replace(" : ", "; ") } else { text.to_owned() };
    let (heading, lines) = lists::lines(&text)?;
    let angles: Vec<Angle> = lines.iter().flat_map(|(_, angles)| angles).copied().collect();
    let lettered = angles.iter().any(|angle| angle.axis.is_some());
    if let ([a, b, c, d], false, None) = (angles.as_slice(), lettered, heading)
        && !angles.iter().any(|angle| angle.marked)
    {
        return four_numbers([a, b, c, d].map(|angle| angle.degrees), told, &plain);
    }
    let plain = Way { typed: Typed::List { mixed: lists::is_mixed(&lines) }, ..plain };
    let mut ways = Vec::new();
    for (taken, lines) in by_sign(lines) {
        let plain = with_taken(&plain, taken);
        ways.extend(of_lines(&text, heading, &lines, &plain)?);
    }
    Ok(vec![ways])
}

fn with_taken(way: &Way, taken: Option<&str>) -> Way {
    let all = way.taken.iter().cloned().chain(taken.map(str::to_owned)).collect();
    Way { taken: all, ..way.clone() }
}

/// UTM and MGRS. A letter S after a zone may be a half of the earth or a band.
fn of_grid(
    text: &str,
    places: Result<Vec<Position>, AoiError>,
    plain: &Way,
) -> Result<Vec<Vec<Way>>, AoiError> {
    match places {
        Ok(places) => Ok(vec![shaped(&places, plain)]),
        Err(unclear @ AoiError::Ambiguous(_)) => {
            let kinds = [
                (grid::LetterS::South, "S is the southern half of the zone"),
                (grid::LetterS::Band, "S is the band from 32° to 40° north"),
            ];
            let mut ways = Vec::new();
            for (kind, taken) in kinds {
                if let Some(Ok(places)) = grid::places(text, kind) {
                    ways.extend(shaped(&places, &with_taken(plain, Some(taken))));
                }
            }
            if ways.is_empty() { Err(unclear) } else { Ok(vec![ways]) }
        }
        Err(error) => Err(error),
    }
}

fn four_numbers(numbers: [f64; 4], told: Told, plain: &Way) -> Result<Vec<Vec<Way>>, AoiError> {
    let groups = fours::boxes(numbers, told).into_iter().map(|boxes| -> Vec<Way> {
        let way = |(sides, polygon): fours::Boxed| {
            let mut way = with_taken(plain, Some(&sides));
            way.notes.push(format!("Four numbers were read as {sides}."));
            way.found = vec![(None, Shape::Area(polygon))];
            way
        };
        boxes.into_iter().map(way).collect()
    });
    let groups: Vec<Vec<Way>> = groups.collect();
    if groups.iter().flatten().any(Way::is_possible) {
        return Ok(groups);
    }
    let [a, b, c, d] = numbers;
    Err(AoiError::Ambiguous(format!(
        "four numbers are read as the sides of a box, such as west, south, east, north; {a}, {b}, {c}, {d} can't be that in any order"
    )))
}

/// The lines as they are; where a minus contradicts a letter, also by the minus.
fn by_sign(lines: Vec<Line>) -> Vec<(Option<&'static str>, Vec<Line>)> {
    if !lines.iter().flat_map(|(_, angles)| angles).any(|angle| angle.contradicts) {
        return vec![(None, lines)];
    }
    let mut by_minus = lines.clone();
    by_minus.iter_mut().flat_map(|(_, angles)| angles).for_each(Angle::by_minus);
    vec![(Some("the letter counts"), lines), (Some("the minus counts"), by_minus)]
}

fn of_lines(text: &str, heading: Option<Axis>, lines: &[Line], plain: &Way) -> Result<Vec<Way>, AoiError> {
    let angles = || lines.iter().flat_map(|(_, angles)| angles);
    let lettered = angles().any(|angle| angle.axis.is_some());
    if lettered {
        let whole = Way { lettered: angles().all(|angle| angle.axis.is_some()), ..plain.clone() };
        if !lists::has_bare_pairs(lines) {
            return Ok(shaped(&lists::pairs(lines, Axis::Longitude)?, &whole));
        }
        let ways = [
            (Axis::Latitude, "numbers without letters: latitude first"),
            (Axis::Longitude, "numbers without letters: longitude first"),
        ];
        let mut all = Vec::new();
        for (first, taken) in ways {
            let way = Way { typed: Typed::List { mixed: true }, ..with_taken(&whole, Some(taken)) };
            all.extend(shaped(&lists::pairs(lines, first)?, &way));
        }
        return Ok(all);
    }
    let mut positions = if lines.len() > 2 && lines.iter().all(|(_, angles)| angles.len() == 3) {
        lists::with_heights(lines)?
    } else if let Some(positions) = lists::tuples(text) {
        positions?
    } else {
        lists::pairs(lines, Axis::Longitude)?
    };
    let order = match heading {
        Some(Axis::Latitude) => {
            positions.iter_mut().for_each(|position| position.swap(0, 1));
            Order::Stated
        }
        Some(Axis::Longitude) => Order::Stated,
        None => Order::Unstated,
    };
    Ok(shaped(&positions, &Way { order, ..plain.clone() }))
}

/// One position is a point, more than two are corners; two are a line, or opposite corners of a box.
fn shaped(positions: &[Position], plain: &Way) -> Vec<Way> {
    let line = || vec![(None, Shape::Line(positions.to_vec()))];
    let with = |taken: Option<&str>, found: Vec<Found>| Way { found, ..with_taken(plain, taken) };
    let [[a, b], [c, d]] = positions else {
        let area = || vec![(None, Shape::Area(ring_of(positions)))];
        return vec![with(None, if positions.len() < 3 { line() } else { area() })];
    };
    let boxed = fours::boxes([*a, *b, *c, *d], Told::Corners).into_iter().next().unwrap_or_default();
    let boxed = boxed
        .into_iter()
        .map(|(_, polygon)| with(Some("two corners of a box"), vec![(None, Shape::Area(polygon))]));
    boxed.chain([with(Some("a line between two places"), line())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polygon::AreaPolygon;

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
        assert_eq!(read("[1, 2, 3, 4]").unwrap().ways.len(), 4);
        assert_eq!(ring("[100, 2, 101, 4]")[2], [101.0, 4.0]);
        assert!(says("4 4 4 4").contains("west, south, east, north"));
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
    fn one_position_is_a_point_and_two_are_a_line_or_the_corners_of_a_box() {
        let point = read("38.7 N 9.1 W").unwrap();
        assert!(matches!(point.found.as_slice(), [(None, Shape::Line(line))] if line.len() == 1));
        let two = read("38.7 N 9.1 W\n38.8 N 9.0 W").unwrap();
        let taken: Vec<&str> = two.ways.iter().map(|way| way.taken[0].as_str()).collect();
        assert_eq!(taken, ["two corners of a box", "a line between two places"]);
        assert_eq!(read("38.7 -9.1\n38.8 -9.0").unwrap().ways.len(), 2);
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
