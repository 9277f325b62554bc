//! Money on one road, through the real window: what is being ordered, what was bought already, a quotation that the
//! vendor revises, a window that is closed too early, settings that can't be read.

use std::time::Duration;

use ordering::SendPoint;
use serde_json::json;

use crate::person::{Person, Walked};
use crate::stage::{Stage, Trouble};
use crate::troubles::{GOOD, Vendor};

const LEGACY: &str = "Pléiades & SPOT";
const NEO: &str = "Pléiades Neo";

/// Orders from a vendor that takes its time, looks at the basket meanwhile, and closes the window.
///
/// # Errors
/// The step that failed, and why.
pub async fn being_ordered(person: &mut Person<'_>, vendor: &Vendor, stage: &Stage) -> Walked {
    connect(person, vendor).await?;
    person.window.click("link", "Area").await?;
    person.search_over(GOOD).await?;
    into_the_basket(person).await?;
    slowly(vendor, 15).await?;
    confirm(person).await?;
    has(vendor, 1).await?;
    person.window.click("link", "Basket").await?;
    person.window.see("Being ordered").await?;
    person
        .picture(
            "being-ordered",
            "An order is under way: the basket shows what it buys, and nothing can be done with it.",
        )
        .await?;
    stage.close_window()?;
    person.window.see("Swath stays open until the answer is in the record").await?;
    person.picture("closing-waits", "A window that is closed now waits for the answer, and says so.").await?;
    person.window.click("button", "Keep Swath open").await?;
    // The answer comes while the person is elsewhere: it is told, and the page stays where it is.
    person.window.find("button", "Show it").await?;
    person.window.see("basket").await?;
    person
        .picture(
            "finished-elsewhere",
            "The order has ended: it is told, and the page does not move by itself.",
        )
        .await?;
    person.window.click("button", "Show it").await?;
    person.window.see("The vendor took the order").await
}

/// Orders the same scene once more, by a deliberate act, from a vendor that takes its time.
///
/// # Errors
/// The step that failed, and why.
pub async fn already_bought(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.messages_have_passed().await?;
    person.window.click("link", "Archive").await?;
    into_the_basket(person).await?;
    person.window.click("button", "Review order").await?;
    person.window.find("button", "Order it again…").await?;
    person
        .picture(
            "already-bought",
            "The record holds this scene: what was paid, and no way to order it by accident.",
        )
        .await?;
    person.allow_again("the first delivery was cut off").await?;
    slowly(vendor, 3).await?;
    person.window.click("button", "Order for").await?;
    person.window.click("button", "Confirm: order for").await?;
    has(vendor, 2).await
}

/// The window was closed while the second order was under way: its answer is in the record. Then a quotation that the
/// vendor revises before it is accepted.
///
/// # Errors
/// The step that failed, and why.
pub async fn after_the_window_was_closed(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.signed_in().await?;
    person.window.click("link", "Orders").await?;
    person.window.see("AREA-").await?;
    let open = "return document.body.innerText.toLowerCase().includes('not known')";
    if person.window.run(open, json!([])).await? != json!(false) {
        return Err("the outcome of an order is not known, although its window waited".into());
    }
    person.window.click("link", "Archive").await?;
    person.search().await?;
    person.review_a_quotation(NEO).await?;
    let number = person.ask_for_the_quotation().await?;
    vendor.control(&format!("quotations/{number}/revise"), json!({"discountPercentage": 10})).await?;
    person.window.click("button", "Accept for").await?;
    person.window.see("Nothing was accepted").await?;
    person
        .picture(
            "quotation-changed",
            "The vendor revised its offer: both are shown, and nothing was accepted.",
        )
        .await?;
    person.click_in_dialog("Accept for").await?;
    person.window.click("button", "Confirm: accept for").await?;
    person.window.see("The vendor took your acceptance").await?;
    person.picture("revised-accepted", "Accepted at the vendor's present offer.").await
}

/// Orders a scene of Pléiades Neo, another one for each step, up to the step at which the program stops.
///
/// # Errors
/// The step of the walk that failed, and why.
pub async fn up_to(person: &mut Person<'_>, stage: &Stage, point: SendPoint, scene: usize) -> Walked {
    person.signed_in().await?;
    person.window.click("link", "Archive").await?;
    person.search().await?;
    person.only("Neo").await?;
    let middle = "const card = document.querySelectorAll('[role=grid][aria-label=Scenes] [role=row]')[arguments[0]]; card.scrollIntoView({ block: 'nearest' }); const box = card.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]";
    let at = person.window.run(middle, json!([scene])).await?;
    let axis = |index: usize| at[index].as_f64().unwrap_or_default();
    person.window.click_at(axis(0), axis(1)).await?;
    person.add_to_basket(NEO).await?;
    person.window.click("link", "Basket").await?;
    person.fill_in().await?;
    person.window.click("button", "Order directly").await?;
    person.window.see("same bytes as priced").await?;
    std::fs::write(stage.home().join("stops-at"), format!("{point:?}"))?;
    person.window.click("button", "Order for").await?;
    person.window.click("button", "Confirm: order for").await?;
    stage.waits_for("stopped").await?;
    std::fs::remove_file(stage.home().join("stops-at"))?;
    Ok(std::fs::remove_file(stage.home().join("stopped"))?)
}

/// After the program was killed at a step: what the vendor has is what the page says after looking, and the basket holds
/// what never left.
///
/// # Errors
/// The promise that was broken.
pub async fn after_the_kill(
    person: &mut Person<'_>,
    vendor: &Vendor,
    point: SendPoint,
    before: usize,
) -> Walked {
    person.signed_in().await?;
    let left = matches!(point, SendPoint::Answered | SendPoint::AnswerKept | SendPoint::Settled);
    let has = vendor.orders().await?;
    if has != before + usize::from(left) {
        return Err(format!("killed at {point:?}: the vendor had {before} orders and has {has}").into());
    }
    person.window.click("link", "Basket").await?;
    let kept = if point == SendPoint::WrittenDown { "Order directly" } else { "The basket is empty" };
    person.window.see(kept).await?;
    person.window.click("link", "Orders").await?;
    if point == SendPoint::WrittenDown {
        return empty_the_basket(person).await;
    }
    person.window.click("row", "AREA-").await?;
    // Swath looks for it by itself as soon as it is signed in.
    let said = match point {
        SendPoint::Settled => "The vendor took the order",
        _ if left => "Found at the vendor",
        _ => "Not in the order list",
    };
    person.window.see(said).await
}

async fn empty_the_basket(person: &mut Person<'_>) -> Walked {
    person.window.click("link", "Basket").await?;
    person.window.click("button", "Remove").await?;
    person.window.see("The basket is empty").await
}

/// Settings that can't be read: the limits are not known, so nothing can be ordered.
///
/// # Errors
/// The step that failed, and why.
pub async fn unreadable_settings(person: &mut Person<'_>) -> Walked {
    person.window.click("link", "Settings").await?;
    person.window.see("can't be read").await?;
    person.picture("settings-unreadable", "Settings that can't be read are no settings without limits.").await
}

async fn connect(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    person.window.click("link", "Settings").await?;
    person.window.click("button", "Connect a real account").await?;
    person.window.find("dialog", "Connection").await?;
    person.window.fill("textbox", "API key", &vendor.key()?).await?;
    person.window.click("button", "Advanced").await?;
    person.window.click("checkbox", "Use other hosts").await?;
    for host in ["Authentication host", "Order host", "Search host", "Image host", "Data host"] {
        person.window.fill("textbox", host, &vendor.url()).await?;
    }
    person.window.click("button", "Connect").await?;
    person.window.see("in the keychain of this computer").await
}

/// The first Pléiades scene of the list, priced.
async fn into_the_basket(person: &mut Person<'_>) -> Walked {
    person.only("PHR").await?;
    person.window.click("row", "Pléiades 1").await?;
    person.add_to_basket(LEGACY).await?;
    person.window.click("link", "Basket").await?;
    person.fill_in().await
}

async fn confirm(person: &mut Person<'_>) -> Walked {
    person.window.click("button", "Review order").await?;
    person.window.see("same bytes as priced").await?;
    person.window.click("button", "Order for").await?;
    person.window.click("button", "Confirm: order for").await
}

/// The next order is answered after so many seconds.
async fn slowly(vendor: &Vendor, seconds: u32) -> Walked {
    let body = json!({"path": "/api/v1/orders", "fault": "slow", "seconds": seconds, "count": 1});
    vendor.control("faults", body).await
}

async fn has(vendor: &Vendor, orders: usize) -> Result<(), Trouble> {
    let start = std::time::Instant::now();
    while vendor.orders().await? < orders {
        if start.elapsed() > Duration::from_secs(20) {
            return Err("the order did not reach the vendor".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
