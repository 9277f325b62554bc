//! Areas in files of the user.

use std::path::{Path, PathBuf};

use aoi::{ReadAnswers, Reading, Source};
use serde::Serialize;

use super::geopackage;
use crate::error::DeskError;

/// Endings of files that may hold areas, for a dialog.
pub const AREA_ENDINGS: [&str; 15] = [
    "geojson", "json", "kml", "kmz", "zip", "shp", "gpkg", "fgb", "gpx", "csv", "wkt", "wkb", "txt", "jsonl",
    "geojsonl",
];
/// Parts of a Shapefile that say something of its shapes.
const PARTS: [&str; 3] = ["dbf", "prj", "cpg"];
/// All that may lie beside a `.shp` and is no file of areas by itself.
const BESIDE: [&str; 9] = ["dbf", "prj", "cpg", "shx", "sbn", "sbx", "qix", "qpj", "cst"];

/// A file with what was read from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FileReading {
    /// Where it is; to be given again with an answer, when there is a question.
    pub path: String,
    /// What it holds.
    pub reading: Reading,
}

/// Reads files. The parts of a Shapefile are read with it, not by themselves. Areas without a name get that of the file.
///
/// # Errors
/// When one cannot be read; it says which.
pub fn read_area_files(paths: &[PathBuf], answers: &ReadAnswers) -> Result<Vec<FileReading>, DeskError> {
    let beside = |path: &&PathBuf| {
        BESIDE.contains(&ending(path).as_str()) && paths.iter().any(|other| is_shape(other, path))
    };
    paths.iter().filter(|path| !beside(path)).map(|path| read_file(path, answers)).collect()
}

fn is_shape(path: &Path, of: &Path) -> bool {
    ending(path) == "shp" && path.with_extension("") == of.with_extension("")
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn read_file(path: &Path, answers: &ReadAnswers) -> Result<FileReading, DeskError> {
    let bytes = bytes_of(path)?;
    let siblings = if ending(path) == "shp" { siblings(path)? } else { Vec::new() };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source { name: &name, bytes: &bytes, siblings: &siblings };
    let read = || match aoi::geopackage_in(&source, answers)? {
        Some(database) => geopackage::read(&database, answers),
        None => aoi::read_file(&source, answers),
    };
    let mut reading = read().map_err(|error| DeskError::area_file(path, error))?;
    name_after(&mut reading, path);
    Ok(FileReading { path: path.display().to_string(), reading })
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, DeskError> {
    let failed = |source| DeskError::file("could not read", path, source);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > aoi::LARGEST_FILE as u64 {
        let error = aoi::AoiError::TooLarge { what: "bytes", limit: aoi::LARGEST_FILE };
        return Err(DeskError::area_file(path, error));
    }
    std::fs::read(path).map_err(failed)
}

/// The parts beside a `.shp`, whatever the case of their endings.
fn siblings(path: &Path) -> Result<Vec<(String, Vec<u8>)>, DeskError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let stem = path.file_stem();
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries.flatten().map(|entry| entry.path()) {
        if entry.file_stem() == stem && PARTS.contains(&ending(&entry).as_str()) {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            found.push((name, bytes_of(&entry)?));
        }
    }
    Ok(found)
}

fn name_after(reading: &mut Reading, path: &Path) {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let count = reading.areas.len() + reading.lines.len();
    let areas = reading.areas.iter_mut().map(|area| &mut area.name);
    let names = areas.chain(reading.lines.iter_mut().map(|line| &mut line.name));
    for (place, name) in names.enumerate().filter(|(_, name)| name.is_none()) {
        *name = Some(if count == 1 { stem.clone() } else { format!("{stem} · {}", place + 1) });
    }
}
