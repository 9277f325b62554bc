//! Settings, about, and the connection doctor.

use ordering::DeskError;
use ordering::ledger::{Ledger, LedgerError};
use tauri::State;

use super::Answer;
use super::dto::{About, Check, ReadSettings};
use crate::settings::Settings;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn read_settings(shell: State<'_, Shell>) -> Answer<ReadSettings> {
    let (settings, unreadable) = shell.settings_or_why();
    Ok(ReadSettings { settings, unreadable })
}

#[tauri::command]
#[specta::specta]
pub async fn write_settings(shell: State<'_, Shell>, mut settings: Settings) -> Answer<Settings> {
    settings.download_folder = settings.download_folder.trim().to_owned();
    settings.proxy = settings.proxy.map(|proxy| proxy.trim().to_owned()).filter(|proxy| !proxy.is_empty());
    if settings.download_folder.is_empty() {
        return Err(invalid("downloadFolder", "a folder for downloads is needed"));
    }
    let web = |address: &str| {
        url::Url::parse(address).is_ok_and(|url| url.scheme().starts_with("http") && url.has_host())
    };
    if settings.proxy.as_deref().is_some_and(|proxy| !web(proxy)) {
        return Err(invalid("proxy", "the proxy must be an address such as http://proxy.example.org:3128"));
    }
    let settings = shell.without_proxy_password(settings).await;
    shell.write_settings(&settings)?;
    Ok(settings)
}

fn invalid(field: &str, message: &str) -> crate::error::AppError {
    DeskError::Invalid { field: field.to_owned(), message: message.to_owned() }.into()
}

#[tauri::command]
#[specta::specta]
pub async fn choose_folder(shell: State<'_, Shell>) -> Answer<Option<String>> {
    let picked = shell.surroundings().pick_folder("Choose a folder").await;
    Ok(picked.map(|path| path.display().to_string()))
}

#[tauri::command]
#[specta::specta]
pub async fn about_program(shell: State<'_, Shell>) -> Answer<About> {
    let webview = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    Ok(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: shell.folders().data.display().to_string(),
        webview,
        credits: [
            "Coast and lakes: GSHHG, Wessel and Smith, LGPL",
            "Borders and rivers: Natural Earth, public domain; borders are shown as they are de facto",
            "Places: GeoNames, CC BY 4.0",
            "Type: Inter, JetBrains Mono and Noto Sans, SIL Open Font License",
            "Land of the sandbox: NASA, Blue Marble and heights, public domain",
        ]
        .map(str::to_owned)
        .to_vec(),
    })
}

#[tauri::command]
#[specta::specta]
pub async fn run_doctor(shell: State<'_, Shell>) -> Answer<Vec<Check>> {
    let desk = shell.desk()?;
    let mut checks = Vec::new();
    let mut note = |name: &str, outcome: Result<String, String>| {
        let ok = outcome.is_ok();
        let detail = outcome.unwrap_or_else(|why| why);
        checks.push(Check { name: name.to_owned(), ok, detail, may_be_taken: false });
    };
    note("Sign-in", told(desk.client().authenticate().await.map(|()| "the key is good".to_owned())));
    let contracts = desk.contracts().await;
    note("Contracts", told(contracts.as_ref().map(|list| format!("{} found", list.len()))));
    for contract in contracts.unwrap_or_default() {
        let workspace = desk.workspace(&contract.contract_id).await.map(|workspace| match workspace.name {
            Some(name) => format!("delivers to {name}"),
            None => "the account names no workspace".to_owned(),
        });
        note(&format!("Workspace of {}", contract.name), told(workspace));
    }
    checks.push(record_check(desk.ledger()));
    Ok(checks)
}

fn record_check(ledger: &Ledger) -> Check {
    let verified = ledger.verify();
    let may_be_taken = matches!(verified, Err(LedgerError::Broken(_)));
    let (ok, detail) = match verified {
        Ok(verified) => {
            let anchored = if verified.anchored { ", and so is its end" } else { "" };
            (true, format!("{} entries, unbroken{anchored}", verified.entries))
        }
        Err(error) => (false, error.to_string()),
    };
    Check { name: "Order record".to_owned(), ok, detail, may_be_taken }
}

/// Takes an order record that does not verify as it is, for a reason that is kept in it.
#[tauri::command]
#[specta::specta]
pub async fn take_record_as_it_is(shell: State<'_, Shell>, reason: String) -> Answer<Check> {
    if reason.trim().chars().count() < 5 {
        return Err(invalid("reason", "say in a few words why the record is as it is; it is kept there"));
    }
    let desk = shell.local_desk()?;
    desk.ledger().take_as_it_is(&reason).map_err(DeskError::from)?;
    Ok(record_check(desk.ledger()))
}

fn told<T: Into<String>, E: std::fmt::Display>(outcome: Result<T, E>) -> Result<String, String> {
    outcome.map(Into::into).map_err(|error| error.to_string())
}
