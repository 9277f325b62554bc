//! A scene of the archive: what it is, its names, and how it is found again by them.

use std::borrow::Cow;
use std::sync::Arc;

use geo::{Coord, LineString, Polygon};

use super::captured::Captured;
use crate::contracts::{Mission, PUBLIC, PUBLIC_NEO, Workspace};
use crate::geodesy::LonLat;
use crate::random::mix;
use crate::stamps;
use crate::world::uuid_from;

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

/// Serial numbers per cell, see `generate`.
const SERIALS: u64 = 32_768;
const SPREAD: u64 = 45_677;
const OFFSET: u64 = 613;
/// Odd, so that multiplying can be undone.
const ID_FACTOR: u64 = 0x5851_f42d_4c95_7f2d;
const ID_BITS: u64 = (1 << 48) - 1;

impl Scene {
    fn number(&self) -> u64 {
        u64::from(self.cell) * SERIALS + u64::from(self.serial)
    }

    /// `properties.id`.
    pub(crate) fn id(&self, seed: u64) -> String {
        match &self.captured {
            Some(captured) => captured.id.clone(),
            None => id_of(seed, self.number()),
        }
    }

    /// The cell and serial number hidden in an identifier; it may still be nobody's.
    pub(super) fn decode_id(seed: u64, id: &str) -> Option<(u32, u32)> {
        let front: String = id.chars().filter(|letter| *letter != '-').take(12).collect();
        let front = u64::from_str_radix(&front, 16).ok()?;
        let mut inverse = ID_FACTOR;
        for _ in 0..6 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(ID_FACTOR.wrapping_mul(inverse)));
        }
        let number = (front.wrapping_mul(inverse) & ID_BITS) ^ (mix(seed) & ID_BITS);
        (id_of(seed, number) == id).then(|| split(number)).flatten()
    }

    /// The label of the cell, such as `W123N37`.
    fn cell_label(&self) -> String {
        let (lon, lat) = (i64::from(self.cell % 360) - 180, i64::from(self.cell / 360) - 90);
        let (east, north) = (if lon < 0 { 'W' } else { 'E' }, if lat < 0 { 'S' } else { 'N' });
        format!("{east}{:03}{north}{:02}", lon.abs(), lat.abs())
    }

    /// The data strip: `DS_PHR1B_201704181857160_FR1_PX_W123N37_0720_04750`.
    pub(crate) fn data_strip(&self) -> String {
        if let Some(captured) = &self.captured {
            return captured.acquisition.clone();
        }
        let time = format!(
            "{}{}",
            stamps::utc(self.taken).strftime("%Y%m%d%H%M%S"),
            self.taken.rem_euclid(1000) / 100
        );
        let (platform, cell) = (self.platform.name(), self.cell_label());
        match self.platform.mission() {
            Mission::Pleiades => {
                format!("DS_{platform}_{time}_FR1_PX_{cell}_{:04}_{:05}", 400 + self.noise % 600, self.serial)
            }
            Mission::Spot => format!("DS_{platform}_{time}_FR1_FR1_FR1_FR1_{cell}_{:05}", self.serial),
            Mission::PleiadesNeo => format!("DS_{platform}_{time}_FR1_FR1_FR1_{cell}_{:06}", self.serial),
        }
    }

    /// The cell and serial number a data strip names; it may still be nobody's.
    pub(super) fn decode_data_strip(text: &str) -> Option<(u32, u32)> {
        let mut parts = text.rsplit('_');
        let serial = parts.next()?.parse().ok()?;
        let label = parts.find(|part| part.len() == 7 && part.starts_with(['E', 'W']))?;
        let lon: i64 = label.get(1..4)?.parse().ok()?;
        let lat: i64 = label.get(5..7)?.parse().ok()?;
        let lon = if label.starts_with('W') { -lon } else { lon };
        let lat = if label.get(4..5)? == "S" { -lat } else { lat };
        let cell = u32::try_from((lat + 90) * 360 + lon + 180).ok()?;
        Some((cell, serial))
    }

    /// The acquisition: the data strip, but for Pléiades Neo `ACQ_PNEO3_00832700845861`.
    pub(crate) fn acquisition(&self) -> String {
        match self.platform.mission() {
            Mission::PleiadesNeo if self.captured.is_none() => {
                format!("ACQ_{}_{:014}", self.platform.name(), self.number() * SPREAD + OFFSET)
            }
            _ => self.data_strip(),
        }
    }

    /// The cell and serial number an acquisition names; it may still be nobody's.
    pub(super) fn decode_acquisition(text: &str) -> Option<(u32, u32)> {
        let Some(rest) = text.strip_prefix("ACQ_") else { return Self::decode_data_strip(text) };
        let digits: u64 = rest.rsplit('_').next()?.parse().ok()?;
        let spread = digits.checked_sub(OFFSET)?;
        if spread % SPREAD == 0 { split(spread / SPREAD) } else { None }
    }

    /// When the record was last touched. The catalogue has no date before its move in October 2018.
    pub(crate) fn updated(&self) -> i64 {
        let moved = stamps::midnight(2018, 10, 3) + 43_200_000 + (self.noise % 7_776_000) as i64 * 1000;
        if self.published < stamps::midnight(2018, 10, 3) + 43_200_000 { moved } else { self.published }
    }

    pub(crate) fn processed(&self) -> i64 {
        self.taken + 3_600_000 + (self.noise % 5_400_000) as i64
    }

    pub(crate) fn expires(&self) -> i64 {
        self.published + 3650 * stamps::DAY_MS
    }

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
            for step in 1..=steps {
                let share = step as f64 / steps as f64;
                ring.push(Coord { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
            }
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

    pub(crate) fn processing_level(&self) -> &str {
        self.captured.as_ref().map_or("ALBUM", |captured| &captured.level)
    }

    /// A value by the name the search calls it; `None` when the scene has none.
    pub(crate) fn attribute(&self, name: &str, seed: u64) -> Option<Attribute<'_>> {
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
            "lastUpdateDate" => Some(Attribute::Instant(self.updated())),
            "processingDate" => Some(Attribute::Instant(self.processed())),
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
            "productType" => text("mono"),
            "productCategory" => text("image"),
            "productionStatus" => text("ARCHIVED"),
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

    pub(crate) fn anonymous(&self) -> String {
        format!("{}", 300_000_000 + self.noise % 90_000_000)
    }

    pub(crate) fn correlation(&self, seed: u64) -> String {
        format!(
            "mmcat_{}",
            uuid_from((u128::from(mix(self.noise)) << 64 | u128::from(mix(seed))).to_be_bytes())
        )
    }
}

fn split(number: u64) -> Option<(u32, u32)> {
    let cell = u32::try_from(number / SERIALS).ok().filter(|cell| *cell < 360 * 180)?;
    Some((cell, u32::try_from(number % SERIALS).ok()?))
}

fn id_of(seed: u64, number: u64) -> String {
    let front = (number ^ (mix(seed) & ID_BITS)).wrapping_mul(ID_FACTOR) & ID_BITS;
    let mut bytes = [0_u8; 16];
    bytes[..6].copy_from_slice(&front.to_be_bytes()[2..]);
    bytes[6..14].copy_from_slice(&mix(number ^ mix(seed ^ 1)).to_be_bytes());
    bytes[14..].copy_from_slice(&mix(number ^ mix(seed ^ 2)).to_be_bytes()[..2]);
    uuid_from(bytes)
}
