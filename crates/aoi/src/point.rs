//! Typed angles and places: decimal degrees, degrees and minutes, degrees minutes and seconds.

use crate::read::{LetterS, grid_places, writings};

/// Reads one place as longitude and latitude, also a UTM or MGRS reference. Letters (N, S, E, W) or the words `lat` and
/// `lon` decide which is which; without them latitude is first, as people write a place. `None` when it is no place, or
/// may be one of several, see [`parse_points`].
pub fn parse_point(text: &str) -> Option<(f64, f64)> {
    match parse_points(text).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Every place a text may stand for, as longitude and latitude: a comma may stand within a number or between two, and a
/// letter O for west, for east or for zero. Empty when it is no place.
///
/// ```
/// assert_eq!(aoi::parse_points("38,7905 -9,7932"), [(-9.7932, 38.7905)]);
/// assert_eq!(aoi::parse_points("16.7 N 22.9 O"), [(-22.9, 16.7), (22.9, 16.7)]);
/// ```
pub fn parse_points(text: &str) -> Vec<(f64, f64)> {
    let mut places: Vec<(f64, f64)> = Vec::new();
    for writing in writings(text) {
        // Of a contradiction the letter is taken first, then the minus; of a zone `29S` first the southern half, then the band.
        for (minus, letter) in [(false, LetterS::South), (true, LetterS::Band)] {
            let place = one_place(&writing.text, minus, letter).filter(|place| !places.contains(place));
            places.extend(place);
        }
    }
    places
}

/// The place of a text; where a minus and a letter contradict each other, by the minus or by the letter.
fn one_place(text: &str, minus: bool, letter: LetterS) -> Option<(f64, f64)> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']);
    if let Some(Ok(places)) = grid_places(text, letter) {
        return match places.as_slice() {
            [[lon, lat]] => Some((*lon, *lat)),
            _ => None,
        };
    }
    let mut angles = parse_angles(text)?;
    if minus {
        angles.iter_mut().for_each(Angle::by_minus);
    }
    match angles.as_slice() {
        [first, second] => place(first, second),
        _ => None,
    }
}

/// An angle with the axis its letter names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Angle {
    pub(crate) degrees: f64,
    pub(crate) axis: Option<Axis>,
    /// Whether it was written with marks of degrees, minutes or seconds.
    pub(crate) marked: bool,
    /// Of how many numbers it was written: degrees, minutes, seconds.
    pub(crate) parts: u32,
    /// A minus before a letter of north or east, as in `-9.1 E`: either may be meant. The letter is taken.
    pub(crate) contradicts: bool,
}

impl Angle {
    /// Takes the minus where it and the letter contradict each other.
    pub(crate) fn by_minus(&mut self) {
        if std::mem::take(&mut self.contradicts) {
            self.degrees = -self.degrees;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Latitude,
    Longitude,
}

fn place(first: &Angle, second: &Angle) -> Option<(f64, f64)> {
    let (lat, lon) = match (first.axis, second.axis) {
        (Some(Axis::Latitude) | None, Some(Axis::Longitude) | None) => (first, second),
        (Some(Axis::Latitude), Some(Axis::Latitude)) | (Some(Axis::Longitude), Some(Axis::Longitude)) => {
            return None;
        }
        _ => (second, first),
    };
    (lat.degrees.abs() <= 90.0 && lon.degrees.abs() <= 180.0).then_some((lon.degrees, lat.degrees))
}

/// All angles of a text, in order. In a text with letters, all numbers up to the next letter are one angle; without
/// letters, a number is one of its own unless marks join it to the one before. `None` when something is no part of an
/// angle.
pub(crate) fn parse_angles(text: &str) -> Option<Vec<Angle>> {
    let tokens = tokens(text)?;
    let letter = |token: &Token| matches!(token, Token::Letter(..) | Token::Label(_));
    let number = |token: &Token| matches!(token, Token::Number { .. });
    let lettered = tokens.iter().any(letter);
    let letters_first = tokens.iter().position(letter) < tokens.iter().position(number);
    let mut reader = Reader { angles: Vec::new(), open: Open::default(), lettered, letters_first };
    for (place, token) in tokens.iter().enumerate() {
        let degrees_follow = matches!(tokens.get(place + 1), Some(Token::Mark(Mark::Degrees)));
        reader.take(token, degrees_follow)?;
    }
    reader.close(None)?;
    (!reader.angles.is_empty()).then_some(reader.angles)
}

struct Reader {
    angles: Vec<Angle>,
    open: Open,
    lettered: bool,
    letters_first: bool,
}

/// The angle that is being read.
#[derive(Default)]
struct Open {
    degrees: f64,
    negative: bool,
    parts: u32,
    /// The last number has decimals: nothing smaller can follow it.
    ended: bool,
    marked: bool,
    mark: Option<Mark>,
    axis: Option<Axis>,
    /// Of a letter before the numbers.
    sign: Option<f64>,
}

impl Reader {
    fn take(&mut self, token: &Token, degrees_follow: bool) -> Option<()> {
        match *token {
            Token::Number { value, decimals } => {
                let open = &self.open;
                let joined = matches!(open.mark, Some(Mark::Degrees | Mark::Minutes | Mark::Colon));
                let next = open.ended || degrees_follow || !joined || open.parts >= 3 || value < 0.0;
                if open.parts > 0 && next && !self.lettered {
                    self.close(None)?;
                }
                self.open.take(value, decimals)
            }
            // Minutes and seconds follow degrees: "470'000" is a number of another kind.
            Token::Mark(Mark::Minutes | Mark::Seconds) if self.open.parts == 1 && !self.open.marked => None,
            Token::Mark(mark) if self.open.parts > 0 => {
                self.open.marked = true;
                self.open.mark = Some(mark);
                // A colon may also end a label.
                Some(())
            }
            Token::Mark(mark) => (mark == Mark::Colon).then_some(()),
            Token::Break => {
                let label = self.open.parts == 0;
                if label { Some(()) } else { self.close(None) }
            }
            Token::Label(axis) => {
                self.close(None)?;
                self.open.axis = Some(axis);
                Some(())
            }
            Token::Letter(axis, sign)
                if self.open.parts > 0 && (!self.letters_first || self.open.sign.is_none()) =>
            {
                if self.open.axis.is_some_and(|label| label != axis) {
                    return None;
                }
                self.close(Some((axis, sign)))
            }
            Token::Letter(axis, sign) => {
                self.close(None)?;
                (self.open.axis, self.open.sign) = (Some(axis), Some(sign));
                Some(())
            }
        }
    }

    fn close(&mut self, after: Option<(Axis, f64)>) -> Option<()> {
        let open = std::mem::take(&mut self.open);
        if open.parts == 0 {
            // A letter without a number is none of ours.
            return open.axis.is_none().then_some(());
        }
        // "-9 W" says the same twice; it is read as west, once.
        let plain = if open.negative { -1.0 } else { 1.0 };
        let sign = after.map(|(_, sign)| sign).or(open.sign).unwrap_or(plain);
        let axis = after.map(|(axis, _)| axis).or(open.axis);
        self.angles.push(Angle {
            degrees: sign * open.degrees,
            axis,
            marked: open.marked,
            parts: open.parts,
            contradicts: open.negative && open.degrees != 0.0 && sign > 0.0,
        });
        Some(())
    }
}

impl Open {
    fn take(&mut self, value: f64, decimals: bool) -> Option<()> {
        match self.parts {
            0 => {
                self.negative = value.is_sign_negative();
                self.degrees = value.abs();
            }
            minor => {
                if self.ended || minor > 2 || !(0.0..60.0).contains(&value) {
                    return None;
                }
                self.degrees += value / if minor == 1 { 60.0 } else { 3600.0 };
            }
        }
        self.parts += 1;
        self.ended = decimals;
        Some(())
    }
}

enum Token {
    Number { value: f64, decimals: bool },
    Mark(Mark),
    Break,
    Letter(Axis, f64),
    Label(Axis),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Degrees,
    Minutes,
    Seconds,
    Colon,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length = number_length(rest);
        if length > 0 {
            let number = rest[..length].replace('−', "-");
            let value = number.parse().ok().filter(|value: &f64| value.is_finite())?;
            tokens.push(Token::Number { value, decimals: number.contains('.') });
            rest = &rest[length..];
            continue;
        }
        if is_letter(first) {
            let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
            tokens.push(word(&rest[..end])?);
            // Of a word cut short, as in "Lat." or "Br.".
            rest = rest[end..].strip_prefix('.').filter(|rest| !digit_first(rest)).unwrap_or(&rest[end..]);
            continue;
        }
        match first {
            '°' | 'º' | '˚' => tokens.push(Token::Mark(Mark::Degrees)),
            '"' | '”' | '″' | '“' => tokens.push(Token::Mark(Mark::Seconds)),
            '\'' | '’' | '′' | '‘' => match tokens.last_mut() {
                // Two strokes are one mark of seconds.
                Some(Token::Mark(mark @ Mark::Minutes)) => *mark = Mark::Seconds,
                _ => tokens.push(Token::Mark(Mark::Minutes)),
            },
            ':' => tokens.push(Token::Mark(Mark::Colon)),
            ',' | ';' | '/' => tokens.push(Token::Break),
            '=' => {}
            space if space.is_whitespace() => {}
            _ => return None,
        }
        rest = &rest[first.len_utf8()..];
    }
    Some(tokens)
}

/// A letter of a word; the raised o that stands for degrees is none.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'º' | 'ª')
}

fn digit_first(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Bytes of the number a text begins with: sign, digits, decimals, exponent.
fn number_length(text: &str) -> usize {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '−');
    let plain = text.find(|c: char| !digit(c)).unwrap_or(text.len());
    let (number, after) = text.split_at(plain);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return plain;
    }
    // An `e` is east unless an exponent follows it at once.
    let exponent = after.strip_prefix('e').or_else(|| after.strip_prefix('E')).unwrap_or_default();
    let digits = exponent.strip_prefix(['+', '-']);
    let count = |digits: &str| digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    match digits.map(count) {
        Some(count) if count > 0 => plain + 2 + count,
        _ => plain,
    }
}

/// What a word says. Letters and words of the compass in the languages in which they mean one thing only: a bare O, which
/// is west in some and east in others, is none of them.
fn word(word: &str) -> Option<Token> {
    Some(match word.to_lowercase().as_str() {
        "n" | "north" | "nord" | "norte" | "noord" | "norden" | "northern" => {
            Token::Letter(Axis::Latitude, 1.0)
        }
        "s" | "south" | "süd" | "sud" | "sur" | "sul" | "zuid" | "süden" | "southern" => {
            Token::Letter(Axis::Latitude, -1.0)
        }
        "e" | "east" | "est" | "este" | "leste" | "ost" | "oost" | "osten" | "ö" | "ø" | "öst" | "øst"
        | "eastern" => Token::Letter(Axis::Longitude, 1.0),
        "w" | "west" | "ouest" | "oeste" | "ovest" | "westen" | "western" => {
            Token::Letter(Axis::Longitude, -1.0)
        }
        "lat" | "latitude" | "latitud" | "latitudine" | "breite" => Token::Label(Axis::Latitude),
        "lon" | "lng" | "long" | "longitude" | "longitud" | "longitudine" | "länge" => {
            Token::Label(Axis::Longitude)
        }
        "d" | "deg" | "degrees" => Token::Mark(Mark::Degrees),
        "m" | "min" | "minutes" => Token::Mark(Mark::Minutes),
        "sec" | "seconds" => Token::Mark(Mark::Seconds),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, lon: f64, lat: f64) {
        let (x, y) = parse_point(text).unwrap_or_else(|| panic!("{text} is no place"));
        assert!((x - lon).abs() < 1e-4 && (y - lat).abs() < 1e-4, "{text}: {x} {y}");
    }

    #[test]
    fn a_grid_reference_is_a_place() {
        let (lon, lat) = parse_point("18TWL8566411315").unwrap();
        assert!((lon + 73.985_27).abs() < 1e-4 && (lat - 40.748_33).abs() < 1e-4);
        assert_eq!(parse_point("18TWL8566411315 18TWL8566411316"), None);
    }

    #[test]
    fn places_are_read_as_people_write_them() {
        near("38.7713, -9.0884", -9.0884, 38.7713);
        near("38.7713 -9.0884", -9.0884, 38.7713);
        near("(38.7713, -9.0884)", -9.0884, 38.7713);
        near("38.7713° -9.0884°", -9.0884, 38.7713);
        near("38.7713° N 9.0884° W", -9.0884, 38.7713);
        near("38.7713N,9.0884W", -9.0884, 38.7713);
        near("W9.0884 N38.7713", -9.0884, 38.7713);
        near("38°46'17\"N 9°05'18\"W", -9.08833, 38.77139);
        near("38°46′17″ N, 9°05′18″ W", -9.08833, 38.77139);
        near("38°46'17''N 9°05'18''W", -9.08833, 38.77139);
        near("9°05'18\"W, 38°46'17\"N", -9.08833, 38.77139);
        near("38°46'17\" -9°05'18\"", -9.08833, 38.77139);
        near("38 46 17 N 9 05 18 W", -9.08833, 38.77139);
        near("38 46.283 N 9 5.3 W", -9.08833, 38.77139);
        near("N 38° 46.283' W 9° 5.3'", -9.08833, 38.77139);
        near("38° 46.283' -9° 5.3'", -9.08833, 38.77139);
        near("38:46:17N 9:05:18W", -9.08833, 38.77139);
        near("lat 38.7713 lon -9.0884", -9.0884, 38.7713);
        near("lon=-9.0884, lat=38.7713", -9.0884, 38.7713);
        near("Latitude: 38.7713, Longitude: -9.0884", -9.0884, 38.7713);
        near("lat 38.7713 N lon 9.0884 W", -9.0884, 38.7713);
        near("-33.86; 151.21", 151.21, -33.86);
        near("1.5e-3, 2e+1", 20.0, 0.0015);
        near("2E 48N", 2.0, 48.0);
        near("\u{2212}33.86, 151.21", 151.21, -33.86);
        near("38,7905625, -9,793281", -9.793_281, 38.790_562_5);
        near("38,7713 -9,0884", -9.0884, 38.7713);
        near("38,7713; -9,0884", -9.0884, 38.7713);
        near("38,7713,-9,0884", -9.0884, 38.7713);
        near("38° 46,283' N 9° 5,3' W", -9.08833, 38.77139);
        near("38,7713 Nord, 9,0884 Ouest", -9.0884, 38.7713);
        near("48,8566 Nord, 2,3522 Ost", 2.3522, 48.8566);
        near("Lat. 38,7713 Long. -9,0884", -9.0884, 38.7713);
        near("38.77O8 N 9.O884 W", -9.0884, 38.7708);
        near("16°40'30\"N 22°58'15\"Oeste", -22.970_833, 16.675);
    }

    #[test]
    fn what_may_be_one_of_several_places_is_none_of_them() {
        for (text, places) in [
            ("16.7 N 22.9 O", [(-22.9, 16.7), (22.9, 16.7)]),
            ("16°42'N 22°54'O", [(-22.9, 16.7), (22.9, 16.7)]),
            ("38.7 N -9.1 E", [(9.1, 38.7), (-9.1, 38.7)]),
        ] {
            assert_eq!(parse_point(text), None, "{text}");
            assert_eq!(parse_points(text), places, "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_none() {
        for text in [
            "",
            "Lisboa",
            "95, 10",
            "38",
            "38 9 7",
            "38°70'N 9°W",
            "10 N 20 N",
            "1,2,3",
            "N",
            "N E",
            "1 2 3 4 N 5 E",
            "lat 5 E lon 6",
            "38.5 10 N 9 W",
            "--5, 6",
            "°5, 6",
        ] {
            assert_eq!(parse_point(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail_hard(text in ".{0,40}") {
            let _ = parse_point(&text);
        }

        #[test]
        fn no_near_place_makes_it_fail_hard(text in "[-+0-9.,;:°'\"NSEWelatond ]{0,40}") {
            let _ = parse_point(&text);
        }

        #[test]
        fn a_place_reads_back_from_its_letters(lon in -180.0..180.0f64, lat in -90.0..90.0f64) {
            let text = format!(
                "{:.6}{} {:.6}{}", lat.abs(), if lat < 0.0 { "S" } else { "N" }, lon.abs(), if lon < 0.0 { "W" } else { "E" },
            );
            let (x, y) = parse_point(&text).unwrap();
            proptest::prop_assert!((x - lon).abs() < 1e-5 && (y - lat).abs() < 1e-5);
        }
    }
}
