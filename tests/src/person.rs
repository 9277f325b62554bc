//! A person at the window: what the walks have in common, and the album of pictures they leave.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::Window;
use crate::stage::Trouble;

/// What a walk and each of its steps end with.
pub type Walked = Result<(), Trouble>;

/// Numbered pictures, each with its caption in a file beside it.
pub struct Album {
    folder: PathBuf,
    count: usize,
}

impl Album {
    /// An empty album; one that was there before is thrown away.
    ///
    /// # Errors
    /// When the folder cannot be emptied or made.
    pub fn new(folder: &Path) -> Result<Album, Trouble> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        Ok(Album { folder: folder.to_owned(), count: 0 })
    }

    fn add(&mut self, name: &str, caption: &str, png: &[u8]) -> Walked {
        self.count += 1;
        let file = format!("{:02}-{name}", self.count);
        std::fs::write(self.folder.join(format!("{file}.png")), png)?;
        std::fs::write(self.folder.join(format!("{file}.txt")), format!("{caption}\n"))?;
        Ok(())
    }

    /// Keeps a text beside the pictures, such as a log.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, name: &str, text: &[u8]) -> Walked {
        Ok(std::fs::write(self.folder.join(name), text)?)
    }
}

/// Somebody at the open window.
pub struct Person<'a> {
    /// The window.
    pub window: Window,
    album: &'a mut Album,
}

impl Person<'_> {
    /// Sits down at a window.
    pub fn at(window: Window, album: &mut Album) -> Person<'_> {
        Person { window, album }
    }

    /// Market, end user and country, where they are not there from the last time; then waits for the price.
    ///
    /// # Errors
    /// When the form or the price does not appear.
    pub async fn fill_in(&mut self) -> Walked {
        self.fill_in_form().await?;
        self.window.see("priced").await
    }

    async fn fill_in_form(&mut self) -> Walked {
        self.window.find("textbox", "Market").await?;
        self.messages_have_passed().await?;
        let empty = |label: &str| {
            format!(
                "return [...document.querySelectorAll('input')].some((i) => i.labels?.[0]?.textContent === '{label}' && i.value === '')"
            )
        };
        for (label, choice) in [("Market", "Environment"), ("Country of the end user", "Portugal")] {
            if self.window.run(&empty(label), json!([])).await? == Value::Bool(true) {
                self.window.fill("textbox", label, choice.get(..5).unwrap_or(choice)).await?;
                self.window.click("option", choice).await?;
            }
        }
        if self.window.run(&empty("End user"), json!([])).await? == Value::Bool(true) {
            self.window.fill("textbox", "End user", "River Authority").await?;
            self.window.press_enter().await?;
        }
        Ok(())
    }

    /// Waits until no passing message lies over the lower right corner.
    ///
    /// # Errors
    /// When one stays.
    pub async fn messages_have_passed(&self) -> Walked {
        self.window
            .until(
                "the message to pass",
                "return document.querySelector('.mantine-Notification-root') === null",
            )
            .await
    }

    /// Leaves one constellation switched on.
    ///
    /// # Errors
    /// When there is no such switch.
    pub async fn only(&mut self, wanted: &str) -> Walked {
        for name in ["SPOT", "PHR", "Neo"] {
            let on = format!(
                "return [...document.querySelectorAll('[aria-label=Constellations] button')].some((b) => b.innerText.trim() === '{name}' && b.getAttribute('aria-pressed') === 'true')"
            );
            let on = self.window.run(&on, json!([])).await? == Value::Bool(true);
            if on != (name == wanted) {
                self.window.click("button", name).await?;
            }
        }
        self.pictures_are_there().await
    }

    /// Waits for the map to come to rest.
    ///
    /// # Errors
    /// When it does not.
    pub async fn map_is_drawn(&self) -> Walked {
        self.window
            .until(
                "the map to be drawn",
                "return document.querySelector('[data-map-idle]')?.dataset.mapIdle === 'true'",
            )
            .await
    }

    /// Waits for the thumbnails in sight.
    ///
    /// # Errors
    /// When one does not come.
    pub async fn pictures_are_there(&self) -> Walked {
        self.window
            .until(
                "the thumbnails",
                "const i = [...document.querySelectorAll('[role=grid][aria-label=Scenes] img')]; return i.length > 0 && i.every((p) => p.complete && p.naturalWidth > 0)",
            )
            .await
    }

    /// Photographs the display, with a line that says what is to be seen.
    ///
    /// # Errors
    /// When the display cannot be read or the picture not be kept.
    pub async fn picture(&mut self, name: &str, caption: &str) -> Walked {
        // Movements of the page last up to 180 ms.
        tokio::time::sleep(Duration::from_millis(350)).await;
        let png = self.window.picture().await?;
        self.album.add(name, caption, &png)
    }

    /// Photographs where a walk went wrong, and leaves.
    pub async fn leave(mut self, walked: Walked) -> Walked {
        if let Err(trouble) = &walked {
            let caption = format!("FAILED: {trouble}");
            // The window may be gone; the trouble that came first is the one to tell.
            drop(self.picture("failed", &caption).await);
        }
        let closed = self.window.close().await;
        walked.and(closed)
    }

    /// As [`Person::leave`], where the program does not end by being closed.
    pub async fn leave_by(self, walked: Walked, end: impl FnOnce() -> Walked) -> Walked {
        if walked.is_err() {
            return self.leave(walked).await;
        }
        end()?;
        // The driver has to let go of the window that is no more.
        drop(self.window.close().await);
        Ok(())
    }

    /// Puts the scene that is shown into the basket. Where Swath asks who pays, it is the contract of this name.
    ///
    /// # Errors
    /// When it can't be put there.
    pub async fn add_to_basket(&mut self, payer: &str) -> Walked {
        self.window.click("button", "Add to basket").await?;
        self.window
            .until(
                "the question or the answer",
                "return document.querySelector('[role=dialog]') !== null || ![...document.querySelectorAll('button')].some((b) => b.innerText.startsWith('Add to basket'))",
            )
            .await?;
        let asked = "return [...document.querySelectorAll('[role=dialog] button')].some((b) => b.innerText.includes('left'))";
        if self.window.run(asked, json!([])).await? == Value::Bool(true) {
            self.picture("who-pays", "Two contracts sell this scene: Swath asks which one pays.").await?;
            self.window.click("button", payer).await?;
        }
        self.window
            .until("the dialog to close", "return document.querySelector('[role=dialog]') === null")
            .await
    }

    /// Puts a scene of Pléiades Neo into the basket, fills it in, and goes to the review of the request for a quotation.
    ///
    /// # Errors
    /// When a step of it fails.
    pub async fn review_a_quotation(&mut self, payer: &str) -> Walked {
        self.only("Neo").await?;
        self.window.click("row", "Pléiades Neo").await?;
        self.add_to_basket(payer).await?;
        self.window.click("link", "Basket").await?;
        self.fill_in().await?;
        self.window.click("button", "Ask for quotation").await?;
        self.window.see("same bytes as priced").await
    }

    /// Asks for the quotation that is reviewed; its number at the vendor.
    ///
    /// # Errors
    /// When the vendor makes none.
    pub async fn ask_for_the_quotation(&mut self) -> Result<String, Trouble> {
        self.window.click("button", "Ask for the quotation").await?;
        self.window.see("The vendor made the quotation").await?;
        let script = "return (document.body.innerText.match(/QUO\\d{8}/) ?? [''])[0]";
        let number = self.window.run(script, json!([])).await?;
        Ok(number.as_str().unwrap_or_default().to_owned())
    }

    /// Presses a button of the open dialog; the page below may have one of the same name.
    ///
    /// # Errors
    /// When the dialog has no such button.
    pub async fn click_in_dialog(&mut self, name: &str) -> Walked {
        let script = "return [...document.querySelectorAll('[role=dialog] button')].map((b) => b.innerText.replace(/\\s+/g, ' ').trim()).find((t) => t.startsWith(arguments[0])) ?? ''";
        let whole = self.window.run(script, json!([name])).await?;
        match whole.as_str() {
            Some(whole) if !whole.is_empty() => self.window.click("button", whole).await,
            _ => Err(format!("the dialog has no button named {name:?}").into()),
        }
    }

    /// Waits until the account of the last time is signed in to.
    ///
    /// # Errors
    /// When it does not sign in.
    pub async fn signed_in(&self) -> Walked {
        self.window.see("LIVE").await?;
        self.window
            .until("to be signed in", "return !/Signing in|Working offline/.test(document.body.innerText)")
            .await
    }

    /// Says on a review that what the record holds is to be bought again.
    ///
    /// # Errors
    /// When the review does not ask for it.
    pub async fn allow_again(&mut self, reason: &str) -> Walked {
        self.window.click("button", "Order it again…").await?;
        self.window.fill("textbox", "Why is it bought again", reason).await?;
        self.picture("buy-again", "Buying it again is an act of its own, with a reason for the record.")
            .await?;
        self.window.click("button", "Yes, buy it again").await?;
        self.window.see("You allowed it").await
    }

    /// Searches with the filters as they stand, and waits for the end of it.
    ///
    /// # Errors
    /// When fewer than three scenes are found, or no end comes.
    pub async fn search(&mut self) -> Walked {
        self.window.click("button", "Search").await?;
        self.found().await
    }

    /// Waits for the end of the search that is under way.
    ///
    /// # Errors
    /// When fewer than three scenes are found, or no end comes.
    pub async fn found(&mut self) -> Walked {
        self.window
            .until(
                "scenes in the list",
                "return document.querySelectorAll('[role=grid][aria-label=Scenes] [role=row]').length > 2",
            )
            .await?;
        self.window.until("the search to end", "return ![...document.querySelectorAll('button')].some((b) => b.innerText.trim() === 'Cancel')").await?;
        self.pictures_are_there().await
    }

    /// Gives an area as text, on the area page.
    ///
    /// # Errors
    /// When it is not understood.
    pub async fn paste_area(&mut self, text: &str) -> Walked {
        self.window.click("button", "Paste").await?;
        self.window.fill("textbox", "GeoJSON, WKT", text).await?;
        self.window.click("button", "Use this area").await?;
        self.window
            .until("the dialog to close", "return document.querySelector('[role=dialog]') === null")
            .await
    }

    /// Gives an area and searches the archive over it.
    ///
    /// # Errors
    /// When the area is not understood or finds nothing.
    pub async fn search_over(&mut self, text: &str) -> Walked {
        self.paste_area(text).await?;
        self.window.see("orderable").await?;
        self.window.click("button", "Search the archive").await?;
        self.found().await
    }
}
