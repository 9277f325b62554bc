//! `POST /api/v2/orders/search` (Pléiades Neo only).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::lenient::{decimal, one_or_many, optional_text};

/// The request: where to start, how many, and the Lucene-like question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrdersQuery {
    /// Paging.
    pub paging: Paging,
    /// The question.
    pub criteria: Criteria,
}

/// Paging by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Paging {
    /// How many.
    pub items_per_page: u32,
    /// From which item, from 0.
    pub start_index: u32,
    /// `item`.
    pub paging_mode: String,
}

/// The question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Criteria {
    /// `(field:value) AND (…)`, with `*`.
    pub q: String,
}

impl OrdersQuery {
    /// All records whose reference matches `reference` (which may hold `*`) on a contract.
    pub fn by_reference(contract_id: &str, reference: &str) -> OrdersQuery {
        OrdersQuery::question(format!(
            "(contractId:{}) AND (customerReference:{})",
            plain(contract_id),
            plain(reference)
        ))
    }

    /// All records of a quotation.
    pub fn by_quotation(contract_id: &str, quotation_id: &str) -> OrdersQuery {
        OrdersQuery::question(format!(
            "(contractId:{}) AND (cis.quotation:{})",
            plain(contract_id),
            plain(quotation_id)
        ))
    }

    /// All records of a contract.
    pub fn of_contract(contract_id: &str) -> OrdersQuery {
        OrdersQuery::question(format!("(contractId:{})", plain(contract_id)))
    }

    fn question(q: String) -> OrdersQuery {
        OrdersQuery {
            paging: Paging { items_per_page: 500, start_index: 0, paging_mode: "item".to_owned() },
            criteria: Criteria { q },
        }
    }
}

/// Drops what has a meaning in the question's grammar.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '(' | ')' | '"' | ':' | '\\')).collect()
}

/// A page of records.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OrdersPage {
    /// Where it lies, in whatever form.
    pub paging: serde_json::Value,
    /// The records; one documented example calls them `contracts`.
    #[serde(alias = "contracts", deserialize_with = "one_or_many")]
    pub features: Vec<OrderRecord>,
}

impl OrdersPage {
    /// How many records there are in all; the schema calls it `totalResult`, the examples `totalResults`.
    pub fn total(&self) -> Option<u64> {
        ["totalResults", "totalResult"].iter().find_map(|key| self.paging[key].as_u64())
    }
}

/// One order line as the vendor tells it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct OrderRecord {
    /// The buyer's reference.
    #[serde(deserialize_with = "optional_text")]
    pub customer_reference: Option<String>,
    /// `QUO…`.
    #[serde(deserialize_with = "optional_text")]
    pub quotation_id: Option<String>,
    /// `SAL…`.
    #[serde(deserialize_with = "optional_text")]
    pub sales_order_id: Option<String>,
    /// `SENT`, `ACCEPTED`, …
    #[serde(deserialize_with = "optional_text")]
    pub quotation_status: Option<String>,
    /// `IN_PROGRESS`, `DELIVERED`, `CANCELLED`, …
    #[serde(deserialize_with = "optional_text")]
    pub status: Option<String>,
    /// When the quotation was made.
    #[serde(deserialize_with = "optional_text")]
    pub quotation_creation_date: Option<String>,
    /// Until when it can be accepted.
    #[serde(deserialize_with = "optional_text")]
    pub quotation_end_of_validity_date: Option<String>,
    /// Counts the offers under the quotation's number, from 1.
    #[serde(deserialize_with = "decimal")]
    pub quotation_version: Option<Decimal>,
    /// Tells the line from all others, such as `WOI_000007805_1`.
    #[serde(deserialize_with = "optional_text")]
    pub order_item_id: Option<String>,
    /// When the order was made.
    #[serde(deserialize_with = "optional_text")]
    pub order_creation_date: Option<String>,
    /// ISO 4217.
    #[serde(deserialize_with = "optional_text")]
    pub currency: Option<String>,
    /// What the line costs; 0 once cancelled.
    #[serde(deserialize_with = "decimal")]
    pub order_line_amount: Option<Decimal>,
    /// What is taken off its list price, in per cent.
    #[serde(deserialize_with = "decimal")]
    pub order_line_amount_discount_pct: Option<Decimal>,
    /// What it cost at first.
    #[serde(deserialize_with = "decimal")]
    pub initial_order_line_amount_with_discount: Option<Decimal>,
    /// `PleiadesNeoArchiveMono`, …
    #[serde(deserialize_with = "optional_text")]
    pub product_type: Option<String>,
    /// The area: `{"name", "geometry"}`. The scenes of an order are not told.
    pub aoi: serde_json::Value,
}

impl OrderRecord {
    /// The geometry of its area, as it was sent.
    pub fn area(&self) -> &serde_json::Value {
        &self.aoi["geometry"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_cannot_change_the_question() {
        let query = OrdersQuery::by_reference("CTR1", "x) OR (contractId:*");
        assert_eq!(query.criteria.q, "(contractId:CTR1) AND (customerReference:x OR contractId*)");
    }
}
