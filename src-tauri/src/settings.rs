//! Settings of the program, in one small file. No secret is among them.

use std::path::Path;

use ordering::{DeskError, Environment, SpendingRules};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::commands::dto::HostOverride;

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the user set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Where deliveries go.
    pub download_folder: String,
    /// A proxy for everything.
    pub proxy: Option<String>,
    /// Above this amount it has to be typed to confirm an order.
    pub amount_to_type: Option<Decimal>,
    /// No single order may cost more.
    pub order_limit: Option<Decimal>,
    /// No month may cost more in all.
    pub month_limit: Option<Decimal>,
}

impl Settings {
    /// What of them is about spending.
    pub(crate) fn spending(&self) -> SpendingRules {
        SpendingRules {
            amount_to_type: self.amount_to_type,
            per_order: self.order_limit,
            per_month: self.month_limit,
        }
    }
}

/// What was connected last, and which account there is, without its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LastConnection {
    pub(crate) environment: Environment,
    /// The account's hosts, where they are not the public ones.
    pub(crate) hosts: Option<HostOverride>,
    /// Whether the account's key lies in the key store of the system.
    #[serde(default)]
    pub(crate) key_kept: bool,
    /// Whether the user disconnected.
    #[serde(default)]
    pub(crate) closed: bool,
}

impl LastConnection {
    /// Whether the next start opens it by itself.
    pub(crate) fn resumes(&self) -> bool {
        self.environment == Environment::Live && self.key_kept && !self.closed
    }
}

impl Settings {
    /// Reads the file over the defaults: one of an older program lacks some keys and keeps the others.
    pub(crate) fn read(path: &Path, defaults: Settings) -> Settings {
        let merged = || {
            let mut all = serde_json::to_value(&defaults).ok()?;
            let kept: serde_json::Map<String, serde_json::Value> = read(path)?;
            all.as_object_mut()?.extend(kept);
            serde_json::from_value(all).ok()
        };
        merged().unwrap_or(defaults)
    }
}

/// Reads a small JSON file; absent or unreadable is `None`.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let text = std::fs::read_to_string(path).ok()?;
    serde_json::from_str(&text).ok()
}

/// Writes a small JSON file whole or not at all.
pub(crate) fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), DeskError> {
    let failed =
        |source| DeskError::File { action: "could not write", path: path.display().to_string(), source };
    let text = serde_json::to_string_pretty(value).map_err(|error| failed(std::io::Error::other(error)))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft = path.with_extension("new");
    std::fs::write(&draft, text).map_err(failed)?;
    std::fs::rename(&draft, path).map_err(failed)
}
