//! Areas of interest: read, check, mend, keep, write; and places to go to.

use std::path::PathBuf;

use aoi::{
    AREA_LIMITS, AreaForm, AreaLimit, AreaPolygon, AreaReport, MendKind, MergeKind, ReadAnswers, ReadArea,
    ReadLine, Reading,
};
use ordering::{AREA_ENDINGS, Area, BilledArea, DeskError, FileReading, NewArea};
use tauri::State;

use super::Answer;
use crate::places::{self, NearPlace, Place};
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn check_area(polygon: AreaPolygon) -> Answer<AreaReport> {
    Ok(aoi::check(&polygon))
}

#[tauri::command]
#[specta::specta]
pub async fn area_limits() -> Answer<Vec<AreaLimit>> {
    Ok(AREA_LIMITS.to_vec())
}

#[tauri::command]
#[specta::specta]
pub async fn read_areas(text: String, answers: ReadAnswers) -> Answer<Reading> {
    Ok(aoi::read_text(&text, &answers).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn open_area_file(shell: State<'_, Shell>) -> Answer<Vec<FileReading>> {
    let picked = shell.surroundings().pick_file("Open an area", &AREA_ENDINGS).await;
    let paths: Vec<PathBuf> = picked.into_iter().collect();
    Ok(ordering::read_area_files(&paths, &ReadAnswers::default())?)
}

#[tauri::command]
#[specta::specta]
pub async fn read_area_files(paths: Vec<String>, answers: ReadAnswers) -> Answer<Vec<FileReading>> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    Ok(ordering::read_area_files(&paths, &answers)?)
}

#[tauri::command]
#[specta::specta]
pub async fn mend_area(polygon: AreaPolygon, kind: MendKind) -> Answer<Vec<AreaReport>> {
    Ok(aoi::mend(&polygon, kind).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn buffer_lines(lines: Vec<ReadLine>, metres: f64) -> Answer<Vec<ReadArea>> {
    Ok(aoi::widened(&lines, metres).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn widen_area(polygon: AreaPolygon, km2: f64) -> Answer<AreaReport> {
    Ok(aoi::widened_to(&polygon, km2).map_err(DeskError::from)?)
}

/// Cuts an area along the straight line between two positions.
#[tauri::command]
#[specta::specta]
pub async fn split_area(polygon: AreaPolygon, from: (f64, f64), to: (f64, f64)) -> Answer<Vec<AreaReport>> {
    Ok(aoi::split_along(&polygon, [from.into(), to.into()]).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn merge_areas(polygons: Vec<AreaPolygon>, kind: MergeKind) -> Answer<Vec<AreaReport>> {
    Ok(aoi::merged(&polygons, kind).map_err(DeskError::from)?)
}

/// All ground within a distance of areas, in metres, and the areas themselves.
#[tauri::command]
#[specta::specta]
pub async fn grow_areas(polygons: Vec<AreaPolygon>, metres: f64) -> Answer<Vec<AreaReport>> {
    Ok(aoi::grown(&polygons, metres).map_err(DeskError::from)?)
}

#[tauri::command]
#[specta::specta]
pub async fn billed_areas(shell: State<'_, Shell>, km2: f64) -> Answer<Vec<BilledArea>> {
    Ok(shell.desk()?.billed_areas(km2).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_areas(shell: State<'_, Shell>) -> Answer<Vec<Area>> {
    Ok(shell.local_desk()?.areas()?)
}

#[tauri::command]
#[specta::specta]
pub async fn save_area(
    shell: State<'_, Shell>,
    id: Option<String>,
    name: String,
    polygon: AreaPolygon,
) -> Answer<Area> {
    Ok(shell.local_desk()?.save_area(id, &name, &polygon)?)
}

#[tauri::command]
#[specta::specta]
pub async fn save_areas(shell: State<'_, Shell>, areas: Vec<NewArea>) -> Answer<Vec<Area>> {
    Ok(shell.local_desk()?.save_areas(&areas)?)
}

#[tauri::command]
#[specta::specta]
pub async fn find_areas(shell: State<'_, Shell>, text: String) -> Answer<Vec<Area>> {
    Ok(shell.local_desk()?.find_areas(&text)?)
}

#[tauri::command]
#[specta::specta]
pub async fn color_area(shell: State<'_, Shell>, id: String, color: String) -> Answer<Area> {
    Ok(shell.local_desk()?.color_area(&id, &color)?)
}

#[tauri::command]
#[specta::specta]
pub async fn rename_area(shell: State<'_, Shell>, id: String, name: String) -> Answer<Area> {
    let desk = shell.local_desk()?;
    let area = desk.area(&id)?;
    Ok(desk.save_area(Some(id), &name, &area.report.polygon)?)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_area(shell: State<'_, Shell>, id: String) -> Answer<()> {
    Ok(shell.local_desk()?.remove_area(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn export_areas(
    shell: State<'_, Shell>,
    ids: Vec<String>,
    form: AreaForm,
) -> Answer<Option<String>> {
    let desk = shell.local_desk()?;
    let areas: Vec<Area> = ids.iter().map(|id| desk.area(id)).collect::<Result<_, _>>()?;
    let bytes = ordering::write_areas(&areas, form)?;
    let name = areas.first().filter(|_| areas.len() == 1).map_or("Areas", |area| area.name.as_str());
    save_bytes(&shell, "Export areas", &format!("{name}.{}", form.ending()), &bytes).await
}

#[tauri::command]
#[specta::specta]
pub async fn find_places(text: String) -> Answer<Vec<Place>> {
    Ok(places::find(&text))
}

/// The place nearest to each of some positions.
#[tauri::command]
#[specta::specta]
pub async fn places_near(positions: Vec<(f64, f64)>) -> Answer<Vec<Option<NearPlace>>> {
    Ok(positions.into_iter().map(|(lon, lat)| places::nearest(lon, lat)).collect())
}

/// Asks where, and writes; the path, or none when the user cancels.
pub(crate) async fn save_bytes(
    shell: &Shell,
    title: &str,
    name: &str,
    bytes: &[u8],
) -> Answer<Option<String>> {
    let name: String = name.chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let Some(path) = shell.surroundings().pick_target(title, &name).await else { return Ok(None) };
    let shown = path.display().to_string();
    std::fs::write(&path, bytes).map_err(|source| DeskError::File {
        action: "could not write",
        path: shown.clone(),
        source,
    })?;
    Ok(Some(shown))
}
