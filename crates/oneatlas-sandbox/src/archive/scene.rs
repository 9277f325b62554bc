//! A scene of the archive: what it is, where it lies, and what it is filtered and sorted by.

use std::borrow::Cow;
use std::sync::Arc;

use geo::{Coord, LineString, Polygon};

use super::captured::Captured;
use super::platform::Platform;
use crate::geodesy::LonLat;
use crate::random::mix;

/// Whether a scene stands alone or belongs to a stereo set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Role {
    /// One look.
    Mono,
    /// One of two looks of a pass; listed and sold like any other.
    Part,
    /// The entry of a set: the serial numbers of its looks, and the degrees between them.
    Set { parts: [u32; 2], separation: f64 },
}

/// One acquisition.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// The cell of one degree in which its centre lies.
    pub(crate) cell: u32,
    /// Its number within the cell.
    pub(crate) serial: u32,
    pub(crate) platform: Platform,
    /// When it was taken.
    pub(crate) taken: i64,
    /// When it entered the catalogue.
    pub(crate) published: i64,
    /// Top left, top right, bottom right, bottom left of the picture.
    pub(crate) corners: [LonLat; 4],
    pub(crate) across: f64,
    pub(crate) along: f64,
    pub(crate) incidence: f64,
    pub(crate) azimuth: f64,
    pub(crate) sun_azimuth: f64,
    pub(crate) sun_elevation: f64,
    /// Per cent.
    pub(crate) cloud: f64,
    /// Per cent.
    pub(crate) snow: f64,
    /// What else may differ between scenes is taken from these bits.
    pub(crate) noise: u64,
    pub(crate) role: Role,
    /// The real record, for a scene of the capture.
    pub(crate) captured: Option<Arc<Captured>>,
}

/// A value of a scene or delivered item by which it is filtered and sorted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Attribute<'a> {
    Number(f64),
    Instant(i64),
    Text(Cow<'a, str>),
}

impl Attribute<'_> {
    pub(crate) fn into_owned(self) -> Attribute<'static> {
        match self {
            Self::Number(number) => Attribute::Number(number),
            Self::Instant(ms) => Attribute::Instant(ms),
            Self::Text(text) => Attribute::Text(Cow::Owned(text.into_owned())),
        }
    }
}

impl Scene {
    /// The footprint: the published ring of a real scene, or the four corners.
    pub(crate) fn outline(&self) -> Polygon {
        match &self.captured {
            Some(captured) => captured.outline.clone(),
            None => Polygon::new(self.ring(), Vec::new()),
        }
    }

    /// The ring as published, counter-clockwise from the top left. Some have vertices along the
    /// sides, as the real ones do.
    fn ring(&self) -> LineString {
        let [tl, tr, br, bl] = self.corners;
        let between = (self.noise >> 7) % 4;
        let mut ring = vec![tl];
        let mut side = |from: Coord, to: Coord, steps: u64| {
            for step in 1..steps {
                let share = step as f64 / steps as f64;
                ring.push(Coord { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
            }
            // The corner itself, so that the ring closes on the very place it began at.
            ring.push(to);
        };
        side(tl, bl, 1 + between);
        side(bl, br, 1);
        side(br, tr, 1 + between);
        side(tr, tl, 1);
        LineString::new(ring)
    }

    /// West, south, east, north.
    pub(crate) fn bounds(&self) -> [f64; 4] {
        let ring: &[LonLat] = match &self.captured {
            Some(captured) => &captured.outline.exterior().0,
            None => &self.corners,
        };
        let empty = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        ring.iter().fold(empty, |[west, south, east, north], place| {
            [west.min(place.x), south.min(place.y), east.max(place.x), north.max(place.y)]
        })
    }

    /// `ALBUM` for what has to be ordered, `SENSOR` for what the Living Library streams: a few clear ones.
    pub(crate) fn processing_level(&self) -> &str {
        match &self.captured {
            Some(captured) => &captured.level,
            None if self.is_streamed() => "SENSOR",
            None => "ALBUM",
        }
    }

    /// Whether the Living Library holds the scene.
    pub(crate) fn is_streamed(&self) -> bool {
        match &self.captured {
            Some(captured) => captured.level != "ALBUM",
            None => self.role == Role::Mono && self.cloud < 15.0 && mix(self.noise ^ 23).is_multiple_of(24),
        }
    }

    /// A value by the name the search calls it; `None` when the scene has none.
    pub(crate) fn attribute(&self, name: &str, seed: u64, now: i64) -> Option<Attribute<'_>> {
        let text = |text: &'static str| Some(Attribute::Text(Cow::Borrowed(text)));
        let owned = |text: String| Some(Attribute::Text(Cow::Owned(text)));
        if let Some(captured) = &self.captured
            && let Some(value) = captured.text(name)
        {
            return owned(value.to_owned());
        }
        match name {
            "acquisitionDate" | "startDate" | "meanDate" => Some(Attribute::Instant(self.taken)),
            "publicationDate" => Some(Attribute::Instant(self.published)),
            "lastUpdateDate" => Some(Attribute::Instant(self.updated(now))),
            "processingDate" => Some(Attribute::Instant(self.processed(now))),
            "expirationDate" => Some(Attribute::Instant(self.expires())),
            "cloudCover" => Some(Attribute::Number(self.cloud)),
            "snowCover" => Some(Attribute::Number(self.snow)),
            "incidenceAngle" => Some(Attribute::Number(self.incidence)),
            "incidenceAngleAcrossTrack" => Some(Attribute::Number(self.across)),
            "incidenceAngleAlongTrack" => Some(Attribute::Number(self.along)),
            "azimuthAngle" => Some(Attribute::Number(self.azimuth)),
            "illuminationAzimuthAngle" => Some(Attribute::Number(self.sun_azimuth)),
            "illuminationElevationAngle" => Some(Attribute::Number(self.sun_elevation)),
            "resolution" => Some(Attribute::Number(self.platform.resolution())),
            "constellation" => text(self.platform.constellation()),
            "platform" => text(self.platform.name()),
            "processingLevel" => Some(Attribute::Text(Cow::Borrowed(self.processing_level()))),
            "viewingAngleSeparation" => match self.role {
                Role::Set { separation, .. } => Some(Attribute::Number(separation)),
                _ => None,
            },
            "productType" => text(if self.is_streamed() { "bundle" } else { self.product_type() }),
            "productCategory" => text("image"),
            "productionStatus" => text(if self.is_streamed() { "IN_CLOUD" } else { "ARCHIVED" }),
            "sensorType" => text("OPTICAL"),
            "spectralRange" => text("VISIBLE"),
            "processingCenter" => text("MOC"),
            "processorName" => text("MMCAT"),
            "organisationName" => text("AIRBUS DS GEO"),
            "acquisitionStation" | "archivingCenter" => text("FR1"),
            "id" => owned(self.id(seed)),
            "acquisitionIdentifier" => owned(self.acquisition()),
            "archiveIdentifier" | "sourceIdentifier" | "parentIdentifier" => owned(self.data_strip()),
            "archiveAnonymousIdentifier" => owned(self.anonymous()),
            "correlationId" => owned(self.correlation(seed)),
            _ => None,
        }
    }
}
