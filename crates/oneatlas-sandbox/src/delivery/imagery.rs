//! The images of a product: which there are, their bands, and their pixels.

use geo::{BoundingRect, Coord, MapCoords, MultiPolygon};

use super::Trouble;
use super::geotiff::{Georeference, Pixels};
use super::grid::{Crs, Grid};
use super::masks::Mask;
use crate::archive::Scene;
use crate::geodesy::LonLat;
use crate::pictures::{self, View};
use crate::world::World;

/// Pixels along the longer side of the finest image: the sandbox's files stay small.
const LONGEST: f64 = 768.0;

/// An image of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Component {
    /// As in file names: `P`, `MS`, `PMS`, `PMS-N`, `MS-FS`, `PMS-FS`.
    pub(super) name: &'static str,
    /// The bands in the order of the file.
    pub(super) bands: &'static [&'static str],
    /// Whether its pixels are four times those of the panchromatic image.
    pub(super) coarse: bool,
}

const PAN: Component = Component { name: "P", bands: &["P"], coarse: false };
const FOUR: [&str; 4] = ["R", "G", "B", "NIR"];
const SIX: [&str; 6] = ["R", "G", "B", "NIR", "RE", "DB"];
const MS: Component = Component { name: "MS", bands: &FOUR, coarse: true };
const MS_FULL: Component = Component { name: "MS-FS", bands: &SIX, coarse: true };
const PMS: Component = Component { name: "PMS", bands: &FOUR, coarse: false };
const PMS_FULL: Component = Component { name: "PMS-FS", bands: &SIX, coarse: false };
const NATURAL: Component = Component { name: "PMS-N", bands: &["R", "G", "B"], coarse: false };
const FALSE: Component = Component { name: "PMS-X", bands: &["NIR", "R", "G"], coarse: false };

/// The images of a spectral processing. Display products, of eight bits, hold three bands at most.
pub(super) fn components(spectral: &str, eight_bits: bool) -> Vec<Component> {
    let chosen: &[Component] = match spectral {
        "panchromatic" => &[PAN],
        "multispectral" => &[MS],
        "bundle" => &[PAN, MS],
        "full_bundle" => &[PAN, MS_FULL],
        "full_ms" => &[MS_FULL],
        "full_pms" => &[PMS_FULL],
        "pansharpened_natural_color" => &[NATURAL],
        "pansharpened_false_color" => &[FALSE],
        _ => &[PMS],
    };
    let plain = |component: &Component| Component {
        bands: &component.bands[..component.bands.len().min(3)],
        ..*component
    };
    chosen.iter().map(|component| if eight_bits { plain(component) } else { *component }).collect()
}

/// One image on the ground.
pub(super) struct Image {
    pub(super) component: Component,
    pub(super) crs: Crs,
    pub(super) place: Georeference,
    /// Metres of a pixel in the sandbox's file, and in the vendor's product.
    pub(super) pixel: f64,
    pub(super) true_pixel: f64,
    pub(super) columns: u32,
    pub(super) rows: u32,
    /// Outer corners in degrees: upper left, upper right, lower right, lower left.
    pub(super) corners: [LonLat; 4],
}

/// What is asked of an image.
pub(super) struct Wanted<'a> {
    pub(super) scene: &'a Scene,
    /// The part of the ordered area that the scene shows, degrees.
    pub(super) shape: &'a MultiPolygon,
    /// The code of the projection; `None` leaves the image as the strip was taken.
    pub(super) projection: Option<&'a str>,
}

impl Image {
    pub(super) fn new(wanted: &Wanted, component: Component) -> Result<Image, Trouble> {
        let middle = wanted.shape.bounding_rect().ok_or("the area is empty")?.center();
        let (east, north) = crate::geodesy::metres_per_degree(middle.y);
        let bounds = wanted.shape.bounding_rect().ok_or("the area is empty")?;
        let longest = (bounds.width() * east).max(bounds.height() * north).max(1.0);
        let native = wanted.scene.platform.resolution();
        // A whole multiple of the true pixel, so that the sizes of both images keep their ratio.
        let times = (longest / (native * LONGEST)).ceil().max(1.0);
        let ratio = if component.coarse { 4.0 } else { 1.0 };
        let (pixel, true_pixel) = (native * times * ratio, native * ratio);
        match wanted.projection {
            Some(code) => {
                let grid = Grid::around(Crs::ordered(Some(code), middle)?, wanted.shape, native * times)?;
                let grid = if component.coarse { grid.coarser() } else { grid };
                let (corners, place) = (grid.corners()?, Georeference::of(&grid));
                Ok(Image {
                    component,
                    place,
                    pixel,
                    true_pixel,
                    columns: grid.columns,
                    rows: grid.rows,
                    corners,
                    crs: grid.crs,
                })
            }
            None => Image::as_taken(wanted, component, pixel, true_pixel, middle),
        }
    }

    /// An image in the strip's own frame, cut to the rectangle around the area there.
    fn as_taken(
        wanted: &Wanted,
        component: Component,
        pixel: f64,
        true_pixel: f64,
        middle: LonLat,
    ) -> Result<Image, Trouble> {
        let shares = wanted
            .shape
            .iter()
            .flat_map(|part| part.exterior().0.iter())
            .map(|place| pictures::share_in(wanted.scene, *place));
        let empty = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        let [u0, v0, u1, v1] =
            shares.fold(empty, |[u0, v0, u1, v1], (u, v)| [u0.min(u), v0.min(v), u1.max(u), v1.max(v)]);
        let at = |u: f64, v: f64| pictures::place_in(wanted.scene, u, v);
        let corners = [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)];
        let (east, north) = crate::geodesy::metres_per_degree(middle.y);
        let length = |from: LonLat, to: LonLat| ((to.x - from.x) * east).hypot((to.y - from.y) * north);
        let count = |metres: f64| (metres / pixel).ceil().clamp(1.0, 4.0 * LONGEST) as u32;
        let (columns, rows) = (count(length(corners[0], corners[1])), count(length(corners[0], corners[3])));
        let [tl, tr, _, bl] = corners;
        let (wide, high) = (f64::from(columns), f64::from(rows));
        let six = [
            (tr.x - tl.x) / wide,
            (bl.x - tl.x) / high,
            tl.x,
            (tr.y - tl.y) / wide,
            (bl.y - tl.y) / high,
            tl.y,
        ];
        Ok(Image {
            component,
            crs: Crs::geographic(middle)?,
            place: Georeference::Turned(six),
            pixel,
            true_pixel,
            columns,
            rows,
            corners,
        })
    }

    pub(super) fn view(&self, world: &World, scene: &Scene) -> View {
        pictures::view(world, scene, self.corners, self.columns, self.rows)
    }

    /// The coordinates of a place in pixels, in the image's own system.
    pub(super) fn coordinate(&self, column: f64, row: f64) -> Coord {
        match &self.place {
            Georeference::NorthUp { left, top, step } => {
                Coord { x: left + column * step, y: top - row * step }
            }
            Georeference::Turned([a, b, c, d, e, f]) => {
                Coord { x: a * column + b * row + c, y: d * column + e * row + f }
            }
        }
    }

    /// Which pixels lie in the area: the others hold no data.
    pub(super) fn inside(&self, shape: &MultiPolygon) -> Result<Mask, Trouble> {
        let own = shape.try_map_coords(|place| self.crs.project(place))?;
        let own = own.map_coords(|at| self.pixel_of(at));
        let lines: Vec<geo::Line> = own
            .iter()
            .flat_map(|part| {
                std::iter::once(part.exterior()).chain(part.interiors()).flat_map(geo::LineString::lines)
            })
            .collect();
        let (columns, rows) = (self.columns as usize, self.rows as usize);
        let mut covered = vec![false; columns * rows];
        for row in 0..rows {
            let y = row as f64 + 0.5;
            let crossed = lines.iter().filter(|line| (line.start.y > y) != (line.end.y > y));
            let mut crossings: Vec<f64> = crossed
                .map(|line| {
                    line.start.x
                        + (y - line.start.y) / (line.end.y - line.start.y) * (line.end.x - line.start.x)
                })
                .collect();
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let column = |x: f64| ((x - 0.5).ceil().max(0.0) as usize).min(columns);
                let (from, to) = (column(pair[0]), column(pair[1]));
                covered[row * columns + from..row * columns + to.max(from)].fill(true);
            }
        }
        Ok(Mask { columns, rows, covered })
    }

    /// The pixel of a coordinate in the image's own system, counted from the outer corner.
    fn pixel_of(&self, at: Coord) -> Coord {
        match &self.place {
            Georeference::NorthUp { left, top, step } => {
                Coord { x: (at.x - left) / step, y: (top - at.y) / step }
            }
            Georeference::Turned([a, b, c, d, e, f]) => {
                let (x, y, turn) = (at.x - c, at.y - f, a * e - b * d);
                Coord { x: (x * e - y * b) / turn, y: (y * a - x * d) / turn }
            }
        }
    }

    /// The values of the file, 0 where there is no data.
    pub(super) fn pixels(&self, view: &View, inside: &Mask, eight_bits: bool) -> Pixels {
        let bands = self.component.bands;
        let mut values = Vec::with_capacity(inside.covered.len() * bands.len());
        for (pixel, inside) in view.picture.pixels().zip(&inside.covered) {
            let known = pixel.0.map(f32::from);
            values.extend(bands.iter().map(|band| if *inside { value(band, known, eight_bits) } else { 0 }));
        }
        Pixels { columns: self.columns, rows: self.rows, bands: bands.len(), eight_bits, values }
    }
}

/// A band's value from the colour seen: eyes see three bands, the others follow from how green and how blue a place is.
fn value(band: &str, [red, green, blue]: [f32; 3], eight_bits: bool) -> u16 {
    let mean = (red + green + blue) / 3.0;
    let leaf = (green - (red + blue) / 2.0).max(0.0);
    let water = (blue - red).max(0.0);
    let seen = match band {
        "R" => red,
        "G" => green,
        "B" => blue,
        "P" => 0.35 * red + 0.4 * green + 0.25 * blue,
        "NIR" => mean * 0.95 + leaf * 4.2 - water * 1.5,
        "RE" => red * 0.6 + mean * 0.35 + leaf * 2.4 - water,
        _ => blue * 0.92 + 9.0,
    };
    let seen = seen.clamp(1.0, 255.0);
    // Twelve bits: dark ground has some hundred counts, cloud some thousands. 0 stays for no data.
    if eight_bits { seen as u16 } else { ((seen / 255.0).powf(1.7) * 3_300.0 + 90.0) as u16 }
}
