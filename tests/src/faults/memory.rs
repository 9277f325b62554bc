//! What the person of a schedule did: the only witness beside the vendor's books that is not the program's own.

use std::collections::{BTreeMap, BTreeSet};

use ordering::Review;
use rust_decimal::Decimal;

use super::ground::{Piece, ground_named};

/// What was on the page when an order or a request for a quotation was confirmed.
#[derive(Debug, Clone)]
pub(super) struct Confirmed {
    pub(super) step: u64,
    pub(super) contract: String,
    pub(super) amount: Decimal,
    pub(super) currency: String,
    pub(super) pieces: Vec<Piece>,
}

/// The offer on the page when a quotation was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) amount: Decimal,
    pub(super) currency: String,
    pub(super) version: Option<u32>,
}

/// Everything the person did and said, by step.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Counts what the person does.
    pub(super) step: u64,
    /// What was put into the basket, on which contract, when.
    pub(super) put: Vec<(Piece, String, u64)>,
    pub(super) confirmed: BTreeMap<String, Confirmed>,
    pub(super) accepted: BTreeMap<String, Vec<Accepted>>,
    /// Which earlier orders were allowed to be bought again, by the later order.
    pub(super) allowed: BTreeMap<String, BTreeSet<String>>,
    /// What was declared placed.
    pub(super) said_placed: BTreeSet<String>,
    /// What was declared not placed, of orders or decisions.
    pub(super) given_up: BTreeSet<String>,
}

impl Memory {
    pub(super) fn puts(&mut self, piece: Piece, contract: &str) {
        self.put.push((piece, contract.to_owned(), self.step));
    }

    /// Keeps what a review shows, as it is confirmed.
    pub(super) fn confirms(&mut self, review: &Review) {
        let pieces = review.group.items.iter().filter_map(|item| {
            let ground = ground_named(&item.area_name)?;
            Some((item.scene.id.clone(), ground))
        });
        let confirmed = Confirmed {
            step: self.step,
            contract: review.group.contract.contract_id.clone(),
            amount: review.price.total_amount,
            currency: review.price.currency.clone(),
            pieces: pieces.collect(),
        };
        self.confirmed.insert(review.group.reference.clone(), confirmed);
    }
}
