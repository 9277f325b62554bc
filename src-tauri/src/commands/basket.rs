//! Step 3 of the API: fill the basket and price it.

use ordering::{Basket, Contract, GroupPatch};
use tauri::State;

use super::Answer;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn read_basket(shell: State<'_, Shell>) -> Answer<Basket> {
    let desk = shell.local_desk()?;
    Ok(if desk.is_signed_in() { desk.basket().await? } else { desk.kept_basket()? })
}

#[tauri::command]
#[specta::specta]
pub async fn add_to_basket(
    shell: State<'_, Shell>,
    scene_id: String,
    area_id: String,
    contract_id: Option<String>,
) -> Answer<Basket> {
    Ok(shell.desk()?.add_to_basket(&scene_id, &area_id, contract_id.as_deref()).await?)
}

/// The contracts that sell a scene.
#[tauri::command]
#[specta::specta]
pub async fn list_sellers(shell: State<'_, Shell>, scene_id: String) -> Answer<Vec<Contract>> {
    Ok(shell.desk()?.list_sellers(&scene_id).await?)
}

/// Lets another contract pay for a group of the basket.
#[tauri::command]
#[specta::specta]
pub async fn pay_with(
    shell: State<'_, Shell>,
    contract_id: String,
    other_contract_id: String,
) -> Answer<Basket> {
    Ok(shell.desk()?.pay_with(&contract_id, &other_contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_from_basket(shell: State<'_, Shell>, item_id: String) -> Answer<Basket> {
    Ok(shell.desk()?.remove_from_basket(&item_id).await?)
}

/// Puts an item back that was taken out.
#[tauri::command]
#[specta::specta]
pub async fn put_back_in_basket(shell: State<'_, Shell>, item_id: String) -> Answer<Basket> {
    Ok(shell.desk()?.put_back_in_basket(&item_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn set_basket_option(
    shell: State<'_, Shell>,
    contract_id: String,
    product_type_id: String,
    key: String,
    value: Option<String>,
) -> Answer<Basket> {
    Ok(shell.desk()?.set_option(&contract_id, &product_type_id, &key, value).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_basket_group(
    shell: State<'_, Shell>,
    contract_id: String,
    patch: GroupPatch,
) -> Answer<Basket> {
    Ok(shell.desk()?.edit_group(&contract_id, patch).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn price_basket(shell: State<'_, Shell>, contract_id: String) -> Answer<Basket> {
    Ok(shell.desk()?.price_basket(&contract_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn new_reference(shell: State<'_, Shell>, contract_id: String) -> Answer<Basket> {
    Ok(shell.desk()?.new_reference(&contract_id).await?)
}
