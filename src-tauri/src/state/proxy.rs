//! The password of a proxy lies in the key store, never in the settings: they are a file in the clear, and the page reads
//! them. An address with a user and no password gets it back when a connection is made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Shell, run_blocking};
use crate::settings::Settings;

/// Passwords that were given in this run, by the address without them.
pub(super) type Passwords = Mutex<HashMap<String, SecretString>>;

impl Shell {
    /// The settings without the password of their proxy, which goes into the key store. Where none answers, it is known for
    /// this run only.
    pub(crate) async fn without_proxy_password(&self, settings: Settings) -> Settings {
        let Some((proxy, password)) = settings.proxy.as_deref().and_then(split) else { return settings };
        self.passwords().insert(proxy.clone(), password.clone());
        let (keys, account) = (Arc::clone(&self.inner.keys), account(&proxy));
        match run_blocking(move || keys.save(&account, &password)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the password of the proxy is kept for this run only"),
            Err(error) => tracing::warn!(error = error.message, "the password of the proxy was not kept"),
        }
        Settings { proxy: Some(proxy), ..settings }
    }

    /// An address of a proxy as a connection needs it: with the password that is kept for it.
    pub(super) async fn with_proxy_password(&self, proxy: Option<String>) -> Option<String> {
        let proxy = proxy?;
        let Some(url) = Url::parse(&proxy).ok().filter(|url| !url.username().is_empty()) else {
            return Some(proxy);
        };
        if url.password().is_some() {
            return Some(proxy);
        }
        let held = self.passwords().get(url.as_str()).cloned();
        let password = match held {
            Some(password) => Some(password),
            None => {
                let (keys, account) = (Arc::clone(&self.inner.keys), account(url.as_str()));
                run_blocking(move || keys.load(&account)).await.ok().and_then(Result::ok).flatten()
            }
        };
        let mut whole = url;
        let taken =
            password.is_some_and(|password| whole.set_password(Some(password.expose_secret())).is_ok());
        Some(if taken { whole.into() } else { proxy })
    }

    fn passwords(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretString>> {
        self.inner.proxy_passwords.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address without its password, and the password; none where there is none.
fn split(proxy: &str) -> Option<(String, SecretString)> {
    let mut url = Url::parse(proxy).ok()?;
    let password = url.password().filter(|password| !password.is_empty())?.to_owned();
    url.set_password(None).ok()?;
    Some((url.into(), SecretString::from(decoded(&password))))
}

/// A password as it was typed: an address carries it percent-encoded, and setting it encodes it again.
fn decoded(password: &str) -> String {
    url::form_urlencoded::parse(format!("p={}", password.replace('+', "%2B")).as_bytes())
        .next()
        .map_or_else(|| password.to_owned(), |(_, value)| value.into_owned())
}

fn account(proxy: &str) -> String {
    format!("proxy {proxy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_an_address_and_fits_back_in() {
        for (proxy, password) in [
            ("http://ana:secret@proxy.example.org:3128", "secret"),
            ("http://ana:p%40ss%20w%2Bord@proxy.example.org:3128/", "p@ss w+ord"),
        ] {
            let (without, taken) = split(proxy).unwrap();
            assert_eq!(taken.expose_secret(), password);
            assert!(!without.contains("secret") && !without.contains("p%40ss"), "{without}");
            let mut whole = Url::parse(&without).unwrap();
            whole.set_password(Some(taken.expose_secret())).unwrap();
            assert_eq!(split(whole.as_str()).unwrap().1.expose_secret(), password);
            assert_eq!(whole.host(), Url::parse(proxy).unwrap().host());
        }
        for none in ["http://proxy.example.org:3128", "http://ana@proxy.example.org", "not an address"] {
            assert!(split(none).is_none(), "{none}");
        }
    }
}
