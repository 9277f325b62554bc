//! Asking the price of a group, and keeping it together with the very bytes.

use bytes::Bytes;
use oneatlas::wire::price::PriceAnswer;
use rust_decimal::Decimal;

use super::request::build;
use super::stored::{Priced, PricedLine, StoredGroup};
use super::view::{Basket, check};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{sha256_hex, stamp};

impl Desk {
    /// Prices a group. The vendor is asked without holding the basket: an edit meanwhile is not lost, and the price of what
    /// was there before is not kept.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with the first problem of the group; [`DeskError::PriceStale`] when the basket was edited
    /// meanwhile; else when the vendor refuses or cannot be asked.
    pub async fn price_basket(&self, contract_id: &str) -> Result<Basket, DeskError> {
        let group = self.with_free_reference(contract_id).await?;
        let priced = self.ask_price(&group).await?;
        {
            let _guard = self.inner.records.basket.lock().await;
            let mut now = self.stored_group(contract_id)?;
            if !now.is_same_as(&group) {
                return Err(DeskError::PriceStale(
                    "the basket was changed while its price was asked".to_owned(),
                ));
            }
            now.priced = Some(priced);
            now.price_voided = false;
            self.keep_group(&now)?;
        }
        self.changed(DeskEvent::Basket);
        self.basket().await
    }

    async fn ask_price(&self, group: &StoredGroup) -> Result<Priced, DeskError> {
        let contract_id = group.contract_id.as_str();
        // The credit may have changed elsewhere; a price is the moment to know.
        self.contracts().await?;
        let contract = self.known_contract(contract_id).await?;
        let options = self.forms(group).await?;
        if let Some(problem) = check(group, &contract, &options).into_iter().next() {
            return Err(DeskError::invalid(problem.field, problem.message));
        }
        let workspace = self.workspace(contract_id).await?.name;
        let body = build(group, contract.backend, &options, workspace)?;
        let answer = self.inner.client.price(body.clone()).await?;
        let minimums = self.product_types(contract_id).await?;
        let minimum = |product: &str| {
            let known = minimums.iter().find(|known| known.product_type_id == product);
            known.and_then(|known| known.minimum_km2)
        };
        priced(group, &body, answer, minimum, stamp(self.now()))
    }

    /// See [`super::Following::with_free_reference`].
    pub(crate) async fn with_free_reference(&self, contract_id: &str) -> Result<StoredGroup, DeskError> {
        let _guard = self.inner.records.basket.lock().await;
        let group = self.stored_group(contract_id)?;
        let before = group.reference.clone();
        let group = self.following().with_free_reference(group)?;
        if group.reference != before {
            self.changed(DeskEvent::Orders(Some(before)));
        }
        Ok(group)
    }
}

/// Turns an answer into a kept price. A price without a total is no price.
pub(crate) fn priced(
    group: &StoredGroup,
    body: &Bytes,
    answer: PriceAnswer,
    minimum: impl Fn(&str) -> Option<f64>,
    at: String,
) -> Result<Priced, DeskError> {
    let total = answer
        .total_amount
        .filter(|total| !total.is_sign_negative())
        .ok_or_else(|| DeskError::PriceStale("the vendor answered without a price".to_owned()))?;
    if answer.currency.trim().is_empty() {
        return Err(DeskError::PriceStale("the vendor named a price without its currency".to_owned()));
    }
    let label = |id: &str| {
        let known = group.product_types().into_iter().find(|(known, _)| *known == id);
        known.map_or_else(|| id.to_owned(), |(_, label)| label.to_owned())
    };
    let line = |product: oneatlas::wire::price::PricedProduct| {
        let area = product.area_km2.unwrap_or_default();
        let least = minimum(&product.product_type_id).and_then(|least| Decimal::try_from(least).ok());
        let items = group.items.iter().filter(|item| item.product_type_id == product.product_type_id);
        let drawn: f64 = items.map(|item| aoi::check(&item.polygon).km2).fold(0.0, f64::max);
        PricedLine {
            label: label(&product.product_type_id),
            amount: product.amount.or(product.price).unwrap_or_default(),
            area_km2: area,
            minimum_applied: least == Some(area) && Decimal::try_from(drawn).is_ok_and(|drawn| drawn < area),
            product_type_id: product.product_type_id,
        }
    };
    let body = String::from_utf8(body.to_vec())
        .map_err(|_| DeskError::invalid("items", "the request is not written in UTF-8"))?;
    Ok(Priced {
        sha256: sha256_hex(body.as_bytes()),
        body,
        currency: answer.currency,
        total,
        discount: answer.discount_value.unwrap_or_default(),
        lines: answer.product_types.into_iter().map(line).collect(),
        priced_at: at,
    })
}
