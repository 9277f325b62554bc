//! Scenes by what one types of them: a part of the identifier, the satellite, the product or the day.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::columns::UNKNOWN_MOMENT;
use crate::index::{Archive, SceneWindow, count};
use crate::sort::sorted;

/// As people write a month, beside its number.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Archive {
    /// The scenes of whose names a text holds nothing but parts, newest first: how many, and the rows of the first `limit`.
    /// Each word of the text is in the identifier, the satellite, the product, or the day as `2024-05-06` or `6 may 2024`.
    /// All scenes are looked through, whatever the filter is. A text without a word finds none.
    pub fn named(&self, text: &str, limit: u32, basket: &HashSet<String>) -> SceneWindow {
        let text = text.to_lowercase();
        let wanted: Vec<&str> = text.split_whitespace().collect();
        let found: Vec<u32> = if wanted.is_empty() {
            Vec::new()
        } else {
            let all = 0..count(self.columns.len());
            all.into_par_iter().filter(|place| self.is_named(*place as usize, &wanted)).collect()
        };
        let found = sorted(&[], found, &self.columns, &self.ids);
        SceneWindow {
            matched: count(found.len()),
            total: self.len(),
            revision: self.revision(),
            rows: found.iter().take(limit as usize).map(|place| self.row(*place as usize, basket)).collect(),
        }
    }

    fn is_named(&self, place: usize, wanted: &[&str]) -> bool {
        let columns = &self.columns;
        let id = self.ids.get(place).to_lowercase();
        let others = || {
            let word = |numbers: &[u32]| columns.words.word(numbers[place]).to_lowercase();
            let day = day_in_words(columns.acquired[place]);
            format!("{} {} {day}", word(&columns.platform), word(&columns.product))
        };
        let mut rest = wanted.iter().filter(|word| !id.contains(**word)).peekable();
        // Most are told by their identifier alone.
        if rest.peek().is_none() {
            return true;
        }
        let others = others();
        rest.all(|word| others.contains(*word))
    }
}

fn day_in_words(acquired: i64) -> String {
    let date = Timestamp::from_microsecond(acquired)
        .ok()
        .filter(|_| acquired != UNKNOWN_MOMENT)
        .map(|acquired| acquired.to_zoned_datetime(TimeZone::UTC).date());
    let month = |date: Date| MONTHS.get(usize::from(date.month().unsigned_abs()).wrapping_sub(1));
    date.map(|date| {
        format!("{date} {} {} {}", date.day(), month(date).copied().unwrap_or_default(), date.year())
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_known_as_it_is_written_in_both_ways() {
        assert_eq!(day_in_words(1_714_953_600_000_000), "2024-05-06 6 may 2024");
        assert_eq!(day_in_words(UNKNOWN_MOMENT), "");
    }
}
