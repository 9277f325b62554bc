//! The typeface: Inter in two weights, measured as it is set.

use rustybuzz::{Face, UnicodeBuffer, shape};

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

fn letters(weight: Weight) -> Option<Face<'static>> {
    Face::from_slice(face(weight), 0)
}

/// The text with what the typeface has no letter for shown as a question mark, and without what can't be seen.
pub(super) fn printable(text: &str, weight: Weight) -> String {
    let Some(face) = letters(weight) else { return text.to_owned() };
    let seen = text.chars().filter(|letter| !letter.is_control());
    seen.map(|letter| if face.glyph_index(letter).is_some() { letter } else { '?' }).collect()
}

/// How wide a text is set, in points: shaped as the document shapes it, with pairs of letters moved together.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let Some(face) = letters(weight) else { return 0.0 };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&printable(text, weight));
    let advances =
        shape(&face, &[], buffer).glyph_positions().iter().map(|glyph| glyph.x_advance).sum::<i32>();
    advances as f32 * size / face.units_per_em() as f32
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
