//! The names of a scene, and how it is found again by them: each holds the cell and the serial number, so that no list
//! of names has to be kept.

use super::generate::{FIRST_YEAR, YEAR_LIMIT, YEARS};
use super::scene::{Role, Scene};
use crate::contracts::Mission;
use crate::random::mix;
use crate::stamps;
use crate::world::uuid_from;

/// Serial numbers per cell.
const SERIALS: u64 = YEARS as u64 * YEAR_LIMIT as u64;
/// Acquisitions are numbered in steps of this, so that few numbers name one.
const SPREAD: u64 = 1_019;
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
        let at = stamps::utc(self.taken);
        let day = i32::from(at.year()) * 10_000 + i32::from(at.month()) * 100 + i32::from(at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        let tenth = self.taken.rem_euclid(1000) / 100;
        let time = format!("{day}{hour:02}{minute:02}{second:02}{tenth}");
        let (platform, cell) = (self.platform.name(), self.cell_label());
        // The year is in the time already.
        let index = self.serial as usize % YEAR_LIMIT;
        match self.platform.mission() {
            Mission::Pleiades => {
                format!("DS_{platform}_{time}_FR1_PX_{cell}_{:04}_{index:05}", 400 + self.noise % 600)
            }
            Mission::Spot => format!("DS_{platform}_{time}_FR1_FR1_FR1_FR1_{cell}_{index:05}"),
            Mission::PleiadesNeo => format!("DS_{platform}_{time}_FR1_FR1_FR1_{cell}_{index:06}"),
        }
    }

    /// The cell and serial number a data strip names; it may still be nobody's.
    pub(super) fn decode_data_strip(text: &str) -> Option<(u32, u32)> {
        let year: i16 = text.split('_').nth(2)?.get(..4)?.parse().ok()?;
        let mut parts = text.rsplit('_');
        let index: usize = parts.next()?.parse().ok()?;
        let years = usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?;
        let serial = u32::try_from(years * YEAR_LIMIT + index).ok().filter(|_| index < YEAR_LIMIT)?;
        let label = parts.find(|part| part.len() == 7 && part.starts_with(['E', 'W']))?;
        let lon: i64 = label.get(1..4)?.parse().ok()?;
        let lat: i64 = label.get(5..7)?.parse().ok()?;
        let lon = if label.starts_with('W') { -lon } else { lon };
        let lat = if label.get(4..5)? == "S" { -lat } else { lat };
        let cell = u32::try_from((lat + 90) * 360 + lon + 180).ok()?;
        Some((cell, serial))
    }

    /// The acquisition: the data strip, but for Pléiades Neo `ACQ_PNEO3_00832700845861`, and
    /// `ACQ_CP_PNEO3_052307_0015052955_ST_0-27` for a set.
    pub(crate) fn acquisition(&self) -> String {
        match (self.role, self.platform.mission()) {
            (Role::Set { .. }, _) => {
                let number = format!("{:016}", self.number() * SPREAD + OFFSET);
                let (front, back) = number.split_at(6);
                format!("ACQ_CP_{}_{front}_{back}_ST_0-27", self.platform.name())
            }
            (_, Mission::PleiadesNeo) if self.captured.is_none() => self.acquisition_of(self.serial),
            _ => self.data_strip(),
        }
    }

    fn acquisition_of(&self, serial: u32) -> String {
        let number = u64::from(self.cell) * SERIALS + u64::from(serial);
        format!("ACQ_{}_{:014}", self.platform.name(), number * SPREAD + OFFSET)
    }

    /// The acquisitions a set is made of.
    pub(crate) fn composed_of(&self) -> Vec<String> {
        match self.role {
            Role::Set { parts, .. } => parts.iter().map(|serial| self.acquisition_of(*serial)).collect(),
            _ => Vec::new(),
        }
    }

    /// `mono`, or `stereo` for a set.
    pub(crate) fn product_type(&self) -> &'static str {
        if matches!(self.role, Role::Set { .. }) { "stereo" } else { "mono" }
    }

    /// The cell and serial number an acquisition names; it may still be nobody's.
    pub(super) fn decode_acquisition(text: &str) -> Option<(u32, u32)> {
        let Some(rest) = text.strip_prefix("ACQ_") else { return Self::decode_data_strip(text) };
        let digits: u64 = match rest.strip_prefix("CP_") {
            Some(set) => {
                let mut parts = set.split('_').skip(1);
                format!("{}{}", parts.next()?, parts.next()?).parse().ok()?
            }
            None => rest.rsplit('_').next()?.parse().ok()?,
        };
        let spread = digits.checked_sub(OFFSET)?;
        if spread % SPREAD == 0 { split(spread / SPREAD) } else { None }
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
