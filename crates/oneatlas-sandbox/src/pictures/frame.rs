//! Where each pixel of a picture lies on the ground, and from where the sun shines into it.

use crate::geodesy::{LonLat, metres_per_degree};

/// Metres in a degree of the sphere on which noise is laid out.
const DEGREE: f64 = 111_320.0;
/// The ground is laid out flat zone by zone, as wide as this in degrees.
const ZONE: f64 = 6.0;
/// From one zone's noise to the next's, in metres: more than any zone is wide.
const APART: f64 = 1_000_000.0;

/// The frame of a picture: the footprint's corners, its rows following the track.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    corners: [LonLat; 4],
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Metres across a pixel, and down it.
    pub(super) pixel: (f64, f64),
    /// The middle meridian of the zone the picture lies in, on the world's turn of the corners.
    meridian: f64,
}

/// Width and height of a footprint in metres.
pub(super) fn sides([tl, tr, _, bl]: [LonLat; 4]) -> (f64, f64) {
    let (east, north) = metres_per_degree((tl.y + bl.y) / 2.0);
    let length = |from: LonLat, to: LonLat| ((to.x - from.x) * east).hypot((to.y - from.y) * north);
    (length(tl, tr), length(tl, bl))
}

impl Frame {
    /// A picture between four corners: top left, top right, bottom right, bottom left.
    pub(super) fn new(corners: [LonLat; 4], width: u32, height: u32) -> Frame {
        let (width, height) = (width.max(1) as usize, height.max(1) as usize);
        let (across, down) = sides(corners);
        let middle = (corners[0].x + corners[2].x) / 2.0;
        Frame {
            corners,
            width,
            height,
            pixel: (across.max(1.0) / width as f64, down.max(1.0) / height as f64),
            meridian: ((middle / ZONE).floor() + 0.5) * ZONE,
        }
    }

    /// A frame between other corners that shows the same ground where both show it.
    pub(super) fn onto(&self, corners: [LonLat; 4], width: u32, height: u32) -> Frame {
        Frame { meridian: self.meridian, ..Frame::new(corners, width, height) }
    }

    /// Longitude and latitude of a place in pixels; whole numbers are the corners of pixels.
    pub(super) fn place(&self, x: f64, y: f64) -> LonLat {
        let (u, v) = (x / self.width as f64, y / self.height as f64);
        let [tl, tr, br, bl] = self.corners;
        let along = |a: f64, b: f64, share: f64| a + (b - a) * share;
        LonLat {
            x: along(along(tl.x, tr.x, u), along(bl.x, br.x, u), v),
            y: along(along(tl.y, tr.y, u), along(bl.y, br.y, u), v),
        }
    }

    /// Metres east and north on the zone's plane. Pictures of one zone agree on them, so that they show the same ground.
    pub(super) fn metres(&self, x: f64, y: f64) -> (f64, f64) {
        self.plane(self.place(x, y))
    }

    /// The metres of the middles of a row's pixels, from left to right.
    pub(super) fn row(&self, y: usize) -> impl Iterator<Item = (f64, f64)> {
        let (left, right) =
            (self.metres(0.5, y as f64 + 0.5), self.metres(self.width as f64 + 0.5, y as f64 + 0.5));
        let (dx, dy) = ((right.0 - left.0) / self.width as f64, (right.1 - left.1) / self.width as f64);
        (0..self.width).map(move |x| (left.0 + dx * x as f64, left.1 + dy * x as f64))
    }

    fn plane(&self, place: LonLat) -> (f64, f64) {
        let zone = (self.meridian / ZONE).floor().rem_euclid(360.0 / ZONE);
        let east = (place.x - self.meridian) * DEGREE * place.y.to_radians().cos();
        (east + zone * APART, place.y * DEGREE)
    }

    /// The pixels of a place on the ground; exact for a parallelogram, which footprints nearly are.
    pub(super) fn pixels(&self, place: LonLat) -> (f64, f64) {
        let [tl, tr, br, bl] = self.corners;
        let across = ((tr.x - tl.x + br.x - bl.x) / 2.0, (tr.y - tl.y + br.y - bl.y) / 2.0);
        let down = ((bl.x - tl.x + br.x - tr.x) / 2.0, (bl.y - tl.y + br.y - tr.y) / 2.0);
        let middle = self.place(self.width as f64 / 2.0, self.height as f64 / 2.0);
        let (dx, dy) = (place.x - middle.x, place.y - middle.y);
        let turn = across.0 * down.1 - across.1 * down.0;
        let (u, v) = ((dx * down.1 - dy * down.0) / turn, (across.0 * dy - across.1 * dx) / turn);
        ((u + 0.5) * self.width as f64, (v + 0.5) * self.height as f64)
    }

    /// West, south, east, north.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let empty = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        self.corners.iter().fold(empty, |[west, south, east, north], place| {
            [west.min(place.x), south.min(place.y), east.max(place.x), north.max(place.y)]
        })
    }

    pub(super) fn middle(&self) -> LonLat {
        self.place(self.width as f64 / 2.0, self.height as f64 / 2.0)
    }

    /// Metres per pixel, in the mean.
    pub(super) fn scale(&self) -> f64 {
        (self.pixel.0 * self.pixel.1).sqrt()
    }

    /// The direction of an azimuth on the ground (degrees from north), as steps right and down of unit length.
    pub(super) fn direction(&self, azimuth: f64) -> (f64, f64) {
        let (east, north) = azimuth.to_radians().sin_cos();
        let (origin, right) = (self.metres(0.0, 0.0), self.metres(self.width as f64, 0.0));
        let (x, y) = (right.0 - origin.0, right.1 - origin.1);
        let length = x.hypot(y).max(1e-9);
        let (x, y) = (x / length, y / length);
        (east * x + north * y, east * y - north * x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let at = |x, y| LonLat { x, y };
        Frame::new([at(10.05, 45.3), at(10.3, 45.25), at(10.25, 45.0), at(10.0, 45.05)], 200, 220)
    }

    #[test]
    fn a_place_and_its_pixels_belong_together() {
        let frame = frame();
        for (x, y) in [(0.0, 0.0), (200.0, 0.0), (31.5, 170.25), (200.0, 220.0)] {
            let (px, py) = frame.pixels(frame.place(x, y));
            assert!((px - x).abs() < 1e-6 && (py - y).abs() < 1e-6, "{px} {py}");
        }
    }

    #[test]
    fn north_is_up_in_a_strip_that_leans_a_little() {
        let (right, down) = frame().direction(0.0);
        assert!(down < -0.9 && right.abs() < 0.4);
        let (right, _) = frame().direction(90.0);
        assert!(right > 0.9);
    }

    #[test]
    fn a_scene_beyond_the_date_line_shows_the_same_ground() {
        let at = |x, y| LonLat { x, y };
        let ring = |turn: f64| {
            [at(181.0 + turn, 1.0), at(181.2 + turn, 1.0), at(181.2 + turn, 0.8), at(181.0 + turn, 0.8)]
        };
        let (here, there) = (
            Frame::new(ring(0.0), 10, 10).metres(3.0, 4.0),
            Frame::new(ring(-360.0), 10, 10).metres(3.0, 4.0),
        );
        assert!((here.0 - there.0).abs() < 1e-3 && here.1 == there.1);
    }
}
