//! Times as the API writes and reads them. Inside the sandbox a time is milliseconds since 1970, UTC.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// A day in milliseconds.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The calendar of a time, in UTC.
pub(crate) fn utc(ms: i64) -> ZonedDateTime {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(TimeZone::UTC)
}

/// `2017-04-18T21:44:25.958Z`
pub(crate) fn millis(ms: i64) -> String {
    let at = utc(ms);
    format!("{}.{:03}Z", at.strftime("%Y-%m-%dT%H:%M:%S"), ms.rem_euclid(1000))
}

/// The same with nine digits, as the catalogue writes publication dates; `tail` fills the last six.
pub(crate) fn nanos(ms: i64, tail: u64) -> String {
    let at = utc(ms);
    format!("{}.{:03}{:06}Z", at.strftime("%Y-%m-%dT%H:%M:%S"), ms.rem_euclid(1000), tail % 1_000_000)
}

/// `2026-01-27T18:08:52Z`
pub(crate) fn seconds(ms: i64) -> String {
    utc(ms).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `27 January 2026`
pub(crate) fn words(ms: i64) -> String {
    utc(ms).strftime("%-d %B %Y").to_string()
}

/// Midnight UTC of a calendar day.
pub(crate) fn midnight(year: i16, month: i8, day: i8) -> i64 {
    let date = jiff::civil::Date::new(year, month, day).unwrap_or(jiff::civil::Date::ZERO);
    date.to_zoned_datetime(TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond())
}

/// A time read off the wire, and whether it named a whole day only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant {
    pub(crate) ms: i64,
    pub(crate) whole_day: bool,
}

/// Reads `2020-01-01`, `1970-01-01T00:00:00` (no zone means UTC), `…00.000Z`, `…+02:00`.
pub(crate) fn parse(text: &str) -> Option<Instant> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Instant { ms: at.as_millisecond(), whole_day: false });
    }
    let at = text.parse::<DateTime>().ok()?.to_zoned_datetime(TimeZone::UTC).ok()?;
    Some(Instant { ms: at.timestamp().as_millisecond(), whole_day: !text.contains('T') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_capture_writes_them() {
        let at = parse("2017-04-18T21:44:25.958Z").unwrap();
        assert_eq!(millis(at.ms), "2017-04-18T21:44:25.958Z");
        assert_eq!(nanos(at.ms, 28_543), "2017-04-18T21:44:25.958028543Z");
        assert_eq!(seconds(at.ms), "2017-04-18T21:44:25Z");
        assert_eq!(words(at.ms), "18 April 2017");
    }

    #[test]
    fn every_spelling_seen_on_the_wire_is_read() {
        assert_eq!(parse("2020-01-01").unwrap(), Instant { ms: 1_577_836_800_000, whole_day: true });
        assert!(!parse("1970-01-01T00:00:00").unwrap().whole_day);
        assert_eq!(parse("2020-01-01T02:00:00+02:00").unwrap().ms, 1_577_836_800_000);
        assert_eq!(parse("soon"), None);
    }
}
