//! Files that only the user of this computer may read, and whether a folder is on a disk of this computer.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes a folder, and those above it that are missing, for the user alone. A folder that is there already is made
/// private; where the file system knows no rights (FAT, for one), the log says so.
///
/// # Errors
/// What the system says.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if let Err(error) = restrict(folder, 0o700) {
        tracing::warn!(%error, "the folder of the record could not be made private");
    }
    Ok(())
}

/// Opens a file for writing, or makes an empty one; from its first byte it is the user's alone.
///
/// # Errors
/// What the system says.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    if let Err(error) = restrict(path, 0o600) {
        tracing::warn!(%error, "a file of the record's folder could not be made private");
    }
    Ok(file)
}

/// Makes the file of a database before SQLite does: its side files get the rights of the file itself.
///
/// # Errors
/// That the file can't be opened, as SQLite says it.
pub(crate) fn private_database(path: &Path) -> Result<(), rusqlite::Error> {
    private_file(path).map(drop).map_err(|error| {
        rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN),
            Some(error.to_string()),
        )
    })
}

/// Makes private what an earlier version left readable: every file and folder below `folder`. What can't be changed is
/// passed over, as the folder itself is private already.
pub(crate) fn restrict_below(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        // A link may lead out of the folder.
        let changed = if kind.is_dir() {
            let changed = restrict(&path, 0o700);
            restrict_below(&path);
            changed
        } else if kind.is_file() {
            restrict(&path, 0o600)
        } else {
            Ok(())
        };
        if let Err(error) = changed {
            tracing::warn!(%error, "a file of the record's folder could not be made private");
        }
    }
}

/// Removes a file; one that is not there is no error.
///
/// # Errors
/// What the system says.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes the name of a new file durable.
///
/// # Errors
/// What the system says.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    // Windows has no such thing for folders.
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Writes a file whole or not at all, for the user alone. It is on the disk when this returns.
///
/// # Errors
/// What the system says; the file of before is still there then.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".new");
    let draft = path.with_file_name(name);
    let mut file = private_file(&draft)?;
    file.set_len(0)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&draft, path)?;
    sync_folder(path)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path)?.permissions().mode() & 0o7777 == mode {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// On Windows the folder of the user is private by its own list of rights, which new files get.
#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_over_whole_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below").join("a.json");
        write_whole(&path, b"one, which is longer").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no draft is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }
}
