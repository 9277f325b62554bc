//! Counts over all scenes: for the histograms of the filters, the calendar, and "why so few?".

use serde::Serialize;

use crate::columns::Columns;
use crate::filter::{Criterion, SceneFilter};
use crate::flaws::{FlawCount, SceneFlaw};
use crate::funnel::{self, FunnelStep, Relaxation};
use crate::index::count;
use crate::places::Places;
use crate::platform::SceneConstellation;
use crate::selection::Selection;

/// How many scenes of a constellation there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ConstellationCount {
    /// Which.
    pub constellation: SceneConstellation,
    /// How many.
    pub count: u32,
}

/// A month of the calendar, with the scenes of it that pass all filters but the dates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthFacet {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// How many.
    pub count: u32,
    /// The largest coverage of one of them, of the area it covers most of, times the share of that scene that is free of cloud, in %. `None` when the cloud
    /// of none of them is known: what is not known does not count as usable.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub best_usable: Option<f64>,
    /// The share of the area, or of all areas of the search together, in %, that all of them show: counted at places spread
    /// over them, and right to about half a percent.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub covered: f64,
    /// The least cloud of one of them, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub least_cloud: Option<f64>,
}

/// Counts. Each histogram counts what its own handle could let through: the scenes that pass all other parts of the filter.
/// So its bars stay in place while that handle is dragged.
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
    /// 20 bins of 5 %.
    pub snow: Vec<u32>,
    /// 18 bins of 2.5°; the last takes all beyond 45° too.
    pub incidence: Vec<u32>,
    /// 18 bins of 5°.
    pub sun: Vec<u32>,
    /// 20 bins of 5 %.
    pub coverage: Vec<u32>,
    /// January to December.
    pub months_of_year: Vec<u32>,
    /// By constellation, those that are there.
    pub constellations: Vec<ConstellationCount>,
    /// By month of acquisition, in order. A month counts whatever the filter says of dates: it is where one chooses them.
    pub months: Vec<MonthFacet>,
    /// Faults of the records, those that are there, over all scenes.
    pub flaws: Vec<FlawCount>,
    /// How many scenes have a fault.
    pub flawed: u32,
    /// The filter that all of this is for.
    pub filter: SceneFilter,
    /// What each part of the filter leaves of what the one before left.
    pub funnel: Vec<FunnelStep>,
    /// Changes of the filter that show more, most first.
    pub relaxations: Vec<Relaxation>,
}

/// `one_area` says whether the search has only one: then the share of it that a scene covers is a share of all.
pub(crate) fn describe(
    columns: &Columns,
    selection: &Selection,
    filter: &SceneFilter,
    one_area: bool,
) -> SceneFacets {
    let fails = selection.fails();
    let bins = |criterion: Criterion, column: &[f64], width: f64, bins: usize| {
        histogram(fails, criterion.bit(), column, width, bins)
    };
    let (constellations, constellations_there) = constellations(columns, fails);
    SceneFacets {
        total: count(columns.len()),
        matched: count(selection.count()),
        cloud: bins(Criterion::Cloud, &columns.cloud, 5.0, 20),
        snow: bins(Criterion::Snow, &columns.snow, 5.0, 20),
        incidence: bins(Criterion::Incidence, &columns.incidence, 2.5, 18),
        sun: bins(Criterion::Sun, &columns.sun, 5.0, 18),
        coverage: bins(Criterion::Coverage, &columns.coverage, 5.0, 20),
        months_of_year: months_of_year(columns, fails),
        constellations: SHOWN
            .into_iter()
            .zip(constellations)
            .zip(constellations_there)
            .filter(|(_, there)| *there)
            .map(|((constellation, count), _)| ConstellationCount { constellation, count })
            .collect(),
        months: months(columns, fails, one_area),
        flaws: flaws(columns),
        flawed: count(columns.flaws.iter().filter(|flaws| !flaws.is_none()).count()),
        filter: filter.clone(),
        funnel: funnel::funnel(selection),
        relaxations: funnel::relaxations(columns, selection, filter),
    }
}

const SHOWN: [SceneConstellation; 4] =
    [SceneConstellation::Spot, SceneConstellation::Phr, SceneConstellation::Pneo, SceneConstellation::Other];

/// Counts the values of the scenes that fail nothing but, perhaps, what has this bit.
fn histogram(fails: &[u16], bit: u16, column: &[f64], width: f64, bins: usize) -> Vec<u32> {
    // One bin more than there are takes what is not counted, so that the loop has no branches.
    let mut counts = vec![0_u32; bins + 1];
    let per = 1.0 / width;
    for (fails, value) in fails.iter().zip(column) {
        let counted = *fails & !bit == 0 && *value >= 0.0;
        let bin = if counted { ((value * per) as usize).min(bins - 1) } else { bins };
        counts[bin] += 1;
    }
    counts.truncate(bins);
    counts
}

fn constellations(columns: &Columns, fails: &[u16]) -> ([u32; 4], [bool; 4]) {
    let (mut counts, mut there) = ([0; 4], [false; 4]);
    let bit = Criterion::Constellations.bit();
    for (fails, constellation) in fails.iter().zip(&columns.constellation) {
        counts[*constellation as usize] += u32::from(*fails & !bit == 0);
        there[*constellation as usize] = true;
    }
    (counts, there)
}

fn months_of_year(columns: &Columns, fails: &[u16]) -> Vec<u32> {
    let mut counts = vec![0; 12];
    let bit = Criterion::Months.bit();
    for (fails, month) in fails.iter().zip(&columns.month) {
        if *fails & !bit == 0
            && let Some(count) = counts.get_mut(usize::from(month.of_year()))
        {
            *count += 1;
        }
    }
    counts
}

fn flaws(columns: &Columns) -> Vec<FlawCount> {
    let flawed: Vec<_> = columns.flaws.iter().filter(|flaws| !flaws.is_none()).collect();
    let counted = SceneFlaw::ALL.into_iter().map(|flaw| {
        let having = flawed.iter().filter(|flaws| flaws.has(flaw)).count();
        FlawCount { flaw, count: count(having) }
    });
    counted.filter(|flaw| flaw.count > 0).collect()
}

#[derive(Clone, Copy)]
struct Month {
    count: u32,
    best_usable: f64,
    most_covered: f64,
    places: Places,
    least_cloud: f64,
}

fn months(columns: &Columns, fails: &[u16], one_area: bool) -> Vec<MonthFacet> {
    let (dates, months) = (Criterion::Dates.bit(), Criterion::Months.bit());
    let first = columns.month.iter().filter_map(|month| month.number()).min().unwrap_or_default();
    let mut found: Vec<Month> = Vec::new();
    let none = Month {
        count: 0,
        best_usable: f64::NEG_INFINITY,
        most_covered: 0.0,
        places: Places::default(),
        least_cloud: f64::INFINITY,
    };
    for (place, fails) in fails.iter().enumerate().filter(|(_, fails)| **fails & !dates & !months == 0) {
        let Some(number) = columns.month[place].number() else { continue };
        let index = (number - first) as usize;
        if index >= found.len() {
            found.resize(index + 1, none);
        }
        let (month, _) = (&mut found[index], fails);
        month.count += 1;
        // Of a number and none it is the number that is taken.
        month.best_usable = month.best_usable.max(columns.usable(place));
        month.most_covered = month.most_covered.max(columns.coverage[place]);
        month.places.join(columns.places[place]);
        month.least_cloud = month.least_cloud.min(columns.cloud[place]);
    }
    let there = found.into_iter().enumerate().filter(|(_, month)| month.count > 0);
    there
        .map(|(index, month)| {
            let number = first + index as u32;
            // What is measured is better than what is counted, where both are of the same ground.
            let measured = if one_area { month.most_covered } else { 0.0 };
            MonthFacet {
                year: (number / 12) as i16,
                month: (number % 12 + 1) as i8,
                count: month.count,
                best_usable: Some(month.best_usable).filter(|usable| usable.is_finite()),
                covered: month.places.share().max(measured),
                least_cloud: Some(month.least_cloud).filter(|cloud| cloud.is_finite()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bin_takes_the_upper_end_and_what_fails_elsewhere_is_not_counted() {
        let values = [0.0, 4.9, 5.0, 99.0, 100.0, 130.0, f64::NAN, 3.0];
        let bins = histogram(&[0, 0, 1, 0, 0, 0, 0, 2], 1, &values, 5.0, 20);
        assert_eq!((bins[0], bins[1], bins[19]), (2, 1, 3));
        assert_eq!(bins.iter().sum::<u32>(), 6);
    }
}
