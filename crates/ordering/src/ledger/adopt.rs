//! A record of the first form, taken over: facts that stood in words become data, and every row is bound to the journal.

use super::intent::to_json;
use super::journal::JournalEvent;
use super::store::{DecisionRow, IntentRow, RecordTransaction, RequestRow};
use super::writing::Writing;
use super::{LedgerError, Money, first_form, unreadable};

/// Runs within the transaction of the schema step. A record without a row and an entry has nothing to take over.
pub(super) fn adopt(transaction: &mut dyn RecordTransaction, at: String) -> Result<(), LedgerError> {
    let mut intents: Vec<IntentRow> = whole(transaction.intents()?)?;
    let mut decisions: Vec<DecisionRow> = whole(transaction.decisions()?)?;
    let mut requests: Vec<RequestRow> = whole(transaction.requests()?)?;
    let documents = whole(transaction.documents()?)?;
    for row in &mut intents {
        complete_intent(row, &requests)?;
        transaction.put_intent(row)?;
    }
    assign(&mut decisions, &mut requests);
    for row in &decisions {
        transaction.put_decision(row)?;
    }
    for row in &requests {
        transaction.put_request(row)?;
    }
    let mut writing = Writing::new(transaction, at)?;
    if writing.head().is_none() && intents.is_empty() && documents.is_empty() {
        return Ok(());
    }
    intents.iter().for_each(|row| writing.adopt(row));
    decisions.iter().for_each(|row| writing.adopt(row));
    requests.iter().for_each(|row| writing.adopt(row));
    documents.iter().for_each(|row| writing.adopt(row));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let adopted = JournalEvent::Adopted {
        intents: count(intents.len()),
        decisions: count(decisions.len()),
        requests: count(requests.len()),
        documents: count(documents.len()),
    };
    writing.append(None, &adopted)
}

fn whole<T>(rows: Vec<Result<T, super::store::Unreadable>>) -> Result<Vec<T>, LedgerError> {
    rows.into_iter().collect::<Result<_, _>>().map_err(unreadable)
}

fn complete_intent(row: &mut IntentRow, requests: &[RequestRow]) -> Result<(), LedgerError> {
    // What was withdrawn is not looked for, and never left.
    let sent = match row.state.as_str() {
        "prepared" => false,
        "abandoned" => row.next_look.is_some(),
        _ => true,
    };
    let of_it = |request: &&RequestRow| request.reference == row.reference && request.method == "POST";
    if sent {
        row.sent_at = requests.iter().rfind(of_it).map(|request| request.sent_at.clone());
    }
    if let Some((amount, currency)) = row.message.as_deref().and_then(first_form::booked) {
        row.booked = Some(to_json(&Money { amount, currency })?);
    }
    Ok(())
}

/// Which request carried which decision: the last decision on the order before it.
fn assign(decisions: &mut [DecisionRow], requests: &mut [RequestRow]) {
    for request in requests.iter_mut().filter(|request| request.method == "PUT") {
        let carried = decisions.iter_mut().rfind(|decision| {
            decision.reference == request.reference
                && decision.created_at <= request.sent_at
                && request.path.ends_with(&format!("/{}", decision.kind))
        });
        let Some(decision) = carried else { continue };
        request.decision = Some(decision.id);
        if !matches!(decision.state.as_str(), "prepared" | "abandoned") {
            decision.sent_at = Some(request.sent_at.clone());
        }
    }
}
