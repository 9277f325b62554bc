//! What differs by system: folders, logging, and what WebKit on Linux needs before the first window.

use std::io;
use std::path::{Path, PathBuf};

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
    let data = data_folder(&paths.app_data_dir()?, &paths.app_local_data_dir()?);
    let downloads = paths.download_dir().unwrap_or_else(|_| data.join("downloads")).join("Swath");
    Ok(Folders { cache: paths.app_cache_dir()?, data, downloads })
}

/// Where the data lies. On Windows the first versions kept it in the roaming profile, which is copied between computers
/// and written over by whichever logs off last: two of them would lose orders of each other. It lies in the local folder
/// since, and what is in the roaming one moves there once. Elsewhere both are one folder.
fn data_folder(roaming: &Path, local: &Path) -> PathBuf {
    if roaming == local {
        return local.to_owned();
    }
    // The webview keeps its own files in the local folder itself.
    let data = local.join("data");
    if data.exists() || !roaming.exists() {
        return data;
    }
    match move_folder(roaming, &data) {
        Ok(()) => data,
        Err(error) => {
            // Another Swath may have it open. The next start tries again; until then nothing is lost where it is.
            tracing::error!(%error, "the data could not be moved out of the roaming profile");
            roaming.to_owned()
        }
    }
}

/// Moves a folder whole or not at all. Onto another disk it is copied and compared first; the old one stays beside, under
/// another name.
fn move_folder(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(above) = to.parent() {
        std::fs::create_dir_all(above)?;
    }
    if std::fs::rename(from, to).is_ok() {
        return Ok(());
    }
    let draft = to.with_extension("moving");
    if draft.exists() {
        std::fs::remove_dir_all(&draft)?;
    }
    copy_folder(from, &draft)?;
    // From here on the copy counts. A name that can't be changed leaves the old one as the only one.
    let aside = from.with_extension("moved");
    std::fs::rename(from, &aside)?;
    std::fs::rename(&draft, to).or_else(|error| {
        std::fs::rename(&aside, from)?;
        Err(error)
    })
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    ordering::files::private_folder(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&old, &new)?;
            continue;
        }
        let content = std::fs::read(&old)?;
        ordering::files::write_whole(&new, &content)?;
        if std::fs::read(&new)? != content {
            return Err(io::Error::other(format!("{} was not copied as it is", old.display())));
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let (roaming, local) =
            (home.path().join("Roaming").join("Swath"), home.path().join("Local").join("Swath"));
        (home, roaming, local)
    }

    #[test]
    fn data_moves_out_of_the_roaming_profile_once_and_whole() {
        let (_home, roaming, local) = profile();
        assert_eq!(data_folder(&roaming, &local), local.join("data"), "a new computer");
        std::fs::create_dir_all(roaming.join("live-1")).unwrap();
        std::fs::write(roaming.join("live-1").join("ledger.db"), "orders").unwrap();
        let data = data_folder(&roaming, &local);
        assert_eq!(data, local.join("data"));
        assert_eq!(std::fs::read_to_string(data.join("live-1").join("ledger.db")).unwrap(), "orders");
        assert!(!roaming.exists());
        // Another computer brings an old profile along: what is here is not written over.
        std::fs::create_dir_all(&roaming).unwrap();
        assert_eq!(data_folder(&roaming, &local), data);
        assert_eq!(std::fs::read_to_string(data.join("live-1").join("ledger.db")).unwrap(), "orders");
        assert_eq!(data_folder(&local, &local), local, "one folder stays one folder");
    }

    #[test]
    fn what_cannot_be_renamed_is_copied_compared_and_kept_aside() {
        let (_home, roaming, local) = profile();
        std::fs::create_dir_all(roaming.join("sandbox")).unwrap();
        std::fs::write(roaming.join("sandbox").join("desk.db"), "areas").unwrap();
        let copy = local.join("data");
        copy_folder(&roaming, &copy).unwrap();
        assert_eq!(std::fs::read_to_string(copy.join("sandbox").join("desk.db")).unwrap(), "areas");
        assert!(roaming.join("sandbox").join("desk.db").exists());
    }

    #[test]
    fn data_that_cannot_be_moved_stays_in_use_where_it_is() {
        let (_home, roaming, local) = profile();
        std::fs::create_dir_all(&roaming).unwrap();
        // A file stands where the local folder is to be.
        std::fs::create_dir_all(local.parent().unwrap()).unwrap();
        std::fs::write(&local, "in the way").unwrap();
        assert_eq!(data_folder(&roaming, &local), roaming);
        assert!(roaming.exists());
    }
}
