//! `cargo xtask bench`: what is promised to be fast, beside what others use for the same work, in the same run.

mod archive;
mod areas;

use crate::shell::Outcome;

/// Runs one bench by its name.
pub(crate) fn bench(name: Option<&str>) -> Outcome {
    match name {
        Some("archive") => archive::run(),
        Some("areas") => areas::bench(),
        Some(other) => Err(format!("there is no bench '{other}'; there are: archive, areas")),
        None => Err("name a bench: archive or areas".to_owned()),
    }
}
