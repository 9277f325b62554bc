//! Rows of a table with a position each: what other columns say of it (north or south, east or west, a zone of UTM), and
//! what the rows are together.

use ::csv::StringRecord;

use super::csv::FORM;
use super::found::{Features, Found, Order, Shape, System, Typed, excerpt, ring_of};
use super::grid::converted;
use super::marks::{self, letters_o_of};
use super::ways::{Way, weighed};
use crate::error::AoiError;
use crate::point::{Angle, Axis, parse_angles};
use crate::ring::Position;

/// Columns that say in which half of the earth a number lies; without marks and spaces.
const NORTH_SOUTH: [&str; 19] = [
    "ns",
    "latns",
    "latdir",
    "latdirection",
    "latitudedirection",
    "lathem",
    "lathemi",
    "lathemisphere",
    "latitudehemisphere",
    "latref",
    "latituderef",
    "gpslatituderef",
    "northsouth",
    "hemisphere",
    "hemi",
    "hem",
    "hemisferio",
    "hemisphäre",
    "hemisphère",
];
const EAST_WEST: [&str; 17] = [
    "ew",
    "eo",
    "we",
    "lonew",
    "longew",
    "londir",
    "longdir",
    "londirection",
    "longitudedirection",
    "lonhem",
    "lonhemisphere",
    "longitudehemisphere",
    "lonref",
    "longituderef",
    "gpslongituderef",
    "eastwest",
    "longhem",
];
const ZONES: [&str; 9] =
    ["zone", "utmzone", "zoneutm", "utm", "fuso", "huso", "fuseau", "zona", "zonanumero"];

/// A row of coordinates, as written.
pub(super) struct Row {
    pub(super) line: u64,
    /// Easting or longitude, then northing or latitude.
    pub(super) cells: [String; 2],
    /// What says east or west, and north or south.
    pub(super) halves: [Option<String>; 2],
    pub(super) zone: Option<String>,
    pub(super) name: Option<String>,
    pub(super) group: Option<String>,
}

/// Columns beside the two of the coordinates that say something of the place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Besides {
    /// East or west, north or south.
    halves: [Option<usize>; 2],
    pub(super) zone: Option<usize>,
    /// The halves are told by the letters in the columns only, not by their headings.
    guessed: bool,
}

impl Besides {
    /// The columns, by their headings, or by letters that all their cells hold.
    pub(super) fn among(
        headings: &StringRecord,
        records: &[StringRecord],
        taken: [usize; 2],
        degrees: bool,
    ) -> Besides {
        let others = || (0..headings.len()).filter(|column| !taken.contains(column));
        let key = |column: usize| -> String {
            let name = headings.get(column).unwrap_or_default().to_lowercase();
            name.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let named = |names: &[&str]| others().find(|column| names.contains(&key(*column).as_str()));
        let cells =
            |column: usize| records.iter().filter_map(move |record| record.get(column)).map(str::trim);
        let lettered = |axis: Axis| {
            let all = |column: &usize| {
                let mut filled = cells(*column).filter(|cell| !cell.is_empty()).peekable();
                filled.peek().is_some() && filled.all(|cell| half_of(cell) == Some(axis))
            };
            others().find(all)
        };
        if !degrees {
            let zone = named(&ZONES);
            let north = named(&NORTH_SOUTH).filter(|_| zone.is_some());
            return Besides { halves: [None, north], zone, guessed: false };
        }
        let by_name = [named(&EAST_WEST), named(&NORTH_SOUTH)];
        let by_letters = [lettered(Axis::Longitude), lettered(Axis::Latitude)];
        let halves = [0, 1].map(|axis| {
            by_name[axis].filter(|column| by_letters[axis] == Some(*column)).or(by_letters[axis])
        });
        // Both kinds of letters say what they are; a single column of S may be a size.
        let named = (0..2).any(|axis| halves[axis].is_some() && halves[axis] == by_name[axis]);
        let guessed = !named && halves.iter().flatten().count() == 1;
        Besides { halves, zone: None, guessed }
    }

    pub(super) fn holds(&self, column: usize) -> bool {
        !self.guessed && (self.halves.contains(&Some(column)) || self.zone == Some(column))
    }

    pub(super) fn halves(&self, record: &StringRecord) -> [Option<String>; 2] {
        self.halves.map(|column| record.get(column?).map(|cell| cell.trim().to_owned()))
    }
}

/// The axis of a letter or word of the compass; a bare O is of longitude.
fn half_of(cell: &str) -> Option<Axis> {
    if matches!(cell, "O" | "o") {
        return Some(Axis::Longitude);
    }
    match parse_angles(&format!("1 {cell}"))?.as_slice() {
        [Angle { axis: Some(axis), parts: 1, .. }] => Some(*axis),
        _ => None,
    }
}

/// What is assumed of a table where it does not say it.
#[derive(Clone, Copy)]
struct Assumed {
    /// The columns of letters are heeded.
    halves: bool,
    /// A minus counts where a letter contradicts it.
    minus: bool,
    /// Of a zone without a half: the northern one.
    north: bool,
    /// A letter S after a zone is a band of the northern half.
    band: bool,
}

/// The features of the rows, or the ways in which they can be meant.
pub(super) fn read(
    features: Features,
    headings: &StringRecord,
    besides: &Besides,
    rows: &[Row],
    degrees: bool,
) -> Result<Features, AoiError> {
    let heading = headings.iter().collect::<Vec<_>>().join(" ");
    let cells = rows.iter().flat_map(|row| {
        let half = |axis: usize| row.halves[axis].as_deref().unwrap_or_default();
        [0, 1].map(|axis| format!("\u{1}{}\u{1}{}", row.cells[axis], half(axis)))
    });
    let text = heading + &cells.collect::<String>();
    let (mut ways, mut wrong): (Vec<Way>, Option<AoiError>) = (Vec::new(), None);
    for writing in letters_o_of(&text) {
        let cells: Vec<&str> = writing.text.split('\u{1}').skip(1).collect();
        let mut distinct: Vec<(Option<&str>, Way)> = Vec::new();
        for (taken, assumed) in assumptions(besides, rows) {
            match way(&features, rows, &cells, besides, degrees, assumed) {
                Ok(way) if distinct.iter().all(|(_, other)| other.found != way.found) => {
                    distinct.push((taken, way))
                }
                Ok(_) => {}
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        // What is assumed is only said where it makes a difference.
        let several = distinct.len() > 1;
        for (taken, mut way) in distinct {
            if ways.iter().any(|other| other.found == way.found) {
                continue;
            }
            let words = writing.taken.iter().copied().chain(taken.filter(|_| several));
            way.taken = words.map(str::to_owned).collect();
            way.notes.extend(writing.taken.iter().filter_map(|taken| marks::note(taken)).map(str::to_owned));
            ways.push(way);
        }
    }
    match (ways.is_empty(), wrong) {
        (true, Some(error)) => Err(error),
        (true, None) => features.some(),
        (false, _) => weighed(features, ways),
    }
}

fn assumptions(besides: &Besides, rows: &[Row]) -> Vec<(Option<&'static str>, Assumed)> {
    let plain = Assumed { halves: true, minus: false, north: true, band: false };
    if besides.zone.is_some() {
        let halves = |row: &&Row| row.halves[1].as_deref().is_some_and(|half| !half.is_empty());
        let told = |row: &Row| {
            zone_of(row.zone.as_deref().unwrap_or_default()).is_some_and(|(_, band)| band.is_some())
        };
        let bands = rows.iter().any(|row| {
            let zone = zone_of(row.zone.as_deref().unwrap_or_default());
            zone.is_some_and(|(_, band)| band.is_some_and(|band| !matches!(band, 'N' | 'S')))
        });
        if bands {
            return vec![(None, Assumed { band: true, ..plain })];
        }
        return if rows.iter().all(|row| told(row) || halves(&row)) {
            vec![
                (Some("S is the southern half of the zone"), plain),
                (Some("S is the band from 32° to 40° north"), Assumed { band: true, ..plain }),
            ]
        } else {
            vec![
                (Some("north of the equator"), plain),
                (Some("south of the equator"), Assumed { north: false, ..plain }),
            ]
        };
    }
    let mut all = vec![
        (Some("the letter counts"), plain),
        (Some("the minus counts"), Assumed { minus: true, ..plain }),
    ];
    if besides.guessed {
        all = vec![
            (Some("the column of letters says the half of the earth"), plain),
            (Some("the column of letters says something else"), Assumed { halves: false, ..plain }),
        ];
    }
    all
}

/// The rows with what is assumed. `cells` are of two coordinates a row, each followed by its half.
fn way(
    features: &Features,
    rows: &[Row],
    cells: &[&str],
    besides: &Besides,
    degrees: bool,
    assumed: Assumed,
) -> Result<Way, AoiError> {
    let mut positions = Vec::with_capacity(rows.len());
    for (row, cells) in rows.iter().zip(cells.chunks_exact(4)) {
        let with_half = |place: usize, half: &str| match half.trim() {
            "" => cells[place].trim().to_owned(),
            _ if besides.zone.is_some() || !assumed.halves => cells[place].trim().to_owned(),
            half => format!("{} {half}", cells[place].trim()),
        };
        let mut angles =
            [angle(&with_half(0, cells[1]), row.line)?, angle(&with_half(2, cells[3]), row.line)?];
        for (angle, axis) in angles.iter_mut().zip([Axis::Longitude, Axis::Latitude]) {
            if degrees && angle.axis.is_some_and(|own| own != axis) {
                let what = if axis == Axis::Latitude { "latitude" } else { "longitude" };
                let cell = cells[if axis == Axis::Latitude { 2 } else { 0 }];
                return Err(malformed(row.line, format!("'{}' is no {what}", excerpt(cell))));
            }
            if assumed.minus {
                angle.by_minus();
            }
        }
        let [x, y] = angles.map(|angle| angle.degrees);
        positions.push(match &row.zone {
            Some(zone) => in_zone(row, zone, [x, y], assumed)?,
            None => [x, y],
        });
    }
    let mut way = together(rows, &positions);
    way.system = features.system.clone();
    if besides.zone.is_some() {
        way.system = System::OfTheForm;
        way.notes.push("Converted from the zones of UTM in the table, WGS 84.".to_owned());
    }
    Ok(way)
}

/// The number of a zone and the letter after it.
fn zone_of(cell: &str) -> Option<(i32, Option<char>)> {
    let upper = cell.to_uppercase();
    let rest = upper.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let zone = rest[..digits].parse().ok().filter(|zone| (1..=60).contains(zone))?;
    let band = rest[digits..].chars().find(char::is_ascii_alphabetic);
    Some((zone, band))
}

fn in_zone(row: &Row, zone: &str, [x, y]: Position, assumed: Assumed) -> Result<Position, AoiError> {
    let (number, band) = zone_of(zone).ok_or_else(|| {
        malformed(row.line, format!("'{}' is no zone of UTM, which are 1 to 60", excerpt(zone)))
    })?;
    let half = row.halves[1].as_deref().and_then(|half| half.chars().next());
    let north = match (half.map(|half| half.to_ascii_uppercase()), band) {
        (Some('S'), _) => false,
        (Some('N'), _) => true,
        (_, Some('S')) => assumed.band,
        (_, Some(band)) => band >= 'N',
        (_, None) => assumed.north,
    };
    converted(number, north, x, y)
        .map_err(|_| malformed(row.line, format!("{x}, {y} is no position in zone {number} of UTM")))
}

/// What the rows are together. Rows of coordinates are the corners of an outline, unless each has a name of its own: then
/// they are places.
fn together(rows: &[Row], positions: &[Position]) -> Way {
    let mut way = Way {
        taken: Vec::new(),
        found: Vec::new(),
        order: Order::Stated,
        system: System::Unstated,
        notes: Vec::new(),
        lettered: false,
        typed: Typed::Table,
    };
    if rows.iter().any(|row| row.group.is_some()) {
        way.found = grouped(rows, positions);
        return way;
    }
    let mut names: Vec<&String> = rows.iter().filter_map(|row| row.name.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    let closes = rows.len() > 3 && positions.first() == positions.last();
    // Numbers from one count the corners; words name places.
    let counted = names.iter().all(|name| name.parse::<f64>().is_ok());
    if rows.len() < 3 || (names.len() == rows.len() && !counted && !closes) {
        let place = |(row, position): (&Row, &Position)| (row.name.clone(), Shape::Line(vec![*position]));
        way.found = rows.iter().zip(positions).map(place).collect();
        return way;
    }
    let name = if names.len() == 1 { names.first().map(|name| (*name).clone()) } else { None };
    way.found = vec![(name, Shape::Area(ring_of(positions)))];
    way.notes.push("The rows were taken as the corners of one outline.".to_owned());
    way
}

fn grouped(rows: &[Row], positions: &[Position]) -> Vec<Found> {
    let mut groups: Vec<(String, Vec<Position>)> = Vec::new();
    for (row, position) in rows.iter().zip(positions) {
        let group = row.group.clone().unwrap_or_default();
        match groups.last_mut().filter(|(name, _)| *name == group) {
            Some((_, positions)) => positions.push(*position),
            None => groups.push((group, vec![*position])),
        }
    }
    let shape = |positions: Vec<Position>| {
        if positions.len() < 3 { Shape::Line(positions) } else { Shape::Area(ring_of(&positions)) }
    };
    groups.into_iter().map(|(name, positions)| (Some(name), shape(positions))).collect()
}

/// Decimal with point or comma, or degrees with minutes and seconds.
pub(super) fn angle(cell: &str, line: u64) -> Result<Angle, AoiError> {
    let plain =
        || cell.parse().or_else(|_| cell.replace(',', ".").parse()).ok().filter(|n: &f64| n.is_finite());
    if let Some(degrees) = plain() {
        return Ok(Angle { degrees, axis: None, marked: false, parts: 1, contradicts: false });
    }
    // Within a cell a comma parts nothing.
    let pointed = if cell.contains('.') { cell.to_owned() } else { cell.replace(',', ".") };
    match parse_angles(&pointed).as_deref() {
        Some([angle]) => Ok(*angle),
        _ => Err(malformed(line, format!("'{}' is no coordinate", excerpt(cell)))),
    }
}

fn malformed(line: u64, reason: String) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("line {line}"), reason }
}

#[cfg(test)]
mod tests {
    use crate::read::csv::read;
    use crate::read::found::{Features, Shape};

    fn of(text: &str) -> Features {
        read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn first(found: &Features) -> [f64; 2] {
        match &found.found[0].1 {
            Shape::Area(polygon) => polygon.outer()[0],
            Shape::Line(line) => line[0],
        }
    }

    fn ways(text: &str) -> Vec<String> {
        of(text).ways.iter().map(|way| way.taken.join(", ")).collect()
    }

    #[test]
    fn a_column_of_halves_turns_the_sign() {
        for text in [
            "lat,ns,lon,ew\n38.7,S,9.2,W\n38.7,S,9.0,W\n38.8,S,9.0,W\n",
            "Latitude;N/S;Longitude;E/W\n38,7;S;9,2;W\n38,7;S;9,0;W\n38,8;S;9,0;W\n",
            "lat,lat_ref,lon,lon_ref\n38 42,S,9 12,W\n38.7,S,9.0,W\n38.8,S,9.0,W\n",
            "lat,dir,lon,dir\n38.7,South,9.2,West\n38.7,South,9.0,West\n38.8,South,9.0,West\n",
            "lat,hemisphere,lon\n38.7,S,-9.2\n38.7,S,-9.0\n38.8,S,-9.0\n",
        ] {
            let [lon, lat] = first(&of(text));
            assert!((lon + 9.2).abs() < 1e-9 && (lat + 38.7).abs() < 1e-9, "{text}: {lon} {lat}");
        }
    }

    #[test]
    fn letters_of_a_column_that_says_nothing_are_asked_about() {
        assert_eq!(ways("lat,size,lon\n38.7,S,-9.2\n38.7,S,-9.0\n38.8,S,-9.0\n").len(), 2);
        assert!(ways("lat,size,lon\n38.7,S,-9.2\n38.7,M,-9.0\n38.8,S,-9.0\n").is_empty());
        assert_eq!(ways("lat,ns,lon\n-38.7,N,9.2\n-38.7,N,9.0\n-38.8,N,9.0\n").len(), 2);
    }

    #[test]
    fn a_zone_of_utm_is_heeded_and_its_half_asked_for() {
        let rows = "487654,4287654\n497654,4287654\n497654,4297654\n";
        let table = |heading: &str, zone: &str| {
            let rows: String = rows.lines().map(|row| format!("{row},{zone}\n")).collect();
            format!("easting,northing,{heading}\n{rows}")
        };
        for (heading, zone) in
            [("zone", "29N"), ("UTM Zone", "29 north"), ("utm_zone", "29T"), ("zone,hemisphere", "29,N")]
        {
            let [lon, lat] = first(&of(&table(heading, zone)));
            assert!((lon + 9.142).abs() < 1e-2 && (lat - 38.737).abs() < 1e-2, "{zone}: {lon} {lat}");
        }
        assert!(first(&of(&table("zone,hemisphere", "29,S")))[1] < -50.0);
        assert_eq!(ways(&table("zone", "29")), ["north of the equator", "south of the equator"]);
        assert_eq!(ways(&table("zone", "29S")).len(), 2);
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says(&table("zone", "77N")).contains("'77N' is no zone of UTM"));
        let degrees = "easting,northing,zone\n-9.1,38.7,29N\n";
        assert!(says(degrees).contains("no position in zone 29"), "{}", says(degrees));
        assert!(says("lat,lon\n9.1 W,38.7\n1,2\n").contains("'9.1 W' is no latitude"));
    }

    #[test]
    fn a_letter_o_in_a_cell_is_asked_about() {
        let text = "lat,lon\n16.7 N,22.9 O\n16.7 N,22.8 O\n16.8 N,22.8 O\n";
        assert_eq!(ways(text), ["O is west", "O is east"]);
        let halves = "lat,ns,lon,eo\n16.7,N,22.9,O\n16.7,N,22.8,O\n16.8,N,22.8,O\n";
        assert_eq!(ways(halves).len(), 2);
        assert!(first(&of("Breite;Länge\n16,7 N;22,9 O\n16,7 N;22,8 O\n16,8 N;22,8 O\n"))[0] > 22.0);
        assert_eq!(first(&of("lat,lon\n16.7,22.9O5\n16.7,22.8\n16.8,22.8\n"))[0], 22.905);
    }
}
