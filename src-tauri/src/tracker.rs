//! Follows what moves at the vendor while the program runs: order states, unknown outcomes; and signs in when it can be
//! reached again.

use std::time::Duration;

use ordering::{Desk, Environment};

use crate::events::{Fact, Unanswered};
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
                    let pause = if desk.environment() == Environment::Live { LIVE } else { SANDBOX };
                    // On a task of its own: a round that breaks off must not be the last.
                    let round = tauri::async_runtime::spawn(follow(shell.clone(), desk));
                    if let Err(error) = round.await {
                        tracing::error!(%error, "a round of following broke off");
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

async fn follow(shell: Shell, desk: Desk) {
    match desk.refresh_orders().await {
        Ok(followed) if followed.problems.is_empty() => {}
        // The order pages say what could not be followed; that nobody answers is said on every page.
        Ok(_) => {
            if let Err(error) = desk.client().reach().await {
                tracing::debug!(%error, "the vendor is silent");
                let unanswered = Unanswered { picture: None, reached: false };
                shell.surroundings().report(Fact::Unanswered(unanswered));
            }
        }
        Err(error) => tracing::debug!(%error, "orders could not be followed"),
    }
}
