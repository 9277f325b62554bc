//! `cargo xtask tour`: the real program in a virtual display, through the whole journey.

use crate::shell::{Outcome, cargo, must};
use crate::{front, machine};

pub(crate) fn tour() -> Outcome {
    if std::env::consts::OS != "linux" {
        return Err("the tour drives WebKitGTK in a virtual display, which only Linux has".to_owned());
    }
    machine::set_up(false, true)?;
    front::build()?;
    must("build Swath", &mut cargo(&["build", "--package", "swath"]))?;
    walk()
}

/// The walk itself; the program is built.
pub(crate) fn walk() -> Outcome {
    must("tour", &mut cargo(&["run", "--quiet", "--package", "swath-tests", "--bin", "tour"]))
}
