//! For the tour, which kills the program at each step of a send. Only in builds for development.

use std::path::PathBuf;
use std::time::Duration;

use ordering::SendPoint;

/// Stays at the step that the file `stops-at` in `SWATH_HOME` names, and says so with a file `stopped`.
pub(super) fn stop_at(point: SendPoint) {
    let Some(home) = std::env::var_os("SWATH_HOME").map(PathBuf::from) else { return };
    let wanted = std::fs::read_to_string(home.join("stops-at")).unwrap_or_default();
    if wanted.trim() != format!("{point:?}") {
        return;
    }
    if let Err(error) = std::fs::write(home.join("stopped"), "") {
        tracing::warn!(%error, "the step could not be told");
    }
    std::thread::sleep(Duration::from_secs(600));
}
