//! GeoTIFF tiles: pixels of one, three, four or six bands, with the keys that place them.

use std::io::Cursor;

use tiff::encoder::colortype::{ColorType, Gray8, Gray16, RGB8, RGB16};
use tiff::encoder::{TiffEncoder, TiffValue};
use tiff::tags::{ExtraSamples, Tag};

use super::Trouble;
use super::grid::{Crs, Grid};

/// How an image lies on the ground.
pub(super) enum Georeference {
    /// North up: outer corner and size of a pixel.
    NorthUp { left: f64, top: f64, step: f64 },
    /// Turned, as the strip was taken: x = a·column + b·row + c, y = d·column + e·row + f.
    Turned([f64; 6]),
}

impl Georeference {
    pub(super) fn of(grid: &Grid) -> Georeference {
        Georeference::NorthUp { left: grid.left, top: grid.top, step: grid.step }
    }

    /// The same for an image that begins at a column and row of this one.
    pub(super) fn from(&self, column: u32, row: u32) -> Georeference {
        let (column, row) = (f64::from(column), f64::from(row));
        match self {
            Georeference::NorthUp { left, top, step } => {
                Georeference::NorthUp { left: left + column * step, top: top - row * step, step: *step }
            }
            Georeference::Turned([a, b, c, d, e, f]) => {
                Georeference::Turned([*a, *b, c + a * column + b * row, *d, *e, f + d * column + e * row])
            }
        }
    }

    /// The six lines of a world file.
    pub(super) fn world_file(&self) -> String {
        let [a, b, c, d, e, f] = match self {
            Georeference::NorthUp { left, top, step } => [*step, 0.0, *left, 0.0, -*step, *top],
            Georeference::Turned(six) => *six,
        };
        // World files place the middle of the first pixel.
        let lines = [a, d, b, e, c + (a + b) / 2.0, f + (d + e) / 2.0];
        lines.map(|line| format!("{line:.12}\r\n")).concat()
    }
}

/// An image of interleaved bands. Values of eight bits are kept below 256.
pub(super) struct Pixels {
    pub(super) columns: u32,
    pub(super) rows: u32,
    pub(super) bands: usize,
    pub(super) eight_bits: bool,
    pub(super) values: Vec<u16>,
}

impl Pixels {
    /// A part, as it stands in a tile.
    pub(super) fn part(&self, column: u32, row: u32, side: u32) -> Pixels {
        let (columns, rows) = ((self.columns - column).min(side), (self.rows - row).min(side));
        let mut values = Vec::with_capacity(columns as usize * rows as usize * self.bands);
        for line in row..row + rows {
            let start = (line as usize * self.columns as usize + column as usize) * self.bands;
            values.extend_from_slice(&self.values[start..start + columns as usize * self.bands]);
        }
        Pixels { columns, rows, bands: self.bands, eight_bits: self.eight_bits, values }
    }
}

/// Writes an image with its place. Three bands are a colour picture; of four or six none is more the picture than another.
pub(super) fn write(pixels: &Pixels, crs: &Crs, place: &Georeference) -> Result<Vec<u8>, Trouble> {
    if pixels.eight_bits {
        let values: Vec<u8> = pixels.values.iter().map(|value| (*value).min(255) as u8).collect();
        match pixels.bands {
            3 => encode::<RGB8>(pixels, &values, crs, place),
            _ => encode::<Gray8>(pixels, &values, crs, place),
        }
    } else {
        match pixels.bands {
            3 => encode::<RGB16>(pixels, &pixels.values, crs, place),
            _ => encode::<Gray16>(pixels, &pixels.values, crs, place),
        }
    }
}

fn encode<C: ColorType>(
    pixels: &Pixels,
    values: &[C::Inner],
    crs: &Crs,
    place: &Georeference,
) -> Result<Vec<u8>, Trouble>
where
    [C::Inner]: TiffValue,
{
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file)?;
    let mut image = encoder.new_image::<C>(pixels.columns, pixels.rows)?;
    let extra = pixels.bands.saturating_sub(C::BITS_PER_SAMPLE.len());
    if extra > 0 {
        image.extra_samples(&vec![ExtraSamples::Unspecified; extra])?;
        let samples = u16::try_from(pixels.bands)?;
        let bits = vec![C::BITS_PER_SAMPLE[0]; pixels.bands];
        image.encoder().write_tag(Tag::BitsPerSample, &bits[..])?;
        image.encoder().write_tag(Tag::SamplesPerPixel, samples)?;
        image.encoder().write_tag(Tag::SampleFormat, &vec![1_u16; pixels.bands][..])?;
    }
    match place {
        Georeference::NorthUp { left, top, step } => {
            image.encoder().write_tag(Tag::ModelPixelScaleTag, &[*step, *step, 0.0][..])?;
            image.encoder().write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, *left, *top, 0.0][..])?;
        }
        Georeference::Turned([a, b, c, d, e, f]) => {
            let matrix = [*a, *b, 0.0, *c, *d, *e, 0.0, *f, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
            image.encoder().write_tag(Tag::Unknown(34_264), &matrix[..])?;
        }
    }
    let name = format!("{}|", crs.name);
    image.encoder().write_tag(Tag::GeoKeyDirectoryTag, &keys(crs, name.len())?[..])?;
    image.encoder().write_tag(Tag::GeoAsciiParamsTag, name.as_str())?;
    image.encoder().write_tag(Tag::GdalNodata, "0")?;
    image.write_data(values)?;
    Ok(file.into_inner())
}

/// The directory of GeoKeys: model, pixel is area, citation, and the EPSG code where its kind keeps it.
fn keys(crs: &Crs, length: usize) -> Result<Vec<u16>, Trouble> {
    const ASCII: u16 = 34_737;
    let length = u16::try_from(length)?;
    let mut keys =
        vec![(1024, 0, 1, if crs.geographic { 2 } else { 1 }), (1025, 0, 1, 1), (1026, ASCII, length, 0)];
    if crs.geographic {
        keys.push((2048, 0, 1, crs.epsg));
        keys.push((2054, 0, 1, 9102));
    } else {
        keys.push((3072, 0, 1, crs.epsg));
        keys.push((3076, 0, 1, 9001));
    }
    let mut directory = vec![1, 1, 0, u16::try_from(keys.len())?];
    directory.extend(keys.into_iter().flat_map(|(key, place, count, value)| [key, place, count, value]));
    Ok(directory)
}
