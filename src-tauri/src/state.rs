//! The one managed state: the open desk, the embedded sandbox, settings, and the desktop around.

mod closing;
mod connecting;
mod offline;
mod proxy;
#[cfg(debug_assertions)]
mod rehearsal;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use oneatlas::Hosts;
use oneatlas_sandbox::Sandbox;
use ordering::{
    ANSWER_PATIENCE, ActsUnderWay, Desk, DeskError, DeskEvent, Environment, KeyStore, KeychainAnchor,
    OsKeychain, Outside, RETRY_PAUSE, SpendingRules, Target,
};
use secrecy::{ExposeSecret, SecretString};

use self::closing::Closing;
use self::connecting::Connecting;
use self::proxy::Passwords;
use crate::commands::dto::{ConnectRequest, ConnectionState, ConnectionStatus, KeyStorage};
use crate::error::{AppError, ErrorCode};
use crate::events::Fact;
use crate::local_sandbox;
use crate::platform::Folders;
use crate::protocol::{Fetches, PictureCache};
use crate::settings::{self, LastConnection, Settings};
use crate::surroundings::Surroundings;

/// The state of the program. Cheap to clone.
#[derive(Clone)]
pub struct Shell {
    inner: Arc<Inner>,
}

struct Inner {
    pictures: PictureCache,
    fetches: Fetches,
    folders: Folders,
    surroundings: Arc<dyn Surroundings>,
    keys: Arc<dyn KeyStore>,
    desk: RwLock<Option<Desk>>,
    /// Started at the first connection to it and kept until the program ends.
    sandbox: tokio::sync::Mutex<Option<Arc<Sandbox>>>,
    status: Mutex<ConnectionStatus>,
    connecting: Connecting,
    /// Whether signing in again by itself may help.
    trying: AtomicBool,
    /// The account's key, for this run, and whether the key store was asked for it.
    key: Mutex<Option<(String, SecretString)>>,
    recalled: tokio::sync::OnceCell<()>,
    /// What is under way, over all connections of this run.
    acts: ActsUnderWay,
    closing: Closing,
    proxy_passwords: Passwords,
}

/// Where it is written down what was connected last.
const LAST: &str = "connection.json";

struct Reporter(Arc<dyn Surroundings>);

impl Outside for Reporter {
    fn changed(&self, event: DeskEvent) {
        self.0.report(Fact::Desk(event));
    }

    #[cfg(debug_assertions)]
    fn reached(&self, point: ordering::SendPoint) {
        rehearsal::stop_at(point);
    }
}

impl Shell {
    /// The state of a program that is not connected yet, with the key store of the system.
    pub fn new(folders: Folders, surroundings: Arc<dyn Surroundings>) -> Shell {
        Shell::with_keys(folders, surroundings, Arc::new(OsKeychain))
    }

    /// The same with a key store of the caller's, for tests.
    pub fn with_keys(
        folders: Folders,
        surroundings: Arc<dyn Surroundings>,
        keys: Arc<dyn KeyStore>,
    ) -> Shell {
        let last: Option<LastConnection> = settings::read(&folders.data.join(LAST));
        let status = ConnectionStatus {
            state: ConnectionState::Disconnected,
            environment: last.as_ref().map_or(Environment::Sandbox, |last| last.environment),
            key_hint: None,
            key_storage: KeyStorage::None,
            resumes: last.as_ref().is_some_and(LastConnection::resumes),
            account_hosts: last.and_then(|last| last.hosts),
            order_host: None,
            offline_reason: None,
            sandbox_time: None,
        };
        let inner = Inner {
            pictures: PictureCache::new(folders.cache.join("pictures")),
            fetches: Fetches::new(),
            folders,
            surroundings,
            keys,
            desk: RwLock::new(None),
            sandbox: tokio::sync::Mutex::new(None),
            status: Mutex::new(status),
            connecting: Connecting::default(),
            trying: AtomicBool::new(true),
            key: Mutex::default(),
            recalled: tokio::sync::OnceCell::new(),
            acts: ActsUnderWay::default(),
            closing: Closing::default(),
            proxy_passwords: Passwords::default(),
        };
        Shell { inner: Arc::new(inner) }
    }

    pub(crate) fn surroundings(&self) -> &dyn Surroundings {
        self.inner.surroundings.as_ref()
    }

    pub(crate) fn pictures(&self) -> &PictureCache {
        &self.inner.pictures
    }

    /// The pictures that are on their way.
    pub(crate) fn fetches(&self) -> &Fetches {
        &self.inner.fetches
    }

    pub(crate) fn folders(&self) -> &Folders {
        &self.inner.folders
    }

    /// How the program is connected.
    pub(crate) async fn status(&self) -> ConnectionStatus {
        self.inner.recalled.get_or_init(|| self.recall_key()).await;
        let mut status = self.inner.status.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let in_sandbox =
            status.environment == Environment::Sandbox && status.state == ConnectionState::Connected;
        if in_sandbox {
            status.sandbox_time =
                self.inner.sandbox.lock().await.as_ref().map(|sandbox| sandbox.now().to_string());
        }
        status
    }

    /// Connects; the connection before stays open until the new one stands.
    ///
    /// # Errors
    /// When the vendor or the key store does not let us in, or the connection is closed meanwhile.
    pub(crate) async fn connect(&self, request: ConnectRequest) -> Result<ConnectionStatus, AppError> {
        let opening = self.inner.connecting.to_open().await;
        let proxy =
            request.proxy.clone().or_else(|| self.settings().proxy).filter(|proxy| !proxy.trim().is_empty());
        let proxy = self.with_proxy_password(proxy).await;
        let target = match request.environment {
            Environment::Sandbox => self.sandbox_target().await?,
            Environment::Live => self.live_target(&request, proxy).await?,
        };
        let (hosts, key) = (target.hosts.clone(), target.api_key.clone());
        let outside = Arc::new(Reporter(Arc::clone(&self.inner.surroundings)));
        let desk = opening.unless_closed(Desk::open(target, outside)).await??;
        *self.inner.desk.write().unwrap_or_else(PoisonError::into_inner) = Some(desk);
        let mut status = self.status().await;
        (status.state, status.environment) = (ConnectionState::Connected, request.environment);
        (status.offline_reason, status.resumes) = (None, false);
        self.inner.trying.store(true, Ordering::Relaxed);
        (status.order_host, status.sandbox_time) = (hosts.order.host_str().map(str::to_owned), None);
        if request.environment == Environment::Live {
            if request.api_key.is_some() || status.key_storage == KeyStorage::None {
                status.key_storage = self.keep_key(&hosts, &key).await;
            }
            (status.key_hint, status.account_hosts) = (Some(hint(&key)), request.hosts);
        }
        self.remember(&status)?;
        self.set_status(status);
        Ok(self.status().await)
    }

    /// Closes the connection, also for the next start, and gives up one that is being made. The key stays where it is kept.
    pub(crate) async fn disconnect(&self) -> ConnectionStatus {
        let _turn = self.inner.connecting.to_close().await;
        self.close().await
    }

    /// Closes the connection, for whoever has the turn to.
    async fn close(&self) -> ConnectionStatus {
        *self.inner.desk.write().unwrap_or_else(PoisonError::into_inner) = None;
        let mut status = self.status().await;
        status.state = ConnectionState::Disconnected;
        (status.order_host, status.sandbox_time, status.offline_reason) = (None, None, None);
        status.resumes = false;
        if let Err(error) = self.remember(&status) {
            tracing::warn!(%error, "the next start will connect again");
        }
        self.set_status(status.clone());
        status
    }

    /// Forgets the account's key, and closes a connection that was made with it. One that is being made is given up: it
    /// would keep the key again.
    ///
    /// # Errors
    /// When the key store cannot be used.
    pub(crate) async fn forget_key(&self) -> Result<ConnectionStatus, AppError> {
        let _turn = self.inner.connecting.to_close().await;
        let mut status = self.status().await;
        let account = account(&live_hosts(status.account_hosts.as_ref())?);
        self.held_key().take();
        if status.key_storage == KeyStorage::Keychain {
            let keys = Arc::clone(&self.inner.keys);
            run_blocking(move || keys.forget(&account)).await?.map_err(DeskError::from)?;
        }
        if status.environment == Environment::Live {
            status = self.close().await;
        }
        (status.key_hint, status.key_storage) = (None, KeyStorage::None);
        self.remember(&status)?;
        self.set_status(status.clone());
        Ok(status)
    }

    /// Moves the sandbox's clock on.
    pub(crate) async fn advance_sandbox(&self, hours: u32) -> Result<ConnectionStatus, AppError> {
        let sandbox = self.inner.sandbox.lock().await.clone();
        let in_sandbox = self.status().await.environment == Environment::Sandbox;
        match sandbox.filter(|_| in_sandbox) {
            Some(sandbox) => sandbox.advance(i64::from(hours) * 3600),
            None => {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    "only the sandbox has a clock that can be moved",
                    "Connect to the sandbox first.",
                ));
            }
        }
        self.inner.surroundings.report(Fact::Connection);
        Ok(self.status().await)
    }

    /// What the user set; the defaults where it can't be read, and why.
    pub(crate) fn settings_or_why(&self) -> (Settings, Option<settings::SettingsFault>) {
        match self.read_settings() {
            Ok(settings) => (settings, None),
            Err(why) => (self.default_settings(), Some(why)),
        }
    }

    /// What the user set, for all but spending: the defaults where it can't be read.
    pub(crate) fn settings(&self) -> Settings {
        self.settings_or_why().0
    }

    /// The limits on spending.
    ///
    /// # Errors
    /// [`DeskError::RulesUnreadable`] where they can't be read: limits that are not known are not "no limits".
    pub(crate) fn spending_rules(&self) -> Result<SpendingRules, DeskError> {
        let settings = self.read_settings();
        settings
            .map(|settings| settings.spending())
            .map_err(|fault| DeskError::RulesUnreadable { why: fault.words })
    }

    fn read_settings(&self) -> Result<Settings, settings::SettingsFault> {
        Settings::read(&self.inner.folders.data.join("settings.json"), self.default_settings())
    }

    fn default_settings(&self) -> Settings {
        Settings {
            theme: settings::Theme::System,
            download_folder: self.inner.folders.downloads.display().to_string(),
            proxy: None,
            amount_to_type: None,
            order_limit: None,
            month_limit: None,
        }
    }

    pub(crate) fn write_settings(&self, settings: &Settings) -> Result<(), DeskError> {
        settings::write(&self.inner.folders.data.join("settings.json"), settings)
    }

    async fn sandbox_target(&self) -> Result<Target, AppError> {
        let mut kept = self.inner.sandbox.lock().await;
        let sandbox = match kept.as_ref() {
            Some(sandbox) => Arc::clone(sandbox),
            None => {
                let started = Arc::new(local_sandbox::start(self.inner.folders.data.join("sandbox")).await?);
                *kept = Some(Arc::clone(&started));
                started
            }
        };
        let clock = Arc::clone(&sandbox);
        Ok(Target {
            environment: Environment::Sandbox,
            hosts: Hosts::single(sandbox.url()).map_err(DeskError::from)?,
            api_key: SecretString::from(sandbox.api_key().to_owned()),
            // The sandbox is on this computer; a proxy would only be in the way.
            proxy: None,
            data_folder: self.inner.folders.data.clone(),
            now: Arc::new(move || clock.now()),
            retry_pause: RETRY_PAUSE,
            acts: self.inner.acts.clone(),
            answer_patience: ANSWER_PATIENCE,
            anchor: None,
        })
    }

    async fn live_target(&self, request: &ConnectRequest, proxy: Option<String>) -> Result<Target, AppError> {
        let hosts = live_hosts(request.hosts.as_ref())?;
        let given = request.api_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        let api_key = match given {
            Some(key) => SecretString::from(key.to_owned()),
            None => self.kept_key(&hosts).await?,
        };
        let anchor =
            KeychainAnchor::new(Arc::clone(&self.inner.keys), format!("record of {}", account(&hosts)));
        let anchor: Arc<dyn ordering::ledger::Anchor> = Arc::new(anchor);
        Ok(Target {
            environment: Environment::Live,
            hosts,
            api_key,
            proxy,
            data_folder: self.inner.folders.data.clone(),
            now: Arc::new(jiff::Timestamp::now),
            retry_pause: RETRY_PAUSE,
            acts: self.inner.acts.clone(),
            answer_patience: ANSWER_PATIENCE,
            anchor: Some(anchor),
        })
    }

    fn held_key(&self) -> std::sync::MutexGuard<'_, Option<(String, SecretString)>> {
        self.inner.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of this run, or the one in the key store of the system.
    async fn kept_key(&self, hosts: &Hosts) -> Result<SecretString, AppError> {
        let account = account(hosts);
        let held = self.held_key().clone().filter(|(of, _)| *of == account);
        if let Some((_, key)) = held {
            return Ok(key);
        }
        let keys = Arc::clone(&self.inner.keys);
        let kept = run_blocking(move || keys.load(&account)).await?;
        match kept {
            Ok(Some(key)) => Ok(key),
            Ok(None) => Err(AppError::new(
                ErrorCode::InvalidInput,
                "there is no API key for this account on this computer",
                "Paste the API key of your OneAtlas account.",
            )),
            Err(error) => Err(DeskError::from(error).into()),
        }
    }

    /// Keeps a key that was just found good. Where no store answers, the user is told and the key lives for this run.
    async fn keep_key(&self, hosts: &Hosts, key: &SecretString) -> KeyStorage {
        let keys = Arc::clone(&self.inner.keys);
        let (account, key) = (account(hosts), key.clone());
        *self.held_key() = Some((account.clone(), key.clone()));
        match run_blocking(move || keys.save(&account, &key)).await {
            Ok(Ok(())) => KeyStorage::Keychain,
            Ok(Err(error)) => KeyStorage::Memory { reason: error.to_string() },
            Err(error) => KeyStorage::Memory { reason: error.message },
        }
    }

    /// Takes the password of a proxy out of settings that an earlier version wrote.
    async fn hide_old_password(&self) {
        let Ok(settings) = self.read_settings() else { return };
        let hidden = self.without_proxy_password(settings.clone()).await;
        if hidden != settings
            && let Err(error) = self.write_settings(&hidden)
        {
            tracing::warn!(%error, "the settings still hold the password of the proxy");
        }
    }

    /// Finds out, once, whether the key that was kept by an earlier run is still there.
    async fn recall_key(&self) {
        self.hide_old_password().await;
        let last: Option<LastConnection> = settings::read(&self.inner.folders.data.join(LAST));
        let Some(last) = last.filter(|last| last.key_kept) else { return };
        let Ok(hosts) = live_hosts(last.hosts.as_ref()) else { return };
        let (keys, account) = (Arc::clone(&self.inner.keys), account(&hosts));
        // A store that is locked or gone now asks for the key again when one connects.
        let Ok(Ok(Some(key))) = run_blocking(move || keys.load(&account)).await else { return };
        let mut status = self.inner.status.lock().unwrap_or_else(PoisonError::into_inner);
        (status.key_hint, status.key_storage) = (Some(hint(&key)), KeyStorage::Keychain);
    }

    /// Writes down what is connected, for the next start.
    fn remember(&self, status: &ConnectionStatus) -> Result<(), DeskError> {
        let last = LastConnection {
            environment: status.environment,
            hosts: status.account_hosts.clone(),
            key_kept: status.key_storage == KeyStorage::Keychain,
            closed: status.state == ConnectionState::Disconnected,
        };
        settings::write(&self.inner.folders.data.join(LAST), &last)
    }

    fn set_status(&self, status: ConnectionStatus) {
        *self.inner.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
        self.inner.surroundings.report(Fact::Connection);
    }
}

/// The key store of the system blocks; it must not hold up the async threads.
async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .map_err(|_| AppError::new(ErrorCode::Internal, "a step was interrupted", "Try again."))
}

fn live_hosts(given: Option<&crate::commands::dto::HostOverride>) -> Result<Hosts, DeskError> {
    let Some(given) = given else { return Ok(Hosts::oneatlas()) };
    Ok(Hosts {
        authenticate: Hosts::base(&given.authenticate)?,
        order: Hosts::base(&given.order)?,
        search: Hosts::base(&given.search)?,
        access: Hosts::base(&given.access)?,
        data: Hosts::base(&given.data)?,
    })
}

/// The name under which an account's key is kept. It stands for all of the account's addresses: a key is never sent to
/// another host than those it was given for, whatever is written into a file beside it.
fn account(hosts: &Hosts) -> String {
    let name = hosts.order.host_str().unwrap_or("oneatlas");
    let bases = |hosts: &Hosts| {
        [&hosts.authenticate, &hosts.order, &hosts.search, &hosts.access, &hosts.data]
            .map(ToString::to_string)
    };
    if bases(hosts) == bases(&Hosts::oneatlas()) {
        return name.to_owned();
    }
    let hash = ordering::ledger::sha256_of(bases(hosts).join("\n").as_bytes());
    format!("{name} {}", &hash[..16])
}

/// The last four characters, enough to tell keys apart and no more.
fn hint(key: &SecretString) -> String {
    let characters: Vec<char> = key.expose_secret().chars().collect();
    characters.iter().skip(characters.len().saturating_sub(4)).collect()
}
