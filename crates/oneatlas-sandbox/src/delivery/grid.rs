//! The grid of an image on the ground: its projection, its corner, the size of its pixels.

use geo::{Area, BooleanOps, BoundingRect, Coord, MapCoords, MultiPolygon, Polygon, Translate};
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use super::Trouble;
use crate::geodesy::{LonLat, UtmZone};

/// Metres in a degree, for choosing the size of a pixel in degrees.
const DEGREE: f64 = 111_320.0;

/// The projections beside UTM and WGS 84: the code they are ordered by, EPSG code, name, definition.
const KNOWN: [(&str, u16, &str, &str); 13] = [
    (
        "3857",
        3857,
        "WGS 84 / Pseudo-Mercator",
        "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs",
    ),
    (
        "2154",
        2154,
        "RGF93 / Lambert-93",
        "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    (
        "27700",
        27700,
        "OSGB36 / British National Grid",
        "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs",
    ),
    (
        "25832",
        25832,
        "ETRS89 / UTM zone 32N",
        "+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    (
        "3035",
        3035,
        "ETRS89 / LAEA Europe",
        "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    ("4258", 4258, "ETRS89", "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs"),
    ("4230_A", 4230, "ED50", "+proj=longlat +ellps=intl +towgs84=-87,-98,-121,0,0,0,0 +no_defs"),
    ("4230_B", 4230, "ED50", "+proj=longlat +ellps=intl +towgs84=-84,-107,-120,0,0,0,0 +no_defs"),
    (
        "3763",
        3763,
        "ETRS89 / Portugal TM06",
        "+proj=tmerc +lat_0=39.66825833333333 +lon_0=-8.133108333333334 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    (
        "5070",
        5070,
        "NAD83 / Conus Albers",
        "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +x_0=0 +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    ("4269", 4269, "NAD83", "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs"),
    (
        "3577",
        3577,
        "GDA94 / Australian Albers",
        "+proj=aea +lat_0=0 +lon_0=132 +lat_1=-18 +lat_2=-36 +x_0=0 +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
    (
        "2193",
        2193,
        "NZGD2000 / New Zealand Transverse Mercator 2000",
        "+proj=tmerc +lat_0=0 +lon_0=173 +k=0.9996 +x_0=1600000 +y_0=10000000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
    ),
];
const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// A coordinate reference system.
pub(super) struct Crs {
    pub(super) epsg: u16,
    pub(super) name: String,
    pub(super) geographic: bool,
    own: Proj,
    wgs84: Proj,
    /// Longitudes are written on the world's turn of this one.
    near: f64,
}

impl Crs {
    /// The system a product was ordered in; UTM in the zone of its middle when none was, or an unknown one.
    pub(super) fn ordered(code: Option<&str>, middle: LonLat) -> Result<Crs, Trouble> {
        let code = code.unwrap_or_default();
        let number = code.parse::<u16>().unwrap_or(0);
        if number == 4326 {
            return Crs::new(4326, "WGS 84", WGS84, middle);
        }
        if let Some((_, epsg, name, definition)) = KNOWN.iter().find(|known| known.0 == code) {
            return Crs::new(*epsg, name, definition, middle);
        }
        let zone = match number {
            32_601..=32_660 => UtmZone { number: number - 32_600, north: true },
            32_701..=32_760 => UtmZone { number: number - 32_700, north: false },
            _ => UtmZone::of(middle),
        };
        let (side, south) = if zone.north { ('N', "") } else { ('S', " +south") };
        let definition = format!("+proj=utm +zone={}{south} +datum=WGS84 +units=m +no_defs", zone.number);
        Crs::new(zone.epsg(), &format!("WGS 84 / UTM zone {}{side}", zone.number), &definition, middle)
    }

    /// WGS 84.
    pub(super) fn geographic(middle: LonLat) -> Result<Crs, Trouble> {
        Crs::new(4326, "WGS 84", WGS84, middle)
    }

    fn new(epsg: u16, name: &str, definition: &str, middle: LonLat) -> Result<Crs, Trouble> {
        let own = Proj::from_proj_string(definition)?;
        let geographic = own.is_latlong();
        Ok(Crs {
            epsg,
            name: name.to_owned(),
            geographic,
            own,
            wgs84: Proj::from_proj_string(WGS84)?,
            near: middle.x,
        })
    }

    /// Easting and northing, or degrees, of a place.
    pub(super) fn project(&self, place: LonLat) -> Result<Coord, Trouble> {
        let mut point = (place.x.to_radians(), place.y.to_radians(), 0.0);
        transform(&self.wgs84, &self.own, &mut point)?;
        Ok(if self.geographic {
            self.turned(Coord { x: point.0.to_degrees(), y: point.1.to_degrees() })
        } else {
            Coord { x: point.0, y: point.1 }
        })
    }

    /// Longitude and latitude on WGS 84 of a coordinate.
    pub(super) fn place(&self, at: Coord) -> Result<LonLat, Trouble> {
        let mut point =
            if self.geographic { (at.x.to_radians(), at.y.to_radians(), 0.0) } else { (at.x, at.y, 0.0) };
        transform(&self.own, &self.wgs84, &mut point)?;
        Ok(self.turned(Coord { x: point.0.to_degrees(), y: point.1.to_degrees() }))
    }

    fn turned(&self, place: LonLat) -> LonLat {
        LonLat { x: place.x + ((self.near - place.x) / 360.0).round() * 360.0, ..place }
    }

    /// Such as `urn:ogc:def:crs:EPSG::32631`.
    pub(super) fn urn(&self) -> String {
        format!("urn:ogc:def:crs:EPSG::{}", self.epsg)
    }
}

/// A north-up grid of pixels.
pub(super) struct Grid {
    pub(super) crs: Crs,
    /// The outer corner of the first pixel, upper left.
    pub(super) left: f64,
    pub(super) top: f64,
    /// The size of a pixel in the system's unit.
    pub(super) step: f64,
    pub(super) columns: u32,
    pub(super) rows: u32,
}

impl Grid {
    /// The grid that holds a polygon (degrees), with pixels of so many metres, lying on whole multiples of four pixels, so
    /// that an image of four times the size lies on the same lines.
    pub(super) fn around(crs: Crs, shape: &MultiPolygon, metres: f64) -> Result<Grid, Trouble> {
        let projected = shape.try_map_coords(|place| crs.project(place))?;
        let bounds = projected.bounding_rect().ok_or("the area is empty")?;
        let step = if crs.geographic { (metres / DEGREE * 1e9).round() / 1e9 } else { metres };
        let block = step * 4.0;
        let (left, top) = ((bounds.min().x / block).floor() * block, (bounds.max().y / block).ceil() * block);
        let count = |length: f64| ((length / block).ceil().max(1.0) as u32) * 4;
        Ok(Grid {
            left,
            top,
            step,
            columns: count(bounds.max().x - left),
            rows: count(top - bounds.min().y),
            crs,
        })
    }

    /// The same ground in pixels four times as large.
    pub(super) fn coarser(self) -> Grid {
        Grid { step: self.step * 4.0, columns: self.columns / 4, rows: self.rows / 4, ..self }
    }

    pub(super) fn right(&self) -> f64 {
        self.left + self.step * f64::from(self.columns)
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top - self.step * f64::from(self.rows)
    }

    /// The outer corners in degrees: upper left, upper right, lower right, lower left.
    pub(super) fn corners(&self) -> Result<[LonLat; 4], Trouble> {
        let at = |x: f64, y: f64| self.crs.place(Coord { x, y });
        let (left, top, right, bottom) = (self.left, self.top, self.right(), self.bottom());
        Ok([at(left, top)?, at(right, top)?, at(right, bottom)?, at(left, bottom)?])
    }
}

/// The part of an ordered area that a scene shows, on the scene's turn of the world.
pub(super) fn shown(area: &Polygon, outline: &Polygon) -> Result<MultiPolygon, Trouble> {
    let turn = match (area.bounding_rect(), outline.bounding_rect()) {
        (Some(area), Some(outline)) => ((outline.center().x - area.center().x) / 360.0).round() * 360.0,
        _ => 0.0,
    };
    let part = MultiPolygon::new(vec![area.translate(turn, 0.0)])
        .intersection(&MultiPolygon::new(vec![outline.clone()]));
    if part.unsigned_area() > 0.0 { Ok(part) } else { Err("the scene shows nothing of the area".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_projection_goes_there_and_back() {
        let middles = [
            ("2154", 2.3, 46.2),
            ("27700", -1.5, 52.0),
            ("3035", 9.0, 50.0),
            ("4230_A", 9.0, 50.0),
            ("5070", -95.0, 40.0),
            ("3577", 134.0, -25.0),
            ("2193", 174.0, -41.0),
            ("3763", -8.0, 39.5),
            ("3857", 100.0, 10.0),
            ("4326", 181.0, -17.0),
            ("32760", 178.9, -17.0),
            ("", -70.0, -33.0),
        ];
        for (code, x, y) in middles {
            let crs = Crs::ordered(Some(code), LonLat { x, y }).unwrap();
            let there = crs.project(LonLat { x: x + 0.1, y: y - 0.1 }).unwrap();
            let back = crs.place(there).unwrap();
            assert!((back.x - x - 0.1).abs() < 1e-7 && (back.y - y + 0.1).abs() < 1e-7, "{code}: {back:?}");
        }
    }

    #[test]
    fn the_tower_in_paris_stands_where_the_grid_says() {
        let crs = Crs::ordered(Some("32631"), LonLat { x: 2.3, y: 48.9 }).unwrap();
        let at = crs.project(LonLat { x: 2.294_5, y: 48.858_3 }).unwrap();
        assert!((at.x - 448_252.0).abs() < 3.0 && (at.y - 5_411_943.0).abs() < 12.0, "{at:?}");
    }
}
