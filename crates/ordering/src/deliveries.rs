//! What has arrived in the private workspace, matched to orders by reference, and its download: resumed where it broke,
//! checked by size, hashed, and given its name only when whole.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use oneatlas::ResumePoint;
use oneatlas::wire::search::{download_link, property};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;

/// Something in the workspace.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The workspace's item.
    pub item_id: String,
    /// Satellite and date.
    pub title: String,
    /// The buyer's reference, where the item carries it.
    pub reference: Option<String>,
    /// `SAL…`.
    pub sales_order_id: Option<String>,
    /// When it arrived, RFC 3339.
    pub published: Option<String>,
    /// The name it gets on this computer.
    pub file_name: String,
    /// Whether this program's record has its order.
    pub known_order: bool,
    /// Where its download stands.
    pub download: DeliveryState,
}

/// Where a download stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum DeliveryState {
    /// Can be fetched.
    Available,
    /// Under way.
    Downloading {
        /// Bytes here.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        received: u64,
        /// Bytes there are.
        #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
        total: Option<u64>,
    },
    /// Here.
    #[serde(rename_all = "camelCase")]
    Done {
        /// Where.
        path: String,
        /// Its SHA-256.
        sha256: String,
        /// Its size.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        byte_count: u64,
    },
    /// Broke off; it can go on from there.
    Failed {
        /// Why.
        message: String,
    },
}

/// Bytes of a running download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DownloadProgress {
    /// Bytes here.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub received: u64,
    /// Bytes there are.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub total: Option<u64>,
}

/// What is remembered of a download.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    item_id: String,
    part: String,
    etag: Option<String>,
    done: Option<(String, String, u64)>,
    failed: Option<String>,
}

/// Downloads under way, by item; the flag asks them to stop.
pub(crate) type Running = Mutex<HashMap<String, Run>>;

pub(crate) struct Run {
    received: u64,
    total: Option<u64>,
    stop: bool,
}

const KIND: &str = "download";
const ITEMS: &str = "delivered-items";
/// Progress crosses to the interface at most ten times a second.
const TELL_EVERY: Duration = Duration::from_millis(100);

impl Desk {
    /// Everything in the workspaces of the account's contracts, newest first.
    ///
    /// # Errors
    /// When the vendor cannot be asked.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, DeskError> {
        let mut features: Vec<Value> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for contract in self.known_contracts().await? {
            if let Some(workspace) = self.workspace(&contract.contract_id).await?.name
                && seen.insert(workspace)
            {
                features.extend(self.delivered_items(&contract.contract_id, None).await?);
            }
        }
        let newest =
            |feature: &Value| std::cmp::Reverse(property(feature, "publicationDate").unwrap_or_default());
        features.sort_by_key(newest);
        // An account whose contracts share a workspace under two names sees an item once.
        let mut ids = std::collections::HashSet::new();
        features.retain(|feature| property(feature, "id").is_some_and(|id| ids.insert(id)));
        self.inner.store.put(ITEMS, "all", &features)?;
        features.iter().map(|feature| self.show_delivery(feature)).collect()
    }

    /// What was last seen of an order's deliveries. Reads no network.
    pub(crate) fn known_deliveries(&self, reference: &str) -> Result<Vec<Delivery>, DeskError> {
        let items: Vec<Value> = self.inner.store.get(ITEMS, "all")?.unwrap_or_default();
        let ours =
            items.iter().filter(|item| property(item, "customerReference").as_deref() == Some(reference));
        ours.map(|feature| self.show_delivery(feature)).collect()
    }

    /// Fetches an item into `folder`, going on where an earlier attempt broke off if the file is still the same.
    ///
    /// # Errors
    /// [`DeskError::Cancelled`] when the user stopped it; else when the vendor or the disk fails. What has arrived stays.
    pub async fn download(
        &self,
        item_id: &str,
        folder: &Path,
        progress: impl Fn(DownloadProgress) + Send + Sync,
    ) -> Result<Delivery, DeskError> {
        let feature = self.delivered_item(item_id)?;
        let link = download_link(&feature)
            .and_then(|link| link.href)
            .ok_or_else(|| DeskError::missing("download for this item; it may have left the workspace"))?;
        self.begin(item_id)?;
        let result = self.fetch(item_id, &file_name(&feature), &link, folder, &progress).await;
        if let Ok(mut running) = self.inner.running.lock() {
            running.remove(item_id);
        }
        if let Err(error) = &result
            && !matches!(error, DeskError::Cancelled)
            && let Some(mut kept) = self.inner.store.get::<Kept>(KIND, item_id)?
        {
            kept.failed = Some(error.to_string());
            self.inner.store.put(KIND, item_id, &kept)?;
        }
        self.changed(DeskEvent::Deliveries);
        result?;
        self.show_delivery(&feature)
    }

    /// Asks a running download to stop. What has arrived stays, to go on from.
    pub fn cancel_download(&self, item_id: &str) {
        if let Ok(mut running) = self.inner.running.lock()
            && let Some(run) = running.get_mut(item_id)
        {
            run.stop = true;
        }
    }

    fn begin(&self, item_id: &str) -> Result<(), DeskError> {
        let taken = || DeskError::invalid("item", "this download is under way already");
        let mut running = self.inner.running.lock().map_err(|_| taken())?;
        if running.contains_key(item_id) {
            return Err(taken());
        }
        running.insert(item_id.to_owned(), Run { received: 0, total: None, stop: false });
        Ok(())
    }

    async fn fetch(
        &self,
        item_id: &str,
        name: &str,
        link: &str,
        folder: &Path,
        progress: &(impl Fn(DownloadProgress) + Send + Sync),
    ) -> Result<(), DeskError> {
        tokio::fs::create_dir_all(folder)
            .await
            .map_err(|e| DeskError::file("could not make the folder", folder, e))?;
        let part = folder.join(format!("{name}.part"));
        let resume = self.resume_point(item_id, &part).await?;
        let download = self.inner.client.download(link, resume.as_ref()).await?;
        let mut kept = Kept {
            item_id: item_id.to_owned(),
            part: part.display().to_string(),
            etag: download.etag.clone(),
            done: None,
            failed: None,
        };
        self.inner.store.put(KIND, item_id, &kept)?;
        let (offset, total) = (download.offset, download.total);
        let mut hasher = hashed_so_far(&part, offset).await?;
        let mut file = open_part(&part, offset).await?;
        let mut received = offset;
        let mut told = Instant::now();
        let mut chunks = std::pin::pin!(download.chunks());
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk?;
            file.write_all(&chunk).await.map_err(|e| DeskError::file("could not write", &part, e))?;
            hasher.update(&chunk);
            received += chunk.len() as u64;
            self.note_run(item_id, received, total)?;
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                progress(DownloadProgress { received, total });
            }
        }
        file.sync_all().await.map_err(|e| DeskError::file("could not write", &part, e))?;
        drop(file);
        progress(DownloadProgress { received, total });
        if total.is_some_and(|total| total != received) {
            return Err(DeskError::invalid(
                "item",
                format!("only {received} bytes of {} arrived", total.unwrap_or(0)),
            ));
        }
        let path = finish(&part, folder, name).await?;
        let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        kept.done = Some((path.display().to_string(), sha256, received));
        self.inner.store.put(KIND, item_id, &kept)?;
        Ok(())
    }

    /// Keeps the count, and tells whether to go on.
    fn note_run(&self, item_id: &str, received: u64, total: Option<u64>) -> Result<(), DeskError> {
        let mut running = self.inner.running.lock().map_err(|_| DeskError::Cancelled)?;
        let run = running.get_mut(item_id).ok_or(DeskError::Cancelled)?;
        (run.received, run.total) = (received, total);
        if run.stop { Err(DeskError::Cancelled) } else { Ok(()) }
    }

    async fn resume_point(&self, item_id: &str, part: &Path) -> Result<Option<ResumePoint>, DeskError> {
        let Some(kept) = self.inner.store.get::<Kept>(KIND, item_id)? else { return Ok(None) };
        let Some(etag) = kept.etag.filter(|_| kept.part == part.display().to_string()) else {
            return Ok(None);
        };
        let offset = tokio::fs::metadata(part).await.map_or(0, |file| file.len());
        Ok((offset > 0).then_some(ResumePoint { offset, etag }))
    }

    fn delivered_item(&self, item_id: &str) -> Result<Value, DeskError> {
        let items: Vec<Value> = self.inner.store.get(ITEMS, "all")?.unwrap_or_default();
        items
            .into_iter()
            .find(|item| property(item, "id").as_deref() == Some(item_id))
            .ok_or_else(|| DeskError::missing("such delivery; refresh the list"))
    }

    fn show_delivery(&self, feature: &Value) -> Result<Delivery, DeskError> {
        let item_id = property(feature, "id").unwrap_or_default();
        let reference = property(feature, "customerReference");
        let known_order = match &reference {
            Some(reference) => self.inner.ledger.intent(reference)?.is_some(),
            None => false,
        };
        let acquired = property(feature, "acquisitionDate").unwrap_or_default();
        let platform = archive::platform_name(&property(feature, "platform").unwrap_or_default());
        Ok(Delivery {
            title: format!("{platform}, {} UTC", acquired.get(..16).unwrap_or(&acquired).replace('T', " ")),
            reference,
            sales_order_id: property(feature, "internalReference"),
            published: property(feature, "publicationDate"),
            file_name: file_name(feature),
            known_order,
            download: self.download_state(&item_id)?,
            item_id,
        })
    }

    fn download_state(&self, item_id: &str) -> Result<DeliveryState, DeskError> {
        if let Ok(running) = self.inner.running.lock()
            && let Some(run) = running.get(item_id)
        {
            return Ok(DeliveryState::Downloading { received: run.received, total: run.total });
        }
        let kept = self.inner.store.get::<Kept>(KIND, item_id)?;
        Ok(match kept {
            Some(Kept { done: Some((path, sha256, byte_count)), .. }) if Path::new(&path).is_file() => {
                DeliveryState::Done { path, sha256, byte_count }
            }
            Some(Kept { failed: Some(message), .. }) => DeliveryState::Failed { message },
            _ => DeliveryState::Available,
        })
    }
}

async fn open_part(part: &Path, offset: u64) -> Result<tokio::fs::File, DeskError> {
    let mut options = tokio::fs::OpenOptions::new();
    let options =
        if offset > 0 { options.append(true) } else { options.write(true).create(true).truncate(true) };
    options.open(part).await.map_err(|e| DeskError::file("could not write", part, e))
}

/// The hash of what is here already, so that the whole file's hash comes out at the end.
async fn hashed_so_far(part: &Path, offset: u64) -> Result<Sha256, DeskError> {
    let mut hasher = Sha256::new();
    if offset == 0 {
        return Ok(hasher);
    }
    let failed = |e| DeskError::file("could not read", part, e);
    let mut file = tokio::fs::File::open(part).await.map_err(failed)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer).await.map_err(failed)?;
        if read == 0 {
            return Ok(hasher);
        }
        hasher.update(&buffer[..read]);
    }
}

/// Gives a whole file its name; a file of that name that is there already is kept beside it.
async fn finish(part: &Path, folder: &Path, name: &str) -> Result<PathBuf, DeskError> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for number in 1..1000 {
        let candidate = match (number, ending) {
            (1, _) => name.to_owned(),
            (_, "") => format!("{stem} ({number})"),
            _ => format!("{stem} ({number}).{ending}"),
        };
        let path = folder.join(candidate);
        // A hard link fails where the name is taken, so nothing is ever written over; not every disk has them.
        match tokio::fs::hard_link(part, &path).await {
            Ok(()) => {
                let _ = tokio::fs::remove_file(part).await;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(_) if !path.exists() => {
                tokio::fs::rename(part, &path)
                    .await
                    .map_err(|e| DeskError::file("could not name", &path, e))?;
                return Ok(path);
            }
            Err(_) => {}
        }
    }
    Err(DeskError::invalid("folder", "the folder is full of files with this name"))
}

/// A name for a delivered file: the vendor's where it is harmless, else one made of ids.
fn file_name(feature: &Value) -> String {
    let vendors = download_link(feature).and_then(|link| link.resource_id).and_then(|name| harmless(&name));
    vendors.unwrap_or_else(|| {
        let reference = property(feature, "customerReference").unwrap_or_else(|| "delivery".to_owned());
        let id = property(feature, "id").unwrap_or_default();
        let text = format!("{reference}_{id}");
        let plain: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
            .collect();
        format!("{}.zip", plain.chars().take(120).collect::<String>())
    })
}

/// Names come from outside: the last part only, no control or reserved characters, no Windows device, no hidden file.
fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control() && c.is_ascii() && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*'))
        .take(150)
        .collect();
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    let stem = plain.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    (plain.len() >= 3 && !device && plain.contains('.')).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_stay_inside_the_folder() {
        assert_eq!(harmless("WO_000018017_1.zip").as_deref(), Some("WO_000018017_1.zip"));
        assert_eq!(harmless("../../etc/passwd.zip").as_deref(), Some("passwd.zip"));
        assert_eq!(harmless("..\\..\\x.zip").as_deref(), Some("x.zip"));
        assert_eq!(harmless("a\u{202e}piz.zip").as_deref(), Some("apiz.zip"));
        for bad in ["..", "CON.zip", "lpt1.zip", "", "noending", "/"] {
            assert_eq!(harmless(bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn a_finished_file_never_writes_over_another() {
        let folder = tempfile::tempdir().unwrap();
        for (content, name) in [("one", "a.zip"), ("two", "a (2).zip")] {
            let part = folder.path().join("a.zip.part");
            std::fs::write(&part, content).unwrap();
            let path = finish(&part, folder.path(), "a.zip").await.unwrap();
            assert_eq!(path.file_name().unwrap(), name);
            assert_eq!(std::fs::read_to_string(path).unwrap(), content);
            assert!(!part.exists());
        }
    }
}
