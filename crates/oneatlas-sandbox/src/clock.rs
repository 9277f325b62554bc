//! The sandbox's clock: real time plus an offset that tests and the program move.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Real time plus an offset in seconds.
#[derive(Debug)]
pub(crate) struct Clock {
    offset: AtomicI64,
}

impl Clock {
    pub(crate) fn new(offset: i64) -> Self {
        Self { offset: AtomicI64::new(offset) }
    }

    /// Milliseconds since 1970, in the sandbox's time.
    pub(crate) fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond().saturating_add(self.offset().saturating_mul(1000))
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::MAX)
    }

    /// Seconds by which the sandbox is ahead of real time.
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::SeqCst)
    }

    pub(crate) fn set_offset(&self, seconds: i64) {
        self.offset.store(seconds, Ordering::SeqCst);
    }
}
