//! Several ways to read the same: which of them can be meant, and the question when more than one can.

use super::answer::{ReadAnswers, ReadQuestion, Reading, WayChoice};
use super::found::{Features, Found, Order, Shape, System, Typed};
use super::systems::projector;
use crate::boxes::Bounds;
use crate::crossing::is_simple;
use crate::error::AoiError;
use crate::limits::{FARTHEST_LONGITUDE, LARGEST_KM2};
use crate::measure::km2_and_perimeter_km;
use crate::polygon::AreaPolygon;
use crate::ring::{Position, open, trimmed};

/// Metres: a box or list wider than this is no area in a projection.
const WIDEST_M: f64 = 2_000_000.0;
/// The most positions that are compared in different readings; longer lists are not typed.
const MOST_COMPARED: usize = 5_000;

/// A way to read a text or file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    /// What is special about it, in words, joined by commas it is its key; none for the text as it stands.
    pub(crate) taken: Vec<String>,
    pub(crate) found: Vec<Found>,
    pub(crate) order: Order,
    pub(crate) system: System,
    /// What is to be said when it is taken.
    pub(crate) notes: Vec<String>,
    /// Every number has its letter: then nothing is left to guess.
    pub(crate) lettered: bool,
    pub(crate) typed: Typed,
}

impl Way {
    /// One word or sentence in its name. It begins with a capital.
    fn name(&self) -> String {
        let name = self.taken.join(", ");
        let mut letters = name.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => "As it is written".to_owned(),
        }
    }

    /// Whether it makes an area, on earth or in metres.
    pub(crate) fn holds(&self) -> bool {
        expanded(self).iter().any(|(_, fit)| *fit <= Fit::Metres)
    }

    /// Whether it lies on earth, or makes an area in metres; its area may be far too large.
    pub(crate) fn is_possible(&self) -> bool {
        expanded(self).iter().any(|(_, fit)| *fit <= Fit::Unsound)
    }

    fn with_latitude_first(&self) -> Way {
        let swap = |position: &Position| [position[1], position[0]];
        let found = self.found.iter().map(|(name, shape)| {
            let shape = match shape {
                Shape::Area(polygon) => Shape::Area(AreaPolygon {
                    coordinates: polygon
                        .coordinates
                        .iter()
                        .map(|ring| ring.iter().map(swap).collect())
                        .collect(),
                }),
                Shape::Line(line) => Shape::Line(line.iter().map(swap).collect()),
            };
            (name.clone(), shape)
        });
        let taken = self.taken.iter().cloned().chain(["latitude first".to_owned()]).collect();
        Way { taken, found: found.collect(), order: Order::Stated, ..self.clone() }
    }

    fn with_longitude_first(&self) -> Way {
        let taken = self.taken.iter().cloned().chain(["longitude first".to_owned()]).collect();
        Way { taken, order: Order::Stated, ..self.clone() }
    }

    fn positions(&self) -> impl Iterator<Item = &Position> {
        self.found.iter().flat_map(|(_, shape)| -> Box<dyn Iterator<Item = &Position>> {
            match shape {
                Shape::Area(polygon) => Box::new(polygon.coordinates.iter().flatten()),
                Shape::Line(line) => Box::new(line.iter()),
            }
        })
    }

    /// How well it holds.
    fn fit(&self) -> Fit {
        let on_earth = |[lon, lat]: &Position| lon.abs() <= FARTHEST_LONGITUDE && lat.abs() <= 90.0;
        let metres = match projector(&self.system) {
            Ok(Some(projector)) => self.system != System::OfTheForm && !projector.is_degrees(),
            _ => false,
        };
        match (metres || !self.positions().all(on_earth), self.system == System::Unstated) {
            (false, _) if self.found.iter().all(|(_, shape)| sound(shape)) => Fit::Degrees,
            (true, unstated)
                if (metres || unstated) && self.found.iter().all(|(_, shape)| sound_in_metres(shape)) =>
            {
                Fit::Metres
            }
            (false, _) => Fit::Unsound,
            _ => Fit::Nowhere,
        }
    }

    fn choice(&self) -> WayChoice {
        let projector = projector(&self.system).ok().flatten();
        let placed = |position: &Position| match &projector {
            Some(projector) => projector.place(*position),
            None => Some(*position),
        };
        let degrees = projector.is_some() || self.fit() != Fit::Metres;
        let (mut all, mut size): (Vec<Position>, f64) = (Vec::new(), 0.0);
        for (_, shape) in &self.found {
            match shape {
                Shape::Area(polygon) => {
                    let ring: Option<Vec<Position>> = polygon.outer().iter().map(placed).collect();
                    let polygon = AreaPolygon::from_ring(ring.unwrap_or_default());
                    size += km2(&polygon, degrees);
                    all.extend(if degrees { polygon.unwrapped() } else { polygon }.outer());
                }
                Shape::Line(line) => all.extend(line.iter().filter_map(placed)),
            }
        }
        let Bounds { low, high } = Bounds::of(&all);
        WayChoice {
            way: self.key(),
            name: self.name(),
            bounds: (degrees && !all.is_empty()).then_some([low[0], low[1], high[0], high[1]]),
            km2: (size > 0.0).then_some(size),
        }
    }

    fn key(&self) -> String {
        self.taken.join(", ")
    }
}

/// How well a way to read holds, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// On earth, and it makes an area.
    Degrees,
    /// It makes an area in metres.
    Metres,
    /// On earth, and its outline crosses itself, encloses nothing or far too much.
    Unsound,
    Nowhere,
}

fn km2(polygon: &AreaPolygon, degrees: bool) -> f64 {
    if degrees {
        return km2_and_perimeter_km(&polygon.unwrapped()).0;
    }
    let ring = polygon.outer();
    let twice: f64 = ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum();
    twice.abs() / 2e6
}

fn sound(shape: &Shape) -> bool {
    let Shape::Area(polygon) = shape else { return true };
    let unwrapped = polygon.unwrapped();
    let ring = open(unwrapped.outer());
    let km2 = km2_and_perimeter_km(&unwrapped).0;
    km2 > 0.0 && km2 <= LARGEST_KM2 && uncrossed(ring)
}

fn sound_in_metres(shape: &Shape) -> bool {
    let Shape::Area(polygon) = shape else { return true };
    let Bounds { low, high } = Bounds::of(polygon.outer());
    let sides = [high[0] - low[0], high[1] - low[1]];
    let km2 = km2(polygon, false);
    km2 > 0.0
        && km2 <= LARGEST_KM2
        && sides.iter().all(|side| *side <= WIDEST_M)
        && uncrossed(open(polygon.outer()))
}

fn uncrossed(ring: &[Position]) -> bool {
    ring.len() > MOST_COMPARED || is_simple(&trimmed(ring).of(ring))
}

/// The features with the ways in which they can be meant: with one of them, or with all for the question. `ways` are in
/// the order in which they are offered; where none holds, the first is taken and its faults are shown.
pub(crate) fn weighed(mut features: Features, mut ways: Vec<Way>) -> Result<Features, AoiError> {
    if ways.iter().any(|way| way.lettered) {
        ways.retain(|way| way.lettered);
    }
    if ways.len() == 1 {
        return take(features, ways.remove(0));
    }
    let fits: Vec<Vec<(Way, Fit)>> = ways.iter().map(expanded).collect();
    let best = fits.iter().flatten().map(|(_, fit)| *fit).min().unwrap_or(Fit::Nowhere);
    let holding: Vec<usize> =
        (0..ways.len()).filter(|place| fits[*place].iter().any(|(_, fit)| *fit == best)).collect();
    let few = best <= Fit::Metres;
    let one = match holding.as_slice() {
        [one] => Some(*one),
        [first, ..] if !few => Some(*first),
        _ => None,
    };
    if let Some(one) = one {
        return take(features, ways.swap_remove(one));
    }
    let mut offered: Vec<Way> = Vec::new();
    for (way, _) in fits.into_iter().flatten().filter(|(_, fit)| *fit == best) {
        if !offered.iter().any(|other| other.found == way.found) {
            offered.push(way);
        }
    }
    if offered.len() == 1 {
        return take(features, offered.remove(0));
    }
    features.ways = offered;
    Ok(features)
}

/// A way in each order of the axes in which it can be meant.
fn expanded(way: &Way) -> Vec<(Way, Fit)> {
    let ways = match way.order {
        // Which of two metres comes first is asked once their system is known.
        Order::Unstated if way.fit() == Fit::Metres => vec![way.clone()],
        Order::Unstated => vec![way.with_longitude_first(), way.with_latitude_first()],
        Order::Stated => vec![way.clone()],
    };
    ways.into_iter()
        .map(|way| {
            let fit = way.fit();
            (way, fit)
        })
        .collect()
}

fn take(mut features: Features, way: Way) -> Result<Features, AoiError> {
    (features.order, features.system, features.typed) = (way.order, way.system, way.typed);
    features.notes.extend(way.notes);
    features.found.clear();
    for (name, shape) in way.found {
        features.shape(name, shape)?;
    }
    Ok(features)
}

/// What a person chose.
pub(super) enum Chosen {
    Features(Features),
    Asking(Reading),
}

/// Takes the way that was answered, or asks.
pub(super) fn chosen(mut features: Features, answers: &ReadAnswers) -> Result<Chosen, AoiError> {
    if features.ways.is_empty() {
        return Ok(Chosen::Features(features));
    }
    let mut ways = std::mem::take(&mut features.ways);
    if let Some(place) = answers.way.as_ref().and_then(|key| ways.iter().position(|way| way.key() == *key)) {
        return take(features, ways.swap_remove(place)).map(Chosen::Features);
    }
    let own = || format!("This can be read in {} ways. Which one is meant?", ways.len());
    let message = features.asks.take().unwrap_or_else(own);
    let ways = ways.iter().map(Way::choice).collect();
    let question = ReadQuestion::Way { message, ways };
    Ok(Chosen::Asking(Reading::asking(features.form, question)))
}
