//! The search at hand, and the one that is about to take its place.

use std::collections::HashSet;

use aoi::AreaPolygon;
use archive::Archive;
use jiff::Timestamp;

use super::SearchOutcome;
use super::fetch::Fetch;
use super::request::{Errand, MOST_AREAS, SearchRequest};
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// The outlines of a search.
pub(crate) struct Searched {
    pub(crate) first: AreaPolygon,
    pub(crate) further: Vec<AreaPolygon>,
}

impl Searched {
    /// An archive without scenes over them.
    pub(super) fn archive(&self) -> Archive {
        Archive::over(&self.first, &self.further)
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &AreaPolygon> {
        std::iter::once(&self.first).chain(&self.further)
    }
}

/// The scenes of the search at hand.
pub(crate) struct Session {
    pub(crate) archive: Archive,
    /// Scenes the user kept in the search before, over the same area: they are kept again when they come.
    pub(super) remembered: HashSet<String>,
    /// Its number on the disk.
    pub(super) kept: i64,
    pub(super) request: SearchRequest,
    /// What is still to be fetched.
    pub(super) fetch: Fetch,
    /// The latest change of a record.
    pub(super) newest: Option<Timestamp>,
    pub(super) changed: u32,
    pub(super) withdrawn: u32,
    /// Scenes that the vendor told of and did not send, in what was fetched before [`Session::fetch`].
    pub(super) missing: u32,
}

impl Session {
    pub(super) fn outcome(&self, cancelled: bool) -> SearchOutcome {
        let received = self.archive.len();
        let whole = self.fetch.is_done() && self.fetch.split;
        SearchOutcome {
            total: if whole { received } else { self.fetch.total().max(received) },
            received,
            cancelled,
            unplaced: self.archive.unplaced(),
            flawed: self.archive.flawed(),
            changed: self.changed,
            withdrawn: self.withdrawn,
            missing: self.missing + self.fetch.missing,
            unfinished: !self.fetch.is_done(),
        }
    }

    /// Asks only for what is new or was changed. What was never fetched is not "changed": a search that is not whole is
    /// completed first.
    pub(super) fn ask_for_news(&mut self, errands: Vec<Errand>, now: Timestamp) {
        if !self.fetch.is_done() {
            return;
        }
        let newer = |errand: Errand| match self.newest {
            Some(newest) => errand.since(newest, now),
            None => errand,
        };
        let errands = errands.into_iter().map(newer).collect();
        // What is new does not bring what was missing before.
        self.missing += self.fetch.missing;
        self.fetch = Fetch::new(errands, self.request.max_results);
    }
}

impl Desk {
    /// The outlines of a search, when none of them has a fault.
    pub(super) fn searchable(&self, request: &SearchRequest) -> Result<Searched, DeskError> {
        let ids = request.area_ids();
        if ids.len() > MOST_AREAS {
            let why = format!(
                "{} areas are too many for one search: each is a question of its own to the vendor. Choose {MOST_AREAS} or \
                 fewer",
                ids.len()
            );
            return Err(DeskError::invalid("area", why));
        }
        let outline = |id: &str| {
            let area = self.area(id)?;
            match area.report.faults.iter().find(|fault| fault.blocking) {
                Some(fault) => {
                    let why = format!("{} can't be searched yet: {}", area.name, fault.message);
                    Err(DeskError::invalid("area", why))
                }
                None => Ok(area.report.polygon),
            }
        };
        let first = outline(&request.area_id)?;
        let further: Result<_, _> = ids.into_iter().skip(1).map(outline).collect();
        Ok(Searched { first, further: further? })
    }

    /// What the user keeps of the search at hand, if it is over the same areas.
    pub(super) fn kept_over(&self, request: &SearchRequest) -> HashSet<String> {
        let areas = |request: &SearchRequest| {
            request.area_ids().into_iter().map(str::to_owned).collect::<HashSet<_>>()
        };
        let session = self.session();
        let over_them = session.as_ref().filter(|session| areas(&session.request) == areas(request));
        over_them.map(|session| session.archive.kept().into_iter().collect()).unwrap_or_default()
    }

    /// Works on the scenes of a search, whether it is at hand or has none yet; `None` when another took its place.
    pub(super) fn of_search<T>(&self, kept: i64, work: impl FnOnce(&mut Session) -> T) -> Option<T> {
        let mut coming = self.coming();
        if let Some(session) = coming.as_mut().filter(|session| session.kept == kept) {
            return Some(work(session));
        }
        drop(coming);
        self.session().as_mut().filter(|session| session.kept == kept).map(work)
    }

    /// Makes a search that was coming the one at hand.
    pub(super) fn bring_forward(&self, kept: i64) {
        let revision = {
            let mut coming = self.coming();
            let Some(session) = coming.take_if(|session| session.kept == kept) else { return };
            let revision = session.archive.revision();
            *self.session() = Some(session);
            revision
        };
        self.changed(DeskEvent::Archive(revision));
    }

    /// Gives up a search that has no scene; whether it had none. The list before is still the one at hand.
    pub(super) fn give_up(&self, kept: i64) -> bool {
        self.coming().take_if(|session| session.kept == kept).is_some()
    }
}
