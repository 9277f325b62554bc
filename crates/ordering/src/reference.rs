//! Customer references: readable in front, random behind, never used twice.

/// Crockford's alphabet: no I, L, O, U, so that it can be read out on the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Eleven characters of five bits: 55 random bits.
const RANDOM_CHARACTERS: usize = 11;
const PREFIX: usize = 10;
/// Characters of a whole reference.
const LEAST: usize = RANDOM_CHARACTERS + 4;
const MOST: usize = 40;

/// A new reference such as `TAGUS-2026-11-K7M4QX2B9ZT`, at most 30 characters of ASCII. The front comes from `name`, the
/// area's; the month from `now`.
pub(crate) fn new_reference(name: &str, now: jiff::Timestamp) -> String {
    let word: String = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|part| part.len() > 2)
        .unwrap_or("SWATH")
        .chars()
        .take(PREFIX)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let month = now.strftime("%Y-%m").to_string();
    format!("{word}-{month}-{}", random())
}

/// A reference that begins as a person typed it. What is random behind it is that of `former` where the two end alike,
/// else new: two orders under one text could not be told apart at the vendor, who does not keep references apart.
pub(crate) fn typed_reference(typed: &str, former: &str) -> String {
    let typed = typed.trim();
    match (random_end(typed), random_end(former)) {
        (Some(end), Some(same)) if end == same => typed.to_owned(),
        _ => format!("{typed}-{}", random()),
    }
}

fn random() -> String {
    let mut bits = uuid::Uuid::new_v4().as_u128();
    // Version and variant of the UUID are fixed bits; 55 of the free ones lie below them.
    (0..RANDOM_CHARACTERS)
        .map(|_| {
            let character = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
            character as char
        })
        .collect()
}

/// The random characters behind the last hyphen.
fn random_end(reference: &str) -> Option<&str> {
    let (_, end) = reference.rsplit_once('-')?;
    (end.len() == RANDOM_CHARACTERS && end.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(end)
}

/// Whether a reference can be used: short, printable, nothing that the vendor's search would read as grammar, and random
/// behind, so that nobody else has it.
pub(crate) fn is_usable(reference: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (LEAST..=MOST).contains(&reference.len())
        && reference.chars().all(allowed)
        && random_end(reference).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_readable_usable_and_all_different() {
        let now: jiff::Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        let made: std::collections::HashSet<String> =
            (0..2000).map(|_| new_reference("Tagus estuary, east bank", now)).collect();
        assert_eq!(made.len(), 2000);
        assert!(made.iter().all(|r| r.starts_with("TAGUS-2026-11-") && is_usable(r)));
        assert!(new_reference("Øy", now).starts_with("SWATH-"));
        assert!(new_reference("St Malo", now).starts_with("MALO-"), "two letters say little");
    }

    #[test]
    fn a_reference_with_grammar_in_it_is_not_usable() {
        for bad in ["has space", "star*star", "paren(theses)", "", "ab", &"x".repeat(29)] {
            let reference = typed_reference(bad, "");
            assert!(!is_usable(&reference), "{reference}");
        }
        assert!(is_usable(&typed_reference(&"x".repeat(28), "")));
    }

    #[test]
    fn a_typed_text_alone_is_no_reference_and_gets_a_random_end_once() {
        assert!(!is_usable("TAGUS-2026"));
        let first = typed_reference(" TAGUS-2026 ", "TAGUS-2026-11-K7M4QX2B9ZT");
        assert!(first.starts_with("TAGUS-2026-") && is_usable(&first));
        assert_ne!(first, typed_reference("TAGUS-2026", &first), "the same text twice is two references");
        assert_eq!(typed_reference(&first, &first), first);
        let end = first.rsplit_once('-').unwrap().1;
        let renamed = format!("PORT-7-{end}");
        assert_eq!(typed_reference(&renamed, &first), renamed, "the front was edited");
        // The end of another order's reference is no end of one's own.
        assert_ne!(typed_reference(&renamed, "TAGUS-2026-11-K7M4QX2B9ZT"), renamed);
    }
}
