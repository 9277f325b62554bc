//! What differs by system: folders, logging, and what WebKit on Linux needs before the first window.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};

/// Where the program keeps things.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Records, areas, baskets, settings.
    pub data: PathBuf,
    /// Pictures; may be deleted at any time.
    pub cache: PathBuf,
    /// Where downloads go when nothing else is set.
    pub downloads: PathBuf,
}

/// The folders of the system, or all below `SWATH_HOME` where that is set (portable use, rehearsals).
pub(crate) fn folders(app: &AppHandle) -> tauri::Result<Folders> {
    if let Some(home) = std::env::var_os("SWATH_HOME").map(PathBuf::from) {
        let below = |name: &str| home.join(name);
        return Ok(Folders { data: below("data"), cache: below("cache"), downloads: below("downloads") });
    }
    let paths = app.path();
    let data = paths.app_data_dir()?;
    let downloads = paths.download_dir().unwrap_or_else(|_| data.join("downloads")).join("Swath");
    Ok(Folders { cache: paths.app_cache_dir()?, data, downloads })
}

/// Logs to standard error. Bodies and headers never reach a log: the HTTP libraries are held at warnings.
pub(crate) fn log() {
    let wanted = std::env::var("SWATH_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter =
        format!("{wanted},hyper=warn,h2=warn,rustls=warn,reqwest=warn,zbus=warn,krilla=warn,hayro=warn");
    let started = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .try_init();
    // A second start within one process (tests) keeps the first logger.
    drop(started);
    std::panic::set_hook(Box::new(|info| tracing::error!(%info, "a fault in the program")));
}

/// Must run before any thread: it sets variables of the process.
pub(crate) fn prepare() {
    #[cfg(target_os = "linux")]
    linux::prepare();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;

    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// WebKitGTK shows a blank window through its DMABUF renderer on NVIDIA drivers and where there is no render node
    /// (virtual machines, remote desktops). Elsewhere the renderer is faster and stays on. A user's own value wins.
    ///
    /// The variable has to be there before WebKit starts, and setting one is unsafe once threads run; so the program
    /// starts itself again with it, once.
    pub(super) fn prepare() {
        if std::env::var_os(DMABUF).is_some() || !needs_plain_renderer() {
            return;
        }
        use std::os::unix::process::CommandExt;
        let Ok(program) = std::env::current_exe() else { return };
        let error =
            std::process::Command::new(program).args(std::env::args_os().skip(1)).env(DMABUF, "1").exec();
        // `exec` returns only when it failed; then the default renderer is tried.
        drop(error);
    }

    fn needs_plain_renderer() -> bool {
        let nvidia = Path::new("/proc/driver/nvidia/version").exists();
        let render_node = std::fs::read_dir("/dev/dri").is_ok_and(|nodes| {
            nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
        });
        nvidia || !render_node
    }
}
