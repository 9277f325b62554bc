//! The world behind the API: archive, land, books, clock, faults, and what was asked.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use crate::archive::Archive;
use crate::auth::Tokens;
use crate::books::{Books, KeptKey};
use crate::clock::Clock;
use crate::delivery::Shelf;
use crate::errors::Refusal;
use crate::faults::Faults;
use crate::land::Ground;
use crate::late::Late;
use crate::requests::Requests;
use crate::search::Answers;
use crate::{SandboxConfig, SandboxError};

/// The land is the same in every world, and takes a while to unpack.
static GROUND: OnceLock<Arc<Ground>> = OnceLock::new();

/// Everything one sandbox knows. Shared by the API and the control API.
#[derive(Debug)]
pub struct World {
    seed: u64,
    api_key: String,
    clock: Clock,
    ground: Arc<Ground>,
    archive: Archive,
    books: Mutex<Books>,
    state_file: Option<PathBuf>,
    snapshots: Mutex<Vec<Books>>,
    tokens: Tokens,
    faults: Faults,
    requests: Requests,
    late: Late,
    answers: Answers,
    shelf: Shelf,
    uuids: AtomicU64,
}

impl World {
    /// Makes the world of a configuration, with the books of its state file if there is one.
    ///
    /// # Errors
    /// [`SandboxError`] when the state file can't be read.
    pub fn open(config: &SandboxConfig) -> Result<Arc<World>, SandboxError> {
        let api_key = secret(config.seed, 0);
        let fresh = Books::fresh(vec![first_key(config.seed, &api_key)]);
        let books = match &config.state_file {
            Some(path) => Books::read(path)?.unwrap_or(fresh),
            None => fresh,
        };
        let ground = Arc::clone(GROUND.get_or_init(Arc::default));
        let world = World {
            seed: config.seed,
            api_key,
            clock: Clock::new(books.clock_offset),
            archive: Archive::new(config.seed, config.scenes, Arc::clone(&ground)),
            ground,
            books: Mutex::new(books),
            state_file: config.state_file.clone(),
            snapshots: Mutex::default(),
            tokens: Tokens::new(config.seed),
            faults: Faults::default(),
            requests: Requests::default(),
            late: Late::default(),
            answers: Answers::default(),
            shelf: Shelf::default(),
            uuids: AtomicU64::new(0),
        };
        Ok(Arc::new(world))
    }

    /// Unpacks the land in the background, so that the first search need not wait for it.
    pub(crate) fn warm_up(&self) {
        let ground = Arc::clone(&self.ground);
        std::thread::spawn(move || {
            ground.land();
            ground.towns();
            ground.rivers();
            ground.cover();
        });
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn ground(&self) -> &Ground {
        &self.ground
    }

    pub(crate) fn archive(&self) -> &Archive {
        &self.archive
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    pub(crate) fn requests(&self) -> &Requests {
        &self.requests
    }

    pub(crate) fn late(&self) -> &Late {
        &self.late
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the books: all of it, kept in the state file, or nothing.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Books) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut books = self.books();
        let mut changed = books.clone();
        let outcome = change(&mut changed)?;
        if let Some(path) = &self.state_file {
            let kept = changed.write(path);
            kept.map_err(|error| Refusal::crash(format!("the state file could not be written: {error}")))?;
        }
        *books = changed;
        Ok(outcome)
    }

    /// Moves the clock; the offset is kept with the books.
    pub(crate) fn advance(&self, seconds: i64) -> Result<(), SandboxError> {
        let offset = self.clock.offset().saturating_add(seconds);
        self.clock.set_offset(offset);
        let mut books = self.books();
        books.clock_offset = offset;
        self.store(&books)
    }

    fn store(&self, books: &Books) -> Result<(), SandboxError> {
        match &self.state_file {
            Some(path) => {
                books.write(path).map_err(|source| SandboxError::StateFile { path: path.clone(), source })
            }
            None => Ok(()),
        }
    }

    fn replace_books(&self, fresh: Books) -> Result<(), SandboxError> {
        let mut books = self.books();
        self.clock.set_offset(fresh.clock_offset);
        *books = fresh;
        self.store(&books)
    }

    /// Back to the beginning: credit, orders, keys, clock, faults, tokens, the record of requests.
    pub(crate) fn reset(&self) -> Result<(), SandboxError> {
        self.faults.clear();
        self.requests.clear();
        self.late.clear();
        self.tokens.reset();
        self.replace_books(Books::fresh(vec![first_key(self.seed, &self.api_key)]))
    }

    /// Keeps the books as they are and returns the number to restore them by.
    pub(crate) fn snapshot(&self) -> usize {
        let mut snapshots = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.push(self.books().clone());
        snapshots.len()
    }

    /// Brings back the books of a snapshot, the last one when no number is given. False: no such snapshot.
    pub(crate) fn restore(&self, number: Option<usize>) -> Result<bool, SandboxError> {
        let kept = {
            let snapshots = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
            let place = number.unwrap_or(snapshots.len()).checked_sub(1);
            place.and_then(|place| snapshots.get(place).cloned())
        };
        match kept {
            Some(books) => {
                // What was under way belongs to the time that is undone.
                self.late.clear();
                self.replace_books(books).map(|()| true)
            }
            None => Ok(false),
        }
    }

    pub(crate) fn is_key(&self, secret: &str) -> bool {
        self.books().keys.iter().any(|key| key.secret == secret)
    }

    /// The secret of the n-th API key.
    pub(crate) fn secret(&self, number: u64) -> String {
        secret(self.seed, number)
    }

    /// The n-th identifier of a kind; the same in every run of the same seed.
    pub(crate) fn uuid(&self, kind: &str, number: u64) -> String {
        uuid_of(&format!("{kind} {number} of {}", self.seed))
    }

    /// An identifier that occurs once in this run.
    pub(crate) fn fresh_uuid(&self) -> String {
        self.uuid("call", self.uuids.fetch_add(1, Ordering::Relaxed))
    }
}

/// Looks like the vendor's keys, with the characters that have to be escaped in a form.
fn secret(seed: u64, number: u64) -> String {
    use base64::Engine as _;
    let digest = Sha256::digest(format!("api key {number} of {seed}"));
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest);
    format!("sandbox-{}_{}==", &text[..20], &text[20..40])
}

fn first_key(seed: u64, secret: &str) -> KeptKey {
    KeptKey {
        id: uuid_of(&format!("api key 0 of {seed}")),
        description: "Sandbox".to_owned(),
        made_ms: crate::stamps::midnight(2026, 1, 2),
        secret: secret.to_owned(),
    }
}

/// An identifier in the form of a random UUID, derived from a text.
pub(crate) fn uuid_of(text: &str) -> String {
    let digest = Sha256::digest(text);
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid_from(bytes)
}

/// Sixteen bytes as a UUID of version 4.
pub(crate) fn uuid_from(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0f] {
            text.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    text
}
