//! Scenes that left the vendor's catalogue since they were found: the vendor lists them all, we mark those that are here.

use jiff::{Timestamp, ToSpan};
use oneatlas::ErrorKind;
use oneatlas::wire::search::{DeletedPage, DeletedQuery};

use super::request::WINDOW;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// As many as the vendor gives at once: only the ids are taken.
const PAGE: u32 = 500;

impl Desk {
    /// Marks what left the catalogue since a moment among the scenes of a search.
    pub(super) async fn mark_withdrawn(&self, kept: i64, since: &str) -> Result<(), DeskError> {
        let Ok(since) = since.parse::<Timestamp>() else { return Ok(()) };
        let now = self.now();
        // A clock that is a little off must not hide one; one that is told twice is marked once.
        let first = since.saturating_sub(24.hours()).unwrap_or(since);
        let last = now.saturating_add(24.hours()).unwrap_or(now);
        let client = &self.inner.client;
        let ask = |query: DeletedQuery| async move {
            match client.deleted(&query).await {
                Ok(page) => Ok(Some(page)),
                // Not every account may look; then nothing is known, as before.
                Err(error) if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::NotFound) => {
                    tracing::debug!(%error, "withdrawn scenes are not told");
                    Ok(None)
                }
                Err(error) => Err(DeskError::from(error)),
            }
        };
        let take = |page: DeletedPage| self.withdraw(kept, page.data.into_iter().filter_map(|item| item.id));
        whole_list((first, last), ask, take).await
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

/// Reads the list between two moments, both included. It is the whole world's, and no list can be paged through beyond the
/// vendor's window: a longer one is read in halves, which share the moment between them. `ask` gives no page where the list
/// is not told.
async fn whole_list<Asked: Future<Output = Result<Option<DeletedPage>, DeskError>>>(
    span: (Timestamp, Timestamp),
    ask: impl Fn(DeletedQuery) -> Asked,
    take: impl Fn(DeletedPage) -> Result<(), DeskError>,
) -> Result<(), DeskError> {
    let mut spans = vec![span];
    while let Some((first, last)) = spans.pop() {
        let mut start_index = 0;
        loop {
            let deleted_date = format!("[{first:.3},{last:.3}]");
            let query = DeletedQuery { deleted_date, items_per_page: PAGE, start_index };
            let Some(page) = ask(query).await? else { return Ok(()) };
            let (total, came) = (page.total_results, u32::try_from(page.data.len()).unwrap_or(u32::MAX));
            if let Some(middle) = middle(first, last).filter(|_| total > WINDOW) {
                spans.extend([(first, middle), (middle, last)]);
                break;
            }
            take(page)?;
            start_index = start_index.saturating_add(came);
            if came == 0 || start_index >= total.min(WINDOW) {
                break;
            }
        }
    }
    Ok(())
}

/// None when they are too near for the list to be cut between them.
fn middle(first: Timestamp, last: Timestamp) -> Option<Timestamp> {
    let (first, last) = (first.as_millisecond(), last.as_millisecond());
    (last - first > 1).then(|| Timestamp::from_millisecond(first + (last - first) / 2).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::HashSet;

    use oneatlas::wire::search::DeletedItem;

    use super::*;

    /// A vendor who pages through his window and no further.
    async fn read(moments: &[i64]) -> (HashSet<String>, u32) {
        let (got, asked) = (RefCell::new(HashSet::new()), RefCell::new(0));
        let ask = |query: DeletedQuery| {
            *asked.borrow_mut() += 1;
            let (low, high) = query.deleted_date[1..query.deleted_date.len() - 1].split_once(',').unwrap();
            let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
            let asked_for = at(low)..=at(high);
            let within = moments.iter().enumerate().filter(|(_, moment)| asked_for.contains(moment));
            let ids: Vec<String> = within.map(|(number, _)| number.to_string()).collect();
            assert!(query.start_index + query.items_per_page <= WINDOW, "beyond the window");
            let page = ids.iter().skip(query.start_index as usize).take(query.items_per_page as usize);
            let data = page.map(|id| DeletedItem { id: Some(id.clone()) }).collect();
            std::future::ready(Ok(Some(DeletedPage { total_results: ids.len() as u32, data })))
        };
        let take = |page: DeletedPage| {
            got.borrow_mut().extend(page.data.into_iter().filter_map(|item| item.id));
            Ok(())
        };
        let ends = (Timestamp::from_millisecond(0).unwrap(), Timestamp::from_millisecond(1_000_000).unwrap());
        whole_list(ends, ask, take).await.unwrap();
        (got.into_inner(), asked.into_inner())
    }

    #[tokio::test]
    async fn a_list_longer_than_the_window_is_read_to_its_end() {
        // Most of them in one moment of the night, as when a workspace is cleaned.
        let moments: Vec<i64> =
            (0..26_000).map(|k| if k % 3 == 0 { k * 38 } else { 500_000 + k % 7 }).collect();
        assert_eq!(read(&moments).await.0.len(), 26_000);
    }

    #[tokio::test]
    async fn a_short_list_is_asked_for_page_by_page() {
        let (got, asked) = read(&(0..1_200).collect::<Vec<_>>()).await;
        assert_eq!((got.len(), asked), (1_200, 3));
        assert_eq!(read(&[]).await, (HashSet::new(), 1));
    }

    #[tokio::test]
    async fn a_moment_in_which_more_left_than_can_be_told_ends() {
        assert_eq!(read(&[7; 10_400]).await.0.len(), 10_000);
    }
}
