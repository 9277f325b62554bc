//! Downloads under way. They belong to the files they write and not to the connection that began them: whoever connects
//! anew meanwhile sees them, can stop them, and does not begin them a second time.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::DownloadProgress;
use crate::error::DeskError;

/// Downloads under way, by item.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<String, Run>>);

struct Run {
    so_far: DownloadProgress,
    /// Asks it to stop.
    stop: watch::Sender<bool>,
}

/// A download in the list; it is taken out when this is dropped, however the download ends.
pub(super) struct Entry<'a> {
    running: &'a Running,
    item_id: String,
    /// Whether it is asked to stop.
    pub(super) stop: watch::Receiver<bool>,
}

impl Running {
    /// Enters a download.
    ///
    /// # Errors
    /// When the item is being downloaded already.
    pub(super) fn begin(&self, item_id: &str) -> Result<Entry<'_>, DeskError> {
        let mut runs = self.runs();
        if runs.contains_key(item_id) {
            return Err(DeskError::invalid("item", "this download is under way already"));
        }
        let (stop, asked) = watch::channel(false);
        let so_far = DownloadProgress { received: 0, total: None, restarted: None };
        runs.insert(item_id.to_owned(), Run { so_far, stop });
        Ok(Entry { running: self, item_id: item_id.to_owned(), stop: asked })
    }

    /// How far a download is; `None` where none is under way.
    pub(super) fn progress(&self, item_id: &str) -> Option<DownloadProgress> {
        self.runs().get(item_id).map(|run| run.so_far)
    }

    /// Keeps how far a download is.
    pub(super) fn note(&self, item_id: &str, so_far: DownloadProgress) {
        if let Some(run) = self.runs().get_mut(item_id) {
            run.so_far = so_far;
        }
    }

    /// Asks a download to stop, if one is under way.
    pub(super) fn stop(&self, item_id: &str) {
        if let Some(run) = self.runs().get(item_id) {
            run.stop.send_replace(true);
        }
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<String, Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.running.runs().remove(&self.item_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_runs_once_and_can_be_begun_again_when_it_has_ended() {
        let running = Running::default();
        let entry = running.begin("a").unwrap();
        assert!(running.begin("a").is_err() && running.begin("b").is_ok());
        let so_far = DownloadProgress { received: 7, total: Some(9), restarted: None };
        running.note("a", so_far);
        assert_eq!((running.progress("a"), running.progress("b")), (Some(so_far), None));
        running.stop("a");
        assert!(*entry.stop.borrow());
        drop(entry);
        assert!(!*running.begin("a").unwrap().stop.borrow());
    }
}
