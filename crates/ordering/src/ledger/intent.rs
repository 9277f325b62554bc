//! Intents as they are asked for and as they stand, and how they are stored.

use bytes::Bytes;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::store::IntentRow;
use super::{AllowedAgain, IntentState, LedgerError, Money, Offer, Why};
use crate::money::{Backend, SpendKind, backend_word, parse_backend};

/// What is written down before sending.
#[derive(Debug, Clone)]
pub struct NewIntent {
    /// Unique; never used again.
    pub reference: String,
    /// Order or quotation.
    pub kind: SpendKind,
    /// Whose money.
    pub contract_id: String,
    /// Its name, for people.
    pub contract_name: String,
    /// Decides how the outcome can be read back.
    pub backend: Backend,
    /// The very bytes.
    pub body: Bytes,
    /// Their SHA-256.
    pub sha256: String,
    /// What the user confirmed.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// Credit just before, evidence for later.
    pub credit_before: Option<Decimal>,
    /// Where it is delivered.
    pub workspace: Option<String>,
    /// One line for lists.
    pub what: String,
    /// Title and detail of each item.
    pub items: Vec<(String, String)>,
    /// Names of the areas.
    pub areas: Vec<String>,
    /// Drawn, in km².
    pub drawn_km2: Option<f64>,
    /// Billed, in km².
    pub billed_km2: Option<Decimal>,
    /// The basket it was made from, as JSON.
    pub basket: Option<String>,
    /// What a person wants although the record holds it already.
    pub allowed_again: Vec<AllowedAgain>,
}

/// How far the vendor has come with a confirmed intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Progress {
    /// A quotation waits for a decision.
    Quoted,
    /// A quotation was refused by us.
    Refused,
    /// A quotation ran out.
    Expired,
    /// An order is placed.
    Placed,
    /// It is being produced.
    InProduction,
    /// It is in the workspace.
    Delivered,
    /// The vendor cancelled it.
    Cancelled,
}

impl Progress {
    const ALL: [(Progress, &'static str); 7] = [
        (Progress::Quoted, "quoted"),
        (Progress::Refused, "refused"),
        (Progress::Expired, "expired"),
        (Progress::Placed, "placed"),
        (Progress::InProduction, "in production"),
        (Progress::Delivered, "delivered"),
        (Progress::Cancelled, "cancelled"),
    ];

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        Progress::ALL.iter().find(|(progress, _)| *progress == self).map_or("placed", |(_, word)| word)
    }

    pub(super) fn parse(text: &str) -> Option<Progress> {
        Progress::ALL.iter().find(|(_, word)| *word == text).map(|(progress, _)| *progress)
    }

    /// Whether nothing more is to come.
    pub fn is_final(self) -> bool {
        matches!(self, Progress::Refused | Progress::Delivered | Progress::Cancelled)
    }
}

/// An order of the record whose row does not read back. Nothing is spent while there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UnreadableOrder {
    /// Its reference.
    pub reference: String,
    /// What does not read back; for whoever looks into it.
    pub why: String,
}

/// An intent as it stands.
#[derive(Debug, Clone)]
pub struct Intent {
    /// See [`NewIntent`].
    pub reference: String,
    /// Order or quotation.
    pub kind: SpendKind,
    /// Where it stands with us.
    pub state: IntentState,
    /// How far the vendor is, once confirmed.
    pub progress: Option<Progress>,
    /// See [`NewIntent`].
    pub contract_id: String,
    /// See [`NewIntent`].
    pub contract_name: String,
    /// See [`NewIntent`].
    pub backend: Backend,
    /// See [`NewIntent`].
    pub body: Bytes,
    /// See [`NewIntent`].
    pub sha256: String,
    /// See [`NewIntent`].
    pub amount: Decimal,
    /// See [`NewIntent`].
    pub currency: String,
    /// See [`NewIntent`].
    pub credit_before: Option<Decimal>,
    /// See [`NewIntent`].
    pub workspace: Option<String>,
    /// See [`NewIntent`].
    pub what: String,
    /// See [`NewIntent`].
    pub items: Vec<(String, String)>,
    /// See [`NewIntent`].
    pub areas: Vec<String>,
    /// See [`NewIntent`].
    pub drawn_km2: Option<f64>,
    /// See [`NewIntent`].
    pub billed_km2: Option<Decimal>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub changed_at: String,
    /// The vendor's words, or the reason a person gave.
    pub message: Option<String>,
    /// The vendor's quotation.
    pub quotation_id: Option<String>,
    /// The vendor's order.
    pub sales_order_id: Option<String>,
    /// Until when a quotation can be accepted.
    pub expires: Option<String>,
    /// How often an unknown outcome was looked for.
    pub looks: u32,
    /// When it is looked for next.
    pub next_look: Option<String>,
    /// See [`NewIntent`].
    pub basket: Option<String>,
    /// Whether it was found at the vendor after a person had said that it was not placed.
    pub turned_up: bool,
    /// Why it last moved.
    pub why: Option<Why>,
    /// What the vendor offers, for a quotation.
    pub offer: Option<Offer>,
    /// What the vendor booked.
    pub booked: Option<Money>,
    /// When it was marked as being sent, RFC 3339; none while provably nothing was.
    pub sent_at: Option<String>,
}

impl Intent {
    /// What it costs, as far as is known: what was booked, else what is offered, else what was confirmed.
    pub fn cost(&self) -> Money {
        if let Some(booked) = &self.booked {
            return booked.clone();
        }
        match &self.offer {
            Some(offer) if self.kind == SpendKind::Quotation => {
                Money { amount: offer.amount, currency: offer.currency.clone() }
            }
            _ => Money { amount: self.amount, currency: self.currency.clone() },
        }
    }
}

impl IntentRow {
    /// The row of an intent that is written down.
    pub(super) fn prepared(new: &NewIntent, at: &str) -> IntentRow {
        IntentRow {
            reference: new.reference.clone(),
            kind: new.kind.as_str().to_owned(),
            state: IntentState::Prepared.as_str().to_owned(),
            contract_id: new.contract_id.clone(),
            contract_name: new.contract_name.clone(),
            backend: backend_word(new.backend).to_owned(),
            body: new.body.to_vec(),
            sha256: new.sha256.clone(),
            amount: new.amount.to_string(),
            currency: new.currency.clone(),
            credit_before: new.credit_before.map(|credit| credit.to_string()),
            workspace: new.workspace.clone(),
            what: new.what.clone(),
            items: serde_json::json!(new.items).to_string(),
            areas: serde_json::json!(new.areas).to_string(),
            drawn_km2: new.drawn_km2,
            billed_km2: new.billed_km2.map(|area| area.to_string()),
            created_at: at.to_owned(),
            changed_at: at.to_owned(),
            message: None,
            quotation_id: None,
            sales_order_id: None,
            progress: None,
            expires: None,
            looks: 0,
            next_look: None,
            basket: new.basket.clone(),
            turned_up: 0,
            why: None,
            offer: None,
            booked: None,
            sent_at: None,
        }
    }

    pub(super) fn state(&self) -> Result<IntentState, LedgerError> {
        IntentState::parse(&self.state).ok_or_else(|| unreadable("state"))
    }

    pub(super) fn kind(&self) -> Result<SpendKind, LedgerError> {
        SpendKind::parse(&self.kind).ok_or_else(|| unreadable("kind"))
    }

    pub(super) fn confirmed(&self) -> Result<Money, LedgerError> {
        Ok(Money { amount: decimal(&self.amount)?, currency: self.currency.clone() })
    }
}

impl TryFrom<IntentRow> for Intent {
    type Error = LedgerError;

    fn try_from(row: IntentRow) -> Result<Intent, LedgerError> {
        let progress = |word: &str| Progress::parse(word).ok_or_else(|| unreadable("progress"));
        Ok(Intent {
            kind: row.kind()?,
            state: row.state()?,
            progress: row.progress.as_deref().map(progress).transpose()?,
            backend: parse_backend(&row.backend).ok_or_else(|| unreadable("backend"))?,
            amount: decimal(&row.amount)?,
            credit_before: row.credit_before.as_deref().map(decimal).transpose()?,
            items: from_json(&row.items, "items")?,
            areas: from_json(&row.areas, "areas")?,
            billed_km2: row.billed_km2.as_deref().map(decimal).transpose()?,
            looks: u32::try_from(row.looks).map_err(|_| unreadable("looks"))?,
            turned_up: row.turned_up == 1,
            why: why_of(row.why.as_deref(), row.message.as_deref())?,
            offer: row.offer.as_deref().map(|text| from_json(text, "offer")).transpose()?,
            booked: row.booked.as_deref().map(|text| from_json(text, "booked")).transpose()?,
            reference: row.reference,
            contract_id: row.contract_id,
            contract_name: row.contract_name,
            body: row.body.into(),
            sha256: row.sha256,
            currency: row.currency,
            workspace: row.workspace,
            what: row.what,
            drawn_km2: row.drawn_km2,
            created_at: row.created_at,
            changed_at: row.changed_at,
            message: row.message,
            quotation_id: row.quotation_id,
            sales_order_id: row.sales_order_id,
            expires: row.expires,
            next_look: row.next_look,
            basket: row.basket,
            sent_at: row.sent_at,
        })
    }
}

/// Rows of the first form have words alone.
pub(super) fn why_of(json: Option<&str>, message: Option<&str>) -> Result<Option<Why>, LedgerError> {
    match json {
        Some(json) => from_json(json, "why").map(Some),
        None => Ok(message.map(|text| Why::Words { text: text.to_owned() })),
    }
}

pub(super) fn decimal(text: &str) -> Result<Decimal, LedgerError> {
    text.parse().map_err(|_| unreadable("amount"))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|_| unreadable(what))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Unreadable(error.to_string()))
}

fn unreadable(what: &str) -> LedgerError {
    LedgerError::Unreadable(what.to_owned())
}
