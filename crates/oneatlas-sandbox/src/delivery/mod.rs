//! What is delivered: a zip with the tree of a DIMAP product, and its download with ranges.

mod dimap;
mod geotiff;
mod grid;
mod imagery;
mod masks;
mod papers;
mod product;
mod serving;
mod xml;

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

pub(crate) use serving::serve;

use crate::books::{Line, Order};
use crate::world::World;

/// Why a product could not be made; told to the log, since what was ordered was checked before.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Finished zips are kept up to this many bytes.
const SHELF_ROOM: usize = 64 * 1024 * 1024;

/// Finished zips, so that a resumed download continues the same bytes without making them again.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<VecDeque<(String, Bytes)>>);

impl Shelf {
    fn get(&self, id: &str) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == id).map(|(_, bytes)| bytes.clone())
    }

    fn put(&self, id: &str, bytes: Bytes) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((id.to_owned(), bytes));
        while kept.len() > 1 && kept.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > SHELF_ROOM {
            kept.pop_front();
        }
    }
}

/// The name of the zip, such as `WO_000007805_1_SAL26000118-1_ACQ_PNEO3_….zip`.
pub(crate) fn archive_name(order: &Order, line: &Line) -> String {
    let order_id = order.sales_order.as_deref().unwrap_or("SAL");
    let item = line.item_id.trim_start_matches("WOI_");
    let scene = line.scenes.first().map_or("scene", |id| id.get(..8).unwrap_or(id));
    format!("WO_{item}_{order_id}-{}_{scene}.zip", line.area_id)
}

/// The zip of a line; the same bytes each time.
pub(crate) fn zip(world: &World, order: &Order, line: &Line) -> Bytes {
    if let Some(kept) = world.shelf().get(&line.delivered_id) {
        return kept;
    }
    let made = product::zip(world, order, line).unwrap_or_else(|error| {
        tracing::error!(%error, "a delivery could not be made");
        Vec::new()
    });
    let bytes = Bytes::from(made);
    world.shelf().put(&line.delivered_id, bytes.clone());
    bytes
}

#[cfg(test)]
mod tests;
