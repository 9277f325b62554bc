//! What can happen in the model, one act at a time, and how a story tells of it.

use std::fmt;

use super::super::keeping::Marking;
use super::state::Reply;
use crate::money::SpendKind;

/// One act of somebody. Everything is told by its number, from 0, orders in the order in which they were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Put {
        scene: usize,
        contract: usize,
    },
    TakeOut {
        scene: usize,
        contract: usize,
    },
    NewReference {
        contract: usize,
    },
    PayWith {
        contract: usize,
        other: usize,
    },
    Price {
        contract: usize,
    },
    Review {
        page: usize,
        contract: usize,
        kind: SpendKind,
    },
    Confirm {
        page: usize,
        consents: bool,
        dies: Option<Marking>,
    },
    OrderAgain {
        order: usize,
    },
    ReadOffer {
        page: usize,
        order: usize,
    },
    Accept {
        page: usize,
        consents: bool,
        dies: Option<Marking>,
    },
    Refuse {
        order: usize,
    },
    SayNotPlaced {
        order: usize,
    },
    SayPlaced {
        order: usize,
    },
    EndDecision {
        order: usize,
        arrived: bool,
    },
    Look,
    /// The request arrives and is carried out, or not; the answer is on its way back.
    Answer {
        act: usize,
        carried_out: bool,
        reply: Reply,
    },
    /// The connection breaks, and the vendor carries it out later.
    Hold {
        act: usize,
    },
    ArriveLate {
        held: usize,
    },
    LosePatience {
        act: usize,
    },
    /// The answer comes to the program; the power goes after so many of its three writes.
    Settle {
        act: usize,
        dies_after: Option<usize>,
    },
    Revise {
        entry: usize,
    },
    Expire {
        entry: usize,
    },
    Kill,
    Open,
    NextMonth,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let death = |dies: Option<Marking>| match dies {
            None => "",
            Some(Marking::WrittenDown) => "; the power goes when it is written down",
            Some(Marking::OutOfBasket) => "; the power goes when it is out of the basket",
            Some(Marking::Marked) => "; the power goes when it is marked",
        };
        let consent = |consents: bool| if consents { ", allowing what is held" } else { "" };
        match *self {
            Step::Put { scene, contract } => {
                write!(f, "scene {scene} is put into the basket of contract {contract}")
            }
            Step::TakeOut { scene, contract } => {
                write!(f, "scene {scene} is taken out of the basket of contract {contract}")
            }
            Step::NewReference { contract } => {
                write!(f, "the basket of contract {contract} gets a new reference")
            }
            Step::PayWith { contract, other } => {
                write!(f, "contract {other} is to pay for what is on contract {contract}")
            }
            Step::Price { contract } => write!(f, "the basket of contract {contract} is priced"),
            Step::Review { page, contract, kind } => {
                write!(f, "window {page} reviews contract {contract}: {}", kind.as_str())
            }
            Step::Confirm { page, consents, dies } => {
                write!(f, "window {page} confirms its review{}{}", consent(consents), death(dies))
            }
            Step::OrderAgain { order } => write!(f, "order {order} is to be ordered again"),
            Step::ReadOffer { page, order } => write!(f, "window {page} reads the offer of order {order}"),
            Step::Accept { page, consents, dies } => {
                write!(f, "window {page} accepts its offer{}{}", consent(consents), death(dies))
            }
            Step::Refuse { order } => write!(f, "the quotation of order {order} is refused"),
            Step::SayNotPlaced { order } => write!(f, "somebody says that order {order} was not placed"),
            Step::SayPlaced { order } => write!(f, "somebody says that order {order} was placed"),
            Step::EndDecision { order, arrived: true } => {
                write!(f, "somebody says that the decision on order {order} arrived")
            }
            Step::EndDecision { order, .. } => {
                write!(f, "somebody says that the decision on order {order} did not arrive")
            }
            Step::Look => write!(f, "the vendor's list is read"),
            Step::Answer { act, carried_out: true, reply } => {
                write!(f, "request {act} is carried out; the answer: {reply:?}")
            }
            Step::Answer { act, reply, .. } => {
                write!(f, "request {act} is not carried out; the answer: {reply:?}")
            }
            Step::Hold { act } => write!(f, "the connection of request {act} breaks; the vendor holds it"),
            Step::ArriveLate { held } => write!(f, "held request {held} is carried out"),
            Step::LosePatience { act } => write!(f, "request {act} is without an answer for long"),
            Step::Settle { act, dies_after: None } => write!(f, "the answer to request {act} comes"),
            Step::Settle { act, dies_after: Some(writes) } => {
                write!(f, "the answer to request {act} comes; the power goes after {writes} writes")
            }
            Step::Revise { entry } => write!(f, "the vendor makes another offer for its quotation {entry}"),
            Step::Expire { entry } => write!(f, "the vendor's quotation {entry} runs out"),
            Step::Kill => write!(f, "the power goes"),
            Step::Open => write!(f, "Swath is opened again"),
            Step::NextMonth => write!(f, "a new month begins"),
        }
    }
}
