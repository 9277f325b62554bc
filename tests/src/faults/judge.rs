//! The promises, each held against what the vendor really recorded.

use std::collections::{BTreeMap, BTreeSet};

use ordering::ledger::{DecisionKind, Event, Intent, IntentState, JournalEvent, Progress};
use rust_decimal::Decimal;
use serde_json::Value;

use super::bought;
use super::foreign::is_foreign;
use super::ground::pieces;
use super::person::Play;
use super::stop::Stop;
use super::wire::Wire;
use super::world::World;
use crate::stage::Trouble;

/// Lets the dust settle, closes and opens Swath once more, then holds the record against the vendor's and against what the
/// vendor sold. `opening` is the credit at the beginning. The inner error is a broken promise.
pub(super) async fn judge(
    world: &World,
    play: &mut Play,
    opening: &[Value],
) -> Result<Result<(), String>, Trouble> {
    if let Err(stop) = settle(world, play).await {
        return Ok(stop.verdict()?.and_then(|()| Err("something could not be followed".to_owned())));
    }
    if let Err(broken) = play.close_and_open(world).await.map_or_else(Stop::verdict, |()| Ok(Ok(())))? {
        return Ok(Err(broken));
    }
    let truth = world.truth("orders").await?;
    let intents = play.desk.ledger().intents()?;
    play.tally.recorded += truth.len() as u64;
    play.tally.unknown += intents.iter().filter(|intent| intent.state == IntentState::Unknown).count() as u64;
    play.tally.turned_up += intents.iter().filter(|intent| intent.turned_up).count() as u64;
    Ok(promises(world, play, opening, &truth, &intents)
        .await?
        .map_err(|why| format!("{why}\n{}", picture(play, &truth, &intents))))
}

/// Lets time pass and asks for everything. Nothing goes wrong any more, so that only what no key can see is not followed.
async fn settle(world: &World, play: &Play) -> Result<(), Stop> {
    // Long enough for every delivery and for every quotation to run out.
    for hours in [0, 48, 24 * 40, 48] {
        world.advance(hours);
        for order in play.desk.orders()?.into_iter().filter(|order| !is_foreign(&order.contract_id)) {
            play.desk.look_now(&order.reference).await?;
        }
        let followed = play.desk.refresh_orders().await?;
        if let Some(problem) = followed.problems.iter().find(|problem| !is_foreign(&problem.contract_id)) {
            return Stop::broken(format!("it could not be followed: {problem:?}"));
        }
    }
    Ok(())
}

async fn promises(
    world: &World,
    play: &Play,
    opening: &[Value],
    truth: &[Value],
    intents: &[Intent],
) -> Result<Result<(), String>, Trouble> {
    let wire = Wire::read(&world.wire().await?);
    let credit = world.truth("credit").await?;
    let checks = [
        none_lost(truth, intents),
        none_cut(play)?,
        true_states(play, truth, intents)?,
        money(truth, opening, &credit),
        wire.once(&play.desk)?,
        bought::promises(play, truth, &credit, &wire)?,
    ];
    if let Some(broken) = checks.into_iter().find_map(Result::err) {
        return Ok(Err(broken));
    }
    Ok(play.desk.ledger().verify().map(drop).map_err(|error| error.to_string()))
}

/// A field of an entry as text.
pub(super) fn word<'a>(entry: &'a Value, field: &str) -> &'a str {
    entry[field].as_str().unwrap_or_default()
}

pub(super) fn reference(entry: &Value) -> &str {
    word(entry, "customerReference")
}

pub(super) fn decimal(value: &Value) -> Decimal {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn none_lost(truth: &[Value], intents: &[Intent]) -> Result<(), String> {
    let known: BTreeSet<&str> = intents.iter().map(|intent| intent.reference.as_str()).collect();
    match truth.iter().find(|entry| !known.contains(reference(entry))) {
        Some(lost) => Err(format!("lost from the record: {}", reference(lost))),
        None => Ok(()),
    }
}

/// Closing a window or a connection cuts no request: only a program that dies leaves one behind.
fn none_cut(play: &Play) -> Result<Result<(), String>, Trouble> {
    let dead = |event: &JournalEvent| matches!(event, JournalEvent::Stepped { event: Event::FoundDead, .. });
    let journal = play.desk.ledger().journal(None)?;
    Ok(match journal.iter().find(|entry| dead(&entry.event)) {
        Some(entry) if !play.killed => {
            Err(format!("{} was cut, and nothing died", entry.reference.as_deref().unwrap_or_default()))
        }
        _ => Ok(()),
    })
}

fn true_states(play: &Play, truth: &[Value], intents: &[Intent]) -> Result<Result<(), String>, Trouble> {
    let by_reference: BTreeMap<&str, &Value> = truth.iter().map(|entry| (reference(entry), entry)).collect();
    for intent in intents {
        let entry = by_reference.get(intent.reference.as_str());
        let wrong = |what: &str| Ok(Err(format!("{}: {what}", intent.reference)));
        // A person who is wrong about it is believed: nothing contradicts what was never placed.
        let said_placed = play.memory.said_placed.contains(&intent.reference);
        match (intent.state, entry) {
            (IntentState::Submitting, _) => return wrong("left submitting"),
            (IntentState::Confirmed, None) if said_placed => {}
            (IntentState::Confirmed, None) => return wrong("told as placed, and the vendor has nothing"),
            (IntentState::Unknown, Some(_)) => {
                return wrong("left unknown, although it can be read at the vendor");
            }
            (IntentState::Rejected | IntentState::Abandoned | IntentState::Prepared, Some(_)) => {
                return wrong("told as not placed, and the vendor has it");
            }
            (IntentState::Confirmed, Some(entry)) => {
                if let Err(what) = true_progress(play, intent, entry)? {
                    return wrong(&what);
                }
            }
            _ => {}
        }
    }
    Ok(Ok(()))
}

/// Whether what was decided and what became of it is told as the vendor has it.
fn true_progress(play: &Play, intent: &Intent, entry: &Value) -> Result<Result<(), String>, Trouble> {
    let placed = entry["salesOrderId"].is_string();
    let status = entry["quotationStatus"].as_str().unwrap_or_default();
    let progress = intent.progress;
    let told_as_placed =
        matches!(progress, Some(Progress::Placed | Progress::InProduction | Progress::Delivered));
    if placed != told_as_placed {
        return Ok(Err(format!("the vendor has placed={placed} ({status}), the record says {progress:?}")));
    }
    if placed && progress != Some(Progress::Delivered) {
        return Ok(Err(format!("delivered long ago, and the record says {progress:?}")));
    }
    let refused = matches!(status, "REFUSED" | "REJECTED");
    let said = play.memory.said_placed.contains(&intent.reference);
    if refused != (progress == Some(Progress::Refused)) && !said {
        return Ok(Err(format!("the quotation is {status}, the record says {progress:?}")));
    }
    let Some(decision) = play.desk.ledger().decision(&intent.reference)? else { return Ok(Ok(())) };
    let acted = match decision.kind {
        DecisionKind::Accept => placed,
        DecisionKind::Refuse { .. } => refused,
    };
    Ok(match decision.state {
        IntentState::Confirmed if !acted && !said => {
            Err("a decision told as taken, which the vendor never had".to_owned())
        }
        IntentState::Unknown if acted => Err("a decision left unknown, although it can be read".to_owned()),
        IntentState::Submitting => Err("a decision left submitting".to_owned()),
        _ => Ok(()),
    })
}

/// What was spent is what the vendor's orders cost, to the last decimal.
fn money(truth: &[Value], opening: &[Value], credit: &[Value]) -> Result<(), String> {
    for (contract, before) in credit.iter().zip(opening) {
        let id = &contract["contractId"];
        let placed =
            truth.iter().filter(|entry| entry["salesOrderId"].is_string() && &entry["contractId"] == id);
        let cost: Decimal = placed.map(|entry| decimal(&entry["totalAmount"])).sum();
        let spent = decimal(&before["left"]) - decimal(&contract["left"]);
        if cost != spent {
            return Err(format!("{id}: orders cost {cost}, spent were {spent}"));
        }
    }
    Ok(())
}

fn picture(play: &Play, truth: &[Value], intents: &[Intent]) -> String {
    let mut text = String::from("  the record:\n");
    for intent in intents {
        let line = format!(
            "    {} {:?} {:?} {:?} {:?} {} {}\n",
            intent.reference,
            intent.backend,
            intent.kind,
            intent.state,
            intent.progress,
            intent.cost(),
            intent.message.as_deref().unwrap_or_default()
        );
        text.push_str(&line);
    }
    text.push_str("  the vendor:\n");
    for entry in truth {
        let line = format!(
            "    {} on {} quotation {} {} v{} order {} {}: {} {} for {:?}\n",
            reference(entry),
            entry["contractId"],
            entry["quotationId"],
            entry["quotationStatus"],
            entry["quotationVersion"],
            entry["salesOrderId"],
            entry["status"],
            entry["totalAmount"],
            entry["currency"],
            pieces(entry)
        );
        text.push_str(&line);
    }
    text.push_str(&format!("  the person:\n    {:?}\n    basket {:?}\n", play.memory, play.in_basket()));
    text
}
