//! The footprints, one after the other in one piece of memory: a scene's outline is a stretch of it.

use std::collections::HashMap;

use geo::{Coord, LineString, Polygon};
use serde::{Deserialize, Serialize};

/// West, south, east, north.
pub(crate) type Bounds = [f64; 4];

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Shapes {
    coords: Vec<[f64; 2]>,
    /// First coordinate and how many; none when the scene can't be drawn.
    spans: Vec<(u32, u32)>,
    /// The few that have holes, whole.
    #[serde(with = "rings")]
    holed: HashMap<u32, Polygon>,
}

impl Shapes {
    /// Writes a scene's footprint at a place, which is at most one beyond the last. The outline it had before is left
    /// where it is: scenes are seldom replaced.
    pub(crate) fn put(&mut self, place: usize, footprint: Option<&Polygon>) {
        let number = u32::try_from(place).unwrap_or(u32::MAX);
        self.holed.remove(&number);
        let open = footprint.map_or(&[][..], |polygon| open_ring(polygon.exterior()));
        let span = (self.coords.len() as u32, open.len() as u32);
        match self.spans.get_mut(place) {
            // In most cases it comes again with the same outline.
            Some(old) if old.1 == span.1 => {
                let start = old.0 as usize;
                for (k, coord) in open.iter().enumerate() {
                    self.coords[start + k] = [coord.x, coord.y];
                }
            }
            Some(old) => {
                *old = span;
                self.coords.extend(open.iter().map(|coord| [coord.x, coord.y]));
            }
            None => {
                self.spans.push(span);
                self.coords.extend(open.iter().map(|coord| [coord.x, coord.y]));
            }
        }
        if let Some(polygon) = footprint.filter(|polygon| !polygon.interiors().is_empty()) {
            self.holed.insert(number, polygon.clone());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether each outline lies within what is here.
    pub(crate) fn are_sound(&self) -> bool {
        let within =
            |(start, length): &(u32, u32)| u64::from(*start) + u64::from(*length) <= self.coords.len() as u64;
        self.spans.iter().all(within)
    }

    /// The outline, open; empty when there is none.
    pub(crate) fn ring(&self, place: usize) -> &[[f64; 2]] {
        let Some((start, length)) = self.spans.get(place).copied() else { return &[] };
        self.coords.get(start as usize..(start + length) as usize).unwrap_or(&[])
    }

    pub(crate) fn is_placed(&self, place: usize) -> bool {
        !self.ring(place).is_empty()
    }

    pub(crate) fn polygon(&self, place: usize) -> Option<Polygon> {
        if let Some(holed) = self.holed.get(&(place as u32)) {
            return Some(holed.clone());
        }
        let ring = self.ring(place);
        let line: LineString = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        (!ring.is_empty()).then(|| Polygon::new(line, Vec::new()))
    }

    pub(crate) fn holes(&self, place: usize) -> Option<&Polygon> {
        self.holed.get(&(place as u32))
    }

    pub(crate) fn bounds(&self, place: usize) -> Option<Bounds> {
        bounds(self.ring(place))
    }
}

pub(crate) fn bounds(ring: &[[f64; 2]]) -> Option<Bounds> {
    let [x, y] = *ring.first()?;
    let grown = |[west, south, east, north]: Bounds, [x, y]: &[f64; 2]| {
        [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
    };
    Some(ring.iter().fold([x, y, x, y], grown))
}

/// Polygons as rings of pairs, the outer one first.
mod rings {
    use std::collections::HashMap;

    use geo::{LineString, Polygon};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Rings = Vec<Vec<(f64, f64)>>;

    pub(super) fn serialize<S: Serializer>(
        polygons: &HashMap<u32, Polygon>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let ring = |line: &LineString| line.coords().map(|coord| coord.x_y()).collect();
        let whole = |polygon: &Polygon| -> Rings {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
        };
        let listed: Vec<(u32, Rings)> =
            polygons.iter().map(|(place, polygon)| (*place, whole(polygon))).collect();
        listed.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<HashMap<u32, Polygon>, D::Error> {
        let listed = Vec::<(u32, Rings)>::deserialize(deserializer)?;
        let whole = |(place, rings): (u32, Rings)| {
            let mut rings = rings.into_iter().map(LineString::from);
            let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
            (place, Polygon::new(outer, rings.collect()))
        };
        Ok(listed.into_iter().map(whole).collect())
    }
}

fn open_ring(line: &LineString) -> &[Coord] {
    match line.0.as_slice() {
        [first, middle @ .., last] if first == last => &line.0[..middle.len() + 1],
        open => open,
    }
}
