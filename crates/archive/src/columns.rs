//! What is known of the scenes, a column for each value: a filter or a sort walks along one of them and touches nothing
//! else. A value that is not known is not a number, or the constant beside its column.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::flaws::{Flaws, SceneFlaw};
use crate::places::Places;
use crate::platform::SceneConstellation;
use crate::scene::Scene;

/// The day of a scene that has none.
pub(crate) const UNKNOWN_DAY: i32 = i32::MIN;
/// The moment of a scene that has none.
pub(crate) const UNKNOWN_MOMENT: i64 = i64::MIN;
/// The price of a scene that has none.
pub(crate) const UNKNOWN_PRICE: i64 = i64::MIN;

/// Days since 1 January 1970.
pub(crate) fn day_number(date: Date) -> i32 {
    let first = Date::constant(1970, 1, 1);
    date.duration_since(first).as_hours().div_euclid(24) as i32
}

/// A month of a year, counted from January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthNumber(u32);

impl MonthNumber {
    const UNKNOWN: MonthNumber = MonthNumber(u32::MAX);

    fn of(date: Date) -> MonthNumber {
        let year = u32::try_from(date.year()).unwrap_or_default();
        MonthNumber(year * 12 + u32::from(date.month().unsigned_abs()) - 1)
    }

    /// 0 for January to 11, or more when it is not known.
    pub(crate) fn of_year(self) -> u8 {
        if self == MonthNumber::UNKNOWN { u8::MAX } else { (self.0 % 12) as u8 }
    }

    pub(crate) fn number(self) -> Option<u32> {
        (self != MonthNumber::UNKNOWN).then_some(self.0)
    }
}

/// Words that many scenes share, each kept once.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Words {
    words: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Words {
        let numbers = words.iter().zip(0..).map(|(word, number)| (word.clone(), number)).collect();
        Words { words, numbers }
    }
}

impl Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.words.serialize(serializer)
    }
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }

    pub(crate) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }

    /// The place of each word in the alphabet.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_unstable_by(|a, b| self.words[*a].cmp(&self.words[*b]));
        let mut ranks = vec![0; order.len()];
        for (rank, word) in order.into_iter().enumerate() {
            ranks[word] = rank as u32;
        }
        ranks
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Columns {
    /// Microseconds since 1970.
    pub(crate) acquired: Vec<i64>,
    /// In UTC. A date that can't be true is kept in `acquired` only.
    pub(crate) day: Vec<i32>,
    pub(crate) month: Vec<MonthNumber>,
    pub(crate) constellation: Vec<SceneConstellation>,
    /// In `words`.
    pub(crate) platform: Vec<u32>,
    /// In `words`.
    pub(crate) product: Vec<u32>,
    pub(crate) resolution: Vec<f64>,
    pub(crate) cloud: Vec<f64>,
    pub(crate) snow: Vec<f64>,
    pub(crate) incidence: Vec<f64>,
    pub(crate) sun: Vec<f64>,
    /// Share of the area, in %; of several, of the one it covers most of. Always known.
    pub(crate) coverage: Vec<f64>,
    /// The km² it covers of the area it covers most of. A snapshot has none: it is known from the share.
    #[serde(skip)]
    pub(crate) covered_km2: Vec<f64>,
    /// Which places of the area it shows.
    pub(crate) places: Vec<Places>,
    /// Estimated, in hundredths of the currency; for sorting. Prices change, so a snapshot has none.
    #[serde(skip)]
    pub(crate) price: Vec<i64>,
    /// The user's, so no part of a snapshot.
    #[serde(skip)]
    pub(crate) kept: Vec<bool>,
    pub(crate) flaws: Vec<Flaws>,
    pub(crate) words: Words,
}

/// What a scene means for the area.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    pub(crate) coverage: f64,
    pub(crate) covered_km2: f64,
    pub(crate) places: Places,
    pub(crate) price: i64,
}

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.acquired.len()
    }

    /// Whether they fit together: as long as each other, and every word is there.
    pub(crate) fn are_sound(&self) -> bool {
        let lengths = [
            self.day.len(),
            self.month.len(),
            self.constellation.len(),
            self.platform.len(),
            self.product.len(),
            self.resolution.len(),
            self.cloud.len(),
            self.snow.len(),
            self.incidence.len(),
            self.sun.len(),
            self.coverage.len(),
            self.places.len(),
            self.flaws.len(),
        ];
        let mut numbers = self.platform.iter().chain(&self.product);
        lengths.iter().all(|length| *length == self.len())
            && numbers.all(|number| (*number as usize) < self.words.words.len())
    }

    /// Writes a scene at a place, which is at most one beyond the last.
    pub(crate) fn put(&mut self, place: usize, scene: &Scene, fit: Fit) {
        let date = scene.acquired.map(|acquired| acquired.to_zoned_datetime(TimeZone::UTC).date());
        let date = date.filter(|_| !scene.flaws.has(SceneFlaw::OddDate));
        let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
        set(&mut self.acquired, place, scene.acquired.map_or(UNKNOWN_MOMENT, Timestamp::as_microsecond));
        set(&mut self.day, place, date.map_or(UNKNOWN_DAY, day_number));
        set(&mut self.month, place, date.map_or(MonthNumber::UNKNOWN, MonthNumber::of));
        set(&mut self.constellation, place, scene.constellation);
        set(&mut self.platform, place, self.words.number(&scene.platform));
        set(&mut self.product, place, self.words.number(&scene.product_type));
        set(&mut self.resolution, place, known(scene.resolution));
        set(&mut self.cloud, place, known(scene.cloud));
        set(&mut self.snow, place, known(scene.snow));
        set(&mut self.incidence, place, known(scene.incidence));
        set(&mut self.sun, place, known(scene.sun_elevation));
        set(&mut self.coverage, place, fit.coverage);
        set(&mut self.covered_km2, place, fit.covered_km2);
        set(&mut self.places, place, fit.places);
        set(&mut self.price, place, fit.price);
        if place == self.kept.len() {
            self.kept.push(false);
        }
        set(&mut self.flaws, place, scene.flaws);
    }

    /// Coverage times the share of the scene that is free of cloud, in %; not a number when its cloud is not known.
    pub(crate) fn usable(&self, place: usize) -> f64 {
        self.coverage[place] * (1.0 - self.cloud[place] / 100.0)
    }
}

fn set<T>(column: &mut Vec<T>, place: usize, value: T) {
    match column.get_mut(place) {
        Some(old) => *old = value,
        None => column.push(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_counted_without_gaps() {
        assert_eq!(day_number(Date::constant(1970, 1, 1)), 0);
        assert_eq!(day_number(Date::constant(1969, 12, 31)), -1);
        assert_eq!(day_number(Date::constant(2024, 3, 1)) - day_number(Date::constant(2024, 2, 28)), 2);
        let (december, january) = (Date::constant(2023, 12, 31), Date::constant(2024, 1, 1));
        assert_eq!((MonthNumber::of(december).of_year(), MonthNumber::of(january).of_year()), (11, 0));
        assert_eq!(MonthNumber::of(january).0 - MonthNumber::of(december).0, 1);
        assert!(MonthNumber::UNKNOWN.of_year() > 11 && MonthNumber::UNKNOWN.number().is_none());
    }

    #[test]
    fn words_are_kept_once_and_ranked() {
        let mut words = Words::default();
        let numbers = ["PHR", "PNEO", "PHR", "Neo"].map(|word| words.number(word));
        assert_eq!(numbers, [0, 1, 0, 2]);
        assert_eq!((words.word(1), words.word(9)), ("PNEO", ""));
        assert_eq!(words.ranks(), [1, 2, 0]);
    }
}
