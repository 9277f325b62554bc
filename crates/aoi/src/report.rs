//! What is said of an area: its measures, its faults, and what would mend them.

use serde::{Deserialize, Serialize};

use crate::polygon::AreaPolygon;

/// An area with its measures and faults.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AreaReport {
    /// The area, with continuous longitudes and without positions that are no numbers.
    pub polygon: AreaPolygon,
    /// Geodesic area, in km²; 0 when it can't be measured.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub km2: f64,
    /// Length of the outline, in km; 0 when it can't be measured.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub perimeter_km: f64,
    /// Vertices of all rings, closing positions not counted.
    pub vertices: u32,
    /// West, south, east, north; west and east are continuous, so east may exceed 180. Of an area round a pole, all
    /// longitudes, up to the pole.
    #[cfg_attr(
        feature = "specta",
        specta(type = (specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number))
    )]
    pub bounds: [f64; 4],
    /// Longitude and latitude.
    #[cfg_attr(feature = "specta", specta(type = (specta_typescript::Number, specta_typescript::Number)))]
    pub centroid: [f64; 2],
    /// What is wrong, worst first.
    pub faults: Vec<Fault>,
    /// Whether it can be ordered: no fault blocks.
    pub orderable: bool,
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FaultCode {
    /// There is no ring, or it encloses nothing.
    Empty,
    /// A position is not a number.
    NotANumber,
    /// Fewer than three corners.
    TooFewVertices,
    /// The first position is not the last.
    NotClosed,
    /// More than the vendor takes.
    TooManyVertices,
    /// A hole.
    Hole,
    /// The outline crosses or touches itself.
    SelfCrossing,
    /// The same position twice in a row.
    RepeatedVertex,
    /// The outline goes out and straight back.
    Spike,
    /// A number that is no longitude.
    LongitudeRange,
    /// A number that is no latitude.
    LatitudeRange,
    /// At or round a pole.
    Pole,
    /// Across the 180th meridian.
    Antimeridian,
    /// Larger than can be meant.
    TooLarge,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Fault {
    /// Its kind.
    pub code: FaultCode,
    /// Whether the area can't be ordered with it.
    pub blocking: bool,
    /// What is wrong.
    pub message: String,
    /// What follows from it, or what to do.
    pub hint: String,
    /// Where.
    #[cfg_attr(feature = "specta", specta(type = Option<(specta_typescript::Number, specta_typescript::Number)>))]
    pub at: Option<[f64; 2]>,
    /// What would mend it, the best first, and how the area would be after.
    pub mends: Vec<Mend>,
}

/// What can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum MendKind {
    /// Ends the outline where it begins.
    Close,
    /// Turns the outline counter-clockwise and its holes clockwise, as RFC 7946 wants it.
    Orient,
    /// Drops positions that repeat the one before.
    DropRepeated,
    /// Drops vertices where the outline goes out and straight back.
    DropSpikes,
    /// Takes the outline of all that a crossing outline goes round; where it falls apart, as several areas.
    Untangle,
    /// Takes a crossing outline apart into the areas it goes round an odd number of times.
    UntangleParts,
    /// Fills the holes.
    FillHoles,
    /// Cuts the area along lines through its holes into parts without holes.
    CutHoles,
    /// Leaves out the vertices that matter least until the vendor takes the outline.
    Simplify,
    /// The same, and all of the area stays inside.
    SimplifyOutside,
    /// The same, and nothing comes to the area.
    SimplifyInside,
    /// Takes the convex hull.
    Hull,
    /// Cuts along the 180th meridian.
    SplitAntimeridian,
}

/// A mend that is offered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Mend {
    /// What to ask [`crate::mend()`] for.
    pub kind: MendKind,
    /// For the button.
    pub label: String,
    /// Area after it, of all parts, in km²; `None` where it is only measured once it is done, because the outline is long.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub km2_after: Option<f64>,
    /// Vertices after it, of all parts; at most so many where it is not measured.
    pub vertices_after: u32,
    /// How many areas it becomes.
    pub parts: u32,
}

impl Fault {
    /// A fault that blocks, without place or mend.
    pub(crate) fn new(code: FaultCode, message: impl Into<String>, hint: &str) -> Fault {
        Fault {
            code,
            blocking: true,
            message: message.into(),
            hint: hint.to_owned(),
            at: None,
            mends: Vec::new(),
        }
    }

    /// The same at a place.
    pub(crate) fn at(self, at: Option<[f64; 2]>) -> Fault {
        Fault { at, ..self }
    }

    /// The same with mends.
    pub(crate) fn mended_by(self, mends: impl IntoIterator<Item = Mend>) -> Fault {
        Fault { mends: mends.into_iter().collect(), ..self }
    }
}
