//! Whether the record is still what was written: the chain of the journal, each row against the last entry that binds it,
//! and the end of the journal against the anchor outside the file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::Serialize;

use super::anchor::Known;
use super::journal::{BEGIN, JournalEvent, sha256};
use super::store::{Bound, EntriesOf, EntryRow, IntentRow, RecordReader, RequestRow, Unreadable};
use super::writing::GONE;
use super::{Head, Ledger, LedgerError, first_form};

/// The record as it was found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The number of entries in the journal.
    pub entries: usize,
    /// Whether the end of the journal is kept outside the file as well, and agrees. It also counts when that place answers
    /// and keeps nothing yet.
    pub anchored: bool,
}

/// The first thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
#[error("{}{what}", place(*seq, reference.as_deref()))]
pub struct VerifyError {
    /// The entry of the journal that it concerns; none for a row that no entry tells of.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub seq: Option<i64>,
    /// The order that it concerns.
    pub reference: Option<String>,
    /// What is wrong.
    pub what: Fault,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "fault", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Fault {
    /// The entry is missing, although there are later ones.
    EntryMissing,
    /// The entry does not follow the one before.
    NotLinked,
    /// The content of the entry was changed.
    EntryChanged,
    /// The entry can't be read.
    EntryUnreadable,
    /// A row that the entry tells of was changed.
    RowChanged {
        /// The name of the row, such as `intent:A-1`.
        row: String,
    },
    /// A row that the entry tells of is gone.
    RowGone {
        /// The name of the row.
        row: String,
    },
    /// A row that no entry tells of was put into the record.
    RowAdded {
        /// The name of the row.
        row: String,
    },
    /// The journal ends before the entry that was the last one.
    TailCut {
        /// How many entries there were.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        length: u64,
    },
    /// The journal holds another entry at the place that is kept outside the file.
    OtherHistory,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::EntryMissing => write!(f, "it is missing"),
            Fault::NotLinked => write!(f, "it does not follow the entry before"),
            Fault::EntryChanged => write!(f, "its content was changed"),
            Fault::EntryUnreadable => write!(f, "it cannot be read"),
            Fault::RowChanged { row } => write!(f, "the row {row}, which it tells of, was changed"),
            Fault::RowGone { row } => write!(f, "the row {row}, which it tells of, is gone"),
            Fault::RowAdded { row } => write!(f, "the row {row} was put into the record from outside"),
            Fault::TailCut { length } => {
                write!(f, "the journal had {length} entries, and its end was cut off")
            }
            Fault::OtherHistory => write!(f, "it is another entry than the one that was written"),
        }
    }
}

fn place(seq: Option<i64>, reference: Option<&str>) -> String {
    match (seq, reference) {
        (Some(seq), Some(reference)) => format!("entry {seq} of the journal (order {reference}): "),
        (Some(seq), None) => format!("entry {seq} of the journal: "),
        (None, Some(reference)) => format!("order {reference}: "),
        (None, None) => String::new(),
    }
}

/// The tag of [`JournalEvent::TakenAsItIs`] in the record.
const TAKEN_AS_IT_IS: &str = "takenAsItIs";

/// What the journal says of a row: the last entry that binds it, and the hash.
type Bindings = BTreeMap<String, (usize, String)>;

impl Ledger {
    /// Checks the whole record; see the module. The result is remembered: nothing is spent while the record is broken.
    /// Linear in the size of the record.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] with the first thing that does not fit, or that the record cannot be read.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        let known = self.anchor.as_ref().map_or(Known::Nothing, super::anchor::Keeper::known);
        let found = self.read(|reader| check(reader, &known));
        let mut broken = self.broken();
        match found {
            Ok((verified, head)) => {
                *broken = None;
                drop(broken);
                if let Some(anchor) = &self.anchor {
                    anchor.trust();
                    // The last session may have ended before its head was kept.
                    head.into_iter().for_each(|head| anchor.keep(head));
                }
                Ok(verified)
            }
            Err(LedgerError::Broken(why)) => {
                *broken = Some(why.clone());
                drop(broken);
                if let Some(anchor) = &self.anchor {
                    anchor.distrust();
                }
                Err(LedgerError::Broken(why))
            }
            Err(other) => Err(other),
        }
    }
}

/// The rows that the journal tells of and that are not there.
pub(super) fn missing_rows(reader: &dyn RecordReader) -> Result<Vec<String>, LedgerError> {
    let entries = chain(reader.entries(EntriesOf::All)?)?;
    let mut bindings: BTreeSet<String> =
        entries.iter().flat_map(|entry| entry.bound_rows().into_keys()).collect();
    let mut there = |name: String| {
        bindings.remove(&name);
    };
    reader.intents()?.iter().for_each(|row| there(name_of(row)));
    reader.decisions()?.iter().for_each(|row| there(name_of(row)));
    reader.requests()?.iter().for_each(|row| there(name_of(row)));
    reader.documents()?.iter().for_each(|row| there(name_of(row)));
    Ok(bindings.into_iter().collect())
}

fn name_of<T: Bound>(row: &Result<T, Unreadable>) -> String {
    match row {
        Ok(row) => row.key().to_string(),
        Err(unreadable) => unreadable.key.to_string(),
    }
}

/// The verdict, and where the journal ends.
fn check(reader: &dyn RecordReader, known: &Known) -> Result<(Verified, Option<Head>), LedgerError> {
    let entries = chain(reader.entries(EntriesOf::All)?)?;
    let anchored = match known {
        Known::Nothing => false,
        Known::Empty => true,
        Known::At(head) => {
            fits(&entries, head)?;
            true
        }
    };
    let intents = reader.intents()?;
    let requests = reader.requests()?;
    first_form_fits(&entries, &intents, &requests)?;
    let mut rows = Comparison::new(&entries)?;
    rows.compare(intents, |row| Some(row.reference.clone()))?;
    rows.compare(reader.decisions()?, |row| Some(row.reference.clone()))?;
    rows.compare(requests, |row| Some(row.reference.clone()))?;
    rows.compare(reader.documents()?, |_| None)?;
    rows.end()?;
    Ok((Verified { entries: entries.len(), anchored }, entries.last().map(EntryRow::head)))
}

fn broken(seq: Option<i64>, reference: Option<&str>, what: Fault) -> LedgerError {
    LedgerError::Broken(VerifyError { seq, reference: reference.map(str::to_owned), what })
}

/// The entries, each of which follows the one before.
fn chain(rows: Vec<Result<EntryRow, Unreadable>>) -> Result<Vec<EntryRow>, LedgerError> {
    let mut entries: Vec<EntryRow> = Vec::with_capacity(rows.len());
    for row in rows {
        let seq = i64::try_from(entries.len()).unwrap_or(i64::MAX).saturating_add(1);
        let entry = row.map_err(|_| broken(Some(seq), None, Fault::EntryUnreadable))?;
        let fault = |what| Err(broken(Some(seq), entry.reference.as_deref(), what));
        if entry.seq != seq {
            return Err(broken(Some(seq), None, Fault::EntryMissing));
        }
        if entry.previous != entries.last().map_or(BEGIN, |last| &last.hash) {
            return fault(Fault::NotLinked);
        }
        if entry.hash != entry.expected_hash() {
            return fault(Fault::EntryChanged);
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The anchor may lag behind the file, and is never ahead of it.
fn fits(entries: &[EntryRow], head: &Head) -> Result<(), LedgerError> {
    let place = usize::try_from(head.length).unwrap_or(usize::MAX);
    let seq = i64::try_from(head.length).ok();
    match place.checked_sub(1).map(|before| entries.get(before)) {
        None => Ok(()),
        Some(None) => Err(broken(seq, None, Fault::TailCut { length: head.length })),
        Some(Some(entry)) if entry.hash != head.hash => {
            Err(broken(seq, entry.reference.as_deref(), Fault::OtherHistory))
        }
        Some(Some(_)) => Ok(()),
    }
}

/// The rows of the record against what the journal says of them.
struct Comparison<'a> {
    entries: &'a [EntryRow],
    bindings: Bindings,
    /// A row that no entry tells of; told when nothing else is wrong, as a changed key shows as one row gone, another added.
    added: Option<VerifyError>,
}

impl<'a> Comparison<'a> {
    fn new(entries: &'a [EntryRow]) -> Result<Comparison<'a>, LedgerError> {
        let mut rows = Comparison { entries, bindings: Bindings::new(), added: None };
        // What did not fit before a person took the record as it was is known, and written down there.
        let taken = entries.iter().rposition(|entry| entry.event == TAKEN_AS_IT_IS);
        for (place, entry) in entries.iter().enumerate() {
            for (row, hash) in entry.bound_rows() {
                let Some((before, _)) = rows.bindings.insert(row.clone(), (place, hash)) else { continue };
                // A row stays with its order. Where another order has it, the first one was deleted and its number was
                // given again.
                let owner = entries[before].reference.as_ref();
                let known = taken.is_some_and(|taken| place <= taken);
                if !known && owner.is_some() && owner != entry.reference.as_ref() {
                    return Err(rows.fault(before, Fault::RowGone { row }));
                }
            }
        }
        Ok(rows)
    }

    fn fault(&self, place: usize, what: Fault) -> LedgerError {
        match self.entries.get(place) {
            Some(entry) => broken(Some(entry.seq), entry.reference.as_deref(), what),
            None => broken(None, None, what),
        }
    }

    /// Compares the rows of one table, and takes those that fit off the list.
    fn compare<T: Bound>(
        &mut self,
        rows: Vec<Result<T, Unreadable>>,
        reference: impl Fn(&T) -> Option<String>,
    ) -> Result<(), LedgerError> {
        for row in rows {
            let (name, hash, reference) = match row {
                Ok(row) => (row.key().to_string(), Some(row.fingerprint()), reference(&row)),
                Err(unreadable) => (unreadable.key.to_string(), None, None),
            };
            match self.bindings.remove(&name) {
                Some((_, bound)) if Some(&bound) == hash.as_ref() => {}
                Some((place, _)) => return Err(self.fault(place, Fault::RowChanged { row: name })),
                None => {
                    let what = Fault::RowAdded { row: name };
                    self.added.get_or_insert(VerifyError { seq: None, reference, what });
                }
            }
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), LedgerError> {
        self.bindings.retain(|_, (_, hash)| hash != GONE);
        if let Some((row, (place, _))) = self.bindings.pop_first() {
            return Err(self.fault(place, Fault::RowGone { row }));
        }
        self.added.map_or(Ok(()), |added| Err(LedgerError::Broken(added)))
    }
}

/// Entries of the first form bind only the bytes and the amount of an intent, and the bytes of an answer. They are held to
/// that: a change from before the adoption is still found.
fn first_form_fits(
    entries: &[EntryRow],
    intents: &[Result<IntentRow, Unreadable>],
    requests: &[Result<RequestRow, Unreadable>],
) -> Result<(), LedgerError> {
    if !entries.iter().any(|entry| entry.form == 1) {
        return Ok(());
    }
    let intents: HashMap<&str, &IntentRow> =
        intents.iter().flatten().map(|row| (row.reference.as_str(), row)).collect();
    // What a person took as it is was bound anew, and is compared by that.
    let taken: BTreeSet<String> = entries
        .iter()
        .filter(|entry| entry.event == TAKEN_AS_IT_IS)
        .flat_map(|entry| entry.bound_rows().into_keys())
        .collect();
    let requests: HashMap<i64, &RequestRow> = requests.iter().flatten().map(|row| (row.id, row)).collect();
    for entry in entries.iter().filter(|entry| entry.form == 1) {
        let reference = entry.reference.as_deref().unwrap_or_default();
        let (row, same) = match entry.event.as_str() {
            "confirmed" => (
                format!("intent:{reference}"),
                intents.get(reference).map(|row| intent_fits(row, &entry.detail)),
            ),
            "answer kept" => match first_form::answer_kept(&entry.detail) {
                Some(JournalEvent::AnswerKept { request, .. }) => (
                    format!("request:{request}"),
                    requests.get(&request).map(|row| answer_fits(row, &entry.detail)),
                ),
                _ => continue,
            },
            _ => continue,
        };
        match same {
            _ if taken.contains(&row) => {}
            Some(true) => {}
            Some(false) => {
                return Err(broken(Some(entry.seq), Some(reference), Fault::RowChanged { row }));
            }
            None => return Err(broken(Some(entry.seq), Some(reference), Fault::RowGone { row })),
        }
    }
    Ok(())
}

fn intent_fits(row: &IntentRow, detail: &str) -> bool {
    let hash = sha256(&row.body);
    hash == row.sha256
        && detail.starts_with(&format!("{} {};", row.amount, row.currency))
        && detail.ends_with(&hash)
}

fn answer_fits(row: &RequestRow, detail: &str) -> bool {
    detail.ends_with(&sha256(row.answer.as_deref().unwrap_or_default()))
}
