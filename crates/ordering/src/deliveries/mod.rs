//! What has arrived in the private workspace, matched to orders by reference, and its download.
//!
//! [`fetch`] brings a file, going on where an earlier attempt broke off, for as long as the disk has [`room`]; [`parts`]
//! says whether what lies on the disk is whole; [`names`] finds a name that does no harm, and [`origin`] tells the system
//! that the file is from outside. What is called downloaded is whole and of one version. [`running`] knows what is under
//! way, over all connections.

mod fetch;
mod names;
mod origin;
mod parts;
mod room;
mod running;

use std::path::Path;

use oneatlas::wire::search::{download_link, property};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::parts::{FileFlaw, Wholeness};
pub(crate) use self::running::Running;

use self::fetch::{Job, Stop};
use self::names::file_name;
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
    /// Why its last download began anew although a part of it was here.
    #[cfg_attr(feature = "specta", specta(optional))]
    pub restarted: Option<RestartReason>,
}

/// Why a download began anew although a part of the file was here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RestartReason {
    /// The vendor has another file there by now.
    Changed,
    /// The vendor sends the file from its beginning only.
    NotContinued,
    /// The vendor's answer does not say which part of which file it is.
    Unclear,
    /// The file comes from another host than before.
    Moved,
    /// The vendor gave nothing by which to know the part here again.
    NotRecognised,
    /// The part is gone from the disk, or is not what was written there.
    PartLost,
}

impl From<oneatlas::Restart> for RestartReason {
    fn from(restart: oneatlas::Restart) -> Self {
        match restart {
            oneatlas::Restart::Changed => Self::Changed,
            oneatlas::Restart::NotContinued => Self::NotContinued,
            oneatlas::Restart::Unclear => Self::Unclear,
            oneatlas::Restart::Moved => Self::Moved,
        }
    }
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
        /// Why it began anew although a part was here.
        #[cfg_attr(feature = "specta", specta(optional))]
        restarted: Option<RestartReason>,
    },
    /// Here.
    #[serde(rename_all = "camelCase")]
    Done {
        /// Where.
        path: String,
        /// The SHA-256 of the file as it lies there.
        sha256: String,
        /// Its size.
        #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
        byte_count: u64,
        /// How it is known to be whole; `None` for what earlier versions fetched.
        #[cfg_attr(feature = "specta", specta(optional))]
        checked: Option<Wholeness>,
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
    /// Why it began anew although a part was here.
    #[cfg_attr(feature = "specta", specta(optional))]
    pub restarted: Option<RestartReason>,
}

/// What is remembered of a download.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Kept {
    item_id: String,
    /// The file its bytes are written to until they are whole.
    part: String,
    /// The strong tag of the version those bytes are of.
    etag: Option<String>,
    /// Path, SHA-256 and size of the finished file.
    done: Option<(String, String, u64)>,
    failed: Option<String>,
    /// The size of the whole file, where the vendor told it.
    #[serde(default)]
    total: Option<u64>,
    /// Where the bytes came from.
    #[serde(default)]
    host: Option<String>,
    /// How many bytes are on the disk for sure, also after a power cut.
    #[serde(default)]
    synced: u64,
    #[serde(default)]
    restarted: Option<RestartReason>,
    #[serde(default)]
    checked: Option<Wholeness>,
}

const KIND: &str = "download";
const ITEMS: &str = "delivered-items";

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

    /// Fetches an item into `folder`, going on where an earlier attempt broke off if the file is still the same. Else it
    /// starts anew, once, and tells why in [`DownloadProgress::restarted`] and [`Delivery::restarted`].
    ///
    /// # Errors
    /// [`DeskError::Cancelled`] when the user stopped it; [`DeskError::DiskFull`] before the first byte where the file
    /// will not fit, and later when the room is gone; [`DeskError::NotWhole`] when what arrived is not the whole file; else when the vendor or the disk
    /// fails. What has arrived stays, unless it is known to be wrong.
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
        let entry = self.inner.records.running.begin(item_id)?;
        let name = file_name(&feature);
        let job = Job {
            item_id,
            name: &name,
            link: &link,
            folder,
            part: &parts::path(folder, &name, item_id),
            stop: Stop::from(entry.stop.clone()),
        };
        let result = self.fetch(&job, &progress).await;
        if let Err(error) = &result
            && !matches!(error, DeskError::Cancelled)
            && let Some(mut kept) = self.inner.store.get::<Kept>(KIND, item_id)?
        {
            kept.failed = Some(error.to_string());
            self.inner.store.put(KIND, item_id, &kept)?;
        }
        drop(entry);
        self.changed(DeskEvent::Deliveries);
        result?;
        self.show_delivery(&feature)
    }

    /// Stops a running download at once, whatever it waits for and whichever connection began it. What has arrived stays,
    /// to go on from.
    pub fn cancel_download(&self, item_id: &str) {
        self.inner.records.running.stop(item_id);
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
        let kept = self.inner.store.get::<Kept>(KIND, &item_id)?;
        Ok(Delivery {
            title: format!("{platform}, {} UTC", acquired.get(..16).unwrap_or(&acquired).replace('T', " ")),
            reference,
            sales_order_id: property(feature, "internalReference"),
            published: property(feature, "publicationDate"),
            file_name: file_name(feature),
            known_order,
            download: self.download_state(&item_id, kept.as_ref()),
            restarted: kept.and_then(|kept| kept.restarted),
            item_id,
        })
    }

    fn download_state(&self, item_id: &str, kept: Option<&Kept>) -> DeliveryState {
        if let Some(so_far) = self.inner.records.running.progress(item_id) {
            let DownloadProgress { received, total, restarted } = so_far;
            return DeliveryState::Downloading { received, total, restarted };
        }
        match kept.cloned() {
            Some(Kept { done: Some((path, sha256, byte_count)), checked, .. })
                if Path::new(&path).is_file() =>
            {
                DeliveryState::Done { path, sha256, byte_count, checked }
            }
            Some(Kept { failed: Some(message), .. }) => DeliveryState::Failed { message },
            _ => DeliveryState::Available,
        }
    }
}
