//! The projections a product can be made in, which depend on where the area lies.

use geo::{BoundingRect, Centroid, Polygon};

use crate::geodesy::{LonLat, UtmZone};

/// A national or regional grid: code, label, and the box it is offered in (west, south, east, north).
type Grid = (&'static str, &'static str, [f64; 4]);

const GRIDS: [Grid; 12] = [
    ("2154", "RGF93 / Lambert-93", [-5.5, 41.0, 10.0, 51.5]),
    ("27700", "OSGB36 / British National Grid", [-9.0, 49.7, 2.0, 61.0]),
    ("25832", "ETRS89 / UTM zone 32N", [5.5, 36.0, 12.5, 72.0]),
    ("3035", "ETRS89 / LAEA Europe", [-25.0, 34.0, 45.0, 72.0]),
    ("4258", "ETRS89", [-25.0, 34.0, 45.0, 72.0]),
    ("4230_A", "ED50 (Europe, mean)", [-10.0, 35.0, 30.0, 72.0]),
    ("4230_B", "ED50 (Spain and Portugal)", [-10.0, 35.5, 4.5, 44.0]),
    ("3763", "ETRS89 / Portugal TM06", [-9.7, 36.8, -6.0, 42.3]),
    ("5070", "NAD83 / Conus Albers", [-125.0, 24.0, -66.0, 50.0]),
    ("4269", "NAD83", [-170.0, 14.0, -50.0, 84.0]),
    ("3577", "GDA94 / Australian Albers", [112.0, -44.0, 154.0, -10.0]),
    ("2193", "NZGD2000 / New Zealand Transverse Mercator", [166.0, -48.0, 179.0, -34.0]),
];

/// The UTM zone of an area's middle.
pub(crate) fn zone_of(middle: LonLat) -> UtmZone {
    UtmZone::of(middle)
}

fn utm_label(zone: UtmZone) -> (String, String) {
    let side = if zone.north { 'N' } else { 'S' };
    (zone.epsg().to_string(), format!("WGS 84 / UTM zone {}{side}", zone.number))
}

/// The projections offered for an area as (identifier, label); the first is the default.
pub(super) fn of(area: &Polygon) -> Vec<(String, String)> {
    let middle = area.centroid().map(|point| point.0).unwrap_or_default();
    let zone = zone_of(middle);
    let mut list = vec![utm_label(zone)];
    if let Some(rect) = area.bounding_rect() {
        for edge in [rect.min().x - 0.5, rect.max().x + 0.5] {
            let neighbour = utm_label(UtmZone::of(LonLat { x: edge, y: middle.y }));
            if !list.contains(&neighbour) {
                list.push(neighbour);
            }
        }
    }
    let inside = |[west, south, east, north]: [f64; 4]| {
        (west..=east).contains(&middle.x) && (south..=north).contains(&middle.y)
    };
    let grids = GRIDS.iter().filter(|(_, _, bounds)| inside(*bounds));
    list.extend(grids.map(|(id, label, _)| ((*id).to_owned(), (*label).to_owned())));
    list.push(("4326".to_owned(), "WGS 84".to_owned()));
    list.push(("3857".to_owned(), "WGS 84 / Pseudo-Mercator".to_owned()));
    list
}
