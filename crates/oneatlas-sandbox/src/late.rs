//! Requests that arrive late: whole on the vendor's side, carried out only after their time, when the caller has long been
//! told that the connection broke.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

struct Held {
    due_ms: i64,
    carry_out: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// The requests that are still under way.
#[derive(Default)]
pub(crate) struct Late(Mutex<Vec<Held>>);

impl fmt::Debug for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Late").field(&self.lock().len()).finish()
    }
}

impl Late {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a request until a moment of the sandbox's clock.
    pub(crate) fn hold(&self, due_ms: i64, carry_out: impl Future<Output = ()> + Send + 'static) {
        self.lock().push(Held { due_ms, carry_out: Box::pin(carry_out) });
    }

    /// Carries out what is due, in the order in which it was sent.
    pub(crate) async fn arrive(&self, now_ms: i64) {
        loop {
            let due = {
                let mut held = self.lock();
                let place = held.iter().position(|held| held.due_ms <= now_ms);
                place.map(|place| held.remove(place))
            };
            match due {
                Some(held) => held.carry_out.await,
                None => return,
            }
        }
    }

    /// Loses everything that is under way.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }
}
