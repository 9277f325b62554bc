//! The user's side of a schedule: a desk, what is under way, and each act but those that spend or edit.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use archive::{Constellation, SceneFilter};
use jiff::{SignedDuration, Timestamp};
use oneatlas::Hosts;
use ordering::{
    ANSWER_PATIENCE, ActsUnderWay, Desk, DeskError, DeskEvent, Environment, OrderState, OrderSummary,
    Outside, SearchRequest, SendPoint, SpendingRules, Target,
};
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::Tally;
use super::foreign;
use super::ground::{AREAS, WHOLE, polygon};
use super::memory::Memory;
use super::schedule::{Act, Terms, Way};
use super::stop::Stop;
use super::world::World;
use crate::stage::Trouble;

/// No act takes so long, whatever the vendor does.
const LONGEST: Duration = Duration::from_secs(60);

/// How long a peer that hangs is waited for before the vendor is stopped.
const HANGS: Duration = Duration::from_secs(2);

/// The user's side of one schedule.
pub(super) struct Play {
    pub(super) desk: Desk,
    home: PathBuf,
    pub(super) areas: Vec<String>,
    pub(super) scenes: [Vec<String>; 2],
    pub(super) rules: SpendingRules,
    acts: ActsUnderWay,
    patience: Duration,
    pub(super) watcher: Arc<Watcher>,
    /// Pages that wait for the outcome of what they sent.
    pub(super) pages: Vec<JoinHandle<Result<(), DeskError>>>,
    pub(super) memory: Memory,
    /// The program was killed, which no schedule does.
    pub(super) killed: bool,
    pub(super) tally: Tally,
}

/// What is in the basket: contract, scene, area's name.
pub(super) type InBasket = (String, String, String);

/// What happens at the very moment at which a request is about to leave.
pub(super) type Trap = Box<dyn FnOnce() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

/// Counts the requests that are about to leave, and may do something just then.
#[derive(Default)]
pub(super) struct Watcher {
    count: AtomicU64,
    trap: Mutex<Option<Trap>>,
}

impl Watcher {
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// Sets what happens when the next request is about to leave.
    pub(super) fn set(&self, trap: Option<Trap>) {
        *self.trap.lock().unwrap_or_else(PoisonError::into_inner) = trap;
    }
}

impl Outside for Watcher {
    fn changed(&self, _: DeskEvent) {}

    fn reached(&self, point: SendPoint) {
        if point != SendPoint::AboutToSend {
            return;
        }
        let trap = self.trap.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(trap) = trap {
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(trap()));
        }
        self.count.fetch_add(1, Ordering::AcqRel);
    }
}

impl Play {
    pub(super) async fn sit_down(world: &World, home: PathBuf, terms: Terms) -> Result<Play, Trouble> {
        let acts = ActsUnderWay::default();
        let patience = terms.patience.map_or(ANSWER_PATIENCE, Duration::from_millis);
        let watcher = Arc::new(Watcher::default());
        let desk = open(world, &home, &acts, patience, &watcher).await?;
        let mut areas = Vec::new();
        for (name, corners) in AREAS {
            areas.push(desk.save_area(None, name, &polygon(corners))?.id);
        }
        let scenes = found(&desk).await?;
        if terms.foreign {
            foreign::orders(desk.ledger())?;
        }
        let limit = |limit: Option<i64>| limit.map(Decimal::from);
        let rules = SpendingRules {
            amount_to_type: None,
            per_order: limit(terms.per_order),
            per_month: limit(terms.per_month),
        };
        Ok(Play {
            desk,
            home,
            areas,
            scenes,
            rules,
            acts,
            patience,
            watcher,
            pages: Vec::new(),
            memory: Memory::default(),
            killed: false,
            tally: Tally::default(),
        })
    }

    /// Waits for every page, and for every answer. A peer that hangs for ever is cut by stopping the vendor.
    pub(super) async fn end_all(&mut self, world: &mut World) -> Result<(), Stop> {
        let ended = self.end_pages().await;
        if tokio::time::timeout(HANGS, self.acts.ended()).await.is_err() {
            world.restart_vendor().await?;
            if tokio::time::timeout(Duration::from_secs(30), self.acts.ended()).await.is_err() {
                return Stop::broken("an act is under way after its connection was cut");
            }
        }
        ended
    }

    async fn end_pages(&mut self) -> Result<(), Stop> {
        let mut ended = Ok(());
        for page in self.pages.drain(..) {
            let told = match page.await {
                Ok(told) => told.map_err(Stop::from),
                Err(error) => Err(Stop::World(error.into())),
            };
            // What the desk may answer does not hide a broken promise of another page.
            if let Some(Err(why)) = told.err().map(Stop::verdict).transpose()? {
                ended = Stop::broken(why);
            }
        }
        ended
    }

    /// Closes Swath and opens it again, when nothing is under way.
    pub(super) async fn close_and_open(&mut self, world: &World) -> Result<(), Stop> {
        self.reopen(world, Way::After).await
    }

    async fn reopen(&mut self, world: &World, way: Way) -> Result<(), Stop> {
        let before = self.acts.is_empty().then(|| self.in_basket()).transpose()?;
        if way == Way::After {
            self.pages.drain(..).for_each(|page| page.abort());
            self.desk = world.nobody.clone();
        }
        self.desk = open(world, &self.home, &self.acts, self.patience, &self.watcher).await?;
        // The archive at hand is gone with the program; what is in the basket is not.
        found(&self.desk).await?;
        let after = self.in_basket()?;
        match before {
            Some(before) if before != after && self.acts.is_empty() => {
                Stop::broken(format!("the basket was {before:?} and is {after:?} after it was opened again"))
            }
            _ => Ok(()),
        }
    }

    /// What is in the basket.
    pub(super) fn in_basket(&self) -> Result<Vec<InBasket>, Stop> {
        let mut all = Vec::new();
        for group in self.desk.kept_basket()?.groups {
            let contract = group.contract.contract_id;
            all.extend(group.items.into_iter().map(|item| (contract.clone(), item.scene.id, item.area_name)));
        }
        all.sort();
        Ok(all)
    }

    fn unknown(&self) -> Result<Vec<OrderSummary>, Stop> {
        let mut orders = self.desk.orders()?;
        orders.retain(|order| matches!(order.state, OrderState::Unknown { .. }));
        Ok(orders)
    }

    /// Everything unknown is declared not placed, as a person might who looked at the vendor's page too early.
    fn give_up(&mut self) -> Result<(), Stop> {
        for order in self.unknown()? {
            self.desk.declare_not_placed(&order.reference, "the vendor's page does not show it")?;
            self.tally.given_up += 1;
            self.memory.given_up.insert(order.reference);
        }
        Ok(())
    }

    /// The first that is unknown is declared placed: under the vendor's number, or under one that does not exist.
    fn say_placed(&mut self, truth: &[Value], truly: bool) -> Result<(), Stop> {
        let Some(order) = self.unknown()?.pop() else { return Ok(()) };
        let entry = truth.iter().find(|entry| entry["customerReference"] == json!(order.reference));
        let number = entry.and_then(|entry| entry["salesOrderId"].as_str().or(entry["quotationId"].as_str()));
        let invented = match order.kind {
            ordering::SpendKind::Order => "SAL26999999",
            ordering::SpendKind::Quotation => "QUO26999999",
        };
        match number {
            Some(number) if truly => self.desk.declare_placed(&order.reference, number)?,
            None if !truly => self.desk.declare_placed(&order.reference, invented)?,
            _ => return Ok(()),
        };
        self.memory.said_placed.insert(order.reference);
        Ok(())
    }

    fn end_decisions(&mut self, arrived: bool) -> Result<(), Stop> {
        for order in self.desk.orders()?.into_iter().filter(|order| order.decision_unknown) {
            self.desk.declare_decision(&order.reference, arrived, "the vendor was asked on the telephone")?;
            let said = if arrived { &mut self.memory.said_placed } else { &mut self.memory.given_up };
            said.insert(order.reference);
        }
        Ok(())
    }
}

impl World {
    /// Does one act. The inner error is a broken promise.
    pub(super) async fn act(&mut self, play: &mut Play, act: &Act) -> Result<Result<(), String>, Trouble> {
        play.memory.step += 1;
        let done = match tokio::time::timeout(LONGEST, self.step(play, act)).await {
            Ok(done) => done,
            Err(_) => Stop::broken(format!("the desk did not answer for {LONGEST:?}: {act:?}")),
        };
        self.clear_faults().await?;
        play.watcher.set(None);
        if let Err(stop) = &done {
            *play.tally.answers.entry(stop.name()).or_default() += 1;
        }
        done.map_or_else(Stop::verdict, |()| Ok(Ok(())))
    }

    async fn step(&mut self, play: &mut Play, act: &Act) -> Result<(), Stop> {
        match act {
            Act::Spend(spend) => self.spend(play, spend).await?,
            Act::Decide(decide) => self.decide(play, decide).await?,
            Act::Confirm { which, kind, consents } => {
                self.confirm_as_it_is(play, *which, *kind, *consents).await?;
            }
            Act::Edit(edit) => play.edit(edit).await?,
            Act::OrderAgain { which } => play.order_again(*which).await?,
            Act::Look { fault } => {
                self.strike(play, *fault, "").await?;
                for order in play.desk.orders()? {
                    // A vendor that can't be asked is no news.
                    drop(play.desk.look_now(&order.reference).await);
                }
            }
            Act::Refresh { fault } => {
                self.strike(play, *fault, "").await?;
                drop(play.desk.refresh_orders().await);
            }
            Act::GiveUp => play.give_up()?,
            Act::SayPlaced { truly } => play.say_placed(&self.truth("orders").await?, *truly)?,
            Act::EndDecision { arrived } => play.end_decisions(*arrived)?,
            Act::Revise { which, how } => self.revise(*which, how.order()).await?,
            Act::Prices { percent, decimals } => {
                self.control("prices", json!({"percent": percent, "decimals": decimals})).await?;
            }
            Act::Advance { hours } => self.advance(*hours),
            Act::ExpireTokens => self.control("tokens/expire", json!({})).await?,
            Act::Lag { hours } => self.control("orders/lag", json!({"seconds": hours * 3600})).await?,
            Act::RestartVendor => self.restart_vendor().await?,
            Act::Reopen(way) => play.reopen(self, *way).await?,
            Act::Wait => play.end_pages().await?,
        }
        Ok(())
    }

    async fn revise(&self, which: usize, how: Value) -> Result<(), Trouble> {
        let truth = self.truth("orders").await?;
        let open: Vec<&Value> = truth.iter().filter(|entry| entry["quotationStatus"] == "SENT").collect();
        let Some(entry) = open.get(which % open.len().max(1)) else { return Ok(()) };
        let quotation = entry["quotationId"].as_str().unwrap_or_default();
        self.control(&format!("quotations/{quotation}/revise"), how).await
    }
}

/// The scenes that cover all areas, of Pléiades and of Pléiades Neo.
pub(super) async fn found(desk: &Desk) -> Result<[Vec<String>; 2], Trouble> {
    let request = SearchRequest {
        area_id: desk.save_area(Some(WHOLE.0.to_owned()), WHOLE.0, &polygon(WHOLE.1))?.id,
        further_area_ids: Vec::new(),
        date_from: None,
        date_to: None,
        constellations: vec![Constellation::Phr, Constellation::Pneo],
        max_cloud: None,
        max_incidence: None,
        max_snow: None,
        max_results: 60,
    };
    desk.search(&request, |_| {}).await?;
    let of = |constellation| -> Result<Vec<String>, Trouble> {
        let filter = SceneFilter { constellations: vec![constellation], ..SceneFilter::default() };
        let rows = desk.scenes(&filter, &[], 0, 60)?.rows.into_iter();
        let scenes: Vec<String> = rows.filter(|row| row.coverage > 97.0).map(|row| row.id).take(3).collect();
        if scenes.is_empty() { Err("no scene covers the Tagus".into()) } else { Ok(scenes) }
    };
    Ok([of(Constellation::Phr)?, of(Constellation::Pneo)?])
}

async fn open(
    world: &World,
    home: &Path,
    acts: &ActsUnderWay,
    patience: Duration,
    watcher: &Arc<Watcher>,
) -> Result<Desk, Trouble> {
    let (url, key) = world.way_in();
    let target = Target {
        acts: acts.clone(),
        answer_patience: patience,
        ..target(url, key, home, Arc::clone(&world.ahead))?
    };
    Ok(Desk::open(target, Arc::clone(watcher) as Arc<dyn Outside>).await?)
}

/// A desk on a vendor. `ahead` is the seconds by which the vendor's clock is ahead.
pub(super) fn target(url: &str, key: &str, home: &Path, ahead: Arc<AtomicI64>) -> Result<Target, Trouble> {
    Ok(Target {
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
    })
}
