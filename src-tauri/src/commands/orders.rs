//! Steps 4, 5 and tracking of the API: review, send once, follow.

use ordering::{Basket, OrderDetail, OrderSummary, RemoteOrder, Review, SpendKind};
use tauri::State;

use super::Answer;
use crate::state::Shell;

#[tauri::command]
#[specta::specta]
pub async fn review_order(shell: State<'_, Shell>, contract_id: String, kind: SpendKind) -> Answer<Review> {
    let rules = shell.settings().spending();
    Ok(shell.desk()?.review(&contract_id, kind, &rules).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn place_order(
    shell: State<'_, Shell>,
    review_id: String,
    confirmed_amount: String,
) -> Answer<OrderSummary> {
    Ok(shell.desk()?.place_order(&review_id, &confirmed_amount).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn request_quotation(
    shell: State<'_, Shell>,
    review_id: String,
    confirmed_amount: String,
) -> Answer<OrderSummary> {
    Ok(shell.desk()?.request_quotation(&review_id, &confirmed_amount).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn list_orders(shell: State<'_, Shell>) -> Answer<Vec<OrderSummary>> {
    Ok(shell.local_desk()?.orders()?)
}

#[tauri::command]
#[specta::specta]
pub async fn read_order(shell: State<'_, Shell>, reference: String) -> Answer<OrderDetail> {
    Ok(shell.local_desk()?.order(&reference)?)
}

#[tauri::command]
#[specta::specta]
pub async fn refresh_orders(shell: State<'_, Shell>) -> Answer<Vec<OrderSummary>> {
    Ok(shell.desk()?.refresh_orders().await?)
}

#[tauri::command]
#[specta::specta]
pub async fn look_now(shell: State<'_, Shell>, reference: String) -> Answer<OrderDetail> {
    Ok(shell.desk()?.look_now(&reference).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn declare_not_placed(
    shell: State<'_, Shell>,
    reference: String,
    reason: String,
) -> Answer<OrderDetail> {
    Ok(shell.desk()?.declare_not_placed(&reference, &reason)?)
}

#[tauri::command]
#[specta::specta]
pub async fn declare_placed(
    shell: State<'_, Shell>,
    reference: String,
    vendor_id: String,
) -> Answer<OrderDetail> {
    Ok(shell.desk()?.declare_placed(&reference, &vendor_id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn search_orders(
    shell: State<'_, Shell>,
    contract_id: String,
    text: String,
) -> Answer<Vec<RemoteOrder>> {
    Ok(shell.desk()?.search_orders(&contract_id, &text).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn order_again(shell: State<'_, Shell>, reference: String) -> Answer<Basket> {
    Ok(shell.desk()?.order_again(&reference).await?)
}
