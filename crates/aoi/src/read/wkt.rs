//! WKT and EWKT, one geometry or several after another. Only polygons are areas; heights and measures are left out.

use super::collected::{Collected, Found, excerpt, place_in};
use crate::error::AoiError;
use crate::polygon::AreaPolygon;

const FORM: &str = "WKT";
/// Deeper than any real collection of collections.
const DEEPEST: usize = 16;
const WORDS: [&str; 9] = [
    "POLYGON",
    "MULTIPOLYGON",
    "POINT",
    "MULTIPOINT",
    "LINESTRING",
    "MULTILINESTRING",
    "GEOMETRYCOLLECTION",
    "SRID=",
    "TRIANGLE",
];

pub(super) fn is_wkt(text: &str) -> bool {
    let head: String = text.chars().take(24).flat_map(char::to_uppercase).collect();
    WORDS.iter().any(|word| head.starts_with(word))
}

pub(super) fn read(text: &str) -> Result<Vec<Found>, AoiError> {
    let mut parser = Parser { text, at: 0 };
    let mut collected = Collected::default();
    loop {
        parser.skip([' ', ';', ',']);
        if parser.at == text.len() {
            return collected.finish(FORM);
        }
        parser.reference_system()?;
        let polygons = parser.geometry(&mut collected, 0)?;
        collected.parts(None, polygons)?;
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, and: impl Into<[char; 3]>) {
        let and = and.into();
        let skipped = |c: char| c.is_whitespace() || and.contains(&c);
        self.at = self.text.len() - self.rest().trim_start_matches(skipped).len();
    }

    fn wrong(&self, wanted: &str) -> AoiError {
        let there =
            if self.rest().is_empty() { "its end".to_owned() } else { format!("'{}'", excerpt(self.rest())) };
        AoiError::Malformed {
            form: FORM,
            place: place_in(self.text, self.at),
            reason: format!("{wanted} is expected, not {there}"),
        }
    }

    fn word(&mut self) -> String {
        self.skip([' '; 3]);
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_ascii_uppercase()
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip([' '; 3]);
        let there = self.rest().starts_with(wanted);
        self.at += if there { wanted.len_utf8() } else { 0 };
        there
    }

    fn expect(&mut self, wanted: char) -> Result<(), AoiError> {
        if self.take(wanted) { Ok(()) } else { Err(self.wrong(&format!("'{wanted}'"))) }
    }

    /// A number, when there is one.
    fn number(&mut self) -> Result<Option<f64>, AoiError> {
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
    fn reference_system(&mut self) -> Result<(), AoiError> {
        let head: String = self.rest().chars().take(5).collect();
        if !head.eq_ignore_ascii_case("SRID=") {
            return Ok(());
        }
        self.at += head.len();
        let number = self.number()?.ok_or_else(|| self.wrong("the number of a reference system"))?;
        self.expect(';')?;
        if number == 4326.0 { Ok(()) } else { Err(AoiError::Projected { example: format!("EPSG:{number}") }) }
    }

    fn geometry(&mut self, collected: &mut Collected, depth: usize) -> Result<Vec<AreaPolygon>, AoiError> {
        let start = self.at;
        let word = self.word();
        // Dimensions may stand alone or at the end of the word: they say how many numbers a position has, which is seen.
        let kind = ["ZM", "Z", "M"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word).to_owned();
        let alone = self.at;
        let dimension = self.word();
        let empty = match dimension.as_str() {
            "Z" | "M" | "ZM" => {
                let after = self.at;
                let empty = self.word() == "EMPTY";
                self.at = if empty { self.at } else { after };
                empty
            }
            "EMPTY" => true,
            _ => {
                self.at = alone;
                false
            }
        };
        let other = match kind.as_str() {
            "POLYGON" | "TRIANGLE" if empty => "empty polygon",
            "MULTIPOLYGON" if empty => "empty polygon",
            "POLYGON" | "TRIANGLE" => return Ok(vec![self.polygon()?]),
            "MULTIPOLYGON" => return self.several(Parser::polygon),
            "GEOMETRYCOLLECTION" if empty => "empty collection",
            "GEOMETRYCOLLECTION" if depth < DEEPEST => {
                let inner = self.several(|parser| parser.geometry(collected, depth + 1))?;
                return Ok(inner.into_iter().flatten().collect());
            }
            "GEOMETRYCOLLECTION" => return Err(self.wrong("less nesting")),
            "POINT" => "point",
            "MULTIPOINT" => "group of points",
            "LINESTRING" => "line",
            "MULTILINESTRING" => "group of lines",
            _ => {
                self.at = start;
                return Err(self.wrong("a geometry such as POLYGON"));
            }
        };
        collected.other(other);
        if !empty {
            self.skip_brackets()?;
        }
        Ok(Vec::new())
    }

    fn several<T>(
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

    fn polygon(&mut self) -> Result<AreaPolygon, AoiError> {
        let coordinates = self.several(|parser| parser.several(Parser::position))?;
        Ok(AreaPolygon { coordinates })
    }

    fn position(&mut self) -> Result<[f64; 2], AoiError> {
        let lon = self.number()?.ok_or_else(|| self.wrong("a longitude"))?;
        let lat = self.number()?.ok_or_else(|| self.wrong("a latitude"))?;
        for _ in 0..2 {
            self.number()?;
        }
        Ok([lon, lat])
    }

    /// Over what is no area, to the bracket that closes it.
    fn skip_brackets(&mut self) -> Result<(), AoiError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    fn count(text: &str) -> usize {
        read(text).unwrap_or_else(|error| panic!("{text}: {error}")).len()
    }

    #[test]
    fn every_spelling_of_a_polygon_is_read() {
        for text in [
            "POLYGON((1 2,3 2,3 4,1 2))",
            "polygon ( ( 1 2 , 3 2 ,\n 3 4, 1 2 ) )",
            "POLYGON Z ((1 2 9, 3 2 9, 3 4 9, 1 2 9))",
            "POLYGONZM((1 2 9 8,3 2 9 8,3 4 9 8,1 2 9 8))",
            "SRID=4326;POLYGON((1 2,3 2,3 4,1 2))",
            "TRIANGLE((1 2,3 2,3 4,1 2))",
            "GEOMETRYCOLLECTION(POINT(0 0),POLYGON((1 2,3 2,3 4,1 2)))",
            "POINT EMPTY; POLYGON((1 2,3 2,3 4,1 2))",
        ] {
            let found = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].1.outer(), [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]], "{text}");
        }
    }

    #[test]
    fn several_polygons_are_several_areas() {
        assert_eq!(
            count("MULTIPOLYGON(((1 2,3 2,3 4,1 2)),((5 5,6 5,6 6,5 5),(5.2 5.1,5.3 5.1,5.3 5.2,5.2 5.1)))"),
            2
        );
        assert_eq!(count("POLYGON((1 2,3 2,3 4,1 2))\nPOLYGON((1 2,3 2,3 4,1 2))"), 2);
    }

    #[test]
    fn a_fault_is_named_by_its_place() {
        assert!(
            says("POLYGON ((1 2, 3))").contains("line 1, column 17: a latitude is expected, not '))'"),
            "{}",
            says("POLYGON ((1 2, 3))")
        );
        assert!(says("POLYGON ((1 2, 3 x))").contains("column 18: a number"));
        assert!(says("POLYGON ((1 2, 3 4)").contains("its end"));
        assert!(says("POLYGON ((1 2,\n3 4)) CIRCLE(1)").contains("line 2"));
        assert!(says("POINT (1 2)").contains("only 1 point"));
        assert!(says("POLYGON EMPTY").contains("empty polygon"));
        assert!(says("SRID=32633;POLYGON((1 2,3 2,3 4,1 2))").contains("EPSG:32633"));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "GEOMETRYCOLLECTION(".repeat(100_000);
        assert!(says(&deep).contains("less nesting"));
        assert!(says(&format!("POINT {}", "(".repeat(100_000))).contains("')'"));
    }
}
