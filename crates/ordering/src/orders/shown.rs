//! Orders as the interface shows them: a state that exists, and a timeline as data.

use rust_decimal::Decimal;
use serde::Serialize;

use super::acts::request_of;
use super::review::set_out;
use crate::deliveries::Delivery;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{
    Decision, DecisionKind, Intent, IntentState, JournalEntry, JournalEvent, LedgerError, Money, Offer,
    Progress, UnreadableOrder,
};
use crate::money::{Backend, SpendKind};

/// Where an order stands, as one word for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum OrderState {
    /// Written down; nothing was sent.
    Prepared,
    /// Being sent.
    Sending,
    /// Refused by the vendor.
    Rejected {
        /// In its own words.
        message: String,
    },
    /// Sent, and what became of it is not known yet.
    #[serde(rename_all = "camelCase")]
    Unknown {
        /// When it is looked for next, RFC 3339.
        next_look: Option<String>,
    },
    /// Given up: a person said so, or it never left.
    NotPlaced {
        /// The reason.
        reason: String,
    },
    /// A quotation waits for a decision.
    Quoted {
        /// Until when, RFC 3339.
        expires: Option<String>,
    },
    /// A quotation ran out.
    QuotationExpired,
    /// A quotation was refused.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// Which of the vendor's seven reasons, from 1; none when it was not refused here.
        reason_id: Option<u8>,
    },
    /// Placed.
    Placed,
    /// Being produced.
    InProduction,
    /// In the workspace.
    Delivered,
    /// Cancelled by the vendor.
    Cancelled,
}

/// A decision on a quotation whose outcome is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PendingDecision {
    /// Accept.
    Accept,
    /// Refuse.
    Refuse,
}

/// A line of the order table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OrderSummary {
    /// Ours, unique.
    pub reference: String,
    /// Whose money.
    pub contract_id: String,
    /// Its name.
    pub contract_name: String,
    /// Where it lives.
    pub backend: Backend,
    /// Order or quotation.
    pub kind: SpendKind,
    /// One line: sensors, scenes, area.
    pub what: String,
    /// What it costs, as far as is known now: what the vendor booked, else what it offers, else what was confirmed.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// What a person confirmed: for an accepted quotation, the acceptance.
    pub confirmed: Money,
    /// What the vendor offers under its quotation.
    pub offer: Option<Offer>,
    /// Where it stands.
    pub state: OrderState,
    /// The vendor's quotation.
    pub quotation_id: Option<String>,
    /// The vendor's order.
    pub sales_order_id: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub changed_at: String,
    /// A decision under way or without a clear answer.
    pub decision_pending: Option<PendingDecision>,
    /// Whether the outcome of that decision is not known, so that a person may end it.
    pub decision_unknown: bool,
    /// Whether it was found at the vendor after a person had said that it was not placed.
    pub turned_up: bool,
}

/// An entry of the timeline. The page writes the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TimelineEntry {
    /// Its number in the journal.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub seq: i64,
    /// RFC 3339.
    pub at: String,
    /// What happened.
    pub event: JournalEvent,
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OrderItem {
    /// The satellite.
    pub title: String,
    /// Date, product, area.
    pub detail: String,
}

/// An order's page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OrderDetail {
    /// Its line in the table.
    pub summary: OrderSummary,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What is ordered.
    pub items: Vec<OrderItem>,
    /// Over which areas.
    pub area_names: Vec<String>,
    /// Drawn, in km².
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub drawn_km2: Option<f64>,
    /// Billed, in km².
    pub billed_km2: Option<Decimal>,
    /// The bytes that were sent, set out for reading.
    pub body: String,
    /// Their number.
    pub byte_count: u32,
    /// Their SHA-256.
    pub sha256: String,
    /// Where they were sent.
    pub endpoint: String,
    /// The licence that was ordered, in the vendor's ids; several where product types differ.
    pub licences: Vec<String>,
    /// Where it is delivered.
    pub workspace: Option<String>,
    /// What has arrived of it.
    pub deliveries: Vec<Delivery>,
}

impl Desk {
    /// All orders of the record that can be read, newest first. Reads no network.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn orders(&self) -> Result<Vec<OrderSummary>, DeskError> {
        Ok(self.legible()?.0)
    }

    /// The orders of the record that can't be read; nothing can be ordered while there is one. Reads no network.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn unreadable_orders(&self) -> Result<Vec<UnreadableOrder>, DeskError> {
        Ok(self.legible()?.1)
    }

    /// An order with a decision that can't be read is as little of use as one that can't be read itself.
    fn legible(&self) -> Result<(Vec<OrderSummary>, Vec<UnreadableOrder>), DeskError> {
        let (intents, mut unreadable) = self.inner.ledger.readable_intents()?;
        let mut orders = Vec::with_capacity(intents.len());
        for intent in &intents {
            match self.summarise(intent) {
                Ok(order) => orders.push(order),
                Err(DeskError::Ledger(LedgerError::Unreadable(why))) => {
                    unreadable.push(UnreadableOrder { reference: intent.reference.clone(), why });
                }
                Err(other) => return Err(other),
            }
        }
        Ok((orders, unreadable))
    }

    /// One order's page. Reads no network.
    ///
    /// # Errors
    /// When there is no such order or the record cannot be read.
    pub fn order(&self, reference: &str) -> Result<OrderDetail, DeskError> {
        let intent = self.known_intent(reference)?;
        let body = String::from_utf8_lossy(&intent.body).into_owned();
        let journal = self.inner.ledger.journal(Some(reference))?;
        Ok(OrderDetail {
            summary: self.summarise(&intent)?,
            timeline: journal.into_iter().map(TimelineEntry::from).collect(),
            items: intent
                .items
                .iter()
                .map(|(title, detail)| OrderItem { title: title.clone(), detail: detail.clone() })
                .collect(),
            area_names: intent.areas.clone(),
            drawn_km2: intent.drawn_km2,
            billed_km2: intent.billed_km2,
            byte_count: u32::try_from(intent.body.len()).unwrap_or(u32::MAX),
            licences: licences(&intent.body),
            body: set_out(&body),
            sha256: intent.sha256.clone(),
            endpoint: request_of(intent.kind).path(),
            workspace: intent.workspace.clone(),
            deliveries: self.known_deliveries(reference)?,
        })
    }

    pub(super) fn order_summary(&self, reference: &str) -> Result<OrderSummary, DeskError> {
        self.summarise(&self.known_intent(reference)?)
    }

    fn summarise(&self, intent: &Intent) -> Result<OrderSummary, DeskError> {
        let decision = self.inner.ledger.decision(&intent.reference)?;
        let open = |state| matches!(state, IntentState::Submitting | IntentState::Unknown);
        let pending =
            decision.as_ref().filter(|decision| open(decision.state)).map(|decision| match decision.kind {
                DecisionKind::Accept => PendingDecision::Accept,
                DecisionKind::Refuse { .. } => PendingDecision::Refuse,
            });
        let refusal = decision.as_ref().and_then(|decision| match decision.kind {
            DecisionKind::Refuse { reason_id } => Some(reason_id),
            DecisionKind::Accept => None,
        });
        let cost = intent.cost();
        let confirmed = confirmed(intent, decision.as_ref());
        Ok(OrderSummary {
            state: state_of(intent, refusal),
            reference: intent.reference.clone(),
            contract_id: intent.contract_id.clone(),
            contract_name: intent.contract_name.clone(),
            backend: intent.backend,
            kind: intent.kind,
            what: intent.what.clone(),
            amount: cost.amount,
            currency: cost.currency,
            confirmed,
            offer: intent.offer.clone(),
            decision_unknown: decision.is_some_and(|decision| decision.state == IntentState::Unknown),
            quotation_id: intent.quotation_id.clone(),
            sales_order_id: intent.sales_order_id.clone(),
            created_at: intent.created_at.clone(),
            changed_at: intent.changed_at.clone(),
            decision_pending: pending,
            turned_up: intent.turned_up,
        })
    }
}

impl From<JournalEntry> for TimelineEntry {
    fn from(entry: JournalEntry) -> TimelineEntry {
        TimelineEntry { seq: entry.seq, at: entry.at, event: entry.event }
    }
}

/// What a person confirmed last: the acceptance of a quotation, else the intent.
fn confirmed(intent: &Intent, decision: Option<&Decision>) -> Money {
    let accepted = decision.filter(|decision| decision.kind == DecisionKind::Accept && live(decision.state));
    match accepted {
        Some(decision) => Money {
            amount: decision.amount,
            currency: decision.currency.clone().unwrap_or_else(|| intent.currency.clone()),
        },
        None => Money { amount: intent.amount, currency: intent.currency.clone() },
    }
}

/// What a request asks for under the option of that name; the vendor's two systems spell it in their own ways.
fn licences(body: &[u8]) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let named = |option: &serde_json::Value| {
        let key = option["key"].as_str().unwrap_or_default().to_ascii_lowercase();
        matches!(key.as_str(), "licence" | "license")
    };
    let options = list(&body["optionsPerProductType"]).into_iter().flat_map(|one| list(&one["options"]));
    let mut found: Vec<String> =
        options.filter(named).filter_map(|option| option["value"].as_str().map(str::to_owned)).collect();
    found.sort();
    found.dedup();
    found
}

fn live(state: IntentState) -> bool {
    matches!(state, IntentState::Submitting | IntentState::Unknown | IntentState::Confirmed)
}

fn state_of(intent: &Intent, refusal: Option<u8>) -> OrderState {
    let message = || intent.message.clone().unwrap_or_default();
    match intent.state {
        IntentState::Prepared => OrderState::Prepared,
        IntentState::Submitting => OrderState::Sending,
        IntentState::Rejected => OrderState::Rejected { message: message() },
        IntentState::Unknown => OrderState::Unknown { next_look: intent.next_look.clone() },
        IntentState::Abandoned => OrderState::NotPlaced { reason: message() },
        IntentState::Confirmed => match intent.progress {
            Some(Progress::Quoted) => OrderState::Quoted { expires: intent.expires.clone() },
            Some(Progress::Expired) => OrderState::QuotationExpired,
            Some(Progress::Refused) => OrderState::Refused { reason_id: refusal },
            Some(Progress::InProduction) => OrderState::InProduction,
            Some(Progress::Delivered) => OrderState::Delivered,
            Some(Progress::Cancelled) => OrderState::Cancelled,
            Some(Progress::Placed) | None => OrderState::Placed,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::licences;

    #[test]
    fn the_licence_is_read_from_what_was_sent() {
        let body = br#"{"optionsPerProductType":[
            {"productTypeId":"A","options":[{"key":"dem","value":"best"},{"key":"licence","value":"standard"}]},
            {"productTypeId":"B","options":[{"key":"License","value":"Academic"},{"key":"licence","value":"standard"}]}]}"#;
        assert_eq!(licences(body), ["Academic", "standard"]);
        for none in [&b"{}"[..], b"[]", b"no json", br#"{"optionsPerProductType":{"options":7}}"#] {
            assert!(licences(none).is_empty());
        }
    }
}
