//! Working without a network: the account that was connected last is opened from the disk, and signed in to as soon as
//! the vendor answers. What needs the vendor is out of reach until then: [`Shell::desk`] gives no desk before.

use std::sync::Arc;
use std::sync::PoisonError;

use oneatlas::ErrorKind;
use ordering::{Desk, DeskError, Environment};

use super::{Reporter, Shell, hint};
use crate::commands::dto::{ConnectRequest, ConnectionState, ConnectionStatus};
use crate::error::AppError;

impl Shell {
    /// The open desk, also while the vendor has not answered: for what is on this computer.
    ///
    /// # Errors
    /// [`DeskError::NotConnected`].
    pub(crate) fn local_desk(&self) -> Result<Desk, DeskError> {
        let desk = self.inner.desk.read().unwrap_or_else(PoisonError::into_inner);
        desk.clone().ok_or(DeskError::NotConnected)
    }

    /// The open desk, once the vendor has let us in: for everything that may reach it, and for all that spends.
    ///
    /// # Errors
    /// [`DeskError::NotConnected`], or [`DeskError::Offline`].
    pub(crate) fn desk(&self) -> Result<Desk, DeskError> {
        let desk = self.local_desk()?;
        if desk.is_signed_in() { Ok(desk) } else { Err(DeskError::Offline) }
    }

    /// Opens the files of the account that was connected last, without asking anybody. Signing in is the next step.
    ///
    /// # Errors
    /// When there is no such account, its key is gone, or its files cannot be used.
    pub(crate) async fn resume(&self) -> Result<ConnectionStatus, AppError> {
        let _opening = self.inner.connecting.to_open().await;
        if self.local_desk().is_ok() {
            return Ok(self.status().await);
        }
        let mut status = self.status().await;
        let request = ConnectRequest {
            environment: Environment::Live,
            api_key: None,
            hosts: status.account_hosts.clone(),
            proxy: None,
        };
        let proxy = self.settings().proxy.filter(|proxy| !proxy.trim().is_empty());
        let proxy = self.with_proxy_password(proxy).await;
        let target = self.live_target(&request, proxy).await?;
        let order_host = target.hosts.order.host_str().map(str::to_owned);
        let key_hint = hint(&target.api_key);
        let desk = Desk::open_files(target, Arc::new(Reporter(Arc::clone(&self.inner.surroundings))))?;
        *self.inner.desk.write().unwrap_or_else(PoisonError::into_inner) = Some(desk);
        (status.state, status.environment) = (ConnectionState::Offline, Environment::Live);
        (status.order_host, status.key_hint, status.offline_reason) = (order_host, Some(key_hint), None);
        self.remember(&status)?;
        self.set_status(status);
        Ok(self.status().await)
    }

    /// Signs in to the account whose files are open; nothing to do when that was done.
    ///
    /// # Errors
    /// Why the vendor did not let us in, which the status keeps too; or that the connection was closed meanwhile.
    pub(crate) async fn sign_in(&self) -> Result<ConnectionStatus, AppError> {
        let opening = self.inner.connecting.to_open().await;
        let desk = self.local_desk()?;
        if desk.is_signed_in() {
            // Whoever asks in the middle of a day wants to know whether the vendor answers now: all of its hosts, as the
            // one that gives tokens says nothing of the others.
            opening.unless_closed(desk.sign_in()).await??;
            opening.unless_closed(desk.client().reach()).await?.map_err(DeskError::from)?;
            return Ok(self.status().await);
        }
        let outcome = opening.unless_closed(desk.sign_in()).await?;
        let mut status = self.status().await;
        match outcome {
            Ok(()) => {
                (status.state, status.offline_reason) = (ConnectionState::Connected, None);
                self.set_status(status);
                Ok(self.status().await)
            }
            Err(error) => {
                self.inner.trying.store(may_pass(&error), std::sync::atomic::Ordering::Relaxed);
                let error = AppError::from(error);
                if status.offline_reason.as_ref() != Some(&error.message) {
                    status.offline_reason = Some(error.message.clone());
                    self.set_status(status);
                }
                Err(error)
            }
        }
    }

    /// Tries to sign in by itself, as long as that may help: a key that was refused is not sent again and again.
    pub(crate) async fn keep_signing_in(&self) {
        let waiting = self.local_desk().is_ok_and(|desk| !desk.is_signed_in());
        if waiting
            && self.inner.trying.load(std::sync::atomic::Ordering::Relaxed)
            && let Err(error) = self.sign_in().await
        {
            tracing::debug!(error = error.message, "still offline");
        }
    }
}

/// Whether the same may go well later without anybody doing anything.
fn may_pass(error: &DeskError) -> bool {
    match error {
        DeskError::Client(error) => !matches!(
            error.kind(),
            ErrorKind::KeyRefused
                | ErrorKind::Unauthorized
                | ErrorKind::Forbidden
                | ErrorKind::Configuration
                | ErrorKind::UntrustedLink
        ),
        _ => false,
    }
}
