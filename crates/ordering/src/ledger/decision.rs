//! Decisions on quotations: accept and refuse, under the same protocol as orders.

use rusqlite::OptionalExtension;
use rust_decimal::Decimal;

use super::journal::append;
use super::{AllowedAgain, Event, IntentState, Ledger, LedgerError, Offer, Why};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DecisionKind {
    /// Spends the quotation's amount.
    Accept,
    /// Ends it; for one of the vendor's seven reasons.
    Refuse {
        /// 1 to 7.
        reason_id: u8,
    },
}

impl DecisionKind {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            DecisionKind::Accept => "accept",
            DecisionKind::Refuse { .. } => "refuse",
        }
    }
}

/// A decision as it stands.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its number in the record.
    pub id: i64,
    /// The order it belongs to.
    pub reference: String,
    /// What is decided.
    pub kind: DecisionKind,
    /// On which quotation.
    pub quotation_id: String,
    /// Where it stands.
    pub state: IntentState,
    /// The vendor's words.
    pub message: Option<String>,
    /// The amount that was confirmed.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: Option<String>,
    /// The version of the offer.
    pub version: Option<u32>,
    /// When it was written down.
    pub created_at: String,
    /// When it was marked as being sent.
    pub sent_at: Option<String>,
}

impl Ledger {
    /// Writes a decision down as `prepared`. One decision on a quotation may be open or made at a time: the index of
    /// the table is the lock between two windows and two programs.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when there is one already.
    pub fn decide(
        &self,
        reference: &str,
        quotation_id: &str,
        kind: DecisionKind,
        offer: &Offer,
        allowed_again: &[AllowedAgain],
    ) -> Result<i64, LedgerError> {
        let reason = match kind {
            DecisionKind::Accept => None,
            DecisionKind::Refuse { reason_id } => Some(reason_id),
        };
        self.write(|transaction, at| {
            // An earlier one that never left this computer makes room.
            transaction.execute(
                "UPDATE decisions SET state = 'abandoned' WHERE quotation_id = ?1 AND state = 'prepared'",
                [quotation_id],
            )?;
            let open: Option<String> = transaction
                .query_row(
                    "SELECT state FROM decisions WHERE quotation_id = ?1 AND state IN ('submitting','unknown','confirmed')",
                    [quotation_id],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(state) = open.and_then(|state| IntentState::parse(&state)) {
                return Err(LedgerError::Forbidden { reference: reference.to_owned(), state, event: Event::Send });
            }
            transaction.execute(
                "INSERT INTO decisions (reference, kind, quotation_id, reason_id, amount, state, created_at, currency, version)
                 VALUES (?1,?2,?3,?4,?5,'prepared',?6,?7,?8)",
                (reference, kind.as_str(), quotation_id, reason, offer.amount.to_string(), at, &offer.currency, offer.version),
            )?;
            let id = transaction.last_insert_rowid();
            let what = format!("{} {quotation_id}", kind.as_str());
            append(transaction, at, Some(reference), "decision confirmed", &what)?;
            for again in allowed_again {
                append(transaction, at, Some(reference), "allowed again", &serde_json::json!(again).to_string())?;
            }
            Ok(id)
        })
    }

    /// Moves a decision by the state table, as [`Ledger::step`] does for intents.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when the table knows no such step.
    pub fn step_decision(
        &self,
        id: i64,
        event: Event,
        why: Option<&Why>,
    ) -> Result<IntentState, LedgerError> {
        let message = why.and_then(Why::message);
        self.write(|transaction, at| {
            step(transaction, at, id, event, message.as_deref()).map(|(next, _)| next)
        })
    }

    /// Marks a decision as being sent and notes its request, in one transaction.
    ///
    /// # Errors
    /// See [`Ledger::step_decision`].
    pub fn mark_decision(
        &self,
        id: i64,
        method: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<i64, LedgerError> {
        self.write(|transaction, at| {
            let (_, reference) = step(transaction, at, id, Event::Send, None)?;
            transaction.execute("UPDATE decisions SET sent_at = ?2 WHERE id = ?1", (id, at))?;
            super::intent::request(transaction, at, &reference, method, path, body)
        })
    }

    /// All decisions, newest first.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, LedgerError> {
        let references: Vec<String> = {
            let db = self.lock();
            let mut statement = db.prepare("SELECT DISTINCT reference FROM decisions ORDER BY id DESC")?;
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        let mut all = Vec::new();
        for reference in references {
            all.extend(self.decision(&reference)?);
        }
        Ok(all)
    }

    /// The decision on an order's quotation that counts: the latest.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decision(&self, reference: &str) -> Result<Option<Decision>, LedgerError> {
        let row = self
            .lock()
            .query_row(
                "SELECT id, kind, quotation_id, reason_id, state, message, amount, currency, version, created_at, sent_at
                 FROM decisions WHERE reference = ?1 ORDER BY id DESC LIMIT 1",
                [reference],
                |row| {
                    let kind: String = row.get(1)?;
                    let reason: Option<u8> = row.get(3)?;
                    let state: String = row.get(4)?;
                    let amount: String = row.get(6)?;
                    let kind = if kind == "accept" { DecisionKind::Accept } else { DecisionKind::Refuse { reason_id: reason.unwrap_or(7) } };
                    Ok((state, Decision {
                        id: row.get(0)?, reference: reference.to_owned(), kind, quotation_id: row.get(2)?,
                        state: IntentState::Unknown, message: row.get(5)?, amount: amount.parse().unwrap_or_default(),
                        currency: row.get(7)?, version: row.get(8)?, created_at: row.get(9)?, sent_at: row.get(10)?,
                    }))
                },
            )
            .optional()?;
        let Some((state, decision)) = row else { return Ok(None) };
        let state =
            IntentState::parse(&state).ok_or_else(|| LedgerError::Unreadable("decision state".to_owned()))?;
        Ok(Some(Decision { state, ..decision }))
    }

    pub(super) fn end_interrupted_decisions(&self) -> Result<(), LedgerError> {
        let dead: Vec<i64> = {
            let db = self.lock();
            let mut statement = db.prepare("SELECT id FROM decisions WHERE state = 'submitting'")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for id in dead {
            self.step_decision(id, Event::FoundDead, Some(&Why::ProgramClosed))?;
        }
        Ok(())
    }
}

fn step(
    transaction: &rusqlite::Transaction<'_>,
    at: &str,
    id: i64,
    event: Event,
    message: Option<&str>,
) -> Result<(IntentState, String), LedgerError> {
    let (reference, kind, state): (String, String, String) = transaction
        .query_row("SELECT reference, kind, state FROM decisions WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?
        .ok_or_else(|| LedgerError::Unknown(id.to_string()))?;
    let state =
        IntentState::parse(&state).ok_or_else(|| LedgerError::Unreadable("decision state".to_owned()))?;
    let forbidden = || LedgerError::Forbidden { reference: reference.clone(), state, event };
    let next = state.after(event).ok_or_else(forbidden)?;
    let changed = transaction.execute(
        "UPDATE decisions SET state = ?3, message = coalesce(?4, message) WHERE id = ?1 AND state = ?2",
        (id, state.as_str(), next.as_str(), message),
    )?;
    if changed != 1 {
        return Err(forbidden());
    }
    let what = format!("{kind} {}", event.as_str());
    append(transaction, at, Some(&reference), &what, message.unwrap_or_default())?;
    Ok((next, reference))
}
