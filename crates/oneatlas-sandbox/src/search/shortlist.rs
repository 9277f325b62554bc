//! The best of what was found so far, in the order asked for.

use std::cmp::Ordering;

use super::query::{Query, WINDOW, compare};
use super::{Found, Hit};
use crate::archive::Attribute;

struct Candidate {
    keys: Vec<Option<Attribute<'static>>>,
    number: u64,
    hit: Hit,
}

/// The best so far: as many as one may page through, with some room so that trimming is rare.
pub(super) struct Shortlist<'q> {
    query: &'q Query,
    total: usize,
    best: Vec<Candidate>,
}

impl<'q> Shortlist<'q> {
    pub(super) fn new(query: &'q Query) -> Self {
        Self { query, total: 0, best: Vec::new() }
    }

    pub(super) fn add<'a>(
        &mut self,
        attribute: impl Fn(&str) -> Option<Attribute<'a>>,
        number: u64,
        hit: impl FnOnce() -> Hit,
    ) {
        self.total += 1;
        let keys = self.query.sort.iter().map(|key| attribute(&key.attribute).map(Attribute::into_owned));
        let candidate = Candidate { keys: keys.collect(), number, hit: hit() };
        self.best.push(candidate);
        if self.best.len() >= 3 * WINDOW {
            self.trim();
        }
    }

    fn order(query: &Query, a: &Candidate, b: &Candidate) -> Ordering {
        let keys = query.sort.iter().zip(a.keys.iter().zip(&b.keys));
        let by_keys = keys.map(|(key, (a, b))| compare(a.as_ref(), b.as_ref(), key.descending));
        by_keys.fold(Ordering::Equal, Ordering::then).then(a.number.cmp(&b.number))
    }

    fn trim(&mut self) {
        let query = self.query;
        if self.best.len() > WINDOW {
            self.best.select_nth_unstable_by(WINDOW, |a, b| Self::order(query, a, b));
            self.best.truncate(WINDOW);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.total += other.total;
        self.best.extend(other.best);
        self.trim();
    }

    /// How many of those kept have a first key later than a time.
    pub(super) fn later_than(&self, ms: i64) -> usize {
        let is_later = |candidate: &&Candidate| matches!(candidate.keys.first(), Some(Some(Attribute::Instant(at))) if *at > ms);
        self.best.iter().filter(is_later).count()
    }

    pub(super) fn finish(mut self) -> Found {
        self.trim();
        let query = self.query;
        self.best.sort_unstable_by(|a, b| Self::order(query, a, b));
        let hits = self.best.into_iter().map(|candidate| candidate.hit);
        Found { total: self.total.min(WINDOW), hits: hits.collect() }
    }
}
