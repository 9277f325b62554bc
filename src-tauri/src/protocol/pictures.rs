//! Thumbnails and quicklooks: from the disk when they were seen before, else from the vendor, with the token added here
//! and nowhere near the page.

use std::borrow::Cow;

use oneatlas::ErrorKind;
use ordering::Desk;

use super::{Bytes, Failure};
use crate::events::{Fact, Unanswered};
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
    let desk = shell.local_desk().map_err(Failure::upstream)?;
    let kept = kept_as(&desk, scene_id, name);
    if let Some(kept) = &kept
        && let Some(bytes) = shell.pictures().read(kept).await
    {
        return Ok((kind(&bytes), Cow::Owned(bytes)));
    }
    // What is not here has to be fetched, which takes an open connection.
    let desk = shell.desk().map_err(Failure::upstream)?;
    let link = desk.picture_link(scene_id, name).map_err(|error| Failure::missing(error.to_string()))?;
    let ours = shell.clone();
    let name = format!("{name}/{scene_id}");
    let asked = name.clone();
    let fetch = async move {
        let _turn = ours.fetches().turn().await;
        let fetched = desk.client().fetch_picture(&link, width).await;
        let bytes = fetched.map_err(|error| {
            // The page sees no more of a picture than that it failed.
            if let Some(reached) = silence(error.kind()) {
                let unanswered = Unanswered { picture: Some(asked), reached };
                ours.surroundings().report(Fact::Unanswered(unanswered));
            }
            Failure::upstream(error)
        })?;
        if let Some(kept) = kept {
            ours.pictures().keep(&kept, &bytes).await;
        }
        Ok((kind(&bytes), Cow::Owned(bytes.to_vec())))
    };
    let fetched = shell.fetches().run(&name, fetch).await;
    fetched.unwrap_or_else(|| Err(Failure::missing("nobody waits for it any more")))
}

/// Whether the vendor was reached, where an error leaves open whether there is a picture; `None` where it says that there is
/// none.
pub(crate) fn silence(error: ErrorKind) -> Option<bool> {
    match error {
        ErrorKind::Unreachable | ErrorKind::Interrupted | ErrorKind::Timeout => Some(false),
        ErrorKind::Unavailable | ErrorKind::RateLimited => Some(true),
        _ => None,
    }
}

/// Only plain ids become file names; anything else is fetched each time.
fn kept_as(desk: &Desk, scene_id: &str, name: &str) -> Option<String> {
    let plain =
        !scene_id.is_empty() && scene_id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let world = match desk.environment() {
        ordering::Environment::Sandbox => "sandbox",
        ordering::Environment::Live => "live",
    };
    plain.then(|| format!("{world}/{scene_id}-{name}"))
}

fn kind(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
}
