//! Scenes that left the vendor's catalogue since they were found: the vendor lists them all, we mark those that are here.

use jiff::{Timestamp, ToSpan};
use oneatlas::ErrorKind;
use oneatlas::wire::search::DeletedQuery;

use super::request::PAGE;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// The list holds the whole world's; whoever did not look for so long that it is longer than this searches anew.
const MOST: u32 = 10_000;

impl Desk {
    /// Marks what left the catalogue since a moment among the scenes of a search.
    pub(super) async fn mark_withdrawn(&self, kept: i64, since: &str) -> Result<(), DeskError> {
        let Ok(since) = since.parse::<Timestamp>() else { return Ok(()) };
        let now = self.now();
        // A clock that is a little off must not hide one; one that is told twice is marked once.
        let first = since.saturating_sub(24.hours()).unwrap_or(since);
        let last = now.saturating_add(24.hours()).unwrap_or(now);
        let mut query = DeletedQuery {
            deleted_date: format!("[{first:.3},{last:.3}]"),
            items_per_page: PAGE,
            start_index: 0,
        };
        loop {
            let page = match self.inner.client.deleted(&query).await {
                Ok(page) => page,
                // Not every account may look; then nothing is known, as before.
                Err(error) if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::NotFound) => {
                    tracing::debug!(%error, "withdrawn scenes are not told");
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            };
            let came = u32::try_from(page.data.len()).unwrap_or(u32::MAX);
            self.withdraw(kept, page.data.into_iter().filter_map(|item| item.id))?;
            query.start_index = query.start_index.saturating_add(came);
            if came == 0 || query.start_index >= page.total_results.min(MOST) {
                return Ok(());
            }
        }
    }

    fn withdraw(&self, kept: i64, ids: impl Iterator<Item = String>) -> Result<(), DeskError> {
        let (gone, revision) = {
            let mut session = self.session();
            let Some(session) = session.as_mut().filter(|session| session.kept == kept) else {
                return Ok(());
            };
            let gone: Vec<String> = ids.filter(|id| session.archive.withdraw(id)).collect();
            session.withdrawn += u32::try_from(gone.len()).unwrap_or(u32::MAX);
            (gone, session.archive.revision())
        };
        if !gone.is_empty() {
            self.inner.searches.withdraw(&gone)?;
            self.changed(DeskEvent::Archive(revision));
        }
        Ok(())
    }
}
