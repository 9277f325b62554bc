//! Every limit of an area, in one table.
//!
//! The vendor's rules are those of the guides to SPOT, Pléiades and Pléiades Neo tasking of the OneAtlas documentation: one
//! polygon, its first position equal to its last, at least 4 coordinates and at most 999 vertices, no hole, consecutive
//! edges that do not cross. No rule on size is published: those on size and place are Swath's own sense of what can be
//! meant, and say so.

use serde::Serialize;

/// A limit, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AreaLimit {
    /// What is limited.
    pub what: &'static str,
    /// The limit.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub value: f64,
    /// Its unit, empty for a count.
    pub unit: &'static str,
    /// Whose rule it is, and where it is written.
    pub source: &'static str,
}

const VENDOR: &str =
    "OneAtlas documentation, tasking guides of SPOT, Pléiades and Pléiades Neo: area of interest";
const SWATH: &str = "Swath: the vendor publishes no limit; beyond this an area is a slip of the hand";

/// The limits of an area that can be ordered.
pub const AREA_LIMITS: [AreaLimit; 8] = [
    AreaLimit { what: "fewest positions of the closed outline", value: 4.0, unit: "", source: VENDOR },
    AreaLimit { what: "most vertices", value: MOST_VERTICES as f64, unit: "", source: VENDOR },
    AreaLimit { what: "holes", value: 0.0, unit: "", source: VENDOR },
    AreaLimit { what: "crossings of the outline", value: 0.0, unit: "", source: VENDOR },
    AreaLimit { what: "smallest area", value: SMALLEST_KM2, unit: "km²", source: SWATH },
    AreaLimit { what: "largest area", value: LARGEST_KM2, unit: "km²", source: SWATH },
    AreaLimit { what: "farthest latitude", value: POLAR_LATITUDE, unit: "°", source: SWATH },
    AreaLimit { what: "widest area", value: WIDEST, unit: "°", source: SWATH },
];

/// Vendor: positions of the closed outline, the closing one counted: a triangle has four.
pub(crate) const FEWEST_POSITIONS: usize = 4;
/// Vendor: vertices of the outline, the closing position not counted.
pub(crate) const MOST_VERTICES: usize = 999;
/// Swath: an outline is simplified to one less, because the vendor's text can be read so that the closing position counts.
pub(crate) const SIMPLIFIED_VERTICES: usize = MOST_VERTICES - 1;

/// Swath: larger than all but the largest countries; nobody means to order it as one area.
pub(crate) const LARGEST_KM2: f64 = 1_000_000.0;
/// Swath: a hundred pixels of the finest sensor and less is a slip of the hand, not an area.
pub(crate) const SMALLEST_KM2: f64 = 0.000_1;
/// Swath: no orbit of these satellites shows what lies beyond, and polygons there are read in different ways.
pub(crate) const POLAR_LATITUDE: f64 = 89.0;
/// Swath: an area this wide goes round the world, or its longitudes are wrong.
pub(crate) const WIDEST: f64 = 180.0;
/// Swath: longitudes within one and a half turns are brought to the usual range; beyond it they are no longitudes.
pub(crate) const FARTHEST_LONGITUDE: f64 = 540.0;

/// Swath: the largest file or text that is read, in bytes, packed or unpacked.
pub const LARGEST_FILE: usize = 256 * 1024 * 1024;
/// Swath: the most vertices that are read from one file.
pub(crate) const MOST_READ_VERTICES: usize = 5_000_000;
/// Swath: the most shapes that are read from one file.
pub(crate) const MOST_READ_AREAS: usize = 5_000;
/// Swath: the most files that are looked at in one archive.
pub(crate) const MOST_PACKED_FILES: usize = 2_000;
/// Swath: of an outline with more vertices only one way of simplifying is measured before it is asked for; the others take
/// twice as long.
pub(crate) const MOST_COMPARED: usize = 20_000;
/// Swath: places of one kind of fault that are listed; a scribble has thousands.
pub(crate) const MOST_PLACES: usize = 12;
/// Swath: distances by which lines and points are widened, in m: from less than a pixel to more than any area that can be
/// ordered as one.
pub(crate) const LEAST_DISTANCE_M: f64 = 1.0;
pub(crate) const MOST_DISTANCE_M: f64 = 200_000.0;
