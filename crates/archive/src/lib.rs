//! The scenes a search found: kept in memory, filtered, sorted, counted, and drawn.
//!
//! Scenes never cross to the interface in bulk. The table asks for windows of rows, the map for one binary buffer of
//! footprints, the filters for counts. What the vendor sends is read leniently: a scene with a missing key or an unusable
//! footprint stays in the table, it just can't be drawn.
//!
//! No input or output happens here, and nothing is known of prices beyond the guides the caller gives.

mod buffer;
mod columns;
mod corners;
mod cover;
mod density;
pub mod export;
mod facets;
mod filter;
mod flaws;
mod footprint;
mod funnel;
mod grounds;
mod ids;
mod index;
mod named;
mod pair;
mod places;
mod platform;
mod prepared;
mod price;
mod row;
mod scene;
mod selection;
mod shapes;
mod snapshot;
mod sort;
mod tree;

pub use buffer::{ColourBy, FootprintView};
pub use cover::halves;
pub use facets::{ConstellationCount, MonthFacet, SceneFacets};
pub use filter::{Criterion, SceneFilter};
pub use flaws::{FlawCount, Flaws, SceneFlaw};
pub use funnel::{FunnelStep, Relaxation};
pub use index::{Archive, SceneWindow};
pub use pair::ScenePair;
pub use platform::{Backend, Constellation, SceneConstellation, platform_name};
pub use price::PriceGuide;
pub use row::{SceneDetail, SceneProperty, SceneRow, SunAngles};
pub use scene::Scene;
pub use snapshot::SnapshotError;
pub use sort::{Sort, SortKey};
