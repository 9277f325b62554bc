//! Why so few scenes: what each part of a filter takes away, and which single change would bring how many back.
//!
//! Each change is tried on the scenes before it is offered: a promise of twelve more shows twelve more.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::filter::{Criterion, Matcher, SceneFilter};
use crate::index::{Entry, count};
use crate::platform::Constellation;

/// What is left after a part of the filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FunnelStep {
    /// In plain words.
    pub label: String,
    /// How many scenes are left.
    pub left: u32,
}

/// A change of the filter that shows more scenes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Relaxation {
    /// In plain words.
    pub label: String,
    /// The filter after it.
    pub filter: SceneFilter,
    /// How many more it shows.
    pub gains: u32,
}

/// A change aims at this many more scenes: enough to choose from, and no wider than needed.
const ENOUGH: usize = 10;
/// Changes that are offered.
const MOST: usize = 6;

/// The steps of the filter in turn, the first with all that was found.
pub(crate) fn funnel(entries: &[Entry], filter: &SceneFilter) -> Vec<FunnelStep> {
    let matcher = Matcher::new(filter);
    let mut left: Vec<&Entry> = entries.iter().collect();
    let mut steps = vec![FunnelStep { label: "Found".to_owned(), left: count(left.len()) }];
    for criterion in Criterion::ALL.into_iter().filter(|criterion| matcher.is_set(*criterion)) {
        left.retain(|entry| matcher.meets(entry, criterion));
        steps.push(FunnelStep { label: in_words(filter, criterion), left: count(left.len()) });
    }
    steps
}

fn in_words(filter: &SceneFilter, criterion: Criterion) -> String {
    match criterion {
        Criterion::Constellations => {
            let names: Vec<&str> = filter.constellations.iter().map(|one| one.label()).collect();
            names.join(", ")
        }
        Criterion::Dates => match (&filter.date_from, &filter.date_to) {
            (Some(from), Some(to)) => format!("Taken from {from} to {to}"),
            (Some(from), None) => format!("Taken since {from}"),
            (None, Some(to)) => format!("Taken until {to}"),
            (None, None) => "Taken at any time".to_owned(),
        },
        Criterion::Cloud => format!("Cloud up to {} %", plain(filter.max_cloud)),
        Criterion::Incidence => format!("Incidence up to {}°", plain(filter.max_incidence)),
        Criterion::Coverage => format!("Covers at least {} % of the area", plain(filter.min_coverage)),
        Criterion::Kept => "Kept by you".to_owned(),
    }
}

fn plain(limit: Option<f64>) -> String {
    let limit = limit.unwrap_or_default();
    if limit.fract() == 0.0 { format!("{limit:.0}") } else { format!("{limit:.1}") }
}

/// Single changes that show more, most first. When no single change does, leaving the whole filter out is offered.
pub(crate) fn relaxations(entries: &[Entry], filter: &SceneFilter) -> Vec<Relaxation> {
    let matcher = Matcher::new(filter);
    let matched = matching(entries, filter);
    let gain = |(label, filter): (String, SceneFilter)| {
        let gains = matching(entries, &filter).saturating_sub(matched);
        (gains > 0).then(|| Relaxation { label, filter, gains: count(gains) })
    };
    let set = Criterion::ALL.into_iter().filter(|criterion| matcher.is_set(*criterion));
    let mut offered: Vec<Relaxation> = set
        .flat_map(|criterion| {
            let lost =
                |entry: &&Entry| matcher.passes_without(entry, criterion) && !matcher.meets(entry, criterion);
            let lost: Vec<&Entry> = entries.iter().filter(lost).collect();
            if lost.is_empty() { Vec::new() } else { changes(filter, criterion, &lost) }
        })
        .filter_map(gain)
        .collect();
    if offered.is_empty() {
        let none = SceneFilter::default();
        offered.extend(gain(("Without any filter".to_owned(), none)));
    }
    offered.sort_by(|a, b| b.gains.cmp(&a.gains).then_with(|| a.label.cmp(&b.label)));
    offered.truncate(MOST);
    offered
}

fn matching(entries: &[Entry], filter: &SceneFilter) -> usize {
    let matcher = Matcher::new(filter);
    entries.iter().filter(|entry| matcher.passes(entry)).count()
}

/// Changes of one part of the filter, given the scenes that only this part takes away.
fn changes(filter: &SceneFilter, criterion: Criterion, lost: &[&Entry]) -> Vec<(String, SceneFilter)> {
    let filter = filter.clone();
    match criterion {
        Criterion::Constellations => others(&filter, lost),
        Criterion::Dates => vec![wider_dates(filter, lost)],
        Criterion::Cloud => {
            let limit =
                rounded_up(lost.iter().filter_map(|entry| entry.scene.cloud)).filter(|limit| *limit < 100.0);
            let label =
                limit.map_or_else(|| "Any cloud".to_owned(), |limit| format!("Cloud up to {limit:.0} %"));
            vec![(label, SceneFilter { max_cloud: limit, ..filter })]
        }
        Criterion::Incidence => {
            let values = lost.iter().filter_map(|entry| entry.scene.incidence);
            let limit = rounded_up(values).filter(|limit| *limit < 60.0);
            let label = limit
                .map_or_else(|| "Any incidence".to_owned(), |limit| format!("Incidence up to {limit:.0}°"));
            vec![(label, SceneFilter { max_incidence: limit, ..filter })]
        }
        Criterion::Coverage => {
            let missing = rounded_up(lost.iter().map(|entry| 100.0 - entry.coverage));
            let least = missing.map(|missing| 100.0 - missing).filter(|least| *least > 0.0);
            let label = least.map_or_else(
                || "Any share of the area".to_owned(),
                |least| format!("Covers at least {least:.0} % of the area"),
            );
            vec![(label, SceneFilter { min_coverage: least, ..filter })]
        }
        Criterion::Kept => {
            vec![("Not only kept scenes".to_owned(), SceneFilter { kept_only: false, ..filter })]
        }
    }
}

/// The limit, in steps of 5, that lets enough of the values through.
fn rounded_up(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let wanted = values.get(ENOUGH - 1).or(values.last())?;
    Some((wanted / 5.0).ceil() * 5.0)
}

fn others(filter: &SceneFilter, lost: &[&Entry]) -> Vec<(String, SceneFilter)> {
    let there =
        |one: &Constellation| lost.iter().any(|entry| entry.scene.constellation.known() == Some(*one));
    let with = |one: Constellation| {
        let mut constellations = filter.constellations.clone();
        constellations.push(one);
        (format!("{} too", one.label()), SceneFilter { constellations, ..filter.clone() })
    };
    let mut offered: Vec<_> = Constellation::ALL.into_iter().filter(there).map(with).collect();
    if offered.is_empty() {
        let any = SceneFilter { constellations: Vec::new(), ..filter.clone() };
        offered.push(("Any constellation".to_owned(), any));
    }
    offered
}

/// Both ends are moved by the same plain span, the shortest that shows enough.
fn wider_dates(filter: SceneFilter, lost: &[&Entry]) -> (String, SceneFilter) {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<Date>().ok());
    let (from, to) = (day(&filter.date_from), day(&filter.date_to));
    let spans = [
        ("One month wider", 1.month()),
        ("Three months wider", 3.months()),
        ("One year wider", 1.year()),
        ("Three years wider", 3.years()),
        ("Ten years wider", 10.years()),
    ];
    let wanted = lost.len().min(ENOUGH);
    for (label, span) in spans {
        let earlier = from.map(|from| from.saturating_sub(span));
        let later = to.map(|to| to.saturating_add(span));
        let within =
            |date: &Date| earlier.is_none_or(|from| *date >= from) && later.is_none_or(|to| *date <= to);
        if lost.iter().filter_map(|entry| entry.day).filter(within).count() >= wanted {
            let text = |date: Option<Date>| date.map(|date| date.to_string());
            return (
                label.to_owned(),
                SceneFilter { date_from: text(earlier), date_to: text(later), ..filter },
            );
        }
    }
    ("At any time".to_owned(), SceneFilter { date_from: None, date_to: None, ..filter })
}
