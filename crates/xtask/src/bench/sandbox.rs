//! `cargo xtask bench sandbox`: how soon the sandbox answers with a million scenes, what memory it takes, how many
//! thumbnails it draws in a second. Nothing stands beside it: nobody else has such a sandbox.

use std::path::PathBuf;

use crate::shell::{Outcome, cargo, command, must, root};

pub(crate) fn run() -> Outcome {
    must("build the sandbox", &mut cargo(&["build", "--release", "--package", "oneatlas-sandbox"]))?;
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    let name = if cfg!(windows) { "oneatlas-sandbox.exe" } else { "oneatlas-sandbox" };
    let sandbox = built.join("release").join(name).display().to_string();
    let script = root().join("crates/xtask/src/bench/measure_sandbox.py").display().to_string();
    must("measure the sandbox", &mut command("python3", &[&script, &sandbox]))
}
