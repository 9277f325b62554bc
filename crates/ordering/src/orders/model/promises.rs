//! What must hold in every state, judged by the vendor's books and by what the people did.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::state::{Entry, Standing, State};
use crate::ledger::{DecisionKind, IntentState};

impl State {
    /// The promise that is broken, if one is.
    pub(super) fn broken(&self) -> Option<String> {
        [
            self.nothing_twice(),
            self.as_accepted(),
            self.within_limit(),
            self.within_credit(),
            self.once_on_the_wire(),
            self.out_of_the_basket(),
            self.nothing_left_submitting(),
            self.nothing_lost(),
            self.true_states(),
        ]
        .into_iter()
        .flatten()
        .next()
    }

    fn sold(&self) -> impl Iterator<Item = &Entry> {
        self.vendor.iter().filter(|entry| entry.standing == Standing::Ordered)
    }

    fn sent(&self, reference: &str) -> Option<usize> {
        self.witness.sends.iter().position(|(sent, _)| sent == reference)
    }

    /// Of two that hold the same scene, a person was asked about the earlier one before the later one was sent, or had said
    /// that the earlier one was not placed.
    fn nothing_twice(&self) -> Option<String> {
        for later in self.sold() {
            let confirmed = self.witness.confirmed.get(&later.reference);
            if confirmed.is_none_or(|confirmed| confirmed.contract != later.contract) {
                return Some(format!("order {} is paid by nobody's choice", self.number(&later.reference)));
            }
            for earlier in self.sold().filter(|one| self.sent(&one.reference) < self.sent(&later.reference)) {
                let shared = later.scenes.iter().any(|scene| earlier.scenes.contains(scene));
                let pair = (later.reference.clone(), earlier.reference.clone());
                if shared && !self.witness.asked.contains(&pair) {
                    let (one, other) = (self.number(&earlier.reference), self.number(&later.reference));
                    return Some(format!(
                        "a scene was bought as order {one} and as order {other}, and nobody was asked"
                    ));
                }
            }
        }
        None
    }

    /// A quotation is accepted at an offer that was on the page. What the vendor revises while the acceptance is on its way
    /// is accepted at the offer of then, which nobody here can change.
    fn as_accepted(&self) -> Option<String> {
        let quoted = self.sold().filter(|entry| entry.kind == crate::money::SpendKind::Quotation);
        let other = quoted.into_iter().find(|entry| {
            let (amount, version) = entry.paid.unwrap_or_default();
            let pages = self.witness.accepted.get(&entry.reference);
            let same =
                |page: &(Decimal, Option<u32>)| page.0 == amount && page.1.is_none_or(|page| page == version);
            !self.witness.outrun.contains(&entry.reference)
                && !pages.is_some_and(|pages| pages.iter().any(same))
        });
        other.map(|entry| format!("order {} was accepted at another offer", self.number(&entry.reference)))
    }

    fn within_limit(&self) -> Option<String> {
        let limit = self.scope.rules().per_month?;
        let mut months: BTreeMap<i64, Decimal> = BTreeMap::new();
        for entry in self.sold().filter(|entry| !self.witness.given_up.contains(&entry.reference)) {
            let month = self.sent(&entry.reference).map_or(0, |place| self.witness.sends[place].1);
            *months.entry(month).or_default() += entry.paid.map_or(entry.amount, |(amount, _)| amount);
        }
        let over = months.into_values().find(|sum| *sum > limit);
        over.map(|sum| format!("{sum} was spent in a month, and the limit is {limit}"))
    }

    /// A contract pays no more than it has, by requests whose answers come back.
    fn within_credit(&self) -> Option<String> {
        let credit = Decimal::from(self.scope.credit?);
        self.scope.contracts.iter().find_map(|(contract, _)| {
            let sold = self.sold().filter(|entry| entry.contract == *contract);
            let paid: Decimal = sold.filter_map(|entry| entry.paid).map(|(amount, _)| amount).sum();
            (paid > credit).then(|| format!("{contract} paid {paid} of a credit of {credit}"))
        })
    }

    fn once_on_the_wire(&self) -> Option<String> {
        let twice = self.witness.arrived.iter().find(|(_, count)| **count > 1);
        twice.map(|(what, count)| format!("{what} arrived {count} times"))
    }

    /// What was sold is in the basket only where a person has put it there after that, or has said that it was not placed.
    fn out_of_the_basket(&self) -> Option<String> {
        for entry in self.sold().filter(|entry| !self.witness.given_up.contains(&entry.reference)) {
            let confirmed = self.witness.confirmed.get(&entry.reference)?;
            let group = self.group(&entry.contract);
            for item in group.into_iter().flat_map(|group| group.items) {
                if entry.scenes.contains(&item.scene_id) && !confirmed.put_again.contains(&item.scene_id) {
                    return Some(format!("order {} is in the basket again", self.number(&entry.reference)));
                }
            }
        }
        None
    }

    /// When nothing is under way in the program, the record says so.
    fn nothing_left_submitting(&self) -> Option<String> {
        if !self.open || !self.under_way.is_empty() {
            return None;
        }
        let facts = self.facts();
        let intents = facts.intents.iter().map(|intent| (&intent.reference, intent.state));
        let decisions = facts.decisions.iter().map(|one| (&one.reference, one.state));
        let left = intents.chain(decisions).find(|(_, state)| *state == IntentState::Submitting);
        left.map(|(reference, _)| format!("order {} is left submitting", self.number(reference)))
    }

    /// What was written down and never left is in the basket, to be sent or taken out.
    fn nothing_lost(&self) -> Option<String> {
        if !self.open || !self.under_way.is_empty() {
            return None;
        }
        let unsent = self.facts().intents.iter().filter(|intent| intent.state == IntentState::Prepared);
        for intent in unsent {
            let confirmed = self.witness.confirmed.get(&intent.reference)?;
            let group = self.group(&intent.contract_id);
            let items = group.as_ref().map(|group| group.items.as_slice()).unwrap_or_default();
            if !confirmed.scenes.iter().all(|scene| items.iter().any(|item| item.scene_id == *scene)) {
                return Some(format!(
                    "order {} is neither sent nor in the basket",
                    self.number(&intent.reference)
                ));
            }
        }
        None
    }

    /// What the record says for certain is so.
    fn true_states(&self) -> Option<String> {
        for intent in &self.facts().intents {
            let entry = self.vendor.iter().find(|entry| entry.reference == intent.reference);
            let said = self.witness.said_placed.contains(&intent.reference);
            let on_its_way = self.held.iter().any(|held| held.reference() == intent.reference);
            let wrong = match (intent.state, entry) {
                (IntentState::Confirmed, None) => !said && !on_its_way,
                (IntentState::Rejected | IntentState::Prepared, Some(_)) => true,
                _ => false,
            };
            let decision = self.facts().decision(&intent.reference);
            let acted = |kind: DecisionKind, standing: Standing| match kind {
                DecisionKind::Accept => standing == Standing::Ordered,
                DecisionKind::Refuse { .. } => standing == Standing::Refused,
            };
            let untrue = decision.zip(entry).is_some_and(|(decision, entry)| {
                decision.state == IntentState::Confirmed && !acted(decision.kind, entry.standing) && !said
            });
            if wrong || untrue {
                return Some(format!(
                    "order {} is told as {} {:?}, and the vendor has {:?}",
                    self.number(&intent.reference),
                    intent.state,
                    intent.progress,
                    entry.map(|entry| entry.standing)
                ));
            }
        }
        None
    }
}
