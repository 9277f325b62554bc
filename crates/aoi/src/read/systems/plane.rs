//! The projection of a reference system without its datum: between its own numbers and degrees on its ellipsoid.

use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::ring::Position;

/// Words of a definition that speak of the datum, which is dealt with apart.
const OF_THE_DATUM: [&str; 3] = ["+datum=", "+towgs84=", "+nadgrids="];
/// Degrees in a unit, where it isn't one: a word of our table's own.
const UNIT: &str = "+degrees=";

/// A projection, or the way to count degrees.
#[derive(Debug)]
pub(super) struct Plane {
    own: Proj,
    degrees: Proj,
    /// Degrees in a unit of a geographic system.
    unit: Option<f64>,
}

impl Plane {
    /// Of a definition in the words of PROJ. `unit` is that of a geographic system in degrees, where the words lack it.
    ///
    /// # Errors
    /// Why it can't be computed.
    pub(super) fn new(definition: &str, unit: Option<f64>) -> Result<Plane, String> {
        let mut stated = None;
        let mut words: Vec<&str> = Vec::new();
        for word in definition.split_whitespace() {
            if let Some(number) = word.strip_prefix(UNIT) {
                stated = number.parse().ok();
            } else if !OF_THE_DATUM.iter().any(|start| word.starts_with(start)) {
                words.push(word);
            }
        }
        // A sphere in spite of the ellipsoid, which is not computed here.
        if words.contains(&"+f=0") {
            return Err("its projection is not known here".to_owned());
        }
        let failed = |error: proj4rs::errors::Error| error.to_string();
        let own = Proj::from_proj_string(&words.join(" ")).map_err(failed)?;
        if own.is_geocent() || !own.has_inverse() {
            return Err("it is no system of a map".to_owned());
        }
        let degrees = Proj::from_proj_string("+proj=longlat +ellps=WGS84").map_err(failed)?;
        let unit = own.is_latlong().then(|| stated.or(unit).unwrap_or(1.0));
        Ok(Plane { own, degrees, unit })
    }

    /// Whether its numbers are angles.
    pub(super) fn is_degrees(&self) -> bool {
        self.unit.is_some()
    }

    /// Whether its numbers are degrees from Greenwich already.
    pub(super) fn is_plain_degrees(&self) -> bool {
        self.unit == Some(1.0) && self.own.from_greenwich() == 0.0
    }

    /// Degrees from Greenwich on its ellipsoid; `None` where it does not reach.
    pub(super) fn degrees(&self, [x, y]: Position) -> Option<Position> {
        let mut point = match self.unit {
            Some(unit) => ((x * unit).to_radians(), (y * unit).to_radians(), 0.0),
            None => (x, y, 0.0),
        };
        transform(&self.own, &self.degrees, &mut point).ok()?;
        let place = [point.0.to_degrees(), point.1.to_degrees()];
        place.iter().all(|number| number.is_finite()).then_some(place)
    }

    /// Its own numbers for a position in degrees.
    pub(super) fn own(&self, [lon, lat]: Position) -> Option<Position> {
        let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
        transform(&self.degrees, &self.own, &mut point).ok()?;
        let place = match self.unit {
            Some(unit) => [point.0.to_degrees() / unit, point.1.to_degrees() / unit],
            None => [point.0, point.1],
        };
        place.iter().all(|number| number.is_finite()).then_some(place)
    }
}
