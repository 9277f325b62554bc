//! Why an act of a schedule ended before its end.

use ordering::DeskError;
use ordering::ledger::LedgerError;

use crate::stage::Trouble;

/// Why an act ended early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The desk answered with an error.
    Desk(Box<DeskError>),
    /// A promise is broken.
    Broken(String),
    /// The world itself broke.
    World(Trouble),
}

impl From<DeskError> for Stop {
    fn from(error: DeskError) -> Stop {
        Stop::Desk(Box::new(error))
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::World(trouble)
    }
}

impl Stop {
    pub(super) fn broken<T>(what: impl Into<String>) -> Result<T, Stop> {
        Err(Stop::Broken(what.into()))
    }

    /// What the desk answered, for counts.
    pub(super) fn name(&self) -> &'static str {
        let Stop::Desk(error) = self else { return "" };
        match **error {
            DeskError::Client(_) => "the vendor could not be asked",
            DeskError::NotSent(_) => "nothing was sent",
            DeskError::Invalid { .. } => "something is missing or wrong",
            DeskError::NotFound { .. } => "there is no such thing",
            DeskError::PriceStale(_) => "the price is another now, or none",
            DeskError::AlreadyHeld { .. } => "the record holds it already",
            DeskError::OfferChanged { .. } => "the offer is another now",
            DeskError::UnderWay { .. } => "it is being ordered",
            DeskError::OverLimit { .. } => "over a limit",
            DeskError::CurrencyMismatch { .. } => "another currency than the contract's",
            DeskError::CreditTooSmall { .. } => "too little credit",
            DeskError::Ledger(_) => "the record forbids it",
            _ => "something else",
        }
    }

    /// The broken promise, if it is one. An error of the desk is one unless it may be answered while the world is falling
    /// apart.
    pub(super) fn verdict(self) -> Result<Result<(), String>, Trouble> {
        match self {
            Stop::World(trouble) => Err(trouble),
            Stop::Broken(why) => Ok(Err(why)),
            Stop::Desk(error) if may_be_answered(&error) => Ok(Ok(())),
            Stop::Desk(error) => Ok(Err(format!("the desk gave up: {error} ({error:?})"))),
        }
    }
}

fn may_be_answered(error: &DeskError) -> bool {
    matches!(
        error,
        DeskError::Client(_)
            | DeskError::NotSent(_)
            | DeskError::Invalid { .. }
            | DeskError::NotFound { .. }
            | DeskError::PriceStale(_)
            | DeskError::AlreadyHeld { .. }
            | DeskError::OfferChanged { .. }
            | DeskError::UnderWay { .. }
            | DeskError::OverLimit { .. }
            | DeskError::CurrencyMismatch { .. }
            | DeskError::CreditTooSmall { .. }
            // A decision that is under way already.
            | DeskError::Ledger(LedgerError::Forbidden { .. })
    )
}
