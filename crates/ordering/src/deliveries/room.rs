//! Whether the disk has room for what is still to come: asked before the first byte, and again while it arrives, since the
//! vendor need not tell a size and others write to the same disk.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::error::DeskError;

/// Kept free on the disk beyond the file, in bytes.
const SPARE: u64 = 16 * 1024 * 1024;
/// The disk is asked again after so many bytes: fewer than are kept free, so that it is never written full.
const LOOK_EVERY: u64 = 8 * 1024 * 1024;

/// The room of one download.
pub(super) struct Room<'a> {
    folder: &'a Path,
    total: Option<u64>,
    /// How many bytes are here when the disk is asked next.
    next_look: u64,
    /// Tells how many bytes are free.
    free: fn(&Path) -> std::io::Result<u64>,
}

impl<'a> Room<'a> {
    /// For a file of `total` bytes; `None` where the vendor does not tell.
    pub(super) fn new(folder: &'a Path, total: Option<u64>) -> Room<'a> {
        Room { folder, total, next_look: 0, free: |place| fs4::available_space(place) }
    }

    /// Asks the disk. A disk that can't be asked has room until a write fails.
    pub(super) async fn look(&mut self, here: u64) -> Result<(), DeskError> {
        self.next_look = here.saturating_add(LOOK_EVERY);
        let needed = self.needed(here);
        let (free, place) = (self.free, self.folder.to_owned());
        match tokio::task::spawn_blocking(move || free(&place)).await {
            Ok(Ok(free)) if free < needed => Err(self.full(needed, free)),
            _ => Ok(()),
        }
    }

    /// Asks the disk again where enough has arrived since the last time.
    pub(super) async fn passed(&mut self, here: u64) -> Result<(), DeskError> {
        if here >= self.next_look { self.look(here).await } else { Ok(()) }
    }

    /// Why bytes could not be written to the part.
    pub(super) fn not_written(&self, part: &Path, here: u64, error: Error) -> DeskError {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                let free = (self.free)(self.folder).unwrap_or_default();
                self.full(self.needed(here), free)
            }
            _ => DeskError::file("could not write", part, error),
        }
    }

    /// The rest of the file; of a file whose size is not known, the next bytes.
    fn needed(&self, here: u64) -> u64 {
        match self.total {
            Some(total) if total <= here => 0,
            Some(total) => (total - here).saturating_add(SPARE),
            None => SPARE,
        }
    }

    fn full(&self, needed: u64, free: u64) -> DeskError {
        DeskError::DiskFull { folder: self.folder.display().to_string(), needed, free }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(total: Option<u64>, free: fn(&Path) -> std::io::Result<u64>) -> Room<'static> {
        Room { free, ..Room::new(Path::new("/imagery"), total) }
    }

    fn told(result: Result<(), DeskError>) -> Option<(u64, u64)> {
        match result {
            Ok(()) => None,
            Err(DeskError::DiskFull { needed, free, .. }) => Some((needed, free)),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn the_rest_of_the_file_has_to_fit_with_something_to_spare() {
        let free: fn(&Path) -> _ = |_| Ok(SPARE + 100);
        assert_eq!(told(room(Some(100), free).look(0).await), None);
        assert_eq!(told(room(Some(101), free).look(0).await), Some((SPARE + 101, SPARE + 100)));
        assert_eq!(told(room(Some(101), free).look(1).await), None, "a byte is here already");
        assert_eq!(told(room(Some(u64::MAX), free).look(0).await), Some((u64::MAX, SPARE + 100)));
        assert_eq!(told(room(Some(100), |_| Ok(0)).look(100).await), None, "nothing is to come");
        assert_eq!(told(room(Some(100), |_| Err(Error::other("no answer"))).look(0).await), None);
    }

    #[tokio::test]
    async fn without_a_size_it_ends_before_the_disk_is_full() {
        let mut room = room(None, |_| Ok(SPARE));
        assert_eq!(told(room.look(0).await), None);
        room.free = |_| Ok(SPARE - 1);
        assert_eq!(told(room.passed(LOOK_EVERY - 1).await), None, "not asked again so soon");
        assert_eq!(told(room.passed(LOOK_EVERY).await), Some((SPARE, SPARE - 1)));
        const { assert!(LOOK_EVERY < SPARE) };
    }

    #[test]
    fn a_disk_that_is_full_at_a_write_is_called_so() {
        let room = room(Some(100), |_| Ok(7));
        let part = Path::new("/imagery/a.part");
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
            assert_eq!(told(Err(room.not_written(part, 40, kind.into()))), Some((SPARE + 60, 7)));
        }
        let other = room.not_written(part, 40, ErrorKind::PermissionDenied.into());
        assert!(matches!(other, DeskError::File { .. }), "{other}");
    }
}
