//! Places in the grids of maps: UTM and MGRS, as people type them, one after another.

use geoconvert::{Mgrs, UtmUps};

use super::found::excerpt;
use crate::error::AoiError;
use crate::ring::Position;

/// What the letter S after a number of a zone is where it may be two things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LetterS {
    /// Not known: it is an error.
    Unclear,
    /// The southern half of the zone.
    South,
    /// The band between 32 and 40 degrees north.
    Band,
}

/// All places of a text in which each is one of UTM or MGRS; `None` when the first is neither. Lines, semicolons and, where
/// nothing else does, spaces part them.
pub(crate) fn places(text: &str, letter: LetterS) -> Option<Result<Vec<Position>, AoiError>> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches(['°', '"', '\'']).to_ascii_uppercase())
        .collect();
    let (mut rest, mut places) = (words.as_slice(), Vec::new());
    while !rest.is_empty() {
        match place(rest, letter) {
            Some((Ok(place), taken)) => {
                places.push(place);
                rest = &rest[taken..];
            }
            Some((Err(error), _)) => return Some(Err(error)),
            None if places.is_empty() => return None,
            None => {
                let reason = format!("'{}' is no place of a grid", excerpt(&rest[0]));
                let place = format!("place {}", places.len() + 1);
                return Some(Err(AoiError::Malformed { form: "list of grid references", place, reason }));
            }
        }
    }
    (!places.is_empty()).then_some(Ok(places))
}

/// The place at the beginning of some words, and how many of them it takes.
fn place(words: &[String], letter: LetterS) -> Option<(Result<Position, AoiError>, usize)> {
    utm(words, letter).or_else(|| mgrs(words))
}

/// `29 N 487654 4287654`, `29N 487654mE 4287654mN`, with or without the word UTM or zone.
fn utm(words: &[String], letter: LetterS) -> Option<(Result<Position, AoiError>, usize)> {
    let skipped = words.iter().take_while(|word| matches!(word.as_str(), "UTM" | "ZONE" | "WGS84")).count();
    let words = &words[skipped..];
    let first = words.first()?;
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let zone: i32 = first.get(..digits)?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
    let (band, after) = match &first[digits..] {
        "" => (words.get(1)?.as_str(), 2),
        band => (band, 1),
    };
    let easting = metres(words.get(after)?, "E")?;
    let northing = metres(words.get(after + 1)?, "N")?;
    let north = match band {
        "NORTH" | "N" => true,
        "SOUTH" => false,
        // South, or the band between 32 and 40 degrees north, where no northing is higher than 4,432,000 m.
        "S" if (3_540_000.0..4_440_000.0).contains(&northing) && letter != LetterS::South => {
            if letter == LetterS::Band {
                return Some((converted(zone, true, easting, northing), skipped + after + 2));
            }
            let message = format!(
                "{zone}S may be the southern half of the zone or the band S north of the equator: \
                 write {zone} SOUTH or {zone} NORTH"
            );
            return Some((Err(AoiError::Ambiguous(message)), skipped + after + 2));
        }
        "S" => false,
        band if band.len() == 1 && ("C".."Y").contains(&band) => band >= "N",
        _ => return None,
    };
    Some((converted(zone, north, easting, northing), skipped + after + 2))
}

/// The place of a position in a zone of UTM.
///
/// # Errors
/// When the position lies far outside the zone.
pub(super) fn converted(zone: i32, north: bool, easting: f64, northing: f64) -> Result<Position, AoiError> {
    let place = UtmUps::create(zone, north, easting, northing).map(|utm| utm.to_latlon());
    place.map(|place| [place.longitude(), place.latitude()]).map_err(|error| refused(&error))
}

fn metres(word: &str, letter: &str) -> Option<f64> {
    let number = word.trim_end_matches(letter).trim_end_matches('M');
    number.parse().ok().filter(|metres: &f64| metres.is_finite() && *metres >= 1_000.0)
}

/// `29SMC8765487654`, also with spaces between its parts.
fn mgrs(words: &[String]) -> Option<(Result<Position, AoiError>, usize)> {
    (1..=4).filter(|taken| *taken <= words.len()).find_map(|taken| {
        let joined = words[..taken].concat();
        if !is_mgrs(&joined) {
            return None;
        }
        // A longer reading is meant when it is one too: "29S MC 87654 87654" is not "29SMC" alone.
        let longer = (taken + 1..=4.min(words.len())).any(|more| is_mgrs(&words[..more].concat()));
        if longer {
            return None;
        }
        let place = Mgrs::parse_str(&joined).map(|mgrs| mgrs.to_latlon());
        let place = place.map(|place| [place.longitude(), place.latitude()]).map_err(|error| refused(&error));
        Some((place, taken))
    })
}

/// Zone, band, two letters of a square, and as many digits for the easting as for the northing.
fn is_mgrs(text: &str) -> bool {
    let zone = text.bytes().take_while(u8::is_ascii_digit).count();
    let letters = text.bytes().skip(zone).take_while(u8::is_ascii_uppercase).count();
    let digits = text.bytes().skip(zone + 3).take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&zone)
        && letters == 3
        && zone + 3 + digits == text.len()
        && digits.is_multiple_of(2)
        && (2..=10).contains(&digits)
        && text[..zone].parse().is_ok_and(|zone: u8| (1..=60).contains(&zone))
}

fn refused(error: &geoconvert::Error) -> AoiError {
    AoiError::Ambiguous(format!("a grid reference is not possible: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, wanted: &[Position]) {
        let found = places(text, LetterS::Unclear).unwrap_or_else(|| panic!("{text}")).unwrap();
        assert_eq!(found.len(), wanted.len(), "{text}");
        for (is, wanted) in found.iter().zip(wanted) {
            assert!((0..2).all(|axis| (is[axis] - wanted[axis]).abs() < 2e-5), "{text}: {is:?} {wanted:?}");
        }
    }

    #[test]
    fn utm_is_read_in_its_spellings() {
        // GeoConvert of GeographicLib: 18N 585664.121 4511315.422 is 40.748333 -73.985278.
        let new_york = [[-73.985_278, 40.748_333]];
        for text in [
            "18 N 585664.121 4511315.422",
            "18N 585664.121 4511315.422",
            "18T 585664.121mE 4511315.422mN",
            "UTM zone 18 north 585664.121 4511315.422",
            "18t 585664.121 4511315.422",
        ] {
            near(text, &new_york);
        }
        near(
            "23 S 683473 7460695\n23 south 683473 7460695",
            &[[-43.210_5, -22.952_0]; 2].map(|_| {
                let place = UtmUps::create(23, false, 683_473.0, 7_460_695.0).unwrap().to_latlon();
                [place.longitude(), place.latitude()]
            }),
        );
    }

    #[test]
    fn mgrs_is_read_with_and_without_spaces() {
        for text in ["18TWL8566411315", "18T WL 85664 11315", "18TWL 85664 11315", "18T WL 8566411315"] {
            near(text, &[[-73.985_27, 40.748_33]]);
        }
        assert_eq!(
            places("18TWL8566411315 18TWL8600011000; 18TWL 86000 12000", LetterS::Unclear)
                .unwrap()
                .unwrap()
                .len(),
            3
        );
    }

    #[test]
    fn what_is_no_grid_is_left_to_others_and_what_is_unclear_is_said() {
        for text in ["38.7 N 9.1 W", "1 2\n3 4", "house", "", "POLYGON ((1 2))", "-9.1,38.7,-8.9,38.9"] {
            assert!(places(text, LetterS::Unclear).is_none(), "{text}");
        }
        let says = |text: &str| places(text, LetterS::Unclear).unwrap().unwrap_err().to_string();
        assert!(says("29S 487654 4287654").contains("29 SOUTH"));
        assert!(says("18N 585664 4511315\nhouse").contains("HOUSE"));
        assert!(says("18N 9985664 4511315").contains("not possible"));
    }
}
