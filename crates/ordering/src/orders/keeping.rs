//! What an act leaves in the record, step by step: written down, answered, settled. Nothing here asks anybody.

use oneatlas::{MoneyRequest, Sent};

use super::acts::Subject;
use super::verdict::Verdict;
use crate::basket::Following;
use crate::error::DeskError;
use crate::ledger::{
    AllowedAgain, Answer, Event, IntentState, Ledger, LedgerError, Money, NewIntent, Offer, Progress,
    Settled, Source, Why,
};
use crate::money::SpendKind;

/// Commits the intent, or takes up one that was committed before and provably never left.
fn write_down(ledger: &Ledger, intent: &NewIntent) -> Result<(), LedgerError> {
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

/// How far the marking of an act has come. Between any two of them the program may die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marking {
    /// It is in the record.
    WrittenDown,
    /// What it buys is out of the basket.
    OutOfBasket,
    /// It is marked as being sent.
    Marked,
}

/// Whoever is told how far the marking is. An error ends it there, as the death of the program would.
pub(super) type Told<'a> = &'a dyn Fn(Marking) -> Result<(), DeskError>;

/// Marks an order or a request for a quotation as being sent: written down, out of the basket, marked. The number of the
/// request. For whoever holds the basket's lock.
pub(super) fn mark_new(
    following: &Following<'_>,
    intent: &NewIntent,
    allowed: Vec<AllowedAgain>,
    request: &MoneyRequest,
    told: Told<'_>,
) -> Result<i64, DeskError> {
    // What was priced is what is sent: an edit since the review has voided the price.
    let group = following.groups.group(&intent.contract_id)?;
    let group = group.ok_or_else(|| DeskError::missing("basket for this contract any more"))?;
    if group.priced.as_ref().map(|priced| &priced.sha256) != Some(&intent.sha256) {
        return Err(DeskError::PriceStale("the basket was changed after the review".to_owned()));
    }
    write_down(following.ledger, &NewIntent { allowed_again: allowed, ..intent.clone() })?;
    told(Marking::WrittenDown)?;
    following.leave(group, intent)?;
    told(Marking::OutOfBasket)?;
    let (method, path) = (request.method(), request.path());
    match following.ledger.mark(&intent.reference, method, &path, Some(&intent.body)) {
        Ok(number) => {
            told(Marking::Marked)?;
            Ok(number)
        }
        Err(error) => {
            following.put_back(&intent.reference)?;
            Err(error.into())
        }
    }
}

/// Marks a decision on a quotation as being sent: the number of the decision, and of its request.
pub(super) fn mark_decision(
    ledger: &Ledger,
    subject: &Subject,
    allowed: &[AllowedAgain],
    told: Told<'_>,
) -> Result<(i64, i64), DeskError> {
    let Subject::Decision { intent, quotation_id, kind, offer } = subject else {
        return Err(DeskError::missing("quotation for this order"));
    };
    let id = ledger.decide(&intent.reference, quotation_id, *kind, offer, allowed)?;
    told(Marking::WrittenDown)?;
    let (request, body) = (subject.request(), subject.body());
    let number = ledger.mark_decision(id, request.method(), &request.path(), body.as_deref())?;
    told(Marking::Marked)?;
    Ok((id, number))
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
            Subject::Decision { .. } => match decision {
                Some(id) => ledger.decision_arrived(id, Event::Accepted, None, &Source::Decision),
                None => Err(LedgerError::Unknown(format!("decision on {}", subject.reference()))),
            },
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
