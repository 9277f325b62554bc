//! `cargo xtask bindings`: the TypeScript side of the border.

use crate::front;
use crate::shell::{Outcome, cargo, must, root};

pub(crate) fn write() -> Outcome {
    // The shell embeds the built interface, so there has to be one, of whatever age.
    if !root().join("ui/dist/index.html").exists() {
        front::build()?;
    }
    let path = root().join("ui/src/ipc/bindings.ts");
    let mut export = cargo(&["run", "--quiet", "--package", "swath-tests", "--bin", "export-bindings", "--"]);
    must("write ui/src/ipc/bindings.ts", export.arg(path))
}
