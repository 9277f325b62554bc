//! `cargo xtask faults`, `crash` and `races`: proofs about money. Schedules of faults, a program that is killed, processes
//! that race. Long runs are built optimised; the short ones of `cargo xtask test` are not.

use crate::shell::{Outcome, cargo, must};

/// Runs a proof with the words that follow its name.
pub(crate) fn prove(name: &str, words: &[String]) -> Outcome {
    let mut run =
        cargo(&["run", "--quiet", "--release", "--package", "swath-tests", "--bin", "proofs", "--", name]);
    must(name, run.args(words))
}

/// What `cargo xtask test` runs of them.
pub(crate) const SHORT: [(&str, &[&str]); 3] = [
    ("250 schedules of faults", &["faults", "--schedules", "250"]),
    ("killed at each step of a send", &["crash", "--rounds", "6"]),
    ("1,000 races over one record", &["races", "--rounds", "1000"]),
];

/// One of the short proofs.
pub(crate) fn short(words: &[&str]) -> Outcome {
    let mut run = cargo(&["run", "--quiet", "--package", "swath-tests", "--bin", "proofs", "--"]);
    must(words.first().copied().unwrap_or("proof"), run.args(words))
}
