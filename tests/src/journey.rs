//! The journey: everything that a new user does once, through the real window, a picture for each step.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::driver::Window;
use crate::stage::Trouble;

/// The journey under way.
pub struct Journey {
    window: Window,
    album: PathBuf,
    step: usize,
}

type Walked = Result<(), Trouble>;

impl Journey {
    /// Begins with an open window. Pictures and captions go to `album`.
    ///
    /// # Errors
    /// When the album cannot be made.
    pub fn begin(window: Window, album: &Path) -> Result<Journey, Trouble> {
        std::fs::create_dir_all(album)?;
        Ok(Journey { window, album: album.to_owned(), step: 0 })
    }

    /// Walks the whole way. On a fault a last picture shows where it stands.
    ///
    /// # Errors
    /// The step that failed, and why.
    pub async fn walk(mut self) -> Walked {
        let result = self.all_steps().await;
        if let Err(trouble) = &result {
            let caption = format!("FAILED: {trouble}");
            // The window may be gone; the trouble that came first is the one to tell.
            drop(self.picture("failed", &caption).await);
        }
        let closed = self.window.close().await;
        result.and(closed)
    }

    async fn all_steps(&mut self) -> Walked {
        self.start().await?;
        self.draw_an_area().await?;
        self.search().await?;
        self.look_at_scenes().await?;
        self.order_directly().await?;
        let accepted = self.ask_for_a_quotation("accept").await?;
        self.accept(&accepted).await?;
        let refused = self.ask_for_a_quotation("refuse").await?;
        self.refuse(&refused).await?;
        self.let_time_pass().await?;
        self.fetch_a_delivery().await?;
        self.look_around().await
    }

    async fn start(&mut self) -> Walked {
        self.window.see("Where do you need imagery?").await?;
        self.window.see("You are in the sandbox").await?;
        self.map_is_drawn().await?;
        self.picture(
            "first-run",
            "A new user: connected to the sandbox, one question, six ways to answer it.",
        )
        .await
    }

    async fn draw_an_area(&mut self) -> Walked {
        self.window.fill("textbox", "Go to a place or coordinates", "Lisb").await?;
        self.window.click("option", "Lisbon").await?;
        self.map_is_drawn().await?;
        self.picture("place", "The map goes to a place by its name.").await?;
        self.window.click("button", "Polygon").await?;
        let (x, y) = self.window.find("region", "Map").await?.middle;
        let corners = [(-110.0, -60.0), (10.0, -110.0), (120.0, -20.0), (70.0, 100.0), (-80.0, 80.0)];
        for (dx, dy) in corners {
            self.window.hover(x + dx, y + dy).await?;
            self.window.click_at(x + dx, y + dy).await?;
        }
        self.window.hover(x - 130.0, y).await?;
        self.window.see("km²").await?;
        self.picture("drawing", "An area is drawn corner by corner; its size is told while drawing.").await?;
        self.window.press_enter().await?;
        self.window.see("orderable").await?;
        self.map_is_drawn().await?;
        self.picture("area", "The area is kept, measured and found orderable.").await
    }

    async fn search(&mut self) -> Walked {
        self.window.click("button", "Search the archive").await?;
        self.window.click("button", "Search").await?;
        self.window.until("scenes in the list", "return document.querySelectorAll('[role=listbox][aria-label=Scenes] [role=option]').length > 2").await?;
        self.window.until("the search to end", "return ![...document.querySelectorAll('button')].some((b) => b.innerText.trim() === 'Cancel')").await?;
        self.pictures_are_there().await?;
        self.picture(
            "results",
            "The archive answers: cards with pictures on the left, footprints on the map.",
        )
        .await
    }

    async fn look_at_scenes(&mut self) -> Walked {
        self.only("PHR").await?;
        self.window.click("option", "Pléiades 1").await?;
        self.window.until("the picture of the scene", "return [...document.querySelectorAll('aside img')].some((i) => i.complete && i.naturalWidth > 0)").await?;
        self.map_is_drawn().await?;
        self.picture(
            "quicklook",
            "A scene: its quicklook in place on the map, what it covers, what it costs.",
        )
        .await?;
        for name in ["SPOT", "Neo"] {
            self.window.click("button", name).await?;
        }
        let (x, y) = self.window.find("region", "Map").await?.middle;
        self.window.click_at(x, y).await?;
        self.window.until("the list under the pointer", "return document.querySelector('[role=listbox][aria-label=\"Scenes under the pointer\"]') !== null").await?;
        self.picture("under-the-pointer", "A click where scenes overlap lists all of them.").await?;
        self.window.press_escape().await?;
        Ok(())
    }

    async fn order_directly(&mut self) -> Walked {
        self.only("PHR").await?;
        self.window.click("option", "Pléiades 1").await?;
        self.window.click("button", "Add to basket").await?;
        self.window.click("link", "Basket").await?;
        self.fill_in().await?;
        self.window.find("button", "Review order").await?;
        self.picture("basket", "The basket: the form is the contract's own, the price the vendor's.").await?;
        self.window.click("button", "Review order").await?;
        self.window.see("same bytes as priced").await?;
        self.picture("review", "The review says exactly what will be sent, and what is left after it.")
            .await?;
        self.window.click("button", "Order for").await?;
        self.window.see("One more press").await?;
        self.picture("confirm", "A second, deliberate confirmation names the amount.").await?;
        self.window.click("button", "Confirm: order for").await?;
        self.window.see("The vendor took the order").await?;
        self.picture("ordered", "Ordered, once: what happened, in words.").await
    }

    /// Asks for a quotation of a Pléiades Neo scene; gives the quotation's number.
    async fn ask_for_a_quotation(&mut self, purpose: &str) -> Result<String, Trouble> {
        self.window.click("link", "Archive").await?;
        self.only("Neo").await?;
        self.window.click("option", "Pléiades Neo").await?;
        self.window.click("button", "Add to basket").await?;
        self.window.click("link", "Basket").await?;
        self.fill_in().await?;
        self.window.click("button", "Ask for quotation").await?;
        self.window.see("same bytes as priced").await?;
        self.picture(
            &format!("quotation-review-{purpose}"),
            "A quotation is reviewed like an order, and costs nothing to ask.",
        )
        .await?;
        self.window.click("button", "Ask for the quotation").await?;
        self.window.see("The vendor made the quotation").await?;
        let script = "return (document.body.innerText.match(/QUO\\d{8}/) ?? [''])[0]";
        let number = self.window.run(script, serde_json::json!([])).await?;
        Ok(number.as_str().unwrap_or_default().to_owned())
    }

    async fn accept(&mut self, number: &str) -> Walked {
        self.document(number).await?;
        self.picture("quotation", "The quotation's document, shown inside the program.").await?;
        self.window.click("button", "Accept for").await?;
        self.window.see("One more press").await?;
        self.window.click("button", "Confirm: accept for").await?;
        self.window.see("The vendor took your acceptance").await?;
        self.picture("accepted", "Accepted: the quotation has become an order.").await
    }

    async fn refuse(&mut self, number: &str) -> Walked {
        self.document(number).await?;
        self.window.click("button", "Refuse…").await?;
        self.window.find("dialog", "Refuse the quotation").await?;
        self.window.click("radio", "The budget").await?;
        self.picture("refusing", "A quotation is refused for one of the vendor's seven reasons.").await?;
        self.window.click("button", "Refuse the quotation").await?;
        self.window.see("The vendor took your refusal").await?;
        self.picture("refused", "Refused, with its reason; nothing was spent.").await
    }

    async fn let_time_pass(&mut self) -> Walked {
        self.window.click("button", "SANDBOX").await?;
        self.window.click("button", "Advance the clock by 1 day").await?;
        tokio::time::sleep(Duration::from_millis(600)).await;
        self.window.press_escape().await?;
        self.window.click("link", "Orders").await?;
        self.window
            .until(
                "two delivered orders",
                "return (document.body.innerText.match(/delivered/gi) ?? []).length >= 2",
            )
            .await?;
        self.picture("delivered", "A day later the orders are delivered.").await
    }

    async fn fetch_a_delivery(&mut self) -> Walked {
        self.window.click("link", "Deliveries").await?;
        self.window.find("button", "Download").await?;
        self.picture("deliveries", "Deliveries, matched to their orders.").await?;
        self.window.click("button", "Download").await?;
        self.window.see("downloaded").await?;
        self.window.find("button", "Show in folder").await?;
        self.picture("downloaded", "Downloaded whole, with its checksum.").await
    }

    async fn look_around(&mut self) -> Walked {
        self.window.click("link", "Settings").await?;
        self.window.click("button", "Check now").await?;
        self.window.see("unbroken").await?;
        self.picture("settings", "Settings, and the doctor of the connection: all is well.").await?;
        self.window.click("button", "Use the dark theme").await?;
        self.window.click("link", "Orders").await?;
        self.picture("orders-dark", "The same in dark.").await?;
        self.window.resize(1024, 700).await?;
        self.window.click("link", "Archive").await?;
        self.map_is_drawn().await?;
        self.picture("archive-small", "The archive in a small window.").await
    }

    async fn document(&mut self, number: &str) -> Walked {
        if self
            .window
            .run(
                "return document.querySelector('[aria-label=\"Pages of the quotation\"]') === null",
                serde_json::json!([]),
            )
            .await?
            == serde_json::Value::Bool(true)
        {
            self.window.click("button", &format!("Show quotation {number}")).await?;
        }
        self.window.until("a page of the document", "return [...document.querySelectorAll('[aria-label=\"Pages of the quotation\"] img')].some((i) => i.complete && i.naturalWidth > 100)").await
    }

    /// Market, end user and country, where they are not there from the last time.
    async fn fill_in(&mut self) -> Walked {
        self.window.find("textbox", "Market").await?;
        // A passing message lies over the lower right corner for some seconds.
        self.window
            .until(
                "the message to pass",
                "return document.querySelector('.mantine-Notification-root') === null",
            )
            .await?;
        let empty = |label: &str| {
            format!(
                "return [...document.querySelectorAll('input')].some((i) => i.labels?.[0]?.textContent === '{label}' && i.value === '')"
            )
        };
        for (label, choice) in [("Market", "Environment"), ("Country of the end user", "Portugal")] {
            if self.window.run(&empty(label), serde_json::json!([])).await? == serde_json::Value::Bool(true) {
                self.window.fill("textbox", label, choice.get(..5).unwrap_or(choice)).await?;
                self.window.click("option", choice).await?;
            }
        }
        if self.window.run(&empty("End user"), serde_json::json!([])).await? == serde_json::Value::Bool(true)
        {
            self.window.fill("textbox", "End user", "River Authority").await?;
            self.window.press_enter().await?;
        }
        self.window.see("priced").await
    }

    /// Leaves one constellation switched on.
    async fn only(&mut self, wanted: &str) -> Walked {
        for name in ["SPOT", "PHR", "Neo"] {
            let on = format!(
                "return [...document.querySelectorAll('[aria-label=Constellations] button')].some((b) => b.innerText.trim() === '{name}' && b.getAttribute('aria-pressed') === 'true')"
            );
            let on = self.window.run(&on, serde_json::json!([])).await? == serde_json::Value::Bool(true);
            if on != (name == wanted) {
                self.window.click("button", name).await?;
            }
        }
        self.pictures_are_there().await
    }

    async fn map_is_drawn(&self) -> Walked {
        self.window
            .until(
                "the map to be drawn",
                "return document.querySelector('[data-map-idle]')?.dataset.mapIdle === 'true'",
            )
            .await
    }

    async fn pictures_are_there(&self) -> Walked {
        self.window
            .until(
                "the thumbnails",
                "const i = [...document.querySelectorAll('[role=listbox][aria-label=Scenes] img')]; return i.length > 0 && i.every((p) => p.complete && p.naturalWidth > 0)",
            )
            .await
    }

    async fn picture(&mut self, name: &str, caption: &str) -> Walked {
        // Movements of the page last up to 180 ms.
        tokio::time::sleep(Duration::from_millis(350)).await;
        self.step += 1;
        let file = format!("{:02}-{name}", self.step);
        std::fs::write(self.album.join(format!("{file}.png")), self.window.picture().await?)?;
        std::fs::write(self.album.join(format!("{file}.txt")), format!("{caption}\n"))?;
        Ok(())
    }
}
