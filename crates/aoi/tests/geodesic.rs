//! Areas and perimeters against GeographicLib: small, huge, round each pole, across the 180th meridian, of many corners.
//!
//! `fixtures/geodesic.json` was made once with the Planimeter of GeographicLib's own Python package (2.1, WGS 84,
//! `Geodesic.WGS84.Polygon`), which shares no code with this crate: stars round a place along geodesics, rings along
//! parallels and plain boxes. Of a ring round more than half the earth it holds what the ring leaves out. Areas are in m²,
//! perimeters in m, rings are open.
#![allow(clippy::unwrap_used, reason = "tests may fail hard")]

use aoi::{AreaPolygon, check, geodesic_km2, perimeter_km};
use serde_json::Value;

/// A name, an open ring, m² and m.
type Known = (String, Vec<[f64; 2]>, f64, f64);

fn known() -> Vec<Known> {
    let all: Vec<Value> = serde_json::from_str(include_str!("fixtures/geodesic.json")).unwrap();
    let known = |one: Value| {
        let number = |key: &str| one[key].as_f64().unwrap();
        let ring = serde_json::from_value(one["ring"].clone()).unwrap();
        (one["name"].as_str().unwrap().to_owned(), ring, number("m2"), number("m"))
    };
    all.into_iter().map(known).collect()
}

#[test]
fn areas_and_perimeters_agree_with_geographiclib_to_a_millionth() {
    let all = known();
    assert!(all.len() >= 60, "{}", all.len());
    for (name, mut ring, m2, m) in all {
        for turned in [false, true] {
            if turned {
                ring.reverse();
            }
            let shape = AreaPolygon::from_ring(ring.clone()).to_geo();
            let (area, perimeter) = (geodesic_km2(&shape) * 1e6, perimeter_km(&shape) * 1e3);
            assert!((area / m2 - 1.0).abs() <= 1e-6, "{name}: {area} m², not {m2}");
            assert!((perimeter / m - 1.0).abs() <= 1e-6, "{name}: {perimeter} m, not {m}");
        }
    }
}

#[test]
fn a_report_says_the_same_whichever_turn_of_the_world_an_area_is_written_on() {
    for (name, ring, m2, _) in known() {
        // Longitudes beyond 540 are none, nor is that to which a jump leads on from there.
        let near = ring.iter().all(|[lon, _]| lon.abs() < 170.0);
        let jumps = ring.windows(2).any(|pair| (pair[0][0] - pair[1][0]).abs() > 180.0);
        let shifts: &[f64] = if near && !jumps { &[0.0, 360.0, -360.0] } else { &[0.0] };
        for shift in shifts {
            let ring = ring.iter().map(|[lon, lat]| [lon + shift, *lat]).collect();
            let km2 = check(&AreaPolygon::from_ring(ring)).km2;
            assert!((km2 * 1e6 / m2 - 1.0).abs() <= 1e-6, "{name}, {shift}°: {km2} km²");
        }
    }
}
