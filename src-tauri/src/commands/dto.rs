//! Shapes that exist only at the border.

use ordering::Environment;
use serde::{Deserialize, Serialize};

/// Whether a connection is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionState {
    /// None is.
    Disconnected,
    /// What is on this computer is open; the vendor has not answered yet.
    Offline,
    /// One is.
    Connected,
}

/// Where the API key is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum KeyStorage {
    /// In the key store of the system.
    Keychain,
    /// In memory until the program ends.
    Memory {
        /// Why not in the key store.
        reason: String,
    },
    /// Nowhere: there is none.
    None,
}

/// How the program is connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionStatus {
    /// Open or not.
    pub state: ConnectionState,
    /// What is, or was last, connected.
    pub environment: Environment,
    /// The last four characters of the account's key, where one is in use or kept. The sandbox's own is nobody's matter.
    pub key_hint: Option<String>,
    /// Where the account's key is.
    pub key_storage: KeyStorage,
    /// The account's hosts, where they are not the public ones.
    pub account_hosts: Option<HostOverride>,
    /// Whether this start opens the account by itself: its key is kept, and the user did not disconnect.
    pub resumes: bool,
    /// Why the vendor has not answered, in a sentence; none before the first attempt has ended.
    pub offline_reason: Option<String>,
    /// The order host.
    pub order_host: Option<String>,
    /// The sandbox's clock, RFC 3339.
    pub sandbox_time: Option<String>,
}

/// What to connect to.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectRequest {
    /// Sandbox or live.
    pub environment: Environment,
    /// The key; none takes the sandbox's own, or the kept one.
    pub api_key: Option<String>,
    /// Other hosts than the public ones.
    pub hosts: Option<HostOverride>,
    /// A proxy; none takes the one of the settings.
    pub proxy: Option<String>,
}

/// Other hosts than the public ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HostOverride {
    /// Tokens.
    pub authenticate: String,
    /// Contracts and orders.
    pub order: String,
    /// The catalogue.
    pub search: String,
    /// Pictures and downloads.
    pub access: String,
    /// The account.
    pub data: String,
}

/// A quotation's document.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct QuotationDocument {
    /// Which quotation.
    pub quotation_id: String,
    /// The pages' sizes, in points.
    pub pages: Vec<PageSize>,
    /// Its size.
    pub byte_count: u32,
    /// Its SHA-256.
    pub sha256: String,
}

/// The size of a page, in points (1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, specta::Type)]
pub struct PageSize {
    /// Width.
    #[specta(type = specta_typescript::Number)]
    pub width: f32,
    /// Height.
    #[specta(type = specta_typescript::Number)]
    pub height: f32,
}

/// The settings as they were read.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ReadSettings {
    /// What the user set; the defaults where the file can't be read.
    pub settings: crate::settings::Settings,
    /// Why the file can't be read. Nothing can be ordered until the settings are saved anew: the limits are not known.
    pub unreadable: Option<crate::settings::SettingsFault>,
}

/// What the program is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its version.
    pub version: String,
    /// Where its data is.
    pub data_folder: String,
    /// What draws the window.
    pub webview: String,
    /// Whom it owes.
    pub credits: Vec<String>,
}

/// One finding of the connection doctor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// Whether it is well.
    pub ok: bool,
    /// What was seen.
    pub detail: String,
    /// It is the order record, which a person may take as it is; nothing can be ordered before.
    pub may_be_taken: bool,
}

/// A share, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, specta::Type)]
pub struct Percent(#[specta(type = specta_typescript::Number)] pub f64);
