//! What a reading gives: areas, lines to be widened into areas, and the question that must be answered first.

use serde::{Deserialize, Serialize};

use crate::report::AreaReport;

/// What was found in a file or text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Reading {
    /// What it was read as, such as `KML`.
    pub form: String,
    /// Areas, each checked.
    pub areas: Vec<ReadArea>,
    /// Lines and points: they become areas by a distance, see [`crate::widened()`].
    pub lines: Vec<ReadLine>,
    /// What was done to it or passed over, in sentences.
    pub notes: Vec<String>,
    /// What can't be told from the file. Nothing is read until the same is read again with an answer.
    pub question: Option<ReadQuestion>,
}

/// An area as it was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReadArea {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The area, checked.
    pub report: AreaReport,
}

/// A line or point as it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReadLine {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Longitude and latitude in degrees; a single one is a point.
    #[cfg_attr(feature = "specta", specta(type = Vec<(specta_typescript::Number, specta_typescript::Number)>))]
    pub positions: Vec<[f64; 2]>,
}

/// What only a person can tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ReadQuestion {
    /// The file holds several layers. Answered by [`ReadAnswers::layer`].
    Layer {
        /// In words.
        message: String,
        /// To choose from.
        layers: Vec<LayerChoice>,
    },
    /// Longitude and latitude can't be told apart, or seem swapped. Answered by [`ReadAnswers::axis_order`].
    AxisOrder {
        /// In words.
        message: String,
        /// Where the shapes would lie with each order.
        orders: Vec<OrderChoice>,
    },
    /// Positions are not degrees, and nothing says in which reference system they are, or what is said contradicts itself.
    /// Answered by [`ReadAnswers::epsg`] or [`ReadAnswers::by_definition`].
    ReferenceSystem {
        /// In words.
        message: String,
        /// One of the positions, as written.
        example: String,
        /// Guesses; any other EPSG number may be given too.
        systems: Vec<SystemChoice>,
        /// West, south, east, north by the numbers of the file's own definition, whatever its name says; `None` where it has
        /// none. Chosen by [`ReadAnswers::by_definition`].
        #[cfg_attr(
            feature = "specta",
            specta(type = Option<(specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number)>)
        )]
        defined: Option<[f64; 4]>,
    },
    /// It can be read in several ways, or in one that is far from what people order. Answered by [`ReadAnswers::way`].
    Way {
        /// In words.
        message: String,
        /// To choose from; a single one is to be confirmed.
        ways: Vec<WayChoice>,
    },
}

/// A layer of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LayerChoice {
    /// To be given back.
    pub name: String,
    /// How many features it has; `None` where that is not known without reading it.
    pub features: Option<u32>,
}

/// An order of the axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OrderChoice {
    /// To be given back.
    pub order: AxisOrder,
    /// Whether all positions are on earth with it.
    pub possible: bool,
    /// West, south, east, north with it.
    #[cfg_attr(
        feature = "specta",
        specta(type = (specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number))
    )]
    pub bounds: [f64; 4],
}

/// A reference system that the positions may be in.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SystemChoice {
    /// To be given back: EPSG's number or ESRI's.
    pub epsg: u32,
    /// Its name.
    pub name: String,
    /// West, south, east, north with it.
    #[cfg_attr(
        feature = "specta",
        specta(type = (specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number))
    )]
    pub bounds: [f64; 4],
}

/// A way to read a text or file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WayChoice {
    /// To be given back.
    pub way: String,
    /// In words, such as `West, south, east, north`.
    pub name: String,
    /// West, south, east, north with it, in degrees; `None` while the reference system is not known.
    #[cfg_attr(
        feature = "specta",
        specta(type = Option<(specta_typescript::Number, specta_typescript::Number, specta_typescript::Number, specta_typescript::Number)>)
    )]
    pub bounds: Option<[f64; 4]>,
    /// The size of all areas together, in km²; `None` where nothing is enclosed.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub km2: Option<f64>,
}

/// Which of two numbers comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AxisOrder {
    /// Longitude, or the easting.
    LongitudeFirst,
    /// Latitude, or the northing.
    LatitudeFirst,
}

/// What a person has told. All absent at the first reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct ReadAnswers {
    /// The name of a layer.
    pub layer: Option<String>,
    /// Which number comes first.
    pub axis_order: Option<AxisOrder>,
    /// The reference system by EPSG's number or ESRI's, also against what the file says; 4326 says that they are degrees
    /// after all.
    pub epsg: Option<u32>,
    /// The numbers of the file's own definition count, whatever its name says. An `epsg` counts before it.
    pub by_definition: bool,
    /// The way in which it is read, as it was offered.
    pub way: Option<String>,
}

impl Reading {
    /// A reading that needs an answer.
    pub(crate) fn asking(form: &str, question: ReadQuestion) -> Reading {
        Reading {
            form: form.to_owned(),
            areas: Vec::new(),
            lines: Vec::new(),
            notes: Vec::new(),
            question: Some(question),
        }
    }
}

/// The question which of several layers is meant.
pub fn which_layer(form: &str, layers: Vec<LayerChoice>) -> Reading {
    let message = format!("This {form} holds {} layers. Which one has the areas?", layers.len());
    Reading::asking(form, ReadQuestion::Layer { message, layers })
}
