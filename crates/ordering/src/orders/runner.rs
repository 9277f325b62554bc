//! The one road of everything that spends or decides: an order, a request for a quotation, accept, refuse. Nothing else
//! in Swath calls the client for money.
//!
//! Under one lock over all contracts:
//! 1. The act is judged once more ([`super::judging`]): by the record, the vendor's present figures and the limits.
//! 2. It is committed to the record (`prepared`), and what it buys leaves the basket.
//! 3. `prepared → submitting` is committed together with the request, a compare-and-set that one caller wins.
//!
//! Then, on a task of its own:
//! 4. The stored bytes leave once.
//! 5. What came back is kept, judged, and the record moved. Nothing is ever sent again.

use std::time::Duration;

use oneatlas::{MoneyRequest, Sent};
use tokio::sync::oneshot;

use super::acts::{ConfirmedAct, Subject};
use super::verdict::{Verdict, judge};
use crate::desk::{Desk, DeskEvent, SendPoint};
use crate::error::DeskError;
use crate::ledger::{
    AllowedAgain, Answer, DecisionKind, Event, IntentState, LedgerError, Money, NewIntent, Offer, Progress,
    Settled, Source, Why,
};
use crate::money::SpendKind;
use crate::under_way::ActUnderWay;

/// Pauses between attempts to write what is known already. The page is told after the last; the attempts go on with it.
const WRITE_AGAIN: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(10),
];

/// An act that is marked as being sent.
struct Marked {
    /// The decision's number in the record; an order is known by its reference.
    decision: Option<i64>,
    /// The request's number in the record.
    request: i64,
}

/// Whoever waits for the outcome. Told once; the act goes on without them.
struct Waiting(Option<oneshot::Sender<Result<(), DeskError>>>);

impl Waiting {
    fn tell(&mut self, outcome: Result<(), DeskError>) {
        if let Some(waiting) = self.0.take() {
            // A page that is gone reads the record when it comes back.
            drop(waiting.send(outcome));
        }
    }
}

impl Desk {
    /// Runs an act to its end. What is returned is an error of the way there; a refusal of an order and an outcome that is
    /// not known are states in the record.
    ///
    /// # Errors
    /// What [`super::judging`] says; [`DeskError::NotSent`] when provably nothing left this computer;
    /// [`DeskError::OutcomeUnknown`] when the outcome can't be kept for now.
    pub(super) async fn run(&self, act: ConfirmedAct) -> Result<(), DeskError> {
        let (tell, told) = oneshot::channel();
        let desk = self.clone();
        // On a task of its own: a page that closes can't cancel a request half-way.
        tokio::spawn(async move { desk.along(act, Waiting(Some(tell))).await });
        told.await.unwrap_or_else(|_| Err(DeskError::OutcomeUnknown("sending was interrupted".to_owned())))
    }

    async fn along(&self, act: ConfirmedAct, mut waiting: Waiting) {
        let subject = &act.subject;
        let under_way = self.inner.acts.begin(ActUnderWay {
            act: subject.act(),
            reference: subject.reference().to_owned(),
            cost: subject.cost(),
            since: self.now().to_string(),
        });
        let marked = match self.mark(&act).await {
            Ok(marked) => marked,
            Err(error) => return waiting.tell(Err(error)),
        };
        self.told(subject);
        self.reached(SendPoint::AboutToSend);
        let (sent, late) = self.send(subject, &marked, &mut waiting).await;
        self.reached(SendPoint::Answered);
        self.insist(&mut waiting, || self.keep_answer(marked.request, &sent)).await;
        self.reached(SendPoint::AnswerKept);
        let verdict = judge(sent, subject.expect());
        self.insist(&mut waiting, || match self.settle(subject, &marked, &verdict) {
            // Found by reading meanwhile, or ended by a person: what came so late changes nothing.
            Err(LedgerError::Forbidden { .. }) if late => Ok(()),
            other => other,
        })
        .await;
        if matches!(verdict, Verdict::NotSent(_) | Verdict::Refused(_))
            && let Subject::New(intent) = subject
            && let Err(error) = self.return_to_basket(&intent.reference).await
        {
            tracing::warn!(%error, "what was not ordered could not be put back into the basket");
        }
        self.reached(SendPoint::Settled);
        self.told(subject);
        drop(under_way);
        waiting.tell(outcome(subject, verdict));
    }

    fn told(&self, subject: &Subject) {
        self.changed(DeskEvent::Orders(Some(subject.reference().to_owned())));
        self.changed(DeskEvent::Basket);
    }

    /// Judges the act and marks it as being sent, both under one lock.
    async fn mark(&self, act: &ConfirmedAct) -> Result<Marked, DeskError> {
        let _money = self.inner.records.money.lock().await;
        let allowed = self.judge(act).await?;
        let (request, body) = (act.subject.request(), act.subject.body());
        let ledger = &self.inner.ledger;
        match &act.subject {
            Subject::New(intent) => {
                let _basket = self.inner.records.basket.lock().await;
                self.mark_new(intent, allowed, &request)
            }
            Subject::Decision { intent, quotation_id, kind, offer } => {
                let id = ledger.decide(&intent.reference, quotation_id, *kind, offer, &allowed)?;
                self.reached(SendPoint::WrittenDown);
                let number = ledger.mark_decision(id, request.method(), &request.path(), body.as_deref())?;
                self.reached(SendPoint::Marked);
                Ok(Marked { decision: Some(id), request: number })
            }
        }
    }

    fn mark_new(
        &self,
        intent: &NewIntent,
        allowed: Vec<AllowedAgain>,
        request: &MoneyRequest,
    ) -> Result<Marked, DeskError> {
        let ledger = &self.inner.ledger;
        // What was priced is what is sent: an edit since the review has voided the price.
        let group = self.stored_group(&intent.contract_id)?;
        if group.priced.as_ref().map(|priced| &priced.sha256) != Some(&intent.sha256) {
            return Err(DeskError::PriceStale("the basket was changed after the review".to_owned()));
        }
        self.write_down(&NewIntent { allowed_again: allowed, ..intent.clone() })?;
        self.reached(SendPoint::WrittenDown);
        self.leave_basket(group, intent)?;
        match ledger.mark(&intent.reference, request.method(), &request.path(), Some(&intent.body)) {
            Ok(number) => {
                self.reached(SendPoint::Marked);
                Ok(Marked { decision: None, request: number })
            }
            Err(error) => {
                self.put_back(&intent.reference)?;
                Err(error.into())
            }
        }
    }

    /// Commits the intent, or takes up one that was committed before and provably never left.
    fn write_down(&self, intent: &NewIntent) -> Result<(), DeskError> {
        match self.inner.ledger.prepare(intent) {
            Ok(()) => Ok(()),
            Err(LedgerError::ReferenceTaken(reference)) => {
                let known = self.inner.ledger.intent(&reference)?;
                let same = known.is_some_and(|known| {
                    known.state == IntentState::Prepared
                        && known.sha256 == intent.sha256
                        && known.kind == intent.kind
                        && known.amount == intent.amount
                        && known.currency == intent.currency
                });
                if !same {
                    return Err(LedgerError::ReferenceTaken(reference).into());
                }
                Ok(self.inner.ledger.allow_again(&reference, &intent.allowed_again)?)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Sends the stored bytes, once. An answer that is long in coming leaves the outcome as not known; it still counts when
    /// it comes. Says whether it came so late.
    async fn send(&self, subject: &Subject, marked: &Marked, waiting: &mut Waiting) -> (Sent, bool) {
        let money = self.inner.client.money();
        let request = subject.request();
        let mut answer = std::pin::pin!(money.send(&request, subject.body()));
        let patience = self.inner.answer_patience;
        if let Ok(sent) = tokio::time::timeout(patience, &mut answer).await {
            return (sent, false);
        }
        let seconds = u32::try_from(patience.as_secs()).unwrap_or(u32::MAX);
        let why = Why::NoAnswerYet { seconds };
        self.insist(waiting, || self.step(subject, marked, Event::Ambiguous, Some(&why))).await;
        self.told(subject);
        waiting.tell(Ok(()));
        (answer.await, true)
    }

    /// Writes what is known until it is written: nothing may stay `submitting` because a disk was full for a while.
    async fn insist(&self, waiting: &mut Waiting, write: impl Fn() -> Result<(), LedgerError>) {
        let mut attempt = 0;
        loop {
            let error = match write() {
                Ok(()) => return,
                Err(error) => error,
            };
            if !matches!(error, LedgerError::Sqlite(_)) || attempt + 1 >= WRITE_AGAIN.len() {
                let why = format!("it was sent, but the outcome could not be kept: {error}");
                waiting.tell(Err(DeskError::OutcomeUnknown(why)));
            }
            if !matches!(error, LedgerError::Sqlite(_)) {
                tracing::error!(%error, "the outcome of a request could not be kept");
                return;
            }
            tokio::time::sleep(WRITE_AGAIN[attempt.min(WRITE_AGAIN.len() - 1)]).await;
            attempt += 1;
        }
    }

    fn keep_answer(&self, request: i64, sent: &Sent) -> Result<(), LedgerError> {
        let (answer, status, body, technical) = match sent {
            Sent::Answered { status, body } => (Answer::Answered, Some(*status), Some(body.as_ref()), None),
            Sent::NotSent(error) => (Answer::NotSent, None, None, Some(error.to_string())),
            Sent::Unclear(error) => (Answer::Unclear, None, None, Some(error.to_string())),
        };
        self.inner.ledger.answered(request, answer, status, body, technical.as_deref())
    }

    fn step(
        &self,
        subject: &Subject,
        marked: &Marked,
        event: Event,
        why: Option<&Why>,
    ) -> Result<(), LedgerError> {
        match marked.decision {
            None => self.inner.ledger.step(subject.reference(), event, why).map(drop),
            Some(id) => self.inner.ledger.step_decision(id, event, why).map(drop),
        }
    }

    /// Moves the record by the verdict.
    fn settle(&self, subject: &Subject, marked: &Marked, verdict: &Verdict) -> Result<(), LedgerError> {
        match verdict {
            Verdict::NotSent(error) => {
                let why = Why::NotConnected { technical: error.to_string() };
                self.step(subject, marked, Event::NotSent, Some(&why))
            }
            Verdict::Refused(words) => {
                self.step(subject, marked, Event::Refused, Some(&Why::Words { text: words.clone() }))
            }
            Verdict::Unknown(why) => self.step(subject, marked, Event::Ambiguous, Some(why)),
            Verdict::Accepted(answer) => match subject {
                Subject::New(intent) => {
                    let settled = settled(intent, answer);
                    self.inner.ledger.settle(&intent.reference, Event::Accepted, &settled)
                }
                Subject::Decision { intent, kind, .. } => {
                    self.step(subject, marked, Event::Accepted, None)?;
                    let progress = match kind {
                        DecisionKind::Accept => Progress::Placed,
                        DecisionKind::Refuse { .. } => Progress::Refused,
                    };
                    let ledger = &self.inner.ledger;
                    ledger.track(&intent.reference, progress, None, None, &Source::Decision).map(drop)
                }
            },
        }
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

/// What whoever confirmed the act is told.
fn outcome(subject: &Subject, verdict: Verdict) -> Result<(), DeskError> {
    match (verdict, subject) {
        (Verdict::NotSent(error), _) => Err(DeskError::NotSent(error)),
        (Verdict::Refused(words), Subject::Decision { .. }) => {
            Err(DeskError::invalid("quotation", format!("the vendor refused: {words}")))
        }
        _ => Ok(()),
    }
}
