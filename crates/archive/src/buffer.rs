//! Footprints for the map, as one buffer that goes to the graphics card as it is: outlines, or, where there are too many
//! to be read, how many lie over each place.

use std::f64::consts::{PI, TAU};

use rayon::prelude::*;
use serde::Deserialize;

use crate::columns::{Columns, UNKNOWN_DAY};
use crate::density::{self, Grid};
use crate::filter::SceneFilter;
use crate::footprint::nearest_turn;
use crate::index::{Archive, count};
use crate::shapes::{Bounds, Shapes};

/// Reads `PFW2` in little endian.
const MAGIC: u32 = 0x3257_4650;
/// The pole itself lies infinitely far north in Web Mercator. What lies beyond 85°, where its square ends, is drawn on a globe.
const ALMOST_POLE: f64 = 89.9999;
/// How far north and south a density is counted: no satellite sees further.
const DENSITY_LATITUDE: f64 = 88.0;
/// The shade of a scene whose value is not known.
const UNKNOWN_SHADE: u8 = 255;
const DARKEST_SHADE: f64 = 254.0;

/// What the colour of an outline tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ColourBy {
    /// Nothing: all are alike.
    #[default]
    Nothing,
    /// Cloud over the scene, 0 to 100 %.
    Cloud,
    /// The day it was taken, from the oldest that passes to the newest.
    Date,
    /// The constellation: shade 0 SPOT, 1 Pléiades, 2 Pléiades Neo, unknown any other.
    Satellite,
    /// Share of the area, 0 to 100 %.
    Coverage,
    /// Incidence angle, 0 to 45°.
    Incidence,
}

/// What of the footprints is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct FootprintView {
    /// What is in view: west, south, east, north in degrees; longitudes may lie on any turn of the world. Without it all
    /// are wanted, however many.
    pub bounds: Option<[f64; 4]>,
    /// What the colour tells.
    pub colour: ColourBy,
    /// The most outlines that can be read at once.
    pub most: usize,
}

/// What a buffer holds.
#[derive(Clone, Copy)]
enum Kind {
    /// The outlines of all that pass.
    All = 0,
    /// The outlines of those in view; another view needs another buffer.
    InView = 1,
    /// How many lie over each place of the view.
    Density = 2,
}

struct Header {
    kind: Kind,
    items: usize,
    matched: usize,
    origin: [f64; 2],
    range: [f64; 2],
}

impl Header {
    fn write(&self) -> Vec<u8> {
        let mut buffer = Vec::new();
        for number in [MAGIC, self.kind as u32, count(self.items), count(self.matched)] {
            buffer.extend_from_slice(&number.to_le_bytes());
        }
        for number in self.origin.into_iter().chain(self.range) {
            buffer.extend_from_slice(&number.to_le_bytes());
        }
        buffer
    }
}

impl Archive {
    /// The footprints of all that pass, for the map. Little endian. A header of 48 bytes: `PFW2`, the kind, the number of
    /// items and the number of scenes that pass as `u32`; the origin in Web Mercator (0 to 1, y down) and the values of the
    /// lightest and the darkest shade as two `f64` each.
    ///
    /// Kind 0 and 1 (outlines of all, or of those in view): for each item five corners as ten `f32` relative to the origin,
    /// joined by four lines (an outline of more corners is several items, one of fewer repeats its last), then a shade for
    /// each item as `u8`, 0 to 254, 255 when the value is not known. The origin is the middle of the view or of the area,
    /// so that outlines near it are exact to a millimetre and those across the 180th meridian stay together.
    ///
    /// Kind 2 (density): items are cells, row by row from the north-west: columns and rows as `u32`, west, north, east and
    /// south of the grid in Web Mercator as `f64`, then a shade for each cell as `u8`, by the logarithm of the count.
    pub fn footprint_buffer(&mut self, filter: &SceneFilter, view: FootprintView) -> Vec<u8> {
        self.select(filter);
        let matched = self.selection.count();
        let middle = [self.grounds.centre().x(), self.grounds.centre().y()];
        let Some(bounds) = view.bounds.filter(|bounds| matched > view.most && usable(*bounds)) else {
            let all = self.selection.passing().map(|place| (place as u32, 0.0)).collect();
            return self.outlines(Kind::All, matched, mercator(middle), all, view.colour);
        };
        let seen = on_turn(bounds, middle[0]);
        let mut found = Vec::new();
        for shift in [0.0, -360.0, 360.0] {
            let boxes = self.meeting([seen[0] - shift, seen[1], seen[2] - shift, seen[3]]);
            let passing = boxes.into_iter().filter(|place| self.selection.passes(*place as usize));
            found.extend(passing.map(|place| (place, shift)));
        }
        if found.len() > view.most {
            return self.density(matched, seen, &found);
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        found.dedup_by_key(|(place, _)| *place);
        let origin = mercator([f64::midpoint(seen[0], seen[2]), f64::midpoint(seen[1], seen[3])]);
        self.outlines(Kind::InView, matched, origin, found, view.colour)
    }

    fn outlines(
        &self,
        kind: Kind,
        matched: usize,
        origin: [f64; 2],
        scenes: Vec<(u32, f64)>,
        colour: ColourBy,
    ) -> Vec<u8> {
        let shades = Shades::new(colour, &self.columns, &scenes);
        let pieces: Vec<(Vec<u8>, Vec<u8>)> = scenes
            .par_chunks(4096)
            .map(|scenes| {
                let (mut corners, mut tones) = (Vec::with_capacity(scenes.len() * 40), Vec::new());
                for (place, _) in scenes {
                    let items = write_outline(&self.shapes, *place as usize, origin, &mut corners);
                    let shade = shades.of(&self.columns, *place as usize);
                    tones.resize(tones.len() + items, shade);
                }
                (corners, tones)
            })
            .collect();
        let items = pieces.iter().map(|(_, tones)| tones.len()).sum();
        let mut buffer = Header { kind, items, matched, origin, range: shades.range }.write();
        buffer.reserve(items * 41);
        for (corners, _) in &pieces {
            buffer.extend_from_slice(corners);
        }
        for (_, tones) in &pieces {
            buffer.extend_from_slice(tones);
        }
        buffer
    }

    fn density(&self, matched: usize, seen: Bounds, found: &[(u32, f64)]) -> Vec<u8> {
        let [west, south, east, north] = seen;
        let within = south < DENSITY_LATITUDE && north > -DENSITY_LATITUDE;
        let bounded = |lat: f64| if within { lat.clamp(-DENSITY_LATITUDE, DENSITY_LATITUDE) } else { lat };
        let [left, bottom] = mercator([west, bounded(south)]);
        let [right, top] = mercator([east, bounded(north)]);
        let grid = Grid::over([left, top, right, bottom]);
        let counts = density::counts(&grid, &self.shapes, found);
        let most = counts.iter().copied().max().unwrap_or_default();
        let items = counts.len();
        let range = [0.0, f64::from(most)];
        let mut buffer = Header { kind: Kind::Density, items, matched, origin: [left, top], range }.write();
        buffer.extend_from_slice(&grid.columns.to_le_bytes());
        buffer.extend_from_slice(&grid.rows.to_le_bytes());
        for edge in [left, top, right, bottom] {
            buffer.extend_from_slice(&edge.to_le_bytes());
        }
        let scale = DARKEST_SHADE / f64::from(most.max(1)).ln_1p();
        buffer.extend(counts.into_iter().map(|count| (f64::from(count).ln_1p() * scale).round() as u8));
        buffer
    }
}

fn usable([west, south, east, north]: Bounds) -> bool {
    [west, south, east, north].into_iter().all(f64::is_finite) && west < east && south < north
}

/// The same view on the turn of the world of a longitude; no wider than the world.
fn on_turn([west, south, east, north]: Bounds, near: f64) -> Bounds {
    if east - west >= 360.0 {
        return [near - 180.0, south, near + 180.0, north];
    }
    let middle = f64::midpoint(west, east);
    let shift = nearest_turn(middle, near) - middle;
    [west + shift, south, east + shift, north]
}

/// Writes the outline four lines at a time; how many times four.
fn write_outline(shapes: &Shapes, place: usize, origin: [f64; 2], corners: &mut Vec<u8>) -> usize {
    let mut items = write_ring(shapes.ring(place), origin, corners);
    for hole in shapes.holes(place).into_iter().flat_map(|polygon| polygon.interiors()) {
        let ring: Vec<[f64; 2]> = hole.coords().skip(1).map(|coord| [coord.x, coord.y]).collect();
        items += write_ring(&ring, origin, corners);
    }
    items
}

fn write_ring(ring: &[[f64; 2]], origin: [f64; 2], corners: &mut Vec<u8>) -> usize {
    if ring.is_empty() {
        return 0;
    }
    let items = ring.len().div_ceil(4);
    for item in 0..items {
        for step in 0..5 {
            // Beyond the last corner comes the first again, as often as needed.
            let corner = item * 4 + step;
            let [x, y] = mercator(if corner < ring.len() { ring[corner] } else { ring[0] });
            corners.extend_from_slice(&((x - origin[0]) as f32).to_le_bytes());
            corners.extend_from_slice(&((y - origin[1]) as f32).to_le_bytes());
        }
    }
    items
}

/// 0 to 1 from west to east and from north to south; beyond it on other turns of the world, and nearer to a pole than its
/// square reaches.
pub(crate) fn mercator([lon, lat]: [f64; 2]) -> [f64; 2] {
    let lat = lat.clamp(-ALMOST_POLE, ALMOST_POLE).to_radians();
    [(lon + 180.0) / 360.0, 0.5 - (PI / 4.0 + lat / 2.0).tan().ln() / TAU]
}

/// How values become shades.
struct Shades {
    colour: ColourBy,
    range: [f64; 2],
}

impl Shades {
    fn new(colour: ColourBy, columns: &Columns, scenes: &[(u32, f64)]) -> Shades {
        let range = match colour {
            ColourBy::Nothing | ColourBy::Satellite => [0.0, DARKEST_SHADE],
            ColourBy::Cloud | ColourBy::Coverage => [0.0, 100.0],
            ColourBy::Incidence => [0.0, 45.0],
            ColourBy::Date => {
                let days = scenes.iter().map(|(place, _)| columns.day[*place as usize]);
                let (first, last) = days
                    .filter(|day| *day != UNKNOWN_DAY)
                    .fold((i32::MAX, i32::MIN), |(a, b), day| (a.min(day), b.max(day)));
                if first <= last { [f64::from(first), f64::from(last)] } else { [0.0, 0.0] }
            }
        };
        Shades { colour, range }
    }

    fn of(&self, columns: &Columns, place: usize) -> u8 {
        let value = match self.colour {
            ColourBy::Nothing => return 0,
            ColourBy::Satellite => {
                return columns.constellation[place].known().map_or(UNKNOWN_SHADE, |known| known as u8);
            }
            ColourBy::Cloud => columns.cloud[place],
            ColourBy::Coverage => columns.coverage[place],
            ColourBy::Incidence => columns.incidence[place],
            ColourBy::Date => match columns.day[place] {
                UNKNOWN_DAY => f64::NAN,
                day => f64::from(day),
            },
        };
        let [low, high] = self.range;
        if value.is_nan() {
            return UNKNOWN_SHADE;
        }
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 1.0 };
        (share * DARKEST_SHADE).round() as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floats(bytes: &[u8]) -> Vec<f32> {
        bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect()
    }

    #[test]
    fn an_outline_is_written_four_lines_at_a_time() {
        let square = [[179.0, -1.0], [181.0, -1.0], [181.0, 1.0], [179.0, 1.0]];
        let mut corners = Vec::new();
        assert_eq!(write_ring(&square, [1.0, 0.5], &mut corners), 1);
        let corners = floats(&corners);
        assert_eq!(corners.len(), 10);
        assert!((corners[0] + 1.0 / 360.0).abs() < 1e-9, "the first corner lies one degree west");
        assert!((corners[2] - 1.0 / 360.0).abs() < 1e-9, "the second one degree east, across the meridian");
        assert!(corners[1] > 0.0, "south is down");
        assert_eq!(corners[8..], corners[..2], "it is closed");
        let five = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 3.0], [0.0, 2.0]];
        let mut corners = Vec::new();
        assert_eq!(write_ring(&five, [0.5, 0.5], &mut corners), 2);
        let corners = floats(&corners);
        assert_eq!(corners[8..10], corners[10..12], "the second piece goes on where the first ends");
        assert_eq!(corners[12..], [&corners[..2]; 4].concat(), "and ends at the beginning");
        assert_eq!(write_ring(&[], [0.5, 0.5], &mut Vec::new()), 0);
    }

    #[test]
    fn what_lies_beyond_the_flat_map_has_a_place_up_to_the_pole() {
        assert!(mercator([0.0, 85.051_128_779_806_59])[1].abs() < 1e-9);
        let [near, pole] = [mercator([0.0, 87.0])[1], mercator([0.0, 90.0])[1]];
        assert!(-0.1 < near && near < -0.05, "{near}");
        assert!(pole < -1.5 && pole.is_finite(), "{pole}");
        assert!((mercator([0.0, -90.0])[1] - (1.0 - pole)).abs() < 1e-9);
    }

    #[test]
    fn a_view_is_taken_to_the_turn_of_the_area() {
        assert_eq!(on_turn([-181.0, 0.0, -179.0, 1.0], 180.0), [179.0, 0.0, 181.0, 1.0]);
        assert_eq!(on_turn([-300.0, 0.0, 300.0, 1.0], 10.0), [-170.0, 0.0, 190.0, 1.0]);
        assert!(!usable([1.0, 0.0, 0.0, 1.0]) && !usable([f64::NAN, 0.0, 0.0, 1.0]));
    }
}
