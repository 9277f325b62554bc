//! Connections are opened and closed one at a time, in the order in which that was asked for. Whoever closes one does not
//! wait for the answer to one that is being opened: that one is given up.

use tokio::sync::{Mutex, MutexGuard, watch};

use crate::error::{AppError, ErrorCode};

/// Whose turn it is to open or close the connection. What is written of it, the open desk, the status and the kept key, is
/// written by whoever has the turn.
pub(super) struct Connecting {
    turn: Mutex<()>,
    /// Counts the closings that were asked for.
    closings: watch::Sender<u64>,
}

/// The turn of one that opens a connection.
pub(super) struct Opening<'a> {
    closings: watch::Receiver<u64>,
    _turn: MutexGuard<'a, ()>,
}

impl Default for Connecting {
    fn default() -> Connecting {
        Connecting { turn: Mutex::default(), closings: watch::Sender::new(0) }
    }
}

impl Connecting {
    /// Waits for the turn to open a connection.
    pub(super) async fn to_open(&self) -> Opening<'_> {
        // Before the wait: whoever closes meanwhile closes this one, too.
        let closings = self.closings.subscribe();
        Opening { closings, _turn: self.turn.lock().await }
    }

    /// Gives up what is being opened, and waits for the turn to close the connection.
    pub(super) async fn to_close(&self) -> MutexGuard<'_, ()> {
        self.closings.send_modify(|closings| *closings += 1);
        self.turn.lock().await
    }
}

impl Opening<'_> {
    /// What a vendor answers, unless the connection is closed before.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when it is closed.
    pub(super) async fn unless_closed<T>(&self, answer: impl Future<Output = T>) -> Result<T, AppError> {
        let mut closings = self.closings.clone();
        tokio::select! {
            biased;
            _ = closings.changed() => Err(AppError::new(
                ErrorCode::Cancelled,
                "the connection was closed while it was being made",
                "Connect again when you want to.",
            )),
            answer = answer => Ok(answer),
        }
    }
}
