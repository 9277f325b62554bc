//! A pen over the pages of a document: text, rules, shapes, from top to bottom.

use krilla::Document as Pdf;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::typeface::{Weight, face, printable, width};

/// A4, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 50.0;
pub(super) const RIGHT: f32 = WIDTH - MARGIN;
/// Where the text of a page begins, and where it has to end.
const TOP: f32 = 66.0;
const BOTTOM: f32 = HEIGHT - 62.0;

pub(super) type Colour = [u8; 3];
pub(super) const INK: Colour = [19, 28, 38];
pub(super) const GREY: Colour = [90, 103, 115];
pub(super) const LINE: Colour = [208, 214, 220];
pub(super) const ACCENT: Colour = [214, 24, 125];
pub(super) const PALE: Colour = [244, 246, 248];

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Points.
    pub(super) size: f32,
    pub(super) colour: Colour,
    pub(super) weight: Weight,
}

impl Style {
    pub(super) const fn plain(size: f32, colour: Colour) -> Style {
        Style { size, colour, weight: Weight::Regular }
    }

    pub(super) const fn bold(size: f32, colour: Colour) -> Style {
        Style { size, colour, weight: Weight::Bold }
    }
}

/// A line around a shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) colour: Colour,
    /// Points.
    pub(super) thick: f32,
    /// Length of dashes and gaps in points; 0 is a whole line.
    pub(super) dash: f32,
}

impl Edge {
    pub(super) const fn of(colour: Colour, thick: f32) -> Edge {
        Edge { colour, thick, dash: 0.0 }
    }
}

/// One thing to draw.
enum Mark {
    Text {
        x: f32,
        y: f32,
        style: Style,
        text: String,
    },
    Shape {
        points: Vec<(f32, f32)>,
        closed: bool,
        fill: Option<(Colour, f32)>,
        edge: Option<Edge>,
    },
    /// Only what lies in the rectangle is seen, until it ends.
    Clip {
        left: f32,
        top: f32,
        right: f32,
        bottom: f32,
    },
    EndClip,
}

/// A document being written.
pub(super) struct Document {
    title: String,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Document {
    pub(super) fn new(title: &str) -> Document {
        Document { title: title.to_owned(), pages: vec![Vec::new()], y: TOP }
    }

    /// Where the pen is, from the top.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    pub(super) fn move_to(&mut self, y: f32) {
        self.y = y;
    }

    pub(super) fn down(&mut self, points: f32) {
        self.y += points;
    }

    /// Begins a new page when less than so much is left on this one; true when it did.
    pub(super) fn room(&mut self, points: f32) -> bool {
        let full = self.y + points > BOTTOM && self.y > TOP;
        if full {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
        full
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Text that begins at `x`.
    pub(super) fn text(&mut self, x: f32, style: Style, text: &str) {
        let text = printable(text, style.weight);
        if !text.trim().is_empty() {
            let y = self.y;
            self.mark(Mark::Text { x, y, style, text });
        }
    }

    /// Text that ends at `x`.
    pub(super) fn right(&mut self, x: f32, style: Style, text: &str) {
        self.text(x - width(text, style.size, style.weight), style, text);
    }

    /// Text in lines no wider than `most`, `lead` points apart; the pen stands below the last one.
    pub(super) fn paragraph(&mut self, x: f32, most: f32, lead: f32, style: Style, text: &str) {
        for line in wrapped(text, style, most) {
            self.text(x, style, &line);
            self.y += lead;
        }
    }

    pub(super) fn rule(&mut self, colour: Colour, thick: f32) {
        let y = self.y;
        self.line(vec![(MARGIN, y), (RIGHT, y)], Edge::of(colour, thick));
    }

    pub(super) fn line(&mut self, points: Vec<(f32, f32)>, edge: Edge) {
        self.mark(Mark::Shape { points, closed: false, fill: None, edge: Some(edge) });
    }

    /// A closed shape; the fill is a colour and how dense it is.
    pub(super) fn shape(&mut self, points: Vec<(f32, f32)>, fill: Option<(Colour, f32)>, edge: Option<Edge>) {
        self.mark(Mark::Shape { points, closed: true, fill, edge });
    }

    pub(super) fn rectangle(
        &mut self,
        corner: (f32, f32),
        size: (f32, f32),
        fill: Option<Colour>,
        edge: Option<Edge>,
    ) {
        let ((left, top), (wide, high)) = (corner, size);
        let points = vec![(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)];
        self.shape(points, fill.map(|colour| (colour, 1.0)), edge);
    }

    /// Draws with everything outside a rectangle cut off.
    pub(super) fn clipped(&mut self, corner: (f32, f32), size: (f32, f32), draw: impl FnOnce(&mut Document)) {
        let ((left, top), (wide, high)) = (corner, size);
        self.mark(Mark::Clip { left, top, right: left + wide, bottom: top + high });
        draw(self);
        self.mark(Mark::EndClip);
    }

    /// The finished document; each page carries `foot` and its number.
    pub(super) fn finish(mut self, foot: &str) -> Vec<u8> {
        let style = Style::plain(8.0, GREY);
        let count = self.pages.len();
        for (place, page) in self.pages.iter_mut().enumerate() {
            let y = HEIGHT - 34.0;
            let number = format!("Page {} of {count}", place + 1);
            let x = RIGHT - width(&number, style.size, style.weight);
            let rule = vec![(MARGIN, y - 13.0), (RIGHT, y - 13.0)];
            page.push(Mark::Shape {
                points: rule,
                closed: false,
                fill: None,
                edge: Some(Edge::of(LINE, 0.5)),
            });
            page.push(Mark::Text { x: MARGIN, y, style, text: printable(foot, style.weight) });
            page.push(Mark::Text { x, y, style, text: number });
        }
        self.print().unwrap_or_else(|reason| {
            tracing::error!(reason, "a document could not be written");
            Vec::new()
        })
    }

    fn print(&self) -> Result<Vec<u8>, String> {
        let font =
            |weight: Weight| Font::new(face(weight).to_vec().into(), 0).ok_or("the typeface can't be read");
        let fonts = [font(Weight::Regular)?, font(Weight::Bold)?];
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("the page has no size")?;
        let mut pdf = Pdf::new();
        let about = Metadata::new()
            .title(self.title.clone())
            .language("en".to_owned())
            .creator("OneAtlas sandbox".to_owned());
        pdf.set_metadata(about);
        for marks in &self.pages {
            let mut page = pdf.start_page_with(settings.clone());
            let mut surface = page.surface();
            marks.iter().for_each(|mark| print(mark, &mut surface, &fonts));
            surface.finish();
            page.finish();
        }
        pdf.finish().map_err(|error| format!("{error:?}"))
    }
}

fn print(mark: &Mark, surface: &mut Surface, fonts: &[Font; 2]) {
    match mark {
        Mark::Text { x, y, style, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(style.colour, 1.0)));
            let font = fonts[usize::from(style.weight == Weight::Bold)].clone();
            surface.draw_text(Point::from_xy(*x, *y), font, style.size, text, false, TextDirection::Auto);
        }
        Mark::Shape { points, closed, fill: inside, edge } => {
            let Some(path) = path(points, *closed) else { return };
            surface.set_fill(inside.map(|(colour, density)| fill(colour, density)));
            surface.set_stroke(edge.map(stroke));
            surface.draw_path(&path);
        }
        Mark::Clip { left, top, right, bottom } => {
            let corners = [(*left, *top), (*right, *top), (*right, *bottom), (*left, *bottom)];
            if let Some(path) = path(&corners, true) {
                surface.push_clip_path(&path, &FillRule::NonZero);
            }
        }
        Mark::EndClip => surface.pop(),
    }
}

fn stroke(edge: Edge) -> Stroke {
    Stroke {
        paint: rgb::Color::new(edge.colour[0], edge.colour[1], edge.colour[2]).into(),
        width: edge.thick,
        line_join: LineJoin::Round,
        dash: (edge.dash > 0.0).then(|| StrokeDash { array: vec![edge.dash, edge.dash], offset: 0.0 }),
        ..Stroke::default()
    }
}

fn fill(colour: Colour, density: f32) -> Fill {
    Fill {
        paint: rgb::Color::new(colour[0], colour[1], colour[2]).into(),
        opacity: NormalizedF32::new(density).unwrap_or(NormalizedF32::ONE),
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

/// A text broken into lines no wider than `most`; a word that is too long by itself is broken within.
pub(super) fn wrapped(text: &str, style: Style, most: f32) -> Vec<String> {
    let fits = |text: &str| width(text, style.size, style.weight) <= most;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().cloned().unwrap_or_default();
        let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        if fits(&longer) {
            lines.pop();
            lines.push(longer);
            continue;
        }
        if last.is_empty() {
            lines.pop();
        }
        let mut piece = String::new();
        for letter in word.chars() {
            piece.push(letter);
            if !fits(&piece) && piece.chars().count() > 1 {
                piece.pop();
                lines.push(std::mem::take(&mut piece));
                piece.push(letter);
            }
        }
        lines.push(piece);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_at_words_and_a_word_only_when_it_must_be() {
        let style = Style::plain(9.0, INK);
        let lines = wrapped("short words of a title WITHOUTANYSPACEWHATSOEVERTOBREAKIT end", style, 80.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| width(line, 9.0, Weight::Regular) <= 80.0), "{lines:?}");
        let together: String = lines.concat();
        assert!(together.contains("WITHOUTANYSPACEWHATSOEVERTOBREAKIT"));
    }
}
