//! Several processes over one record, all wanting to send the same order at the same moment.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use ordering::ledger::{Clock, IntentState, Ledger};

use super::foreign::intent;
use crate::stage::Trouble;

fn clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}

/// Lets `processes` processes race for `rounds` orders in the record at `path`. The inner error is a broken promise.
///
/// # Errors
/// When a process can't be started or talked with.
pub fn race(path: &Path, processes: usize, rounds: usize) -> Result<Result<(), String>, Trouble> {
    let ledger = Ledger::open(path, clock())?;
    let mut racers: Vec<Racer> = (0..processes).map(|_| Racer::start(path)).collect::<Result<_, _>>()?;
    for round in 0..rounds {
        let reference = format!("RACE-{processes}-{round:05}");
        ledger.prepare(&intent(&reference))?;
        for racer in &mut racers {
            writeln!(racer.child.stdin.as_mut().ok_or("no way to speak to it")?, "{reference}")?;
        }
        let mut won = 0;
        for racer in &mut racers {
            let mut said = String::new();
            racer.said.read_line(&mut said)?;
            won += usize::from(said.trim() == "won");
        }
        let state = ledger.intent(&reference)?.map(|intent| intent.state);
        if won != 1 || state != Some(IntentState::Submitting) {
            return Ok(Err(format!(
                "{reference}: {won} of {processes} processes would have sent it ({state:?})"
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

/// A process of a race: for each reference on a line of its input it tries to be the one that sends.
///
/// # Errors
/// When the record cannot be opened or its input breaks.
pub fn racer(path: &Path) -> Result<(), Trouble> {
    let ledger = Ledger::open(path, clock())?;
    let mut out = std::io::stdout();
    for reference in std::io::stdin().lock().lines() {
        let won = ledger.mark(&reference?, "POST", "/api/v1/orders", Some(b"{}")).is_ok();
        writeln!(out, "{}", if won { "won" } else { "lost" })?;
        out.flush()?;
    }
    Ok(())
}
