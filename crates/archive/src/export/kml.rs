//! Keyhole Markup Language 2.2: a placemark for each scene that can be drawn, and its columns as extended data.

use std::io::{Result, Write};

use geo::{LineString, Polygon};

use super::{COLUMNS, Cell, ExportedScene};

pub(super) fn write(scenes: &[ExportedScene], to: &mut impl Write) -> Result<()> {
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
          <name>Scenes</name>\n<Style id=\"scene\"><LineStyle><color>ffd1781f</color><width>1.5</width></LineStyle>\
          <PolyStyle><fill>0</fill></PolyStyle></Style>\n",
    )?;
    for scene in scenes {
        placemark(scene, to)?;
    }
    to.write_all(b"</Document>\n</kml>\n")
}

fn placemark(scene: &ExportedScene, to: &mut impl Write) -> Result<()> {
    let row = &scene.row;
    let day = row.acquired.get(..10).unwrap_or("no date");
    write!(to, "<Placemark><name>{}</name>", escaped(&format!("{day} {}", row.platform)))?;
    if scene.acquired.is_some() {
        write!(to, "<TimeStamp><when>{}</when></TimeStamp>", escaped(&row.acquired))?;
    }
    to.write_all(b"<styleUrl>#scene</styleUrl><ExtendedData>")?;
    for ((name, _), cell) in COLUMNS.iter().zip(scene.cells()) {
        let value = match cell {
            Cell::Text(text) => escaped(&text),
            Cell::Moment(moment) => moment.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Nothing => continue,
        };
        write!(to, "<Data name=\"{name}\"><value>{value}</value></Data>")?;
    }
    to.write_all(b"</ExtendedData>")?;
    match scene.ground.0.as_slice() {
        [] => {}
        [one] => polygon(one, to)?,
        several => {
            to.write_all(b"<MultiGeometry>")?;
            for part in several {
                polygon(part, to)?;
            }
            to.write_all(b"</MultiGeometry>")?;
        }
    }
    to.write_all(b"</Placemark>\n")
}

fn polygon(polygon: &Polygon, to: &mut impl Write) -> Result<()> {
    to.write_all(b"<Polygon>")?;
    ring("outerBoundaryIs", polygon.exterior(), to)?;
    for hole in polygon.interiors() {
        ring("innerBoundaryIs", hole, to)?;
    }
    to.write_all(b"</Polygon>")
}

fn ring(kind: &str, line: &LineString, to: &mut impl Write) -> Result<()> {
    write!(to, "<{kind}><LinearRing><coordinates>")?;
    for (number, coord) in line.coords().enumerate() {
        write!(to, "{}{},{}", if number > 0 { " " } else { "" }, coord.x, coord.y)?;
    }
    write!(to, "</coordinates></LinearRing></{kind}>")
}

/// Text as XML takes it; characters that XML has no place for are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            control if control.is_control() && !matches!(control, '\n' | '\t' | '\r') => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_can_not_end_the_document() {
        assert_eq!(escaped("</kml> & \"\u{7}x\""), "&lt;/kml&gt; &amp; &quot;x&quot;");
    }
}
