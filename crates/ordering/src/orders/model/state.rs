//! One moment of the world.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aoi::AreaPolygon;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::json;

use super::super::acts::Subject;
use crate::basket::{Following, Groups, StoredGroup, StoredItem};
use crate::catalogue::Contract;
use crate::error::DeskError;
use crate::ledger::store::MemoryStore;
use crate::ledger::testing::unchecked;
use crate::ledger::{Clock, Decision, Intent, Ledger, NewIntent, Offer};
use crate::money::{Backend, SpendKind, SpendingRules};

/// What one scene costs when it is first asked for.
pub(super) const PRICE: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

/// How often the rare things may still happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Budget {
    /// Requests that spend or ask, of all kinds.
    pub(super) sends: u8,
    /// Edits of the basket beyond putting a scene in first.
    pub(super) edits: u8,
    /// Answers that are lost, late, foreign or not sent.
    pub(super) faults: u8,
    /// Answers that the program stops waiting for.
    pub(super) patience: u8,
    /// The power goes.
    pub(super) deaths: u8,
    /// A person's word on what is not known.
    pub(super) words: u8,
    /// Looks at the vendor's list.
    pub(super) looks: u8,
    /// Another offer, or an offer that runs out.
    pub(super) offers: u8,
    /// A new month begins.
    pub(super) months: u8,
}

/// What is explored.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) name: &'static str,
    pub(super) contracts: Vec<(&'static str, Backend)>,
    pub(super) scenes: Vec<&'static str>,
    pub(super) kinds: Vec<SpendKind>,
    pub(super) per_month: Option<i64>,
    /// What each contract has to spend at first, where the vendor tells it.
    pub(super) credit: Option<i64>,
    pub(super) budget: Budget,
}

impl Scope {
    pub(super) fn rules(&self) -> SpendingRules {
        SpendingRules { amount_to_type: None, per_order: None, per_month: self.per_month.map(Decimal::from) }
    }

    pub(super) fn backend(&self, contract: &str) -> Backend {
        self.contracts.iter().find(|(id, _)| *id == contract).map_or(Backend::Neo, |(_, backend)| *backend)
    }
}

/// What a window shows.
#[derive(Debug, Clone)]
pub(super) enum Page {
    Nothing,
    Review(Box<NewIntent>),
    Offer { reference: String, offer: Offer },
}

/// How an answer comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reply {
    /// The vendor took it.
    Taken,
    /// The vendor refused it in its own words.
    Refused,
    /// The connection broke.
    Broken,
    /// Nothing left.
    NotSent,
    /// A proxy's page under a status of success.
    Page,
}

/// A request that is under way in the program.
#[derive(Debug, Clone)]
pub(super) struct UnderWay {
    pub(super) subject: Subject,
    pub(super) decision: Option<i64>,
    pub(super) request: i64,
    /// None while it is on its way to the vendor.
    pub(super) reply: Option<Reply>,
    /// The program has stopped waiting for the answer.
    pub(super) late: bool,
}

/// How a quotation or an order stands at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Sent,
    Ordered,
    Refused,
    Expired,
}

/// An entry of the vendor's books.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) reference: String,
    pub(super) contract: String,
    pub(super) scenes: Vec<String>,
    pub(super) kind: SpendKind,
    pub(super) standing: Standing,
    pub(super) amount: Decimal,
    pub(super) version: u32,
    /// What it was ordered at.
    pub(super) paid: Option<(Decimal, u32)>,
}

/// What a person confirmed under a reference.
#[derive(Debug, Clone)]
pub(super) struct Confirmed {
    pub(super) contract: String,
    pub(super) scenes: Vec<String>,
    /// Scenes that were put into the basket once more after that.
    pub(super) put_again: BTreeSet<String>,
}

/// What the people did. It is not the program's.
#[derive(Debug, Clone, Default)]
pub(super) struct Witness {
    pub(super) confirmed: BTreeMap<String, Confirmed>,
    /// Offers that were on the page when a quotation was accepted.
    pub(super) accepted: BTreeMap<String, BTreeSet<(Decimal, Option<u32>)>>,
    /// References in the order of their last request that spends, with its month.
    pub(super) sends: Vec<(String, i64)>,
    /// The later and the earlier: a person allowed the later one, or had said that the earlier one was not placed.
    pub(super) asked: BTreeSet<(String, String)>,
    pub(super) given_up: BTreeSet<String>,
    pub(super) said_placed: BTreeSet<String>,
    /// Quotations that the vendor revised while an acceptance was on its way.
    pub(super) outrun: BTreeSet<String>,
    /// How often each reference and each decision arrived at the vendor.
    pub(super) arrived: BTreeMap<String, u8>,
}

/// The basket in memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Basket(pub(super) RefCell<BTreeMap<String, StoredGroup>>);

impl Groups for Basket {
    fn groups(&self) -> Result<Vec<StoredGroup>, DeskError> {
        Ok(self.0.borrow().values().cloned().collect())
    }

    fn group(&self, contract_id: &str) -> Result<Option<StoredGroup>, DeskError> {
        Ok(self.0.borrow().get(contract_id).cloned())
    }

    fn keep_group(&self, group: &StoredGroup) -> Result<(), DeskError> {
        let mut groups = self.0.borrow_mut();
        if group.items.is_empty() {
            groups.remove(&group.contract_id);
        } else {
            groups.insert(group.contract_id.clone(), group.clone());
        }
        Ok(())
    }
}

/// What the record says in one moment, read once.
pub(super) struct Facts {
    /// The orders, oldest first.
    pub(super) intents: Vec<Intent>,
    /// All decisions, oldest first.
    pub(super) decisions: Vec<Decision>,
}

impl Facts {
    /// The decision that counts.
    pub(super) fn decision(&self, reference: &str) -> Option<&Decision> {
        self.decisions.iter().rev().find(|one| one.reference == reference)
    }
}

/// One moment.
pub(super) struct State {
    pub(super) scope: Arc<Scope>,
    store: Arc<MemoryStore>,
    seconds: Arc<AtomicI64>,
    pub(super) ledger: Ledger,
    pub(super) basket: Basket,
    pub(super) pages: [Page; 2],
    pub(super) under_way: Vec<UnderWay>,
    pub(super) vendor: Vec<Entry>,
    /// Requests that the vendor carries out later.
    pub(super) held: Vec<Subject>,
    pub(super) witness: Witness,
    pub(super) open: bool,
    pub(super) month: i64,
    pub(super) left: Budget,
    facts: OnceCell<Facts>,
}

impl Clone for State {
    fn clone(&self) -> State {
        let store = Arc::new(MemoryStore::clone(&self.store));
        let seconds = Arc::new(AtomicI64::new(self.seconds.load(Ordering::Relaxed)));
        State {
            scope: Arc::clone(&self.scope),
            ledger: unchecked(Arc::clone(&store) as _, clock(&seconds)),
            store,
            seconds,
            basket: self.basket.clone(),
            pages: self.pages.clone(),
            under_way: self.under_way.clone(),
            vendor: self.vendor.clone(),
            held: self.held.clone(),
            witness: self.witness.clone(),
            open: self.open,
            month: self.month,
            left: self.left,
            facts: OnceCell::new(),
        }
    }
}

fn moment(seconds: i64) -> Timestamp {
    let begin: Timestamp = "2026-11-10T00:00:00Z".parse().unwrap();
    begin + SignedDuration::from_secs(seconds)
}

/// A clock that goes on by a second each time somebody looks, so that the order of what is written is its order in time.
fn clock(seconds: &Arc<AtomicI64>) -> Clock {
    let seconds = Arc::clone(seconds);
    Arc::new(move || moment(seconds.fetch_add(1, Ordering::Relaxed)))
}

impl State {
    pub(super) fn new(scope: &Scope) -> State {
        let (store, seconds) = (Arc::new(MemoryStore::default()), Arc::new(AtomicI64::new(0)));
        State {
            scope: Arc::new(scope.clone()),
            ledger: unchecked(Arc::clone(&store) as _, clock(&seconds)),
            store,
            seconds,
            basket: Basket::default(),
            pages: [Page::Nothing, Page::Nothing],
            under_way: Vec::new(),
            vendor: Vec::new(),
            held: Vec::new(),
            witness: Witness::default(),
            open: true,
            month: 0,
            left: scope.budget,
            facts: OnceCell::new(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        moment(self.seconds.load(Ordering::Relaxed))
    }

    /// A contract as the vendor tells it: what it sold is booked off at once.
    pub(super) fn contract(&self, contract: &str) -> Contract {
        let of_it = self.vendor.iter().filter(|entry| entry.contract == contract);
        let spent: Decimal = of_it.filter_map(|entry| entry.paid).map(|(amount, _)| amount).sum();
        Contract {
            contract_id: contract.to_owned(),
            name: contract.to_owned(),
            backend: self.scope.backend(contract),
            currency: "EUR".to_owned(),
            credit_remaining: self.scope.credit.map(|credit| Decimal::from(credit) - spent),
            sells_archive: Some(true),
        }
    }

    /// The first days of the next month.
    pub(super) fn next_month(&mut self) {
        self.month += 1;
        self.seconds.fetch_add(31 * 24 * 3600, Ordering::Relaxed);
    }

    pub(super) fn following(&self) -> Following<'_> {
        Following { ledger: &self.ledger, groups: &self.basket, now: self.now() }
    }

    /// The orders of the record, oldest first.
    pub(super) fn intents(&self) -> Vec<Intent> {
        let mut intents = self.ledger.intents().unwrap();
        intents.reverse();
        intents
    }

    /// What the record says. For a state that does not change any more.
    pub(super) fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| {
            let mut decisions = self.ledger.decisions().unwrap();
            decisions.reverse();
            Facts { intents: self.intents(), decisions }
        })
    }

    pub(super) fn group(&self, contract: &str) -> Option<StoredGroup> {
        self.basket.0.borrow().get(contract).cloned()
    }

    pub(super) fn entry(&mut self, reference: &str) -> Option<&mut Entry> {
        self.vendor.iter_mut().find(|entry| entry.reference == reference)
    }

    /// The number under which a story tells a reference.
    pub(super) fn number(&self, reference: &str) -> usize {
        self.facts()
            .intents
            .iter()
            .position(|intent| intent.reference == reference)
            .map_or(0, |place| place + 1)
    }
}

/// A scene over the one area of the model.
pub(super) fn item(scene: &str) -> StoredItem {
    let corner = |x: f64, y: f64| [-9.0 + x, 38.7 + y];
    let ring =
        vec![corner(0.0, 0.0), corner(0.05, 0.0), corner(0.05, 0.05), corner(0.0, 0.05), corner(0.0, 0.0)];
    StoredItem {
        item_id: uuid::Uuid::new_v4().to_string(),
        scene: json!({"type": "Feature", "properties": {
            "id": scene, "archiveIdentifier": scene, "acquisitionDate": "2026-06-28T11:00:00Z",
        }}),
        scene_id: scene.to_owned(),
        area_id: "A".to_owned(),
        area_name: "Tagus".to_owned(),
        polygon: AreaPolygon::from_ring(ring),
        product_type_id: "P".to_owned(),
        product_type_label: "P".to_owned(),
    }
}
