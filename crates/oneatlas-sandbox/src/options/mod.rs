//! Production options: what may be chosen for a product over an area, and whether a choice holds.

mod handlers;
mod projections;
mod rules;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub(crate) use handlers::{options, options_of_product};
pub(crate) use rules::{rules, taken};

use crate::contracts::BackEnd;

/// When an option has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mandatory {
    Yes,
    No,
    /// While its condition holds.
    Constraint,
}

/// A condition on another option: it has one of these values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition {
    option: &'static str,
    values: &'static [&'static str],
}

impl Condition {
    fn holds(self, chosen: &BTreeMap<String, String>) -> bool {
        chosen.get(self.option).is_some_and(|value| self.values.contains(&value.as_str()))
    }

    /// `processing_level:(ortho|projected)`
    fn text(self) -> String {
        if let [value] = self.values {
            return format!("{}:{value}", self.option);
        }
        format!("{}:({})", self.option, self.values.join("|"))
    }
}

/// One value of a list.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    id: String,
    label: String,
    condition: Option<Condition>,
}

/// One option.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    name: String,
    label: String,
    mandatory: Mandatory,
    default: Option<String>,
    /// Empty for a number.
    choices: Vec<Choice>,
    condition: Option<Condition>,
    /// Another name under which it is taken, not listed.
    alias: Option<String>,
}

/// The bounds of the only numeric option, `elevation`, in metres.
const ELEVATION: std::ops::RangeInclusive<f64> = -100.0..=10_000.0;

impl Rule {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.alias.as_deref() == Some(name)
    }

    fn given<'a>(&self, chosen: &'a BTreeMap<String, String>) -> Option<&'a String> {
        chosen.get(&self.name).or_else(|| chosen.get(self.alias.as_deref()?))
    }

    fn to_json(&self, back_end: BackEnd) -> Value {
        let mandatory = match self.mandatory {
            Mandatory::Yes => "true",
            Mandatory::No => "false",
            Mandatory::Constraint => "constraint",
        };
        let is_list = !self.choices.is_empty();
        let values = self.choices.iter().map(|choice| {
            let mut value = json!({ "id": choice.id, "label": choice.label });
            if let (BackEnd::Neo, Some(condition)) = (back_end, choice.condition) {
                value["constraint"] = json!({ "condition": condition.text() });
            }
            value
        });
        let condition = self.condition.map(Condition::text);
        let constraint = match back_end {
            BackEnd::Neo => condition.map(|text| json!({ "condition": text })),
            BackEnd::Legacy => condition.map(|text| json!({ "reject": false, "filter": text })),
        };
        let category = if back_end == BackEnd::Neo { "production_option" } else { "technical_product" };
        let mut option = json!({
            "category": category,
            "label": self.label,
            "name": self.name,
            "type": if is_list { "list" } else { "double" },
            "mandatory": mandatory,
            "values": values.collect::<Vec<_>>(),
            "constraint": constraint,
            "range": if is_list { Value::Null } else { json!([*ELEVATION.start() as i64, *ELEVATION.end() as i64]) },
            "format": null,
        });
        match (&self.default, back_end) {
            (Some(default), _) => option["defaultValue"] = json!(default),
            (None, BackEnd::Legacy) => option["defaultValue"] = json!(" "),
            (None, BackEnd::Neo) => {}
        }
        if back_end == BackEnd::Neo {
            option["hidden"] = json!(false);
            option["property"] = json!(false);
        }
        option
    }

    /// Whether what was chosen obeys this rule; the error names the option.
    fn check(&self, chosen: &BTreeMap<String, String>) -> Result<(), String> {
        let name = &self.name;
        let applies = self.condition.is_none_or(|condition| condition.holds(chosen));
        let Some(value) = self.given(chosen) else {
            let needed =
                self.mandatory == Mandatory::Yes || (self.mandatory == Mandatory::Constraint && applies);
            return if needed { Err(format!("option '{name}' is mandatory")) } else { Ok(()) };
        };
        if let Some(condition) = self.condition.filter(|_| !applies) {
            return Err(format!("option '{name}' is only valid when {}", condition.text()));
        }
        if self.choices.is_empty() {
            let number = value.parse::<f64>().ok().filter(|number| ELEVATION.contains(number));
            return number
                .map(|_| ())
                .ok_or_else(|| format!("option '{name}': '{value}' is not from -100 to 10000"));
        }
        let choice = self.choices.iter().find(|choice| choice.id == *value);
        let choice = choice.ok_or_else(|| format!("option '{name}' has no value '{value}'"))?;
        match choice.condition.filter(|condition| !condition.holds(chosen)) {
            Some(condition) => {
                Err(format!("option '{name}': value '{value}' is only valid when {}", condition.text()))
            }
            None => Ok(()),
        }
    }
}

/// Whether the options chosen for a product are known, complete and fit each other.
pub(crate) fn check(rules: &[Rule], chosen: &BTreeMap<String, String>) -> Result<(), String> {
    if let Some(name) = chosen.keys().find(|name| !rules.iter().any(|rule| rule.is_called(name))) {
        return Err(format!("option '{name}' is not known for this product"));
    }
    rules.iter().try_for_each(|rule| rule.check(chosen))
}

/// `availableOptions`
pub(crate) fn to_json(rules: &[Rule], back_end: BackEnd) -> Value {
    rules.iter().map(|rule| rule.to_json(back_end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::Mission;
    use geo::{Coord, polygon};

    fn rules_of(back_end: BackEnd) -> Vec<Rule> {
        let mission = if back_end == BackEnd::Neo { Mission::PleiadesNeo } else { Mission::Pleiades };
        let lisbon = polygon![(x: -9.2, y: 38.6), (x: -9.0, y: 38.6), (x: -9.0, y: 38.8), (x: -9.2, y: 38.6)];
        taken(back_end, mission, &[(1, lisbon)])
    }

    fn chosen(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let base = [
            ("processing_level", "primary"),
            ("spectral_processing", "bundle"),
            ("image_format", "dimap_geotiff"),
            ("pixel_coding", "12bits"),
            ("radiometric_processing", "reflectance"),
            ("priority", "standard"),
            ("licence", "standard"),
            ("delivery_method", "on_the_flow"),
            ("fullStrip", "false"),
        ];
        base.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_production_clients_send_is_taken_on_every_mission() {
        for back_end in [BackEnd::Neo, BackEnd::Legacy] {
            check(&rules_of(back_end), &chosen(&[])).unwrap();
        }
        let visual = [
            ("processing_level", "ortho"),
            ("pixel_coding", "8bits"),
            ("radiometric_processing", "display"),
            ("spectral_processing", "pansharpened_natural_color"),
            ("projection_1", "32629"),
        ];
        let with = |dem| chosen(&[&visual[..], &[(dem, "best_available")]].concat());
        check(&rules_of(BackEnd::Legacy), &with("dem")).unwrap();
        check(&rules_of(BackEnd::Legacy), &with("dem_1")).unwrap();
        check(&rules_of(BackEnd::Neo), &with("dem_1")).unwrap();
        assert!(check(&rules_of(BackEnd::Neo), &with("dem")).unwrap_err().contains("'dem'"));
    }

    #[test]
    fn conditions_are_enforced_and_named() {
        let fault = |pairs: &[(&str, &str)]| check(&rules_of(BackEnd::Neo), &chosen(pairs)).unwrap_err();
        assert!(fault(&[("dem_1", "SRTMV4")]).contains("processing_level:ortho"));
        assert!(
            fault(&[("processing_level", "ortho"), ("dem_1", "SRTMV4")])
                .contains("'projection_1' is mandatory")
        );
        assert!(fault(&[("elevation", "100")]).contains("elevation"));
        assert!(fault(&[("pixel_coding", "8bits")]).contains("radiometric_processing:display"));
        assert!(fault(&[("licence", "educ")]).contains("no value 'educ'"));
        assert!(fault(&[("colour", "red")]).contains("'colour'"));
        let projected = [("processing_level", "projected"), ("projection_1", "32629")];
        assert!(check(&rules_of(BackEnd::Neo), &chosen(&projected)).is_ok());
        assert!(fault(&[&projected[..], &[("elevation", "99999")]].concat()).contains("elevation"));
    }

    #[test]
    fn each_back_end_writes_its_own_shape() {
        let neo = to_json(&rules_of(BackEnd::Neo), BackEnd::Neo);
        let projection =
            neo.as_array().unwrap().iter().find(|option| option["name"] == "projection_1").unwrap();
        assert_eq!(projection["defaultValue"], "32629");
        assert_eq!(projection["constraint"]["condition"], "processing_level:(ortho|projected)");
        let elevation = neo.as_array().unwrap().iter().find(|option| option["name"] == "elevation").unwrap();
        assert!(elevation.get("defaultValue").is_none() && elevation["type"] == "double");
        let legacy = to_json(&rules_of(BackEnd::Legacy), BackEnd::Legacy);
        let dem = legacy.as_array().unwrap().iter().find(|option| option["name"] == "dem").unwrap();
        assert_eq!(dem["constraint"]["filter"], "processing_level:ortho");
        assert_eq!(dem["category"], "technical_product");
    }

    #[test]
    fn the_defaults_together_are_a_valid_choice() {
        for back_end in [BackEnd::Neo, BackEnd::Legacy] {
            let rules = rules_of(back_end);
            let mut chosen: BTreeMap<String, String> = BTreeMap::new();
            for _ in 0..2 {
                let defaults = rules
                    .iter()
                    .filter(|rule| rule.condition.is_none_or(|condition| condition.holds(&chosen)));
                let defaults: Vec<_> =
                    defaults.filter_map(|rule| Some((rule.name.clone(), rule.default.clone()?))).collect();
                chosen.extend(defaults);
            }
            check(&rules, &chosen).unwrap();
        }
    }

    #[test]
    fn the_zone_is_the_areas() {
        assert_eq!(projections::zone_of(Coord { x: -9.1, y: 38.7 }).epsg(), 32_629);
    }
}
