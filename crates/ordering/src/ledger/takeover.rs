//! A record that does not verify, taken as it is by a person: a file put back from a backup, a record brought over from
//! another computer. Without this nothing could ever be ordered from it again. What was wrong stays written down.

use super::journal::JournalEvent;
use super::store::Unreadable;
use super::verify::{Fault, missing_rows};
use super::{Ledger, LedgerError, unreadable};

impl Ledger {
    /// Takes the record as it is, for a reason that is kept. Every row is bound anew, and the end of the journal takes the
    /// place of the one that is kept outside the file.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] when an entry of the journal itself was changed or is missing: such a record can't be
    /// trusted again; put back a copy of the file.
    pub fn take_as_it_is(&self, reason: &str) -> Result<(), LedgerError> {
        let fault = match self.verify() {
            Ok(_) => return Ok(()),
            Err(LedgerError::Broken(fault)) => fault,
            Err(other) => return Err(other),
        };
        if matches!(
            fault.what,
            Fault::EntryMissing | Fault::NotLinked | Fault::EntryChanged | Fault::EntryUnreadable
        ) {
            return Err(LedgerError::Broken(fault));
        }
        let event = JournalEvent::TakenAsItIs { reason: reason.trim().to_owned(), fault: fault.to_string() };
        let head = self.write(|writing| {
            let rows = writing.rows();
            let missing = missing_rows(rows)?;
            let (intents, decisions) = (all(rows.intents()?)?, all(rows.decisions()?)?);
            let (requests, documents) = (all(rows.requests()?)?, all(rows.documents()?)?);
            intents.iter().for_each(|row| writing.adopt(row));
            decisions.iter().for_each(|row| writing.adopt(row));
            requests.iter().for_each(|row| writing.adopt(row));
            documents.iter().for_each(|row| writing.adopt(row));
            missing.into_iter().for_each(|name| writing.miss(name));
            writing.append(None, &event)?;
            Ok(writing.head())
        })?;
        if let (Some(anchor), Some(head)) = (&self.anchor, head) {
            anchor.replace(head);
        }
        self.verify().map(drop)
    }
}

fn all<T>(rows: Vec<Result<T, Unreadable>>) -> Result<Vec<T>, LedgerError> {
    rows.into_iter().collect::<Result<_, _>>().map_err(unreadable)
}
