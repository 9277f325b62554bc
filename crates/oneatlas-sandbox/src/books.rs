//! The books: credit, orders and keys, and how they are kept on disk. One order is in [`crate::order`].

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::SandboxError;
use crate::contracts::CONTRACTS;
use crate::living::LivingOrder;
pub(crate) use crate::order::{Accepted, Decision, Line, Order};
use crate::stamps;

/// An API key. The secret of the first one follows from the seed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptKey {
    pub(crate) id: String,
    pub(crate) description: String,
    pub(crate) made_ms: i64,
    pub(crate) secret: String,
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
    /// Seconds by which the order search is behind: orders, quotations and decisions show up as much later.
    #[serde(default)]
    pub(crate) search_lag: i64,
    /// What the price list stands at, in hundredths of the one in the README.
    #[serde(default = "as_listed")]
    pub(crate) price_level: i64,
    /// How many decimals amounts are reckoned to and written with. `None`: to the cent, written as JSON numbers are.
    #[serde(default)]
    pub(crate) decimals: Option<u32>,
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
            decimals: None,
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
        let books = serde_json::from_slice::<Self>(&text);
        let mut books =
            books.map_err(|source| SandboxError::StateFormat { path: path.to_owned(), source })?;
        // The file may be older than a contract.
        for contract in &CONTRACTS {
            books.credit.entry(contract.id.to_owned()).or_insert_with(|| contract.opening_credit());
        }
        Ok(Some(books))
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
        for name in ["movements", "living", "balance", "search_lag", "decimals"] {
            old.as_object_mut().unwrap().remove(name);
        }
        let books: Books = serde_json::from_value(old).unwrap();
        assert_eq!((books.balance, books.search_lag), (OPENING_BALANCE, 0));
    }

    #[test]
    fn a_contract_younger_than_the_state_file_starts_with_its_credit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let mut old = Books::fresh(Vec::new());
        old.credit.retain(|id, _| CONTRACTS[..3].iter().any(|contract| contract.id == id));
        old.credit.insert("CTR26000042".to_owned(), Decimal::ZERO);
        old.write(&path).unwrap();
        let books = Books::read(&path).unwrap().unwrap();
        assert_eq!(books.credit["CTR26000042"], Decimal::ZERO, "what was spent stays spent");
        assert_eq!(books.credit["CTR26000063"].to_string(), "8000.00");
        assert_eq!(books.credit["SWATH Coast_Dept"].to_string(), "4200.00");
    }

    #[test]
    fn a_broken_state_file_is_said_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        fs::write(&path, "{").unwrap();
        assert!(Books::read(&path).unwrap_err().to_string().contains("state.json"));
    }
}
