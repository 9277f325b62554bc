//! Confirming a review: an order, or a request for a quotation. Both go along [`super::runner`].

use super::acts::{ConfirmedAct, Consent, Subject};
use super::judging::consented;
use super::shown::OrderSummary;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::money::{SpendKind, SpendingRules};

impl Desk {
    /// Places the order of a review. `confirmed_amount` is the amount as the user confirmed it; `consents` name the earlier
    /// orders of the same scenes that are to be bought again.
    ///
    /// # Errors
    /// [`DeskError::NotSent`] when provably nothing was sent; [`DeskError::ConfirmationMismatch`];
    /// [`DeskError::AlreadyHeld`] without a consent; [`DeskError::PriceStale`] when the review has lain for long and the
    /// price is another now; a refusal or an unknown outcome is no error but the state of the order that is returned.
    pub async fn place_order(
        &self,
        review_id: &str,
        confirmed_amount: &str,
        consents: &[Consent],
        rules: &SpendingRules,
    ) -> Result<OrderSummary, DeskError> {
        self.confirm(review_id, SpendKind::Order, confirmed_amount, consents, rules).await
    }

    /// Asks for the quotation of a review. Spends nothing until it is accepted.
    ///
    /// # Errors
    /// See [`Desk::place_order`].
    pub async fn request_quotation(
        &self,
        review_id: &str,
        confirmed_amount: &str,
        consents: &[Consent],
        rules: &SpendingRules,
    ) -> Result<OrderSummary, DeskError> {
        self.confirm(review_id, SpendKind::Quotation, confirmed_amount, consents, rules).await
    }

    async fn confirm(
        &self,
        review_id: &str,
        kind: SpendKind,
        confirmed: &str,
        consents: &[Consent],
        rules: &SpendingRules,
    ) -> Result<OrderSummary, DeskError> {
        self.renew_price(review_id).await?;
        let intent = self.confirmed_review(review_id, kind, confirmed)?;
        let reference = intent.reference.clone();
        let subject = Subject::New(Box::new(intent));
        // What is not allowed yet is asked for with the review in place, so that it can be confirmed again.
        consented(&self.inner.ledger, &subject, consents)?;
        self.take_review(review_id)?;
        self.run(ConfirmedAct { subject, rules: *rules, consents: consents.to_vec() }).await?;
        self.order_summary(&reference).map_err(DeskError::after_sending)
    }
}
