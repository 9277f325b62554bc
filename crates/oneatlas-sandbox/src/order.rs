//! One quotation or order in the books, and what the control API says of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::amounts::{CENTS, rounded};
use crate::contracts::{BackEnd, CONTRACTS, ProductType, Source};
use crate::stamps;

/// How long a quotation may be accepted.
pub(crate) const VALIDITY_MS: i64 = 14 * stamps::DAY_MS;
/// From order to delivery, Pléiades Neo.
const NEO_DELIVERY_MS: i64 = 2 * 3_600_000;
/// From order to delivery, SPOT and Pléiades.
const LEGACY_DELIVERY_MS: i64 = 3 * 3_600_000;

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Decision {
    /// A quotation that waits for an answer.
    Waiting,
    /// Ordered, at once or by accepting the quotation.
    Ordered { at_ms: i64 },
    /// The quotation was refused.
    Refused { at_ms: i64, reason: u8 },
}

/// The offer as it stood when its quotation was accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Accepted {
    pub(crate) at_ms: i64,
    pub(crate) amount: Decimal,
    pub(crate) currency: String,
    pub(crate) version: u32,
}

/// Another offer under the number of a quotation; what is `None` stays as it was.
#[derive(Debug, Clone, Default)]
pub(crate) struct Revision {
    /// Taken off the list price, in per cent.
    pub(crate) discount: Option<Decimal>,
    /// The total, whatever the list price says.
    pub(crate) amount: Option<Decimal>,
    pub(crate) currency: Option<String>,
}

/// One item of an order: an area of one scene in one product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) product_type: String,
    pub(crate) area_id: i64,
    pub(crate) area_name: String,
    /// The area of interest, a GeoJSON geometry.
    pub(crate) area: Value,
    /// `properties.id` of the scenes; usually one.
    pub(crate) scenes: Vec<String>,
    pub(crate) options: BTreeMap<String, String>,
    /// What is paid for it.
    pub(crate) amount: Decimal,
    /// Its price before the discount.
    #[serde(default)]
    pub(crate) list_amount: Decimal,
    pub(crate) requested_km2: Decimal,
    pub(crate) billed_km2: Decimal,
    pub(crate) minimum_applied: bool,
    /// `WOI_000007805_1`
    pub(crate) item_id: String,
    /// The identifier of the item in the private workspace, once delivered.
    pub(crate) delivered_id: String,
    pub(crate) comments: String,
}

/// A quotation or an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) contract: String,
    pub(crate) customer_reference: String,
    pub(crate) program: String,
    pub(crate) quotation: Option<String>,
    pub(crate) sales_order: Option<String>,
    pub(crate) created_ms: i64,
    pub(crate) decision: Decision,
    /// Counts the offers made under the quotation's number.
    #[serde(default = "first_version")]
    pub(crate) version: u32,
    /// When the latest offer was made; 0 when it is the first.
    #[serde(default)]
    pub(crate) quoted_ms: i64,
    /// Taken off the price, in per cent.
    #[serde(default)]
    pub(crate) discount: Decimal,
    /// What is paid in all.
    pub(crate) total: Decimal,
    pub(crate) currency: String,
    pub(crate) end_user: String,
    pub(crate) country: String,
    pub(crate) primary_market: String,
    pub(crate) lines: Vec<Line>,
    /// The acceptance of the quotation; `None` for what was ordered at once.
    #[serde(default)]
    pub(crate) accepted: Option<Accepted>,
    /// The request as it was sent.
    pub(crate) body: Value,
}

impl Order {
    pub(crate) fn back_end(&self) -> BackEnd {
        CONTRACTS
            .iter()
            .find(|contract| contract.id == self.contract)
            .map_or(BackEnd::Neo, |found| found.back_end)
    }

    /// The midnight (UTC) at which the offer ends.
    pub(crate) fn valid_until_ms(&self) -> i64 {
        let end = self.created_ms.max(self.quoted_ms) + VALIDITY_MS;
        end - end.rem_euclid(stamps::DAY_MS)
    }

    /// The price before the discount.
    pub(crate) fn list_total(&self) -> Decimal {
        self.lines.iter().map(|line| line.list_amount).sum()
    }

    /// Makes a new offer, with amounts of so many decimals. A total without a discount becomes the list price, too.
    pub(crate) fn revise(&mut self, revision: &Revision, decimals: u32, now_ms: i64) {
        if let Some(discount) = revision.discount {
            for line in &mut self.lines {
                line.amount = discounted(line.list_amount, discount, decimals);
            }
            self.total = self.lines.iter().map(|line| line.amount).sum();
            self.discount = discount;
        }
        if let Some(amount) = revision.amount {
            self.cost(amount, revision.discount.is_none());
        }
        if let Some(currency) = &revision.currency {
            self.currency.clone_from(currency);
        }
        self.quoted_ms = now_ms;
        self.version += 1;
    }

    /// Books another amount and currency than was priced.
    pub(crate) fn misbook(&mut self, amount: Decimal, currency: Option<&str>) {
        self.cost(amount, true);
        if let Some(currency) = currency {
            self.currency = currency.to_owned();
        }
    }

    /// Makes it cost exactly so much; the lines share it as they shared the former total, the last one takes the rest.
    fn cost(&mut self, amount: Decimal, as_list: bool) {
        let (before, decimals) = (self.total, amount.scale().max(CENTS));
        let mut left = amount;
        let last = self.lines.len().saturating_sub(1);
        for (place, line) in self.lines.iter_mut().enumerate() {
            let share = (amount * line.amount).checked_div(before).unwrap_or_default();
            line.amount = if place == last { left } else { rounded(share, decimals) };
            left -= line.amount;
            if as_list {
                line.list_amount = line.amount;
            }
        }
        self.total = amount;
        if as_list {
            self.discount = Decimal::ZERO;
        }
    }

    /// Whether everything in it is in the archive already.
    pub(crate) fn is_archive(&self) -> bool {
        let source = |line: &Line| ProductType::by_id(&line.product_type).map(|product| product.source);
        self.lines.iter().all(|line| source(line) != Some(Source::Tasking))
    }

    /// When the order was or will be delivered; `None` while it is no order.
    pub(crate) fn delivery_ms(&self) -> Option<i64> {
        let Decision::Ordered { at_ms } = self.decision else { return None };
        Some(match self.back_end() {
            BackEnd::Neo => at_ms + NEO_DELIVERY_MS,
            BackEnd::Legacy => at_ms + LEGACY_DELIVERY_MS,
        })
    }

    pub(crate) fn is_delivered(&self, now_ms: i64) -> bool {
        self.delivery_ms().is_some_and(|at| at <= now_ms)
    }

    /// The state of the quotation: SENT, ACCEPTED, REFUSED or EXPIRED.
    pub(crate) fn quotation_status(&self, now_ms: i64) -> &'static str {
        match self.decision {
            Decision::Waiting if now_ms >= self.valid_until_ms() => "EXPIRED",
            Decision::Waiting => "SENT",
            Decision::Ordered { .. } => "ACCEPTED",
            Decision::Refused { .. } => "REFUSED",
        }
    }

    /// The order as it stood at an earlier moment: what was decided since is not decided yet.
    pub(crate) fn as_of(&self, then_ms: i64) -> Cow<'_, Order> {
        match self.decision {
            Decision::Ordered { at_ms } | Decision::Refused { at_ms, .. } if at_ms > then_ms => {
                let decision = Decision::Waiting;
                Cow::Owned(Order { decision, accepted: None, sales_order: None, ..self.clone() })
            }
            _ => Cow::Borrowed(self),
        }
    }

    /// The state of the order; null while it is no order.
    pub(crate) fn status(&self, now_ms: i64) -> Option<&'static str> {
        match self.decision {
            Decision::Waiting => None,
            Decision::Ordered { .. } if self.is_delivered(now_ms) => Some("DELIVERED"),
            Decision::Ordered { .. } => Some("IN_PROGRESS"),
            Decision::Refused { .. } => Some("CANCELLED"),
        }
    }

    /// The whole record, for the control API.
    pub(crate) fn to_json(&self, now_ms: i64) -> Value {
        let accepted = self.accepted.as_ref();
        let items = self.lines.iter().enumerate().map(|(place, line)| self.line_json(place, line));
        json!({
            "contractId": self.contract, "customerReference": self.customer_reference,
            "quotationId": self.quotation, "salesOrderId": self.sales_order,
            "quotationVersion": self.version, "validUntil": stamps::seconds(self.valid_until_ms()),
            "createdAt": stamps::seconds(self.created_ms), "totalAmount": self.total.to_string(),
            "listAmount": self.list_total().to_string(), "discountPercentage": self.discount.to_string(),
            "currency": self.currency, "quotationStatus": self.quotation_status(now_ms), "status": self.status(now_ms),
            "acceptedAt": accepted.map(|accepted| stamps::seconds(accepted.at_ms)),
            "acceptedAmount": accepted.map(|accepted| accepted.amount.to_string()),
            "acceptedCurrency": accepted.map(|accepted| &accepted.currency),
            "acceptedVersion": accepted.map(|accepted| accepted.version),
            "deliveredAt": self.delivery_ms().filter(|at| *at <= now_ms).map(stamps::seconds),
            "items": items.collect::<Vec<_>>(),
            "body": self.body,
        })
    }

    /// One item, with the scenes both as they were sent and as the catalogue calls them.
    fn line_json(&self, place: usize, line: &Line) -> Value {
        // An example of the vendor's has a single item without a list.
        let sent = self.body["items"].get(place).unwrap_or(&self.body["items"]);
        let strips = match &sent["datastripIds"] {
            Value::String(one) => vec![one.as_str()],
            list => list.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
        };
        let sources = sent["dataSourceIds"].as_array().into_iter().flatten();
        let sources: Vec<&str> = sources.filter_map(|source| source["catalogItemId"].as_str()).collect();
        json!({
            "orderItemId": line.item_id, "deliveredItemId": line.delivered_id,
            "productTypeId": line.product_type, "productType": line.product_type,
            "datastripIds": strips, "catalogItemIds": sources, "scenes": line.scenes,
            "areaId": line.area_id, "areaName": line.area_name, "geometry": line.area,
            "amount": line.amount.to_string(), "listAmount": line.list_amount.to_string(),
            "billedKm2": line.billed_km2.to_string(),
        })
    }
}

fn first_version() -> u32 {
    1
}

/// An amount less so many per cent, rounded to so many decimals.
pub(crate) fn discounted(amount: Decimal, percent: Decimal, decimals: u32) -> Decimal {
    rounded(amount * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_taken_off_to_the_last_decimal() {
        let amount = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(discounted(amount("562.50"), amount("5"), 2).to_string(), "534.38");
        assert_eq!(discounted(amount("562.50"), amount("5"), 4).to_string(), "534.3750");
        assert_eq!(discounted(amount("0.01"), Decimal::ZERO, 2).to_string(), "0.01");
    }
}
