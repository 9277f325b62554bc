//! Writes the TypeScript side of the border to the path given.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("give the path to write to")?;
    swath::export_bindings(std::path::Path::new(&path))
}
