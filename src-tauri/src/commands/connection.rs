//! Step 1 of the API: authenticate.

use tauri::State;

use super::Answer;
use super::dto::{ConnectRequest, ConnectionStatus};
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn connection_status(shell: State<'_, Shell>) -> Answer<ConnectionStatus> {
    Ok(shell.status().await)
}

#[tauri::command]
#[specta::specta]
pub async fn connect(shell: State<'_, Shell>, request: ConnectRequest) -> Answer<ConnectionStatus> {
    shell.connect(request).await
}

/// Opens what is on this computer of the account that was connected last, and asks nobody.
#[tauri::command]
#[specta::specta]
pub async fn resume_connection(shell: State<'_, Shell>) -> Answer<ConnectionStatus> {
    shell.resume().await
}

#[tauri::command]
#[specta::specta]
pub async fn sign_in(shell: State<'_, Shell>) -> Answer<ConnectionStatus> {
    shell.sign_in().await
}

#[tauri::command]
#[specta::specta]
pub async fn disconnect(shell: State<'_, Shell>) -> Answer<ConnectionStatus> {
    Ok(shell.disconnect().await)
}

#[tauri::command]
#[specta::specta]
pub async fn forget_key(shell: State<'_, Shell>) -> Answer<ConnectionStatus> {
    shell.forget_key().await
}

#[tauri::command]
#[specta::specta]
pub async fn advance_sandbox_clock(shell: State<'_, Shell>, hours: u32) -> Answer<ConnectionStatus> {
    let status = shell.advance_sandbox(hours).await?;
    // Orders move with the clock: follow them now rather than at the next round.
    shell.desk()?.refresh_orders().await?;
    Ok(status)
}
