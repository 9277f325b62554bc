//! `cargo xtask bench areas`: files of 10³ to 10⁶ vertices in each main form, read, checked, mended to what the vendor takes
//! and measured; beside shapely, pyproj and GDAL doing so. Times are the best of three in one process, without its start;
//! memory is the most that the process held.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Outcome, cargo, must, root};

const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
const ENDINGS: [&str; 6] = ["geojson", "kml", "wkt", "gpkg", "zip", "fgb"];
const PACKAGES: [&str; 3] = ["shapely", "pyproj", "pyogrio"];

/// What one program did with one file.
struct Measured {
    seconds: f64,
    megabytes: f64,
    vertices: f64,
    km2: f64,
}

pub(crate) fn bench() -> Outcome {
    let folder = root().join("target/bench/areas");
    must(
        "build the measuring program",
        cargo(&["build", "--release", "--quiet", "--package", "ordering", "--example", "measure_areas"])
            .env("CARGO_INCREMENTAL", "0"),
    )?;
    let ours =
        target().join("release/examples").join(format!("measure_areas{}", std::env::consts::EXE_SUFFIX));
    for size in SIZES {
        let made =
            Command::new(&ours).args(["make".as_ref(), folder.as_os_str()]).arg(size.to_string()).status();
        if !made.is_ok_and(|status| status.success()) {
            return Err(format!("could not make the files of {size} vertices"));
        }
    }
    let theirs = python(&folder);
    let theirs = theirs.inspect_err(|reason| println!("\nWithout a comparison: {reason}")).ok();
    let mut table = String::new();
    let _ = writeln!(
        table,
        "\n{:>8} {:>9}  {:>10} {:>8}  {:>10} {:>8}  {:>7} {:>7}",
        "form", "vertices", "Swath s", "MB", "shapely s", "MB", "faster", "memory"
    );
    for ending in ENDINGS {
        for size in SIZES {
            let file = folder.join(format!("coast-{size}.{ending}"));
            if let Some(row) = row(&file, ending, size, &ours, theirs.as_deref())? {
                table.push_str(&row);
            }
        }
    }
    println!(
        "{table}\nfaster: their seconds over ours. memory: our peak over theirs. Each mended outline has at most 998 vertices."
    );
    Ok(())
}

/// One line of the table; none for a form that only the others can write.
fn row(
    file: &Path,
    ending: &str,
    size: u32,
    ours: &Path,
    theirs: Option<&Path>,
) -> Result<Option<String>, String> {
    if ending == "fgb" {
        let Some(python) = theirs else { return Ok(None) };
        let from = file.with_extension("gpkg");
        let converted = Command::new(python).arg(script()).arg("convert").arg(from).arg(file).status();
        if !converted.is_ok_and(|status| status.success()) {
            return Err(format!("could not convert to {}", file.display()));
        }
    }
    let we = measured(Command::new(ours).arg("measure").arg(file))?;
    let mut row = format!("{ending:>8} {size:>9}  {:>10.4} {:>8.0}", we.seconds, we.megabytes);
    if let Some(python) = theirs {
        let they = measured(Command::new(python).arg(script()).arg("measure").arg(file))?;
        let off = (we.km2 / they.km2 - 1.0).abs();
        if off > 1e-6 || we.vertices > 998.0 {
            return Err(format!("{}: {} km² here and {} km² there", file.display(), we.km2, they.km2));
        }
        let (faster, memory) = (they.seconds / we.seconds, we.megabytes / they.megabytes);
        let _ =
            write!(row, "  {:>10.4} {:>8.0}  {faster:>6.1}x {memory:>6.2}x", they.seconds, they.megabytes);
    }
    row.push('\n');
    print!("{row}");
    Ok(Some(row))
}

fn measured(command: &mut Command) -> Result<Measured, String> {
    let output = command.output().map_err(|error| format!("could not start {command:?}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [seconds, megabytes, vertices, km2, _] if output.status.success() => {
            Ok(Measured { seconds: *seconds, megabytes: *megabytes, vertices: *vertices, km2: *km2 })
        }
        _ => Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// A Python with the packages, in a throw-away environment; why not, where there is none.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let environment = folder.join("python");
    let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let python = environment.join(bin);
    if !python.exists() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&environment).output();
        let made = made.map_err(|_| "there is no python3 on this computer".to_owned())?;
        if !made.status.success() {
            return Err("python3 can't make a virtual environment (on Debian: python3-venv)".to_owned());
        }
    }
    let installed = Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES).output();
    match installed {
        Ok(output) if output.status.success() => Ok(python),
        Ok(output) => Err(format!("pip failed: {}", String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(format!("pip could not be started: {error}")),
    }
}

fn script() -> PathBuf {
    root().join("crates/xtask/src/bench/measure_areas.py")
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
