//! What tells one moment of the world from another.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::rc::Rc;

use super::state::{Page, State, UnderWay, Witness};
use crate::basket::StoredGroup;

impl State {
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
