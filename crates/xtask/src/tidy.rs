//! `cargo xtask tidy`: the rules of the house that no compiler knows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Outcome, root};

/// Which crates of ours a crate may use. Arrows point one way.
const ARROWS: [(&str, &[&str]); 7] = [
    ("crates/aoi", &[]),
    ("crates/oneatlas", &[]),
    ("crates/oneatlas-sandbox", &["aoi"]),
    ("crates/archive", &["aoi", "oneatlas"]),
    ("crates/ordering", &["aoi", "oneatlas", "archive"]),
    ("crates/xtask", &[]),
    ("src-tauri", &["aoi", "oneatlas", "archive", "ordering", "oneatlas-sandbox"]),
];
const OURS: [&str; 6] = ["aoi", "oneatlas", "oneatlas-sandbox", "archive", "ordering", "swath"];

/// Words that hide a missing concept.
const EMPTY_WORDS: [&str; 3] = ["Manager", "Helper", "Utils"];

const RUST_FILE: usize = 400;
const UI_FILE: usize = 250;
const TOP: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "clippy.toml",
    "rustfmt.toml",
    "crates",
    "icons",
    "src-tauri",
    "tests",
    "ui",
    "target",
    "docs",
];

pub(crate) fn tidy() -> Outcome {
    let mut faults = Vec::new();
    arrows(&mut faults);
    top(&mut faults);
    for path in files(&root(), &[]) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") => rust(&name, &text, &mut faults),
            Some("ts" | "tsx") => interface(&name, &text, &mut faults),
            Some("json") if name.ends_with("package-lock.json") && text.contains("\"resolved\"") => {
                faults.push(format!(
                    "{name} names download addresses (npm install with omit-lockfile-registry-resolved)"
                ));
            }
            _ => {}
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("{} against the house rules:\n  {}", faults.len(), faults.join("\n  ")))
}

fn arrows(faults: &mut Vec<String>) {
    for (folder, allowed) in ARROWS {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap_or_default();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for line in dependencies.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if OURS.contains(&name) && !allowed.contains(&name) {
                faults.push(format!("{folder} may not use {name}"));
            }
            let below = folder != "src-tauri";
            if below && name.starts_with("tauri") {
                faults.push(format!("{folder} may not use {name}: no Tauri below src-tauri"));
            }
            if name == "reqwest" && folder != "crates/oneatlas" {
                faults.push(format!("{folder} may not use reqwest: no HTTP outside oneatlas"));
            }
            if folder == "crates/aoi" && matches!(name, "tokio" | "rusqlite") {
                faults.push(format!("{folder} may not use {name}: areas are pure"));
            }
        }
    }
}

fn top(faults: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !TOP.contains(&name.as_str()) {
            faults.push(format!("{name} does not belong at the top"));
        }
    }
}

fn rust(name: &str, text: &str, faults: &mut Vec<String>) {
    // The one file whose business is these words.
    if name.ends_with("xtask/src/tidy.rs") {
        return;
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code_lines(code);
    let is_test = name.contains("/tests/") || name.starts_with("tests/") || name.ends_with("tests.rs");
    if lines > RUST_FILE && !is_test {
        faults.push(format!("{name}: {lines} lines of code, more than {RUST_FILE}: a concept is missing"));
    }
    if !text.trim_start().starts_with("//!") && !is_test {
        faults.push(format!("{name}: begins without saying what it is for (//!)"));
    }
    words(name, text, faults);
    if code.contains("unsafe {") {
        faults.push(format!("{name}: unsafe"));
    }
}

fn interface(name: &str, text: &str, faults: &mut Vec<String>) {
    if name.ends_with("ipc/bindings.ts") {
        return;
    }
    let lines = code_lines(text);
    let test = name.contains(".test.");
    if lines > UI_FILE && !test {
        faults.push(format!("{name}: {lines} lines of code, more than {UI_FILE}: a concept is missing"));
    }
    if name.starts_with("ui/src/") && !name.starts_with("ui/src/ipc/") && text.contains("from \"@tauri-apps")
    {
        faults.push(format!("{name}: only ui/src/ipc may use @tauri-apps"));
    }
    if name.starts_with("ui/src/") && !name.starts_with("ui/src/map/") && text.contains("from \"maplibre-gl")
    {
        faults.push(format!("{name}: only ui/src/map may use maplibre-gl"));
    }
    if text.contains("dangerouslySetInnerHTML") {
        faults.push(format!("{name}: text of others is never put in as HTML"));
    }
    words(name, text, faults);
}

fn words(name: &str, text: &str, faults: &mut Vec<String>) {
    for (number, line) in text.lines().enumerate() {
        let place = || format!("{name}:{}", number + 1);
        let declares = ["struct ", "enum ", "trait ", "class ", "mod ", "interface "];
        for word in EMPTY_WORDS {
            let declared = declares.iter().any(|kind| {
                let declared = line
                    .split(kind)
                    .nth(1)
                    .and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
                declared.is_some_and(|declared| declared.ends_with(word))
            });
            if declared {
                faults.push(format!("{}: a {word} hides what it does", place()));
            }
        }
        if line.contains("#[ignore") || line.contains("TODO") || line.contains("FIXME") {
            faults.push(format!("{}: left open", place()));
        }
    }
}

/// Lines that are neither blank nor only a comment: documentation is no reason to split a file.
fn code_lines(text: &str) -> usize {
    let comment = |line: &str| ["//", "/*", "*"].iter().any(|mark| line.starts_with(mark));
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !comment(line)).count()
}

/// All files that are kept in the repository, by the folders they are never in.
fn files(folder: &Path, found: &[PathBuf]) -> Vec<PathBuf> {
    const PASSED_OVER: [&str; 6] = ["target", "node_modules", "dist", ".git", "gen", "coverage"];
    let mut found = found.to_vec();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !PASSED_OVER.contains(&name.as_str()) {
                found = files(&path, &found);
            }
        } else {
            found.push(path);
        }
    }
    found
}
