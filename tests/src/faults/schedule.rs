//! What happens in a schedule, drawn from a seed.

use ordering::SpendKind;
use serde_json::{Value, json};

use super::dice::Dice;

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    DropBefore,
    DropAfter,
    DropInside,
    /// Carried out only after so many hours.
    Late(i64),
    Status(u16),
    Malformed,
    WrongType,
    Huge,
    Slow,
    /// Slow enough for other things to happen meanwhile.
    Wait,
    /// A proxy's page in place of the answer, the request not carried out.
    Html,
    /// The same, the request carried out.
    HtmlAfter,
    Unreadable,
    /// The answer names another total and currency; it is booked as priced.
    OtherAmount,
    /// It is booked dearer than priced.
    Misbooked,
    /// It is booked in another currency.
    MisbookedAbroad,
    /// The answer comes after longer than a desk of little patience waits.
    Hang,
    /// Carried out, and the connection stays open without an answer.
    HangForEver,
    /// No token can be had for the request itself.
    NoToken,
}

impl Fault {
    pub(super) const ALL: [Fault; 31] = [
        Fault::NoToken,
        Fault::NoToken,
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::DropInside,
        Fault::Late(1),
        Fault::Late(30),
        Fault::Late(24 * 9),
        Fault::Malformed,
        Fault::WrongType,
        Fault::Huge,
        Fault::Slow,
        Fault::Html,
        Fault::HtmlAfter,
        Fault::Unreadable,
        Fault::OtherAmount,
        Fault::Misbooked,
        Fault::MisbookedAbroad,
        Fault::Hang,
        Fault::HangForEver,
        Fault::Status(302),
        Fault::Status(307),
        Fault::Status(401),
        Fault::Status(403),
        Fault::Status(408),
        Fault::Status(409),
        Fault::Status(422),
        Fault::Status(429),
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
    ];

    /// Its name in counts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Fault::DropBefore => "dropped before it was read",
            Fault::DropAfter => "carried out, no answer",
            Fault::DropInside => "carried out, answer cut",
            Fault::Late(_) => "no answer, carried out hours later",
            Fault::Malformed => "carried out, answer malformed",
            Fault::WrongType => "carried out, answer of other types",
            Fault::Huge => "answer of many megabytes",
            Fault::Slow => "carried out, answer slow",
            Fault::Wait => "carried out, other acts before the answer",
            Fault::Html => "a proxy's page, not carried out",
            Fault::HtmlAfter => "a proxy's page, carried out",
            Fault::Unreadable => "carried out, answer unreadable",
            Fault::OtherAmount => "answer with another total and currency",
            Fault::Misbooked | Fault::MisbookedAbroad => "booked otherwise than priced",
            Fault::Hang | Fault::HangForEver => "carried out, peer hangs",
            Fault::NoToken => "no token for the request",
            Fault::Status(300..=399) => "3xx",
            Fault::Status(401 | 403) => "401, 403",
            Fault::Status(429) => "429",
            Fault::Status(400..=499) => "other 4xx",
            Fault::Status(_) => "5xx",
        }
    }

    /// As the control API takes it, for the next call whose path holds `path`.
    pub(super) fn order(self, path: &str) -> Value {
        let name = match self {
            Fault::DropBefore => json!("dropBefore"),
            Fault::DropAfter => json!("dropAfter"),
            Fault::DropInside => json!("dropInside"),
            Fault::Late(_) => json!("late"),
            Fault::Malformed => json!("malformed"),
            Fault::WrongType => json!("wrongType"),
            Fault::Huge => json!("huge"),
            Fault::Slow | Fault::Wait => json!("slow"),
            Fault::Html => json!("html"),
            Fault::HtmlAfter => json!("htmlAfter"),
            Fault::Unreadable => json!("unreadable"),
            Fault::OtherAmount => json!("otherAmount"),
            Fault::Misbooked | Fault::MisbookedAbroad => json!("misbooked"),
            Fault::Hang | Fault::HangForEver => json!("hang"),
            Fault::NoToken => json!(503),
            Fault::Status(status) => json!(status),
        };
        let seconds = match self {
            Fault::Late(hours) => Some(hours as f64 * 3600.0),
            Fault::Wait => Some(0.25),
            Fault::Hang => Some(0.4),
            Fault::HangForEver => None,
            _ => Some(0.02),
        };
        let currency = (self == Fault::MisbookedAbroad).then_some("USD");
        json!({
            "path": path, "fault": name, "count": 1, "retryAfter": 0, "seconds": seconds, "megabytes": 34,
            "currency": currency,
        })
    }
}

/// Where a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The call that spends or decides.
    Spending,
    /// The sign-in just before it.
    SignIn,
    /// The price that is asked again for the review.
    Price,
    /// The lists that are read around it.
    Contracts,
    /// The vendor's order list.
    Orders,
    /// The workspace.
    Workspace,
}

impl Place {
    pub(super) const ALL: [Place; 9] = [
        Place::Spending,
        Place::Spending,
        Place::Spending,
        Place::SignIn,
        Place::SignIn,
        Place::Price,
        Place::Contracts,
        Place::Orders,
        Place::Workspace,
    ];
}

/// A scene is put into the basket, priced, reviewed and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spend {
    pub(super) neo: bool,
    pub(super) kind: SpendKind,
    pub(super) scene: usize,
    pub(super) area: usize,
    /// Which of the two contracts that sell it pays.
    pub(super) payer: usize,
    pub(super) fault: Option<(Place, Fault)>,
    /// What happens between the review and its confirmation.
    pub(super) linger: Option<Linger>,
    /// The next acts happen while it is under way.
    pub(super) behind: bool,
    /// Whether the person allows it again when the record holds it.
    pub(super) consents: bool,
}

/// What happens while a review lies on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Linger {
    pub(super) hours: i64,
    pub(super) percent: i64,
}

/// A quotation that waits is accepted or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decide {
    pub(super) which: usize,
    pub(super) accept: bool,
    pub(super) fault: Option<(Place, Fault)>,
    /// The vendor makes another offer after the person has read the first.
    pub(super) revised: Option<Revision>,
    pub(super) behind: bool,
    pub(super) consents: bool,
}

/// Another offer under the number of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Revision {
    Discount(u32),
    Amount(&'static str, Option<&'static str>),
}

impl Revision {
    pub(super) fn order(self) -> Value {
        match self {
            Revision::Discount(percent) => json!({"discountPercentage": percent}),
            Revision::Amount(amount, currency) => json!({"amount": amount, "currency": currency}),
        }
    }
}

/// An edit of the basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    Market { which: usize },
    NewReference { which: usize },
    Price { which: usize },
    Remove { which: usize },
    PayWith { which: usize },
    Format { which: usize },
    Add { neo: bool, scene: usize, area: usize, payer: usize },
}

/// How Swath is opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A second connection is made beside the first, which is dropped then.
    Beside,
    /// The first is closed, pages and all; what is being sent goes on.
    After,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Spend(Spend),
    Decide(Decide),
    /// What stands in the basket with its price is confirmed as it is.
    Confirm {
        which: usize,
        kind: SpendKind,
        consents: bool,
    },
    Edit(Edit),
    /// The scenes of an order that is unknown or was not placed go back into the basket.
    OrderAgain {
        which: usize,
    },
    /// What is unknown is looked for at once.
    Look {
        fault: Option<(Place, Fault)>,
    },
    /// Everything that moves is asked for.
    Refresh {
        fault: Option<(Place, Fault)>,
    },
    /// A person loses patience with what is unknown, and says that it was not placed.
    GiveUp,
    /// A person says that what is unknown was placed: by the vendor's page, or wrongly.
    SayPlaced {
        truly: bool,
    },
    /// A person ends what is unknown of decisions.
    EndDecision {
        arrived: bool,
    },
    /// The vendor makes another offer.
    Revise {
        which: usize,
        how: Revision,
    },
    /// The vendor's price list changes, and with how many decimals it reckons.
    Prices {
        percent: i64,
        decimals: u32,
    },
    /// The vendor's clock jumps.
    Advance {
        hours: i64,
    },
    /// All tokens end.
    ExpireTokens,
    /// The vendor's order list lags behind by so many hours from now on.
    Lag {
        hours: i64,
    },
    /// The vendor stops and starts again.
    RestartVendor,
    /// Swath is closed and opened again.
    Reopen(Way),
    /// What is under way ends.
    Wait,
}

/// Under which terms a schedule is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The person's limits, in whole units.
    pub(super) per_month: Option<i64>,
    pub(super) per_order: Option<i64>,
    /// Two contracts have little left.
    pub(super) small_credit: bool,
    /// The price list at the beginning.
    pub(super) decimals: Option<u32>,
    pub(super) percent: i64,
    /// How long an answer is waited for, in milliseconds.
    pub(super) patience: Option<u64>,
    /// The record holds open orders of contracts that the key can't see.
    pub(super) foreign: bool,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            per_month: None,
            per_order: None,
            small_credit: false,
            decimals: None,
            percent: 100,
            patience: None,
            foreign: false,
        }
    }
}

/// Acts in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub(super) terms: Terms,
    pub(super) acts: Vec<Act>,
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "  {:?}", self.terms)?;
        self.acts.iter().try_for_each(|act| writeln!(f, "  {act:?}"))
    }
}

impl Schedule {
    /// The schedule of a seed.
    pub(crate) fn draw(seed: u64) -> Schedule {
        Dice::new(seed).schedule()
    }
}
