//! Why a text is no area, or an area can't be mended.

/// What went wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AoiError {
    /// Nothing was given.
    #[error("there is nothing to read: give GeoJSON, KML, WKT or coordinates")]
    Empty,
    /// It is none of the forms that are read.
    #[error("this is neither GeoJSON, KML, GPX, WKT, CSV nor a list of coordinates")]
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
    /// It is of a form that is known and not read.
    #[error("{form} is not read: save the area as GeoJSON, GeoPackage, KML or zipped Shapefile")]
    Unsupported {
        /// The form, such as `GML`.
        form: &'static str,
    },
    /// The reference system that was named is not known.
    #[error("the reference system can't be used: {0}")]
    UnknownSystem(String),
    /// A position lies where its reference system does not reach.
    #[error("the position {example} is no place in {system}")]
    OutsideSystem {
        /// The position as written.
        example: String,
        /// The system.
        system: String,
    },
    /// A layer was named that the file does not have.
    #[error("there is no layer '{0}' in this file")]
    NoLayer(String),
    /// It is too large to be an area of interest.
    #[error("{what}: more than {limit} are not read; save only the outlines that you need")]
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
