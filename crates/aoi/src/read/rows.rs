//! Rows of a table with a position each: what other columns say of it (north or south, east or west, a zone of UTM), and
//! what the rows are together.

use ::csv::StringRecord;

use super::besides::{Besides, zone_of};
use super::csv::FORM;
use super::found::{Features, Found, Order, Shape, System, Typed, excerpt, ring_of};
use super::grid::converted;
use super::marks::{self, letters_o_of};
use super::ways::{Way, weighed};
use crate::error::AoiError;
use crate::point::{Angle, Axis, parse_angles};
use crate::ring::Position;

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
    /// The zones are of UTM.
    utm: bool,
}

/// The features of the rows, or the ways in which they can be meant.
pub(super) fn read(
    mut features: Features,
    headings: &StringRecord,
    besides: &Besides,
    rows: &[Row],
    degrees: bool,
) -> Result<Features, AoiError> {
    if let Some(name) = besides.unread.and_then(|column| headings.get(column)) {
        let reason = format!("the column '{}' says neither N or S nor E or W in every row", excerpt(name));
        return Err(malformed(1, reason));
    }
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
                    distinct.push((taken, way));
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
        (false, _) if besides.other_zones && ways.len() > 1 => {
            features.ways = ways;
            Ok(features)
        }
        (false, _) => weighed(features, ways),
    }
}

fn assumptions(besides: &Besides, rows: &[Row]) -> Vec<(Option<&'static str>, Assumed)> {
    let mut all = certain(besides, rows);
    if let (true, Some((_, plain))) = (besides.other_zones, all.first().copied()) {
        all.push((Some("the zones are not those of UTM"), Assumed { utm: false, ..plain }));
    }
    all
}

fn certain(besides: &Besides, rows: &[Row]) -> Vec<(Option<&'static str>, Assumed)> {
    let plain = Assumed { halves: true, minus: false, north: true, band: false, utm: true };
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
    if besides.guessed {
        return vec![
            (Some("the column of letters says the half of the earth"), plain),
            (Some("the column of letters says something else"), Assumed { halves: false, ..plain }),
        ];
    }
    let contradicted = |row: &Row| {
        [0, 1].iter().any(|axis| {
            let letters = row.halves[*axis].is_some() || row.cells[*axis].contains(char::is_alphabetic);
            letters && row.cells[*axis].contains(['-', '−'])
        })
    };
    if !rows.iter().any(contradicted) {
        return vec![(None, plain)];
    }
    vec![(Some("the letter counts"), plain), (Some("the minus counts"), Assumed { minus: true, ..plain })]
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
            Some(zone) if assumed.utm => in_zone(row, zone, [x, y], assumed)?,
            _ => [x, y],
        });
    }
    let mut way = together(rows, &positions);
    way.system = features.system.clone();
    if besides.zone.is_some() && assumed.utm {
        way.system = System::OfTheForm;
        way.notes.push("Converted from the zones of UTM in the table, WGS 84.".to_owned());
    }
    Ok(way)
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
        assert_eq!(
            ways(&table("zone", "29")),
            ["north of the equator", "south of the equator", "the zones are not those of UTM"]
        );
        assert_eq!(ways(&table("zone", "29S")).len(), 2);
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says(&table("utm_zone", "77N")).contains("'77N' is no zone of UTM"));
        // Zones of something else.
        assert_eq!(ways(&table("zone", "1")).last().unwrap(), "the zones are not those of UTM");
        assert_eq!(first(&of(&table("zone", "A"))), [487_654.0, 4_287_654.0]);
        assert!(says("lat,lon,hemisphere\n1,2,up\n").contains("'hemisphere' says neither"));
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
