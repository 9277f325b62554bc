//! Footprints as one buffer of line segments, ready for the graphics card.

use std::f64::consts::{PI, TAU};

use geo::{Coord, Point, Polygon};

/// Reads `PFWS` in little endian.
const MAGIC: u32 = 0x5357_4650;
/// Where the square of Web Mercator ends.
const MERCATOR_LATITUDE: f64 = 85.051_128_779_806_59;

pub(crate) fn encode<'a>(origin: Point, footprints: impl Iterator<Item = &'a Polygon>) -> Vec<u8> {
    let origin = mercator(origin.0);
    let mut buffer = Vec::new();
    buffer.extend_from_slice(&MAGIC.to_le_bytes());
    buffer.extend_from_slice(&[0; 4]);
    buffer.extend_from_slice(&origin.x.to_le_bytes());
    buffer.extend_from_slice(&origin.y.to_le_bytes());
    let mut segments: u32 = 0;
    for footprint in footprints {
        for ring in std::iter::once(footprint.exterior()).chain(footprint.interiors()) {
            for line in ring.lines() {
                for end in [line.start, line.end] {
                    let end = mercator(end) - origin;
                    buffer.extend_from_slice(&(end.x as f32).to_le_bytes());
                    buffer.extend_from_slice(&(end.y as f32).to_le_bytes());
                }
                segments += 1;
            }
        }
    }
    buffer[4..8].copy_from_slice(&segments.to_le_bytes());
    buffer
}

/// 0 to 1 from west to east and from north to south; beyond it on other turns of the world.
fn mercator(position: Coord) -> Coord {
    let lat = position.y.clamp(-MERCATOR_LATITUDE, MERCATOR_LATITUDE).to_radians();
    let y = 0.5 - (PI / 4.0 + lat / 2.0).tan().ln() / TAU;
    Coord { x: (position.x + 180.0) / 360.0, y }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn the_layout_is_a_header_and_four_floats_a_segment() {
        let square =
            polygon![(x: 179.0, y: -1.0), (x: 181.0, y: -1.0), (x: 181.0, y: 1.0), (x: 179.0, y: 1.0)];
        let buffer = encode(Point::new(180.0, 0.0), [&square].into_iter());
        assert_eq!(&buffer[..4], b"PFWS");
        assert_eq!(u32::from_le_bytes(buffer[4..8].try_into().unwrap()), 4);
        let double = |at: usize| f64::from_le_bytes(buffer[at..at + 8].try_into().unwrap());
        assert_eq!((double(8), double(16)), (1.0, 0.5));
        assert_eq!(buffer.len(), 24 + 4 * 16);
        let float = |at: usize| f32::from_le_bytes(buffer[at..at + 4].try_into().unwrap());
        assert!((float(24) + 1.0 / 360.0).abs() < 1e-9, "the first corner lies one degree west");
        assert!((float(32) - 1.0 / 360.0).abs() < 1e-9, "the second one degree east, across the meridian");
        assert!(float(28) > 0.0, "south is down");
    }

    #[test]
    fn a_pole_ends_at_the_edge_of_the_map() {
        assert!((mercator(Coord { x: 0.0, y: 90.0 }).y).abs() < 1e-9);
        assert!((mercator(Coord { x: 0.0, y: -90.0 }).y - 1.0).abs() < 1e-9);
    }
}
