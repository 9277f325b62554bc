//! Coasts, lakes, rivers, towns, heights and colours of the real world, from the files in `data/`.
//!
//! Unpacking takes a fraction of a second and happens once, in the background after the start.

mod cover;
mod rivers;
mod towns;

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

pub(crate) use cover::Cover;
pub(crate) use rivers::Rivers;
pub(crate) use towns::{Town, Towns};

const LAND_FILE: &[u8] = include_bytes!("../data/land.bin");

/// Micro-degrees in a degree.
const UNIT: f64 = 1e6;
/// Vertices between two bounding boxes along a ring.
const CHUNK: usize = 256;
/// Pixels of the coarse mask per degree.
pub(crate) const MASK_PER_DEGREE: usize = 10;
const MASK_WIDTH: usize = 360 * MASK_PER_DEGREE;
const MASK_HEIGHT: usize = 180 * MASK_PER_DEGREE;

/// What is known of the real world, each part unpacked when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    land: OnceLock<Land>,
    towns: OnceLock<Towns>,
    rivers: OnceLock<Rivers>,
    cover: OnceLock<Cover>,
}

impl Ground {
    pub(crate) fn land(&self) -> &Land {
        self.land.get_or_init(Land::unpack)
    }

    pub(crate) fn towns(&self) -> &Towns {
        self.towns.get_or_init(Towns::unpack)
    }

    pub(crate) fn rivers(&self) -> &Rivers {
        self.rivers.get_or_init(Rivers::unpack)
    }

    pub(crate) fn cover(&self) -> &Cover {
        self.cover.get_or_init(Cover::unpack)
    }
}

/// A rectangle of degrees cut into pixels; row 0 is the southernmost.
#[derive(Debug, Clone)]
pub(crate) struct Raster {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) step_x: f64,
    pub(crate) step_y: f64,
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// 255 on land, 0 on water.
    pub(crate) pixels: Vec<u8>,
}

impl Raster {
    pub(crate) fn new(west: f64, south: f64, east: f64, north: f64, width: usize, height: usize) -> Self {
        let (step_x, step_y) = ((east - west) / width as f64, (north - south) / height as f64);
        Self { west, south, step_x, step_y, width, height, pixels: vec![0; width * height] }
    }

    fn fill(&mut self, row: usize, from: f32, to: f32, value: u8) {
        let start = (from - 0.5).ceil().max(0.0) as usize;
        let end = ((to - 0.5).ceil().max(0.0) as usize).min(self.width);
        if start < end {
            self.pixels[row * self.width + start..row * self.width + end].fill(value);
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Bounds {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

impl Bounds {
    fn of(points: &[[i32; 2]]) -> Self {
        let empty = Self { west: i32::MAX, south: i32::MAX, east: i32::MIN, north: i32::MIN };
        points.iter().fold(empty, |bounds, [x, y]| Self {
            west: bounds.west.min(*x),
            south: bounds.south.min(*y),
            east: bounds.east.max(*x),
            north: bounds.north.max(*y),
        })
    }
}

#[derive(Debug)]
struct Ring {
    water: bool,
    bounds: Bounds,
    /// The first point is repeated at the end.
    points: Vec<[i32; 2]>,
    chunks: Vec<Bounds>,
}

/// Coasts and lakes.
#[derive(Debug)]
pub(crate) struct Land {
    rings: Vec<Ring>,
    /// One bit per tenth of a degree: land, or at least a piece of coast.
    mask: Vec<u64>,
}

impl Land {
    fn unpack() -> Self {
        let rings = read_rings(&inflate(LAND_FILE));
        let mut land = Self { rings, mask: vec![0; (MASK_WIDTH * MASK_HEIGHT).div_ceil(64)] };
        let mut raster = Raster::new(-180.0, -90.0, 180.0, 90.0, MASK_WIDTH, MASK_HEIGHT);
        land.paint(&mut raster);
        let coast = land.rings.iter().filter(|ring| !ring.water).flat_map(|ring| ring.points.iter());
        for [x, y] in coast {
            let column = ((f64::from(*x) / UNIT + 180.0) * MASK_PER_DEGREE as f64) as usize;
            let row = ((f64::from(*y) / UNIT + 90.0) * MASK_PER_DEGREE as f64) as usize;
            raster.pixels[row.min(MASK_HEIGHT - 1) * MASK_WIDTH + column.min(MASK_WIDTH - 1)] = 255;
        }
        for (place, _) in raster.pixels.iter().enumerate().filter(|(_, value)| **value > 0) {
            land.mask[place / 64] |= 1 << (place % 64);
        }
        land
    }

    /// Whether a tenth of a degree, counted from 180° W and 90° S, holds land.
    pub(crate) fn mask(&self, column: usize, row: usize) -> bool {
        let place = row * MASK_WIDTH + column % MASK_WIDTH;
        self.mask.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }

    /// Paints land and water into a raster, which may reach over the date line.
    pub(crate) fn paint(&self, raster: &mut Raster) {
        let mut crossings = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let west = ((raster.west - turn) * UNIT) as i64;
            let east = west + (raster.width as f64 * raster.step_x * UNIT) as i64;
            if east < -180_000_000 || west > 180_000_000 {
                continue;
            }
            let window = Window::new(raster, turn);
            for ring in &self.rings {
                if window.misses(ring.bounds) || i64::from(ring.bounds.east) < west {
                    continue;
                }
                crossings.clear();
                window.cross(ring, &mut crossings);
                crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                fill_rows(raster, &crossings, if ring.water { 0 } else { 255 });
            }
        }
    }
}

/// Fills between the odd and even crossings of every row.
fn fill_rows(raster: &mut Raster, crossings: &[(u32, f32)], value: u8) {
    let mut rest = crossings;
    while let Some((row, from)) = rest.first().copied() {
        match rest.get(1) {
            Some((same, to)) if *same == row => {
                raster.fill(row as usize, from, *to, value);
                rest = &rest[2..];
            }
            // The closing crossing lies east of the raster and was not computed.
            _ => {
                raster.fill(row as usize, from, raster.width as f32, value);
                rest = &rest[1..];
            }
        }
    }
}

/// A raster in the units of the rings.
struct Window {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    per_column: f64,
    per_row: f64,
    rows: f64,
}

impl Window {
    fn new(raster: &Raster, turn: f64) -> Self {
        let west = (raster.west - turn) * UNIT;
        let south = raster.south * UNIT;
        Self {
            west,
            south,
            east: west + raster.width as f64 * raster.step_x * UNIT,
            north: south + raster.height as f64 * raster.step_y * UNIT,
            per_column: raster.step_x * UNIT,
            per_row: raster.step_y * UNIT,
            rows: raster.height as f64,
        }
    }

    /// Nothing of it can change the parity inside the window.
    fn misses(&self, bounds: Bounds) -> bool {
        f64::from(bounds.north) < self.south
            || f64::from(bounds.south) > self.north
            || f64::from(bounds.west) > self.east
    }

    /// Where a ring crosses the middles of the rows, as (row, column). Stretches wholly to the west
    /// are taken as one straight line: only their parity counts.
    fn cross(&self, ring: &Ring, crossings: &mut Vec<(u32, f32)>) {
        for (index, bounds) in ring.chunks.iter().enumerate() {
            if self.misses(*bounds) {
                continue;
            }
            let start = index * CHUNK;
            let end = (start + CHUNK).min(ring.points.len() - 1);
            if f64::from(bounds.east) < self.west {
                self.edge(ring.points[start], ring.points[end], crossings);
                continue;
            }
            for pair in ring.points[start..=end].windows(2) {
                self.edge(pair[0], pair[1], crossings);
            }
        }
    }

    fn edge(&self, from: [i32; 2], to: [i32; 2], crossings: &mut Vec<(u32, f32)>) {
        let place = |point: [i32; 2]| {
            (
                (f64::from(point[0]) - self.west) / self.per_column,
                (f64::from(point[1]) - self.south) / self.per_row - 0.5,
            )
        };
        let ((x0, y0), (x1, y1)) = (place(from), place(to));
        let (low, high) = (y0.min(y1).max(-1.0), y0.max(y1).min(self.rows));
        let mut row = low.ceil().max(0.0);
        while row < high {
            let x = x0 + (x1 - x0) * (row - y0) / (y1 - y0);
            crossings.push((row as u32, x as f32));
            row += 1.0;
        }
    }
}

fn inflate(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len() * 2);
    ZlibDecoder::new(packed).read_to_end(&mut bytes).expect("the packed file is part of the program");
    bytes
}

/// Reads numbers off the unpacked files, which are part of the program and checked by a test.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn u32(&mut self) -> u32 {
        let (head, rest) = self.0.split_at(4);
        self.0 = rest;
        u32::from_le_bytes([head[0], head[1], head[2], head[3]])
    }

    fn byte(&mut self) -> u8 {
        let byte = self.0[0];
        self.0 = &self.0[1..];
        byte
    }

    fn signed(&mut self) -> i32 {
        let (mut value, mut shift) = (0_u32, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return (value >> 1) as i32 ^ -((value & 1) as i32);
            }
            shift += 7;
        }
    }
}

fn read_rings(bytes: &[u8]) -> Vec<Ring> {
    assert!(bytes.starts_with(b"SWLAND1\0"), "data/land.bin is not a land file");
    let mut reader = Reader(&bytes[8..]);
    let count = reader.u32();
    let ring = |_| {
        let level = reader.byte();
        let length = reader.u32() as usize;
        let mut points = Vec::with_capacity(length + 1);
        let mut at = [0_i32; 2];
        for _ in 0..length {
            at[0] += reader.signed();
            at[1] += reader.signed();
            points.push(at);
        }
        points.extend(points.first().copied());
        let chunk = |start: usize| Bounds::of(&points[start..(start + CHUNK + 1).min(points.len())]);
        let chunks = (0..points.len().saturating_sub(1)).step_by(CHUNK).map(chunk).collect();
        Ring { water: level == 2, bounds: Bounds::of(&points), points, chunks }
    };
    (0..count).map(ring).collect()
}

/// How many times around the world a column of degrees lies from the usual −180 … 179.
fn turns(column: i32) -> f64 {
    f64::from((column + 180).div_euclid(360))
}

/// The cell of one degree a place lies in: row by row from 90° S, each from 180° W.
pub(crate) fn cell_of(lon: f64, lat: f64) -> usize {
    let column = ((lon + 180.0).rem_euclid(360.0) as usize).min(359);
    let row = ((lat + 90.0).max(0.0) as usize).min(179);
    row * 360 + column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_land(land: &Land, lon: f64, lat: f64) -> bool {
        let mut raster = Raster::new(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01, 3, 3);
        land.paint(&mut raster);
        raster.pixels[4] == 255
    }

    #[test]
    fn land_and_water_are_where_they_are() {
        let ground = Ground::default();
        let land = ground.land();
        for (lon, lat) in [(2.35, 48.85), (-105.0, 39.7), (37.6, 55.75), (133.9, -23.7), (0.0, -85.0)] {
            assert!(is_land(land, lon, lat), "{lon} {lat}");
        }
        for (lon, lat) in [(-30.0, 40.0), (-87.0, 44.0), (90.0, 0.0), (51.0, 42.0), (-9.05, 38.72)] {
            assert!(!is_land(land, lon, lat), "{lon} {lat}");
        }
        assert!(is_land(land, 178.4 - 360.0, -17.9), "Fiji, from the other side");
    }
}
