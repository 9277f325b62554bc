//! Well-known binary, and the form of it that a GeoPackage keeps.

use geo::{MultiPolygon, Polygon};

/// Well-known binary, little endian; `None` when there is no ground.
pub fn wkb(ground: &MultiPolygon) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match ground.0.as_slice() {
        [] => return None,
        [one] => polygon(one, &mut bytes),
        several => {
            head(6, several.len(), &mut bytes);
            for part in several {
                polygon(part, &mut bytes);
            }
        }
    }
    Some(bytes)
}

/// The geometry column of a GeoPackage: a header with the reference system, then well-known binary.
pub fn geopackage_geometry(ground: &MultiPolygon) -> Option<Vec<u8>> {
    // Magic, version, flags (little endian, no envelope), EPSG:4326.
    let mut bytes = vec![b'G', b'P', 0, 1];
    bytes.extend_from_slice(&4326_i32.to_le_bytes());
    bytes.extend(wkb(ground)?);
    Some(bytes)
}

fn head(kind: u32, count: usize, bytes: &mut Vec<u8>) {
    bytes.push(1);
    bytes.extend_from_slice(&kind.to_le_bytes());
    bytes.extend_from_slice(&(count as u32).to_le_bytes());
}

fn polygon(polygon: &Polygon, bytes: &mut Vec<u8>) {
    head(3, 1 + polygon.interiors().len(), bytes);
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        bytes.extend_from_slice(&(ring.0.len() as u32).to_le_bytes());
        for coord in ring.coords() {
            bytes.extend_from_slice(&coord.x.to_le_bytes());
            bytes.extend_from_slice(&coord.y.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_triangle_is_a_polygon_of_one_closed_ring() {
        let triangle = polygon![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0), (x: 5.0, y: 0.0)];
        let bytes = wkb(&MultiPolygon(vec![triangle])).unwrap();
        assert_eq!(bytes[..13], [1, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0]);
        assert_eq!(bytes.len(), 13 + 4 * 16);
        assert_eq!(bytes[13..21], 1.0_f64.to_le_bytes());
        assert_eq!(wkb(&MultiPolygon(Vec::new())), None);
    }
}
