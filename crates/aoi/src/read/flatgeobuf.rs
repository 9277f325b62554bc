//! FlatGeobuf: the features one after another; the index over them is passed over. Every table is verified before it is
//! looked into, and every length is held against the bytes that are there.

use ::flatgeobuf::{
    Column, ColumnType, Feature, Geometry, GeometryType, Header, size_prefixed_root_as_feature,
    size_prefixed_root_as_header,
};

use super::curve::{join, straightened};
use super::found::{Features, Shape, System, name_among};
use crate::error::AoiError;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

const FORM: &str = "FlatGeobuf";
const DEEPEST: usize = 16;
/// The first seven bytes; the eighth is the patch of the version.
pub(super) const MAGIC: &[u8] = b"fgb\x03fgb";
/// Bytes of one entry of the index.
const NODE: u64 = 40;

pub(super) fn read(bytes: &[u8]) -> Result<Features, AoiError> {
    let head = piece(bytes, 8)?;
    let header = size_prefixed_root_as_header(head).map_err(|_| malformed(8, "its header is damaged"))?;
    let mut features = Features::new(FORM, system(&header));
    let mut at = (8 + head.len() as u64).saturating_add(index(&header));
    if at > bytes.len() as u64 {
        return Err(malformed(8, "its index is longer than the file"));
    }
    while at < bytes.len() as u64 {
        let start = usize::try_from(at).map_err(|_| malformed(8, "its index is longer than the file"))?;
        let body = piece(bytes, start)?;
        let feature =
            size_prefixed_root_as_feature(body).map_err(|_| malformed(start, "a feature is damaged"))?;
        let name = name(&header, &feature);
        match feature.geometry() {
            Some(geometry) => {
                let kind = if geometry.type_() == GeometryType::Unknown {
                    header.geometry_type()
                } else {
                    geometry.type_()
                };
                let shapes = Reader { features: &mut features, start }.shapes(&geometry, kind, 0)?;
                features.parts(name.as_deref(), shapes)?;
            }
            None => features.other("feature without a geometry"),
        }
        at += body.len() as u64;
    }
    features.some()
}

/// A table with its length before it.
fn piece(bytes: &[u8], at: usize) -> Result<&[u8], AoiError> {
    let length = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let length = length.ok_or_else(|| malformed(at, "it breaks off"))? as usize;
    bytes.get(at..at + 4 + length).ok_or_else(|| malformed(at, "a table is longer than the file"))
}

fn malformed(byte: usize, reason: &str) -> AoiError {
    AoiError::Malformed { form: FORM, place: format!("byte {byte}"), reason: reason.to_owned() }
}

fn system(header: &Header<'_>) -> System {
    let Some(crs) = header.crs() else { return System::Unstated };
    match (u32::try_from(crs.code()), crs.wkt()) {
        (Ok(code), _) if code > 0 => System::Epsg(code),
        (_, Some(wkt)) if !wkt.is_empty() => System::Wkt(wkt.to_owned()),
        _ => System::Unstated,
    }
}

/// Bytes of the packed tree: all its levels, from the features up to one root.
fn index(header: &Header<'_>) -> u64 {
    let (width, mut level) = (u64::from(header.index_node_size()), header.features_count());
    if width < 2 || level == 0 {
        return 0;
    }
    let mut nodes = level;
    // A root lies even over a single feature.
    loop {
        level = level.div_ceil(width);
        nodes = nodes.saturating_add(level);
        if level == 1 {
            return nodes.saturating_mul(NODE);
        }
    }
}

struct Reader<'f> {
    features: &'f mut Features,
    /// Of the feature.
    start: usize,
}

impl Reader<'_> {
    fn shapes(
        &mut self,
        geometry: &Geometry<'_>,
        kind: GeometryType,
        depth: usize,
    ) -> Result<Vec<Shape>, AoiError> {
        match kind {
            GeometryType::Point | GeometryType::MultiPoint => {
                let points = self.lines(geometry)?.into_iter().flatten();
                Ok(points.map(|point| Shape::Line(vec![point])).collect())
            }
            GeometryType::LineString | GeometryType::MultiLineString => {
                let lines = self.lines(geometry)?;
                Ok(lines.into_iter().map(|line| self.features.line(line)).collect())
            }
            GeometryType::Polygon | GeometryType::Triangle => {
                Ok(vec![Shape::Area(AreaPolygon { coordinates: self.lines(geometry)? })])
            }
            GeometryType::CircularString | GeometryType::CompoundCurve => {
                let line = self.curve(geometry, kind)?;
                Ok(vec![self.features.line(line)])
            }
            GeometryType::CurvePolygon => {
                let rings = geometry.parts().into_iter().flat_map(|parts| parts.iter());
                let coordinates =
                    rings.map(|ring| self.curve(&ring, ring.type_())).collect::<Result<_, _>>()?;
                Ok(vec![Shape::Area(AreaPolygon { coordinates })])
            }
            GeometryType::MultiPolygon
            | GeometryType::MultiCurve
            | GeometryType::GeometryCollection
            | GeometryType::MultiSurface
            | GeometryType::PolyhedralSurface
            | GeometryType::TIN
                if depth < DEEPEST =>
            {
                let mut shapes = Vec::new();
                for part in geometry.parts().iter().flat_map(|parts| parts.iter()) {
                    let kind =
                        if kind == GeometryType::MultiPolygon { GeometryType::Polygon } else { part.type_() };
                    shapes.extend(self.shapes(&part, kind, depth + 1)?);
                }
                Ok(shapes)
            }
            _ => {
                self.features.other("shape of a kind that is not read");
                Ok(Vec::new())
            }
        }
    }

    /// A line, a string of arcs, or a compound of both; arcs are made straight.
    fn curve(&mut self, geometry: &Geometry<'_>, kind: GeometryType) -> Result<Vec<Position>, AoiError> {
        let own = || self.lines(geometry).map(|lines| lines.into_iter().flatten().collect::<Vec<_>>());
        match kind {
            GeometryType::LineString => own(),
            GeometryType::CircularString => {
                let arcs = own()?;
                if arcs.is_empty() {
                    return Ok(arcs);
                }
                self.features.arcs();
                straightened(&arcs)
                    .ok_or_else(|| malformed(self.start, "arcs need an odd number of positions, 3 or more"))
            }
            GeometryType::CompoundCurve => {
                let mut line = Vec::new();
                for part in geometry.parts().iter().flat_map(|parts| parts.iter()) {
                    let kind = part.type_();
                    if kind == GeometryType::CompoundCurve {
                        return Err(malformed(self.start, "a curve is nested too deeply"));
                    }
                    join(&mut line, self.curve(&part, kind)?);
                }
                Ok(line)
            }
            _ => Err(malformed(self.start, "a part of a curve is no line")),
        }
    }

    /// The parts of a geometry by their ends; without ends there is one.
    fn lines(&self, geometry: &Geometry<'_>) -> Result<Vec<Vec<Position>>, AoiError> {
        let Some(xy) = geometry.xy() else { return Ok(Vec::new()) };
        let count = xy.len() / 2;
        let ends: Vec<usize> = match geometry.ends() {
            Some(ends) if !ends.is_empty() => ends.iter().map(|end| end as usize).collect(),
            _ => vec![count],
        };
        let mut from = 0;
        let mut lines = Vec::with_capacity(ends.len());
        for end in ends {
            if end < from || end > count {
                return Err(malformed(self.start, "a part of a shape begins beyond its end"));
            }
            lines.push((from..end).map(|place| [xy.get(2 * place), xy.get(2 * place + 1)]).collect());
            from = end;
        }
        Ok(lines)
    }
}

/// The name among the properties: pairs of a column's number and a value of its type.
fn name(header: &Header<'_>, feature: &Feature<'_>) -> Option<String> {
    let columns: Vec<Column<'_>> = feature.columns().or_else(|| header.columns())?.iter().collect();
    let properties = feature.properties()?;
    let mut rest = properties.bytes();
    let mut values: Vec<(&str, String)> = Vec::new();
    while let Some((number, after)) = rest.split_first_chunk::<2>() {
        let column = columns.get(usize::from(u16::from_le_bytes(*number)))?;
        let (value, after) = value(column.type_(), after)?;
        if let Some(value) = value {
            values.push((column.name(), value));
        }
        rest = after;
    }
    let attributes: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    name_among(&attributes)
}

/// A value as text, when it is a text or a whole number, and what follows it.
fn value(kind: ColumnType, bytes: &[u8]) -> Option<(Option<String>, &[u8])> {
    fn take<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
        bytes.split_first_chunk::<N>().map(|(value, rest)| (*value, rest))
    }
    Some(match kind {
        ColumnType::Byte | ColumnType::UByte | ColumnType::Bool => (None, bytes.get(1..)?),
        ColumnType::Short | ColumnType::UShort => (None, bytes.get(2..)?),
        ColumnType::Float => (None, bytes.get(4..)?),
        ColumnType::Double => (None, bytes.get(8..)?),
        ColumnType::Int => {
            take::<4>(bytes).map(|(value, rest)| (Some(i32::from_le_bytes(value).to_string()), rest))?
        }
        ColumnType::UInt => {
            take::<4>(bytes).map(|(value, rest)| (Some(u32::from_le_bytes(value).to_string()), rest))?
        }
        ColumnType::Long => {
            take::<8>(bytes).map(|(value, rest)| (Some(i64::from_le_bytes(value).to_string()), rest))?
        }
        ColumnType::ULong => {
            take::<8>(bytes).map(|(value, rest)| (Some(u64::from_le_bytes(value).to_string()), rest))?
        }
        ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
            let (length, rest) = take::<4>(bytes)?;
            let length = u32::from_le_bytes(length) as usize;
            let text = String::from_utf8_lossy(rest.get(..length)?).into_owned();
            ((kind == ColumnType::String).then_some(text), &rest[length..])
        }
        _ => return None,
    })
}
