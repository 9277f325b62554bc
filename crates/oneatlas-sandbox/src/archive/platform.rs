//! The satellites: what each is called, how sharply it sees, how wide.

use crate::contracts::{Mission, PUBLIC, PUBLIC_NEO, Workspace};

/// A satellite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    Phr1a,
    Phr1b,
    Spot6,
    Spot7,
    Pneo3,
    Pneo4,
}

impl Platform {
    pub(crate) fn mission(self) -> Mission {
        match self {
            Self::Phr1a | Self::Phr1b => Mission::Pleiades,
            Self::Spot6 | Self::Spot7 => Mission::Spot,
            Self::Pneo3 | Self::Pneo4 => Mission::PleiadesNeo,
        }
    }

    /// `PHR1A`
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Phr1a => "PHR1A",
            Self::Phr1b => "PHR1B",
            Self::Spot6 => "SPOT6",
            Self::Spot7 => "SPOT7",
            Self::Pneo3 => "PNEO3",
            Self::Pneo4 => "PNEO4",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Phr1a, Self::Phr1b, Self::Spot6, Self::Spot7, Self::Pneo3, Self::Pneo4]
            .into_iter()
            .find(|platform| platform.name() == name)
    }

    /// `PHR`
    pub(crate) fn constellation(self) -> &'static str {
        match self.mission() {
            Mission::Pleiades => "PHR",
            Mission::Spot => "SPOT",
            Mission::PleiadesNeo => "PNEO",
        }
    }

    /// Metres on the ground.
    pub(crate) fn resolution(self) -> f64 {
        match self.mission() {
            Mission::Pleiades => 0.5,
            Mission::Spot => 1.5,
            Mission::PleiadesNeo => 0.3,
        }
    }

    /// The width of the swath and the longest strip, in kilometres.
    pub(super) fn swath_km(self) -> (f64, f64) {
        match self.mission() {
            Mission::Pleiades => (20.0, 110.0),
            Mission::Spot => (60.0, 180.0),
            Mission::PleiadesNeo => (14.0, 90.0),
        }
    }

    /// The workspace that lists its archive.
    pub(crate) fn workspace(self) -> Workspace {
        if self.mission() == Mission::PleiadesNeo { PUBLIC_NEO } else { PUBLIC }
    }
}
