//! Reference systems: any of EPSG's and ESRI's, by number, by name or by definition, taken to WGS 84 degrees.

#[cfg(test)]
mod against_proj;
mod contradiction;
mod definition;
mod plane;
mod shift;
mod table;

use std::borrow::Cow;

use definition::Definition;
use plane::Plane;
use shift::{Ellipsoid, Shift, apart, best};
use table::{Datum, Registered, table};

use super::found::{System, excerpt};
use crate::ring::Position;

/// A datum that places worse than this many metres is worth a word.
const WORTH_A_WORD: f64 = 10.0;
/// A shift that places worse than another by no more than this many metres is as good.
const RIVAL: f64 = 2.0;
/// EPSG's numbers of geographic systems that are made of an ellipsoid and no datum.
const WITHOUT_DATUM: std::ops::RangeInclusive<u32> = 4_001..=4_054;

/// Why a system can't be used as it is stated.
#[derive(Debug)]
pub(crate) enum Doubt {
    /// It is not known, or can't be computed: to be put after a colon.
    Unusable(String),
    /// What it says of itself does not fit together.
    Contradiction {
        /// In what, to be put after a colon.
        reason: String,
        /// Numbers of the systems that it may mean.
        codes: Vec<u32>,
        /// Whether its numbers by themselves make a system too: [`by_definition`].
        defined: bool,
    },
}

impl From<String> for Doubt {
    fn from(reason: String) -> Doubt {
        Doubt::Unusable(reason)
    }
}

/// The way from one reference system to WGS 84.
#[derive(Debug)]
pub(crate) struct Projector {
    /// For people.
    pub(crate) name: String,
    plane: Plane,
    ellipsoid: Ellipsoid,
    shifts: Cow<'static, [Shift]>,
    /// Whether its datum is known at all.
    known: bool,
}

/// The way of the positions of one shape.
pub(crate) struct Way<'a> {
    projector: &'a Projector,
    shift: Option<&'a Shift>,
    /// How well the datum is known there, when it is worth a word.
    pub(crate) caution: Option<String>,
}

impl Projector {
    /// The way for a shape by the middle of it, in the system's own numbers. A shape has one shift only, so that it keeps
    /// its form.
    pub(crate) fn way(&self, middle: Position) -> Way<'_> {
        let place = self.plane.degrees(middle);
        let shift = place.and_then(|place| best(self.shifts.iter(), place));
        let caution = match (shift, place) {
            (Some(shift), Some(place)) => self.caution(shift, place),
            _ if self.known && self.ellipsoid.is_modern() && self.shifts.is_empty() => None,
            _ if self.shifts.is_empty() => Some(
                "the shift of its datum is not known: positions may be some hundred metres off".to_owned(),
            ),
            _ => Some(
                "they lie outside of where its datum is used: positions may be some hundred metres off"
                    .to_owned(),
            ),
        };
        // Outside of all areas the one for the largest is less wrong than none.
        let widest = || self.shifts.iter().max_by(|a, b| a.size().total_cmp(&b.size()));
        Way { projector: self, shift: shift.or_else(widest), caution }
    }

    /// What is to be said of a shift at a place in degrees of its datum.
    fn caution(&self, shift: &Shift, place: Position) -> Option<String> {
        if !(0.0..=900.0).contains(&shift.metres) {
            return Some(
                "how well its datum is known is not told: positions may be some ten metres off".to_owned(),
            );
        }
        if shift.metres >= WORTH_A_WORD {
            return Some(format!(
                "its datum is old: positions are right to about {:.0} metres",
                shift.metres
            ));
        }
        let moved = shift.apply(self.ellipsoid, place);
        let rivals = self
            .shifts
            .iter()
            .filter(|rival| rival.reaches(place) && (0.0..=shift.metres + RIVAL).contains(&rival.metres));
        let apart = rivals.map(|rival| apart(rival.apply(self.ellipsoid, place), moved)).fold(0.0, f64::max);
        (apart >= WORTH_A_WORD).then(|| {
            format!("its datum has several shifts there, as good as each other: positions are right to about {apart:.0} metres")
        })
    }

    /// Whether its positions are degrees.
    pub(crate) fn is_degrees(&self) -> bool {
        self.plane.is_degrees()
    }

    /// Longitude and latitude in degrees; `None` where the system does not reach.
    pub(crate) fn place(&self, position: Position) -> Option<Position> {
        self.way(position).place(position)
    }

    /// Whether it does nothing: degrees, within a metre or two of WGS 84.
    fn is_wgs84(&self) -> bool {
        let near = |shift: &Shift| shift.moves(self.ellipsoid) < 5.0;
        self.plane.is_plain_degrees()
            && self.known
            && self.ellipsoid.is_modern()
            && self.shifts.iter().all(near)
    }
}

impl Way<'_> {
    /// Longitude and latitude in degrees; `None` where the system does not reach.
    pub(crate) fn place(&self, position: Position) -> Option<Position> {
        // A position across the 180th meridian stays there; the rest of the ring follows it.
        let place = self.projector.plane.degrees(position)?;
        let place = self.shift.map_or(place, |shift| shift.apply(self.projector.ellipsoid, place));
        place.iter().all(|number| number.is_finite()).then_some(place)
    }
}

/// The projector of a system; `Ok(None)` when it is WGS 84 in degrees already.
///
/// # Errors
/// What is wrong with the definition.
pub(crate) fn projector(system: &System) -> Result<Option<Projector>, Doubt> {
    match system {
        System::OfTheForm | System::Unstated => Ok(None),
        System::Epsg(code) => Ok(of_code(*code)?),
        System::Wkt(text) => of_wkt(text),
    }
}

/// The projector of a system by the numbers of its definition, whatever its name says.
///
/// # Errors
/// When they make no system.
pub(crate) fn by_definition(system: &System) -> Result<Option<Projector>, Doubt> {
    let System::Wkt(text) = system else { return projector(system) };
    let definition = Definition::read(text)?.ok_or_else(|| "it has no definition".to_owned())?;
    Ok(defined(&definition).map(useful)?)
}

/// The name of a system by its number, when it is known.
pub(crate) fn name_of(code: u32) -> Option<&'static str> {
    table().system(code).map(|system| system.name)
}

fn useful(projector: Projector) -> Option<Projector> {
    (!projector.is_wgs84()).then_some(projector)
}

fn of_code(code: u32) -> Result<Option<Projector>, String> {
    let system =
        table().system(code).ok_or_else(|| format!("the number {code} is neither EPSG's nor ESRI's"))?;
    registered(system).map(useful)
}

fn registered(system: &Registered) -> Result<Projector, String> {
    let authority = if u16::try_from(system.code).is_ok() { "EPSG" } else { "ESRI" };
    let name = format!("{authority}:{} ({})", system.code, system.name);
    let plane = Plane::new(system.definition, None)
        .map_err(|reason| format!("{name} can't be computed ({reason})"))?;
    let datum = table().datum(system.base).ok_or_else(|| format!("{name} has no datum"))?;
    Ok(Projector {
        name,
        plane,
        ellipsoid: datum.ellipsoid,
        shifts: Cow::Borrowed(&datum.shifts),
        known: !WITHOUT_DATUM.contains(&system.base),
    })
}

fn of_wkt(text: &str) -> Result<Option<Projector>, Doubt> {
    let Some(definition) = Definition::read(text)? else {
        let name = text.split('"').nth(1).unwrap_or_default();
        return Err(Doubt::Unusable(format!(
            "'{}' is not known, and its definition can't be read",
            excerpt(name)
        )));
    };
    let stated = definition.code.and_then(|code| table().system(code));
    let candidates: Vec<&Registered> = stated.into_iter().chain(table().named(definition.name)).collect();
    let plane = own_plane(&definition);
    let mut doubt = None;
    for system in &candidates {
        match contradiction::with(system, &definition, plane.as_ref().ok()) {
            None => match registered(system) {
                Ok(projector) => return Ok(useful(projector)),
                // A projection that can't be computed by its registered words may be by its own.
                Err(_) => return Ok(defined(&definition).map(useful)?),
            },
            Some(reason) => doubt = doubt.or(Some(reason)),
        }
    }
    let found = defined(&definition);
    let doubt = doubt.or_else(|| contradiction::within(&definition));
    match (doubt, found) {
        (Some(reason), found) => {
            let mut codes: Vec<u32> = candidates.iter().map(|system| system.code).collect();
            codes.dedup();
            Err(Doubt::Contradiction { reason, codes, defined: found.is_ok() })
        }
        (None, found) => Ok(found.map(useful)?),
    }
}

/// The projection of a definition by its own numbers.
fn own_plane(definition: &Definition<'_>) -> Result<Plane, String> {
    let unknown = || format!("'{}' is not known, and its definition can't be read", excerpt(definition.name));
    let words = proj4wkt::wkt_to_projstring(definition.text).map_err(|_| unknown())?;
    Plane::new(&words, definition.degree)
        .map_err(|reason| format!("'{}' can't be computed ({reason})", excerpt(definition.name)))
}

/// A system by the numbers of its definition, and the name of its datum.
fn defined(definition: &Definition<'_>) -> Result<Projector, String> {
    let plane = own_plane(definition)?;
    let ellipsoid = definition.ellipsoid.unwrap_or(Ellipsoid::new(6_378_137.0, 298.257_223_563));
    let datum = datum_of(definition).filter(|(_, datum)| datum.ellipsoid.is_like(ellipsoid));
    let known = datum.is_some_and(|(base, _)| !WITHOUT_DATUM.contains(&base));
    let shifts = match (&definition.shift, datum) {
        (Some(shift), _) => Cow::Owned(vec![shift.clone()]),
        (None, Some((_, datum))) => Cow::Borrowed(datum.shifts.as_slice()),
        (None, None) => Cow::Borrowed(&[][..]),
    };
    let name = format!("'{}'", excerpt(definition.name));
    Ok(Projector { name, plane, ellipsoid, shifts, known: known || ellipsoid.is_wgs84() })
}

/// The datum of a definition, by the number or the names that it has; one with shifts before one without.
fn datum_of(definition: &Definition<'_>) -> Option<(u32, &'static Datum)> {
    let stated = definition.base.into_iter();
    let named = definition.datums.iter().rev().flat_map(|name| table().datums_named(name).iter().copied());
    let all = || stated.clone().chain(named.clone()).filter_map(|base| Some((base, table().datum(base)?)));
    all().find(|(_, datum)| !datum.shifts.is_empty()).or_else(|| all().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(system: &System, position: Position) -> Position {
        projector(system).unwrap().unwrap().place(position).unwrap()
    }

    fn near(is: Position, wanted: Position, degrees: f64) {
        assert!((0..2).all(|axis| (is[axis] - wanted[axis]).abs() < degrees), "{is:?} {wanted:?}");
    }

    #[test]
    fn positions_agree_with_proj() {
        // Values of PROJ 9 (`cs2cs EPSG:n EPSG:4326`). National datums within the few metres that depend on the chosen shift.
        near(place(&System::Epsg(32_633), [500_000.0, 5_000_000.0]), [15.0, 45.153_477_183], 1e-7);
        near(place(&System::Epsg(3857), [1_000_000.0, 5_000_000.0]), [8.983_152_841, 40.916_274_471], 1e-8);
        near(place(&System::Epsg(2154), [700_000.0, 6_600_000.0]), [3.0, 46.5], 1e-9);
        near(place(&System::Epsg(3413), [1e6, -1e6]), [0.0, 76.998_815_532], 1e-8);
        near(place(&System::Epsg(27_700), [4e5, 3e5]), [-2.001_433_1, 52.597_792_4], 5e-5);
        near(place(&System::Epsg(31_467), [3.5e6, 5.4e6]), [8.998_970_8, 48.737_539_3], 5e-5);
        near(place(&System::Epsg(28_992), [155e3, 463e3]), [5.387_203_5, 52.155_172_3], 5e-5);
        near(place(&System::Epsg(2056), [2.6e6, 1.2e6]), [7.438_632_4, 46.951_082_8], 5e-5);
    }

    #[test]
    fn systems_that_are_wgs84_need_nothing() {
        for code in [4326, 4979, 4258, 4269, 4490] {
            assert!(projector(&System::Epsg(code)).unwrap().is_none(), "{code}");
        }
        let old = projector(&System::Epsg(4267)).unwrap().unwrap();
        assert!(old.way([-85.0, 45.0]).caution.unwrap().contains("about 10 metres"));
        assert!(old.way([10.0, 40.0]).caution.unwrap().contains("outside"));
    }

    #[test]
    fn a_definition_is_known_by_its_number_or_its_name() {
        let utm = r#"PROJCS["WGS_1984_UTM_Zone_33N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        near(place(&System::Wkt(utm.to_owned()), [500_000.0, 5_000_000.0]), [15.0, 45.153_477_183], 1e-7);
        assert!(projector(&System::Wkt(utm.to_owned())).unwrap().unwrap().name.contains("32633"));
        let own = utm.replace("WGS_1984_UTM_Zone_33N", "Our own").replace("15.0]", "15.5]");
        near(place(&System::Wkt(own), [500_000.0, 5_000_000.0]), [15.5, 45.153_477_183], 1e-7);
        let numbered = r#"PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4326"]],AUTHORITY["EPSG","32633"]]"#;
        near(
            place(&System::Wkt(numbered.to_owned()), [500_000.0, 5_000_000.0]),
            [15.0, 45.153_477_183],
            1e-7,
        );
    }

    #[test]
    fn what_is_no_system_is_said_and_does_not_hang() {
        let says = |system: System| match projector(&system).err() {
            Some(Doubt::Unusable(reason)) => reason,
            other => panic!("{other:?}"),
        };
        assert!(says(System::Epsg(1)).contains("neither EPSG's nor ESRI's"));
        assert!(says(System::Wkt("PROJCS[\"Nowhere\"".to_owned())).contains("Nowhere"));
        assert!(says(System::Wkt("A[".repeat(9_000))).contains("too long"));
        assert!(says(System::Wkt(String::new())).contains("not known"));
    }
}
