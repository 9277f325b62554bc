//! A walk through an XML document: elements with their text, within limits. Entities that a file defines itself stay as
//! they are: expanding them is how a small file fills the memory.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::found::{excerpt, place_in};
use crate::error::AoiError;

/// Deeper nesting than any real file has.
const DEEPEST: usize = 256;

/// What a form does with its elements. Names are local: prefixes are left out.
pub(crate) trait Elements {
    /// What it is called in messages.
    const FORM: &'static str;
    /// Names that a document may begin with.
    const ROOTS: &'static [&'static str];
    /// An element begins, within those that are open.
    fn open(&mut self, path: &[String], tag: &str, element: &BytesStart<'_>) -> Result<(), Wrong>;
    /// An element ends; its text is what stands after its last child.
    fn close(&mut self, path: &[String], tag: &str, text: &str) -> Result<(), Wrong>;
}

/// Why an element can't be taken.
pub(crate) enum Wrong {
    /// What is written in it; its place is still to be said.
    Text(String),
    /// There is too much of everything.
    Limit(AoiError),
}

impl From<AoiError> for Wrong {
    fn from(error: AoiError) -> Wrong {
        Wrong::Limit(error)
    }
}

/// Walks through a document.
pub(crate) fn walk<E: Elements>(text: &str, elements: &mut E) -> Result<(), AoiError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    // Hands write `A & B` into names.
    reader.config_mut().allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut rooted = false;
    loop {
        let event = reader.read_event();
        let malformed = |reason: String| {
            let byte = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            AoiError::Malformed { form: E::FORM, place: place_in(text, byte), reason }
        };
        let placed = |wrong: Wrong| match wrong {
            Wrong::Text(reason) => malformed(reason),
            Wrong::Limit(error) => error,
        };
        match event.map_err(|error| malformed(error.to_string()))? {
            Event::Start(element) => {
                let tag = element.local_name().into_inner();
                if path.is_empty() && !E::ROOTS.contains(&tag) {
                    let kind = excerpt(tag);
                    return Err(malformed(format!("a document of the kind '{kind}' is none of these")));
                }
                if path.len() == DEEPEST {
                    return Err(malformed("its elements are nested too deeply".to_owned()));
                }
                rooted = true;
                elements.open(&path, tag, &element).map_err(placed)?;
                piece.clear();
                path.push(tag.to_owned());
            }
            Event::Text(text) => piece.push_str(&text),
            Event::CData(text) => piece.push_str(&text),
            Event::GeneralRef(entity) => piece.push_str(&resolved(&entity)),
            Event::End(_) => {
                let tag = path.pop().unwrap_or_default();
                elements.close(&path, &tag, &piece).map_err(placed)?;
                piece.clear();
            }
            Event::Eof if path.is_empty() && rooted => return Ok(()),
            Event::Eof => return Err(malformed("the file breaks off".to_owned())),
            _ => {}
        }
    }
}

/// The value of an attribute by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|found| found.key.local_name().into_inner() == wanted)?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_or_else(|_| found.value.clone().into_owned(), std::borrow::Cow::into_owned),
    )
}

/// The text behind `&amp;` and its like.
fn resolved(entity: &BytesRef<'_>) -> String {
    let named = match &**entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => entity.resolve_char_ref().ok().flatten(),
    };
    named.map_or_else(|| format!("&{};", &**entity), String::from)
}
