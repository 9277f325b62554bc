//! Documents: the quotation, and the short notes that come with a delivery. A4, one embedded typeface, text selectable.

mod items;
mod map;
mod pen;
mod typeface;

use rust_decimal::Decimal;

use crate::books::Order;
use crate::contracts::{COMPANY, CUSTOMER_ID, Contract};
use crate::world::World;
use crate::{countries, stamps};
use pen::{Document, Edge, GREY, INK, LINE, MARGIN, PALE, RIGHT, Style};

const TEXT: Style = Style::plain(9.0, INK);
const QUIET: Style = Style::plain(9.0, GREY);
const LABEL: Style = Style::bold(7.5, GREY);
/// Where the three columns of the head begin, and how wide a text in them may be.
const COLUMNS: [f32; 3] = [MARGIN, MARGIN + 172.0, MARGIN + 344.0];
const COLUMN: f32 = 148.0;
/// Where the three figures of the summary begin.
const SUMMARY: [f32; 3] = [MARGIN + 12.0, MARGIN + 152.0, MARGIN + 342.0];

/// The quotation of an order.
pub(crate) fn quotation(world: &World, order: &Order) -> Vec<u8> {
    let number = order.quotation.as_deref().unwrap_or("QUO");
    let mut document = Document::new(&format!("Quotation {number}"));
    heading(&mut document, order, number);
    parties(&mut document, order);
    summary(&mut document, order);
    items::table(&mut document, world, order);
    totals(&mut document, order);
    terms(&mut document, order);
    document.finish(&format!(
        "Quotation {number}, version {} · a sandbox document: nothing is bought",
        order.version
    ))
}

/// A page of text with a title: the delivery note, the licence.
pub(crate) fn note(title: &str, lines: &[String]) -> Vec<u8> {
    let mut document = Document::new(title);
    document.text(MARGIN, Style::bold(19.0, INK), title);
    document.down(14.0);
    document.rule(LINE, 0.7);
    document.down(24.0);
    for line in lines {
        document.room(30.0);
        document.paragraph(MARGIN, RIGHT - MARGIN, 14.5, Style::plain(10.0, INK), line);
        document.down(4.0);
    }
    document.finish("OneAtlas sandbox")
}

fn heading(document: &mut Document, order: &Order, number: &str) {
    document.text(MARGIN, Style::bold(23.0, INK), "Quotation");
    document.down(-8.0);
    document.right(RIGHT, Style::bold(10.5, INK), number);
    document.down(14.0);
    document.right(
        RIGHT,
        QUIET,
        &format!("Version {} · {}", order.version, stamps::words(order.created_ms.max(order.quoted_ms))),
    );
    document.down(14.0);
    document.rule(INK, 1.2);
    document.down(22.0);
}

/// Three columns: who sells, who buys, under which contract.
fn parties(document: &mut Document, order: &Order) {
    let contract = Contract::find(&order.contract).ok();
    let market = format!("Market {}", order.primary_market);
    let end_user = match (order.end_user.as_str(), countries::name(&order.country)) {
        ("", "") => String::new(),
        ("", country) => format!("End user in {country}"),
        (name, "") => format!("End user {name}"),
        (name, country) => format!("End user {name}, {country}"),
    };
    let columns: [(&str, &str, Vec<String>); 3] = [
        (
            "SUPPLIER",
            "OneAtlas sandbox",
            vec!["Archive satellite imagery".to_owned(), "Simulated: no real supplier".to_owned()],
        ),
        ("CUSTOMER", COMPANY, vec![format!("Customer {CUSTOMER_ID}"), end_user]),
        (
            "CONTRACT",
            &order.contract,
            vec![
                contract.map(|contract| format!("{}, pay per order", contract.name)).unwrap_or_default(),
                format!("Your reference {}", order.customer_reference),
                market,
            ],
        ),
    ];
    let top = document.y();
    let mut lowest = top;
    for (x, (label, name, lines)) in COLUMNS.into_iter().zip(columns) {
        document.move_to(top);
        document.text(x, LABEL, label);
        document.down(14.0);
        document.paragraph(x, COLUMN, 13.0, Style::bold(9.5, INK), name);
        for line in lines.iter().filter(|line| !line.is_empty()) {
            document.paragraph(x, COLUMN, 12.5, QUIET, line);
        }
        lowest = lowest.max(document.y());
    }
    document.move_to(lowest + 8.0);
}

/// What a buyer looks for first: the amount, and until when it holds.
fn summary(document: &mut Document, order: &Order) {
    let (top, high) = (document.y(), 50.0);
    document.rectangle((MARGIN, top), (RIGHT - MARGIN, high), Some(PALE), None);
    let distinct = |ids: Vec<i64>| {
        let mut ids = ids;
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    };
    let areas = distinct(order.lines.iter().map(|line| line.area_id).collect());
    let billed: Decimal = order.lines.iter().map(|line| line.billed_km2).sum();
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let until = stamps::utc(order.valid_until_ms()).strftime("%-d %B %Y, %H:%M UTC").to_string();
    let texts = [
        ("TOTAL", money(order.total, &order.currency)),
        (
            "FOR",
            format!(
                "{} over {}, {} km²",
                plural(order.lines.len(), "item"),
                plural(areas, "area"),
                number(billed)
            ),
        ),
        ("VALID UNTIL", until),
    ];
    for (place, (x, (label, text))) in SUMMARY.into_iter().zip(texts).enumerate() {
        document.move_to(top + 18.0);
        document.text(x, LABEL, label);
        document.down(17.0);
        let style = if place == 0 { Style::bold(14.0, INK) } else { Style::bold(9.0, INK) };
        document.text(x, style, &text);
    }
    document.move_to(top + high + 26.0);
}

fn totals(document: &mut Document, order: &Order) {
    document.room(96.0);
    document.down(20.0);
    let sum: Decimal = order.lines.iter().map(|line| line.list_amount).sum();
    let discount = sum - order.total;
    let label = RIGHT - 110.0;
    let rows = [
        ("Sum of the items", money(sum, &order.currency)),
        (
            "Discount",
            if discount.is_zero() {
                "none".to_owned()
            } else {
                format!("−{}", money(discount, &order.currency))
            },
        ),
        ("Tax", "not included".to_owned()),
    ];
    for (title, amount) in rows {
        document.right(label, QUIET, title);
        document.right(RIGHT, TEXT, &amount);
        document.down(14.5);
    }
    document.down(-4.0);
    let y = document.y();
    document.line(vec![(MARGIN + 250.0, y), (RIGHT, y)], Edge::of(INK, 1.0));
    document.down(17.0);
    document.right(label, Style::bold(11.5, INK), "Total");
    document.right(RIGHT, Style::bold(11.5, INK), &money(order.total, &order.currency));
    document.down(36.0);
}

fn terms(document: &mut Document, order: &Order) {
    let mut terms = vec![
        format!(
            "This quotation can be accepted until {}. Accepting it places the order; an order can't be cancelled.",
            stamps::words(order.valid_until_ms())
        ),
        "Imagery is delivered to the private workspace of the contract, in the options listed above.".to_owned(),
        "Several scenes that make one coverage of an area are billed as one; where each date is ordered, each is billed.".to_owned(),
    ];
    if order.lines.iter().any(|line| line.minimum_applied) {
        terms.push("* The minimum area of the product is billed where less is ordered.".to_owned());
    }
    terms.push("The use of the imagery follows the licence chosen for each item. Terms of sale: those of the contract would stand here.".to_owned());
    document.room(20.0 + 18.0 * terms.len() as f32);
    document.text(MARGIN, LABEL, "TERMS");
    document.down(15.0);
    for term in terms {
        document.paragraph(MARGIN, RIGHT - MARGIN, 12.0, Style::plain(8.5, GREY), &term);
        document.down(3.0);
    }
}

/// A figure with two decimals at least and its thousands apart.
fn number(amount: Decimal) -> String {
    // Nothing has no sign.
    let amount = if amount.is_zero() { Decimal::ZERO } else { amount };
    let text = crate::amounts::text(amount);
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut grouped = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{cents}")
}

fn money(amount: Decimal, currency: &str) -> String {
    format!("{} {currency}", number(amount))
}

#[cfg(test)]
mod tests;
