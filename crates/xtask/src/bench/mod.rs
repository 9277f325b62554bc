//! `cargo xtask bench`: what is promised to be fast, beside what others use for the same work, in the same run.

mod archive;
mod areas;
mod frames;
mod sandbox;

use crate::shell::Outcome;

/// Runs one bench by its name.
pub(crate) fn bench(name: Option<&str>) -> Outcome {
    match name {
        Some("archive") => archive::run(),
        Some("areas") => areas::bench(),
        Some("frames") => frames::run(),
        Some("sandbox") => sandbox::run(),
        Some(other) => {
            Err(format!("there is no bench '{other}'; there are: archive, areas, frames, sandbox"))
        }
        None => Err("name a bench: archive, areas, frames or sandbox".to_owned()),
    }
}
