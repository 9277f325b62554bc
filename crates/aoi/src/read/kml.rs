//! KML: polygons of placemarks, with their names. Links to other files are not followed.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::collected::{Collected, Found, excerpt, place_in};
use crate::error::AoiError;
use crate::polygon::AreaPolygon;

const FORM: &str = "KML";
/// Deeper nesting than any real file has.
const DEEPEST: usize = 256;

pub(super) fn read(text: &str) -> Result<Vec<Found>, AoiError> {
    let mut reader = Reader::from_str(text);
    let mut state = State::default();
    loop {
        let event = reader.read_event();
        let malformed = |reason: String| {
            let byte = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            AoiError::Malformed { form: FORM, place: place_in(text, byte), reason }
        };
        match event.map_err(|error| malformed(error.to_string()))? {
            Event::Start(tag) => {
                if state.path.len() == DEEPEST {
                    return Err(malformed("its elements are nested too deeply".to_owned()));
                }
                state.open(tag.local_name().into_inner()).map_err(malformed)?;
            }
            Event::Text(piece) => state.text.push_str(&piece),
            Event::CData(piece) => state.text.push_str(&piece),
            Event::GeneralRef(entity) => state.text.push_str(&resolved(&entity)),
            Event::End(_) => state.close().map_err(|wrong| match wrong {
                Wrong::Text(reason) => malformed(reason),
                Wrong::Limit(error) => error,
            })?,
            Event::Eof if state.path.is_empty() => break,
            Event::Eof => return Err(malformed("the file breaks off".to_owned())),
            _ => {}
        }
    }
    state.collected.finish(FORM)
}

/// The text behind `&amp;` and its like. Entities that a file defines itself stay as they are: expanding them is how a
/// small file fills the memory.
fn resolved(entity: &BytesRef<'_>) -> String {
    let named = match &**entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.resolve_char_ref().ok().flatten(),
    };
    named.map_or_else(|| format!("&{};", &**entity), String::from)
}

#[derive(Default)]
struct State {
    path: Vec<String>,
    /// Text since the last tag.
    text: String,
    /// Of the placemark that is open.
    name: Option<String>,
    polygons: Vec<AreaPolygon>,
    /// Of the polygon that is open.
    outer: Option<Vec<[f64; 2]>>,
    holes: Vec<Vec<[f64; 2]>>,
    collected: Collected,
}

/// Why an element can't be taken.
enum Wrong {
    /// What is written in it; its place is still to be said.
    Text(String),
    /// There is too much of everything.
    Limit(AoiError),
}

impl State {
    fn open(&mut self, tag: &str) -> Result<(), String> {
        let known = ["kml", "Document", "Folder", "Placemark"];
        if self.path.is_empty() && !known.contains(&tag) {
            return Err(format!("it is a document of the kind '{}', which is not read", excerpt(tag)));
        }
        match tag {
            "Placemark" => self.name = None,
            "Polygon" => (self.outer, self.holes) = (None, Vec::new()),
            _ => {}
        }
        self.text.clear();
        self.path.push(tag.to_owned());
        Ok(())
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let tag = self.path.pop().unwrap_or_default();
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        match tag.as_str() {
            "name" if parent == "Placemark" => self.name = Some(self.text.trim().to_owned()),
            "coordinates" if self.within("Polygon") => {
                let ring = positions(&self.text).map_err(Wrong::Text)?;
                if self.within("innerBoundaryIs") { self.holes.push(ring) } else { self.outer = Some(ring) }
            }
            "Polygon" => {
                let rings = self.outer.take().into_iter().chain(std::mem::take(&mut self.holes));
                self.polygons.push(AreaPolygon { coordinates: rings.collect() });
                // One outside of any placemark has no name to wait for.
                if !self.within("Placemark") {
                    self.keep().map_err(Wrong::Limit)?;
                }
            }
            "Placemark" => self.keep().map_err(Wrong::Limit)?,
            "Point" => self.collected.other("point"),
            "LineString" => self.collected.other("line"),
            "LinearRing" if !self.within("Polygon") => self.collected.other("line"),
            "Track" => self.collected.other("track"),
            "NetworkLink" => self.collected.other("link to another file, which is not followed"),
            _ => {}
        }
        self.text.clear();
        Ok(())
    }

    fn keep(&mut self) -> Result<(), AoiError> {
        let (name, polygons) = (self.name.take(), std::mem::take(&mut self.polygons));
        self.collected.parts(name.as_deref(), polygons)
    }

    fn within(&self, tag: &str) -> bool {
        self.path.iter().any(|open| open == tag)
    }
}

/// `lon,lat` or `lon,lat,height`, separated by white space.
fn positions(text: &str) -> Result<Vec<[f64; 2]>, String> {
    let position = |tuple: &str| {
        let mut numbers = tuple.split(',').map(|number| number.trim().parse::<f64>());
        match (numbers.next(), numbers.next()) {
            (Some(Ok(lon)), Some(Ok(lat))) if lon.is_finite() && lat.is_finite() => Ok([lon, lat]),
            _ => Err(format!("'{}' is no position of longitude and latitude", excerpt(tuple))),
        }
    };
    text.split_whitespace().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: &str = "<LinearRing><coordinates>1,2,0 3,2,0\n 3,4,0 1,2,0</coordinates></LinearRing>";

    fn names(body: &str) -> Vec<Option<String>> {
        let text = format!(
            "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>All</name>{body}</Document></kml>"
        );
        read(&text).unwrap_or_else(|error| panic!("{error}")).into_iter().map(|(name, _)| name).collect()
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
        assert_eq!(found[0].1.outer()[0], [1.0, 2.0]);
        assert_eq!(found[0].1.coordinates.len(), 2);
    }

    #[test]
    fn what_can_t_be_read_is_said_with_its_place() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says("<kml><NetworkLink><href>x</href></NetworkLink></kml>").contains("not followed"));
        assert!(
            says("<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>")
                .contains("1 point")
        );
        assert!(says("<gpx><trk/></gpx>").contains("'gpx'"));
        assert!(says("<kml>\n<Placemark></kml>").contains("line 2"));
        assert!(says("<kml><Placemark>").contains("breaks off"));
        let wrong = "<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3;4</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>";
        assert!(says(wrong).contains("'3;4'"));
        assert!(says(&"<Folder>".repeat(100_000)).contains("too deeply"));
    }
}
