//! The table of a quotation's items, each with its map; the head is repeated on every page.

use rust_decimal::Decimal;

use super::pen::{Document, GREY, INK, LINE, MARGIN, RIGHT, Style, wrapped};
use super::{LABEL, TEXT, map, money, number};
use crate::archive::Scene;
use crate::books::{Line, Order};
use crate::contracts::ProductType;
use crate::stamps;
use crate::world::World;

/// The map of an item, in points.
const MAP: (f32, f32) = (104.0, 74.0);
/// Where the description begins, how wide it is, and where the columns of figures end.
const WORDS: f32 = MARGIN + 118.0;
const WIDE: f32 = 176.0;
/// How wide what stands below the figures may be.
const WHOLE: f32 = RIGHT - WORDS;
const ORDERED: f32 = RIGHT - 176.0;
const BILLED: f32 = RIGHT - 124.0;
const UNIT: f32 = RIGHT - 82.0;

const SMALL: Style = Style::plain(8.0, GREY);
/// The options told of, with the words they are told in.
const OPTIONS: [(&str, &str); 10] = [
    ("processing_level", "Processing"),
    ("spectral_processing", "Bands"),
    ("radiometric_processing", "Radiometry"),
    ("pixel_coding", "Coding"),
    ("image_format", "Format"),
    ("licence", "Licence"),
    ("priority", "Priority"),
    ("area_compute_model", "Area"),
    ("projection", "Projection"),
    ("dem", "Terrain model"),
];

/// A line of the description.
struct Words {
    style: Style,
    text: String,
    lead: f32,
}

pub(super) fn table(document: &mut Document, world: &World, order: &Order) {
    document.room(120.0);
    head(document);
    for (place, line) in order.lines.iter().enumerate() {
        let scenes = scenes(world, line);
        let words = words(place + 1, line, &scenes);
        let high = words.iter().map(|words| words.lead).sum::<f32>().max(MAP.1 + 2.0);
        if document.room(high + 22.0) {
            head(document);
        }
        let top = document.y() + 11.0;
        map::draw(document, world, line, scenes.first(), (MARGIN, top), MAP);
        document.move_to(top + 8.0);
        figures(document, line, order);
        for words in words {
            document.text(WORDS, words.style, &words.text);
            document.down(words.lead);
        }
        document.move_to(top + high + 9.0);
        document.rule(LINE, 0.6);
    }
}

fn head(document: &mut Document) {
    document.text(MARGIN, LABEL, "AREA");
    document.text(WORDS, LABEL, "ITEM");
    document.right(ORDERED, LABEL, "ORDERED");
    document.right(BILLED, LABEL, "BILLED");
    document.right(UNIT, LABEL, "PER KM²");
    document.right(RIGHT, LABEL, "AMOUNT");
    document.down(7.0);
    document.rule(INK, 0.7);
}

fn figures(document: &mut Document, line: &Line, order: &Order) {
    let star = if line.minimum_applied { " *" } else { "" };
    document.right(ORDERED, TEXT, &number(line.requested_km2));
    document.right(BILLED, TEXT, &format!("{}{star}", number(line.billed_km2)));
    let unit = line.list_amount.checked_div(line.billed_km2).unwrap_or(Decimal::ZERO).round_dp(2);
    document.right(UNIT, TEXT, &number(unit));
    document.right(RIGHT, Style::bold(9.0, INK), &money(line.list_amount, &order.currency));
}

fn words(number: usize, line: &Line, scenes: &[Scene]) -> Vec<Words> {
    let product =
        ProductType::by_id(&line.product_type).map_or(line.product_type.as_str(), |product| product.label);
    let mut words = Vec::new();
    let mut add = |style: Style, lead: f32, wide: f32, text: &str| {
        words.extend(wrapped(text, style, wide).into_iter().map(|text| Words { style, text, lead }));
    };
    let name =
        if line.area_name.is_empty() { format!("Area {}", line.area_id) } else { line.area_name.clone() };
    add(Style::bold(9.5, INK), 13.0, WIDE, &format!("{number}. {name}"));
    add(TEXT, 12.0, WHOLE, product);
    for scene in scenes {
        add(
            TEXT,
            12.0,
            WHOLE,
            &format!("{}, {}, {} % cloud", scene.platform.name(), stamps::words(scene.taken), scene.cloud),
        );
        add(Style::plain(7.0, GREY), 10.0, WHOLE, &scene.data_strip());
    }
    if let Some(area) = map::area(line) {
        add(SMALL, 11.0, WHOLE, &map::centre(&area));
    }
    add(SMALL, 10.5, WHOLE, &options(line));
    if !line.comments.is_empty() {
        add(SMALL, 10.5, WHOLE, &format!("Comment: {}", line.comments));
    }
    words
}

fn options(line: &Line) -> String {
    let of_area = |name: &str| format!("{name}_{}", line.area_id);
    let chosen = OPTIONS.iter().filter_map(|(name, words)| {
        let value = line.options.get(*name).or_else(|| line.options.get(&of_area(name)))?;
        let value = value.replace('_', " ");
        Some(if *name == "projection" { format!("{words} EPSG:{value}") } else { format!("{words} {value}") })
    });
    chosen.collect::<Vec<_>>().join(" · ")
}

fn scenes(world: &World, line: &Line) -> Vec<Scene> {
    let year = stamps::utc(world.now_ms()).year();
    line.scenes.iter().filter_map(|id| world.archive().by_id(id, year)).collect()
}
