//! KML: polygons, lines, points and tracks of placemarks, with their names. Links to other files are followed within an
//! archive only, by [`super::kmz`].

use quick_xml::events::BytesStart;

use super::found::{Features, Shape, System, excerpt, name_among};
use super::rings::polygons;
use super::xml::{Elements, Wrong, attribute, walk};
use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::polygon::AreaPolygon;
use crate::ring::Position;

/// What a link is called that is not followed.
pub(super) const LINK: &str = "link to another file, which is not followed";

/// Whether a document begins as a KML does, whole or a piece of one.
pub(super) fn is_root(tag: &str) -> bool {
    Kml::ROOTS.contains(&tag)
}

/// A document by itself.
pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let (mut features, links) = document(text)?;
    links.iter().for_each(|_| features.other(LINK));
    features.some()
}

/// What is in a document, which may be nothing, and the addresses of the files that it links to.
pub(super) fn document(text: &str) -> Result<(Features, Vec<String>), AoiError> {
    let mut kml = Kml {
        features: Features::new(Kml::FORM, System::OfTheForm),
        name: None,
        key: String::new(),
        attributes: Vec::new(),
        shapes: Vec::new(),
        outer: Vec::new(),
        holes: Vec::new(),
        line: Vec::new(),
        link: String::new(),
        links: Vec::new(),
    };
    walk(text, &mut kml)?;
    Ok((kml.features, kml.links))
}

struct Kml {
    features: Features,
    /// Of the placemark that is open.
    name: Option<String>,
    /// Of the datum that is open.
    key: String,
    attributes: Vec<(String, String)>,
    shapes: Vec<Shape>,
    /// Of the polygon that is open. One outline is allowed; programs write several.
    outer: Vec<Vec<Position>>,
    holes: Vec<Vec<Position>>,
    /// Of the line, point or track that is open.
    line: Vec<Position>,
    /// Of the link that is open.
    link: String,
    links: Vec<String>,
}

impl Elements for Kml {
    const FORM: &'static str = "KML";
    const ROOTS: &'static [&'static str] = &[
        "kml",
        "Document",
        "Folder",
        "Placemark",
        "MultiGeometry",
        "Polygon",
        "LineString",
        "LinearRing",
        "Point",
    ];

    fn open(&mut self, _: &[String], tag: &str, element: &BytesStart<'_>) -> Result<(), Wrong> {
        match tag {
            "Placemark" => (self.name, self.attributes) = (None, Vec::new()),
            "Polygon" => (self.outer, self.holes) = (Vec::new(), Vec::new()),
            "NetworkLink" => self.link.clear(),
            "Point" | "LineString" | "LinearRing" | "Track" => self.line.clear(),
            "Data" | "SimpleData" => self.key = attribute(element, "name").unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &[String], tag: &str, text: &str) -> Result<(), Wrong> {
        let within = |tag: &str| path.iter().any(|open| open == tag);
        match tag {
            "name" if path.last().is_some_and(|parent| parent == "Placemark") => {
                self.name = Some(text.trim().to_owned());
            }
            "value" | "SimpleData" => {
                self.attributes.push((std::mem::take(&mut self.key), text.trim().to_owned()));
            }
            // Some write a second list instead of a longer one.
            "coordinates" => self.line.extend(positions(text)?),
            // Of a track: numbers are separated by spaces there.
            "coord" => self.line.push(position(text.split_whitespace(), text).map_err(Wrong::Text)?),
            "LinearRing" if within("innerBoundaryIs") => self.holes.push(std::mem::take(&mut self.line)),
            "LinearRing" if within("Polygon") => self.outer.push(std::mem::take(&mut self.line)),
            "Polygon" => self.polygon(),
            "Point" | "LineString" | "LinearRing" | "Track" => {
                let line = std::mem::take(&mut self.line);
                let shape = self.features.line(line);
                self.shapes.push(shape);
            }
            "Placemark" => self.keep()?,
            "href" if within("NetworkLink") => self.link = text.trim().to_owned(),
            "NetworkLink" => self.links.push(std::mem::take(&mut self.link)),
            "GroundOverlay" => self.features.other("picture"),
            "Model" => self.features.other("model"),
            _ => {}
        }
        // A shape outside of any placemark has no name to wait for.
        if !self.shapes.is_empty() && !within("Placemark") && tag != "Placemark" && !within("MultiGeometry") {
            self.name = None;
            self.keep()?;
        }
        Ok(())
    }
}

impl Kml {
    /// A polygon ends. With several outlines it is several, and each hole belongs to the one that it lies in.
    fn polygon(&mut self) {
        let (outer, holes) = (std::mem::take(&mut self.outer), std::mem::take(&mut self.holes));
        if outer.len() < 2 {
            let coordinates = outer.into_iter().chain(holes).collect();
            self.shapes.push(Shape::Area(AreaPolygon { coordinates }));
            return;
        }
        let rings = outer.into_iter().chain(holes).collect();
        self.shapes.extend(polygons(rings).into_iter().map(Shape::Area));
    }

    fn keep(&mut self) -> Result<(), AoiError> {
        let attributes: Vec<(&str, &str)> =
            self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let own = self.name.take().filter(|name| !name.is_empty());
        let name = own.or_else(|| name_among(&attributes));
        let shapes = std::mem::take(&mut self.shapes);
        self.features.parts(name.as_deref(), shapes)
    }
}

/// `lon,lat` or `lon,lat,height`, separated by white space; also with spaces after the commas, as hands write it.
fn positions(text: &str) -> Result<Vec<Position>, Wrong> {
    let spaced = text.split_whitespace().any(|tuple| tuple.starts_with(',') || tuple.ends_with(','));
    if text.len() / 4 > MOST_READ_VERTICES && text.split_whitespace().count() > MOST_READ_VERTICES {
        return Err(Wrong::Limit(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES }));
    }
    if !spaced {
        return text
            .split_whitespace()
            .map(|tuple| position(tuple.split(','), tuple).map_err(Wrong::Text))
            .collect();
    }
    let mut joined = String::with_capacity(text.len());
    for tuple in text.split_whitespace() {
        if !tuple.starts_with(',') && !joined.ends_with(',') {
            joined.push(' ');
        }
        joined.push_str(tuple);
    }
    joined.split_whitespace().map(|tuple| position(tuple.split(','), tuple).map_err(Wrong::Text)).collect()
}

fn position<'a>(mut numbers: impl Iterator<Item = &'a str>, whole: &str) -> Result<Position, String> {
    let mut number = || numbers.next()?.trim().parse().ok().filter(|number: &f64| number.is_finite());
    match (number(), number()) {
        // A height may follow, no more: then commas part positions, or stand in the numbers.
        (Some(_), Some(_)) if numbers.nth(1).is_some() => {
            Err(format!("'{}' has too many numbers for one position", excerpt(whole)))
        }
        (Some(lon), Some(lat)) => Ok([lon, lat]),
        _ => Err(format!("'{}' is no position of longitude and latitude", excerpt(whole))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: &str = "<LinearRing><coordinates>1,2,0 3,2,0\n 3,4,0 1,2,0</coordinates></LinearRing>";

    fn names(body: &str) -> Vec<Option<String>> {
        let text = format!(
            "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>All</name>{body}</Document></kml>"
        );
        read(&text)
            .unwrap_or_else(|error| panic!("{error}"))
            .found
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    fn polygon() -> String {
        format!("<Polygon><outerBoundaryIs>{RING}</outerBoundaryIs></Polygon>")
    }

    #[test]
    fn a_name_may_stand_after_the_shape_and_hold_entities() {
        let body =
            format!("<Folder><Placemark>{}<name>A &amp; B &#233;</name></Placemark></Folder>", polygon());
        assert_eq!(names(&body), [Some("A & B é".to_owned())]);
        let body = format!("<Placemark><name><![CDATA[C < D]]></name>{}</Placemark>", polygon());
        assert_eq!(names(&body), [Some("C < D".to_owned())]);
    }

    #[test]
    fn parts_of_a_placemark_carry_its_name_and_the_next_one_does_not() {
        let body = format!(
            "<Placemark><name>Twin</name><MultiGeometry>{0}{0}</MultiGeometry></Placemark><Placemark>{0}</Placemark>",
            polygon()
        );
        assert_eq!(names(&body), [Some("Twin · 1".to_owned()), Some("Twin · 2".to_owned()), None]);
    }

    #[test]
    fn holes_stay_holes_whichever_comes_first() {
        let hole = RING.replace("1,2,0 3,2,0", "1.5,2.2 2,2.2").replace("3,4,0 1,2,0", "2,2.5 1.5,2.2");
        let text = format!(
            "<kml><Placemark><Polygon><innerBoundaryIs>{hole}</innerBoundaryIs><outerBoundaryIs>{RING}</outerBoundaryIs></Polygon></Placemark></kml>"
        );
        let found = read(&text).unwrap();
        let Shape::Area(polygon) = &found.found[0].1 else { panic!("{found:?}") };
        assert_eq!((polygon.outer()[0], polygon.coordinates.len()), ([1.0, 2.0], 2));
    }

    #[test]
    fn a_second_ring_in_a_boundary_is_an_area_or_a_hole_of_its_own() {
        let far = RING.replace("1,2,0 3,2,0", "11,2 13,2").replace("3,4,0 1,2,0", "13,4 11,2");
        let hole = |west: f64| {
            let ring = [[0.5, 0.2], [1.0, 0.2], [1.0, 0.5], [0.5, 0.2]];
            let ring = ring.map(|[x, y]| format!("{},{}", west + x, 2.0 + y)).join(" ");
            format!("<LinearRing><coordinates>{ring}</coordinates></LinearRing>")
        };
        for body in [
            format!(
                "<outerBoundaryIs>{RING}{far}</outerBoundaryIs><innerBoundaryIs>{}{}</innerBoundaryIs>",
                hole(1.0),
                hole(11.0)
            ),
            format!(
                "<outerBoundaryIs>{RING}</outerBoundaryIs><innerBoundaryIs>{}</innerBoundaryIs><outerBoundaryIs>{far}</outerBoundaryIs><innerBoundaryIs>{}</innerBoundaryIs>",
                hole(11.0),
                hole(1.0)
            ),
        ] {
            let text = format!("<kml><Placemark><name>A</name><Polygon>{body}</Polygon></Placemark></kml>");
            let found = read(&text).unwrap();
            let rings: Vec<(Option<&str>, usize, f64)> = found
                .found
                .iter()
                .map(|(name, shape)| match shape {
                    Shape::Area(area) => (name.as_deref(), area.coordinates.len(), area.coordinates[1][0][0]),
                    Shape::Line(_) => panic!("{found:?}"),
                })
                .collect();
            assert_eq!(rings, [(Some("A · 1"), 2, 1.5), (Some("A · 2"), 2, 11.5)]);
        }
    }

    #[test]
    fn what_can_t_be_read_is_said_with_its_place() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says("<kml><NetworkLink><href>x</href></NetworkLink></kml>").contains("not followed"));
        assert!(says("<gpx><trk/></gpx>").contains("'gpx'"));
        assert!(says("<kml>\n<Placemark></kml>").contains("line 2"));
        assert!(says("<kml><Placemark>").contains("breaks off"));
        let wrong = "<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3;4</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>";
        assert!(says(wrong).contains("'3;4'"));
        assert!(says(&"<Folder>".repeat(100_000)).contains("too deeply"));
    }

    #[test]
    fn lines_points_and_tracks_are_found_and_closed_ones_are_areas() {
        let body = "<Placemark><name>P</name><Point><coordinates>1,2</coordinates></Point></Placemark>
            <Placemark><LineString><coordinates>1,2 3, 4 5 , 6</coordinates></LineString></Placemark>
            <Placemark><LineString><coordinates>1,2 3,2 3,4 1,2</coordinates></LineString></Placemark>
            <Placemark><gx:Track><when>x</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track></Placemark>";
        let found = read(&format!("<kml>{body}</kml>")).unwrap();
        let count = |shape: &Shape| match shape {
            Shape::Line(line) => line.len(),
            Shape::Area(_) => 0,
        };
        let counts: Vec<usize> = found.found.iter().map(|(_, shape)| count(shape)).collect();
        assert_eq!(counts, [1, 3, 0, 2]);
        assert!(found.lines_taken().is_some());
    }

    #[test]
    fn data_name_a_placemark_without_a_name() {
        let body = format!(
            "<Placemark><ExtendedData><SchemaData><SimpleData name=\"OBJ_NAME\">Oeiras</SimpleData></SchemaData></ExtendedData>{}</Placemark>",
            polygon()
        );
        assert_eq!(names(&body), [Some("Oeiras".to_owned())]);
    }
}
