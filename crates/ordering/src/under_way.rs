//! The acts whose answer is not in the record yet. Whoever ends the program asks here first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use crate::ledger::{Act, Money};

/// A request that spends or decides and is not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActUnderWay {
    /// What is done.
    pub act: Act,
    /// The order it belongs to.
    pub reference: String,
    /// What it costs.
    #[serde(flatten)]
    pub cost: Money,
    /// When it began, RFC 3339.
    pub since: String,
}

/// All acts under way in this program, over all of its connections. Cheap to clone.
#[derive(Clone)]
pub struct ActsUnderWay {
    list: Arc<Mutex<BTreeMap<u64, ActUnderWay>>>,
    count: Arc<watch::Sender<usize>>,
}

impl Default for ActsUnderWay {
    fn default() -> ActsUnderWay {
        ActsUnderWay { list: Arc::default(), count: Arc::new(watch::Sender::new(0)) }
    }
}

impl ActsUnderWay {
    /// What is under way, oldest first.
    pub fn list(&self) -> Vec<ActUnderWay> {
        self.entries().values().cloned().collect()
    }

    /// Whether nothing is under way.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// Waits until something is under way.
    pub async fn begun(&self) {
        let mut count = self.count.subscribe();
        // As below.
        let _ = count.wait_for(|count| *count > 0).await;
    }

    /// Waits until nothing is under way.
    pub async fn ended(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as this value, so waiting can't fail.
        let _ = count.wait_for(|count| *count == 0).await;
    }

    /// Counts an act until what is returned is dropped.
    pub(crate) fn begin(&self, act: ActUnderWay) -> UnderWayGuard {
        let mut list = self.entries();
        let number = list.last_key_value().map_or(0, |(number, _)| number + 1);
        list.insert(number, act);
        self.count.send_replace(list.len());
        drop(list);
        UnderWayGuard { acts: self.clone(), number }
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<u64, ActUnderWay>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one act for as long as it lives.
pub(crate) struct UnderWayGuard {
    acts: ActsUnderWay,
    number: u64,
}

impl Drop for UnderWayGuard {
    fn drop(&mut self) {
        let mut list = self.acts.entries();
        list.remove(&self.number);
        self.acts.count.send_replace(list.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn act(reference: &str) -> ActUnderWay {
        let cost = Money { amount: Decimal::ONE, currency: "EUR".to_owned() };
        ActUnderWay { act: Act::Order, reference: reference.to_owned(), cost, since: String::new() }
    }

    #[tokio::test]
    async fn whoever_waits_goes_on_when_the_last_act_has_ended() {
        let acts = ActsUnderWay::default();
        acts.ended().await;
        let beginning = tokio::spawn({
            let acts = acts.clone();
            async move { acts.begun().await }
        });
        tokio::task::yield_now().await;
        assert!(!beginning.is_finished());
        let first = acts.begin(act("A"));
        let second = acts.begin(act("B"));
        beginning.await.unwrap();
        let waiting = tokio::spawn({
            let acts = acts.clone();
            async move { acts.ended().await }
        });
        assert_eq!(acts.list().iter().map(|act| act.reference.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        drop(first);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished() && !acts.is_empty());
        drop(second);
        waiting.await.unwrap();
        assert!(acts.is_empty());
    }
}
