//! Which scenes are shown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::index::Entry;
use crate::platform::Constellation;

/// What a scene must meet to be shown. A limit that is not set lets everything through; a scene whose value is not known
/// does not pass a limit that is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SceneFilter {
    /// First day in UTC, `YYYY-MM-DD`.
    pub date_from: Option<String>,
    /// Last day in UTC, included.
    pub date_to: Option<String>,
    /// Which; none means all.
    pub constellations: Vec<Constellation>,
    /// Most cloud over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_cloud: Option<f64>,
    /// Largest incidence angle, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_incidence: Option<f64>,
    /// Least share of the area, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub min_coverage: Option<f64>,
    /// Only what the user keeps.
    pub kept_only: bool,
}

/// A part of a filter that can be set on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Criterion {
    Constellations,
    Dates,
    Cloud,
    Incidence,
    Coverage,
    Kept,
}

impl Criterion {
    /// All, in the order in which the funnel tells them.
    pub(crate) const ALL: [Criterion; 6] = [
        Criterion::Constellations,
        Criterion::Dates,
        Criterion::Cloud,
        Criterion::Incidence,
        Criterion::Coverage,
        Criterion::Kept,
    ];
}

/// A filter with its dates read. A date that is none sets no limit: the interface only sends real ones.
pub(crate) struct Matcher<'a> {
    filter: &'a SceneFilter,
    from: Option<Date>,
    to: Option<Date>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(filter: &'a SceneFilter) -> Matcher<'a> {
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse().ok());
        Matcher { filter, from: day(&filter.date_from), to: day(&filter.date_to) }
    }

    pub(crate) fn passes(&self, entry: &Entry) -> bool {
        Criterion::ALL.into_iter().all(|criterion| self.meets(entry, criterion))
    }

    /// Whether the entry passes all but one.
    pub(crate) fn passes_without(&self, entry: &Entry, left_out: Criterion) -> bool {
        let mut others = Criterion::ALL.into_iter().filter(|criterion| *criterion != left_out);
        others.all(|criterion| self.meets(entry, criterion))
    }

    /// Whether this part of the filter limits anything.
    pub(crate) fn is_set(&self, criterion: Criterion) -> bool {
        match criterion {
            Criterion::Constellations => !self.filter.constellations.is_empty(),
            Criterion::Dates => self.from.is_some() || self.to.is_some(),
            Criterion::Cloud => self.filter.max_cloud.is_some(),
            Criterion::Incidence => self.filter.max_incidence.is_some(),
            Criterion::Coverage => self.filter.min_coverage.is_some(),
            Criterion::Kept => self.filter.kept_only,
        }
    }

    pub(crate) fn meets(&self, entry: &Entry, criterion: Criterion) -> bool {
        let filter = self.filter;
        let at_most = |value: Option<f64>, limit: Option<f64>| {
            limit.is_none_or(|limit| value.is_some_and(|value| value <= limit))
        };
        match criterion {
            Criterion::Constellations => {
                let known = entry.scene.constellation.known();
                filter.constellations.is_empty()
                    || known.is_some_and(|known| filter.constellations.contains(&known))
            }
            Criterion::Dates => {
                let after = self.from.is_none_or(|from| entry.day.is_some_and(|day| day >= from));
                after && self.to.is_none_or(|to| entry.day.is_some_and(|day| day <= to))
            }
            Criterion::Cloud => at_most(entry.scene.cloud, filter.max_cloud),
            Criterion::Incidence => at_most(entry.scene.incidence, filter.max_incidence),
            Criterion::Coverage => filter.min_coverage.is_none_or(|least| entry.coverage >= least),
            Criterion::Kept => !filter.kept_only || entry.kept,
        }
    }
}
