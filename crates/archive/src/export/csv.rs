//! Comma-separated values, RFC 4180, the footprint as well-known text in the last column.

use std::io::{Result, Write};

use geo::{LineString, MultiPolygon, Polygon};

use super::{COLUMNS, Cell, ExportedScene};

/// The one name under which GDAL, and so QGIS, takes a column for the geometry.
const FOOTPRINT: &str = "WKT";

pub(super) fn write(scenes: &[ExportedScene], to: &mut impl Write) -> Result<()> {
    let names = COLUMNS.iter().map(|(name, _)| *name);
    to.write_all(names.chain([FOOTPRINT]).collect::<Vec<_>>().join(",").as_bytes())?;
    to.write_all(b"\r\n")?;
    for scene in scenes {
        for cell in scene.cells() {
            match cell {
                Cell::Text(text) => write!(to, "{},", quoted(&text))?,
                Cell::Moment(moment) => write!(to, "{moment},")?,
                Cell::Number(number) => write!(to, "{number},")?,
                Cell::Truth(truth) => write!(to, "{truth},")?,
                Cell::Nothing => to.write_all(b",")?,
            }
        }
        write!(to, "{}\r\n", quoted(&wkt(&scene.ground)))?;
    }
    Ok(())
}

/// In quotes where needed. What a spreadsheet would take for a formula gets a quote of its own before it.
fn quoted(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn wkt(ground: &MultiPolygon) -> String {
    let ring = |line: &LineString| {
        let places: Vec<String> = line.coords().map(|coord| format!("{} {}", coord.x, coord.y)).collect();
        format!("({})", places.join(","))
    };
    let rings = |polygon: &Polygon| {
        let rings: Vec<String> =
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
        format!("({})", rings.join(","))
    };
    match ground.0.as_slice() {
        [] => String::new(),
        [one] => format!("POLYGON{}", rings(one)),
        several => format!("MULTIPOLYGON({})", several.iter().map(rings).collect::<Vec<_>>().join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_stays_in_its_cell_and_is_no_formula() {
        assert_eq!(quoted("PHR, \"1B\""), "\"PHR, \"\"1B\"\"\"");
        assert_eq!(quoted("=SUM(A1)"), "'=SUM(A1)");
        assert_eq!(quoted("DS_PHR1B"), "DS_PHR1B");
    }
}
