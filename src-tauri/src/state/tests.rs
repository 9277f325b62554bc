//! A connection that is closed while it is being made, at a vendor that takes its time to answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ordering::{Environment, KeyStore, KeychainError};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::Shell;
use crate::commands::dto::{ConnectRequest, ConnectionState, ConnectionStatus, HostOverride, KeyStorage};
use crate::error::{AppError, ErrorCode};
use crate::events::Fact;
use crate::platform::Folders;
use crate::surroundings::{Answer, Surroundings};

const KEY: &str = "a key of an account";

/// Far less than the client waits for a silent vendor.
const AT_ONCE: Duration = Duration::from_secs(20);

struct Nobody;

impl Surroundings for Nobody {
    fn report(&self, _: Fact) {}

    fn pick_file(&self, _: &str, _: &[&str]) -> Answer<Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn pick_folder(&self, _: &str) -> Answer<Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn pick_target(&self, _: &str, _: &str) -> Answer<Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn open(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn reveal(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn end(&self) {}
}

#[derive(Default)]
struct Keys(Mutex<BTreeMap<String, String>>);

impl Keys {
    /// Whether the account's key is kept; where the order record ends is kept beside it.
    fn hold_the_key(&self) -> bool {
        self.0.lock().unwrap().values().any(|kept| kept == KEY)
    }
}

impl KeyStore for Keys {
    fn load(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.0.lock().unwrap().get(account).cloned().map(SecretString::from))
    }

    fn save(&self, account: &str, key: &SecretString) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(account.to_owned(), key.expose_secret().to_owned());
        Ok(())
    }

    fn forget(&self, account: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A vendor that takes every key, at once or when it is told to.
struct Vendor {
    url: String,
    answers: watch::Sender<bool>,
    asked: Arc<Semaphore>,
}

impl Vendor {
    async fn open() -> Vendor {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (answers, may_answer) = watch::channel(true);
        let asked = Arc::new(Semaphore::new(0));
        let heard = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&heard), may_answer.clone()));
            }
        });
        Vendor { url, answers, asked }
    }

    fn answers(&self, answers: bool) {
        self.answers.send_replace(answers);
    }

    /// Waits until it was asked for a token once more.
    async fn is_asked(&self) {
        tokio::time::timeout(AT_ONCE, self.asked.acquire()).await.unwrap().unwrap().forget();
    }
}

async fn serve(mut stream: TcpStream, asked: Arc<Semaphore>, mut may_answer: watch::Receiver<bool>) {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    // The form with the key ends the request.
    while !String::from_utf8_lossy(&request).contains("client_id=IDP") {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        request.extend(&buffer[..read]);
    }
    asked.add_permits(1);
    if may_answer.wait_for(|answers| *answers).await.is_err() {
        return;
    }
    let token = r#"{"access_token":"token","expires_in":3600}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{token}",
        token.len()
    );
    // Whoever gave up has hung up.
    drop(stream.write_all(answer.as_bytes()).await);
}

/// A program that was connected with [`KEY`], which is kept.
struct World {
    shell: Shell,
    vendor: Vendor,
    keys: Arc<Keys>,
    home: tempfile::TempDir,
}

impl World {
    async fn connected() -> World {
        let (home, keys) = (tempfile::tempdir().unwrap(), Arc::new(Keys::default()));
        let shell = start(&home, &keys);
        let world = World { shell, vendor: Vendor::open().await, keys, home };
        world.connecting(Some(KEY)).await.unwrap().unwrap();
        world.vendor.is_asked().await;
        assert!(world.keys.hold_the_key());
        world
    }

    fn connecting(&self, key: Option<&str>) -> tokio::task::JoinHandle<Result<ConnectionStatus, AppError>> {
        let at = || self.vendor.url.clone();
        let hosts = HostOverride { authenticate: at(), order: at(), search: at(), access: at(), data: at() };
        let request = ConnectRequest {
            environment: Environment::Live,
            api_key: key.map(str::to_owned),
            hosts: Some(hosts),
            proxy: None,
        };
        let shell = self.shell.clone();
        tokio::spawn(async move { shell.connect(request).await })
    }

    async fn assert_disconnected(&self) {
        assert_eq!(self.shell.status().await.state, ConnectionState::Disconnected);
        assert!(self.shell.local_desk().is_err(), "a connection is open");
    }
}

fn start(home: &tempfile::TempDir, keys: &Arc<Keys>) -> Shell {
    let below = |name: &str| home.path().join(name);
    let folders = Folders { data: below("data"), cache: below("cache"), downloads: below("downloads") };
    Shell::with_keys(folders, Arc::new(Nobody), Arc::clone(keys) as Arc<dyn KeyStore>)
}

async fn at_once<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(AT_ONCE, work).await.expect("it waits for the vendor")
}

#[tokio::test]
async fn a_key_that_is_forgotten_while_a_connection_is_made_with_it_is_not_kept_again() {
    let world = World::connected().await;
    // The kept one, and one that is given anew.
    for key in [None, Some(KEY)] {
        world.vendor.answers(false);
        let connecting = world.connecting(key);
        world.vendor.is_asked().await;
        let status = at_once(world.shell.forget_key()).await.unwrap();
        world.vendor.answers(true);
        let connected = connecting.await.unwrap();
        assert!(!world.keys.hold_the_key(), "the key is kept again");
        assert_eq!(connected.unwrap_err().code, ErrorCode::Cancelled);
        assert_eq!((status.key_storage, status.key_hint), (KeyStorage::None, None));
        assert_eq!(world.shell.status().await.key_storage, KeyStorage::None);
        world.assert_disconnected().await;
    }
    let error = world.connecting(None).await.unwrap().unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput, "no key is held in memory either");
}

#[tokio::test]
async fn a_vendor_that_answers_after_the_connection_was_closed_does_not_open_it_again() {
    let World { shell, vendor, keys, home } = World::connected().await;
    drop(shell);
    let world = World { shell: start(&home, &keys), vendor, keys, home };
    assert_eq!(world.shell.resume().await.unwrap().state, ConnectionState::Offline);
    world.vendor.answers(false);
    let shell = world.shell.clone();
    let signing_in = tokio::spawn(async move { shell.sign_in().await });
    world.vendor.is_asked().await;
    assert_eq!(at_once(world.shell.disconnect()).await.state, ConnectionState::Disconnected);
    world.vendor.answers(true);
    assert_eq!(signing_in.await.unwrap().unwrap_err().code, ErrorCode::Cancelled);
    world.assert_disconnected().await;
    assert!(world.keys.hold_the_key(), "only the connection was closed");
}

#[tokio::test]
async fn a_connection_that_is_asked_for_after_a_closing_stands() {
    let world = World::connected().await;
    world.vendor.answers(false);
    let given_up = world.connecting(None);
    world.vendor.is_asked().await;
    let closing = world.shell.disconnect();
    let opening = async {
        world.vendor.answers(true);
        world.connecting(None).await.unwrap()
    };
    let (_, opened) = at_once(async { tokio::join!(closing, opening) }).await;
    assert_eq!(opened.unwrap().state, ConnectionState::Connected);
    assert_eq!(given_up.await.unwrap().unwrap_err().code, ErrorCode::Cancelled);
    assert_eq!(world.shell.status().await.state, ConnectionState::Connected);
    assert!(world.shell.desk().is_ok());
}
