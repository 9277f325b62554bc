//! Measures the index over very many scenes: `bench FILE COUNT` writes the scenes to `FILE`, so that others can be asked the
//! same, and prints one JSON object. `cargo xtask bench archive` runs it beside its peers.
#![allow(clippy::print_stdout, reason = "its result is its output")]

use std::collections::HashSet;
use std::io::{BufWriter, Write};
use std::time::Instant;

use aoi::AreaPolygon;
use archive::{Archive, FootprintView, SceneFilter, Sort, SortKey};
use serde_json::{Value, json};

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

struct Drawn {
    corners: [[f64; 2]; 4],
    day: i64,
    cloud: f64,
    incidence: f64,
}

/// Tilted footprints of 0.4 to 1.6 degrees, stacked over and around the area.
fn draw(dice: &mut Dice) -> Drawn {
    let (x, y) = (dice.between(-6.0, 6.0), dice.between(41.0, 53.0));
    let (width, height) = (dice.between(0.4, 1.6), dice.between(0.4, 1.6));
    let tilt = dice.between(-0.25, -0.15);
    let corner = |a: f64, b: f64| {
        let (a, b) = (a * width, b * height);
        [x + a * tilt.cos() - b * tilt.sin(), y + a * tilt.sin() + b * tilt.cos()]
    };
    Drawn {
        corners: [corner(-0.5, 0.5), corner(0.5, 0.5), corner(0.5, -0.5), corner(-0.5, -0.5)],
        day: dice.between(15_000.0, 20_000.0) as i64,
        cloud: (dice.between(0.0, 100.0) * 10.0).round() / 10.0,
        incidence: (dice.between(0.0, 40.0) * 10.0).round() / 10.0,
    }
}

fn feature(number: u32, drawn: &Drawn) -> Value {
    let date = jiff::Timestamp::from_second(drawn.day * 86_400).map(|at| at.to_string()).unwrap_or_default();
    let [a, b, c, d] = drawn.corners;
    json!({
        "geometry": {"type": "Polygon", "coordinates": [[a, b, c, d, a]]},
        "properties": {
            "id": format!("{number:08}"), "acquisitionDate": date, "constellation": "PHR", "platform": "PHR1A",
            "cloudCover": drawn.cloud, "incidenceAngle": drawn.incidence, "resolution": 0.5, "productType": "mono",
        },
    })
}

/// An area with 500 corners, none of them straight.
fn area() -> Vec<[f64; 2]> {
    let mut dice = Dice(5);
    let corner = |k: u32, dice: &mut Dice| {
        let (angle, radius) = (f64::from(k) / 500.0 * std::f64::consts::TAU, dice.between(2.6, 3.0));
        [radius * 1.3 * angle.cos(), 47.0 + radius * angle.sin()]
    };
    let mut ring: Vec<[f64; 2]> = (0..500).map(|k| corner(k, &mut dice)).collect();
    ring.push(ring[0]);
    ring
}

fn write_scenes(path: &str, ring: &[[f64; 2]], scenes: &[Drawn]) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    for number in [scenes.len() as u32, ring.len() as u32] {
        file.write_all(&number.to_le_bytes())?;
    }
    let numbers = ring.iter().flatten().copied().chain(scenes.iter().flat_map(|scene| {
        let rest = [scene.day as f64, scene.cloud, scene.incidence];
        scene.corners.into_iter().flatten().chain(rest)
    }));
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()
}

fn ms(from: Instant) -> f64 {
    from.elapsed().as_secs_f64() * 1000.0
}

fn best<T>(times: usize, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut measured = Vec::new();
    loop {
        let start = Instant::now();
        let result = work();
        measured.push(ms(start));
        if measured.len() >= times {
            return (measured.iter().copied().fold(f64::MAX, f64::min), result);
        }
    }
}

/// Kilobytes of memory in use, where the system tells.
fn memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn filled(ring: &[[f64; 2]], scenes: &[Drawn]) -> Archive {
    let mut archive = Archive::new(AreaPolygon::from_ring(ring.to_vec()));
    for (page, scenes) in scenes.chunks(500).enumerate() {
        let numbered = scenes.iter().enumerate().map(|(k, drawn)| feature((page * 500 + k) as u32, drawn));
        archive.insert(&numbered.collect::<Vec<_>>());
    }
    archive
}

fn percentile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = ((values.len() - 1) as f64 * share).round() as usize;
    values.get(place).copied().unwrap_or(f64::NAN)
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let (Some(path), Some(count)) = (arguments.get(1), arguments.get(2).and_then(|count| count.parse().ok()))
    else {
        println!("usage: bench FILE COUNT");
        return Ok(());
    };
    let mut dice = Dice(42);
    let scenes: Vec<Drawn> = std::iter::repeat_with(|| draw(&mut dice)).take(count).collect();
    let ring = area();
    write_scenes(path, &ring, &scenes)?;

    let before = memory_kb();
    let start = Instant::now();
    let mut archive = filled(&ring, &scenes);
    let insert = ms(start);
    let nobody = HashSet::new();
    let filter = SceneFilter {
        max_cloud: Some(30.0),
        max_incidence: Some(25.0),
        min_coverage: Some(1.0),
        ..SceneFilter::default()
    };
    let order =
        [Sort { key: SortKey::Coverage, descending: true }, Sort { key: SortKey::Date, descending: true }];
    let (coverage_filter_sort, window) = best(3, || {
        archive.measure_over(&AreaPolygon::from_ring(ring.clone()), &[]);
        archive.window(&filter, &order, 0, 50, &nobody)
    });
    let others = [Sort { key: SortKey::Cloud, descending: false }, order[1]];
    let (filter_sort, _) = best(5, || {
        archive.window(&SceneFilter::default(), &others, 0, 50, &nobody);
        archive.window(&filter, &order, 0, 50, &nobody)
    });
    let memory = memory_kb().zip(before).map(|(after, before)| after.saturating_sub(before) / 1024);

    let mut moves = Vec::new();
    for step in 0..60 {
        let filter = SceneFilter { max_cloud: Some(f64::from(20 + step)), ..filter.clone() };
        let start = Instant::now();
        archive.window(&filter, &order, 0, 60, &nobody);
        archive.facets(&filter);
        moves.push(ms(start));
    }
    let view =
        FootprintView { bounds: Some([-6.0, 41.0, 6.0, 53.0]), most: 60_000, ..FootprintView::default() };
    let (footprints, _) = best(3, || archive.footprint_buffer(&filter, view));
    let (hover, _) = best(20, || archive.at([0.1, 47.1], &filter, 1, &nobody));
    let first: Vec<u32> = window.rows.iter().take(10).filter_map(|row| row.id.parse().ok()).collect();
    let everything = archive.window(&SceneFilter::default(), &[], 0, u32::MAX, &nobody);
    let covering = everything.rows.iter().filter(|row| row.coverage > 0.0).count();
    let sum: f64 = everything.rows.iter().map(|row| row.coverage).sum();
    let mut union = serde_json::Map::new();
    for some in [1_000, 10_000] {
        let ids: Vec<String> = (0..some).map(|number| format!("{number:08}")).collect();
        let (took, share) = best(3, || archive.union_coverage(ids.iter().map(String::as_str)));
        union.insert(some.to_string(), json!({"ms": took, "share": share}));
    }
    let report = json!({
        "count": count, "insertMs": insert, "coverageFilterSortMs": coverage_filter_sort, "filterSortMs": filter_sort,
        "sliderMedianMs": percentile(moves.clone(), 0.5), "sliderP95Ms": percentile(moves, 0.95),
        "footprintsMs": footprints, "hoverMs": hover, "memoryMb": memory, "matched": window.matched,
        "hits": covering, "sum": sum, "first": first, "union": union,
    });
    println!("{report}");
    Ok(())
}
