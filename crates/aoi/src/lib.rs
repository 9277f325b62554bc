//! Areas of interest: read, check, mend, measure, write. Pure: no I/O, no clock, no network.
//!
//! The area is the order: a bad one is refused, or costs money. So an area is never changed silently: [`read_text()`] and [`read_file()`] give
//! what was written, [`check()`] says what is wrong with it, where and why, and [`mend()`] does one thing that was asked for.
//!
//! Coordinates are longitude and latitude in degrees, WGS 84. Within a ring longitudes are continuous: an area across the
//! 180th meridian runs from 179 to 181, not from 179 to −179.

mod boxes;
mod check;
mod cover;
mod crossing;
mod error;
mod limits;
mod measure;
mod mend;
mod point;
mod polygon;
mod read;
mod report;
mod ring;
mod words;
mod write;

pub use check::check;
pub use cover::{coverage_percent, intersection_km2, remainder};
pub use error::AoiError;
pub use limits::{AREA_LIMITS, AreaLimit, LARGEST_FILE};
pub use measure::{geodesic_km2, perimeter_km};
pub use mend::{MergeKind, grown, mend, merged, parted_at_meridian, split_along, widened, widened_to};
pub use point::{parse_point, parse_points};
pub use polygon::AreaPolygon;
pub use read::{
    AxisOrder, Features, LayerChoice, OrderChoice, ReadAnswers, ReadArea, ReadLine, ReadQuestion, Reading,
    Source, SystemChoice, WayChoice, geopackage_in, read_file, read_text, settle, which_layer,
};
pub use report::{AreaReport, Fault, FaultCode, Mend, MendKind};
pub use words::{km2_in_words, shortened};
pub use write::{
    AreaForm, NamedArea, write_geojson, write_geopackage_blob, write_kml, write_shapefile, write_wkt,
};
