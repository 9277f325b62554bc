//! Searches that are kept on the disk: listed, opened without asking the vendor, named, removed.

use std::collections::HashSet;

use archive::{Archive, SceneFilter};
use jiff::Timestamp;

use super::fetch::Fetch;
use super::kept::KeptSearch;
use super::{Searched, Session, reading};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

impl Desk {
    /// All searches that are here, the latest first.
    ///
    /// # Errors
    /// When the local data cannot be read.
    pub fn kept_searches(&self) -> Result<Vec<KeptSearch>, DeskError> {
        Ok(self.inner.searches.all()?)
    }

    /// Brings a search back from the disk as the one at hand.
    ///
    /// # Errors
    /// When it is not here, or the local data cannot be read.
    pub fn open_search(&self, id: &str) -> Result<KeptSearch, DeskError> {
        let kept = number(id)?;
        let search = self.inner.searches.one(kept)?.ok_or_else(gone)?;
        let (mut archive, copied) = self.scenes_of(kept, &search)?;
        archive.set_price_guides(self.price_guides());
        for id in self.inner.searches.kept(kept)? {
            archive.keep(&id, true);
        }
        for id in self.inner.searches.withdrawn(kept)? {
            archive.withdraw(&id);
        }
        let revision = archive.revision();
        // What was cut can be completed: nothing that is new since would bring the rest.
        let (fetch, missing) = if search.unfinished {
            let errands = self.errands(&search.request, &outlines(&search))?;
            (Fetch::anew(errands, search.request.max_results, search.total), 0)
        } else {
            (Fetch::default(), search.missing)
        };
        *self.session() = Some(Session {
            remembered: HashSet::new(),
            archive,
            kept,
            request: search.request.clone(),
            fetch,
            newest: search.newest.as_deref().and_then(|newest| newest.parse::<Timestamp>().ok()),
            changed: 0,
            withdrawn: 0,
            missing,
        });
        self.changed(DeskEvent::Archive(revision));
        if !copied {
            self.keep_snapshot(kept)?;
        }
        Ok(search)
    }

    /// The scenes of a search from its snapshot, or else from their records; and whether the snapshot was good.
    fn scenes_of(&self, kept: i64, search: &KeptSearch) -> Result<(Archive, bool), DeskError> {
        if let Some(bytes) = self.inner.searches.snapshot(kept)? {
            match Archive::from_snapshot(&bytes, search.polygon.clone()) {
                Ok(archive) => return Ok((archive.at_time(self.now()), true)),
                Err(error) => tracing::info!(%error, "a search is opened from its records"),
            }
        }
        let mut archive = outlines(search).archive().at_time(self.now());
        self.inner.searches.read(kept, |page| {
            archive.insert(&page);
        })?;
        Ok((archive, false))
    }

    /// Keeps a snapshot of the search at hand, if it is this one and whole.
    pub(super) fn keep_snapshot(&self, kept: i64) -> Result<(), DeskError> {
        let state = self.inner.searches.state();
        let taken = {
            let session = self.session();
            let whole = session.as_ref().filter(|session| session.kept == kept && session.fetch.is_done());
            whole.map(|session| session.archive.snapshot())
        };
        match taken {
            Some(Ok(bytes)) => Ok(self.inner.searches.keep_snapshot(kept, &bytes, state)?),
            // As of a search over several areas.
            Some(Err(error)) => {
                tracing::debug!(%error, "a snapshot was not taken");
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Gives the search at hand a name, so that it stays, and keeps the filter with it.
    ///
    /// # Errors
    /// When nothing was searched yet, the name is empty, or the local data cannot be written.
    pub fn save_search(&self, name: &str, filter: &SceneFilter) -> Result<KeptSearch, DeskError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(DeskError::invalid("name", "a search needs a name"));
        }
        let kept =
            self.session().as_ref().map(|session| session.kept).ok_or_else(reading::nothing_searched)?;
        self.inner.searches.name(kept, name, filter)?;
        self.inner.searches.one(kept)?.ok_or_else(gone)
    }

    /// Forgets a search and its scenes. The one at hand stays on the screen.
    ///
    /// # Errors
    /// When it is not here, or the local data cannot be written.
    pub fn remove_search(&self, id: &str) -> Result<(), DeskError> {
        let removed = self.inner.searches.remove(number(id)?)?;
        if removed { Ok(()) } else { Err(gone()) }
    }
}

fn outlines(search: &KeptSearch) -> Searched {
    Searched { first: search.polygon.clone(), further: search.further.clone() }
}

fn number(id: &str) -> Result<i64, DeskError> {
    id.parse().map_err(|_| gone())
}

fn gone() -> DeskError {
    DeskError::missing("such search on this computer")
}
