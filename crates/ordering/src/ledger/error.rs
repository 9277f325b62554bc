//! Why the record can't be used.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Event, IntentState, VerifyError};

/// The record could not be read or written. Nothing is sent while that is so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// SQLite refused.
    #[error("the order record could not be used")]
    Sqlite(#[from] rusqlite::Error),
    /// A step from an older form of the tables failed; the file is as it was.
    #[error("the order record could not be brought to the form of this version: {0}")]
    Migration(String),
    /// The folder could not be made.
    #[error("the folder of the order record could not be made")]
    Folder(#[source] std::io::Error),
    /// The file could not be opened or made, for want of rights, for one.
    #[error("the file {} of the order record could not be opened", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What was said.
        #[source]
        source: rusqlite::Error,
    },
    /// The copy that is kept before the form of the tables changes could not be written; the file is as it was.
    #[error("a copy of the order record could not be kept at {}, so its form was not changed", path.display())]
    NotCopied {
        /// Where it was to be.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The folder is on a network drive, where SQLite can't keep a record whole.
    #[error(
        "the folder {} is on a network drive ({kind}); the order record has to be on a disk of this computer",
        folder.display()
    )]
    NetworkDrive {
        /// The folder.
        folder: PathBuf,
        /// The kind of drive, as the system names it.
        kind: String,
    },
    /// The file is not as durable as spending needs.
    #[error("the order record does not keep its durability setting {setting} (found {found})")]
    NotDurable {
        /// Which pragma.
        setting: &'static str,
        /// What it read back.
        found: String,
    },
    /// SQLite's own check found something.
    #[error("the order record is damaged: {0}")]
    Damaged(String),
    /// Another program has it open. Two that spend from one record would not know of each other's requests.
    #[error("the order record is in use by another Swath")]
    InUse,
    /// The file was written by a newer program.
    #[error("the order record was written by a newer version of Swath")]
    Newer,
    /// A step that the state table does not know, such as sending twice.
    #[error("order {reference} is {state}; it cannot be {event} now")]
    Forbidden {
        /// Which order.
        reference: String,
        /// Where it stands.
        state: IntentState,
        /// What was tried.
        event: Event,
    },
    /// No such order.
    #[error("there is no order {0} in the record")]
    Unknown(String),
    /// The reference is taken; references are never used twice.
    #[error("the reference {0} was used before")]
    ReferenceTaken(String),
    /// A row does not read back.
    #[error("the order record holds a row that cannot be read: {0}")]
    Unreadable(String),
    /// The record was changed from outside; it is read on, and nothing is spent.
    #[error("the order record was changed outside Swath: {0}")]
    Broken(#[from] VerifyError),
    /// The record could not be opened, for this reason.
    #[error("{0}")]
    Closed(#[source] Arc<LedgerError>),
}

impl LedgerError {
    /// The error and its causes in one line.
    pub(crate) fn in_words(&self) -> String {
        let mut words = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let more = error.to_string();
            if !words.ends_with(&more) {
                words = format!("{words}: {more}");
            }
            cause = error.source();
        }
        words
    }
}
