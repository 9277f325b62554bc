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
    /// Reads the file over the defaults: one of an older program lacks some keys and keeps the others. A file that is not
    /// there gives the defaults.
    ///
    /// # Errors
    /// Why a file that is there can't be read: what the user set, the limits above all, is not known then.
    pub(crate) fn read(path: &Path, defaults: Settings) -> Result<Settings, SettingsFault> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(defaults),
            Err(error) => return Err(SettingsFault::of_file(path, &error)),
        };
        let faulty = |error: serde_json::Error| SettingsFault::of_content(path, &text, &error);
        let kept: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).map_err(faulty)?;
        let mut all = serde_json::to_value(&defaults).map_err(faulty)?;
        if let Some(fields) = all.as_object_mut() {
            fields.extend(kept);
        }
        serde_json::from_value(all).map_err(faulty)
    }
}

/// Why the settings can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SettingsFault {
    /// What is wrong with the file, in words that go on from "because"; without a stop.
    pub words: String,
    /// The file, and what was said of it, for whoever looks into it.
    pub technical: String,
}

impl SettingsFault {
    fn new(path: &Path, words: impl Into<String>, error: &dyn std::fmt::Display) -> SettingsFault {
        SettingsFault { words: words.into(), technical: format!("{}: {error}", path.display()) }
    }

    fn of_file(path: &Path, error: &std::io::Error) -> SettingsFault {
        use std::io::ErrorKind;
        let words = match error.kind() {
            ErrorKind::PermissionDenied => "Swath may not open their file",
            ErrorKind::InvalidData => "their file holds something that is no text",
            ErrorKind::IsADirectory => "there is a folder in the place of their file",
            _ => "their file can't be opened",
        };
        SettingsFault::new(path, words, error)
    }

    fn of_content(path: &Path, text: &str, error: &serde_json::Error) -> SettingsFault {
        use serde_json::error::Category;
        let words = match error.classify() {
            _ if text.trim().is_empty() => "their file is empty".to_owned(),
            Category::Eof => "their file breaks off before its end".to_owned(),
            Category::Syntax => format!("line {} of their file is not as Swath writes it", error.line()),
            Category::Data | Category::Io => "their file holds a value that Swath does not know".to_owned(),
        };
        SettingsFault::new(path, words, error)
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
    ordering::files::write_whole(path, text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> Settings {
        Settings {
            theme: Theme::System,
            download_folder: "downloads".to_owned(),
            proxy: None,
            amount_to_type: None,
            order_limit: None,
            month_limit: None,
        }
    }

    #[test]
    fn settings_that_cannot_be_read_are_no_settings_without_limits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        assert_eq!(Settings::read(&path, defaults()), Ok(defaults()), "none were ever saved");
        let limited = Settings { month_limit: Some(Decimal::from(600)), ..defaults() };
        write(&path, &limited).unwrap();
        assert_eq!(Settings::read(&path, defaults()), Ok(limited));
        std::fs::write(&path, r#"{"orderLimit": "500"}"#).unwrap();
        assert_eq!(Settings::read(&path, defaults()).unwrap().order_limit, Some(Decimal::from(500)));
        for bad in ["", "{", "[]", r#"{"orderLimit": "many"}"#, r#"{"theme": "plaid"}"#, "\u{0}"] {
            std::fs::write(&path, bad).unwrap();
            assert!(Settings::read(&path, defaults()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_words_and_the_parsers_are_kept_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let cases: [(&[u8], &str); 7] = [
            (b"", "their file is empty"),
            (b" \n", "their file is empty"),
            (b"{\"theme\":", "their file breaks off before its end"),
            (b"{\n  \"theme\" \"dark\"\n}", "line 2 of their file is not as Swath writes it"),
            (b"{\"orderLimit\": \"many\"}", "their file holds a value that Swath does not know"),
            (b"[]", "their file holds a value that Swath does not know"),
            (b"\xff\xfe", "their file holds something that is no text"),
        ];
        for (content, words) in cases {
            std::fs::write(&path, content).unwrap();
            let fault = Settings::read(&path, defaults()).unwrap_err();
            assert_eq!(fault.words, words);
            assert!(fault.technical.contains("settings.json: "), "{fault:?}");
        }
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(Settings::read(&path, defaults()).unwrap_err().words.contains("file"));
    }
}
