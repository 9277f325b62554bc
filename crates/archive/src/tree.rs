//! Which scenes lie in a box. The tree is packed and built at once; scenes that came since are looked through one by one
//! until there are enough of them to build it again.

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};

use crate::shapes::{Bounds, Shapes};

/// Fewer newcomers than this are looked through.
const FEW: usize = 2_000;

#[derive(Default)]
pub(crate) struct Tree {
    packed: Option<RTree<f64>>,
    /// The scene of each box of the tree.
    scenes: Vec<u32>,
    /// How many scenes the tree was built of.
    built: usize,
    /// Scenes of the tree that moved since.
    moved: Vec<u32>,
}

impl Tree {
    /// Says that a scene has another outline than before.
    pub(crate) fn moved(&mut self, place: usize) {
        if place < self.built {
            self.moved.push(place as u32);
        }
    }

    /// Builds the tree again where too many scenes are outside of it.
    pub(crate) fn refresh(&mut self, shapes: &Shapes, count: usize) {
        let outside = count - self.built + self.moved.len();
        if outside > FEW.max(self.built / 8) {
            self.build(shapes, count);
        }
    }

    fn build(&mut self, shapes: &Shapes, count: usize) {
        let placed: Vec<u32> = (0..count as u32).filter(|place| shapes.is_placed(*place as usize)).collect();
        let mut builder = RTreeBuilder::<f64>::new(placed.len() as u32);
        for place in &placed {
            let [west, south, east, north] = shapes.bounds(*place as usize).unwrap_or_default();
            builder.add(west, south, east, north);
        }
        self.packed = (!placed.is_empty()).then(|| builder.finish::<HilbertSort>());
        (self.scenes, self.built) = (placed, count);
        self.moved.clear();
    }

    /// Scenes whose bounds meet a box, in no order and each once.
    pub(crate) fn meeting(&self, shapes: &Shapes, count: usize, wanted: Bounds) -> Vec<u32> {
        let [west, south, east, north] = wanted;
        let meets = |place: u32| {
            shapes
                .bounds(place as usize)
                .is_some_and(|[w, s, e, n]| w <= east && e >= west && s <= north && n >= south)
        };
        let packed =
            self.packed.as_ref().map(|tree| tree.search(west, south, east, north)).unwrap_or_default();
        let mut found: Vec<u32> =
            packed.into_iter().filter_map(|number| self.scenes.get(number as usize).copied()).collect();
        if !self.moved.is_empty() {
            let mut moved = self.moved.clone();
            moved.sort_unstable();
            moved.dedup();
            found.retain(|place| moved.binary_search(place).is_err());
            found.extend(moved.into_iter().filter(|place| meets(*place)));
        }
        found.extend((self.built as u32..count as u32).filter(|place| meets(*place)));
        found
    }
}
