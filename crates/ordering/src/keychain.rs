//! The API key in the key store of the operating system. There is no fallback to a file: where no store answers, the key
//! is kept for this run only, and the user is told.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::ledger::{Anchor, Head};

/// Why the key store could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeychainError {
    /// No key store runs here (Linux without a Secret Service, for one).
    #[error("no key store of the operating system answers")]
    Absent,
    /// There is one, and it is locked or refuses.
    #[error("the key store of the operating system is locked or refused access")]
    Locked,
    /// Anything else it says.
    #[error("the key store of the operating system failed: {0}")]
    Failed(String),
}

/// Where API keys are kept. `account` tells connections apart.
pub trait KeyStore: Send + Sync {
    /// The kept key.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn load(&self, account: &str) -> Result<Option<SecretString>, KeychainError>;
    /// Keeps a key.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn save(&self, account: &str, key: &SecretString) -> Result<(), KeychainError>;
    /// Forgets a key; a key that is not there is no error.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn forget(&self, account: &str) -> Result<(), KeychainError>;
}

/// macOS Keychain, Windows Credential Manager, or the Secret Service. Calls block: use them off the async threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsKeychain;

const SERVICE: &str = "org.swath.Swath";

fn explain(error: keyring::Error) -> KeychainError {
    match error {
        keyring::Error::NoDefaultStore => KeychainError::Absent,
        keyring::Error::NoStorageAccess(_) => KeychainError::Locked,
        // The text of other errors can quote the stored value; their kind is enough.
        keyring::Error::PlatformFailure(cause) => KeychainError::Failed(cause.to_string()),
        other => KeychainError::Failed(
            format!("{other:?}").split(['(', '{', ' ']).next().unwrap_or("unknown").to_owned(),
        ),
    }
}

impl KeyStore for OsKeychain {
    fn load(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        let entry = keyring::Entry::new(SERVICE, account).map_err(explain)?;
        match entry.get_password() {
            Ok(key) => Ok(Some(SecretString::from(key))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(error)),
        }
    }

    fn save(&self, account: &str, key: &SecretString) -> Result<(), KeychainError> {
        let entry = keyring::Entry::new(SERVICE, account).map_err(explain)?;
        entry.set_password(key.expose_secret()).map_err(explain)
    }

    fn forget(&self, account: &str) -> Result<(), KeychainError> {
        let entry = keyring::Entry::new(SERVICE, account).map_err(explain)?;
        match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(explain(error)),
        }
    }
}

/// Keeps where the journal of a record ends in a [`KeyStore`], so that nobody who has only the files can cut the record.
pub struct KeychainAnchor {
    keys: Arc<dyn KeyStore>,
    account: String,
}

impl KeychainAnchor {
    /// `account` tells records apart, and must not be that of a key.
    pub fn new(keys: Arc<dyn KeyStore>, account: impl Into<String>) -> KeychainAnchor {
        KeychainAnchor { keys, account: account.into() }
    }
}

impl fmt::Debug for KeychainAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeychainAnchor").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Anchor for KeychainAnchor {
    fn load(&self) -> Result<Option<Head>, String> {
        let Some(kept) = self.keys.load(&self.account).map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        let head = serde_json::from_str(kept.expose_secret());
        head.map(Some).map_err(|_| "what is kept of the order record can't be read".to_owned())
    }

    fn store(&self, head: &Head) -> Result<(), String> {
        let text = serde_json::to_string(head).map_err(|error| error.to_string())?;
        self.keys.save(&self.account, &SecretString::from(text)).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Drawer(Mutex<HashMap<String, String>>);

    impl KeyStore for Drawer {
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

    struct Locked;

    impl KeyStore for Locked {
        fn load(&self, _account: &str) -> Result<Option<SecretString>, KeychainError> {
            Err(KeychainError::Locked)
        }

        fn save(&self, _account: &str, _key: &SecretString) -> Result<(), KeychainError> {
            Err(KeychainError::Locked)
        }

        fn forget(&self, _account: &str) -> Result<(), KeychainError> {
            Err(KeychainError::Locked)
        }
    }

    #[test]
    fn the_end_of_a_record_is_kept_beside_the_keys_and_reads_back() {
        let drawer = Arc::new(Drawer::default());
        let anchor = KeychainAnchor::new(Arc::clone(&drawer) as Arc<dyn KeyStore>, "record of sandbox");
        assert_eq!(anchor.load(), Ok(None));
        let head = Head { length: 12, hash: "ab".to_owned() };
        anchor.store(&head).unwrap();
        assert_eq!(anchor.load(), Ok(Some(head)));
        let other = KeychainAnchor::new(Arc::clone(&drawer) as Arc<dyn KeyStore>, "record of another");
        assert_eq!(other.load(), Ok(None));
        drawer.save("record of another", &SecretString::from("nonsense".to_owned())).unwrap();
        assert!(other.load().is_err(), "what can't be read is not taken for nothing");
        assert!(!format!("{anchor:?}").contains("12"));
    }

    #[test]
    fn a_locked_key_store_says_so() {
        let anchor = KeychainAnchor::new(Arc::new(Locked), "record");
        assert!(anchor.load().is_err_and(|words| words.contains("locked")));
        assert!(anchor.store(&Head { length: 1, hash: String::new() }).is_err());
    }
}
