//! What arrived: a record of every request, for tests that ask what really happened.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

const KEPT: usize = 5_000;
const BODY_KEPT: usize = 64 * 1024;

/// One request as it arrived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrival {
    pub(crate) at: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) host: String,
    /// `Bearer`, `Basic` or empty; never the secret.
    pub(crate) authorization: String,
    pub(crate) correlation: String,
    pub(crate) body: String,
    /// False when the connection broke before the whole body was there.
    pub(crate) whole: bool,
    /// The request was carried out, whatever became of the answer.
    pub(crate) processed: bool,
    pub(crate) fault: Option<String>,
    /// The status decided on; `None` while the request is still being worked on.
    pub(crate) status: Option<u16>,
}

impl Arrival {
    fn to_json(&self) -> Value {
        json!({
            "at": self.at, "method": self.method, "path": self.path, "query": self.query, "host": self.host,
            "authorization": self.authorization, "correlationId": self.correlation, "body": self.body,
            "whole": self.whole, "processed": self.processed, "fault": self.fault, "status": self.status,
        })
    }

    pub(crate) fn set_body(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(BODY_KEPT)]);
        self.body = if self.path.starts_with("/auth/") { mask_key(&text) } else { text.into_owned() };
    }
}

/// The API key never goes into the record.
fn mask_key(form: &str) -> String {
    let masked = form.split('&').map(|pair| match pair.split_once('=') {
        Some(("apikey", _)) => "apikey=***",
        _ => pair,
    });
    masked.collect::<Vec<_>>().join("&")
}

#[derive(Debug, Default)]
struct Kept {
    list: VecDeque<Arrival>,
    forgotten: u64,
}

/// The requests so far, oldest first; the oldest of very many are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Requests(Mutex<Kept>);

impl Requests {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a request and returns its number.
    pub(crate) fn add(&self, arrival: Arrival) -> u64 {
        let mut kept = self.kept();
        kept.list.push_back(arrival);
        if kept.list.len() > KEPT {
            kept.list.pop_front();
            kept.forgotten += 1;
        }
        kept.forgotten + kept.list.len() as u64 - 1
    }

    /// Completes the record of a request.
    pub(crate) fn update(&self, number: u64, change: impl FnOnce(&mut Arrival)) {
        let mut kept = self.kept();
        let place = number.checked_sub(kept.forgotten).and_then(|place| usize::try_from(place).ok());
        if let Some(arrival) = place.and_then(|place| kept.list.get_mut(place)) {
            change(arrival);
        }
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.forgotten += kept.list.len() as u64;
        kept.list.clear();
    }

    pub(crate) fn list(&self) -> Value {
        Value::Array(self.kept().list.iter().map(Arrival::to_json).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_never_holds_the_key() {
        let mut arrival = Arrival { path: "/auth/realms/IDP".to_owned(), ..Arrival::default() };
        arrival.set_body(b"apikey=secret&grant_type=api_key");
        assert_eq!(arrival.body, "apikey=***&grant_type=api_key");
    }

    #[test]
    fn a_record_is_completed_later_even_after_a_clear() {
        let requests = Requests::default();
        let first = requests.add(Arrival::default());
        requests.clear();
        let second = requests.add(Arrival::default());
        requests.update(first, |arrival| arrival.status = Some(500));
        requests.update(second, |arrival| arrival.status = Some(200));
        assert_eq!(requests.list()[0]["status"], 200);
    }
}
