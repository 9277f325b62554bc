//! The areas of interest of a connection: kept with a name and a colour.

use aoi::{AreaPolygon, AreaReport};
use serde::Serialize;

use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::store::StoredArea;

/// A kept area.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Area {
    /// Made here; never changes.
    pub id: String,
    /// The user's.
    pub name: String,
    /// Which of the interface's area colours, as a word: `rose`, `violet`, `teal`, `lime`, `sand`.
    pub color: String,
    /// Measure and faults.
    pub report: AreaReport,
}

const COLORS: [&str; 5] = ["rose", "violet", "teal", "lime", "sand"];
const LONGEST_NAME: usize = 120;

impl Desk {
    /// All kept areas, in the order they were made.
    ///
    /// # Errors
    /// When the local data cannot be read.
    pub fn areas(&self) -> Result<Vec<Area>, DeskError> {
        self.inner.store.areas()?.into_iter().map(read).collect()
    }

    /// One kept area.
    ///
    /// # Errors
    /// When there is none with this id.
    pub fn area(&self, id: &str) -> Result<Area, DeskError> {
        let stored = self.inner.store.areas()?.into_iter().find(|area| area.id == id);
        read(stored.ok_or_else(|| DeskError::missing("such area any more"))?)
    }

    /// Keeps a new area (`id` is `None`) or changes one. An area with faults is kept too; it just can't be ordered yet.
    ///
    /// # Errors
    /// When the name is empty or the local data cannot be written.
    pub fn save_area(
        &self,
        id: Option<String>,
        name: &str,
        polygon: &AreaPolygon,
    ) -> Result<Area, DeskError> {
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        if name.is_empty() {
            return Err(DeskError::invalid("name", "the area needs a name"));
        }
        let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let json = serde_json::to_string(polygon)
            .map_err(|error| DeskError::invalid("polygon", format!("the area cannot be written: {error}")))?;
        self.inner.store.put_area(&id, &name, &json)?;
        self.changed(DeskEvent::Areas);
        self.area(&id)
    }

    /// Forgets an area. Baskets and orders keep their own copy.
    ///
    /// # Errors
    /// When the local data cannot be written.
    pub fn remove_area(&self, id: &str) -> Result<(), DeskError> {
        self.inner.store.remove_area(id)?;
        self.changed(DeskEvent::Areas);
        Ok(())
    }
}

fn read(stored: StoredArea) -> Result<Area, DeskError> {
    let polygon: AreaPolygon = serde_json::from_str(&stored.polygon)
        .map_err(|error| DeskError::invalid("polygon", format!("a kept area cannot be read: {error}")))?;
    let color = COLORS[stored.place as usize % COLORS.len()].to_owned();
    Ok(Area { id: stored.id, name: stored.name, color, report: aoi::check(&polygon) })
}
