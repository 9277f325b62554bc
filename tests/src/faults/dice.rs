//! Where schedules come from: a small generator, and what is drawn with it how often.

use ordering::SpendKind;

use super::schedule::{Act, Decide, Edit, Fault, Linger, Place, Revision, Schedule, Spend, Terms, Way};

/// SplitMix64: small, and the same on every computer for ever.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

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

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// A whole schedule: at least two requests that spend, up to fourteen acts.
    pub(super) fn schedule(&mut self) -> Schedule {
        let terms = self.terms();
        let count = 4 + self.below(9);
        let mut acts: Vec<Act> = (0..count).map(|_| self.act(terms)).collect();
        for _ in 0..2 {
            let place = self.below(acts.len() + 1);
            let spend = self.spend(terms);
            acts.insert(place, spend);
        }
        Schedule { terms, acts }
    }

    fn terms(&mut self) -> Terms {
        let limited = self.one_in(3);
        Terms {
            per_month: limited.then(|| self.of(&[900, 1_900, 4_000])),
            per_order: (limited && self.one_in(2)).then(|| self.of(&[600, 2_000])),
            small_credit: self.one_in(4),
            decimals: self.one_in(2).then(|| self.of(&[0, 1, 2, 3, 4, 5, 6])),
            percent: if self.one_in(2) { 100 } else { self.of(&[37, 97, 103, 140]) },
            patience: self.one_in(4).then_some(200),
            foreign: self.one_in(4),
        }
    }

    fn fault(&mut self, terms: Terms) -> Option<(Place, Fault)> {
        let struck = !self.one_in(3);
        let place = self.of(&Place::ALL);
        let mut fault = self.of(&Fault::ALL);
        // Many megabytes take a while; they are drawn less often.
        if fault == Fault::Huge && !self.one_in(4) {
            fault = Fault::DropAfter;
        }
        // A peer that never answers is given up only by a desk of little patience, and only where money is at stake.
        if fault == Fault::HangForEver && (place != Place::Spending || terms.patience.is_none()) {
            fault = Fault::Hang;
        }
        if fault == Fault::NoToken {
            return Some((Place::Spending, fault));
        }
        struck.then_some((place, fault))
    }

    fn spend(&mut self, terms: Terms) -> Act {
        let neo = !self.one_in(3);
        let kind = if neo && !self.one_in(3) { SpendKind::Quotation } else { SpendKind::Order };
        let behind = self.one_in(4);
        let fault = if behind {
            Some((Place::Spending, self.of(&[Fault::Wait, Fault::Wait, Fault::Wait, Fault::Hang])))
        } else {
            self.fault(terms)
        };
        Act::Spend(Spend {
            neo,
            kind,
            scene: self.below(3),
            area: self.below(3),
            payer: self.below(2),
            fault,
            linger: self.one_in(8).then(|| self.linger()),
            behind,
            consents: !self.one_in(3),
        })
    }

    fn linger(&mut self) -> Linger {
        Linger { hours: self.of(&[0, 1]), percent: self.of(&[100, 90, 103]) }
    }

    fn decide(&mut self, terms: Terms) -> Act {
        let behind = self.one_in(6);
        let fault = match behind {
            true => Some((Place::Spending, Fault::Wait)),
            // The answer to a decision is nothing, so that anything in its place has to be told from it.
            false if self.one_in(3) => {
                let foreign = [Fault::Html, Fault::HtmlAfter, Fault::Unreadable, Fault::Status(403)];
                Some((Place::Spending, self.of(&foreign)))
            }
            false => self.fault(terms),
        };
        Act::Decide(Decide {
            which: self.below(4),
            accept: !self.one_in(4),
            fault,
            revised: self.one_in(6).then(|| self.revision()),
            behind,
            consents: !self.one_in(3),
        })
    }

    fn revision(&mut self) -> Revision {
        self.of(&[
            Revision::Discount(10),
            Revision::Discount(0),
            Revision::Amount("615.27825", None),
            Revision::Amount("1156.91", Some("EUR")),
            Revision::Amount("1156.91", Some("USD")),
        ])
    }

    fn edit(&mut self) -> Edit {
        let which = self.below(3);
        match self.below(9) {
            0 => Edit::Market { which },
            1 | 2 => Edit::NewReference { which },
            3 => Edit::Price { which },
            4 => Edit::Remove { which },
            5 => Edit::PayWith { which },
            6 => Edit::Format { which },
            _ => Edit::Add {
                neo: !self.one_in(3),
                scene: self.below(3),
                area: self.below(3),
                payer: self.below(2),
            },
        }
    }

    fn act(&mut self, terms: Terms) -> Act {
        match self.below(36) {
            0..=7 => self.spend(terms),
            8..=12 | 33 => self.decide(terms),
            13..=17 => Act::Edit(self.edit()),
            18 => Act::Look { fault: self.fault(terms) },
            19 | 20 => Act::Refresh { fault: self.fault(terms) },
            21 => Act::Advance { hours: self.of(&[1, 6, 26, 24 * 16]) },
            22 => Act::ExpireTokens,
            23 => Act::Lag { hours: self.of(&[0, 1, 12, 48]) },
            24 if self.one_in(3) => Act::RestartVendor,
            24 => Act::SayPlaced { truly: self.one_in(2) },
            25 => Act::GiveUp,
            26 => Act::EndDecision { arrived: self.one_in(3) },
            27 => Act::OrderAgain { which: self.below(4) },
            28 => Act::Revise { which: self.below(3), how: self.revision() },
            29 => {
                Act::Prices { percent: self.of(&[60, 100, 103]), decimals: self.of(&[0, 1, 2, 3, 4, 5, 6]) }
            }
            30 | 34 => Act::Confirm {
                which: self.below(3),
                kind: self.of(&[SpendKind::Order, SpendKind::Quotation]),
                consents: self.one_in(2),
            },
            31 => Act::Wait,
            _ => Act::Reopen(self.of(&[Way::Beside, Way::After])),
        }
    }
}
