//! Why so few scenes: what each part of a filter takes away, and which single change would bring how many back.
//!
//! Each change is tried on the scenes before it is offered: a promise of twelve more shows twelve more.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::columns::{Columns, UNKNOWN_DAY, day_number};
use crate::filter::{Criterion, Limits, SceneFilter};
use crate::index::count;
use crate::platform::Constellation;
use crate::selection::{Selection, count_passing};

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
pub(crate) fn funnel(selection: &Selection, filter: &SceneFilter) -> Vec<FunnelStep> {
    let set: Vec<Criterion> =
        Criterion::ALL.into_iter().filter(|criterion| selection.limits().is_set(*criterion)).collect();
    // Each scene is lost at the first part it fails: the lowest of its bits, since parts are in the order of their bits.
    let mut lost_at = [0_usize; 17];
    for fails in selection.fails() {
        lost_at[fails.trailing_zeros().min(16) as usize] += 1;
    }
    let mut left = selection.fails().len();
    let mut steps = vec![FunnelStep { label: "Found".to_owned(), left: count(left) }];
    for criterion in set {
        left -= lost_at[criterion as usize];
        steps.push(FunnelStep { label: in_words(filter, criterion), left: count(left) });
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
        Criterion::Months => format!("Taken in {}", month_names(&filter.months)),
        Criterion::Cloud => format!("Cloud in scene up to {} %", plain(filter.max_cloud)),
        Criterion::Snow => format!("Snow in scene up to {} %", plain(filter.max_snow)),
        Criterion::Incidence => format!("Incidence up to {}°", plain(filter.max_incidence)),
        Criterion::Sun => format!("Sun at least {}° high", plain(filter.min_sun)),
        Criterion::Resolution => format!("Pixels up to {} m", plain(filter.max_resolution)),
        Criterion::Coverage => format!("Covers at least {} % of the area", plain(filter.min_coverage)),
        Criterion::Kept => "Kept by you".to_owned(),
        Criterion::Flawed => "With a fault in the record".to_owned(),
    }
}

fn month_names(months: &[u8]) -> String {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let names = (1..=12).zip(NAMES).filter(|(number, _)| months.contains(number)).map(|(_, name)| name);
    names.collect::<Vec<_>>().join(", ")
}

fn plain(limit: Option<f64>) -> String {
    let limit = limit.unwrap_or_default();
    if limit.fract() == 0.0 { format!("{limit:.0}") } else { format!("{limit:.1}") }
}

/// Single changes that show more, most first. When no single change does, leaving the whole filter out is offered.
pub(crate) fn relaxations(columns: &Columns, selection: &Selection, filter: &SceneFilter) -> Vec<Relaxation> {
    let matched = selection.count();
    let set = Criterion::ALL.into_iter().filter(|criterion| selection.limits().is_set(*criterion));
    let mut offered: Vec<Relaxation> = set
        .flat_map(|criterion| {
            let fails = selection.fails().iter().enumerate();
            let lost: Vec<usize> =
                fails.filter(|(_, fails)| **fails == criterion.bit()).map(|(place, _)| place).collect();
            let changes =
                if lost.is_empty() { Vec::new() } else { changes(columns, filter, criterion, &lost) };
            changes.into_iter().filter_map(move |(label, filter)| {
                let gains = regained(columns, &lost, criterion, &filter);
                (gains > 0).then(|| Relaxation { label, filter, gains: count(gains) })
            })
        })
        .collect();
    if offered.is_empty() && matched < columns.len() {
        let filter = SceneFilter::default();
        let gains = count_passing(columns, &Limits::new(&filter)) - matched;
        offered.push(Relaxation { label: "Without any filter".to_owned(), filter, gains: count(gains) });
    }
    offered.sort_by(|a, b| b.gains.cmp(&a.gains).then_with(|| a.label.cmp(&b.label)));
    offered.truncate(MOST);
    offered
}

/// How many of the scenes that only this part took away pass once it is changed.
fn regained(columns: &Columns, lost: &[usize], criterion: Criterion, changed: &SceneFilter) -> usize {
    let limits = Limits::new(changed);
    let passes = |place: &&usize| {
        let mut fails = [0];
        limits.mark(columns, criterion, &mut fails, **place);
        fails == [0]
    };
    lost.iter().filter(passes).count()
}

type Change = (String, SceneFilter);

/// Changes of one part of the filter, given the scenes that only this part takes away.
fn changes(columns: &Columns, filter: &SceneFilter, criterion: Criterion, lost: &[usize]) -> Vec<Change> {
    let filter = filter.clone();
    let known = |column: &[f64]| {
        let values = lost.iter().map(|place| column[*place]);
        values.filter(|value| !value.is_nan()).collect::<Vec<f64>>()
    };
    let one = |label: String, filter: SceneFilter| vec![(label, filter)];
    match criterion {
        Criterion::Constellations => others(columns, &filter, lost),
        Criterion::Dates => vec![wider_dates(columns, filter, lost)],
        Criterion::Months => one("In any month".to_owned(), SceneFilter { months: Vec::new(), ..filter }),
        Criterion::Cloud => {
            let limit = rounded_up(known(&columns.cloud)).filter(|limit| *limit < 100.0);
            let label = limit.map_or("Any cloud in scene".to_owned(), |limit| {
                format!("Cloud in scene up to {limit:.0} %")
            });
            one(label, SceneFilter { max_cloud: limit, ..filter })
        }
        Criterion::Snow => {
            let limit = rounded_up(known(&columns.snow)).filter(|limit| *limit < 100.0);
            let label = limit
                .map_or("Any snow in scene".to_owned(), |limit| format!("Snow in scene up to {limit:.0} %"));
            one(label, SceneFilter { max_snow: limit, ..filter })
        }
        Criterion::Incidence => {
            let limit = rounded_up(known(&columns.incidence)).filter(|limit| *limit < 60.0);
            let label =
                limit.map_or("Any incidence".to_owned(), |limit| format!("Incidence up to {limit:.0}°"));
            one(label, SceneFilter { max_incidence: limit, ..filter })
        }
        Criterion::Sun => {
            let below = known(&columns.sun).into_iter().map(|height| 90.0 - height).collect();
            let least = rounded_up(below).map(|below| 90.0 - below).filter(|least| *least > 0.0);
            let label = least
                .map_or("The sun at any height".to_owned(), |least| format!("Sun at least {least:.0}° high"));
            one(label, SceneFilter { min_sun: least, ..filter })
        }
        Criterion::Resolution => {
            one("Any pixel size".to_owned(), SceneFilter { max_resolution: None, ..filter })
        }
        Criterion::Coverage => {
            let missing = known(&columns.coverage).into_iter().map(|share| 100.0 - share).collect();
            let least = rounded_up(missing).map(|missing| 100.0 - missing).filter(|least| *least > 0.0);
            let label = least.map_or("Any share of the area".to_owned(), |least| {
                format!("Covers at least {least:.0} % of the area")
            });
            one(label, SceneFilter { min_coverage: least, ..filter })
        }
        Criterion::Kept => one("Not only kept scenes".to_owned(), SceneFilter { kept_only: false, ..filter }),
        Criterion::Flawed => {
            one("Not only those with a fault".to_owned(), SceneFilter { flawed_only: false, ..filter })
        }
    }
}

/// The limit, in steps of 5, that lets enough of the values through.
fn rounded_up(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let wanted = values.get(ENOUGH - 1).or(values.last())?;
    Some((wanted / 5.0).ceil() * 5.0)
}

fn others(columns: &Columns, filter: &SceneFilter, lost: &[usize]) -> Vec<Change> {
    let there =
        |one: &Constellation| lost.iter().any(|place| columns.constellation[*place].known() == Some(*one));
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
fn wider_dates(columns: &Columns, filter: SceneFilter, lost: &[usize]) -> Change {
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
        let (first, last) = (earlier.map_or(UNKNOWN_DAY + 1, day_number), later.map_or(i32::MAX, day_number));
        let within = |place: &&usize| (first..=last).contains(&columns.day[**place]);
        if lost.iter().filter(within).count() >= wanted {
            let text = |date: Option<Date>| date.map(|date| date.to_string());
            return (
                label.to_owned(),
                SceneFilter { date_from: text(earlier), date_to: text(later), ..filter },
            );
        }
    }
    ("At any time".to_owned(), SceneFilter { date_from: None, date_to: None, ..filter })
}
