//! Faults in the vendor's records. A scene with one stays in the table, bears a mark, and is counted.

use serde::{Deserialize, Serialize};

/// A fault in the record of a scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SceneFlaw {
    /// It has no id; it is told apart by a digest of its content.
    NoId,
    /// Another scene, taken at another moment, has the same id.
    SameId,
    /// It says nothing of where it is.
    NoGeometry,
    /// Where it is can't be made out; it is not drawn.
    BadGeometry,
    /// Its outline crosses itself; it is drawn as it is.
    CrossedOutline,
    /// It does not say when it was taken.
    NoDate,
    /// Its date can't be true: before there were such satellites, or in the future.
    OddDate,
    /// It has left the vendor's catalogue since it was found, and can't be ordered any more.
    Withdrawn,
}

impl SceneFlaw {
    /// All, the gravest first.
    pub const ALL: [SceneFlaw; 8] = [
        SceneFlaw::Withdrawn,
        SceneFlaw::SameId,
        SceneFlaw::NoId,
        SceneFlaw::NoGeometry,
        SceneFlaw::BadGeometry,
        SceneFlaw::CrossedOutline,
        SceneFlaw::NoDate,
        SceneFlaw::OddDate,
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// How many scenes have a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FlawCount {
    /// Which.
    pub flaw: SceneFlaw,
    /// How many.
    pub count: u32,
}

/// The faults of one scene.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaws(u8);

impl Flaws {
    pub(crate) fn add(&mut self, flaw: SceneFlaw) {
        self.0 |= flaw.bit();
    }

    /// Whether there are none.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether it has this one.
    pub fn has(self, flaw: SceneFlaw) -> bool {
        self.0 & flaw.bit() != 0
    }

    /// All it has, the gravest first.
    pub fn list(self) -> Vec<SceneFlaw> {
        SceneFlaw::ALL.into_iter().filter(|flaw| self.has(*flaw)).collect()
    }
}
