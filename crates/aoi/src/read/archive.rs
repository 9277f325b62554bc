//! Zip archives: KMZ, zipped Shapefiles, and whatever else is read, packed. Every size is counted while it is unpacked: what
//! an archive says of itself is not believed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::answer::LayerChoice;
use super::found::excerpt;
use super::shapefile::Parts;
use super::{Source, foreign, text};
use crate::error::AoiError;
use crate::limits::{LARGEST_FILE, MOST_PACKED_FILES};

const FORM: &str = "zip archive";
/// Endings of files that are taken out of an archive.
const TAKEN: [&str; 15] = [
    "shp", "dbf", "prj", "cpg", "kml", "kmz", "geojson", "json", "gpkg", "gpx", "csv", "fgb", "wkt", "wkb",
    "txt",
];
const BESIDE: [&str; 3] = ["dbf", "prj", "cpg"];

/// A file of an archive.
pub(super) struct Packed {
    /// With its folders.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Packed {
    pub(super) fn ending(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
    }

    fn stem(&self) -> String {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem).to_lowercase()
    }
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Why an archive holds no areas: what it is, or what lies in it instead.
pub(super) fn without_areas(bytes: &[u8]) -> AoiError {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok();
    let names = archive.iter().flat_map(ZipArchive::file_names);
    let names: Vec<String> = names.filter_map(|name| Some(name.ok()?.replace('\\', "/"))).collect();
    if let Some(form) = foreign::archive(&names) {
        return AoiError::Unsupported { form };
    }
    let some: Vec<String> = names
        .iter()
        .filter(|name| !name.ends_with('/'))
        .take(3)
        .map(|name| format!("'{}'", excerpt(name)))
        .collect();
    let found = match some.as_slice() {
        [] => "no file at all".to_owned(),
        some => format!("files that are not read, such as {}", some.join(", ")),
    };
    AoiError::NoArea { form: FORM, found }
}

/// The files of an archive that may hold areas, by their names.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<Packed>, AoiError> {
    unpacked_within(bytes, LARGEST_FILE)
}

/// The same, where so many bytes may be unpacked and no more.
pub(super) fn unpacked_within(bytes: &[u8], limit: usize) -> Result<Vec<Packed>, AoiError> {
    let broken = |error: ZipError| AoiError::Malformed {
        form: FORM,
        place: "its directory".to_owned(),
        reason: error.to_string(),
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_PACKED_FILES {
        return Err(AoiError::TooLarge { what: "files in an archive", limit: MOST_PACKED_FILES });
    }
    let mut left = limit;
    let mut found = BTreeMap::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(|error| {
            let name = format!("file {}", number + 1);
            let reason = match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it needs a password".to_owned(),
                other => other.to_string(),
            };
            AoiError::Malformed { form: FORM, place: name, reason }
        })?;
        let name = file.name().map_err(broken)?.replace('\\', "/");
        let mut packed = Packed { name, bytes: Vec::new() };
        // What macOS puts beside every file of a name.
        let shadow = packed.name.starts_with("__MACOSX/") || packed.name.contains("/._");
        if file.is_dir() || shadow || !TAKEN.contains(&packed.ending().as_str()) {
            continue;
        }
        let read = file.by_ref().take(left as u64 + 1).read_to_end(&mut packed.bytes);
        read.map_err(|error| AoiError::Malformed {
            form: FORM,
            place: packed.name.clone(),
            reason: error.to_string(),
        })?;
        if packed.bytes.len() > left {
            return Err(AoiError::TooLarge { what: "unpacked bytes", limit: LARGEST_FILE });
        }
        left -= packed.bytes.len();
        found.insert(packed.name.clone(), packed);
    }
    Ok(found.into_values().collect())
}

/// The files of an archive that each hold shapes of their own. A KMZ is one thing, named by its main document; a text or a
/// JSON beside files that surely are of areas is a note of their maker.
pub(super) fn layers(files: &[Packed], kmz: bool) -> Vec<&Packed> {
    let all = |endings: &[&str]| {
        files.iter().filter(|file| endings.contains(&file.ending().as_str())).collect::<Vec<_>>()
    };
    if kmz && let Some(document) = main_document(files) {
        return vec![document];
    }
    let sure = all(&["shp", "kml", "kmz", "geojson", "gpkg", "gpx", "fgb"]);
    if sure.is_empty() { all(&["json", "csv", "wkt", "wkb", "txt"]) } else { sure }
}

/// `doc.kml`, or the KML that lies least deep.
pub(super) fn main_document(files: &[Packed]) -> Option<&Packed> {
    let documents = files.iter().filter(|file| file.ending() == "kml");
    documents.min_by_key(|file| (file.name.matches('/').count(), file.name != "doc.kml"))
}

pub(super) fn choices(layers: &[&Packed]) -> Vec<LayerChoice> {
    layers.iter().map(|layer| LayerChoice { name: layer.name.clone(), features: None }).collect()
}

/// The files of a shapefile that lies in an archive.
pub(super) fn parts<'a>(shp: &'a Packed, files: &'a [Packed]) -> Parts<'a> {
    let beside = |ending: &str| {
        files
            .iter()
            .find(|file| file.ending() == ending && file.stem() == shp.stem())
            .map(|file| &file.bytes[..])
    };
    parts_of(&shp.bytes, beside)
}

/// The files of a shapefile that lies beside its parts.
pub(super) fn loose<'a>(source: &Source<'a>) -> Parts<'a> {
    let beside = |wanted: &str| {
        let found = source.siblings.iter().find(|(name, _)| {
            name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case(wanted))
        });
        found.map(|(_, bytes)| bytes.as_slice())
    };
    parts_of(source.bytes, beside)
}

fn parts_of<'a>(shp: &'a [u8], beside: impl Fn(&str) -> Option<&'a [u8]>) -> Parts<'a> {
    let [dbf, prj, cpg] = BESIDE.map(beside);
    let letters = |bytes: &[u8]| text::decoded(bytes).into_owned();
    Parts { shp, dbf, prj: prj.map(letters), cpg: cpg.map(letters) }
}
