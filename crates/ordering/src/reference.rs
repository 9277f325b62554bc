//! Customer references: readable in front, random behind, never used twice.

/// Crockford's alphabet: no I, L, O, U, so that it can be read out on the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Eleven characters of five bits: 55 random bits.
const RANDOM_CHARACTERS: usize = 11;
const PREFIX: usize = 10;

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
    let mut bits = uuid::Uuid::new_v4().as_u128();
    // Version and variant of the UUID are fixed bits; 55 of the free ones lie below them.
    let random: String = (0..RANDOM_CHARACTERS)
        .map(|_| {
            let character = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
            character as char
        })
        .collect();
    format!("{word}-{month}-{random}")
}

/// Whether a reference typed by a person can be used: short, printable, nothing that the vendor's search would read as
/// grammar.
pub(crate) fn is_usable(reference: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (8..=40).contains(&reference.len()) && reference.chars().all(allowed)
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
        for bad in ["short", "has space in it", "star*star*star", "paren(theses)", &"x".repeat(41)] {
            assert!(!is_usable(bad), "{bad}");
        }
    }
}
