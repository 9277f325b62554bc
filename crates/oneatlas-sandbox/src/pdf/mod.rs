//! Documents: the quotation, and the short notes that come with a delivery. A4, one embedded typeface, text selectable.

mod map;
mod pen;

use crate::archive::Scene;
use crate::books::{Line, Order};
use crate::contracts::{COMPANY, Contract, ProductType};
use crate::countries;
use crate::stamps;
use crate::world::World;
use pen::{Document, GREY, INK, LINE, MARGIN, RIGHT};

/// The quotation of an order.
pub(crate) fn quotation(world: &World, order: &Order) -> Vec<u8> {
    let number = order.quotation.as_deref().unwrap_or("QUO");
    let mut document = Document::new(&format!("Quotation {number}"));
    heading(&mut document, order, number);
    parties(&mut document, order);
    areas(&mut document, world, order);
    items(&mut document, world, order);
    totals(&mut document, order);
    terms(&mut document, order);
    document.finish(number)
}

/// A page of text with a title: the delivery note, the licence.
pub(crate) fn note(title: &str, lines: &[String]) -> Vec<u8> {
    let mut document = Document::new(title);
    document.bold(MARGIN, 18.0, INK, title);
    document.down(28.0);
    for line in lines {
        for part in document.wrapped(line, 10.0, RIGHT - MARGIN) {
            document.text(MARGIN, 10.0, INK, &part);
            document.down(15.0);
        }
        document.down(4.0);
    }
    document.finish(title)
}

fn heading(document: &mut Document, order: &Order, number: &str) {
    document.bold(MARGIN, 20.0, INK, "Quotation");
    document.right(RIGHT, 9.5, GREY, &format!("{number} · version 1"));
    document.down(14.0);
    document.right(RIGHT, 9.5, GREY, &stamps::words(order.created_ms));
    document.down(30.0);
}

fn parties(document: &mut Document, order: &Order) {
    let contract = Contract::find(&order.contract).ok();
    let columns = [MARGIN, MARGIN + 170.0, MARGIN + 350.0];
    for (x, title) in columns.iter().zip(["Customer", "Contract", "Valid until"]) {
        document.bold(*x, 9.5, INK, title);
    }
    document.down(14.0);
    let until = stamps::words(order.valid_until_ms());
    let user = if order.end_user.is_empty() { String::new() } else { format!("for {}", order.end_user) };
    let rows = [
        [COMPANY.to_owned(), order.contract.clone(), until],
        [user, contract.map(|c| format!("{}, pay per order", c.name)).unwrap_or_default(), String::new()],
        [
            countries::name(&order.country).to_owned(),
            format!("Your reference {}", order.customer_reference),
            String::new(),
        ],
    ];
    for row in rows {
        for (x, text) in columns.iter().zip(&row) {
            document.text(*x, 9.5, INK, text);
        }
        document.down(13.5);
    }
    document.down(18.0);
}

fn areas(document: &mut Document, world: &World, order: &Order) {
    let mut seen: Vec<i64> = Vec::new();
    for line in &order.lines {
        if seen.contains(&line.area_id) {
            continue;
        }
        seen.push(line.area_id);
        document.room(110.0);
        map::draw(document, world, line);
        let x = MARGIN + 168.0;
        document.bold(x, 10.0, INK, &format!("Area {}: {}", seen.len(), line.area_name));
        document.down(14.0);
        let vertices = line.area["coordinates"][0].as_array().map_or(0, |ring| ring.len().saturating_sub(1));
        document.text(x, 9.5, INK, &format!("{} km² ordered, {vertices} vertices", line.requested_km2));
        document.down(13.5);
        document.text(x, 9.5, GREY, &map::centre(line));
        document.down(86.0);
    }
}

const COLUMNS: [f32; 4] = [MARGIN, MARGIN + 150.0, RIGHT - 120.0, RIGHT];

fn items(document: &mut Document, world: &World, order: &Order) {
    document.room(60.0);
    document.text(COLUMNS[0], 9.0, GREY, "Item");
    document.text(COLUMNS[1], 9.0, GREY, "Product and options");
    document.right(COLUMNS[2], 9.0, GREY, "Billed km²");
    document.right(COLUMNS[3], 9.0, GREY, "Amount");
    document.down(7.0);
    document.rule(LINE);
    for line in &order.lines {
        document.room(46.0);
        document.down(15.0);
        let scene = scene_of(world, line);
        let (name, date) = scene.map_or_else(
            || ("Scene".to_owned(), String::new()),
            |scene| (scene.platform.name().to_owned(), stamps::words(scene.taken)),
        );
        document.bold(COLUMNS[0], 9.5, INK, &name);
        document.text(
            COLUMNS[1],
            9.5,
            INK,
            ProductType::by_id(&line.product_type).map_or("", |product| product.label),
        );
        document.right(COLUMNS[2], 9.5, INK, &line.billed_km2.to_string());
        document.right(COLUMNS[3], 9.5, INK, &money(line.amount, &order.currency));
        document.down(13.0);
        document.text(COLUMNS[0], 9.0, GREY, &date);
        document.text(COLUMNS[1], 9.0, GREY, &options(line));
        document.down(9.0);
        document.rule(LINE);
    }
}

fn totals(document: &mut Document, order: &Order) {
    document.room(70.0);
    document.down(17.0);
    let rows = [
        ("Discount", money(rust_decimal::Decimal::ZERO, &order.currency)),
        ("Tax", "not included".to_owned()),
    ];
    for (title, amount) in rows {
        document.right(COLUMNS[2], 9.5, GREY, title);
        document.right(COLUMNS[3], 9.5, GREY, &amount);
        document.down(14.0);
    }
    document.bold_right(COLUMNS[2], 11.5, INK, "Total");
    document.bold_right(COLUMNS[3], 11.5, INK, &money(order.total, &order.currency));
    document.down(34.0);
}

fn terms(document: &mut Document, order: &Order) {
    document.room(80.0);
    document.bold(MARGIN, 9.5, INK, "Terms");
    document.down(14.0);
    let minimum = order.lines.iter().any(|line| line.minimum_applied);
    let mut text = format!(
        "This quotation can be accepted until {}. An accepted quotation is an order and can't be cancelled. \
         Imagery is delivered to the private workspace of the contract.",
        stamps::words(order.valid_until_ms())
    );
    if minimum {
        text.push_str(" The minimum area of the product is billed where less is ordered.");
    }
    text.push_str(" This document comes from a sandbox: nothing is bought.");
    for part in document.wrapped(&text, 9.0, RIGHT - MARGIN) {
        document.text(MARGIN, 9.0, GREY, &part);
        document.down(13.0);
    }
}

fn scene_of(world: &World, line: &Line) -> Option<Scene> {
    world.archive().by_id(line.scenes.first()?, stamps::utc(world.now_ms()).year())
}

fn options(line: &Line) -> String {
    let wanted =
        ["processing_level", "spectral_processing", "radiometric_processing", "pixel_coding", "image_format"];
    let chosen =
        wanted.iter().filter_map(|name| line.options.get(*name)).map(|value| value.replace('_', " "));
    chosen.collect::<Vec<_>>().join(", ")
}

fn money(amount: rust_decimal::Decimal, currency: &str) -> String {
    let text = format!("{amount:.2}");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let digits = whole.as_bytes();
    let grouped = digits.iter().enumerate().fold(String::new(), |mut grouped, (place, digit)| {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && digits[place - 1].is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(char::from(*digit));
        grouped
    });
    format!("{grouped}.{cents} {currency}")
}
