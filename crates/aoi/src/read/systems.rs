//! Reference systems: any that the EPSG table knows, by number, by name or by definition, taken to WGS 84 degrees.

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::found::{System, excerpt};
use crate::ring::Position;

/// A definition is a few hundred letters; a longer or deeper one is no definition.
const LONGEST_WKT: usize = 20_000;
const DEEPEST_WKT: usize = 24;
/// The mean shift of NAD27 in the contiguous states (NIMA TR 8350.2, appendix B): good to about ten metres. The grids that
/// would be better are hundreds of megabytes.
const NAD27: &str = "+ellps=clrk66 +towgs84=-8,160,176";
const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// The way from one reference system to WGS 84.
pub(crate) struct Projector {
    /// For people.
    pub(crate) name: String,
    /// How well the datum is known, when it is worth a word.
    pub(crate) caution: Option<&'static str>,
    from: Proj,
    to: Proj,
    degrees: bool,
}

impl Projector {
    /// Whether its positions are degrees.
    pub(crate) fn is_degrees(&self) -> bool {
        self.degrees
    }

    /// Longitude and latitude in degrees; `None` where the system does not reach.
    pub(crate) fn place(&self, [x, y]: Position) -> Option<Position> {
        let mut point = if self.degrees { (x.to_radians(), y.to_radians(), 0.0) } else { (x, y, 0.0) };
        transform(&self.from, &self.to, &mut point).ok()?;
        let place = [point.0.to_degrees(), point.1.to_degrees()];
        // A position across the 180th meridian stays there; the rest of the ring follows it.
        place.iter().all(|number| number.is_finite()).then_some(place)
    }
}

/// The projector of a system; `Ok(None)` when it is WGS 84 in degrees already.
///
/// # Errors
/// What is wrong with the definition, to be put after a colon.
pub(crate) fn projector(system: &System) -> Result<Option<Projector>, String> {
    match system {
        System::OfTheForm | System::Unstated => Ok(None),
        System::Epsg(code) => of_code(*code),
        System::Wkt(text) => of_wkt(text),
    }
}

/// The name of an EPSG number, when it is known.
pub(crate) fn name_of(code: u32) -> Option<&'static str> {
    definition(code).and_then(|definition| quoted(definition.wkt))
}

fn definition(code: u32) -> Option<crs_definitions::Def> {
    u16::try_from(code).ok().and_then(crs_definitions::from_code)
}

fn of_code(code: u32) -> Result<Option<Projector>, String> {
    if matches!(code, 4326 | 4979) {
        return Ok(None);
    }
    // ESRI's number for Web Mercator, and the joke that came before it.
    let known = if matches!(code, 102_100 | 102_113 | 900_913) { 3857 } else { code };
    let definition = definition(known).ok_or_else(|| format!("EPSG:{code} is not in the table"))?;
    let name = quoted(definition.wkt).unwrap_or_default();
    of_proj(definition.proj4, format!("EPSG:{code} ({name})"))
}

fn of_wkt(text: &str) -> Result<Option<Projector>, String> {
    let text = text.trim();
    let depth = text.bytes().scan(0_usize, |depth, byte| {
        *depth = match byte {
            b'[' | b'(' => *depth + 1,
            b']' | b')' => depth.saturating_sub(1),
            _ => *depth,
        };
        Some(*depth)
    });
    if text.len() > LONGEST_WKT || depth.max().unwrap_or(0) > DEEPEST_WKT {
        return Err("its definition is far too long".to_owned());
    }
    let name = quoted(text).unwrap_or_default();
    if let Some(code) = authority(text).or_else(|| code_named(name)) {
        // A number that the table lacks may still come with a whole definition.
        if let Ok(projector) = of_code(code) {
            return Ok(projector);
        }
    }
    let proj = proj4wkt::wkt_to_projstring(text)
        .map_err(|_| format!("'{}' is not known, and its definition can't be read", excerpt(name)))?;
    of_proj(&proj, format!("'{}'", excerpt(name)))
}

fn of_proj(definition: &str, name: String) -> Result<Option<Projector>, String> {
    let definition = definition.replace("+datum=NAD27", NAD27);
    let wrong = |error: proj4rs::errors::Error| format!("{name} can't be computed ({error})");
    let to = Proj::from_proj_string(WGS84).map_err(wrong)?;
    let from = Proj::from_proj_string(&definition).map_err(wrong)?;
    if from.is_geocent() || !from.has_inverse() {
        return Err(format!("{name} is no system of a map"));
    }
    let degrees = from.is_latlong();
    let grs80 = [
        "+datum=NAD83",
        "+datum=WGS84",
        "+ellps=GRS80",
        "+ellps=WGS84",
        "+rf=298.257222101",
        "+rf=298.257223563",
        "+nadgrids=@null",
    ];
    let datum = definition.contains("+datum=") || definition.contains("+towgs84=");
    let modern = grs80.iter().any(|ellipsoid| definition.contains(ellipsoid));
    if degrees && from.from_greenwich() == 0.0 && modern && !shifts(&definition) {
        // ETRS89, NAD83, GDA and their kin lie within a metre or two of WGS 84.
        return Ok(None);
    }
    let caution = if definition.contains(NAD27) {
        Some("its datum is old: positions are right to about ten metres")
    } else if datum || modern {
        None
    } else {
        Some("the shift of its datum is not known: positions may be some hundred metres off")
    };
    Ok(Some(Projector { name, caution, from, to, degrees }))
}

/// Whether a definition moves positions at all.
fn shifts(definition: &str) -> bool {
    let shift = definition.split("+towgs84=").nth(1).and_then(|rest| rest.split_whitespace().next());
    shift.is_some_and(|shift| {
        shift.split(',').any(|number| number.parse().is_ok_and(|number: f64| number != 0.0))
    })
}

/// The first quoted piece: the name of a definition in WKT.
fn quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

/// The EPSG number of the whole definition, which stands last in it.
fn authority(text: &str) -> Option<u32> {
    let last = text.trim_end_matches([']', ')', ' ', '\n', '\r', '\t']);
    let from = last.rfind(['[', '('])?;
    let word = last[..from].rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    if !(word.eq_ignore_ascii_case("AUTHORITY") || word.eq_ignore_ascii_case("ID")) {
        return None;
    }
    // The parts of a definition have numbers too: the one of the whole closes with it.
    if text.len() - last.len() == 0 || text[last.len()..].matches([']', ')']).count() != 2 {
        return None;
    }
    let mut parts = last[from + 1..].split(',').map(|part| part.trim().trim_matches('"'));
    let epsg = parts.next()?.eq_ignore_ascii_case("EPSG");
    parts.next().filter(|_| epsg)?.parse().ok()
}

/// Names without what writers of files do to them: `WGS_1984_UTM_Zone_33N` is `WGS 84 / UTM zone 33N`.
fn plain(name: &str) -> String {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    plain
        .trim_start_matches("gcs")
        .replace("wgs1984", "wgs84")
        .replace("etrs1989", "etrs89")
        .replace("nad1983", "nad83")
        .replace("nad1927", "nad27")
        .replace("gda1994", "gda94")
        .replace("rgf1993", "rgf93")
        .replace("deprecated", "")
}

fn code_named(name: &str) -> Option<u32> {
    let wanted = match plain(name).as_str() {
        "" => return None,
        "wgs84webmercatorauxiliarysphere" | "wgs84webmercator" => return Some(3857),
        "britishnationalgrid" => return Some(27_700),
        wanted => wanted.to_owned(),
    };
    let named = |code: &u32| name_of(*code).is_some_and(|name| plain(name) == wanted);
    (2_000..=u32::from(u16::MAX)).find(named)
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
        for code in [4326, 4979, 4258, 4269] {
            assert!(projector(&System::Epsg(code)).unwrap().is_none(), "{code}");
        }
        assert!(projector(&System::Epsg(4267)).unwrap().unwrap().caution.is_some());
    }

    #[test]
    fn a_definition_is_known_by_its_number_or_its_name() {
        let utm = r#"PROJCS["WGS_1984_UTM_Zone_33N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        near(place(&System::Wkt(utm.to_owned()), [500_000.0, 5_000_000.0]), [15.0, 45.153_477_183], 1e-7);
        assert!(projector(&System::Wkt(utm.to_owned())).unwrap().unwrap().name.contains("32633"));
        let own = utm.replace("WGS_1984_UTM_Zone_33N", "Our own").replace("15.0]", "15.5]");
        near(place(&System::Wkt(own), [500_000.0, 5_000_000.0]), [15.5, 45.153_477_183], 1e-7);
        let numbered = r#"PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4326"]],AUTHORITY["EPSG","32633"]]"#;
        assert_eq!(authority(numbered), Some(32_633));
        assert_eq!(authority(r#"PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4326"]]]"#), None);
        assert_eq!(authority(r#"PROJCRS["x",BASEGEOGCRS["y"],ID["EPSG",32633]]"#), Some(32_633));
    }

    #[test]
    fn what_is_no_system_is_said_and_does_not_hang() {
        let says = |system: System| projector(&system).err().unwrap_or_default();
        assert!(says(System::Epsg(1)).contains("not in the table"));
        assert!(says(System::Wkt("PROJCS[\"Nowhere\"".to_owned())).contains("Nowhere"));
        assert!(says(System::Wkt("A[".repeat(9_000))).contains("too long"));
        assert!(says(System::Wkt(String::new())).contains("not known"));
    }
}
