//! The colour and the height of the land, five cells to a degree.

use image::ImageFormat;

const COLOURS: &[u8] = include_bytes!("../../data/cover.jpg");
const HEIGHTS: &[u8] = include_bytes!("../../data/relief.png");
const PER_DEGREE: f64 = 5.0;
const WIDTH: usize = 1800;
const HEIGHT: usize = 900;
/// Metres in a step of the heights.
const STEP: f32 = 25.0;

/// Colours and heights of the whole world, from 180° W and 90° N.
#[derive(Debug)]
pub(crate) struct Cover {
    colours: Vec<u8>,
    heights: Vec<u8>,
}

/// The four cells around a place and how near it is to the later ones.
struct Corner {
    columns: [usize; 2],
    rows: [usize; 2],
    share: [f32; 2],
}

impl Corner {
    fn of(lon: f64, lat: f64) -> Self {
        let x = (lon + 180.0).rem_euclid(360.0) * PER_DEGREE - 0.5;
        let y = ((90.0 - lat) * PER_DEGREE - 0.5).clamp(0.0, HEIGHT as f64 - 1.0);
        let (left, top) = (x.floor(), y.floor());
        let column = (left as i64).rem_euclid(WIDTH as i64) as usize;
        let row = top as usize;
        Self {
            columns: [column, (column + 1) % WIDTH],
            rows: [row, (row + 1).min(HEIGHT - 1)],
            share: [(x - left) as f32, (y - top) as f32],
        }
    }

    /// Between the four values.
    fn mix(&self, at: impl Fn(usize, usize) -> f32) -> f32 {
        let [left, right] = self.columns;
        let row = |row: usize| at(left, row) + (at(right, row) - at(left, row)) * self.share[0];
        let (upper, lower) = (row(self.rows[0]), row(self.rows[1]));
        upper + (lower - upper) * self.share[1]
    }
}

impl Cover {
    pub(super) fn unpack() -> Self {
        let read = |bytes, format| image::load_from_memory_with_format(bytes, format);
        let colours =
            read(COLOURS, ImageFormat::Jpeg).expect("the colours are part of the program").into_rgb8();
        let heights =
            read(HEIGHTS, ImageFormat::Png).expect("the heights are part of the program").into_luma8();
        assert!(
            colours.dimensions() == heights.dimensions(),
            "data/cover.jpg and data/relief.png differ in size"
        );
        assert!(
            colours.dimensions() == (WIDTH as u32, HEIGHT as u32),
            "data/cover.jpg has not the size expected"
        );
        Self { colours: colours.into_raw(), heights: heights.into_raw() }
    }

    /// Red, green, blue from 0 to 255; over the sea, the colour of the land nearest.
    pub(crate) fn colour(&self, lon: f64, lat: f64) -> [f32; 3] {
        let corner = Corner::of(lon, lat);
        let band = |band: usize| {
            corner.mix(|column, row| f32::from(self.colours[(row * WIDTH + column) * 3 + band]))
        };
        [band(0), band(1), band(2)]
    }

    /// Metres above the sea.
    pub(crate) fn height(&self, lon: f64, lat: f64) -> f32 {
        Corner::of(lon, lat).mix(|column, row| f32::from(self.heights[row * WIDTH + column]) * STEP)
    }

    /// How far the heights around a place lie apart, in metres: some ten in a plain, 2000 in the Alps.
    pub(crate) fn ruggedness(&self, lon: f64, lat: f64) -> f32 {
        let corner = Corner::of(lon, lat);
        corner.mix(|column, row| {
            let (mut low, mut high) = (u8::MAX, 0);
            for y in row.saturating_sub(1)..=(row + 1).min(HEIGHT - 1) {
                for x in [column + WIDTH - 1, column, column + 1] {
                    let height = self.heights[y * WIDTH + x % WIDTH];
                    (low, high) = (low.min(height), high.max(height));
                }
            }
            f32::from(high - low) * STEP
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::land::Ground;

    #[test]
    fn mountains_deserts_and_forests_are_where_they_are() {
        let ground = Ground::default();
        let cover = ground.cover();
        assert!(cover.ruggedness(7.6, 46.0) > 900.0, "the Alps");
        assert!(cover.ruggedness(5.0, 52.3) < 100.0, "the Netherlands");
        assert!(cover.height(90.0, 32.0) > 4000.0, "Tibet");
        let [red, green, _] = cover.colour(20.0, 25.0);
        assert!(red > 150.0 && red > green, "the Sahara");
        let [red, green, _] = cover.colour(-62.0, -5.0);
        assert!(green > red && green < 90.0, "the Amazon");
        let ice = cover.colour(-40.0, 75.0);
        assert!(ice.iter().all(|band| *band > 200.0), "Greenland");
    }
}
