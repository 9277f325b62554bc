//! The names of the records of a dBASE table, which is what a Shapefile keeps its attributes in.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::found::name_among;
use super::text::code_page;

const HEADER: usize = 32;

struct Field {
    name: String,
    from: usize,
    length: usize,
}

/// The name of each record; `None` for one without.
pub(super) fn names(bytes: &[u8], cpg: Option<&str>) -> Result<Vec<Option<String>>, &'static str> {
    let whole =
        |at: usize| bytes.get(at..at + 2).map(|two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let records = bytes.get(4..8).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let (records, start, length) = match (records, whole(8), whole(10)) {
        (Some(records), Some(start), Some(length)) if length > 0 && start >= HEADER => {
            (records as usize, start, length)
        }
        _ => return Err("its header breaks off"),
    };
    let encoding = cpg.and_then(code_page).or_else(|| driver(bytes.get(29).copied().unwrap_or(0)));
    let fields = fields(bytes.get(HEADER..start).ok_or("its header breaks off")?, encoding);
    let rows = bytes.get(start..).unwrap_or_default().chunks_exact(length).take(records);
    Ok(rows.map(|row| name(row, &fields, encoding)).collect())
}

fn fields(bytes: &[u8], encoding: Option<&'static Encoding>) -> Vec<Field> {
    // The first byte of a record says whether it is deleted.
    let mut from = 1;
    let mut fields = Vec::new();
    for descriptor in bytes.chunks_exact(32).take_while(|descriptor| descriptor[0] != b'\r') {
        let name = descriptor[..11].split(|byte| *byte == 0).next().unwrap_or_default();
        let (kind, length) = (descriptor[11], usize::from(descriptor[16]));
        if matches!(kind, b'C' | b'N' | b'F' | b'I' | b'L' | b'D') {
            fields.push(Field { name: decoded(name, encoding), from, length });
        }
        from += length;
    }
    fields
}

fn name(row: &[u8], fields: &[Field], encoding: Option<&'static Encoding>) -> Option<String> {
    let value = |field: &Field| {
        let bytes = row.get(field.from..field.from + field.length).unwrap_or_default();
        decoded(bytes, encoding).trim_matches(['\0', ' ']).to_owned()
    };
    let values: Vec<String> = fields.iter().map(value).collect();
    let attributes: Vec<(&str, &str)> =
        fields.iter().zip(&values).map(|(field, value)| (field.name.as_str(), value.as_str())).collect();
    name_among(&attributes)
}

/// Without a word about it, UTF-8 where it fits and the table of old Windows where it does not.
fn decoded(bytes: &[u8], encoding: Option<&'static Encoding>) -> String {
    let encoding = encoding.unwrap_or(if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The language driver of the header.
fn driver(id: u8) -> Option<&'static Encoding> {
    let label = match id {
        0x03 | 0x57 | 0x58 | 0x59 => "windows-1252",
        0x64 | 0xC8 => "windows-1250",
        0x65 | 0xC9 => "windows-1251",
        0xCA => "windows-1254",
        0xCB => "windows-1253",
        0x7B | 0x13 => "shift_jis",
        0x7A | 0x4D => "gbk",
        0x4E | 0x79 => "euc-kr",
        0x4F | 0x78 => "big5",
        0x26 | 0x65..=0x66 => "ibm866",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A table of texts.
    pub(crate) fn table(fields: &[(&str, usize)], rows: &[&[&[u8]]]) -> Vec<u8> {
        let length = 1 + fields.iter().map(|(_, length)| length).sum::<usize>();
        let mut bytes = vec![3, 124, 1, 1];
        bytes.extend((rows.len() as u32).to_le_bytes());
        bytes.extend(((HEADER + 32 * fields.len() + 1) as u16).to_le_bytes());
        bytes.extend((length as u16).to_le_bytes());
        bytes.resize(HEADER, 0);
        for (name, length) in fields {
            let mut descriptor = [0; 32];
            descriptor[..name.len()].copy_from_slice(name.as_bytes());
            descriptor[11] = b'C';
            descriptor[16] = *length as u8;
            bytes.extend(descriptor);
        }
        bytes.push(b'\r');
        for row in rows {
            bytes.push(b' ');
            for ((_, length), value) in fields.iter().zip(*row) {
                bytes.extend(*value);
                bytes.resize(bytes.len() + length - value.len(), b' ');
            }
        }
        bytes
    }

    #[test]
    fn names_are_read_in_their_code_page() {
        let table = table(&[("ID", 4), ("NOM", 10)], &[&[b"1", b"Ch\xe2teau"], &[b"2", b""]]);
        assert_eq!(names(&table, None).unwrap(), [Some("Château".to_owned()), Some("2".to_owned())]);
        assert_eq!(names(&table, Some("1250")).unwrap()[0].as_deref(), Some("Château"));
        assert_eq!(names(&table, Some("1251")).unwrap()[0].as_deref(), Some("Chвteau"));
        assert!(names(&table[..20], None).is_err());
        assert_eq!(names(&table[..table.len() - 5], None).unwrap().len(), 1);
    }
}
