//! Words of the record: acts, amounts, offers, and why a step was taken, as data.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DecisionKind, Progress};
use crate::money::SpendKind;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
/// One of the four acts that spend or decide.
pub enum Act {
    /// An order.
    Order,
    /// A request for a quotation.
    Quotation,
    /// Accepting a quotation.
    Accept,
    /// Refusing a quotation.
    Refuse,
}

impl Act {
    /// Whether it spends money.
    pub fn spends(self) -> bool {
        matches!(self, Act::Order | Act::Accept)
    }
}

impl From<SpendKind> for Act {
    fn from(kind: SpendKind) -> Act {
        match kind {
            SpendKind::Order => Act::Order,
            SpendKind::Quotation => Act::Quotation,
        }
    }
}

impl From<DecisionKind> for Act {
    fn from(kind: DecisionKind) -> Act {
        match kind {
            DecisionKind::Accept => Act::Accept,
            DecisionKind::Refuse { .. } => Act::Refuse,
        }
    }
}

/// An amount with its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Money {
    /// Exact.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

/// What the vendor offers under a quotation's number, as its record says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// What it costs in all.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// Taken off the list price, in per cent.
    pub discount_percent: Option<Decimal>,
    /// Counts the offers under one number.
    pub version: Option<u32>,
    /// Until when it can be accepted, RFC 3339.
    pub expires: Option<String>,
}

/// A person's word that something the record already holds is to be bought again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AllowedAgain {
    /// The earlier order.
    pub reference: String,
    /// The scene.
    pub scene: String,
    /// The area.
    pub area_name: String,
    /// What the earlier order cost.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// Why, in the person's words.
    pub reason: String,
}

/// Why a step was taken, as data; the page writes the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "stub")]
pub enum Why {
    Words { text: String },
    ConnectionBroke { technical: String },
    NotConnected { technical: String },
    NoNumber { status: u16 },
    UnreadableBody { status: u16 },
    ForeignBody { status: u16 },
    UndecidedStatus { status: u16 },
    NoAnswerYet { seconds: u32 },
    ProgramClosed,
    BasketChanged,
    VendorState { status: String },
    Judged { code: String, text: String },
}

impl Why {
    /// What is kept with the order as its message: words of the vendor or of a person.
    pub(super) fn message(&self) -> Option<String> {
        match self {
            Why::Words { text } | Why::Judged { text, .. } => Some(text.clone()),
            Why::VendorState { status } => Some(status.clone()),
            other => Some(format!("{other:?}")),
        }
    }
}

/// What a look saw that found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "evidence", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "stub")]
pub enum Evidence {
    NotInOrderList,
    NotInWorkspace { credit_before: Option<Decimal>, credit_after: Option<Decimal>, currency: String },
    StillSent,
    Words { text: String },
}

/// Where progress was learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "source", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "stub")]
pub enum Source {
    VendorList,
    Workspace,
    Decision,
    Found,
    Words { text: String },
}

/// What came back for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "stub")]
pub enum Answer {
    Answered,
    NotSent,
    Unclear,
}

/// A document of a quotation, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "stub")]
pub struct Document {
    pub quotation_id: String,
    pub version: Option<u32>,
    pub sha256: String,
    pub byte_count: u64,
    pub fetched_at: String,
}

/// What is kept when an intent is settled.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "stub")]
pub struct Settled<'a> {
    pub quotation_id: Option<&'a str>,
    pub sales_order_id: Option<&'a str>,
    pub progress: Progress,
    pub booked: Option<Money>,
    pub offer: Option<Offer>,
    pub why: Option<Why>,
}

/// What verification found in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "stub")]
pub struct Verified {
    pub entries: usize,
    pub anchored: bool,
}
