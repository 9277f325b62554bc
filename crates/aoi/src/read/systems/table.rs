//! The table of reference systems: their numbers, names and definitions, their datums and the shifts of these. Made by
//! `data/build/systems.py`; what is in it is told in `data/README.md`.

use std::collections::HashMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

use super::shift::{Ellipsoid, Shift};

const PACKED: &[u8] = include_bytes!("../../../data/systems.tsv.gz");

/// A reference system of a map.
pub(super) struct Registered {
    /// EPSG's number, or ESRI's.
    pub(super) code: u32,
    pub(super) name: &'static str,
    /// The number of the geographic system that it is built on, which is the key of its datum.
    pub(super) base: u32,
    /// West, south, east, north of where it is used, in degrees.
    pub(super) area: [f64; 4],
    /// In the words of PROJ, without its datum.
    pub(super) definition: &'static str,
}

/// What is known of a datum.
pub(super) struct Datum {
    pub(super) ellipsoid: Ellipsoid,
    /// For people.
    pub(super) name: &'static str,
    pub(super) shifts: Vec<Shift>,
}

/// All of it.
#[derive(Default)]
pub(super) struct Table {
    systems: HashMap<u32, Registered>,
    named: HashMap<String, Vec<u32>>,
    datums: HashMap<u32, Datum>,
    datums_named: HashMap<String, Vec<u32>>,
    /// Systems with heights, and the number of their part without.
    compounds: HashMap<u32, u32>,
}

/// The table, unpacked when it is first asked for.
pub(super) fn table() -> &'static Table {
    static TEXT: OnceLock<String> = OnceLock::new();
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = TEXT.get_or_init(|| {
            let mut text = String::new();
            // The file is part of the program: a test reads every line of it.
            GzDecoder::new(PACKED).read_to_string(&mut text).map_or_else(|_| String::new(), |_| text)
        });
        let mut table = Table::default();
        text.lines().for_each(|line| {
            let _ = table.take(line);
        });
        table
    })
}

/// Names without what writers of files do to them: `WGS_1984_UTM_Zone_33N` is `WGS 84 / UTM zone 33N`.
pub(super) fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    plain
        .replace("wgs1984", "wgs84")
        .replace("etrs1989", "etrs89")
        .replace("nad1983", "nad83")
        .replace("nad1927", "nad27")
        .replace("gda1994", "gda94")
        .replace("rgf1993", "rgf93")
        .replace("deprecated", "")
}

impl Table {
    /// A system by its number.
    pub(super) fn system(&self, code: u32) -> Option<&Registered> {
        // The joke that came before Web Mercator had a number, and ESRI's number for it.
        let code = if matches!(code, 900_913 | 102_100) { 3857 } else { code };
        self.systems.get(&code).or_else(|| self.systems.get(self.compounds.get(&code)?))
    }

    /// Systems of a name, EPSG's before ESRI's.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Registered> {
        let codes = self.named.get(&plain(name));
        codes.into_iter().flatten().filter_map(|code| self.systems.get(code))
    }

    pub(super) fn datum(&self, base: u32) -> Option<&Datum> {
        self.datums.get(&base)
    }

    /// The keys of the datums of a name: that of a datum itself, or of a geographic system.
    pub(super) fn datums_named(&self, name: &str) -> &[u32] {
        self.datums_named.get(&plain(name)).map_or(&[], Vec::as_slice)
    }

    fn take(&mut self, line: &'static str) -> Option<()> {
        let mut fields = line.split('\t');
        let kind = fields.next()?;
        let code: u32 = fields.next()?.parse().ok()?;
        match kind {
            "system" => {
                let base = fields.next()?.parse().ok()?;
                let area = numbers(fields.next()?)?;
                let (definition, names) = (fields.next()?, fields.next()?);
                let name = names.split('|').next()?;
                for name in names.split('|') {
                    listed(&mut self.named, name, code);
                    if code == base {
                        listed(&mut self.datums_named, name, base);
                    }
                }
                self.systems.insert(code, Registered { code, name, base, area, definition });
            }
            "datum" => {
                let [a, inverse] = [fields.next()?, fields.next()?].map(str::parse::<f64>);
                let ellipsoid = Ellipsoid::new(a.ok()?, inverse.ok()?);
                let names = fields.next()?;
                let shifts = fields.next()?.split(';').filter(|shift| !shift.is_empty());
                let shifts = shifts.map(shift).collect::<Option<_>>()?;
                names.split('|').for_each(|name| listed(&mut self.datums_named, name, code));
                let name = names.split('|').next()?;
                self.datums.insert(code, Datum { ellipsoid, name, shifts });
            }
            _ => {
                self.compounds.insert(code, fields.next()?.parse().ok()?);
            }
        }
        Some(())
    }
}

fn listed(names: &mut HashMap<String, Vec<u32>>, name: &str, code: u32) {
    let codes = names.entry(plain(name)).or_default();
    if !codes.contains(&code) {
        codes.push(code);
    }
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.parse().ok()).collect();
    numbers?.try_into().ok()
}

fn shift(text: &str) -> Option<Shift> {
    let [west, south, east, north, offshore, metres, numbers @ ..] = numbers::<13>(text)?;
    Some(Shift { area: [west, south, east, north], offshore: offshore == 1.0, metres, numbers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_taken() {
        let mut text = String::new();
        GzDecoder::new(PACKED).read_to_string(&mut text).unwrap();
        let text: &'static str = Box::leak(text.into_boxed_str());
        let mut table = Table::default();
        for line in text.lines() {
            assert!(table.take(line).is_some(), "{line}");
        }
        assert!(table.systems.len() > 8_000 && table.datums.len() > 1_000, "{}", table.systems.len());
        for system in table.systems.values() {
            assert!(table.datum(system.base).is_some(), "{}", system.code);
        }
        assert!(table.compounds.values().all(|code| table.systems.contains_key(code)));
    }

    #[test]
    fn a_system_has_many_names_and_a_datum_too() {
        for (name, code) in [
            ("RD_New", 28_992),
            ("Belge_Lambert_1972", 31_370),
            ("ED_1950_UTM_Zone_30N", 23_030),
            ("Hong_Kong_1980_Grid", 2_326),
            ("Greek_Grid", 2_100),
            ("British_National_Grid", 27_700),
            ("WGS_1984_Web_Mercator_Auxiliary_Sphere", 3_857),
            ("GCS_European_1950", 4_230),
        ] {
            assert_eq!(table().named(name).next().map(|system| system.code), Some(code), "{name}");
        }
        assert!(table().datums_named("D_European_1950").contains(&4_230));
        assert!(table().datums_named("GCS_European_1950").contains(&4_230));
        assert_eq!(table().system(900_913).map(|system| system.code), Some(3_857));
        assert_eq!(table().system(7_405).map(|system| system.code), Some(27_700));
    }
}
