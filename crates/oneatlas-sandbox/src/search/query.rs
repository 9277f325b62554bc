//! The parameters of a search, from a query string or a JSON body.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::interval::{self, Interval};
use super::place::{Place, Relation};
use crate::archive::Attribute;
use crate::auth::decode_form;
use crate::errors::Refusal;
use crate::query_language::{self, Expression, glob};
use crate::stamps::{self, DAY_MS};

/// The most items of a page.
const PAGE_LIMIT: usize = 500;
/// How far into the results one may page.
pub(crate) const WINDOW: usize = 10_000;

const NUMBERS: [&str; 12] = [
    "cloudCover",
    "snowCover",
    "incidenceAngle",
    "incidenceAngleAcrossTrack",
    "incidenceAngleAlongTrack",
    "azimuthAngle",
    "illuminationAzimuthAngle",
    "illuminationElevationAngle",
    "resolution",
    "illuminationAngleSeparation",
    "viewingAngleSeparation",
    "qualityRating",
];
const INSTANTS: [&str; 7] = [
    "acquisitionDate",
    "publicationDate",
    "lastUpdateDate",
    "processingDate",
    "expirationDate",
    "startDate",
    "meanDate",
];
pub(super) const TEXTS: [&str; 25] = [
    "constellation",
    "platform",
    "processingLevel",
    "productType",
    "productCategory",
    "productionStatus",
    "sensorType",
    "spectralRange",
    "processingCenter",
    "processorName",
    "id",
    "correlationId",
    "sourceIdentifier",
    "parentIdentifier",
    "acquisitionIdentifier",
    "archiveIdentifier",
    "archiveAnonymousIdentifier",
    "title",
    "comment",
    "acquisitionStation",
    "archivingCenter",
    "organisationName",
    "commercialReference",
    "customerReference",
    "internalReference",
];

/// Says what another text says already, so that a word need not be looked for in it.
const SAME: [&str; 1] = ["parentIdentifier"];

/// What one attribute must be.
#[derive(Debug, Clone)]
enum Test {
    Number(Interval<f64>),
    Instant(Interval<i64>),
    OneOf(Vec<String>),
}

impl Test {
    fn admits(&self, value: Option<&Attribute<'_>>) -> bool {
        match (self, value) {
            (Self::Number(interval), Some(Attribute::Number(value))) => interval.contains(value),
            (Self::Instant(interval), Some(Attribute::Instant(value))) => interval.contains(value),
            (Self::OneOf(list), Some(Attribute::Text(value))) => list.iter().any(|wanted| wanted == value),
            _ => false,
        }
    }
}

/// One key of the order of results.
#[derive(Debug, Clone)]
pub(crate) struct SortBy {
    pub(crate) attribute: String,
    pub(crate) descending: bool,
}

/// A search, read and checked.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    /// Names or identifiers of workspaces; empty means the public ones.
    pub(crate) workspaces: Vec<String>,
    tests: Vec<(&'static str, Test)>,
    pub(crate) place: Option<Place>,
    /// The full-text search.
    words: Expression,
    pub(crate) sort: Vec<SortBy>,
    pub(crate) page: usize,
    pub(crate) per_page: usize,
}

impl Query {
    /// Reads a query string.
    pub(crate) fn from_query_string(text: &str) -> Result<Self, Refusal> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_form(name), Value::String(decode_form(value)))
        });
        Self::from_parameters(&pairs.collect())
    }

    /// Reads a JSON object; nothing at all asks for everything.
    pub(crate) fn from_json(value: &Value) -> Result<Self, Refusal> {
        match value {
            Value::Object(parameters) => Self::from_parameters(parameters),
            Value::Null => Self::from_parameters(&Map::new()),
            _ => Err(Refusal::bad("The search must be a JSON object")),
        }
    }

    fn from_parameters(parameters: &Map<String, Value>) -> Result<Self, Refusal> {
        let read = Reader(parameters);
        let query = Self {
            workspaces: read.list("workspace")?.unwrap_or_default(),
            tests: read.tests()?,
            place: read.place()?,
            words: read.words()?,
            sort: read.sort()?,
            page: read.count("startPage", 1)?,
            per_page: read.count("itemsPerPage", 50)?,
        };
        if query.per_page > PAGE_LIMIT {
            return Err(Refusal::bad(format!("itemsPerPage: {} is more than {PAGE_LIMIT}", query.per_page)));
        }
        if query.page.saturating_mul(query.per_page) > WINDOW {
            let message = format!("startPage: itemsPerPage x startPage must not exceed {WINDOW}");
            return Err(Refusal::bad(message).hint("Narrow the search, for instance by lastUpdateDate."));
        }
        Ok(query)
    }

    /// The values one text attribute may have, if it is asked for.
    pub(crate) fn wanted(&self, attribute: &str) -> Option<&[String]> {
        self.tests.iter().find_map(|(name, test)| match test {
            Test::OneOf(list) if *name == attribute => Some(list.as_slice()),
            _ => None,
        })
    }

    /// The earliest and the latest time one date may have, if it is asked for.
    pub(crate) fn span(&self, attribute: &str) -> Option<(i64, i64)> {
        self.tests.iter().find_map(|(name, test)| match test {
            Test::Instant(interval) if *name == attribute => Some(ends(interval)),
            _ => None,
        })
    }

    /// Whether every condition but the place holds.
    pub(crate) fn admits<'a>(&self, attribute: impl Fn(&str) -> Option<Attribute<'a>>) -> bool {
        self.tests.iter().all(|(name, test)| test.admits(attribute(name).as_ref()))
            && self.mentions(&attribute)
    }

    /// A word is looked for in all texts of an item, without regard to case; `name:value` in one of them.
    fn mentions<'a>(&self, attribute: &impl Fn(&str) -> Option<Attribute<'a>>) -> bool {
        if self.words == Expression::All {
            return true;
        }
        let number = |name: &str| match attribute(name) {
            Some(Attribute::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        self.words.holds(&mut |field, pattern| match field {
            Some(field) => match attribute(field) {
                Some(Attribute::Text(text)) => glob(&pattern.to_lowercase(), &text.to_lowercase()),
                _ => number(field).is_some_and(|text| glob(pattern, &text)),
            },
            None => TEXTS.iter().filter(|name| !SAME.contains(name)).any(|name| match attribute(name) {
                Some(Attribute::Text(text)) => has_word(&text, pattern),
                _ => false,
            }),
        })
    }

    /// What identifies this search apart from the page asked for.
    pub(crate) fn fingerprint(&self) -> String {
        format!("{:?} {:?} {:?} {:?} {:?}", self.workspaces, self.tests, self.place, self.words, self.sort)
    }
}

/// Whether a text contains a word, perhaps with wildcards, without regard to case.
fn has_word(text: &str, word: &str) -> bool {
    if word.contains(['*', '?']) || !word.is_ascii() {
        return glob(&format!("*{}*", word.to_lowercase()), &text.to_lowercase());
    }
    text.as_bytes().windows(word.len().max(1)).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Compares by one key; what has no value comes last either way.
pub(crate) fn compare(a: Option<&Attribute<'_>>, b: Option<&Attribute<'_>>, descending: bool) -> Ordering {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (Some(_), None) => return Ordering::Less,
        (None, Some(_)) => return Ordering::Greater,
        (None, None) => return Ordering::Equal,
    };
    let order = match (a, b) {
        (Attribute::Number(a), Attribute::Number(b)) => a.total_cmp(b),
        (Attribute::Instant(a), Attribute::Instant(b)) => a.cmp(b),
        (Attribute::Text(a), Attribute::Text(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if descending { order.reverse() } else { order }
}

struct Reader<'a>(&'a Map<String, Value>);

impl Reader<'_> {
    /// A parameter; empty text counts as not given.
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Refusal::bad(format!("{name}: a text is expected"))),
        }
    }

    fn list(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        match self.get(name) {
            Some(Value::Array(values)) => {
                let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
                let list: Option<Vec<_>> = texts.collect();
                list.map(Some).ok_or_else(|| Refusal::bad(format!("{name}: a list of texts is expected")))
            }
            _ => Ok(self.text(name)?.map(|text| text.split(',').map(str::to_owned).collect())),
        }
    }

    fn count(&self, name: &str, default: usize) -> Result<usize, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(default) };
        let count = text.parse().ok().filter(|count| *count > 0);
        count.ok_or_else(|| Refusal::bad(format!("{name}: '{text}' is not a number above 0")))
    }

    fn tests(&self) -> Result<Vec<(&'static str, Test)>, Refusal> {
        let mut tests = Vec::new();
        for name in NUMBERS {
            if let Some(text) = self.text(name)? {
                let interval = interval::parse(&text, |text| text.parse::<f64>().ok());
                tests.push((name, Test::Number(interval.map_err(|fault| wrong(name, &fault))?)));
            }
        }
        for name in INSTANTS {
            if let Some(text) = self.text(name)? {
                tests.push((name, Test::Instant(instants(&text).map_err(|fault| wrong(name, &fault))?)));
            }
        }
        for name in TEXTS {
            // The published parameter is misspelt; both spellings are taken.
            let misspelt = if name == "parentIdentifier" { self.list("parentIdenfifier")? } else { None };
            if let Some(list) = self.list(name)?.or(misspelt) {
                tests.push((name, Test::OneOf(list)));
            }
        }
        Ok(tests)
    }

    fn place(&self) -> Result<Option<Place>, Refusal> {
        let relation = match self.text("relation")?.as_deref() {
            None | Some("intersects") => Relation::Intersects,
            Some("disjoint") => Relation::Disjoint,
            Some("within") => Relation::Within,
            Some("contains") => Relation::Contains,
            Some(other) => {
                return Err(wrong(
                    "relation",
                    &format!("'{other}' is not intersects, disjoint, within or contains"),
                ));
            }
        };
        match (self.text("bbox")?, self.get("geometry")) {
            (Some(_), Some(_)) => Err(Refusal::bad("bbox and geometry must not be given together")),
            (Some(text), None) => {
                Place::bbox(&text, relation).map(Some).map_err(|fault| wrong("bbox", &fault))
            }
            (None, Some(value)) => {
                Place::geometry(value, relation).map(Some).map_err(|fault| wrong("geometry", &fault))
            }
            (None, None) => Ok(None),
        }
    }

    fn words(&self) -> Result<Expression, Refusal> {
        let text = self.text("q")?.unwrap_or_default();
        query_language::parse_words(&text).map_err(|fault| wrong("q", &fault))
    }

    fn sort(&self) -> Result<Vec<SortBy>, Refusal> {
        let keys =
            self.list("sortBy")?.unwrap_or_else(|| vec!["-acquisitionDate".into(), "cloudCover".into()]);
        let known = |name: &str| NUMBERS.contains(&name) || INSTANTS.contains(&name) || TEXTS.contains(&name);
        let keys = keys.iter().map(|key| {
            let attribute = key.trim_start_matches(['-', '+']);
            if !known(attribute) {
                return Err(wrong("sortBy", &format!("'{attribute}' is not a sortable attribute")));
            }
            Ok(SortBy { attribute: attribute.to_owned(), descending: key.starts_with('-') })
        });
        keys.collect()
    }
}

fn wrong(name: &str, fault: &str) -> Refusal {
    Refusal::bad(format!("{name}: {fault}"))
}

/// The first and the last moment of an interval of times, as far as they are given.
pub(super) fn span_of(text: &str) -> Result<(i64, i64), String> {
    instants(text).map(|interval| ends(&interval))
}

fn ends(interval: &Interval<i64>) -> (i64, i64) {
    let low = interval.low.as_ref().map_or(i64::MIN, |bound| bound.value);
    (low, interval.high.as_ref().map_or(i64::MAX, |bound| bound.value))
}

/// An interval of times; a bare day means all of it.
fn instants(text: &str) -> Result<Interval<i64>, String> {
    let interval = interval::parse(text, stamps::parse)?;
    let low = interval.low.map(|bound| interval::Bound {
        value: bound.value.ms + if bound.value.whole_day && !bound.included { DAY_MS - 1 } else { 0 },
        included: bound.included,
    });
    let high = interval.high.map(|bound| interval::Bound {
        value: bound.value.ms + if bound.value.whole_day && bound.included { DAY_MS - 1 } else { 0 },
        included: bound.included,
    });
    Ok(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(value: &Value) -> String {
        Query::from_json(value).unwrap_err().message
    }

    #[test]
    fn both_doors_read_the_same_search() {
        let by_get =
            Query::from_query_string("constellation=PHR,SPOT&cloudCover=%5B0,20%5D&sortBy=-cloudCover")
                .unwrap();
        let by_post = json!({ "constellation": ["PHR", "SPOT"], "cloudCover": "[0,20]", "sortBy": "-cloudCover", "index": "all" });
        assert_eq!(by_get.fingerprint(), Query::from_json(&by_post).unwrap().fingerprint());
    }

    #[test]
    fn a_bare_day_is_all_of_it() {
        let interval = instants("[2020-01-01,2020-01-02]").unwrap();
        let at = |text| stamps::parse(text).unwrap().ms;
        assert!(
            interval.contains(&at("2020-01-02T23:59:59.999Z"))
                && !interval.contains(&at("2020-01-03T00:00:00Z"))
        );
        assert!(instants("2020-01-01").unwrap().contains(&at("2020-01-01T10:00:00Z")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(refused(&json!({ "itemsPerPage": 501 })).contains("itemsPerPage"));
        assert!(refused(&json!({ "itemsPerPage": 200, "startPage": 51 })).contains("startPage"));
        assert!(refused(&json!({ "startPage": 0 })).contains("startPage"));
        assert!(refused(&json!({ "cloudCover": "[0, 80]" })).contains("cloudCover"));
        assert!(refused(&json!({ "acquisitionDate": "[soon" })).contains("acquisitionDate"));
        assert!(refused(&json!({ "relation": "near" })).contains("near"));
        assert!(refused(&json!({ "bbox": "0,0,1,1", "geometry": "POINT(0 0)" })).contains("together"));
        assert!(refused(&json!({ "sortBy": "beauty" })).contains("beauty"));
        assert!(refused(&json!([1])).contains("object"));
    }

    #[test]
    fn page_fifty_of_two_hundred_is_within_the_window() {
        assert!(Query::from_json(&json!({ "itemsPerPage": 200, "startPage": 50 })).is_ok());
    }
}
