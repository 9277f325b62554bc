//! Quotations read again: what they say, page by page.

use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::SandboxConfig;
use crate::books::{Decision, Line};

fn world() -> Arc<World> {
    World::open(&SandboxConfig::default()).unwrap()
}

/// A square of a tenth of a degree.
fn square(lon: f64, lat: f64) -> Value {
    let ring = json!([[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]);
    json!({ "type": "Polygon", "coordinates": [ring] })
}

fn line(world: &World, area: i64, name: &str, amount: &str) -> Line {
    let (lon, lat) = (-9.2 + area as f64 * 0.13, 38.6 + area as f64 * 0.07);
    let mut scene = String::new();
    world.archive().visit(&world.archive().cells_near([lon, lat, lon, lat]), 2026, |found| {
        if found.platform.constellation() == "PNEO" && found.captured.is_none() {
            scene = found.id(world.seed());
        }
    });
    let options = [
        ("processing_level", "ortho"),
        ("spectral_processing", "full_bundle"),
        ("licence", "standard"),
        ("pixel_coding", "12bits"),
    ];
    Line {
        product_type: "PleiadesNeoArchiveMono".to_owned(),
        area_id: area,
        area_name: name.to_owned(),
        area: square(lon, lat),
        scenes: vec![scene],
        options: options
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        amount: amount.parse().unwrap(),
        list_amount: amount.parse().unwrap(),
        requested_km2: "96.41".parse().unwrap(),
        billed_km2: "96.41".parse().unwrap(),
        minimum_applied: area == 1,
        item_id: format!("WOI_{area:09}_1"),
        delivered_id: String::new(),
        comments: String::new(),
    }
}

fn order(lines: Vec<Line>, total: &str) -> Order {
    Order {
        contract: "CTR26000042".to_owned(),
        customer_reference: "PORTO-2026-11-H2V9".to_owned(),
        program: String::new(),
        quotation: Some("QUO26000243".to_owned()),
        sales_order: None,
        created_ms: stamps::midnight(2026, 11, 12),
        quoted_ms: stamps::midnight(2026, 11, 12),
        version: 1,
        discount: Decimal::ZERO,
        decision: Decision::Waiting,
        total: total.parse().unwrap(),
        currency: "EUR".to_owned(),
        end_user: "River Authority".to_owned(),
        country: "PT".to_owned(),
        primary_market: "NQUAL".to_owned(),
        lines,
        accepted: None,
        body: Value::Null,
    }
}

/// The text of every page, without blanks: where they stand is the reader's guess.
fn pages(pdf: &[u8]) -> Vec<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    pages.into_iter().map(|page| page.split_whitespace().collect()).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_quotation_says_what_is_bought_for_how_much_and_until_when() {
    let world = world();
    let order =
        order(vec![line(&world, 1, "Lower Douro", "1268.50"), line(&world, 2, "Foz", "1268.50")], "2410.15");
    let pdf = quotation(&world, &order);
    assert!(pdf.starts_with(b"%PDF-"));
    let text = pages(&pdf).concat();
    let told = [
        "Quotation",
        "QUO26000243",
        "Version 1",
        "12 November 2026",
        "26 November 2026, 00:00 UTC",
        "Swath Sandbox",
        "CTR26000042",
        "PORTO-2026-11-H2V9",
        "River Authority, Portugal",
        "1. Lower Douro",
        "2. Foz",
        "Pléiades Neo 0.3-m",
        "full bundle",
        "96.41 *",
        "1,268.50 EUR",
        "2,537.00 EUR",
        "−126.85 EUR",
        "2,410.15 EUR",
        "not included",
        "Terms",
        "can't be cancelled",
    ];
    for told in told {
        assert!(text.to_lowercase().contains(&plain(told).to_lowercase()), "'{told}' in {text}");
    }
    assert_eq!(pdf, quotation(&world, &order), "the same bytes each time");
}

#[test]
fn many_items_go_over_pages_each_with_its_head_and_number() {
    let world = world();
    let long = "A name of an area that goes on and on, as the names of parcels in a cadastre do, WITHOUTABREAKWHEREONEWOULDEXPECTIT";
    let lines = (1..=17).map(|place| line(&world, place, &format!("{long} {place}"), "12345.67")).collect();
    let pages = pages(&quotation(&world, &order(lines, "209876.39")));
    assert!(pages.len() >= 3, "{} pages", pages.len());
    let count = pages.len();
    for (place, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page{}of{count}", place + 1)), "{page}");
        let has_items = page.contains("WITHOUTABREAK");
        assert!(!has_items || page.contains("AMOUNT"), "a page of items without its head: {page}");
    }
    let all = pages.concat();
    for place in 1..=17 {
        assert!(all.contains(&format!("{place}.Anameofanarea")), "item {place}");
    }
    assert!(all.contains("209,876.39EUR"));
}

#[test]
fn odd_names_and_areas_make_no_broken_document() {
    let world = world();
    let mut odd = line(&world, 1, "東京 \u{202e}\u{0} 🛰 Ωμέγα", "1.00");
    odd.area = json!({ "type": "Polygon", "coordinates": [[[179.9, -17.0], [180.0, -17.0], [180.0, -16.9], [179.9, -17.0]]] });
    odd.scenes = vec!["nobody".to_owned()];
    odd.billed_km2 = Decimal::ZERO;
    let mut none = line(&world, 2, "", "0.00");
    none.area = Value::Null;
    let text = pages(&quotation(&world, &order(vec![odd, none], "1.00"))).concat();
    assert!(text.contains("Ωμέγα") && text.contains("Area2"), "{text}");
}

#[test]
fn a_note_holds_its_paragraphs() {
    let lines: Vec<String> = (0..90).map(|place| format!("Paragraph {place} of the note")).collect();
    let pages = pages(&note("Delivery note", &lines));
    assert!(pages.len() > 1 && pages.concat().contains("Paragraph89ofthenote"));
}

#[test]
fn figures_are_grouped() {
    let cases = [
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("999.5", "999.50"),
        ("1234567.891", "1,234,567.891"),
        ("-1000", "−1,000.00"),
    ];
    for (amount, text) in cases {
        assert_eq!(number(amount.parse().unwrap()), text);
    }
}
