//! `cargo xtask run`: from a bare computer to the open window.

use crate::shell::{Outcome, cargo, must};
use crate::{front, machine};

pub(crate) fn run(yes: bool, release: bool) -> Outcome {
    machine::set_up(yes, false)?;
    front::build()?;
    let mut arguments = vec!["build", "--package", "swath"];
    if release {
        arguments.push("--release");
    }
    must("build Swath (the first time takes some minutes)", &mut cargo(&arguments))?;
    if !has_display() {
        println!(
            "\nSwath is built, but there is no display to open its window on.\n\
             `cargo xtask tour` runs it in a virtual one and leaves pictures of each step in target/tour."
        );
        return Ok(());
    }
    arguments[0] = "run";
    must("Swath", &mut cargo(&arguments))
}

fn has_display() -> bool {
    cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}
