//! Every event of a person or of an answer in every state of a scene: what is allowed, and what is refused with which
//! error. What is refused leaves everything as it was.

use super::state::{Budget, Reply, Scope, State};
use super::step::Step;
use crate::error::DeskError;
use crate::ledger::LedgerError;
use crate::money::{Backend, SpendKind};

const PLENTY: Budget = Budget {
    sends: 9,
    edits: 9,
    faults: 9,
    patience: 9,
    deaths: 9,
    words: 9,
    looks: 9,
    offers: 9,
    months: 9,
};

const PUT: Step = Step::Put { scene: 0, contract: 0 };
const PRICE: Step = Step::Price { contract: 0 };
const REVIEW: Step = Step::Review { page: 0, contract: 0, kind: SpendKind::Order };
const REVIEW_QUOTATION: Step = Step::Review { page: 0, contract: 0, kind: SpendKind::Quotation };
const CONFIRM: Step = Step::Confirm { page: 0, consents: false, dies: None };
const CONSENT: Step = Step::Confirm { page: 0, consents: true, dies: None };
const READ: Step = Step::ReadOffer { page: 0, order: 0 };
const ACCEPT: Step = Step::Accept { page: 0, consents: false, dies: None };
const SETTLE: Step = Step::Settle { act: 0, dies_after: None };
const GIVE_UP: Step = Step::SayNotPlaced { order: 0 };

const fn answer(carried_out: bool, reply: Reply) -> Step {
    Step::Answer { act: 0, carried_out, reply }
}

const TAKEN: Step = answer(true, Reply::Taken);
const REFUSED: Step = answer(false, Reply::Refused);
const LOST: Step = answer(false, Reply::Broken);
const NOT_SENT: Step = answer(false, Reply::NotSent);

/// The states, by the way that leads into them.
const STATES: [(&str, &[Step]); 25] = [
    ("nowhere", &[]),
    ("in the basket", &[PUT]),
    ("priced", &[PUT, PRICE]),
    ("reviewed", &[PUT, PRICE, REVIEW]),
    ("being ordered", &[PUT, PRICE, REVIEW, CONFIRM]),
    ("ordered and not answered for long", &[PUT, PRICE, REVIEW, CONFIRM, Step::LosePatience { act: 0 }]),
    ("not sent", &[PUT, PRICE, REVIEW, CONFIRM, NOT_SENT, SETTLE]),
    ("not known", &[PUT, PRICE, REVIEW, CONFIRM, LOST, SETTLE]),
    ("found dead", &[PUT, PRICE, REVIEW, CONFIRM, Step::Kill, Step::Open]),
    ("refused by the vendor", &[PUT, PRICE, REVIEW, CONFIRM, REFUSED, SETTLE]),
    ("given up", &[PUT, PRICE, REVIEW, CONFIRM, LOST, SETTLE, GIVE_UP]),
    ("ordered", &[PUT, PRICE, REVIEW, CONFIRM, TAKEN, SETTLE]),
    ("being asked for", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM]),
    ("quoted", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE]),
    ("offer read", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, READ]),
    ("being accepted", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, READ, ACCEPT]),
    (
        "acceptance not known",
        &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, READ, ACCEPT, LOST, SETTLE, READ],
    ),
    ("accepted", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, READ, ACCEPT, TAKEN, SETTLE]),
    (
        "refused by us",
        &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, Step::Refuse { order: 0 }, TAKEN, SETTLE],
    ),
    (
        "run out",
        &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, READ, Step::Expire { entry: 0 }, Step::Look],
    ),
    (
        "being ordered, reviewed on another contract",
        &[
            Step::Put { scene: 0, contract: 1 },
            Step::Price { contract: 1 },
            PUT,
            PRICE,
            REVIEW,
            CONFIRM,
            Step::Review { page: 0, contract: 1, kind: SpendKind::Order },
        ],
    ),
    ("not known, reviewed again", &[PUT, PRICE, REVIEW, CONFIRM, LOST, SETTLE, PUT, PRICE, REVIEW]),
    ("given up, reviewed again", &[PUT, PRICE, REVIEW, CONFIRM, LOST, SETTLE, GIVE_UP, PUT, PRICE, REVIEW]),
    ("ordered, reviewed again", &[PUT, PRICE, REVIEW, CONFIRM, TAKEN, SETTLE, PUT, PRICE, REVIEW]),
    ("quoted, reviewed again", &[PUT, PRICE, REVIEW_QUOTATION, CONFIRM, TAKEN, SETTLE, PUT, PRICE, REVIEW]),
];

/// The events, in the order of the columns.
const EVENTS: [(&str, Step); 22] = [
    ("put in", PUT),
    ("take out", Step::TakeOut { scene: 0, contract: 0 }),
    ("new reference", Step::NewReference { contract: 0 }),
    ("another pays", Step::PayWith { contract: 0, other: 1 }),
    ("price", PRICE),
    ("review an order", REVIEW),
    ("review a quotation", REVIEW_QUOTATION),
    ("confirm", CONFIRM),
    ("confirm with consents", CONSENT),
    ("order again", Step::OrderAgain { order: 0 }),
    ("read the offer", READ),
    ("accept", ACCEPT),
    ("refuse", Step::Refuse { order: 0 }),
    ("say: not placed", GIVE_UP),
    ("say: placed", Step::SayPlaced { order: 0 }),
    ("say: decision arrived", Step::EndDecision { order: 0, arrived: true }),
    ("say: it did not", Step::EndDecision { order: 0, arrived: false }),
    ("stop waiting", Step::LosePatience { act: 0 }),
    ("answer: taken", TAKEN),
    ("answer: refused", REFUSED),
    ("answer: none", LOST),
    ("look", Step::Look),
];

/// `.` allowed, `m` there is no such thing, `u` it is under way, `s` the price is stale, `h` it is held already, `i` it can't
/// be done, `f` the record forbids it, `o` the offer is another one.
const TABLE: &str = "
.mmmmmmmmmmmmmmmmmmmm.  nowhere
.....ssmmmmmmmmmmmmmm.  in the basket
.......mmmmmmmmmmmmmm.  priced
.........mmmmmmmmmmmm.  reviewed
ummmmmmmmimmmffmm.....  being ordered
.mmmmmmmm.mmm..mmf....  ordered and not answered for long
......smmimmmffmmmmmm.  not sent
.mmmmmmmm.mmm..mmmmmm.  not known
.mmmmmmmm.mmm..mmmmmm.  found dead
.....ssmm.mmmffmmmmmm.  refused by the vendor
.mmmmmmmm.mmmffmmmmmm.  given up
.mmmmmmmmi.miffmmmmmm.  ordered
ummmmmmmmimmmffmm.....  being asked for
.mmmmmmmmi.m.ffmmmmmm.  quoted
.mmmmmmmmi...ffmmmmmm.  offer read
.mmmmmmmmi.mfffff.....  being accepted
.mmmmmmmmi.ffff..mmmm.  acceptance not known
.mmmmmmmmi.miffffmmmm.  accepted
.mmmmmmmm..miffffmmmm.  refused by us
.mmmmmmmm..iiffmmmmmm.  run out
ummmmmmh.immmffmm.....  being ordered, reviewed on another contract
.......h..mmm..mmmmmm.  not known, reviewed again
..........mmmffmmmmmm.  given up, reviewed again
.......h.i.miffmmmmmm.  ordered, reviewed again
.......h.i.m.ffmmmmmm.  quoted, reviewed again
";

fn code(outcome: Result<(), DeskError>) -> char {
    match outcome {
        Ok(()) => '.',
        Err(DeskError::NotFound { .. }) => 'm',
        Err(DeskError::UnderWay { .. }) => 'u',
        Err(DeskError::PriceStale(_)) => 's',
        Err(DeskError::AlreadyHeld { .. }) => 'h',
        Err(DeskError::Invalid { .. }) => 'i',
        Err(DeskError::Ledger(LedgerError::Forbidden { .. })) => 'f',
        Err(DeskError::OfferChanged { .. }) => 'o',
        Err(other) => panic!("{other:?}"),
    }
}

/// An event where it can happen at all: there has to be an order, or something under way.
fn happens(state: &mut State, step: Step) -> Result<(), DeskError> {
    let missing = |what: &str| Err(DeskError::NotFound { what: what.to_owned() });
    let order = !state.intents().is_empty();
    match step {
        Step::Answer { .. } | Step::LosePatience { .. } if state.under_way.is_empty() => missing("request"),
        Step::OrderAgain { .. }
        | Step::ReadOffer { .. }
        | Step::Refuse { .. }
        | Step::SayNotPlaced { .. }
        | Step::SayPlaced { .. }
        | Step::EndDecision { .. }
            if !order =>
        {
            missing("order")
        }
        // The answer and what the program makes of it are one event here.
        Step::Answer { .. } => {
            state.take(step)?;
            state.take(SETTLE)
        }
        _ => state.take(step),
    }
}

#[test]
fn every_event_in_every_state_is_allowed_or_refused_as_the_table_says() {
    let scope = Scope {
        name: "table",
        contracts: vec![("N", Backend::Neo), ("M", Backend::Neo)],
        scenes: vec!["S"],
        kinds: vec![SpendKind::Order, SpendKind::Quotation],
        per_month: None,
        credit: None,
        budget: PLENTY,
    };
    let mut table = String::new();
    for (name, way) in STATES {
        let mut state = State::new(&scope);
        for step in way {
            state.take(*step).unwrap();
        }
        let row: String = EVENTS
            .iter()
            .map(|(event, step)| {
                let mut after = state.clone();
                let code = code(happens(&mut after, *step));
                after.left = state.left;
                // A review is good once, whatever becomes of it.
                after.pages = state.pages.clone();
                // A reference that was written down for another kind of request gives way to a new one.
                let renewed = name == "not sent" && *step == REVIEW_QUOTATION;
                if code != '.' && !renewed {
                    assert_eq!(after.key(), state.key(), "{name}, {event}: refused, and something changed");
                }
                code
            })
            .collect();
        assert!(state.broken().is_none(), "{name}");
        table.push_str(&format!("{row}  {name}\n"));
    }
    assert_eq!(table.trim(), TABLE.trim(), "\n{table}");
}
