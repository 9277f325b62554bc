//! Production options, in their two generations (neo and legacy).

use serde::Deserialize;
use serde_json::Value;

use super::lenient::{one_or_many, optional_text, text};

/// `POST /api/v1/contracts/{id}/productTypes/{pt}/options`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AvailableOptions {
    /// In the vendor's order.
    #[serde(deserialize_with = "one_or_many")]
    pub available_options: Vec<AvailableOption>,
}

/// One option of a product type.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AvailableOption {
    /// The machine key that is sent.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// The name for people.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// `list`, `double`, `string`, `periods`.
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    /// `"true"`, `"false"` or `"constraint"`: mandatory while the constraint holds.
    #[serde(deserialize_with = "text")]
    pub mandatory: String,
    /// Sent when nothing else is chosen. A blank means none.
    #[serde(deserialize_with = "optional_text")]
    pub default_value: Option<String>,
    /// The choices of a list.
    #[serde(deserialize_with = "one_or_many")]
    pub values: Vec<OptionValue>,
    /// When the option applies at all.
    pub constraint: Option<Constraint>,
    /// The range of a number, `[low, high]`, as numbers or text.
    pub range: Value,
    /// Not for people (neo only).
    pub hidden: bool,
    /// `technical_product`, `production_option` or `item_properties`.
    #[serde(deserialize_with = "text")]
    pub category: String,
}

/// A choice in a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OptionValue {
    /// What is sent.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// What is shown.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// When the choice is allowed.
    pub constraint: Option<Constraint>,
}

/// `{"condition":"processing_level:(ortho|projected)"}` or `{"reject":false,"filter":"processing_level:ortho"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Constraint {
    /// The neo form.
    pub condition: Option<String>,
    /// The legacy form.
    pub filter: Option<String>,
    /// Legacy: `true` inverts the filter ("valid unless").
    pub reject: bool,
}

/// A constraint taken apart: the option it looks at, and the values for which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The option looked at.
    pub option: String,
    /// The values named.
    pub values: Vec<String>,
    /// Whether it holds when the option has *none* of the values.
    pub inverted: bool,
}

impl Constraint {
    /// Takes the constraint apart by the grammar `<option>:(v1|v2)` or `<option>:v`. `None` when it is empty or of
    /// another form; such an option is shown without a condition, and the vendor judges.
    pub fn parsed(&self) -> Option<Condition> {
        let text = self.condition.as_deref().or(self.filter.as_deref())?.trim();
        let (option, rest) = text.split_once(':')?;
        let rest = rest.trim().trim_start_matches('(').trim_end_matches(')');
        let values: Vec<String> =
            rest.split('|').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect();
        let option = option.trim();
        (!option.is_empty() && !values.is_empty()).then(|| Condition {
            option: option.to_owned(),
            values,
            inverted: self.reject,
        })
    }
}

impl Condition {
    /// Whether it holds for this value of the option it looks at.
    pub fn holds(&self, value: Option<&str>) -> bool {
        let named = value.is_some_and(|value| self.values.iter().any(|v| v == value));
        named != self.inverted
    }
}

impl AvailableOption {
    /// The default, where a blank text means none.
    pub fn default_choice(&self) -> Option<&str> {
        self.default_value.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The range of a number.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let list = match &self.range {
            Value::Array(list) => list.clone(),
            Value::String(text) => serde_json::from_str(text).ok()?,
            _ => return None,
        };
        let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
        Some((number(list.first()?)?, number(list.get(1)?)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_of_constraints_are_understood() {
        let neo = Constraint {
            condition: Some("processing_level:(ortho|projected)".into()),
            ..Constraint::default()
        };
        let parsed = neo.parsed().unwrap();
        assert!(
            parsed.holds(Some("ortho")) && parsed.holds(Some("projected")) && !parsed.holds(Some("primary"))
        );
        let legacy =
            Constraint { filter: Some("processing_level:primary".into()), reject: true, condition: None };
        let parsed = legacy.parsed().unwrap();
        assert!(parsed.holds(Some("ortho")) && !parsed.holds(Some("primary")));
        assert_eq!(Constraint { condition: Some("strange".into()), ..Constraint::default() }.parsed(), None);
    }

    #[test]
    fn an_option_of_the_legacy_generation_is_read() {
        let option: AvailableOption = serde_json::from_str(
            r#"{"category":"technical_product","label":"Elevation","name":"elevation","type":"double","mandatory":"false",
                "defaultValue":" ","values":null,"constraint":{"reject":false,"filter":"processing_level:projected"},
                "range":"[-100,10000]","format":null,"unheardOf":[1]}"#,
        )
        .unwrap();
        assert_eq!(option.default_choice(), None);
        assert_eq!(option.bounds(), Some((-100.0, 10000.0)));
    }
}
