//! Step 6 of the API: what has arrived, and its download.

use std::path::PathBuf;

use ordering::{Delivery, DownloadProgress};
use tauri::State;
use tauri::ipc::Channel;

use super::Answer;
use crate::error::{AppError, ErrorCode};
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn list_deliveries(shell: State<'_, Shell>) -> Answer<Vec<Delivery>> {
    Ok(shell.desk()?.deliveries().await?)
}

#[tauri::command]
#[specta::specta]
pub async fn download_delivery(
    shell: State<'_, Shell>,
    item_id: String,
    on_progress: Channel<DownloadProgress>,
) -> Answer<Delivery> {
    let folder = PathBuf::from(shell.settings().download_folder);
    let tell = move |progress| {
        if let Err(error) = on_progress.send(progress) {
            tracing::debug!(%error, "nobody listens to the progress");
        }
    };
    Ok(shell.desk()?.download(&item_id, &folder, tell).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_download(shell: State<'_, Shell>, item_id: String) -> Answer<()> {
    shell.local_desk()?.cancel_download(&item_id);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn show_in_folder(shell: State<'_, Shell>, path: String) -> Answer<()> {
    // The page may only point at what was downloaded, and at the program's own data.
    let ours = [PathBuf::from(shell.settings().download_folder), shell.folders().data.clone()];
    let path = PathBuf::from(path).canonicalize().ok();
    let inside = path.filter(|path| {
        ours.iter().filter_map(|folder| folder.canonicalize().ok()).any(|folder| path.starts_with(folder))
    });
    let Some(path) = inside else {
        let text = "this file is no longer in the download folder";
        return Err(AppError::new(ErrorCode::File, text, "Download it again."));
    };
    let surroundings = shell.surroundings();
    let folder = path.parent().unwrap_or(&path);
    // Where no file manager can point at a file, one may still open its folder.
    let shown = surroundings.reveal(&path).or_else(|_| surroundings.open(folder));
    shown.map_err(|reason| {
        tracing::info!(%reason, "a folder could not be shown");
        let text = "no program of this computer could show the folder";
        AppError::new(ErrorCode::File, text, format!("The file is {}.", path.display()))
    })
}
