//! A local OneAtlas: the same API over real HTTP, with its own archive, money and clock.
//!
//! [`Sandbox::start`] serves the API on one port and a control API on another. Everything the
//! answers say follows from [`SandboxConfig`]: the same seed gives the same scenes, pictures,
//! identifiers and files. [`router`] is the API without a socket, for tests that need none.
//!
//! The JSON is written here by hand, from the published description of the API, and shares no type
//! with the client crate: the two can't be wrong together.

// The catalogue's items have more keys than the macro for JSON takes by default.
#![recursion_limit = "512"]

mod account;
mod amounts;
mod apikeys;
mod archive;
mod auth;
mod books;
mod climate;
mod clock;
mod contracts;
mod control;
mod countries;
mod delivery;
mod errors;
mod faults;
mod gate;
mod geodesy;
mod geometry;
mod hosts;
mod items;
mod land;
mod late;
mod living;
mod markets;
mod options;
mod order;
mod ordering;
mod pdf;
mod pictures;
mod query_language;
mod random;
mod requests;
mod routes;
mod search;
mod server;
mod stamps;
mod tls;
mod tracking;
mod world;

use std::path::PathBuf;
use std::sync::Arc;

pub use hosts::HOST_NAMES;
pub use routes::router;
pub use world::World;

/// What a sandbox is started with.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The port of the API on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The port of the control API on 127.0.0.1; 0 takes any free one.
    pub control_port: u16,
    /// How many scenes the archive holds up to the end of 2025, besides fifty real ones; more come as the clock moves.
    /// They are made when looked at, so that a number costs no memory. See [`DEFAULT_SCENES`].
    pub scenes: u32,
    /// The seed from which scenes, pictures and identifiers are derived.
    pub seed: u64,
    /// Where orders, credit and the clock's offset are kept across restarts. `None` keeps nothing.
    pub state_file: Option<PathBuf>,
    /// Serves the API over HTTPS with a certificate authority of its own, whose certificate is written to this file
    /// in PEM. `None` serves over HTTP. The control API is always HTTP.
    pub tls: Option<PathBuf>,
}

/// The size of the archive unless another one is asked for: enough for some dozens of scenes over any place on land.
pub const DEFAULT_SCENES: u32 = 3_000_000;

impl Default for SandboxConfig {
    fn default() -> Self {
        Self { port: 0, control_port: 0, scenes: DEFAULT_SCENES, seed: 7, state_file: None, tls: None }
    }
}

/// Why a sandbox could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The port is taken, or the computer refused one.
    #[error("could not listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the computer said.
        source: std::io::Error,
    },
    /// The state file is there but cannot be read or written.
    #[error("the state file {} could not be used: {source}", path.display())]
    StateFile {
        /// The file.
        path: PathBuf,
        /// What the computer said.
        source: std::io::Error,
    },
    /// The state file is there but is not what a sandbox writes.
    #[error("the state file {} is not a sandbox's: {source}", path.display())]
    StateFormat {
        /// The file.
        path: PathBuf,
        /// Where it stops being one.
        source: serde_json::Error,
    },
    /// The certificates for HTTPS could not be made, or the authority's could not be written.
    #[error("HTTPS could not be set up with {}: {source}", path.display())]
    Tls {
        /// Where the authority's certificate was to be written.
        path: PathBuf,
        /// What went wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A running sandbox. It stops when dropped.
#[derive(Debug)]
pub struct Sandbox {
    world: Arc<World>,
    api: server::Server,
    control: server::Server,
}

impl Sandbox {
    /// Starts serving. Returns as soon as both ports answer.
    ///
    /// # Errors
    /// [`SandboxError`] when a port can't be had or the state file can't be read.
    pub async fn start(config: SandboxConfig) -> Result<Sandbox, SandboxError> {
        let world = World::open(&config)?;
        world.warm_up();
        let spread = Arc::clone(&world);
        std::thread::spawn(move || spread.archive().warm_up());
        let tls = config.tls.as_deref().map(tls::acceptor).transpose()?;
        let api = server::Server::start(config.port, router(Arc::clone(&world)), tls).await?;
        let control =
            server::Server::start(config.control_port, control::router(Arc::clone(&world)), None).await?;
        tracing::info!(api = api.url(), control = control.url(), "the sandbox is up");
        Ok(Sandbox { world, api, control })
    }

    /// The address that serves every host of the API, such as `http://127.0.0.1:8899`.
    pub fn url(&self) -> &str {
        self.api.url()
    }

    /// The address of the control API.
    pub fn control_url(&self) -> &str {
        self.control.url()
    }

    /// The API key that opens this sandbox. It follows from the seed.
    pub fn api_key(&self) -> &str {
        self.world.api_key()
    }

    /// The sandbox's time: real time plus what it was advanced by.
    pub fn now(&self) -> jiff::Timestamp {
        self.world.now()
    }

    /// Moves the sandbox's clock on by so many seconds.
    pub fn advance(&self, seconds: i64) {
        if let Err(error) = self.world.advance(seconds) {
            tracing::warn!(%error, "the clock moved, but the state file could not be written");
        }
    }

    /// Stops serving; connections still open are closed.
    pub async fn stop(self) {
        self.api.stop().await;
        self.control.stop().await;
    }
}
