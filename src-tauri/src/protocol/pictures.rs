//! Thumbnails and quicklooks: from the disk when they were seen before, else from the vendor, with the token added here
//! and nowhere near the page.

use std::borrow::Cow;
use std::path::PathBuf;

use ordering::Desk;

use super::{Bytes, Failure};
use crate::state::Shell;

/// Pixels across: twice the size of a card's picture, for sharp screens.
const THUMBNAIL_WIDTH: u32 = 256;

pub(super) async fn thumbnail(shell: &Shell, scene_id: &str) -> Result<(&'static str, Bytes), Failure> {
    picture(shell, scene_id, "thumbnail", Some(THUMBNAIL_WIDTH)).await
}

pub(super) async fn quicklook(shell: &Shell, scene_id: &str) -> Result<(&'static str, Bytes), Failure> {
    picture(shell, scene_id, "quicklook", None).await
}

async fn picture(
    shell: &Shell,
    scene_id: &str,
    name: &str,
    width: Option<u32>,
) -> Result<(&'static str, Bytes), Failure> {
    let desk = shell.desk().map_err(Failure::upstream)?;
    let kept = kept_at(shell, &desk, scene_id, name);
    if let Some(kept) = &kept
        && let Ok(bytes) = tokio::fs::read(kept).await
    {
        return Ok((kind(&bytes), Cow::Owned(bytes)));
    }
    let link = desk.picture_link(scene_id, name).map_err(|error| Failure::missing(error.to_string()))?;
    let bytes = desk.client().fetch_picture(&link, width).await.map_err(Failure::upstream)?;
    if let Some(kept) = kept {
        keep(&kept, &bytes).await;
    }
    Ok((kind(&bytes), Cow::Owned(bytes.to_vec())))
}

/// Only plain ids become file names; anything else is fetched each time.
fn kept_at(shell: &Shell, desk: &Desk, scene_id: &str, name: &str) -> Option<PathBuf> {
    let plain =
        !scene_id.is_empty() && scene_id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let world = match desk.environment() {
        ordering::Environment::Sandbox => "sandbox",
        ordering::Environment::Live => "live",
    };
    plain.then(|| shell.folders().cache.join("pictures").join(world).join(format!("{scene_id}-{name}")))
}

/// A cache that cannot be written only costs time.
async fn keep(path: &std::path::Path, bytes: &[u8]) {
    let Some(folder) = path.parent() else { return };
    let draft = path.with_extension("new");
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&draft, bytes).await?;
        tokio::fs::rename(&draft, path).await
    };
    if let Err(error) = written.await {
        tracing::debug!(%error, "a picture could not be kept");
    }
}

fn kind(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
}
