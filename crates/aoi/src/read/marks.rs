//! Marks that mean one thing to one writer and another to the next: a comma between numbers or within one, marks that
//! part thousands, and a letter O for west, east or zero. A text is written anew in each way in which it can be meant;
//! which of them holds is judged by what comes of it.

use std::borrow::Cow;

use crate::point::is_letter;

/// A text, written so that its marks mean one thing only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Writing<'a> {
    /// What was taken for what, in words; empty for the text as it stands.
    pub(crate) taken: Vec<&'static str>,
    pub(crate) text: Cow<'a, str>,
}

const SEPARATING: &str = "commas between numbers";
pub(crate) const DECIMAL: &str = "decimal commas";
const WEST: &str = "O is west";
const EAST: &str = "O is east";
const ZERO: &str = "O is zero";
const THOUSANDS: &str = "marks between thousands";

/// What is said of a text that was taken so.
pub(crate) fn note(taken: &str) -> Option<&'static str> {
    Some(match taken {
        DECIMAL => "Commas within numbers were read as decimal commas.",
        WEST => "The letter O was read as west.",
        EAST => "The letter O was read as east.",
        ZERO => "A letter O within a number was read as zero.",
        THOUSANDS => "Marks between thousands were left out.",
        _ => return None,
    })
}

/// Words with which writers of languages come in which O is west, and in which it is east.
const O_IS_WEST: [&str; 17] = [
    "e",
    "est",
    "este",
    "leste",
    "east",
    "ouest",
    "oeste",
    "ovest",
    "sud",
    "sur",
    "sul",
    "norte",
    "latitud",
    "longitud",
    "latitudine",
    "longitudine",
    "punto",
];
const O_IS_EAST: [&str; 12] = [
    "w",
    "west",
    "ost",
    "oost",
    "süd",
    "süden",
    "noord",
    "zuid",
    "breite",
    "länge",
    "noorderbreedte",
    "oosterlengte",
];

/// The ways in which a text can be meant, as it stands first.
pub(crate) fn writings(text: &str) -> Vec<Writing<'_>> {
    let mut plain = vec![Writing { taken: Vec::new(), text: text.into() }];
    if let Some(text) = with_decimal_commas(text) {
        plain[0].taken.push(SEPARATING);
        plain.push(Writing { taken: vec![DECIMAL], text: text.into() });
    }
    if let Some(text) = without_thousands(text) {
        plain.push(Writing { taken: vec![THOUSANDS], text: text.into() });
    }
    plain.into_iter().flat_map(letters_o).collect()
}

/// Commas between two digits as points. A number with a point has no other mark of its decimals.
fn with_decimal_commas(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    let mut any = false;
    for piece in pieces(text, |c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        let commas = piece.contains(',') && piece.starts_with(|c: char| c.is_ascii_digit());
        // Of three groups, as in "38,7,9", nothing says which of them belong together.
        let even = piece.split(',').filter(|group| !group.is_empty()).count().is_multiple_of(2);
        if !commas || !even || piece.contains('.') {
            written.push_str(piece);
            continue;
        }
        // Of "38,7,-9,2" each number has one comma; the others part them.
        let mut decimals = false;
        let mut groups = piece.split(',').peekable();
        while let Some(group) = groups.next() {
            written.push_str(group);
            let within = !decimals && groups.peek().is_some_and(|next| !next.is_empty());
            if groups.peek().is_some() {
                written.push(if within { '.' } else { ',' });
            }
            any |= within;
            decimals = within;
        }
    }
    any.then_some(written)
}

/// Numbers as `4,284,000`, `4.284.000,5` or `4'284'000` without the marks between their thousands. A single group as in
/// `38.705` or `38,705` is no such number.
fn without_thousands(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    let mut any = false;
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’');
    for piece in pieces(text, part) {
        let number = piece.trim_end_matches([',', '.']);
        match ["'", "’", ",", "."].iter().find_map(|mark| grouped(number, mark)) {
            Some((plain, certain)) => {
                any |= certain;
                written.push_str(&plain);
                written.push_str(&piece[number.len()..]);
            }
            None => written.push_str(piece),
        }
    }
    any.then_some(written)
}

/// A number whose thousands are parted by a mark, without it, and whether it can be nothing else.
fn grouped(number: &str, mark: &str) -> Option<(String, bool)> {
    let decimal = if mark == "." { ',' } else { '.' };
    let (whole, rest) =
        number.split_once(decimal).map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(mark);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let others: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let three = others.iter().all(|group| group.len() == 3 && digits(group));
    if others.is_empty() || !three || !digits(first) || !rest.is_none_or(digits) {
        return None;
    }
    let certain = others.len() > 1 || rest.is_some() || matches!(mark, "'" | "’");
    let decimals = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
    Some((format!("{first}{}{decimals}", others.concat()), certain))
}

/// The ways of a text in which only a letter O is unclear.
pub(super) fn letters_o_of(text: &str) -> Vec<Writing<'_>> {
    letters_o(Writing { taken: Vec::new(), text: text.into() })
}

/// The ways of a letter O that stands alone.
fn letters_o(writing: Writing<'_>) -> Vec<Writing<'_>> {
    if !writing.text.contains(['O', 'o']) {
        return vec![writing];
    }
    let is_o = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'O' | 'o'));
    let words: Vec<&str> = pieces(&writing.text, is_letter).collect();
    if !words.iter().any(|word| is_o(word)) {
        return vec![writing];
    }
    let spoken = |known: &[&str]| words.iter().any(|word| known.contains(&word.to_lowercase().as_str()));
    let letter = match (spoken(&O_IS_WEST), spoken(&O_IS_EAST)) {
        (true, false) => vec![(WEST, "W")],
        (false, true) => vec![(EAST, "E")],
        _ => vec![(WEST, "W"), (EAST, "E")],
    };
    let mut ways: Vec<Writing<'_>> = Vec::new();
    let mut written = |what: &'static str, put: &dyn Fn(usize, &str) -> String| {
        let text = words
            .iter()
            .enumerate()
            .map(|(place, word)| if is_o(word) { put(place, word) } else { (*word).to_owned() });
        let taken = writing.taken.iter().copied().chain([what]).collect();
        ways.push(Writing { taken, text: text.collect::<String>().into() });
    };
    for (what, name) in letter {
        written(what, &|_, word| if word.len() == 1 { format!(" {name} ") } else { word.to_owned() });
    }
    // Only what touches a number or stands before its mark can be a digit.
    let touches = |word: Option<&&str>, end: bool| {
        let near = word.and_then(|word| if end { word.chars().next_back() } else { word.chars().next() });
        let mark = |c: char| !end && matches!(c, '°' | 'º' | '\'' | '’' | '′');
        near.is_some_and(|c| c.is_ascii_digit() || c == '.' || mark(c))
    };
    let digit = |place: usize| {
        touches(words.get(place.wrapping_sub(1)), true) || touches(words.get(place + 1), false)
    };
    written(ZERO, &|place, word| if digit(place) { "0".repeat(word.len()) } else { word.to_owned() });
    ways
}

/// The text in pieces, each wholly of letters for which `of` holds or wholly of others.
fn pieces(text: &str, of: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let kind = of(rest.chars().next()?);
        let end = rest.find(|c| of(c) != kind).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(text: &str) -> Vec<String> {
        writings(text).into_iter().skip(1).map(|writing| writing.text.into_owned()).collect()
    }

    #[test]
    fn a_comma_between_digits_may_be_decimal_unless_the_number_has_a_point() {
        for (text, decimal) in [
            ("38,7905625, -9,793281", "38.7905625, -9.793281"),
            ("48,8566; 2,3522", "48.8566; 2.3522"),
            ("38,7,-9,2", "38.7,-9.2"),
            ("48,85,2,35", "48.85,2.35"),
            ("N51 58,123 E7 35,456", "N51 58.123 E7 35.456"),
            ("38,7 -9,2\n38.7 -9.0", "38.7 -9.2\n38.7 -9.0"),
        ] {
            assert_eq!(ways(text), [decimal], "{text}");
        }
        for text in
            ["38.7,-9.1", "-9.1,38.7,0", "38.7, -9.1", "1, 2, 3", "38,7,9", "1,2,0 3,2,0", "38 -9", ""]
        {
            assert!(ways(text).is_empty(), "{text}: {:?}", ways(text));
        }
    }

    #[test]
    fn marks_between_thousands_are_known_where_they_can_be_nothing_else() {
        for (text, plain) in [
            ("470,000.0 4,284,000.0", "470000.0 4284000.0"),
            ("2'600'000 1'200'000", "2600000 1200000"),
            ("470.000,5 4.284.000,25", "470000.5 4284000.25"),
        ] {
            assert!(ways(text).contains(&plain.to_owned()), "{text}: {:?}", ways(text));
        }
        assert!(ways("38.705 -9.123").is_empty());
        assert!(!ways("38,705 -9,123").contains(&"38705 -9123".to_owned()));
        assert!(ways("38°42'10 9°05'20").is_empty());
    }

    #[test]
    fn a_letter_o_is_west_east_or_zero_as_the_other_words_allow() {
        let taken = |text: &str| -> Vec<String> {
            writings(text).into_iter().map(|writing| writing.taken.join(", ")).collect()
        };
        assert_eq!(taken("16°N 22°O"), [WEST, EAST, ZERO]);
        assert_eq!(taken("16°N 22°O, 16°N 5°E"), [WEST, ZERO]);
        assert_eq!(taken("16°N 22°O, 16°N 5°W"), [EAST, ZERO]);
        assert_eq!(taken("Breite 48 N Länge 9 O"), [EAST, ZERO]);
        assert_eq!(ways("38.7O5 N 9.OO W").last().unwrap(), "38.705 N 9.00 W");
        assert_eq!(taken("Oslo"), [""]);
    }
}
