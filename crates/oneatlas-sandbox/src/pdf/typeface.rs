//! The typeface: Inter in two weights, measured by its own advances.

use ttf_parser::Face;

static REGULAR: &[u8] = include_bytes!("../../data/fonts/Inter-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../data/fonts/Inter-SemiBold.otf");

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The bytes of the typeface.
pub(super) fn face(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR,
        Weight::Bold => BOLD,
    }
}

/// The text with what the typeface has no letter for shown as a question mark, and without what can't be seen.
pub(super) fn printable(text: &str, weight: Weight) -> String {
    let Ok(face) = Face::parse(face(weight), 0) else { return text.to_owned() };
    let letters = text.chars().filter(|letter| !letter.is_control());
    letters.map(|letter| if face.glyph_index(letter).is_some() { letter } else { '?' }).collect()
}

/// How wide a text is, in points.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let Ok(face) = Face::parse(face(weight), 0) else { return 0.0 };
    let scale = size / f32::from(face.units_per_em());
    let advance =
        |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
    printable(text, weight).chars().map(|letter| f32::from(advance(letter)) * scale).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_three_scripts_are_there_and_others_are_marked() {
        assert_eq!(printable("Łódź Ωμέγα Київ 12 km² – ·", Weight::Regular), "Łódź Ωμέγα Київ 12 km² – ·");
        assert_eq!(printable("東京\u{7}", Weight::Bold), "??");
        assert!(width("WWW", 10.0, Weight::Bold) > width("iii", 10.0, Weight::Bold));
    }
}
