//! The form of a product type, made from what the vendor's options call returned, and what of it is sent.

use std::collections::BTreeMap;

use oneatlas::wire::options::{AvailableOption, Condition};
use serde::Serialize;

use super::stored::{OptionChoice, StoredItem, area_option};
use super::view::Problem;

/// When an option must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Mandatory {
    /// In every order.
    Always,
    /// Never.
    Never,
    /// While its condition holds.
    WhileConditionHolds,
}

/// How an option is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OptionKind {
    /// One of its values.
    List,
    /// A number in its range.
    Number,
    /// Free text.
    Text,
}

/// A condition on another option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OptionCondition {
    /// The option looked at.
    pub option: String,
    /// The values named.
    pub values: Vec<String>,
    /// Whether it holds when the option has none of them.
    pub inverted: bool,
}

/// A choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OptionValue {
    /// What is sent.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// When it is allowed.
    pub only_if: Option<OptionCondition>,
}

/// One option.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ProductionOption {
    /// What is sent.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// How it is entered.
    pub kind: OptionKind,
    /// When it must be given.
    pub mandatory: Mandatory,
    /// Taken when nothing is chosen.
    pub default_value: Option<String>,
    /// The choices of a list.
    pub values: Vec<OptionValue>,
    /// When it applies at all.
    pub only_if: Option<OptionCondition>,
    /// The range of a number.
    #[cfg_attr(feature = "specta", specta(type = Option<(specta_typescript::Number, specta_typescript::Number)>))]
    pub range: Option<(f64, f64)>,
}

/// The form of one product type with its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ProductOptions {
    /// Which.
    pub product_type_id: String,
    /// What is shown.
    pub label: String,
    /// In the vendor's order.
    pub options: Vec<ProductionOption>,
    /// What applies now and will be sent.
    pub values: Vec<OptionChoice>,
}

impl From<&AvailableOption> for ProductionOption {
    fn from(option: &AvailableOption) -> ProductionOption {
        let kind = match option.kind.as_str() {
            "list" => OptionKind::List,
            "double" => OptionKind::Number,
            _ if !option.values.is_empty() => OptionKind::List,
            _ => OptionKind::Text,
        };
        let mandatory = match option.mandatory.as_str() {
            "true" => Mandatory::Always,
            "constraint" => Mandatory::WhileConditionHolds,
            _ => Mandatory::Never,
        };
        let named = |label: &str, id: &str| if label.is_empty() { id.to_owned() } else { label.to_owned() };
        ProductionOption {
            key: option.name.clone(),
            label: named(&option.label, &option.name),
            kind,
            mandatory,
            default_value: option.default_choice().map(str::to_owned),
            values: option
                .values
                .iter()
                .map(|value| OptionValue {
                    id: value.id.clone(),
                    label: named(&value.label, &value.id),
                    only_if: value.constraint.as_ref().and_then(|c| c.parsed()).map(OptionCondition::from),
                })
                .collect(),
            only_if: option.constraint.as_ref().and_then(|c| c.parsed()).map(OptionCondition::from),
            range: option.bounds(),
        }
    }
}

impl ProductionOption {
    /// The same, with the user's name for an area in the place of its number in the request.
    pub(super) fn of_areas(mut self, areas: &[(u32, &StoredItem)]) -> ProductionOption {
        let of_area = area_option(&self.key).and_then(|(_, number)| {
            let (_, item) = areas.iter().find(|(other, _)| *other as usize == number)?;
            Some((number, item.area_name.as_str()))
        });
        let Some((number, name)) = of_area else { return self };
        let lower = self.label.to_ascii_lowercase();
        let numbered = ["area", "aoi", "polygon"].into_iter().find_map(|word| {
            let words = format!("{word} {number}");
            lower.ends_with(&words).then(|| self.label.len() - words.len())
        });
        self.label = match numbered.and_then(|at| self.label.get(..at)) {
            Some(before) => format!("{before}{name}"),
            None => format!("{}, {name}", self.label),
        };
        self
    }
}

impl From<Condition> for OptionCondition {
    fn from(condition: Condition) -> OptionCondition {
        OptionCondition { option: condition.option, values: condition.values, inverted: condition.inverted }
    }
}

impl OptionCondition {
    fn holds(&self, values: &BTreeMap<&str, String>) -> bool {
        let named = values.get(self.option.as_str()).is_some_and(|value| self.values.contains(value));
        named != self.inverted
    }
}

/// What applies now: for each option whose condition holds, the chosen value where it is allowed, else the default, else
/// the first allowed one of a mandatory list. Options may look at options that come later, so it runs until nothing
/// changes; conditions of the vendor are one level deep, which the bound far exceeds.
pub(crate) fn resolve(options: &[ProductionOption], chosen: &BTreeMap<String, String>) -> Vec<OptionChoice> {
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    for _ in 0..8 {
        let next = one_round(options, chosen, &values);
        if next == values {
            break;
        }
        values = next;
    }
    options
        .iter()
        .filter_map(|option| {
            let value = values.get(option.key.as_str())?;
            Some(OptionChoice { key: option.key.clone(), value: value.clone() })
        })
        .collect()
}

fn one_round<'a>(
    options: &'a [ProductionOption],
    chosen: &BTreeMap<String, String>,
    values: &BTreeMap<&str, String>,
) -> BTreeMap<&'a str, String> {
    let mut next = BTreeMap::new();
    for option in options {
        if !option.only_if.as_ref().is_none_or(|condition| condition.holds(values)) {
            continue;
        }
        if let Some(value) = value_of(option, chosen.get(&option.key), values) {
            next.insert(option.key.as_str(), value);
        }
    }
    next
}

fn value_of(
    option: &ProductionOption,
    chosen: Option<&String>,
    values: &BTreeMap<&str, String>,
) -> Option<String> {
    if option.kind != OptionKind::List {
        return chosen.or(option.default_value.as_ref()).filter(|text| !text.trim().is_empty()).cloned();
    }
    let allowed = |id: &str| {
        let value = option.values.iter().find(|value| value.id == id);
        value.is_some_and(|value| value.only_if.as_ref().is_none_or(|condition| condition.holds(values)))
    };
    let wish = chosen.filter(|id| allowed(id)).or(option.default_value.as_ref().filter(|id| allowed(id)));
    wish.cloned().or_else(|| {
        let needed = option.mandatory != Mandatory::Never;
        option.values.iter().find(|value| needed && allowed(&value.id)).map(|value| value.id.clone())
    })
}

/// What is missing or wrong in the values that apply.
pub(crate) fn problems(options: &[ProductionOption], values: &[OptionChoice]) -> Vec<Problem> {
    let map: BTreeMap<&str, String> = values.iter().map(|v| (v.key.as_str(), v.value.clone())).collect();
    let mut found = Vec::new();
    for option in options {
        let applies = option.only_if.as_ref().is_none_or(|condition| condition.holds(&map));
        let needed = applies && option.mandatory != Mandatory::Never;
        let message = match map.get(option.key.as_str()) {
            None if needed => Some(format!("{} must be chosen", option.label)),
            Some(value) if option.kind == OptionKind::Number => wrong_number(option, value),
            _ => None,
        };
        if let Some(message) = message {
            found.push(Problem { field: format!("options.{}", option.key), message });
        }
    }
    found
}

fn wrong_number(option: &ProductionOption, text: &str) -> Option<String> {
    let Ok(number) = text.trim().parse::<f64>() else {
        return Some(format!("{} must be a number, such as 120 or 35.5", option.label));
    };
    let (low, high) = option.range?;
    let fits = number.is_finite() && (low..=high).contains(&number);
    (!fits).then(|| format!("{} must be between {low} and {high}", option.label))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form() -> Vec<ProductionOption> {
        let list: Vec<AvailableOption> = serde_json::from_value(json!([
            {"name":"processing_level","type":"list","mandatory":"true","defaultValue":"primary",
             "values":[{"id":"ortho"},{"id":"projected"},{"id":"primary"}]},
            {"name":"pixel_coding","type":"list","mandatory":"true","defaultValue":"12bits","values":[
              {"id":"8bits","constraint":{"condition":"radiometric_processing:(display)"}},
              {"id":"12bits","constraint":{"condition":"radiometric_processing:(basic|reflectance)"}}]},
            {"name":"radiometric_processing","type":"list","mandatory":"true","defaultValue":"basic",
             "values":[{"id":"basic"},{"id":"reflectance"},{"id":"display"}]},
            {"name":"dem_1","type":"list","mandatory":"constraint","defaultValue":"best_available",
             "values":[{"id":"best_available"}],"constraint":{"condition":"processing_level:(ortho)"}},
            {"name":"elevation","type":"double","mandatory":"false","range":[-100,10000],
             "constraint":{"condition":"processing_level:(projected)"}}
        ]))
        .unwrap();
        list.iter().map(ProductionOption::from).collect()
    }

    #[test]
    fn an_option_of_an_area_goes_by_the_name_that_the_user_gave_it() {
        let named = |key: &str, label: &str| {
            let item = StoredItem {
                item_id: String::new(),
                scene: serde_json::Value::Null,
                scene_id: String::new(),
                area_id: String::new(),
                area_name: "Tagus".to_owned(),
                polygon: aoi::AreaPolygon::from_ring(Vec::new()),
                product_type_id: String::new(),
                product_type_label: String::new(),
            };
            let option =
                ProductionOption { key: key.to_owned(), label: label.to_owned(), ..form().remove(3) };
            option.of_areas(&[(2, &item)]).label
        };
        assert_eq!(named("projection_2", "Projection of area 2"), "Projection of Tagus");
        assert_eq!(named("dem_2", "DEM AOI 2"), "DEM Tagus");
        assert_eq!(named("dem_2", "Terrain model"), "Terrain model, Tagus");
        assert_eq!(named("dem_1", "Terrain model of area 1"), "Terrain model of area 1", "another area");
        assert_eq!(named("pixel_2", "Pixels of area 2"), "Pixels of area 2", "no option of an area");
    }

    fn resolved(chosen: &[(&str, &str)]) -> String {
        let chosen = chosen.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let values = resolve(&form(), &chosen);
        values.iter().map(|v| format!("{}={}", v.key, v.value)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn defaults_are_taken_and_what_does_not_apply_is_not_sent() {
        assert_eq!(
            resolved(&[]),
            "processing_level=primary pixel_coding=12bits radiometric_processing=basic"
        );
    }

    #[test]
    fn an_option_appears_with_its_condition() {
        let text = resolved(&[("processing_level", "ortho")]);
        assert!(text.contains("dem_1=best_available") && !text.contains("elevation"));
    }

    #[test]
    fn a_value_that_another_choice_forbids_gives_way() {
        let text = resolved(&[("radiometric_processing", "display"), ("pixel_coding", "12bits")]);
        assert!(text.contains("pixel_coding=8bits"), "{text}");
    }

    #[test]
    fn a_number_out_of_range_is_named() {
        let chosen = [
            ("processing_level".to_owned(), "projected".to_owned()),
            ("elevation".to_owned(), "99999".to_owned()),
        ];
        let values = resolve(&form(), &chosen.into_iter().collect());
        let found = problems(&form(), &values);
        assert_eq!(found[0].field, "options.elevation");
        assert!(found[0].message.contains("between -100 and 10000"));
    }
}
