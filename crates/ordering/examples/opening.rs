//! `cargo xtask bench archive` runs it: `opening COUNT` keeps a search of so many scenes on the disk as the desk does, and opens
//! it from its records and then from its snapshot. Prints the seconds of both, and the megabytes of the records and of the
//! snapshot.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use archive::SceneFilter;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use oneatlas::Hosts;
use ordering::{Desk, DeskEvent, Environment, Outside, Target};
use rusqlite::Connection;
use secrecy::SecretString;
use serde_json::{Value, json};

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

/// A scene with the keys that the vendor's have, somewhere around the area.
fn feature(number: u32) -> Value {
    let share = |step: f64| (0.5 + step * f64::from(number)).fract();
    let (x, y) = (share(0.754_877_666_246_692_7) * 12.0 - 6.0, 41.0 + share(0.569_840_290_998_053_2) * 12.0);
    let cloud = (share(0.618_033_988_749_895) * 1000.0).round() / 10.0;
    let day = 1 + number % 28;
    let corner = |a: f64, b: f64| [x + a * 0.98 - b * 0.2, y + a * 0.2 + b * 0.98];
    let ring = [(-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (-0.5, 0.5)].map(|(a, b)| corner(a, b));
    let link = |name: &str| json!({"href": format!("https://access.example/scenes/{number:08}/{name}")});
    json!({
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "_links": {"self": [link("self")], "thumbnail": [link("thumbnail")], "quicklook": [link("quicklook")]},
        "properties": {
            "id": format!("{number:08}-0000-4000-8000-000000000000"),
            "sourceIdentifier": format!("DS_PHR1A_2021{number:012}_FR1_PX_E001N47_0213_01710"),
            "acquisitionDate": format!("2021-{:02}-{day:02}T10:{:02}:{:02}.500Z", 1 + number % 12, number % 60, number % 59),
            "lastUpdateDate": "2024-05-01T08:00:00.000Z", "publicationDate": "2021-12-01T08:00:00.000Z",
            "constellation": "PHR", "platform": "PHR1A", "sensorType": "OPTICAL", "processingLevel": "ALBUM",
            "productType": "mono", "cloudCover": cloud, "snowCover": 0, "resolution": 0.5,
            "incidenceAngle": cloud * 0.4, "incidenceAngleAlongTrack": -3.2, "incidenceAngleAcrossTrack": cloud * 0.3,
            "azimuthAngle": 180.03, "illuminationElevationAngle": 54.1, "illuminationAzimuthAngle": 161.9,
            "organisationName": "AIRBUS DS", "workspaceName": "public", "qualityQuotation": "GOOD",
        },
    })
}

fn fill(path: &Path, count: u32) -> Result<(), Box<dyn Error>> {
    let mut db = Connection::open(path)?;
    let ring = json!([[[-3.0, 45.0], [3.0, 45.0], [3.0, 49.0], [-3.0, 49.0], [-3.0, 45.0]]]);
    let polygon = json!({"type": "Polygon", "coordinates": ring}).to_string();
    let request = json!({"areaId": "a", "constellations": [], "maxResults": 5_000_000}).to_string();
    let written = db.transaction()?;
    written.execute(
        "INSERT INTO searches (id, polygon, request, searched_at, total) VALUES (1, ?1, ?2, '2026-01-01T00:00:00Z', ?3)",
        (polygon, request, count),
    )?;
    for number in 0..count {
        let scene = feature(number);
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(scene.to_string().as_bytes())?;
        let id = scene["properties"]["id"].as_str().unwrap_or_default();
        written
            .prepare_cached("INSERT INTO scenes (id, record) VALUES (?1, ?2)")?
            .execute((id, packer.finish()?))?;
        written.prepare_cached("INSERT INTO found (search, scene) VALUES (1, ?1)")?.execute([id])?;
    }
    Ok(written.commit()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let count: u32 = std::env::args().nth(1).ok_or("opening COUNT")?.parse()?;
    let home = tempfile::tempdir()?;
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single("http://127.0.0.1:9")?,
        api_key: SecretString::from("nobody asks".to_owned()),
        proxy: None,
        data_folder: home.path().to_owned(),
        now: Arc::new(jiff::Timestamp::now),
        retry_pause: std::time::Duration::ZERO,
        acts: ordering::ActsUnderWay::default(),
        answer_patience: ordering::ANSWER_PATIENCE,
        anchor: None,
    };
    let desk = Desk::open_files(target, Arc::new(Nobody))?;
    let folder = home.path().join("sandbox");
    fill(&folder.join("searches.db"), count)?;
    let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0.0, |file| file.len() as f64 / 1e6);
    // The first opening reads the records and leaves the snapshot; what it costs to leave it is part of it.
    let mut seconds = Vec::new();
    for _ in 0..4 {
        let begun = Instant::now();
        desk.open_search("1")?;
        let rows = desk.scenes(&SceneFilter::default(), &[], 0, 50)?;
        seconds.push(begun.elapsed().as_secs_f64());
        if rows.total != count || rows.rows.len() != 50 {
            return Err(format!("{} scenes came back", rows.total).into());
        }
    }
    let best = seconds[1..].iter().copied().fold(f64::MAX, f64::min);
    println!("{} {best} {} {}", seconds[0], size("searches.db"), size("searches.columns/1.columns"));
    Ok(())
}
