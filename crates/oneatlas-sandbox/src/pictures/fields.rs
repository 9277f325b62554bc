//! Fields: parcels in blocks, cut as the region cuts them, each with a crop that follows the year.

use super::noise::{gradient, hash, step};
use super::{blend, each};

/// How a region cuts its land.
#[derive(Debug, Clone, Copy)]
pub(super) struct Custom {
    /// Metres along the shorter side of a parcel.
    size: f64,
    /// Sections of a mile laid out along the meridian, as in much of North America.
    sections: bool,
    /// Circles watered from their middle.
    circles: bool,
}

/// What the year does to crops.
#[derive(Debug, Clone, Copy)]
pub(super) struct Season {
    /// −1 in deep winter, 1 in high summer.
    pub(super) summer: f32,
    /// 1 in spring, −1 in autumn.
    pub(super) spring: f32,
}

impl Custom {
    /// The custom around a place; `dry` from 0 to 1.
    pub(super) fn of(lon: f64, lat: f64, dry: f32) -> Custom {
        let within = |west: f64, east: f64, south: f64, north: f64| {
            (west..east).contains(&lon) && (south..north).contains(&lat)
        };
        let american = within(-120.0, -80.0, 27.0, 56.0);
        let size = if american {
            400.0
        } else if within(65.0, 145.0, 5.0, 42.0) || within(-20.0, 50.0, -20.0, 16.0) {
            110.0
        } else if within(22.0, 90.0, 44.0, 58.0)
            || within(110.0, 155.0, -40.0, -25.0)
            || within(-66.0, -45.0, -40.0, -10.0)
        {
            620.0
        } else {
            230.0
        };
        let arid = dry > 0.45 && !within(65.0, 145.0, 5.0, 42.0);
        Custom { size, sections: american, circles: arid }
    }
}

/// The two colours a region's fields lie between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Bare.
    pub(super) soil: [f32; 3],
    /// Fresh.
    pub(super) green: [f32; 3],
    /// How much of the land around stands green, from −1 to 1: good soil, water, custom.
    pub(super) lush: f32,
}

/// The colour of a field, `scale` metres to a pixel.
pub(super) fn field(
    mx: f64,
    my: f64,
    custom: Custom,
    season: Season,
    scale: f64,
    palette: Palette,
) -> [f32; 3] {
    if custom.circles {
        return circle(mx, my, season, palette);
    }
    let parcel = if custom.sections { section(mx, my) } else { block(mx, my, custom.size) };
    let kind = (parcel.kind - 0.12 * palette.lush + parcel.leaning).clamp(0.0, 0.999);
    let mut colour = crop(kind, parcel.luck, season, palette);
    if scale < 12.0 {
        // Plough lines.
        let rows = hash((parcel.along / 23.0).floor() as i32, parcel.number, 19) - 0.5;
        colour = each(colour, |value| value * (1.0 + rows * 0.06));
    }
    // Parcels of a pixel or two are seen as their mean.
    let seen = ((parcel.size / scale - 0.6) / 4.2).clamp(0.1, 1.0) as f32;
    let around =
        blend(crop(0.1, 0.5, season, palette), crop(0.45, 0.5, season, palette), 0.5 + 0.35 * palette.lush);
    let around = blend(around, palette.soil, 0.3 - 0.2 * palette.lush + parcel.leaning);
    // A block of small parcels still stands out from its neighbours as a whole.
    let around = each(around, |value| value * (1.0 + parcel.leaning * 0.9));
    colour = blend(around, colour, seen * 0.86);
    let hedge = (1.0 - parcel.edge / (0.6 * scale).max(6.0)).clamp(0.0, 1.0) * (8.0 / scale).clamp(0.1, 0.55);
    let bound =
        if custom.sections { [170.0, 158.0, 132.0] } else { each(palette.green, |value| value * 0.66) };
    blend(colour, bound, hedge as f32 * seen)
}

/// A piece of land under one crop.
struct Parcel {
    kind: f32,
    luck: f32,
    /// What its block leans to.
    leaning: f32,
    number: i32,
    /// Metres across the run of its rows.
    along: f64,
    /// Metres to its edge.
    edge: f64,
    size: f64,
}

/// Parcels of a block whose rows run one way, after the lie of the land.
fn block(mx: f64, my: f64, size: f64) -> Parcel {
    let wide = size * 6.5;
    let warp = |seed: u32| f64::from(gradient(mx / (wide * 0.8), my / (wide * 0.8), seed)) * wide * 0.42;
    let (bx, by) = ((mx + warp(51)) / wide, (my + warp(52)) / wide);
    let (column, row) = (bx.floor(), by.floor());
    let number = (column as i32).wrapping_mul(7919) ^ (row as i32).wrapping_mul(104_729);
    let luck = |salt: u32| hash(column as i32, row as i32, salt);
    // One run of rows for the whole block, much like its neighbours'.
    let around = gradient(column * wide / 30_000.0, row * wide / 30_000.0, 53);
    let turn = f64::from(around) * 1.2 + f64::from(luck(54)) * 1.1;
    let (sin, cos) = turn.sin_cos();
    let (u, v) = (mx * cos + my * sin, my * cos - mx * sin);
    let deep = size * (0.6 + 0.8 * f64::from(luck(55)));
    let long = deep * (1.2 + 1.8 * f64::from(luck(56)));
    let strip = (v / deep).floor();
    let shifted = u / long + f64::from(hash(strip as i32, number, 57));
    let place = shifted.floor();
    let parcel = |salt: u32| hash(strip as i32 ^ (number << 3), place as i32, salt);
    let inside = |value: f64, length: f64| (value - value.floor()).min(value.floor() + 1.0 - value) * length;
    let to_block = inside(bx, wide).min(inside(by, wide));
    Parcel {
        kind: parcel(58),
        luck: parcel(59),
        leaning: (luck(60) - 0.5) * 0.3,
        number: number ^ strip as i32,
        along: v,
        edge: inside(v / deep, deep).min(inside(shifted, long)).min(to_block),
        size: deep,
    }
}

/// Quarters of a square mile along the meridian, often cut again.
fn section(mx: f64, my: f64) -> Parcel {
    let mile = 1_609.0;
    let (column, row) = ((mx / (mile / 2.0)).floor(), (my / (mile / 2.0)).floor());
    let luck = |salt: u32| hash(column as i32, row as i32, salt);
    let (u, v) = (mx - column * mile / 2.0, my - row * mile / 2.0);
    let (wide, deep) = match (luck(61) * 5.0) as u32 {
        0 | 1 => (mile / 2.0, mile / 2.0),
        2 => (mile / 4.0, mile / 2.0),
        3 => (mile / 2.0, mile / 4.0),
        _ => (mile / 4.0, mile / 4.0),
    };
    let (pu, pv) = ((u / wide).floor(), (v / deep).floor());
    let number =
        (column as i32).wrapping_mul(31) ^ (row as i32).wrapping_mul(173) ^ (pu as i32 * 2 + pv as i32);
    let edge = |value: f64, length: f64| (value % length).min(length - value % length);
    Parcel {
        kind: hash(number, pv as i32, 62),
        luck: hash(number, pu as i32, 63),
        leaning: 0.0,
        number,
        along: v,
        edge: edge(u, wide).min(edge(v, deep)),
        size: deep,
    }
}

/// Watered circles on dry ground.
fn circle(mx: f64, my: f64, season: Season, palette: Palette) -> [f32; 3] {
    let soil = palette.soil;
    let pitch = 860.0;
    let (column, row) = ((mx / pitch).floor(), (my / pitch).floor());
    let luck = |salt: u32| hash(column as i32, row as i32, salt);
    let (u, v) = (mx / pitch - column - 0.5, my / pitch - row - 0.5);
    let radius = u.hypot(v) as f32;
    if luck(65) < 0.25 || radius > 0.47 {
        return soil;
    }
    // Halves are sown apart now and then.
    let half = u32::from(luck(66) < 0.35 && v > 0.0);
    let grown = crop(luck(67 + half) * 0.8, luck(69 + half), season, palette);
    let rings = (radius * 60.0).sin() * 4.0;
    blend(soil, each(grown, |value| value + rings), step(0.47, 0.455, radius))
}

/// What stands on a field in a season.
fn crop(kind: f32, luck: f32, season: Season, palette: Palette) -> [f32; 3] {
    let Palette { soil, green, .. } = palette;
    let (summer, spring) = (season.summer, season.spring);
    let fresh = blend(green, [84.0, 108.0, 56.0], 0.45);
    let ripe = blend([186.0, 166.0, 116.0], soil, 0.3);
    let bare = each(soil, |value| value * (0.78 + 0.3 * luck));
    let pale = blend(soil, [196.0, 182.0, 148.0], 0.35 + 0.3 * luck);
    match (kind * 10.0) as u32 {
        // Winter grain: green by spring, ripe at midsummer, stubble after.
        0..=2 => {
            let grown = step(-0.75, 0.5, spring + summer * 0.25 + (luck - 0.5) * 0.5);
            let young = blend(blend(bare, fresh, 0.45), fresh, grown);
            blend(young, ripe, step(0.35, 0.95, summer + (luck - 0.5) * 0.3))
        }
        // Maize, roots: sown in spring, green into autumn.
        3..=5 => {
            let grown = step(0.1, 0.75, summer - spring * 0.45 + (luck - 0.5) * 0.5);
            blend(bare, each(fresh, |value| value * 0.8), grown)
        }
        // Meadows.
        6 | 7 => blend(
            blend(green, soil, 0.3),
            fresh,
            step(-0.8, 0.4, spring * 0.5 + summer * 0.6 + (luck - 0.5) * 0.6),
        ),
        8 => pale,
        _ => each(bare, |value| value * 0.86),
    }
}
