//! Masks in GML: the outlines of what covers a picture, traced along the edges of its pixels.

use std::collections::HashMap;

use geo::{Contains, Coord, LineString, MultiPolygon, Polygon, Simplify};

use super::xml::Xml;

/// A yes or no for every pixel.
pub(super) struct Mask {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) covered: Vec<bool>,
}

impl Mask {
    fn at(&self, column: i64, row: i64) -> bool {
        let inside = (0..self.columns as i64).contains(&column) && (0..self.rows as i64).contains(&row);
        inside && self.covered[row as usize * self.columns + column as usize]
    }

    /// The outlines in pixels: outer rings with their holes. Pixels that touch at a corner only are apart.
    pub(super) fn outlines(&self) -> MultiPolygon {
        let mut rings = self.rings();
        let holes: Vec<LineString> = rings.iter().filter(|ring| turning(ring) > 0.0).cloned().collect();
        rings.retain(|ring| turning(ring) < 0.0);
        let mut shapes: Vec<Polygon> = rings.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
        for hole in holes {
            let Some(first) = hole.0.first() else { continue };
            // A hole's corner lies on the edge of a pixel; a hair inside the covered one beside it, its polygon is plain.
            let beside = [(0.01, 0.01), (-0.01, 0.01), (0.01, -0.01), (-0.01, -0.01)];
            let owner = shapes.iter().position(|shape| {
                beside.iter().any(|(dx, dy)| shape.contains(&Coord { x: first.x + dx, y: first.y + dy }))
            });
            if let Some(owner) = owner {
                shapes[owner].interiors_push(hole);
            }
        }
        MultiPolygon::new(shapes)
    }

    /// Edges with the covered side on their right, joined into rings.
    fn rings(&self) -> Vec<LineString> {
        type Corner = (i64, i64);
        let mut edges: HashMap<Corner, Vec<Corner>> = HashMap::new();
        let mut starts: Vec<Corner> = Vec::new();
        for row in 0..self.rows as i64 {
            for column in 0..self.columns as i64 {
                if !self.at(column, row) {
                    continue;
                }
                let sides = [
                    ((0, -1), (column, row), (column + 1, row)),
                    ((1, 0), (column + 1, row), (column + 1, row + 1)),
                    ((0, 1), (column + 1, row + 1), (column, row + 1)),
                    ((-1, 0), (column, row + 1), (column, row)),
                ];
                for ((dx, dy), from, to) in sides {
                    if !self.at(column + dx, row + dy) {
                        edges.entry(from).or_default().push(to);
                        starts.push(from);
                    }
                }
            }
        }
        let mut rings = Vec::new();
        for start in starts {
            let Some(mut next) = edges.get_mut(&start).and_then(Vec::pop) else { continue };
            let mut ring = vec![start];
            let mut from = start;
            while next != start {
                ring.push(next);
                let Some(ways) = edges.get_mut(&next) else { break };
                // Where two pixels meet at a corner, turn right, so that they stay apart.
                let turn =
                    |to: &Corner| (next.0 - from.0) * (to.1 - next.1) - (next.1 - from.1) * (to.0 - next.0);
                let Some(best) = (0..ways.len()).max_by_key(|way| turn(&ways[*way])) else { break };
                let to = ways.swap_remove(best);
                (from, next) = (next, to);
            }
            ring.push(start);
            let places = ring.into_iter().map(|(x, y)| Coord { x: x as f64, y: y as f64 });
            rings.push(LineString::new(places.collect()));
        }
        rings.into_iter().filter(|ring| ring.0.len() >= 5).collect()
    }
}

/// Twice the area, positive for a ring that runs against the clock on a picture whose rows run downward.
fn turning(ring: &LineString) -> f64 {
    -ring.0.windows(2).map(|pair| pair[0].x * pair[1].y - pair[1].x * pair[0].y).sum::<f64>()
}

/// Drops the corners that lie on a straight edge.
pub(super) fn straightened(shapes: &MultiPolygon) -> MultiPolygon {
    shapes.simplify(1e-6)
}

/// What a mask shows.
pub(super) struct Theme {
    /// Such as `CLD`.
    pub(super) code: &'static str,
    /// Such as `CLOUD`.
    pub(super) nature: &'static str,
    pub(super) description: &'static str,
}

pub(super) const THEMES: [Theme; 9] = [
    Theme {
        code: "ROI",
        nature: "ROI",
        description: "Region of interest: the ordered area that the image shows",
    },
    Theme { code: "CLD", nature: "CLOUD", description: "Clouds" },
    Theme { code: "SNW", nature: "SNOW", description: "Snow" },
    Theme {
        code: "QTE",
        nature: "QUALITY",
        description: "Synthetic technical quality: what is out of order",
    },
    Theme { code: "DET", nature: "DETECTOR", description: "Detectors out of order" },
    Theme { code: "VIS", nature: "VISIBILITY", description: "Hidden ground" },
    Theme { code: "SLT", nature: "STRAYLIGHT", description: "Stray light" },
    Theme { code: "DTM", nature: "DTM", description: "Faults of the terrain model" },
    Theme { code: "WAT", nature: "WATER", description: "Water" },
];

/// A mask with its polygons, in coordinates of the system named.
pub(super) fn gml(theme: &Theme, name: &str, urn: &str, digits: usize, shapes: &MultiPolygon) -> Vec<u8> {
    let namespaces = "xmlns:eop=\"http://www.opengis.net/eop/2.0\" xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns=\"http://www.opengis.net/eop/2.0\"";
    let mut xml = Xml::new("eop:Mask", &format!("{namespaces} gml:id=\"{}_{name}\"", theme.code));
    xml.leaf("gml:name", format!("{}_{name}_MSK", theme.code));
    xml.leaf("gml:description", theme.description);
    xml.begin("eop:maskMembers");
    let list = |ring: &LineString| {
        let places = ring.0.iter().map(|place| format!("{:.digits$} {:.digits$}", place.x, place.y));
        places.collect::<Vec<_>>().join(" ")
    };
    for (number, shape) in shapes.iter().enumerate() {
        let id = format!("{}_{:05}", theme.code, number + 1);
        xml.begin_with("eop:MaskFeature", &format!("gml:id=\"{id}\""));
        xml.leaf("eop:maskType", theme.nature);
        xml.begin("eop:extentOf");
        xml.begin_with("gml:Polygon", &format!("srsName=\"{urn}\" gml:id=\"{id}_P\""));
        let ring = |xml: &mut Xml, side: &str, ring: &LineString| {
            xml.inside(side, |xml| {
                xml.inside("gml:LinearRing", |xml| {
                    xml.leaf_with("gml:posList", "srsDimension=\"2\"", list(ring));
                });
            });
        };
        ring(&mut xml, "gml:exterior", shape.exterior());
        shape.interiors().iter().for_each(|hole| ring(&mut xml, "gml:interior", hole));
        xml.end();
        xml.end();
        xml.end();
    }
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    fn mask(rows: &[&str]) -> Mask {
        let covered = rows.iter().flat_map(|row| row.chars().map(|letter| letter == '#')).collect();
        Mask { columns: rows[0].len(), rows: rows.len(), covered }
    }

    #[test]
    fn outlines_hold_every_covered_pixel_and_no_other() {
        let mask = mask(&["####.", "#..##", "#.#.#", "####.", "....#"]);
        let shapes = mask.outlines();
        assert_eq!(shapes.unsigned_area(), mask.covered.iter().filter(|covered| **covered).count() as f64);
        for place in 0..25 {
            let middle = Coord { x: f64::from(place % 5) + 0.5, y: f64::from(place / 5) + 0.5 };
            assert_eq!(shapes.contains(&middle), mask.covered[place as usize], "{middle:?}");
        }
        assert_eq!(straightened(&shapes).unsigned_area(), shapes.unsigned_area());
    }

    #[test]
    fn nothing_covered_has_no_outline() {
        assert!(mask(&["...", "..."]).outlines().0.is_empty());
    }
}
