//! The small map of an item in a quotation: land, water, rivers, towns, the scene's footprint, and the area.

use geo::{BoundingRect, Coord, Polygon};

use super::pen::{ACCENT, Document, Edge, GREY, LINE, Style};
use crate::archive::Scene;
use crate::books::Line;
use crate::geodesy::metres_per_degree;
use crate::geometry;
use crate::land::Raster;
use crate::world::World;

/// Cells of the land's raster per point.
const FINE: f32 = 1.6;
const WATER: [u8; 3] = [214, 228, 238];
const LAND: [u8; 3] = [247, 245, 240];
const TOWN: [u8; 3] = [226, 218, 206];
const RIVER: [u8; 3] = [176, 204, 222];

/// The area of a line, as ordered.
pub(super) fn area(line: &Line) -> Option<Polygon> {
    match geometry::read(&line.area) {
        Ok(geo::Geometry::Polygon(polygon)) => Some(polygon),
        _ => None,
    }
}

/// The middle of an area in words.
pub(super) fn centre(area: &Polygon) -> String {
    let Some(bounds) = area.bounding_rect() else { return String::new() };
    let middle = bounds.center();
    let (ns, ew) = (if middle.y < 0.0 { 'S' } else { 'N' }, if middle.x < 0.0 { 'W' } else { 'E' });
    format!("{:.4}° {ns}, {:.4}° {ew}", middle.y.abs(), middle.x.abs())
}

/// A map on the page.
struct Map {
    corner: (f32, f32),
    size: (f32, f32),
    west: f64,
    north: f64,
    /// Points per degree.
    scale: (f64, f64),
}

impl Map {
    /// A map around an area that takes about a half of it, whichever way it is longer.
    fn around(area: &Polygon, corner: (f32, f32), size: (f32, f32)) -> Option<Map> {
        let bounds = area.bounding_rect()?;
        let middle = bounds.center();
        let squeeze = middle.y.to_radians().cos().max(0.1);
        let (wide, high) = (f64::from(size.0), f64::from(size.1));
        let per_point = (bounds.width() * squeeze / wide).max(bounds.height() / high).max(2e-5) * 1.9;
        let scale = (squeeze / per_point, 1.0 / per_point);
        let (west, north) = (middle.x - wide / 2.0 / scale.0, middle.y + high / 2.0 / scale.1);
        Some(Map { corner, size, west, north, scale })
    }

    fn at(&self, place: Coord) -> (f32, f32) {
        let (x, y) = ((place.x - self.west) * self.scale.0, (self.north - place.y) * self.scale.1);
        (self.corner.0 + x as f32, self.corner.1 + y as f32)
    }

    fn ring(&self, polygon: &Polygon, turn: f64) -> Vec<(f32, f32)> {
        polygon.exterior().0.iter().map(|place| self.at(Coord { x: place.x + turn, y: place.y })).collect()
    }

    /// West, south, east, north.
    fn bounds(&self) -> [f64; 4] {
        let (wide, high) = (f64::from(self.size.0) / self.scale.0, f64::from(self.size.1) / self.scale.1);
        [self.west, self.north - high, self.west + wide, self.north]
    }

    /// Land as strips, row by row.
    fn land(&self, document: &mut Document, world: &World) {
        let [west, south, east, north] = self.bounds();
        let (columns, rows) = ((self.size.0 * FINE) as usize, (self.size.1 * FINE) as usize);
        let mut raster = Raster::new(west, south, east, north, columns, rows);
        world.ground().land().paint(&mut raster);
        let (wide, high) = (self.size.0 / columns as f32, self.size.1 / rows as f32);
        if raster.pixels.iter().all(|pixel| *pixel > 0) {
            document.rectangle(self.corner, self.size, Some(LAND), None);
            return;
        }
        for row in 0..rows {
            let cells = &raster.pixels[row * columns..(row + 1) * columns];
            let top = self.corner.1 + self.size.1 - (row as f32 + 1.0) * high;
            let mut start = None;
            for (column, land) in cells.iter().map(|cell| *cell > 0).chain([false]).enumerate() {
                match (start, land) {
                    (None, true) => start = Some(column),
                    (Some(from), false) => {
                        // A hair taller, so that no seam shows between rows.
                        let corner = (self.corner.0 + from as f32 * wide, top - 0.05);
                        document.rectangle(
                            corner,
                            ((column - from) as f32 * wide, high + 0.1),
                            Some(LAND),
                            None,
                        );
                        start = None;
                    }
                    _ => {}
                }
            }
        }
    }

    fn towns_and_rivers(&self, document: &mut Document, world: &World) {
        let [west, south, east, north] = self.bounds();
        let (across, _) = metres_per_degree(self.north);
        let per_metre = self.scale.0 / across.max(1.0);
        for town in world.ground().towns().within(west - 0.1, south - 0.1, east + 0.1, north + 0.1) {
            let radius = ((town.population.sqrt() * 5.0 + 150.0) * per_metre) as f32;
            let (x, y) = self.at(Coord { x: town.lon, y: town.lat });
            let round = (0..16).map(|step| {
                let (sin, cos) = (step as f32 * std::f32::consts::TAU / 16.0).sin_cos();
                (x + radius * cos, y + radius * sin)
            });
            document.shape(round.collect(), Some((TOWN, 1.0)), None);
        }
        for river in
            world.ground().rivers().within(west, south, east, north).iter().filter(|river| river.level < 4)
        {
            let points: Vec<_> = river.points.iter().map(|[x, y]| self.at(Coord { x: *x, y: *y })).collect();
            let thick = [1.6, 1.2, 0.9, 0.6][usize::from(river.level)];
            document.line(points, Edge::of(RIVER, thick));
        }
    }

    /// A bar of a round length, at the lower left.
    fn scale_bar(&self, document: &mut Document) {
        let (across, _) = metres_per_degree(self.north);
        let per_km = (self.scale.0 / across.max(1.0) * 1000.0) as f32;
        let lengths = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];
        let longest = self.size.0 * 0.4;
        let km = lengths.into_iter().rfind(|km| km * per_km <= longest).unwrap_or(0.1);
        let (x, y) = (self.corner.0 + 5.0, self.corner.1 + self.size.1 - 5.0);
        let (right, above) = ((x + km * per_km).max(x + 18.0) + 3.0, y - 11.0);
        let plate = vec![(x - 3.0, above), (right, above), (right, y + 3.0), (x - 3.0, y + 3.0)];
        document.shape(plate, Some(([255, 255, 255], 0.75)), None);
        let bar = vec![(x, y - 2.5), (x, y), (x + km * per_km, y), (x + km * per_km, y - 2.5)];
        document.line(bar, Edge::of(GREY, 0.7));
        document.move_to(y - 4.0);
        let text = if km < 1.0 { format!("{} m", (km * 1000.0).round()) } else { format!("{km} km") };
        document.text(x + 1.5, Style::plain(5.5, GREY), &text);
    }
}

/// Draws the map with its upper left corner at a place. The pen stays where it is.
pub(super) fn draw(
    document: &mut Document,
    world: &World,
    line: &Line,
    scene: Option<&Scene>,
    corner: (f32, f32),
    size: (f32, f32),
) {
    let (Some(area), back) = (area(line), document.y()) else { return };
    let Some(map) = Map::around(&area, corner, size) else { return };
    document.rectangle(corner, size, Some(WATER), None);
    document.clipped(corner, size, |document| {
        map.land(document, world);
        map.towns_and_rivers(document, world);
        if let Some(scene) = scene {
            let outline = scene.outline();
            let turn = match (area.bounding_rect(), outline.bounding_rect()) {
                (Some(area), Some(outline)) => {
                    ((area.center().x - outline.center().x) / 360.0).round() * 360.0
                }
                _ => 0.0,
            };
            document.shape(
                map.ring(&outline, turn),
                None,
                Some(Edge { colour: GREY, thick: 0.7, dash: 2.0 }),
            );
        }
        document.shape(map.ring(&area, 0.0), Some((ACCENT, 0.14)), Some(Edge::of(ACCENT, 1.1)));
        map.scale_bar(document);
    });
    document.rectangle(corner, size, None, Some(Edge::of(LINE, 0.6)));
    document.move_to(back);
}
