//! The geometry of a GeoPackage: a small header, then WKB. The database around it belongs to whoever has one.

use crate::mend::oriented;
use crate::polygon::AreaPolygon;

/// The blob of a polygon in WGS 84, as the column of a feature table holds it (OGC 12-128r18, 2.1.3).
pub fn write_geopackage_blob(polygon: &AreaPolygon) -> Vec<u8> {
    // Little-endian, without an envelope: readers compute it.
    let mut bytes = b"GP\0\x01".to_vec();
    bytes.extend(4326_i32.to_le_bytes());
    bytes.extend(write_wkb(&oriented(polygon)));
    bytes
}

/// OGC WKB, little-endian.
fn write_wkb(polygon: &AreaPolygon) -> Vec<u8> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let mut bytes = vec![1];
    bytes.extend(3_u32.to_le_bytes());
    bytes.extend(count(polygon.coordinates.len()));
    for ring in &polygon.coordinates {
        bytes.extend(count(ring.len()));
        bytes.extend(ring.iter().flatten().flat_map(|number| number.to_le_bytes()));
    }
    bytes
}
