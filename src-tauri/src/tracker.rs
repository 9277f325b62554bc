//! Follows what moves at the vendor while the program runs: order states, unknown outcomes; and signs in when it can be
//! reached again.

use std::time::Duration;

use ordering::Environment;

use crate::state::Shell;

/// The vendor's world moves slowly, the sandbox's at the user's hand.
const LIVE: Duration = Duration::from_secs(120);
const SANDBOX: Duration = Duration::from_secs(10);
/// How long a vendor that could not be reached is left alone.
const AGAIN: Duration = Duration::from_secs(10);

pub(crate) fn start(shell: Shell) {
    tauri::async_runtime::spawn(async move {
        loop {
            let pause = match shell.desk() {
                Ok(desk) => {
                    // Being offline while polling is no news; the order pages say when they were last refreshed.
                    let pause = if desk.environment() == Environment::Live { LIVE } else { SANDBOX };
                    // On a task of its own: a round that breaks off must not be the last.
                    let round = tauri::async_runtime::spawn(async move { desk.refresh_orders().await });
                    match round.await {
                        Ok(Ok(_)) => {}
                        Ok(Err(error)) => tracing::debug!(%error, "orders could not be followed"),
                        Err(error) => tracing::error!(%error, "a round of following broke off"),
                    }
                    pause
                }
                Err(_) => {
                    shell.keep_signing_in().await;
                    AGAIN
                }
            };
            tokio::time::sleep(pause).await;
        }
    });
}
