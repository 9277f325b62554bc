//! Writes the scenes of a search answer in every format that is one stream: `export ANSWER.json FOLDER`. To try other
//! programs on the files.
#![allow(clippy::print_stdout, reason = "its result is its output")]

use std::error::Error;
use std::fs::File;
use std::path::Path;

use aoi::AreaPolygon;
use archive::Archive;
use archive::export::{ExportFormat, write};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let (Some(answer), Some(folder)) = (arguments.get(1), arguments.get(2)) else {
        println!("usage: export ANSWER.json FOLDER");
        return Ok(());
    };
    let answer: Value = serde_json::from_reader(File::open(answer)?)?;
    let features = answer["features"].as_array().ok_or("the answer has no features")?;
    let world = vec![[-170.0, -80.0], [170.0, -80.0], [170.0, 80.0], [-170.0, 80.0], [-170.0, -80.0]];
    let mut archive = Archive::new(AreaPolygon::from_ring(world));
    let ids = archive.insert(features);
    let scenes: Vec<_> =
        ids.iter().zip(features).filter_map(|(id, feature)| archive.exported(id, feature)).collect();
    for format in [
        ExportFormat::Geojson,
        ExportFormat::Csv,
        ExportFormat::Kml,
        ExportFormat::Stac,
        ExportFormat::Geoparquet,
    ] {
        let path = Path::new(folder).join(format!("scenes-{format:?}.{}", format.ending()));
        write(format, &scenes, jiff::Timestamp::now(), &mut File::create(&path)?)?;
        println!("{} scenes in {}", scenes.len(), path.display());
    }
    Ok(())
}
