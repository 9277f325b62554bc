//! The API key in the key store of the operating system. There is no fallback to a file: where no store answers, the key
//! is kept for this run only, and the user is told.

use secrecy::{ExposeSecret, SecretString};

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
