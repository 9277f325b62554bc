//! WKB: OGC, ISO with heights and measures, and the EWKB of PostGIS; as bytes or as hexadecimal digits. Arcs are made
//! straight.

use super::curve::{join, straightened};
use super::found::{Features, ONE_SYSTEM, Shape, System};
use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "WKB";
const DEEPEST: usize = 16;
/// Shortest geometry: byte order, type, one count.
const SHORTEST: usize = 9;

/// Whether a text is made of hexadecimal digits that begin like WKB.
pub(super) fn is_hex(text: &str) -> bool {
    let text = text.trim_start_matches("\\x");
    text.len() >= 2 * SHORTEST
        && (text.starts_with("00") || text.starts_with("01"))
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace())
}

/// One geometry a line, or one only.
pub(super) fn read_hex(text: &str) -> Result<Features, AoiError> {
    let mut features = Features::new(FORM, System::Unstated);
    for line in text.split_whitespace() {
        let shapes = shapes_of_hex(line, &mut features)?;
        features.parts(None, shapes)?;
    }
    features.some()
}

/// The shapes of geometries in hexadecimal digits, as a cell of a table holds them.
pub(super) fn shapes_of_hex(text: &str, features: &mut Features) -> Result<Vec<Shape>, AoiError> {
    let mut found = Vec::new();
    for digits in text.split_whitespace() {
        let digits = digits.trim_start_matches("\\x").as_bytes();
        let pair = |pair: &[u8]| {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)
        };
        let bytes: Option<Vec<u8>> = digits.chunks(2).map(pair).collect();
        let bytes = bytes.ok_or_else(|| malformed(digits.len() / 2, "an odd number of digits"))?;
        found.extend(shapes(&bytes, features)?);
    }
    Ok(found)
}

/// A file of one geometry.
pub(super) fn read(bytes: &[u8]) -> Result<Features, AoiError> {
    let mut features = Features::new(FORM, System::Unstated);
    let shapes = shapes(bytes, &mut features)?;
    features.parts(None, shapes)?;
    features.some()
}

/// The shapes of one geometry. A reference system that it names is kept.
pub(crate) fn shapes(bytes: &[u8], features: &mut Features) -> Result<Vec<Shape>, AoiError> {
    let mut parser = Parser { bytes, at: 0, straightened: 0, features };
    parser.geometry(0)
}

struct Parser<'a, 'f> {
    bytes: &'a [u8],
    at: usize,
    /// Positions that arcs were made of.
    straightened: usize,
    features: &'f mut Features,
}

/// How the numbers of a geometry are written.
#[derive(Clone, Copy)]
struct Numbers {
    little: bool,
    /// Numbers of a position, 2 to 4.
    dimensions: usize,
}

fn malformed(byte: usize, reason: impl Into<String>) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("byte {byte}"), reason: reason.into() }
}

impl Parser<'_, '_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], AoiError> {
        let end = self.at + N;
        let taken = self.bytes.get(self.at..end).and_then(|bytes| bytes.try_into().ok());
        let taken = taken.ok_or_else(|| malformed(self.at, "it breaks off"))?;
        self.at = end;
        Ok(taken)
    }

    fn whole(&mut self, little: bool) -> Result<u32, AoiError> {
        let bytes = self.take::<4>()?;
        Ok(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn number(&mut self, little: bool) -> Result<f64, AoiError> {
        let bytes = self.take::<8>()?;
        Ok(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of things that are at least so many bytes each: more than there are bytes for is a fault, found before any
    /// memory is asked for.
    fn count(&mut self, little: bool, least: usize) -> Result<usize, AoiError> {
        let at = self.at;
        let count = self.whole(little)? as usize;
        let left = self.bytes.len() - self.at;
        if count.saturating_mul(least) > left {
            return Err(malformed(at, format!("{count} of something is more than the file has bytes for")));
        }
        Ok(count)
    }

    fn geometry(&mut self, depth: usize) -> Result<Vec<Shape>, AoiError> {
        let (kind, how, start) = self.head()?;
        self.body(kind, how, depth, start)
    }

    /// The type of a geometry, how its numbers are written, and where it begins.
    fn head(&mut self) -> Result<(u32, Numbers, usize), AoiError> {
        let start = self.at;
        let little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            [other] => return Err(malformed(start, format!("{other} is no byte order"))),
        };
        let code = self.whole(little)?;
        if code & 0x2000_0000 != 0 {
            let number = self.whole(little)?;
            let system = if number == 0 { System::Unstated } else { System::Epsg(number) };
            if !self.features.is_in(system) {
                return Err(malformed(start, format!("{ONE_SYSTEM} is expected")));
            }
        }
        // PostGIS marks heights and measures with bits, ISO with thousands.
        let (flags, kind) = (code & 0xC000_0000, code & 0x1FFF_FFFF);
        let iso = match kind / 1000 {
            0 => 2,
            1 | 2 => 3,
            3 => 4,
            _ => return Err(malformed(start + 1, format!("{code} is no type of a geometry"))),
        };
        let dimensions = if flags == 0 { iso } else { 2 + flags.count_ones() as usize };
        Ok((kind % 1000, Numbers { little, dimensions }, start))
    }

    fn body(&mut self, kind: u32, how: Numbers, depth: usize, start: usize) -> Result<Vec<Shape>, AoiError> {
        match kind {
            1 => {
                // An empty point is written as one of no numbers.
                let point = self.position(how)?;
                let empty = !point.iter().all(|number| number.is_finite());
                if empty {
                    self.features.other("empty shape");
                }
                Ok(if empty { Vec::new() } else { vec![Shape::Line(vec![point])] })
            }
            2 => {
                let line = self.line(how)?;
                Ok(vec![self.features.line(line)])
            }
            3 | 17 => {
                let rings = self.count(how.little, 4)?;
                let coordinates = (0..rings).map(|_| self.line(how)).collect::<Result<_, _>>()?;
                Ok(vec![Shape::Area(AreaPolygon { coordinates })])
            }
            8 | 9 => {
                let line = self.curve(kind, how, start)?;
                Ok(vec![self.features.line(line)])
            }
            10 => {
                let rings = self.count(how.little, SHORTEST)?;
                let coordinates = (0..rings).map(|_| self.part()).collect::<Result<_, _>>()?;
                Ok(vec![Shape::Area(AreaPolygon { coordinates })])
            }
            // Groups, collections, surfaces of several faces.
            4..=7 | 11 | 12 | 15 | 16 if depth < DEEPEST => {
                let count = self.count(how.little, SHORTEST - 4)?;
                let mut shapes = Vec::new();
                for _ in 0..count {
                    shapes.extend(self.geometry(depth + 1)?);
                }
                Ok(shapes)
            }
            4..=7 | 11 | 12 | 15 | 16 => Err(malformed(start, "it is nested too deeply")),
            kind => Err(malformed(start + 1, format!("{kind} is no type of a geometry"))),
        }
    }

    /// A ring or a part of a curve, which is a whole geometry of its own.
    fn part(&mut self) -> Result<Vec<Position>, AoiError> {
        let (kind, how, start) = self.head()?;
        self.curve(kind, how, start)
    }

    /// A line, a string of arcs, or a compound of both; arcs are made straight.
    fn curve(&mut self, kind: u32, how: Numbers, start: usize) -> Result<Vec<Position>, AoiError> {
        match kind {
            2 => self.line(how),
            8 => {
                let arcs = self.line(how)?;
                // One without positions is empty.
                if arcs.is_empty() {
                    return Ok(arcs);
                }
                self.features.arcs();
                let line = straightened(&arcs)
                    .ok_or_else(|| malformed(start, "arcs need an odd number of positions, 3 or more"))?;
                self.counted(line)
            }
            9 => {
                let parts = self.count(how.little, SHORTEST)?;
                let mut line = Vec::new();
                for _ in 0..parts {
                    let (kind, how, start) = self.head()?;
                    if kind == 9 {
                        return Err(malformed(start, "it is nested too deeply"));
                    }
                    join(&mut line, self.curve(kind, how, start)?);
                }
                Ok(line)
            }
            kind => Err(malformed(start + 1, format!("{kind} is no type of a line"))),
        }
    }

    /// Arcs grow when they are made straight: what is too much is refused here already.
    fn counted(&mut self, line: Vec<Position>) -> Result<Vec<Position>, AoiError> {
        self.straightened += line.len();
        if self.straightened > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        Ok(line)
    }

    fn line(&mut self, how: Numbers) -> Result<Vec<Position>, AoiError> {
        let count = self.count(how.little, 8 * how.dimensions)?;
        if count > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        let mut line = Vec::with_capacity(count);
        for _ in 0..count {
            line.push(self.position(how)?);
        }
        Ok(line)
    }

    fn position(&mut self, how: Numbers) -> Result<Position, AoiError> {
        let position = [self.number(how.little)?, self.number(how.little)?];
        for _ in 2..how.dimensions {
            self.take::<8>()?;
        }
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As PostGIS writes it, with its reference system.
    const TRIANGLE: &str = "0103000020E61000000100000004000000000000000000F03F00000000000000400000000000000840000000000000004000000000000008400000000000001040000000000000F03F0000000000000040";

    fn area(text: &str) -> AreaPolygon {
        let found = read_hex(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let [(None, Shape::Area(polygon))] = found.found.as_slice() else { panic!("{found:?}") };
        polygon.clone()
    }

    #[test]
    fn every_dialect_of_a_polygon_is_read() {
        let plain = "01030000000100000004000000000000000000f03f00000000000000400000000000000840000000000000004000000000000008400000000000001040000000000000f03f0000000000000040";
        let big = "000000000300000001000000043ff0000000000000400000000000000040080000000000004000000000000000400800000000000040100000000000003ff00000000000004000000000000000";
        let heights = "01030000800100000004000000000000000000f03f00000000000000400000000000002240000000000000084000000000000000400000000000002240000000000000084000000000000010400000000000002240000000000000f03f00000000000000400000000000002240";
        let iso = "01eb0300000100000004000000000000000000f03f00000000000000400000000000002240000000000000084000000000000000400000000000002240000000000000084000000000000010400000000000002240000000000000f03f00000000000000400000000000002240";
        for text in [TRIANGLE, plain, big, heights, iso, &format!("\\x{plain}")] {
            assert!(is_hex(text), "{text}");
            assert_eq!(area(text).outer(), [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]], "{text}");
        }
        assert_eq!(read_hex(TRIANGLE).unwrap().system, System::Epsg(4326));
        assert_eq!(read_hex("01060000000200000001030000000100000004000000000000000000f03f00000000000000400000000000000840000000000000004000000000000008400000000000001040000000000000f03f000000000000004001030000000100000004000000000000000000f03f00000000000000400000000000000840000000000000004000000000000008400000000000001040000000000000f03f0000000000000040").unwrap().found.len(), 2);
    }

    /// Geometries in little-endian bytes, put together by hand.
    fn head(kind: u32) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend(kind.to_le_bytes());
        bytes
    }

    fn line(kind: u32, positions: &[Position]) -> Vec<u8> {
        let mut bytes = head(kind);
        bytes.extend((positions.len() as u32).to_le_bytes());
        positions.iter().flatten().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes
    }

    fn group(kind: u32, parts: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = head(kind);
        bytes.extend((parts.len() as u32).to_le_bytes());
        parts.iter().for_each(|part| bytes.extend(part));
        bytes
    }

    fn lengths(bytes: &[u8]) -> Vec<(usize, bool)> {
        let found = read(bytes).unwrap_or_else(|error| panic!("{error}"));
        let length = |shape: &Shape| match shape {
            Shape::Area(area) => (area.coordinates.iter().map(Vec::len).sum(), true),
            Shape::Line(line) => (line.len(), false),
        };
        found.found.iter().map(|(_, shape)| length(shape)).collect()
    }

    #[test]
    fn curves_are_made_straight_wherever_they_stand() {
        let circle = line(8, &[[0.0, 0.0], [2.0, 0.0], [0.0, 0.0]]);
        let arc = line(8, &[[2.0, 0.0], [3.0, 1.0], [2.0, 2.0]]);
        let square = line(2, &[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]);
        let compound = group(
            9,
            &[
                line(2, &[[0.0, 0.0], [2.0, 0.0]]),
                arc.clone(),
                line(2, &[[2.0, 2.0], [0.0, 2.0], [0.0, 0.0]]),
            ],
        );
        let curved = group(10, std::slice::from_ref(&circle));
        for (bytes, wanted) in [
            (&curved, &[(92, true)][..]),
            (&group(10, std::slice::from_ref(&square)), &[(4, true)]),
            (&group(10, &[square.clone(), circle.clone()]), &[(96, true)]),
            (&group(10, std::slice::from_ref(&compound)), &[(49, true)]),
            (&circle, &[(92, true)]),
            (&arc, &[(46, false)]),
            (&compound, &[(49, true)]),
            (&group(11, &[arc.clone(), compound.clone()]), &[(46, false), (49, true)]),
            (&group(12, &[curved.clone(), group(7, std::slice::from_ref(&arc))]), &[(92, true), (46, false)]),
            (&group(7, &[line(8, &[]), curved.clone()]), &[(92, true)]),
        ] {
            assert_eq!(lengths(bytes), wanted, "{bytes:?}");
        }
        assert!(read(&curved).unwrap().arcs_made_straight().is_some());
        assert!(read(&group(10, &[square])).unwrap().arcs_made_straight().is_none());
        let says = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(says(&line(8, &[[0.0, 0.0], [1.0, 1.0]])).contains("odd number of positions"));
        assert!(says(&group(9, &[compound])).contains("nested"));
        assert!(says(&group(10, &[group(3, &[])])).contains("no type of a line"));
        assert!(says(&curved[..30]).contains("more than the file has bytes for"));
    }

    #[test]
    fn what_breaks_off_or_lies_about_its_size_is_named_by_its_byte() {
        let says = |text: &str| read_hex(text).unwrap_err().to_string();
        assert!(
            says(&TRIANGLE[..80]).contains("more than the file has bytes for"),
            "{}",
            says(&TRIANGLE[..80])
        );
        assert!(says("0103000000ffffffff").contains("byte 5"));
        assert!(says("01630000000000000000").contains("no type"));
        assert!(says("0107000000010000000107000000").contains("byte"));
        assert!(says("010700000001000000ff00000000").contains("no byte order"));
        let deep = "010700000001000000".repeat(1_000);
        assert!(says(&deep).contains("nested"));
    }
}
