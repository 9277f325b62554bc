//! The border without a window: every command called by its name over Tauri's mock runtime, once well and once badly. The
//! sandbox behind it is the real one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

use std::path::Path;

mod archive;
mod areas;
mod border;
mod connection;
mod orders;

#[test]
fn the_bindings_are_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("bindings.ts");
    swath::export_bindings(&written).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
    let (fresh, kept) =
        (std::fs::read_to_string(written).unwrap(), std::fs::read_to_string(committed).unwrap());
    assert!(fresh == kept, "ui/src/ipc/bindings.ts is old: run `cargo xtask bindings`");
}
