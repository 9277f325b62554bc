//! Searches that are kept on the disk: listed, opened without asking the vendor, named, removed.

use std::collections::HashSet;

use archive::{Archive, SceneFilter};
use jiff::Timestamp;

use super::fetch::Fetch;
use super::kept::KeptSearch;
use super::{Session, reading};
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
        let mut archive = Archive::new(search.polygon.clone()).at_time(self.now());
        archive.set_price_guides(self.price_guides());
        self.inner.searches.read(kept, |page| {
            let (features, marks): (Vec<_>, Vec<_>) =
                page.into_iter().map(|(id, feature, kept)| (feature, (id, kept))).unzip();
            archive.insert(&features);
            for (id, _) in marks.into_iter().filter(|(_, kept)| *kept) {
                archive.keep(&id, true);
            }
        })?;
        for id in self.inner.searches.withdrawn(kept)? {
            archive.withdraw(&id);
        }
        let revision = archive.revision();
        *self.session() = Some(Session {
            remembered: HashSet::new(),
            archive,
            kept,
            area_id: search.request.area_id.clone(),
            request: search.request.clone(),
            fetch: Fetch::default(),
            newest: search.newest.as_deref().and_then(|newest| newest.parse::<Timestamp>().ok()),
            changed: 0,
            withdrawn: 0,
        });
        self.changed(DeskEvent::Archive(revision));
        Ok(search)
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

fn number(id: &str) -> Result<i64, DeskError> {
    id.parse().map_err(|_| gone())
}

fn gone() -> DeskError {
    DeskError::missing("such search on this computer")
}
