//! CSV: a column of WKT, WKB or GeoJSON, or two columns of coordinates. The delimiter is found; quotes are honoured.

use std::borrow::Cow;

use ::csv::{ReaderBuilder, StringRecord};

use super::besides::Besides;
use super::found::{Features, Shape, System, name_among, ring_of};
use super::rows::{self, Row};
use super::{geojson, wkb, wkt};
use crate::error::AoiError;

pub(super) const FORM: &str = "CSV";
const GEOMETRY: [&str; 9] =
    ["wkt", "geometry", "geom", "the_geom", "wkt_geom", "wkb", "wkb_geometry", "geojson", "shape"];
const LONGITUDE: [&str; 10] = [
    "lon",
    "longitude",
    "long",
    "lng",
    "lon_dd",
    "longitude_dd",
    "longitud",
    "longitudine",
    "länge",
    "longitude_wgs84",
];
const LATITUDE: [&str; 8] =
    ["lat", "latitude", "lat_dd", "latitude_dd", "latitud", "latitudine", "breite", "latitude_wgs84"];
const EAST: [&str; 12] = [
    "x",
    "easting",
    "east",
    "e",
    "x_coord",
    "point_x",
    "coord_x",
    "utm_e",
    "utm_x",
    "utm_easting",
    "este",
    "rechtswert",
];
const NORTH: [&str; 12] = [
    "y",
    "northing",
    "north",
    "n",
    "y_coord",
    "point_y",
    "coord_y",
    "utm_n",
    "utm_y",
    "utm_northing",
    "norte",
    "hochwert",
];
/// The four columns of a bounding box: west, south, east, north.
const BOXES: [[&str; 4]; 4] = [
    ["west", "south", "east", "north"],
    ["minx", "miny", "maxx", "maxy"],
    ["xmin", "ymin", "xmax", "ymax"],
    ["min_x", "min_y", "max_x", "max_y"],
];
/// Columns that say which rows make one outline.
const GROUPS: [&str; 8] =
    ["polygon", "polygon_id", "group", "part", "ring", "shape_id", "area_id", "outline"];

/// Where the shapes are.
#[derive(Clone, Copy)]
enum Columns {
    Geometry(usize),
    /// Easting or longitude, then northing or latitude, and whether they are degrees for certain.
    Pair(usize, usize, bool),
    /// West, south, east, north.
    Box([usize; 4]),
}

/// The text without what spreadsheets and programs put before a table, and with lines that end as ours do.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let old_ends = text.contains('\r') && !text.contains('\n');
    let text = if old_ends { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) };
    let noted = |line: &str| line.starts_with('#') || line.to_ascii_lowercase().starts_with("sep=");
    let before: usize = text.split_inclusive('\n').take_while(|line| noted(line)).map(str::len).sum();
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[before..]),
        Cow::Owned(text) => Cow::Owned(text[before..].to_owned()),
    }
}

/// Whether the first line of a text is a heading of a table that has shapes.
pub(super) fn is_table(text: &str) -> bool {
    let heading = text.lines().next().unwrap_or_default();
    delimiter(heading).is_some_and(|delimiter| columns(&split(heading, delimiter)).is_some())
}

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = delimiter(heading).ok_or(AoiError::Unrecognised)?;
    let columns = columns(&split(heading, delimiter)).ok_or_else(|| AoiError::NoArea {
        form: FORM,
        found: "columns without coordinates: name one 'wkt', or two 'lon' and 'lat'".to_owned(),
    })?;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).quoting(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut table = Table {
        headings,
        columns,
        besides: Besides::default(),
        features: Features::new(FORM, System::Unstated),
        rows: Vec::new(),
    };
    if matches!(columns, Columns::Pair(_, _, true)) {
        table.features.system = System::OfTheForm;
    }
    let records: Vec<StringRecord> =
        reader.records().collect::<Result<_, _>>().map_err(|error| broken(&error))?;
    if let Columns::Pair(x, y, degrees) = columns {
        table.besides = Besides::among(&table.headings, &records, [x, y], degrees);
    }
    for record in &records {
        table.row(record)?;
    }
    if table.rows.is_empty() {
        return table.features.some();
    }
    let degrees = matches!(columns, Columns::Pair(_, _, true));
    rows::read(table.features, &table.headings, &table.besides, &table.rows, degrees)
}

struct Table {
    headings: StringRecord,
    columns: Columns,
    besides: Besides,
    features: Features,
    rows: Vec<Row>,
}

impl Table {
    fn row(&mut self, record: &StringRecord) -> Result<(), AoiError> {
        let line = record.position().map_or(0, ::csv::Position::line);
        let cell = |column: usize| record.get(column).unwrap_or_default().trim();
        match self.columns {
            Columns::Geometry(column) => {
                let text = cell(column);
                if text.is_empty() {
                    self.features.other("row without a shape");
                    return Ok(());
                }
                let name = self.name(record);
                let shapes = geometry(text, &mut self.features).map_err(|error| in_line(line, error))?;
                self.features.parts(name.as_deref(), shapes)
            }
            Columns::Box(columns) => {
                if columns.iter().all(|column| cell(*column).is_empty()) {
                    self.features.other("row without coordinates");
                    return Ok(());
                }
                let mut sides = [0.0; 4];
                for (side, column) in sides.iter_mut().zip(columns) {
                    *side = number(cell(column), line)?;
                }
                let [west, south, east, north] = sides;
                let corners = [[west, south], [east, south], [east, north], [west, north]];
                self.features.area(self.name(record), ring_of(&corners))
            }
            Columns::Pair(x, y, _) => {
                if cell(x).is_empty() && cell(y).is_empty() {
                    self.features.other("row without coordinates");
                    return Ok(());
                }
                let group = GROUPS.iter().find_map(|wanted| {
                    let column =
                        self.headings.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted))?;
                    Some(cell(column).to_owned())
                });
                self.rows.push(Row {
                    line,
                    cells: [cell(x).to_owned(), cell(y).to_owned()],
                    halves: self.besides.halves(record),
                    zone: self.besides.zone.map(|column| cell(column).to_owned()),
                    name: self.name(record),
                    group,
                });
                Ok(())
            }
        }
    }

    /// The name of a row among its other columns.
    fn name(&self, record: &StringRecord) -> Option<String> {
        let taken = |column: usize| match self.columns {
            Columns::Geometry(geometry) => column == geometry,
            Columns::Pair(x, y, _) => column == x || column == y || self.besides.holds(column),
            Columns::Box(sides) => sides.contains(&column),
        };
        let cells = self.headings.iter().zip(record).enumerate();
        let others: Vec<(&str, &str)> =
            cells.filter(|(column, _)| !taken(*column)).map(|(_, cell)| cell).collect();
        name_among(&others)
    }
}

fn geometry(text: &str, features: &mut Features) -> Result<Vec<Shape>, AoiError> {
    if text.starts_with('{') {
        let read = geojson::read(text)?;
        return Ok(read.found.into_iter().map(|(_, shape)| shape).collect());
    }
    if wkb::is_hex(text) {
        return wkb::shapes_of_hex(text, features);
    }
    wkt::shapes(text, features)
}

/// Decimal with point or comma, or degrees with minutes and seconds.
fn number(cell: &str, line: u64) -> Result<f64, AoiError> {
    rows::angle(cell, line).map(|angle| angle.degrees)
}

fn in_line(line: u64, error: AoiError) -> AoiError {
    match error {
        AoiError::Malformed { place, reason, form } => {
            let reason = format!("the {form} in it is wrong at {place}: {reason}");
            AoiError::Malformed { form: FORM, place: format!("line {line}"), reason }
        }
        other => other,
    }
}

fn broken(error: &::csv::Error) -> AoiError {
    let place =
        error.position().map_or_else(|| "its beginning".to_owned(), |at| format!("line {}", at.line()));
    AoiError::Malformed { form: FORM, place, reason: "the row can't be taken apart".to_owned() }
}

/// The delimiter that parts a heading into the most columns.
fn delimiter(heading: &str) -> Option<u8> {
    let count = |delimiter: &u8| heading.bytes().filter(|byte| byte == delimiter).count();
    let best = [b',', b';', b'\t', b'|']
        .into_iter()
        .max_by_key(|delimiter| (count(delimiter), *delimiter == b','))?;
    // A table may also be of one column of WKT only.
    (count(&best) > 0 || GEOMETRY.contains(&tidy(heading).as_str())).then_some(best)
}

fn split(heading: &str, delimiter: u8) -> Vec<String> {
    heading.split(char::from(delimiter)).map(tidy).collect()
}

fn tidy(name: &str) -> String {
    name.trim().trim_matches('"').trim().to_lowercase()
}

fn columns(headings: &[String]) -> Option<Columns> {
    let find = |wanted: &[&str]| headings.iter().position(|name| wanted.contains(&name.as_str()));
    if let Some(column) = find(&GEOMETRY) {
        return Some(Columns::Geometry(column));
    }
    let sides = |names: &[&str; 4]| {
        let [west, south, east, north] = names.map(|name| find(&[name]));
        Some([west?, south?, east?, north?])
    };
    if let Some(sides) = BOXES.iter().find_map(sides) {
        return Some(Columns::Box(sides));
    }
    if let (Some(lon), Some(lat)) = (find(&LONGITUDE), find(&LATITUDE)) {
        return Some(Columns::Pair(lon, lat, true));
    }
    Some(Columns::Pair(find(&EAST)?, find(&NORTH)?, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Features {
        assert!(is_table(text), "{text}");
        read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_column_of_shapes_is_read_with_its_names() {
        let wkt = "id,name,wkt\n1,North,\"POLYGON((1 2,3 2,3 4,1 2))\"\n2,\"South, far\",\"MULTIPOLYGON(((1 2,3 2,3 4,1 2)))\"\n3,None,\n";
        let found = of(wkt);
        let names: Vec<_> = found.found.iter().map(|(name, _)| name.as_deref()).collect();
        assert_eq!(names, [Some("North"), Some("South, far")]);
        assert!(found.passed_over().unwrap().contains("row without a shape"));
        assert_eq!(of("WKT\tNAME\nPOLYGON((1 2,3 2,3 4,1 2))\tA\n").found.len(), 1);
        assert_eq!(of("geom;id\n\"SRID=32633;POINT(1 2)\";1\n").system, System::Epsg(32_633));
        let json = "geometry|name\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\"|x\n";
        assert_eq!(of(json).found.len(), 1);
    }

    #[test]
    fn columns_of_coordinates_are_corners_groups_or_places() {
        let corners = of("lat,lon\n38.7,-9.1\n38.7,-9.0\n38.8,-9.0\n");
        let [(None, Shape::Area(polygon))] = corners.found.as_slice() else { panic!("{corners:?}") };
        assert_eq!(polygon.outer()[0], [-9.1, 38.7]);
        assert_eq!((corners.notes.len(), corners.system), (1, System::OfTheForm));
        let places = of("name;Longitude;Latitude\nA;-9,1;38,7\nB;-9,0;38,7\nC;-9,0;38,8\n");
        assert_eq!(places.found.len(), 3);
        let groups = of("polygon,x,y\na,1,2\na,3,2\na,3,4\nb,1,2\nb,3,2\nb,3,4\n");
        assert_eq!((groups.found.len(), groups.system), (2, System::Unstated));
        assert_eq!(of("lon,lat\n9°6'0\"W,38°42'N\n1,2\n3,4\n").found.len(), 1);
    }

    #[test]
    fn a_fault_is_named_by_its_line() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says("lon,lat\n1,2\n3,house\n").contains("line 3: 'house'"));
        assert!(says("id,wkt\n1,\"POLYGON((1 2,3))\"\n").contains("line 2"));
        assert!(!is_table("-9.1,38.7\n-9.0,38.7"));
        assert!(!is_table("name,size\nx,1"));
    }
}
