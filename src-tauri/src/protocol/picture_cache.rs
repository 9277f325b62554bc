//! Pictures that were seen before, on the disk, up to a size: those not looked at for longest go first. A cache that can't
//! be read or written only costs time.

use std::fs::FileTimes;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::sync::Mutex;

/// Half a gigabyte: some thousand quicklooks.
const LIMIT: u64 = 500_000_000;

pub(crate) struct PictureCache {
    folder: PathBuf,
    limit: u64,
    /// Bytes in the folder; not known before it is looked through.
    used: Mutex<Option<u64>>,
}

impl PictureCache {
    pub(crate) fn new(folder: PathBuf) -> PictureCache {
        PictureCache { folder, limit: LIMIT, used: Mutex::new(None) }
    }

    /// The picture, if it is here. To be read is to be looked at.
    pub(super) async fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.join(name);
        let bytes = tokio::fs::read(&path).await.ok()?;
        let looked_at = move || {
            let now = FileTimes::new().set_modified(SystemTime::now());
            std::fs::File::options().write(true).open(&path).and_then(|file| file.set_times(now))
        };
        if let Err(error) = tokio::task::spawn_blocking(looked_at).await {
            tracing::debug!(%error, "a picture could not be marked as looked at");
        }
        Some(bytes)
    }

    pub(super) async fn keep(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.join(name);
        let written = async {
            let draft = path.with_extension("new");
            tokio::fs::create_dir_all(path.parent().unwrap_or(&self.folder)).await?;
            tokio::fs::write(&draft, bytes).await?;
            tokio::fs::rename(&draft, &path).await
        };
        if let Err(error) = written.await {
            tracing::debug!(%error, "a picture could not be kept");
            return;
        }
        let mut used = self.used.lock().await;
        let known = used.map(|used| used + bytes.len() as u64);
        if known.is_none_or(|known| known > self.limit) {
            let (folder, limit) = (self.folder.clone(), self.limit);
            *used = tokio::task::spawn_blocking(move || sweep(&folder, limit)).await.ok();
        } else {
            *used = known;
        }
    }
}

/// Removes what was not looked at for longest until a fifth of the limit is free again; the bytes that are left.
fn sweep(folder: &Path, limit: u64) -> u64 {
    let mut pictures = Vec::new();
    collect(folder, &mut pictures);
    let mut used: u64 = pictures.iter().map(|(_, size, _)| size).sum();
    if used <= limit {
        return used;
    }
    pictures.sort_by_key(|(looked_at, _, _)| *looked_at);
    for (_, size, path) in pictures {
        if used <= limit / 5 * 4 {
            break;
        }
        match std::fs::remove_file(&path) {
            Ok(()) => used -= size,
            Err(error) => tracing::debug!(%error, "an old picture could not be removed"),
        }
    }
    used
}

fn collect(folder: &Path, pictures: &mut Vec<(SystemTime, u64, PathBuf)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(facts) = entry.metadata() else { continue };
        if facts.is_dir() {
            collect(&entry.path(), pictures);
        } else {
            let looked_at = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            pictures.push((looked_at, facts.len(), entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn what_was_not_looked_at_for_longest_goes_first() {
        let home = tempfile::tempdir().unwrap();
        let cache = PictureCache { limit: 1000, ..PictureCache::new(home.path().join("pictures")) };
        for (age, name) in [(300, "live/a"), (200, "live/b"), (100, "sandbox/c")] {
            cache.keep(name, &[7; 300]).await;
            let then = FileTimes::new().set_modified(SystemTime::now() - Duration::from_secs(age));
            let path = home.path().join("pictures").join(name);
            std::fs::File::options().write(true).open(path).unwrap().set_times(then).unwrap();
        }
        assert_eq!(cache.read("live/a").await.unwrap(), [7; 300], "and so it is the newest");
        cache.keep("live/d", &[7; 300]).await;
        assert!(cache.read("live/b").await.is_none(), "the oldest had to go");
        for name in ["live/a", "live/d"] {
            assert!(cache.read(name).await.is_some(), "{name}");
        }
        assert_eq!(cache.read("live/none").await, None);
    }

    #[tokio::test]
    async fn a_folder_that_can_not_be_made_only_costs_time() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("pictures"), "in the way").unwrap();
        let cache = PictureCache::new(home.path().join("pictures"));
        cache.keep("live/a", &[1]).await;
        assert!(cache.read("live/a").await.is_none());
    }
}
