//! Entries of the first form of the journal, which were English words: the one table that gives them their meaning.

use rust_decimal::Decimal;

use super::{Act, Answer, DecisionKind, Event, Evidence, JournalEvent, Progress, Source, Why, sha256_of};
use crate::money::SpendKind;

/// The meaning of an entry. `order` tells what its order is, and whether it turned up after it had been given up.
pub(super) fn event(words: &str, detail: &str, order: Option<(SpendKind, bool)>) -> JournalEvent {
    read(words, detail, order)
        .unwrap_or_else(|| JournalEvent::Earlier { words: words.to_owned(), detail: detail.to_owned() })
}

fn read(words: &str, detail: &str, order: Option<(SpendKind, bool)>) -> Option<JournalEvent> {
    match words {
        "confirmed" => confirmed(detail, order?.0),
        "decision confirmed" => decided(detail),
        "answer kept" => answer_kept(detail),
        "looked, not found" => Some(JournalEvent::Looked { evidence: evidence(detail) }),
        "put into the basket again" => {
            let as_reference = detail.strip_prefix("as ")?.to_owned();
            Some(JournalEvent::OrderedAgain { as_reference })
        }
        "document read" => document_read(detail),
        words => match Progress::parse(words) {
            Some(progress) => Some(JournalEvent::Progressed { progress, source: source(detail) }),
            None => stepped(words, detail, order),
        },
    }
}

/// `562.50 EUR; Pléiades · 1 scene; 42 bytes, sha-256 …`
fn confirmed(detail: &str, kind: SpendKind) -> Option<JournalEvent> {
    let (price, rest) = detail.split_once("; ")?;
    let (amount, currency) = price.split_once(' ')?;
    let (what, bytes) = rest.rsplit_once("; ")?;
    let (byte_count, sha256) = bytes.split_once(" bytes, sha-256 ")?;
    Some(JournalEvent::Confirmed {
        act: kind.into(),
        amount: amount.parse().ok()?,
        currency: currency.to_owned(),
        contract_id: None,
        what: Some(what.to_owned()),
        byte_count: Some(byte_count.parse().ok()?),
        sha256: Some(sha256.to_owned()),
    })
}

/// `accept QUO26000001`
fn decided(detail: &str) -> Option<JournalEvent> {
    let (kind, quotation_id) = detail.split_once(' ')?;
    Some(JournalEvent::Decided {
        act: act_of_decision(kind)?,
        quotation_id: quotation_id.to_owned(),
        amount: None,
        currency: None,
        version: None,
        reason_id: None,
    })
}

fn act_of_decision(word: &str) -> Option<Act> {
    [Act::from(DecisionKind::Accept), Act::from(DecisionKind::Refuse { reason_id: 1 })]
        .into_iter()
        .zip(["accept", "refuse"])
        .find_map(|(act, known)| (known == word).then_some(act))
}

/// `request 7, answered, sha-256 …`; between the two stands what the system said, in its own words.
pub(super) fn answer_kept(detail: &str) -> Option<JournalEvent> {
    let (request, rest) = detail.strip_prefix("request ")?.split_once(", ")?;
    let (outcome, sha256) = rest.rsplit_once(", sha-256 ")?;
    let answers = [Answer::Answered, Answer::NotSent, Answer::Unclear];
    Some(JournalEvent::AnswerKept {
        act: None,
        request: request.parse().ok()?,
        answer: answers.into_iter().find(|answer| outcome.starts_with(answer.as_str()))?,
        status: None,
        sha256: Some(sha256.to_owned()).filter(|hash| *hash != sha256_of(b"")),
    })
}

fn evidence(detail: &str) -> Evidence {
    match detail {
        "not in the vendor's order list" => Evidence::NotInOrderList,
        "not in the workspace" => {
            Evidence::NotInWorkspace { credit_before: None, credit_after: None, currency: String::new() }
        }
        other => credit(other).unwrap_or_else(|| Evidence::Words { text: other.to_owned() }),
    }
}

/// `credit is unchanged at 1000 EUR; …` or `credit went from 1000 to 700 EUR, which …`
fn credit(detail: &str) -> Option<Evidence> {
    let (before, after, rest) = if let Some(rest) = detail.strip_prefix("credit is unchanged at ") {
        let (after, rest) = rest.split_once(' ')?;
        (after, after, rest)
    } else {
        let (before, rest) = detail.strip_prefix("credit went from ")?.split_once(" to ")?;
        let (after, rest) = rest.split_once(' ')?;
        (before, after, rest)
    };
    let (currency, _) = rest.split_once([';', ','])?;
    Some(Evidence::NotInWorkspace {
        credit_before: Some(before.parse().ok()?),
        credit_after: Some(after.parse().ok()?),
        currency: currency.to_owned(),
    })
}

/// `QUO26000001.pdf, 11 bytes, sha-256 …`
fn document_read(detail: &str) -> Option<JournalEvent> {
    let (name, rest) = detail.split_once(", ")?;
    let (byte_count, sha256) = rest.split_once(" bytes, sha-256 ")?;
    Some(JournalEvent::DocumentRead {
        quotation_id: name.strip_suffix(".pdf")?.to_owned(),
        version: None,
        byte_count: byte_count.parse().ok()?,
        sha256: sha256.to_owned(),
    })
}

fn source(detail: &str) -> Source {
    match detail {
        "as the vendor's list says" => Source::VendorList,
        "in the workspace" => Source::Workspace,
        "found at the vendor" => Source::Found,
        "quotation accepted" => Source::Decision,
        other => Source::Words { text: other.to_owned() },
    }
}

/// The word of an event; that of a decision begins with its kind.
fn stepped(words: &str, detail: &str, order: Option<(SpendKind, bool)>) -> Option<JournalEvent> {
    let event_of = |word: &str| Event::ALL.into_iter().find(|event| event.as_str() == word);
    let (act, event, turned_up) = match event_of(words) {
        Some(event) => {
            let (kind, turned_up) = order?;
            (Act::from(kind), event, turned_up)
        }
        None => {
            let (kind, word) = words.split_once(' ')?;
            (act_of_decision(kind)?, event_of(word)?, false)
        }
    };
    let late = event == Event::Found && turned_up;
    Some(JournalEvent::Stepped { act, event, why: why(detail, event), late })
}

fn why(detail: &str, event: Event) -> Option<Why> {
    let status = || -> Option<u16> {
        let (number, _) = detail.strip_prefix("the vendor answered ")?.split_once([' ', ','])?;
        number.parse().ok()
    };
    let foreign =
        || -> Option<u16> { detail.split_once(" came back without the vendor's own words")?.0.parse().ok() };
    let broke = detail.strip_prefix("the connection broke: ");
    Some(match detail {
        "" => return None,
        "nothing was sent; the basket was changed" => Why::BasketChanged,
        _ if event == Event::FoundDead => Why::ProgramClosed,
        _ if event == Event::NotSent => Why::NotConnected { technical: detail.to_owned() },
        _ if let Some(technical) = broke => Why::ConnectionBroke { technical: technical.to_owned() },
        _ if let Some(status) = foreign() => Why::ForeignBody { status },
        _ if let Some(status) = status() => by_status(detail, status),
        _ => Why::Words { text: detail.to_owned() },
    })
}

fn by_status(detail: &str, status: u16) -> Why {
    if detail.ends_with("without an order number") {
        Why::NoNumber { status }
    } else if detail.ends_with("with a body that can't be read") {
        Why::UnreadableBody { status }
    } else if detail.ends_with("which does not say whether it was placed") {
        Why::UndecidedStatus { status }
    } else {
        Why::Words { text: detail.to_owned() }
    }
}

/// `the vendor booked 570.00 EUR, confirmed were 562.50 EUR`
pub(super) fn booked(message: &str) -> Option<(Decimal, String)> {
    let (booked, _) = message.strip_prefix("the vendor booked ")?.split_once(", confirmed were ")?;
    let (amount, currency) = booked.split_once(' ')?;
    Some((amount.parse().ok()?, currency.to_owned()))
}
