//! The sandbox that runs inside the program, for whoever works without an account.

use std::path::{Path, PathBuf};

use oneatlas_sandbox::{Sandbox, SandboxConfig, SandboxError};
use url::Url;

use crate::error::{AppError, ErrorCode};

/// Holds the port of the last time.
const PORT: &str = "port";

/// Starts the sandbox with what it knew the last time, and at the same port where that is free: the scenes of earlier searches carry
/// links to their pictures.
///
/// # Errors
/// When its folder can't be made or read, or the computer gives it no port.
pub(crate) async fn start(folder: PathBuf) -> Result<Sandbox, AppError> {
    let unstarted = |reason: String| {
        let text = format!("the sandbox could not be started: {reason}");
        AppError::new(
            ErrorCode::Internal,
            text,
            "Check that this computer lets programs use local network addresses.",
        )
    };
    std::fs::create_dir_all(&folder).map_err(|error| unstarted(error.to_string()))?;
    let at = |port| {
        let state_file = Some(folder.join("world.json"));
        Sandbox::start(SandboxConfig { port, state_file, ..SandboxConfig::default() })
    };
    let last = last_port(&folder);
    let started = match at(last).await {
        Err(SandboxError::Listen { .. }) if last != 0 => at(0).await,
        started => started,
    };
    let sandbox = started.map_err(|error| unstarted(error.to_string()))?;
    if let Some(port) = Url::parse(sandbox.url()).ok().and_then(|url| url.port())
        && let Err(error) = std::fs::write(folder.join(PORT), port.to_string())
    {
        tracing::warn!(%error, "the sandbox will be at another port the next time");
    }
    Ok(sandbox)
}

/// 0, which is any free one, where none is known.
fn last_port(folder: &Path) -> u16 {
    std::fs::read_to_string(folder.join(PORT)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_is_at_the_same_port_again_unless_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let start = || start(folder.path().join("sandbox"));
        let first = start().await.unwrap();
        let url = first.url().to_owned();
        let beside = start().await.unwrap();
        assert_ne!(beside.url(), url, "the port was taken");
        beside.stop().await;
        first.stop().await;
        std::fs::write(folder.path().join("sandbox/port"), "no port").unwrap();
        let third = start().await.unwrap();
        let url = third.url().to_owned();
        third.stop().await;
        let fourth = start().await.unwrap();
        assert_eq!(fourth.url(), url);
        fourth.stop().await;
    }
}
