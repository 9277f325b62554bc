//! The life of a record: published, perhaps changed, perhaps withdrawn.

use super::scene::{Role, Scene};
use crate::random::mix;
use crate::stamps;

/// The catalogue has no record touched before its move in October 2018; until then it took a quarter of a year.
pub(crate) const MOVE_DAYS: i64 = 90;
/// Days after publication by which a record that changes has changed.
pub(crate) const CHANGE_DAYS: i64 = 200;
/// Days after publication by which a scene that is withdrawn is gone.
pub(crate) const WITHDRAWAL_DAYS: i64 = 900;

/// When the catalogue moved, 2018-10-03T12:00:00Z.
pub(crate) fn move_start() -> i64 {
    stamps::midnight(2018, 10, 3) + stamps::DAY_MS / 2
}

impl Scene {
    /// When the record first stood in the catalogue as it is now.
    fn entered(&self) -> i64 {
        let start = move_start();
        let moved = start + (self.noise % (MOVE_DAYS as u64 * 86_400)) as i64 * 1000;
        if self.published < start { moved } else { self.published }
    }

    /// When the record changes, if it ever does: one in sixteen is processed and qualified anew.
    fn changes(&self) -> Option<i64> {
        let noise = mix(self.noise ^ 21);
        let days = 20 + (noise >> 8) % (CHANGE_DAYS as u64 - 20);
        let changes = noise & 15 == 0 && self.captured.is_none() && self.published >= move_start();
        changes.then(|| self.published + days as i64 * stamps::DAY_MS + (noise >> 40) as i64 % stamps::DAY_MS)
    }

    fn changed(&self, now: i64) -> Option<i64> {
        self.changes().filter(|at| *at <= now)
    }

    /// Whether the record was processed and qualified anew by now.
    pub(crate) fn qualified(&self, now: i64) -> bool {
        self.changed(now).is_some()
    }

    /// When the scene leaves the catalogue, if it ever does: one in a hundred.
    pub(crate) fn withdrawn(&self) -> Option<i64> {
        let noise = mix(self.noise ^ 22);
        let leaves = noise.is_multiple_of(100) && self.role == Role::Mono && self.captured.is_none();
        let days = 60 + (noise >> 8) % (WITHDRAWAL_DAYS as u64 - 60);
        leaves.then(|| self.published + days as i64 * stamps::DAY_MS)
    }

    /// Whether the catalogue lists the scene at a time: published, and not withdrawn.
    pub(crate) fn is_listed(&self, now: i64) -> bool {
        self.published <= now && self.withdrawn().is_none_or(|at| at > now)
    }

    /// When the record was last touched.
    pub(crate) fn updated(&self, now: i64) -> i64 {
        self.changed(now).unwrap_or_else(|| self.entered())
    }

    pub(crate) fn processed(&self, now: i64) -> i64 {
        let first = self.taken + 3_600_000 + (self.noise % 5_400_000) as i64;
        self.changed(now).map_or(first, |at| at - 7_200_000)
    }

    pub(crate) fn expires(&self) -> i64 {
        self.published + 3650 * stamps::DAY_MS
    }
}
