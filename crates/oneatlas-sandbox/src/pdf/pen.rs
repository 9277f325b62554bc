//! A pen over the pages of a document: text, rules, shapes, from top to bottom.

use krilla::Document as Pdf;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::text::{Font, TextDirection};

static REGULAR: &[u8] = include_bytes!("../../data/fonts/Inter-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../data/fonts/Inter-SemiBold.otf");

/// A4, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 54.0;
pub(super) const RIGHT: f32 = WIDTH - MARGIN;

pub(super) type Colour = [u8; 3];
pub(super) const INK: Colour = [19, 28, 38];
pub(super) const GREY: Colour = [90, 103, 115];
pub(super) const LINE: Colour = [200, 207, 214];

/// One thing to draw.
enum Mark {
    Text {
        x: f32,
        y: f32,
        size: f32,
        colour: Colour,
        bold: bool,
        text: String,
    },
    Shape {
        points: Vec<(f32, f32)>,
        closed: bool,
        fill: Option<(Colour, f32)>,
        stroke: Option<(Colour, f32)>,
    },
}

/// A document being written.
pub(super) struct Document {
    title: String,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Document {
    pub(super) fn new(title: &str) -> Document {
        Document { title: title.to_owned(), pages: vec![Vec::new()], y: MARGIN + 20.0 }
    }

    /// Where the pen is, from the top.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    pub(super) fn down(&mut self, points: f32) {
        self.y += points;
    }

    /// Begins a new page when less than so much is left on this one.
    pub(super) fn room(&mut self, points: f32) {
        if self.y + points > HEIGHT - MARGIN - 20.0 {
            self.pages.push(Vec::new());
            self.y = MARGIN + 20.0;
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn write(&mut self, x: f32, size: f32, colour: Colour, bold: bool, text: &str) {
        if !text.is_empty() {
            let y = self.y;
            self.mark(Mark::Text { x, y, size, colour, bold, text: text.to_owned() });
        }
    }

    pub(super) fn text(&mut self, x: f32, size: f32, colour: Colour, text: &str) {
        self.write(x, size, colour, false, text);
    }

    pub(super) fn bold(&mut self, x: f32, size: f32, colour: Colour, text: &str) {
        self.write(x, size, colour, true, text);
    }

    /// Text that ends at `x`.
    pub(super) fn right(&mut self, x: f32, size: f32, colour: Colour, text: &str) {
        self.write(x - width(text, size, false), size, colour, false, text);
    }

    pub(super) fn bold_right(&mut self, x: f32, size: f32, colour: Colour, text: &str) {
        self.write(x - width(text, size, true), size, colour, true, text);
    }

    pub(super) fn rule(&mut self, colour: Colour) {
        let y = self.y;
        self.line(vec![(MARGIN, y), (RIGHT, y)], colour, 0.6);
    }

    pub(super) fn line(&mut self, points: Vec<(f32, f32)>, colour: Colour, thick: f32) {
        self.mark(Mark::Shape { points, closed: false, fill: None, stroke: Some((colour, thick)) });
    }

    pub(super) fn shape(
        &mut self,
        points: Vec<(f32, f32)>,
        fill: Option<(Colour, f32)>,
        stroke: Option<(Colour, f32)>,
    ) {
        self.mark(Mark::Shape { points, closed: true, fill, stroke });
    }

    /// The text broken into lines no wider than `most`.
    pub(super) fn wrapped(&self, text: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let last = lines.last().cloned().unwrap_or_default();
            let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
            if width(&longer, size, false) > most && !last.is_empty() {
                lines.push(word.to_owned());
            } else if let Some(last) = lines.last_mut() {
                *last = longer;
            }
        }
        lines
    }

    /// The finished document; each page carries its number and `foot`.
    pub(super) fn finish(mut self, foot: &str) -> Vec<u8> {
        let count = self.pages.len();
        for (place, page) in self.pages.iter_mut().enumerate() {
            let text = format!("{foot} · page {} of {count}", place + 1);
            let x = RIGHT - width(&text, 8.0, false);
            page.push(Mark::Text { x, y: HEIGHT - 34.0, size: 8.0, colour: GREY, bold: false, text });
        }
        self.print().unwrap_or_else(|reason| {
            tracing::error!(reason, "a document could not be written");
            Vec::new()
        })
    }

    fn print(&self) -> Result<Vec<u8>, String> {
        let font =
            |data: &'static [u8]| Font::new(data.to_vec().into(), 0).ok_or("the typeface can't be read");
        let (regular, bold) = (font(REGULAR)?, font(BOLD)?);
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("the page has no size")?;
        let mut pdf = Pdf::new();
        pdf.set_metadata(Metadata::new().title(self.title.clone()).language("en".to_owned()));
        for marks in &self.pages {
            let mut page = pdf.start_page_with(settings.clone());
            let mut surface = page.surface();
            for mark in marks {
                match mark {
                    Mark::Text { x, y, size, colour, bold: heavy, text } => {
                        surface.set_stroke(None);
                        surface.set_fill(Some(fill(*colour, 1.0)));
                        let font = if *heavy { bold.clone() } else { regular.clone() };
                        surface.draw_text(
                            Point::from_xy(*x, *y),
                            font,
                            *size,
                            text,
                            false,
                            TextDirection::Auto,
                        );
                    }
                    Mark::Shape { points, closed, fill: inside, stroke } => {
                        let Some(path) = path(points, *closed) else { continue };
                        surface.set_fill(inside.map(|(colour, opacity)| fill(colour, opacity)));
                        surface.set_stroke(stroke.map(|(colour, thick)| Stroke {
                            paint: rgb::Color::new(colour[0], colour[1], colour[2]).into(),
                            width: thick,
                            ..Stroke::default()
                        }));
                        surface.draw_path(&path);
                    }
                }
            }
            surface.finish();
            page.finish();
        }
        pdf.finish().map_err(|error| format!("{error:?}"))
    }
}

fn fill(colour: Colour, opacity: f32) -> Fill {
    Fill {
        paint: rgb::Color::new(colour[0], colour[1], colour[2]).into(),
        opacity: NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE),
        rule: FillRule::EvenOdd,
    }
}

fn path(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.0, first.1);
    for (x, y) in rest {
        builder.line_to(*x, *y);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

/// How wide a text is, in points, by the typeface's own advances.
fn width(text: &str, size: f32, bold: bool) -> f32 {
    let Ok(face) = ttf_parser::Face::parse(if bold { BOLD } else { REGULAR }, 0) else { return 0.0 };
    let scale = size / f32::from(face.units_per_em());
    let advance =
        |character| face.glyph_index(character).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
    text.chars().map(|character| f32::from(advance(character)) * scale).sum()
}
