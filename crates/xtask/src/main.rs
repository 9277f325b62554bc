//! `cargo xtask`: the one door to everything one does with this repository.
//!
//! It has no dependencies, so that on a bare machine the first command answers within seconds and can install the rest.

mod bench;
mod bindings;
mod front;
mod fuzz;
mod machine;
mod mutants;
mod proofs;
mod run;
mod shell;
mod test;
mod tidy;
mod tour;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <task>

  run [--yes] [--release]   set this computer up, build, and open Swath on its sandbox
  test [--fast]             everything that is checked; --fast leaves the tour out
  tour                      the journey, an area, a choice, and troubles in the real program, a picture of each step in target/tour
  faults [--schedules N] [--seed S]
                            random schedules of faults over the whole journey, held against what the vendor recorded
  crash [--rounds N]        the desk killed at each step of a send and at N random moments, and opened again
  mutants [files]           small changes to the code that decides about money: which of them no test notices
  races [--rounds N]        two to four processes that want to send the same order
  bindings                  write ui/src/ipc/bindings.ts from the commands in src-tauri
  bench archive             filter, sort, coverage and fetching, beside shapely, DuckDB and a plain pager
  bench frames              a million footprints in WebKit, beside MapLibre's GeoJSON source (Linux)
  bench areas               areas of 10^3 to 10^6 vertices, beside shapely, pyproj and GDAL
  bench sandbox             start, memory, searches and thumbnails of the sandbox with a million scenes
  fuzz [cases]              damaged files for every reader of areas, 200000 each unless said otherwise
  tidy                      the house rules: arrows, budgets, words
  setup [--yes] [--tests]   only set this computer up
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let result = match arguments.first().map(String::as_str) {
        Some("run") => run::run(flag("--yes"), flag("--release")),
        Some("test") => test::test(flag("--fast")),
        Some("tour") => tour::tour(),
        Some("mutants") => mutants::mutants(&arguments[1..]),
        Some(proof @ ("faults" | "crash" | "races")) => proofs::prove(proof, &arguments[1..]),
        Some("bindings") => bindings::write(),
        Some("bench") => bench::bench(arguments.get(1).map(String::as_str)),
        Some("fuzz") => fuzz::fuzz(arguments.get(1).map(String::as_str)),
        Some("tidy") => tidy::tidy(),
        Some("setup") => machine::set_up(flag("--yes"), flag("--tests")),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(other) => Err(format!("there is no task '{other}'\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("\nxtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
