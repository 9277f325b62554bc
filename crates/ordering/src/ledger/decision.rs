//! Decisions on quotations: accept and refuse, under the same protocol as orders.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::following::progressed;
use super::intent::{decimal, to_json, why_of};
use super::journal::JournalEvent;
use super::spending::{allow_again, is_late, new_request, next_state};
use super::store::DecisionRow;
use super::writing::Writing;
use super::{
    AllowedAgain, Event, IntentState, Ledger, LedgerError, Offer, Progress, Source, Why, unreadable,
};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
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

    fn reason_id(self) -> Option<u8> {
        match self {
            DecisionKind::Accept => None,
            DecisionKind::Refuse { reason_id } => Some(reason_id),
        }
    }
}

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Why it last moved.
    pub why: Option<Why>,
    /// The amount of the offer that was decided on.
    pub amount: Decimal,
    /// ISO 4217; none in decisions of the first form of the record.
    pub currency: Option<String>,
    /// The version of the quotation that was decided on.
    pub version: Option<u32>,
    /// When it was written down, RFC 3339.
    pub created_at: String,
    /// When it was marked as being sent, RFC 3339; none while provably nothing was.
    pub sent_at: Option<String>,
}

impl DecisionRow {
    pub(super) fn kind(&self) -> Result<DecisionKind, LedgerError> {
        match self.kind.as_str() {
            "accept" => Ok(DecisionKind::Accept),
            "refuse" => {
                let reason_id = u8::try_from(self.reason_id.unwrap_or(7)).unwrap_or(7);
                Ok(DecisionKind::Refuse { reason_id })
            }
            _ => Err(LedgerError::Unreadable("decision kind".to_owned())),
        }
    }

    fn state(&self) -> Result<IntentState, LedgerError> {
        IntentState::parse(&self.state).ok_or_else(|| LedgerError::Unreadable("decision state".to_owned()))
    }
}

impl TryFrom<DecisionRow> for Decision {
    type Error = LedgerError;

    fn try_from(row: DecisionRow) -> Result<Decision, LedgerError> {
        Ok(Decision {
            id: row.id,
            kind: row.kind()?,
            state: row.state()?,
            why: why_of(row.why.as_deref(), row.message.as_deref())?,
            amount: decimal(&row.amount)?,
            version: row.version.and_then(|version| u32::try_from(version).ok()),
            reference: row.reference,
            quotation_id: row.quotation_id,
            message: row.message,
            currency: row.currency,
            created_at: row.created_at,
            sent_at: row.sent_at,
        })
    }
}

impl Ledger {
    /// Writes a decision down as `prepared`, with the offer that it is on. One decision on a quotation may be open or made
    /// at a time.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when there is one already; [`LedgerError::Broken`].
    pub fn decide(
        &self,
        reference: &str,
        quotation_id: &str,
        kind: DecisionKind,
        offer: &Offer,
        allowed_again: &[AllowedAgain],
    ) -> Result<i64, LedgerError> {
        self.is_whole()?;
        self.write(|writing| {
            writing.intent(reference)?;
            make_room(writing, reference, quotation_id)?;
            let row = DecisionRow {
                id: 0,
                reference: reference.to_owned(),
                kind: kind.as_str().to_owned(),
                quotation_id: quotation_id.to_owned(),
                reason_id: kind.reason_id().map(i64::from),
                amount: offer.amount.to_string(),
                state: IntentState::Prepared.as_str().to_owned(),
                created_at: writing.at.clone(),
                message: None,
                currency: Some(offer.currency.clone()),
                version: offer.version.map(i64::from),
                why: None,
                sent_at: None,
            };
            let id = writing.add_decision(row)?;
            let decided = JournalEvent::Decided {
                act: kind.into(),
                quotation_id: quotation_id.to_owned(),
                amount: Some(offer.amount),
                currency: Some(offer.currency.clone()),
                version: offer.version,
                reason_id: kind.reason_id(),
            };
            writing.append(Some(reference), &decided)?;
            allow_again(writing, reference, allowed_again)?;
            Ok(id)
        })
    }

    /// Moves a decision by the state table, as [`Ledger::step`] does for intents.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when the table knows no such step; [`LedgerError::Broken`] for [`Event::Send`].
    pub fn step_decision(
        &self,
        id: i64,
        event: Event,
        why: Option<&Why>,
    ) -> Result<IntentState, LedgerError> {
        if event == Event::Send {
            self.is_whole()?;
        }
        self.write(|writing| {
            let (row, stepped) = moved(writing, id, event, why)?;
            writing.put_decision(&row)?;
            writing.append(Some(&row.reference), &stepped)?;
            row.state()
        })
    }

    /// Ends a decision as arrived, and moves its order by it, as one: an order whose quotation was accepted is never left
    /// as quoted.
    ///
    /// # Errors
    /// See [`Ledger::step_decision`].
    pub fn decision_arrived(
        &self,
        id: i64,
        event: Event,
        why: Option<&Why>,
        source: &Source,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let (row, stepped) = moved(writing, id, event, why)?;
            writing.put_decision(&row)?;
            writing.append(Some(&row.reference), &stepped)?;
            let progress = match row.kind()? {
                DecisionKind::Accept => Progress::Placed,
                DecisionKind::Refuse { .. } => Progress::Refused,
            };
            progressed(writing, &row.reference, progress, source, |_| ()).map(drop)
        })
    }

    /// Marks a decision as being sent and keeps its request, as [`Ledger::mark`] does for intents.
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
        self.is_whole()?;
        self.write(|writing| {
            let (row, stepped) = moved(writing, id, Event::Send, None)?;
            writing.put_decision(&row)?;
            let request = new_request(&writing.at, &row.reference, Some(id), (method, path, body));
            let request = writing.add_request(request)?;
            writing.append(Some(&row.reference), &stepped)?;
            Ok(request)
        })
    }

    /// The decision on an order's quotation that counts: the latest.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decision(&self, reference: &str) -> Result<Option<Decision>, LedgerError> {
        self.read(|reader| {
            let latest = reader.decisions_of(reference)?.pop();
            latest.map(|row| Decision::try_from(row.map_err(unreadable)?)).transpose()
        })
    }

    /// All decisions, newest first.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, LedgerError> {
        self.read(|reader| {
            let rows = reader.decisions()?.into_iter().rev();
            rows.map(|row| Decision::try_from(row.map_err(unreadable)?)).collect()
        })
    }
}

/// Ends an earlier decision that never left this computer, and refuses when one is open or made.
fn make_room(writing: &mut Writing<'_>, reference: &str, quotation_id: &str) -> Result<(), LedgerError> {
    let rows: Vec<DecisionRow> =
        writing.rows().decisions()?.into_iter().collect::<Result<_, _>>().map_err(unreadable)?;
    for mut row in rows.into_iter().filter(|row| row.quotation_id == quotation_id) {
        match row.state()? {
            IntentState::Prepared => {
                row.state = IntentState::Abandoned.as_str().to_owned();
                writing.put_decision(&row)?;
            }
            state @ (IntentState::Submitting | IntentState::Unknown | IntentState::Confirmed) => {
                let (reference, event) = (reference.to_owned(), Event::Send);
                return Err(LedgerError::Forbidden { reference, state, event });
            }
            IntentState::Rejected | IntentState::Abandoned => {}
        }
    }
    Ok(())
}

/// The decision after an event, not written yet, and the entry that tells of it.
fn moved(
    writing: &Writing<'_>,
    id: i64,
    event: Event,
    why: Option<&Why>,
) -> Result<(DecisionRow, JournalEvent), LedgerError> {
    let mut row = writing.decision(id)?;
    let state = row.state()?;
    let next = next_state(&row.reference, state, event)?;
    row.state = next.as_str().to_owned();
    if let Some(why) = why {
        row.message = why.words().map(str::to_owned);
        row.why = Some(to_json(why)?);
    }
    match event {
        Event::Send => row.sent_at = Some(writing.at.clone()),
        Event::NotSent => row.sent_at = None,
        _ => {}
    }
    let stepped = JournalEvent::Stepped {
        act: row.kind()?.into(),
        event,
        why: why.cloned(),
        late: is_late(state, event),
    };
    Ok((row, stepped))
}
