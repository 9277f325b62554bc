//! The user interface's packages and its build.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::shell::{Outcome, must, npm, root};

/// Installs the packages of the lock file, unless they are there already.
pub(crate) fn install() -> Outcome {
    let ui = root().join("ui");
    let stamp = ui.join("node_modules/.package-lock.json");
    if newer(&stamp, &ui.join("package-lock.json")) {
        return Ok(());
    }
    must("npm ci", &mut npm(&["ci", "--no-audit", "--no-fund"]))
}

/// Builds `ui/dist`, which the program carries inside.
pub(crate) fn build() -> Outcome {
    install()?;
    must("build the user interface", &mut npm(&["run", "--silent", "build"]))
}

fn newer(one: &Path, other: &Path) -> bool {
    let time =
        |path: &Path| fs::metadata(path).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    one.exists() && time(one) >= time(other)
}
