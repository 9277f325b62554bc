//! Where an order is sent: [`Desk::place_order`] and [`Desk::request_quotation`] end in `send`, below; accept and refuse
//! of a quotation in [`super::quotations`] follow the same steps.
//!
//! 1. The intent is committed to the record (`prepared`).
//! 2. `prepared → submitting` is committed, a compare-and-set that one caller wins. It is the only lock that counts.
//! 3. The stored bytes leave once, through the client for money, on a task of their own.
//! 4. What came back is judged, and the record moved. Nothing is ever sent again.

use oneatlas::{MoneyRequest, Sent};

use super::shown::OrderSummary;
use super::verdict::{Expect, Verdict, judge};
use crate::basket::StoredGroup;
use crate::desk::{Desk, DeskEvent, SendPoint};
use crate::error::DeskError;
use crate::ledger::{Answer, Event, IntentState, LedgerError, Money, NewIntent, Progress, Settled, Why};
use crate::money::SpendKind;

impl Desk {
    /// Places the order of a review. `confirmed_amount` is the amount as the user confirmed it.
    ///
    /// # Errors
    /// [`DeskError::NotSent`] when provably nothing was sent; [`DeskError::ConfirmationMismatch`];
    /// [`DeskError::PriceStale`] when the review has lain for long and the price is another now; a refusal or an unknown
    /// outcome is no error but the state of the order that is returned.
    pub async fn place_order(
        &self,
        review_id: &str,
        confirmed_amount: &str,
    ) -> Result<OrderSummary, DeskError> {
        self.spend(review_id, SpendKind::Order, confirmed_amount).await
    }

    /// Asks for the quotation of a review. Spends nothing until it is accepted.
    ///
    /// # Errors
    /// See [`Desk::place_order`].
    pub async fn request_quotation(
        &self,
        review_id: &str,
        confirmed_amount: &str,
    ) -> Result<OrderSummary, DeskError> {
        self.spend(review_id, SpendKind::Quotation, confirmed_amount).await
    }

    async fn spend(
        &self,
        review_id: &str,
        kind: SpendKind,
        confirmed: &str,
    ) -> Result<OrderSummary, DeskError> {
        self.renew_price(review_id).await?;
        let frozen = self.take_review(review_id, kind, confirmed)?;
        // What was priced is what is sent: an edit since the review has voided the price.
        let group = self.stored_group(&frozen.intent.contract_id)?;
        if group.priced.as_ref().map(|priced| &priced.sha256) != Some(&frozen.intent.sha256) {
            return Err(DeskError::PriceStale("the basket was changed after the review".to_owned()));
        }
        let desk = self.clone();
        // On a task of its own: a window that closes can't cancel a request half-way.
        let run = tokio::spawn(async move { desk.send(frozen.intent).await });
        match run.await {
            Ok(result) => result,
            Err(_) => Err(DeskError::OutcomeUnknown("sending was interrupted".to_owned())),
        }
    }

    async fn send(&self, intent: NewIntent) -> Result<OrderSummary, DeskError> {
        let ledger = &self.inner.ledger;
        let reference = intent.reference.clone();
        self.write_down(&intent)?;
        self.reached(SendPoint::WrittenDown);
        let request = match intent.kind {
            SpendKind::Order => MoneyRequest::PlaceOrder,
            SpendKind::Quotation => MoneyRequest::RequestQuotation,
        };
        let request_id = ledger.mark(&reference, request.method(), &request.path(), Some(&intent.body))?;
        self.reached(SendPoint::Marked);
        self.changed(DeskEvent::Orders(Some(reference.clone())));
        self.reached(SendPoint::AboutToSend);
        let sent = self.inner.client.money().send(&request, Some(intent.body.clone())).await;
        self.reached(SendPoint::Answered);
        let kept = self.keep_answer(request_id, &sent);
        self.reached(SendPoint::AnswerKept);
        let result = kept.and_then(|()| self.settle(&intent, judge(sent, Expect::Id)));
        self.reached(SendPoint::Settled);
        self.changed(DeskEvent::Orders(Some(reference.clone())));
        self.changed(DeskEvent::Basket);
        result.map_err(DeskError::after_sending)?;
        self.order_summary(&reference).map_err(DeskError::after_sending)
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
                });
                if same { Ok(()) } else { Err(LedgerError::ReferenceTaken(reference).into()) }
            }
            Err(other) => Err(other.into()),
        }
    }

    pub(super) fn keep_answer(&self, request_id: i64, sent: &Sent) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        match sent {
            Sent::Answered { status, body } => {
                ledger.answered(request_id, Answer::Answered, Some(*status), Some(body), None)?;
            }
            Sent::NotSent(error) => {
                ledger.answered(request_id, Answer::NotSent, None, None, Some(&error.to_string()))?;
            }
            Sent::Unclear(error) => {
                ledger.answered(request_id, Answer::Unclear, None, None, Some(&error.to_string()))?;
            }
        }
        Ok(())
    }

    /// Moves the record by the verdict, and the basket with it.
    fn settle(&self, intent: &NewIntent, verdict: Verdict) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        let reference = intent.reference.as_str();
        match verdict {
            Verdict::NotSent(error) => {
                ledger.step(
                    reference,
                    Event::NotSent,
                    Some(&Why::NotConnected { technical: error.to_string() }),
                )?;
                Err(DeskError::NotSent(error))
            }
            Verdict::Accepted(answer) => {
                let progress = match intent.kind {
                    SpendKind::Order => Progress::Placed,
                    SpendKind::Quotation => Progress::Quoted,
                };
                let currency = intent.currency.clone();
                let settled = Settled {
                    quotation_id: answer.quotation_id.as_deref(),
                    sales_order_id: answer.sales_order_id.as_deref(),
                    progress,
                    booked: answer.total_amount.map(|amount| Money { amount, currency }),
                    offer: None,
                    why: None,
                };
                ledger.settle(reference, Event::Accepted, &settled)?;
                self.take_out_of_basket(&intent.contract_id, reference, intent.basket.as_deref())
            }
            Verdict::Refused(words) => {
                ledger.step(reference, Event::Refused, Some(&Why::Words { text: words }))?;
                self.release_reference(&intent.contract_id, reference)
            }
            Verdict::Unknown(why) => {
                ledger.step(reference, Event::Ambiguous, Some(&Why::Words { text: why }))?;
                // It leaves the basket, so that it can't be ordered again by a second click on the same basket.
                self.take_out_of_basket(&intent.contract_id, reference, intent.basket.as_deref())
            }
        }
    }

    /// Takes what was sent out of the basket. What was put beside it meanwhile stays, under a reference of its own.
    fn take_out_of_basket(
        &self,
        contract_id: &str,
        reference: &str,
        sent: Option<&str>,
    ) -> Result<(), DeskError> {
        let Ok(mut group) = self.stored_group(contract_id) else { return Ok(()) };
        if group.reference != reference {
            return Ok(());
        }
        let sent = sent.and_then(|text| serde_json::from_str::<StoredGroup>(text).ok());
        let was_sent =
            |id: &str| sent.as_ref().is_none_or(|sent| sent.items.iter().any(|item| item.item_id == id));
        group.items.retain(|item| !was_sent(&item.item_id));
        self.renew_reference(&mut group);
        group.priced = None;
        self.keep_group(&group)
    }

    /// The record and the basket are files of their own: where the program died between the two, the basket follows the
    /// record.
    pub(crate) fn let_the_basket_follow(&self) -> Result<(), DeskError> {
        for group in self.stored_groups()? {
            let Some(intent) = self.inner.ledger.intent(&group.reference)? else { continue };
            let (contract_id, reference) = (&intent.contract_id, &intent.reference);
            match intent.state {
                IntentState::Unknown | IntentState::Confirmed => {
                    self.take_out_of_basket(contract_id, reference, intent.basket.as_deref())?;
                }
                IntentState::Rejected | IntentState::Abandoned => {
                    self.release_reference(contract_id, reference)?;
                }
                // It never left, or is just leaving.
                IntentState::Prepared | IntentState::Submitting => {}
            }
        }
        Ok(())
    }

    fn release_reference(&self, contract_id: &str, reference: &str) -> Result<(), DeskError> {
        let Ok(mut group) = self.stored_group(contract_id) else { return Ok(()) };
        if group.reference == reference {
            self.renew_reference(&mut group);
            self.keep_group(&group)?;
        }
        Ok(())
    }
}
