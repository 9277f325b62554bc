//! Steps 4, 5 and tracking of the API: review, send once, follow.

use ordering::ledger::UnreadableOrder;
use ordering::{
    ActUnderWay, Basket, Consent, FollowProblem, Followed, MonthSpending, OrderDetail, OrderSummary,
    OrderedScene, RemoteOrder, Review, SpendKind,
};
use tauri::State;

use super::Answer;
use crate::state::Shell;

/// The scenes that the record holds, so that a list can mark them.
#[tauri::command]
#[specta::specta]
pub async fn list_ordered_scenes(shell: State<'_, Shell>) -> Answer<Vec<OrderedScene>> {
    Ok(shell.local_desk()?.ordered_scenes()?)
}

#[tauri::command]
#[specta::specta]
pub async fn review_order(shell: State<'_, Shell>, contract_id: String, kind: SpendKind) -> Answer<Review> {
    let rules = shell.spending_rules()?;
    Ok(shell.desk()?.review(&contract_id, kind, &rules).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn place_order(
    shell: State<'_, Shell>,
    review_id: String,
    confirmed_amount: String,
    consents: Vec<Consent>,
) -> Answer<OrderSummary> {
    let rules = shell.spending_rules()?;
    Ok(shell.desk()?.place_order(&review_id, &confirmed_amount, &consents, &rules).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn request_quotation(
    shell: State<'_, Shell>,
    review_id: String,
    confirmed_amount: String,
    consents: Vec<Consent>,
) -> Answer<OrderSummary> {
    let rules = shell.spending_rules()?;
    Ok(shell.desk()?.request_quotation(&review_id, &confirmed_amount, &consents, &rules).await?)
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
pub async fn refresh_orders(shell: State<'_, Shell>) -> Answer<Followed> {
    Ok(shell.desk()?.refresh_orders().await?)
}

/// The orders of the record that can't be read. Nothing can be ordered while there is one.
#[tauri::command]
#[specta::specta]
pub async fn list_unreadable_orders(shell: State<'_, Shell>) -> Answer<Vec<UnreadableOrder>> {
    Ok(shell.local_desk()?.unreadable_orders()?)
}

/// What could not be followed in the last round in the background.
#[tauri::command]
#[specta::specta]
pub async fn follow_problems(shell: State<'_, Shell>) -> Answer<Vec<FollowProblem>> {
    Ok(shell.local_desk()?.follow_problems())
}

/// What was spent since the first of the month, UTC, by currency.
#[tauri::command]
#[specta::specta]
pub async fn read_month_spending(shell: State<'_, Shell>) -> Answer<Vec<MonthSpending>> {
    Ok(shell.local_desk()?.month_spending()?)
}

/// Requests that spend or decide and are not answered yet.
#[tauri::command]
#[specta::specta]
pub async fn acts_under_way(shell: State<'_, Shell>) -> Answer<Vec<ActUnderWay>> {
    Ok(shell.acts_under_way())
}

/// Keeps the program open after all, although its window was asked to close.
#[tauri::command]
#[specta::specta]
pub async fn keep_open(shell: State<'_, Shell>) -> Answer<()> {
    shell.keep_open();
    Ok(())
}

/// Ends the program although a request is under way. Its outcome is not known then.
#[tauri::command]
#[specta::specta]
pub async fn end_anyway(shell: State<'_, Shell>) -> Answer<()> {
    shell.end_anyway();
    shell.surroundings().end();
    Ok(())
}

/// A person ends a decision on a quotation whose outcome is not known: it arrived, or it did not.
#[tauri::command]
#[specta::specta]
pub async fn declare_decision(
    shell: State<'_, Shell>,
    reference: String,
    arrived: bool,
    reason: String,
) -> Answer<OrderDetail> {
    Ok(shell.desk()?.declare_decision(&reference, arrived, &reason)?)
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
