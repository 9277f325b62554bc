//! `cargo xtask bench archive`: filter, sort and coverage over 10⁵ and 10⁶ scenes, beside shapely with pandas and DuckDB on
//! the same scenes in the same run; 10⁵ and 10⁶ scenes opened from the disk; and 10⁴ scenes fetched from a slow vendor. Fails when
//! the answers differ.

use std::path::PathBuf;

use crate::shell::{Outcome, cargo, command, must, root};

const PEERS: [&str; 6] =
    ["numpy", "pandas", "shapely==2.2.0", "pyarrow", "duckdb==1.5.5", "duckdb-extension-spatial==1.5.5"];

pub(crate) fn run() -> Outcome {
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("target/bench could not be made: {error}"))?;
    let python = peers(&folder)?;
    must(
        "build the measured program",
        &mut cargo(&["build", "--release", "--package", "archive", "--example", "bench"]),
    )?;
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    let bench = built.join("release/examples").join(if cfg!(windows) { "bench.exe" } else { "bench" });
    let script = root().join("crates/xtask/src/bench/archive_peers.py");
    for count in ["100000", "1000000"] {
        let scenes = folder.join(format!("scenes-{count}.bin")).display().to_string();
        let ours = folder.join(format!("archive-{count}.json"));
        println!("\n── {count} scenes");
        let measured = command(&bench.display().to_string(), &[&scenes, count])
            .output()
            .map_err(|error| format!("the measured program could not be started: {error}"))?;
        if !measured.status.success() {
            return Err(format!("the measured program failed ({})", measured.status));
        }
        std::fs::write(&ours, &measured.stdout)
            .map_err(|error| format!("{} could not be written: {error}", ours.display()))?;
        let ours = ours.display().to_string();
        must(
            "ask the peers the same",
            &mut command(&python, &[&script.display().to_string(), &scenes, &ours]),
        )?;
    }
    opening(&built)?;
    pager(&built)
}

/// A search of yesterday, from the records of its scenes and from its snapshot.
fn opening(built: &std::path::Path) -> Outcome {
    must(
        "build the opening",
        &mut cargo(&["build", "--release", "--package", "ordering", "--example", "opening"]),
    )?;
    let program = built.join(format!("release/examples/opening{}", std::env::consts::EXE_SUFFIX));
    for count in ["100000", "1000000"] {
        println!("\n── {count} scenes of a kept search, opened with their first 50 rows");
        let output = command(&program.display().to_string(), &[count]).output();
        let output = output.map_err(|error| format!("the opening could not be started: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [records, snapshot, database, file] = *figures else {
            return Err(format!("the opening failed: {}", String::from_utf8_lossy(&output.stderr)));
        };
        println!(
            "{:28} {snapshot:12.2} s    records {records:12.2} s ({:6.1} x)   {file:.0} MB beside {database:.0} MB",
            "open from the snapshot",
            records / snapshot
        );
    }
    Ok(())
}

/// 10,000 scenes from a vendor that takes its time, beside asking for one page after the other.
fn pager(built: &std::path::Path) -> Outcome {
    println!("\n── 10000 scenes from a sandbox that answers after 150 ms");
    must(
        "build the pager",
        &mut cargo(&["build", "--release", "--package", "ordering", "--example", "pager"]),
    )?;
    let program = built.join(format!("release/examples/pager{}", std::env::consts::EXE_SUFFIX));
    let output = command(&program.display().to_string(), &[]).output();
    let output = output.map_err(|error| format!("the pager could not be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let [scenes, theirs, ours, sequential, bound] = *figures else {
        return Err(format!("the pager failed: {}", String::from_utf8_lossy(&output.stderr)));
    };
    if scenes != theirs {
        return Err(format!("the pagers differ: {scenes} scenes and {theirs}"));
    }
    println!(
        "{:28} {ours:12.2} s    sequential {sequential:9.2} s ({:6.1} x)   bound {bound:5.2} s ({:4.2} x)",
        "fetch",
        sequential / ours,
        ours / bound
    );
    Ok(())
}

/// A Python of its own with the peers in it, made once; the interpreter.
fn peers(folder: &std::path::Path) -> Result<String, String> {
    let place = folder.join("peers");
    let python = place.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let python = python.display().to_string();
    if !place.join("ready").exists() {
        let place_text = place.display().to_string();
        must("make a Python for the peers", &mut command("python3", &["-m", "venv", &place_text]))?;
        let mut arguments = vec!["-m", "pip", "install", "--quiet"];
        arguments.extend(PEERS);
        must("install the peers", &mut command(&python, &arguments))?;
        std::fs::write(place.join("ready"), "").map_err(|error| format!("the peers: {error}"))?;
    }
    Ok(python)
}
