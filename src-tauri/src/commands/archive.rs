//! Step 2 of the API: browse the archive.

use aoi::NamedArea;
use archive::{SceneDetail, SceneFacets, SceneFilter, SceneRow, SceneWindow, Sort};
use ordering::{DeskError, SearchOutcome, SearchProgress, SearchRequest};
use tauri::State;
use tauri::ipc::Channel;

use super::Answer;
use super::areas::save_bytes;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn search_archive(
    shell: State<'_, Shell>,
    request: SearchRequest,
    on_progress: Channel<SearchProgress>,
) -> Answer<SearchOutcome> {
    let tell = move |progress| {
        if let Err(error) = on_progress.send(progress) {
            tracing::debug!(%error, "nobody listens to the progress");
        }
    };
    Ok(shell.desk()?.search(&request, tell).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_search(shell: State<'_, Shell>) -> Answer<()> {
    shell.desk()?.cancel_search();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn read_scenes(
    shell: State<'_, Shell>,
    filter: SceneFilter,
    sort: Vec<Sort>,
    offset: u32,
    limit: u32,
) -> Answer<SceneWindow> {
    Ok(shell.desk()?.scenes(&filter, &sort, offset, limit)?)
}

#[tauri::command]
#[specta::specta]
pub async fn describe_scenes(shell: State<'_, Shell>, filter: SceneFilter) -> Answer<SceneFacets> {
    Ok(shell.desk()?.facets(&filter)?)
}

#[tauri::command]
#[specta::specta]
pub async fn scenes_at(
    shell: State<'_, Shell>,
    lon: f64,
    lat: f64,
    filter: SceneFilter,
) -> Answer<Vec<SceneRow>> {
    Ok(shell.desk()?.scenes_at(lon, lat, &filter)?)
}

#[tauri::command]
#[specta::specta]
pub async fn describe_scene(shell: State<'_, Shell>, id: String) -> Answer<SceneDetail> {
    Ok(shell.desk()?.scene(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn keep_scene(shell: State<'_, Shell>, id: String, kept: bool) -> Answer<()> {
    Ok(shell.desk()?.keep_scene(&id, kept)?)
}

#[tauri::command]
#[specta::specta]
pub async fn export_footprint(shell: State<'_, Shell>, id: String) -> Answer<Option<String>> {
    let scene = shell.desk()?.scene(&id)?;
    let polygon =
        scene.footprint.ok_or_else(|| DeskError::NotFound { what: "footprint for this scene".to_owned() })?;
    let text = aoi::write_geojson(&[NamedArea { name: &scene.identifier, polygon: &polygon }]);
    save_bytes(&shell, "Export the footprint", &format!("{}.geojson", scene.identifier), text.as_bytes())
        .await
}
