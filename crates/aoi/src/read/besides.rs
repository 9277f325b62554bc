//! Columns beside the coordinates of a table that say something of the place: a half of the earth, a zone of UTM.

use ::csv::StringRecord;

use crate::point::{Angle, Axis, parse_angles};

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

/// Columns beside the two of the coordinates that say something of the place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Besides {
    /// East or west, north or south.
    pub(super) halves: [Option<usize>; 2],
    pub(super) zone: Option<usize>,
    /// The halves are told by the letters in the columns only, not by their headings.
    pub(super) guessed: bool,
    /// The column of zones may be one of other zones: neither its heading nor a letter says that they are of UTM.
    pub(super) other_zones: bool,
    /// A column that is named after a half of the earth and does not name one.
    pub(super) unread: Option<usize>,
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
            let of_utm =
                |column: &usize| cells(*column).all(|cell| cell.is_empty() || zone_of(cell).is_some());
            let zone = named(&ZONES).filter(|column| key(*column).contains("utm") || of_utm(column));
            let north = named(&NORTH_SOUTH).filter(|_| zone.is_some());
            let lettered =
                |column| cells(column).all(|cell| zone_of(cell).is_some_and(|(_, band)| band.is_some()));
            let certain = |column| key(column).contains("utm") || north.is_some() || lettered(column);
            let other_zones = zone.is_some_and(|column| !certain(column));
            return Besides { halves: [None, north], zone, other_zones, ..Besides::default() };
        }
        let by_name = [named(&EAST_WEST), named(&NORTH_SOUTH)];
        let by_letters = [lettered(Axis::Longitude), lettered(Axis::Latitude)];
        let halves = [0, 1].map(|axis| {
            by_name[axis].filter(|column| by_letters[axis] == Some(*column)).or(by_letters[axis])
        });
        // Both kinds of letters say what they are; a single column of S may be a size.
        let named = (0..2).any(|axis| halves[axis].is_some() && halves[axis] == by_name[axis]);
        let guessed = !named && halves.iter().flatten().count() == 1;
        let unread = others().find(|column| {
            key(*column).contains("hemi")
                && !halves.contains(&Some(*column))
                && cells(*column).any(|cell| !cell.is_empty())
        });
        Besides { halves, guessed, unread, ..Besides::default() }
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

/// The number of a zone and the letter after it.
pub(super) fn zone_of(cell: &str) -> Option<(i32, Option<char>)> {
    let upper = cell.to_uppercase();
    let rest = upper.trim().trim_start_matches("UTM").trim_start().trim_start_matches("ZONE").trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let zone = rest[..digits].parse().ok().filter(|zone| (1..=60).contains(zone))?;
    let rest = rest[digits..].trim();
    let words = matches!(rest, "" | "NORTH" | "SOUTH" | "NORTE" | "NORD" | "SUL" | "SUR" | "SUD" | "SÜD");
    let band = rest.chars().next();
    let letter = rest.chars().count() == 1 && band.is_some_and(|band| ('C'..='X').contains(&band));
    (words || letter).then_some((zone, band))
}
