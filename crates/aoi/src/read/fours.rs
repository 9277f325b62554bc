//! Four numbers that bound an area: programs write them in several orders, and nothing in the numbers says which.

use super::found::ring_of;
use crate::polygon::AreaPolygon;

/// How the text tells what its four numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Not at all.
    No,
    /// As QGIS copies an extent: `xmin,xmax,ymin,ymax [EPSG:n]`.
    Extent,
    /// As QGIS shows an extent, two corners: `xmin,ymin : xmax,ymax`.
    Corners,
}

/// A box with the order of the numbers that makes it, in words.
pub(super) type Boxed = (String, AreaPolygon);

/// The boxes that four numbers may be. What is told comes first; the others are only offered if it can't be.
pub(super) fn boxes([a, b, c, d]: [f64; 4], told: Told) -> Vec<Vec<Boxed>> {
    let corners = [corner_pair([a, b], [c, d], false), corner_pair([b, a], [d, c], true)];
    let ranges = [range_pair([a, b], [c, d], false), range_pair([c, d], [a, b], true)];
    let found =
        |all: &[&Option<Boxed>]| -> Vec<Boxed> { all.iter().filter_map(|one| (*one).clone()).collect() };
    let [xy, yx] = &corners;
    let [x_first, y_first] = &ranges;
    match told {
        Told::No => vec![found(&[xy, yx, x_first, y_first])],
        Told::Extent => vec![found(&[x_first]), found(&[xy, yx, y_first])],
        Told::Corners => vec![found(&[xy]), found(&[yx, x_first, y_first])],
    }
}

/// Two corners, whichever they are.
fn corner_pair(one: [f64; 2], other: [f64; 2], latitude_first: bool) -> Option<Boxed> {
    let x = if eastward(one[0], other[0]) { ["west", "east"] } else { ["east", "west"] };
    let y = if one[1] < other[1] { ["south", "north"] } else { ["north", "south"] };
    let sides = if latitude_first { [y[0], x[0], y[1], x[1]] } else { [x[0], y[0], x[1], y[1]] };
    Some((sides.join(", "), rectangle([one[0], other[0]], [one[1], other[1]])?))
}

/// The two ends of each axis. Whoever writes them so writes both upwards or both downwards.
fn range_pair(x: [f64; 2], y: [f64; 2], latitude_first: bool) -> Option<Boxed> {
    let upwards = [eastward(x[0], x[1]), y[0] < y[1]];
    if upwards[0] != upwards[1] {
        return None;
    }
    let (x_sides, y_sides) = if upwards[0] {
        (["west", "east"], ["south", "north"])
    } else {
        (["east", "west"], ["north", "south"])
    };
    let sides = if latitude_first { [y_sides, x_sides] } else { [x_sides, y_sides] };
    Some((sides.concat().join(", "), rectangle(x, y)?))
}

/// Whether the second longitude lies east of the first, the shorter way round. Metres go round nothing.
fn eastward(from: f64, to: f64) -> bool {
    (from < to) != crosses(from, to)
}

fn crosses(one: f64, other: f64) -> bool {
    let degrees = one.abs() <= 180.0 && other.abs() <= 180.0;
    let apart = (one - other).abs();
    degrees && apart > 180.0 && apart < 360.0
}

fn rectangle(x: [f64; 2], y: [f64; 2]) -> Option<AreaPolygon> {
    let (mut west, mut east) = (x[0].min(x[1]), x[0].max(x[1]));
    if crosses(west, east) {
        (west, east) = (east, west + 360.0);
    }
    let (south, north) = (y[0].min(y[1]), y[0].max(y[1]));
    let flat = west == east || south == north;
    (!flat).then(|| ring_of(&[[west, south], [east, south], [east, north], [west, north]]))
}

/// A box whose sides are named: `xmin=… ymin=… xmax=… ymax=…`, `north: … south: …`; `None` when it is none, or west lies
/// east of east.
pub(super) fn named(text: &str) -> Option<AreaPolygon> {
    const SIDES: [[&str; 6]; 4] = [
        ["west", "xmin", "minx", "left", "minlon", "lonmin"],
        ["south", "ymin", "miny", "bottom", "minlat", "latmin"],
        ["east", "xmax", "maxx", "right", "maxlon", "lonmax"],
        ["north", "ymax", "maxy", "top", "maxlat", "latmax"],
    ];
    let lower = text.to_lowercase().replace('_', "");
    let part =
        |c: char| c.is_whitespace() || matches!(c, ':' | '=' | ',' | ';' | '"' | '{' | '}' | '(' | ')');
    let words: Vec<&str> = lower.split(part).filter(|word| !word.is_empty()).collect();
    let mut sides = [None; 4];
    for pair in words.chunks(2) {
        let [name, number] = pair else { return None };
        let side = SIDES.iter().position(|names| names.contains(name))?;
        let number = number.replace('−', "-").parse().ok().filter(|number: &f64| number.is_finite())?;
        if sides[side].replace(number).is_some() {
            return None;
        }
    }
    let [west, south, east, north] = [sides[0]?, sides[1]?, sides[2]?, sides[3]?];
    if south >= north || !(west < east || crosses(west, east)) {
        return None;
    }
    rectangle([west, east], [south, north])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(numbers: [f64; 4], told: Told) -> Vec<String> {
        boxes(numbers, told).into_iter().flatten().map(|(name, _)| name).collect()
    }

    #[test]
    fn every_order_that_programs_write_is_known() {
        assert_eq!(
            names([10.2, 10.45, 11.1, 11.3], Told::No),
            [
                "west, south, east, north",
                "south, west, north, east",
                "west, east, south, north",
                "south, north, west, east"
            ]
        );
        assert_eq!(
            names([38.8, -9.2, 38.7, -9.0], Told::No),
            [
                "east, south, west, north",
                "north, west, south, east",
                "east, west, north, south",
                "north, south, east, west"
            ]
        );
        assert_eq!(names([1.0, 2.0, 3.0, 4.0], Told::Extent)[0], "west, east, south, north");
    }

    #[test]
    fn the_shorter_way_round_is_taken_over_the_180th_meridian() {
        let (name, polygon) = boxes([179.0, -18.0, -179.0, -17.0], Told::No).remove(0).remove(0);
        assert_eq!((name.as_str(), polygon.outer()[1]), ("west, south, east, north", [181.0, -18.0]));
        assert!(boxes([1.0, 2.0, 1.0, 4.0], Told::Corners)[0].is_empty());
    }

    #[test]
    fn named_sides_are_read_in_any_order() {
        for text in [
            "xmin=-9.2 ymin=38.7 xmax=-9.0 ymax=38.8",
            "North: 38.8, South: 38.7, East: -9.0, West: -9.2",
            "min_lon: -9.2\nmin_lat: 38.7\nmax_lon: -9.0\nmax_lat: 38.8",
        ] {
            assert_eq!(named(text).unwrap().outer()[2], [-9.0, 38.8], "{text}");
        }
        for text in
            ["north 38.8 south 38.7 east 9.0 west 9.2", "xmin=1 xmax=2", "xmin=1 xmin=2 xmax=3 ymax=4", ""]
        {
            assert!(named(text).is_none(), "{text}");
        }
    }
}
