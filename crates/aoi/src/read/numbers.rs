//! Coordinates of JSON read straight into numbers: a million vertices take a tenth of a second, a fault is named by its
//! byte, and a list that is too long is refused where it becomes so.

use crate::error::AoiError;
use crate::limits::MOST_READ_VERTICES;
use crate::ring::Position;

/// Rings, or the lines of a group.
pub(crate) type Rings = Vec<Vec<Position>>;

/// Why a list of coordinates can't be read, and at which byte of it.
#[derive(Debug)]
pub(crate) enum Wrong {
    At(usize, String),
    TooMany,
}

impl Wrong {
    /// As an error of a form, with the byte turned into a place.
    pub(crate) fn named(self, form: &'static str, place: impl FnOnce(usize) -> String) -> AoiError {
        match self {
            Wrong::At(byte, reason) => AoiError::Malformed { form, place: place(byte), reason },
            Wrong::TooMany => AoiError::TooLarge { what: "vertices", limit: MOST_READ_VERTICES },
        }
    }
}

/// Reads nested lists of numbers.
pub(crate) struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
    positions: usize,
}

impl<'a> Numbers<'a> {
    pub(crate) fn new(text: &'a str) -> Numbers<'a> {
        Numbers { bytes: text.as_bytes(), at: 0, positions: 0 }
    }

    /// A list of what `one` reads.
    pub(crate) fn list<T>(&mut self, one: fn(&mut Self) -> Result<T, Wrong>) -> Result<Vec<T>, Wrong> {
        self.expect(b'[', "a list is expected")?;
        let mut all = Vec::new();
        if self.take(b']') {
            return Ok(all);
        }
        loop {
            all.push(one(self)?);
            if !self.take(b',') {
                self.expect(b']', "',' or ']' is expected")?;
                return Ok(all);
            }
        }
    }

    pub(crate) fn line(&mut self) -> Result<Vec<Position>, Wrong> {
        self.list(Numbers::position)
    }

    pub(crate) fn rings(&mut self) -> Result<Rings, Wrong> {
        self.list(Numbers::line)
    }

    /// Longitude and latitude; what follows them is left out.
    pub(crate) fn position(&mut self) -> Result<Position, Wrong> {
        self.positions += 1;
        if self.positions > MOST_READ_VERTICES {
            return Err(Wrong::TooMany);
        }
        self.expect(b'[', "a position is expected")?;
        let short = "a position of at least two numbers is expected";
        let x = self.number(short)?;
        self.expect(b',', short)?;
        let y = self.number(short)?;
        while self.take(b',') {
            if !self.word("null") {
                self.number("a number is expected")?;
            }
        }
        self.expect(b']', "',' or ']' is expected")?;
        Ok([x, y])
    }

    /// That nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), Wrong> {
        self.skip();
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(self.wrong("something follows the last bracket"))
        }
    }

    fn number(&mut self, wanted: &str) -> Result<f64, Wrong> {
        self.skip();
        let rest = &self.bytes[self.at..];
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        let text = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let number: f64 = match text.parse() {
            Ok(number) => number,
            Err(_) if length == 0 && rest.first().is_none_or(|byte| matches!(byte, b']' | b'[')) => {
                return Err(self.wrong(wanted));
            }
            Err(_) => return Err(self.wrong("a number is expected")),
        };
        if !number.is_finite() {
            return Err(self.wrong("the number is out of range"));
        }
        self.at += length;
        Ok(number)
    }

    fn word(&mut self, word: &str) -> bool {
        self.skip();
        let there = self.bytes[self.at..].starts_with(word.as_bytes());
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn take(&mut self, wanted: u8) -> bool {
        self.skip();
        let there = self.bytes.get(self.at) == Some(&wanted);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, wanted: u8, reason: &str) -> Result<(), Wrong> {
        if self.take(wanted) { Ok(()) } else { Err(self.wrong(reason)) }
    }

    fn skip(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn wrong(&self, reason: &str) -> Wrong {
        Wrong::At(self.at, reason.to_owned())
    }
}
