//! How the right scene is found, through the real window: months brushed in the calendar, a filter that leaves nothing and
//! the way out of it that keeps its promise, pictures laid side by side, over each other, and several at once.

use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::Window;
use crate::person::{Person, Walked};
use crate::stage::Trouble;

/// Taveuni as far as the 180th meridian, which runs through it.
const EASTERN_FIJI: &str = "POLYGON ((179.7 -17.2, 180 -17.2, 180 -16.6, 179.7 -16.6, 179.7 -17.2))";
const AREA: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70))";

/// Walks the whole way.
///
/// # Errors
/// The step that failed, and why.
pub async fn walk(person: &mut Person<'_>) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    person.search_over(AREA).await?;
    brush_months(person).await?;
    promised(person).await?;
    go_to_a_scene(person).await?;
    compare_pictures(person).await?;
    keep_several(person).await?;
    across_the_meridian(person).await
}

/// A drag from one month to another makes the span of them the dates.
async fn brush_months(person: &mut Person<'_>) -> Walked {
    // A first search looks at the latest years.
    person.window.click("button", "Any date").await?;
    let all = settled(&person.window).await?;
    let months = "const m = [...document.querySelectorAll('section[aria-label=\"Coverage by month\"] button[aria-pressed]')].slice(-8);
        return [m[0], m.at(-1)].map((b) => { const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; });";
    let ends: Vec<(f64, f64)> = serde_json::from_value(person.window.run(months, json!([])).await?)?;
    let [first, last] = ends.as_slice() else { return Err("the calendar has no months".into()) };
    person.window.drag(&[*first, ((first.0 + last.0) / 2.0, (first.1 + last.1) / 2.0), *last]).await?;
    let some = fewer_than(&person.window, all).await?;
    person.map_is_drawn().await?;
    person.picture("months", "Months brushed in the calendar: the dates of the search follow.").await?;
    person.window.click("button", "Any date").await?;
    let again = settled(&person.window).await?;
    if again != all || some == 0 {
        return Err(format!("{all} scenes, {some} in the months, {again} after").into());
    }
    Ok(())
}

/// What a relaxation promises to bring back is what it brings back.
async fn promised(person: &mut Person<'_>) -> Walked {
    let all = matched(&person.window).await?;
    person.window.click("button", "Dates:").await?;
    // Days before the archive began to be full: a range to come is refused.
    person.window.fill("textbox", "From", "1990-01-01").await?;
    person.window.fill("textbox", "To", "1990-02-01").await?;
    person.window.press_enter().await?;
    person.window.press_escape().await?;
    person.window.see("No scene passes all your filters").await?;
    let offer = "const b = document.querySelector('section[aria-label=\"Why so few\"] button'); const n = Number(b.querySelector('span').innerText.replace(/[^0-9]/g, '')); b.click(); return n;";
    let gain = person.window.run(offer, json!([])).await?.as_u64().unwrap_or_default();
    let now = settled(&person.window).await?;
    if gain == 0 || now != gain {
        return Err(format!("{gain} scenes were promised and {now} came, of {all}").into());
    }
    Ok(())
}

/// `Z` shows the whole of the scene that is chosen, and a button of the map the area again.
async fn go_to_a_scene(person: &mut Person<'_>) -> Walked {
    const MIDDLE: &str = "document.querySelector('[aria-label=Coordinates]').textContent";
    choose(person, 0).await?;
    person.map_is_drawn().await?;
    let before = person.window.run(&format!("return {MIDDLE}"), json!([])).await?;
    person.window.type_text("z").await?;
    let gone = format!("return {MIDDLE} !== {before}");
    person.window.until("the map to go to the scene", &gone).await?;
    person.map_is_drawn().await?;
    person.window.click("button", "Show the area").await?;
    person.map_is_drawn().await
}

async fn compare_pictures(person: &mut Person<'_>) -> Walked {
    person.only("PHR").await?;
    for place in [0, 1] {
        choose(person, place).await?;
    }
    person.window.click("button", "Split").await?;
    person.window.find("slider", "Where the two pictures meet").await?;
    person.map_is_drawn().await?;
    person
        .picture("split", "Two pictures of the same ground, side by side along a line that can be moved.")
        .await?;
    person.window.click("button", "Split").await?;
    let before = selected(&person.window).await?;
    person.window.type_text("q").await?;
    if selected(&person.window).await? == before {
        return Err("the flicker shows the same scene".into());
    }
    person.window.type_text("q").await?;
    if selected(&person.window).await? != before {
        return Err("the flicker does not come back".into());
    }
    Ok(())
}

async fn keep_several(person: &mut Person<'_>) -> Walked {
    for place in [0, 1, 2] {
        choose(person, place).await?;
        person.window.type_text(" ").await?;
    }
    person.window.see("3 kept cover").await?;
    person.window.click("button", "Show the pictures of kept scenes").await?;
    person.map_is_drawn().await?;
    tokio::time::sleep(Duration::from_millis(800)).await;
    person.picture("kept", "Three kept scenes with their pictures, and what they cover together.").await?;
    person.window.click("button", "Use the dark theme").await?;
    person.window.resize(1024, 700).await?;
    person.map_is_drawn().await?;
    person.picture("kept-small", "The same in the dark, in a small window.").await
}

/// Scenes lie on both sides of the 180th meridian; each is drawn with its picture where it lies.
async fn across_the_meridian(person: &mut Person<'_>) -> Walked {
    person.window.resize(1440, 900).await?;
    person.window.click("button", "Use the light theme").await?;
    person.window.click("link", "Area").await?;
    // What the map can't draw it says there.
    let listen = "window.complaints = []; const { error } = console; console.error = (...all) => { window.complaints.push(all.map(String).join(' ')); error(...all); };";
    person.window.run(listen, json!([])).await?;
    person.search_over(EASTERN_FIJI).await?;
    person.only("SPOT").await?;
    let scenes = matched(&person.window).await?.min(4);
    for place in 0..usize::try_from(scenes)? {
        choose(person, place).await?;
        person.map_is_drawn().await?;
    }
    let complaints = person.window.run("return window.complaints", json!([])).await?;
    if scenes < 2 || complaints != json!([]) {
        return Err(format!("{scenes} scenes at the meridian, and the map said {complaints}").into());
    }
    person.picture("meridian", "A scene across the 180th meridian, with its picture.").await
}

async fn choose(person: &mut Person<'_>, place: usize) -> Walked {
    let script = "const o = document.querySelectorAll('[role=grid][aria-label=Scenes] [role=row]')[arguments[0]]; o.scrollIntoView({ block: 'nearest' }); const r = o.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];";
    let (x, y): (f64, f64) = serde_json::from_value(person.window.run(script, json!([place])).await?)?;
    person.window.click_at(x, y).await?;
    person.window.until("the scene to be chosen", &format!("return document.querySelectorAll('[role=grid][aria-label=Scenes] [role=row]')[{place}]?.getAttribute('aria-selected') === 'true'")).await?;
    person.window.find("button", "Hide the picture").await?;
    Ok(())
}

async fn selected(window: &Window) -> Result<Value, Trouble> {
    tokio::time::sleep(Duration::from_millis(300)).await;
    window.run("return [...document.querySelectorAll('[role=grid][aria-label=Scenes] [role=row]')].findIndex((o) => o.getAttribute('aria-selected') === 'true')", json!([])).await
}

/// How many scenes pass the filters, as the list says.
async fn matched(window: &Window) -> Result<u64, Trouble> {
    let count = "return Number(document.querySelector('h2[aria-live] strong')?.innerText.replace(/[^0-9]/g, '') ?? 0)";
    window.run(count, json!([])).await?.as_u64().ok_or_else(|| "the list says no number".into())
}

/// The number once it stays the same.
async fn settled(window: &Window) -> Result<u64, Trouble> {
    let mut last = None;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let now = matched(window).await.ok();
        if now.is_some() && now == last {
            return now.ok_or_else(|| "no number".into());
        }
        last = now;
    }
    Err("the number of scenes does not settle".into())
}

async fn fewer_than(window: &Window, before: u64) -> Result<u64, Trouble> {
    for _ in 0..40 {
        let now = settled(window).await?;
        if now < before {
            return Ok(now);
        }
    }
    Err(format!("still {before} scenes").into())
}
