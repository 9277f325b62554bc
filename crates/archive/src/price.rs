//! What a scene would cost, before the vendor is asked: a comfort, never a promise.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::platform::Constellation;

/// What a km² of a constellation costs and the least that is billed, learned from a real price of the vendor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceGuide {
    /// Whose price.
    pub constellation: Constellation,
    /// Per km²; zero means that it is not known.
    pub per_km2: Decimal,
    /// The least that is billed per area, in km².
    pub minimum_km2: f64,
    /// ISO 4217.
    pub currency: String,
}

impl PriceGuide {
    /// What is billed for so many km², in km²: the minimum where that is more.
    pub fn billed_km2(&self, km2: f64) -> f64 {
        km2.max(self.minimum_km2)
    }

    /// The price of so many km², two decimals; `None` where it isn't known or can't be computed.
    pub fn amount(&self, km2: f64) -> Option<Decimal> {
        if self.per_km2.is_zero() {
            return None;
        }
        let mut amount = Decimal::try_from(self.billed_km2(km2)).ok()?.checked_mul(self.per_km2)?.round_dp(2);
        // Two decimals are always written, as amounts are everywhere.
        amount.rescale(2);
        Some(amount)
    }
}

/// The estimate for one scene.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) billed_km2: Option<f64>,
    pub(crate) amount: Option<Decimal>,
    pub(crate) currency: Option<String>,
}

/// What is billed is the covered part of the area, or the minimum where that is more. A scene beside the area costs
/// nothing, because it can't be ordered.
pub(crate) fn estimate(
    guides: &[PriceGuide],
    constellation: Option<Constellation>,
    covered_km2: f64,
) -> Estimate {
    let guide = guides.iter().find(|guide| Some(guide.constellation) == constellation);
    let Some(guide) = guide.filter(|_| covered_km2 > 0.0) else { return Estimate::default() };
    let amount = guide.amount(covered_km2);
    let currency = amount.map(|_| guide.currency.clone());
    Estimate { billed_km2: Some(guide.billed_km2(covered_km2)), amount, currency }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> PriceGuide {
        PriceGuide {
            constellation: Constellation::Phr,
            per_km2: Decimal::new(125, 1),
            minimum_km2: 25.0,
            currency: "EUR".to_owned(),
        }
    }

    #[test]
    fn less_than_the_minimum_is_billed_as_the_minimum() {
        let small = estimate(&[guide()], Some(Constellation::Phr), 3.0);
        assert_eq!(small.billed_km2, Some(25.0));
        assert_eq!(small.amount.unwrap().to_string(), "312.50");
        let large = estimate(&[guide()], Some(Constellation::Phr), 118.4);
        assert_eq!(large.amount.unwrap().to_string(), "1480.00");
    }

    #[test]
    fn without_a_guide_or_a_common_area_there_is_no_estimate() {
        assert_eq!(estimate(&[guide()], Some(Constellation::Spot), 3.0), Estimate::default());
        assert_eq!(estimate(&[guide()], None, 3.0), Estimate::default());
        assert_eq!(estimate(&[guide()], Some(Constellation::Phr), 0.0), Estimate::default());
        let free = PriceGuide { per_km2: Decimal::ZERO, ..guide() };
        let unknown = estimate(&[free], Some(Constellation::Phr), 30.0);
        assert_eq!((unknown.amount, unknown.currency), (None, None));
    }
}
