//! The catalogue: finding scenes and delivered items.

mod archive_search;
mod feature;
mod handlers;
mod interval;
mod place;
mod query;
mod shortlist;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) use feature::properties;
pub(crate) use handlers::{deleted, description, domains, metadata, search_get, search_post};
pub(crate) use query::Query;

use crate::archive::Scene;
use crate::auth::Caller;
use crate::contracts::{CONTRACTS, PUBLIC, PUBLIC_NEO, Workspace};
use crate::errors::Refusal;
use crate::hosts::Base;
use crate::items::Item;
use crate::world::World;
use shortlist::Shortlist;

/// Something found.
#[derive(Debug, Clone)]
pub(crate) enum Hit {
    Scene(Box<Scene>),
    Delivered(Arc<Item>),
}

impl Hit {
    /// The item as the catalogue answers it, with links that lead back to `base`.
    pub(crate) fn to_json(&self, world: &World, base: &Base) -> Value {
        match self {
            Self::Scene(scene) => feature::of_scene(scene, world.seed(), world.now_ms(), base),
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
    let delivered = if only_public { Vec::new() } else { Item::delivered(world) };
    for item in delivered {
        if workspaces.contains(&item.workspace) && admits_item(query, &item) {
            list.add(|name| item.attribute(name), item.order, || Hit::Delivered(Arc::clone(&item)));
        }
    }
    if workspaces.contains(&PUBLIC) || workspaces.contains(&PUBLIC_NEO) {
        list = archive_search::search(world, query, &workspaces, list);
    }
    let found = Arc::new(list.finish());
    if only_public {
        world.answers().put(key, Arc::clone(&found));
    }
    Ok(found)
}

/// Every workspace, as a comma list of names.
fn all_workspaces() -> String {
    let private = CONTRACTS.iter().map(|contract| contract.workspace.name);
    [PUBLIC.name, PUBLIC_NEO.name].into_iter().chain(private).collect::<Vec<_>>().join(",")
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
