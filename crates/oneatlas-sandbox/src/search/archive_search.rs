//! Searching the archive, which is made while it is searched: a scene looked for by name is made alone, a place makes
//! the cells near it, and the whole world is gone through year by year, newest first, until what is left can no longer
//! matter.

use std::ops::RangeInclusive;

use super::query::{Query, WINDOW};
use super::shortlist::Shortlist;
use super::{Hit, place};
use crate::archive::{CHANGE_DAYS, FIRST_YEAR, MOVE_DAYS, Scene, WITHDRAWAL_DAYS, move_start};
use crate::contracts::Workspace;
use crate::stamps::{self, DAY_MS};
use crate::world::World;

/// Attributes that only delivered items and some real scenes have.
const CUSTOMER_NAMES: [&str; 5] =
    ["customerReference", "internalReference", "commercialReference", "title", "comment"];
/// Attributes that name a scene.
const SCENE_NAMES: [&str; 4] =
    ["acquisitionIdentifier", "archiveIdentifier", "sourceIdentifier", "parentIdentifier"];
/// From this many cells on the work is shared between threads.
const MANY_CELLS: usize = 400;

/// What decides whether a scene is found.
struct Wanted<'q> {
    query: &'q Query,
    workspaces: &'q [Workspace],
    seed: u64,
    now: i64,
}

impl<'q> Wanted<'q> {
    fn consider(&self, list: &mut Shortlist<'q>, scene: &Scene) {
        let (seed, now) = (self.seed, self.now);
        let admitted = scene.is_listed(now)
            && self.workspaces.contains(&scene.platform.workspace())
            && self.query.admits(|name| scene.attribute(name, seed, now))
            && self.query.place.as_ref().is_none_or(|place| place.admits(scene.bounds(), || scene.outline()));
        if admitted {
            let number = u64::from(scene.cell) << 32 | u64::from(scene.serial);
            let attribute = |name: &str| scene.attribute(name, seed, now);
            list.add(attribute, number, || Hit::Scene(Box::new(scene.clone())));
        }
    }
}

/// Adds the scenes of the archive to what was found.
pub(super) fn search<'q>(
    world: &World,
    query: &'q Query,
    workspaces: &'q [Workspace],
    mut list: Shortlist<'q>,
) -> Shortlist<'q> {
    let archive = world.archive();
    let now = world.now_ms();
    let year = stamps::utc(now).year();
    let wanted = Wanted { query, workspaces, seed: world.seed(), now };
    let named = query
        .wanted("id")
        .map(|ids| ids.iter().filter_map(|id| archive.by_id(id, year)).collect::<Vec<_>>())
        .or_else(|| {
            let names = SCENE_NAMES.iter().find_map(|name| query.wanted(name))?;
            Some(names.iter().filter_map(|name| archive.by_name(name, year)).collect())
        })
        .or_else(|| {
            let theirs = CUSTOMER_NAMES.iter().any(|name| query.wanted(name).is_some());
            theirs.then(|| archive.captured().to_vec())
        });
    if let Some(scenes) = named {
        distinct(scenes).iter().for_each(|scene| wanted.consider(&mut list, scene));
        return list;
    }
    // Their dates are those of the real catalogue's move, whatever the year they were taken in.
    archive.captured().iter().for_each(|scene| wanted.consider(&mut list, scene));
    let reach = query.place.as_ref().and_then(place::Place::reach);
    let cells = reach.map_or_else(|| archive.all_cells(), |bounds| archive.cells_near(bounds));
    for year in years(query, year).rev() {
        if cells.len() < MANY_CELLS {
            archive.visit_year(&cells, year, |scene| wanted.consider(&mut list, scene));
            continue;
        }
        list = share(world, &wanted, &cells, year, list);
        if is_settled(query, &list, year) {
            break;
        }
    }
    list
}

/// The same scene may be named twice.
fn distinct(mut scenes: Vec<Scene>) -> Vec<Scene> {
    let key = |scene: &Scene| (scene.captured.is_some(), scene.cell, scene.serial, scene.noise);
    scenes.sort_by_key(key);
    scenes.dedup_by_key(|scene| key(scene));
    scenes
}

/// Goes through a year of many cells on every processor.
fn share<'q>(
    world: &World,
    wanted: &Wanted<'q>,
    cells: &[u32],
    year: i16,
    mut list: Shortlist<'q>,
) -> Shortlist<'q> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Interleaved, so that each thread has its share of land and sea.
    let shares: Vec<Vec<u32>> =
        (0..threads).map(|first| cells.iter().copied().skip(first).step_by(threads).collect()).collect();
    std::thread::scope(|scope| {
        let workers = shares.iter().map(|cells| {
            scope.spawn(move || {
                let mut part = Shortlist::new(wanted.query);
                world.archive().visit_year(cells, year, |scene| wanted.consider(&mut part, scene));
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

/// The years whose scenes may fit the dates asked for.
fn years(query: &Query, this_year: i16) -> RangeInclusive<i16> {
    let (mut first, mut last) = (FIRST_YEAR, this_year);
    // How long after it was taken a scene's date may be. Records of before the move may be much younger.
    let delays = [
        ("acquisitionDate", 1),
        ("startDate", 1),
        ("meanDate", 1),
        ("publicationDate", 3),
        ("lastUpdateDate", 3 + CHANGE_DAYS),
    ];
    for (name, delay) in delays {
        let Some((low, high)) = query.span(name) else { continue };
        let before_move = name == "lastUpdateDate" && low < move_start() + MOVE_DAYS * DAY_MS;
        if low > i64::MIN && !before_move {
            first = first.max(stamps::utc(low.saturating_sub(delay * DAY_MS)).year());
        }
        if high < i64::MAX {
            last = last.min(stamps::utc(high).year());
        }
    }
    first..=last
}

/// Whether every scene of the years before `year` comes after a full window of results.
fn is_settled(query: &Query, list: &Shortlist<'_>, year: i16) -> bool {
    let Some(first) = query.sort.first().filter(|key| key.descending) else { return false };
    let end = stamps::midnight(year, 1, 1);
    let latest = match first.attribute.as_str() {
        "acquisitionDate" | "startDate" | "meanDate" => end + DAY_MS,
        "publicationDate" => end + 3 * DAY_MS,
        "lastUpdateDate" => {
            (end + (3 + CHANGE_DAYS) * DAY_MS).max(move_start() + (MOVE_DAYS + CHANGE_DAYS) * DAY_MS)
        }
        _ => return false,
    };
    list.later_than(latest) >= WINDOW
}

/// What was withdrawn in a span of time and by now, latest first, as far as one may page.
pub(super) fn withdrawn(world: &World, low: i64, high: i64) -> Vec<(i64, Scene)> {
    let now = world.now_ms();
    let high = high.min(now);
    let archive = world.archive();
    let (cells, this_year) = (archive.all_cells(), stamps::utc(now).year());
    let mut gone = Vec::new();
    for year in (FIRST_YEAR..=this_year).rev() {
        // The scenes of a year leave between its beginning and some years later.
        let (first, last) = (stamps::midnight(year, 1, 1), stamps::midnight(year + 1, 1, 3));
        if first > high || last.saturating_add(WITHDRAWAL_DAYS * DAY_MS) < low {
            continue;
        }
        archive.visit_year(&cells, year, |scene| {
            if let Some(at) = scene.withdrawn().filter(|at| (low..=high).contains(at)) {
                gone.push((at, scene.clone()));
            }
        });
    }
    gone.sort_by_key(|(at, scene)| (std::cmp::Reverse(*at), scene.cell, scene.serial));
    gone.truncate(WINDOW);
    gone
}
