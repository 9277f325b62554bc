//! The files of a delivered product, after the tree that the vendor's deliveries have: upper-case endings, one folder for
//! each image, tiles, masks in GML, a licence, a delivery note, and a list of checksums.

use std::io::{Cursor, Write};

use geo::{MapCoords, MultiPolygon, Polygon};
use image::{ImageEncoder, RgbImage};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Trouble;
use super::dimap::{self, About};
use super::geotiff::{self, Pixels};
use super::grid::shown;
use super::imagery::{Component, Image, Wanted, components};
use super::masks::{self, Mask, THEMES};
use super::papers;
use crate::archive::Scene;
use crate::books::{Line, Order};
use crate::pictures::View;
use crate::world::World;
use crate::{geometry, pdf, stamps};

/// Rows and columns of a tile.
const TILE: u32 = 512;

/// A file of the product: its path and its bytes.
type File = (String, Vec<u8>);

pub(super) fn zip(world: &World, order: &Order, line: &Line) -> Result<Vec<u8>, Trouble> {
    let options = SimpleFileOptions::default();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut sums = String::new();
    for (name, bytes) in files(world, order, line)? {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(&bytes)?;
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        sums.push_str(&format!("{sum}  {name}\n"));
    }
    zip.start_file("SHA256SUMS.TXT", options)?;
    zip.write_all(sums.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

fn files(world: &World, order: &Order, line: &Line) -> Result<Vec<File>, Trouble> {
    let year = stamps::utc(world.now_ms()).year();
    let geo::Geometry::Polygon(area) = geometry::read(&line.area)? else {
        return Err("the area is no polygon".into());
    };
    let mut files = Vec::new();
    let mut images = Vec::new();
    let mut notes = Vec::new();
    for id in &line.scenes {
        let scene = world.archive().by_id(id, year).ok_or("the scene is gone")?;
        let product = Product::new(order, line, &scene, &area)?;
        for component in components(product.option("spectral_processing"), product.eight_bits()) {
            let number = images.len() + 1;
            let (folder, name, note) = product.write(world, component, number, &mut files)?;
            images.push((folder, name));
            notes.push(note);
        }
    }
    let (_, first) = images.first().ok_or("the line has no scene")?;
    let mut papers = vec![
        ("DELIVERY.PDF".to_owned(), pdf::note("Delivery note", &papers::delivery(order, line, &notes))),
        ("LICENSE.PDF".to_owned(), pdf::note("Licence", &papers::licence(line))),
        ("INDEX.HTM".to_owned(), papers::index(&images)),
        ("STYLE.XSL".to_owned(), papers::STYLE.as_bytes().to_vec()),
        ("LOGO.JPG".to_owned(), jpeg(&papers::logo())?),
        (format!("VOL_{first}.XML"), dimap::volume(first, &images)),
    ];
    papers.append(&mut files);
    Ok(papers)
}

/// One scene of a line.
struct Product<'a> {
    order: &'a Order,
    line: &'a Line,
    scene: &'a Scene,
    /// The part of the area that the scene shows.
    shape: MultiPolygon,
}

impl Product<'_> {
    fn new<'a>(
        order: &'a Order,
        line: &'a Line,
        scene: &'a Scene,
        area: &Polygon,
    ) -> Result<Product<'a>, Trouble> {
        let outline = scene.outline();
        let whole = line.options.get("fullStrip").is_some_and(|value| value == "true");
        let shape = if whole { MultiPolygon::new(vec![outline]) } else { shown(area, &outline)? };
        Ok(Product { order, line, scene, shape })
    }

    fn option(&self, key: &str) -> &str {
        self.line.options.get(key).map(String::as_str).unwrap_or_default()
    }

    fn eight_bits(&self) -> bool {
        self.option("pixel_coding") == "8bits"
    }

    /// The code of the projection; `None` for a product in the strip's own frame.
    fn projection(&self) -> Option<&str> {
        if self.option("processing_level") == "primary" {
            return None;
        }
        let of_area = format!("projection_{}", self.line.area_id);
        let known = [of_area.as_str(), "projection_1", "projection"];
        Some(known.iter().find_map(|key| self.line.options.get(*key)).map_or("", String::as_str))
    }

    /// Such as `PNEO3_202111181041037_MS-FS_ORT_WOI_000007805_1`.
    fn name(&self, component: Component) -> String {
        let taken = stamps::utc(self.scene.taken).strftime("%Y%m%d%H%M%S").to_string();
        let tenth = self.scene.taken.rem_euclid(1000) / 100;
        let level = match self.option("processing_level") {
            "primary" => "SEN",
            "projected" => "PRJ",
            _ => "ORT",
        };
        format!(
            "{}_{taken}{tenth}_{}_{level}_{}",
            self.scene.platform.name(),
            component.name,
            self.line.item_id
        )
    }

    /// Adds the files of one image; returns its folder, its name, and a line about it.
    fn write(
        &self,
        world: &World,
        component: Component,
        number: usize,
        files: &mut Vec<File>,
    ) -> Result<(String, String, String), Trouble> {
        let wanted = Wanted { scene: self.scene, shape: &self.shape, projection: self.projection() };
        let image = Image::new(&wanted, component)?;
        let name = self.name(component);
        let folder = format!("IMG_{number:02}_{}_{}", self.scene.platform.name(), component.name);
        let view = image.view(world, self.scene);
        let inside = image.inside(&self.shape)?;
        let about = About {
            order: self.order,
            line: self.line,
            scene: self.scene,
            shape: &self.shape,
            name: &name,
            eight_bits: self.eight_bits(),
            tile: TILE,
            cloud: share(&view.cloud, &inside),
            snow: share(&view.snow, &inside),
            produced_ms: self.order.delivery_ms().unwrap_or(self.order.created_ms),
        };
        let mut add = |path: String, bytes: Vec<u8>| files.push((format!("{folder}/{path}"), bytes));
        add(format!("DIM_{name}.XML"), dimap::image(&image, &about));
        add(format!("RPC_{name}.XML"), dimap::rational(&image, &self.shape));
        add(format!("LUT_{name}.XML"), dimap::display(&image, about.eight_bits));
        let preview = shrunk(&view.picture, 512);
        add(format!("PREVIEW_{name}.KMZ"), papers::overlay(&name, &jpeg(&preview)?, image.corners)?);
        add(format!("PREVIEW_{name}.JPG"), jpeg(&preview)?);
        add(format!("ICON_{name}.JPG"), jpeg(&shrunk(&view.picture, 96))?);
        for (path, bytes) in tiles(&name, &image, &image.pixels(&view, &inside, about.eight_bits))? {
            add(path, bytes);
        }
        for theme in &THEMES {
            let shapes = self.mask(theme.code, &image, &view, &inside)?;
            let digits = if image.crs.geographic { 9 } else { 3 };
            let text = masks::gml(theme, &name, &image.crs.urn(), digits, &shapes);
            add(format!("MASKS/{}_{name}_MSK.GML", theme.code), text);
        }
        let note = format!(
            "{}: {} × {} pixels of {} m ({} m in the vendor's product), {}, {}",
            component.name,
            image.columns,
            image.rows,
            image.pixel,
            image.true_pixel,
            component.bands.join(" "),
            image.crs.name
        );
        Ok((folder, name, note))
    }

    /// The outlines of one theme, in the image's own coordinates.
    fn mask(&self, code: &str, image: &Image, view: &View, inside: &Mask) -> Result<MultiPolygon, Trouble> {
        let known = match code {
            "ROI" => return self.shape.try_map_coords(|place| image.crs.project(place)),
            "CLD" => &view.cloud,
            "SNW" => &view.snow,
            "WAT" => &view.water,
            _ => return Ok(MultiPolygon::new(Vec::new())),
        };
        let covered = known.iter().zip(&inside.covered).map(|(known, inside)| *known && *inside).collect();
        let mask = Mask { covered, ..*inside };
        let shapes = masks::straightened(&mask.outlines());
        Ok(shapes.map_coords(|pixel| image.coordinate(pixel.x, pixel.y)))
    }
}

/// The tiles of an image with their world files.
fn tiles(name: &str, image: &Image, pixels: &Pixels) -> Result<Vec<File>, Trouble> {
    let mut files = Vec::new();
    for row in 0..image.rows.div_ceil(TILE) {
        for column in 0..image.columns.div_ceil(TILE) {
            let place = image.place.from(column * TILE, row * TILE);
            let tile = format!("IMG_{name}_R{}C{}", row + 1, column + 1);
            let part = pixels.part(column * TILE, row * TILE, TILE);
            files.push((format!("{tile}.TIF"), geotiff::write(&part, &image.crs, &place)?));
            files.push((format!("{tile}.TFW"), place.world_file().into_bytes()));
        }
    }
    Ok(files)
}

/// Per cent of what lies inside that is covered.
fn share(covered: &[bool], inside: &Mask) -> f64 {
    let all = inside.covered.iter().filter(|inside| **inside).count();
    let both = covered.iter().zip(&inside.covered).filter(|(covered, inside)| **covered && **inside).count();
    100.0 * both as f64 / all.max(1) as f64
}

fn shrunk(picture: &RgbImage, longest: u32) -> RgbImage {
    let most = picture.width().max(picture.height());
    if most <= longest {
        return picture.clone();
    }
    let side = |length: u32| (u64::from(length) * u64::from(longest) / u64::from(most)).max(1) as u32;
    image::imageops::thumbnail(picture, side(picture.width()), side(picture.height()))
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 88);
    encoder.write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}
