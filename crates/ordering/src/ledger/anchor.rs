//! The end of the journal, kept outside the file: who cuts entries off the file, or puts an older file in its place, can't
//! change this as well.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Where a journal ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of its entries.
    pub length: u64,
    /// The hash of the last one.
    pub hash: String,
}

/// A place outside the file that keeps one [`Head`]. Calls may block; they are made on a thread of their own.
pub trait Anchor: Send + Sync {
    /// The kept head.
    ///
    /// # Errors
    /// In words, when the place does not answer.
    fn load(&self) -> Result<Option<Head>, String>;

    /// Keeps a head in place of the one before.
    ///
    /// # Errors
    /// In words, when the place does not answer.
    fn store(&self, head: &Head) -> Result<(), String>;
}

/// How long opening waits for the kept head, and closing for the last one to be kept.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is known of the kept head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// The place does not answer, or has not yet.
    Nothing,
    /// The place answers, and keeps no head.
    Empty,
    /// The journal must have reached this.
    At(Head),
}

#[derive(Debug)]
struct State {
    known: Known,
    /// The place has answered, or said that it can't.
    asked: bool,
    /// The file was compared with the kept head; before that, nothing may take the head's place.
    trusted: bool,
    /// The newest head that is to be kept.
    wanted: Option<Head>,
    /// A head is just being kept.
    busy: bool,
    closing: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `done`, at most [`PATIENCE`].
    fn wait_for(&self, done: impl Fn(&State) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut state = self.lock();
        while !done(&state) {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            else {
                return;
            };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Keeps the newest head on a thread of its own, so that a slow place never holds up sending.
pub(super) struct Keeper {
    shared: Arc<Shared>,
}

impl Keeper {
    /// Starts the thread and waits a while for the kept head. `None` when the system gives no thread.
    pub(super) fn start(anchor: Arc<dyn Anchor>) -> Option<Keeper> {
        let state = State {
            known: Known::Nothing,
            asked: false,
            trusted: false,
            wanted: None,
            busy: false,
            closing: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("record anchor".to_owned());
        if let Err(error) = thread.spawn(move || keep(&theirs, anchor.as_ref())) {
            tracing::warn!(%error, "the end of the order record is not kept outside its file");
            return None;
        }
        shared.wait_for(|state| state.asked);
        Some(Keeper { shared })
    }

    /// What the journal must have reached.
    pub(super) fn known(&self) -> Known {
        self.shared.lock().known.clone()
    }

    /// The file was compared with [`Keeper::known`] and fits; from now on newer heads are kept.
    pub(super) fn trust(&self) {
        let mut state = self.shared.lock();
        if state.known != Known::Nothing {
            state.trusted = true;
            self.shared.changed.notify_all();
        }
    }

    /// The file does not fit any more: the kept head stays as it is, as evidence.
    pub(super) fn distrust(&self) {
        self.shared.lock().trusted = false;
    }

    /// A person took the journal as it is: its end takes the place of the kept one, also where that was farther on.
    pub(super) fn replace(&self, head: Head) {
        let mut state = self.shared.lock();
        if state.known != Known::Nothing {
            (state.known, state.trusted, state.wanted) = (Known::Empty, true, Some(head));
            self.shared.changed.notify_all();
        }
    }

    /// Asks for a head to be kept, and returns at once. One that is older than the kept one is passed over.
    pub(super) fn keep(&self, head: Head) {
        let mut state = self.shared.lock();
        if matches!(&state.known, Known::At(kept) if kept.length >= head.length) {
            return;
        }
        if state.wanted.as_ref().is_none_or(|wanted| wanted.length < head.length) {
            state.wanted = Some(head);
            self.shared.changed.notify_all();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.shared.wait_for(|state| !(state.busy || state.trusted && state.wanted.is_some()));
        self.shared.lock().closing = true;
        self.shared.changed.notify_all();
    }
}

fn keep(shared: &Shared, anchor: &dyn Anchor) {
    let loaded = anchor.load();
    {
        let mut state = shared.lock();
        state.known = match loaded {
            Ok(Some(head)) => Known::At(head),
            Ok(None) => Known::Empty,
            Err(error) => {
                tracing::warn!(error, "the end of the order record is not kept outside its file");
                Known::Nothing
            }
        };
        state.asked = true;
        shared.changed.notify_all();
    }
    loop {
        let head = {
            let mut state = shared.lock();
            loop {
                if state.closing {
                    return;
                }
                if state.trusted
                    && let Some(head) = state.wanted.take()
                {
                    state.busy = true;
                    break head;
                }
                state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        };
        let kept = anchor.store(&head);
        let mut state = shared.lock();
        state.busy = false;
        match kept {
            Ok(()) => state.known = Known::At(head),
            Err(error) => tracing::warn!(error, "the end of the order record was not kept outside its file"),
        }
        shared.changed.notify_all();
    }
}
