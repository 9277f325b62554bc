//! The desk: one open connection with its record, its data and the archive at hand.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use oneatlas::{Client, Hosts};
use secrecy::SecretString;

use crate::basket::TakenOut;
use crate::catalogue::Catalogue;
use crate::error::DeskError;
use crate::ledger::{Anchor, Clock, Ledger};
use crate::money::Environment;
use crate::orders::{FollowProblem, FrozenReview};
use crate::records::Records;
use crate::search::{KeptSearches, Session};
use crate::store::Store;
use crate::under_way::ActsUnderWay;

/// Long enough for a vendor to catch its breath, short enough not to be noticed.
pub const RETRY_PAUSE: std::time::Duration = std::time::Duration::from_millis(500);

/// A vendor that is slow still answers; after this a person should know that it may take days. An answer that comes later
/// still counts.
pub const ANSWER_PATIENCE: std::time::Duration = std::time::Duration::from_mins(10);

/// What to connect to.
pub struct Target {
    /// Sandbox or live; they never share a file.
    pub environment: Environment,
    /// Where the API is.
    pub hosts: Hosts,
    /// The key.
    pub api_key: SecretString,
    /// A proxy for all calls.
    pub proxy: Option<String>,
    /// The folder for all local data; the connection gets one of its own below it.
    pub data_folder: PathBuf,
    /// The vendor's time: real time, or the sandbox's clock.
    pub now: Clock,
    /// The pause before a call that changes nothing is tried again; see [`RETRY_PAUSE`].
    pub retry_pause: std::time::Duration,
    /// Where acts under way are counted; one for the whole program.
    pub acts: ActsUnderWay,
    /// How long a request that spends may stay without an answer before its outcome counts as not known; see
    /// [`ANSWER_PATIENCE`].
    pub answer_patience: std::time::Duration,
    /// Where the end of the order record is kept outside its file, if anywhere.
    pub anchor: Option<Arc<dyn Anchor>>,
}

impl Target {
    fn client(&self) -> Result<Client, DeskError> {
        let builder = Client::builder(self.hosts.clone(), self.api_key.clone());
        Ok(builder.proxy(self.proxy.clone()).first_wait(self.retry_pause).build()?)
    }
}

/// Something changed; whoever shows it should read it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskEvent {
    /// The list of areas.
    Areas,
    /// The archive at hand; its revision.
    Archive(u32),
    /// The basket.
    Basket,
    /// An order, or all.
    Orders(Option<String>),
    /// Deliveries or downloads.
    Deliveries,
}

/// How far a request that spends or decides has come. Between any two of them the program may die.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendPoint {
    /// It is in the record.
    WrittenDown,
    /// It is marked as being sent.
    Marked,
    /// Its bytes are in the record; the next thing is to send them.
    AboutToSend,
    /// An answer came, or none will; nothing of it is in the record.
    Answered,
    /// The answer is in the record.
    AnswerKept,
    /// The record says what it means.
    Settled,
}

impl SendPoint {
    /// All of them, in order.
    pub const ALL: [SendPoint; 6] = [
        SendPoint::WrittenDown,
        SendPoint::Marked,
        SendPoint::AboutToSend,
        SendPoint::Answered,
        SendPoint::AnswerKept,
        SendPoint::Settled,
    ];
}

/// What the desk needs from its surroundings, and nothing more.
pub trait Outside: Send + Sync {
    /// Something changed.
    fn changed(&self, event: DeskEvent);
    /// A request that spends or decides has come this far. For proofs that end the program just there.
    fn reached(&self, _point: SendPoint) {}
}

/// One open connection. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) environment: Environment,
    pub(crate) client: Client,
    /// Whether the vendor has given a token since the files were opened.
    signed_in: AtomicBool,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) store: Arc<Store>,
    pub(crate) folder: PathBuf,
    pub(crate) catalogue: Catalogue,
    pub(crate) session: Mutex<Option<Session>>,
    /// A search that has no scene yet: until it has one, the list before stays the one at hand.
    pub(crate) coming: Mutex<Option<Session>>,
    pub(crate) searches: KeptSearches,
    pub(crate) taken_out: Mutex<TakenOut>,
    pub(crate) search_cancelled: AtomicBool,
    /// Wakes the running search when it is to stop.
    pub(crate) search_stop: tokio::sync::Notify,
    pub(crate) reviews: Mutex<HashMap<String, FrozenReview>>,
    pub(crate) now: Clock,
    /// Keeps the files ours for as long as anything of this desk is at work.
    pub(crate) records: Arc<Records>,
    pub(crate) acts: ActsUnderWay,
    pub(crate) answer_patience: std::time::Duration,
    /// What could not be followed in the last round.
    pub(crate) follow_problems: Mutex<Vec<FollowProblem>>,
    pub(crate) outside: Arc<dyn Outside>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("environment", &self.inner.environment).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens a connection: a token first, so that a bad key is told at once and leaves nothing behind.
    ///
    /// # Errors
    /// When the files cannot be used, or the key or the host is refused.
    pub async fn open(target: Target, outside: Arc<dyn Outside>) -> Result<Desk, DeskError> {
        let client = target.client()?;
        client.authenticate().await?;
        let desk = Desk::with_files(target, client, outside)?;
        desk.inner.signed_in.store(true, Ordering::Release);
        Ok(desk)
    }

    /// Opens what is on this computer and asks nobody: the record, areas, basket and kept searches are there without a
    /// network. Nothing can be reviewed, and so nothing ordered, before the vendor has answered; see
    /// [`Desk::sign_in`].
    ///
    /// # Errors
    /// When the files cannot be used.
    pub fn open_files(target: Target, outside: Arc<dyn Outside>) -> Result<Desk, DeskError> {
        let client = target.client()?;
        Desk::with_files(target, client, outside)
    }

    /// Asks the vendor for a token.
    ///
    /// # Errors
    /// When the vendor cannot be reached, or refuses the key.
    pub async fn sign_in(&self) -> Result<(), DeskError> {
        self.inner.client.authenticate().await?;
        self.inner.signed_in.store(true, Ordering::Release);
        Ok(())
    }

    /// Whether the vendor has given a token since the files were opened.
    pub fn is_signed_in(&self) -> bool {
        self.inner.signed_in.load(Ordering::Acquire)
    }

    fn with_files(target: Target, client: Client, outside: Arc<dyn Outside>) -> Result<Desk, DeskError> {
        let folder = target.data_folder.join(folder_name(target.environment, &target.hosts));
        let records = Records::open(&folder, Arc::clone(&target.now), target.anchor.clone())?;
        let inner = Inner {
            environment: target.environment,
            client,
            signed_in: AtomicBool::new(false),
            ledger: Arc::clone(&records.ledger),
            store: Arc::clone(&records.store),
            catalogue: Catalogue::default(),
            session: Mutex::default(),
            coming: Mutex::default(),
            taken_out: Mutex::default(),
            searches: KeptSearches::open(&folder.join("searches.db"))?,
            search_cancelled: AtomicBool::new(false),
            search_stop: tokio::sync::Notify::new(),
            reviews: Mutex::default(),
            now: target.now,
            records,
            acts: target.acts,
            answer_patience: target.answer_patience,
            follow_problems: Mutex::default(),
            outside,
            folder,
        };
        let desk = Desk { inner: Arc::new(inner) };
        desk.let_the_basket_follow();
        Ok(desk)
    }

    /// Sandbox or live.
    pub fn environment(&self) -> Environment {
        self.inner.environment
    }

    /// The reading client, for what needs no desk (pictures, the doctor).
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    /// The record, to be verified or read.
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        (self.inner.now)()
    }

    pub(crate) fn reached(&self, point: SendPoint) {
        self.inner.outside.reached(point);
    }

    pub(crate) fn changed(&self, event: DeskEvent) {
        self.inner.outside.changed(event);
    }

    pub(crate) fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.inner.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn taken_out(&self) -> MutexGuard<'_, TakenOut> {
        self.inner.taken_out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever takes both takes this one first.
    pub(crate) fn coming(&self) -> MutexGuard<'_, Option<Session>> {
        self.inner.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder per place of ordering, so that two vendors' records, or sandbox and live, never meet.
fn folder_name(environment: Environment, hosts: &Hosts) -> String {
    match environment {
        Environment::Sandbox => "sandbox".to_owned(),
        Environment::Live => {
            let hash = crate::ledger::sha256_hex(hosts.order.as_str().as_bytes());
            format!("live-{}", &hash[..8])
        }
    }
}
