//! Readers for values that come in more than one form.

use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::answer::printable;

/// Text, number, boolean or null as text; null and absent are empty.
///
/// # Errors
/// When the value is an object or a list.
pub fn text<'de, D: Deserializer<'de>>(reader: D) -> Result<String, D::Error> {
    optional_text(reader).map(Option::unwrap_or_default)
}

/// Like [`text`]; null and the empty text are `None`.
///
/// # Errors
/// When the value is an object or a list.
pub fn optional_text<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(reader)? {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(flag) => Ok(Some(flag.to_string())),
        other => Err(D::Error::custom(format!("expected text, found {}", kind(&other)))),
    }
}

/// An amount as number or text, also in scientific notation (`"1.00000003E16"`); null and empty are `None`. Read from the
/// digits as they were sent, never through a float.
///
/// # Errors
/// When the value is no number.
pub fn decimal<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Decimal>, D::Error> {
    let raw = Box::<RawValue>::deserialize(reader)?;
    read_decimal(&raw).map_err(|text| D::Error::custom(format!("'{text}' is no amount")))
}

/// Like [`decimal`], but what is no amount, or one beyond what a decimal holds, is `None`: for what is good to know and
/// must not lose the whole answer. Never for what is paid.
///
/// # Errors
/// Never of its own; the format's errors pass through.
pub fn decimal_if_readable<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Decimal>, D::Error> {
    let raw = Box::<RawValue>::deserialize(reader)?;
    Ok(read_decimal(&raw).unwrap_or_else(|text| {
        tracing::warn!(text = printable(text, 60), "an amount that can't be read counts as not said");
        None
    }))
}

/// The amount, or what stands in its place.
fn read_decimal(raw: &RawValue) -> Result<Option<Decimal>, &str> {
    let raw = raw.get().trim();
    let quoted = raw.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = quoted.unwrap_or(raw).trim();
    if text.is_empty() || raw == "null" {
        return Ok(None);
    }
    parse_decimal(text).map(Some).ok_or(text)
}

/// Reads an amount without passing through a float.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

/// A number as number or numeric text; anything else is `None`, since a measure that cannot be read must not lose
/// the whole answer.
///
/// # Errors
/// Never of its own; the format's errors pass through.
pub fn measure<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(reader)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// A list, or the single object that some answers give in its place; null is the empty list.
///
/// # Errors
/// When an element does not fit.
pub fn one_or_many<'de, D: Deserializer<'de>, T: DeserializeOwned>(reader: D) -> Result<Vec<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(reader)?;
    let text = raw.get().trim();
    // From the text again, so that amounts within keep their digits.
    match text.as_bytes().first() {
        Some(b'[') => serde_json::from_str(text).map_err(D::Error::custom),
        Some(b'n') => Ok(Vec::new()),
        _ => serde_json::from_str(text).map(|single| vec![single]).map_err(D::Error::custom),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// An id and its name, the vendor's form of every choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Labelled {
    /// What is sent.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// What is shown; the id where the vendor gives none.
    #[serde(deserialize_with = "text")]
    pub label: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_every_digit() {
        assert_eq!(parse_decimal("1.00000003E16").unwrap().to_string(), "10000000300000000");
        assert_eq!(parse_decimal("150.0").unwrap().to_string(), "150.0");
        assert_eq!(parse_decimal("0.1").unwrap().to_string(), "0.1");
        assert_eq!(parse_decimal("abc"), None);
    }
}
