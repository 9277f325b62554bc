//! A window that is closed while a request that spends is under way: the program stays until its answer is in the record,
//! says so, and ends by itself then. A person may end it before, or stay after all.

use std::sync::atomic::{AtomicU8, Ordering};

use ordering::{ActUnderWay, ActsUnderWay};

use super::Shell;

/// Whether the program is to end.
#[derive(Debug, Default)]
pub(super) struct Closing(AtomicU8);

const STAYS: u8 = 0;
const WAITS: u8 = 1;
const ENDS: u8 = 2;

impl Shell {
    /// Whether the window may close and the program end at this moment. Where it may not, it waits from now on.
    pub(crate) fn may_close(&self) -> bool {
        if self.inner.closing.0.load(Ordering::SeqCst) == ENDS || self.inner.acts.is_empty() {
            return true;
        }
        self.inner.closing.0.store(WAITS, Ordering::SeqCst);
        false
    }

    /// Waits until nothing is under way. Says whether the program is to end then.
    pub(crate) async fn closed_in_the_end(&self) -> bool {
        self.inner.acts.ended().await;
        self.inner.closing.0.load(Ordering::SeqCst) == WAITS
    }

    /// A person stays after all.
    pub(crate) fn keep_open(&self) {
        // Where nothing waits there is nothing to keep from ending.
        let _ = self.inner.closing.0.compare_exchange(WAITS, STAYS, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// A person ends the program although something is under way.
    pub(crate) fn end_anyway(&self) {
        self.inner.closing.0.store(ENDS, Ordering::SeqCst);
    }

    /// Requests under way, for whoever watches them.
    pub(crate) fn acts(&self) -> &ActsUnderWay {
        &self.inner.acts
    }

    /// What is under way.
    pub(crate) fn acts_under_way(&self) -> Vec<ActUnderWay> {
        self.inner.acts.list()
    }
}
