//! A stage for the real program: a virtual display, a session bus, and WebKit's driver, all ended when it is dropped.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask};

/// Why the stage could not be set.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A running display and driver.
pub struct Stage {
    /// Where the driver listens.
    pub driver_url: String,
    /// The display, such as `:97`.
    pub display: String,
    _driver: Child,
    _display: Child,
    home: PathBuf,
}

impl Stage {
    /// Sets the stage. `home` becomes the program's whole world: settings, records, caches, downloads.
    ///
    /// # Errors
    /// When a program is missing or does not answer in time.
    pub async fn set(home: &Path, width: u32, height: u32) -> Result<Stage, Trouble> {
        let runtime = home.join("runtime");
        std::fs::create_dir_all(&runtime)?;
        private(&runtime)?;
        let display = free_display();
        let screen = format!("{width}x{height}x24");
        let xvfb = Command::new("Xvfb")
            .args([display.as_str(), "-screen", "0", screen.as_str(), "-nolisten", "tcp"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let socket = format!("/tmp/.X11-unix/X{}", display.trim_start_matches(':'));
        wait_for(|| Path::new(&socket).exists(), "the virtual display").await?;
        let port = free_port()?;
        let log = std::fs::File::create(home.join("driver.log"))?;
        // A desktop session in small: a bus, an unlocked key store, and on it WebKit's driver.
        let session = "printf swath | gnome-keyring-daemon --unlock --components=secrets >/dev/null && \
                       exec WebKitWebDriver --host=127.0.0.1 --port=\"$1\"";
        let driver = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", session, "sh", &port.to_string()])
            .env("DISPLAY", &display)
            .env("HOME", home)
            .env("SWATH_HOME", home)
            .env("XDG_RUNTIME_DIR", &runtime)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .process_group(0)
            .spawn()?;
        let stage = Stage {
            driver_url: format!("http://127.0.0.1:{port}"),
            display: display.clone(),
            _driver: driver,
            _display: xvfb,
            home: home.to_owned(),
        };
        wait_for(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok(), "WebKit's driver").await?;
        Ok(stage)
    }

    /// Asks the window to close, as its X does.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn close_window(&self) -> Result<(), Trouble> {
        let (display, screen) = x11rb::connect(Some(&self.display))?;
        let root = display.setup().roots.get(screen).ok_or("the display has no screen")?.root;
        let atom = |name: &str| -> Result<u32, Trouble> {
            Ok(display.intern_atom(false, name.as_bytes())?.reply()?.atom)
        };
        let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
        let mut open = vec![root];
        while let Some(window) = open.pop() {
            let title = display
                .get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64)?
                .reply()
                .map(|property| property.value)
                .unwrap_or_default();
            let supported = display.get_property(false, window, protocols, AtomEnum::ATOM, 0, 64)?.reply();
            let closes = supported
                .is_ok_and(|list| list.value32().is_some_and(|mut atoms| atoms.any(|atom| atom == delete)));
            if closes && title == b"Swath" {
                let event =
                    ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
                display.send_event(false, window, EventMask::NO_EVENT, event)?.check()?;
                display.flush()?;
                return Ok(());
            }
            open.extend(display.query_tree(window)?.reply().map(|tree| tree.children).unwrap_or_default());
        }
        Err("there is no window to close".into())
    }

    /// Ends the program as a power cut would: no signal that it could catch, nothing to tidy up.
    ///
    /// # Errors
    /// When it is not running.
    pub fn cut_the_power(&self) -> Result<(), Trouble> {
        let process = self.program()?.ok_or("the program is not running")?;
        let id = process.file_name().unwrap_or_default();
        let killed = std::process::Command::new("kill").arg("-KILL").arg(id).status()?;
        if killed.success() { Ok(()) } else { Err("the program could not be killed".into()) }
    }

    /// Waits until the program has written a file of this name into its world.
    ///
    /// # Errors
    /// When it does not.
    pub async fn waits_for(&self, name: &str) -> Result<(), Trouble> {
        let file = self.home.join(name);
        wait_for(|| file.exists(), name).await
    }

    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// When it does not.
    pub async fn program_has_ended(&self) -> Result<(), Trouble> {
        wait_for(|| matches!(self.program(), Ok(None)), "the end of the program").await
    }

    /// The running program, as a folder of `/proc`.
    fn program(&self) -> Result<Option<PathBuf>, Trouble> {
        let home = format!("SWATH_HOME={}", self.home.display());
        let ours = |process: &Path| {
            let is_program = std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe.ends_with("swath"));
            let world = std::fs::read(process.join("environ")).unwrap_or_default();
            is_program && world.split(|byte| *byte == 0).any(|entry| entry == home.as_bytes())
        };
        Ok(std::fs::read_dir("/proc")?.flatten().map(|entry| entry.path()).find(|path| ours(path)))
    }

    /// The program's world.
    pub fn home(&self) -> &Path {
        &self.home
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The driver runs below dbus-run-session; the whole group has to go.
        if let Some(group) = self._driver.id() {
            let group = format!("-{group}");
            let ended = std::process::Command::new("kill").args(["-TERM", "--", &group]).status();
            drop(ended);
        }
    }
}

fn free_port() -> Result<u16, std::io::Error> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn free_display() -> String {
    let taken = |number: &u32| {
        Path::new(&format!("/tmp/.X11-unix/X{number}")).exists()
            || Path::new(&format!("/tmp/.X{number}-lock")).exists()
    };
    let start = 90 + std::process::id() % 500;
    let number = (start..start + 500).find(|number| !taken(number)).unwrap_or(start);
    format!(":{number}")
}

#[cfg(unix)]
fn private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn private(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

async fn wait_for(ready: impl Fn() -> bool, what: &str) -> Result<(), Trouble> {
    let start = Instant::now();
    while !ready() {
        if start.elapsed() > Duration::from_secs(30) {
            return Err(format!("{what} did not come within 30 s").into());
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Ok(())
}
