//! The small map of an area in a quotation: land, water, and the outline.

use super::pen::{Document, LINE, MARGIN};
use crate::books::Line;
use crate::land::Raster;
use crate::world::World;

const WIDE: f32 = 150.0;
const HIGH: f32 = 96.0;
const COLUMNS: usize = 75;
const ROWS: usize = 48;
const WATER: [u8; 3] = [215, 227, 236];
const LAND: [u8; 3] = [246, 244, 238];
const AREA: [u8; 3] = [214, 24, 125];

fn ring(line: &Line) -> Vec<(f64, f64)> {
    let positions = line.area["coordinates"][0].as_array().cloned().unwrap_or_default();
    positions.iter().filter_map(|place| Some((place[0].as_f64()?, place[1].as_f64()?))).collect()
}

fn extent(ring: &[(f64, f64)]) -> [f64; 4] {
    let empty = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    ring.iter().fold(empty, |[west, south, east, north], (x, y)| {
        [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
    })
}

/// The middle of an area in words.
pub(super) fn centre(line: &Line) -> String {
    let [west, south, east, north] = extent(&ring(line));
    let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
    let (ns, ew) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
    format!("{:.4}° {ns} {:.4}° {ew}", lat.abs(), lon.abs())
}

/// Draws the map with its top left corner at the pen.
pub(super) fn draw(document: &mut Document, world: &World, line: &Line) {
    let ring = ring(line);
    let [west, south, east, north] = extent(&ring);
    if west > east {
        return;
    }
    let stretch = ((south + north) / 2.0).to_radians().cos().max(0.1);
    let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
    // The area takes two thirds of the map, whichever way it is longer.
    let half_lat =
        ((north - south) / 2.0).max((east - west) / 2.0 * stretch * f64::from(HIGH / WIDE)).max(0.002) * 1.5;
    let half_lon = half_lat / stretch * f64::from(WIDE / HIGH);
    let (left, top) = (MARGIN, document.y() - 10.0);
    let place = |x: f64, y: f64| {
        let share = ((x - lon + half_lon) / (2.0 * half_lon), (lat + half_lat - y) / (2.0 * half_lat));
        (left + share.0 as f32 * WIDE, top + share.1 as f32 * HIGH)
    };
    let frame = vec![(left, top), (left + WIDE, top), (left + WIDE, top + HIGH), (left, top + HIGH)];
    document.shape(frame.clone(), Some((WATER, 1.0)), None);
    let mut raster =
        Raster::new(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat, COLUMNS, ROWS);
    world.ground().land().paint(&mut raster);
    let (step_x, step_y) = (WIDE / COLUMNS as f32, HIGH / ROWS as f32);
    for row in 0..ROWS {
        let cells = &raster.pixels[row * COLUMNS..(row + 1) * COLUMNS];
        let y = top + HIGH - (row as f32 + 1.0) * step_y;
        let mut start = None;
        for (column, land) in cells.iter().map(|cell| *cell > 0).chain([false]).enumerate() {
            match (start, land) {
                (None, true) => start = Some(column),
                (Some(from), false) => {
                    let (x0, x1) = (left + from as f32 * step_x, left + column as f32 * step_x);
                    // A hair taller, so that no seam shows between rows.
                    let strip = vec![(x0, y - 0.1), (x1, y - 0.1), (x1, y + step_y), (x0, y + step_y)];
                    document.shape(strip, Some((LAND, 1.0)), None);
                    start = None;
                }
                _ => {}
            }
        }
    }
    document.shape(ring.iter().map(|(x, y)| place(*x, *y)).collect(), Some((AREA, 0.16)), Some((AREA, 1.1)));
    document.shape(frame, None, Some((LINE, 0.6)));
}
