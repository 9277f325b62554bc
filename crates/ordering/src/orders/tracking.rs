//! How far the vendor is: neo by the order list, legacy by what lies in the workspace.

use std::collections::HashMap;

use jiff::Timestamp;
use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};
use rust_decimal::Decimal;
use serde::Serialize;

use super::shown::OrderSummary;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Intent, IntentState, Progress, Source};
use crate::money::reads_back;

/// An order of the vendor's list, whoever made it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RemoteOrder {
    /// The buyer's reference.
    pub customer_reference: String,
    /// `QUO…`.
    pub quotation_id: Option<String>,
    /// `SAL…`.
    pub sales_order_id: Option<String>,
    /// The vendor's word for the order.
    pub status: Option<String>,
    /// The vendor's word for the quotation.
    pub quotation_status: Option<String>,
    /// What it costs.
    pub amount: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// When it was made.
    pub created: Option<String>,
    /// Whether this program's record has it.
    pub known_here: bool,
}

impl Desk {
    /// Asks the vendor about everything that is still moving, and gives the list as it stands after.
    ///
    /// # Errors
    /// When the vendor cannot be asked or the record cannot be used.
    pub async fn refresh_orders(&self) -> Result<Vec<OrderSummary>, DeskError> {
        self.look_for_unknown().await?;
        let moving = |intent: &Intent| {
            intent.state == IntentState::Confirmed && !intent.progress.is_some_and(Progress::is_final)
        };
        let intents: Vec<Intent> = self.inner.ledger.intents()?.into_iter().filter(moving).collect();
        let mut lists: HashMap<String, Vec<OrderRecord>> = HashMap::new();
        for intent in &intents {
            let changed = if reads_back(intent.backend) {
                if !lists.contains_key(&intent.contract_id) {
                    let query = OrdersQuery::of_contract(&intent.contract_id);
                    lists.insert(intent.contract_id.clone(), self.inner.client.orders(&query).await?);
                }
                self.follow_record(intent, lists.get(&intent.contract_id).map_or(&[], Vec::as_slice))?
            } else {
                self.follow_workspace(intent).await?
            };
            if changed {
                self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
                self.changed(DeskEvent::Deliveries);
            }
        }
        self.orders()
    }

    fn follow_record(&self, intent: &Intent, records: &[OrderRecord]) -> Result<bool, DeskError> {
        let ours =
            |record: &&OrderRecord| record.customer_reference.as_deref() == Some(intent.reference.as_str());
        // An order of several items has several lines: it is delivered when the last one is.
        let lines: Vec<&OrderRecord> = records.iter().filter(ours).collect();
        let Some(slowest) =
            lines.iter().map(|record| progress_of(record, self.now())).min_by_key(|p| rank(*p))
        else {
            return Ok(false);
        };
        let order = lines.iter().find_map(|record| record.sales_order_id.as_deref());
        let expires = lines.iter().find_map(|record| record.quotation_end_of_validity_date.as_deref());
        Ok(self.inner.ledger.track(&intent.reference, slowest, order, expires, &Source::VendorList)?)
    }

    async fn follow_workspace(&self, intent: &Intent) -> Result<bool, DeskError> {
        let delivered = self.delivered_items(&intent.contract_id, Some(&intent.reference)).await?;
        // A legacy order shows only what has arrived; it is delivered when every item has.
        if delivered.len() < intent.items.len().max(1) {
            return Ok(false);
        }
        Ok(self.inner.ledger.track(&intent.reference, Progress::Delivered, None, None, &Source::Workspace)?)
    }

    /// The vendor's list of a contract, where the reference contains `text`.
    ///
    /// # Errors
    /// When the contract keeps no list, or the vendor cannot be asked.
    pub async fn search_orders(&self, contract_id: &str, text: &str) -> Result<Vec<RemoteOrder>, DeskError> {
        let contract = self.known_contract(contract_id).await?;
        if !reads_back(contract.backend) {
            return Err(DeskError::invalid(
                "contract",
                "the vendor keeps no order list for SPOT and Pléiades contracts; follow them by their delivery",
            ));
        }
        let wanted: String =
            text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
        let query = match wanted.as_str() {
            "" => OrdersQuery::of_contract(contract_id),
            wanted => OrdersQuery::by_reference(contract_id, &format!("*{wanted}*")),
        };
        let records = self.inner.client.orders(&query).await?;
        records.into_iter().map(|record| self.remote(record)).collect()
    }

    fn remote(&self, record: OrderRecord) -> Result<RemoteOrder, DeskError> {
        let reference = record.customer_reference.unwrap_or_default();
        let known_here = self.inner.ledger.intent(&reference)?.is_some();
        Ok(RemoteOrder {
            known_here,
            customer_reference: reference,
            quotation_id: record.quotation_id,
            sales_order_id: record.sales_order_id,
            status: record.status,
            quotation_status: record.quotation_status,
            amount: record.initial_order_line_amount_with_discount.or(record.order_line_amount),
            currency: record.currency,
            created: record.order_creation_date.or(record.quotation_creation_date),
        })
    }
}

fn progress_of(record: &OrderRecord, now: Timestamp) -> Progress {
    let status = record.status.as_deref().unwrap_or_default().to_ascii_uppercase();
    let quotation = record.quotation_status.as_deref().unwrap_or_default().to_ascii_uppercase();
    let ends = record.quotation_end_of_validity_date.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
    match (quotation.as_str(), status.as_str()) {
        ("REFUSED" | "REJECTED", _) => Progress::Refused,
        ("EXPIRED", _) => Progress::Expired,
        (_, "DELIVERED") => Progress::Delivered,
        (_, "CANCELLED" | "CANCELED") => Progress::Cancelled,
        (_, "IN_PROGRESS" | "IN_PRODUCTION") => Progress::InProduction,
        ("ACCEPTED", _) => Progress::Placed,
        ("SENT", _) if ends.is_some_and(|ends| ends < now) => Progress::Expired,
        ("SENT", _) => Progress::Quoted,
        _ => Progress::Placed,
    }
}

/// The order of progress; lines that ended badly do not hold the others back.
fn rank(progress: Progress) -> u8 {
    match progress {
        Progress::Quoted => 0,
        Progress::Placed => 1,
        Progress::InProduction => 2,
        Progress::Delivered => 3,
        Progress::Expired | Progress::Refused => 4,
        Progress::Cancelled => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(quotation: &str, status: &str, ends: &str) -> Progress {
        let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        let record = OrderRecord {
            quotation_status: text(quotation),
            status: text(status),
            quotation_end_of_validity_date: text(ends),
            ..OrderRecord::default()
        };
        progress_of(&record, "2026-11-24T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn the_vendors_words_become_progress() {
        assert_eq!(progress("SENT", "", "2026-12-01T00:00:00Z"), Progress::Quoted);
        assert_eq!(progress("SENT", "", "2026-11-01T00:00:00Z"), Progress::Expired);
        assert_eq!(progress("ACCEPTED", "IN_PROGRESS", ""), Progress::InProduction);
        assert_eq!(progress("ACCEPTED", "DELIVERED", "2026-11-01T00:00:00Z"), Progress::Delivered);
        assert_eq!(progress("ACCEPTED", "CANCELLED", ""), Progress::Cancelled);
        assert_eq!(progress("REFUSED", "", ""), Progress::Refused);
        assert_eq!(progress("", "UNHEARD_OF", ""), Progress::Placed);
    }
}
