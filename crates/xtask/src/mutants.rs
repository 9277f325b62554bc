//! `cargo xtask mutants`: changes the code that decides about money, one small change at a time, and counts how many of the
//! changes a test notices. Takes an hour and more; what survives is listed by name.

use crate::shell::{Outcome, cargo, command, must, root};

/// The ledger and what money is decided by.
const FILES: [&str; 24] = [
    "crates/ordering/src/ledger/*.rs",
    "crates/ordering/src/ledger/store/*.rs",
    "crates/ordering/src/ledger/store/sqlite/*.rs",
    "crates/ordering/src/money.rs",
    "crates/ordering/src/reference.rs",
    "crates/ordering/src/records.rs",
    "crates/ordering/src/under_way.rs",
    "crates/ordering/src/basket/edit.rs",
    "crates/ordering/src/basket/following.rs",
    "crates/ordering/src/basket/payer.rs",
    "crates/ordering/src/basket/pricing.rs",
    "crates/ordering/src/basket/stored.rs",
    "crates/ordering/src/orders/acts.rs",
    "crates/ordering/src/orders/again.rs",
    "crates/ordering/src/orders/judging.rs",
    "crates/ordering/src/orders/limits.rs",
    "crates/ordering/src/orders/owned.rs",
    "crates/ordering/src/orders/offers.rs",
    "crates/ordering/src/orders/quotations.rs",
    "crates/ordering/src/orders/reconcile.rs",
    "crates/ordering/src/orders/review.rs",
    "crates/ordering/src/orders/runner.rs",
    "crates/ordering/src/orders/sending.rs",
    "crates/ordering/src/orders/verdict.rs",
];

/// Runs them all, or only those of the files named; words that begin with a dash go to the tool, such as `--iterate`, which
/// passes over what was noticed the last time. Needs `cargo-mutants`, and installs it below `target` where it is not
/// there.
pub(crate) fn mutants(words: &[String]) -> Outcome {
    let tools = root().join("target/tools");
    let program = tools.join("bin").join(if cfg!(windows) { "cargo-mutants.exe" } else { "cargo-mutants" });
    if !program.exists() {
        let place = tools.display().to_string();
        must(
            "install cargo-mutants",
            &mut cargo(&["install", "cargo-mutants", "--locked", "--root", &place]),
        )?;
    }
    let mut run =
        command(&program.display().to_string(), &["mutants", "--package", "ordering", "--no-shuffle"]);
    run.args(["--output", &root().join("target").display().to_string()]);
    let (flags, named): (Vec<&str>, Vec<&str>) =
        words.iter().map(String::as_str).partition(|word| word.starts_with('-'));
    run.args(flags);
    let files = if named.is_empty() { FILES.to_vec() } else { named };
    for file in files {
        run.args(["--file", file]);
    }
    // The tests of this crate alone, and no second try: a test that hangs is a change that was noticed.
    run.args(["--baseline", "run", "--timeout", "180", "--", "--lib", "--test", "desk"]);
    must("change the code and see who notices", &mut run)
}
