//! Markets: what an end user does, mandatory in every price, quotation and order.

use serde_json::{Value, json};

/// Identifier, label, and the secondary markets as (identifier, label).
type Market = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const MARKETS: [Market; 21] = [
    (
        "AGRI",
        "Agriculture",
        &[
            ("AGRI_PREC", "Precision farming"),
            ("AGRI_PROD", "Production forecast"),
            ("AGRI_CTRL", "Subsidy control"),
            ("AGRI_ENV", "Agri-environment"),
            ("AGRI_SI", "Farm information systems"),
            ("AGRI_INT", "Intelligence"),
            ("AGRI_AUTRE", "Other"),
            ("AGRI_NQ", "Not qualified"),
        ],
    ),
    ("GENIE", "Civil engineering", &[("GENIE", "Civil engineering")]),
    ("GDPUBLIC", "General public", &[("GDPUBLIC", "General public")]),
    (
        "DEFSEC",
        "Defence and security",
        &[
            ("DEFSEC_CARTO", "Mapping"),
            ("DEFSEC_GEO", "Geospatial intelligence"),
            ("DEFSEC_INT", "Interior security"),
            ("DEFSEC_RSGNT", "Intelligence"),
            ("DEFSEC_AUTRE", "Other"),
            ("DEFSEC_NQ", "Not qualified"),
        ],
    ),
    ("DISTRI", "Distribution", &[("DISTRI", "Distribution")]),
    (
        "RISQUE",
        "Risk management",
        &[
            ("RISQUE_ANTICIP", "Anticipation"),
            ("RISQUE_PREV", "Prevention"),
            ("RISQUE_CRISE", "Crisis response"),
            ("RISQUE_POST", "Recovery"),
            ("RISQUE_AUTRE", "Other"),
            ("RISQUE_NQ", "Not qualified"),
        ],
    ),
    (
        "ENERGIE",
        "Energy and mining",
        &[
            ("ENERGIE_EXPLOIT", "Exploitation"),
            ("ENERGIE_INFRA", "Infrastructure"),
            ("ENERGIE_PROD", "Production"),
            ("ENERGIE_ECO", "Economic intelligence"),
            ("ENERGIE_ENV", "Environmental impact"),
            ("ENERGIE_AUTRE", "Other"),
            ("ENERGIE_NQ", "Not qualified"),
        ],
    ),
    (
        "ENV",
        "Environment",
        &[
            ("ENV_EAU", "Water"),
            ("ENV_SURV", "Monitoring"),
            ("ENV_AUTRE", "Other"),
            ("ENV_NQ", "Not qualified"),
        ],
    ),
    (
        "FORET",
        "Forestry",
        &[
            ("FORET_INV", "Inventory"),
            ("FORET_EXPLOIT", "Exploitation"),
            ("FORET_DEFOR", "Deforestation"),
            ("FORET_CARB", "Carbon"),
            ("FORET_ECO", "Ecology"),
            ("FORET_AUTRE", "Other"),
            ("FORET_NQ", "Not qualified"),
        ],
    ),
    ("SANTE", "Health", &[("SANTE", "Health")]),
    ("ASSUR", "Insurance", &[("ASSUR", "Insurance")]),
    ("IOT", "Internet of things", &[]),
    (
        "CARTO",
        "Mapping and cadastre",
        &[
            ("CARTO_TOPO", "Topographic mapping"),
            ("CARTO_THEM", "Thematic mapping"),
            ("CARTO_CAD", "Cadastre"),
            ("CARTO_RSMT", "Census"),
            ("CARTO_AUTRE", "Other"),
            ("CARTO_NQ", "Not qualified"),
        ],
    ),
    (
        "MARITIME",
        "Maritime",
        &[
            ("MARITIME_ROUT", "Routing"),
            ("MARITIME_CTRL", "Control"),
            ("MARITIME_ENV", "Environment"),
            ("MARITIME_RSGNT", "Intelligence"),
            ("MARITIME_NQ", "Not qualified"),
        ],
    ),
    ("PRESSE", "Press and media", &[("PRESSE", "Press and media")]),
    (
        "MOBIL",
        "Mobility and location services",
        &[
            ("MOBIL_COMM", "Commercial"),
            ("MOBIL_GDPUB", "General public"),
            ("MOBIL_INSTIT", "Institutional"),
            ("MOBIL_AUTRE", "Other"),
            ("MOBIL_NQ", "Not qualified"),
        ],
    ),
    ("AUTRE", "Other", &[("AUTRE", "Other")]),
    (
        "TELECOM",
        "Telecommunications",
        &[("TELECOM", "Telecommunications"), ("TELECOM_AUTRE", "Other"), ("TELECOM_NQ", "Not qualified")],
    ),
    (
        "TOURISME",
        "Tourism",
        &[("TOURISME", "Tourism"), ("TOURISME_AUTRE", "Other"), ("TOURISME_NQ", "Not qualified")],
    ),
    ("TRANSPORT", "Transport", &[("TRANSPORT", "Transport")]),
    ("NQUAL", "Not qualified", &[("NQUAL", "Not qualified")]),
];

/// The `markets` of the properties answer.
pub(crate) fn to_json() -> Value {
    let markets = MARKETS.iter().map(|(id, label, secondary)| {
        let mut market = json!({ "id": id, "label": label });
        if !secondary.is_empty() {
            let secondary = secondary.iter().map(|(id, label)| json!({ "id": id, "label": label }));
            market["secondaryMarket"] = secondary.collect();
        }
        market
    });
    markets.collect()
}

/// Whether an identifier is a primary market.
pub(crate) fn is_primary(id: &str) -> bool {
    MARKETS.iter().any(|(market, _, _)| *market == id)
}

/// Whether an identifier is a secondary market of some primary one.
pub(crate) fn is_secondary(id: &str) -> bool {
    MARKETS.iter().any(|(_, _, secondary)| secondary.iter().any(|(market, _)| *market == id))
}
