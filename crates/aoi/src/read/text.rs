//! Bytes to letters: byte order marks, the bytes themselves, what an XML prolog says of them where it can be true, and the
//! table of old Windows where nothing else fits.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The letters of a file. What the bytes are counts before what they are said to be: programs declare UTF-16 or Latin-1 and
/// write UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // A declaration that can be read byte by byte is not written in UTF-16.
    let declared = declared(bytes).filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    match (std::str::from_utf8(bytes), declared) {
        (Ok(text), declared) if declared.is_none_or(|encoding| is_surely_utf8(text, encoding)) => {
            Cow::Borrowed(text)
        }
        (_, Some(encoding)) => encoding.decode_without_bom_handling(bytes).0,
        (_, None) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Whether bytes that make good UTF-8 are that, and not what they are declared to be. With tables of single bytes they can't
/// be both by chance. Two bytes of a Chinese, Japanese or Korean letter can; three of UTF-8 in a row hardly.
fn is_surely_utf8(text: &str, declared: &'static Encoding) -> bool {
    declared.is_single_byte()
        || text.is_ascii() && declared.is_ascii_compatible()
        || text.chars().any(|c| c.len_utf8() > 2)
}

/// Whether bytes are letters rather than numbers.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some()
        || unmarked_utf16(bytes).is_some()
        || !bytes.iter().take(64).any(|byte| *byte < 9)
}

/// UTF-16 without a mark, as some programs write it: every other byte of plain letters is nothing.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let plain = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    match *bytes.get(..4)? {
        [a, 0, b, 0] if plain(a) && plain(b) => Some(UTF_16LE),
        [0, a, 0, b] if plain(a) && plain(b) => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of an XML prolog.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let head = String::from_utf8_lossy(head);
    let prolog = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let value = prolog.split("encoding").nth(1)?.trim_start_matches([' ', '=']);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

/// The table of a dBASE file by what its `.cpg` says: a name, or the number of a code page.
pub(super) fn code_page(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    let known = Encoding::for_label(label.as_bytes());
    let number = || {
        label.trim_start_matches(|c: char| !c.is_ascii_digit()).split(|c: char| !c.is_ascii_digit()).next()
    };
    known.or_else(|| match number()? {
        "65001" => Some(UTF_8),
        "88591" => Encoding::for_label(b"iso-8859-1"),
        "936" => Encoding::for_label(b"gbk"),
        "932" => Encoding::for_label(b"shift_jis"),
        "949" => Encoding::for_label(b"euc-kr"),
        "950" => Encoding::for_label(b"big5"),
        page => Encoding::for_label(format!("windows-{page}").as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_survive_whatever_they_are_written_in() {
        assert_eq!(decoded("é".as_bytes()), "é");
        assert_eq!(decoded(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(decoded(b"\xff\xfe\xe9\x00"), "é");
        assert_eq!(decoded(b"a\x00\xe9\x00"), "a\0é\0", "one letter is not enough to tell");
        assert_eq!(decoded(b"a\x00b\x00\xe9\x00"), "abé");
        assert_eq!(decoded(b"\x00a\x00b\x00\xe9"), "abé");
        assert_eq!(decoded(b"caf\xe9"), "café");
        assert!(decoded(b"<?xml version='1.0' encoding='ISO-8859-2'?><kml>\xb1</kml>").contains('ą'));
        assert!(decoded(b"<?xml version='1.0' encoding='GBK'?><kml>\xb1\xb1\xbe\xa9</kml>").contains("北京"));
        // Bytes of one letter of GBK that would be one of UTF-8 too.
        assert!(decoded(b"<?xml version='1.0' encoding='GBK'?><kml>\xcd\xa8</kml>").contains('通'));
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_not_believed() {
        for declared in [
            "UTF-16",
            "utf-16le",
            "UTF-16BE",
            "ISO-10646-UCS-2",
            "UTF-32",
            "ISO-8859-1",
            "windows-1252",
            "us-ascii",
            "KOI8-R",
            "Shift_JIS",
            "GBK",
            "nonsense",
            "",
        ] {
            let text = format!("<?xml version=\"1.0\" encoding=\"{declared}\"?><name>Évora 北京 €</name>");
            for mark in ["", "\u{feff}", "\n"] {
                let bytes = format!("{mark}{text}").into_bytes();
                assert_eq!(decoded(&bytes).trim_start(), text, "{declared}");
            }
        }
        let two = "<?xml version='1.0' encoding='ISO-8859-1'?><name>Évora</name>";
        assert_eq!(decoded(two.as_bytes()), two);
    }

    #[test]
    fn code_pages_are_known_by_name_and_number() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("1250", "windows-1250"),
            ("ANSI 1252", "windows-1252"),
            ("ISO 88591", "windows-1252"),
            ("65001", "UTF-8"),
        ] {
            assert_eq!(code_page(label).unwrap().name(), name, "{label}");
        }
        assert!(code_page("nonsense").is_none());
    }
}
