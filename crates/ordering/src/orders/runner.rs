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

use oneatlas::Sent;
use tokio::sync::oneshot;

use super::acts::{ConfirmedAct, Subject};
use super::keeping::{self, Marking};
use super::verdict::{Verdict, judge};
use crate::desk::{Desk, DeskEvent, SendPoint};
use crate::error::DeskError;
use crate::ledger::{Event, LedgerError, Why};
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

/// Whoever waits for the outcome of an act, told once. The act goes on whether anybody waits or not.
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
        let (subject, ledger) = (&act.subject, &self.inner.ledger);
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
        self.insist(&mut waiting, || keeping::keep_answer(ledger, marked.request, &sent)).await;
        self.reached(SendPoint::AnswerKept);
        let verdict = judge(sent, subject.expect());
        let moved = self
            .insist(&mut waiting, || match keeping::settle(ledger, subject, marked.decision, &verdict) {
                // Found by reading meanwhile, or ended by a person: what came so late changes nothing.
                Err(LedgerError::Forbidden { .. }) if late => Ok(false),
                other => other.map(|()| true),
            })
            .await;
        if moved == Some(true)
            && matches!(verdict, Verdict::NotSent(_) | Verdict::Refused(_))
            && let Subject::New(intent) = subject
        {
            self.insist_on_returning(&intent.reference).await;
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
        let told = |marking: Marking| {
            match marking {
                Marking::WrittenDown => self.reached(SendPoint::WrittenDown),
                Marking::OutOfBasket => {}
                Marking::Marked => self.reached(SendPoint::Marked),
            }
            Ok(())
        };
        match &act.subject {
            Subject::New(intent) => {
                let _basket = self.inner.records.basket.lock().await;
                let request = act.subject.request();
                let request = keeping::mark_new(&self.following(), intent, allowed, &request, &told);
                // Taken out or put back.
                self.changed(DeskEvent::Basket);
                Ok(Marked { decision: None, request: request? })
            }
            subject @ Subject::Decision { .. } => {
                let (id, request) = keeping::mark_decision(&self.inner.ledger, subject, &allowed, &told)?;
                Ok(Marked { decision: Some(id), request })
            }
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
        self.insist(waiting, || {
            keeping::step(&self.inner.ledger, subject, marked.decision, Event::Ambiguous, Some(&why))
        })
        .await;
        self.told(subject);
        waiting.tell(Ok(()));
        (answer.await, true)
    }

    /// Puts what was not bought back into the basket. What can't be put back for a while is there at the next start.
    async fn insist_on_returning(&self, reference: &str) {
        for pause in WRITE_AGAIN {
            let Err(error) = self.return_to_basket(reference).await else { return };
            tracing::warn!(%error, "what was not ordered could not be put back into the basket");
            tokio::time::sleep(pause).await;
        }
    }

    /// Writes what is known until it is written: nothing may stay `submitting` because a disk was full for a while. `None`
    /// where the record forbids it.
    async fn insist<T>(
        &self,
        waiting: &mut Waiting,
        write: impl Fn() -> Result<T, LedgerError>,
    ) -> Option<T> {
        let mut attempt = 0;
        loop {
            let error = match write() {
                Ok(written) => return Some(written),
                Err(error) => error,
            };
            if !matches!(error, LedgerError::Sqlite(_)) || attempt + 1 >= WRITE_AGAIN.len() {
                let why = format!("it was sent, but the outcome could not be kept: {error}");
                waiting.tell(Err(DeskError::OutcomeUnknown(why)));
            }
            if !matches!(error, LedgerError::Sqlite(_)) {
                tracing::error!(%error, "the outcome of a request could not be kept");
                return None;
            }
            tokio::time::sleep(WRITE_AGAIN[attempt.min(WRITE_AGAIN.len() - 1)]).await;
            attempt += 1;
        }
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
