//! The catalogue: finding scenes and delivered items.

mod feature;
mod handlers;
mod interval;
mod place;
mod query;

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) use feature::properties;
pub(crate) use handlers::{deleted, description, domains, search_get, search_post};
pub(crate) use query::Query;

use crate::archive::{Attribute, Scene};
use crate::auth::Caller;
use crate::contracts::{CONTRACTS, PUBLIC, PUBLIC_NEO, Workspace};
use crate::errors::Refusal;
use crate::items::Item;
use crate::stamps;
use crate::world::World;
use query::{WINDOW, compare};

/// Something found.
#[derive(Debug, Clone)]
pub(crate) enum Hit {
    Scene(Box<Scene>),
    Delivered(Arc<Item>),
}

impl Hit {
    /// The item as the catalogue answers it, with links that lead back to `base`.
    pub(crate) fn to_json(&self, world: &World, base: &str) -> Value {
        match self {
            Self::Scene(scene) => feature::of_scene(scene, world.seed(), base),
            Self::Delivered(item) => feature::of_item(item, base),
        }
    }
}

/// All that was found for a search, as far as one may page.
#[derive(Debug)]
pub(crate) struct Found {
    /// How many there are, at most the window.
    pub(crate) total: usize,
    pub(crate) hits: Vec<Hit>,
}

/// Answers lately given, so that turning the page does not search again.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<VecDeque<(String, Instant, Arc<Found>)>>);

const ANSWERS_KEPT: usize = 8;
const ANSWER_LIFE: Duration = Duration::from_secs(300);

impl Answers {
    fn get(&self, key: &str) -> Option<Arc<Found>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, at, _)| at.elapsed() < ANSWER_LIFE);
        kept.iter().find(|(name, _, _)| name == key).map(|(_, _, found)| Arc::clone(found))
    }

    fn put(&self, key: String, found: Arc<Found>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, Instant::now(), found));
        if kept.len() > ANSWERS_KEPT {
            kept.pop_front();
        }
    }
}

/// Carries out a search.
pub(crate) fn find(world: &World, query: &Query, caller: Caller) -> Result<Arc<Found>, Refusal> {
    let workspaces = workspaces(query, caller)?;
    let only_public = workspaces.iter().all(|workspace| *workspace == PUBLIC || *workspace == PUBLIC_NEO);
    let key = format!("{} {:?} {}", query.fingerprint(), workspaces, world.clock().offset());
    if only_public && let Some(found) = world.answers().get(&key) {
        return Ok(found);
    }
    let mut list = Shortlist::new(query);
    for item in Item::delivered(world) {
        if workspaces.contains(&item.workspace) && admits_item(query, &item) {
            list.add(|name| item.attribute(name), item.order, || Hit::Delivered(Arc::clone(&item)));
        }
    }
    if workspaces.contains(&PUBLIC) || workspaces.contains(&PUBLIC_NEO) {
        let admits = |scene: &Scene| workspaces.contains(&scene.platform.workspace());
        list = search_archive(world, query, list, &admits);
    }
    let found = Arc::new(list.finish());
    if only_public {
        world.answers().put(key, Arc::clone(&found));
    }
    Ok(found)
}

/// The workspaces searched, as far as the caller may look into them.
fn workspaces(query: &Query, caller: Caller) -> Result<Vec<Workspace>, Refusal> {
    if query.workspaces.is_empty() {
        return Ok(match caller {
            Caller::Anonymous => vec![PUBLIC],
            Caller::Customer => vec![PUBLIC, PUBLIC_NEO],
        });
    }
    let private = CONTRACTS.iter().map(|contract| contract.workspace);
    let all: Vec<Workspace> = [PUBLIC, PUBLIC_NEO].into_iter().chain(private).collect();
    let found = query.workspaces.iter().map(|name| {
        let workspace = all.iter().find(|workspace| workspace.name == name || workspace.id == name).copied();
        match (workspace, caller) {
            (Some(workspace), _) if workspace == PUBLIC => Ok(workspace),
            (_, Caller::Anonymous) => {
                Err(Refusal::unauthorised(format!("Workspace '{name}' needs authentication")))
            }
            (Some(workspace), Caller::Customer) => Ok(workspace),
            (None, Caller::Customer) => {
                Err(Refusal::forbidden(format!("Unable to access workspace '{name}'")))
            }
        }
    });
    found.collect()
}

fn admits_item(query: &Query, item: &Item) -> bool {
    query.admits(|name| item.attribute(name))
        && query.place.as_ref().is_none_or(|place| place.admits(item.bounds(), || item.outline.clone()))
}

/// Attributes that only delivered items and some real scenes have.
const CUSTOMER_NAMES: [&str; 5] =
    ["customerReference", "internalReference", "commercialReference", "title", "comment"];
/// Attributes that name a scene.
const SCENE_NAMES: [&str; 4] =
    ["acquisitionIdentifier", "archiveIdentifier", "sourceIdentifier", "parentIdentifier"];

fn search_archive<'q>(
    world: &World,
    query: &'q Query,
    mut list: Shortlist<'q>,
    admits_workspace: &(dyn Fn(&Scene) -> bool + Sync),
) -> Shortlist<'q> {
    let archive = world.archive();
    let (now, seed) = (world.now_ms(), world.seed());
    let year = stamps::utc(now).year();
    let consider = |list: &mut Shortlist<'q>, scene: &Scene| {
        let admitted = scene.published <= now
            && admits_workspace(scene)
            && query.admits(|name| scene.attribute(name, seed))
            && query.place.as_ref().is_none_or(|place| place.admits(scene.bounds(), || scene.outline()));
        if admitted {
            let number = u64::from(scene.cell) << 32 | u64::from(scene.serial);
            list.add(|name| scene.attribute(name, seed), number, || Hit::Scene(Box::new(scene.clone())));
        }
    };
    if let Some(ids) = query.wanted("id") {
        let scenes = ids.iter().filter_map(|id| archive.by_id(id, year));
        scenes.for_each(|scene| consider(&mut list, &scene));
        return list;
    }
    if let Some(names) = SCENE_NAMES.iter().find_map(|name| query.wanted(name)) {
        let scenes = names.iter().filter_map(|name| archive.by_name(name, year));
        scenes.for_each(|scene| consider(&mut list, &scene));
        return list;
    }
    if CUSTOMER_NAMES.iter().any(|name| query.wanted(name).is_some()) {
        archive.captured().iter().for_each(|scene| consider(&mut list, scene));
        return list;
    }
    let reach = query.place.as_ref().and_then(place::Place::reach);
    let cells = reach.map_or_else(|| archive.all_cells(), |bounds| archive.cells_near(bounds));
    let threads =
        if cells.len() < 400 { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    if threads == 1 {
        archive.visit(&cells, year, |scene| consider(&mut list, scene));
        return list;
    }
    let consider = &consider;
    // Interleaved, so that each thread has its share of land and sea.
    let shares =
        (0..threads).map(|first| cells.iter().copied().skip(first).step_by(threads).collect::<Vec<_>>());
    let shares: Vec<Vec<u32>> = shares.collect();
    std::thread::scope(|scope| {
        let workers = shares.iter().map(|share| {
            scope.spawn(move || {
                let mut part = Shortlist::new(query);
                archive.visit(share, year, |scene| consider(&mut part, scene));
                part
            })
        });
        let workers: Vec<_> = workers.collect();
        for worker in workers {
            if let Ok(part) = worker.join() {
                list.merge(part);
            }
        }
    });
    list
}

struct Candidate {
    keys: Vec<Option<Attribute<'static>>>,
    number: u64,
    hit: Hit,
}

/// The best so far: as many as one may page through, with some room so that trimming is rare.
struct Shortlist<'q> {
    query: &'q Query,
    total: usize,
    best: Vec<Candidate>,
}

impl<'q> Shortlist<'q> {
    fn new(query: &'q Query) -> Self {
        Self { query, total: 0, best: Vec::new() }
    }

    fn add<'a>(
        &mut self,
        attribute: impl Fn(&str) -> Option<Attribute<'a>>,
        number: u64,
        hit: impl FnOnce() -> Hit,
    ) {
        self.total += 1;
        let keys = self.query.sort.iter().map(|key| attribute(&key.attribute).map(Attribute::into_owned));
        let candidate = Candidate { keys: keys.collect(), number, hit: hit() };
        self.best.push(candidate);
        if self.best.len() >= 3 * WINDOW {
            self.trim();
        }
    }

    fn order(query: &Query, a: &Candidate, b: &Candidate) -> Ordering {
        let keys = query.sort.iter().zip(a.keys.iter().zip(&b.keys));
        let by_keys = keys.map(|(key, (a, b))| compare(a.as_ref(), b.as_ref(), key.descending));
        by_keys.fold(Ordering::Equal, Ordering::then).then(a.number.cmp(&b.number))
    }

    fn trim(&mut self) {
        let query = self.query;
        if self.best.len() > WINDOW {
            self.best.select_nth_unstable_by(WINDOW, |a, b| Self::order(query, a, b));
            self.best.truncate(WINDOW);
        }
    }

    fn merge(&mut self, other: Self) {
        self.total += other.total;
        self.best.extend(other.best);
        self.trim();
    }

    fn finish(mut self) -> Found {
        self.trim();
        let query = self.query;
        self.best.sort_unstable_by(|a, b| Self::order(query, a, b));
        let hits = self.best.into_iter().map(|candidate| candidate.hit);
        Found { total: self.total.min(WINDOW), hits: hits.collect() }
    }
}
