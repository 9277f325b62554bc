//! A world to play schedules in: a vendor with its clock and faults, and folders for desks.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::Desk;
use serde_json::{Value, json};

use super::Tally;
use super::judge::judge;
use super::person::{Play, Trap, Watcher, target};
use super::schedule::{Fault, Place, Schedule};
use super::stop::Stop;
use crate::stage::Trouble;

/// Enough to find some over the Tagus; a larger archive would only take longer to search, thousands of times.
const SCENES: u32 = 300_000;

/// Contracts that have little left in some schedules, with what.
const SMALL_CREDIT: [(&str, &str); 2] = [("SWATH Demo_Orders", "700.00"), ("CTR26000042", "1300.00")];

/// When every schedule begins.
const BEGIN: &str = "2026-11-27T09:00:00Z";

/// A vendor and everything around it. Schedules are played one at a time; each begins with empty books.
pub struct World {
    vendor: Sandbox,
    /// Seconds by which the vendor's clock is ahead.
    pub(super) ahead: Arc<AtomicI64>,
    pub(super) http: reqwest::Client,
    folder: PathBuf,
    played: u64,
    /// A desk that holds nothing of a schedule, to sit at while the other is closed.
    pub(super) nobody: Desk,
    /// What arrived at vendors that were stopped meanwhile.
    arrived: Vec<Value>,
}

impl World {
    /// Starts a vendor with its books below `folder`. A folder in memory makes thousands of schedules bearable: SQLite
    /// waits for the disk at each commit.
    ///
    /// # Errors
    /// When it can't listen.
    pub async fn new(folder: PathBuf) -> Result<World, Trouble> {
        std::fs::create_dir_all(&folder)?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        let vendor = start(&folder, 0).await?;
        let ahead = Arc::default();
        let nobodys = target(vendor.url(), vendor.api_key(), &folder.join("nobody"), Arc::clone(&ahead))?;
        let nobody = Desk::open_files(nobodys, Arc::new(Watcher::default()))?;
        Ok(World { vendor, ahead, http, folder, played: 0, nobody, arrived: Vec::new() })
    }

    /// Plays a schedule and judges it. The inner error is a broken promise.
    ///
    /// # Errors
    /// When the world itself breaks.
    pub async fn play(&mut self, schedule: &Schedule) -> Result<Result<Tally, String>, Trouble> {
        let home = self.begin().await?;
        let terms = schedule.terms;
        self.control("orders/lag", json!({"seconds": 0})).await?;
        self.control("prices", json!({"percent": terms.percent, "decimals": terms.decimals})).await?;
        if terms.small_credit {
            for (contract, left) in SMALL_CREDIT {
                self.control("credit", json!({"contractId": contract, "amount": left})).await?;
            }
        }
        let opening = self.truth("credit").await?;
        let mut play = Play::sit_down(self, home.clone(), terms).await?;
        let mut verdict = Ok(());
        for act in &schedule.acts {
            verdict = self.act(&mut play, act).await?;
            if verdict.is_err() {
                break;
            }
        }
        self.clear_faults().await?;
        let ended = play.end_all(self).await.map_or_else(Stop::verdict, |()| Ok(Ok(())))?;
        verdict = verdict.and(ended);
        self.control("orders/lag", json!({"seconds": 0})).await?;
        if verdict.is_ok() {
            verdict = judge(self, &mut play, &opening).await?;
        }
        let tally = Tally { schedules: 1, ..play.tally.clone() };
        drop(play);
        // A page that was closed may still hold a file for a moment.
        drop(std::fs::remove_dir_all(&home));
        Ok(verdict.map(|()| tally))
    }

    /// Empty books, and a folder for a desk.
    pub(super) async fn begin(&mut self) -> Result<PathBuf, Trouble> {
        self.played += 1;
        self.arrived.clear();
        self.control("reset", json!({})).await?;
        // Always the same moment, near the end of a month, so that limits by the month mean the same in every run.
        let begin: jiff::Timestamp = BEGIN.parse()?;
        let seconds = begin.duration_since(self.vendor.now()).as_secs();
        self.vendor.advance(seconds);
        self.ahead.store(seconds, Ordering::Relaxed);
        Ok(self.folder.join(format!("desk-{}", self.played)))
    }

    /// Where the vendor is and what opens it, for a process of its own.
    pub(super) fn way_in(&self) -> (&str, &str) {
        (self.vendor.url(), self.vendor.api_key())
    }

    pub(super) fn advance(&self, hours: i64) {
        self.vendor.advance(hours * 3600);
        self.ahead.fetch_add(hours * 3600, Ordering::Relaxed);
    }

    pub(super) async fn control(&self, path: &str, body: Value) -> Result<(), Trouble> {
        let url = format!("{}/{path}", self.vendor.control_url());
        self.http.post(url).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// What the vendor really has.
    pub(super) async fn truth(&self, what: &str) -> Result<Vec<Value>, Trouble> {
        let url = format!("{}/{what}", self.vendor.control_url());
        let value: Value = self.http.get(url).send().await?.json().await?;
        Ok(value.as_array().cloned().unwrap_or_default())
    }

    /// What arrived at the vendor since the schedule began.
    pub(super) async fn wire(&self) -> Result<Vec<Value>, Trouble> {
        let mut all = self.arrived.clone();
        all.extend(self.truth("requests").await?);
        Ok(all)
    }

    pub(super) async fn clear_faults(&self) -> Result<(), Trouble> {
        self.http.delete(format!("{}/faults", self.vendor.control_url())).send().await?.error_for_status()?;
        Ok(())
    }

    /// Lets a fault strike the next call of a place; `spending` is the path of what spends or decides.
    pub(super) async fn strike(
        &self,
        play: &mut Play,
        fault: Option<(Place, Fault)>,
        spending: &str,
    ) -> Result<(), Trouble> {
        let Some((place, fault)) = fault else { return Ok(()) };
        let path = match place {
            Place::Spending if spending.is_empty() => return Ok(()),
            Place::Spending => spending,
            Place::SignIn => "/openid-connect/token",
            Place::Price => "/api/v1/prices",
            Place::Contracts => "/api/v1/contracts",
            Place::Orders => "/orders/search",
            Place::Workspace => "/opensearch",
        };
        *play.tally.faults.entry(fault.name()).or_default() += 1;
        if fault == Fault::NoToken {
            play.watcher.set(Some(self.no_token(play.desk.clone())));
            return Ok(());
        }
        if place == Place::SignIn {
            self.control("tokens/expire", json!({})).await?;
        }
        self.control("faults", fault.order(path)).await
    }

    /// All tokens end, and none can be had.
    fn no_token(&self, desk: Desk) -> Trap {
        let (http, control) = (self.http.clone(), self.vendor.control_url().to_owned());
        Box::new(move || {
            Box::pin(async move {
                let barred = json!({"path": "/openid-connect/token", "fault": 503, "count": "always"});
                for (path, body) in [("tokens/expire", json!({})), ("faults", barred)] {
                    drop(http.post(format!("{control}/{path}")).json(&body).send().await);
                }
                // A call by which the desk learns that its token has ended.
                drop(desk.contracts().await);
            })
        })
    }

    pub(super) async fn restart_vendor(&mut self) -> Result<(), Trouble> {
        self.arrived = self.wire().await?;
        let port = self.vendor.url().rsplit(':').next().unwrap_or_default().parse()?;
        // Another one holds the place while the address is free.
        let nowhere = start(&self.folder.join("nowhere"), 0).await?;
        std::mem::replace(&mut self.vendor, nowhere).stop().await;
        self.vendor = start(&self.folder, port).await?;
        Ok(())
    }
}

async fn start(folder: &Path, port: u16) -> Result<Sandbox, Trouble> {
    std::fs::create_dir_all(folder)?;
    let config = SandboxConfig {
        port,
        scenes: SCENES,
        state_file: Some(folder.join("vendor.json")),
        ..SandboxConfig::default()
    };
    Ok(Sandbox::start(config).await?)
}
