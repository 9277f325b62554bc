//! What the record speaks of: acts, amounts, offers, reasons and evidence, as data. Sentences are written from it by
//! whoever shows it.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DecisionKind, Progress};
use crate::money::{SpendKind, amount_in_words};

/// One of the four acts that change something at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// An order; it spends.
    Order,
    /// A request for a quotation.
    Quotation,
    /// The acceptance of a quotation; it spends.
    Accept,
    /// The refusal of a quotation.
    Refuse,
}

impl Act {
    /// Whether the act spends money when it succeeds.
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
    /// The amount, with the decimals that the vendor gave.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&amount_in_words(self.amount, &self.currency))
    }
}

/// What the vendor offers under the number of a quotation, as the vendor's record says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The total, after discount.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// The discount, in percent.
    pub discount_percent: Option<Decimal>,
    /// The version of the quotation; the vendor may revise it under the same number.
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
    /// The scene that both have.
    pub scene: String,
    /// The name of the area that both have.
    pub area_name: String,
    /// What the earlier order cost.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// The reason that was given.
    pub reason: String,
}

/// Why a step was taken. The page writes the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Why {
    /// The vendor's words, the reason of a person, or the words of an entry of the first form.
    Words {
        /// As they were given.
        text: String,
    },
    /// The connection broke after bytes may have left.
    ConnectionBroke {
        /// What the system said.
        technical: String,
    },
    /// No connection could be made; nothing left.
    NotConnected {
        /// What the system said.
        technical: String,
    },
    /// A success without the number of an order or quotation.
    NoNumber {
        /// HTTP.
        status: u16,
    },
    /// A success with a body that can't be read.
    UnreadableBody {
        /// HTTP.
        status: u16,
    },
    /// An answer that is not in the vendor's form; a proxy may have sent it.
    ForeignBody {
        /// HTTP.
        status: u16,
    },
    /// A status that does not say whether it was placed.
    UndecidedStatus {
        /// HTTP.
        status: u16,
    },
    /// No answer for so long.
    NoAnswerYet {
        /// Since the request was sent.
        seconds: u32,
    },
    /// The program was closed while the request was under way.
    ProgramClosed,
    /// The basket was changed before anything was sent.
    BasketChanged,
    /// The vendor's record says so.
    VendorState {
        /// In the vendor's word.
        status: String,
    },
    /// A judgement of this program, with its code and words.
    Judged {
        /// For programs.
        code: String,
        /// For people.
        text: String,
    },
}

impl Why {
    /// The words that it carries, where it has some of a person or of the vendor.
    pub fn words(&self) -> Option<&str> {
        match self {
            Why::Words { text } | Why::Judged { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// What a look saw that found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "evidence", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Evidence {
    /// The vendor's order list does not have it.
    NotInOrderList,
    /// The workspace does not have it.
    NotInWorkspace {
        /// The credit of the contract before the request was sent.
        credit_before: Option<Decimal>,
        /// The credit at the time of the look.
        credit_after: Option<Decimal>,
        /// ISO 4217.
        currency: String,
    },
    /// The quotation still waits for a decision.
    StillSent,
    /// The words of an entry of the first form.
    Words {
        /// As they were written.
        text: String,
    },
}

/// Where progress was learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "source", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Source {
    /// The vendor's order list.
    VendorList,
    /// What lies in the workspace.
    Workspace,
    /// A decision made here.
    Decision,
    /// A look for an unknown outcome.
    Found,
    /// The words of an entry of the first form.
    Words {
        /// As they were written.
        text: String,
    },
}

/// What came back for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// A whole answer.
    Answered,
    /// Nothing was sent.
    NotSent,
    /// It was sent or may have been, and no whole answer came back.
    Unclear,
}

impl Answer {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Answer::Answered => "answered",
            Answer::NotSent => "not sent",
            Answer::Unclear => "unclear",
        }
    }
}

/// A document of a quotation that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// `QUO…`.
    pub quotation_id: String,
    /// The version of the quotation, where it was known.
    pub version: Option<u32>,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// The number of bytes.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub byte_count: u64,
    /// When, RFC 3339.
    pub fetched_at: String,
}

/// What is kept when an intent is settled, see [`super::Ledger::settle`].
#[derive(Debug, Clone)]
pub struct Settled<'a> {
    /// The vendor's quotation.
    pub quotation_id: Option<&'a str>,
    /// The vendor's order.
    pub sales_order_id: Option<&'a str>,
    /// How far the vendor is.
    pub progress: Progress,
    /// What the vendor booked.
    pub booked: Option<Money>,
    /// What the vendor offers, for a quotation.
    pub offer: Option<Offer>,
    /// Why.
    pub why: Option<Why>,
}
