//! From shapes as they were written to areas on earth: reference system, order of the axes, names, checks; and the
//! questions that only a person can answer.

use super::answer::{
    AxisOrder, OrderChoice, ReadAnswers, ReadArea, ReadLine, ReadQuestion, Reading, SystemChoice,
};
use super::doubt::doubted;
use super::found::{Features, Order, Shape, System};
use super::pieces::pieced;
use super::systems::{Doubt, Projector, by_definition, name_of, projector};
use super::ways::{Chosen, chosen};
use crate::check::checked;
use crate::error::AoiError;
use crate::limits::FARTHEST_LONGITUDE;
use crate::ring::Position;
use crate::words::shortened;

/// Reference systems that are guessed at; only those with which the positions lie on earth are offered.
const GUESSES: [u32; 4] = [3857, 3395, 3035, 27_700];
const LONGEST_NAME: usize = 120;
/// Forms that are in any reference system and say which; one that does not is worth a word.
const PROJECTING: [&str; 3] = ["Shapefile", "GeoPackage", "FlatGeobuf"];
const UNSTATED: &str =
    "It does not say its reference system: its positions were taken as longitude and latitude of WGS 84.";

/// Takes shapes to areas, or asks what it needs to know.
///
/// # Errors
/// When there is no shape, or the answer does not fit them.
pub fn settle(features: Features, answers: &ReadAnswers) -> Result<Reading, AoiError> {
    let mut features = match chosen(pieced(features.some()?), answers)? {
        Chosen::Features(features) => features,
        Chosen::Asking(reading) => return Ok(reading),
    };
    let projects = PROJECTING.contains(&features.form);
    let swap = answers.axis_order == Some(AxisOrder::LatitudeFirst);
    if swap {
        positions(&mut features).for_each(|position| position.swap(0, 1));
    }
    let system = answers.epsg.map_or_else(|| features.system.clone(), System::Epsg);
    let told = answers.epsg.is_some() || answers.by_definition;
    let found = if answers.epsg.is_none() && answers.by_definition {
        by_definition(&system)
    } else {
        projector(&system)
    };
    let projector = match found {
        Ok(projector) => projector,
        Err(Doubt::Unusable(reason)) if told => return Err(AoiError::UnknownSystem(reason)),
        Err(doubt) => return Ok(ask_system(&mut features, Some(doubt))),
    };
    if let Some(projector) = projector {
        if let Some(question) = order_in(&projector, &mut features, answers) {
            return Ok(question);
        }
        convert(&mut features, &projector)?;
    } else if let Some(question) = question(&mut features, answers) {
        return Ok(question);
    }
    if projects && features.system == System::Unstated && answers.epsg.is_none() {
        features.notes.push(UNSTATED.to_owned());
    }
    let typed = features.typed;
    let mut reading = reading(features);
    let question = if answers.way.is_some() { None } else { doubted(&mut reading, typed) };
    Ok(question.unwrap_or(reading))
}

/// Takes all shapes to WGS 84, each by the shift that is best where it lies.
fn convert(features: &mut Features, projector: &Projector) -> Result<(), AoiError> {
    let mut cautions: Vec<String> = Vec::new();
    for (_, shape) in &mut features.found {
        let mut positions: Vec<&mut Position> = match shape {
            Shape::Area(polygon) => polygon.coordinates.iter_mut().flatten().collect(),
            Shape::Line(line) => line.iter_mut().collect(),
        };
        let [low, _, high, _] = corners(positions.iter().map(|position| **position));
        let way = projector.way([low[0].midpoint(high[0]), low[1].midpoint(high[1])]);
        for position in &mut positions {
            **position = way.place(**position).ok_or_else(|| AoiError::OutsideSystem {
                example: written(**position),
                system: projector.name.clone(),
            })?;
        }
        cautions.extend(way.caution.filter(|caution| !cautions.contains(caution)));
    }
    let cautions: String = cautions.iter().map(|caution| format!("; {caution}")).collect();
    features.notes.push(format!("Converted from {}{cautions}.", projector.name));
    Ok(())
}

fn positions(features: &mut Features) -> impl Iterator<Item = &mut Position> {
    features.found.iter_mut().flat_map(|(_, shape)| -> Box<dyn Iterator<Item = &mut Position>> {
        match shape {
            Shape::Area(polygon) => Box::new(polygon.coordinates.iter_mut().flatten()),
            Shape::Line(line) => Box::new(line.iter_mut()),
        }
    })
}

/// What must be asked about numbers that nothing converts.
fn question(features: &mut Features, answers: &ReadAnswers) -> Option<Reading> {
    let ([west, south, east, north], strange) = extent(features);
    let on_earth = |lon: [f64; 2], lat: [f64; 2]| {
        lon.iter().all(|lon| lon.abs() <= FARTHEST_LONGITUDE) && lat.iter().all(|lat| lat.abs() <= 90.0)
    };
    let as_written = on_earth([west, east], [south, north]);
    let swapped = on_earth([south, north], [west, east]);
    let told = answers.axis_order.is_some() || answers.epsg.is_some() || answers.by_definition;
    if told || (as_written && (features.order == Order::Stated || !swapped)) {
        return None;
    }
    if !as_written && !swapped {
        // One stray number in an area of degrees is a fault of the area, and marked there.
        return (strange.is_none_or(|strange| strange > 0.5)).then(|| ask_system(features, None));
    }
    let message = if as_written {
        "These numbers don't say which comes first, longitude or latitude. Where should the area lie?"
    } else {
        "Latitude seems to come first here. Should the two be swapped?"
    };
    let orders = [
        (AxisOrder::LongitudeFirst, as_written, [west, south, east, north]),
        (AxisOrder::LatitudeFirst, swapped, [south, west, north, east]),
    ];
    Some(ask_order(features.form, message, orders))
}

fn ask_order(form: &str, message: &str, orders: [(AxisOrder, bool, [f64; 4]); 2]) -> Reading {
    let choice = |(order, possible, bounds)| OrderChoice { order, possible, bounds };
    let orders = orders.into_iter().map(choice).collect();
    Reading::asking(form, ReadQuestion::AxisOrder { message: message.to_owned(), orders })
}

/// Numbers of a system that a person wrote without saying which comes first, where both orders lie on earth or only the
/// other one does.
fn order_in(projector: &Projector, features: &mut Features, answers: &ReadAnswers) -> Option<Reading> {
    if features.order == Order::Stated || answers.axis_order.is_some() {
        return None;
    }
    let all: Vec<Position> = positions(features).map(|position| *position).collect();
    let corners = corners(all.iter().copied());
    let usual = answers.epsg.or(match features.system {
        System::Epsg(code) => Some(code),
        _ => None,
    });
    // Eastings of UTM stay within a zone and its neighbours; what is no such easting is a northing.
    let utm = usual.is_some_and(|code| matches!(code, 32_601..=32_660 | 32_701..=32_760 | 25_828..=25_838));
    let placed = |swap: bool| -> Option<[f64; 4]> {
        let mut places = Vec::new();
        for [x, y] in corners {
            let [x, y] = if swap { [y, x] } else { [x, y] };
            if utm && !(-500_000.0..=1_500_000.0).contains(&x) {
                return None;
            }
            places
                .push(projector.place([x, y]).filter(|[lon, lat]| lat.abs() <= 89.0 && lon.abs() <= 360.0)?);
        }
        let [low, _, high, _] = self::corners(places.iter().copied());
        Some([low[0], low[1], high[0], high[1]])
    };
    let (as_written, swapped) = (placed(false), placed(true));
    swapped?;
    let message = if as_written.is_some() {
        "These numbers don't say which comes first, easting or northing. Where should the area lie?"
    } else {
        "The northing seems to come first here. Should the two be swapped?"
    };
    let orders = [(AxisOrder::LongitudeFirst, as_written), (AxisOrder::LatitudeFirst, swapped)]
        .map(|(order, bounds)| (order, bounds.is_some(), bounds.unwrap_or_default()));
    Some(ask_order(features.form, message, orders))
}

/// West, south, east, north as written, and the share of positions that are no degrees in either order.
fn extent(features: &mut Features) -> ([f64; 4], Option<f64>) {
    let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let (mut all, mut strange) = (0.0, 0.0);
    for [x, y] in positions(features) {
        bounds = [bounds[0].min(*x), bounds[1].min(*y), bounds[2].max(*x), bounds[3].max(*y)];
        let (least, most) = (x.abs().min(y.abs()), x.abs().max(y.abs()));
        all += 1.0;
        strange += f64::from(u8::from(least > 90.0 || most > FARTHEST_LONGITUDE));
    }
    (bounds, (all > 0.0).then(|| strange / all))
}

fn ask_system(features: &mut Features, doubt: Option<Doubt>) -> Reading {
    let example = positions(features).next().copied().unwrap_or_default();
    // The corners of the whole say as much as a million positions.
    let corners = corners(positions(features).map(|position| *position));
    let guess = |code: u32| {
        let projector = projector(&System::Epsg(code)).ok().flatten()?;
        let name = name_of(code).unwrap_or_default().to_owned();
        Some(SystemChoice { epsg: code, name, bounds: bounds(&projector, corners)? })
    };
    let form = features.form;
    let (message, codes, own) = match doubt {
        Some(Doubt::Contradiction { reason, codes, defined }) => {
            let message =
                format!("The reference system of this {form} contradicts itself: {reason}. Which is right?");
            (message, codes, defined)
        }
        Some(Doubt::Unusable(reason)) => {
            let message = format!(
                "The reference system of this {form} can't be used: {reason}. Which one are its positions in?"
            );
            (message, GUESSES.to_vec(), false)
        }
        None => {
            let message = format!(
                "The positions of this {form} are not degrees, and nothing says which reference system they are in."
            );
            (message, GUESSES.to_vec(), false)
        }
    };
    let systems = codes.into_iter().filter_map(guess).collect();
    let defined =
        own.then(|| by_definition(&features.system).ok()).flatten().and_then(|projector| match projector {
            Some(projector) => bounds(&projector, corners),
            None => Some([corners[0][0], corners[0][1], corners[2][0], corners[2][1]]),
        });
    let question = ReadQuestion::ReferenceSystem { message, example: written(example), systems, defined };
    Reading::asking(form, question)
}

/// Where corners lie with a projector: west, south, east, north.
fn bounds(projector: &Projector, corners: [Position; 4]) -> Option<[f64; 4]> {
    let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for corner in corners {
        let [lon, lat] = projector.place(corner).filter(|[_, lat]| lat.abs() <= 89.0)?;
        bounds = [bounds[0].min(lon), bounds[1].min(lat), bounds[2].max(lon), bounds[3].max(lat)];
    }
    Some(bounds)
}

fn corners(positions: impl Iterator<Item = Position>) -> [Position; 4] {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for position in positions {
        for axis in 0..2 {
            low[axis] = low[axis].min(position[axis]);
            high[axis] = high[axis].max(position[axis]);
        }
    }
    [low, [high[0], low[1]], high, [low[0], high[1]]]
}

fn written([x, y]: Position) -> String {
    format!("{x}, {y}")
}

fn reading(features: Features) -> Reading {
    let mut notes = Vec::new();
    if let Some(others) = features.passed_over() {
        notes.push(format!("Passed over: {others}."));
    }
    notes.extend(features.lines_taken());
    notes.extend(features.arcs_made_straight());
    notes.extend(features.notes);
    let mut reading = Reading {
        form: features.form.to_owned(),
        areas: Vec::new(),
        lines: Vec::new(),
        notes,
        question: None,
    };
    let mut cut = 0;
    for (name, shape) in features.found {
        let name = name.as_deref().and_then(tidied).map(|(name, shorter)| {
            cut += usize::from(shorter);
            name
        });
        match shape {
            Shape::Area(polygon) => reading.areas.push(ReadArea { name, report: checked(polygon) }),
            Shape::Line(positions) => reading.lines.push(ReadLine { name, positions }),
        }
    }
    if cut > 0 {
        let names = if cut == 1 { "One name was".to_owned() } else { format!("{cut} names were") };
        reading.notes.push(format!("{names} shortened to {LONGEST_NAME} characters, the most that is kept."));
    }
    reading
}

/// Names come from files of others: on one line, and not longer than a list can show. Whether one was shortened.
fn tidied(name: &str) -> Option<(String, bool)> {
    let spaced: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let name = words.join(" ");
    let short = shortened(&name, LONGEST_NAME);
    (!name.is_empty()).then(|| (short.clone(), short != name))
}
