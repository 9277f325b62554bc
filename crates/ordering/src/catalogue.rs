//! What the account offers: contracts, product types, markets, countries, delivery types, options. Fetched once a
//! connection, but for credit, which is read anew whenever money is at stake.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

use oneatlas::wire::{account, options::AvailableOption};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::money::{Backend, parse_backend};

/// A contract as the desk shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// What is sent.
    pub contract_id: String,
    /// What is shown.
    pub name: String,
    /// Where it lives.
    pub backend: Backend,
    /// ISO 4217.
    pub currency: String,
    /// What is left; `None` where the vendor does not say.
    pub credit_remaining: Option<Decimal>,
    /// Whether it sells scenes of the archive; `None` while its product types are not known.
    pub sells_archive: Option<bool>,
}

/// Where a contract delivers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Workspace {
    /// Name or id, which are interchangeable; `None` where the account has none.
    pub name: Option<String>,
}

/// What a contract sells.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ProductType {
    /// What is sent.
    pub product_type_id: String,
    /// What is shown.
    pub label: String,
    /// `pleiades`, `spot`, `pleiadesneo`.
    pub sensor: String,
    /// `archive` or `tasking`.
    pub source: String,
    /// `mono`, `stereo`, …
    pub target: String,
    /// The least area billed, in km².
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub minimum_km2: Option<f64>,
}

/// An id and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Choice {
    /// What is sent.
    pub id: String,
    /// What is shown.
    pub label: String,
}

/// A market with its finer choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Market {
    /// What is sent.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// Finer choices; often none.
    pub secondary: Vec<Choice>,
}

/// Contracts on the disk, to be named without a network.
const KNOWN: &str = "contract";

/// Answers that hold for as long as the connection is open.
#[derive(Default)]
pub(crate) struct Catalogue {
    contracts: Mutex<Option<Vec<account::Contract>>>,
    workspaces: Mutex<HashMap<String, Option<String>>>,
    product_types: Mutex<HashMap<String, Vec<ProductType>>>,
    markets: Mutex<HashMap<String, Vec<Market>>>,
    countries: Mutex<Option<Vec<Choice>>>,
    options: Mutex<HashMap<(String, String, String), Vec<AvailableOption>>>,
}

fn kept<K: Eq + Hash, V: Clone>(map: &Mutex<HashMap<K, V>>, key: &K) -> Option<V> {
    map.lock().ok()?.get(key).cloned()
}

fn keep<K: Eq + Hash, V>(map: &Mutex<HashMap<K, V>>, key: K, value: V) {
    if let Ok(mut map) = map.lock() {
        map.insert(key, value);
    }
}

impl Desk {
    /// The contracts with their credit, asked now.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn contracts(&self) -> Result<Vec<Contract>, DeskError> {
        let contracts = self.inner.client.contracts().await?;
        let shown: Vec<Contract> = contracts.iter().map(Contract::from).collect();
        for contract in &shown {
            self.inner.store.put(KNOWN, &contract.contract_id, contract)?;
        }
        if let Ok(mut kept) = self.inner.catalogue.contracts.lock() {
            *kept = Some(contracts);
        }
        Ok(shown)
    }

    /// The contracts, each with whether it sells anything of the archive.
    ///
    /// # Errors
    /// When the vendor cannot be asked for the contracts. Product types that can't be read leave it open.
    pub async fn contracts_with_offer(&self) -> Result<Vec<Contract>, DeskError> {
        let mut contracts = self.contracts().await?;
        for contract in &mut contracts {
            let types = self.product_types(&contract.contract_id).await;
            contract.sells_archive =
                types.ok().map(|types| types.iter().any(|product| product.source == "archive"));
        }
        Ok(contracts)
    }

    /// A contract as it was when the vendor was last asked, but for its credit, which may be another by now.
    pub(crate) fn known_before(&self, contract_id: &str) -> Result<Option<Contract>, DeskError> {
        let known: Option<Contract> = self.inner.store.get(KNOWN, contract_id)?;
        Ok(known.map(|contract| Contract { credit_remaining: None, ..contract }))
    }

    /// The contracts as they were last read.
    pub(crate) async fn known_contracts(&self) -> Result<Vec<Contract>, DeskError> {
        let known = self.inner.catalogue.contracts.lock().ok().and_then(|kept| kept.clone());
        match known {
            Some(contracts) => Ok(contracts.iter().map(Contract::from).collect()),
            None => self.contracts().await,
        }
    }

    pub(crate) async fn known_contract(&self, contract_id: &str) -> Result<Contract, DeskError> {
        let contracts = self.known_contracts().await?;
        contracts
            .into_iter()
            .find(|contract| contract.contract_id == contract_id)
            .ok_or_else(|| DeskError::missing(format!("contract {contract_id}")))
    }

    /// Where a contract delivers.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn workspace(&self, contract_id: &str) -> Result<Workspace, DeskError> {
        let key = contract_id.to_owned();
        if let Some(name) = kept(&self.inner.catalogue.workspaces, &key) {
            return Ok(Workspace { name });
        }
        self.known_contract(contract_id).await?;
        let contract = self
            .inner
            .catalogue
            .contracts
            .lock()
            .ok()
            .and_then(|kept| kept.as_ref()?.iter().find(|c| c.contract_id == contract_id).cloned())
            .ok_or_else(|| DeskError::missing(format!("contract {contract_id}")))?;
        let name = self.inner.client.workspace(&contract).await?;
        keep(&self.inner.catalogue.workspaces, key, name.clone());
        Ok(Workspace { name })
    }

    /// What a contract sells.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn product_types(&self, contract_id: &str) -> Result<Vec<ProductType>, DeskError> {
        let key = contract_id.to_owned();
        if let Some(known) = kept(&self.inner.catalogue.product_types, &key) {
            return Ok(known);
        }
        let list = self.inner.client.product_types(contract_id).await?;
        let list: Vec<ProductType> = list.into_iter().map(ProductType::from).collect();
        keep(&self.inner.catalogue.product_types, key, list.clone());
        Ok(list)
    }

    /// The markets of a contract.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn markets(&self, contract_id: &str) -> Result<Vec<Market>, DeskError> {
        let key = contract_id.to_owned();
        if let Some(known) = kept(&self.inner.catalogue.markets, &key) {
            return Ok(known);
        }
        let list = self.inner.client.markets(contract_id).await?;
        let list: Vec<Market> = list.into_iter().map(Market::from).collect();
        keep(&self.inner.catalogue.markets, key, list.clone());
        Ok(list)
    }

    /// How a contract delivers.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn delivery_types(&self, contract_id: &str) -> Result<Vec<Choice>, DeskError> {
        let list = self.inner.client.delivery_types(contract_id).await?;
        Ok(list.into_iter().map(|kind| Choice { id: kind.delivery_type_id, label: kind.label }).collect())
    }

    /// The countries an end user may be in, by name.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn countries(&self) -> Result<Vec<Choice>, DeskError> {
        if let Some(known) = self.inner.catalogue.countries.lock().ok().and_then(|kept| kept.clone()) {
            return Ok(known);
        }
        let list = self.inner.client.countries().await?;
        let mut list: Vec<Choice> = list.into_iter().map(Choice::from).collect();
        list.sort_by(|a, b| a.label.cmp(&b.label));
        if let Ok(mut kept) = self.inner.catalogue.countries.lock() {
            *kept = Some(list.clone());
        }
        Ok(list)
    }

    /// The options of a product type over numbered areas, as the vendor gives them.
    pub(crate) async fn raw_options(
        &self,
        contract_id: &str,
        product_type_id: &str,
        areas: &[(u32, Value)],
    ) -> Result<Vec<AvailableOption>, DeskError> {
        let shape = crate::ledger::sha256_hex(serde_json::json!(areas).to_string().as_bytes());
        let key = (contract_id.to_owned(), product_type_id.to_owned(), shape);
        if let Some(known) = kept(&self.inner.catalogue.options, &key) {
            return Ok(known);
        }
        let list = self.inner.client.options(contract_id, product_type_id, areas).await?;
        keep(&self.inner.catalogue.options, key, list.clone());
        Ok(list)
    }
}

impl From<&account::Contract> for Contract {
    fn from(contract: &account::Contract) -> Contract {
        let name = if contract.name.is_empty() { &contract.contract_id } else { &contract.name };
        Contract {
            contract_id: contract.contract_id.clone(),
            name: name.clone(),
            // A contract of a kind we do not know is safest treated as legacy: it promises the least.
            backend: parse_backend(&contract.backend_source).unwrap_or(Backend::Legacy),
            currency: contract.currency.clone(),
            credit_remaining: contract.credit_remaining,
            sells_archive: None,
        }
    }
}

impl From<account::ProductType> for ProductType {
    fn from(product: account::ProductType) -> ProductType {
        let technical = product.technical_product;
        let label =
            if technical.label.is_empty() { product.product_type_id.clone() } else { technical.label };
        ProductType {
            product_type_id: product.product_type_id,
            label,
            sensor: technical.sensor.id,
            source: technical.source.id,
            target: technical.target.id,
            minimum_km2: product.minimum_order_area_applied,
        }
    }
}

impl From<oneatlas::wire::lenient::Labelled> for Choice {
    fn from(choice: oneatlas::wire::lenient::Labelled) -> Choice {
        let label = if choice.label.is_empty() { choice.id.clone() } else { choice.label };
        Choice { id: choice.id, label }
    }
}

impl From<account::Market> for Market {
    fn from(market: account::Market) -> Market {
        let label = if market.label.is_empty() { market.id.clone() } else { market.label };
        Market {
            id: market.id,
            label,
            secondary: market.secondary_market.into_iter().map(Choice::from).collect(),
        }
    }
}
