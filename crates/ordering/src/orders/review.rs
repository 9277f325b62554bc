//! The review: what will be sent, byte for byte, what it costs, what is left. Only a review can be confirmed.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use oneatlas::wire::lenient::parse_decimal;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::basket::{BasketGroup, CREDIT, Price, StoredGroup};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::NewIntent;
use crate::money::{SpendKind, SpendingRules};
use crate::orders::AlreadyOrdered;

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
}

/// What a review froze.
pub(crate) struct FrozenReview {
    pub(crate) kind: SpendKind,
    pub(crate) intent: NewIntent,
    /// When the vendor confirmed its price.
    pub(crate) priced_at: Timestamp,
}

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
        let priced = group
            .priced
            .clone()
            .ok_or_else(|| DeskError::PriceStale("the basket has no price yet".to_owned()))?;
        let body = Bytes::from(priced.body.clone());
        self.confirm_price(&group, &body, priced.total, &priced.currency).await?;
        let priced_at = self.now();
        let contract = self.contracts().await?.into_iter().find(|c| c.contract_id == contract_id);
        let contract = contract.ok_or_else(|| DeskError::missing(format!("contract {contract_id}")))?;
        let credit_after = self.credit_after(kind, &priced.total, &contract)?;
        if kind == SpendKind::Order {
            self.within_limits(priced.total, &priced.currency, rules)?;
        }
        let already_ordered = self.already_ordered(&group).await?;
        let workspace = self.workspace(contract_id).await?.name;
        let price = Price::from(&priced);
        let intent =
            self.new_intent(&group, &shown, kind, body, &price, workspace.clone(), contract.credit_remaining);
        let review_id = uuid::Uuid::new_v4().to_string();
        let review = Review {
            review_id: review_id.clone(),
            kind,
            endpoint: format!(
                "{}{}",
                self.inner.client.hosts().order.as_str().trim_end_matches('/'),
                path(kind)
            ),
            method: "POST".to_owned(),
            body: pretty(&priced.body),
            byte_count: u32::try_from(priced.body.len()).unwrap_or(u32::MAX),
            sha256: priced.sha256.clone(),
            credit_now: contract.credit_remaining,
            credit_after,
            workspace,
            must_type_amount: kind == SpendKind::Order
                && rules.amount_to_type.is_some_and(|limit| priced.total > limit),
            already_ordered,
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

    /// Takes a review out, so that it can be confirmed once, and checks the confirmed amount.
    pub(crate) fn take_review(
        &self,
        review_id: &str,
        kind: SpendKind,
        confirmed: &str,
    ) -> Result<FrozenReview, DeskError> {
        let gone =
            || DeskError::PriceStale("this review was used or replaced; look at the order again".to_owned());
        let mut reviews = self.inner.reviews.lock().map_err(|_| gone())?;
        let frozen = reviews.get(review_id).filter(|frozen| frozen.kind == kind).ok_or_else(gone)?;
        let expected = frozen.intent.amount;
        // A wrong amount leaves the review in place: the user may type again.
        if typed_amount(confirmed) != Some(expected) {
            return Err(DeskError::ConfirmationMismatch { expected });
        }
        reviews.remove(review_id).ok_or_else(gone)
    }

    async fn confirm_price(
        &self,
        group: &StoredGroup,
        body: &Bytes,
        total: Decimal,
        currency: &str,
    ) -> Result<(), DeskError> {
        let answer = self.inner.client.price(body.clone()).await?;
        let now = answer.total_amount.unwrap_or_default();
        if now == total && answer.currency == currency {
            return Ok(());
        }
        let _guard = self.inner.basket_lock.lock().await;
        let mut changed = self.stored_group(&group.contract_id)?;
        changed.void_price();
        self.keep_group(&changed)?;
        self.changed(crate::desk::DeskEvent::Basket);
        Err(DeskError::PriceStale(format!(
            "the price was {total} {currency} and is {now} {} now",
            answer.currency
        )))
    }

    fn credit_after(
        &self,
        kind: SpendKind,
        total: &Decimal,
        contract: &crate::catalogue::Contract,
    ) -> Result<Option<Decimal>, DeskError> {
        let Some(credit) = contract.credit_remaining else { return Ok(None) };
        match kind {
            SpendKind::Quotation => Ok(Some(credit)),
            SpendKind::Order if *total > credit => {
                Err(DeskError::CreditTooSmall { amount: *total, credit, currency: contract.currency.clone() })
            }
            SpendKind::Order => Ok(Some(credit - total)),
        }
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

fn path(kind: SpendKind) -> &'static str {
    match kind {
        SpendKind::Order => "/api/v1/orders",
        SpendKind::Quotation => "/api/v1/quotations",
    }
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
    let area = if drawn < 100.0 { format!("{drawn:.1}") } else { format!("{drawn:.0}") };
    format!("{} · {count} {scenes} · {area} km²", sensors.join(", "))
}

/// Reads an amount as a person types it: `6109.36`, `6,109.36`, `6 109,36`, with or without a currency sign.
pub(crate) fn typed_amount(text: &str) -> Option<Decimal> {
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    // The last mark is the decimal one when at most two digits follow it.
    let decimal_mark = kept.rfind(['.', ',']).filter(|at| kept.len() - at - 1 <= 2);
    let plain: String = kept
        .char_indices()
        .filter_map(|(at, c)| match c {
            '.' | ',' if Some(at) == decimal_mark => Some('.'),
            '.' | ',' => None,
            digit => Some(digit),
        })
        .collect();
    parse_decimal(&plain)
}

fn pretty(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let expected = Decimal::new(610936, 2);
        for typed in ["6109.36", "6,109.36", "6.109,36", "6 109,36 €", "EUR 6109.36"] {
            assert_eq!(typed_amount(typed), Some(expected), "{typed}");
        }
        assert_eq!(typed_amount("500"), Some(Decimal::from(500)));
        assert_eq!(typed_amount("1,240"), Some(Decimal::from(1240)));
        assert_eq!(typed_amount("12,400"), Some(Decimal::from(12_400)));
        assert_eq!(typed_amount(""), None);
        assert_ne!(typed_amount("610936"), Some(expected));
    }
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
        assert_eq!(pretty(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        assert_eq!(pretty("{"), "{");
    }
}
