//! The ids of the scenes, one after the other in one text, and the way from an id to its scene.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;
use serde::{Deserialize, Serialize, Serializer};

#[derive(Default, Deserialize)]
#[serde(from = "(String, Vec<u32>)")]
pub(crate) struct Ids {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl From<(String, Vec<u32>)> for Ids {
    fn from((text, ends): (String, Vec<u32>)) -> Ids {
        let mut ids =
            Ids { table: HashTable::with_capacity(ends.len()), text, ends, hasher: RandomState::new() };
        for place in 0..ids.ends.len() {
            ids.note(place);
        }
        ids
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.text, &self.ends).serialize(serializer)
    }
}

impl Ids {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of a scene.
    pub(crate) fn get(&self, place: usize) -> &str {
        span(&self.text, &self.ends, place)
    }

    /// The scene of an id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let same = |place: &u32| self.get(*place as usize) == id;
        self.table.find(self.hasher.hash_one(id), same).map(|place| *place as usize)
    }

    /// Adds an id that is not here yet; its place.
    pub(crate) fn add(&mut self, id: &str) -> usize {
        let place = self.ends.len();
        self.text.push_str(id);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.note(place);
        place
    }

    /// Puts a scene into the table.
    fn note(&mut self, place: usize) {
        let Ids { text, ends, table, hasher } = self;
        let hash = |place: &u32| hasher.hash_one(span(text, ends, *place as usize));
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        table.insert_unique(hash(&place), place, hash);
    }
}

fn span<'a>(text: &'a str, ends: &[u32], place: usize) -> &'a str {
    let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(place).copied().unwrap_or(start);
    text.get(start as usize..end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_again() {
        let mut ids = Ids::default();
        for k in 0..1000 {
            assert_eq!(ids.add(&format!("scene-{k}")), k);
        }
        assert_eq!(
            (ids.find("scene-0"), ids.find("scene-999"), ids.find("scene-")),
            (Some(0), Some(999), None)
        );
        assert_eq!((ids.get(17), ids.get(5000)), ("scene-17", ""));
    }
}
