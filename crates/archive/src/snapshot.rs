//! The columns as one piece of bytes, so that a search of yesterday is there without reading the record of each scene again.
//! It is a copy: whatever is wrong with it, the records tell the same.

use aoi::AreaPolygon;
use serde::{Deserialize, Serialize};

use crate::columns::{Columns, UNKNOWN_PRICE};
use crate::ids::Ids;
use crate::index::Archive;
use crate::shapes::Shapes;

/// Reads `SWCS`.
const MAGIC: [u8; 4] = *b"SWCS";
/// Another one for each change of what is written, or of how a record is read or measured.
const VERSION: u32 = 1;
/// Magic, version, and the check of what follows.
const HEADER: usize = 12;

/// Why a snapshot is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotError {
    /// It is none, or one of another version of the program.
    Version,
    /// It is not what was written.
    Damaged,
    /// Its scenes were measured over another area, or over several.
    Area,
}

impl std::fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            SnapshotError::Version => {
                "the snapshot is of another version of Swath; the records are read instead"
            }
            SnapshotError::Damaged => "the snapshot is damaged; the records are read instead",
            SnapshotError::Area => "the snapshot is of another area; the records are read instead",
        })
    }
}

impl std::error::Error for SnapshotError {}

#[derive(Serialize)]
struct Written<'a> {
    area: [u64; 3],
    columns: &'a Columns,
    shapes: &'a Shapes,
    ids: &'a Ids,
}

#[derive(Deserialize)]
struct Read {
    area: [u64; 3],
    columns: Columns,
    shapes: Shapes,
    ids: Ids,
}

impl Archive {
    /// Everything about the scenes that is not asked of their records, but for which are kept and what they cost: that lives
    /// elsewhere. Little endian: `SWCS`, the version as `u32`, the CRC-32 of the rest as `u32`, and the rest in the form of
    /// `postcard`.
    ///
    /// # Errors
    /// When there are more scenes than memory for them, or several areas: those are measured again from the records.
    pub fn snapshot(&self) -> Result<Vec<u8>, SnapshotError> {
        if !self.grounds.is_one() {
            return Err(SnapshotError::Area);
        }
        let written =
            Written { area: self.area_mark(), columns: &self.columns, shapes: &self.shapes, ids: &self.ids };
        let mut bytes = Vec::from(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        let mut bytes = postcard::to_extend(&written, bytes).map_err(|_| SnapshotError::Damaged)?;
        let check = crc32fast::hash(&bytes[HEADER..]).to_le_bytes();
        bytes[8..HEADER].copy_from_slice(&check);
        Ok(bytes)
    }

    /// The scenes of a snapshot over the area it was taken of, none of them kept and none priced.
    ///
    /// # Errors
    /// When it is of another version, of another area, or not what was written.
    pub fn from_snapshot(bytes: &[u8], area: AreaPolygon) -> Result<Archive, SnapshotError> {
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(SnapshotError::Damaged)?;
        if header[..4] != MAGIC || header[4..8] != VERSION.to_le_bytes() {
            return Err(SnapshotError::Version);
        }
        if header[8..] != crc32fast::hash(rest).to_le_bytes() {
            return Err(SnapshotError::Damaged);
        }
        let Read { area: mark, columns, shapes, ids } =
            postcard::from_bytes(rest).map_err(|_| SnapshotError::Damaged)?;
        let count = columns.len();
        if !columns.are_sound() || !shapes.are_sound() || shapes.len() != count || ids.len() != count {
            return Err(SnapshotError::Damaged);
        }
        let mut archive = Archive::new(area);
        if mark != archive.area_mark() {
            return Err(SnapshotError::Area);
        }
        (archive.columns, archive.shapes, archive.ids) = (columns, shapes, ids);
        archive.columns.kept = vec![false; count];
        let km2 = archive.grounds.first_km2();
        archive.columns.covered_km2 =
            archive.columns.coverage.iter().map(|share| km2 * share / 100.0).collect();
        archive.columns.price = vec![UNKNOWN_PRICE; count];
        archive.price_all();
        archive.changed();
        Ok(archive)
    }

    /// Tells one area from another, to the last bit.
    fn area_mark(&self) -> [u64; 3] {
        let centre = self.grounds.centre();
        [self.grounds.first_km2(), centre.x(), centre.y()].map(f64::to_bits)
    }
}
