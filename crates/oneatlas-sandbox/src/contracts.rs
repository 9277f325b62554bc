//! Contracts, product types, delivery types: the two back-ends and what each sells.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::errors::Refusal;
use crate::markets;
use crate::world::World;

/// Which of the vendor's two ordering systems a contract belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BackEnd {
    /// SPOT and Pléiades.
    Legacy,
    /// Pléiades Neo.
    Neo,
}

/// A contract of the sandbox's customer.
#[derive(Debug)]
pub(crate) struct Contract {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) back_end: BackEnd,
    pub(crate) currency: &'static str,
    /// Where its deliveries land: name, identifier, title.
    pub(crate) workspace: Workspace,
    /// The credit it starts with, in hundredths.
    cents: i64,
}

/// A workspace of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Workspace {
    pub(crate) name: &'static str,
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
}

/// SPOT and Pléiades, open to everybody.
pub(crate) const PUBLIC: Workspace =
    Workspace { name: "public", id: "0e33eb50-3404-48ad-b835-b0b4b72a5625", title: "Public" };
/// Pléiades Neo, open to customers.
pub(crate) const PUBLIC_NEO: Workspace = Workspace {
    name: "public-pneo",
    id: "3e88441b-adc9-4be6-bd80-59d4fb69d5a7",
    title: "Workspace temporaire pour la data pneo",
};

pub(crate) const CUSTOMER_ID: &str = "AC000777";
pub(crate) const COMPANY: &str = "Swath Sandbox";

pub(crate) const CONTRACTS: [Contract; 2] = [
    Contract {
        id: "SWATH Demo_Orders",
        name: "Pléiades & SPOT",
        back_end: BackEnd::Legacy,
        currency: "EUR",
        workspace: Workspace {
            name: "tidalheron",
            id: "5b2a41d2-0000-4000-8000-000000000001",
            title: "Workspace of Swath Sandbox",
        },
        cents: 1_248_000,
    },
    Contract {
        id: "CTR26000042",
        name: "Pléiades Neo",
        back_end: BackEnd::Neo,
        currency: "EUR",
        workspace: Workspace {
            name: "brightfalcon",
            id: "5b2a41d2-0000-4000-8000-000000000002",
            title: "Workspace of Swath Sandbox, Pléiades Neo",
        },
        cents: 3_000_000,
    },
];

impl Contract {
    pub(crate) fn opening_credit(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    /// The contract of an identifier, or 404 in the vendor's words.
    pub(crate) fn find(id: &str) -> Result<&'static Contract, Refusal> {
        let found = CONTRACTS.iter().find(|contract| contract.id == id);
        found.ok_or_else(|| Refusal::missing(format!("CIS contract '{id}' not found.")))
    }

    fn to_json(&self, credit: Decimal) -> Value {
        let mut contract = json!({
            "contractId": self.id, "customerId": CUSTOMER_ID, "name": self.name,
            "tradeAgreementUrl": "https://www.intelligence-airbusds.com/cgf/",
            "creditRemaining": format!("{credit:.2}"), "currency": self.currency, "language": "en",
        });
        if self.back_end == BackEnd::Neo {
            let delivery =
                json!({ "deliveryPlatformId": "PublicMOC", "deliveryWorkspace": self.workspace.name });
            contract["delivery"] = json!([delivery]);
            contract["backendSource"] = json!("neo");
        } else {
            contract["contractType"] = json!("ONEATLASDATA");
            contract["backendSource"] = json!("legacy");
        }
        contract
    }
}

/// A satellite family, as far as money and products go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mission {
    Spot,
    Pleiades,
    PleiadesNeo,
}

/// A product on sale.
#[derive(Debug)]
pub(crate) struct ProductType {
    pub(crate) id: &'static str,
    /// Other spellings that are taken in requests.
    aliases: &'static [&'static str],
    pub(crate) label: &'static str,
    pub(crate) mission: Mission,
    sensor: (&'static str, &'static str),
    pub(crate) back_end: BackEnd,
    /// The billing floor per area in km².
    pub(crate) minimum_km2: i64,
}

const PRODUCT_TYPES: [ProductType; 3] = [
    ProductType {
        id: "PleiadesArchiveMono",
        aliases: &[],
        label: "Pléiades 0.5-m",
        mission: Mission::Pleiades,
        sensor: ("pleiades", "Pléiades"),
        back_end: BackEnd::Legacy,
        minimum_km2: 25,
    },
    ProductType {
        id: "SPOTArchive1.5Mono",
        aliases: &["SpotArchiveMono"],
        label: "SPOT 1.5-m",
        mission: Mission::Spot,
        sensor: ("spot", "SPOT"),
        back_end: BackEnd::Legacy,
        minimum_km2: 100,
    },
    ProductType {
        id: "PleiadesNeoArchiveMono",
        aliases: &[],
        label: "Pléiades Neo 0.3-m",
        mission: Mission::PleiadesNeo,
        sensor: ("pleiadesneo", "Pléiades Neo"),
        back_end: BackEnd::Neo,
        minimum_km2: 25,
    },
];

impl ProductType {
    /// The product type of an identifier, if the contract sells it.
    pub(crate) fn find(contract: &Contract, id: &str) -> Option<&'static ProductType> {
        PRODUCT_TYPES.iter().find(|product| {
            product.back_end == contract.back_end && (product.id == id || product.aliases.contains(&id))
        })
    }

    /// The product type of a record in the books.
    pub(crate) fn by_id(id: &str) -> Option<&'static ProductType> {
        PRODUCT_TYPES.iter().find(|product| product.id == id)
    }

    /// `pleiadesneo`
    pub(crate) fn sensor_id(&self) -> &'static str {
        self.sensor.0
    }

    fn to_json(&self) -> Value {
        json!({
            "productTypeId": self.id,
            "technicalProduct": {
                "id": self.id, "label": self.label,
                "source": { "id": "archive", "label": "archive" },
                "sensor": { "id": self.sensor.0, "label": self.sensor.1 },
                "target": { "id": "mono", "label": "Mono" },
                "licences": null,
            },
            "minimumOrderAreaApplied": self.minimum_km2,
            "descriptionUrl": "https://www.intelligence-airbusds.com/",
        })
    }
}

/// `GET /api/v1/contracts`
pub(crate) async fn list(State(world): State<Arc<World>>) -> Json<Value> {
    let books = world.books();
    let contracts = CONTRACTS
        .iter()
        .map(|contract| contract.to_json(books.credit.get(contract.id).copied().unwrap_or_default()));
    Json(json!({ "contracts": contracts.collect::<Vec<_>>() }))
}

/// `GET /api/v1/contracts/{id}/productTypes`
pub(crate) async fn product_types(Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let contract = Contract::find(&id)?;
    let sold = PRODUCT_TYPES.iter().filter(|product| product.back_end == contract.back_end);
    Ok(Json(json!({ "productTypes": sold.map(ProductType::to_json).collect::<Vec<_>>() })))
}

/// `GET /api/v1/contracts/{id}/deliveryTypes` and its alias.
pub(crate) async fn delivery_types(Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    Contract::find(&id)?;
    Ok(Json(json!({ "deliveryTypes": [
        { "deliveryTypeId": "network", "label": "FTP + My Data" },
        { "deliveryTypeId": "MEDIA", "label": "MEDIA" },
    ]})))
}

/// `GET /api/v1/{id}/properties` and its alias.
pub(crate) async fn properties(Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    Contract::find(&id)?;
    Ok(Json(json!({ "properties": [], "markets": markets::to_json() })))
}

/// `GET /api/v1/contracts/{id}/taskings`: only archive orders are made here, so always none.
pub(crate) async fn taskings(Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    Contract::find(&id)?;
    Ok(Json(json!({ "taskings": [], "totalResults": 0 })))
}
