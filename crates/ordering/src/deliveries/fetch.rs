//! Brings a file: the answer is checked, every byte is written to the part, and the name is given when it is whole.

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use oneatlas::{Download, Ending, ResumePoint};
use tokio::io::AsyncWriteExt;
use tokio::sync::watch;

use super::room::Room;
use super::{DownloadProgress, FileFlaw, KIND, Kept, RestartReason, origin, parts};
use crate::desk::Desk;
use crate::error::DeskError;

/// Progress crosses to the interface at most ten times a second.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// What a power cut may cost.
const SYNC_EVERY: u64 = 64 * 1024 * 1024;

/// What is to be fetched.
pub(super) struct Job<'a> {
    pub(super) item_id: &'a str,
    pub(super) name: &'a str,
    pub(super) link: &'a str,
    pub(super) folder: &'a Path,
    pub(super) part: &'a Path,
    pub(super) stop: Stop,
}

/// Whether a person has asked a download to stop. It ends whatever the download waits for.
pub(super) struct Stop(watch::Receiver<bool>);

impl From<watch::Receiver<bool>> for Stop {
    fn from(asked: watch::Receiver<bool>) -> Stop {
        Stop(asked)
    }
}

impl Stop {
    /// What `work` answers, unless the download is to stop before.
    async fn or<T>(&self, work: impl Future<Output = T>) -> Result<T, DeskError> {
        let mut asked = self.0.clone();
        let stopped = async move {
            // The sender goes with the download's entry in the list of those that run.
            drop(asked.wait_for(|stop| *stop).await);
        };
        tokio::select! {
            biased;
            () = stopped => Err(DeskError::Cancelled),
            done = work => Ok(done),
        }
    }
}

/// What an earlier attempt left.
enum Left {
    /// Nothing of use; the reason, if something was there.
    Nothing(Option<RestartReason>),
    /// The first bytes.
    Part(ResumePoint),
    /// All of it, but not under its name.
    Whole(Kept),
}

impl Desk {
    pub(super) async fn fetch(
        &self,
        job: &Job<'_>,
        progress: &(impl Fn(DownloadProgress) + Send + Sync),
    ) -> Result<(), DeskError> {
        tokio::fs::create_dir_all(job.folder)
            .await
            .map_err(|e| DeskError::file("could not make the folder", job.folder, e))?;
        let (mut kept, ending) = match self.left(job).await? {
            Left::Whole(kept) => (kept, Ending::Counted),
            Left::Part(point) => self.transfer(job, Some(point), None, progress).await?,
            Left::Nothing(why) => self.transfer(job, None, why, progress).await?,
        };
        let checked = job.stop.or(parts::check(job.part, job.name, kept.total, ending)).await?;
        if matches!(&checked, Err(DeskError::NotWhole(flaw)) if !matches!(flaw, FileFlaw::Short { .. })) {
            self.discard(job, &mut kept).await?;
        }
        let (size, checked, sha256) = checked?;
        origin::mark(job.part).await;
        let path = parts::finish(job.part, job.folder, job.name).await?;
        kept.done = Some((path.display().to_string(), sha256, size));
        kept.checked = Some(checked);
        self.inner.store.put(KIND, job.item_id, &kept)?;
        Ok(())
    }

    /// What lies here of the item, as far as it can be gone on with.
    async fn left(&self, job: &Job<'_>) -> Result<Left, DeskError> {
        let size = tokio::fs::metadata(job.part).await.map_or(0, |file| file.len());
        let kept = self.inner.store.get::<Kept>(KIND, job.item_id)?.filter(|kept| kept.done.is_none());
        let Some(kept) = kept else {
            return Ok(Left::Nothing((size > 0).then_some(RestartReason::NotRecognised)));
        };
        if kept.part != job.part.display().to_string() {
            // Under the names of before, or in another folder: nobody would look for it again.
            return Ok(Left::Nothing(drop_former(&kept.part).await.then_some(RestartReason::NotRecognised)));
        }
        let offset = size.min(kept.synced);
        let lost = kept.synced > size || kept.total.is_some_and(|total| size > total);
        Ok(match (&kept.etag, kept.total) {
            _ if lost => Left::Nothing(Some(RestartReason::PartLost)),
            _ if offset == 0 => Left::Nothing(None),
            (_, Some(total)) if offset == total => Left::Whole(kept),
            (None, _) => Left::Nothing(Some(RestartReason::NotRecognised)),
            (Some(etag), total) => {
                Left::Part(ResumePoint { offset, etag: etag.clone(), total, host: kept.host.clone() })
            }
        })
    }

    /// Asks the vendor, and writes what comes to the part.
    async fn transfer(
        &self,
        job: &Job<'_>,
        point: Option<ResumePoint>,
        lost: Option<RestartReason>,
        progress: &(impl Fn(DownloadProgress) + Send + Sync),
    ) -> Result<(Kept, Ending), DeskError> {
        let download = job.stop.or(self.inner.client.download(job.link, point.as_ref())).await??;
        let (offset, total, ending) = (download.offset, download.total, download.ending);
        let restarted = download.restarted.map(RestartReason::from).or(lost);
        let mut room = Room::new(job.folder, total);
        // The part that is dropped makes room, too.
        let here = tokio::fs::metadata(job.part).await.map_or(0, |file| file.len());
        room.look(here.max(offset)).await?;
        let mut kept = Kept {
            item_id: job.item_id.to_owned(),
            part: job.part.display().to_string(),
            etag: download.etag.clone(),
            total,
            host: Some(download.host.clone()),
            synced: offset,
            restarted,
            ..Kept::default()
        };
        // Before the part is cut: bytes of two versions are never noted as one.
        self.inner.store.put(KIND, job.item_id, &kept)?;
        let mut file = parts::open(job.part, offset).await?;
        progress(DownloadProgress { received: offset, total, restarted });
        let outcome = self.receive(job, download, (&mut kept, &mut file), &mut room, progress).await;
        let settled = self.note_synced(job, &mut kept, &mut file, &room).await;
        drop(file);
        if matches!(&outcome, Err(DeskError::NotWhole(_))) {
            self.discard(job, &mut kept).await?;
        }
        outcome?;
        settled?;
        Ok((kept, ending))
    }

    async fn receive(
        &self,
        job: &Job<'_>,
        download: Download,
        (kept, file): (&mut Kept, &mut tokio::fs::File),
        room: &mut Room<'_>,
        progress: &(impl Fn(DownloadProgress) + Send + Sync),
    ) -> Result<(), DeskError> {
        let (total, restarted) = (download.total, kept.restarted);
        let (mut received, mut unsynced) = (download.offset, 0);
        let mut told = Instant::now();
        let running = &self.inner.records.running;
        running.note(job.item_id, DownloadProgress { received, total, restarted });
        let mut chunks = std::pin::pin!(download.chunks());
        while let Some(chunk) = job.stop.or(chunks.next()).await? {
            let chunk = chunk?;
            let length = chunk.len() as u64;
            if let Some(total) = total.filter(|total| received + length > *total) {
                return Err(DeskError::NotWhole(FileFlaw::Long { total }));
            }
            room.passed(received).await?;
            file.write_all(&chunk).await.map_err(|e| room.not_written(job.part, received, e))?;
            received += length;
            unsynced += length;
            if unsynced >= SYNC_EVERY {
                unsynced = 0;
                self.note_synced(job, kept, file, room).await?;
            }
            let so_far = DownloadProgress { received, total, restarted };
            running.note(job.item_id, so_far);
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                progress(so_far);
            }
        }
        progress(DownloadProgress { received, total, restarted });
        Ok(())
    }

    /// Brings what was written to the disk, and then notes how much it is.
    async fn note_synced(
        &self,
        job: &Job<'_>,
        kept: &mut Kept,
        file: &mut tokio::fs::File,
        room: &Room<'_>,
    ) -> Result<(), DeskError> {
        let before = kept.synced;
        let failed = |e| room.not_written(job.part, before, e);
        // Writing goes on behind the scenes, and its errors come out here.
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        kept.synced = file.metadata().await.map_err(failed)?.len();
        self.inner.store.put(KIND, job.item_id, kept)?;
        Ok(())
    }

    /// Throws away what is known to be wrong, so that the next attempt starts anew.
    async fn discard(&self, job: &Job<'_>, kept: &mut Kept) -> Result<(), DeskError> {
        (kept.etag, kept.total, kept.host, kept.synced) = (None, None, None, 0);
        self.inner.store.put(KIND, job.item_id, kept)?;
        tokio::fs::remove_file(job.part).await.map_err(|e| DeskError::file("could not remove", job.part, e))
    }
}

/// Removes a part of before; whether there was one.
async fn drop_former(part: &str) -> bool {
    part.ends_with(".part") && tokio::fs::remove_file(part).await.is_ok()
}
