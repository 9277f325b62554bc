//! Walks the whole journey through the real program in a virtual display. Pictures go to `target/tour`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use swath_tests::driver::Window;
use swath_tests::journey::Journey;
use swath_tests::stage::{Stage, Trouble};

#[tokio::main]
async fn main() -> ExitCode {
    let album = root().join("target/tour");
    let outcome = walk(&album).await;
    let mut out = std::io::stdout();
    let said = match &outcome {
        Ok(()) => writeln!(out, "the tour went through; its pictures are in {}", album.display()),
        Err(trouble) => writeln!(out, "the tour stopped: {trouble}\nits pictures are in {}", album.display()),
    };
    if outcome.is_ok() && said.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn walk(album: &Path) -> Result<(), Trouble> {
    if album.exists() {
        std::fs::remove_dir_all(album)?;
    }
    let home = std::env::temp_dir().join(format!("swath-tour-{}", std::process::id()));
    std::fs::create_dir_all(&home)?;
    let stage = Stage::set(&home, 1440, 900).await?;
    let window = Window::open(&stage.driver_url, &stage.display, &program()?).await?;
    window.resize(1440, 900).await?;
    let walked = Journey::begin(window, album)?.walk().await;
    if walked.is_err() {
        // What the program and the driver said helps to find out why.
        let log = std::fs::read(stage.home().join("driver.log")).unwrap_or_default();
        std::fs::write(album.join("driver.log"), log)?;
    }
    drop(stage);
    std::fs::remove_dir_all(&home)?;
    walked
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program beside this one: cargo builds both into the same folder.
fn program() -> Result<PathBuf, Trouble> {
    let here = std::env::current_exe()?;
    let beside = here.parent().ok_or("this program has no folder")?.join("swath");
    if beside.exists() { Ok(beside) } else { Err(format!("{} is not built", beside.display()).into()) }
}
