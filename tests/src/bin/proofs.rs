//! Proofs about money, run by `cargo xtask faults`, `crash` and `races`. See `swath_tests::faults`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use ordering::SendPoint;
use swath_tests::faults::{Deed, Failure, Moment, Tally, World, child, crash, race, racer, run};
use swath_tests::stage::Trouble;

/// As many worlds as run side by side. Each has a vendor and a folder of its own, and often waits for an answer.
const WORLDS: u64 = 8;

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rest = words.get(1..).unwrap_or_default();
    let proved = match words.first().map(String::as_str) {
        Some("faults") => faults(number("--schedules").unwrap_or(500), number("--seed").unwrap_or(1)).await,
        Some("crash") => crashes(number("--rounds").unwrap_or(0), number("--seed").unwrap_or(1)).await,
        Some("races") => races(number("--rounds").unwrap_or(1000)),
        Some("child") => child(rest).await.map(|()| true),
        Some("racer") => racer(Path::new(rest.first().map_or("", String::as_str))).map(|()| true),
        _ => Err("faults, crash or races".into()),
    };
    match proved {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            say(&format!("the proof could not be run: {trouble}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn number(name: &str) -> Option<u64> {
    let arguments: Vec<String> = std::env::args().collect();
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1)?.parse().ok()
}

/// Each step of the send once for an order, a quotation and an acceptance, and then `rounds` more at random moments.
async fn crashes(rounds: u64, seed: u64) -> Result<bool, Trouble> {
    let folder = memory().join(format!("swath-crash-{}", std::process::id()));
    let mut world = World::new(folder.clone()).await?;
    let mut moments: Vec<(Deed, Moment)> = Vec::new();
    for deed in Deed::ALL {
        moments.extend(SendPoint::ALL.map(|point| (deed, Moment::At(point))));
    }
    for round in 0..rounds {
        let dice = (seed + round).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let deed = if dice.is_multiple_of(3) {
            Deed::Accept
        } else {
            Deed::ALL[usize::from(dice.is_multiple_of(2))]
        };
        moments.push((deed, Moment::After(Duration::from_millis(dice % 400))));
    }
    let mut broken = 0;
    for (deed, moment) in &moments {
        if let Err(why) = crash(&mut world, *deed, *moment).await? {
            say(&format!("{deed:?} killed {moment:?}: {why}"));
            broken += 1;
        }
    }
    std::fs::remove_dir_all(&folder)?;
    say(&format!("{} times killed and opened again, {broken} promises broken", moments.len()));
    Ok(broken == 0)
}

/// Two, three and four processes, a third of the rounds each.
fn races(rounds: u64) -> Result<bool, Trouble> {
    let folder = memory().join(format!("swath-races-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let rounds = usize::try_from(rounds)?.div_ceil(3);
    for processes in 2..=4 {
        if let Err(why) = race(&folder.join("ledger.db"), processes, rounds)? {
            say(&why);
            return Ok(false);
        }
    }
    std::fs::remove_dir_all(&folder)?;
    say(&format!("{} races of two to four processes, one winner each", rounds * 3));
    Ok(true)
}

async fn faults(schedules: u64, seed: u64) -> Result<bool, Trouble> {
    let (tally, failures) = all(schedules, seed).await?;
    report(&tally, &failures, seed);
    Ok(failures.is_empty())
}

async fn all(schedules: u64, seed: u64) -> Result<(Tally, Vec<Failure>), Trouble> {
    let folder = memory().join(format!("swath-faults-{}", std::process::id()));
    let mut runs = Vec::new();
    for world in 0..WORLDS {
        let below = folder.join(world.to_string());
        let seeds = (0..schedules)
            .filter(move |n| n % WORLDS == world)
            .map(move |n| seed.wrapping_mul(1_000_003) + n);
        runs.push(tokio::spawn(async move {
            let mut world = World::new(below).await?;
            run(&mut world, seeds).await
        }));
    }
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    for done in runs {
        let (part, failure) = done.await??;
        tally.add(&part);
        failures.extend(failure);
    }
    std::fs::remove_dir_all(&folder)?;
    Ok((tally, failures))
}

/// A folder in memory where there is one: SQLite waits for the disk at each commit, thousands of times here.
fn memory() -> PathBuf {
    let shm = PathBuf::from("/dev/shm");
    if shm.is_dir() { shm } else { std::env::temp_dir() }
}

fn report(tally: &Tally, failures: &[Failure], seed: u64) {
    say(&format!(
        "{} schedules (seed {seed}): {} requests that spend or decide, {} orders and quotations at the vendor, {} rightly unknown, {} given up by a person of which {} turned up after all",
        tally.schedules, tally.spent, tally.recorded, tally.unknown, tally.given_up, tally.turned_up
    ));
    for (fault, count) in &tally.faults {
        say(&format!("  {count:>7}  {fault}"));
    }
    say("answers of the desk that ended an act:");
    for (answer, count) in &tally.answers {
        say(&format!("  {count:>7}  {answer}"));
    }
    for failure in failures {
        let Failure { seed, why, shortest } = failure;
        say(&format!("\nschedule of seed {seed} failed: {why}\nshortest form:\n{shortest}"));
    }
    if failures.is_empty() {
        say("0 duplicates, 0 lost, 0 wrong states, nothing left open that could be closed");
    }
}
