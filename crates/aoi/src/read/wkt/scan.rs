//! The words, numbers and brackets of WKT.

use super::FORM;
use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::read::found::{Features, ONE_SYSTEM, System, excerpt, place_in};
use crate::ring::Position;

/// A text, how far it is read, and what was found in it.
pub(super) struct Parser<'a, 'f> {
    text: &'a str,
    at: usize,
    positions: usize,
    pub(super) features: &'f mut Features,
}

impl<'a, 'f> Parser<'a, 'f> {
    pub(super) fn new(text: &'a str, features: &'f mut Features) -> Parser<'a, 'f> {
        Parser { text, at: 0, positions: 0, features }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// How far it is read, to come back to.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    pub(super) fn back_to(&mut self, place: usize) {
        self.at = place;
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn skip(&mut self, and: impl Into<[char; 3]>) {
        let and = and.into();
        let skipped = |c: char| c.is_whitespace() || and.contains(&c);
        self.at = self.text.len() - self.rest().trim_start_matches(skipped).len();
    }

    pub(super) fn wrong(&self, wanted: &str) -> AoiError {
        let there =
            if self.rest().is_empty() { "its end".to_owned() } else { format!("'{}'", excerpt(self.rest())) };
        AoiError::Malformed {
            form: FORM,
            place: place_in(self.text, self.at),
            reason: format!("{wanted} is expected, not {there}"),
        }
    }

    pub(super) fn word(&mut self) -> String {
        self.skip([' '; 3]);
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_ascii_uppercase()
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        self.skip([' '; 3]);
        let there = self.rest().starts_with(wanted);
        self.at += if there { wanted.len_utf8() } else { 0 };
        there
    }

    pub(super) fn expect(&mut self, wanted: char) -> Result<(), AoiError> {
        if self.take(wanted) { Ok(()) } else { Err(self.wrong(&format!("'{wanted}'"))) }
    }

    /// A number, when there is one.
    pub(super) fn number(&mut self) -> Result<Option<f64>, AoiError> {
        self.skip([' '; 3]);
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "(),;".contains(c)).unwrap_or(rest.len());
        if end == 0 {
            return Ok(None);
        }
        let number: f64 = rest[..end].parse().map_err(|_| self.wrong("a number"))?;
        if !number.is_finite() {
            return Err(self.wrong("a number"));
        }
        self.at += end;
        Ok(Some(number))
    }

    /// `SRID=4326;` before a geometry.
    pub(super) fn reference_system(&mut self) -> Result<(), AoiError> {
        if let Some((name, _)) = self.rest().strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            self.at += name.len() + 2;
            self.skip([' '; 3]);
            let code = name.rsplit('/').next().and_then(|code| code.parse().ok());
            return self.in_system(match code {
                Some(code) => System::Epsg(code),
                None if name.contains("CRS84") => System::OfTheForm,
                None => System::Wkt(name.to_owned()),
            });
        }
        let head: String = self.rest().chars().take(5).collect();
        if !head.eq_ignore_ascii_case("SRID=") {
            return Ok(());
        }
        self.at += head.len();
        let number = self.number()?.ok_or_else(|| self.wrong("the number of a reference system"))?;
        self.expect(';')?;
        self.in_system(match number as u32 {
            0 => System::Unstated,
            code => System::Epsg(code),
        })
    }

    fn in_system(&mut self, system: System) -> Result<(), AoiError> {
        if self.features.is_in(system) { Ok(()) } else { Err(self.wrong(ONE_SYSTEM)) }
    }

    /// Over the dimension, and EMPTY when it stands there.
    pub(super) fn is_empty(&mut self) -> bool {
        for _ in 0..2 {
            let before = self.at;
            match self.word().as_str() {
                "EMPTY" => return true,
                "Z" | "M" | "ZM" => {}
                _ => {
                    self.at = before;
                    return false;
                }
            }
        }
        false
    }

    pub(super) fn several<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<T, AoiError>,
    ) -> Result<Vec<T>, AoiError> {
        self.expect('(')?;
        let mut all = vec![one(self)?];
        while self.take(',') {
            all.push(one(self)?);
        }
        if self.take(')') { Ok(all) } else { Err(self.wrong("',' or ')'")) }
    }

    /// Whether a bracket comes next.
    pub(super) fn opens(&mut self) -> bool {
        self.skip([' '; 3]);
        self.rest().starts_with('(')
    }

    pub(super) fn position(&mut self) -> Result<Position, AoiError> {
        self.count(1)?;
        let lon = self.number()?.ok_or_else(|| self.wrong("a longitude"))?;
        let lat = self.number()?.ok_or_else(|| self.wrong("a latitude"))?;
        for _ in 0..2 {
            self.number()?;
        }
        Ok([lon, lat])
    }

    /// `1 2` or `(1 2)`.
    pub(super) fn bracketed_position(&mut self) -> Result<Position, AoiError> {
        let bracket = self.take('(');
        let position = self.position()?;
        if bracket {
            self.expect(')')?;
        }
        Ok(position)
    }

    /// Counts positions, of which there may be so many and no more.
    pub(super) fn count(&mut self, positions: usize) -> Result<(), AoiError> {
        self.positions += positions;
        if self.positions > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        Ok(())
    }

    /// Over what is not read, to the bracket that closes it.
    pub(super) fn skip_brackets(&mut self) -> Result<(), AoiError> {
        self.expect('(')?;
        let mut open = 1_usize;
        while open > 0 {
            let Some(bracket) = self.rest().find(['(', ')']) else {
                self.at = self.text.len();
                return Err(self.wrong("')'"));
            };
            open = if self.rest()[bracket..].starts_with('(') { open + 1 } else { open - 1 };
            self.at += bracket + 1;
        }
        Ok(())
    }
}
