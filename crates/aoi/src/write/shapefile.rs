//! Zipped Shapefiles: shapes, index, names, code page and reference system, as every GIS takes them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::NamedArea;
use crate::error::AoiError;
use crate::ring::{Position, closed};

const POLYGON: u32 = 5;
/// Bytes of the header of a `.shp` and a `.shx`.
const HEADER: usize = 100;
/// The longest name a dBASE field of text holds, in bytes.
const LONGEST_NAME: usize = 254;
const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// A zip archive with a Shapefile of some areas.
///
/// # Errors
/// When they are too large for the form, whose sizes are numbers of 32 bits.
pub fn write_shapefile(areas: &[NamedArea<'_>]) -> Result<Vec<u8>, AoiError> {
    let records: Vec<Record> = areas.iter().map(Record::new).collect();
    let files: [(&str, Vec<u8>); 5] = [
        ("areas.shp", shp(&records)?),
        ("areas.shx", shx(&records)?),
        ("areas.dbf", dbf(areas)?),
        ("areas.prj", WGS84.into()),
        ("areas.cpg", b"UTF-8".to_vec()),
    ];
    let packed = || -> Result<Vec<u8>, ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &files {
            zip.start_file(*name, SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    packed().map_err(|_| AoiError::TooLarge { what: "bytes of a Shapefile", limit: u32::MAX as usize })
}

/// The body of a record and what bounds it.
struct Record {
    body: Vec<u8>,
    bounds: [f64; 4],
}

impl Record {
    fn new(area: &NamedArea<'_>) -> Record {
        let parts = super::as_written(area.polygon);
        let rings = parts.iter().flat_map(|part| &part.coordinates);
        // Shapefiles run the other way: outlines clockwise.
        let rings: Vec<Vec<Position>> = rings.map(|ring| closed(ring).into_iter().rev().collect()).collect();
        let bounds = bounds(rings.iter().flatten());
        let mut body = Vec::new();
        body.extend(POLYGON.to_le_bytes());
        body.extend(bounds.iter().flat_map(|number| number.to_le_bytes()));
        body.extend(whole(rings.len()).to_le_bytes());
        body.extend(whole(rings.iter().map(Vec::len).sum()).to_le_bytes());
        let mut start = 0;
        for ring in &rings {
            body.extend(whole(start).to_le_bytes());
            start += ring.len();
        }
        body.extend(rings.iter().flatten().flatten().flat_map(|number| number.to_le_bytes()));
        Record { body, bounds }
    }
}

fn bounds<'a>(positions: impl Iterator<Item = &'a Position>) -> [f64; 4] {
    positions.fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |b, [x, y]| {
        [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)]
    })
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Lengths of these files are counted in words of 16 bits.
fn words(bytes: usize) -> Result<[u8; 4], AoiError> {
    let words = i32::try_from(bytes / 2);
    words
        .map(i32::to_be_bytes)
        .map_err(|_| AoiError::TooLarge { what: "bytes of a Shapefile", limit: i32::MAX as usize })
}

fn header(length: usize, records: &[Record]) -> Result<Vec<u8>, AoiError> {
    let mut bytes = Vec::with_capacity(length);
    bytes.extend(9994_u32.to_be_bytes());
    bytes.extend([0; 20]);
    bytes.extend(words(length)?);
    bytes.extend(1000_u32.to_le_bytes());
    bytes.extend(POLYGON.to_le_bytes());
    let corners: Vec<Position> = records
        .iter()
        .flat_map(|record| [[record.bounds[0], record.bounds[1]], [record.bounds[2], record.bounds[3]]])
        .collect();
    let whole = if corners.is_empty() { [0.0; 4] } else { bounds(corners.iter()) };
    bytes.extend(whole.iter().flat_map(|number| number.to_le_bytes()));
    bytes.resize(HEADER, 0);
    Ok(bytes)
}

fn shp(records: &[Record]) -> Result<Vec<u8>, AoiError> {
    let length = HEADER + records.iter().map(|record| 8 + record.body.len()).sum::<usize>();
    let mut bytes = header(length, records)?;
    for (number, record) in records.iter().enumerate() {
        bytes.extend(whole(number + 1).to_be_bytes());
        bytes.extend(words(record.body.len())?);
        bytes.extend(&record.body);
    }
    Ok(bytes)
}

fn shx(records: &[Record]) -> Result<Vec<u8>, AoiError> {
    let mut bytes = header(HEADER + 8 * records.len(), records)?;
    let mut at = HEADER;
    for record in records {
        bytes.extend(words(at)?);
        bytes.extend(words(record.body.len())?);
        at += 8 + record.body.len();
    }
    Ok(bytes)
}

fn dbf(areas: &[NamedArea<'_>]) -> Result<Vec<u8>, AoiError> {
    let too_large = AoiError::TooLarge { what: "areas", limit: u32::MAX as usize };
    let count = u32::try_from(areas.len()).map_err(|_| too_large)?;
    let mut bytes = vec![3, 100, 1, 1];
    bytes.extend(count.to_le_bytes());
    bytes.extend(65_u16.to_le_bytes());
    bytes.extend(255_u16.to_le_bytes());
    bytes.resize(32, 0);
    let mut field = [0; 32];
    field[..4].copy_from_slice(b"name");
    field[11] = b'C';
    field[16] = 254;
    bytes.extend(field);
    bytes.push(b'\r');
    for area in areas {
        let mut end = area.name.len().min(LONGEST_NAME);
        while !area.name.is_char_boundary(end) {
            end -= 1;
        }
        bytes.push(b' ');
        bytes.extend(&area.name.as_bytes()[..end]);
        bytes.resize(bytes.len() + LONGEST_NAME - end, b' ');
    }
    bytes.push(0x1A);
    Ok(bytes)
}
