//! A transaction of the record: rows are written and bound to the journal together.

use std::collections::BTreeSet;

use super::journal::{BoundRows, JournalEvent};
use super::store::{
    Bound, DecisionRow, DocumentRow, EntriesOf, EntryRow, IntentRow, RecordReader, RecordTransaction,
    RequestRow, RowKey,
};
use super::{Head, LedgerError, unreadable};

/// In place of the hash of a row that a person knows to be gone.
pub(super) const GONE: &str = "gone";

/// How many entries of an order are looked through at once for the one that binds a row.
const PAGE: usize = 8;

/// Rows first, then the entry that tells of them: each entry binds all rows written before it.
pub(super) struct Writing<'a> {
    transaction: &'a mut dyn RecordTransaction,
    /// The moment of all that is written.
    pub(super) at: String,
    rows: BoundRows,
    /// Rows that were not as the journal has them. They are written on and not bound, so that the break stays to be seen.
    foreign: BTreeSet<String>,
    last: Option<EntryRow>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        transaction: &'a mut dyn RecordTransaction,
        at: String,
    ) -> Result<Writing<'a>, LedgerError> {
        let last = transaction.newest_entries(EntriesOf::All, 0, 1)?.pop().transpose().map_err(unreadable)?;
        Ok(Writing { transaction, at, rows: BoundRows::new(), foreign: BTreeSet::new(), last })
    }

    /// For reading within the transaction.
    pub(super) fn rows(&self) -> &dyn RecordReader {
        &*self.transaction
    }

    /// Where the journal ends.
    pub(super) fn head(&self) -> Option<Head> {
        self.last.as_ref().map(EntryRow::head)
    }

    pub(super) fn intent(&self, reference: &str) -> Result<IntentRow, LedgerError> {
        self.transaction.intent(reference)?.ok_or_else(|| LedgerError::Unknown(reference.to_owned()))
    }

    pub(super) fn decision(&self, id: i64) -> Result<DecisionRow, LedgerError> {
        self.transaction.decision(id)?.ok_or_else(|| LedgerError::Unknown(format!("decision {id}")))
    }

    pub(super) fn put_intent(&mut self, row: &IntentRow) -> Result<(), LedgerError> {
        let before = self.transaction.intent(&row.reference)?.map(|row| row.fingerprint());
        self.transaction.put_intent(row)?;
        self.bind(row, &row.reference, before)
    }

    pub(super) fn add_decision(&mut self, mut row: DecisionRow) -> Result<i64, LedgerError> {
        row.id = self.transaction.add_decision(&row)?;
        self.bind(&row, &row.reference, None)?;
        Ok(row.id)
    }

    pub(super) fn put_decision(&mut self, row: &DecisionRow) -> Result<(), LedgerError> {
        let before = self.decision(row.id)?.fingerprint();
        self.transaction.put_decision(row)?;
        self.bind(row, &row.reference, Some(before))
    }

    pub(super) fn add_request(&mut self, mut row: RequestRow) -> Result<i64, LedgerError> {
        row.id = self.transaction.add_request(&row)?;
        self.bind(&row, &row.reference, None)?;
        Ok(row.id)
    }

    pub(super) fn request(&self, id: i64) -> Result<RequestRow, LedgerError> {
        self.transaction.request(id)?.ok_or_else(|| LedgerError::Unknown(format!("request {id}")))
    }

    pub(super) fn put_request(&mut self, row: &RequestRow) -> Result<(), LedgerError> {
        let before = self.request(row.id)?.fingerprint();
        self.transaction.put_request(row)?;
        self.bind(row, &row.reference, Some(before))
    }

    pub(super) fn add_document(&mut self, reference: &str, mut row: DocumentRow) -> Result<(), LedgerError> {
        row.id = self.transaction.add_document(&row)?;
        self.bind(&row, reference, None)
    }

    /// Appends an entry, which binds all rows that were written so far.
    pub(super) fn append(
        &mut self,
        reference: Option<&str>,
        event: &JournalEvent,
    ) -> Result<(), LedgerError> {
        let entry = EntryRow::following(self.last.as_ref(), &self.at, reference, event, &self.rows)?;
        self.transaction.append(&entry)?;
        self.last = Some(entry);
        Ok(())
    }

    /// Binds rows that were there before the journal did so.
    pub(super) fn adopt(&mut self, row: &impl Bound) {
        self.rows.insert(row.key().to_string(), row.fingerprint());
    }

    /// Notes that a row which the journal tells of is not there any more.
    pub(super) fn miss(&mut self, name: String) {
        self.rows.insert(name, GONE.to_owned());
    }

    fn bind(&mut self, row: &impl Bound, reference: &str, before: Option<String>) -> Result<(), LedgerError> {
        let name = row.key().to_string();
        if self.foreign.contains(&name) {
            return Ok(());
        }
        if !self.rows.contains_key(&name)
            && self.bound_before(&row.key(), reference)?.filter(|hash| hash != GONE) != before
        {
            tracing::error!(row = %name, "a row of the order record was changed outside Swath");
            self.foreign.insert(name);
            return Ok(());
        }
        self.rows.insert(name, row.fingerprint());
        Ok(())
    }

    /// The hash that the last entry which names a row gives it.
    fn bound_before(&self, key: &RowKey, reference: &str) -> Result<Option<String>, LedgerError> {
        let name = key.to_string();
        for of in [EntriesOf::Order(reference), EntriesOf::Record] {
            let mut skip = 0;
            loop {
                let page = self.transaction.newest_entries(of, skip, PAGE)?;
                for entry in page.iter().flatten() {
                    if let Some(hash) = entry.bound_rows().remove(&name) {
                        return Ok(Some(hash));
                    }
                }
                if page.len() < PAGE {
                    break;
                }
                skip += PAGE;
            }
        }
        Ok(None)
    }
}
