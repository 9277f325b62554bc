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

#[cfg(test)]
mod tests {
    use super::super::spending::new_request;
    use super::*;
    use crate::ledger::testing::new_intent;

    fn sent_row(reference: &str) -> IntentRow {
        let mut row = IntentRow::prepared(&new_intent(reference), "2026-11-01T00:00:00Z");
        row.state = "confirmed".to_owned();
        row
    }

    fn request(reference: &str, method: &str, path: &str, at: &str) -> RequestRow {
        new_request(at, reference, None, (method, path, None))
    }

    #[test]
    fn an_order_was_sent_when_its_own_request_was() {
        let requests = [
            request("A-1", "POST", "/api/v1/orders", "2026-11-01T01:00:00Z"),
            request("A-2", "POST", "/api/v1/orders", "2026-11-01T02:00:00Z"),
            request("A-1", "PUT", "/api/v1/quotations/Q/accept", "2026-11-01T03:00:00Z"),
        ];
        let mut row = sent_row("A-1");
        complete_intent(&mut row, &requests).unwrap();
        assert_eq!(row.sent_at.as_deref(), Some("2026-11-01T01:00:00Z"));
        let mut unsent = sent_row("A-1");
        unsent.state = "prepared".to_owned();
        complete_intent(&mut unsent, &requests).unwrap();
        assert_eq!(unsent.sent_at, None);
    }

    #[test]
    fn a_request_carried_the_last_decision_of_its_kind_on_its_order_before_it() {
        let decision = |id: i64, reference: &str, kind: &str, created_at: &str, state: &str| DecisionRow {
            id,
            reference: reference.to_owned(),
            kind: kind.to_owned(),
            quotation_id: "QUO1".to_owned(),
            state: state.to_owned(),
            reason_id: None,
            amount: "562.50".to_owned(),
            created_at: created_at.to_owned(),
            message: None,
            currency: None,
            version: None,
            why: None,
            sent_at: None,
        };
        let mut decisions = [
            decision(1, "A-1", "accept", "2026-11-01T01:00:00Z", "rejected"),
            decision(2, "A-1", "refuse", "2026-11-01T01:10:00Z", "prepared"),
            decision(3, "A-2", "accept", "2026-11-01T01:20:00Z", "confirmed"),
            decision(4, "A-1", "accept", "2026-11-01T05:00:00Z", "confirmed"),
        ];
        let accept = "/api/v1/contracts/C/quotations/QUO1/accept";
        let mut requests = [
            request("A-1", "PUT", accept, "2026-11-01T01:00:00Z"),
            request("A-1", "PUT", "/api/v1/contracts/C/quotations/QUO1/refuse", "2026-11-01T02:00:00Z"),
            request("A-1", "POST", accept, "2026-11-01T06:00:00Z"),
            request("A-3", "PUT", accept, "2026-11-01T06:00:00Z"),
        ];
        assign(&mut decisions, &mut requests);
        assert_eq!(requests.map(|request| request.decision), [Some(1), Some(2), None, None]);
        let sent = decisions.map(|decision| decision.sent_at);
        // The second was written down and never left; nothing was sent for the others.
        assert_eq!(sent, [Some("2026-11-01T01:00:00Z".to_owned()), None, None, None]);
    }
}
