//! The geometry of a GeoPackage: a small header, then WKB. The database around it belongs to whoever has one.

use crate::polygon::AreaPolygon;

/// The blob of an area in WGS 84, as the column of a feature table holds it (OGC 12-128r18, 2.1.3): a polygon, or several
/// where it crosses the 180th meridian.
pub fn write_geopackage_blob(polygon: &AreaPolygon) -> Vec<u8> {
    // Little-endian, without an envelope: readers compute it.
    let mut bytes = b"GP\0\x01".to_vec();
    bytes.extend(4326_i32.to_le_bytes());
    match super::as_written(polygon).as_slice() {
        [one] => write_wkb(one, &mut bytes),
        several => {
            bytes.push(1);
            bytes.extend(6_u32.to_le_bytes());
            bytes.extend(count(several.len()));
            several.iter().for_each(|part| write_wkb(part, &mut bytes));
        }
    }
    bytes
}

/// OGC WKB, little-endian.
fn write_wkb(polygon: &AreaPolygon, bytes: &mut Vec<u8>) {
    bytes.push(1);
    bytes.extend(3_u32.to_le_bytes());
    bytes.extend(count(polygon.coordinates.len()));
    for ring in &polygon.coordinates {
        bytes.extend(count(ring.len()));
        bytes.extend(ring.iter().flatten().flat_map(|number| number.to_le_bytes()));
    }
}

fn count(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}
