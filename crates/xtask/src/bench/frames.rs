//! `cargo xtask bench frames`: 2·10⁴ to 10⁶ footprints drawn in WebKit under a virtual display, by the map's own layer and by
//! MapLibre's GeoJSON source on the same page. Linux only, as WebKit is driven there. Without a graphics card the processor
//! draws both.

use std::path::PathBuf;

use crate::shell::{Outcome, cargo, command, must, root};
use crate::{front, machine};

const COUNTS: [&str; 3] = ["20000", "100000", "1000000"];

pub(crate) fn run() -> Outcome {
    if std::env::consts::OS != "linux" {
        return Err("this bench drives WebKitGTK in a virtual display, which only Linux has".to_owned());
    }
    machine::set_up(false, true)?;
    front::install()?;
    let folder = root().join("target/bench/frames");
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{} could not be made: {error}", folder.display()))?;
    let folder = folder.display().to_string();
    must(
        "build what writes the scenes",
        &mut cargo(&["build", "--release", "--package", "archive", "--example", "frames"]),
    )?;
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    let writer = built.join(format!("release/examples/frames{}", std::env::consts::EXE_SUFFIX));
    for count in COUNTS {
        must("write scenes", &mut command(&writer.display().to_string(), &[&folder, count]))?;
    }
    let script = root().join("crates/xtask/src/bench/frames.py").display().to_string();
    let ui = root().join("ui").display().to_string();
    must("draw them", &mut command("python3", &[&script, &ui, &folder]))
}
