//! What a scene must meet to be shown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::columns::{Columns, UNKNOWN_DAY, day_number};
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
    /// Months of any year, 1 to 12; none means all.
    pub months: Vec<u8>,
    /// Which; none means all.
    pub constellations: Vec<Constellation>,
    /// Most cloud over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_cloud: Option<f64>,
    /// Most snow over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_snow: Option<f64>,
    /// Largest incidence angle, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_incidence: Option<f64>,
    /// Least height of the sun above the horizon, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub min_sun: Option<f64>,
    /// Coarsest pixel on the ground, in m.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_resolution: Option<f64>,
    /// Least share of the area, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub min_coverage: Option<f64>,
    /// Only what the user keeps.
    pub kept_only: bool,
    /// Only scenes whose record has a fault.
    pub flawed_only: bool,
}

/// A part of a filter that can be set on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Criterion {
    /// [`SceneFilter::constellations`].
    Constellations,
    /// [`SceneFilter::date_from`] and [`SceneFilter::date_to`].
    Dates,
    /// [`SceneFilter::months`].
    Months,
    /// [`SceneFilter::max_cloud`].
    Cloud,
    /// [`SceneFilter::max_snow`].
    Snow,
    /// [`SceneFilter::max_incidence`].
    Incidence,
    /// [`SceneFilter::min_sun`].
    Sun,
    /// [`SceneFilter::max_resolution`].
    Resolution,
    /// [`SceneFilter::min_coverage`].
    Coverage,
    /// [`SceneFilter::kept_only`].
    Kept,
    /// [`SceneFilter::flawed_only`].
    Flawed,
}

impl Criterion {
    /// All, in the order in which the funnel tells them.
    pub(crate) const ALL: [Criterion; 11] = [
        Criterion::Constellations,
        Criterion::Dates,
        Criterion::Months,
        Criterion::Cloud,
        Criterion::Snow,
        Criterion::Incidence,
        Criterion::Sun,
        Criterion::Resolution,
        Criterion::Coverage,
        Criterion::Kept,
        Criterion::Flawed,
    ];

    /// The mark a scene bears that does not meet it.
    pub(crate) fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A filter as numbers. A date that is none sets no limit: the interface only sends real ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Limits {
    from: Option<i32>,
    to: Option<i32>,
    /// A bit per month, January the lowest; 0 lets all through.
    months: u16,
    /// A bit per constellation; 0 lets all through.
    constellations: u8,
    cloud: Option<f64>,
    snow: Option<f64>,
    incidence: Option<f64>,
    sun: Option<f64>,
    resolution: Option<f64>,
    coverage: Option<f64>,
    kept: bool,
    flawed: bool,
}

impl Limits {
    pub(crate) fn new(filter: &SceneFilter) -> Limits {
        let day = |text: &Option<String>| {
            let date = text.as_deref().and_then(|text| text.trim().parse::<Date>().ok());
            date.map(day_number)
        };
        let months = filter.months.iter().filter(|month| (1..=12).contains(*month));
        Limits {
            from: day(&filter.date_from),
            to: day(&filter.date_to),
            months: months.fold(0, |bits, month| bits | 1 << (month - 1)),
            constellations: filter.constellations.iter().fold(0, |bits, one| bits | 1 << *one as u8),
            cloud: filter.max_cloud,
            snow: filter.max_snow,
            incidence: filter.max_incidence,
            sun: filter.min_sun,
            resolution: filter.max_resolution,
            coverage: filter.min_coverage,
            kept: filter.kept_only,
            flawed: filter.flawed_only,
        }
    }

    /// Whether this part limits anything.
    pub(crate) fn is_set(&self, criterion: Criterion) -> bool {
        match criterion {
            Criterion::Constellations => self.constellations != 0,
            Criterion::Dates => self.from.is_some() || self.to.is_some(),
            Criterion::Months => self.months != 0,
            Criterion::Cloud => self.cloud.is_some(),
            Criterion::Snow => self.snow.is_some(),
            Criterion::Incidence => self.incidence.is_some(),
            Criterion::Sun => self.sun.is_some(),
            Criterion::Resolution => self.resolution.is_some(),
            Criterion::Coverage => self.coverage.is_some(),
            Criterion::Kept => self.kept,
            Criterion::Flawed => self.flawed,
        }
    }

    /// Whether this part says the same as in another filter.
    pub(crate) fn agrees(&self, other: &Limits, criterion: Criterion) -> bool {
        match criterion {
            Criterion::Constellations => self.constellations == other.constellations,
            Criterion::Dates => (self.from, self.to) == (other.from, other.to),
            Criterion::Months => self.months == other.months,
            Criterion::Cloud => self.cloud == other.cloud,
            Criterion::Snow => self.snow == other.snow,
            Criterion::Incidence => self.incidence == other.incidence,
            Criterion::Sun => self.sun == other.sun,
            Criterion::Resolution => self.resolution == other.resolution,
            Criterion::Coverage => self.coverage == other.coverage,
            Criterion::Kept => self.kept == other.kept,
            Criterion::Flawed => self.flawed == other.flawed,
        }
    }

    /// Writes for every scene from `first` on whether it fails this part: one walk along one column.
    pub(crate) fn mark(&self, columns: &Columns, criterion: Criterion, fails: &mut [u16], first: usize) {
        let bit = criterion.bit();
        match criterion {
            Criterion::Constellations => write(fails, &columns.constellation[first..], bit, |one| {
                let known = one.known().map_or(0, |known| 1 << known as u8);
                self.constellations == 0 || self.constellations & known != 0
            }),
            Criterion::Dates => {
                let any = self.from.is_none() && self.to.is_none();
                let (from, to) = (self.from.unwrap_or(UNKNOWN_DAY + 1), self.to.unwrap_or(i32::MAX));
                write(fails, &columns.day[first..], bit, |day| any || (day >= from && day <= to));
            }
            Criterion::Months => {
                let wanted = |month: u8| self.months == 0 || (month < 12 && self.months >> month & 1 == 1);
                write(fails, &columns.month[first..], bit, |month| wanted(month.of_year()));
            }
            Criterion::Cloud => at_most(fails, &columns.cloud[first..], bit, self.cloud),
            Criterion::Snow => at_most(fails, &columns.snow[first..], bit, self.snow),
            Criterion::Incidence => at_most(fails, &columns.incidence[first..], bit, self.incidence),
            Criterion::Sun => at_least(fails, &columns.sun[first..], bit, self.sun),
            Criterion::Resolution => at_most(fails, &columns.resolution[first..], bit, self.resolution),
            Criterion::Coverage => at_least(fails, &columns.coverage[first..], bit, self.coverage),
            Criterion::Kept => write(fails, &columns.kept[first..], bit, |kept| !self.kept || kept),
            Criterion::Flawed => {
                write(fails, &columns.flaws[first..], bit, |flaws| !self.flawed || !flaws.is_none());
            }
        }
    }
}

fn write<T: Copy>(fails: &mut [u16], column: &[T], bit: u16, meets: impl Fn(T) -> bool) {
    for (fails, value) in fails.iter_mut().zip(column) {
        *fails = (*fails & !bit) | if meets(*value) { 0 } else { bit };
    }
}

/// What is not known is not a number, and not a number is below no limit.
fn at_most(fails: &mut [u16], column: &[f64], bit: u16, limit: Option<f64>) {
    match limit {
        Some(limit) => write(fails, column, bit, |value| value <= limit),
        None => write(fails, column, bit, |_| true),
    }
}

fn at_least(fails: &mut [u16], column: &[f64], bit: u16, limit: Option<f64>) {
    match limit {
        Some(limit) => write(fails, column, bit, |value| value >= limit),
        None => write(fails, column, bit, |_| true),
    }
}
