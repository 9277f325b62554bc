//! Whole deliveries, opened again: the tree, the checksums, and where the tiles say they lie.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use geo::BoundingRect;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::*;
use crate::SandboxConfig;
use crate::archive::Scene;
use crate::books::Decision;
use crate::geodesy::LonLat;

/// A scene of a family whose footprint holds the place.
fn scene(world: &World, constellation: &str, place: LonLat) -> Scene {
    use geo::Contains;
    let cells = world.archive().cells_near([place.x, place.y, place.x, place.y]);
    let mut found = None;
    world.archive().visit(&cells, 2026, |scene| {
        let fits = scene.captured.is_none() && scene.platform.constellation() == constellation;
        if found.is_none() && fits && scene.cloud > 3.0 && scene.outline().contains(&place) {
            found = Some(scene.clone());
        }
    });
    found.unwrap()
}

/// A quadrilateral well inside the scene, as an ordered area.
fn area_in(scene: &Scene) -> Value {
    let at = |u: f64, v: f64| {
        let place = crate::pictures::place_in(scene, u, v);
        json!([place.x, place.y])
    };
    json!({ "type": "Polygon", "coordinates": [[at(0.4, 0.35), at(0.7, 0.4), at(0.65, 0.6), at(0.35, 0.55), at(0.4, 0.35)]] })
}

fn ordered(world: &World, scene: &Scene, area: Value, options: &[(&str, &str)]) -> (Order, Line) {
    let options: BTreeMap<String, String> =
        options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let line = Line {
        product_type: "PleiadesArchiveMono".to_owned(),
        area_id: 3,
        area_name: "Mouth & marsh <north>".to_owned(),
        area,
        scenes: vec![scene.id(world.seed())],
        options,
        amount: "312.50".parse().unwrap(),
        list_amount: "312.50".parse().unwrap(),
        requested_km2: "12.10".parse().unwrap(),
        billed_km2: "25".parse().unwrap(),
        minimum_applied: true,
        item_id: "WOI_000007805_1".to_owned(),
        delivered_id: format!("{:?}", scene.noise),
        comments: "as \"soon\" as possible".to_owned(),
    };
    let order = Order {
        contract: "SWATH Demo_Orders".to_owned(),
        customer_reference: "job <7> & more".to_owned(),
        program: String::new(),
        quotation: None,
        sales_order: Some("SAL26000118".to_owned()),
        created_ms: world.now_ms(),
        quoted_ms: 0,
        version: 1,
        discount: rust_decimal::Decimal::ZERO,
        decision: Decision::Ordered { at_ms: world.now_ms() },
        total: line.amount,
        currency: "EUR".to_owned(),
        end_user: String::new(),
        country: "PT".to_owned(),
        primary_market: "NQUAL".to_owned(),
        lines: vec![line.clone()],
        accepted: None,
        body: Value::Null,
    };
    (order, line)
}

fn opened(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

/// What a tile says of itself.
struct Tile {
    columns: u32,
    rows: u32,
    step: f64,
    left: f64,
    top: f64,
    epsg: u16,
    bands: usize,
    values: Vec<u16>,
}

fn tile(bytes: &[u8]) -> Tile {
    let mut decoder = Decoder::new(Cursor::new(bytes)).unwrap();
    let (columns, rows) = decoder.dimensions().unwrap();
    let scale = decoder.get_tag_f64_vec(Tag::ModelPixelScaleTag).unwrap();
    let tie = decoder.get_tag_f64_vec(Tag::ModelTiepointTag).unwrap();
    let keys = decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap();
    let key = keys.chunks_exact(4).skip(1).find(|key| matches!(key[0], 2048 | 3072)).unwrap();
    assert_eq!(keys[3] as usize, keys.len() / 4 - 1);
    let bands = decoder.get_tag_u32(Tag::SamplesPerPixel).unwrap() as usize;
    let values = match decoder.read_image().unwrap() {
        DecodingResult::U16(values) => values,
        DecodingResult::U8(values) => values.into_iter().map(u16::from).collect(),
        other => panic!("{other:?}"),
    };
    assert_eq!(values.len(), columns as usize * rows as usize * bands);
    Tile { columns, rows, step: scale[0], left: tie[3], top: tie[4], epsg: key[3], bands, values }
}

fn world() -> Arc<World> {
    World::open(&SandboxConfig::default()).unwrap()
}

const LISBON: LonLat = LonLat { x: -9.14, y: 38.72 };

#[test]
fn a_bundle_has_the_whole_tree_and_true_checksums() {
    let world = world();
    let scene = scene(&world, "PHR", LISBON);
    let options = [
        ("processing_level", "ortho"),
        ("spectral_processing", "bundle"),
        ("pixel_coding", "12bits"),
        ("projection_3", "32629"),
    ];
    let (order, line) = ordered(&world, &scene, area_in(&scene), &options);
    let bytes = product::zip(&world, &order, &line).unwrap();
    assert_eq!(bytes, product::zip(&world, &order, &line).unwrap(), "the same bytes each time");
    let files = opened(&bytes);
    for name in ["DELIVERY.PDF", "LICENSE.PDF", "INDEX.HTM", "STYLE.XSL", "LOGO.JPG", "SHA256SUMS.TXT"] {
        assert!(files.contains_key(name), "{name} in {:?}", files.keys());
    }
    let satellite = scene.platform.name();
    for (number, band) in [(1, "P"), (2, "MS")] {
        let folder = format!("IMG_{number:02}_{satellite}_{band}/");
        let inside: Vec<&str> = files.keys().filter_map(|name| name.strip_prefix(&folder)).collect();
        for (start, end) in [
            ("DIM_", ".XML"),
            ("RPC_", ".XML"),
            ("LUT_", ".XML"),
            ("IMG_", "_R1C1.TIF"),
            ("IMG_", "_R1C1.TFW"),
            ("PREVIEW_", ".JPG"),
            ("PREVIEW_", ".KMZ"),
            ("ICON_", ".JPG"),
        ] {
            assert!(
                inside.iter().any(|name| name.starts_with(start) && name.ends_with(end)),
                "{start}{end} in {inside:?}"
            );
        }
        for mask in ["ROI", "CLD", "SNW", "QTE", "DET", "VIS", "SLT", "DTM", "WAT"] {
            let start = format!("MASKS/{mask}_");
            assert!(
                inside.iter().any(|name| name.starts_with(&start) && name.ends_with("_MSK.GML")),
                "{mask}"
            );
        }
    }
    let sums = String::from_utf8(files["SHA256SUMS.TXT"].clone()).unwrap();
    assert_eq!(sums.lines().count(), files.len() - 1);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let told: String = Sha256::digest(&files[name]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, told, "{name}");
    }
    let dim = files.iter().find(|(name, _)| name.contains("/DIM_")).unwrap().1;
    let dim = String::from_utf8(dim.clone()).unwrap();
    for told in
        ["job &lt;7&gt; &amp; more", "SAL26000118", "EPSG::32629", &scene.data_strip(), "<NBITS>16</NBITS>"]
    {
        assert!(dim.contains(told), "{told}");
    }
}

#[test]
fn tiles_lie_where_the_area_lies_and_pan_is_four_times_as_fine() {
    let world = world();
    let scene = scene(&world, "PHR", LISBON);
    let area = area_in(&scene);
    for (code, epsg) in [("32629", 32_629), ("4326", 4326), ("3857", 3857), ("3763", 3763)] {
        let options = [
            ("processing_level", "ortho"),
            ("spectral_processing", "bundle"),
            ("pixel_coding", "12bits"),
            ("projection_3", code),
        ];
        let (order, line) = ordered(&world, &scene, area.clone(), &options);
        let files = opened(&product::zip(&world, &order, &line).unwrap());
        let tiles = |band: &str| -> Vec<Tile> {
            let folder = format!("_{band}/IMG_");
            files
                .iter()
                .filter(|(name, _)| name.contains(&folder) && name.ends_with(".TIF"))
                .map(|(_, bytes)| tile(bytes))
                .collect()
        };
        let geo::Geometry::Polygon(polygon) = crate::geometry::read(&area).unwrap() else { panic!() };
        let crs = grid::Crs::ordered(Some(code), LISBON).unwrap();
        let wanted = geo::MapCoords::try_map_coords(&polygon, |place| crs.project(place))
            .unwrap()
            .bounding_rect()
            .unwrap();
        let (pan, colour) = (tiles("P"), tiles("MS"));
        assert_eq!((pan[0].bands, colour[0].bands), (1, 4));
        assert!((colour[0].step / pan[0].step - 4.0).abs() < 1e-9, "{code}");
        for tiles in [pan, colour] {
            let first = &tiles[0];
            assert!(tiles.iter().all(|tile| tile.epsg == epsg));
            let bounds = tiles.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], tile| {
                let (right, bottom) = (
                    tile.left + tile.step * f64::from(tile.columns),
                    tile.top - tile.step * f64::from(tile.rows),
                );
                [w.min(tile.left), s.min(bottom), e.max(right), n.max(tile.top)]
            });
            let told = [wanted.min().x, wanted.min().y, wanted.max().x, wanted.max().y];
            let outward =
                [told[0] - bounds[0], told[1] - bounds[1], bounds[2] - told[2], bounds[3] - told[3]];
            // On whole multiples of four of the finest pixels, around the area and no further.
            assert!(
                outward.iter().all(|gap| (-1e-9..=4.0 * first.step + 1e-6).contains(gap)),
                "{code}: {outward:?}"
            );
        }
    }
}

#[test]
fn outside_the_area_there_is_no_data_and_inside_there_is() {
    let world = world();
    let scene = scene(&world, "PNEO", LISBON);
    let options = [
        ("processing_level", "projected"),
        ("spectral_processing", "full_pms"),
        ("pixel_coding", "12bits"),
        ("projection_3", "32629"),
    ];
    let (order, line) = ordered(&world, &scene, area_in(&scene), &options);
    let files = opened(&product::zip(&world, &order, &line).unwrap());
    let mut empty = 0.0;
    let mut all = 0.0;
    for (_, bytes) in files.iter().filter(|(name, _)| name.ends_with(".TIF")) {
        let tile = tile(bytes);
        assert_eq!(tile.bands, 6);
        let pixels = tile.values.chunks_exact(6);
        all += pixels.len() as f64;
        empty += pixels.filter(|pixel| pixel.iter().all(|value| *value == 0)).count() as f64;
        assert!(tile.values.iter().all(|value| *value < 4096));
    }
    let geo::Geometry::Polygon(polygon) = crate::geometry::read(&line.area).unwrap() else { panic!() };
    let crs = grid::Crs::ordered(Some("32629"), LISBON).unwrap();
    let own = geo::MapCoords::try_map_coords(&polygon, |place| crs.project(place)).unwrap();
    let filled = geo::Area::unsigned_area(&own) / geo::Area::unsigned_area(&own.bounding_rect().unwrap());
    assert!(((1.0 - empty / all) - filled).abs() < 0.02, "{empty} of {all}, {filled}");
}

#[test]
fn a_primary_product_lies_turned_and_its_functions_place_it() {
    let world = world();
    let scene = scene(&world, "SPOT", LISBON);
    let options = [
        ("processing_level", "primary"),
        ("spectral_processing", "multispectral"),
        ("pixel_coding", "12bits"),
    ];
    let (order, line) = ordered(&world, &scene, area_in(&scene), &options);
    let files = opened(&product::zip(&world, &order, &line).unwrap());
    let (_, bytes) = files.iter().find(|(name, _)| name.ends_with("_R1C1.TIF")).unwrap();
    let mut decoder = Decoder::new(Cursor::new(bytes)).unwrap();
    let matrix = decoder.get_tag_f64_vec(Tag::Unknown(34_264)).unwrap();
    assert!(matrix[1] != 0.0 && matrix[4] != 0.0, "turned against north");
    let (_, rpc) = files.iter().find(|(name, _)| name.contains("/RPC_")).unwrap();
    let rpc = String::from_utf8(rpc.clone()).unwrap();
    let number = |key: &str| -> f64 {
        let (_, rest) = rpc.split_once(&format!("<{key}>")).unwrap();
        rest.split('<').next().unwrap().parse().unwrap()
    };
    // The first corner of the area, by the matrix and by the functions.
    let corner = &line.area["coordinates"][0][0];
    let (lon, lat) = (corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
    let (x, y) =
        ((lon - number("LONG_OFF")) / number("LONG_SCALE"), (lat - number("LAT_OFF")) / number("LAT_SCALE"));
    let along = |name: &str| {
        number(&format!("{name}_NUM_COEFF_1"))
            + number(&format!("{name}_NUM_COEFF_2")) * x
            + number(&format!("{name}_NUM_COEFF_3")) * y
    };
    let (column, row) = (
        along("SAMP") * number("SAMP_SCALE") + number("SAMP_OFF") - 0.5,
        along("LINE") * number("LINE_SCALE") + number("LINE_OFF") - 0.5,
    );
    let back =
        (matrix[0] * column + matrix[1] * row + matrix[3], matrix[4] * column + matrix[5] * row + matrix[7]);
    assert!((back.0 - lon).abs() < 1e-7 && (back.1 - lat).abs() < 1e-7, "{back:?} for {lon} {lat}");
}

#[test]
fn every_ordered_processing_is_delivered_in_its_bands_and_bits() {
    let world = world();
    let scene = scene(&world, "PHR", LISBON);
    let cases = [
        ("panchromatic", "8bits", vec![("P", 1)]),
        ("pansharpened_natural_color", "8bits", vec![("PMS-N", 3)]),
        ("full_ms", "12bits", vec![("MS-FS", 6)]),
        ("pansharpened", "8bits", vec![("PMS", 3)]),
    ];
    for (spectral, coding, wanted) in cases {
        let options = [
            ("processing_level", "ortho"),
            ("spectral_processing", spectral),
            ("pixel_coding", coding),
            ("projection_3", "4326"),
        ];
        let (order, line) = ordered(&world, &scene, area_in(&scene), &options);
        let files = opened(&product::zip(&world, &order, &line).unwrap());
        for (band, bands) in wanted {
            let folder = format!("_{band}/IMG_");
            let (_, bytes) =
                files.iter().find(|(name, _)| name.contains(&folder) && name.ends_with("R1C1.TIF")).unwrap();
            let tile = tile(bytes);
            assert_eq!(tile.bands, bands, "{spectral}");
            assert_eq!(coding == "8bits", tile.values.iter().all(|value| *value < 256), "{spectral}");
        }
    }
}

#[test]
fn an_area_the_scene_does_not_show_is_an_error_and_no_panic() {
    let world = world();
    let scene = scene(&world, "PHR", LISBON);
    let far = json!({ "type": "Polygon", "coordinates": [[[50.0, 10.0], [50.1, 10.0], [50.1, 10.1], [50.0, 10.0]]] });
    let (order, line) = ordered(&world, &scene, far, &[]);
    assert!(product::zip(&world, &order, &line).is_err());
}
