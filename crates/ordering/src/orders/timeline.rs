//! The journal of an order in plain words.

use super::shown::{TimelineEntry, Tone};
use crate::ledger::{Act, Event, Evidence, Intent, JournalEntry, JournalEvent, Progress, Source, Why};
use crate::money::SpendKind;

/// A journal entry in plain words.
pub(super) fn told(entry: &JournalEntry, intent: &Intent) -> Option<TimelineEntry> {
    let (title, tone) = title_of(&entry.event, intent)?;
    let detail = detail_of(&entry.event).filter(|detail| !detail.is_empty());
    Some(TimelineEntry { at: entry.at.clone(), title, detail, tone })
}

fn title_of(event: &JournalEvent, intent: &Intent) -> Option<(String, Tone)> {
    let (title, tone) = match event {
        JournalEvent::Confirmed { act: Act::Quotation, amount, currency, .. } => {
            return Some((format!("You asked for a quotation of {amount} {currency}"), Tone::Ok));
        }
        JournalEvent::Confirmed { amount, currency, .. } => {
            return Some((format!("You confirmed {amount} {currency}"), Tone::Ok));
        }
        JournalEvent::Stepped { act: Act::Accept | Act::Refuse, event, .. } => decision_stepped(*event),
        JournalEvent::Stepped { event, .. } => order_stepped(*event, intent),
        JournalEvent::AllowedAgain { .. } => ("You allowed what was ordered before", Tone::Warn),
        JournalEvent::Decided { .. } => ("You decided on the quotation", Tone::Ok),
        JournalEvent::Offered { .. } => ("The vendor's offer", Tone::Info),
        JournalEvent::Booked { .. } => ("The vendor booked another amount", Tone::Warn),
        JournalEvent::Looked { .. } => ("Looked for it: not found yet", Tone::Info),
        JournalEvent::Progressed { progress, .. } => progressed(*progress),
        JournalEvent::OrderedAgain { .. } => ("You put it into the basket again", Tone::Warn),
        JournalEvent::DocumentRead { .. } => ("Quotation document read", Tone::Info),
        JournalEvent::AnswerKept { .. } | JournalEvent::Adopted { .. } => return None,
        JournalEvent::Newer { .. } => ("An entry of a newer Swath", Tone::Info),
        JournalEvent::Earlier { words, .. } => return Some((words.clone(), Tone::Info)),
    };
    Some((title.to_owned(), tone))
}

fn order_stepped(event: Event, intent: &Intent) -> (&'static str, Tone) {
    match event {
        Event::Send => ("Written to the record, then sent", Tone::Ok),
        Event::NotSent => ("No connection: nothing was sent", Tone::Warn),
        Event::Accepted if intent.kind == SpendKind::Quotation => ("The vendor made the quotation", Tone::Ok),
        Event::Accepted => ("The vendor took the order", Tone::Ok),
        Event::Refused => ("The vendor refused it", Tone::Bad),
        Event::Ambiguous => ("No clear answer came back", Tone::Warn),
        Event::FoundDead => ("Swath was closed while it was under way", Tone::Warn),
        Event::Found if intent.turned_up => ("Found at the vendor after all", Tone::Bad),
        Event::Found => ("Found at the vendor: it was placed", Tone::Ok),
        Event::FoundOtherwise => ("Found at the vendor: it ended otherwise", Tone::Info),
        Event::DeclaredPlaced => ("You said that it was placed", Tone::Info),
        Event::DeclaredNotPlaced => ("You said that it was not placed", Tone::Info),
        Event::Withdrawn => ("Withdrawn; nothing was ever sent", Tone::Info),
    }
}

fn decision_stepped(event: Event) -> (&'static str, Tone) {
    match event {
        Event::Send => ("Decision written to the record, then sent", Tone::Ok),
        Event::NotSent => ("No connection: the decision was not sent", Tone::Warn),
        Event::Accepted => ("The vendor took your decision", Tone::Ok),
        Event::Refused => ("The vendor refused the decision", Tone::Bad),
        Event::Ambiguous => ("No clear answer to the decision came back", Tone::Warn),
        Event::FoundDead => ("Swath was closed while the decision was under way", Tone::Warn),
        Event::Found => ("Found: the decision arrived", Tone::Ok),
        Event::FoundOtherwise => ("Found: the quotation ended otherwise", Tone::Info),
        Event::DeclaredPlaced => ("You said that the decision arrived", Tone::Info),
        Event::DeclaredNotPlaced => ("You said that the decision did not arrive", Tone::Info),
        Event::Withdrawn => ("Decision withdrawn; nothing was ever sent", Tone::Info),
    }
}

fn progressed(progress: Progress) -> (&'static str, Tone) {
    match progress {
        Progress::Quoted => ("Quotation waits for you", Tone::Warn),
        Progress::Refused => ("Quotation refused", Tone::Info),
        Progress::Expired => ("Quotation expired", Tone::Warn),
        Progress::Placed => ("Order placed", Tone::Ok),
        Progress::InProduction => ("In production", Tone::Info),
        Progress::Delivered => ("Delivered to the workspace", Tone::Ok),
        Progress::Cancelled => ("Cancelled by the vendor", Tone::Bad),
    }
}

fn detail_of(event: &JournalEvent) -> Option<String> {
    match event {
        JournalEvent::Confirmed { what, byte_count, sha256, .. } => Some(format!(
            "{}; {} bytes, sha-256 {}",
            what.as_deref().unwrap_or_default(),
            byte_count.unwrap_or_default(),
            sha256.as_deref().unwrap_or_default()
        )),
        JournalEvent::AllowedAgain { reference, reason, .. } => Some(format!("{reference}: {reason}")),
        JournalEvent::Decided { quotation_id, .. } => Some(quotation_id.clone()),
        JournalEvent::Stepped { why, .. } => match why.as_ref()? {
            Why::Words { text } | Why::Judged { text, .. } => Some(text.clone()),
            Why::ConnectionBroke { technical } | Why::NotConnected { technical } => Some(technical.clone()),
            Why::NoNumber { status }
            | Why::UnreadableBody { status }
            | Why::ForeignBody { status }
            | Why::UndecidedStatus { status } => Some(format!("the vendor answered {status}")),
            Why::NoAnswerYet { seconds } => Some(format!("no answer for {seconds} s")),
            Why::ProgramClosed => None,
            Why::BasketChanged => Some("the basket was changed".to_owned()),
            Why::VendorState { status } => Some(status.clone()),
        },
        JournalEvent::Offered { now, .. } => Some(format!("{} {}", now.amount, now.currency)),
        JournalEvent::Booked { confirmed, booked } => {
            Some(format!("the vendor booked {booked}, confirmed were {confirmed}"))
        }
        JournalEvent::Looked { evidence } => Some(seen(evidence)),
        JournalEvent::OrderedAgain { as_reference } => Some(format!("as {as_reference}")),
        JournalEvent::DocumentRead { quotation_id, byte_count, sha256, .. } => {
            Some(format!("{quotation_id}.pdf, {byte_count} bytes, sha-256 {sha256}"))
        }
        JournalEvent::Newer { name } => Some(name.clone()),
        JournalEvent::Earlier { detail, .. } => Some(detail.clone()),
        JournalEvent::Progressed { source: Source::Words { text }, .. } => Some(text.clone()),
        JournalEvent::Progressed { .. } | JournalEvent::AnswerKept { .. } | JournalEvent::Adopted { .. } => {
            None
        }
    }
}

fn seen(evidence: &Evidence) -> String {
    match evidence {
        Evidence::NotInOrderList => "not in the vendor's order list".to_owned(),
        Evidence::StillSent => "the quotation still waits for a decision".to_owned(),
        Evidence::Words { text } => text.clone(),
        Evidence::NotInWorkspace { credit_before: Some(before), credit_after: Some(after), currency } => {
            if before == after {
                format!("credit is unchanged at {after} {currency}; not in the workspace")
            } else {
                format!(
                    "credit went from {before} to {after} {currency}, which speaks for \"placed\"; not in the workspace yet"
                )
            }
        }
        Evidence::NotInWorkspace { .. } => "not in the workspace".to_owned(),
    }
}
