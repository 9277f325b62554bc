//! Tries everything, breadth first, so that the first story that is told is one of the shortest.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::keeping::Marking;
use super::state::{Page, Reply, Scope, Standing, State};
use super::step::Step;
use crate::error::DeskError;
use crate::ledger::{IntentState, Progress};

/// What was found.
pub(super) struct Explored {
    pub(super) states: usize,
    /// The number of acts on the longest of the shortest stories.
    pub(super) depth: usize,
    /// Acts that the program refused.
    pub(super) refused: usize,
    /// Everything within the budget was tried.
    pub(super) whole: bool,
    pub(super) broken: Option<String>,
}

/// Where a state came from.
struct Origin {
    before: usize,
    step: Option<Step>,
}

/// A scope with more states is cut, and says so.
const MOST: usize = 300_000;

pub(super) fn explore(scope: &Scope) -> Explored {
    let mut seen = HashSet::new();
    let mut origins = vec![Origin { before: 0, step: None }];
    let first = State::new(scope);
    seen.insert(print(&first.key()));
    let mut layer = vec![(0, first)];
    let mut explored = Explored { states: 1, depth: 0, refused: 0, whole: true, broken: None };
    while !layer.is_empty() {
        let mut next = Vec::new();
        for (origin, state) in layer {
            for step in state.steps() {
                let mut after = state.clone();
                // What is refused may still have written something.
                explored.refused += usize::from(after.take(step).is_err());
                if !seen.insert(print(&after.key())) {
                    continue;
                }
                origins.push(Origin { before: origin, step: Some(step) });
                let place = origins.len() - 1;
                if let Some(why) = after.broken() {
                    explored.broken = Some(format!("{why}:\n{}", story(&origins, place)));
                    return explored;
                }
                next.push((place, after));
            }
            if seen.len() > MOST {
                return Explored { states: seen.len(), whole: false, ..explored };
            }
        }
        layer = next;
        explored.depth += usize::from(!layer.is_empty());
        explored.states = seen.len();
    }
    explored
}

fn print(key: &str) -> u128 {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, key).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(1) << 64 | half(2)
}

fn story(origins: &[Origin], mut place: usize) -> String {
    let mut steps = Vec::new();
    while let Some(step) = origins[place].step {
        steps.push(format!("  {step}"));
        place = origins[place].before;
    }
    steps.reverse();
    steps.join("\n")
}

/// Counts one of something down; false when none is left.
fn one_less(left: &mut u8) -> Result<(), DeskError> {
    *left = left.checked_sub(1).ok_or(DeskError::Cancelled)?;
    Ok(())
}

const DEATHS: [Option<Marking>; 4] =
    [None, Some(Marking::WrittenDown), Some(Marking::OutOfBasket), Some(Marking::Marked)];

impl State {
    /// What could happen next.
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        self.worlds_steps(&mut steps);
        if !self.open {
            steps.push(Step::Open);
            return steps;
        }
        self.programs_steps(&mut steps);
        self.basket_steps(&mut steps);
        self.window_steps(&mut steps);
        steps
    }

    fn worlds_steps(&self, steps: &mut Vec<Step>) {
        steps.extend((0..self.held.len()).map(|held| Step::ArriveLate { held }));
        for (entry, one) in self.vendor.iter().enumerate() {
            if self.left.offers > 0 && one.standing == Standing::Sent {
                steps.extend([Step::Revise { entry }, Step::Expire { entry }]);
            }
        }
        if self.left.months > 0 {
            steps.push(Step::NextMonth);
        }
    }

    fn programs_steps(&self, steps: &mut Vec<Step>) {
        for (act, one) in self.under_way.iter().enumerate() {
            if !one.late && self.left.patience > 0 {
                steps.push(Step::LosePatience { act });
            }
            if one.reply.is_some() {
                let deaths = if self.left.deaths > 0 { 3 } else { 0 };
                steps.extend((0..deaths).map(|after| Step::Settle { act, dies_after: Some(after) }));
                steps.push(Step::Settle { act, dies_after: None });
                continue;
            }
            steps.push(Step::Answer { act, carried_out: true, reply: Reply::Taken });
            if self.left.faults > 0 {
                for reply in [Reply::Refused, Reply::Broken, Reply::NotSent, Reply::Page] {
                    steps.push(Step::Answer { act, carried_out: false, reply });
                }
                steps.push(Step::Answer { act, carried_out: true, reply: Reply::Broken });
                steps.push(Step::Hold { act });
            }
        }
        if self.left.deaths > 0 && !self.under_way.is_empty() {
            steps.push(Step::Kill);
        }
        if self.left.looks > 0 {
            steps.push(Step::Look);
        }
    }

    fn basket_steps(&self, steps: &mut Vec<Step>) {
        let (contracts, scenes) = (self.scope.contracts.len(), self.scope.scenes.len());
        for contract in 0..contracts {
            for scene in 0..scenes {
                let there = self.group(self.scope.contracts[contract].0).is_some_and(|group| {
                    group.items.iter().any(|item| item.scene_id == self.scope.scenes[scene])
                });
                if !there {
                    steps.push(Step::Put { scene, contract });
                } else if self.left.edits > 0 {
                    steps.push(Step::TakeOut { scene, contract });
                }
            }
            let Some(group) = self.group(self.scope.contracts[contract].0) else { continue };
            if group.priced.is_none() {
                steps.push(Step::Price { contract });
            } else {
                for kind in &self.scope.kinds {
                    let pages = self.free_pages().into_iter();
                    steps.extend(pages.map(|page| Step::Review { page, contract, kind: *kind }));
                }
            }
            if self.left.edits > 0 {
                steps.push(Step::NewReference { contract });
                let others = (0..contracts).filter(|other| *other != contract);
                steps.extend(others.map(|other| Step::PayWith { contract, other }));
            }
        }
    }

    /// Where something can be looked at. Of two windows that show nothing one will do: they are alike.
    fn free_pages(&self) -> Vec<usize> {
        let nothing = |page: &Page| matches!(page, Page::Nothing);
        if self.pages.iter().all(nothing) { vec![0] } else { vec![0, 1] }
    }

    fn window_steps(&self, steps: &mut Vec<Step>) {
        for page in [0, 1] {
            let consents = [false, true];
            for (consents, dies) in consents.into_iter().flat_map(|one| DEATHS.map(|dies| (one, dies))) {
                if self.left.sends == 0 || (dies.is_some() && self.left.deaths == 0) {
                    continue;
                }
                match &self.pages[page] {
                    Page::Nothing => {}
                    Page::Review(_) => steps.push(Step::Confirm { page, consents, dies }),
                    Page::Offer { .. } if dies == Some(Marking::OutOfBasket) => {}
                    Page::Offer { .. } => steps.push(Step::Accept { page, consents, dies }),
                }
            }
        }
        for (order, intent) in self.facts().intents.iter().enumerate() {
            let decision = self.facts().decision(&intent.reference);
            let quoted = intent.state == IntentState::Confirmed && intent.progress == Some(Progress::Quoted);
            if quoted && self.left.sends > 0 {
                steps.extend(self.free_pages().into_iter().map(|page| Step::ReadOffer { page, order }));
                steps.push(Step::Refuse { order });
            }
            if self.left.words > 0 {
                if intent.state == IntentState::Unknown {
                    steps.push(Step::SayNotPlaced { order });
                    if self.vendor.iter().any(|entry| entry.reference == intent.reference) {
                        steps.push(Step::SayPlaced { order });
                    }
                }
                if decision.is_some_and(|one| one.state == IntentState::Unknown) {
                    steps.extend([false, true].map(|arrived| Step::EndDecision { order, arrived }));
                }
            }
            if self.left.edits > 0 {
                steps.push(Step::OrderAgain { order });
            }
        }
    }

    /// Does one act. An error is the program's refusal.
    pub(super) fn take(&mut self, step: Step) -> Result<(), DeskError> {
        let scope = std::sync::Arc::clone(&self.scope);
        let name = |contract: usize| scope.contracts[contract].0;
        let order = |state: &State, order: usize| state.intents()[order].reference.clone();
        match step {
            Step::Put { scene, contract } => self.put(scope.scenes[scene], name(contract)),
            Step::TakeOut { scene, contract } => {
                one_less(&mut self.left.edits)?;
                self.take_out(scope.scenes[scene], name(contract))
            }
            Step::NewReference { contract } => {
                one_less(&mut self.left.edits)?;
                self.renew(name(contract))
            }
            Step::PayWith { contract, other } => {
                one_less(&mut self.left.edits)?;
                self.pay_with(name(contract), name(other))
            }
            Step::Price { contract } => self.price(name(contract)),
            Step::Review { page, contract, kind } => self.review(page, name(contract), kind),
            Step::Confirm { page, consents, dies } => {
                self.sending(dies, |state| state.confirm(page, consents, dies))
            }
            Step::Accept { page, consents, dies } => {
                self.sending(dies, |state| state.accept(page, consents, dies))
            }
            Step::Refuse { order: number } => {
                let reference = order(self, number);
                self.sending(None, |state| state.refuse(&reference, None))
            }
            Step::OrderAgain { order: number } => {
                one_less(&mut self.left.edits)?;
                self.again(&order(self, number))
            }
            Step::ReadOffer { page, order: number } => self.read(page, &order(self, number)),
            Step::SayNotPlaced { order: number } => {
                one_less(&mut self.left.words)?;
                self.give_up(&order(self, number))
            }
            Step::SayPlaced { order: number } => {
                one_less(&mut self.left.words)?;
                self.say_placed(&order(self, number))
            }
            Step::EndDecision { order: number, arrived } => {
                one_less(&mut self.left.words)?;
                self.end_decision(&order(self, number), arrived)
            }
            Step::Look => {
                one_less(&mut self.left.looks)?;
                self.look()
            }
            Step::Answer { .. }
            | Step::Hold { .. }
            | Step::ArriveLate { .. }
            | Step::LosePatience { .. }
            | Step::Settle { .. }
            | Step::Revise { .. }
            | Step::Expire { .. }
            | Step::Kill
            | Step::Open
            | Step::NextMonth => self.happen(step),
        }
    }

    fn sending(
        &mut self,
        dies: Option<Marking>,
        send: impl FnOnce(&mut State) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        if dies.is_some() {
            one_less(&mut self.left.deaths)?;
        }
        one_less(&mut self.left.sends)?;
        send(self)
    }

    /// What no person does.
    fn happen(&mut self, step: Step) -> Result<(), DeskError> {
        match step {
            Step::Answer { act, carried_out, reply } => {
                if (carried_out, reply) != (true, Reply::Taken) {
                    one_less(&mut self.left.faults)?;
                }
                let subject = self.under_way[act].subject.clone();
                if reply != Reply::NotSent {
                    self.arrived(act);
                }
                let said = if carried_out { self.arrive(&subject) } else { reply };
                // The vendor refuses by itself what can't be done.
                let reply = if (reply, said) == (Reply::Taken, Reply::Refused) { said } else { reply };
                self.under_way[act].reply = Some(reply);
            }
            Step::Hold { act } => {
                one_less(&mut self.left.faults)?;
                self.arrived(act);
                self.held.push(self.under_way[act].subject.clone());
                self.under_way[act].reply = Some(Reply::Broken);
            }
            Step::ArriveLate { held } => {
                let subject = self.held.remove(held);
                self.arrive(&subject);
            }
            Step::LosePatience { act } => {
                one_less(&mut self.left.patience)?;
                self.lose_patience(act)?;
            }
            Step::Settle { act, dies_after } => {
                if dies_after.is_some() {
                    one_less(&mut self.left.deaths)?;
                }
                let reply = self.under_way[act].reply.unwrap_or(Reply::Broken);
                self.settle(act, reply, dies_after)?;
            }
            Step::Revise { entry } => {
                one_less(&mut self.left.offers)?;
                let entry = &mut self.vendor[entry];
                let waiting = self.under_way.iter().filter(|act| act.reply.is_none()).map(|act| &act.subject);
                if waiting.chain(&self.held).any(|subject| subject.reference() == entry.reference) {
                    self.witness.outrun.insert(entry.reference.clone());
                }
                entry.amount += rust_decimal::Decimal::ONE;
                entry.version += 1;
            }
            Step::Expire { entry } => {
                one_less(&mut self.left.offers)?;
                self.vendor[entry].standing = Standing::Expired;
            }
            Step::Kill => {
                one_less(&mut self.left.deaths)?;
                self.die();
            }
            Step::Open => self.open()?,
            Step::NextMonth => {
                one_less(&mut self.left.months)?;
                self.next_month();
            }
            _ => {}
        }
        Ok(())
    }

    fn arrived(&mut self, act: usize) {
        let act = &self.under_way[act];
        let what = match act.decision {
            Some(id) => format!("decision {id}"),
            None => act.subject.reference().to_owned(),
        };
        *self.witness.arrived.entry(what).or_default() += 1;
    }
}
