//! Pictures that are being fetched, so that one which nobody waits for any more can be given up, also half-way.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

/// Pictures fetched from the vendor at once.
const AT_ONCE: usize = 6;

pub(crate) struct Fetches {
    /// Whoever fetches holds one of these.
    turns: Semaphore,
    running: Mutex<Vec<Running>>,
}

/// A picture that is waiting for its turn or on its way.
struct Running {
    task: AbortHandle,
    name: String,
}

impl Fetches {
    pub(crate) fn new() -> Fetches {
        Fetches { turns: Semaphore::new(AT_ONCE), running: Mutex::default() }
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        // It is never closed.
        self.turns.acquire().await.ok()
    }

    /// Runs a fetch on a task of its own; `None` when it was given up.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        name: &str,
        fetch: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let task = tokio::spawn(fetch);
        let id = task.id();
        self.lock().push(Running { task: task.abort_handle(), name: name.to_owned() });
        let outcome = task.await;
        self.lock().retain(|running| running.task.id() != id);
        outcome.ok()
    }

    /// Gives up the fetches of these pictures; how many there were.
    pub(crate) fn give_up(&self, names: &[String]) -> u32 {
        let running = self.lock();
        let unwanted = running.iter().filter(|running| names.contains(&running.name));
        unwanted.inspect(|running| running.task.abort()).count().try_into().unwrap_or(u32::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
