//! The record in memory, for tests and for models that clone a whole record many times.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{
    DecisionRow, DocumentRow, EntriesOf, EntryRow, IntentRow, ReadWork, RecordReader, RecordStore,
    RecordTransaction, RequestRow, Rows, WriteWork,
};
use crate::ledger::LedgerError;

/// Rows are shared until they are replaced, so that a clone costs little.
#[derive(Debug, Clone, Default)]
struct Tables {
    intents: BTreeMap<String, Arc<IntentRow>>,
    decisions: BTreeMap<i64, Arc<DecisionRow>>,
    requests: BTreeMap<i64, Arc<RequestRow>>,
    documents: BTreeMap<i64, Arc<DocumentRow>>,
    journal: Vec<Arc<EntryRow>>,
}

/// A record that lives as long as the program. A clone is a record of its own.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
}

impl Clone for MemoryStore {
    fn clone(&self) -> MemoryStore {
        MemoryStore { tables: Mutex::new(self.lock().clone()) }
    }
}

impl MemoryStore {
    fn lock(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RecordStore for MemoryStore {
    fn read(&self, work: ReadWork<'_>) -> Result<(), LedgerError> {
        work(&*self.lock())
    }

    fn write(&self, work: WriteWork<'_>) -> Result<(), LedgerError> {
        let mut tables = self.lock();
        let mut changed = tables.clone();
        work(&mut changed)?;
        *tables = changed;
        Ok(())
    }
}

fn all<T: Clone, E>(rows: impl Iterator<Item = Arc<T>>) -> Vec<Result<T, E>> {
    rows.map(|row| Ok(T::clone(&row))).collect()
}

fn belongs(entry: &EntryRow, of: EntriesOf<'_>) -> bool {
    match of {
        EntriesOf::All => true,
        EntriesOf::Record => entry.reference.is_none(),
        EntriesOf::Order(reference) => entry.reference.as_deref() == Some(reference),
    }
}

impl RecordReader for Tables {
    fn intent(&self, reference: &str) -> Result<Option<IntentRow>, LedgerError> {
        Ok(self.intents.get(reference).map(|row| IntentRow::clone(row)))
    }

    fn intents(&self) -> Rows<IntentRow> {
        Ok(all(self.intents.values().cloned()))
    }

    fn decision(&self, id: i64) -> Result<Option<DecisionRow>, LedgerError> {
        Ok(self.decisions.get(&id).map(|row| DecisionRow::clone(row)))
    }

    fn decisions(&self) -> Rows<DecisionRow> {
        Ok(all(self.decisions.values().cloned()))
    }

    fn decisions_of(&self, reference: &str) -> Rows<DecisionRow> {
        Ok(all(self.decisions.values().filter(|row| row.reference == reference).cloned()))
    }

    fn request(&self, id: i64) -> Result<Option<RequestRow>, LedgerError> {
        Ok(self.requests.get(&id).map(|row| RequestRow::clone(row)))
    }

    fn requests(&self) -> Rows<RequestRow> {
        Ok(all(self.requests.values().cloned()))
    }

    fn documents(&self) -> Rows<DocumentRow> {
        Ok(all(self.documents.values().cloned()))
    }

    fn entries(&self, of: EntriesOf<'_>) -> Rows<EntryRow> {
        Ok(all(self.journal.iter().filter(|entry| belongs(entry, of)).cloned()))
    }

    fn newest_entries(&self, of: EntriesOf<'_>, skip: usize, count: usize) -> Rows<EntryRow> {
        let newest = self.journal.iter().rev().filter(|entry| belongs(entry, of));
        Ok(all(newest.skip(skip).take(count).cloned()))
    }
}

fn next<T>(rows: &BTreeMap<i64, T>) -> i64 {
    rows.last_key_value().map_or(1, |(id, _)| id + 1)
}

fn gone(what: &str, id: i64) -> LedgerError {
    LedgerError::Unknown(format!("{what} {id}"))
}

impl RecordTransaction for Tables {
    fn put_intent(&mut self, row: &IntentRow) -> Result<(), LedgerError> {
        self.intents.insert(row.reference.clone(), Arc::new(row.clone()));
        Ok(())
    }

    fn add_decision(&mut self, row: &DecisionRow) -> Result<i64, LedgerError> {
        let id = next(&self.decisions);
        self.decisions.insert(id, Arc::new(DecisionRow { id, ..row.clone() }));
        Ok(id)
    }

    fn put_decision(&mut self, row: &DecisionRow) -> Result<(), LedgerError> {
        let kept = self.decisions.get_mut(&row.id).ok_or_else(|| gone("decision", row.id))?;
        *kept = Arc::new(row.clone());
        Ok(())
    }

    fn add_request(&mut self, row: &RequestRow) -> Result<i64, LedgerError> {
        let id = next(&self.requests);
        self.requests.insert(id, Arc::new(RequestRow { id, ..row.clone() }));
        Ok(id)
    }

    fn put_request(&mut self, row: &RequestRow) -> Result<(), LedgerError> {
        let kept = self.requests.get_mut(&row.id).ok_or_else(|| gone("request", row.id))?;
        *kept = Arc::new(row.clone());
        Ok(())
    }

    fn add_document(&mut self, row: &DocumentRow) -> Result<i64, LedgerError> {
        let id = next(&self.documents);
        self.documents.insert(id, Arc::new(DocumentRow { id, ..row.clone() }));
        Ok(id)
    }

    fn append(&mut self, entry: &EntryRow) -> Result<(), LedgerError> {
        if entry.seq != i64::try_from(self.journal.len()).unwrap_or(i64::MAX).saturating_add(1) {
            return Err(LedgerError::Unreadable(format!("entry {} is not the next one", entry.seq)));
        }
        self.journal.push(Arc::new(entry.clone()));
        Ok(())
    }
}
