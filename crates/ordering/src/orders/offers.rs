//! What the vendor offers now under a quotation's number. A quotation can be revised under the same number; what counts is
//! its record at the vendor, never what was shown before.

use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::shown::OrderDetail;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Intent, Offer};

/// A quotation as the vendor has it at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuotationNow {
    /// The vendor's word in capitals; `None` where its list does not show the quotation.
    pub(crate) status: Option<String>,
    /// The offer; `None` where the list does not show the quotation.
    pub(crate) offer: Option<Offer>,
}

impl Desk {
    /// Asks the vendor what it offers now for the quotation of an order, keeps it, and gives the order's page.
    ///
    /// # Errors
    /// When there is no quotation, or the vendor can't be asked.
    pub async fn read_quotation(&self, reference: &str) -> Result<OrderDetail, DeskError> {
        let intent = self.known_intent(reference)?;
        let quotation_id =
            intent.quotation_id.clone().ok_or_else(|| DeskError::missing("quotation for this order"))?;
        let now = self.quotation_at_vendor(&intent, &quotation_id).await?;
        if let Some(offer) = &now.offer
            && self.inner.ledger.offered(reference, offer)?
        {
            self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        }
        self.order(reference)
    }

    /// Reads a quotation at the vendor.
    pub(super) async fn quotation_at_vendor(
        &self,
        intent: &Intent,
        quotation_id: &str,
    ) -> Result<QuotationNow, DeskError> {
        let query = OrdersQuery::by_quotation(&intent.contract_id, quotation_id);
        let mut records = self.inner.client.orders(&query).await?;
        // The filter of the vendor is not taken on trust.
        records.retain(|record| record.quotation_id.as_deref() == Some(quotation_id));
        Ok(quotation_now(&records, intent))
    }
}

/// What the lines of one quotation say together.
pub(super) fn quotation_now(lines: &[OrderRecord], intent: &Intent) -> QuotationNow {
    let status = lines.iter().find_map(|line| line.quotation_status.as_ref());
    let status = status.map(|word| word.trim().to_uppercase());
    QuotationNow {
        status: status.or_else(|| (!lines.is_empty()).then(String::new)),
        offer: offer_of(lines, intent),
    }
}

/// The offer of a quotation's lines: their amounts together. Where a line names no amount that can be added up, the offer last known stands.
pub(super) fn offer_of(lines: &[OrderRecord], intent: &Intent) -> Option<Offer> {
    let first = lines.first()?;
    let last = intent.cost();
    let amounts: Option<Vec<_>> = lines.iter().map(|line| line.order_line_amount).collect();
    let sum = |amounts: Vec<Decimal>| amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
    let amount = amounts.and_then(sum).unwrap_or(last.amount);
    let known = intent.offer.as_ref();
    let version = first.quotation_version.and_then(|version| version.to_u32());
    Some(Offer {
        amount,
        currency: first.currency.clone().unwrap_or(last.currency),
        discount_percent: first.order_line_amount_discount_pct.filter(|percent| !percent.is_zero()),
        version: version.or_else(|| known.and_then(|offer| offer.version)),
        expires: first
            .quotation_end_of_validity_date
            .clone()
            .or_else(|| known.and_then(|offer| offer.expires.clone())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::intent;
    use crate::ledger::{IntentState, Progress};
    use crate::money::SpendKind;

    fn line(cents: Option<i64>, currency: Option<&str>, version: Option<i64>) -> OrderRecord {
        OrderRecord {
            order_line_amount: cents.map(|cents| Decimal::new(cents, 2)),
            currency: currency.map(str::to_owned),
            quotation_version: version.map(Decimal::from),
            quotation_status: Some("sent".to_owned()),
            ..OrderRecord::default()
        }
    }

    #[test]
    fn an_offer_is_the_sum_of_its_lines_in_the_vendors_present_figures() {
        let asked = intent(SpendKind::Quotation, IntentState::Confirmed, Some(Progress::Quoted));
        let lines = [line(Some(50000), Some("EUR"), Some(2)), line(Some(65691), Some("EUR"), Some(2))];
        let offer = offer_of(&lines, &asked).unwrap();
        assert_eq!(
            (offer.amount, offer.currency.as_str(), offer.version),
            (Decimal::new(115_691, 2), "EUR", Some(2))
        );
        let now = quotation_now(&lines, &asked);
        assert_eq!(now.status.as_deref(), Some("SENT"));
        assert_eq!(quotation_now(&[], &asked), QuotationNow { status: None, offer: None });
    }

    #[test]
    fn what_the_vendor_does_not_say_is_as_it_was_last_known() {
        let mut asked = intent(SpendKind::Quotation, IntentState::Confirmed, Some(Progress::Quoted));
        let silent = offer_of(&[line(None, None, None)], &asked).unwrap();
        assert_eq!(
            (silent.amount, silent.currency.as_str(), silent.version),
            (Decimal::new(56250, 2), "EUR", None)
        );
        asked.offer = Some(Offer { amount: Decimal::from(7), version: Some(3), ..silent });
        let silent = offer_of(&[line(None, None, None)], &asked).unwrap();
        assert_eq!((silent.amount, silent.version), (Decimal::from(7), Some(3)));
        // Amounts that no decimal holds are no amount.
        let beyond = |mut line: OrderRecord| {
            line.order_line_amount = Some(Decimal::MAX);
            line
        };
        let absurd = [beyond(line(None, None, None)), beyond(line(None, None, None))];
        assert_eq!(offer_of(&absurd, &asked).unwrap().amount, Decimal::from(7));
        // One line without an amount: a sum of the others would be less than what is paid.
        let partly = offer_of(&[line(Some(100), None, None), line(None, None, None)], &asked).unwrap();
        assert_eq!(partly.amount, Decimal::from(7));
    }
}
