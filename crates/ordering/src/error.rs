//! The one error of the desk, cut by what a person can do about it.

use rust_decimal::Decimal;

use crate::catalogue::Contract;
use crate::deliveries::FileFlaw;
use crate::keychain::KeychainError;
use crate::ledger::{LedgerError, Money, Offer};
use crate::money::amount_in_words;
use crate::orders::AlreadyOrdered;

/// Why the desk could not do something.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The vendor, or the way to it.
    #[error(transparent)]
    Client(#[from] oneatlas::Error),
    /// A host address that cannot be used.
    #[error(transparent)]
    Host(#[from] oneatlas::HostError),
    /// An area that cannot be read.
    #[error(transparent)]
    Area(#[from] aoi::AoiError),
    /// A file of areas that cannot be read.
    #[error("{file}: {source}")]
    AreaFile {
        /// Its name.
        file: String,
        /// Why.
        source: aoi::AoiError,
    },
    /// The order record.
    #[error("the order record could not be used")]
    Ledger(#[from] LedgerError),
    /// The desk's own files: areas, basket, downloads.
    #[error("the local data could not be read or written")]
    Store(#[from] rusqlite::Error),
    /// The key store of the operating system.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// A file of the user.
    #[error("{action} {path}")]
    File {
        /// Such as "could not write".
        action: &'static str,
        /// Which file.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Something is missing or wrong in what was given.
    #[error("{message}")]
    Invalid {
        /// Which field, as the basket names it.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// There is no such thing.
    #[error("there is no {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// Nothing is connected.
    #[error("no connection is open")]
    NotConnected,
    /// What is on this computer is open, and the vendor has not answered yet.
    #[error("this needs the network, and Swath is not signed in to the vendor")]
    Offline,
    /// Something changed since the price was asked.
    #[error("{0}")]
    PriceStale(String),
    /// The order costs more than the contract has left.
    #[error(
        "the order costs {} and the contract has {} left",
        amount_in_words(*amount, currency),
        amount_in_words(*credit, currency)
    )]
    CreditTooSmall {
        /// What it costs.
        amount: Decimal,
        /// What is left.
        credit: Decimal,
        /// ISO 4217.
        currency: String,
    },
    /// The user's own limit stands against it.
    #[error(
        "it costs {}, and your limit {what} is {}{so_far}",
        amount_in_words(*amount, currency),
        amount_in_words(*limit, currency)
    )]
    OverLimit {
        /// What it costs.
        amount: Decimal,
        /// The limit.
        limit: Decimal,
        /// ISO 4217.
        currency: String,
        /// `for one order` or `for one month`.
        what: &'static str,
        /// What was spent of it already, in words.
        so_far: String,
    },
    /// Another currency than the contract's, or none.
    #[error(
        "the price is {cost}, and the contract is kept in {}",
        if contract.is_empty() { "a currency that the vendor does not name" } else { contract }
    )]
    CurrencyMismatch {
        /// The price.
        cost: Money,
        /// The contract's currency.
        contract: String,
    },
    /// A request for it is under way.
    #[error("it is being ordered just now, as {reference}")]
    UnderWay {
        /// Under this reference.
        reference: String,
    },
    /// The record holds some of it already, and no consent names what was paid.
    #[error("{}", held_already(held))]
    AlreadyHeld {
        /// What, and by which orders.
        held: Vec<AlreadyOrdered>,
    },
    /// The vendor offers something else now than what was confirmed.
    #[error(
        "the vendor offers {} now, which is not the offer that was confirmed",
        amount_in_words(now.amount, &now.currency)
    )]
    OfferChanged {
        /// What was confirmed, where it is known.
        was: Option<Box<Offer>>,
        /// What the vendor offers.
        now: Box<Offer>,
    },
    /// Several contracts sell it.
    #[error("several contracts sell this scene; choose which one pays")]
    ChoosePayer {
        /// Those that sell it.
        contracts: Vec<Contract>,
    },
    /// The settings can't be read, so that the limits on spending are not known.
    #[error("your settings cannot be read, because {why}, so that Swath does not know your limits")]
    RulesUnreadable {
        /// What is wrong with the file.
        why: String,
    },
    /// The confirmed amount is not the amount of the review.
    #[error("the amount to confirm is {}", amount_in_words(*expected, ""))]
    ConfirmationMismatch {
        /// What the review says.
        expected: Decimal,
    },
    /// Provably nothing was sent.
    #[error("nothing was sent: {0}")]
    NotSent(oneatlas::Error),
    /// It left, or may have left, and what became of it is not known here.
    #[error("{0}")]
    OutcomeUnknown(String),
    /// The disk has no room for what is to be written; nothing was.
    #[error("there is no room in {folder}: {} MB are needed, {} MB are free", needed.div_ceil(1_000_000), free / 1_000_000)]
    DiskFull {
        /// Where it was to go.
        folder: String,
        /// Bytes.
        needed: u64,
        /// Bytes.
        free: u64,
    },
    /// What arrived is not the whole file.
    #[error("the download is not complete: {0}")]
    NotWhole(FileFlaw),
    /// The user stopped it.
    #[error("stopped")]
    Cancelled,
}

/// What stands against buying it: the first order that holds some of it.
fn held_already(held: &[AlreadyOrdered]) -> String {
    let Some(first) = held.first() else { return "some of it was ordered before".to_owned() };
    let paid = match (first.amount, &first.currency) {
        (Some(amount), Some(currency)) => format!(" for {}", amount_in_words(amount, currency)),
        _ => String::new(),
    };
    let more = if held.len() > 1 { ", and more" } else { "" };
    format!("{} over {} is held by order {}{paid}{more}", first.scene, first.area_name, first.reference)
}

impl DeskError {
    pub(crate) fn invalid(field: impl Into<String>, message: impl Into<String>) -> DeskError {
        DeskError::Invalid { field: field.into(), message: message.into() }
    }

    /// After the bytes have left, no failure of ours may read as "nothing was sent".
    pub(crate) fn after_sending(self) -> DeskError {
        match self {
            DeskError::NotSent(error) => DeskError::NotSent(error),
            other => {
                DeskError::OutcomeUnknown(format!("it was sent, but the outcome could not be kept: {other}"))
            }
        }
    }

    pub(crate) fn missing(what: impl Into<String>) -> DeskError {
        DeskError::NotFound { what: what.into() }
    }

    pub(crate) fn area_file(path: &std::path::Path, source: aoi::AoiError) -> DeskError {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        DeskError::AreaFile { file, source }
    }

    pub(crate) fn file(action: &'static str, path: &std::path::Path, source: std::io::Error) -> DeskError {
        DeskError::File { action, path: path.display().to_string(), source }
    }
}
