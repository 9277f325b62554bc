//! Counts over all scenes: for the histograms of the filters, the calendar, and "why so few?".

use std::collections::BTreeMap;

use serde::Serialize;

use crate::filter::{Criterion, Matcher, SceneFilter};
use crate::funnel::{self, FunnelStep, Relaxation};
use crate::index::{Entry, count};
use crate::platform::SceneConstellation;

/// How many scenes of a constellation there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ConstellationCount {
    /// Which.
    pub constellation: SceneConstellation,
    /// How many.
    pub count: u32,
}

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthFacet {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// Scenes of the month that pass all filters but the dates.
    pub count: u32,
    /// The largest share of the area, in %, that one of them shows without cloud, if its cloud were spread evenly.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub best_clear: f64,
}

/// Counts. Histograms are over all scenes, so that they stay in place while a limit is dragged across them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SceneFacets {
    /// How many there are.
    pub total: u32,
    /// How many pass.
    pub matched: u32,
    /// 20 bins of 5 %; the last takes 100 % too.
    pub cloud: Vec<u32>,
    /// 18 bins of 2.5°; the last takes all beyond 45° too.
    pub incidence: Vec<u32>,
    /// By constellation, those that are there.
    pub constellations: Vec<ConstellationCount>,
    /// By month of acquisition, in order. A month counts whatever the filter says of dates: it is where one chooses them.
    pub months: Vec<MonthFacet>,
    /// What each part of the filter leaves of what the one before left.
    pub funnel: Vec<FunnelStep>,
    /// Changes of the filter that show more, most first.
    pub relaxations: Vec<Relaxation>,
}

pub(crate) fn describe(entries: &[Entry], filter: &SceneFilter) -> SceneFacets {
    let matcher = Matcher::new(filter);
    SceneFacets {
        total: count(entries.len()),
        matched: count(entries.iter().filter(|entry| matcher.passes(entry)).count()),
        cloud: histogram(entries.iter().filter_map(|entry| entry.scene.cloud), 5.0, 20),
        incidence: histogram(entries.iter().filter_map(|entry| entry.scene.incidence), 2.5, 18),
        constellations: constellations(entries),
        months: months(entries, &matcher),
        funnel: funnel::funnel(entries, filter),
        relaxations: funnel::relaxations(entries, filter),
    }
}

fn histogram(values: impl Iterator<Item = f64>, width: f64, bins: usize) -> Vec<u32> {
    let mut counts = vec![0; bins];
    for value in values.filter(|value| *value >= 0.0) {
        counts[((value / width) as usize).min(bins - 1)] += 1;
    }
    counts
}

fn constellations(entries: &[Entry]) -> Vec<ConstellationCount> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.scene.constellation).or_insert(0) += 1;
    }
    counts.into_iter().map(|(constellation, count)| ConstellationCount { constellation, count }).collect()
}

fn months(entries: &[Entry], matcher: &Matcher<'_>) -> Vec<MonthFacet> {
    let mut months: BTreeMap<(i16, i8), (u32, f64)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| matcher.passes_without(entry, Criterion::Dates)) {
        let Some(day) = entry.day else { continue };
        let clear = entry.coverage * (1.0 - entry.scene.cloud.unwrap_or(100.0) / 100.0);
        let (count, best) = months.entry((day.year(), day.month())).or_default();
        *count += 1;
        *best = best.max(clear);
    }
    let facet = |((year, month), (count, best_clear))| MonthFacet { year, month, count, best_clear };
    months.into_iter().map(facet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bin_takes_the_upper_end() {
        let bins = histogram([0.0, 4.9, 5.0, 99.0, 100.0, 130.0].into_iter(), 5.0, 20);
        assert_eq!((bins[0], bins[1], bins[19]), (2, 1, 3));
        assert_eq!(bins.iter().sum::<u32>(), 6);
    }
}
