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
    /// The part of the filter; `None` before any, with all that was found.
    pub criterion: Option<Criterion>,
    /// How many scenes are left.
    pub left: u32,
}

/// A change of the filter that shows more scenes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Relaxation {
    /// The part of the filter that it changes; `None` where it leaves all of them out.
    pub criterion: Option<Criterion>,
    /// By how many months both ends of the dates move; `None` where they are left out, or it changes another part.
    pub wider_by_months: Option<u16>,
    /// The filter after it.
    pub filter: SceneFilter,
    /// How many more it shows.
    pub gains: u32,
}

/// A change aims at this many more scenes: enough to choose from, and no wider than needed.
const ENOUGH: usize = 10;
/// Spans by which dates are made wider: a month to ten years.
const WIDER_MONTHS: [u16; 5] = [1, 3, 12, 36, 120];
/// Changes that are offered.
const MOST: usize = 6;

/// The steps of the filter in turn, the first with all that was found.
pub(crate) fn funnel(selection: &Selection) -> Vec<FunnelStep> {
    let set: Vec<Criterion> =
        Criterion::ALL.into_iter().filter(|criterion| selection.limits().is_set(*criterion)).collect();
    // Each scene is lost at the first part it fails: the lowest of its bits, since parts are in the order of their bits.
    let mut lost_at = [0_usize; 17];
    for fails in selection.fails() {
        lost_at[fails.trailing_zeros().min(16) as usize] += 1;
    }
    let mut left = selection.fails().len();
    let mut steps = vec![FunnelStep { criterion: None, left: count(left) }];
    for criterion in set {
        left -= lost_at[criterion as usize];
        steps.push(FunnelStep { criterion: Some(criterion), left: count(left) });
    }
    steps
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
            changes.into_iter().filter_map(move |(filter, wider_by_months)| {
                let gains = regained(columns, &lost, criterion, &filter);
                let criterion = Some(criterion);
                (gains > 0).then(|| Relaxation { criterion, wider_by_months, filter, gains: count(gains) })
            })
        })
        .collect();
    if offered.is_empty() && matched < columns.len() {
        let filter = SceneFilter::default();
        let gains = count_passing(columns, &Limits::new(&filter)) - matched;
        let gains = count(gains);
        offered.push(Relaxation { criterion: None, wider_by_months: None, filter, gains });
    }
    // Of the same gain the first part of the filter comes first.
    offered.sort_by_key(|offer| std::cmp::Reverse(offer.gains));
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

/// A changed filter, and by how many months its dates are wider.
type Change = (SceneFilter, Option<u16>);

/// Changes of one part of the filter, given the scenes that only this part takes away.
fn changes(columns: &Columns, filter: &SceneFilter, criterion: Criterion, lost: &[usize]) -> Vec<Change> {
    let filter = filter.clone();
    let known = |column: &[f64]| {
        let values = lost.iter().map(|place| column[*place]);
        values.filter(|value| !value.is_nan()).collect::<Vec<f64>>()
    };
    let changed = match criterion {
        Criterion::Constellations => return others(columns, &filter, lost),
        Criterion::Dates => return vec![wider_dates(columns, filter, lost)],
        Criterion::Months => SceneFilter { months: Vec::new(), ..filter },
        Criterion::Cloud => {
            let max_cloud = rounded_up(known(&columns.cloud)).filter(|limit| *limit < 100.0);
            SceneFilter { max_cloud, ..filter }
        }
        Criterion::Snow => {
            let max_snow = rounded_up(known(&columns.snow)).filter(|limit| *limit < 100.0);
            SceneFilter { max_snow, ..filter }
        }
        Criterion::Incidence => {
            let max_incidence = rounded_up(known(&columns.incidence)).filter(|limit| *limit < 60.0);
            SceneFilter { max_incidence, ..filter }
        }
        Criterion::Sun => {
            let below = known(&columns.sun).into_iter().map(|height| 90.0 - height).collect();
            let min_sun = rounded_up(below).map(|below| 90.0 - below).filter(|least| *least > 0.0);
            SceneFilter { min_sun, ..filter }
        }
        Criterion::Resolution => SceneFilter { max_resolution: None, ..filter },
        Criterion::Coverage => {
            let missing = known(&columns.coverage).into_iter().map(|share| 100.0 - share).collect();
            let min_coverage =
                rounded_up(missing).map(|missing| 100.0 - missing).filter(|least| *least > 0.0);
            SceneFilter { min_coverage, ..filter }
        }
        Criterion::Kept => SceneFilter { kept_only: false, ..filter },
        Criterion::Flawed => SceneFilter { flawed_only: false, ..filter },
    };
    vec![(changed, None)]
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
        (SceneFilter { constellations, ..filter.clone() }, None)
    };
    let mut offered: Vec<_> = Constellation::ALL.into_iter().filter(there).map(with).collect();
    if offered.is_empty() {
        let any = SceneFilter { constellations: Vec::new(), ..filter.clone() };
        offered.push((any, None));
    }
    offered
}

/// Both ends are moved by the same plain span, the shortest that shows enough.
fn wider_dates(columns: &Columns, filter: SceneFilter, lost: &[usize]) -> Change {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<Date>().ok());
    let (from, to) = (day(&filter.date_from), day(&filter.date_to));
    let wanted = lost.len().min(ENOUGH);
    for months in WIDER_MONTHS {
        let span = i32::from(months).months();
        let earlier = from.map(|from| from.saturating_sub(span));
        let later = to.map(|to| to.saturating_add(span));
        let (first, last) = (earlier.map_or(UNKNOWN_DAY + 1, day_number), later.map_or(i32::MAX, day_number));
        let within = |place: &&usize| (first..=last).contains(&columns.day[**place]);
        if lost.iter().filter(within).count() >= wanted {
            let text = |date: Option<Date>| date.map(|date| date.to_string());
            return (SceneFilter { date_from: text(earlier), date_to: text(later), ..filter }, Some(months));
        }
    }
    (SceneFilter { date_from: None, date_to: None, ..filter }, None)
}
