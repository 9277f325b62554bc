//! Makes files of areas and measures what becomes of them; `cargo xtask bench areas` runs it.
//!
//! `make FOLDER VERTICES` writes one outline in every form that is written. `measure FILE` reads, checks, mends and
//! measures it three times and prints the best time in seconds, the highest memory in MB, the vertices that are left and
//! the km² of the given and the mended outline.
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use aoi::{AreaForm, AreaPolygon, MendKind, ReadAnswers};
use ordering::{Area, read_area_files, write_areas};

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder, vertices] => make(Path::new(folder), vertices.parse()?),
        ["measure", file] => measure(PathBuf::from(file)),
        _ => Err("give 'make FOLDER VERTICES' or 'measure FILE'".into()),
    }
}

/// A coast: an outline with large and small bays that does not cross itself.
fn coast(vertices: u32) -> AreaPolygon {
    let vertex = |k: u32| {
        let turn = f64::from(k % vertices) / f64::from(vertices) * std::f64::consts::TAU;
        let waves = [(5.0, 0.05), (37.0, 0.02), (211.0, 0.004), (1_987.0, 0.000_4), (19_001.0, 0.000_04)];
        let radius: f64 =
            0.4 + waves.iter().map(|(number, height)| height * (turn * number).sin()).sum::<f64>();
        [-9.0 + radius * turn.cos(), 38.7 + radius * turn.sin()]
    };
    AreaPolygon::from_ring((0..=vertices).map(vertex).collect())
}

fn make(folder: &Path, vertices: u32) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let area = Area {
        id: "coast".to_owned(),
        name: "Coast".to_owned(),
        color: "rose".to_owned(),
        report: aoi::check(&coast(vertices)),
    };
    for form in [AreaForm::GeoJson, AreaForm::Kml, AreaForm::Wkt, AreaForm::GeoPackage, AreaForm::Shapefile] {
        let path = folder.join(format!("coast-{vertices}.{}", form.ending()));
        std::fs::write(path, write_areas(std::slice::from_ref(&area), form)?)?;
    }
    Ok(())
}

fn measure(file: PathBuf) -> Result<(), Box<dyn Error>> {
    let mut best = f64::INFINITY;
    let (mut left, mut given, mut mended) = (0, 0.0, 0.0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let read = read_area_files(std::slice::from_ref(&file), &ReadAnswers::default())?;
        (left, given, mended) = (0, 0.0, 0.0);
        for area in read.iter().flat_map(|file| &file.reading.areas) {
            given += area.report.km2;
            for part in aoi::mend(&area.report.polygon, MendKind::Simplify)? {
                left += part.vertices;
                mended += part.km2;
            }
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{best} {} {left} {given} {mended}", peak_megabytes());
    Ok(())
}

/// The highest memory of this process in MB, where the system tells it.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok());
    kilobytes.map_or(0.0, |kilobytes: f64| kilobytes / 1024.0)
}
