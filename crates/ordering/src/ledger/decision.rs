//! Decisions on quotations: accept and refuse, under the same protocol as orders.

use rusqlite::OptionalExtension;
use rust_decimal::Decimal;

use super::journal::append;
use super::{Event, IntentState, Ledger, LedgerError};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        amount: Decimal,
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
                "INSERT INTO decisions (reference, kind, quotation_id, reason_id, amount, state, created_at)
                 VALUES (?1,?2,?3,?4,?5,'prepared',?6)",
                (reference, kind.as_str(), quotation_id, reason, amount.to_string(), at),
            )?;
            let id = transaction.last_insert_rowid();
            let what = format!("{} {quotation_id}", kind.as_str());
            append(transaction, at, Some(reference), "decision confirmed", &what)?;
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
        message: Option<&str>,
    ) -> Result<IntentState, LedgerError> {
        self.write(|transaction, at| {
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
            Ok(next)
        })
    }

    /// The decision on an order's quotation that counts: the latest.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decision(&self, reference: &str) -> Result<Option<Decision>, LedgerError> {
        type Row = (i64, String, String, Option<u8>, String, Option<String>);
        let row: Option<Row> = self
            .lock()
            .query_row(
                "SELECT id, kind, quotation_id, reason_id, state, message FROM decisions
                 WHERE reference = ?1 ORDER BY id DESC LIMIT 1",
                [reference],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
            )
            .optional()?;
        let Some((id, kind, quotation_id, reason_id, state, message)) = row else { return Ok(None) };
        let kind = match (kind.as_str(), reason_id) {
            ("accept", _) => DecisionKind::Accept,
            (_, reason_id) => DecisionKind::Refuse { reason_id: reason_id.unwrap_or(7) },
        };
        let state =
            IntentState::parse(&state).ok_or_else(|| LedgerError::Unreadable("decision state".to_owned()))?;
        Ok(Some(Decision { id, reference: reference.to_owned(), kind, quotation_id, state, message }))
    }

    /// When the decision on an order's quotation was written down.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decided_at(&self, reference: &str) -> Result<Option<String>, LedgerError> {
        let latest = "SELECT created_at FROM decisions WHERE reference = ?1 ORDER BY id DESC LIMIT 1";
        Ok(self.lock().query_row(latest, [reference], |row| row.get(0)).optional()?)
    }

    pub(super) fn end_interrupted_decisions(&self) -> Result<(), LedgerError> {
        let dead: Vec<i64> = {
            let db = self.lock();
            let mut statement = db.prepare("SELECT id FROM decisions WHERE state = 'submitting'")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for id in dead {
            self.step_decision(
                id,
                Event::FoundDead,
                Some("Swath was closed while the decision was under way"),
            )?;
        }
        Ok(())
    }
}
