//! Words of the trade that many modules share.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use archive::Backend;

/// The vendor's word for a back-end.
pub(crate) fn backend_word(backend: Backend) -> &'static str {
    match backend {
        Backend::Legacy => "legacy",
        Backend::Neo => "neo",
    }
}

/// Reads the vendor's word for a back-end.
pub(crate) fn parse_backend(text: &str) -> Option<Backend> {
    [Backend::Legacy, Backend::Neo].into_iter().find(|backend| backend_word(*backend) == text)
}

/// Whether an order can be read back by its reference at once. Legacy keeps no list of orders.
pub(crate) fn reads_back(backend: Backend) -> bool {
    backend == Backend::Neo
}

/// An amount for a sentence: `1,285.45 EUR`, with every decimal that it has and two at the least.
pub(crate) fn amount_in_words(amount: Decimal, currency: &str) -> String {
    let plain = amount.abs().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "-" } else { "" };
    format!("{sign}{grouped}.{decimals:0<2} {currency}").trim_end().to_owned()
}

/// A sandbox or the real thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    /// A local OneAtlas; nothing costs anything.
    Sandbox,
    /// The vendor.
    Live,
}

/// What the user set about spending. Amounts are in the currency of the contract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpendingRules {
    /// Above this the amount has to be typed.
    pub amount_to_type: Option<Decimal>,
    /// No single order may cost more.
    pub per_order: Option<Decimal>,
    /// No month, counted in UTC, may cost more in all.
    pub per_month: Option<Decimal>,
}

/// What is asked of the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SpendKind {
    /// An order: spends at once.
    Order,
    /// A quotation: spends when it is accepted.
    Quotation,
}

impl SpendKind {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            SpendKind::Order => "order",
            SpendKind::Quotation => "quotation",
        }
    }

    /// Reads the word of the record.
    pub fn parse(text: &str) -> Option<SpendKind> {
        [SpendKind::Order, SpendKind::Quotation].into_iter().find(|kind| kind.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_neo_keeps_a_list_that_an_order_is_found_in() {
        assert!(reads_back(Backend::Neo) && !reads_back(Backend::Legacy));
    }

    #[test]
    fn an_amount_in_a_sentence_is_read_at_a_glance_and_loses_nothing() {
        for (amount, words) in [
            ("0", "0.00 EUR"),
            ("7", "7.00 EUR"),
            ("562.5", "562.50 EUR"),
            ("615.27825", "615.27825 EUR"),
            ("999", "999.00 EUR"),
            ("1285.45", "1,285.45 EUR"),
            ("123456", "123,456.00 EUR"),
            ("1234567.890", "1,234,567.890 EUR"),
            ("-1285.45", "-1,285.45 EUR"),
            ("-0.00", "0.00 EUR"),
        ] {
            assert_eq!(amount_in_words(amount.parse().unwrap(), "EUR"), words);
        }
        assert_eq!(amount_in_words(Decimal::from(7), ""), "7.00");
    }

    #[test]
    fn the_words_of_the_record_read_back() {
        for kind in [SpendKind::Order, SpendKind::Quotation] {
            assert_eq!(SpendKind::parse(kind.as_str()), Some(kind));
        }
        for backend in [Backend::Legacy, Backend::Neo] {
            assert_eq!(parse_backend(backend_word(backend)), Some(backend));
        }
        assert_eq!((SpendKind::parse("gift"), parse_backend("newer")), (None, None));
    }
}
