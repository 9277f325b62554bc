//! `cargo xtask bench`: what is measured, each beside its peers in the same run.

mod archive;

use crate::shell::Outcome;

pub(crate) fn bench(what: Option<&str>) -> Outcome {
    match what {
        Some("archive") => archive::run(),
        _ => Err("say what to measure: archive".to_owned()),
    }
}
