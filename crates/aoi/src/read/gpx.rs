//! GPX: tracks, routes and waypoints. A track that closes goes round an area.

use quick_xml::events::BytesStart;

use super::found::{Features, Shape, System};
use super::pieces::joined;
use super::xml::{Elements, Wrong, attribute, walk};
use crate::error::AoiError;
use crate::ring::Position;

/// A track that ends within this share of its extent from where it began was walked round; in degrees, longitudes
/// narrowed as they are on the ground.
const CLOSES: f64 = 0.02;

pub(super) fn read(text: &str) -> Result<Features, AoiError> {
    let features = Features::new(Gpx::FORM, System::OfTheForm);
    let mut gpx = Gpx { features, name: None, line: Vec::new(), lines: Vec::new(), rounded: 0, joined: 0 };
    walk(text, &mut gpx)?;
    match gpx.joined {
        0 => {}
        1 => gpx
            .features
            .notes
            .push("The segments of a track meet, and were joined to one outline.".to_owned()),
        count => {
            let note = format!("The segments of {count} tracks meet, and were joined to one outline each.");
            gpx.features.notes.push(note);
        }
    }
    match gpx.rounded {
        0 => {}
        1 => gpx.features.notes.push("A track that ends near its beginning was closed there.".to_owned()),
        count => {
            let note = format!("{count} tracks that end near their beginnings were closed.");
            gpx.features.notes.push(note);
        }
    }
    gpx.features.some()
}

struct Gpx {
    features: Features,
    name: Option<String>,
    /// Of the segment, route or waypoint that is open.
    line: Vec<Position>,
    /// Segments of the track that is open.
    lines: Vec<Vec<Position>>,
    rounded: usize,
    /// Tracks whose segments make one outline.
    joined: usize,
}

impl Elements for Gpx {
    const FORM: &'static str = "GPX";
    const ROOTS: &'static [&'static str] = &["gpx"];

    fn open(&mut self, _: &[String], tag: &str, element: &BytesStart<'_>) -> Result<(), Wrong> {
        match tag {
            "trk" | "rte" | "wpt" => (self.name, self.line, self.lines) = (None, Vec::new(), Vec::new()),
            "trkseg" => self.line.clear(),
            _ => {}
        }
        if matches!(tag, "trkpt" | "rtept" | "wpt") {
            let number = |name: &str| {
                let value = attribute(element, name)?;
                value.trim().parse().ok().filter(|number: &f64| number.is_finite())
            };
            let (Some(lon), Some(lat)) = (number("lon"), number("lat")) else {
                return Err(Wrong::Text(format!("a '{tag}' has no lat and lon that are numbers")));
            };
            self.line.push([lon, lat]);
        }
        Ok(())
    }

    fn close(&mut self, path: &[String], tag: &str, text: &str) -> Result<(), Wrong> {
        let parent = path.last().map(String::as_str).unwrap_or_default();
        match tag {
            "name" if matches!(parent, "trk" | "rte" | "wpt") => self.name = Some(text.trim().to_owned()),
            "trkseg" => self.lines.push(std::mem::take(&mut self.line)),
            "rte" | "wpt" => {
                self.lines.push(std::mem::take(&mut self.line));
                self.keep()?;
            }
            "trk" => self.keep()?,
            _ => {}
        }
        Ok(())
    }
}

impl Gpx {
    fn keep(&mut self) -> Result<(), AoiError> {
        // A receiver that lost its satellites goes on in a new segment.
        // One that is a single position is where it lost them again at once.
        let segments: Vec<&[Position]> =
            self.lines.iter().map(Vec::as_slice).filter(|line| line.len() > 1).collect();
        if let Some(outline) = joined(&segments, CLOSES) {
            let single = self.lines.iter().filter(|line| line.len() == 1).count();
            (0..single).for_each(|_| self.features.other("track segment of one position"));
            self.lines.clear();
            self.joined += 1;
            return self.features.area(self.name.take(), outline);
        }
        let mut shapes: Vec<Shape> = Vec::new();
        for mut line in std::mem::take(&mut self.lines) {
            if let (Some(first), true) = (line.first().copied(), nearly_closed(&line)) {
                line.push(first);
                self.rounded += 1;
            }
            shapes.push(self.features.line(line));
        }
        let name = self.name.take();
        self.features.parts(name.as_deref(), shapes)
    }
}

fn nearly_closed(line: &[Position]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    let distance = |position: &Position| {
        let narrow = first[1].to_radians().cos();
        ((position[0] - first[0]) * narrow).hypot(position[1] - first[1])
    };
    let farthest = line.iter().map(distance).fold(0.0, f64::max);
    line.len() >= 4 && first != last && distance(last) <= CLOSES * farthest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(positions: &[(f64, f64)]) -> String {
        let points: String = positions
            .iter()
            .map(|(lon, lat)| format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"><ele>1</ele></trkpt>"))
            .collect();
        format!("<trk><name>Walk &amp; back</name><trkseg>{points}</trkseg></trk>")
    }

    fn of(body: &str) -> Features {
        read(&format!("<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><metadata><name>All</name></metadata>{body}</gpx>"))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_track_that_closes_or_nearly_does_is_an_area() {
        for end in [(1.0, 2.0), (1.001, 2.001)] {
            let found = of(&track(&[(1.0, 2.0), (1.1, 2.0), (1.1, 2.1), (1.0, 2.1), end]));
            assert_eq!(found.found[0].0.as_deref(), Some("Walk & back"));
            let Shape::Area(polygon) = &found.found[0].1 else { panic!("{found:?}") };
            assert_eq!(polygon.outer().first(), polygon.outer().last());
            assert_eq!(found.notes.len(), usize::from(end.0 != 1.0));
        }
    }

    #[test]
    fn segments_of_a_track_that_meet_are_one_outline() {
        let segment = |points: &[(f64, f64)]| -> String {
            let points: String =
                points.iter().map(|(lon, lat)| format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"/>")).collect();
            format!("<trkseg>{points}</trkseg>")
        };
        let south = segment(&[(1.0, 2.0), (1.1, 2.0), (1.1, 2.05)]);
        let north = segment(&[(1.1, 2.05), (1.1, 2.1), (1.0, 2.1), (1.0, 2.001)]);
        let found = of(&format!("<trk><name>Walk</name>{south}{north}<trkseg/></trk>"));
        let [(Some(name), Shape::Area(polygon))] = found.found.as_slice() else { panic!("{found:?}") };
        assert_eq!((name.as_str(), polygon.outer().len(), found.notes.len()), ("Walk", 7, 1));
        let lost = of(&format!("<trk>{south}{}{north}</trk>", segment(&[(1.1, 2.05)])));
        assert_eq!(
            (lost.found.len(), lost.passed_over().as_deref()),
            (1, Some("1 track segment of one position"))
        );
        let apart = of(&format!("<trk>{south}{}</trk>", segment(&[(1.5, 2.5), (1.6, 2.6)])));
        assert_eq!(apart.found.len(), 2);
    }

    #[test]
    fn an_open_track_a_route_and_a_waypoint_are_lines() {
        let body = format!(
            "<wpt lat=\"2\" lon=\"1\"><name>Spring</name></wpt><rte><rtept lat=\"2\" lon=\"1\"/><rtept lat=\"3\" lon=\"1\"/></rte>{}",
            track(&[(1.0, 2.0), (1.1, 2.0), (1.2, 2.1)])
        );
        let found = of(&body);
        let lengths: Vec<usize> = found
            .found
            .iter()
            .map(|(_, shape)| if let Shape::Line(line) = shape { line.len() } else { 0 })
            .collect();
        assert_eq!(lengths, [1, 2, 3]);
    }

    #[test]
    fn a_point_without_numbers_is_named_by_its_place() {
        let says = read("<gpx>\n<trk><trkseg><trkpt lat=\"x\" lon=\"1\"/></trkseg></trk></gpx>")
            .unwrap_err()
            .to_string();
        assert!(says.contains("line 2") && says.contains("trkpt"), "{says}");
    }
}
