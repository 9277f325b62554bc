//! Every limit of an area, in one table.
//!
//! The vendor's rules are those of the guides to SPOT, Pléiades and Pléiades Neo tasking of the OneAtlas documentation: one
//! polygon, its first position equal to its last, at least 4 coordinates and at most 999 vertices, no hole, consecutive
//! edges that do not cross. No rule on size is published: those on size and place are Swath's own sense of what can be
//! meant, and say so.

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

/// Swath: a text with larger numbers holds metres of a projection, not degrees.
pub(crate) const LARGEST_DEGREES: f64 = 720.0;
/// Swath: the largest text that is read, in bytes.
pub(crate) const LARGEST_TEXT: usize = 64 * 1024 * 1024;
/// Swath: the most vertices that are read from one text.
pub(crate) const MOST_READ_VERTICES: usize = 1_000_000;
/// Swath: the most areas that are read from one text.
pub(crate) const MOST_READ_AREAS: usize = 5_000;
/// Swath: places of one kind of fault that are listed; a scribble has thousands.
pub(crate) const MOST_PLACES: usize = 12;
