//! The promises about money, each held against what the vendor sold: its books, what arrived at it, and what the person did.
//! Of the program's own record only the consents and the order of the sends are taken.

use std::collections::BTreeMap;

use ordering::Backend;
use ordering::ledger::{Act, Event, IntentState, JournalEntry, JournalEvent};
use rust_decimal::Decimal;
use serde_json::Value;

use super::ground::{Piece, ground_named, meet, pieces};
use super::judge::{decimal, reference, word};
use super::person::Play;
use super::wire::Wire;
use crate::stage::Trouble;

/// Something that the vendor sold: an order that was placed, or a quotation that was accepted.
struct Sold<'a> {
    reference: &'a str,
    contract: &'a str,
    pieces: Vec<Piece>,
    entry: &'a Value,
    journal: Vec<JournalEntry>,
    /// The number of the journal's entry with which the request that bought it was marked as being sent.
    sent: i64,
}

impl Sold<'_> {
    fn quoted(&self) -> bool {
        self.entry["acceptedAmount"].is_string()
    }
}

pub(super) fn promises(
    play: &Play,
    truth: &[Value],
    credit: &[Value],
    wire: &Wire,
) -> Result<Result<(), String>, Trouble> {
    let mut sold = Vec::new();
    for entry in truth.iter().filter(|entry| entry["salesOrderId"].is_string()) {
        let journal = play.desk.ledger().journal(Some(reference(entry)))?;
        let Some(sent) = last_send(&journal) else {
            return Ok(Err(format!("{} was sold and never marked as being sent", reference(entry))));
        };
        let contract = word(entry, "contractId");
        sold.push(Sold {
            reference: reference(entry),
            contract,
            pieces: pieces(entry),
            entry,
            journal,
            sent,
        });
    }
    let checks = [
        nothing_twice(&sold),
        right_payer(play, &sold)?,
        as_accepted(play, &sold, wire)?,
        in_the_contracts_currency(play, &sold, credit, wire),
        within_limits(play, &sold, wire),
        out_of_the_basket(play, &sold)?,
        told_amounts(play, &sold, wire)?,
        given_consents(play, &sold),
    ];
    Ok(checks.into_iter().collect())
}

/// The last entry that marks something as being sent that spends.
fn last_send(journal: &[JournalEntry]) -> Option<i64> {
    let sends = journal.iter().filter(|entry| {
        matches!(entry.event, JournalEvent::Stepped { act: Act::Order | Act::Accept, event: Event::Send, .. })
    });
    sends.map(|entry| entry.seq).max()
}

/// No scene is sold twice over ground that is shared, unless whoever bought it the second time was asked and said so.
///
/// Of two that share a scene and ground, the one whose spending request was sent later must have an entry in the journal
/// which names the earlier one ([`JournalEvent::AllowedAgain`]), written before that request. There is one exception: the
/// earlier had been sent, its outcome was not known, and a person had declared that it was not placed; that word stood
/// when the later one was sent. What turns up at the vendor after it was bought again on that word is the person's error,
/// which no program can prevent. Within one order the same scene over ground that two of its areas share needs such an
/// entry too: one that names the order itself.
fn nothing_twice(sold: &[Sold<'_>]) -> Result<(), String> {
    for one in sold {
        let twice =
            |place: usize| one.pieces[place + 1..].iter().any(|other| meet(other, &one.pieces[place]));
        if (0..one.pieces.len()).any(twice) && !names(one, one.reference) {
            return Err(format!(
                "{} holds a scene over the same ground twice, and nobody was asked",
                one.reference
            ));
        }
    }
    for earlier in sold {
        for later in sold.iter().filter(|later| later.sent > earlier.sent) {
            let shared =
                later.pieces.iter().find(|piece| earlier.pieces.iter().any(|held| meet(held, piece)));
            if let Some(piece) = shared
                && !names(later, earlier.reference)
                && !was_given_up(&earlier.journal, later.sent)
            {
                return Err(format!(
                    "bought twice: {piece:?} by {} and then by {}, and nobody was asked",
                    earlier.reference, later.reference
                ));
            }
        }
    }
    Ok(())
}

fn names(later: &Sold<'_>, earlier: &str) -> bool {
    let named = |entry: &&JournalEntry| match &entry.event {
        JournalEvent::AllowedAgain { reference, .. } => reference == earlier && entry.seq < later.sent,
        _ => false,
    };
    later.journal.iter().find(named).is_some()
}

/// Whether the last word on an order before an entry of the journal was a person's: not placed.
fn was_given_up(journal: &[JournalEntry], before: i64) -> bool {
    let mut steps = journal.iter().filter(|entry| entry.seq < before).filter_map(|entry| match entry.event {
        JournalEvent::Stepped { act: Act::Order | Act::Quotation, event, .. } => Some(event),
        _ => None,
    });
    steps.next_back() == Some(Event::DeclaredNotPlaced)
}

/// The contract that the person chose for a scene pays for it, and it is the one that the review named.
fn right_payer(play: &Play, sold: &[Sold<'_>]) -> Result<Result<(), String>, Trouble> {
    for one in sold {
        let intent = play.desk.ledger().intent(one.reference)?;
        let intended = intent.map(|intent| intent.contract_id).unwrap_or_default();
        let Some(confirmed) = play.memory.confirmed.get(one.reference) else {
            if intended != one.contract {
                return Ok(Err(format!("{}: {intended} was to pay, {} paid", one.reference, one.contract)));
            }
            continue;
        };
        if confirmed.contract != one.contract || intended != one.contract {
            let said = (&confirmed.contract, &intended);
            return Ok(Err(format!("{}: {said:?} was to pay, {} paid", one.reference, one.contract)));
        }
        for piece in &one.pieces {
            let chosen = |(put, on, step): &(Piece, String, u64)| {
                put == piece && on == one.contract && *step <= confirmed.step
            };
            if !play.memory.put.iter().any(chosen) {
                return Ok(Err(format!(
                    "{}: nobody chose {} to pay for {piece:?}",
                    one.reference, one.contract
                )));
            }
        }
    }
    Ok(Ok(()))
}

/// A quotation was accepted at the amount, the currency and the version that the person had on the page, and that the
/// record says. One whose acceptance the vendor carried out hours after the connection broke is left out: it is accepted
/// at the offer of then.
fn as_accepted(play: &Play, sold: &[Sold<'_>], wire: &Wire) -> Result<Result<(), String>, Trouble> {
    let decisions = play.desk.ledger().decisions()?;
    for one in sold.iter().filter(|one| one.quoted()) {
        if wire.came_late(word(one.entry, "quotationId")) {
            continue;
        }
        let (amount, currency) = (decimal(&one.entry["acceptedAmount"]), word(one.entry, "acceptedCurrency"));
        let version = one.entry["acceptedVersion"].as_u64();
        let same = |known: Option<u32>| known.is_none_or(|known| Some(u64::from(known)) == version);
        let page = play.memory.accepted.get(one.reference).into_iter().flatten();
        let shown =
            page.clone().any(|page| page.amount == amount && page.currency == currency && same(page.version));
        let decided = decisions.iter().any(|decision| {
            decision.reference == one.reference
                && decision.state == IntentState::Confirmed
                && decision.amount == amount
                && decision.currency.as_deref() == Some(currency)
                && same(decision.version)
        });
        let given_up = play.memory.given_up.contains(one.reference);
        if (!shown && page.count() > 0) || !(decided || given_up) {
            return Ok(Err(format!(
                "{} was accepted at {amount} {currency}, version {version:?}: on the page {shown}, in the record {decided}",
                one.reference
            )));
        }
    }
    Ok(Ok(()))
}

/// Nothing was bought in another currency than its contract's, by what the person confirmed or accepted. What the vendor
/// booked otherwise is its own doing; so is an acceptance that was carried out hours after the connection broke.
fn in_the_contracts_currency(
    play: &Play,
    sold: &[Sold<'_>],
    credit: &[Value],
    wire: &Wire,
) -> Result<(), String> {
    for one in sold {
        let contract = credit.iter().find(|contract| word(contract, "contractId") == one.contract);
        let kept_in = contract.map_or("", |contract| word(contract, "currency"));
        let bought_in = match play.memory.confirmed.get(one.reference) {
            _ if one.quoted() && wire.came_late(word(one.entry, "quotationId")) => continue,
            _ if one.quoted() => word(one.entry, "acceptedCurrency"),
            Some(confirmed) => &confirmed.currency,
            None => continue,
        };
        if bought_in != kept_in {
            return Err(format!(
                "{} was bought in {bought_in}, and its contract is kept in {kept_in}",
                one.reference
            ));
        }
    }
    Ok(())
}

/// No month and no order cost more than the person allowed, by what was confirmed. Left out: what the vendor booked in
/// another currency than was confirmed, what it booked lower counts as booked, and what a person declared not placed.
fn within_limits(play: &Play, sold: &[Sold<'_>], wire: &Wire) -> Result<(), String> {
    let mut months: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    for one in sold {
        let Some(asked) = play.memory.confirmed.get(one.reference) else { continue };
        let (amount, currency) = if one.quoted() {
            (decimal(&one.entry["acceptedAmount"]), word(one.entry, "acceptedCurrency"))
        } else {
            (asked.amount, asked.currency.as_str())
        };
        if let Some(limit) = play.rules.per_order.filter(|limit| amount > *limit) {
            return Err(format!("{} cost {amount} {currency}, and the limit is {limit}", one.reference));
        }
        if word(one.entry, "currency") != currency || play.memory.given_up.contains(one.reference) {
            continue;
        }
        let quotation = one.quoted().then(|| word(one.entry, "quotationId"));
        let month = wire.sent_at(one.reference, quotation).get(..7).unwrap_or_default().to_owned();
        let booked = decimal(&one.entry["totalAmount"]);
        *months.entry((month, currency.to_owned())).or_default() += amount.min(booked);
    }
    let Some(limit) = play.rules.per_month else { return Ok(()) };
    match months.into_iter().find(|(_, sum)| *sum > limit) {
        Some((month, sum)) => Err(format!("{month:?}: {sum} was spent, and the limit is {limit}")),
        None => Ok(()),
    }
}

/// What was sold is not in the basket, unless a person put it there after it was confirmed, or had said that it was not
/// placed. A scene that was put there for
/// two contracts is two wishes: one that was fulfilled leaves the other.
fn out_of_the_basket(play: &Play, sold: &[Sold<'_>]) -> Result<Result<(), String>, Trouble> {
    for (contract, scene, area) in play.in_basket().map_err(|stop| format!("{stop:?}"))? {
        let Some(ground) = ground_named(&area) else { continue };
        let piece = (scene, ground);
        let held = |one: &&Sold<'_>| one.contract == contract && one.pieces.contains(&piece);
        for one in sold.iter().filter(held) {
            if play.memory.given_up.contains(one.reference) {
                continue;
            }
            let Some(confirmed) = play.memory.confirmed.get(one.reference) else {
                return Ok(Err(format!("{piece:?} is in the basket and was sold as {}", one.reference)));
            };
            let again = |(put, on, step): &(Piece, String, u64)| {
                *put == piece && *on == contract && *step > confirmed.step
            };
            if !play.memory.put.iter().any(again) {
                return Ok(Err(format!("{piece:?} is in the basket and was sold as {}", one.reference)));
            }
        }
    }
    Ok(Ok(()))
}

/// What an order cost is what the page says, wherever the vendor has told it: in its list, where that can be read, or in an
/// answer that came into the record.
fn told_amounts(play: &Play, sold: &[Sold<'_>], wire: &Wire) -> Result<Result<(), String>, Trouble> {
    for one in sold {
        let told = play.desk.order(one.reference)?.summary;
        let answered = one
            .journal
            .iter()
            .any(|entry| matches!(entry.event, JournalEvent::Stepped { event: Event::Accepted, .. }));
        let known = told.backend == Backend::Neo || (answered && wire.named_the_amount(one.reference));
        let (amount, currency) = (decimal(&one.entry["totalAmount"]), word(one.entry, "currency"));
        if known && (told.amount, told.currency.as_str()) != (amount, currency) {
            return Ok(Err(format!(
                "{} cost {amount} {currency}, the page says {} {}",
                one.reference, told.amount, told.currency
            )));
        }
    }
    Ok(Ok(()))
}

/// Whatever the journal says a person allowed, that person allowed.
fn given_consents(play: &Play, sold: &[Sold<'_>]) -> Result<(), String> {
    for one in sold {
        let given = play.memory.allowed.get(one.reference);
        for entry in &one.journal {
            if let JournalEvent::AllowedAgain { reference, .. } = &entry.event
                && !given.is_some_and(|given| given.contains(reference))
            {
                return Err(format!("{}: nobody allowed to buy {reference} again", one.reference));
            }
        }
    }
    Ok(())
}
