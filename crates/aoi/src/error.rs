//! Why a text is no area, or an area can't be mended.

/// What went wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AoiError {
    /// Nothing was given.
    #[error("there is nothing to read: paste GeoJSON, KML, WKT or coordinates")]
    Empty,
    /// It is none of the forms that are read.
    #[error("this is neither GeoJSON, KML, WKT nor a list of coordinates")]
    Unrecognised,
    /// It is of a known form, and broken.
    #[error("this {form} can't be read at {place}: {reason}")]
    Malformed {
        /// `GeoJSON`, `KML`, `WKT`, `list of coordinates`.
        form: &'static str,
        /// Line and column.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// It was read, and holds no polygon.
    #[error("this {form} holds no area, only {found}")]
    NoArea {
        /// The form.
        form: &'static str,
        /// What it holds.
        found: String,
    },
    /// Longitude and latitude can't be told apart.
    #[error("{0}")]
    Ambiguous(String),
    /// Its positions are in another reference system than WGS 84 degrees.
    #[error(
        "these positions are not in degrees ({example}): save the area in WGS 84 (EPSG:4326) and try again"
    )]
    Projected {
        /// One of them.
        example: String,
    },
    /// It is too large to be an area of interest.
    #[error("{what}: more than {limit} can't be read as an area of interest")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        limit: usize,
    },
    /// The mend does not fit the area.
    #[error("this can't be done to the area: {0}")]
    CannotMend(&'static str),
}
