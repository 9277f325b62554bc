//! Sizes and names in words, as all of the program writes them.

/// A size in km² with two significant digits under a square kilometre, a decimal under a hundred and none from there;
/// what is smaller than a thousandth in m²: `0.0 km²` is never written for ground that is there.
pub fn km2_in_words(km2: f64) -> String {
    if km2.is_nan() || km2 <= 0.0 {
        "0 km²".to_owned()
    } else if km2 < 0.000_995 {
        format!("{:.0} m²", (km2 * 1e6).max(1.0))
    } else if km2 < 0.95 {
        // Two significant digits: as many decimals as the first one needs, and one more.
        let decimals = (1.0 - km2.log10().floor()).clamp(1.0, 5.0) as usize;
        let written = format!("{km2:.decimals$}");
        format!("{} km²", written.trim_end_matches('0').trim_end_matches('.'))
    } else if km2 < 99.95 {
        format!("{km2:.1} km²")
    } else {
        format!("{} km²", grouped(&format!("{km2:.0}")))
    }
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let count = digits.len();
    let mut written = String::with_capacity(count + count / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (count - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A name of at most so many characters; what is cut off is seen by an ellipsis at its end.
pub fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200d}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ground_is_never_nothing() {
        for (km2, words) in [
            (0.0, "0 km²"),
            (f64::NAN, "0 km²"),
            (0.000_000_4, "1 m²"),
            (0.000_1, "100 m²"),
            (0.000_994, "994 m²"),
            (0.001, "0.001 km²"),
            (0.004, "0.004 km²"),
            (0.004_16, "0.0042 km²"),
            (0.032, "0.032 km²"),
            (0.5, "0.5 km²"),
            (0.949, "0.95 km²"),
            (0.96, "1.0 km²"),
            (9.63, "9.6 km²"),
            (99.94, "99.9 km²"),
            (374.8, "375 km²"),
            (1_234_567.0, "1,234,567 km²"),
        ] {
            assert_eq!(km2_in_words(km2), words);
        }
    }

    #[test]
    fn a_long_name_shows_that_it_was_cut() {
        assert_eq!(shortened("Évora", 5), "Évora");
        assert_eq!(shortened("Évora north", 8), "Évora n…");
        assert_eq!(shortened("Évora north", 7), "Évora…");
        assert_eq!(shortened(&"é".repeat(200), 120).chars().count(), 120);
    }
}
