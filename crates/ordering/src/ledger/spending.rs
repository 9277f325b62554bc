//! Intents on their way: written before anything is sent, moved by the state table only.

use super::intent::to_json;
use super::journal::JournalEvent;
use super::store::{IntentRow, RequestRow};
use super::writing::Writing;
use super::{
    Act, AllowedAgain, Answer, Event, IntentState, Ledger, LedgerError, NewIntent, Settled, Why, sha256_hex,
};

impl Ledger {
    /// Writes an intent down as `prepared`, and each word that something is to be bought again.
    ///
    /// # Errors
    /// [`LedgerError::ReferenceTaken`] when the reference was ever used; [`LedgerError::Broken`].
    pub fn prepare(&self, new: &NewIntent) -> Result<(), LedgerError> {
        self.is_whole()?;
        self.write(|writing| {
            if writing.rows().intent(&new.reference)?.is_some() {
                return Err(LedgerError::ReferenceTaken(new.reference.clone()));
            }
            let row = IntentRow::prepared(new, &writing.at);
            writing.put_intent(&row)?;
            let confirmed = JournalEvent::Confirmed {
                act: new.kind.into(),
                amount: new.amount,
                currency: new.currency.clone(),
                contract_id: Some(new.contract_id.clone()),
                what: Some(new.what.clone()),
                byte_count: u32::try_from(new.body.len()).ok(),
                sha256: Some(new.sha256.clone()),
            };
            writing.append(Some(&new.reference), &confirmed)?;
            allow_again(writing, &new.reference, &new.allowed_again)
        })
    }

    /// Moves an intent by the state table. A compare-and-set within one write transaction: of two callers one wins,
    /// the other is told so. `why` is kept with the intent when given.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] when the table knows no such step; [`LedgerError::Broken`] for [`Event::Send`].
    pub fn step(&self, reference: &str, event: Event, why: Option<&Why>) -> Result<IntentState, LedgerError> {
        if event == Event::Send {
            self.is_whole()?;
        }
        self.write(|writing| {
            let (row, stepped) = moved(writing, reference, event, why)?;
            writing.put_intent(&row)?;
            writing.append(Some(reference), &stepped)?;
            row.state()
        })
    }

    /// Marks an intent as being sent and keeps its request, in one transaction: no write can fail between the mark and
    /// the bytes. The number of the request, for [`Ledger::answered`].
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
        self.is_whole()?;
        self.write(|writing| {
            let (row, stepped) = moved(writing, reference, Event::Send, None)?;
            writing.put_intent(&row)?;
            let request = new_request(&writing.at, reference, None, (method, path, body));
            let id = writing.add_request(request)?;
            writing.append(Some(reference), &stepped)?;
            Ok(id)
        })
    }

    /// Keeps what came back for a request.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn answered(
        &self,
        request: i64,
        answer: Answer,
        status: Option<u16>,
        body: Option<&[u8]>,
        technical: Option<&str>,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let mut row = writing.request(request)?;
            row.status = status.map(i64::from);
            row.answer = body.map(<[u8]>::to_vec);
            row.outcome = Some(answer.as_str().to_owned());
            row.technical = technical.map(str::to_owned);
            writing.put_request(&row)?;
            let act = match row.decision {
                Some(id) => Act::from(writing.decision(id)?.kind()?),
                None => Act::from(writing.intent(&row.reference)?.kind()?),
            };
            let kept = JournalEvent::AnswerKept {
                act: Some(act),
                request,
                answer,
                status,
                sha256: body.map(sha256_hex),
            };
            writing.append(Some(&row.reference), &kept)
        })
    }

    /// Moves an intent and keeps what the vendor said of it, in one transaction.
    ///
    /// # Errors
    /// See [`Ledger::step`].
    pub fn settle(&self, reference: &str, event: Event, settled: &Settled<'_>) -> Result<(), LedgerError> {
        self.write(|writing| {
            let (mut row, stepped) = moved(writing, reference, event, settled.why.as_ref())?;
            let keep = |given: Option<&str>, known: &mut Option<String>| {
                if let Some(given) = given {
                    *known = Some(given.to_owned());
                }
            };
            keep(settled.quotation_id, &mut row.quotation_id);
            keep(settled.sales_order_id, &mut row.sales_order_id);
            row.progress = Some(settled.progress.as_str().to_owned());
            if let Some(booked) = &settled.booked {
                row.booked = Some(to_json(booked)?);
            }
            let offered = settled.offer.as_ref().map(|offer| row.take_offer(offer)).transpose()?.flatten();
            writing.put_intent(&row)?;
            writing.append(Some(reference), &stepped)?;
            if let Some(offered) = offered {
                writing.append(Some(reference), &offered)?;
            }
            let confirmed = row.confirmed()?;
            match &settled.booked {
                Some(booked) if *booked != confirmed => {
                    let booked = JournalEvent::Booked { confirmed, booked: booked.clone() };
                    writing.append(Some(reference), &booked)
                }
                _ => Ok(()),
            }
        })
    }

    /// A person ends an unknown outcome as not placed. It is looked for on, from `next` (RFC 3339): a request can arrive
    /// late, and the vendor's record wins.
    ///
    /// # Errors
    /// See [`Ledger::step`].
    pub fn declare_not_placed(&self, reference: &str, reason: &str, next: &str) -> Result<(), LedgerError> {
        self.write(|writing| {
            let why = Why::Words { text: reason.to_owned() };
            let (mut row, stepped) = moved(writing, reference, Event::DeclaredNotPlaced, Some(&why))?;
            row.next_look = Some(next.to_owned());
            writing.put_intent(&row)?;
            writing.append(Some(reference), &stepped)
        })
    }
}

/// The intent after an event, not written yet, and the entry that tells of it.
fn moved(
    writing: &Writing<'_>,
    reference: &str,
    event: Event,
    why: Option<&Why>,
) -> Result<(IntentRow, JournalEvent), LedgerError> {
    let mut row = writing.intent(reference)?;
    let state = row.state()?;
    let next = next_state(reference, state, event)?;
    row.state = next.as_str().to_owned();
    row.changed_at = writing.at.clone();
    if let Some(why) = why {
        row.message = why.words().map(str::to_owned);
        row.why = Some(to_json(why)?);
    }
    match event {
        Event::Send => row.sent_at = Some(writing.at.clone()),
        Event::NotSent => row.sent_at = None,
        _ => {}
    }
    // Only what is not settled is looked for on.
    if next != IntentState::Unknown {
        row.next_look = None;
    }
    if state == IntentState::Abandoned && next == IntentState::Confirmed {
        row.turned_up = 1;
    }
    let stepped = JournalEvent::Stepped {
        act: row.kind()?.into(),
        event,
        why: why.cloned(),
        late: is_late(state, event),
    };
    Ok((row, stepped))
}

pub(super) fn next_state(
    reference: &str,
    state: IntentState,
    event: Event,
) -> Result<IntentState, LedgerError> {
    let forbidden = || LedgerError::Forbidden { reference: reference.to_owned(), state, event };
    state.after(event).ok_or_else(forbidden)
}

/// Whether an event comes after a person had ended the matter, or is an answer after all was unknown.
pub(super) fn is_late(state: IntentState, event: Event) -> bool {
    match state {
        IntentState::Abandoned => true,
        IntentState::Unknown => matches!(event, Event::Accepted | Event::Refused),
        _ => false,
    }
}

pub(super) fn new_request(
    at: &str,
    reference: &str,
    decision: Option<i64>,
    (method, path, body): (&str, &str, Option<&[u8]>),
) -> RequestRow {
    RequestRow {
        id: 0,
        reference: reference.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        sha256: sha256_hex(body.unwrap_or_default()),
        body: body.map(<[u8]>::to_vec),
        sent_at: at.to_owned(),
        status: None,
        answer: None,
        outcome: None,
        decision,
        technical: None,
    }
}

pub(super) fn allow_again(
    writing: &mut Writing<'_>,
    reference: &str,
    allowed: &[AllowedAgain],
) -> Result<(), LedgerError> {
    allowed.iter().try_for_each(|one| writing.append(Some(reference), &JournalEvent::from(one.clone())))
}
