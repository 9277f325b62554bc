//! What a reader has found so far, within the limits, before anything is said of it.

use std::collections::BTreeMap;

use super::ways::Way;
use crate::error::AoiError;
use crate::limits::{MOST_READ_AREAS, MOST_READ_VERTICES};
use crate::polygon::AreaPolygon;
use crate::ring::{Position, closed};

/// A shape as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Area(AreaPolygon),
    /// An open line, or a single point when it has one position.
    Line(Vec<Position>),
}

/// A shape with its name.
pub(crate) type Found = (Option<String>, Shape);

/// In which reference system positions are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum System {
    /// The form knows no other than WGS 84 degrees.
    OfTheForm,
    /// Nothing is said.
    Unstated,
    /// By its number.
    Epsg(u32),
    /// By its definition in WKT.
    Wkt(String),
}

/// Which number of a position comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The form says longitude.
    Stated,
    /// Nothing says it: people write both.
    Unstated,
}

/// Whether a person wrote the numbers, so that a slip of the hand must be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A program wrote them.
    No,
    /// A list; whether some of its lines are in decimals and others in minutes, or some with letters and others without.
    List {
        /// The lines differ.
        mixed: bool,
    },
    /// The rows of a table.
    Table,
}

/// The shapes of a file or text, and what was there that is none.
#[derive(Debug, Clone)]
pub struct Features {
    pub(crate) form: &'static str,
    pub(crate) system: System,
    pub(crate) order: Order,
    pub(crate) found: Vec<Found>,
    pub(crate) notes: Vec<String>,
    pub(crate) typed: Typed,
    /// Several ways to read it, of which a person chooses one; nothing else is found then.
    pub(crate) ways: Vec<Way>,
    /// How it is asked, where the ways need words of their own.
    pub(crate) asks: Option<String>,
    vertices: usize,
    others: BTreeMap<&'static str, usize>,
    closed_lines: usize,
    arcs: usize,
}

/// What is expected of a file whose shapes name their reference systems.
pub(crate) const ONE_SYSTEM: &str = "one reference system for all shapes";

impl Features {
    /// None yet. The form is named in messages, such as `GeoJSON`.
    pub(crate) fn new(form: &'static str, system: System) -> Features {
        Features {
            form,
            system,
            order: Order::Stated,
            found: Vec::new(),
            notes: Vec::new(),
            typed: Typed::No,
            ways: Vec::new(),
            asks: None,
            vertices: 0,
            others: BTreeMap::new(),
            closed_lines: 0,
            arcs: 0,
        }
    }

    /// A line that ends where it begins goes round an area; another stays a line.
    pub(crate) fn line(&mut self, line: Vec<Position>) -> Shape {
        if line.len() >= 4 && line.first() == line.last() {
            self.closed_lines += 1;
            Shape::Area(AreaPolygon::from_ring(line))
        } else {
            Shape::Line(line)
        }
    }

    /// Lines that were taken for outlines, in a sentence.
    pub(crate) fn lines_taken(&self) -> Option<String> {
        match self.closed_lines {
            0 => None,
            1 => Some("A line that ends where it begins was taken as an outline.".to_owned()),
            count => Some(format!("{count} lines that end where they begin were taken as outlines.")),
        }
    }

    /// Counts a curve of arcs that was made straight.
    pub(crate) fn arcs(&mut self) {
        self.arcs += 1;
    }

    /// Curves that were made straight, in a sentence.
    pub(crate) fn arcs_made_straight(&self) -> Option<String> {
        let which = match self.arcs {
            0 => return None,
            1 => "A curve was".to_owned(),
            count => format!("{count} curves were"),
        };
        Some(format!("{which} made of straight pieces, one for every 4 degrees of an arc."))
    }

    /// Takes the reference system that a shape names; one that names none is in that of the others.
    #[must_use = "shapes of several systems can't be read together"]
    pub(crate) fn is_in(&mut self, system: System) -> bool {
        if system != System::Unstated && self.system == System::Unstated {
            self.system = system;
            return true;
        }
        system == System::Unstated || system == self.system
    }

    /// Takes all that another file holds: its shapes with their names, and what was said of it.
    pub(crate) fn absorb(&mut self, other: Features) -> Result<(), AoiError> {
        for (name, shape) in other.found {
            self.shape(name, shape)?;
        }
        for (what, count) in other.others {
            *self.others.entry(what).or_default() += count;
        }
        self.closed_lines += other.closed_lines;
        self.arcs += other.arcs;
        self.notes.extend(other.notes);
        Ok(())
    }

    /// Takes a shape. Refuses it as soon as there are too many: a reader stops there, not at the end of the text.
    pub(crate) fn shape(&mut self, name: Option<String>, mut shape: Shape) -> Result<(), AoiError> {
        let empty = match &mut shape {
            Shape::Area(polygon) => {
                // Rings without positions are how programs write that there is none.
                polygon.coordinates.retain(|ring| !ring.is_empty());
                polygon.coordinates.is_empty()
            }
            Shape::Line(line) => line.is_empty(),
        };
        if empty {
            self.other("empty shape");
            return Ok(());
        }
        self.vertices += match &shape {
            Shape::Area(polygon) => polygon.coordinates.iter().map(Vec::len).sum::<usize>(),
            Shape::Line(line) => line.len(),
        };
        if self.vertices > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        if self.found.len() == MOST_READ_AREAS {
            return Err(AoiError::TooLarge { what: "shapes", limit: MOST_READ_AREAS });
        }
        self.found.push((name, shape));
        Ok(())
    }

    /// Takes an area.
    pub(crate) fn area(&mut self, name: Option<String>, polygon: AreaPolygon) -> Result<(), AoiError> {
        self.shape(name, Shape::Area(polygon))
    }

    /// Takes the parts of one thing: they carry its name with a number when there are several.
    pub(crate) fn parts(&mut self, name: Option<&str>, parts: Vec<Shape>) -> Result<(), AoiError> {
        let several = parts.len() > 1;
        for (place, part) in parts.into_iter().enumerate() {
            let named =
                |name: &str| if several { format!("{name} · {}", place + 1) } else { name.to_owned() };
            self.shape(name.map(named), part)?;
        }
        Ok(())
    }

    /// Counts something that has no shape to be read, such as `feature without a geometry`.
    pub(crate) fn other(&mut self, what: &'static str) {
        *self.others.entry(what).or_default() += 1;
    }

    /// What was passed over, in words; `None` when nothing was.
    pub(crate) fn passed_over(&self) -> Option<String> {
        let words = self.others.iter().map(|(what, count)| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {}", several(what)),
        });
        let words = words.collect::<Vec<_>>().join(", ");
        (!words.is_empty()).then_some(words)
    }

    /// # Errors
    /// When there is no shape; it says what there is instead.
    pub(crate) fn some(self) -> Result<Features, AoiError> {
        if !self.found.is_empty() || !self.ways.is_empty() {
            return Ok(self);
        }
        let found = self.passed_over().unwrap_or_else(|| "nothing with a shape".to_owned());
        Err(AoiError::NoArea { form: self.form, found })
    }
}

/// The plural of a thing that may be told more closely after it: `row without a shape`, `surface of patches, which is not
/// read`.
fn several(what: &str) -> String {
    let noun = [" without ", " of ", " to ", ", ", " in ", " with ", " that ", " from "]
        .iter()
        .filter_map(|after| what.find(after))
        .min()
        .unwrap_or(what.len());
    let (noun, rest) = what.split_at(noun);
    let rest = rest
        .replace(" which is ", " which are ")
        .replace(" of a kind ", " of kinds ")
        .replace(" of an unknown type", " of unknown types")
        .replace(" that is ", " that are ")
        .replace("without a ", "without ")
        .replace("without geometry", "without geometries")
        .replace("without shape", "without shapes")
        .replace("without type", "without types")
        .replace("to another file", "to other files");
    let plural = match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => {
            format!("{noun}es")
        }
        _ => format!("{noun}s"),
    };
    format!("{plural}{rest}")
}

/// Rings of text lists are written open as often as closed; both mean the same.
pub(crate) fn ring_of(positions: &[Position]) -> AreaPolygon {
    AreaPolygon::from_ring(closed(positions))
}

/// Attributes that name a thing, best first; the parts of a word of an attribute's key that say so, after them; and those
/// that only number it.
const NAMES: [&str; 8] = ["name", "title", "label", "designation", "nom", "nombre", "bezeichnung", "nome"];
const NUMBERS: [&str; 6] = ["id", "code", "objectid", "fid", "ogc_fid", "gid"];

/// The name of a thing among its attributes: keys and values.
pub(crate) fn name_among<'a>(attributes: &[(&'a str, &'a str)]) -> Option<String> {
    let filled = || attributes.iter().filter(|(_, value)| !value.trim().is_empty());
    let exact = |wanted: &[&str]| {
        wanted.iter().find_map(|wanted| filled().find(|(key, _)| key.eq_ignore_ascii_case(wanted)))
    };
    let like = || filled().find(|(key, _)| key.to_ascii_lowercase().contains("name"));
    let (_, value) = exact(&NAMES).or_else(like).or_else(|| exact(&NUMBERS))?;
    Some((*value).trim().to_owned())
}

/// A place in a text for people.
pub(crate) fn place_in(text: &str, byte: usize) -> String {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    format!("line {line}, column {column}")
}

/// The start of a piece of text, short enough for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.trim().chars().take(40).collect();
    if short.len() < text.trim().len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_is_counted_in_whole_words() {
        for (what, words) in [
            (
                "curved shape, which must be written as straight lines",
                "curved shapes, which must be written as straight lines",
            ),
            ("surface of patches, which is not read", "surfaces of patches, which are not read"),
            ("link to another file, which is not followed", "links to other files, which are not followed"),
            ("feature without a geometry", "features without geometries"),
            ("row without a shape", "rows without shapes"),
            ("row without coordinates", "rows without coordinates"),
            ("record without a shape", "records without shapes"),
            ("shape of a kind that is not read", "shapes of kinds that are not read"),
            ("object without a type", "objects without types"),
            ("object of an unknown type", "objects of unknown types"),
            ("empty shape", "empty shapes"),
            ("picture", "pictures"),
            ("entry", "entries"),
        ] {
            let mut features = Features::new("GPX", System::OfTheForm);
            (0..2).for_each(|_| features.other(what));
            assert_eq!(features.passed_over().unwrap(), format!("2 {words}"));
        }
    }

    #[test]
    fn the_best_attribute_names_a_thing() {
        let name = |attributes: &[(&str, &str)]| name_among(attributes);
        assert_eq!(name(&[("id", "7"), ("NAME", "Field")]).as_deref(), Some("Field"));
        assert_eq!(name(&[("id", "7"), ("NAME_EN", "Lisbon"), ("name", " ")]).as_deref(), Some("Lisbon"));
        assert_eq!(name(&[("area", "12"), ("ID", "7")]).as_deref(), Some("7"));
        assert_eq!(name(&[("area", "12")]), None);
    }
}
