//! The order of rows. What is not known comes last, whichever way a column is sorted.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::index::Entry;

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SortKey {
    /// When it was taken.
    Date,
    /// Cloud over the scene.
    Cloud,
    /// Incidence angle.
    Incidence,
    /// Share of the area.
    Coverage,
    /// Size of a pixel on the ground.
    Resolution,
    /// Satellite, by name.
    Platform,
    /// Estimated price.
    Price,
}

/// A column and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// The column.
    pub key: SortKey,
    /// Largest or latest first.
    pub descending: bool,
}

/// Sorts by the columns in turn; newest first when there is none. The id decides at last, so that windows never overlap.
pub(crate) fn sort(entries: &mut [&Entry], columns: &[Sort]) {
    const NEWEST_FIRST: [Sort; 1] = [Sort { key: SortKey::Date, descending: true }];
    let columns = if columns.is_empty() { &NEWEST_FIRST } else { columns };
    entries.sort_unstable_by(|a, b| {
        let decided = columns.iter().map(|column| compare(a, b, *column)).find(|order| order.is_ne());
        decided.unwrap_or(Ordering::Equal).then_with(|| a.scene.id.cmp(&b.scene.id))
    });
}

fn compare(a: &Entry, b: &Entry, column: Sort) -> Ordering {
    let down = column.descending;
    match column.key {
        SortKey::Date => known(a.scene.acquired, b.scene.acquired, down, Ord::cmp),
        SortKey::Cloud => known(a.scene.cloud, b.scene.cloud, down, f64::total_cmp),
        SortKey::Incidence => known(a.scene.incidence, b.scene.incidence, down, f64::total_cmp),
        SortKey::Coverage => known(Some(a.coverage), Some(b.coverage), down, f64::total_cmp),
        SortKey::Resolution => known(a.scene.resolution, b.scene.resolution, down, f64::total_cmp),
        SortKey::Platform => known(Some(&a.scene.platform), Some(&b.scene.platform), down, |a, b| a.cmp(b)),
        SortKey::Price => known(a.estimate.amount, b.estimate.amount, down, Ord::cmp),
    }
}

fn known<T>(a: Option<T>, b: Option<T>, down: bool, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if down => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
