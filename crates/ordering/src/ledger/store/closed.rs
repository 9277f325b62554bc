//! In place of a record that could not be opened.

use std::sync::Arc;

use super::{ReadWork, RecordStore, WriteWork};
use crate::ledger::LedgerError;

/// Answers everything with the reason why the record could not be opened.
pub(in crate::ledger) struct ClosedStore {
    pub(in crate::ledger) why: Arc<LedgerError>,
}

impl RecordStore for ClosedStore {
    fn read(&self, _work: ReadWork<'_>) -> Result<(), LedgerError> {
        Err(LedgerError::Closed(Arc::clone(&self.why)))
    }

    fn write(&self, _work: WriteWork<'_>) -> Result<(), LedgerError> {
        Err(LedgerError::Closed(Arc::clone(&self.why)))
    }
}
