//! Place search over a bundled list of GeoNames places (CC BY 4.0), and over typed coordinates.

use std::io::Read;
use std::sync::OnceLock;

use serde::Serialize;

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Region and country, in English; empty for coordinates.
    pub country: String,
    /// Longitude, WGS 84.
    #[specta(type = specta_typescript::Number)]
    pub lon: f64,
    /// Latitude.
    #[specta(type = specta_typescript::Number)]
    pub lat: f64,
}

struct Entry {
    place: Place,
    /// Its names, folded for comparison.
    folded: Vec<String>,
}

/// Tab separated, largest population first; see `data/README.md`.
static PACKED: &[u8] = include_bytes!("../data/places.tsv.gz");
const MOST: usize = 12;

/// Places whose name begins with the text, largest first, then those with a later word that does. Typed coordinates come
/// before all.
pub(crate) fn find(text: &str) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    if let Some((lon, lat)) = aoi::parse_point(text) {
        found.push(Place { name: format!("{lat:.5}, {lon:.5}"), country: String::new(), lon, lat });
    }
    let wanted = fold(text);
    if wanted.chars().count() < 2 {
        return found;
    }
    let begins = |entry: &&Entry| entry.folded.iter().any(|name| name.starts_with(&wanted));
    let inside = format!(" {wanted}");
    let later = |entry: &&Entry| !begins(entry) && entry.folded.iter().any(|name| name.contains(&inside));
    let all = entries();
    found.extend(all.iter().filter(begins).take(MOST).map(|entry| entry.place.clone()));
    let room = MOST.saturating_sub(found.len());
    found.extend(all.iter().filter(later).take(room).map(|entry| entry.place.clone()));
    found
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut text = String::new();
        let read = flate2::read::GzDecoder::new(PACKED).read_to_string(&mut text);
        if let Err(error) = read {
            tracing::error!(%error, "the list of places cannot be read");
        }
        text.lines().filter_map(entry).collect()
    })
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let (name, others, country) = (fields.next()?, fields.next()?, fields.next()?);
    let (lon, lat) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    // After the population; tells places of one name apart.
    let region = fields.nth(1).unwrap_or_default();
    let country = if region.is_empty() { country.to_owned() } else { format!("{region}, {country}") };
    let mut folded = vec![fold(name)];
    folded.extend(others.split(',').map(fold).filter(|other| !other.is_empty()));
    Some(Entry { place: Place { name: name.to_owned(), country, lon, lat }, folded })
}

/// Lower case, without the accents of Latin letters, so that "sao" finds "São Paulo".
fn fold(text: &str) -> String {
    text.trim().chars().flat_map(char::to_lowercase).map(plain_letter).collect()
}

fn plain_letter(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_their_beginning_without_accents_and_largest_first() {
        let found = find("lisb");
        assert!(found.iter().any(|place| place.country.ends_with("Portugal")), "{found:?}");
        assert!(find("sao pau").iter().any(|place| place.name == "São Paulo"));
        assert!(find("x").is_empty());
        assert!(find("no such place at all").is_empty());
    }

    #[test]
    fn typed_coordinates_are_a_place() {
        let found = find("38.72, -9.14");
        assert!(!found.is_empty());
    }
}
