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

/// The place nearest to a position.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct NearPlace {
    /// Its name.
    pub name: String,
    /// Region and country, in English.
    pub country: String,
    /// How far away it is, in km.
    #[specta(type = specta_typescript::Number)]
    pub km: f64,
}

struct Entry {
    place: Place,
    /// Its names, folded for comparison.
    folded: Vec<String>,
}

/// Tab separated, largest population first; see `data/README.md`.
static PACKED: &[u8] = include_bytes!("../data/places.tsv.gz");
const MOST: usize = 12;

/// Mean radius of the earth, in km: what is near is told to a kilometre or two.
const EARTH_KM: f64 = 6371.0088;

/// Places whose name begins with the text, largest first, then those with a later word that does. Typed coordinates come
/// before all; where they can be meant in several ways, each.
pub(crate) fn find(text: &str) -> Vec<Place> {
    let typed = |(lon, lat): (f64, f64)| Place {
        name: format!("{lat:.5}, {lon:.5}"),
        country: String::new(),
        lon,
        lat,
    };
    let mut found: Vec<Place> = aoi::parse_points(text).into_iter().map(typed).collect();
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

/// The place nearest to a longitude and latitude; `None` when they are no numbers.
pub(crate) fn nearest(lon: f64, lat: f64) -> Option<NearPlace> {
    // A chord is shorter exactly where the way over the ground is.
    let here = on_sphere(lon, lat);
    let chord = |place: &Place| {
        let there = on_sphere(place.lon, place.lat);
        (0..3).map(|axis| (here[axis] - there[axis]).powi(2)).sum::<f64>()
    };
    let nearest = entries().iter().map(|entry| (chord(&entry.place), &entry.place));
    let (chord, place) =
        nearest.filter(|(chord, _)| chord.is_finite()).min_by(|one, other| one.0.total_cmp(&other.0))?;
    let km = 2.0 * EARTH_KM * (chord.sqrt() / 2.0).min(1.0).asin();
    Some(NearPlace { name: place.name.clone(), country: place.country.clone(), km })
}

fn on_sphere(lon: f64, lat: f64) -> [f64; 3] {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
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
        let commas = find("38,7905625, -9,793281");
        assert_eq!((commas[0].lon, commas[0].lat), (-9.793_281, 38.790_562_5));
        assert_eq!(find("16.7 N 22.9 O").len(), 2);
    }

    #[test]
    fn the_nearest_place_is_told_with_its_distance() {
        let near = nearest(-9.1393, 38.7223).unwrap();
        assert!(near.country.ends_with("Portugal") && near.km < 5.0, "{near:?}");
        let sea = nearest(-30.0, 35.0).unwrap();
        assert!(sea.km > 200.0, "{sea:?}");
        let over = nearest(180.5, -17.8).unwrap();
        assert!(over.country.ends_with("Fiji") && over.km < 200.0, "{over:?}");
        assert_eq!(nearest(f64::NAN, 0.0), None);
    }
}
