//! The journal: what happened, in order, each entry bound to the one before by SHA-256.
//!
//! Entries of the first form are words; see [`super::first_form`]. Those of the second are JSON: the event, and the hash of
//! each row that the same transaction wrote, so that no row can be changed without the journal telling.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::store::{EntriesOf, EntryRow, RecordReader};
use super::{
    Act, AllowedAgain, Answer, Event, Evidence, Head, Ledger, LedgerError, Money, Offer, Progress, Source,
    Why, first_form, unreadable,
};
use crate::money::SpendKind;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Which order; empty for entries about the record itself.
    pub reference: Option<String>,
    /// What happened.
    pub event: JournalEvent,
    /// 1: written in words. 2: written as data.
    pub form: i64,
    /// The hash of the entry before.
    pub previous: String,
    /// The hash of this entry.
    pub hash: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum JournalEvent {
    /// A person confirmed an order or the request of a quotation.
    Confirmed {
        /// Order or quotation.
        act: Act,
        /// What was confirmed.
        amount: Decimal,
        /// ISO 4217.
        currency: String,
        /// Whose money.
        contract_id: Option<String>,
        /// One line: sensors, scenes, area.
        what: Option<String>,
        /// The number of bytes that are to be sent.
        byte_count: Option<u32>,
        /// Their SHA-256, in hexadecimal.
        sha256: Option<String>,
    },
    /// A person said that something the record already holds is to be bought again; see [`AllowedAgain`].
    AllowedAgain {
        /// The earlier order.
        reference: String,
        /// The scene that both have.
        scene: String,
        /// The name of the area that both have.
        area_name: String,
        /// What the earlier order cost.
        amount: Decimal,
        /// ISO 4217.
        currency: String,
        /// The reason that was given.
        reason: String,
    },
    /// A person decided on a quotation.
    Decided {
        /// Accept or refuse.
        act: Act,
        /// Which quotation.
        quotation_id: String,
        /// The amount of the offer.
        amount: Option<Decimal>,
        /// ISO 4217.
        currency: Option<String>,
        /// The version of the quotation.
        version: Option<u32>,
        /// One of the vendor's seven reasons, 1 to 7, for a refusal.
        reason_id: Option<u8>,
    },
    /// An act moved by the state table.
    Stepped {
        /// Which act.
        act: Act,
        /// What happened to it.
        event: Event,
        /// Why.
        why: Option<Why>,
        /// Whether it came after a person had said that it was not placed, or as an answer after all was unknown.
        late: bool,
    },
    /// What came back for a request was kept.
    AnswerKept {
        /// For which act; entries of the first form don't say.
        act: Option<Act>,
        /// The number of the request.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        request: i64,
        /// Whether it was an answer.
        answer: Answer,
        /// HTTP.
        status: Option<u16>,
        /// Of the bytes of the answer, in hexadecimal.
        sha256: Option<String>,
    },
    /// The vendor's offer differs from the one before.
    Offered {
        /// As it was known.
        was: Option<Offer>,
        /// As it is.
        now: Offer,
    },
    /// The vendor booked another amount than was confirmed.
    Booked {
        /// What was confirmed.
        confirmed: Money,
        /// What was booked.
        booked: Money,
    },
    /// An unknown outcome was looked for and not found.
    Looked {
        /// What was seen.
        evidence: Evidence,
    },
    /// The vendor has come on with it.
    Progressed {
        /// How far.
        progress: Progress,
        /// How that was learned.
        source: Source,
    },
    /// Its scenes were put into the basket again.
    OrderedAgain {
        /// The reference of that basket.
        as_reference: String,
    },
    /// The document of a quotation was read.
    DocumentRead {
        /// Which quotation.
        quotation_id: String,
        /// Its version.
        version: Option<u32>,
        /// The number of bytes.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        byte_count: u64,
        /// Their SHA-256, in hexadecimal.
        sha256: String,
    },
    /// The first entry of the second form in a record that was begun in the first; it binds every row that was there.
    Adopted {
        /// How many there were.
        intents: u32,
        /// How many there were.
        decisions: u32,
        /// How many there were.
        requests: u32,
        /// How many there were.
        documents: u32,
    },
    /// A person took a record that did not verify as it is, so that it can be ordered from again. Binds every row anew.
    TakenAsItIs {
        /// Why, in the person's words.
        reason: String,
        /// What did not fit.
        fault: String,
    },
    /// An entry of a newer Swath.
    Newer {
        /// Its tag.
        name: String,
    },
    /// An entry of the first form whose words this program does not know.
    Earlier {
        /// The words.
        words: String,
        /// More about it.
        detail: String,
    },
}

impl From<AllowedAgain> for JournalEvent {
    fn from(allowed: AllowedAgain) -> JournalEvent {
        let AllowedAgain { reference, scene, area_name, amount, currency, reason } = allowed;
        JournalEvent::AllowedAgain { reference, scene, area_name, amount, currency, reason }
    }
}

/// The hash before the first entry.
pub(super) const BEGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The form that is written.
const FORM: i64 = 2;

/// The rows that an entry binds: the name of a row and the hash of its columns.
pub(super) type BoundRows = BTreeMap<String, String>;

/// What an entry of the second form holds, with the event as it is.
#[derive(Serialize)]
struct Written<'a> {
    event: &'a JournalEvent,
    rows: &'a BoundRows,
}

/// The same read back; the event stays text until it is asked for.
#[derive(Deserialize)]
struct Kept<'a> {
    #[serde(borrow)]
    event: &'a RawValue,
    #[serde(default)]
    rows: BoundRows,
}

#[derive(Deserialize)]
struct Tag {
    kind: String,
}

impl EntryRow {
    /// The hash that this entry must have. The first form did not name itself in it; the text before all others keeps
    /// the two apart.
    pub(super) fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        if self.form != 1 {
            hasher.update(b"swath journal, form ");
            hasher.update(self.form.to_le_bytes());
        }
        hasher.update(self.seq.to_le_bytes());
        // An absent reference and an empty one were the same to the first form.
        if self.form != 1 {
            hasher.update([u8::from(self.reference.is_some())]);
        }
        let parts =
            [&self.at, self.reference.as_deref().unwrap_or(""), &self.event, &self.detail, &self.previous];
        for part in parts {
            // Lengths keep the borders: "ab"+"c" is another entry than "a"+"bc".
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize())
    }

    /// The entry that follows `last`.
    pub(super) fn following(
        last: Option<&EntryRow>,
        at: &str,
        reference: Option<&str>,
        event: &JournalEvent,
        rows: &BoundRows,
    ) -> Result<EntryRow, LedgerError> {
        let detail = serde_json::to_string(&Written { event, rows })
            .map_err(|error| LedgerError::Unreadable(error.to_string()))?;
        let mut entry = EntryRow {
            seq: last.map_or(1, |last| last.seq.saturating_add(1)),
            form: FORM,
            at: at.to_owned(),
            reference: reference.map(str::to_owned),
            event: tag_of(&detail).unwrap_or_default(),
            detail,
            previous: last.map_or_else(|| BEGIN.to_owned(), |last| last.hash.clone()),
            hash: String::new(),
        };
        entry.hash = entry.expected_hash();
        Ok(entry)
    }

    /// The end of a journal of which this is the last entry.
    pub(super) fn head(&self) -> Head {
        Head { length: u64::try_from(self.seq).unwrap_or_default(), hash: self.hash.clone() }
    }

    /// The rows that the entry binds; those of the first form bind none.
    pub(super) fn bound_rows(&self) -> BoundRows {
        if self.form == 1 {
            return BoundRows::new();
        }
        serde_json::from_str::<Kept<'_>>(&self.detail).map(|kept| kept.rows).unwrap_or_default()
    }

    fn event_of(&self, kinds: &HashMap<String, (SpendKind, bool)>) -> JournalEvent {
        if self.form == 1 {
            let order = self.reference.as_ref().and_then(|reference| kinds.get(reference));
            return first_form::event(&self.event, &self.detail, order.copied());
        }
        let newer = || JournalEvent::Newer { name: self.event.clone() };
        if self.form > FORM {
            return newer();
        }
        serde_json::from_str::<Kept<'_>>(&self.detail)
            .and_then(|kept| serde_json::from_str(kept.event.get()))
            .unwrap_or_else(|_| newer())
    }
}

fn tag_of(detail: &str) -> Option<String> {
    let kept: Kept<'_> = serde_json::from_str(detail).ok()?;
    serde_json::from_str::<Tag>(kept.event.get()).ok().map(|tag| tag.kind)
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Ledger {
    /// The journal, of one order or whole, oldest first.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn journal(&self, reference: Option<&str>) -> Result<Vec<JournalEntry>, LedgerError> {
        self.read(|reader| {
            let of = reference.map_or(EntriesOf::All, EntriesOf::Order);
            let rows: Vec<EntryRow> =
                reader.entries(of)?.into_iter().collect::<Result<_, _>>().map_err(unreadable)?;
            let kinds = kinds(reader, &rows)?;
            Ok(rows.into_iter().map(|row| entry_of(row, &kinds)).collect())
        })
    }
}

fn entry_of(row: EntryRow, kinds: &HashMap<String, (SpendKind, bool)>) -> JournalEntry {
    let event = row.event_of(kinds);
    let EntryRow { seq, form, at, reference, previous, hash, .. } = row;
    JournalEntry { seq, at, reference, event, form, previous, hash }
}

/// What entries of the first form need to be understood: whether their order is one or a quotation, and whether it turned
/// up after a person had given it up.
fn kinds(
    reader: &dyn RecordReader,
    entries: &[EntryRow],
) -> Result<HashMap<String, (SpendKind, bool)>, LedgerError> {
    let mut kinds = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.form == 1) {
        let Some(reference) = entry.reference.as_ref().filter(|reference| !kinds.contains_key(*reference))
        else {
            continue;
        };
        if let Some(row) = reader.intent(reference)?
            && let Some(kind) = SpendKind::parse(&row.kind)
        {
            kinds.insert(reference.clone(), (kind, row.turned_up == 1));
        }
    }
    Ok(kinds)
}
