//! What happens in a schedule, drawn from a seed.

use ordering::SpendKind;
use serde_json::{Value, json};

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
}

impl Fault {
    const ALL: [Fault; 21] = [
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
            Fault::Slow => json!("slow"),
            Fault::Status(status) => json!(status),
        };
        let seconds = match self {
            Fault::Late(hours) => hours as f64 * 3600.0,
            _ => 0.02,
        };
        json!({"path": path, "fault": name, "count": 1, "retryAfter": 0, "seconds": seconds, "megabytes": 34})
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
    const ALL: [Place; 8] = [
        Place::Spending,
        Place::Spending,
        Place::Spending,
        Place::SignIn,
        Place::Price,
        Place::Contracts,
        Place::Orders,
        Place::Workspace,
    ];
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// A scene is put into the basket, priced, reviewed and sent.
    Spend { neo: bool, kind: SpendKind, scene: usize, fault: Option<(Place, Fault)> },
    /// A quotation that waits is accepted or refused.
    Decide { which: usize, accept: bool, fault: Option<(Place, Fault)> },
    /// What is unknown is looked for at once.
    Look { fault: Option<(Place, Fault)> },
    /// Everything that moves is asked for.
    Refresh { fault: Option<(Place, Fault)> },
    /// A person loses patience with what is unknown, and says that it was not placed.
    GiveUp,
    /// The vendor's clock jumps.
    Advance { hours: i64 },
    /// All tokens end.
    ExpireTokens,
    /// The vendor's order list lags behind by so many hours from now on.
    Lag { hours: i64 },
    /// The vendor stops and starts again.
    RestartVendor,
    /// Swath is closed and opened again.
    Reopen,
}

/// Acts in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub(crate) acts: Vec<Act>,
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.acts.iter().try_for_each(|act| writeln!(f, "  {act:?}"))
    }
}

impl Schedule {
    /// The schedule of a seed: at least two requests that spend, up to twelve acts.
    pub(crate) fn draw(seed: u64) -> Schedule {
        let mut dice = Dice(seed);
        let count = 4 + dice.below(9);
        let mut acts: Vec<Act> = (0..count).map(|_| dice.act()).collect();
        for _ in 0..2 {
            let place = dice.below(acts.len() + 1);
            let spend = dice.spend();
            acts.insert(place, spend);
        }
        Schedule { acts }
    }
}

/// SplitMix64: small, and the same on every computer for ever.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn one_in(&mut self, odds: usize) -> bool {
        self.below(odds) == 0
    }

    fn fault(&mut self) -> Option<(Place, Fault)> {
        let struck = !self.one_in(3);
        let (place, fault) =
            (Place::ALL[self.below(Place::ALL.len())], Fault::ALL[self.below(Fault::ALL.len())]);
        // Many megabytes take a while; they are drawn less often.
        let fault = if fault == Fault::Huge && !self.one_in(4) { Fault::DropAfter } else { fault };
        struck.then_some((place, fault))
    }

    fn spend(&mut self) -> Act {
        let neo = !self.one_in(3);
        let kind = if neo && !self.one_in(3) { SpendKind::Quotation } else { SpendKind::Order };
        Act::Spend { neo, kind, scene: self.below(4), fault: self.fault() }
    }

    fn act(&mut self) -> Act {
        match self.below(20) {
            0..=6 => self.spend(),
            7..=11 => Act::Decide { which: self.below(4), accept: !self.one_in(3), fault: self.fault() },
            12 => Act::Look { fault: self.fault() },
            13 | 14 => Act::Refresh { fault: self.fault() },
            15 => Act::Advance { hours: [1, 6, 26, 24 * 16][self.below(4)] },
            16 => Act::ExpireTokens,
            17 => Act::Lag { hours: [0, 1, 12, 48][self.below(4)] },
            18 if self.one_in(4) => Act::RestartVendor,
            18 => Act::GiveUp,
            _ => Act::Reopen,
        }
    }
}
