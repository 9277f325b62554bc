//! `cargo xtask test`: sets up, checks everything, and closes with one line of counts.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::shell::{Outcome, cargo, npm};
use crate::{front, machine, proofs, shell, tidy, tour};

/// Properties are tried with the same values each time, so that a commit passes or fails alike wherever it is checked;
/// `cargo xtask fuzz` looks for new ones.
const PROPERTY_SEED: &str = "1";

#[derive(Default)]
struct Tally {
    passed: u32,
    failed: u32,
}

pub(crate) fn test(fast: bool) -> Outcome {
    let linux = std::env::consts::OS == "linux";
    machine::set_up(false, linux && !fast)?;
    front::build()?;
    let mut tally = Tally::default();
    tally.step("format", &mut cargo(&["fmt", "--all", "--check"]));
    tally.check("house rules", tidy::tidy());
    tally.step(
        "clippy",
        &mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    );
    tally.count(
        "tests in Rust",
        cargo(&["test", "--workspace", "--locked", "--quiet", "--no-fail-fast"])
            .env("PROPTEST_RNG_SEED", PROPERTY_SEED),
    );
    for (what, words) in proofs::SHORT {
        tally.check(what, proofs::short(words));
    }
    tally.step("types of the interface", &mut npm(&["run", "--silent", "typecheck"]));
    tally.step("lint of the interface", &mut npm(&["run", "--silent", "lint"]));
    tally.count("tests of the interface", &mut npm(&["test", "--silent"]));
    if linux && !fast && tally.failed == 0 {
        let built = shell::must("build Swath", &mut cargo(&["build", "--package", "swath", "--locked"]));
        tally.check("tour", built.and_then(|()| tour::walk()));
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { Ok(()) } else { Err("not everything passed; see above".to_owned()) }
}

impl Tally {
    /// A step that passes or fails as a whole.
    fn step(&mut self, what: &str, command: &mut Command) {
        self.check(what, shell::must(what, command));
    }

    fn check(&mut self, what: &str, outcome: Outcome) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(reason) => {
                println!("{what}: {reason}");
                self.failed += 1;
            }
        }
    }

    /// A test runner whose own counts are added up.
    fn count(&mut self, what: &str, command: &mut Command) {
        println!("\n── {what}");
        let before = (self.passed, self.failed);
        match self.listen(command) {
            Ok(true) if self.passed > before.0 => {}
            Ok(true) => self.check(what, Err("the runner passed without counting any test".to_owned())),
            Ok(false) if self.failed > before.1 => {}
            Ok(false) => self.check(what, Err("the runner failed".to_owned())),
            Err(reason) => self.check(what, Err(reason)),
        }
    }

    fn listen(&mut self, command: &mut Command) -> Result<bool, String> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("could not be started: {error}"))?;
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                println!("{line}");
                self.read(&line);
            }
        }
        Ok(child.wait().map_err(|error| error.to_string())?.success())
    }

    /// `test result: ok. 12 passed; 0 failed; …` of cargo, `Tests  3 failed | 40 passed (43)` of vitest.
    fn read(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if !(line.starts_with("test result:") || line.starts_with("Tests ")) {
            return;
        }
        let words: Vec<&str> = line.split([' ', ';', '|', ',']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u32>() else { continue };
            match pair[1] {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

/// The line without colour codes.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(line: &str) -> (u32, u32) {
        let mut tally = Tally::default();
        tally.read(line);
        (tally.passed, tally.failed)
    }

    #[test]
    fn the_counts_of_both_runners_are_read() {
        assert_eq!(counted("test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured"), (12, 1));
        assert_eq!(
            counted("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m43 passed\u{1b}[39m (43)"),
            (43, 0)
        );
        assert_eq!(counted(" Tests  3 failed | 40 passed (43)"), (40, 3));
        assert_eq!(counted("running 12 tests, 12 passed"), (0, 0));
    }
}
