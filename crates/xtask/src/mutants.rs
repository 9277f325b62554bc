//! `cargo xtask mutants`: changes the code that decides about money, one small change at a time, and counts how many of the
//! changes a test notices. What survives is listed by name. All of it takes many hours; a part of it is an honest sample.

use crate::shell::{Outcome, cargo, command, must, root};

/// Code that decides about money.
struct Deciding {
    package: &'static str,
    files: &'static [&'static str],
    /// The tests that are held against a change, quick ones first.
    passes: &'static [&'static [&'static str]],
}

const DECIDING: [Deciding; 2] = [
    Deciding {
        package: "ordering",
        files: &[
            "crates/ordering/src/ledger/**/*.rs",
            "crates/ordering/src/orders/*.rs",
            "crates/ordering/src/basket/*.rs",
            "crates/ordering/src/money.rs",
            "crates/ordering/src/reference.rs",
            "crates/ordering/src/records.rs",
            "crates/ordering/src/under_way.rs",
        ],
        passes: &[
            // Seconds, and it sees most of them.
            &["--lib", "--", "--skip", "orders::model"],
            // The model, and whole journeys against the sandbox.
            &["--lib", "--test", "desk", "--test", "downloads"],
        ],
    },
    Deciding { package: "oneatlas", files: &["crates/oneatlas/src/money.rs"], passes: &[&["--lib"]] },
];

/// Runs them all, or only those of the files named, or with `--shard K/N` every Nth. Each pass leaves out what a pass before
/// it noticed. Other words that begin with a dash go to the tool. Needs `cargo-mutants`, and installs it below `target` where
/// it is not there.
pub(crate) fn mutants(words: &[String]) -> Outcome {
    let program = tool()?;
    let mut words = words.iter().map(String::as_str);
    let (mut flags, mut named) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        match word {
            "--shard" => {
                flags.extend(["--sharding", "round-robin", "--shard", words.next().unwrap_or("0/1")])
            }
            flag if flag.starts_with('-') => flags.push(flag),
            file => named.push(file),
        }
    }
    let mut all = Ok(());
    for Deciding { package, files, passes } in DECIDING {
        let of_it: Vec<&str> = named.iter().copied().filter(|file| file.contains(package)).collect();
        if !named.is_empty() && of_it.is_empty() {
            continue;
        }
        let files = if named.is_empty() { files.to_vec() } else { of_it };
        let output = root().join("target/mutants").join(package);
        std::fs::create_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
        let output = output.display().to_string();
        let mut survived = Ok(());
        for (pass, tests) in passes.iter().enumerate() {
            let mut run = command(&program, &["mutants", "--package", package, "--output", &output]);
            run.args(&flags).args(if pass > 0 { &["--iterate"][..] } else { &[] });
            for file in &files {
                run.args(["--file", file]);
            }
            // A change that makes a test hang was noticed; a busy machine is given its time.
            run.args(["--baseline", "run", "--timeout", "900", "--"]).args(*tests);
            survived = must(&format!("change {package} and see who notices"), &mut run);
        }
        all = all.and(survived);
    }
    all
}

/// The program that changes code and runs tests.
fn tool() -> Result<String, String> {
    let tools = root().join("target/tools");
    let program = tools.join("bin").join(if cfg!(windows) { "cargo-mutants.exe" } else { "cargo-mutants" });
    if !program.exists() {
        let place = tools.display().to_string();
        must(
            "install cargo-mutants",
            &mut cargo(&["install", "cargo-mutants", "--locked", "--root", &place]),
        )?;
    }
    Ok(program.display().to_string())
}
