//! Answers of price, quotation and order.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::lenient::{decimal, one_or_many, optional_text, text};

/// `POST /api/v1/prices`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PriceAnswer {
    /// ISO 4217.
    #[serde(alias = "totalAmountCurrency", deserialize_with = "text")]
    pub currency: String,
    /// What would be paid.
    #[serde(deserialize_with = "decimal")]
    pub total_amount: Option<Decimal>,
    /// Taken off in all.
    #[serde(deserialize_with = "decimal")]
    pub discount_value: Option<Decimal>,
    /// Per product type.
    #[serde(deserialize_with = "one_or_many")]
    pub product_types: Vec<PricedProduct>,
}

/// The price of one product type.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PricedProduct {
    /// Which.
    #[serde(deserialize_with = "text")]
    pub product_type_id: String,
    /// The area billed, in km².
    #[serde(deserialize_with = "decimal")]
    pub area_km2: Option<Decimal>,
    /// Before the discount.
    #[serde(deserialize_with = "decimal")]
    pub price: Option<Decimal>,
    /// After the discount.
    #[serde(deserialize_with = "decimal")]
    pub amount: Option<Decimal>,
}

/// `POST /api/v1/quotations` and `/orders`. Neo gives a quotation id, legacy a sales order id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SpendAnswer {
    /// `QUO…`.
    #[serde(deserialize_with = "optional_text")]
    pub quotation_id: Option<String>,
    /// `SAL…`.
    #[serde(deserialize_with = "optional_text")]
    pub sales_order_id: Option<String>,
    /// ISO 4217.
    #[serde(deserialize_with = "optional_text")]
    pub currency: Option<String>,
    /// What was booked.
    #[serde(deserialize_with = "decimal")]
    pub total_amount: Option<Decimal>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_do_not_pass_through_floats() {
        let answer: PriceAnswer =
            serde_json::from_str(r#"{"currency":"EUR","totalAmount":562.10,"productTypes":{"productTypeId":"P","areaKm2":25.0,"amount":"562.10"}}"#).unwrap();
        assert_eq!(answer.total_amount.unwrap().to_string(), "562.10");
        assert_eq!(answer.product_types[0].amount.unwrap().to_string(), "562.10");
    }
}
