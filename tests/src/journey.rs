//! The journey: everything that a new user does once, through the real window, a picture for each step.

use std::time::Duration;

use crate::person::{Person, Walked};
use crate::stage::Trouble;

/// The contracts that pay.
const LEGACY: &str = "Pléiades & SPOT";
const NEO: &str = "Pléiades Neo";

/// Walks the whole way.
///
/// # Errors
/// The step that failed, and why.
pub async fn walk(person: &mut Person<'_>) -> Walked {
    start(person).await?;
    draw_an_area(person).await?;
    search(person).await?;
    look_at_scenes(person).await?;
    order_directly(person).await?;
    let accepted = ask_for_a_quotation(person, "accept").await?;
    accept(person, &accepted).await?;
    let refused = ask_for_a_quotation(person, "refuse").await?;
    refuse(person, &refused).await?;
    let_time_pass(person).await?;
    fetch_a_delivery(person).await?;
    look_around(person).await
}

async fn start(person: &mut Person<'_>) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    person.window.see("You are in the sandbox").await?;
    person.map_is_drawn().await?;
    person
        .picture("first-run", "A new user: connected to the sandbox, one question, six ways to answer it.")
        .await
}

async fn draw_an_area(person: &mut Person<'_>) -> Walked {
    person.window.fill("textbox", "Go to a place or coordinates", "Lisb").await?;
    person.window.click("option", "Lisbon").await?;
    person.map_is_drawn().await?;
    person.picture("place", "The map goes to a place by its name.").await?;
    person.window.click("button", "Polygon").await?;
    let (x, y) = person.window.find("region", "Map").await?.middle;
    let corners = [(-110.0, -60.0), (10.0, -110.0), (120.0, -20.0), (70.0, 100.0), (-80.0, 80.0)];
    for (dx, dy) in corners {
        person.window.hover(x + dx, y + dy).await?;
        person.window.click_at(x + dx, y + dy).await?;
    }
    person.window.hover(x - 130.0, y).await?;
    person.window.see("km²").await?;
    person.picture("drawing", "An area is drawn corner by corner; its size is told while drawing.").await?;
    person.window.press_enter().await?;
    person.window.see("orderable").await?;
    person.map_is_drawn().await?;
    person.picture("area", "The area is kept, measured and found orderable.").await
}

async fn search(person: &mut Person<'_>) -> Walked {
    person.window.click("button", "Search the archive").await?;
    person.found().await?;
    person
        .picture("results", "The archive answers: cards with pictures on the left, footprints on the map.")
        .await
}

async fn look_at_scenes(person: &mut Person<'_>) -> Walked {
    person.only("PHR").await?;
    person.window.click("row", "Pléiades 1").await?;
    person.window.until("the picture of the scene", "return [...document.querySelectorAll('aside img')].some((i) => i.complete && i.naturalWidth > 0)").await?;
    person.map_is_drawn().await?;
    person
        .picture("quicklook", "A scene: its quicklook in place on the map, what it covers, what it costs.")
        .await?;
    for name in ["SPOT", "Neo"] {
        person.window.click("button", name).await?;
    }
    let (x, y) = person.window.find("region", "Map").await?.middle;
    person.window.click_at(x, y).await?;
    person.window.until("the list under the pointer", "return document.querySelector('[role=listbox][aria-label=\"Scenes under the pointer\"]') !== null").await?;
    person.picture("under-the-pointer", "A click where scenes overlap lists all of them.").await?;
    person.window.press_escape().await?;
    Ok(())
}

async fn order_directly(person: &mut Person<'_>) -> Walked {
    person.only("PHR").await?;
    person.window.click("row", "Pléiades 1").await?;
    person.add_to_basket(LEGACY).await?;
    person.window.click("link", "Basket").await?;
    person.fill_in().await?;
    person.window.find("button", "Review order").await?;
    person.picture("basket", "The basket: the form is the contract's own, the price the vendor's.").await?;
    person.window.click("button", "Review order").await?;
    person.window.see("same bytes as priced").await?;
    person.picture("review", "The review says exactly what will be sent, and what is left after it.").await?;
    person.window.click("button", "Order for").await?;
    person.window.see("One more press").await?;
    person.picture("confirm", "A second, deliberate confirmation names the amount.").await?;
    person.window.click("button", "Confirm: order for").await?;
    person.window.see("The vendor took the order").await?;
    person.picture("ordered", "Ordered, once: what happened, in words.").await
}

/// Asks for a quotation of a Pléiades Neo scene; gives the quotation's number.
async fn ask_for_a_quotation(person: &mut Person<'_>, purpose: &str) -> Result<String, Trouble> {
    person.window.click("link", "Archive").await?;
    person.review_a_quotation(NEO).await?;
    person
        .picture(
            &format!("quotation-review-{purpose}"),
            "A quotation is reviewed like an order, and costs nothing to ask.",
        )
        .await?;
    if purpose == "refuse" {
        person.allow_again("the first quotation was accepted, another one is compared").await?;
    }
    person.ask_for_the_quotation().await
}

async fn accept(person: &mut Person<'_>, number: &str) -> Walked {
    document(person, number).await?;
    person.picture("quotation", "The quotation's document, shown inside the program.").await?;
    person.window.click("button", "Accept for").await?;
    person.window.see("One more press").await?;
    person.window.click("button", "Confirm: accept for").await?;
    person.window.see("The vendor took your acceptance").await?;
    person.picture("accepted", "Accepted: the quotation has become an order.").await
}

async fn refuse(person: &mut Person<'_>, number: &str) -> Walked {
    document(person, number).await?;
    person.window.click("button", "Refuse…").await?;
    person.window.find("dialog", "Refuse the quotation").await?;
    person.window.click("radio", "The budget").await?;
    person.picture("refusing", "A quotation is refused for one of the vendor's seven reasons.").await?;
    person.window.click("button", "Refuse the quotation").await?;
    person.window.see("The vendor took your refusal").await?;
    person.picture("refused", "Refused, with its reason; nothing was spent.").await
}

async fn let_time_pass(person: &mut Person<'_>) -> Walked {
    person.window.click("button", "SANDBOX").await?;
    person.window.click("button", "Advance the clock by 1 day").await?;
    tokio::time::sleep(Duration::from_millis(600)).await;
    person.window.press_escape().await?;
    person.window.click("link", "Orders").await?;
    person
        .window
        .until(
            "two delivered orders",
            "return (document.body.innerText.match(/delivered/gi) ?? []).length >= 2",
        )
        .await?;
    person.picture("delivered", "A day later the orders are delivered.").await
}

async fn fetch_a_delivery(person: &mut Person<'_>) -> Walked {
    person.window.click("link", "Deliveries").await?;
    person.window.find("button", "Download").await?;
    person.picture("deliveries", "Deliveries, matched to their orders.").await?;
    person.window.click("button", "Download").await?;
    person.window.see("downloaded").await?;
    person.window.find("button", "Show in folder").await?;
    person.picture("downloaded", "Downloaded whole, with its checksum.").await
}

async fn look_around(person: &mut Person<'_>) -> Walked {
    person.window.click("link", "Settings").await?;
    person.window.click("button", "Check now").await?;
    person.window.see("unbroken").await?;
    person.picture("settings", "Settings, and the doctor of the connection: all is well.").await?;
    person.window.click("button", "Use the dark theme").await?;
    person.window.click("link", "Orders").await?;
    person.picture("orders-dark", "The same in dark.").await?;
    person.window.resize(1024, 700).await?;
    person.window.click("link", "Archive").await?;
    person.map_is_drawn().await?;
    person.picture("archive-small", "The archive in a small window.").await
}

async fn document(person: &mut Person<'_>, number: &str) -> Walked {
    if person
        .window
        .run(
            "return document.querySelector('[aria-label=\"Pages of the quotation\"]') === null",
            serde_json::json!([]),
        )
        .await?
        == serde_json::Value::Bool(true)
    {
        person.window.click("button", &format!("Show quotation {number}")).await?;
    }
    person.window.until("a page of the document", "return [...document.querySelectorAll('[aria-label=\"Pages of the quotation\"] img')].some((i) => i.complete && i.naturalWidth > 100)").await
}
