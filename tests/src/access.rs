//! Whether everybody can use it: axe-core looks at every screen, menu and dialog of the real window, in both themes. One
//! fault that it finds ends the walk.

use std::path::Path;

use serde_json::{Value, json};

use crate::person::{Person, Walked};
use crate::stage::Trouble;

const AREA: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70))";
const CROSSED: &str = "POLYGON ((-9.12 38.70, -8.98 38.80, -8.98 38.70, -9.12 38.80, -9.12 38.70))";

/// Looks once; what it found lies in the page until it is read.
const LOOK: &str = "window.found = undefined; axe.run(document).then(
    ({ violations }) => { window.found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`)); },
    (error) => { window.found = [String(error)]; }); return true;";

/// What is laid over a page, and how it is opened from there.
enum Over {
    Button(&'static str),
    Item(&'static str, &'static str),
}

use Over::{Button, Item};

/// Walks over every screen in the light theme and again in the dark one.
///
/// # Errors
/// The screen with a fault, and the fault; or the step that failed.
pub async fn walk(person: &mut Person<'_>) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    person.window.run(&source()?, json!([])).await?;
    look(person, "the first page").await?;
    person.window.click("button", "Paste").await?;
    look(person, "the dialog for text").await?;
    person.window.press_escape().await?;
    person.paste_area(CROSSED).await?;
    look(person, "an area with a fault").await?;
    person.search_over(AREA).await?;
    person.only("PHR").await?;
    person.window.click("row", "Pléiades 1").await?;
    person.window.click("button", "Add to basket").await?;
    person
        .window
        .until("the question who pays", "return document.querySelector('[role=dialog]') !== null")
        .await?;
    look(person, "the question who pays").await?;
    person.window.click("button", "Pléiades & SPOT").await?;
    for theme in ["dark", "light"] {
        person.window.click("button", &format!("Use the {theme} theme")).await?;
        areas(person, theme).await?;
        archive(person, theme).await?;
        pages(person, theme).await?;
    }
    quotations(person).await?;
    large_text(person).await
}

/// What is laid over a quotation, and what is asked where the same is bought a second time.
async fn quotations(person: &mut Person<'_>) -> Walked {
    // One contract in the basket: its form is the one that is shown.
    person.window.click("link", "Basket").await?;
    person.window.click("button", "Remove Pléiades").await?;
    person.window.click("link", "Archive").await?;
    person.review_a_quotation("Pléiades Neo").await?;
    person.ask_for_the_quotation().await?;
    look(person, "an order with a quotation").await?;
    person.window.click("button", "Refuse…").await?;
    person.window.find("dialog", "Refuse the quotation").await?;
    look(person, "the refusal of a quotation").await?;
    person.window.press_escape().await?;
    person.window.until("it to close", "return document.querySelector('[role=dialog]') === null").await?;
    person.window.click("button", "Accept for").await?;
    person.window.see("One more press").await?;
    look(person, "the acceptance of a quotation").await?;
    person.window.press_escape().await?;
    person.window.until("it to close", "return document.querySelector('[role=dialog]') === null").await?;
    person.window.click("button", "Use the dark theme").await?;
    look(person, "an order with a quotation, dark").await?;
    person.window.click("link", "Archive").await?;
    person.review_a_quotation("Pléiades Neo").await?;
    look(person, "a review of what the record holds, dark").await?;
    person.window.click("button", "Order it again…").await?;
    look(person, "the question why it is bought again, dark").await?;
    person.window.press_escape().await?;
    person.window.click("button", "Use the light theme").await
}

/// With text at twice its size everything is still there, in a window of the size it opens with and in a small one.
async fn large_text(person: &mut Person<'_>) -> Walked {
    for _ in 0..8 {
        person.window.press_with_control("+").await?;
    }
    for (width, height) in [(1440, 900), (1024, 700)] {
        person.window.resize(width, height).await?;
        for page in ["Area", "Archive", "Basket", "Orders", "Deliveries", "Settings"] {
            follow(person, "nav a", page).await?;
            person.window.until("the page", &format!("return document.querySelector('nav a[aria-current=page]')?.innerText.includes('{page}')")).await?;
            let wide = "return document.documentElement.scrollWidth > window.innerWidth + 1";
            if person.window.run(wide, json!([])).await? == Value::Bool(true) {
                return Err(format!("{page} is wider than a window of {width} pixels").into());
            }
            let name = format!("large-{}-{width}", page.to_lowercase());
            person.picture(&name, "Text at twice its size.").await?;
        }
    }
    Ok(())
}

/// Presses what has this name without the pointer: the driver points where things would be with text of the usual size.
async fn follow(person: &mut Person<'_>, tag: &str, name: &str) -> Walked {
    let press = "const one = [...document.querySelectorAll(arguments[0])].find((it) => it.innerText.includes(arguments[1])); one?.click(); return one !== undefined";
    match person.window.run(press, json!([tag, name])).await? {
        Value::Bool(true) => Ok(()),
        _ => Err(format!("no {tag} named {name:?}").into()),
    }
}

async fn areas(person: &mut Person<'_>, theme: &str) -> Walked {
    go(person, "Area", theme).await?;
    person.window.click("button", "Polygon").await?;
    look(person, &format!("a polygon being drawn, {theme}")).await?;
    person.window.press_escape().await?;
    let over = [
        Button("More ways to draw"),
        Button("More for Area 2"),
        Item("More for Area 2", "Reshape…"),
        Button("Export"),
        Button("Library"),
    ];
    each(person, "Area", &over, theme).await
}

async fn archive(person: &mut Person<'_>, theme: &str) -> Walked {
    go(person, "Archive", theme).await?;
    let over = [
        Button("Dates:"),
        Button("Add a filter"),
        Button("Order:"),
        Button("More for these results"),
        Item("More for these results", "Save this search"),
        Item("More for these results", "Open another search"),
        Item("More for these results", "Export"),
        Button("More for this scene"),
        Button("All "),
    ];
    each(person, "Archive", &over, theme).await?;
    person.window.click("button", "Table").await?;
    look(person, &format!("the results as a table, {theme}")).await?;
    person.window.click("button", "Cards").await
}

async fn pages(person: &mut Person<'_>, theme: &str) -> Walked {
    go(person, "Basket", theme).await?;
    person.fill_in().await?;
    look(person, &format!("a basket with a price, {theme}")).await?;
    each(person, "Basket", &[Button("Change who pays")], theme).await?;
    person.window.click("button", "Review order").await?;
    person.window.see("same bytes as priced").await?;
    look(person, &format!("a review, {theme}")).await?;
    person.window.click("button", "Order for").await?;
    person.window.see("One more press").await?;
    look(person, &format!("the second press of an order, {theme}")).await?;
    go(person, "Orders", theme).await?;
    each(person, "Orders", &[Button("Ask the vendor")], theme).await?;
    go(person, "Deliveries", theme).await?;
    go(person, "Settings", theme).await?;
    let over = [Button("SANDBOX"), Button("Find:"), Button("Connect a real account")];
    each(person, "Settings", &over, theme).await
}

async fn go(person: &mut Person<'_>, page: &str, theme: &str) -> Walked {
    person.window.click("link", page).await?;
    look(person, &format!("the page {page}, {theme}")).await
}

async fn each(person: &mut Person<'_>, page: &str, over: &[Over], theme: &str) -> Walked {
    for one in over {
        let name = match one {
            Button(button) => {
                person.window.click("button", button).await?;
                (*button).to_owned()
            }
            Item(button, item) => {
                person.window.click("button", button).await?;
                person.window.click("menuitem", item).await?;
                format!("{button} › {item}")
            }
        };
        person
            .window
            .until("it to open", "return document.querySelector('[role=dialog],[role=menu]') !== null")
            .await?;
        look(person, &format!("{page}: {name}, {theme}")).await?;
        person.window.press_escape().await?;
        person
            .window
            .until("it to close", "return document.querySelector('[role=dialog],[role=menu]') === null")
            .await?;
    }
    Ok(())
}

/// Lets axe-core look at what is on the screen.
async fn look(person: &mut Person<'_>, what: &str) -> Walked {
    // A dialog has its name one step of drawing after itself.
    person
        .window
        .until("every dialog to have its name", "return [...document.querySelectorAll('[role=dialog]')].every((d) => d.hasAttribute('aria-labelledby') || d.hasAttribute('aria-label'))")
        .await?;
    // What is half faded in has half its contrast. A menu is there for a moment before its fading begins.
    person
        .window
        .until("the page to stand still", "return document.getAnimations().every((a) => a.effect?.getTiming().iterations === Infinity || a.playState !== 'running')")
        .await?;
    person
        .window
        .until("all of it to be seen whole", "const whole = (it) => it === null || (getComputedStyle(it).opacity === '1' && whole(it.parentElement)); return [...document.querySelectorAll('[role=dialog],[role=menu]')].every(whole)")
        .await?;
    person.window.run(LOOK, json!([])).await?;
    person.window.until("axe-core to have looked", "return window.found !== undefined").await?;
    let found = person.window.run("return window.found", json!([])).await?;
    match found.as_array().map(Vec::as_slice) {
        Some([]) => Ok(()),
        _ => Err(format!("{what}: {}", lines(&found)).into()),
    }
}

fn lines(found: &Value) -> String {
    let faults = found.as_array().into_iter().flatten();
    faults.filter_map(Value::as_str).fold(String::new(), |said, fault| said + "\n  " + fault)
}

/// The code of axe-core, as the front end's tests have it.
fn source() -> Result<String, Trouble> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    Ok(std::fs::read_to_string(&folder)?)
}
