//! One value per pixel: noise of several widths, lines drawn along the ground.
//!
//! Wide noise is worked out on a coarse grid and filled in between; noise not much wider than two pixels is left out, since a
//! picture of that scale can't show it.

use super::frame::Frame;
use super::noise::Lattice;

/// How each octave is bent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As it is: rolling.
    Smooth,
    /// Folded downward: round heaps with sharp valleys between them.
    Billow,
    /// Folded upward: sharp crests.
    Ridged,
}

/// Noise of several octaves, each half as wide as the one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fractal {
    /// Metres across the widest bumps.
    pub(super) widest: f64,
    pub(super) octaves: u32,
    /// How strong an octave is against the one before.
    pub(super) gain: f32,
    pub(super) seed: u32,
    pub(super) shape: Shape,
    /// Direction on the ground (radians from east) along which bumps are drawn out, and how many times.
    pub(super) drawn: (f64, f64),
}

impl Fractal {
    pub(super) fn new(widest: f64, octaves: u32, seed: u32) -> Fractal {
        Fractal { widest, octaves, gain: 0.5, seed, shape: Shape::Smooth, drawn: (0.0, 1.0) }
    }

    pub(super) fn shape(self, shape: Shape) -> Fractal {
        Fractal { shape, ..self }
    }

    pub(super) fn gain(self, gain: f32) -> Fractal {
        Fractal { gain, ..self }
    }

    pub(super) fn drawn(self, direction: f64, times: f64) -> Fractal {
        Fractal { drawn: (direction, times), ..self }
    }
}

/// A value for every pixel of a frame and of a margin around it.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Pixels of margin on each side.
    pub(super) margin: usize,
    pub(super) values: Vec<f32>,
}

impl Layer {
    pub(super) fn flat(frame: &Frame, margin: usize, value: f32) -> Layer {
        let (width, height) = (frame.width + 2 * margin, frame.height + 2 * margin);
        Layer { width, height, margin, values: vec![value; width * height] }
    }

    /// The shape of a frame's layer, without values yet.
    pub(super) fn empty(frame: &Frame) -> Layer {
        Layer { width: frame.width, height: frame.height, margin: 0, values: Vec::new() }
    }

    /// The value of a pixel of the picture, or of the margin's edge beyond it.
    pub(super) fn at(&self, x: i64, y: i64) -> f32 {
        let inside =
            |place: i64, count: usize| (place + self.margin as i64).clamp(0, count as i64 - 1) as usize;
        self.values[inside(y, self.height) * self.width + inside(x, self.width)]
    }

    /// Noise from about −1 to 1.
    pub(super) fn noise(frame: &Frame, margin: usize, fractal: Fractal) -> Layer {
        let mut layer = Layer::flat(frame, margin, 0.0);
        let (mut weight, mut width, mut whole) = (1.0, fractal.widest, 0.0);
        for octave in 0..fractal.octaves {
            whole += weight;
            if width >= 2.6 * frame.scale() || octave == 0 {
                layer.add_octave(frame, &fractal, octave, width, weight);
            }
            weight *= fractal.gain;
            width /= 2.03;
        }
        layer.values.iter_mut().for_each(|value| *value /= whole);
        layer
    }

    fn add_octave(&mut self, frame: &Frame, fractal: &Fractal, octave: u32, width: f64, weight: f32) {
        // Fine enough that straight lines between grid points do not show.
        let coarse = ((width / frame.scale() / 3.5) as usize).clamp(1, 24);
        let seed = fractal.seed.wrapping_add(octave.wrapping_mul(0x9e37));
        // Each octave lies at an angle of its own, so that no lattice shows.
        let angle = f64::from(octave) * 1.13 + 0.4;
        let (draw_sin, draw_cos) = fractal.drawn.0.sin_cos();
        let (sin, cos) = angle.sin_cos();
        let fold = |value: f32| match fractal.shape {
            Shape::Smooth => value,
            Shape::Billow => value.abs() * 2.6 - 0.75,
            Shape::Ridged => 0.75 - value.abs() * 2.6,
        };
        let mut lattice = Lattice::new(seed);
        let turned = |(mx, my): (f64, f64)| {
            let (u, v) = ((mx * draw_cos + my * draw_sin) / fractal.drawn.1, my * draw_cos - mx * draw_sin);
            ((u * cos + v * sin) / width, (v * cos - u * sin) / width)
        };
        self.fill_rows(frame, coarse, |start, step, row| {
            lattice.row(turned(start), turned(step), row);
            row.iter_mut().for_each(|value| *value = weight * fold(*value));
        });
    }

    /// Adds a value worked out from metres on every `coarse`-th pixel, and what lies between for the others.
    pub(super) fn fill_in(&mut self, frame: &Frame, coarse: usize, mut value: impl FnMut(f64, f64) -> f32) {
        self.fill_rows(frame, coarse, |(mx, my), (dx, dy), row| {
            for (column, to) in row.iter_mut().enumerate() {
                *to = value(mx + dx * column as f64, my + dy * column as f64);
            }
        });
    }

    /// Adds values worked out row by row, from the metres of a row's first place and of the step to its next.
    fn fill_rows(
        &mut self,
        frame: &Frame,
        coarse: usize,
        mut values: impl FnMut((f64, f64), (f64, f64), &mut [f32]),
    ) {
        let margin = self.margin as f64;
        let columns = self.width.div_ceil(coarse) + 1;
        let mut row_at = |row: usize| -> Vec<f32> {
            let y = (row * coarse) as f64 - margin + 0.5;
            let (left, right) =
                (frame.metres(-margin + 0.5, y), frame.metres(-margin + 0.5 + coarse as f64, y));
            let mut known = vec![0.0; columns];
            values(left, (right.0 - left.0, right.1 - left.1), &mut known);
            known
        };
        if coarse == 1 {
            for (row, line) in self.values.chunks_exact_mut(self.width).enumerate() {
                line.iter_mut().zip(row_at(row)).for_each(|(to, from)| *to += from);
            }
            return;
        }
        let (mut above, mut below) = (row_at(0), row_at(1));
        for (row, line) in self.values.chunks_exact_mut(self.width).enumerate() {
            if row > 0 && row % coarse == 0 {
                above = std::mem::replace(&mut below, row_at(row / coarse + 1));
            }
            let down = (row % coarse) as f32 / coarse as f32;
            for (column, cells) in line.chunks_mut(coarse).enumerate() {
                let left = above[column] + (below[column] - above[column]) * down;
                let right = above[column + 1] + (below[column + 1] - above[column + 1]) * down;
                let slope = (right - left) / coarse as f32;
                cells.iter_mut().enumerate().for_each(|(step, to)| *to += left + slope * step as f32);
            }
        }
    }

    /// Draws a line through pixel places, so many pixels wide; where lines meet, the strongest counts.
    pub(super) fn stroke(&mut self, points: &[(f64, f64)], wide: f64) {
        let radius = wide.max(1.0) / 2.0;
        // A line thinner than a pixel covers a part of it only.
        let most = wide.min(1.0) as f32;
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let reach = radius + 2.0;
            let outside = |a: f64, b: f64, count: usize| {
                let far = count as f64 + reach - self.margin as f64;
                let near = -reach - self.margin as f64;
                (a < near && b < near) || (a > far && b > far)
            };
            if outside(x0, x1, self.width) || outside(y0, y1, self.height) {
                continue;
            }
            let steps = ((x1 - x0).hypot(y1 - y0) / (radius * 0.5).clamp(0.4, 3.0))
                .ceil()
                .clamp(1.0, 20_000.0) as usize;
            for step in 0..=steps {
                let share = step as f64 / steps as f64;
                self.dab(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, radius, most);
            }
        }
    }

    /// A round spot with a soft edge of one pixel.
    fn dab(&mut self, x: f64, y: f64, radius: f64, most: f32) {
        let (x, y) = (x + self.margin as f64, y + self.margin as f64);
        let span = |middle: f64, count: usize| {
            let low = (middle - radius - 1.0).floor().max(0.0) as usize;
            low..((middle + radius + 1.0).ceil().max(0.0) as usize).min(count)
        };
        for row in span(y, self.height) {
            for column in span(x, self.width) {
                let (dx, dy) = (column as f64 + 0.5 - x, row as f64 + 0.5 - y);
                let distance = (dx * dx + dy * dy).sqrt();
                let covered = (radius + 0.5 - distance).clamp(0.0, 1.0) as f32 * most;
                let value = &mut self.values[row * self.width + column];
                *value = value.max(covered);
            }
        }
    }

    /// The mean over a square of so many pixels each way, by running sums.
    pub(super) fn blurred(&self, reach: usize) -> Layer {
        let across = running_means(&self.values, self.width, 1, self.height, self.width, reach);
        let values = running_means(&across, self.height, self.width, self.width, 1, reach);
        Layer { values, ..*self }
    }
}

fn running_means(
    from: &[f32],
    count: usize,
    step: usize,
    lines: usize,
    stride: usize,
    reach: usize,
) -> Vec<f32> {
    let mut to = vec![0.0; from.len()];
    for line in 0..lines {
        let at = |place: usize| line * stride + place * step;
        let mut sum: f32 = (0..=reach.min(count - 1)).map(|place| from[at(place)]).sum();
        let mut seen = (reach + 1).min(count);
        for place in 0..count {
            to[at(place)] = sum / seen as f32;
            if place + reach + 1 < count {
                sum += from[at(place + reach + 1)];
                seen += 1;
            }
            if place >= reach {
                sum -= from[at(place - reach)];
                seen -= 1;
            }
        }
    }
    to
}
