//! The promises, each held against what the vendor really recorded.

use std::collections::{BTreeMap, BTreeSet};

use ordering::ledger::{DecisionKind, Intent, IntentState, Progress};
use rust_decimal::Decimal;
use serde_json::Value;

use super::run::{Play, World};
use crate::stage::Trouble;

/// Lets the dust settle, then holds the record against the vendor's. The inner error is a broken promise.
pub(super) async fn judge(world: &World, play: &mut Play) -> Result<Result<(), String>, Trouble> {
    // Long enough for every delivery and for every quotation to run out.
    for hours in [0, 48, 24 * 40, 48] {
        world.advance(hours);
        for order in play.desk.orders()? {
            play.desk.look_now(&order.reference).await?;
        }
        play.desk.refresh_orders().await?;
    }
    let truth = world.truth("orders").await?;
    let intents = play.desk.ledger().intents()?;
    play.tally.recorded += truth.len() as u64;
    play.tally.unknown += intents.iter().filter(|intent| intent.state == IntentState::Unknown).count() as u64;
    play.tally.turned_up += intents.iter().filter(|intent| intent.turned_up).count() as u64;
    Ok(promises(world, play, &truth, &intents)
        .await?
        .map_err(|why| format!("{why}\n{}", picture(&truth, &intents))))
}

async fn promises(
    world: &World,
    play: &Play,
    truth: &[Value],
    intents: &[Intent],
) -> Result<Result<(), String>, Trouble> {
    let checks = [
        no_duplicate(truth),
        none_lost(truth, intents),
        true_states(play, truth, intents)?,
        money(truth, &world.truth("credit").await?),
        once_on_the_wire(&world.truth("requests").await?),
    ];
    if let Some(broken) = checks.into_iter().find_map(Result::err) {
        return Ok(Err(broken));
    }
    Ok(play.desk.ledger().verify().map(drop).map_err(|error| error.to_string()))
}

fn reference(entry: &Value) -> &str {
    entry["customerReference"].as_str().unwrap_or_default()
}

fn no_duplicate(truth: &[Value]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match truth.iter().find(|entry| !seen.insert(reference(entry))) {
        Some(twice) => Err(format!("ordered twice: {}", reference(twice))),
        None => Ok(()),
    }
}

fn none_lost(truth: &[Value], intents: &[Intent]) -> Result<(), String> {
    let known: BTreeSet<&str> = intents.iter().map(|intent| intent.reference.as_str()).collect();
    match truth.iter().find(|entry| !known.contains(reference(entry))) {
        Some(lost) => Err(format!("lost from the record: {}", reference(lost))),
        None => Ok(()),
    }
}

fn true_states(play: &Play, truth: &[Value], intents: &[Intent]) -> Result<Result<(), String>, Trouble> {
    let by_reference: BTreeMap<&str, &Value> = truth.iter().map(|entry| (reference(entry), entry)).collect();
    for intent in intents {
        let entry = by_reference.get(intent.reference.as_str());
        let wrong = |what: &str| Ok(Err(format!("{}: {what}", intent.reference)));
        match (intent.state, entry) {
            (IntentState::Submitting, _) => return wrong("left submitting"),
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
    if refused != (progress == Some(Progress::Refused)) {
        return Ok(Err(format!("the quotation is {status}, the record says {progress:?}")));
    }
    let Some(decision) = play.desk.ledger().decision(&intent.reference)? else { return Ok(Ok(())) };
    let acted = match decision.kind {
        DecisionKind::Accept => placed,
        DecisionKind::Refuse { .. } => refused,
    };
    Ok(match decision.state {
        IntentState::Confirmed if !acted => {
            Err("a decision told as taken, which the vendor never had".to_owned())
        }
        IntentState::Unknown if acted => Err("a decision left unknown, although it can be read".to_owned()),
        IntentState::Submitting => Err("a decision left submitting".to_owned()),
        _ => Ok(()),
    })
}

/// What was spent is what the vendor's orders cost, to the cent.
fn money(truth: &[Value], credit: &[Value]) -> Result<(), String> {
    let decimal =
        |value: &Value| value.as_str().and_then(|text| text.parse::<Decimal>().ok()).unwrap_or_default();
    for contract in credit {
        let id = &contract["contractId"];
        let placed =
            truth.iter().filter(|entry| entry["salesOrderId"].is_string() && &entry["contractId"] == id);
        let cost: Decimal = placed.map(|entry| decimal(&entry["totalAmount"])).sum();
        if cost != decimal(&contract["spent"]) {
            return Err(format!("{id}: orders cost {cost}, spent were {}", contract["spent"]));
        }
    }
    Ok(())
}

/// A reference is posted once at most, and a quotation accepted once at most, whatever came back.
fn once_on_the_wire(requests: &[Value]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for request in requests {
        let path = request["path"].as_str().unwrap_or_default();
        let spends = path.ends_with("/api/v1/orders") || path.ends_with("/api/v1/quotations");
        if !spends || request["method"] != "POST" {
            continue;
        }
        let body: Value =
            serde_json::from_str(request["body"].as_str().unwrap_or_default()).unwrap_or_default();
        let reference = body["customerReference"].as_str().unwrap_or_default().to_owned();
        if !reference.is_empty() && !seen.insert(reference.clone()) {
            return Err(format!("{reference} was sent twice"));
        }
    }
    Ok(())
}

fn picture(truth: &[Value], intents: &[Intent]) -> String {
    let mut text = String::from("  the record:\n");
    for intent in intents {
        let line = format!(
            "    {} {:?} {:?} {:?} {:?} {}\n",
            intent.reference,
            intent.backend,
            intent.kind,
            intent.state,
            intent.progress,
            intent.message.as_deref().unwrap_or_default()
        );
        text.push_str(&line);
    }
    text.push_str("  the vendor:\n");
    for entry in truth {
        let line = format!(
            "    {} quotation {} {} order {} {}\n",
            reference(entry),
            entry["quotationId"],
            entry["quotationStatus"],
            entry["salesOrderId"],
            entry["status"]
        );
        text.push_str(&line);
    }
    text
}
