//! Pictures of scenes, drawn from the land beneath: coast, relief, fields, woods, towns, snow, and clouds with shadows.
//!
//! A picture is in its footprint's own frame: its corners are the footprint's, and its rows follow the track. The ground
//! is a function of the place, so that two scenes over one place show the same ground; the clouds are the scene's own, and
//! cover its `cloudCover` of the picture exactly.

mod clouds;
mod ground;
mod noise;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageEncoder, Luma, Rgb, RgbImage};

use crate::archive::Scene;
use crate::geodesy::{LonLat, metres_per_degree};
use crate::world::World;
use clouds::Clouds;
use ground::Ground;

/// Pixels on the long side of a quicklook.
const QUICKLOOK: u32 = 720;

/// Where each pixel of a picture lies on the ground.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    corners: [LonLat; 4],
    width: u32,
    height: u32,
}

impl Frame {
    fn new(scene: &Scene, width: u32, height: u32) -> Frame {
        Frame { corners: scene.corners, width, height }
    }

    /// The place at the middle of a pixel.
    fn place(&self, x: u32, y: u32) -> LonLat {
        let u = (f64::from(x) + 0.5) / f64::from(self.width);
        let v = (f64::from(y) + 0.5) / f64::from(self.height);
        let [tl, tr, br, bl] = self.corners;
        let along = |a: f64, b: f64, share: f64| a + (b - a) * share;
        LonLat {
            x: along(along(tl.x, tr.x, u), along(bl.x, br.x, u), v),
            y: along(along(tl.y, tr.y, u), along(bl.y, br.y, u), v),
        }
    }

    /// West, south, east, north.
    fn bounds(&self) -> [f64; 4] {
        let empty = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        self.corners.iter().fold(empty, |[west, south, east, north], place| {
            [west.min(place.x), south.min(place.y), east.max(place.x), north.max(place.y)]
        })
    }

    fn metres_per_pixel(&self) -> f64 {
        sides(self.corners).0.max(1.0) / f64::from(self.width.max(1))
    }
}

/// Width and height of a footprint in metres.
fn sides([tl, tr, _, bl]: [LonLat; 4]) -> (f64, f64) {
    let (east, north) = metres_per_degree((tl.y + bl.y) / 2.0);
    let length = |from: LonLat, to: LonLat| ((to.x - from.x) * east).hypot((to.y - from.y) * north);
    (length(tl, tr), length(tl, bl))
}

fn long_side(scene: &Scene, pixels: u32) -> (u32, u32) {
    let (across, along) = sides(scene.corners);
    let scale = f64::from(pixels) / across.max(along).max(1.0);
    let count = |metres: f64| ((metres * scale).round() as u32).clamp(16, pixels);
    (count(across), count(along))
}

/// The scene with its clouds, of any size.
pub(crate) fn raster(world: &World, scene: &Scene, width: u32, height: u32) -> RgbImage {
    let frame = Frame::new(scene, width.max(1), height.max(1));
    let ground = Ground::new(world, scene, &frame);
    let clouds = Clouds::new(scene, &frame);
    let mut picture = RgbImage::new(frame.width, frame.height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        *pixel = clouds.over(x, y, ground.colour(x, y));
    }
    picture
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

/// The true cloud mask in the quicklook's frame, PNG: white is cloud.
pub(crate) fn cloud_mask(_world: &World, scene: &Scene) -> Vec<u8> {
    let (width, height) = long_side(scene, QUICKLOOK);
    let clouds = Clouds::new(scene, &Frame::new(scene, width, height));
    let mask = GrayImage::from_fn(width, height, |x, y| Luma([if clouds.is_cloud(x, y) { 255 } else { 0 }]));
    let mut png = std::io::Cursor::new(Vec::new());
    match mask.write_to(&mut png, image::ImageFormat::Png) {
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
fn blend(from: [f32; 3], to: [f32; 3], share: f32) -> [f32; 3] {
    let share = share.clamp(0.0, 1.0);
    [0, 1, 2].map(|band| from[band] + (to[band] - from[band]) * share)
}

fn to_pixel(colour: [f32; 3]) -> Rgb<u8> {
    Rgb(colour.map(|value| value.clamp(0.0, 255.0) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SandboxConfig;

    fn scenes() -> (std::sync::Arc<World>, Vec<Scene>) {
        let world = World::open(&SandboxConfig::default()).unwrap();
        let cells = world.archive().cells_near([-9.2, 38.6, -8.9, 38.9]);
        let mut scenes = Vec::new();
        world.archive().visit(&cells, 2026, |scene| {
            if scene.captured.is_none() && scenes.len() < 6 {
                scenes.push(scene.clone());
            }
        });
        (world, scenes)
    }

    #[test]
    fn clouds_cover_their_share_within_a_point() {
        for scene in scenes().1 {
            let clouds = Clouds::new(&scene, &Frame::new(&scene, 300, 300));
            let covered = (0..300 * 300).filter(|place| clouds.is_cloud(place % 300, place / 300)).count();
            let share = covered as f64 / 900.0;
            assert!((share - scene.cloud).abs() <= 1.0, "{share} for {}", scene.cloud);
        }
    }

    #[test]
    fn the_same_scene_gives_the_same_bytes_of_the_width_asked_for() {
        let (world, scenes) = scenes();
        let one = thumbnail(&world, &scenes[0], 128);
        assert_eq!(one, thumbnail(&world, &scenes[0], 128));
        let read = image::load_from_memory(&one).unwrap();
        assert_eq!(read.width(), 128);
    }
}
