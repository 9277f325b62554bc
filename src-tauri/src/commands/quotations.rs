//! The quotation's document, accept and refuse.

use ordering::{ConfirmedOffer, Consent, DeskError, OrderDetail};
use tauri::State;

use super::Answer;
use super::dto::QuotationDocument;
use crate::error::{AppError, ErrorCode};
use crate::protocol::document;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn export_quotation(shell: State<'_, Shell>, quotation_id: String) -> Answer<QuotationDocument> {
    let pdf = shell.local_desk()?.quotation_document(&quotation_id).await?;
    document::describe(&quotation_id, pdf)
}

#[tauri::command]
#[specta::specta]
pub async fn save_quotation(shell: State<'_, Shell>, quotation_id: String) -> Answer<Option<String>> {
    let pdf = shell.local_desk()?.quotation_document(&quotation_id).await?;
    let name = format!("{quotation_id}.pdf");
    let Some(path) = shell.surroundings().pick_target("Save the quotation", &name).await else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    std::fs::write(&path, &pdf).map_err(|source| DeskError::File {
        action: "could not write",
        path: shown.clone(),
        source,
    })?;
    Ok(Some(shown))
}

#[tauri::command]
#[specta::specta]
pub async fn open_quotation(shell: State<'_, Shell>, quotation_id: String) -> Answer<()> {
    let path = shell.local_desk()?.quotation_file(&quotation_id).await?;
    shell.surroundings().open(&path).map_err(|reason| {
        let text = format!("no program of this computer opened the PDF: {reason}");
        AppError::new(ErrorCode::File, text, "Save it and open it by hand.")
    })
}

#[tauri::command]
#[specta::specta]
pub async fn accept_quotation(
    shell: State<'_, Shell>,
    reference: String,
    confirmed: ConfirmedOffer,
    consents: Vec<Consent>,
) -> Answer<OrderDetail> {
    let rules = shell.spending_rules()?;
    Ok(shell.desk()?.accept_quotation(&reference, &confirmed, &consents, &rules).await?)
}

/// Asks the vendor what it offers now for the quotation of an order.
#[tauri::command]
#[specta::specta]
pub async fn read_quotation(shell: State<'_, Shell>, reference: String) -> Answer<OrderDetail> {
    Ok(shell.desk()?.read_quotation(&reference).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn refuse_quotation(
    shell: State<'_, Shell>,
    reference: String,
    reason_id: u8,
) -> Answer<OrderDetail> {
    Ok(shell.desk()?.refuse_quotation(&reference, reason_id).await?)
}
