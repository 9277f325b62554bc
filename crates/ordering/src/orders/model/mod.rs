//! A model of everybody who has to do with money: people at two windows, the vendor, the network, the clock and the power.
//! Every order in which they can act is tried, up to a number of acts, over the program's own rules: the record over a store
//! in memory, the basket's rules, the judgement, the marking, the meaning of answers, reading back. What the model adds is
//! only who acts when.
//!
//! What must hold is in [`promises`]. A state in which something does not hold is told as the story that leads to it.

mod key;
mod person;
mod program;
mod promises;
mod search;
mod state;
mod step;
mod table;
mod vendor;

use search::explore;
use state::{Budget, Scope};

use crate::money::{Backend, SpendKind};

/// Explores a scope and fails with the story of what is broken. With `SWATH_MODEL=deep` in the environment more is tried,
/// for minutes, and up to a number of states.
fn holds(scope: Scope, deep: Budget) {
    let began = std::time::Instant::now();
    let is_deep = std::env::var("SWATH_MODEL").is_ok_and(|wanted| wanted == "deep");
    let budget = if is_deep { deep } else { scope.budget };
    let explored = explore(&Scope { budget, ..scope.clone() });
    println!(
        "{}: {} states, stories of up to {} acts, {} acts refused, {:.1} s{}",
        scope.name,
        explored.states,
        explored.depth,
        explored.refused,
        began.elapsed().as_secs_f64(),
        if explored.whole { "" } else { ", not to the end" }
    );
    assert!(explored.broken.is_none(), "{}", explored.broken.unwrap_or_default());
    assert!(explored.whole || is_deep, "{} has more states than are tried", scope.name);
    // A scope that has become small tries nothing.
    assert!(explored.states > 500, "{}: {} states", scope.name, explored.states);
}

const NOTHING: Budget = Budget {
    sends: 0,
    edits: 0,
    faults: 0,
    patience: 0,
    deaths: 0,
    words: 0,
    looks: 0,
    offers: 0,
    months: 0,
};
const LEGACY: (&str, Backend) = ("L", Backend::Legacy);
const NEO: (&str, Backend) = ("N", Backend::Neo);
const ORDER: &[SpendKind] = &[SpendKind::Order];
const QUOTATION: &[SpendKind] = &[SpendKind::Quotation];
const BOTH: &[SpendKind] = &[SpendKind::Order, SpendKind::Quotation];

/// One scene, on these contracts.
fn scope(
    name: &'static str,
    contracts: &[(&'static str, Backend)],
    kinds: &[SpendKind],
    budget: Budget,
) -> Scope {
    let (contracts, kinds) = (contracts.to_vec(), kinds.to_vec());
    Scope { name, contracts, scenes: vec!["S"], kinds, per_month: None, credit: None, budget }
}

#[test]
fn an_order_whatever_becomes_of_its_answer() {
    let budget = Budget { sends: 2, faults: 1, patience: 1, words: 1, looks: 1, ..NOTHING };
    let deep = Budget { edits: 1, ..budget };
    holds(scope("answers", &[LEGACY], ORDER, budget), deep);
}

#[test]
fn an_order_that_is_edited_and_sent_again() {
    let budget = Budget { sends: 2, edits: 1, faults: 1, patience: 1, ..NOTHING };
    let deep = Budget { edits: 2, faults: 2, ..budget };
    holds(scope("edits", &[LEGACY], ORDER, budget), deep);
}

#[test]
fn an_order_while_the_power_goes() {
    let budget = Budget { sends: 2, edits: 1, faults: 1, deaths: 1, ..NOTHING };
    let deep = Budget { words: 1, looks: 1, ..budget };
    holds(scope("power", &[LEGACY], ORDER, budget), deep);
}

#[test]
fn an_order_while_the_power_goes_twice() {
    let budget = Budget { sends: 2, edits: 1, deaths: 2, ..NOTHING };
    let deep = Budget { faults: 1, looks: 1, ..budget };
    holds(scope("power twice", &[NEO], ORDER, budget), deep);
}

#[test]
fn an_order_on_either_of_two_contracts() {
    let budget = Budget { sends: 2, edits: 1, ..NOTHING };
    let deep = Budget { faults: 1, ..budget };
    holds(scope("two contracts", &[LEGACY, NEO], ORDER, budget), deep);
}

#[test]
fn an_order_that_is_lost_on_either_of_two_contracts() {
    let budget = Budget { sends: 2, faults: 1, ..NOTHING };
    let deep = Budget { patience: 1, words: 1, ..budget };
    holds(scope("two contracts, lost", &[LEGACY, NEO], ORDER, budget), deep);
}

#[test]
fn a_quotation_that_is_revised_or_runs_out() {
    let budget = Budget { sends: 2, faults: 1, looks: 1, offers: 1, ..NOTHING };
    let deep = Budget { sends: 3, ..budget };
    holds(scope("offers", &[NEO], QUOTATION, budget), deep);
}

#[test]
fn a_decision_whose_answer_is_lost() {
    let budget = Budget { sends: 3, faults: 1, words: 1, ..NOTHING };
    let deep = Budget { patience: 1, looks: 1, ..budget };
    holds(scope("decisions", &[NEO], QUOTATION, budget), deep);
}

#[test]
fn a_decision_while_the_power_goes() {
    let budget = Budget { sends: 2, deaths: 1, looks: 1, offers: 1, ..NOTHING };
    let deep = Budget { sends: 3, ..budget };
    holds(scope("decisions and power", &[NEO], QUOTATION, budget), deep);
}

#[test]
fn an_order_and_a_quotation_of_one_scene() {
    let budget = Budget { sends: 2, faults: 1, ..NOTHING };
    let deep = Budget { sends: 3, edits: 1, ..budget };
    holds(scope("order and quotation", &[NEO], BOTH, budget), deep);
}

#[test]
fn two_scenes_under_a_limit_for_one() {
    let budget = Budget { sends: 2, faults: 1, patience: 1, ..NOTHING };
    let deep = Budget { looks: 1, months: 1, ..budget };
    let scope = scope("limit", &[LEGACY], ORDER, budget);
    holds(Scope { scenes: vec!["S", "T"], per_month: Some(150), ..scope }, deep);
}

#[test]
fn two_quotations_under_a_limit_for_one() {
    let budget = Budget { sends: 4, ..NOTHING };
    let deep = Budget { faults: 1, months: 1, ..budget };
    let scope = scope("limit on acceptances", &[NEO], QUOTATION, budget);
    holds(Scope { per_month: Some(150), ..scope }, deep);
}

#[test]
fn two_scenes_on_a_credit_for_one() {
    let budget = Budget { sends: 2, edits: 1, ..NOTHING };
    let deep = Budget { sends: 3, ..budget };
    let scope = scope("credit", &[LEGACY], ORDER, budget);
    holds(Scope { scenes: vec!["S", "T"], credit: Some(150), ..scope }, deep);
}

#[test]
fn an_order_and_an_acceptance_on_a_credit_for_one() {
    let budget = Budget { sends: 3, ..NOTHING };
    let deep = Budget { sends: 4, offers: 1, ..budget };
    let scope = scope("credit and acceptances", &[NEO], BOTH, budget);
    holds(Scope { credit: Some(150), ..scope }, deep);
}
