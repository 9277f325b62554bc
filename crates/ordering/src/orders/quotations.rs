//! The quotation desk: the document, accept, refuse. Decisions follow the protocol of [`super::sending`]; before one is
//! sent, the quotation is read, so that an expired one, or one decided by a colleague, is told first.

use bytes::Bytes;
use oneatlas::MoneyRequest;

use super::review::typed_amount;
use super::shown::OrderDetail;
use super::verdict::{Expect, Verdict, judge};
use crate::desk::{Desk, DeskEvent, SendPoint};
use crate::error::DeskError;
use crate::ledger::{DecisionKind, Event, Intent, Offer, Progress, Source, Why, sha256_hex};
use crate::money::SpendingRules;

/// The vendor's seven reasons, by number from 1.
pub const REASONS: [&str; 7] = [
    "the quotation expired",
    "imagery of another provider",
    "budget",
    "the proposal does not answer the needs",
    "the licence does not fit",
    "the request must be modified",
    "another reason",
];

impl Desk {
    /// Accepts the quotation of an order. Spends its amount, which the user confirmed.
    ///
    /// # Errors
    /// When it cannot be accepted any more, the amount does not match, credit is too small, or provably nothing was
    /// sent. A refusal or an unknown outcome is the state of the order that is returned.
    pub async fn accept_quotation(
        &self,
        reference: &str,
        confirmed: &str,
        rules: &SpendingRules,
    ) -> Result<OrderDetail, DeskError> {
        let intent = self.known_intent(reference)?;
        if typed_amount(confirmed) != Some(intent.amount) {
            return Err(DeskError::ConfirmationMismatch { expected: intent.amount });
        }
        let credit = self.contracts().await?.into_iter().find(|c| c.contract_id == intent.contract_id);
        if let Some(credit) = credit.and_then(|c| c.credit_remaining).filter(|credit| *credit < intent.amount)
        {
            let (amount, currency) = (intent.amount, intent.currency.clone());
            return Err(DeskError::CreditTooSmall { amount, credit, currency });
        }
        self.within_limits(intent.amount, &intent.currency, rules)?;
        self.decide(intent, DecisionKind::Accept).await
    }

    /// Refuses the quotation of an order for one of the seven [`REASONS`].
    ///
    /// # Errors
    /// See [`Desk::accept_quotation`].
    pub async fn refuse_quotation(&self, reference: &str, reason_id: u8) -> Result<OrderDetail, DeskError> {
        if !(1..=7).contains(&reason_id) {
            return Err(DeskError::invalid("reason", "choose one of the seven reasons"));
        }
        let intent = self.known_intent(reference)?;
        self.decide(intent, DecisionKind::Refuse { reason_id }).await
    }

    async fn decide(&self, intent: Intent, kind: DecisionKind) -> Result<OrderDetail, DeskError> {
        let reference = intent.reference.clone();
        let quotation_id = self.open_quotation(&intent).await?;
        let id = self.inner.ledger.decide(&reference, &quotation_id, kind, &offer_of(&intent), &[])?;
        self.reached(SendPoint::WrittenDown);
        let desk = self.clone();
        let run = tokio::spawn(async move { desk.send_decision(id, &intent, &quotation_id, kind).await });
        let result = run
            .await
            .unwrap_or_else(|_| Err(DeskError::OutcomeUnknown("the decision was interrupted".to_owned())));
        self.changed(DeskEvent::Orders(Some(reference.clone())));
        result?;
        self.order(&reference)
    }

    /// The quotation, if it still waits for a decision.
    async fn open_quotation(&self, intent: &Intent) -> Result<String, DeskError> {
        let quotation_id =
            intent.quotation_id.clone().ok_or_else(|| DeskError::missing("quotation for this order"))?;
        let record = self.quotation_record(&intent.contract_id, &quotation_id).await?;
        let status = record.and_then(|record| record.quotation_status).unwrap_or_default();
        match status.as_str() {
            // A list that lags behind may not know it yet; the vendor judges.
            "SENT" | "" => Ok(quotation_id),
            other => {
                let other = other.to_ascii_lowercase();
                Err(DeskError::invalid(
                    "quotation",
                    format!("{quotation_id} is {other} already; refresh to see it"),
                ))
            }
        }
    }

    async fn send_decision(
        &self,
        id: i64,
        intent: &Intent,
        quotation_id: &str,
        kind: DecisionKind,
    ) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        let (contract_id, quotation_id) = (intent.contract_id.clone(), quotation_id.to_owned());
        let (request, body) = match kind {
            DecisionKind::Accept => (MoneyRequest::AcceptQuotation { contract_id, quotation_id }, None),
            DecisionKind::Refuse { reason_id } => {
                let body = format!("{{\"rejectionReasonId\":{reason_id}}}");
                (MoneyRequest::RefuseQuotation { contract_id, quotation_id }, Some(Bytes::from(body)))
            }
        };
        let sending = ledger.mark_decision(id, request.method(), &request.path(), body.as_deref())?;
        self.reached(SendPoint::Marked);
        self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
        self.reached(SendPoint::AboutToSend);
        let sent = self.inner.client.money().send(&request, body).await;
        self.reached(SendPoint::Answered);
        let kept = self.keep_answer(sending, &sent);
        self.reached(SendPoint::AnswerKept);
        let result = kept.and_then(|()| self.settle_decision(id, intent, kind, judge(sent, Expect::Nothing)));
        self.reached(SendPoint::Settled);
        result.map_err(|error| match error {
            refused @ DeskError::Invalid { .. } => refused,
            other => other.after_sending(),
        })
    }

    /// Moves the record by the verdict.
    fn settle_decision(
        &self,
        id: i64,
        intent: &Intent,
        kind: DecisionKind,
        verdict: Verdict,
    ) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        match verdict {
            Verdict::NotSent(error) => {
                let why = Why::NotConnected { technical: error.to_string() };
                ledger.step_decision(id, Event::NotSent, Some(&why))?;
                Err(DeskError::NotSent(error))
            }
            Verdict::Accepted(_) => {
                ledger.step_decision(id, Event::Accepted, None)?;
                let progress = match kind {
                    DecisionKind::Accept => Progress::Placed,
                    DecisionKind::Refuse { .. } => Progress::Refused,
                };
                ledger.track(&intent.reference, progress, None, None, &Source::Decision)?;
                Ok(())
            }
            Verdict::Refused(words) => {
                ledger.step_decision(id, Event::Refused, Some(&Why::Words { text: words.clone() }))?;
                Err(DeskError::invalid("quotation", format!("the vendor refused: {words}")))
            }
            Verdict::Unknown(why) => {
                ledger.step_decision(id, Event::Ambiguous, Some(&Why::Words { text: why }))?;
                Ok(())
            }
        }
    }

    /// The quotation's PDF: from this computer when it was read before, else from the vendor. Its hash is kept in the
    /// record.
    ///
    /// # Errors
    /// When the vendor cannot be asked, or answers with something that is no PDF.
    pub async fn quotation_document(&self, quotation_id: &str) -> Result<Bytes, DeskError> {
        let name = quotation_id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !name || quotation_id.is_empty() {
            return Err(DeskError::invalid("quotation", "this is no number of a quotation"));
        }
        let folder = self.inner.folder.join("quotations");
        let path = folder.join(format!("{quotation_id}.pdf"));
        if let Ok(kept) = tokio::fs::read(&path).await {
            return Ok(kept.into());
        }
        let pdf = self.inner.client.export_quotation(quotation_id).await?;
        tokio::fs::create_dir_all(&folder)
            .await
            .map_err(|e| DeskError::file("could not make the folder", &folder, e))?;
        tokio::fs::write(&path, &pdf).await.map_err(|e| DeskError::file("could not write", &path, e))?;
        let owner = self
            .inner
            .ledger
            .intents()?
            .into_iter()
            .find(|i| i.quotation_id.as_deref() == Some(quotation_id));
        if let Some(intent) = owner {
            self.inner.ledger.document(
                &intent.reference,
                quotation_id,
                None,
                &sha256_hex(&pdf),
                pdf.len(),
            )?;
        }
        Ok(pdf)
    }

    /// Where the quotation's PDF is kept on this computer.
    ///
    /// # Errors
    /// See [`Desk::quotation_document`].
    pub async fn quotation_file(&self, quotation_id: &str) -> Result<std::path::PathBuf, DeskError> {
        self.quotation_document(quotation_id).await?;
        Ok(self.inner.folder.join("quotations").join(format!("{quotation_id}.pdf")))
    }
}

/// The offer as the order was confirmed.
fn offer_of(intent: &Intent) -> Offer {
    Offer {
        amount: intent.amount,
        currency: intent.currency.clone(),
        discount_percent: None,
        version: None,
        expires: intent.expires.clone(),
    }
}
