//! What arrived at the vendor, and that nothing arrived twice.

use std::collections::BTreeMap;

use ordering::Desk;
use ordering::ledger::{Act, Event, JournalEvent};
use serde_json::Value;

use super::judge::word;
use crate::stage::Trouble;

/// A request that spends, as it arrived.
struct Arrival {
    at: String,
    /// The reference of an order or a request for a quotation.
    reference: String,
    /// The quotation of an acceptance.
    quotation: String,
    /// The fault that struck it; empty for none.
    fault: String,
}

/// The requests that spend or ask to, in the order of their arrival.
pub(super) struct Wire(Vec<Arrival>);

impl Wire {
    pub(super) fn read(requests: &[Value]) -> Wire {
        Wire(requests.iter().filter_map(arrival).collect())
    }

    /// Whether an acceptance of this quotation was carried out hours after it was sent.
    pub(super) fn came_late(&self, quotation: &str) -> bool {
        self.0.iter().any(|arrival| arrival.quotation == quotation && arrival.fault.starts_with("Late"))
    }

    /// When the request arrived that bought an order, RFC 3339.
    pub(super) fn sent_at(&self, reference: &str, quotation: Option<&str>) -> &str {
        let bought = |arrival: &&Arrival| match quotation {
            Some(quotation) => arrival.quotation == quotation,
            None => arrival.reference == reference,
        };
        self.0.iter().rev().find(bought).map_or("", |arrival| &arrival.at)
    }

    /// Whether the vendor's answer to an order or a request for a quotation named what it booked, whole and readable.
    pub(super) fn named_the_amount(&self, reference: &str) -> bool {
        let told = |fault: &str| ["Slow", "Misbooked"].iter().any(|kind| fault.starts_with(kind));
        let of_it = |arrival: &&Arrival| arrival.reference == reference;
        self.0.iter().find(of_it).is_some_and(|arrival| arrival.fault.is_empty() || told(&arrival.fault))
    }

    /// A reference arrives once at most, and an acceptance once for each time that one was marked as being sent.
    pub(super) fn once(&self, desk: &Desk) -> Result<Result<(), String>, Trouble> {
        let mut posts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut accepts: BTreeMap<&str, usize> = BTreeMap::new();
        for arrival in &self.0 {
            *posts.entry(&arrival.reference).or_default() += 1;
            *accepts.entry(&arrival.quotation).or_default() += 1;
        }
        if let Some((twice, _)) = posts.iter().find(|(reference, count)| !reference.is_empty() && **count > 1)
        {
            return Ok(Err(format!("{twice} was sent twice")));
        }
        for (quotation, count) in accepts.into_iter().filter(|(quotation, _)| !quotation.is_empty()) {
            let mut marked = 0;
            for intent in desk.ledger().intents()? {
                if intent.quotation_id.as_deref() == Some(quotation) {
                    let journal = desk.ledger().journal(Some(&intent.reference))?;
                    marked += journal.iter().filter(|entry| is_accept(&entry.event)).count();
                }
            }
            if count > marked {
                return Ok(Err(format!("{quotation} was accepted {count} times for {marked} decisions")));
            }
        }
        Ok(Ok(()))
    }
}

fn is_accept(event: &JournalEvent) -> bool {
    matches!(event, JournalEvent::Stepped { act: Act::Accept, event: Event::Send, .. })
}

fn arrival(request: &Value) -> Option<Arrival> {
    let path = word(request, "path");
    let posts = path.ends_with("/api/v1/orders") || path.ends_with("/api/v1/quotations");
    let accepted = path.strip_suffix("/accept").and_then(|path| path.rsplit('/').next());
    let body: Value = serde_json::from_str(word(request, "body")).unwrap_or_default();
    let (reference, quotation) = match word(request, "method") {
        "POST" if posts => (word(&body, "customerReference").to_owned(), String::new()),
        "PUT" => (String::new(), accepted?.to_owned()),
        _ => return None,
    };
    let fault = word(request, "fault").to_owned();
    Some(Arrival { at: word(request, "at").to_owned(), reference, quotation, fault })
}
