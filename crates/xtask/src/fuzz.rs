//! `cargo xtask fuzz`: the fuzz targets of the readers and the properties, with new values at each run, and with as many
//! cases as one has time for.

use crate::shell::{Outcome, cargo, must};

/// Cases for each target when none are named: some minutes in all.
const CASES: u64 = 200_000;

pub(crate) fn fuzz(cases: Option<&str>) -> Outcome {
    let cases = match cases {
        Some(text) => text.parse().map_err(|_| format!("'{text}' is no number of cases"))?,
        None => CASES,
    };
    // Not built for release: a number that overflows must be seen.
    let mut test = cargo(&["test", "--package", "aoi", "--test", "fuzz"]);
    must(&format!("{cases} damaged files for each reader"), test.env("SWATH_FUZZ_CASES", cases.to_string()))?;
    let mut database = cargo(&["test", "--package", "ordering", "--lib", "areas::geopackage"]);
    must(&format!("{cases} damaged GeoPackages"), database.env("SWATH_FUZZ_CASES", cases.to_string()))?;
    // A property takes about a hundred times as long as reading a damaged file.
    let tries = (cases / 100).max(1);
    let mut properties = cargo(&["test", "--workspace", "--exclude", "swath", "--exclude", "swath-tests"]);
    properties.env("PROPTEST_CASES", tries.to_string());
    properties.env("PROPTEST_MAX_GLOBAL_REJECTS", tries.saturating_mul(4).to_string());
    must(&format!("{tries} tries of each property"), &mut properties)
}
