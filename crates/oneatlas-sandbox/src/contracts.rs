//! Contracts, product types, delivery types: the two back-ends and what each sells.

use axum::Json;
use axum::extract::Path;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::amounts;
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
    /// What is taken off every price, in per cent.
    discount: i64,
    /// Whether it sells the archive, or tasking only.
    archive: bool,
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

/// Where SPOT and Pléiades land. The account on the data host names one workspace, so that every contract of that
/// back-end delivers there.
pub(crate) const ACCOUNT_WORKSPACE: Workspace = Workspace {
    name: "tidalheron",
    id: "5b2a41d2-0000-4000-8000-000000000001",
    title: "Workspace of Swath Sandbox",
};

pub(crate) const CONTRACTS: [Contract; 5] = [
    Contract {
        id: "SWATH Demo_Orders",
        name: "Pléiades & SPOT",
        back_end: BackEnd::Legacy,
        currency: "EUR",
        discount: 0,
        archive: true,
        workspace: ACCOUNT_WORKSPACE,
        cents: 1_248_000,
    },
    Contract {
        id: "CTR26000042",
        name: "Pléiades Neo",
        back_end: BackEnd::Neo,
        currency: "EUR",
        discount: 0,
        archive: true,
        workspace: Workspace {
            name: "brightfalcon",
            id: "5b2a41d2-0000-4000-8000-000000000002",
            title: "Workspace of Swath Sandbox, Pléiades Neo",
        },
        cents: 3_000_000,
    },
    Contract {
        id: "CTR26000051",
        name: "Pléiades Neo tasking",
        back_end: BackEnd::Neo,
        currency: "USD",
        discount: 5,
        archive: false,
        workspace: Workspace {
            name: "quietharbour",
            id: "5b2a41d2-0000-4000-8000-000000000003",
            title: "Workspace of Swath Sandbox, Pléiades Neo tasking",
        },
        cents: 5_000_000,
    },
    Contract {
        id: "SWATH Coast_Dept",
        name: "Pléiades & SPOT, coast department",
        back_end: BackEnd::Legacy,
        currency: "EUR",
        discount: 0,
        archive: true,
        workspace: ACCOUNT_WORKSPACE,
        cents: 420_000,
    },
    Contract {
        id: "CTR26000063",
        name: "Pléiades Neo, coast department",
        back_end: BackEnd::Neo,
        currency: "EUR",
        discount: 0,
        archive: true,
        workspace: Workspace {
            name: "coralpetrel",
            id: "5b2a41d2-0000-4000-8000-000000000004",
            title: "Workspace of Swath Sandbox, Pléiades Neo, coast department",
        },
        cents: 800_000,
    },
];

impl Contract {
    pub(crate) fn opening_credit(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    /// What is taken off every price, in per cent.
    pub(crate) fn discount(&self) -> Decimal {
        Decimal::from(self.discount)
    }

    /// What one euro of the price list costs in the contract's currency.
    pub(crate) fn exchange(&self) -> Decimal {
        if self.currency == "USD" { Decimal::new(110, 2) } else { Decimal::ONE }
    }

    fn sells(&self, product: &ProductType) -> bool {
        product.back_end == self.back_end && (self.archive || product.source == Source::Tasking)
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
            "creditRemaining": amounts::text(credit), "currency": self.currency, "language": "en",
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

/// Whether a product is in the archive already or has to be taken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Archive,
    Tasking,
}

/// A product on sale.
#[derive(Debug)]
pub(crate) struct ProductType {
    pub(crate) id: &'static str,
    /// Other spellings that are taken in requests.
    aliases: &'static [&'static str],
    pub(crate) label: &'static str,
    pub(crate) mission: Mission,
    pub(crate) source: Source,
    target: (&'static str, &'static str),
    pub(crate) back_end: BackEnd,
    /// The billing floor per area in km².
    pub(crate) minimum_km2: i64,
    /// The price of a km² with the standard licence, in cents of a euro.
    cents: i64,
}

const MONO: (&str, &str) = ("mono", "Mono");
const STEREO: (&str, &str) = ("stereo", "Stereo");

#[rustfmt::skip]
const PRODUCT_TYPES: [ProductType; 10] = [
    archive("PleiadesArchiveMono", &[], "Pléiades 0.5-m", Mission::Pleiades, MONO, 25, 1250),
    archive("PleiadesArchiveStereo", &[], "Pléiades 0.5-m stereo", Mission::Pleiades, STEREO, 25, 2500),
    archive("SPOTArchive1.5Mono", &["SpotArchiveMono"], "SPOT 1.5-m", Mission::Spot, MONO, 100, 380),
    archive("SPOTArchive1.5Stereo", &[], "SPOT 1.5-m stereo", Mission::Spot, STEREO, 100, 760),
    archive("PleiadesNeoArchiveMono", &[], "Pléiades Neo 0.3-m", Mission::PleiadesNeo, MONO, 25, 2150),
    archive("PleiadesNeoArchiveMulti", &[], "Pléiades Neo 0.3-m stereo", Mission::PleiadesNeo, STEREO, 25, 4300),
    tasking("PleiadesTaskingOneDay", &[], Mission::Pleiades, ("oneday", "One Tasking"), 100, 5600),
    tasking("SpotTaskingOneDay", &[], Mission::Spot, ("oneday", "One Tasking"), 500, 700),
    tasking("PleiadesNeoOneDay", &[], Mission::PleiadesNeo, ("oneday", "One Tasking"), 100, 7500),
    tasking("PleiadesNeoOnePlan", &["PleiadesNeoTaskingOnePlan"], Mission::PleiadesNeo, ("oneplan", "One Plan"), 100, 5000),
];

const fn back_end_of(mission: Mission) -> BackEnd {
    match mission {
        Mission::PleiadesNeo => BackEnd::Neo,
        Mission::Spot | Mission::Pleiades => BackEnd::Legacy,
    }
}

const fn archive(
    id: &'static str,
    aliases: &'static [&'static str],
    label: &'static str,
    mission: Mission,
    target: (&'static str, &'static str),
    minimum_km2: i64,
    cents: i64,
) -> ProductType {
    let (source, back_end) = (Source::Archive, back_end_of(mission));
    ProductType { id, aliases, label, mission, source, target, back_end, minimum_km2, cents }
}

const fn tasking(
    id: &'static str,
    aliases: &'static [&'static str],
    mission: Mission,
    target: (&'static str, &'static str),
    minimum_km2: i64,
    cents: i64,
) -> ProductType {
    let (source, back_end, label) = (Source::Tasking, back_end_of(mission), "One Tasking");
    ProductType { id, aliases, label, mission, source, target, back_end, minimum_km2, cents }
}

impl ProductType {
    /// The product type of an identifier, if the contract sells it.
    pub(crate) fn find(contract: &Contract, id: &str) -> Option<&'static ProductType> {
        PRODUCT_TYPES
            .iter()
            .find(|product| contract.sells(product) && (product.id == id || product.aliases.contains(&id)))
    }

    /// The product type of an identifier, whoever sells it.
    pub(crate) fn by_id(id: &str) -> Option<&'static ProductType> {
        PRODUCT_TYPES.iter().find(|product| product.id == id || product.aliases.contains(&id))
    }

    /// Euros per km² with the standard licence.
    pub(crate) fn per_km2(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    /// Whether it is made of two looks at the same place.
    pub(crate) fn is_stereo(&self) -> bool {
        self.target == STEREO
    }

    fn sensor(&self) -> (&'static str, &'static str) {
        match self.mission {
            Mission::Spot => ("spot", "SPOT"),
            Mission::Pleiades => ("pleiades", "Pléiades"),
            Mission::PleiadesNeo => ("pleiadesneo", "Pléiades Neo"),
        }
    }

    /// `pleiadesneo`
    pub(crate) fn sensor_id(&self) -> &'static str {
        self.sensor().0
    }

    /// `archive` or `tasking`
    pub(crate) fn source_id(&self) -> &'static str {
        if self.source == Source::Archive { "archive" } else { "tasking" }
    }

    /// `mono`
    pub(crate) fn target_id(&self) -> &'static str {
        self.target.0
    }

    fn to_json(&self) -> Value {
        let (source, sensor) = (self.source_id(), self.sensor());
        json!({
            "productTypeId": self.id,
            "technicalProduct": {
                "id": self.id, "label": self.label,
                "source": { "id": source, "label": source },
                "sensor": { "id": sensor.0, "label": sensor.1 },
                "target": { "id": self.target.0, "label": self.target.1 },
                "licences": null,
            },
            "minimumOrderAreaApplied": self.minimum_km2,
            "descriptionUrl": "https://www.intelligence-airbusds.com/",
        })
    }
}

/// The contracts that orders are made on.
pub(crate) fn list(world: &World) -> Json<Value> {
    let books = world.books();
    let contracts = CONTRACTS
        .iter()
        .map(|contract| contract.to_json(books.credit.get(contract.id).copied().unwrap_or_default()));
    Json(json!({ "contracts": contracts.collect::<Vec<_>>() }))
}

/// `GET /api/v1/contracts/{id}/productTypes`
pub(crate) async fn product_types(Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let contract = Contract::find(&id)?;
    let sold = PRODUCT_TYPES.iter().filter(|product| contract.sells(product));
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

/// One tasking, its segments and decisions about them: there is none.
pub(crate) async fn no_tasking(Path((id, rest)): Path<(String, String)>) -> Result<Json<Value>, Refusal> {
    Contract::find(&id)?;
    let tasking = rest.split('/').next().unwrap_or_default();
    Err(Refusal::missing(format!("Tasking '{tasking}' not found.")))
}
