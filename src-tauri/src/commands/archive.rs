//! Step 2 of the API: browse the archive.

use aoi::NamedArea;
use archive::export::ExportFormat;
use archive::{SceneDetail, SceneFacets, SceneFilter, ScenePair, SceneWindow, Sort};
use ordering::{DeskError, KeptSearch, SearchOutcome, SearchProgress, SearchRequest};
use tauri::State;
use tauri::ipc::Channel;

use super::Answer;
use super::areas::save_bytes;
use super::dto::Percent;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn search_archive(
    shell: State<'_, Shell>,
    request: SearchRequest,
    on_progress: Channel<SearchProgress>,
) -> Answer<SearchOutcome> {
    Ok(shell.desk()?.search(&request, telling(on_progress)).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn resume_search(
    shell: State<'_, Shell>,
    on_progress: Channel<SearchProgress>,
) -> Answer<SearchOutcome> {
    Ok(shell.desk()?.resume_search(telling(on_progress)).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn refresh_search(
    shell: State<'_, Shell>,
    on_progress: Channel<SearchProgress>,
) -> Answer<SearchOutcome> {
    Ok(shell.desk()?.refresh_search(telling(on_progress)).await?)
}

fn telling(channel: Channel<SearchProgress>) -> impl Fn(SearchProgress) + Send + Sync {
    move |progress| {
        if let Err(error) = channel.send(progress) {
            tracing::debug!(%error, "nobody listens to the progress");
        }
    }
}

#[tauri::command]
#[specta::specta]
pub async fn list_searches(shell: State<'_, Shell>) -> Answer<Vec<KeptSearch>> {
    Ok(shell.local_desk()?.kept_searches()?)
}

#[tauri::command]
#[specta::specta]
pub async fn open_search(shell: State<'_, Shell>, id: String) -> Answer<KeptSearch> {
    Ok(shell.local_desk()?.open_search(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn save_search(shell: State<'_, Shell>, name: String, filter: SceneFilter) -> Answer<KeptSearch> {
    Ok(shell.local_desk()?.save_search(&name, &filter)?)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_search(shell: State<'_, Shell>, id: String) -> Answer<()> {
    Ok(shell.local_desk()?.remove_search(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_search(shell: State<'_, Shell>) -> Answer<()> {
    shell.local_desk()?.cancel_search();
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
    Ok(shell.local_desk()?.scenes(&filter, &sort, offset, limit)?)
}

/// The scenes that have all words of a text in their names, newest first, whatever the filter is.
#[tauri::command]
#[specta::specta]
pub async fn find_scenes(shell: State<'_, Shell>, text: String, limit: u32) -> Answer<SceneWindow> {
    Ok(shell.local_desk()?.scenes_named(&text, limit)?)
}

#[tauri::command]
#[specta::specta]
pub async fn scene_rank(
    shell: State<'_, Shell>,
    id: String,
    filter: SceneFilter,
    sort: Vec<Sort>,
) -> Answer<Option<u32>> {
    Ok(shell.local_desk()?.scene_rank(&id, &filter, &sort)?)
}

#[tauri::command]
#[specta::specta]
pub async fn describe_scenes(shell: State<'_, Shell>, filter: SceneFilter) -> Answer<SceneFacets> {
    Ok(shell.local_desk()?.facets(&filter)?)
}

#[tauri::command]
#[specta::specta]
pub async fn scenes_at(
    shell: State<'_, Shell>,
    lon: f64,
    lat: f64,
    filter: SceneFilter,
    limit: u32,
) -> Answer<SceneWindow> {
    Ok(shell.local_desk()?.scenes_at([lon, lat], &filter, limit)?)
}

#[tauri::command]
#[specta::specta]
pub async fn describe_scene(shell: State<'_, Shell>, id: String) -> Answer<SceneDetail> {
    Ok(shell.local_desk()?.scene(&id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn keep_scene(shell: State<'_, Shell>, id: String, kept: bool) -> Answer<()> {
    Ok(shell.local_desk()?.keep_scene(&id, kept)?)
}

/// Gives up pictures that nobody waits for any more, named as they were asked for: `thumbnail/…`. How many were on their
/// way.
#[tauri::command]
#[specta::specta]
pub async fn give_up_pictures(shell: State<'_, Shell>, names: Vec<String>) -> Answer<u32> {
    Ok(shell.fetches().give_up(&names))
}

#[tauri::command]
#[specta::specta]
pub async fn export_footprint(shell: State<'_, Shell>, id: String) -> Answer<Option<String>> {
    let scene = shell.local_desk()?.scene(&id)?;
    let polygon =
        scene.footprint.ok_or_else(|| DeskError::NotFound { what: "footprint for this scene".to_owned() })?;
    let text = aoi::write_geojson(&[NamedArea { name: &scene.identifier, polygon: &polygon }]);
    save_bytes(&shell, "Export the footprint", &format!("{}.geojson", scene.identifier), text.as_bytes())
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn compare_scenes(shell: State<'_, Shell>, one: String, other: String) -> Answer<ScenePair> {
    Ok(shell.local_desk()?.compare_scenes(&one, &other)?)
}

#[tauri::command]
#[specta::specta]
pub async fn coverage_of_scenes(shell: State<'_, Shell>, ids: Vec<String>) -> Answer<Percent> {
    Ok(Percent(shell.local_desk()?.union_coverage(&ids)?))
}

/// Measures the scenes at hand over the areas of their search as those are now, without asking the vendor.
#[tauri::command]
#[specta::specta]
pub async fn measure_scenes(shell: State<'_, Shell>) -> Answer<()> {
    Ok(shell.local_desk()?.measure_scenes()?)
}

/// Writes all that pass the filter, or only some scenes; the path, or none when the user cancels.
#[tauri::command]
#[specta::specta]
pub async fn export_scenes(
    shell: State<'_, Shell>,
    format: ExportFormat,
    ids: Option<Vec<String>>,
    filter: SceneFilter,
    sort: Vec<Sort>,
) -> Answer<Option<String>> {
    let desk = shell.local_desk()?;
    let name = format!("scenes.{}", format.ending());
    let Some(path) = shell.surroundings().pick_target("Export scenes", &name).await else { return Ok(None) };
    desk.export_scenes(format, ids.as_deref(), &filter, &sort, &path)?;
    Ok(Some(path.display().to_string()))
}
