//! The one error of the border. An exhaustive match gives each error of the desk its code, its message and what to do.

use ordering::ledger::Offer;
use ordering::{AlreadyOrdered, Contract, DeskError};
use serde::Serialize;

/// What the interface can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// Something given is not usable.
    InvalidInput,
    /// An area cannot be read or ordered.
    InvalidArea,
    /// Nothing is connected.
    NotConnected,
    /// The vendor refused the key.
    KeyRefused,
    /// The key may not do that.
    Forbidden,
    /// The vendor cannot be reached.
    Unreachable,
    /// Too many calls.
    RateLimited,
    /// The vendor refused, in its own words.
    VendorRefused,
    /// The vendor's side failed.
    VendorFault,
    /// A link of the vendor's leads to a host that is not known as the vendor's.
    UntrustedLink,
    /// Not there.
    NotFound,
    /// A list of the vendor's can't be read to its end, or not as it is at one moment.
    ListIncomplete,
    /// The price no longer holds.
    PriceStale,
    /// The contract has too little left.
    CreditTooSmall,
    /// A limit that the user set stands against it.
    OverLimit,
    /// The confirmed amount is another.
    ConfirmationMismatch,
    /// A request for it is under way.
    UnderWay,
    /// The record holds some of it already.
    AlreadyHeld,
    /// The vendor offers something else now.
    OfferChanged,
    /// Several contracts sell it.
    ChoosePayer,
    /// The price is in another currency than the contract.
    CurrencyMismatch,
    /// The settings cannot be read, so that the limits are not known.
    SettingsUnreadable,
    /// Sent, and the outcome is not known.
    OutcomeUnknown,
    /// The order record was changed from outside.
    RecordBroken,
    /// The order record cannot be used.
    Ledger,
    /// The key store cannot be used.
    Keychain,
    /// A file cannot be read or written.
    File,
    /// Stopped by the user.
    Cancelled,
    /// A fault of the program.
    Internal,
}

/// An error as it crosses the border.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct AppError {
    /// What the interface can tell apart.
    pub code: ErrorCode,
    /// What happened and why, for a person.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Whether the same again can help.
    pub retryable: bool,
    /// What the interface needs to go on from here.
    pub detail: Option<Box<ErrorDetail>>,
}

/// What some errors carry for the interface.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "about", rename_all = "camelCase")]
pub enum ErrorDetail {
    /// See [`ErrorCode::OfferChanged`].
    OfferChanged {
        /// What was confirmed, where it is known.
        was: Option<Offer>,
        /// What the vendor offers.
        now: Offer,
    },
    /// See [`ErrorCode::AlreadyHeld`].
    AlreadyHeld {
        /// What, and by which orders.
        held: Vec<AlreadyOrdered>,
    },
    /// See [`ErrorCode::ChoosePayer`].
    ChoosePayer {
        /// Those that sell it.
        contracts: Vec<Contract>,
    },
}

impl AppError {
    /// An error with a hint.
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> AppError {
        AppError {
            code,
            message: sentence(message.into()),
            hint: Some(hint.into()),
            retryable: false,
            detail: None,
        }
    }

    fn with(mut self, detail: ErrorDetail) -> AppError {
        self.detail = Some(Box::new(detail));
        self
    }

    fn retryable(mut self) -> AppError {
        self.retryable = true;
        self
    }
}

/// Errors of libraries begin in lower case and without a stop; people are spoken to in sentences.
fn sentence(text: String) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return text };
    let mut sentence: String = first.to_uppercase().chain(characters).collect();
    if !sentence.ends_with(['.', '?']) {
        sentence.push('.');
    }
    sentence
}

impl From<DeskError> for AppError {
    fn from(error: DeskError) -> AppError {
        tracing::debug!(error = ?error, "crossing the border");
        let text = error.to_string();
        match error {
            DeskError::Client(error) => from_client(&error),
            DeskError::Host(_) => {
                AppError::new(ErrorCode::InvalidInput, text, "Correct the address and try again.")
            }
            DeskError::Area(_) | DeskError::AreaFile { .. } => AppError::new(
                ErrorCode::InvalidArea,
                text,
                "Correct the text or the file; nothing was changed.",
            ),
            DeskError::Ledger(error) => from_ledger(&error),
            DeskError::Store(error) => AppError::new(
                ErrorCode::File,
                format!("{text}: {error}"),
                "Check that the disk is not full and that no other program holds the file.",
            ),
            DeskError::Keychain(_) => AppError::new(
                ErrorCode::Keychain,
                text,
                "The key is kept until you close Swath; unlock the key store to keep it for longer.",
            ),
            DeskError::File { source, .. } => AppError::new(
                ErrorCode::File,
                format!("{text}: {source}"),
                "Choose another place, or check its permissions and free space.",
            ),
            DeskError::Invalid { field, .. } => {
                let code = if field == "area" || field == "polygon" {
                    ErrorCode::InvalidArea
                } else {
                    ErrorCode::InvalidInput
                };
                AppError { code, message: sentence(text), hint: None, retryable: false, detail: None }
            }
            DeskError::NotFound { .. } => AppError::new(
                ErrorCode::NotFound,
                text,
                "It may have been removed meanwhile; refresh the list.",
            ),
            DeskError::NotConnected => {
                AppError::new(ErrorCode::NotConnected, text, "Connect to the sandbox or to your account.")
            }
            DeskError::Offline => AppError::new(
                ErrorCode::Unreachable,
                text,
                "Swath signs in by itself as soon as the vendor can be reached. What is on this computer can be used.",
            )
            .retryable(),
            refused @ (DeskError::PriceStale(_)
            | DeskError::CreditTooSmall { .. }
            | DeskError::OverLimit { .. }
            | DeskError::CurrencyMismatch { .. }
            | DeskError::UnderWay { .. }
            | DeskError::AlreadyHeld { .. }
            | DeskError::OfferChanged { .. }
            | DeskError::ChoosePayer { .. }
            | DeskError::RulesUnreadable { .. }
            | DeskError::ConfirmationMismatch { .. }) => from_judgement(refused, text),
            DeskError::NotSent(error) => {
                let cause = from_client(&error);
                AppError::new(
                    cause.code,
                    format!("nothing was sent. {}", cause.message),
                    "You can safely try again.",
                )
                .retryable()
            }
            DeskError::OutcomeUnknown(_) => AppError::new(
                ErrorCode::OutcomeUnknown,
                text,
                "Do not order it again: the order's page tells what is known, and Swath keeps looking.",
            ),
            DeskError::DiskFull { .. } => AppError::new(
                ErrorCode::File,
                text,
                "Make room there, or choose another download folder in the settings.",
            ),
            DeskError::NotWhole(_) => AppError::new(
                ErrorCode::File,
                text,
                "Download it again; what is good of it is kept.",
            )
            .retryable(),
            DeskError::Cancelled => AppError::new(ErrorCode::Cancelled, text, "What has arrived is kept."),
        }
    }
}

/// What stands against an act that spends or decides. Nothing was sent.
fn from_judgement(error: DeskError, text: String) -> AppError {
    let (code, hint) = match &error {
        DeskError::PriceStale(_) => {
            (ErrorCode::PriceStale, "Nothing was sent. Price the basket again and look at the new figure.")
        }
        DeskError::CreditTooSmall { .. } => (
            ErrorCode::CreditTooSmall,
            "Nothing was sent. Take scenes out, draw a smaller area, or have the contract topped up.",
        ),
        DeskError::OverLimit { .. } => {
            (ErrorCode::OverLimit, "Nothing was sent. Take scenes out, or change the limit in the settings.")
        }
        DeskError::CurrencyMismatch { .. } => (
            ErrorCode::CurrencyMismatch,
            "Nothing was sent. Ask the vendor which currency the contract is billed in.",
        ),
        DeskError::UnderWay { .. } => {
            (ErrorCode::UnderWay, "Wait until its answer is in the record; the order's page shows it.")
        }
        DeskError::AlreadyHeld { .. } => (
            ErrorCode::AlreadyHeld,
            "Nothing was sent. Take it out of the basket, or say on the review that you want to buy it again.",
        ),
        DeskError::OfferChanged { .. } => {
            (ErrorCode::OfferChanged, "Nothing was sent. Look at the new offer before you decide.")
        }
        DeskError::ChoosePayer { .. } => (ErrorCode::ChoosePayer, "Choose the contract that pays."),
        DeskError::RulesUnreadable { .. } => (
            ErrorCode::SettingsUnreadable,
            "Nothing was sent. Look at your limits in the settings and save them again.",
        ),
        _ => (ErrorCode::ConfirmationMismatch, "Nothing was sent. Type the amount as it stands on the page."),
    };
    let shown = AppError::new(code, text, hint);
    match error {
        DeskError::OfferChanged { was, now } => {
            let was = was.map(|offer| *offer);
            shown.with(ErrorDetail::OfferChanged { was, now: *now })
        }
        DeskError::AlreadyHeld { held } => shown.with(ErrorDetail::AlreadyHeld { held }),
        DeskError::ChoosePayer { contracts } => shown.with(ErrorDetail::ChoosePayer { contracts }),
        _ => shown,
    }
}

fn from_client(error: &oneatlas::Error) -> AppError {
    use oneatlas::ErrorKind as Kind;
    let text = error.to_string();
    let at_vendor = |code, hint: &str| AppError::new(code, text.clone(), hint);
    match error.kind() {
        Kind::KeyRefused => at_vendor(
            ErrorCode::KeyRefused,
            "It may have been deleted or have ended. Make a new key in your OneAtlas account and enter it here.",
        ),
        Kind::Unauthorized => at_vendor(ErrorCode::KeyRefused, "Connect again with the key."),
        Kind::Forbidden => {
            at_vendor(ErrorCode::Forbidden, "Ask the owner of the contract to allow it for your key.")
        }
        Kind::NotFound => at_vendor(ErrorCode::NotFound, "It may have left the archive; search again."),
        Kind::InvalidRequest => {
            at_vendor(ErrorCode::VendorRefused, "Change what the vendor names and try again.")
        }
        Kind::RateLimited => at_vendor(ErrorCode::RateLimited, "Wait a minute and try again.").retryable(),
        Kind::Unavailable => {
            at_vendor(ErrorCode::VendorFault, "The vendor's side has a fault; try again later.").retryable()
        }
        Kind::Unreachable => at_vendor(
            ErrorCode::Unreachable,
            "Check the network, the address and the proxy; the connection doctor in the settings tells more.",
        )
        .retryable(),
        Kind::Interrupted | Kind::Timeout => {
            at_vendor(ErrorCode::Unreachable, "The connection broke; try again.").retryable()
        }
        Kind::Decode | Kind::TooLarge => at_vendor(
            ErrorCode::VendorFault,
            "The answer is not of the form that is documented. Nothing was changed; report it with the words above.",
        ),
        Kind::TooMany => at_vendor(
            ErrorCode::ListIncomplete,
            "A part of it would pass for all, so that none is shown. Look for one reference; what is no longer needed in a workspace can be removed in the vendor's own portal.",
        ),
        Kind::Changing => at_vendor(ErrorCode::ListIncomplete, "Wait a minute and try again.").retryable(),
        Kind::UntrustedLink => at_vendor(
            ErrorCode::UntrustedLink,
            "Nothing was asked there. If you know the host as the vendor's, fetch the file in the vendor's own portal, and report the host, so that Swath learns it.",
        ),
        Kind::Configuration => {
            at_vendor(ErrorCode::InvalidInput, "Correct the proxy or the address in the settings.")
        }
        _ => at_vendor(ErrorCode::Internal, "Try again; if it stays, restart Swath."),
    }
}

fn from_ledger(error: &ordering::ledger::LedgerError) -> AppError {
    use ordering::ledger::LedgerError as Ledger;
    let text = error.to_string();
    match error {
        Ledger::Forbidden { .. } | Ledger::ReferenceTaken(_) => AppError::new(
            ErrorCode::OutcomeUnknown,
            text,
            "Nothing was sent a second time. See the order's page for where it stands.",
        ),
        Ledger::Broken(_) => AppError::new(
            ErrorCode::RecordBroken,
            text,
            "Nothing was sent, and nothing is sent while the record does not verify. Keep a copy of it, look into who changed it, then see the doctor in the settings.",
        ),
        Ledger::InUse => AppError::new(
            ErrorCode::Ledger,
            text,
            "Close the other Swath, or wait until its request has ended; then connect again.",
        ),
        Ledger::Unknown(_) => AppError::new(ErrorCode::NotFound, text, "Refresh the list of orders."),
        _ => AppError::new(
            ErrorCode::Ledger,
            text,
            "Nothing is sent while the record cannot be written. Check the disk, then restart Swath.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use ordering::FileFlaw;

    use super::*;

    #[test]
    fn messages_are_sentences_with_something_to_do() {
        let errors = [
            DeskError::NotConnected,
            DeskError::PriceStale("the price was 1 EUR and is 2 EUR now".to_owned()),
            DeskError::Cancelled,
            DeskError::DiskFull { folder: "/imagery".to_owned(), needed: 9_000_000_000, free: 12_000_000 },
            DeskError::NotWhole(FileFlaw::BrokenArchive),
            DeskError::NotFound { what: "such area any more".to_owned() },
        ];
        for error in errors.into_iter().map(AppError::from) {
            assert!(
                error.message.starts_with(char::is_uppercase) && error.message.ends_with('.'),
                "{}",
                error.message
            );
            assert!(error.hint.is_some_and(|hint| hint.ends_with('.')));
        }
    }
}
