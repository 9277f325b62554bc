//! Rivers and roads: lines over the ground, bent as such lines are.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::layer::Layer;
use super::noise::gradient;
use crate::geodesy::LonLat;
use crate::land::{Ground, Town};

/// Metres across a river of each level, and how far its bends swing out.
const RIVERS: [(f64, f64); 5] =
    [(330.0, 260.0), (190.0, 330.0), (100.0, 280.0), (52.0, 210.0), (26.0, 150.0)];
/// Metres between points of a bent line.
const STRIDE: f64 = 130.0;
/// Roads lead no further than this, in degrees of latitude.
const FURTHEST: f64 = 0.6;

/// The share of each pixel that is river.
pub(super) fn rivers(frame: &Frame, ground: &Ground) -> Layer {
    let [west, south, east, north] = frame.bounds();
    let mut layer = Layer::flat(frame, 0, 0.0);
    for river in ground.rivers().within(west - 0.02, south - 0.02, east + 0.02, north + 0.02) {
        let (width, swing) = RIVERS[usize::from(river.level).min(4)];
        let points = river.points.iter().map(|[x, y]| LonLat { x: *x, y: *y });
        if !touches(points.clone(), frame) {
            continue;
        }
        layer.stroke(&bent(frame, points, swing, 1_900.0, 401), width / frame.scale());
    }
    layer
}

/// Whether a line comes near the picture.
fn touches(mut points: impl Iterator<Item = LonLat>, frame: &Frame) -> bool {
    let near = |value: f64, count: usize| value > -0.2 * count as f64 && value < 1.2 * count as f64;
    points.any(|point| {
        let (x, y) = frame.pixels(point);
        near(x, frame.width) && near(y, frame.height)
    })
}

/// A line in pixels, with points at every stride, moved aside by noise of the ground.
fn bent(
    frame: &Frame,
    points: impl Iterator<Item = LonLat>,
    swing: f64,
    wave: f64,
    seed: u32,
) -> Vec<(f64, f64)> {
    let stride = STRIDE.max(frame.scale());
    let mut line: Vec<(f64, f64)> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    let aside = |x: f64, y: f64| {
        let (mx, my) = frame.metres(x, y);
        let bend = |turn: f64, seed: u32| {
            let wide = gradient(mx / wave + turn, my / wave, seed)
                + 0.5 * gradient(mx / wave * 2.3, my / wave * 2.3 + turn, seed + 2);
            f64::from(wide) * swing / frame.scale()
        };
        (x + bend(0.0, seed), y + bend(31.7, seed + 1))
    };
    for point in points {
        let (x, y) = frame.pixels(point);
        if let Some((lx, ly)) = last {
            let length = (x - lx).hypot(y - ly) * frame.scale();
            let steps = (length / stride).ceil().clamp(1.0, 3_000.0) as usize;
            line.extend((1..=steps).map(|step| {
                let share = step as f64 / steps as f64;
                aside(lx + (x - lx) * share, ly + (y - ly) * share)
            }));
        } else {
            line.push(aside(x, y));
        }
        last = Some((x, y));
    }
    line
}

/// The share of each pixel that is road.
pub(super) fn roads(frame: &Frame, towns: &[Town]) -> Layer {
    let mut layer = Layer::flat(frame, 0, 0.0);
    let squeeze = frame.middle().y.to_radians().cos().max(0.1);
    let mut join = |one: &Town, other: &Town| {
        let ends = [one, other].map(|town| LonLat { x: town.lon, y: town.lat });
        let between = (0..=4).map(|step| {
            let share = f64::from(step) / 4.0;
            LonLat {
                x: ends[0].x + (ends[1].x - ends[0].x) * share,
                y: ends[0].y + (ends[1].y - ends[0].y) * share,
            }
        });
        if touches(between, frame) {
            let wide = if one.population.min(other.population) > 60_000.0 { 34.0 } else { 16.0 };
            layer.stroke(&bent(frame, ends.into_iter(), 420.0, 5_200.0, 431), wide / frame.scale());
        }
    };
    for (one, other) in joined(towns, squeeze) {
        join(&towns[one], &towns[other]);
    }
    layer
}

/// Which towns a road joins, each pair once: a town with its nearest, and with the two nearest that are larger.
fn joined(towns: &[Town], squeeze: f64) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (place, town) in towns.iter().enumerate() {
        // The nearest of all, and the two nearest larger ones, nearest first.
        let mut nearest = (FURTHEST, None);
        let mut larger = [(FURTHEST, None); 2];
        for (other, there) in towns.iter().enumerate() {
            let (dx, dy) = ((town.lon - there.lon) * squeeze, town.lat - there.lat);
            let far = (dx * dx + dy * dy).sqrt();
            if other == place || far >= FURTHEST {
                continue;
            }
            if far < nearest.0 {
                nearest = (far, Some(other));
            }
            if there.population > town.population && far < larger[1].0 {
                larger[1] = (far, Some(other));
                larger.sort_by(|a, b| a.0.total_cmp(&b.0));
            }
        }
        let others = larger.iter().chain([&nearest]).filter_map(|(_, other)| *other);
        pairs.extend(others.map(|other| (place.min(other), place.max(other))));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_town_is_reached_and_no_pair_is_joined_twice() {
        let town = |lon: f64, population: f64| Town { lon, lat: 45.0, population };
        let towns = [town(8.0, 9e5), town(8.1, 2e4), town(8.2, 5e4), town(8.25, 6e3), town(20.0, 1e6)];
        let pairs = joined(&towns, 0.7);
        assert_eq!(pairs, BTreeSet::from([(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]));
    }
}
