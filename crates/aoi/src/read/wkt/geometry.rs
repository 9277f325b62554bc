//! The geometries of WKT.

use super::scan::Parser;
use super::without_dimension;
use crate::error::AoiError;
use crate::polygon::AreaPolygon;
use crate::read::curve::{join, straightened};
use crate::read::found::{Shape, ring_of};
use crate::ring::Position;

/// Deeper than any real collection of collections.
const DEEPEST: usize = 16;

impl Parser<'_, '_> {
    /// The shapes of a geometry.
    pub(super) fn geometry(&mut self, depth: usize) -> Result<Vec<Shape>, AoiError> {
        let start = self.place();
        let word = self.word();
        let kind = without_dimension(&word).to_owned();
        if self.is_empty() {
            self.features.other("empty shape");
            return Ok(Vec::new());
        }
        match kind.as_str() {
            "POLYGON" | "TRIANGLE" => Ok(vec![self.polygon()?]),
            "MULTIPOLYGON" | "TIN" | "POLYHEDRALSURFACE" => self.several(Parser::polygon_or_empty).map(flat),
            "BOX" => self.bounding_box(Parser::corners),
            "ENVELOPE" => self.bounding_box(|parser| {
                parser.four().map(|[west, east, north, south]| [west, south, east, north])
            }),
            "BBOX" => self.bounding_box(Parser::four),
            "LINESTRING" | "LINEARRING" => {
                let line = self.several(Parser::position)?;
                Ok(vec![self.features.line(line)])
            }
            "MULTILINESTRING" => {
                let lines = self.several(|parser| parser.several(Parser::position))?;
                Ok(lines.into_iter().map(|line| self.features.line(line)).collect())
            }
            "POINT" => Ok(self.several(Parser::position)?.into_iter().map(point).collect()),
            "MULTIPOINT" => Ok(self.several(Parser::bracketed_position)?.into_iter().map(point).collect()),
            "GEOMETRYCOLLECTION" | "MULTISURFACE" | "SURFACE" if depth < DEEPEST => {
                let inner = self.several(|parser| match parser.opens() {
                    // Of straight lines only, the word may be left out.
                    true => Ok(vec![parser.polygon()?]),
                    false => parser.geometry(depth + 1),
                })?;
                Ok(inner.into_iter().flatten().collect())
            }
            "GEOMETRYCOLLECTION" | "MULTISURFACE" | "SURFACE" => Err(self.wrong("less nesting")),
            "CURVEPOLYGON" => Ok(vec![self.curved_polygon()?]),
            "CIRCULARSTRING" => self.arcs().map(|line| self.curved_line(line)),
            "COMPOUNDCURVE" => self.compound().map(|line| self.curved_line(line)),
            "MULTICURVE" | "CURVE" => {
                let lines = self.several(Parser::curve)?;
                Ok(lines.into_iter().flat_map(|line| self.curved_line(line)).collect())
            }
            "NURBSCURVE" => {
                self.features.other("curve of splines, which is not read");
                self.skip_brackets().map(|()| Vec::new())
            }
            _ => {
                self.back_to(start);
                Err(self.wrong("a geometry such as POLYGON"))
            }
        }
    }

    fn polygon(&mut self) -> Result<Shape, AoiError> {
        let coordinates =
            self.several(
                |parser| {
                    if parser.is_empty() { Ok(Vec::new()) } else { parser.several(Parser::position) }
                },
            )?;
        Ok(Shape::Area(AreaPolygon { coordinates }))
    }

    fn bounding_box(
        &mut self,
        sides: impl FnOnce(&mut Self) -> Result<[f64; 4], AoiError>,
    ) -> Result<Vec<Shape>, AoiError> {
        let [west, south, east, north] = sides(self)?;
        let corners = [[west, south], [east, south], [east, north], [west, north]];
        Ok(vec![Shape::Area(ring_of(&corners))])
    }

    /// Two corners, south-west and north-east.
    fn corners(&mut self) -> Result<[f64; 4], AoiError> {
        match self.several(Parser::position)?.as_slice() {
            [[west, south], [east, north]] => Ok([*west, *south, *east, *north]),
            _ => Err(self.wrong("a box of two corners")),
        }
    }

    fn four(&mut self) -> Result<[f64; 4], AoiError> {
        let numbers = self.several(|parser| parser.number()?.ok_or_else(|| parser.wrong("a number")))?;
        <[f64; 4]>::try_from(numbers).map_err(|_| self.wrong("a box of four numbers"))
    }

    /// A part of a multipolygon; the standard lets one be EMPTY.
    fn polygon_or_empty(&mut self) -> Result<Option<Shape>, AoiError> {
        if self.is_empty() { Ok(None) } else { self.polygon().map(Some) }
    }

    /// A polygon with rings of arcs, or of straight lines like any other.
    fn curved_polygon(&mut self) -> Result<Shape, AoiError> {
        let coordinates =
            self.several(|parser| if parser.is_empty() { Ok(Vec::new()) } else { parser.curve() })?;
        Ok(Shape::Area(AreaPolygon { coordinates }))
    }

    /// A line of any kind, with its word or, when it is straight, without.
    fn curve(&mut self) -> Result<Vec<Position>, AoiError> {
        if self.opens() {
            return self.several(Parser::position);
        }
        let start = self.place();
        let word = self.word();
        if self.is_empty() {
            return Ok(Vec::new());
        }
        match without_dimension(&word) {
            "LINESTRING" | "LINEARRING" => self.several(Parser::position),
            "CIRCULARSTRING" => self.arcs(),
            "COMPOUNDCURVE" => self.compound(),
            _ => {
                self.back_to(start);
                Err(self.wrong("a line such as CIRCULARSTRING"))
            }
        }
    }

    /// The parts of a compound curve, one after another. A compound within it would say no more, and isn't allowed.
    fn compound(&mut self) -> Result<Vec<Position>, AoiError> {
        let parts = self.several(|parser| {
            let start = parser.place();
            if !parser.opens() && without_dimension(&parser.word()) == "COMPOUNDCURVE" {
                return Err(parser.wrong("less nesting"));
            }
            parser.back_to(start);
            parser.curve()
        })?;
        let mut line = Vec::new();
        parts.into_iter().for_each(|part| join(&mut line, part));
        Ok(line)
    }

    /// A string of arcs, as a line of straight pieces.
    fn arcs(&mut self) -> Result<Vec<Position>, AoiError> {
        let arcs = self.several(Parser::position)?;
        let line = straightened(&arcs)
            .ok_or_else(|| self.wrong("an odd number of positions, 3 or more, before this"))?;
        self.count(line.len())?;
        self.features.arcs();
        Ok(line)
    }

    fn curved_line(&mut self, line: Vec<Position>) -> Vec<Shape> {
        vec![self.features.line(line)]
    }
}

fn point(position: Position) -> Shape {
    Shape::Line(vec![position])
}

fn flat(shapes: Vec<Option<Shape>>) -> Vec<Shape> {
    shapes.into_iter().flatten().collect()
}
