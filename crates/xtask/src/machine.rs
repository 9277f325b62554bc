//! What a computer needs before it can build Swath: system packages on Debian and Ubuntu, Node, and what is missing
//! elsewhere in words.

use crate::shell::{Outcome, command, must, output};

/// To build and run.
const BUILD: [&str; 4] = ["ca-certificates", "build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];
/// To drive the real program in a virtual display.
const TESTS: [&str; 8] = [
    "xvfb",
    "xauth",
    "dbus",
    "gnome-keyring",
    "webkit2gtk-driver",
    "procps",
    "imagemagick",
    "fonts-dejavu-core",
];

/// Vite and the type checker need this much.
const NODE_MAJOR: u32 = 20;

/// Installs or names what is missing.
pub(crate) fn set_up(yes: bool, tests: bool) -> Outcome {
    node()?;
    match std::env::consts::OS {
        "linux" => linux(yes, tests),
        "macos" => macos(),
        "windows" => windows(),
        other => {
            println!("Swath was not tried on {other}; going on with what is there.");
            Ok(())
        }
    }
}

fn node() -> Outcome {
    let version = output("node", &["--version"]).unwrap_or_default();
    let major: u32 =
        version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok()).unwrap_or(0);
    if major >= NODE_MAJOR {
        return Ok(());
    }
    let found = if version.is_empty() { "none was found".to_owned() } else { format!("found {version}") };
    Err(format!(
        "Node {NODE_MAJOR} or newer is needed, with npm ({found}).\nIt comes from https://nodejs.org or your package manager; then run this again."
    ))
}

fn linux(yes: bool, tests: bool) -> Outcome {
    let wanted: Vec<&str> = BUILD.iter().chain(TESTS.iter().filter(|_| tests)).copied().collect();
    if output("dpkg-query", &["--version"]).is_none() {
        println!("This is no Debian or Ubuntu. Install what your system calls: {}", wanted.join(", "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing and will be installed through apt:\n  {}", missing.join(" "));
    let root = output("id", &["-u"]).as_deref() == Some("0");
    if !root && !yes && !agreed()? {
        return Err(format!(
            "nothing was installed; do it by hand:\n  sudo apt-get install {}",
            missing.join(" ")
        ));
    }
    apt(root, &["update", "-q"])?;
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(missing);
    apt(root, &install)
}

fn apt(root: bool, arguments: &[&str]) -> Outcome {
    let mut apt = if root { command("apt-get", arguments) } else { command("sudo", &["apt-get"]) };
    if !root {
        apt.args(arguments);
    }
    must(&format!("apt-get {}", arguments[0]), apt.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn installed(package: &str) -> bool {
    let status = output("dpkg-query", &["-W", "-f=${Status}", package]);
    status.is_some_and(|status| status.ends_with("ok installed"))
}

fn agreed() -> Result<bool, String> {
    println!("Go on? [Y/n] (--yes asks nothing)");
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
    // With nobody to ask, nothing is installed.
    Ok(read > 0 && !answer.trim().eq_ignore_ascii_case("n"))
}

fn macos() -> Outcome {
    if output("xcode-select", &["-p"]).is_some() {
        return Ok(());
    }
    Err("the command line tools of Xcode are needed: run `xcode-select --install`, then this again."
        .to_owned())
}

fn windows() -> Outcome {
    let key =
        r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    if output("reg", &["query", key]).is_none() {
        println!(
            "The WebView2 runtime was not found. Windows 11 has it; on Windows 10 install the Evergreen runtime from Microsoft."
        );
    }
    println!("The C++ build tools of Visual Studio are needed as well; if linking fails, install them.");
    Ok(())
}
