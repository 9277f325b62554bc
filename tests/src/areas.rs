//! What an analyst does to an area, through the real window: mended where it can't be ordered, cut along a line, changed in
//! figures by keyboard alone, drawn in the rarer ways. Every change is taken back, to see that nothing of it stays.

use serde_json::{Value, json};

use crate::driver::Window;
use crate::person::{Person, Walked};
use crate::stage::Trouble;

const SQUARE: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70))";
const BOW_TIE: &str = "POLYGON ((-9.12 38.70, -8.98 38.80, -8.98 38.70, -9.12 38.80, -9.12 38.70))";
const HOLED: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70), (-9.08 38.73, -9.02 38.73, -9.02 38.77, -9.08 38.77, -9.08 38.73))";

/// Walks the whole way.
///
/// # Errors
/// The step that failed, and why.
pub async fn walk(person: &mut Person<'_>) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    untangle(person).await?;
    cut_through_a_hole(person).await?;
    cut_along_a_line(person).await?;
    by_keyboard_alone(person).await?;
    in_rarer_ways(person).await
}

async fn untangle(person: &mut Person<'_>) -> Walked {
    person.paste_area(BOW_TIE).await?;
    person.window.see("can’t be ordered yet").await?;
    person.map_is_drawn().await?;
    person
        .picture(
            "areas-crossing",
            "An outline that crosses itself: where, why it matters, two ways to mend it.",
        )
        .await?;
    let before = areas(&person.window).await?;
    person.window.click("button", "Untangle").await?;
    person.window.see("orderable").await?;
    person.picture("areas-untangled", "Untangled by one click, into two areas.").await?;
    undo(person, &before).await?;
    person.window.see("can’t be ordered yet").await?;
    clear(person).await
}

async fn cut_through_a_hole(person: &mut Person<'_>) -> Walked {
    person.paste_area(HOLED).await?;
    person.window.see("can’t be ordered yet").await?;
    let before = areas(&person.window).await?;
    person.window.click("button", "Cut").await?;
    person.window.see("orderable").await?;
    person.map_is_drawn().await?;
    person.picture("areas-hole", "A hole cut through: the same ground in parts without holes.").await?;
    undo(person, &before).await?;
    clear(person).await
}

async fn cut_along_a_line(person: &mut Person<'_>) -> Walked {
    person.paste_area(SQUARE).await?;
    person.window.see("orderable").await?;
    person.map_is_drawn().await?;
    let before = areas(&person.window).await?;
    person.window.type_text("e").await?;
    person.window.click("button", "Split along a line").await?;
    let (x, y) = person.window.find("region", "Map").await?.middle;
    for (dx, dy) in [(-60.0, -380.0), (40.0, 340.0)] {
        person.window.hover(x + dx, y + dy).await?;
        person.window.click_at(x + dx, y + dy).await?;
    }
    person.window.see("2 outlines together").await?;
    person.picture("areas-cut", "Cut along a line while editing.").await?;
    person.window.click("button", "Keep the shape").await?;
    person
        .window
        .until("two areas", "return document.querySelectorAll('[aria-label^=\"More for\"]').length === 2")
        .await?;
    person.map_is_drawn().await?;
    person.picture("areas-halves", "The two halves, kept as areas.").await?;
    undo(person, &before).await?;
    clear(person).await
}

/// No pointer from here: the keys begin the edit, walk the table, and keep the shape.
async fn by_keyboard_alone(person: &mut Person<'_>) -> Walked {
    person.paste_area(SQUARE).await?;
    person.window.see("orderable").await?;
    let before = areas(&person.window).await?;
    person.window.type_text("e").await?;
    person.window.find("textbox", "Latitude of vertex 1").await?;
    person
        .window
        .run("document.querySelector('[aria-label=\"Latitude of vertex 1\"]').focus()", json!([]))
        .await?;
    person.window.press_with_control("a").await?;
    person.window.type_text("38°40'30\"N\u{e007}").await?;
    person.window.press_with_control("\u{e007}").await?;
    person.window.see("5 vertices").await?;
    person.picture("areas-figures", "Vertices changed and added in figures, by keyboard alone.").await?;
    person.window.run("document.activeElement.blur()", json!([])).await?;
    person.window.press_enter().await?;
    person.window.until("the shape to be kept", ONE_OF_FIVE).await?;
    // Each change in the table is a step of its own.
    person.window.press_with_control("z").await?;
    undo(person, &before).await?;
    clear(person).await
}

const ONE_OF_FIVE: &str = "return [...document.querySelectorAll('[aria-label^=\"More for\"]')].some((b) => b.closest('li').innerText.includes('5 vertices'))";

async fn in_rarer_ways(person: &mut Person<'_>) -> Walked {
    let (x, y) = person.window.find("region", "Map").await?.middle;
    person.window.type_text("f").await?;
    let round = (0..=40)
        .map(|step| f64::from(step) * 0.15)
        .map(|turn| (x + 160.0 * turn.cos(), y + 110.0 * turn.sin()));
    person.window.drag(&round.collect::<Vec<_>>()).await?;
    person.window.see("1 area").await?;
    person.window.type_text("a").await?;
    for (dx, dy) in [(-300.0, 200.0), (-220.0, 60.0), (-340.0, 20.0)] {
        person.window.hover(x + dx, y + dy).await?;
        person.window.click_at(x + dx, y + dy).await?;
    }
    person.window.see("2 areas").await?;
    person.window.type_text("c").await?;
    person.window.click_at(x + 320.0, y).await?;
    person.window.fill("textbox", "Radius", "2 km").await?;
    person.window.press_enter().await?;
    person.window.see("3 areas").await?;
    person.map_is_drawn().await?;
    person.picture("areas-ways", "Freehand, a box at an angle, a circle of a typed radius.").await?;
    person.window.click("button", "Use the dark theme").await?;
    person.window.resize(1024, 700).await?;
    person.map_is_drawn().await?;
    person.picture("areas-small", "The same in the dark, in a small window.").await?;
    person.window.resize(1440, 900).await?;
    person.window.click("button", "Use the light theme").await?;
    for left in ["2 areas", "1 area"] {
        person.window.press_with_control("z").await?;
        person.window.see(left).await?;
    }
    person.window.press_with_control("z").await?;
    person.window.see("Where do you need imagery?").await?;
    person.messages_have_passed().await
}

/// The names and measures in the list, as they are read.
async fn areas(window: &Window) -> Result<Value, Trouble> {
    window.run("return [...document.querySelectorAll('[aria-label^=\"More for\"]')].map((b) => b.closest('li').innerText)", json!([])).await
}

async fn undo(person: &mut Person<'_>, before: &Value) -> Walked {
    person.window.press_with_control("z").await?;
    let wanted = before.to_string();
    person.window.until("the area as it was", &format!("return JSON.stringify([...document.querySelectorAll('[aria-label^=\"More for\"]')].map((b) => b.closest('li').innerText)) === JSON.stringify({wanted})")).await
}

/// Throws away what lies on the map.
async fn clear(person: &mut Person<'_>) -> Walked {
    person.window.click("button", "More for").await?;
    person.window.click("menuitem", "Remove").await?;
    person.window.see("Where do you need imagery?").await?;
    person.messages_have_passed().await
}
