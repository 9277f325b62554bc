//! Intents: written before anything is sent, moved by the state table only.

use bytes::Bytes;
use rusqlite::{OptionalExtension, Row, Transaction};
use rust_decimal::Decimal;

use super::journal::{ANSWER_KEPT, CONFIRMED, append};
use super::{
    AllowedAgain, Answer, Document, Event, Evidence, IntentState, Ledger, LedgerError, Money, Offer, Settled,
    Source, Why,
};
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
    /// What a person allowed to be bought again.
    pub allowed_again: Vec<AllowedAgain>,
}

/// How far the vendor has come with a confirmed intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

    fn parse(text: &str) -> Option<Progress> {
        Progress::ALL.iter().find(|(_, word)| *word == text).map(|(progress, _)| *progress)
    }

    /// Whether nothing more is to come.
    pub fn is_final(self) -> bool {
        matches!(self, Progress::Refused | Progress::Delivered | Progress::Cancelled)
    }
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
    /// What the vendor offers under the quotation's number.
    pub offer: Option<Offer>,
    /// What the vendor booked, where it differs from what was confirmed.
    pub booked: Option<Money>,
    /// When it was marked as being sent.
    pub sent_at: Option<String>,
}

impl Intent {
    /// What it costs, as far as is known.
    pub fn cost(&self) -> Money {
        let offer = self.offer.as_ref().map(|o| Money { amount: o.amount, currency: o.currency.clone() });
        let confirmed = || Money { amount: self.amount, currency: self.currency.clone() };
        self.booked.clone().or(offer.filter(|_| self.kind == SpendKind::Quotation)).unwrap_or_else(confirmed)
    }
}

impl Ledger {
    /// Writes an intent down as `prepared`.
    ///
    /// # Errors
    /// [`LedgerError::ReferenceTaken`] when the reference was ever used.
    pub fn prepare(&self, new: &NewIntent) -> Result<(), LedgerError> {
        self.write(|transaction, at| {
            if read(transaction, &new.reference)?.is_some() {
                return Err(LedgerError::ReferenceTaken(new.reference.clone()));
            }
            insert(transaction, at, new)?;
            let detail = format!(
                "{} {}; {}; {} bytes, sha-256 {}",
                new.amount,
                new.currency,
                new.what,
                new.body.len(),
                new.sha256
            );
            append(transaction, at, Some(&new.reference), CONFIRMED, &detail)?;
            for again in &new.allowed_again {
                append(
                    transaction,
                    at,
                    Some(&new.reference),
                    "allowed again",
                    &serde_json::json!(again).to_string(),
                )?;
            }
            Ok(())
        })
    }

    /// Moves an intent by the state table. A compare-and-set within one write transaction: of two callers one wins,
    /// the other is told so. `message` is kept with the intent when given.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when the table knows no such step.
    pub fn step(&self, reference: &str, event: Event, why: Option<&Why>) -> Result<IntentState, LedgerError> {
        let message = why.and_then(Why::message);
        self.write(|transaction, at| step(transaction, at, reference, event, message.as_deref()))
    }

    /// Marks an intent as being sent and notes its request, in one transaction.
    ///
    /// # Errors
    /// See [`Ledger::step`].
    pub fn mark(
        &self,
        reference: &str,
        method: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<i64, LedgerError> {
        self.write(|transaction, at| {
            step(transaction, at, reference, Event::Send, None)?;
            transaction.execute("UPDATE intents SET sent_at = ?2 WHERE reference = ?1", (reference, at))?;
            request(transaction, at, reference, method, path, body)
        })
    }

    /// Keeps what the vendor offers now.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn offered(&self, reference: &str, offer: &Offer) -> Result<bool, LedgerError> {
        self.write(|transaction, at| {
            let Some(intent) = read(transaction, reference)? else {
                return Err(LedgerError::Unknown(reference.to_owned()));
            };
            if intent.offer.as_ref() == Some(offer) {
                return Ok(false);
            }
            let text = serde_json::json!(offer).to_string();
            transaction.execute(
                "UPDATE intents SET offer = ?2, expires = coalesce(?3, expires) WHERE reference = ?1",
                (reference, &text, &offer.expires),
            )?;
            append(transaction, at, Some(reference), "offered", &text)?;
            Ok(true)
        })
    }

    /// Consents.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn allow_again(&self, reference: &str, allowed: &[AllowedAgain]) -> Result<(), LedgerError> {
        for again in allowed {
            self.note(reference, "allowed again", &serde_json::json!(again).to_string())?;
        }
        Ok(())
    }

    /// Booked otherwise.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn booked(&self, reference: &str, booked: &Money) -> Result<bool, LedgerError> {
        let text = serde_json::json!(booked).to_string();
        self.lock().execute("UPDATE intents SET booked = ?2 WHERE reference = ?1", (reference, &text))?;
        self.note(reference, "booked", &text)?;
        Ok(true)
    }

    /// Put into the basket again.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn reordered(&self, reference: &str, as_reference: &str) -> Result<(), LedgerError> {
        self.note(reference, "put into the basket again", &format!("as {as_reference}"))
    }

    /// Moves an intent and keeps the vendor's ids and progress, in one transaction.
    ///
    /// # Errors
    /// See [`Ledger::step`].
    pub fn settle(&self, reference: &str, event: Event, settled: &Settled<'_>) -> Result<(), LedgerError> {
        let message = settled.why.as_ref().and_then(Why::message);
        let (ids, progress, message) =
            ((settled.quotation_id, settled.sales_order_id), settled.progress, message.as_deref());
        let json = |v: Option<serde_json::Value>| v.map(|v| v.to_string());
        let offer = json(settled.offer.as_ref().map(|o| serde_json::json!(o)));
        let booked = json(settled.booked.as_ref().map(|o| serde_json::json!(o)));
        self.write(|transaction, at| {
            let before = read(transaction, reference)?.map(|intent| intent.state);
            step(transaction, at, reference, event, message)?;
            let turned_up = before == Some(IntentState::Abandoned);
            transaction.execute(
                "UPDATE intents SET quotation_id = coalesce(?2, quotation_id),
                   sales_order_id = coalesce(?3, sales_order_id), progress = ?4, next_look = NULL, turned_up = ?5,
                   offer = coalesce(?6, offer), booked = coalesce(?7, booked)
                 WHERE reference = ?1",
                (reference, ids.0, ids.1, progress.as_str(), turned_up, &offer, &booked),
            )?;
            Ok(())
        })
    }

    /// A person ends an unknown outcome as not placed. It is looked for on, from `next` (RFC 3339): a request can arrive
    /// late, and the vendor's record wins.
    ///
    /// # Errors
    /// See [`Ledger::step`].
    pub fn declare_not_placed(&self, reference: &str, reason: &str, next: &str) -> Result<(), LedgerError> {
        self.write(|transaction, at| {
            step(transaction, at, reference, Event::DeclaredNotPlaced, Some(reason))?;
            transaction
                .execute("UPDATE intents SET next_look = ?2 WHERE reference = ?1", (reference, next))?;
            Ok(())
        })
    }

    /// Keeps what tracking learned of a confirmed intent; says whether anything is new.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn track(
        &self,
        reference: &str,
        progress: Progress,
        sales_order_id: Option<&str>,
        expires: Option<&str>,
        source: &Source,
    ) -> Result<bool, LedgerError> {
        let detail = &format!("{source:?}");
        self.write(|transaction, at| {
            let Some(intent) = read(transaction, reference)? else {
                return Err(LedgerError::Unknown(reference.to_owned()));
            };
            let new_order = sales_order_id.is_some() && intent.sales_order_id.as_deref() != sales_order_id;
            let new_expiry = expires.is_some() && intent.expires.as_deref() != expires;
            let moved = intent.progress != Some(progress);
            if !(moved || new_order || new_expiry) {
                return Ok(false);
            }
            transaction.execute(
                "UPDATE intents SET progress = ?2, sales_order_id = coalesce(?3, sales_order_id),
                   expires = coalesce(?4, expires), changed_at = CASE WHEN ?5 THEN ?6 ELSE changed_at END
                 WHERE reference = ?1",
                (reference, progress.as_str(), sales_order_id, expires, moved, at),
            )?;
            if moved {
                append(transaction, at, Some(reference), progress.as_str(), detail)?;
            }
            Ok(true)
        })
    }

    /// Notes that an unknown outcome was looked for and not found, and when it is looked for next.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn looked(&self, reference: &str, next: &str, evidence: &Evidence) -> Result<(), LedgerError> {
        let evidence = &format!("{evidence:?}");
        self.write(|transaction, at| {
            transaction.execute(
                "UPDATE intents SET looks = looks + 1, next_look = ?2 WHERE reference = ?1",
                (reference, next),
            )?;
            append(transaction, at, Some(reference), "looked, not found", evidence)
        })
    }

    /// Keeps what came back for a request, and binds it to the journal by its hash.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn answered(
        &self,
        request: i64,
        kind: Answer,
        status: Option<u16>,
        answer: Option<&[u8]>,
        technical: Option<&str>,
    ) -> Result<(), LedgerError> {
        let outcome = &format!("{kind:?} {}", technical.unwrap_or_default());
        self.write(|transaction, at| {
            transaction.execute(
                "UPDATE requests SET status = ?2, answer = ?3, outcome = ?4 WHERE id = ?1",
                (request, status, answer, outcome),
            )?;
            let reference: String =
                transaction
                    .query_row("SELECT reference FROM requests WHERE id = ?1", [request], |row| row.get(0))?;
            let hash = super::journal::sha256(answer.unwrap_or_default());
            let detail = format!("request {request}, {outcome}, sha-256 {hash}");
            append(transaction, at, Some(&reference), ANSWER_KEPT, &detail)
        })
    }

    /// One intent.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn intent(&self, reference: &str) -> Result<Option<Intent>, LedgerError> {
        read(&self.lock(), reference)
    }

    /// All intents, newest first.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn intents(&self) -> Result<Vec<Intent>, LedgerError> {
        let db = self.lock();
        let mut statement = db.prepare(&format!("{SELECT} ORDER BY created_at DESC, reference"))?;
        let rows = statement.query_map([], |row| Ok(from_row(row)))?;
        rows.map(|row| row?).collect()
    }

    /// Keeps the hash of a quotation's document.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn document(
        &self,
        reference: &str,
        quotation_id: &str,
        version: Option<u32>,
        sha256: &str,
        bytes: usize,
    ) -> Result<(), LedgerError> {
        self.write(|transaction, at| {
            let new = transaction.execute(
                "INSERT OR IGNORE INTO documents (sha256, quotation_id, byte_count, fetched_at, version) VALUES (?1,?2,?3,?4,?5)",
                (sha256, quotation_id, i64::try_from(bytes).unwrap_or(i64::MAX), at, version),
            )?;
            if new == 1 {
                append(transaction, at, Some(reference), "document read", &format!("{quotation_id}.pdf, {bytes} bytes, sha-256 {sha256}"))?;
            }
            Ok(())
        })
    }
}

pub(super) fn request(
    transaction: &Transaction<'_>,
    at: &str,
    reference: &str,
    method: &str,
    path: &str,
    body: Option<&[u8]>,
) -> Result<i64, LedgerError> {
    transaction.execute(
        "INSERT INTO requests (reference, method, path, body, sha256, sent_at) VALUES (?1,?2,?3,?4,?5,?6)",
        (reference, method, path, body, super::journal::sha256(body.unwrap_or_default()), at),
    )?;
    Ok(transaction.last_insert_rowid())
}

impl Ledger {
    /// The documents of a quotation.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn documents(&self, quotation_id: &str) -> Result<Vec<Document>, LedgerError> {
        let db = self.lock();
        let mut statement = db.prepare("SELECT quotation_id, version, sha256, byte_count, fetched_at FROM documents WHERE quotation_id = ?1 ORDER BY fetched_at")?;
        let rows = statement.query_map([quotation_id], |row| {
            Ok(Document {
                quotation_id: row.get(0)?,
                version: row.get(1)?,
                sha256: row.get(2)?,
                byte_count: row.get::<_, i64>(3)? as u64,
                fetched_at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn step(
    transaction: &Transaction<'_>,
    at: &str,
    reference: &str,
    event: Event,
    message: Option<&str>,
) -> Result<IntentState, LedgerError> {
    let current = read(transaction, reference)?.ok_or_else(|| LedgerError::Unknown(reference.to_owned()))?;
    let forbidden =
        || LedgerError::Forbidden { reference: reference.to_owned(), state: current.state, event };
    let next = current.state.after(event).ok_or_else(forbidden)?;
    let changed = transaction.execute(
        "UPDATE intents SET state = ?3, changed_at = ?4, message = coalesce(?5, message)
         WHERE reference = ?1 AND state = ?2",
        (reference, current.state.as_str(), next.as_str(), at, message),
    )?;
    if changed != 1 {
        return Err(forbidden());
    }
    append(transaction, at, Some(reference), event.as_str(), message.unwrap_or_default())?;
    Ok(next)
}

const SELECT: &str = "SELECT reference, kind, state, progress, contract_id, contract_name, backend, body, sha256, amount,
  currency, credit_before, workspace, what, items, areas, drawn_km2, billed_km2, created_at, changed_at, message,
  quotation_id, sales_order_id, expires, looks, next_look, basket, turned_up, offer, booked, sent_at FROM intents";

fn read(db: &rusqlite::Connection, reference: &str) -> Result<Option<Intent>, LedgerError> {
    db.query_row(&format!("{SELECT} WHERE reference = ?1"), [reference], |row| Ok(from_row(row)))
        .optional()?
        .transpose()
}

fn insert(transaction: &Transaction<'_>, at: &str, new: &NewIntent) -> Result<(), LedgerError> {
    let list = |value: &serde_json::Value| value.to_string();
    transaction.execute(
        "INSERT INTO intents (reference, kind, state, contract_id, contract_name, backend, body, sha256, amount, currency,
           credit_before, workspace, what, items, areas, drawn_km2, billed_km2, created_at, changed_at, basket)
         VALUES (?1,?2,'prepared',?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?17,?18)",
        rusqlite::params![
            new.reference,
            new.kind.as_str(),
            new.contract_id,
            new.contract_name,
            backend_word(new.backend),
            new.body.as_ref(),
            new.sha256,
            new.amount.to_string(),
            new.currency,
            new.credit_before.map(|credit| credit.to_string()),
            new.workspace,
            new.what,
            list(&serde_json::json!(new.items)),
            list(&serde_json::json!(new.areas)),
            new.drawn_km2,
            new.billed_km2.map(|area| area.to_string()),
            at,
            new.basket,
        ],
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Intent, LedgerError> {
    let unreadable = |what: &str| LedgerError::Unreadable(what.to_owned());
    let amount = |text: String| text.parse::<Decimal>().map_err(|_| unreadable("amount"));
    let optional = |text: Option<String>| text.map(&amount).transpose();
    let word = |text: String| text;
    Ok(Intent {
        reference: row.get(0)?,
        kind: SpendKind::parse(&word(row.get(1)?)).ok_or_else(|| unreadable("kind"))?,
        state: IntentState::parse(&word(row.get(2)?)).ok_or_else(|| unreadable("state"))?,
        progress: row.get::<_, Option<String>>(3)?.and_then(|text| Progress::parse(&text)),
        contract_id: row.get(4)?,
        contract_name: row.get(5)?,
        backend: parse_backend(&word(row.get(6)?)).ok_or_else(|| unreadable("backend"))?,
        body: row.get::<_, Vec<u8>>(7)?.into(),
        sha256: row.get(8)?,
        amount: amount(row.get(9)?)?,
        currency: row.get(10)?,
        credit_before: optional(row.get(11)?)?,
        workspace: row.get(12)?,
        what: row.get(13)?,
        items: serde_json::from_str(&word(row.get(14)?)).map_err(|_| unreadable("items"))?,
        areas: serde_json::from_str(&word(row.get(15)?)).map_err(|_| unreadable("areas"))?,
        drawn_km2: row.get(16)?,
        billed_km2: optional(row.get(17)?)?,
        created_at: row.get(18)?,
        changed_at: row.get(19)?,
        message: row.get(20)?,
        quotation_id: row.get(21)?,
        sales_order_id: row.get(22)?,
        expires: row.get(23)?,
        looks: row.get(24)?,
        next_look: row.get(25)?,
        basket: row.get(26)?,
        turned_up: row.get(27)?,
        offer: row.get::<_, Option<String>>(28)?.and_then(|t| serde_json::from_str(&t).ok()),
        booked: row.get::<_, Option<String>>(29)?.and_then(|t| serde_json::from_str(&t).ok()),
        sent_at: row.get(30)?,
    })
}
