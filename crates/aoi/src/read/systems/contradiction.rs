//! What a definition says of itself twice, and differently: a name that belongs to another system, a unit or a shift that
//! does not go with it. Files with such a definition are common, and which half is meant only a person can tell.

use super::definition::Definition;
use super::plane::Plane;
use super::shift::{Shift, apart, best};
use super::table::{Datum, Registered, table};
use super::{WITHOUT_DATUM, datum_of};
use crate::read::found::excerpt;
use crate::ring::Position;

/// Two projections that place within so many metres of each other are the same: registries round their numbers.
const SAME_PLANE: f64 = 2.0;
/// The same for shifts, of which every datum has many.
const SAME_SHIFT: f64 = 10.0;

/// Why a definition can't be the system that it is called; `None` when it can.
pub(super) fn with(
    system: &Registered,
    definition: &Definition<'_>,
    plane: Option<&Plane>,
) -> Option<String> {
    let name = system.name;
    let planes = planes_apart(system, plane);
    if let Some((unit, _)) = definition.unit.filter(|_| planes.is_some() && unit_differs(system, definition))
    {
        return Some(format!(
            "it is called '{name}', but counts in '{}', which that system does not",
            excerpt(unit)
        ));
    }
    let datum = table().datum(system.base)?;
    let middle = places(system.area)[0];
    if let Some(ellipsoid) = definition.ellipsoid.filter(|ellipsoid| !ellipsoid.is_like(datum.ellipsoid))
        && !spherical(system)
    {
        return Some(format!(
            "it is called '{name}', but its ellipsoid of {} m is not the one of that system, {} m",
            ellipsoid.a, datum.ellipsoid.a
        ));
    }
    if let Some(metres) = planes {
        return Some(format!(
            "it is called '{name}', but its numbers place it {} from there",
            distance(metres)
        ));
    }
    if let Some(other) = other_datum(system, datum, definition, middle) {
        return Some(format!("it is called '{name}', but its datum is '{}'", excerpt(other)));
    }
    shift_apart(definition.shift.as_ref()?, datum).map(|metres| {
        format!("it is called '{name}', but the shift to WGS 84 written in it (TOWGS84) lies {} beside that system's", distance(metres))
    })
}

/// What does not fit together in a definition of an unknown name; `None` when nothing is seen.
pub(super) fn within(definition: &Definition<'_>) -> Option<String> {
    if let Some(reason) = zone(definition) {
        return Some(reason);
    }
    let (base, datum) = datum_of(definition)?;
    if WITHOUT_DATUM.contains(&base) {
        return None;
    }
    let called = definition.datums.last().copied().unwrap_or_default();
    if let Some(ellipsoid) = definition.ellipsoid
        && !ellipsoid.is_like(datum.ellipsoid)
    {
        return Some(format!(
            "its datum is called '{}', but its ellipsoid of {} m is not the one of that datum, {} m",
            excerpt(called),
            ellipsoid.a,
            datum.ellipsoid.a
        ));
    }
    shift_apart(definition.shift.as_ref()?, datum).map(|metres| {
        format!(
            "its datum is called '{}', but the shift to WGS 84 written in it (TOWGS84) lies {} beside that datum's",
            excerpt(called),
            distance(metres)
        )
    })
}

/// A name with a zone of UTM in it, whose numbers are not those of UTM: in feet, or of another meridian.
fn zone(definition: &Definition<'_>) -> Option<String> {
    let name = super::table::plain(definition.name);
    let (_, rest) = name.split_once("utmzone").or_else(|| name.split_once("utm"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let zone: f64 = digits.parse().ok().filter(|zone| (1.0..=60.0).contains(zone))?;
    let feet = ["ft", "feet", "foot"].iter().any(|word| name.contains(word));
    let (unit, metres) = definition.unit?;
    if (metres - 1.0).abs() > 1e-9 && !feet {
        return Some(format!(
            "'{}' is a zone of UTM, which counts in metres, but it counts in '{}'",
            excerpt(definition.name),
            excerpt(unit)
        ));
    }
    let meridian = super::own_plane(definition).ok()?.degrees([500_000.0 / metres, 1_000_000.0 / metres])?[0];
    let wanted = zone * 6.0 - 183.0;
    ((meridian - wanted).abs() > 0.001).then(|| {
        format!(
            "'{}' says zone {zone} of UTM, whose meridian is {wanted}°, but its meridian is {meridian:.3}°",
            excerpt(definition.name)
        )
    })
}

/// Places of an area of use to try a system at: the middle, and two towards its corners.
fn places([west, south, east, north]: [f64; 4]) -> [Position; 3] {
    let width = if east < west { east - west + 360.0 } else { east - west };
    [(0.5, 0.5), (0.25, 0.3), (0.7, 0.8)].map(|(x, y)| {
        let lon = west + width * x;
        [if lon > 180.0 { lon - 360.0 } else { lon }, south + (north - south) * y]
    })
}

/// Metres that a definition lies beside a registered system, when it is too many.
fn planes_apart(system: &Registered, plane: Option<&Plane>) -> Option<f64> {
    let (plane, registered) = (plane?, Plane::new(system.definition, None).ok()?);
    let found = places(system.area).into_iter().filter_map(|place| {
        let own = registered.own(place)?;
        // What can't be computed back says nothing of the definition.
        let back = registered.degrees(own).filter(|back| apart(*back, place) < SAME_PLANE)?;
        Some(plane.degrees(own).map_or(f64::INFINITY, |is| apart(is, back)))
    });
    found.filter(|metres| *metres > SAME_PLANE).max_by(f64::total_cmp)
}

fn unit_differs(system: &Registered, definition: &Definition<'_>) -> bool {
    let Some((_, metres)) = definition.unit else { return false };
    let words = || system.definition.split_whitespace();
    let feet = words()
        .any(|word| word.starts_with("+to_meter=") || (word.starts_with("+units=") && word != "+units=m"));
    feet == ((metres - 1.0).abs() < 1e-9)
}

/// Web Mercator and others compute on a sphere whatever the ellipsoid of their datum.
fn spherical(system: &Registered) -> bool {
    system.definition.contains("+R=") || system.definition.contains("+b=6378137")
}

/// The name of another datum than the system's, that a definition gives.
fn other_datum<'a>(
    system: &Registered,
    datum: &Datum,
    definition: &Definition<'a>,
    middle: Position,
) -> Option<&'a str> {
    let named: Vec<(&str, u32)> = definition
        .datums
        .iter()
        .flat_map(|name| table().datums_named(name).iter().map(|base| (*name, *base)))
        .collect();
    let fits = |base: u32| {
        base == system.base
            || WITHOUT_DATUM.contains(&base)
            || table().datum(base).is_some_and(|other| same_datum(datum, other, middle))
    };
    let other = named.iter().find(|(_, base)| !fits(*base))?.0;
    // One name may belong to several datums: one that fits is enough.
    let any = |name: &str| named.iter().any(|(other, base)| *other == name && fits(*base));
    named.iter().map(|(name, _)| *name).chain([other]).find(|name| !any(name))
}

fn same_datum(one: &Datum, other: &Datum, middle: Position) -> bool {
    let place = |datum: &Datum| {
        let shift = best(datum.shifts.iter(), middle).or_else(|| datum.shifts.first());
        match shift {
            Some(shift) => Some(shift.apply(datum.ellipsoid, middle)),
            None => datum.ellipsoid.is_modern().then_some(middle),
        }
    };
    one.ellipsoid.is_like(other.ellipsoid)
        && match (place(one), place(other)) {
            (Some(one), Some(other)) => apart(one, other) < SAME_SHIFT,
            _ => one.name == other.name,
        }
}

/// Metres between a shift that is written down and the nearest that is known of the datum, when they are too many. Each known
/// one is held against it where it is meant to be used, and may be as far off as it states.
fn shift_apart(stated: &Shift, datum: &Datum) -> Option<f64> {
    let none = Shift::stated(&[0.0; 3]).filter(|_| datum.shifts.is_empty() && datum.ellipsoid.is_modern());
    let known = || datum.shifts.iter().chain(&none);
    let beside = |shift: &Shift| {
        let middle = shift.middle();
        apart(shift.apply(datum.ellipsoid, middle), stated.apply(datum.ellipsoid, middle))
    };
    let allowed = |shift: &Shift| if shift.metres > 50.0 { SAME_SHIFT } else { shift.metres.max(SAME_SHIFT) };
    if known().any(|shift| beside(shift) <= allowed(shift)) {
        return None;
    }
    known().map(beside).min_by(f64::total_cmp)
}

fn distance(metres: f64) -> String {
    match metres {
        metres if !metres.is_finite() || metres > 1e7 => "far".to_owned(),
        metres if metres >= 10_000.0 => format!("{:.0} km", metres / 1_000.0),
        metres => format!("{metres:.0} m"),
    }
}
