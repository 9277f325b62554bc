//! ESRI Shapefile: the shapes of a `.shp`, named by its `.dbf`, in the system of its `.prj`. The index is not needed.

use super::dbase;
use super::found::{Features, Shape, System};
use super::rings::polygons;
use crate::error::AoiError;
use crate::ring::Position;

const FORM: &str = "Shapefile";
const HEADER: usize = 100;
/// What a shapefile begins with.
pub(super) const MAGIC: [u8; 4] = [0, 0, 0x27, 0x0A];
/// Parts of one shape. A shape with more is an accident of a program.
const MOST_PARTS: usize = 20_000;

/// The files that make a shapefile.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) shp: &'a [u8],
    pub(super) dbf: Option<&'a [u8]>,
    pub(super) prj: Option<String>,
    pub(super) cpg: Option<String>,
}

pub(super) fn read(parts: &Parts<'_>) -> Result<Features, AoiError> {
    let prj = parts.prj.as_deref().map(str::trim).filter(|prj| !prj.is_empty());
    let system = prj.map_or(System::Unstated, |prj| System::Wkt(prj.to_owned()));
    let mut features = Features::new(FORM, system);
    let names = match parts.dbf {
        Some(dbf) => dbase::names(dbf, parts.cpg.as_deref()).unwrap_or_else(|reason| {
            features.notes.push(format!("Its table of attributes can't be read: {reason}."));
            Vec::new()
        }),
        None => Vec::new(),
    };
    let bytes = parts.shp;
    if bytes.len() < HEADER || !bytes.starts_with(&MAGIC) {
        return Err(malformed(0, "it does not begin as a shapefile does"));
    }
    let mut at = HEADER;
    let mut record = 0;
    // Some writers leave bytes that are less than a header at the end.
    while at + 8 <= bytes.len() {
        let length = big(bytes, at + 4).map_or(0, |words| words as usize * 2);
        let body = bytes.get(at + 8..at + 8 + length);
        let body = body.ok_or_else(|| malformed(at + 4, "a record is longer than the file"))?;
        let shapes = Record { bytes: body, start: at + 8 }.shapes(&mut features)?;
        features.parts(names.get(record).and_then(Option::as_deref), shapes)?;
        at += 8 + length;
        record += 1;
    }
    features.some()
}

fn malformed(byte: usize, reason: &str) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("byte {byte}"), reason: reason.to_owned() }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The body of a record.
struct Record<'a> {
    bytes: &'a [u8],
    /// Where it stands in the file.
    start: usize,
}

impl Record<'_> {
    fn shapes(&self, features: &mut Features) -> Result<Vec<Shape>, AoiError> {
        match self.whole(0)? {
            0 => {
                features.other("record without a shape");
                Ok(Vec::new())
            }
            // Points, with measures, with heights.
            1 | 11 | 21 => Ok(vec![Shape::Line(vec![self.position(4)?])]),
            8 | 18 | 28 => {
                let count = self.count(36, 16, 40)?;
                (0..count).map(|point| Ok(Shape::Line(vec![self.position(40 + 16 * point)?]))).collect()
            }
            3 | 13 | 23 => Ok(self.lines()?.into_iter().map(|line| features.line(line)).collect()),
            5 | 15 | 25 => Ok(polygons(self.lines()?).into_iter().map(Shape::Area).collect()),
            31 => {
                features.other("surface of patches, which is not read");
                Ok(Vec::new())
            }
            _ => Err(malformed(self.start, "this type of shape is not known")),
        }
    }

    fn whole(&self, at: usize) -> Result<usize, AoiError> {
        let bytes = self.bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        let number = bytes.map(u32::from_le_bytes).ok_or_else(|| self.short(at))?;
        Ok(number as usize)
    }

    fn position(&self, at: usize) -> Result<Position, AoiError> {
        let number = |at: usize| {
            let bytes = self.bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
            bytes.map(f64::from_le_bytes).ok_or_else(|| self.short(at))
        };
        Ok([number(at)?, number(at + 8)?])
    }

    fn short(&self, at: usize) -> AoiError {
        malformed(self.start + at, "the record breaks off")
    }

    /// A count of things of so many bytes each that begin at `from`: more than the record has bytes for is a fault, found
    /// before any memory is asked for.
    fn count(&self, at: usize, size: usize, from: usize) -> Result<usize, AoiError> {
        let count = self.whole(at)?;
        if count.saturating_mul(size) > self.bytes.len().saturating_sub(from) {
            return Err(malformed(self.start + at, "it counts more than the record has bytes for"));
        }
        Ok(count)
    }

    /// The parts of a line or polygon.
    fn lines(&self) -> Result<Vec<Vec<Position>>, AoiError> {
        let parts = self.count(36, 4, 44)?;
        let points = 44 + 4 * parts;
        let count = self.count(40, 16, points)?;
        if parts > MOST_PARTS {
            return Err(AoiError::TooLarge { what: "parts of a shape", limit: MOST_PARTS });
        }
        let mut starts = (0..parts).map(|part| self.whole(44 + 4 * part)).collect::<Result<Vec<_>, _>>()?;
        starts.push(count);
        let mut lines = Vec::with_capacity(parts);
        for (part, ends) in starts.windows(2).enumerate() {
            if ends[0] > ends[1] || ends[1] > count {
                return Err(malformed(self.start + 44 + 4 * part, "a part begins beyond its end"));
            }
            lines.push(
                (ends[0]..ends[1])
                    .map(|point| self.position(points + 16 * point))
                    .collect::<Result<Vec<_>, _>>()?,
            );
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shapefile of polygons, each of several rings.
    fn shp(polygons: &[&[&[Position]]]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[..4].copy_from_slice(&MAGIC);
        for (number, rings) in polygons.iter().enumerate() {
            let points: usize = rings.iter().map(|ring| ring.len()).sum();
            let mut body = Vec::new();
            body.extend(5_u32.to_le_bytes());
            body.extend([0; 32]);
            body.extend((rings.len() as u32).to_le_bytes());
            body.extend((points as u32).to_le_bytes());
            let mut start = 0_u32;
            for ring in *rings {
                body.extend(start.to_le_bytes());
                start += ring.len() as u32;
            }
            for number in rings.iter().flat_map(|ring| ring.iter()).flatten() {
                body.extend(number.to_le_bytes());
            }
            bytes.extend((number as u32 + 1).to_be_bytes());
            bytes.extend((body.len() as u32 / 2).to_be_bytes());
            bytes.extend(body);
        }
        bytes
    }

    const OUTER: [Position; 5] = [[0.0, 0.0], [0.0, 4.0], [4.0, 4.0], [4.0, 0.0], [0.0, 0.0]];
    const HOLE: [Position; 4] = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 1.0]];

    fn of(shp: &[u8]) -> Result<Features, AoiError> {
        read(&Parts { shp, ..Parts::default() })
    }

    #[test]
    fn rings_are_sorted_into_outlines_and_holes_whatever_their_order() {
        let far: Vec<Position> = OUTER.iter().map(|[x, y]| [x + 9.0, *y]).collect();
        let mut turned = HOLE;
        turned.reverse();
        for rings in [[&HOLE[..], &OUTER, &far], [&OUTER, &far, &turned]] {
            let found = of(&shp(&[&rings])).unwrap();
            let counts: Vec<usize> = found
                .found
                .iter()
                .map(|(_, shape)| if let Shape::Area(area) = shape { area.coordinates.len() } else { 0 })
                .collect();
            assert_eq!(counts.iter().sum::<usize>(), 3, "{counts:?}");
            assert_eq!(counts.len(), 2);
        }
    }

    #[test]
    fn what_breaks_off_or_lies_is_named_by_its_byte() {
        let whole = shp(&[&[&OUTER]]);
        let says =
            |bytes: &[u8]| of(bytes).map_or_else(|error| error.to_string(), |found| format!("{found:?}"));
        assert!(says(&whole[..50]).contains("byte 0"));
        assert!(says(&whole[..whole.len() - 8]).contains("byte 104"));
        let mut lies = whole.clone();
        lies[HEADER + 8 + 40..HEADER + 8 + 44].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(says(&lies).contains("byte 148"), "{}", says(&lies));
        let mut kind = whole.clone();
        kind[HEADER + 8] = 77;
        assert!(says(&kind).contains("not known"));
        assert!(says(&whole[..HEADER]).contains("no area"));
    }
}
