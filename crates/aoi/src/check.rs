//! Measures an area and lists what is wrong with it: where, why, and what would mend it.

use geo::Centroid;

use crate::boxes::Bounds;
use crate::crossing::crossings;
use crate::limits::{
    FARTHEST_LONGITUDE, FEWEST_POSITIONS, LARGEST_KM2, MOST_COMPARED, MOST_PLACES, MOST_VERTICES,
    POLAR_LATITUDE, SIMPLIFIED_VERTICES, SMALLEST_KM2, WIDEST,
};
use crate::measure::km2_and_perimeter_km;
use crate::mend::apply;
use crate::polygon::AreaPolygon;
use crate::report::{AreaReport, Fault, FaultCode, Mend, MendKind};
use crate::ring::{Position, Trimmed, extent, open, trimmed, turning};
use crate::words::km2_in_words;

const ENCLOSES_NOTHING: &str = "The outline encloses nothing";
const REFUSED: &str = "The order would be refused.";

/// Measures an area and lists its faults. Cheap enough to be called at every move of the pointer: an outline of a
/// thousand vertices takes about a tenth of a millisecond.
pub fn check(polygon: &AreaPolygon) -> AreaReport {
    checked(polygon.clone())
}

/// The same of an area that is given away: a large one is not copied.
pub(crate) fn checked(polygon: AreaPolygon) -> AreaReport {
    if !polygon.is_finite() {
        return check_numbers(polygon);
    }
    let polygon = polygon.into_unwrapped();
    let positions = || polygon.coordinates.iter().flatten();
    let on_earth = positions().all(|[lon, lat]| lat.abs() <= 90.0 && lon.abs() <= FARTHEST_LONGITUDE);
    let measurable = on_earth && polygon.outer().len() >= FEWEST_POSITIONS - 1;
    let (km2, perimeter_km) = if measurable { km2_and_perimeter_km(&polygon) } else { (0.0, 0.0) };
    let faults = faults(&polygon, km2);
    AreaReport {
        vertices: number(polygon.vertices()),
        bounds: bounds(polygon.outer()),
        centroid: centroid(&polygon),
        orderable: !faults.iter().any(|fault| fault.blocking),
        perimeter_km,
        polygon,
        km2,
        faults,
    }
}

/// West, south, east, north.
fn bounds(ring: &[Position]) -> [f64; 4] {
    if ring.is_empty() {
        return [0.0; 4];
    }
    let Bounds { low, high } = Bounds::of(ring);
    match enclosed_pole(ring) {
        Some(pole) if pole > 0.0 => [-180.0, low[1], 180.0, pole],
        Some(pole) => [-180.0, pole, 180.0, high[1]],
        None => [low[0], low[1], high[0], high[1]],
    }
}

/// The latitude of the pole that a ring goes round: of the two the nearer one.
fn enclosed_pole(ring: &[Position]) -> Option<f64> {
    let nearer = ring.iter().map(|[_, lat]| lat).sum::<f64>();
    (turning(ring).abs() > WIDEST).then_some(90.0_f64.copysign(nearer))
}

/// The middle of the ground in degrees, a pole where the outline goes round one; of an area that encloses nothing, that of its lines or positions.
fn centroid(polygon: &AreaPolygon) -> Position {
    let Some(origin) = polygon.outer().first().copied() else { return [0.0; 2] };
    if let Some(pole) = enclosed_pole(polygon.outer()) {
        return [0.0, pole];
    }
    let (mut twice, mut moment) = (0.0, [0.0; 2]);
    for (place, ring) in polygon.coordinates.iter().enumerate() {
        let (mut ring_twice, mut ring_moment) = (0.0, [0.0; 2]);
        let mut before = ring.last().map_or([0.0; 2], |last| [last[0] - origin[0], last[1] - origin[1]]);
        for position in ring {
            let here = [position[0] - origin[0], position[1] - origin[1]];
            let cross = before[0] * here[1] - here[0] * before[1];
            ring_twice += cross;
            ring_moment = [0, 1].map(|axis| ring_moment[axis] + (before[axis] + here[axis]) * cross);
            before = here;
        }
        // An outline adds and a hole takes away, whichever way they run.
        let sign = if (ring_twice < 0.0) == (place == 0) { -1.0 } else { 1.0 };
        twice += sign * ring_twice;
        moment = [0, 1].map(|axis| moment[axis] + sign * ring_moment[axis]);
    }
    let middle = [0, 1].map(|axis| origin[axis] + moment[axis] / (3.0 * twice));
    if twice > 0.0 && middle.iter().all(|number| number.is_finite()) {
        return middle;
    }
    polygon.to_geo().centroid().map_or([0.0; 2], |c| [c.x(), c.y()])
}

/// The report of the positions that are numbers, with the fault that some are not: such a report can still be shown.
fn check_numbers(mut polygon: AreaPolygon) -> AreaReport {
    let is_number = |position: &Position| position.iter().all(|number| number.is_finite());
    let place = polygon.outer().iter().position(|position| !is_number(position));
    let which = place.map_or_else(|| "A position".to_owned(), |place| format!("Vertex {}", place + 1));
    for ring in &mut polygon.coordinates {
        ring.retain(is_number);
    }
    let mut report = checked(polygon);
    let hint = "It is left out here. Correct it where it comes from, or mend what is left.";
    report.faults.insert(0, Fault::new(FaultCode::NotANumber, format!("{which} is not a number"), hint));
    report.orderable = false;
    report
}

fn faults(polygon: &AreaPolygon, km2: f64) -> Vec<Fault> {
    let ring = polygon.outer();
    if ring.is_empty() {
        let hint = "Draw one on the map, or read a file.";
        return vec![Fault::new(FaultCode::Empty, "There is no outline", hint)];
    }
    if let Some(fault) = numbers(polygon).or_else(|| place_on_earth(polygon)) {
        return vec![fault];
    }
    let distinct = distinct(ring);
    if distinct < 3 {
        let corners = if distinct == 1 { "corner" } else { "corners" };
        let message = format!("{distinct} {corners}, at least 3 are needed");
        return vec![Fault::new(
            FaultCode::TooFewVertices,
            message,
            "Add corners on the map or in the table.",
        )];
    }
    let trimmed = trimmed(open(ring));
    if trimmed.kept.len() < 3 || polygon.is_speck() {
        return vec![Fault::new(FaultCode::Empty, ENCLOSES_NOTHING, "Move its corners apart.")];
    }
    let mut found: Vec<Fault> = not_closed(polygon).into_iter().collect();
    found.extend(holes(polygon));
    found.extend(shape(polygon, &trimmed));
    found.extend(too_many(polygon));
    found.extend(antimeridian(polygon));
    found.extend(size(km2, &found));
    found
}

/// Numbers that are no longitude or latitude. Nothing else can be said of such an area.
fn numbers(polygon: &AreaPolygon) -> Option<Fault> {
    let mut positions = polygon.coordinates.iter().flatten();
    let at = positions.find(|[lon, lat]| lat.abs() > 90.0 || lon.abs() > FARTHEST_LONGITUDE)?;
    let [lon, lat] = *at;
    let swapped = lat.abs() <= 180.0 && lon.abs() <= 90.0;
    let hint = if swapped {
        "Longitude and latitude may be swapped: longitude comes first."
    } else {
        "The positions may be metres of a projection: save the area in WGS 84 (EPSG:4326) and read it again."
    };
    let (code, message) = if lat.abs() > 90.0 {
        (FaultCode::LatitudeRange, format!("Latitude {lat} lies beyond the poles"))
    } else {
        (FaultCode::LongitudeRange, format!("{lon} is no longitude"))
    };
    // A place that is none can't be marked.
    Some(Fault::new(code, message, hint))
}

fn place_on_earth(polygon: &AreaPolygon) -> Option<Fault> {
    let ring = polygon.outer();
    let polar = polygon.coordinates.iter().flatten().find(|[_, lat]| lat.abs() > POLAR_LATITUDE);
    if polar.is_some() || turning(ring).abs() > WIDEST {
        let message = if polar.is_some() { "The area reaches a pole" } else { "The area goes round a pole" };
        let hint =
            "The satellites do not see the poles: stay within 89° of latitude, and on one side of the pole.";
        return Some(Fault::new(FaultCode::Pole, message, hint).at(polar.copied()));
    }
    let [west, east] = extent(ring);
    (east - west >= WIDEST).then(|| {
        let message = format!("The area is {:.0}° wide, less than {WIDEST:.0}° are possible", east - west);
        Fault::new(FaultCode::TooLarge, message, "It goes round the world, or a longitude in it is wrong.")
    })
}

fn not_closed(polygon: &AreaPolygon) -> Option<Fault> {
    let ring = polygon.outer();
    (ring.first() != ring.last()).then(|| {
        let message = "The outline is open: its last position is not its first";
        Fault::new(FaultCode::NotClosed, message, REFUSED)
            .at(ring.last().copied())
            .mended_by(offered(polygon, &[(MendKind::Close, "Close it")]))
    })
}

fn holes(polygon: &AreaPolygon) -> Vec<Fault> {
    let holes = polygon.coordinates.get(1..).unwrap_or_default();
    let kinds = [(MendKind::FillHoles, "Fill"), (MendKind::CutHoles, "Cut into parts")];
    let mends = if holes.is_empty() { Vec::new() } else { offered(polygon, &kinds) };
    let hint = "Orders take areas without holes only.";
    let describe = |(place, hole): (usize, &Vec<Position>)| {
        let message = if holes.len() == 1 {
            "A hole".to_owned()
        } else {
            format!("Hole {} of {}", place + 1, holes.len())
        };
        Fault::new(FaultCode::Hole, message, hint).at(hole.first().copied()).mended_by(mends.clone())
    };
    holes.iter().enumerate().take(MOST_PLACES).map(describe).collect()
}

/// Repeated positions, spikes, and crossings of what is left without them.
fn shape(polygon: &AreaPolygon, trimmed: &Trimmed) -> Vec<Fault> {
    let ring = open(polygon.outer());
    let mut found = Vec::new();
    let repeated: Vec<usize> =
        (1..ring.len()).filter(|place| ring[*place] == ring[place - 1]).take(MOST_PLACES).collect();
    if !repeated.is_empty() {
        let mends = offered(polygon, &[(MendKind::DropRepeated, "Drop repeated")]);
        found.extend(repeated.into_iter().map(|place| {
            let message = format!("Vertex {} repeats vertex {place}", place + 1);
            Fault::new(FaultCode::RepeatedVertex, message, "The order may be refused.")
                .at(Some(ring[place]))
                .mended_by(mends.clone())
        }));
    }
    if !trimmed.tips.is_empty() {
        let mends = offered(polygon, &[(MendKind::DropSpikes, "Drop spikes")]);
        found.extend(trimmed.tips.iter().take(MOST_PLACES).map(|tip| {
            let message = format!("The outline goes out to vertex {} and straight back", tip + 1);
            Fault::new(FaultCode::Spike, message, "A spike has no area, and can make the order fail.")
                .at(Some(ring[*tip]))
                .mended_by(mends.clone())
        }));
    }
    found.extend(crossed(polygon, ring, trimmed));
    found
}

fn crossed(polygon: &AreaPolygon, ring: &[Position], trimmed: &Trimmed) -> Vec<Fault> {
    let crossings = crossings(&trimmed.of(ring), MOST_PLACES).places;
    if crossings.is_empty() {
        return Vec::new();
    }
    let kinds = [(MendKind::Untangle, "Untangle"), (MendKind::UntangleParts, "Take it apart")];
    let mut mends = offered(polygon, &kinds);
    if mends.is_empty() {
        mends = offered(polygon, &[(MendKind::Hull, "Take its hull")]);
    }
    let times = if crossings.len() == MOST_PLACES { "at many places" } else { "here" };
    let describe = |crossing: crate::crossing::Crossing| {
        let [one, other] = crossing.edges.map(|edge| trimmed.kept[edge] + 1);
        let message = format!("The outline crosses itself {times}, after vertices {one} and {other}");
        Fault::new(FaultCode::SelfCrossing, message, REFUSED).at(Some(crossing.at)).mended_by(mends.clone())
    };
    crossings.into_iter().map(describe).collect()
}

fn too_many(polygon: &AreaPolygon) -> Option<Fault> {
    let count = open(polygon.outer()).len();
    (count > MOST_VERTICES).then(|| {
        let message = format!("{count} vertices, at most {MOST_VERTICES} are allowed");
        let simplify = format!("Simplify to {SIMPLIFIED_VERTICES}");
        let kinds = [
            (MendKind::Simplify, simplify.as_str()),
            (MendKind::SimplifyOutside, "Keep all inside"),
            (MendKind::SimplifyInside, "Stay inside"),
        ];
        let measured = if count > MOST_COMPARED { 1 } else { kinds.len() };
        let mut mends = offered(polygon, &kinds[..measured]);
        mends.extend(kinds[measured..].iter().map(|(kind, label)| unmeasured(*kind, label)));
        Fault::new(FaultCode::TooManyVertices, message, REFUSED).mended_by(mends)
    })
}

fn antimeridian(polygon: &AreaPolygon) -> Option<Fault> {
    let meridian = crossed_meridian(polygon.outer())?;
    let across = |pair: &&[Position]| {
        let (low, high) = (pair[0][0].min(pair[1][0]), pair[0][0].max(pair[1][0]));
        low <= meridian && meridian <= high
    };
    let at = polygon.outer().windows(2).find(across).map(|pair| [meridian, (pair[0][1] + pair[1][1]) / 2.0]);
    let hint = "An order takes it as several areas, none of them across the meridian.";
    let mends = offered(polygon, &[(MendKind::SplitAntimeridian, "Split there")]);
    let message = "The area crosses the 180th meridian";
    Some(Fault::new(FaultCode::Antimeridian, message, hint).at(at).mended_by(mends))
}

fn size(km2: f64, before: &[Fault]) -> Option<Fault> {
    if km2 > LARGEST_KM2 {
        let (size, most) = (km2_in_words(km2), km2_in_words(LARGEST_KM2));
        let message = format!("{size}, at most {most} are taken as one area");
        let hint = "Nobody orders that much as one area: draw the part you need, or several parts.";
        return Some(Fault::new(FaultCode::TooLarge, message, hint));
    }
    // A crossing outline may measure nothing although its parts do; a spike may be all there is.
    let crossed = before.iter().any(|fault| fault.code == FaultCode::SelfCrossing);
    (km2 < SMALLEST_KM2 && !crossed).then(|| {
        let (size, least) = (km2_in_words(km2), km2_in_words(SMALLEST_KM2));
        // Under a square metre there is nothing but the rounding of the measure.
        let nothing = km2 < 1e-6;
        let message = if nothing {
            ENCLOSES_NOTHING.to_owned()
        } else {
            format!("{size}, at least {least} are needed")
        };
        Fault::new(FaultCode::Empty, message, "Move its corners apart.")
    })
}

/// Mends with what would become of the area; without those that leave nothing, or give what one before gives.
fn offered(polygon: &AreaPolygon, kinds: &[(MendKind, &str)]) -> Vec<Mend> {
    let mut offers: Vec<(Mend, Vec<AreaPolygon>)> = Vec::new();
    for (kind, label) in kinds {
        let Ok(parts) = apply(polygon, *kind) else { continue };
        if offers.iter().any(|(_, known)| *known == parts) {
            continue;
        }
        let km2_after = Some(parts.iter().map(|part| km2_and_perimeter_km(part).0).sum());
        let vertices: usize = parts.iter().map(AreaPolygon::vertices).sum();
        let (vertices_after, count) = (number(vertices), number(parts.len()));
        let mend = Mend { kind: *kind, label: (*label).to_owned(), km2_after, vertices_after, parts: count };
        offers.push((mend, parts));
    }
    offers.into_iter().map(|(mend, _)| mend).collect()
}

/// A way of simplifying that is only measured once it is done.
fn unmeasured(kind: MendKind, label: &str) -> Mend {
    let vertices_after = number(SIMPLIFIED_VERTICES);
    Mend { kind, label: label.to_owned(), km2_after: None, vertices_after, parts: 1 }
}

/// The 180th meridian on whichever turn of the world an outline has ground on both sides of it.
pub(crate) fn crossed_meridian(ring: &[Position]) -> Option<f64> {
    let [west, east] = extent(ring);
    [-180.0, 180.0].into_iter().find(|meridian| west < meridian - 1e-9 && east > meridian + 1e-9)
}

/// Different corners, counted up to three.
fn distinct(ring: &[Position]) -> usize {
    let mut seen: Vec<Position> = Vec::new();
    for position in ring {
        if !seen.contains(position) {
            seen.push(*position);
            if seen.len() == 3 {
                break;
            }
        }
    }
    seen.len()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(ring: &[Position]) -> AreaReport {
        check(&AreaPolygon::from_ring(ring.to_vec()))
    }

    fn codes(ring: &[Position]) -> Vec<FaultCode> {
        report(ring).faults.iter().map(|fault| fault.code).collect()
    }

    /// A ring with that many vertices round a place.
    fn circle(vertices: u32) -> Vec<Position> {
        let vertex = |k: u32| {
            let turn = f64::from(k % vertices) / f64::from(vertices) * std::f64::consts::TAU;
            [10.0 + 0.2 * turn.cos(), 45.0 + 0.2 * turn.sin()]
        };
        (0..=vertices).map(vertex).collect()
    }

    const SQUARE: [Position; 5] = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1], [0.0, 0.0]];

    #[test]
    fn a_square_is_orderable_and_measured() {
        let report = report(&SQUARE);
        assert!(report.orderable && report.faults.is_empty());
        assert_eq!((report.vertices, report.bounds), (4, [0.0, 0.0, 0.1, 0.1]));
        assert!((report.km2 - 123.1).abs() < 0.2, "{}", report.km2);
        assert!((report.perimeter_km - 44.4).abs() < 0.1, "{}", report.perimeter_km);
        assert!(report.centroid.iter().all(|middle| (middle - 0.05).abs() < 1e-12));
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(codes(&SQUARE[..4]), [FaultCode::NotClosed]);
        assert_eq!(codes(&[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]), [FaultCode::TooFewVertices]);
        assert_eq!(codes(&[]), [FaultCode::Empty]);
        assert_eq!(
            codes(&[[0.0, 0.0], [0.2, 0.2], [0.2, 0.0], [0.0, 0.2], [0.0, 0.0]]),
            [FaultCode::SelfCrossing]
        );
        assert_eq!(codes(&[[0.0, 95.0], [1.0, 95.0], [1.0, 96.0], [0.0, 95.0]]), [FaultCode::LatitudeRange]);
        assert_eq!(codes(&[[5e5, 5.0], [6e5, 5.0], [6e5, 6.0], [5e5, 5.0]]), [FaultCode::LongitudeRange]);
        assert_eq!(codes(&[[0.0, 89.5], [90.0, 89.5], [179.0, 89.5], [0.0, 89.5]]), [FaultCode::Pole]);
        assert_eq!(codes(&[[0.0, 80.0], [120.0, 80.0], [-120.0, 80.0], [0.0, 80.0]]), [FaultCode::Pole]);
        assert_eq!(
            codes(&[[-180.0, -60.0], [180.0, -60.0], [180.0, 60.0], [-180.0, 60.0], [-180.0, -60.0]]),
            [FaultCode::TooLarge]
        );
        assert_eq!(
            codes(&[[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0], [0.0, 0.0]]),
            [FaultCode::TooLarge]
        );
        assert_eq!(
            codes(&[[179.9, 0.0], [-179.9, 0.0], [-179.9, 0.1], [179.9, 0.1], [179.9, 0.0]]),
            [FaultCode::Antimeridian]
        );
        assert_eq!(codes(&circle(1_000)), [FaultCode::TooManyVertices]);
    }

    #[test]
    fn what_is_over_the_vendors_limit_is_simplified_well_within_it() {
        assert!(report(&circle(999)).orderable);
        let over = &report(&circle(1_400)).faults[0];
        let mend = over.mends.first().unwrap();
        assert_eq!((mend.kind, mend.vertices_after, mend.parts), (MendKind::Simplify, 998, 1));
    }

    #[test]
    fn an_area_round_a_pole_reaches_to_it() {
        let ring = |lat: f64| (0..=12).map(|k| [f64::from(k % 12) * 30.0, lat]).collect::<Vec<Position>>();
        assert_eq!(report(&ring(70.0)).bounds, [-180.0, 70.0, 180.0, 90.0]);
        assert_eq!(report(&ring(-70.0)).bounds, [-180.0, -90.0, 180.0, -70.0]);
        assert_eq!(report(&ring(-70.0)).centroid, [0.0, -90.0]);
        assert_eq!(report(&ring(70.0)).vertices, 12);
    }

    #[test]
    fn of_a_long_outline_every_way_is_offered_and_the_nearest_is_measured() {
        let mends = &report(&circle(20_001)).faults[0].mends;
        let measured: Vec<bool> = mends.iter().map(|mend| mend.km2_after.is_some()).collect();
        assert_eq!(measured, [true, false, false]);
        assert!(mends.iter().all(|mend| mend.vertices_after <= 998 && mend.parts == 1));
    }

    #[test]
    fn an_area_that_ends_at_the_180th_meridian_does_not_cross_it() {
        assert!(report(&[[179.8, 0.0], [180.0, 0.0], [180.0, 0.1], [179.8, 0.1], [179.8, 0.0]]).orderable);
        assert!(report(&[[179.8, 0.0], [-180.0, 0.0], [-180.0, 0.1], [179.8, 0.1], [179.8, 0.0]]).orderable);
    }

    #[test]
    fn a_position_that_is_no_number_is_left_out_and_said() {
        let report = report(&[[0.0, 0.0], [f64::NAN, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]]);
        assert_eq!(report.faults[0].code, FaultCode::NotANumber);
        assert!(report.faults[0].message.contains("Vertex 2"));
        assert!(!report.orderable && report.polygon.is_finite() && report.km2 > 0.0);
    }

    #[test]
    fn a_size_that_is_not_taken_is_named_with_the_limit() {
        let square = |side: f64| report(&[[0.0, 0.0], [side, 0.0], [side, side], [0.0, side], [0.0, 0.0]]);
        let large = square(20.0).faults[0].message.clone();
        assert!(large.starts_with("4,870,") && large.contains("at most 1,000,000 km² are taken"), "{large}");
        assert_eq!(square(0.000_05).faults[0].message, "31 m², at least 100 m² are needed");
        let wide = report(&[
            [-100.0, 0.0],
            [0.0, 0.0],
            [100.0, 0.0],
            [100.0, 1.0],
            [0.0, 1.0],
            [-100.0, 1.0],
            [-100.0, 0.0],
        ]);
        assert!(wide.faults[0].message.contains("less than 180° are possible"), "{:?}", wide.faults);
    }

    #[test]
    fn swapped_numbers_and_metres_get_different_advice() {
        let hint = |ring: &[Position]| report(ring).faults[0].hint.clone();
        assert!(hint(&[[38.0, 109.0], [39.0, 109.0], [39.0, 110.0], [38.0, 109.0]]).contains("swapped"));
        assert!(hint(&[[5e5, 4.2e6], [6e5, 4.2e6], [6e5, 4.3e6], [5e5, 4.2e6]]).contains("WGS 84"));
    }

    #[test]
    fn a_hole_blocks_and_can_be_filled() {
        let mut polygon = AreaPolygon::from_ring(SQUARE.to_vec());
        polygon.coordinates.push(vec![[0.02, 0.02], [0.04, 0.02], [0.04, 0.04], [0.02, 0.02]]);
        let report = check(&polygon);
        assert_eq!(report.faults[0].code, FaultCode::Hole);
        let mend = report.faults[0].mends.first().unwrap();
        assert!(mend.km2_after > Some(report.km2) && mend.parts == 1);
    }

    #[test]
    fn spikes_and_repeated_vertices_are_named_at_their_place() {
        let spiky = [[0.0, 0.0], [0.1, 0.0], [0.3, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1], [0.0, 0.0]];
        let report = report(&spiky);
        assert_eq!(codes(&spiky), [FaultCode::Spike]);
        assert_eq!(report.faults[0].at, Some([0.3, 0.0]));
        let repeated = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]];
        assert_eq!(codes(&repeated), [FaultCode::RepeatedVertex]);
    }

    #[test]
    fn each_crossing_is_marked_with_its_edges() {
        let twice = [[0.0, 0.0], [0.6, 0.0], [0.6, 0.2], [0.1, -0.1], [0.1, 0.2], [0.0, 0.2], [0.0, 0.0]];
        let report = report(&twice);
        let places: Vec<&str> = report.faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(report.faults.len(), 2, "{places:?}");
        assert!(places[0].contains("after vertices 1 and 3") && places[1].contains("after vertices 1 and 4"));
        assert!(report.faults.iter().all(|fault| fault.at.is_some() && !fault.mends.is_empty()));
    }

    #[test]
    fn a_thousand_vertices_are_checked_while_the_pointer_moves() {
        let ring = circle(998);
        let best = (0..5).map(|_| {
            let start = std::time::Instant::now();
            assert!(report(&ring).orderable);
            start.elapsed()
        });
        let best = best.min().unwrap();
        println!("check of 998 vertices: {best:?}");
        // The budget is 5 ms; a busy machine gets five times that before the test calls it broken.
        assert!(best.as_millis() < 25, "{best:?}");
    }
}
