//! A world to play schedules in: a vendor, a folder, and the desk of one user.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use aoi::AreaPolygon;
use archive::{Constellation, SceneFilter};
use jiff::{SignedDuration, Timestamp};
use oneatlas::Hosts;
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::{
    ANSWER_PATIENCE, ActsUnderWay, Backend, ConfirmedOffer, Desk, DeskError, DeskEvent, EndUser, Environment,
    GroupPatch, OrderState, Outside, SearchRequest, SpendKind, SpendingRules, Target,
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::Tally;
use super::judge::judge;
use super::schedule::{Act, Fault, Place, Schedule};
use crate::stage::Trouble;

/// Enough to find some over the Tagus; a larger archive would only take longer to search, thousands of times.
const SCENES: u32 = 300_000;

const NO_RULES: SpendingRules = SpendingRules { amount_to_type: None, per_order: None, per_month: None };

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

/// A vendor and everything around it. Schedules are played one at a time; each begins with empty books.
pub struct World {
    vendor: Sandbox,
    /// Seconds by which the vendor's clock is ahead.
    ahead: Arc<AtomicI64>,
    pub(super) http: reqwest::Client,
    folder: PathBuf,
    played: u64,
}

/// The user's side of one schedule.
pub(super) struct Play {
    pub(super) desk: Desk,
    pub(super) home: PathBuf,
    area: String,
    scenes: [Vec<String>; 2],
    pub(super) tally: Tally,
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
        Ok(World { vendor, ahead: Arc::default(), http, folder, played: 0 })
    }

    /// Plays a schedule and judges it. The inner error is a broken promise.
    ///
    /// # Errors
    /// When the world itself breaks.
    pub async fn play(&mut self, schedule: &Schedule) -> Result<Result<Tally, String>, Trouble> {
        let home = self.begin().await?;
        self.control("orders/lag", json!({"seconds": 0})).await?;
        let mut play = self.sit_down(home.clone()).await?;
        for act in &schedule.acts {
            if let Err(broken) = self.act(&mut play, act).await? {
                return Ok(Err(broken));
            }
        }
        self.clear_faults().await?;
        self.control("orders/lag", json!({"seconds": 0})).await?;
        let verdict = judge(self, &mut play).await?;
        drop(play.desk);
        std::fs::remove_dir_all(&home)?;
        Ok(verdict.map(|()| Tally { schedules: 1, ..play.tally }))
    }

    /// Empty books, and a folder for a desk.
    pub(super) async fn begin(&mut self) -> Result<PathBuf, Trouble> {
        self.played += 1;
        self.control("reset", json!({})).await?;
        self.ahead.store(0, Ordering::Relaxed);
        Ok(self.folder.join(format!("desk-{}", self.played)))
    }

    pub(super) async fn sit_down(&self, home: PathBuf) -> Result<Play, Trouble> {
        let desk = self.open(&home).await?;
        let area = desk.save_area(None, "Tagus estuary", &tagus())?.id;
        let scenes =
            [found(&desk, &area, Constellation::Phr).await?, found(&desk, &area, Constellation::Pneo).await?];
        let tally = Tally::default();
        Ok(Play { desk, home, area, scenes, tally })
    }

    /// Where the vendor is and what opens it, for a process of its own.
    pub(super) fn way_in(&self) -> (&str, &str) {
        (self.vendor.url(), self.vendor.api_key())
    }

    async fn open(&self, home: &Path) -> Result<Desk, Trouble> {
        let (url, key) = self.way_in();
        open_desk(url, key, home, Arc::clone(&self.ahead), Arc::new(Nobody)).await
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

    /// What the vendor really has or heard.
    pub(super) async fn truth(&self, what: &str) -> Result<Vec<Value>, Trouble> {
        let url = format!("{}/{what}", self.vendor.control_url());
        let value: Value = self.http.get(url).send().await?.json().await?;
        Ok(value.as_array().cloned().unwrap_or_default())
    }

    async fn clear_faults(&self) -> Result<(), Trouble> {
        self.http.delete(format!("{}/faults", self.vendor.control_url())).send().await?.error_for_status()?;
        Ok(())
    }

    async fn act(&mut self, play: &mut Play, act: &Act) -> Result<Result<(), String>, Trouble> {
        match act {
            Act::Spend { neo, kind, scene, fault } => {
                let asked = self.spend(play, *neo, *kind, *scene, *fault).await;
                self.clear_faults().await?;
                if let Err(error) = asked? {
                    return Ok(expected(error));
                }
            }
            Act::Decide { which, accept, fault } => {
                let asked = self.decide(play, *which, *accept, *fault).await;
                self.clear_faults().await?;
                if let Err(error) = asked? {
                    return Ok(expected(error));
                }
            }
            Act::Look { fault } => {
                self.strike(play, *fault, "").await?;
                for order in play.desk.orders()? {
                    // A vendor that can't be asked is no news.
                    drop(play.desk.look_now(&order.reference).await);
                }
                self.clear_faults().await?;
            }
            Act::Refresh { fault } => {
                self.strike(play, *fault, "").await?;
                drop(play.desk.refresh_orders().await);
                self.clear_faults().await?;
            }
            Act::GiveUp => give_up(play)?,
            Act::Advance { hours } => self.advance(*hours),
            Act::ExpireTokens => self.control("tokens/expire", json!({})).await?,
            Act::Lag { hours } => self.control("orders/lag", json!({"seconds": hours * 3600})).await?,
            Act::RestartVendor => self.restart_vendor().await?,
            Act::Reopen => play.desk = self.reopen(play).await?,
        }
        Ok(Ok(()))
    }

    async fn strike(
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
        if place == Place::SignIn {
            self.control("tokens/expire", json!({})).await?;
        }
        self.control("faults", fault.order(path)).await
    }

    async fn spend(
        &self,
        play: &mut Play,
        neo: bool,
        kind: SpendKind,
        scene: usize,
        fault: Option<(Place, Fault)>,
    ) -> Result<Result<(), DeskError>, Trouble> {
        let scenes = &play.scenes[usize::from(neo)];
        let scene = scenes[scene % scenes.len()].clone();
        let early = matches!(fault, Some((Place::Price | Place::Contracts, _)));
        if early {
            self.strike(play, fault, "").await?;
        }
        let contract = match into_basket(&play.desk, &play.area, &scene, neo).await {
            Ok(contract) => contract,
            Err(error) => return Ok(Err(error)),
        };
        let review = match play.desk.review(&contract, kind, &SpendingRules::default()).await {
            Ok(review) => review,
            Err(error) => return Ok(Err(error)),
        };
        if !early {
            let path = if kind == SpendKind::Order { "/api/v1/orders" } else { "/api/v1/quotations" };
            self.strike(play, fault, path).await?;
        }
        play.tally.spent += 1;
        let amount = review.price.total_amount.to_string();
        let sent = match kind {
            SpendKind::Order => play.desk.place_order(&review.review_id, &amount, &[], &NO_RULES).await,
            SpendKind::Quotation => {
                play.desk.request_quotation(&review.review_id, &amount, &[], &NO_RULES).await
            }
        };
        Ok(sent.map(drop))
    }

    async fn decide(
        &self,
        play: &mut Play,
        which: usize,
        accept: bool,
        fault: Option<(Place, Fault)>,
    ) -> Result<Result<(), DeskError>, Trouble> {
        let orders = play.desk.orders()?;
        let quoted: Vec<_> =
            orders.into_iter().filter(|order| matches!(order.state, OrderState::Quoted { .. })).collect();
        let Some(order) = quoted.get(which % quoted.len().max(1)) else { return Ok(Ok(())) };
        self.strike(play, fault, if accept { "/accept" } else { "/refuse" }).await?;
        play.tally.spent += 1;
        let decided = if accept {
            let read = match play.desk.read_quotation(&order.reference).await {
                Ok(read) => read.summary,
                Err(error) => return Ok(Err(error)),
            };
            let version = read.offer.and_then(|offer| offer.version);
            let confirmed =
                ConfirmedOffer { amount: read.amount.to_string(), currency: read.currency, version };
            play.desk.accept_quotation(&order.reference, &confirmed, &[], &NO_RULES).await
        } else {
            play.desk.refuse_quotation(&order.reference, 3).await
        };
        Ok(decided.map(drop))
    }

    async fn restart_vendor(&mut self) -> Result<(), Trouble> {
        let port = self.vendor.url().rsplit(':').next().unwrap_or_default().parse()?;
        // Another one holds the place while the address is free.
        let nowhere = start(&self.folder.join("nowhere"), 0).await?;
        std::mem::replace(&mut self.vendor, nowhere).stop().await;
        self.vendor = start(&self.folder, port).await?;
        Ok(())
    }

    async fn reopen(&self, play: &Play) -> Result<Desk, Trouble> {
        let desk = self.open(&play.home).await?;
        // The archive at hand is gone with the program; what is in the basket is not.
        found(&desk, &play.area, Constellation::Phr).await?;
        Ok(desk)
    }
}

/// Everything unknown is declared not placed, as a person might who looked at the vendor's page too early.
fn give_up(play: &mut Play) -> Result<(), Trouble> {
    for order in play.desk.orders()? {
        if matches!(order.state, OrderState::Unknown { .. }) {
            play.desk.declare_not_placed(&order.reference, "the vendor's page does not show it")?;
            play.tally.given_up += 1;
        }
    }
    Ok(())
}

/// What a desk may answer while the world is falling apart; anything else is a broken promise.
fn expected(error: DeskError) -> Result<(), String> {
    match error {
        DeskError::Client(_)
        | DeskError::NotSent(_)
        | DeskError::Invalid { .. }
        | DeskError::NotFound { .. }
        | DeskError::PriceStale(_)
        | DeskError::AlreadyHeld { .. }
        | DeskError::OfferChanged { .. }
        | DeskError::UnderWay { .. }
        | DeskError::CreditTooSmall { .. } => Ok(()),
        // A decision that is under way already.
        DeskError::Ledger(ordering::ledger::LedgerError::Forbidden { .. }) => Ok(()),
        other => Err(format!("the desk gave up: {other} ({other:?})")),
    }
}

async fn start(folder: &std::path::Path, port: u16) -> Result<Sandbox, Trouble> {
    std::fs::create_dir_all(folder)?;
    let config = SandboxConfig {
        port,
        scenes: SCENES,
        state_file: Some(folder.join("vendor.json")),
        ..SandboxConfig::default()
    };
    Ok(Sandbox::start(config).await?)
}

async fn found(desk: &Desk, area: &str, constellation: Constellation) -> Result<Vec<String>, Trouble> {
    let request = SearchRequest {
        area_id: area.to_owned(),
        date_from: None,
        date_to: None,
        constellations: vec![Constellation::Phr, Constellation::Pneo],
        max_cloud: None,
        max_incidence: None,
        max_snow: None,
        max_results: 40,
    };
    desk.search(&request, |_| {}).await?;
    let filter = SceneFilter { constellations: vec![constellation], ..SceneFilter::default() };
    let window = desk.scenes(&filter, &[], 0, 40)?;
    Ok(window.rows.into_iter().filter(|row| row.coverage > 5.0).map(|row| row.id).take(4).collect())
}

async fn into_basket(desk: &Desk, area: &str, scene: &str, neo: bool) -> Result<String, DeskError> {
    let sellers = desk.list_sellers(scene).await?;
    let payer = sellers.first().map(|contract| contract.contract_id.as_str());
    let basket = desk.add_to_basket(scene, area, payer).await?;
    let wanted = if neo { Backend::Neo } else { Backend::Legacy };
    let group = basket.groups.into_iter().find(|group| group.contract.backend == wanted);
    let contract = group.map(|group| group.contract.contract_id).unwrap_or_default();
    let user = EndUser { name: "River Authority".to_owned(), country: "PT".to_owned() };
    let patch = GroupPatch { market: Some("ENV".to_owned()), end_user: Some(user), ..GroupPatch::default() };
    desk.edit_group(&contract, patch).await?;
    desk.price_basket(&contract).await?;
    Ok(contract)
}

fn tagus() -> AreaPolygon {
    AreaPolygon::from_ring(vec![
        [-9.10, 38.70],
        [-8.95, 38.70],
        [-8.95, 38.82],
        [-9.10, 38.82],
        [-9.10, 38.70],
    ])
}

/// Opens a desk on a vendor. `ahead` is the seconds by which the vendor's clock is ahead.
pub(super) async fn open_desk(
    url: &str,
    key: &str,
    home: &Path,
    ahead: Arc<AtomicI64>,
    outside: Arc<dyn Outside>,
) -> Result<Desk, Trouble> {
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(url)?,
        api_key: SecretString::from(key.to_owned()),
        proxy: None,
        data_folder: home.to_owned(),
        now: Arc::new(move || {
            let ahead = SignedDuration::from_secs(ahead.load(Ordering::Relaxed));
            Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
        }),
        retry_pause: Duration::ZERO,
        acts: ActsUnderWay::default(),
        answer_patience: ANSWER_PATIENCE,
        anchor: None,
    };
    Ok(Desk::open(target, outside).await?)
}

/// One order or quotation from an empty basket to its confirmation, as a user would do it.
pub(super) async fn one_request(desk: &Desk, kind: SpendKind) -> Result<(), Trouble> {
    let area = desk.save_area(None, "Tagus estuary", &tagus())?.id;
    let neo = kind == SpendKind::Quotation;
    let scenes = found(desk, &area, if neo { Constellation::Pneo } else { Constellation::Phr }).await?;
    let scene = scenes.first().ok_or("no scene over the Tagus")?;
    let contract = into_basket(desk, &area, scene, neo).await?;
    let review = desk.review(&contract, kind, &SpendingRules::default()).await?;
    let amount = review.price.total_amount.to_string();
    match kind {
        SpendKind::Order => desk.place_order(&review.review_id, &amount, &[], &NO_RULES).await?,
        SpendKind::Quotation => desk.request_quotation(&review.review_id, &amount, &[], &NO_RULES).await?,
    };
    Ok(())
}
