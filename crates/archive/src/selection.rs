//! Which scenes pass the filter, kept from one question to the next: when one slider moves, one column is walked along
//! and everything else is known already.

use crate::columns::Columns;
use crate::filter::{Criterion, Limits};

/// For every scene a bit for each part of the filter that it fails. Without any bit it passes.
#[derive(Default)]
pub(crate) struct Selection {
    limits: Limits,
    fails: Vec<u16>,
    /// Scenes that were written anew since the marks were made.
    rewritten: Vec<usize>,
}

impl Selection {
    /// Says that a scene's row was written anew.
    pub(crate) fn rewritten(&mut self, place: usize) {
        if place < self.fails.len() {
            self.rewritten.push(place);
        }
    }

    /// Marks one part anew, whose column was written anew.
    pub(crate) fn forget(&mut self, criterion: Criterion, columns: &Columns) {
        self.limits.mark(columns, criterion, &mut self.fails, 0);
    }

    /// Brings the marks to a filter and to the scenes there are.
    pub(crate) fn bring_to(&mut self, limits: Limits, columns: &Columns) {
        let known = self.fails.len();
        for criterion in Criterion::ALL {
            if !self.limits.agrees(&limits, criterion) {
                limits.mark(columns, criterion, &mut self.fails, 0);
            }
        }
        self.fails.resize(columns.len(), 0);
        for criterion in Criterion::ALL.into_iter().filter(|criterion| limits.is_set(*criterion)) {
            limits.mark(columns, criterion, &mut self.fails[known..], known);
            for place in &self.rewritten {
                limits.mark(columns, criterion, &mut self.fails[*place..=*place], *place);
            }
        }
        self.rewritten.clear();
        self.limits = limits;
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn fails(&self) -> &[u16] {
        &self.fails
    }

    pub(crate) fn passes(&self, place: usize) -> bool {
        self.fails.get(place) == Some(&0)
    }

    /// How many pass.
    pub(crate) fn count(&self) -> usize {
        self.fails.iter().filter(|fails| **fails == 0).count()
    }

    /// Those that pass, in the order in which they came.
    pub(crate) fn passing(&self) -> impl Iterator<Item = usize> {
        self.fails.iter().enumerate().filter(|(_, fails)| **fails == 0).map(|(place, _)| place)
    }
}

/// Counts the scenes that pass a filter, without a selection.
pub(crate) fn count_passing(columns: &Columns, limits: &Limits) -> usize {
    let mut other = Selection::default();
    other.bring_to(limits.clone(), columns);
    other.count()
}
