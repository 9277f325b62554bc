//! Random schedules over the whole journey: orders, quotations, decisions and edits while the network, the vendor, the
//! clock and the person do their worst, judged by what the vendor really sold.
//!
//! A schedule follows from its seed alone. One that fails is shortened to the fewest acts that still fail.

mod bought;
mod crash;
mod dice;
mod edits;
mod foreign;
mod ground;
mod judge;
mod memory;
mod person;
mod race;
mod schedule;
mod spend;
mod stop;
mod wire;
mod world;

use std::collections::BTreeMap;

use crate::stage::Trouble;

pub use crash::{Deed, Moment, child, crash};
pub use race::{race, racer};

pub use schedule::Schedule;
pub use world::World;

/// What many schedules amounted to.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Schedules run.
    pub schedules: u64,
    /// Requests that spend or decide which the desk was asked for.
    pub spent: u64,
    /// Orders and quotations that the vendor really has.
    pub recorded: u64,
    /// Outcomes that stayed unknown, rightly: the vendor has nothing to read.
    pub unknown: u64,
    /// Outcomes that a person declared not placed.
    pub given_up: u64,
    /// Of those, how many turned up at the vendor after all.
    pub turned_up: u64,
    /// How often each fault was set.
    pub faults: BTreeMap<&'static str, u64>,
    /// How often the desk answered an act with an error, by its kind.
    pub answers: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Tally) {
        self.schedules += other.schedules;
        self.spent += other.spent;
        self.recorded += other.recorded;
        self.unknown += other.unknown;
        self.given_up += other.given_up;
        self.turned_up += other.turned_up;
        for (name, count) in &other.faults {
            *self.faults.entry(name).or_default() += count;
        }
        for (name, count) in &other.answers {
            *self.answers.entry(name).or_default() += count;
        }
    }
}

/// A schedule that broke a promise.
#[derive(Debug)]
pub struct Failure {
    /// The seed of the schedule as it was drawn.
    pub seed: u64,
    /// The fewest acts that still fail.
    pub shortest: Schedule,
    /// The promise, and what was seen.
    pub why: String,
}

/// Runs the schedules of these seeds one after the other in one world.
///
/// # Errors
/// When the world itself breaks; a broken promise is not an error but the failure that is returned.
pub async fn run(
    world: &mut World,
    seeds: impl Iterator<Item = u64>,
) -> Result<(Tally, Option<Failure>), Trouble> {
    let mut tally = Tally::default();
    for seed in seeds {
        let schedule = Schedule::draw(seed);
        match world.play(&schedule).await? {
            Ok(played) => tally.add(&played),
            Err(why) => {
                let (shortest, why) = shorten(world, schedule, why).await?;
                return Ok((tally, Some(Failure { seed, shortest, why })));
            }
        }
    }
    Ok((tally, None))
}

/// Leaves acts out, one at a time, for as long as what is left still fails.
async fn shorten(
    world: &mut World,
    mut schedule: Schedule,
    mut why: String,
) -> Result<(Schedule, String), Trouble> {
    let mut place = 0;
    while place < schedule.acts.len() {
        let mut shorter = schedule.clone();
        shorter.acts.remove(place);
        match world.play(&shorter).await? {
            Err(still) => (schedule, why) = (shorter, still),
            Ok(_) => place += 1,
        }
    }
    Ok((schedule, why))
}
