//! One moment of the world, and what tells it from another.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::rc::Rc;
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
    pub(super) budget: Budget,
}

impl Scope {
    pub(super) fn rules(&self) -> SpendingRules {
        SpendingRules { amount_to_type: None, per_order: None, per_month: self.per_month.map(Decimal::from) }
    }

    pub(super) fn backend(&self, contract: &str) -> Backend {
        self.contracts.iter().find(|(id, _)| *id == contract).map_or(Backend::Neo, |(_, backend)| *backend)
    }

    pub(super) fn contract(&self, contract: &str) -> Contract {
        Contract {
            contract_id: contract.to_owned(),
            name: contract.to_owned(),
            backend: self.backend(contract),
            currency: "EUR".to_owned(),
            credit_remaining: None,
            sells_archive: Some(true),
        }
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

    /// What tells this state from others, with references and items under the numbers in which they came up. Whatever can
    /// make a difference later is in it; the moments are not, and not the journal.
    pub(super) fn key(&self) -> String {
        let mut names = Names::default();
        let mut key = String::new();
        for intent in &self.facts().intents {
            let name = names.of(&intent.reference);
            let items = sent_items(&mut names, intent.basket.as_deref());
            let (state, cost, looks) = (intent.state, intent.cost().amount, intent.next_look.is_some());
            let ids = (intent.quotation_id.is_some(), intent.sales_order_id.is_some());
            let version = intent.offer.as_ref().and_then(|offer| offer.version);
            let (kind, at) = (intent.kind, &intent.contract_id);
            let _ = write!(
                key,
                "{name}{kind:?}{at}{state}{:?}{items:?}{cost}{version:?}{looks}{ids:?};",
                intent.progress
            );
        }
        for one in &self.facts().decisions {
            let name = names.of(&one.reference);
            let _ = write!(key, "D{name}{:?}{}{}{:?};", one.kind, one.state, one.amount, one.version);
        }
        for group in self.basket.0.borrow().values() {
            let (name, items) = (names.of(&group.reference), items(&mut names, group));
            let _ = write!(key, "G{}{name}{items:?}{};", group.contract_id, group.priced.is_some());
        }
        let mut pages = [self.page_key(&mut names, 0), self.page_key(&mut names, 1)];
        pages.sort();
        let mut acts: Vec<String> = self.under_way.iter().map(|act| act_key(&mut names, act)).collect();
        acts.sort();
        let _ = write!(key, "{pages:?}{acts:?}");
        for entry in &self.vendor {
            let (name, amount) = (names.of(&entry.reference), entry.amount);
            let _ = write!(key, "V{name}{:?}{amount}{}{:?};", entry.standing, entry.version, entry.paid);
        }
        let mut held: Vec<String> =
            self.held.iter().map(|one| format!("{}{:?}", names.of(one.reference()), one.act())).collect();
        held.sort();
        self.witness.write(&mut names, &mut key);
        let _ = write!(key, "{held:?}{}{}{:?}", self.open, self.month, self.left);
        key
    }

    fn page_key(&self, names: &mut Names, page: usize) -> String {
        match &self.pages[page] {
            Page::Nothing => String::new(),
            Page::Review(intent) => {
                let priced = self.group(&intent.contract_id).and_then(|group| group.priced);
                let good = priced.is_some_and(|priced| priced.sha256 == intent.sha256);
                let items = sent_items(names, intent.basket.as_deref());
                format!("{}{:?}{good}{items:?}", names.of(&intent.reference), intent.kind)
            }
            Page::Offer { reference, offer } => {
                format!("{}{}{:?}", names.of(reference), offer.amount, offer.version)
            }
        }
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

fn act_key(names: &mut Names, act: &UnderWay) -> String {
    let name = names.of(act.subject.reference());
    format!("{name}{:?}{:?}{}{:?}", act.subject.act(), act.reply, act.late, act.decision)
}

fn items(names: &mut Names, group: &StoredGroup) -> Vec<(String, usize)> {
    group.items.iter().map(|item| (item.scene_id.clone(), names.of(&item.item_id))).collect()
}

/// What was sent, by the hash of its bytes: scene and area of each item.
type Pieces = Rc<Vec<(String, String)>>;

thread_local! {
    /// The items of baskets as they were sent: scene and item. Reading them is most of the work otherwise.
    static SENT: RefCell<HashMap<String, Pieces>> = RefCell::default();
}

/// The items of a basket as it was sent, by scene, with the numbers of the items.
fn sent_items(names: &mut Names, basket: Option<&str>) -> Vec<(String, usize)> {
    let Some(basket) = basket else { return Vec::new() };
    let items = SENT.with_borrow_mut(|known| match known.get(basket) {
        Some(items) => Rc::clone(items),
        None => {
            let group: StoredGroup = serde_json::from_str(basket).unwrap();
            let items = group.items.into_iter().map(|item| (item.scene_id, item.item_id)).collect();
            Rc::clone(known.entry(basket.to_owned()).or_insert(Rc::new(items)))
        }
    });
    items.iter().map(|(scene, item)| (scene.clone(), names.of(item))).collect()
}

impl Witness {
    fn write(&self, names: &mut Names, key: &mut String) {
        let mut named: BTreeMap<usize, String> = BTreeMap::new();
        for (reference, confirmed) in &self.confirmed {
            let text = format!("{}{:?}{:?}", confirmed.contract, confirmed.scenes, confirmed.put_again);
            named.insert(names.of(reference), text);
        }
        let _ = write!(key, "{named:?}");
        let accepted: BTreeMap<usize, _> =
            self.accepted.iter().map(|(reference, offers)| (names.of(reference), offers)).collect();
        let sends: Vec<(usize, i64)> =
            self.sends.iter().map(|(reference, month)| (names.of(reference), *month)).collect();
        let asked: BTreeSet<(usize, usize)> =
            self.asked.iter().map(|(later, earlier)| (names.of(later), names.of(earlier))).collect();
        let _ = write!(key, "{accepted:?}{sends:?}{asked:?}");
        let arrived: BTreeMap<String, u8> = self
            .arrived
            .iter()
            .map(|(what, count)| match what.strip_prefix("decision") {
                Some(_) => (what.clone(), *count),
                None => (names.of(what).to_string(), *count),
            })
            .collect();
        let _ = write!(key, "{arrived:?}");
        for set in [&self.given_up, &self.said_placed, &self.outrun] {
            let numbers: BTreeSet<usize> = set.iter().map(|reference| names.of(reference)).collect();
            let _ = write!(key, "{numbers:?}");
        }
    }
}

/// References and items by the order in which they come up.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn of(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
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
