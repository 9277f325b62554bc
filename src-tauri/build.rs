//! Lets Tauri read the configuration at build time.
fn main() {
    tauri_build::build();
}
