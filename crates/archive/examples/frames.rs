//! `frames FOLDER COUNT` writes what the map of `cargo xtask bench frames` is given: scenes all over the world as the buffer
//! that the program's own map gets for a view of it, the same as outlines however many (`-outlines`), and as GeoJSON for
//! MapLibre's source.

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use aoi::AreaPolygon;
use archive::{Archive, FootprintView, SceneFilter};
use serde_json::json;

/// The most outlines the program draws before it shows how dense they lie; the shell says the same.
const MOST_OUTLINES: usize = 20_000;
/// What the page shows of the world, with the margin that the page asks for.
const WORLD: [f64; 4] = [-180.0, -85.0, 180.0, 85.0];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, count] = arguments.as_slice() else { return Err("frames FOLDER COUNT".into()) };
    let (folder, count) = (PathBuf::from(folder), count.parse::<u32>()?);
    let square = vec![[-1.0, 47.0], [1.0, 47.0], [1.0, 48.0], [-1.0, 48.0], [-1.0, 47.0]];
    let mut archive = Archive::new(AreaPolygon::from_ring(square));
    let mut text = BufWriter::new(std::fs::File::create(folder.join(format!("frames-{count}.geojson")))?);
    write!(text, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut page = Vec::new();
    for number in 0..count {
        let geometry = json!({"type": "Polygon", "coordinates": [outline(number)]});
        write!(
            text,
            "{}{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{geometry}}}",
            if number == 0 { "" } else { "," }
        )?;
        page.push(json!({"geometry": geometry, "properties": {"id": format!("{number:08}"),
            "acquisitionDate": "2024-05-01T10:00:00Z", "constellation": "PHR"}}));
        if page.len() == 500 || number + 1 == count {
            archive.insert(&page);
            page.clear();
        }
    }
    write!(text, "]}}")?;
    text.flush()?;
    for (most, name) in [(MOST_OUTLINES, ""), (usize::MAX, "-outlines")] {
        let view = FootprintView { bounds: Some(WORLD), most, ..FootprintView::default() };
        let buffer = archive.footprint_buffer(&SceneFilter::default(), view);
        std::fs::write(folder.join(format!("frames-{count}{name}.bin")), buffer)?;
    }
    Ok(())
}

/// A tilted footprint of 0.4 to 1.6 degrees; spread evenly (a rank-one lattice), and the same every time.
fn outline(number: u32) -> Vec<[f64; 2]> {
    let share = |step: f64| (0.5 + step * f64::from(number)).fract();
    let (x, y) =
        (share(0.754_877_666_246_692_7) * 340.0 - 170.0, share(0.569_840_290_998_053_2) * 130.0 - 60.0);
    let (wide, high) = (0.4 + 1.2 * share(0.618_033_988_749_895), 0.4 + 1.2 * share(0.414_213_562_373_095));
    let (sine, cosine) = (-0.2_f64).sin_cos();
    let corner = |a: f64, b: f64| {
        let (a, b) = (a * wide, b * high);
        [x + a * cosine - b * sine, y + a * sine + b * cosine]
    };
    [(-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (-0.5, 0.5)].map(|(a, b)| corner(a, b)).to_vec()
}
