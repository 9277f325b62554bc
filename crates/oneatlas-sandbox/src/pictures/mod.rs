//! Pictures of scenes, drawn from the land beneath: coast, rivers, relief, fields, woods, towns, snow, and clouds with
//! shadows.
//!
//! A picture is in its footprint's own frame: its corners are the footprint's, and its rows follow the track. The ground
//! is a function of the place, so that two scenes over one place show the same ground; the clouds are the scene's own, and
//! cover its `cloudCover` of the picture exactly. Detail ends where the pixel does, so a thumbnail is no costlier than its
//! size.

mod clouds;
mod fields;
mod frame;
mod ground;
mod layer;
mod lines;
mod noise;
mod relief;
mod towns;
mod water;
mod wild;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageEncoder, Luma, RgbImage};

use crate::archive::Scene;
use crate::geodesy::LonLat;
use crate::world::World;
use clouds::Clouds;
use frame::{Frame, sides};
use ground::Ground;
use relief::Sun;

/// Pixels on the long side of a quicklook.
const QUICKLOOK: u32 = 720;

fn sun(scene: &Scene, frame: &Frame) -> Sun {
    Sun { elevation: scene.sun_elevation, way: frame.direction(scene.sun_azimuth) }
}

fn long_side(scene: &Scene, pixels: u32) -> (u32, u32) {
    let (across, along) = sides(scene.corners);
    let scale = f64::from(pixels) / across.max(along).max(1.0);
    let count = |metres: f64| ((metres * scale).round() as u32).clamp(16, pixels);
    (count(across), count(along))
}

/// The scene with its clouds, of any size.
pub(crate) fn raster(world: &World, scene: &Scene, width: u32, height: u32) -> RgbImage {
    let frame = Frame::new(scene.corners, width, height);
    let sun = sun(scene, &frame);
    let ground = Ground::new(world, scene, &frame, sun);
    drawn(&frame, &ground, &Clouds::new(scene, &frame, sun))
}

fn drawn(frame: &Frame, ground: &Ground, clouds: &Clouds) -> RgbImage {
    let mut bytes = Vec::with_capacity(frame.width * frame.height * 3);
    for y in 0..frame.height {
        for (x, metres) in frame.row(y).enumerate() {
            bytes.extend(to_pixel(clouds.over(x, y, || ground.colour(x, y, metres))));
        }
    }
    RgbImage::from_raw(frame.width as u32, frame.height as u32, bytes).unwrap_or_default()
}

/// What a scene shows of a stretch of ground that need not be its own frame.
pub(crate) struct View {
    pub(crate) picture: RgbImage,
    /// Row by row, as the picture's pixels.
    pub(crate) cloud: Vec<bool>,
    pub(crate) snow: Vec<bool>,
    pub(crate) water: Vec<bool>,
}

/// What a scene shows between four corners (top left, top right, bottom right, bottom left), under the same clouds as its
/// quicklook.
pub(crate) fn view(world: &World, scene: &Scene, corners: [LonLat; 4], width: u32, height: u32) -> View {
    let (wide, high) = long_side(scene, QUICKLOOK);
    let whole = Frame::new(scene.corners, wide, high);
    let frame = whole.onto(corners, width, height);
    let sky = Clouds::new(scene, &whole, sun(scene, &whole));
    let sun = sun(scene, &frame);
    let clouds = sky.seen_from(scene, &frame, sun);
    let ground = Ground::new(world, scene, &frame, sun);
    let picture = drawn(&frame, &ground, &clouds);
    let pixels = (0..frame.height).flat_map(|y| (0..frame.width).map(move |x| (x, y)));
    let cloud = pixels.map(|(x, y)| clouds.is_cloud(x, y)).collect();
    let (snow, water) = ground.snow_and_water();
    View { picture, cloud, snow, water }
}

/// The place of a share of the way across and down a scene's frame.
pub(crate) fn place_in(scene: &Scene, across: f64, down: f64) -> LonLat {
    Frame::new(scene.corners, 1, 1).place(across, down)
}

/// How far across and down a scene's frame a place lies, as shares from 0 to 1.
pub(crate) fn share_in(scene: &Scene, place: LonLat) -> (f64, f64) {
    Frame::new(scene.corners, 1, 1).pixels(place)
}

/// The quicklook, JPEG.
pub(crate) fn quicklook(world: &World, scene: &Scene) -> Vec<u8> {
    let (width, height) = long_side(scene, QUICKLOOK);
    jpeg(&raster(world, scene, width, height), 86)
}

/// The thumbnail, JPEG, so many pixels wide.
pub(crate) fn thumbnail(world: &World, scene: &Scene, width: u32) -> Vec<u8> {
    let (across, along) = sides(scene.corners);
    let height =
        (f64::from(width) * along / across.max(1.0)).round().clamp(16.0, f64::from(width) * 4.0) as u32;
    jpeg(&raster(world, scene, width, height), 82)
}

/// The true cloud mask: 255 is cloud.
pub(crate) fn mask(scene: &Scene, width: u32, height: u32) -> GrayImage {
    let frame = Frame::new(scene.corners, width, height);
    let clouds = Clouds::new(scene, &frame, sun(scene, &frame));
    let value = |x: u32, y: u32| Luma([if clouds.is_cloud(x as usize, y as usize) { 255 } else { 0 }]);
    GrayImage::from_fn(width, height, value)
}

/// The true cloud mask in the quicklook's frame, PNG: white is cloud.
pub(crate) fn cloud_mask(scene: &Scene) -> Vec<u8> {
    let (width, height) = long_side(scene, QUICKLOOK);
    let mut png = std::io::Cursor::new(Vec::new());
    match mask(scene, width, height).write_to(&mut png, image::ImageFormat::Png) {
        Ok(()) => png.into_inner(),
        Err(error) => {
            tracing::error!(%error, "a mask could not be written");
            Vec::new()
        }
    }
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    let written = encoder.write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    );
    if let Err(error) = written {
        tracing::error!(%error, "a picture could not be written");
    }
    bytes
}

/// A colour in linear steps between two.
#[inline(always)]
fn blend(from: [f32; 3], to: [f32; 3], share: f32) -> [f32; 3] {
    let share = share.clamp(0.0, 1.0);
    let band = |band: usize| from[band] + (to[band] - from[band]) * share;
    [band(0), band(1), band(2)]
}

/// Each band changed alike. Written out, since an array's own `map` stays a call in the innermost loops.
#[inline(always)]
fn each(colour: [f32; 3], change: impl Fn(f32) -> f32) -> [f32; 3] {
    [change(colour[0]), change(colour[1]), change(colour[2])]
}

/// The colour through the air, which lifts the dark towards blue.
fn to_pixel(colour: [f32; 3]) -> [u8; 3] {
    const AIR: [f32; 3] = [16.0, 21.0, 29.0];
    let band = |band: usize| (colour[band] * 0.94 + AIR[band]).clamp(0.0, 255.0) as u8;
    [band(0), band(1), band(2)]
}

#[cfg(test)]
mod tests;
