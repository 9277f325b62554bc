//! Several processes over one record, all wanting to send the same order, or to accept the same quotation, at the same
//! moment.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use ordering::SpendKind;
use ordering::ledger::{
    Clock, DecisionKind, Event, IntentState, Ledger, LedgerError, NewIntent, Offer, Progress, Settled,
};
use rust_decimal::Decimal;

use super::foreign::intent;
use crate::stage::Trouble;

fn clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}

/// Lets `processes` processes race for `rounds` orders and acceptances in the record at `path`. The inner error is a broken
/// promise.
///
/// # Errors
/// When a process can't be started or talked with.
pub fn race(path: &Path, processes: usize, rounds: usize) -> Result<Result<(), String>, Trouble> {
    let ledger = Ledger::open(path, clock())?;
    let mut racers: Vec<Racer> = (0..processes).map(|_| Racer::start(path)).collect::<Result<_, _>>()?;
    for round in 0..rounds {
        let reference = format!("RACE-{processes}-{round:05}");
        let accepting = round % 2 == 1;
        ledger.prepare(&NewIntent { kind: SpendKind::Quotation, ..intent(&reference) })?;
        if accepting {
            quoted(&ledger, &reference)?;
        }
        let word = if accepting { "accept" } else { "order" };
        for racer in &mut racers {
            writeln!(racer.child.stdin.as_mut().ok_or("no way to speak to it")?, "{word} {reference}")?;
        }
        let mut won = 0;
        for racer in &mut racers {
            let mut said = String::new();
            racer.said.read_line(&mut said)?;
            won += usize::from(said.trim() == "won");
        }
        let state = match accepting {
            true => ledger.decision(&reference)?.map(|decision| decision.state),
            false => ledger.intent(&reference)?.map(|intent| intent.state),
        };
        if won != 1 || state != Some(IntentState::Submitting) {
            return Ok(Err(format!(
                "{word} {reference}: {won} of {processes} processes would have sent it ({state:?})"
            )));
        }
    }
    Ok(ledger.verify().map(drop).map_err(|error| error.to_string()))
}

struct Racer {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Racer {
    fn start(path: &Path) -> Result<Racer, Trouble> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("racer")
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let said = BufReader::new(child.stdout.take().ok_or("no way to hear it")?);
        Ok(Racer { child, said })
    }
}

impl Drop for Racer {
    fn drop(&mut self) {
        // One that has ended already is fine.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A process of a race: for each line of its input, `order` or `accept` and a reference, it tries to be the one that sends.
///
/// # Errors
/// When the record cannot be opened or its input breaks.
pub fn racer(path: &Path) -> Result<(), Trouble> {
    let ledger = Ledger::open(path, clock())?;
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (word, reference) = line.split_once(' ').ok_or("two words are needed")?;
        let marked = match word {
            "accept" => accept(&ledger, reference),
            _ => ledger.mark(reference, "POST", "/api/v1/orders", Some(b"{}")),
        };
        writeln!(out, "{}", if marked.is_ok() { "won" } else { "lost" })?;
        out.flush()?;
    }
    Ok(())
}

/// Writes a decision down and marks it as being sent, as the program does.
fn accept(ledger: &Ledger, reference: &str) -> Result<i64, LedgerError> {
    let offer = Offer {
        amount: Decimal::ONE,
        currency: "EUR".to_owned(),
        discount_percent: None,
        version: Some(1),
        expires: None,
    };
    let id = ledger.decide(reference, reference, DecisionKind::Accept, &offer, &[])?;
    ledger.mark_decision(id, "PUT", "/accept", None)
}

/// Takes an order on to where its quotation waits.
fn quoted(ledger: &Ledger, reference: &str) -> Result<(), LedgerError> {
    ledger.mark(reference, "POST", "/api/v1/quotations", Some(b"{}"))?;
    let settled = Settled {
        quotation_id: Some(reference),
        sales_order_id: None,
        progress: Progress::Quoted,
        booked: None,
        offer: None,
        why: None,
    };
    ledger.settle(reference, Event::Accepted, &settled)
}
