//! What an act leaves in the record, step by step: written down, answered, settled. Nothing here asks anybody.

use oneatlas::Sent;

use super::acts::Subject;
use super::verdict::Verdict;
use crate::ledger::{
    Answer, DecisionKind, Event, IntentState, Ledger, LedgerError, Money, NewIntent, Offer, Progress,
    Settled, Source, Why,
};
use crate::money::SpendKind;

/// Commits the intent, or takes up one that was committed before and provably never left.
pub(super) fn write_down(ledger: &Ledger, intent: &NewIntent) -> Result<(), LedgerError> {
    match ledger.prepare(intent) {
        Ok(()) => Ok(()),
        Err(LedgerError::ReferenceTaken(reference)) => {
            let known = ledger.intent(&reference)?;
            let same = known.is_some_and(|known| {
                known.state == IntentState::Prepared
                    && known.sha256 == intent.sha256
                    && known.kind == intent.kind
                    && known.amount == intent.amount
                    && known.currency == intent.currency
            });
            if !same {
                return Err(LedgerError::ReferenceTaken(reference));
            }
            ledger.allow_again(&reference, &intent.allowed_again)
        }
        Err(other) => Err(other),
    }
}

/// Keeps what came back for a request.
pub(super) fn keep_answer(ledger: &Ledger, request: i64, sent: &Sent) -> Result<(), LedgerError> {
    let (answer, status, body, technical) = match sent {
        Sent::Answered { status, body } => (Answer::Answered, Some(*status), Some(body.as_ref()), None),
        Sent::NotSent(error) => (Answer::NotSent, None, None, Some(error.to_string())),
        Sent::Unclear(error) => (Answer::Unclear, None, None, Some(error.to_string())),
    };
    ledger.answered(request, answer, status, body, technical.as_deref())
}

/// Moves the order, or the decision of this number.
pub(super) fn step(
    ledger: &Ledger,
    subject: &Subject,
    decision: Option<i64>,
    event: Event,
    why: Option<&Why>,
) -> Result<(), LedgerError> {
    match decision {
        None => ledger.step(subject.reference(), event, why).map(drop),
        Some(id) => ledger.step_decision(id, event, why).map(drop),
    }
}

/// Moves the record by the verdict.
pub(super) fn settle(
    ledger: &Ledger,
    subject: &Subject,
    decision: Option<i64>,
    verdict: &Verdict,
) -> Result<(), LedgerError> {
    match verdict {
        Verdict::NotSent(error) => {
            let why = Why::NotConnected { technical: error.to_string() };
            step(ledger, subject, decision, Event::NotSent, Some(&why))
        }
        Verdict::Refused(words) => {
            step(ledger, subject, decision, Event::Refused, Some(&Why::Words { text: words.clone() }))
        }
        Verdict::Unknown(why) => step(ledger, subject, decision, Event::Ambiguous, Some(why)),
        Verdict::Accepted(answer) => match subject {
            Subject::New(intent) => {
                let settled = settled(intent, answer);
                ledger.settle(&intent.reference, Event::Accepted, &settled)
            }
            Subject::Decision { intent, kind, .. } => {
                step(ledger, subject, decision, Event::Accepted, None)?;
                let progress = match kind {
                    DecisionKind::Accept => Progress::Placed,
                    DecisionKind::Refuse { .. } => Progress::Refused,
                };
                ledger.track(&intent.reference, progress, None, None, &Source::Decision).map(drop)
            }
        },
    }
}

/// What the vendor's answer says about an intent that it took.
fn settled<'a>(intent: &NewIntent, answer: &'a oneatlas::wire::price::SpendAnswer) -> Settled<'a> {
    let total = answer.total_amount.map(|amount| Money {
        amount,
        currency: answer.currency.clone().unwrap_or_else(|| intent.currency.clone()),
    });
    let confirmed = Money { amount: intent.amount, currency: intent.currency.clone() };
    let offer = total.clone().map(|total| Offer {
        amount: total.amount,
        currency: total.currency,
        discount_percent: None,
        version: None,
        expires: None,
    });
    Settled {
        quotation_id: answer.quotation_id.as_deref(),
        sales_order_id: answer.sales_order_id.as_deref(),
        progress: match intent.kind {
            SpendKind::Order => Progress::Placed,
            SpendKind::Quotation => Progress::Quoted,
        },
        booked: total.filter(|total| intent.kind == SpendKind::Order && *total != confirmed),
        offer: offer.filter(|_| intent.kind == SpendKind::Quotation),
        why: None,
    }
}
