//! Steps 0.1 to 0.7 of the API: what the account offers.

use ordering::{Choice, Contract, Market, ProductType, ProductionOption, Workspace};
use tauri::State;

use super::Answer;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn list_contracts(shell: State<'_, Shell>) -> Answer<Vec<Contract>> {
    Ok(shell.desk()?.contracts_with_offer().await?)
}

#[tauri::command]
#[specta::specta]
pub async fn get_workspace(shell: State<'_, Shell>, contract_id: String) -> Answer<Workspace> {
    Ok(shell.desk()?.workspace(&contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_product_types(shell: State<'_, Shell>, contract_id: String) -> Answer<Vec<ProductType>> {
    Ok(shell.desk()?.product_types(&contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_markets(shell: State<'_, Shell>, contract_id: String) -> Answer<Vec<Market>> {
    Ok(shell.desk()?.markets(&contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_delivery_types(shell: State<'_, Shell>, contract_id: String) -> Answer<Vec<Choice>> {
    Ok(shell.desk()?.delivery_types(&contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_countries(shell: State<'_, Shell>) -> Answer<Vec<Choice>> {
    Ok(shell.desk()?.countries().await?)
}

#[tauri::command]
#[specta::specta]
pub async fn get_production_options(
    shell: State<'_, Shell>,
    contract_id: String,
    product_type_id: String,
    area_id: String,
) -> Answer<Vec<ProductionOption>> {
    Ok(shell.desk()?.production_options(&contract_id, &product_type_id, &area_id).await?)
}
