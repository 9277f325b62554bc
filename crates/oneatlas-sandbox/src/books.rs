//! The books: credit, quotations, orders and keys, and how they are kept on disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::SandboxError;
use crate::contracts::{BackEnd, CONTRACTS, ProductType, Source};
use crate::living::LivingOrder;
use crate::stamps;

/// How long a quotation may be accepted.
pub(crate) const VALIDITY_MS: i64 = 14 * stamps::DAY_MS;
/// From order to delivery, Pléiades Neo.
const NEO_DELIVERY_MS: i64 = 2 * 3_600_000;
/// From order to delivery, SPOT and Pléiades.
const LEGACY_DELIVERY_MS: i64 = 3 * 3_600_000;

/// An API key. The secret of the first one follows from the seed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptKey {
    pub(crate) id: String,
    pub(crate) description: String,
    pub(crate) made_ms: i64,
    pub(crate) secret: String,
}

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

    /// Makes a new offer: every line at its list price less a discount in per cent.
    pub(crate) fn revise(&mut self, discount: Decimal, now_ms: i64) {
        for line in &mut self.lines {
            line.amount = discounted(line.list_amount, discount);
        }
        self.total = self.lines.iter().map(|line| line.amount).sum();
        self.discount = discount;
        self.quoted_ms = now_ms;
        self.version += 1;
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
        json!({
            "contractId": self.contract, "customerReference": self.customer_reference,
            "quotationId": self.quotation, "salesOrderId": self.sales_order,
            "quotationVersion": self.version, "validUntil": stamps::seconds(self.valid_until_ms()),
            "createdAt": stamps::seconds(self.created_ms), "totalAmount": self.total.to_string(),
            "listAmount": self.list_total().to_string(), "discountPercentage": self.discount.to_string(),
            "currency": self.currency, "quotationStatus": self.quotation_status(now_ms), "status": self.status(now_ms),
            "deliveredAt": self.delivery_ms().filter(|at| *at <= now_ms).map(stamps::seconds),
            "items": self.lines.iter().map(|line| json!({
                "orderItemId": line.item_id, "deliveredItemId": line.delivered_id, "scenes": line.scenes,
                "productType": line.product_type, "amount": line.amount.to_string(),
                "billedKm2": line.billed_km2.to_string(),
            })).collect::<Vec<_>>(),
            "body": self.body,
        })
    }
}

fn first_version() -> u32 {
    1
}

/// An amount less so many per cent, to the cent.
pub(crate) fn discounted(amount: Decimal, percent: Decimal) -> Decimal {
    let mut left = (amount * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED).round_dp(2);
    left.rescale(2);
    left
}

/// A change of a contract's credit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Movement {
    pub(crate) at_ms: i64,
    pub(crate) contract: String,
    /// What was added; negative for what was spent.
    pub(crate) amount: Decimal,
    /// What was left after it.
    pub(crate) left: Decimal,
    /// The customer reference, or what else it was for.
    pub(crate) reference: String,
}

impl Movement {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "at": stamps::millis(self.at_ms), "contractId": self.contract, "amount": self.amount.to_string(),
            "left": self.left.to_string(), "reference": self.reference,
        })
    }
}

/// The account's balance on the data host at the beginning, in euros.
const OPENING_BALANCE: i64 = 33_832;

fn opening_balance() -> i64 {
    OPENING_BALANCE
}

/// Everything that is kept across restarts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Books {
    /// What is left, by contract.
    pub(crate) credit: BTreeMap<String, Decimal>,
    /// Every change of credit, oldest first.
    #[serde(default)]
    pub(crate) movements: Vec<Movement>,
    /// Seconds by which the sandbox's clock is ahead.
    pub(crate) clock_offset: i64,
    pub(crate) orders: Vec<Order>,
    /// Orders of the Living Library.
    #[serde(default)]
    pub(crate) living: Vec<LivingOrder>,
    /// What is left for the Living Library, in euros.
    #[serde(default = "opening_balance")]
    pub(crate) balance: i64,
    /// Seconds after which an order or quotation shows up in the order search.
    #[serde(default)]
    pub(crate) search_lag: i64,
    /// What the price list stands at, in hundredths of the one in the README.
    #[serde(default = "as_listed")]
    pub(crate) price_level: i64,
    pub(crate) keys: Vec<KeptKey>,
    pub(crate) next_key: u64,
    pub(crate) next_quotation: u32,
    pub(crate) next_sales_order: u32,
    pub(crate) next_line: u32,
}

fn as_listed() -> i64 {
    100
}

impl Books {
    pub(crate) fn fresh(keys: Vec<KeptKey>) -> Self {
        let credit = CONTRACTS.iter().map(|contract| (contract.id.to_owned(), contract.opening_credit()));
        Self {
            credit: credit.collect(),
            movements: Vec::new(),
            clock_offset: 0,
            orders: Vec::new(),
            living: Vec::new(),
            balance: OPENING_BALANCE,
            search_lag: 0,
            price_level: as_listed(),
            keys,
            next_key: 1,
            next_quotation: 243,
            next_sales_order: 118,
            next_line: 7_805,
        }
    }

    /// Reads a state file; `None` when there is none yet.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, SandboxError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SandboxError::StateFile { path: path.to_owned(), source }),
        };
        let books = serde_json::from_slice(&text);
        books.map(Some).map_err(|source| SandboxError::StateFormat { path: path.to_owned(), source })
    }

    /// Writes the state file whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        let beside = path.with_extension("part");
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::create(&beside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }

    /// Sets what is left on a contract, and writes down why.
    pub(crate) fn set_credit(&mut self, contract: &str, left: Decimal, reference: &str, now_ms: i64) {
        let before = self.credit.insert(contract.to_owned(), left).unwrap_or_default();
        self.movements.push(Movement {
            at_ms: now_ms,
            contract: contract.to_owned(),
            amount: left - before,
            left,
            reference: reference.to_owned(),
        });
    }

    /// `QUO26000243`
    pub(crate) fn take_quotation(&mut self, now_ms: i64) -> String {
        self.next_quotation += 1;
        format!("QUO{:02}{:06}", stamps::utc(now_ms).year() % 100, self.next_quotation - 1)
    }

    /// `SAL26000118`
    pub(crate) fn take_sales_order(&mut self, now_ms: i64) -> String {
        self.next_sales_order += 1;
        format!("SAL{:02}{:06}", stamps::utc(now_ms).year() % 100, self.next_sales_order - 1)
    }

    /// `WOI_000007805_1`
    pub(crate) fn take_line(&mut self) -> String {
        self.next_line += 1;
        format!("WOI_{:09}_1", self.next_line - 1)
    }

    /// The place of a quotation of a contract.
    pub(crate) fn find_quotation(&self, contract: Option<&str>, id: &str) -> Option<usize> {
        self.orders.iter().position(|order| {
            order.quotation.as_deref() == Some(id)
                && contract.is_none_or(|contract| contract == order.contract)
        })
    }

    /// The order and line delivered under an identifier, if delivered by now.
    pub(crate) fn find_delivered(&self, id: &str, now_ms: i64) -> Option<(&Order, &Line)> {
        let delivered = self.orders.iter().filter(|order| order.is_delivered(now_ms));
        delivered
            .flat_map(|order| order.lines.iter().map(move |line| (order, line)))
            .find(|(_, line)| line.delivered_id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/state.json");
        assert!(Books::read(&path).unwrap().is_none());
        let mut books = Books::fresh(Vec::new());
        books.clock_offset = 7200;
        books.credit.insert("CTR26000042".to_owned(), "12.34".parse().unwrap());
        books.write(&path).unwrap();
        let again = Books::read(&path).unwrap().unwrap();
        assert_eq!(again.clock_offset, 7200);
        assert_eq!(again.credit["CTR26000042"].to_string(), "12.34");
    }

    #[test]
    fn a_state_file_of_before_the_latest_fields_is_still_read() {
        let mut old = serde_json::to_value(Books::fresh(Vec::new())).unwrap();
        for name in ["movements", "living", "balance", "search_lag"] {
            old.as_object_mut().unwrap().remove(name);
        }
        let books: Books = serde_json::from_value(old).unwrap();
        assert_eq!((books.balance, books.search_lag), (OPENING_BALANCE, 0));
    }

    #[test]
    fn a_discount_is_taken_off_to_the_cent() {
        let amount = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(discounted(amount("562.50"), amount("5")).to_string(), "534.38");
        assert_eq!(discounted(amount("0.01"), Decimal::ZERO).to_string(), "0.01");
    }

    #[test]
    fn a_broken_state_file_is_said_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        fs::write(&path, "{").unwrap();
        assert!(Books::read(&path).unwrap_err().to_string().contains("state.json"));
    }
}
