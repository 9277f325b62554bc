//! The areas of interest of a connection: kept with a name and a colour, looked for, read from files and written to them.

mod billed;
mod files;
mod geopackage;
mod write;

use aoi::{AreaPolygon, AreaReport};
use serde::{Deserialize, Serialize};

pub use billed::BilledArea;
pub use files::{AREA_ENDINGS, FileReading, read_area_files};
pub use write::write_areas;

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

/// An area to be kept.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct NewArea {
    /// The user's.
    pub name: String,
    /// One of the area colours; `None` takes the next.
    pub color: Option<String>,
    /// The area.
    pub polygon: AreaPolygon,
}

/// The words for the area colours.
pub const AREA_COLORS: [&str; 5] = ["rose", "violet", "teal", "lime", "sand"];
const LONGEST_NAME: usize = 120;

impl Desk {
    /// All kept areas, in the order they were made.
    ///
    /// # Errors
    /// When the local data cannot be read.
    pub fn areas(&self) -> Result<Vec<Area>, DeskError> {
        self.inner.store.areas()?.into_iter().map(read).collect()
    }

    /// Kept areas whose name holds every word of a text, whatever its letters' case and marks.
    ///
    /// # Errors
    /// When the local data cannot be read.
    pub fn find_areas(&self, text: &str) -> Result<Vec<Area>, DeskError> {
        let text = plain(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let named = |area: &StoredArea| {
            let name = plain(&area.name);
            words.iter().all(|word| name.contains(word))
        };
        self.inner.store.areas()?.into_iter().filter(named).map(read).collect()
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
        let name = tidy_name(name)?;
        let id = id.unwrap_or_else(new_id);
        self.inner.store.put_area(&id, &name, None, &json(polygon)?)?;
        self.changed(DeskEvent::Areas);
        self.area(&id)
    }

    /// Keeps several new areas: all of them, or none.
    ///
    /// # Errors
    /// When a name is empty, a colour is none of ours, or the local data cannot be written.
    pub fn save_areas(&self, areas: &[NewArea]) -> Result<Vec<Area>, DeskError> {
        let mut rows = Vec::with_capacity(areas.len());
        for area in areas {
            let color = area.color.as_deref().map(known_color).transpose()?;
            rows.push((new_id(), tidy_name(&area.name)?, color, json(&area.polygon)?));
        }
        self.inner.store.put_areas(&rows)?;
        self.changed(DeskEvent::Areas);
        let ids: Vec<&String> = rows.iter().map(|(id, ..)| id).collect();
        let saved = self.inner.store.areas()?.into_iter().filter(|area| ids.contains(&&area.id));
        saved.map(read).collect()
    }

    /// Gives an area another colour.
    ///
    /// # Errors
    /// When the colour is none of ours, the area is not there, or the local data cannot be written.
    pub fn color_area(&self, id: &str, color: &str) -> Result<Area, DeskError> {
        let area = self.area(id)?;
        self.inner.store.put_area(id, &area.name, Some(known_color(color)?), &json(&area.report.polygon)?)?;
        self.changed(DeskEvent::Areas);
        self.area(id)
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

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn tidy_name(name: &str) -> Result<String, DeskError> {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).collect();
    let name = aoi::shortened(&name, LONGEST_NAME);
    if name.is_empty() { Err(DeskError::invalid("name", "the area needs a name")) } else { Ok(name) }
}

fn known_color(color: &str) -> Result<&'static str, DeskError> {
    let known = AREA_COLORS.into_iter().find(|known| *known == color);
    known.ok_or_else(|| DeskError::invalid("color", format!("'{color}' is none of the area colours")))
}

fn json(polygon: &AreaPolygon) -> Result<String, DeskError> {
    serde_json::to_string(polygon)
        .map_err(|error| DeskError::invalid("polygon", format!("the area cannot be written: {error}")))
}

/// Small letters without marks, for looking things up: `Évora` is found by `evora`.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let marks = |c: &char| !unicode_normalization::char::is_combining_mark(*c);
    text.nfd().filter(marks).flat_map(char::to_lowercase).collect()
}

fn read(stored: StoredArea) -> Result<Area, DeskError> {
    let polygon: AreaPolygon = serde_json::from_str(&stored.polygon)
        .map_err(|error| DeskError::invalid("polygon", format!("a kept area cannot be read: {error}")))?;
    let next = || AREA_COLORS[stored.place as usize % AREA_COLORS.len()].to_owned();
    let color = stored.color.unwrap_or_else(next);
    Ok(Area { id: stored.id, name: stored.name, color, report: aoi::check(&polygon) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_case_and_marks() {
        assert_eq!(plain("Évora – São João"), "evora – sao joao");
    }
}
