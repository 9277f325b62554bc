//! The review: what will be sent, byte for byte, what it costs, what is left. Only a review can be confirmed.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::Serialize;

use super::acts::{confirms, request_of};
use super::judging::{same_currency, within_credit};
use super::limits::within_limits;
use crate::basket::{BasketGroup, CREDIT, Price, StoredGroup};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Intent, IntentState, Money, NewIntent};
use crate::money::{SpendKind, SpendingRules, amount_in_words};
use crate::orders::{AlreadyOrdered, Unseen};

/// A frozen review as it is shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Names this review when it is confirmed; good once.
    pub review_id: String,
    /// Order or quotation.
    pub kind: SpendKind,
    /// The group.
    pub group: BasketGroup,
    /// Its price, asked again just now.
    pub price: Price,
    /// Where it is sent.
    pub endpoint: String,
    /// How.
    pub method: String,
    /// The very bytes, set out for reading.
    pub body: String,
    /// Their number.
    pub byte_count: u32,
    /// Their SHA-256.
    pub sha256: String,
    /// Credit now.
    pub credit_now: Option<Decimal>,
    /// Credit after an order; a quotation leaves it as it is.
    pub credit_after: Option<Decimal>,
    /// Where it is delivered.
    pub workspace: Option<String>,
    /// Whether the amount has to be typed.
    pub must_type_amount: bool,
    /// What of it was ordered before.
    pub already_ordered: Vec<AlreadyOrdered>,
    /// Where earlier purchases could not be looked for.
    pub unseen: Vec<Unseen>,
    /// The price is nothing, or next to nothing: no vendor means that.
    pub price_unusual: bool,
}

/// What a review froze.
pub(crate) struct FrozenReview {
    pub(crate) kind: SpendKind,
    pub(crate) intent: NewIntent,
    /// When the vendor confirmed its price.
    pub(crate) priced_at: Timestamp,
}

/// Below this, in whatever currency, a price is asked about before it is confirmed.
const LEAST_USUAL: Decimal = Decimal::ONE;

/// For how long a confirmed price is good. Whoever answers later is asked about the price of that moment.
const PRICE_GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);

impl Desk {
    /// Freezes what will be sent. The price is asked again with the same bytes; if it changed, nothing is frozen and the
    /// new price is shown.
    ///
    /// # Errors
    /// [`DeskError::PriceStale`] without a price or with a changed one; [`DeskError::CreditTooSmall`];
    /// [`DeskError::OverLimit`].
    pub async fn review(
        &self,
        contract_id: &str,
        kind: SpendKind,
        rules: &SpendingRules,
    ) -> Result<Review, DeskError> {
        let group = self.stored_group(contract_id)?;
        let shown = self.show_group(&group).await?;
        if let Some(problem) = shown.problems.iter().find(|problem| problem.field != CREDIT) {
            return Err(DeskError::invalid(problem.field.clone(), problem.message.clone()));
        }
        if kind == SpendKind::Quotation && !shown.may_quote {
            return Err(DeskError::invalid("kind", "this contract takes orders only, no quotations"));
        }
        self.reference_serves(&group, kind).await?;
        let priced = group
            .priced
            .clone()
            .ok_or_else(|| DeskError::PriceStale("the basket has no price yet".to_owned()))?;
        let body = Bytes::from(priced.body.clone());
        self.confirm_price(&group, &body, priced.total, &priced.currency).await?;
        let priced_at = self.now();
        let contract = self.contracts().await?.into_iter().find(|c| c.contract_id == contract_id);
        let contract = contract.ok_or_else(|| DeskError::missing(format!("contract {contract_id}")))?;
        let cost = Money { amount: priced.total, currency: priced.currency.clone() };
        same_currency(&cost, &contract)?;
        if kind == SpendKind::Order {
            within_credit(&self.inner.ledger, &cost, &contract)?;
            within_limits(&self.inner.ledger, self.now(), &cost, rules)?;
        }
        let spent = if kind == SpendKind::Order { cost.amount } else { Decimal::ZERO };
        let credit_after = contract.credit_remaining.map(|credit| credit.saturating_sub(spent));
        let price_unusual = cost.amount < LEAST_USUAL;
        let (already_ordered, unseen) = self.already_ordered(&group).await?;
        let workspace = self.workspace(contract_id).await?.name;
        let price = Price::from(&priced);
        let intent =
            self.new_intent(&group, &shown, kind, body, &price, workspace.clone(), contract.credit_remaining);
        let review_id = uuid::Uuid::new_v4().to_string();
        let request = request_of(kind);
        let review = Review {
            review_id: review_id.clone(),
            kind,
            endpoint: format!(
                "{}{}",
                self.inner.client.hosts().order.as_str().trim_end_matches('/'),
                request.path()
            ),
            method: request.method().to_owned(),
            body: set_out(&priced.body),
            byte_count: u32::try_from(priced.body.len()).unwrap_or(u32::MAX),
            sha256: priced.sha256.clone(),
            credit_now: contract.credit_remaining,
            credit_after,
            workspace,
            must_type_amount: kind == SpendKind::Order
                && (price_unusual || rules.amount_to_type.is_some_and(|limit| priced.total > limit)),
            already_ordered,
            unseen,
            price_unusual,
            group: BasketGroup { contract, ..shown },
            price,
        };
        if let Ok(mut reviews) = self.inner.reviews.lock() {
            // A newer look at the same basket takes the place of an older one.
            reviews.retain(|_, frozen| frozen.intent.reference != intent.reference);
            reviews.insert(review_id, FrozenReview { kind, intent, priced_at });
        }
        Ok(review)
    }

    /// A reference that the record has already is good for what was written down under it and never left, and for nothing
    /// else. The group gets another one otherwise, and needs a price under it.
    async fn reference_serves(&self, group: &StoredGroup, kind: SpendKind) -> Result<(), DeskError> {
        let known = self.inner.ledger.intent(&group.reference)?;
        let serves = |intent: &Intent| intent.state == IntentState::Prepared && intent.kind == kind;
        if known.as_ref().is_none_or(serves) {
            return Ok(());
        }
        self.with_free_reference(&group.contract_id).await?;
        self.changed(DeskEvent::Basket);
        Err(DeskError::PriceStale(format!("{} was used before; it needs its price again", group.reference)))
    }

    /// Asks the price of a review again when it has been lying for too long. The review stays, so that it can be confirmed
    /// again when the vendor could not be asked.
    ///
    /// # Errors
    /// [`DeskError::PriceStale`] with both totals when it changed; else when the vendor cannot be asked.
    pub(crate) async fn renew_price(&self, review_id: &str) -> Result<(), DeskError> {
        let now = self.now();
        let aged = {
            let Ok(reviews) = self.inner.reviews.lock() else { return Ok(()) };
            let frozen = reviews.get(review_id);
            let frozen = frozen.filter(|one| now.duration_since(one.priced_at).abs() > PRICE_GOOD_FOR);
            frozen.map(|one| one.intent.clone())
        };
        let Some(intent) = aged else { return Ok(()) };
        let group = self.stored_group(&intent.contract_id)?;
        self.confirm_price(&group, &intent.body, intent.amount, &intent.currency).await?;
        if let Ok(mut reviews) = self.inner.reviews.lock()
            && let Some(frozen) = reviews.get_mut(review_id)
        {
            frozen.priced_at = now;
        }
        Ok(())
    }

    /// What a review froze, if the confirmed amount is its amount. A wrong amount leaves the review in place: the user may
    /// type again.
    pub(crate) fn confirmed_review(
        &self,
        review_id: &str,
        kind: SpendKind,
        confirmed: &str,
    ) -> Result<NewIntent, DeskError> {
        let reviews = self.inner.reviews.lock().map_err(|_| used())?;
        let frozen = reviews.get(review_id).filter(|frozen| frozen.kind == kind).ok_or_else(used)?;
        let expected = frozen.intent.amount;
        if !confirms(confirmed, expected) {
            return Err(DeskError::ConfirmationMismatch { expected });
        }
        Ok(frozen.intent.clone())
    }

    /// Takes a review out, so that it can be confirmed once.
    pub(crate) fn take_review(&self, review_id: &str) -> Result<(), DeskError> {
        let mut reviews = self.inner.reviews.lock().map_err(|_| used())?;
        reviews.remove(review_id).map(drop).ok_or_else(used)
    }

    async fn confirm_price(
        &self,
        group: &StoredGroup,
        body: &Bytes,
        total: Decimal,
        currency: &str,
    ) -> Result<(), DeskError> {
        let answer = self.inner.client.price(body.clone()).await?;
        if answer.total_amount == Some(total) && answer.currency == currency {
            return Ok(());
        }
        let Some(now) = answer.total_amount else {
            return Err(DeskError::PriceStale("the vendor answered without a price".to_owned()));
        };
        let _guard = self.inner.records.basket.lock().await;
        let mut changed = self.stored_group(&group.contract_id)?;
        changed.void_price();
        self.keep_group(&changed)?;
        self.changed(DeskEvent::Basket);
        Err(DeskError::PriceStale(format!(
            "the price was {} and is {} now",
            amount_in_words(total, currency),
            amount_in_words(now, &answer.currency)
        )))
    }

    #[allow(clippy::too_many_arguments, reason = "everything an intent is made of, named at its one call")]
    fn new_intent(
        &self,
        group: &StoredGroup,
        shown: &BasketGroup,
        kind: SpendKind,
        body: Bytes,
        price: &Price,
        workspace: Option<String>,
        credit_before: Option<Decimal>,
    ) -> NewIntent {
        let areas: Vec<String> = group.areas().iter().map(|(_, item)| item.area_name.clone()).collect();
        let drawn: f64 = group.areas().iter().map(|(_, item)| aoi::check(&item.polygon).km2).sum();
        let items = shown.items.iter().map(|item| {
            let date = item.scene.acquired.get(..16).unwrap_or_default().replace('T', " ");
            (
                item.scene.platform.clone(),
                format!("{date} UTC · {} · {}", item.product_type_label, item.area_name),
            )
        });
        NewIntent {
            reference: group.reference.clone(),
            kind,
            contract_id: group.contract_id.clone(),
            contract_name: shown.contract.name.clone(),
            backend: shown.contract.backend,
            sha256: price.sha256.clone(),
            body,
            amount: price.total_amount,
            currency: price.currency.clone(),
            credit_before,
            workspace,
            what: what(shown.items.iter().map(|item| item.scene.platform.as_str()), drawn),
            items: items.collect(),
            areas,
            drawn_km2: Some(drawn),
            billed_km2: Some(price.lines.iter().map(|line| line.area_km2).sum()),
            basket: serde_json::to_string(group).ok(),
            allowed_again: Vec::new(),
        }
    }
}

fn used() -> DeskError {
    DeskError::PriceStale("this review was used or replaced; look at the order again".to_owned())
}

/// One line for lists: `Pléiades Neo · 2 scenes · 118 km²`.
fn what<'a>(platforms: impl ExactSizeIterator<Item = &'a str>, drawn: f64) -> String {
    let count = platforms.len();
    let mut sensors: Vec<&str> = Vec::new();
    for platform in platforms {
        let family = ["Pléiades Neo", "Pléiades", "SPOT"].into_iter().find(|name| platform.starts_with(name));
        let name = family.unwrap_or(platform);
        if !sensors.contains(&name) {
            sensors.push(name);
        }
    }
    let scenes = if count == 1 { "scene" } else { "scenes" };
    format!("{} · {count} {scenes} · {}", sensors.join(", "), aoi::km2_in_words(drawn))
}

/// A body set out for reading; as it is where it is no JSON.
pub(super) fn set_out(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_named_by_its_satellites_scenes_and_ground() {
        let named = |platforms: &[&'static str], km2| what(platforms.iter().copied(), km2);
        assert_eq!(named(&["Pléiades 1A"], 9.64), "Pléiades · 1 scene · 9.6 km²");
        assert_eq!(named(&["Pléiades Neo 3", "Pléiades Neo 4"], 118.4), "Pléiades Neo · 2 scenes · 118 km²");
        assert_eq!(named(&["SPOT 6", "Pléiades 1B", "SPOT 7"], 100.0), "SPOT, Pléiades · 3 scenes · 100 km²");
        assert_eq!(named(&["Vision-1"], 99.94), "Vision-1 · 1 scene · 99.9 km²");
    }

    #[test]
    fn a_body_is_set_out_for_reading_and_shown_as_it_is_where_it_is_no_json() {
        assert_eq!(set_out(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        assert_eq!(set_out("{"), "{");
    }
}
