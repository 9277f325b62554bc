//! What an area is billed as, for each product type: its own size, or the least that is billed.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::DeskError;

/// What an area is billed as.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BilledArea {
    /// Whose product type.
    pub contract_id: String,
    /// The product type.
    pub product_type_id: String,
    /// Its name.
    pub label: String,
    /// The least area that is billed, in km²; `None` where the vendor states none.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub minimum_km2: Option<f64>,
    /// What is billed when all of the area lies in the scene, in km².
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub billed_km2: f64,
    /// About what that costs, from the vendor's last price of this product type; `None` before one was asked.
    pub estimate: Option<Decimal>,
    /// ISO 4217; there with the estimate.
    pub currency: Option<String>,
}

impl Desk {
    /// What an area of so many km² is billed as, for every archive product type of every contract.
    ///
    /// # Errors
    /// When the vendor cannot be asked, or the size is no number.
    pub async fn billed_areas(&self, km2: f64) -> Result<Vec<BilledArea>, DeskError> {
        if !km2.is_finite() || km2 < 0.0 {
            return Err(DeskError::invalid("area", "the size of the area is not known"));
        }
        let mut billed = Vec::new();
        for contract in self.contracts().await? {
            for product in self.product_types(&contract.contract_id).await? {
                if product.source != "archive" {
                    continue;
                }
                let guide = self.product_guide(&contract.contract_id, &product.product_type_id);
                let estimate = guide.as_ref().and_then(|guide| guide.amount(km2));
                billed.push(BilledArea {
                    estimate,
                    currency: guide.filter(|_| estimate.is_some()).map(|guide| guide.currency),
                    contract_id: contract.contract_id.clone(),
                    product_type_id: product.product_type_id,
                    label: product.label,
                    minimum_km2: product.minimum_km2,
                    billed_km2: product.minimum_km2.map_or(km2, |least| least.max(km2)),
                });
            }
        }
        Ok(billed)
    }
}
