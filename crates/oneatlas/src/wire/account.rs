//! Contracts, the account, product types, markets, countries, delivery types.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::lenient::{Labelled, decimal_if_readable, measure, one_or_many, optional_text, text};

/// `GET /api/v1/contracts`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Contracts {
    /// The contracts of this key.
    #[serde(deserialize_with = "one_or_many")]
    pub contracts: Vec<Contract>,
}

/// One contract. SPOT and Pléiades are ordered on `legacy`, Pléiades Neo on `neo`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Contract {
    /// The CIS contract id; free text on legacy contracts.
    #[serde(deserialize_with = "text")]
    pub contract_id: String,
    /// The customer, `AC…`.
    #[serde(deserialize_with = "text")]
    pub customer_id: String,
    /// The contract's name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// What is left to spend; comes as text, possibly in scientific notation. `None` where it is not said, or in words.
    #[serde(deserialize_with = "decimal_if_readable")]
    pub credit_remaining: Option<Decimal>,
    /// ISO 4217.
    #[serde(deserialize_with = "text")]
    pub currency: String,
    /// `legacy` or `neo`.
    #[serde(deserialize_with = "text")]
    pub backend_source: String,
    /// Where a neo contract delivers; documented as an object, seen as a list.
    #[serde(deserialize_with = "one_or_many")]
    pub delivery: Vec<ContractDelivery>,
}

/// Where a neo contract delivers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ContractDelivery {
    /// Such as `PublicMOC`.
    #[serde(deserialize_with = "text")]
    pub delivery_platform_id: String,
    /// The workspace's name or id.
    #[serde(deserialize_with = "text")]
    pub delivery_workspace: String,
}

/// `GET /api/v1/me` of the data host; only what is needed for the workspace.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Me {
    /// The account's own contract, which is not the CIS contract.
    pub contract: MeContract,
}

/// The account's contract in [`Me`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct MeContract {
    /// The workspace's UUID; interchangeable with its name.
    #[serde(deserialize_with = "optional_text")]
    pub workspace_id: Option<String>,
    /// The workspace's name.
    #[serde(deserialize_with = "optional_text")]
    pub workspace_name: Option<String>,
}

/// `GET /api/v1/contracts/{id}/productTypes`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ProductTypes {
    /// What this contract sells.
    #[serde(deserialize_with = "one_or_many")]
    pub product_types: Vec<ProductType>,
}

/// Something a contract sells.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ProductType {
    /// What is sent; never hard-coded, since documentation and production differ.
    #[serde(deserialize_with = "text")]
    pub product_type_id: String,
    /// What it is made of.
    pub technical_product: TechnicalProduct,
    /// The least area that is billed, in km².
    #[serde(deserialize_with = "measure")]
    pub minimum_order_area_applied: Option<f64>,
}

/// Sensor, source and target of a product type.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TechnicalProduct {
    /// The product's name.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// `archive` or `tasking`.
    pub source: Labelled,
    /// `pleiades`, `spot`, `pleiadesneo`.
    pub sensor: Labelled,
    /// `mono`, `stereo`, `oneday`, …
    pub target: Labelled,
}

/// `GET /api/v1/{contract}/properties`: the markets, and other keys beside them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContractProperties {
    /// What the imagery may be used for.
    #[serde(deserialize_with = "one_or_many")]
    pub markets: Vec<Market>,
}

/// A primary market with its secondary ones.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Market {
    /// Such as `NQUAL`.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// Such as "Not qualified".
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// Finer choices; often absent.
    #[serde(deserialize_with = "one_or_many")]
    pub secondary_market: Vec<Labelled>,
}

/// `GET /api/v1/properties`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Properties {
    /// Lists by key; `countries` is one of them.
    #[serde(deserialize_with = "one_or_many")]
    pub properties: Vec<PropertyList>,
}

/// One list in [`Properties`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PropertyList {
    /// What the list holds.
    #[serde(deserialize_with = "text")]
    pub key: String,
    /// Its entries.
    #[serde(deserialize_with = "one_or_many")]
    pub values: Vec<Labelled>,
}

/// `GET /api/v1/contracts/{id}/deliveryTypes`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeliveryTypes {
    /// How this contract delivers; only `network` can be ordered over the API.
    #[serde(deserialize_with = "one_or_many")]
    pub delivery_types: Vec<DeliveryType>,
}

/// A way of delivering.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeliveryType {
    /// Such as `network`.
    #[serde(deserialize_with = "text")]
    pub delivery_type_id: String,
    /// Such as "FTP + My Data".
    #[serde(deserialize_with = "text")]
    pub label: String,
}
