//! The journal: what happened, in order, each entry bound to the one before by SHA-256.

use rusqlite::{OptionalExtension, Transaction};
use sha2::{Digest, Sha256};

use super::{Ledger, LedgerError};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Which order; empty for entries about the record itself.
    pub reference: Option<String>,
    /// What happened, in a few words.
    pub event: String,
    /// More about it.
    pub detail: String,
    /// The hash of the entry before.
    pub previous: String,
    /// The hash of this entry.
    pub hash: String,
}

/// The first entry that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} of the journal does not fit: {why}")]
pub struct VerifyError {
    /// Which entry.
    pub seq: i64,
    /// What is wrong with it.
    pub why: &'static str,
}

/// An intent was confirmed; the detail names the hash of its bytes.
pub(super) const CONFIRMED: &str = "confirmed";
/// What came back was kept; the detail names the request and the hash of the answer.
pub(super) const ANSWER_KEPT: &str = "answer kept";

/// The hash before the first entry.
const BEGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl JournalEntry {
    fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.seq.to_le_bytes());
        let parts =
            [&self.at, self.reference.as_deref().unwrap_or(""), &self.event, &self.detail, &self.previous];
        for part in parts {
            // Lengths keep the borders: "ab"+"c" is another entry than "a"+"bc".
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Appends an entry within the transaction of what it tells.
pub(super) fn append(
    transaction: &Transaction<'_>,
    at: &str,
    reference: Option<&str>,
    event: &str,
    detail: &str,
) -> Result<(), LedgerError> {
    let last: Option<(i64, String)> = transaction
        .query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map(Some)
        .or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(None),
            other => Err(other),
        })?;
    let (seq, previous) = last.map_or((1, BEGIN.to_owned()), |(seq, hash)| (seq + 1, hash));
    let mut entry = JournalEntry {
        seq,
        at: at.to_owned(),
        reference: reference.map(str::to_owned),
        event: event.to_owned(),
        detail: detail.to_owned(),
        previous,
        hash: String::new(),
    };
    entry.hash = entry.expected_hash();
    transaction.execute(
        "INSERT INTO journal (seq, at, reference, event, detail, previous, hash) VALUES (?1,?2,?3,?4,?5,?6,?7)",
        (&entry.seq, &entry.at, &entry.reference, &entry.event, &entry.detail, &entry.previous, &entry.hash),
    )?;
    Ok(())
}

impl Ledger {
    /// The journal, of one order or whole.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn journal(&self, reference: Option<&str>) -> Result<Vec<JournalEntry>, LedgerError> {
        let db = self.lock();
        let mut statement = db.prepare(
            "SELECT seq, at, reference, event, detail, previous, hash FROM journal
             WHERE ?1 IS NULL OR reference = ?1 ORDER BY seq",
        )?;
        let rows = statement.query_map([reference], |row| {
            Ok(JournalEntry {
                seq: row.get(0)?,
                at: row.get(1)?,
                reference: row.get(2)?,
                event: row.get(3)?,
                detail: row.get(4)?,
                previous: row.get(5)?,
                hash: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes an entry that belongs to no change of state, such as a look that found nothing.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn note(&self, reference: &str, event: &str, detail: &str) -> Result<(), LedgerError> {
        self.write(|transaction, at| append(transaction, at, Some(reference), event, detail))
    }

    /// Checks the chain from its first entry, and that the requests and answers in the record are those the journal
    /// tells of; the number of entries when all is whole.
    ///
    /// # Errors
    /// The first entry that does not fit, or that the record cannot be read.
    pub fn verify(&self) -> Result<Result<usize, VerifyError>, LedgerError> {
        let entries = self.journal(None)?;
        if let Err(broken) = check(&entries) {
            return Ok(Err(broken));
        }
        for entry in &entries {
            let fits = match entry.event.as_str() {
                CONFIRMED => self.intent_fits(entry)?,
                ANSWER_KEPT => self.answer_fits(entry)?,
                _ => true,
            };
            if !fits {
                let why = "what it tells of was changed in the record";
                return Ok(Err(VerifyError { seq: entry.seq, why }));
            }
        }
        Ok(Ok(entries.len()))
    }

    /// Whether the bytes of the intent are still those that were confirmed.
    fn intent_fits(&self, entry: &JournalEntry) -> Result<bool, LedgerError> {
        let intent = self.intent(entry.reference.as_deref().unwrap_or_default())?;
        Ok(intent.is_some_and(|intent| {
            let hash = sha256(&intent.body);
            hash == intent.sha256
                && entry.detail.starts_with(&format!("{} {};", intent.amount, intent.currency))
                && entry.detail.ends_with(&hash)
        }))
    }

    /// Whether the answer is still the one that was kept.
    fn answer_fits(&self, entry: &JournalEntry) -> Result<bool, LedgerError> {
        let request = entry.detail.strip_prefix("request ").and_then(|rest| rest.split(',').next());
        let request: Option<i64> = request.and_then(|number| number.parse().ok());
        let kept: Option<Option<Vec<u8>>> = self
            .lock()
            .query_row("SELECT answer FROM requests WHERE id = ?1", [request], |row| row.get(0))
            .optional()?;
        Ok(kept.is_some_and(|answer| entry.detail.ends_with(&sha256(&answer.unwrap_or_default()))))
    }
}

fn check(entries: &[JournalEntry]) -> Result<usize, VerifyError> {
    let mut previous = BEGIN;
    for (place, entry) in entries.iter().enumerate() {
        let broken = |why| Err(VerifyError { seq: entry.seq, why });
        if entry.seq != place as i64 + 1 {
            return broken("an entry before it is missing");
        }
        if entry.previous != previous {
            return broken("it does not follow the entry before");
        }
        if entry.hash != entry.expected_hash() {
            return broken("its content was changed");
        }
        previous = &entry.hash;
    }
    Ok(entries.len())
}
