//! Running other programs, and where this repository is.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a task ends with.
pub(crate) type Outcome = Result<(), String>;

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A command to be run at the top of the repository.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Cargo, the same one that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// npm in `ui`. On Windows npm is a script that only the shell finds.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = if cfg!(windows) {
        let mut shell = command("cmd", &["/C", "npm"]);
        shell.args(arguments);
        shell
    } else {
        command("npm", arguments)
    };
    npm.current_dir(root().join("ui"));
    npm
}

/// Runs a command and says what failed.
pub(crate) fn must(what: &str, command: &mut Command) -> Outcome {
    println!("\n── {what}");
    let status = command.status().map_err(|error| format!("{what}: could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})")) }
}

/// What a command prints; `None` when it fails or is not there.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
