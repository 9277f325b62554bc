//! WKT and EWKT, one geometry or several after another. Heights and measures are left out.

use super::found::{Features, Shape, System, excerpt, place_in};
use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "WKT";
/// Deeper than any real collection of collections.
const DEEPEST: usize = 16;
const WORDS: [&str; 13] = [
    "POLYGON",
    "MULTIPOLYGON",
    "POINT",
    "MULTIPOINT",
    "LINESTRING",
    "MULTILINESTRING",
    "GEOMETRYCOLLECTION",
    "SRID=",
    "TRIANGLE",
    "TIN",
    "POLYHEDRALSURFACE",
    "CURVEPOLYGON",
    "MULTISURFACE",
];

pub(super) fn is_wkt(text: &str) -> bool {
    let head: String = text.chars().take(24).flat_map(char::to_uppercase).collect();
    WORDS.iter().any(|word| head.starts_with(word))
}

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let mut parser = Parser { text, at: 0, positions: 0, features: Features::new(FORM, System::Unstated) };
    loop {
        parser.skip([' ', ';', ',']);
        if parser.at == text.len() {
            return parser.features.some();
        }
        parser.reference_system()?;
        let shapes = parser.geometry(0)?;
        parser.features.parts(None, shapes)?;
    }
}

/// The shapes of one geometry, as a column of a table holds it. A reference system that it names is kept.
pub(super) fn shapes(text: &str, features: &mut Features) -> Result<Vec<Shape>, AoiError> {
    let mut parser = Parser { text, at: 0, positions: 0, features: Features::new(FORM, System::Unstated) };
    parser.reference_system()?;
    let shapes = parser.geometry(0)?;
    if parser.features.system != System::Unstated {
        features.system = parser.features.system;
    }
    Ok(shapes)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    positions: usize,
    features: Features,
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
        self.features.system = match number as u32 {
            0 => System::Unstated,
            code => System::Epsg(code),
        };
        Ok(())
    }

    fn geometry(&mut self, depth: usize) -> Result<Vec<Shape>, AoiError> {
        let start = self.at;
        let word = self.word();
        // Dimensions may stand alone or at the end of the word: they say how many numbers a position has, which is seen.
        let kind = ["ZM", "Z", "M"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word).to_owned();
        if self.is_empty() {
            self.features.other("empty shape");
            return Ok(Vec::new());
        }
        match kind.as_str() {
            "POLYGON" | "TRIANGLE" => Ok(vec![self.polygon()?]),
            "MULTIPOLYGON" | "TIN" | "POLYHEDRALSURFACE" => self.several(Parser::polygon_or_empty).map(flat),
            "LINESTRING" => {
                let line = self.several(Parser::position)?;
                Ok(vec![self.features.line(line)])
            }
            "MULTILINESTRING" => {
                let lines = self.several(|parser| parser.several(Parser::position))?;
                Ok(lines.into_iter().map(|line| self.features.line(line)).collect())
            }
            "POINT" => Ok(self.several(Parser::position)?.into_iter().map(point).collect()),
            "MULTIPOINT" => Ok(self.several(Parser::bracketed_position)?.into_iter().map(point).collect()),
            "GEOMETRYCOLLECTION" | "MULTISURFACE" if depth < DEEPEST => {
                let inner = self.several(|parser| parser.geometry(depth + 1))?;
                Ok(inner.into_iter().flatten().collect())
            }
            "GEOMETRYCOLLECTION" | "MULTISURFACE" => Err(self.wrong("less nesting")),
            "CURVEPOLYGON" | "COMPOUNDCURVE" | "CIRCULARSTRING" | "MULTICURVE" => {
                self.features.other("curved shape, which must be written as straight lines");
                self.skip_brackets().map(|()| Vec::new())
            }
            _ => {
                self.at = start;
                Err(self.wrong("a geometry such as POLYGON"))
            }
        }
    }

    /// Over the dimension, and EMPTY when it stands there.
    fn is_empty(&mut self) -> bool {
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

    fn polygon(&mut self) -> Result<Shape, AoiError> {
        let coordinates = self.several(|parser| parser.several(Parser::position))?;
        Ok(Shape::Area(AreaPolygon { coordinates }))
    }

    /// A part of a multipolygon; the standard lets one be EMPTY.
    fn polygon_or_empty(&mut self) -> Result<Option<Shape>, AoiError> {
        if self.is_empty() { Ok(None) } else { self.polygon().map(Some) }
    }

    fn position(&mut self) -> Result<Position, AoiError> {
        self.positions += 1;
        if self.positions > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        let lon = self.number()?.ok_or_else(|| self.wrong("a longitude"))?;
        let lat = self.number()?.ok_or_else(|| self.wrong("a latitude"))?;
        for _ in 0..2 {
            self.number()?;
        }
        Ok([lon, lat])
    }

    /// `1 2` or `(1 2)`.
    fn bracketed_position(&mut self) -> Result<Position, AoiError> {
        let bracket = self.take('(');
        let position = self.position()?;
        if bracket {
            self.expect(')')?;
        }
        Ok(position)
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

fn point(position: Position) -> Shape {
    Shape::Line(vec![position])
}

fn flat(shapes: Vec<Option<Shape>>) -> Vec<Shape> {
    shapes.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    fn count(text: &str) -> usize {
        read(text).unwrap_or_else(|error| panic!("{text}: {error}")).found.len()
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
            let area = found.found.iter().find_map(|(_, shape)| match shape {
                Shape::Area(polygon) => Some(polygon.outer()),
                Shape::Line(_) => None,
            });
            assert_eq!(area.unwrap(), [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]], "{text}");
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
        assert!(says("POLYGON EMPTY").contains("empty shape"));
        assert!(says("CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))").contains("curved"));
    }

    #[test]
    fn every_geometry_is_read_and_its_reference_system_kept() {
        assert_eq!(count("MULTIPOINT((1 2),(3 4),5 6)"), 3);
        assert_eq!(count("MULTILINESTRING((1 2,3 4),(1 2,3 2,3 4,1 2))"), 2);
        assert_eq!(count("MULTIPOLYGON(EMPTY,((1 2,3 2,3 4,1 2)))"), 1);
        assert_eq!(count("TIN(((0 0,1 0,1 1,0 0)),((0 0,1 1,0 1,0 0)))"), 2);
        assert_eq!(read("SRID=32633;POINT(1 2)").unwrap().system, System::Epsg(32_633));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "GEOMETRYCOLLECTION(".repeat(100_000);
        assert!(says(&deep).contains("less nesting"));
        assert!(says(&format!("POINT {}", "(".repeat(100_000))).contains("a longitude"));
        assert!(says(&format!("CURVEPOLYGON {}", "(".repeat(100_000))).contains("')'"));
    }
}
