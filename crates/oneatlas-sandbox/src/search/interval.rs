//! Intervals as the catalogue writes them: `[a,b]`, `[a,b[`, `[a`, `b]`, `b[`, or one value.

/// An interval; a side may be open to infinity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Interval<T> {
    pub(crate) low: Option<Bound<T>>,
    pub(crate) high: Option<Bound<T>>,
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bound<T> {
    pub(crate) value: T,
    pub(crate) included: bool,
}

impl<T: PartialOrd> Interval<T> {
    pub(crate) fn contains(&self, value: &T) -> bool {
        let above = self.low.as_ref().is_none_or(|low| match low.included {
            true => *value >= low.value,
            false => *value > low.value,
        });
        let below = self.high.as_ref().is_none_or(|high| match high.included {
            true => *value <= high.value,
            false => *value < high.value,
        });
        above && below
    }
}

/// Reads an interval with the brackets of ISO 31-11: a bracket that turns away excludes its end.
/// The error says what was wrong.
pub(crate) fn parse<T: Clone>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Interval<T>, String> {
    if text.contains(char::is_whitespace) {
        return Err(format!("'{text}' contains a blank"));
    }
    let opening = text.chars().next().filter(|letter| matches!(letter, '[' | ']'));
    let rest = &text[opening.map_or(0, char::len_utf8)..];
    let closing = rest.chars().last().filter(|letter| matches!(letter, '[' | ']'));
    let body = &rest[..rest.len() - closing.map_or(0, char::len_utf8)];
    if closing == Some('[') {
        tracing::info!(interval = text, "a closing '[' excludes its end here; sources disagree about it");
    }
    let (low, high) = match (opening, closing, body.split_once(',')) {
        (None, None, None) => (body, body),
        (_, _, Some((low, high))) if !high.contains(',') => (low, high),
        (Some(_), None, None) => (body, ""),
        (None, Some(_), None) => ("", body),
        _ => return Err(format!("'{text}' is not an interval like [a,b]")),
    };
    let bound = |text: &str, included: bool| -> Result<Option<Bound<T>>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let value = read(text).ok_or_else(|| format!("'{text}' is not a value of this parameter"))?;
        Ok(Some(Bound { value, included }))
    };
    let interval =
        Interval { low: bound(low, opening != Some(']'))?, high: bound(high, closing != Some('['))? };
    if interval.low.is_none() && interval.high.is_none() {
        return Err(format!("'{text}' has no end"));
    }
    Ok(interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, value: f64) -> bool {
        parse(text, |text| text.parse::<f64>().ok()).unwrap().contains(&value)
    }

    #[test]
    fn every_form_is_read() {
        assert!(holds("[0,20]", 20.0) && holds("[0,20]", 0.0) && !holds("[0,20]", 20.1));
        assert!(!holds("[0,20[", 20.0) && !holds("]0,20]", 0.0));
        assert!(holds("[5", 7.0) && !holds("[5", 4.9) && !holds("]5", 5.0));
        assert!(holds("10]", 10.0) && !holds("5[", 5.0) && holds("5[", -1.0));
        assert!(holds("[5,", 6.0) && holds(",5]", 5.0) && holds("0.5", 0.5) && !holds("0.5", 0.6));
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in ["[0, 80]", "many", "[1,2,3]", "[]", "[a,b]", ""] {
            assert!(parse(text, |text| text.parse::<f64>().ok()).is_err(), "{text}");
        }
    }
}
