//! What goes wrong in a working life, through the real window: each trouble gets a clear sentence, and nothing is lost.
//!
//! The vendor is a sandbox outside of the program, connected to as an account is (a key, five hosts), so that it can be
//! unreachable, stop in the middle, run out of credit and swallow an answer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::person::{Person, Walked};
use crate::stage::Trouble;

/// Over the Tagus estuary.
pub(crate) const GOOD: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70))";
const HOLED: &str = "POLYGON ((-9.12 38.70, -8.98 38.70, -8.98 38.80, -9.12 38.80, -9.12 38.70), (-9.08 38.73, -9.02 38.73, -9.02 38.77, -9.08 38.77, -9.08 38.73))";
const POLAR: &str = "POLYGON ((0 89, 90 89, 180 89, -90 89, 0 89))";

/// A vendor of our own, that can stop and come back at the same address with what it knew.
pub struct Vendor {
    running: Option<Sandbox>,
    port: u16,
    state: PathBuf,
    http: reqwest::Client,
}

impl Vendor {
    /// Starts one that keeps its books below `folder`.
    ///
    /// # Errors
    /// When it can't listen.
    pub async fn start(folder: &Path) -> Result<Vendor, Trouble> {
        std::fs::create_dir_all(folder)?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut vendor = Vendor { running: None, port: 0, state: folder.join("vendor.json"), http };
        vendor.come_back().await?;
        Ok(vendor)
    }

    async fn stop(&mut self) {
        if let Some(sandbox) = self.running.take() {
            sandbox.stop().await;
        }
    }

    async fn come_back(&mut self) -> Walked {
        let config = SandboxConfig {
            port: self.port,
            state_file: Some(self.state.clone()),
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await?;
        self.port = sandbox.url().rsplit(':').next().unwrap_or_default().parse()?;
        self.running = Some(sandbox);
        Ok(())
    }

    fn sandbox(&self) -> Result<&Sandbox, Trouble> {
        self.running.as_ref().ok_or_else(|| "the vendor is not running".into())
    }

    /// A token as the program gets them.
    async fn fresh_token(&self) -> Result<String, Trouble> {
        let url = format!("{}/auth/realms/IDP/protocol/openid-connect/token", self.sandbox()?.url());
        let key = self.key()?;
        let form = [("apikey", key.as_str()), ("grant_type", "api_key"), ("client_id", "IDP")];
        let answer: Value = self.http.post(url).form(&form).send().await?.error_for_status()?.json().await?;
        answer["access_token"].as_str().map(str::to_owned).ok_or_else(|| "no token".into())
    }

    /// The key that opens it, and that must lie nowhere in the clear.
    ///
    /// # Errors
    /// When it is not running.
    pub fn key(&self) -> Result<String, Trouble> {
        Ok(self.sandbox()?.api_key().to_owned())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Walked {
        let url = format!("{}/{path}", self.sandbox()?.control_url());
        self.http.post(url).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// How many orders and quotations it really has.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn orders(&self) -> Result<usize, Trouble> {
        let url = format!("{}/orders", self.sandbox()?.control_url());
        let list: Value = self.http.get(url).send().await?.json().await?;
        Ok(list.as_array().map_or(0, Vec::len))
    }
}

/// How every token of the vendor begins: the head of a signed token that names its algorithm.
const TOKEN_HEAD: &str = "eyJhbGciOi";

/// Looks for the key of the account and for its tokens in every file below a program's world: record, settings, logs, the
/// webview's own storage. What the vendor keeps for itself is not the program's.
///
/// # Errors
/// The file that has one.
pub async fn no_secret_in_the_clear(home: &Path, vendor: &Vendor) -> Walked {
    let token = vendor.fresh_token().await?;
    if !token.starts_with(TOKEN_HEAD) {
        return Err(format!("tokens begin otherwise now: {}…", &token[..12.min(token.len())]).into());
    }
    swept(home, &[("key", &vendor.key()?), ("token", TOKEN_HEAD)])
}

fn swept(folder: &Path, secrets: &[(&str, &str)]) -> Walked {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "vendor" {
                swept(&path, secrets)?;
            }
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let lies = |secret: &str| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        if let Some((name, _)) = secrets.iter().find(|(_, secret)| lies(secret)) {
            return Err(format!("the {name} lies in the clear in {}", path.display()).into());
        }
    }
    Ok(())
}

/// Walks through all of them, up to a program that is closed with an order still unknown.
///
/// # Errors
/// The step that failed, and why.
pub async fn walk(person: &mut Person<'_>, vendor: &mut Vendor) -> Walked {
    wrong_key(person, vendor).await?;
    unreachable(person, vendor).await?;
    connect(person, vendor).await?;
    an_area_with_a_hole(person).await?;
    an_area_over_a_pole(person).await?;
    person.search_over(GOOD).await?;
    nothing_left(person).await?;
    too_little_credit(person, vendor).await?;
    the_vendor_stops(person, vendor).await?;
    a_lost_answer(person, vendor).await
}

/// The next day: the same world, started anew. What was unknown is still there, is found by reading, and was sent once.
///
/// # Errors
/// The step that failed, and why.
pub async fn next_day(person: &mut Person<'_>, vendor: &mut Vendor) -> Walked {
    person.signed_in().await?;
    // The map is where the area lies that was worked on last.
    person.window.click("link", "Area").await?;
    person.window.see("9.0500° W").await?;
    person.map_is_drawn().await?;
    person
        .picture(
            "kept-key",
            "Started anew: the account opens from the disk, and signs in with the key that the keychain kept.",
        )
        .await?;
    person.window.click("link", "Orders").await?;
    person.window.see("not known yet").await?;
    person.window.click("row", "AREA-").await?;
    person.window.click("button", "Look now").await?;
    person.window.see("in production").await?;
    let orders = vendor.orders().await?;
    if orders != 1 {
        return Err(format!("the vendor has {orders} orders instead of one").into());
    }
    person.picture("found", "Found by reading, never sent a second time.").await
}

/// Orders another scene from a vendor that takes its time, up to the moment in which the request is with it and no answer
/// has come.
///
/// # Errors
/// The step that failed, and why.
pub async fn send_and_wait(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.window.click("link", "Archive").await?;
    person.search().await?;
    person.only("Neo").await?;
    person.window.click("row", "Pléiades Neo").await?;
    person.add_to_basket("Pléiades Neo").await?;
    person.window.click("link", "Basket").await?;
    person.fill_in().await?;
    let body = json!({"path": "/api/v1/orders", "fault": "slow", "seconds": 60, "count": 1});
    vendor.control("faults", body).await?;
    person.window.click("button", "Order directly").await?;
    person.window.see("same bytes as priced").await?;
    person.allow_again("the first order is for another use").await?;
    person.window.click("button", "Order for").await?;
    person.window.click("button", "Confirm: order for").await?;
    let start = std::time::Instant::now();
    while vendor.orders().await? < 2 {
        if start.elapsed() > Duration::from_secs(20) {
            return Err("the order did not reach the vendor".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// After the power came back: the order that was under way is unknown, is found by reading, and was sent once.
///
/// # Errors
/// The step that failed, and why.
pub async fn after_the_power_cut(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.signed_in().await?;
    person.window.click("link", "Orders").await?;
    person.window.see("not known yet").await?;
    person.window.click("row", "AREA-").await?;
    person.window.see("closed while the request was under way").await?;
    person
        .picture(
            "power-cut",
            "The power went while an order was under way: it is said, and nothing is sent again.",
        )
        .await?;
    person.window.click("button", "Look now").await?;
    person.window.see("Found at the vendor").await?;
    match vendor.orders().await? {
        2 => Ok(()),
        orders => Err(format!("the vendor has {orders} orders instead of two").into()),
    }
}

async fn wrong_key(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    person.window.see("Where do you need imagery?").await?;
    person.window.click("link", "Settings").await?;
    person.window.click("button", "Connect a real account").await?;
    person.window.find("dialog", "Connection").await?;
    person.window.fill("textbox", "API key", "not-the-key").await?;
    person.window.click("button", "Advanced").await?;
    person.window.click("checkbox", "Use other hosts").await?;
    for host in ["Authentication host", "Order host", "Search host", "Image host", "Data host"] {
        person.window.fill("textbox", host, &vendor.url()).await?;
    }
    person.window.click("button", "Connect").await?;
    person.window.see("Make a new key").await?;
    person.picture("wrong-key", "A wrong key: what the vendor said, and what to do.").await
}

async fn unreachable(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    // A port of this computer that nothing listens at.
    person.window.fill("textbox", "Authentication host", "http://127.0.0.1:9").await?;
    person.window.click("button", "Connect").await?;
    person.window.see("Check the network").await?;
    person.picture("unreachable", "A host that does not answer; nothing typed is lost.").await?;
    person.window.fill("textbox", "Authentication host", &vendor.url()).await
}

async fn connect(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    let key = vendor.sandbox()?.api_key().to_owned();
    person.window.fill("textbox", "API key", &key).await?;
    person.window.click("button", "Connect").await?;
    person.window.see("in the keychain of this computer").await?;
    person.window.find("button", "LIVE").await?;
    person
        .picture("connected", "Connected to an account; its key is in the keychain of the computer.")
        .await?;
    let shown = person.window.run("return document.documentElement.outerHTML + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)", json!([])).await?;
    match shown.as_str() {
        Some(page) if !page.contains(&key) => Ok(()),
        _ => Err("the key is in the page".into()),
    }
}

async fn an_area_with_a_hole(person: &mut Person<'_>) -> Walked {
    person.window.click("link", "Area").await?;
    person.paste_area(HOLED).await?;
    person.window.see("hole").await?;
    person.map_is_drawn().await?;
    person
        .picture("hole", "An area with a hole: the fault in words and on the map, with what mends it.")
        .await?;
    person.window.click("button", "Fill").await?;
    person.window.see("orderable").await?;
    person.picture("hole-mended", "Mended with one click, and undone with another.").await
}

async fn an_area_over_a_pole(person: &mut Person<'_>) -> Walked {
    person.paste_area(POLAR).await?;
    person.window.see("pole").await?;
    person.map_is_drawn().await?;
    // Seen from above the pole its parallel is a circle in the middle of the map, and nothing of it is cut off.
    let circle = "const paper = document.querySelector('canvas[data-map=polar]'); if (!paper) return false;
        const { width, height } = paper; const pixels = paper.getContext('2d').getImageData(0, 0, width, height).data;
        let [left, top, right, bottom] = [width, height, 0, 0];
        for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (pixels[(y * width + x) * 4 + 3] > 0) {
            [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
        }
        const [wide, high] = [right - left, bottom - top];
        return wide > height / 10 && Math.abs(wide - high) < 4 && Math.abs(left + right - width) < 8 && Math.abs(top + bottom - height) < 8;";
    person.window.until("the ring round the pole", circle).await?;
    person.picture("pole", "An area over a pole is kept and explained, not refused without a word.").await
}

async fn nothing_left(person: &mut Person<'_>) -> Walked {
    days(person, "1990-01-01", "1990-02-01").await?;
    person.window.see("No scene passes all your filters").await?;
    person.map_is_drawn().await?;
    person
        .picture(
            "nothing-left",
            "Filters that leave nothing: what each removed, and what would bring some back.",
        )
        .await?;
    days(person, "1990-01-01", "1990-02-01").await?;
    person.window.click("button", "Search").await?;
    person.window.see("No scene touches this area").await?;
    person.map_is_drawn().await?;
    person
        .picture("nothing-there", "Days before the satellites flew: nothing is there, and it is said so.")
        .await?;
    days(person, "2024-01-01", "").await?;
    person.search().await
}

async fn days(person: &mut Person<'_>, from: &str, to: &str) -> Walked {
    person.window.click("button", "Dates:").await?;
    person.window.fill("textbox", "From", from).await?;
    person.window.fill("textbox", "To", to).await?;
    person.window.press_escape().await
}

async fn too_little_credit(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    let contracts: Value =
        reqwest::get(format!("{}/credit", vendor.sandbox()?.control_url())).await?.json().await?;
    let list = contracts.as_array().cloned().unwrap_or_default();
    let set = |amount: Option<&str>| {
        list.iter()
            .map(|one| json!({"contractId": one["contractId"], "amount": amount.map_or(one["left"].clone(), Value::from)}))
            .collect::<Vec<_>>()
    };
    for body in set(Some("3.00")) {
        vendor.control("credit", body).await?;
    }
    person.only("Neo").await?;
    person.window.click("row", "Pléiades Neo").await?;
    person.add_to_basket("Pléiades Neo").await?;
    person.window.click("link", "Basket").await?;
    person.fill_in().await?;
    person.window.see("more than the contract has left").await?;
    person.picture("credit", "More than the contract has left: said before anything is sent.").await?;
    for body in set(None) {
        vendor.control("credit", body).await?;
    }
    Ok(())
}

async fn the_vendor_stops(person: &mut Person<'_>, vendor: &mut Vendor) -> Walked {
    vendor.stop().await;
    person.window.click("link", "Archive").await?;
    person.window.click("button", "Search").await?;
    person.window.see("Check the network").await?;
    person.window.see("The vendor has not answered since").await?;
    person
        .picture("stopped", "The vendor stops in the middle: the bar says since when, and what was found before is still there.")
        .await?;
    person.window.click("link", "Basket").await?;
    person.window.click("button", "Make a new reference").await?;
    person.window.see("Check the network").await?;
    person
        .picture("stopped-basket", "The basket too is kept, and can be priced when the vendor is back.")
        .await?;
    vendor.come_back().await?;
    // The bar at the top and the page offer it.
    let again = "const all = [...document.querySelectorAll('button')].filter((b) => b.innerText.trim() === 'Try again'); all.forEach((b) => b.click()); return all.length;";
    person.window.run(again, json!([])).await?;
    person.window.see("priced").await
}

async fn a_lost_answer(person: &mut Person<'_>, vendor: &Vendor) -> Walked {
    vendor.control("faults", json!({"path": "/api/v1/orders", "fault": "dropAfter", "count": 1})).await?;
    person.window.click("button", "Order directly").await?;
    person.window.see("same bytes as priced").await?;
    person.window.click("button", "Order for").await?;
    person.window.see("One more press").await?;
    // An impatient hand: fifty presses before the page can draw itself anew.
    person.window.find("button", "Confirm: order for").await?;
    let presses = "const b = [...document.querySelectorAll('button')].find((b) => b.innerText.startsWith('Confirm: order for')); for (let i = 0; i < 50; i += 1) b.click();";
    person.window.run(presses, json!([])).await?;
    person.window.see("its answer never came back").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    person
        .picture("lost-answer", "The answer was lost: what is known, what Swath does, what a person can do.")
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_deep_in_a_binary_file_and_not_at_the_vendors() {
        let home = std::env::temp_dir().join(format!("swath-sweep-{}", std::process::id()));
        for folder in ["vendor", "a/b"] {
            std::fs::create_dir_all(home.join(folder)).unwrap();
        }
        let secrets = [("token", TOKEN_HEAD)];
        std::fs::write(home.join("vendor/state"), TOKEN_HEAD).unwrap();
        assert!(swept(&home, &secrets).is_ok());
        std::fs::write(home.join("a/b/cache"), [b"\0\xff", TOKEN_HEAD.as_bytes(), b"\0"].concat()).unwrap();
        let why = swept(&home, &secrets).unwrap_err().to_string();
        assert!(why.contains("token") && why.contains("cache"), "{why}");
        std::fs::remove_dir_all(&home).unwrap();
    }
}
