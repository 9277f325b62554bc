//! The rows of the record as plain values, and the hash that binds each of them to the journal.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::ledger::sha256_of;

/// A row that can't be read, such as one whose text is not UTF-8 any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Which row, as far as that could be read.
    pub key: RowKey,
    /// What is wrong.
    pub why: String,
}

/// Which row of which table. Its text names the row in the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// By its reference.
    Intent(String),
    /// By its number.
    Decision(i64),
    /// By its number.
    Request(i64),
    /// By its number.
    Document(i64),
    /// By its number.
    Entry(i64),
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowKey::Intent(reference) => write!(f, "intent:{reference}"),
            RowKey::Decision(id) => write!(f, "decision:{id}"),
            RowKey::Request(id) => write!(f, "request:{id}"),
            RowKey::Document(id) => write!(f, "document:{id}"),
            RowKey::Entry(seq) => write!(f, "entry:{seq}"),
        }
    }
}

/// An intent as it is stored. Amounts are decimal texts, moments RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntentRow {
    /// Unique.
    pub reference: String,
    /// `order` or `quotation`.
    pub kind: String,
    /// The word of an [`crate::ledger::IntentState`].
    pub state: String,
    /// Whose money.
    pub contract_id: String,
    /// Its name.
    pub contract_name: String,
    /// `legacy` or `neo`.
    pub backend: String,
    /// The bytes to be sent.
    #[serde(serialize_with = "digest")]
    pub body: Vec<u8>,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// What was confirmed.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The credit before it was sent.
    pub credit_before: Option<String>,
    /// Where it is delivered.
    pub workspace: Option<String>,
    /// One line for lists.
    pub what: String,
    /// JSON: pairs of title and detail.
    pub items: String,
    /// JSON: names.
    pub areas: String,
    /// Drawn, in km².
    #[serde(serialize_with = "number")]
    pub drawn_km2: Option<f64>,
    /// Billed, in km².
    pub billed_km2: Option<String>,
    /// When it was written down.
    pub created_at: String,
    /// When its state last changed.
    pub changed_at: String,
    /// Words of the vendor or of a person.
    pub message: Option<String>,
    /// `QUO…`.
    pub quotation_id: Option<String>,
    /// `SAL…`.
    pub sales_order_id: Option<String>,
    /// The word of a [`crate::ledger::Progress`].
    pub progress: Option<String>,
    /// Until when a quotation can be accepted.
    pub expires: Option<String>,
    /// How often it was looked for.
    pub looks: i64,
    /// When it is looked for next.
    pub next_look: Option<String>,
    /// JSON: the basket that it was made from.
    pub basket: Option<String>,
    /// 1 when it was found after a person had said that it was not placed.
    pub turned_up: i64,
    /// JSON: a [`crate::ledger::Why`].
    pub why: Option<String>,
    /// JSON: an [`crate::ledger::Offer`].
    pub offer: Option<String>,
    /// JSON: [`crate::ledger::Money`].
    pub booked: Option<String>,
    /// When its sending began.
    pub sent_at: Option<String>,
}

/// A decision on a quotation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// Given by the store.
    pub id: i64,
    /// The order that it belongs to.
    pub reference: String,
    /// `accept` or `refuse`.
    pub kind: String,
    /// On which quotation.
    pub quotation_id: String,
    /// 1 to 7, for a refusal.
    pub reason_id: Option<i64>,
    /// The amount of the quotation.
    pub amount: String,
    /// The word of an [`crate::ledger::IntentState`].
    pub state: String,
    /// When it was written down.
    pub created_at: String,
    /// Words of the vendor.
    pub message: Option<String>,
    /// ISO 4217; absent in rows of the first form.
    pub currency: Option<String>,
    /// The version of the quotation.
    pub version: Option<i64>,
    /// JSON: a [`crate::ledger::Why`].
    pub why: Option<String>,
    /// When its sending began.
    pub sent_at: Option<String>,
}

/// A request as it is stored, with what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRow {
    /// Given by the store.
    pub id: i64,
    /// The order that it belongs to.
    pub reference: String,
    /// HTTP.
    pub method: String,
    /// The path of the address.
    pub path: String,
    /// The bytes that were sent.
    #[serde(serialize_with = "optional_digest")]
    pub body: Option<Vec<u8>>,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// When.
    pub sent_at: String,
    /// HTTP.
    pub status: Option<i64>,
    /// The bytes that came back.
    #[serde(serialize_with = "optional_digest")]
    pub answer: Option<Vec<u8>>,
    /// The word of an [`crate::ledger::Answer`]; rows of the first form say more in it.
    pub outcome: Option<String>,
    /// The decision that it carries.
    pub decision: Option<i64>,
    /// What the system said of a broken connection.
    pub technical: Option<String>,
}

/// A document of a quotation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// Given by the store.
    pub id: i64,
    /// `QUO…`.
    pub quotation_id: String,
    /// The version of the quotation.
    pub version: Option<i64>,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// Their number.
    pub byte_count: i64,
    /// When it was read.
    pub fetched_at: String,
}

/// An entry of the journal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// From 1 without gaps.
    pub seq: i64,
    /// 1: words. 2: JSON. See [`crate::ledger::JournalEntry`].
    pub form: i64,
    /// When.
    pub at: String,
    /// Which order; absent for entries about the record itself.
    pub reference: Option<String>,
    /// What happened: words in the first form, the tag of the event in the second.
    pub event: String,
    /// More about it: words in the first form, JSON in the second.
    pub detail: String,
    /// The hash of the entry before.
    pub previous: String,
    /// The hash of this entry.
    pub hash: String,
}

/// A row that is bound to the journal by its hash.
pub(in crate::ledger) trait Bound: Serialize {
    /// Which row it is.
    fn key(&self) -> RowKey;

    /// SHA-256 of all its columns as JSON, in the order of the fields; bytes stand in it by their own SHA-256.
    fn fingerprint(&self) -> String {
        // No map with other than text keys is among the fields, so this can't fail.
        sha256_of(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Bound for IntentRow {
    fn key(&self) -> RowKey {
        RowKey::Intent(self.reference.clone())
    }
}

impl Bound for DecisionRow {
    fn key(&self) -> RowKey {
        RowKey::Decision(self.id)
    }
}

impl Bound for RequestRow {
    fn key(&self) -> RowKey {
        RowKey::Request(self.id)
    }
}

impl Bound for DocumentRow {
    fn key(&self) -> RowKey {
        RowKey::Document(self.id)
    }
}

/// As text: JSON knows no infinity, and would show it as absent.
fn number<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.collect_str(&format_args!("{number:?}")),
        None => serializer.serialize_none(),
    }
}

fn digest<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&sha256_of(bytes))
}

fn optional_digest<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    match bytes {
        Some(bytes) => digest(bytes, serializer),
        None => serializer.serialize_none(),
    }
}
