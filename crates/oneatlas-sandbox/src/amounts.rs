//! Amounts: how they are rounded, and how they are written into JSON without a float in between.
//!
//! The JSON values in memory hold numbers as floats, which drop digits and trailing zeros. An amount whose digits matter
//! is therefore held as a marked text, and [`Exact`] writes it out as the number it is.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::Value;

/// The decimals of an amount unless the control API asks for others.
pub(crate) const CENTS: u32 = 2;

/// Begins the text of an amount in memory: a control character, which people don't type.
const MARK: char = '\u{1}';
/// The same in JSON, behind the quotation mark of the text.
const WRITTEN_MARK: &str = r#""\u0001"#;

/// An amount with exactly so many decimals.
pub(crate) fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    let mut amount = amount.round_dp(decimals);
    amount.rescale(decimals);
    amount
}

/// A number as JSON has it: `562.50` becomes `562.5`.
pub(crate) fn number(amount: Decimal) -> Value {
    serde_json::from_str(&amount.to_string()).unwrap_or(Value::Null)
}

/// An amount of money. To be answered as [`Exact`]: one that is not in cents, or any if `exact`, keeps all its digits.
pub(crate) fn amount(amount: Decimal, exact: bool) -> Value {
    if exact || amount.scale() > CENTS { Value::String(format!("{MARK}{amount}")) } else { number(amount) }
}

/// An [`amount`] in memory as the digits it stands for; any other text as it is.
pub(crate) fn unmarked(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// An amount for people or for the vendor's text fields: at least the cents, and whatever comes after them.
pub(crate) fn text(mut amount: Decimal) -> String {
    if amount.scale() < CENTS {
        amount.rescale(CENTS);
    }
    amount.to_string()
}

/// Reads an amount of a control call, as text or as a number.
pub(crate) fn read(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// An answer in JSON in which every [`amount`] has its own digits.
#[derive(Debug)]
pub(crate) struct Exact(pub(crate) Value);

impl Exact {
    /// The JSON text.
    fn write(&self) -> String {
        let text = self.0.to_string();
        let mut written = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(place) = rest.find(WRITTEN_MARK) {
            let (before, marked) = rest.split_at(place);
            written.push_str(before);
            let (digits, after) = marked[WRITTEN_MARK.len()..].split_once('"').unwrap_or((marked, ""));
            if digits.parse::<Decimal>().is_ok() {
                written.push_str(digits);
            } else {
                // Somebody's text after all.
                written.push_str(&marked[..marked.len() - after.len()]);
            }
            rest = after;
        }
        written + rest
    }
}

impl IntoResponse for Exact {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], Body::from(self.write())).into_response()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn amounts_keep_every_digit_and_cents_are_written_as_before() {
        let of = |text: &str, exact| amount(text.parse().unwrap(), exact);
        let answer = json!({
            "a": of("615.27825", false), "b": [of("562.500", false), of("562.50", false)],
            "c": of("562.50", true), "d": of("-0.100000", false), "x": "\u{1}abc", "note": "\u{2}562.5 \"quoted\"",
        });
        assert_eq!(
            Exact(answer).write(),
            r#"{"a":615.27825,"b":[562.500,562.5],"c":562.50,"d":-0.100000,"x":"\u0001abc","note":"\u0002562.5 \"quoted\""}"#
        );
    }

    #[test]
    fn a_text_has_the_cents_at_least() {
        for (amount, wanted) in
            [("12", "12.00"), ("12.5", "12.50"), ("12.345", "12.345"), ("-1.2300", "-1.2300")]
        {
            assert_eq!(text(amount.parse().unwrap()), wanted);
        }
    }
}
