//! What a reader has found so far, within the limits.

use std::collections::BTreeMap;

use crate::error::AoiError;
use crate::limits::{MOST_READ_AREAS, MOST_READ_VERTICES};
use crate::polygon::AreaPolygon;

/// A polygon with its name, not checked yet.
pub(super) type Found = (Option<String>, AreaPolygon);

/// Areas, and what was there that is none.
#[derive(Default)]
pub(super) struct Collected {
    areas: Vec<Found>,
    vertices: usize,
    others: BTreeMap<&'static str, usize>,
}

impl Collected {
    /// Takes an area. Refuses it as soon as there are too many: a reader stops there, not at the end of the text.
    pub(super) fn area(&mut self, name: Option<String>, polygon: AreaPolygon) -> Result<(), AoiError> {
        self.vertices += polygon.coordinates.iter().map(Vec::len).sum::<usize>();
        if self.vertices > MOST_READ_VERTICES {
            return Err(AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES });
        }
        if self.areas.len() == MOST_READ_AREAS {
            return Err(AoiError::TooLarge { what: "areas", limit: MOST_READ_AREAS });
        }
        self.areas.push((name, polygon));
        Ok(())
    }

    /// Takes the parts of one thing: they carry its name with a number when there are several.
    pub(super) fn parts(&mut self, name: Option<&str>, parts: Vec<AreaPolygon>) -> Result<(), AoiError> {
        let several = parts.len() > 1;
        for (place, part) in parts.into_iter().enumerate() {
            let named =
                |name: &str| if several { format!("{name} · {}", place + 1) } else { name.to_owned() };
            self.area(name.map(named), part)?;
        }
        Ok(())
    }

    /// Counts something that is no area, such as `point`.
    pub(super) fn other(&mut self, what: &'static str) {
        *self.others.entry(what).or_default() += 1;
    }

    /// The areas.
    ///
    /// # Errors
    /// When there is none; it says what there is instead.
    pub(super) fn finish(self, form: &'static str) -> Result<Vec<Found>, AoiError> {
        if !self.areas.is_empty() {
            return Ok(self.areas);
        }
        let words = self.others.iter().map(|(what, count)| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        });
        let found = words.collect::<Vec<_>>().join(", ");
        let found = if found.is_empty() { "nothing with a shape".to_owned() } else { found };
        Err(AoiError::NoArea { form, found })
    }
}

/// A place in a text for people.
pub(super) fn place_in(text: &str, byte: usize) -> String {
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
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String = text.trim().chars().take(40).collect();
    if short.len() < text.trim().len() {
        short.push('…');
    }
    short
}
