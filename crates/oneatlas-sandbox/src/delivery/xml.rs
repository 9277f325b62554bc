//! Writing XML: elements inside elements, indented, with everything escaped.

use std::fmt::Display;

/// A document being written.
#[derive(Debug)]
pub(super) struct Xml {
    text: String,
    open: Vec<String>,
}

/// A text as XML carries it; characters XML 1.0 has no place for are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' => safe.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}

impl Xml {
    /// Begins a document with its root element; `attributes` as they stand in the tag.
    pub(super) fn new(root: &str, attributes: &str) -> Xml {
        let mut xml =
            Xml { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() };
        xml.begin_with(root, attributes);
        xml
    }

    fn indent(&mut self) {
        (0..self.open.len()).for_each(|_| self.text.push_str("  "));
    }

    pub(super) fn begin(&mut self, name: &str) {
        self.begin_with(name, "");
    }

    /// Opens an element; `attributes` are `key="value"` pairs already escaped.
    pub(super) fn begin_with(&mut self, name: &str, attributes: &str) {
        self.indent();
        let space = if attributes.is_empty() { "" } else { " " };
        self.text.push_str(&format!("<{name}{space}{attributes}>\n"));
        self.open.push(name.to_owned());
    }

    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str(&format!("</{name}>\n"));
        }
    }

    /// An element within an element of its own.
    pub(super) fn inside(&mut self, name: &str, write: impl FnOnce(&mut Xml)) {
        self.begin(name);
        write(self);
        self.end();
    }

    pub(super) fn leaf(&mut self, name: &str, value: impl Display) {
        self.leaf_with(name, "", value);
    }

    pub(super) fn leaf_with(&mut self, name: &str, attributes: &str, value: impl Display) {
        self.indent();
        let space = if attributes.is_empty() { "" } else { " " };
        let value = escaped(&value.to_string());
        self.text.push_str(&format!("<{name}{space}{attributes}>{value}</{name}>\n"));
    }

    /// An element that says all in its attributes.
    pub(super) fn empty(&mut self, name: &str, attributes: &str) {
        self.indent();
        self.text.push_str(&format!("<{name} {attributes}/>\n"));
    }

    /// The document, every element closed.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.text.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_closed_and_texts_escaped() {
        let mut xml = Xml::new("a", "");
        xml.begin("b");
        xml.leaf("c", "x < \"y\" & \u{1}z");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.ends_with("<c>x &lt; &quot;y&quot; &amp; z</c>\n  </b>\n</a>\n"), "{text}");
    }
}
