//! WKT and EWKT, one geometry or several after another. Heights and measures are left out.

use super::found::{Features, Shape, System, excerpt, place_in, ring_of};
use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "WKT";
/// Deeper than any real collection of collections.
const DEEPEST: usize = 16;
const WORDS: [&str; 22] = [
    "POLYGON",
    "MULTIPOLYGON",
    "POINT",
    "MULTIPOINT",
    "LINESTRING",
    "LINEARRING",
    "MULTILINESTRING",
    "GEOMETRYCOLLECTION",
    "TRIANGLE",
    "TIN",
    "POLYHEDRALSURFACE",
    "CURVEPOLYGON",
    "COMPOUNDCURVE",
    "CIRCULARSTRING",
    "NURBSCURVE",
    "MULTICURVE",
    "MULTISURFACE",
    "CURVE",
    "SURFACE",
    "BOX",
    "ENVELOPE",
    "BBOX",
];

/// Whether a text begins as WKT does: a word for a geometry and a bracket, its dimension or EMPTY; or the system before it.
pub(super) fn is_wkt(text: &str) -> bool {
    let head: String = text.chars().take(48).flat_map(char::to_uppercase).collect();
    if head.starts_with("SRID=") || names_its_system(text) {
        return true;
    }
    let end = head.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(head.len());
    let rest = head[end..].trim_start();
    let goes_on = rest.starts_with('(') || ["Z", "M", "EMPTY"].iter().any(|word| rest.starts_with(word));
    goes_on && WORDS.contains(&without_dimension(&head[..end]))
}

/// `<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((…))`, as linked data writes it.
pub(super) fn names_its_system(text: &str) -> bool {
    text.starts_with("<http") && text.split_once('>').is_some_and(|(_, rest)| is_wkt(rest.trim_start()))
}

/// WKT out of a program has its quotes about it.
pub(super) fn unquoted(text: &str) -> &str {
    let inner = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.map(str::trim).filter(|inner| !inner.contains(['"', '\''])).unwrap_or(text)
}

/// Dimensions may stand at the end of the word: they say how many numbers a position has, which is seen.
fn without_dimension(word: &str) -> &str {
    ["ZM", "Z", "M"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
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
        if let Some((name, _)) = self.rest().strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            self.at += name.len() + 2;
            self.skip([' '; 3]);
            let code = name.rsplit('/').next().and_then(|code| code.parse().ok());
            self.features.system = match code {
                Some(code) => System::Epsg(code),
                None if name.contains("CRS84") => System::OfTheForm,
                None => System::Wkt(name.to_owned()),
            };
            return Ok(());
        }
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
        let kind = without_dimension(&word).to_owned();
        if self.is_empty() {
            self.features.other("empty shape");
            return Ok(Vec::new());
        }
        match kind.as_str() {
            "POLYGON" | "TRIANGLE" => Ok(vec![self.polygon()?]),
            "MULTIPOLYGON" | "TIN" | "POLYHEDRALSURFACE" => self.several(Parser::polygon_or_empty).map(flat),
            "BOX" => self.bounding_box(Parser::corners),
            "ENVELOPE" => self.bounding_box(|parser| {
                parser.four().map(|[west, east, north, south]| [west, south, east, north])
            }),
            "BBOX" => self.bounding_box(Parser::four),
            "LINESTRING" | "LINEARRING" => {
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
                let inner = self.several(|parser| match parser.opens() {
                    // Of straight lines only, the word may be left out.
                    true => Ok(vec![parser.polygon()?]),
                    false => parser.geometry(depth + 1),
                })?;
                Ok(inner.into_iter().flatten().collect())
            }
            "GEOMETRYCOLLECTION" | "MULTISURFACE" => Err(self.wrong("less nesting")),
            "CURVEPOLYGON" if self.is_straight() => Ok(vec![self.polygon()?]),
            "CURVEPOLYGON" | "COMPOUNDCURVE" | "CIRCULARSTRING" | "NURBSCURVE" | "MULTICURVE" => {
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
        let coordinates =
            self.several(
                |parser| {
                    if parser.is_empty() { Ok(Vec::new()) } else { parser.several(Parser::position) }
                },
            )?;
        Ok(Shape::Area(AreaPolygon { coordinates }))
    }

    /// Whether a bracket comes next.
    fn opens(&mut self) -> bool {
        self.skip([' '; 3]);
        self.rest().starts_with('(')
    }

    /// Whether a curved polygon has none but straight rings: no word stands in it.
    fn is_straight(&self) -> bool {
        let rest = self.rest();
        let (mut open, mut end) = (0_usize, rest.len());
        for (place, c) in rest.char_indices() {
            match c {
                '(' => open += 1,
                ')' if open <= 1 => {
                    end = place;
                    break;
                }
                ')' => open -= 1,
                _ => {}
            }
        }
        !rest[..end].contains(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E'))
    }

    fn bounding_box(
        &mut self,
        sides: impl FnOnce(&mut Self) -> Result<[f64; 4], AoiError>,
    ) -> Result<Vec<Shape>, AoiError> {
        let [west, south, east, north] = sides(self)?;
        let corners = [[west, south], [east, south], [east, north], [west, north]];
        Ok(vec![Shape::Area(ring_of(&corners))])
    }

    /// Two corners, south-west and north-east.
    fn corners(&mut self) -> Result<[f64; 4], AoiError> {
        match self.several(Parser::position)?.as_slice() {
            [[west, south], [east, north]] => Ok([*west, *south, *east, *north]),
            _ => Err(self.wrong("a box of two corners")),
        }
    }

    fn four(&mut self) -> Result<[f64; 4], AoiError> {
        let numbers = self.several(|parser| parser.number()?.ok_or_else(|| parser.wrong("a number")))?;
        <[f64; 4]>::try_from(numbers).map_err(|_| self.wrong("a box of four numbers"))
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
            "POLYGON((1 2,3 2,3 4,1 2),EMPTY)",
            "CURVEPOLYGON((1 2,3 2,3 4,1 2))",
            "MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 0,4 0,4 4,0 4,0 0)),((1 2,3 2,3 4,1 2)))",
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
        for curved in [
            "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))",
            "COMPOUNDCURVE((0 0,1 1),CIRCULARSTRING(1 1,2 2,3 1))",
            "MULTICURVE((0 0,1 1))",
        ] {
            assert!(is_wkt(curved) && says(curved).contains("curved"), "{curved}");
        }
    }

    #[test]
    fn boxes_quotes_and_systems_before_a_shape_are_read() {
        for text in ["BOX(1 2,3 4)", "ENVELOPE(1, 3, 4, 2)", "bbox(1,2,3,4)"] {
            assert!(is_wkt(text), "{text}");
            let Shape::Area(area) = &read(text).unwrap().found[0].1 else { panic!("{text}") };
            assert_eq!((area.outer()[0], area.outer()[2]), ([1.0, 2.0], [3.0, 4.0]), "{text}");
        }
        assert_eq!(unquoted("\"POINT(1 2)\""), "POINT(1 2)");
        assert_eq!(unquoted("'a','b'"), "'a','b'");
        let named = "<http://www.opengis.net/def/crs/EPSG/0/32629> POINT(1 2)";
        assert!(is_wkt(named));
        assert_eq!(read(named).unwrap().system, System::Epsg(32_629));
        assert!(!is_wkt("POINT_X,POINT_Y") && !is_wkt("point,lat") && !is_wkt("polygon name;lon"));
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
        assert!(says(&format!("CURVEPOLYGON (A{}", "(".repeat(100_000))).contains("')'"));
    }
}
