//! A small WebDriver client that speaks to WebKit's driver directly, in the words of a person: by role and name, with
//! pointer and keyboard.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::stage::Trouble;

/// How long a person would wait for something to appear.
const PATIENCE: Duration = Duration::from_secs(30);
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running program and its window.
pub struct Window {
    http: reqwest::Client,
    session: String,
    display: String,
}

/// An element of the page.
#[derive(Debug, Clone)]
pub struct Element {
    id: String,
    /// The middle of it, in CSS pixels from the top left of the page.
    pub middle: (f64, f64),
}

impl Window {
    /// Starts the program and takes hold of its window.
    ///
    /// # Errors
    /// When the driver refuses or the program does not come up.
    pub async fn open(driver_url: &str, display: &str, program: &Path) -> Result<Window, Trouble> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(90)).build()?;
        let options = json!({"binary": program, "args": []});
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}});
        let answer: Value =
            http.post(format!("{driver_url}/session")).json(&wanted).send().await?.json().await?;
        let id = answer["value"]["sessionId"].as_str().ok_or_else(|| format!("no session: {answer}"))?;
        let window =
            Window { http, session: format!("{driver_url}/session/{id}"), display: display.to_owned() };
        window
            .until("the program to be ready", "return document.documentElement.dataset.ready === 'true'")
            .await?;
        Ok(window)
    }

    /// Sets the window's size.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Trouble> {
        self.post("window/rect", json!({"x": 0, "y": 0, "width": width, "height": height})).await.map(drop)
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str, arguments: Value) -> Result<Value, Trouble> {
        self.post("execute/sync", json!({"script": script, "args": arguments})).await
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not within the patience of a person.
    pub async fn until(&self, what: &str, script: &str) -> Result<(), Trouble> {
        let start = Instant::now();
        loop {
            let seen = self.run(script, json!([])).await;
            if matches!(seen, Ok(Value::Bool(true))) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("waited in vain for {what} (last seen: {seen:?})").into());
            }
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
    }

    /// Waits for text to be on the page.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn see(&self, text: &str) -> Result<(), Trouble> {
        let quoted = Value::from(text).to_string();
        self.until(
            &format!("the text {text:?}"),
            &format!("return document.body.innerText.includes({quoted})"),
        )
        .await
    }

    /// Waits for an element of a role and (part of) a name that can be seen and used.
    ///
    /// # Errors
    /// When none appears.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element, Trouble> {
        let start = Instant::now();
        let mut before = None;
        loop {
            let found = self.run(FIND, json!([role, name])).await?;
            if let Some(id) = found["element"][ELEMENT].as_str() {
                let at = |axis: &str| found[axis].as_f64().unwrap_or(0.0);
                let middle = (at("x"), at("y"));
                // A dialog that is still opening would be missed by the pointer; so would what something lies over.
                let still = before.replace(middle) == Some(middle);
                if still && found["over"].is_null() {
                    return Ok(Element { id: id.to_owned(), middle });
                }
            }
            if start.elapsed() > PATIENCE {
                let (there, over) = (&found["there"], &found["over"]);
                return Err(format!(
                    "no {role} named {name:?} can be used; there are: {there}; over it lies: {over}"
                )
                .into());
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    /// Clicks an element with the pointer.
    ///
    /// # Errors
    /// When it does not appear or the driver refuses.
    pub async fn click(&self, role: &str, name: &str) -> Result<(), Trouble> {
        let element = self.find(role, name).await?;
        self.click_at(element.middle.0, element.middle.1).await
    }

    /// Clicks at a place of the page.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn click_at(&self, x: f64, y: f64) -> Result<(), Trouble> {
        let pointer = json!([
            {"type": "pointerMove", "duration": 60, "x": x.round(), "y": y.round(), "origin": "viewport"},
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": 40},
            {"type": "pointerUp", "button": 0}
        ]);
        self.act("pointer", pointer).await
    }

    /// Moves the pointer.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn hover(&self, x: f64, y: f64) -> Result<(), Trouble> {
        let moves = json!([{"type": "pointerMove", "duration": 80, "x": x.round(), "y": y.round(), "origin": "viewport"}]);
        self.act("pointer", moves).await
    }

    /// Types into an element, replacing what is there.
    ///
    /// # Errors
    /// When it does not appear or the driver refuses.
    pub async fn fill(&self, role: &str, name: &str, text: &str) -> Result<(), Trouble> {
        let element = self.find(role, name).await?;
        self.click_at(element.middle.0, element.middle.1).await?;
        self.run("arguments[0].select && arguments[0].select()", json!([{ELEMENT: element.id}])).await?;
        // Typing nothing over what is selected leaves it there.
        self.type_text(if text.is_empty() { "\u{e003}" } else { text }).await
    }

    /// Types with the keyboard.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn type_text(&self, text: &str) -> Result<(), Trouble> {
        let mut keys = Vec::new();
        for key in text.chars() {
            keys.push(json!({"type": "keyDown", "value": key.to_string()}));
            keys.push(json!({"type": "keyUp", "value": key.to_string()}));
        }
        self.act("key", Value::Array(keys)).await
    }

    /// Presses a key while Control is held.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press_with_control(&self, key: &str) -> Result<(), Trouble> {
        let control = "\u{e009}";
        let keys = json!([
            {"type": "keyDown", "value": control},
            {"type": "keyDown", "value": key},
            {"type": "keyUp", "value": key},
            {"type": "keyUp", "value": control}
        ]);
        self.act("key", keys).await
    }

    /// Presses, moves along points with the button held, and lets go at the last of them.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn drag(&self, points: &[(f64, f64)]) -> Result<(), Trouble> {
        let to = |&(x, y): &(f64, f64)| json!({"type": "pointerMove", "duration": 40, "x": x.round(), "y": y.round(), "origin": "viewport"});
        let Some((first, others)) = points.split_first() else { return Ok(()) };
        let mut moves = vec![to(first), json!({"type": "pointerDown", "button": 0})];
        moves.extend(others.iter().map(to));
        moves.push(json!({"type": "pointerUp", "button": 0}));
        self.act("pointer", Value::Array(moves)).await
    }

    /// Presses Enter.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press_enter(&self) -> Result<(), Trouble> {
        self.type_text("\u{e007}").await
    }

    /// Presses Escape.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press_escape(&self) -> Result<(), Trouble> {
        self.type_text("\u{e00c}").await
    }

    /// A picture of the display, as PNG: what a person would see, not what the page believes.
    ///
    /// # Errors
    /// When the display cannot be read.
    pub async fn picture(&self) -> Result<Vec<u8>, Trouble> {
        let import = tokio::process::Command::new("import")
            .args(["-display", &self.display, "-window", "root", "png:-"])
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(Duration::from_secs(60), import).await??;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(format!("no picture: {}", String::from_utf8_lossy(&output.stderr)).into())
        }
    }

    /// Ends the program.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close(self) -> Result<(), Trouble> {
        self.http.delete(&self.session).send().await?;
        Ok(())
    }

    async fn act(&self, kind: &str, actions: Value) -> Result<(), Trouble> {
        let mut source = json!({"type": kind, "id": kind, "actions": actions});
        if kind == "pointer" {
            source["parameters"] = json!({"pointerType": "mouse"});
        }
        self.post("actions", json!({"actions": [source]})).await.map(drop)
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, Trouble> {
        let answer: Value =
            self.http.post(format!("{}/{path}", self.session)).json(&body).send().await?.json().await?;
        let value = answer["value"].clone();
        match value.get("error").and_then(Value::as_str) {
            Some(error) => Err(format!("{path}: {error}: {}", value["message"]).into()),
            None => Ok(value),
        }
    }
}

/// Finds by role and name as assistive technology would: a label, `aria-label`, or the text. The name matches when it is
/// the whole name (then the last one in the page, as a dialog lies over what is below) or begins it (then the first).
const FIND: &str = r#"
const [role, wanted] = arguments;
const native = {
  button: "button,[role=button],summary", textbox: "input:not([type]),input[type=text],input[type=search],input[type=password],input[type=date],textarea,[role=textbox],[role=combobox],[role=searchbox]",
  link: "a[href]", checkbox: "input[type=checkbox]", tab: "[role=tab]", heading: "h1,h2,h3,[role=heading]",
  option: "[role=option]", row: "tr,[role=row]", radio: "input[type=radio],[role=radio]", region: "section,[role=region],[role=application]",
  menuitem: "[role=menuitem]", dialog: "dialog,[role=dialog]", article: "article,[role=article],[role=listitem],li", slider: "input[type=range],[role=slider]"
};
const visible = (e) => { const b = e.getBoundingClientRect(); const s = getComputedStyle(e); return b.width > 0 && b.height > 0 && s.visibility !== "hidden"; };
const name = (e) => {
  const label = e.getAttribute("aria-label"); if (label) return label;
  const by = e.getAttribute("aria-labelledby"); if (by) return by.split(/\s+/).map((i) => document.getElementById(i)?.textContent ?? "").join(" ");
  if (e.labels && e.labels.length) return e.labels[0].textContent;
  // What is hidden from such technology, as the keys that stand beside words, is no part of the name; a shortened text has a whole one.
  let text = e.innerText ?? "";
  for (const part of e.querySelectorAll("[aria-hidden=true]")) { if (part.innerText) text = text.replace(part.innerText, " "); }
  for (const part of e.querySelectorAll("span[aria-label]")) { text = text.replace(part.innerText, part.getAttribute("aria-label")); }
  return text.trim() || e.getAttribute("title") || e.getAttribute("placeholder") || e.textContent || "";
};
const tidy = (t) => t.replace(/\s+/g, " ").trim();
const all = [...document.querySelectorAll((native[role] ?? "") + (native[role] ? "," : "") + `[role="${role}"]`)].filter(visible);
const usable = (e) => !e.disabled && e.getAttribute("aria-disabled") !== "true" && !e.hasAttribute("data-disabled");
const named = all.map((e) => [e, tidy(name(e))]);
const exact = named.filter(([e, n]) => n === wanted && usable(e));
const begins = named.filter(([e, n]) => n.startsWith(wanted) && usable(e));
const hit = exact.length ? exact.at(-1) : begins[0];
if (!hit) return { there: named.map(([e, n]) => n.slice(0, 40) + (usable(e) ? "" : " (off)")).slice(0, 60).join(" | ") };
hit[0].scrollIntoView({ block: "nearest", inline: "nearest" });
const b = hit[0].getBoundingClientRect();
const x = b.x + b.width / 2, y = b.y + b.height / 2;
const top = document.elementFromPoint(x, y);
const reached = top !== null && [hit[0], ...(hit[0].labels ?? [])].some((e) => e.contains(top) || top.contains(e));
return { element: hit[0], x, y, over: reached ? null : top === null ? "the edge of the window" : top.outerHTML.slice(0, 120) };
"#;
