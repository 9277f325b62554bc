//! Areas of interest: read, check, mend, keep, write; and places to go to.

use std::path::{Path, PathBuf};

use aoi::{AreaPolygon, AreaReport, MendKind, ReadArea};
use ordering::{Area, DeskError};
use tauri::State;

use super::Answer;
use crate::error::{AppError, ErrorCode};
use crate::places::{self, Place};
use crate::state::Shell;

/// Larger files are no areas that can be ordered.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
const ENDINGS: [&str; 5] = ["geojson", "json", "wkt", "kml", "txt"];

#[tauri::command]
#[specta::specta]
pub async fn check_area(polygon: AreaPolygon) -> Answer<AreaReport> {
    Ok(aoi::check(&polygon))
}

#[tauri::command]
#[specta::specta]
pub async fn read_areas(text: String) -> Answer<Vec<ReadArea>> {
    Ok(aoi::read(&text).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn open_area_file(shell: State<'_, Shell>) -> Answer<Vec<ReadArea>> {
    match shell.surroundings().pick_file("Open an area", &ENDINGS).await {
        Some(path) => read_file(&path),
        None => Ok(Vec::new()),
    }
}

#[tauri::command]
#[specta::specta]
pub async fn read_area_file(path: String) -> Answer<Vec<ReadArea>> {
    read_file(&PathBuf::from(path))
}

#[tauri::command]
#[specta::specta]
pub async fn mend_area(polygon: AreaPolygon, kind: MendKind) -> Answer<Vec<AreaReport>> {
    Ok(aoi::mend(&polygon, kind).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_areas(shell: State<'_, Shell>) -> Answer<Vec<Area>> {
    Ok(shell.desk()?.areas()?)
}

#[tauri::command]
#[specta::specta]
pub async fn save_area(
    shell: State<'_, Shell>,
    id: Option<String>,
    name: String,
    polygon: AreaPolygon,
) -> Answer<Area> {
    Ok(shell.desk()?.save_area(id, &name, &polygon)?)
}

#[tauri::command]
#[specta::specta]
pub async fn rename_area(shell: State<'_, Shell>, id: String, name: String) -> Answer<Area> {
    let desk = shell.desk()?;
    let area = desk.area(&id)?;
    Ok(desk.save_area(Some(id), &name, &area.report.polygon)?)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_area(shell: State<'_, Shell>, id: String) -> Answer<()> {
    Ok(shell.desk()?.remove_area(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn export_area(shell: State<'_, Shell>, id: String) -> Answer<Option<String>> {
    let area = shell.desk()?.area(&id)?;
    let text = aoi::write_geojson(&area.name, &area.report.polygon);
    save_text(&shell, "Export the area", &format!("{}.geojson", area.name), &text).await
}

#[tauri::command]
#[specta::specta]
pub async fn find_places(text: String) -> Answer<Vec<Place>> {
    Ok(places::find(&text))
}

/// Asks where, and writes; the path, or none when the user cancels.
pub(crate) async fn save_text(shell: &Shell, title: &str, name: &str, text: &str) -> Answer<Option<String>> {
    let name: String = name.chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let Some(path) = shell.surroundings().pick_target(title, &name).await else { return Ok(None) };
    let shown = path.display().to_string();
    std::fs::write(&path, text).map_err(|source| DeskError::File {
        action: "could not write",
        path: shown.clone(),
        source,
    })?;
    Ok(Some(shown))
}

fn read_file(path: &Path) -> Answer<Vec<ReadArea>> {
    let shown = path.display().to_string();
    let failed = |source| DeskError::File { action: "could not read", path: shown.clone(), source };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if !ending.as_deref().is_some_and(|ending| ENDINGS.contains(&ending)) {
        return Err(AppError::new(
            ErrorCode::InvalidArea,
            format!("{shown} is of a kind that Swath does not read yet"),
            "It reads GeoJSON, KML, WKT and text with coordinates.",
        ));
    }
    if std::fs::metadata(path).map_err(failed)?.len() > LARGEST_FILE {
        let text = format!("{shown} is larger than 64 MB");
        return Err(AppError::new(
            ErrorCode::InvalidArea,
            text,
            "Save only the outline you need and try again.",
        ));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let mut areas = aoi::read(&String::from_utf8_lossy(&bytes)).map_err(DeskError::from)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let count = areas.len();
    for (place, area) in areas.iter_mut().enumerate().filter(|(_, area)| area.name.is_none()) {
        area.name = Some(if count == 1 { stem.clone() } else { format!("{stem} · {}", place + 1) });
    }
    Ok(areas)
}
