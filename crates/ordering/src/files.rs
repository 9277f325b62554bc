//! Files that only the user of this computer may read, and whether a folder is on a disk of this computer.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use rusqlite::Connection;

/// Makes a folder, and those above it that are missing, for the user alone. A folder that is there already is made
/// private; where the file system knows no rights (FAT, for one), the log says so.
///
/// # Errors
/// What the system says.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    warn_if(restrict(folder, 0o700));
    Ok(())
}

/// Opens a file for writing, or makes an empty one; from its first byte it is the user's alone. Not for databases, see
/// [`private_database`].
///
/// # Errors
/// What the system says.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    warn_if(restrict(path, 0o600));
    Ok(file)
}

/// Writes a whole file for the user alone, in place of one that is there.
///
/// # Errors
/// What the system says.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = private_file(path)?;
    file.set_len(0)?;
    file.write_all(content)
}

/// Opens a database whose files are the user's alone: the file is made before SQLite does it, and SQLite gives its side
/// files the rights of the file itself. A file that is there is not opened here: closing it would let go of the locks that
/// another connection of this process holds on it.
///
/// # Errors
/// That the file can't be made or opened.
pub(crate) fn private_database(path: &Path) -> Result<Connection, rusqlite::Error> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_file() => {
            warn_if(restrict(path, 0o600));
            Ok(())
        }
        Err(error) => Err(error),
    };
    made.map_err(|error| {
        rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN),
            Some(error.to_string()),
        )
    })?;
    Connection::open(path)
}

fn warn_if(restricted: io::Result<()>) {
    if let Err(error) = restricted {
        tracing::warn!(%error, "a file of the record's folder could not be made private");
    }
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
        warn_if(changed);
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
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_written_over_whole_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below").join("a.json");
        write_whole(&path, b"one, which is longer").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no draft is left");
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn folders_and_files_are_the_users_alone_from_the_start_and_made_so_later() {
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("a").join("b");
        private_folder(&folder).unwrap();
        assert_eq!((mode(&folder), mode(folder.parent().unwrap())), (0o700, 0o700));
        let path = folder.join("c");
        write_private(&path, b"long content").unwrap();
        assert_eq!(mode(&path), 0o600);
        write_private(&path, b"short").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
        drop(private_file(&path).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"short", "opening changes nothing");
        // As an earlier version left them.
        let open = |path: &Path, mode: u32| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        open(&path, 0o644);
        open(&folder, 0o755);
        restrict_below(here.path());
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        open(&path, 0o666);
        drop(private_database(&path).unwrap());
        open(&folder, 0o777);
        private_folder(&folder).unwrap();
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }

    #[test]
    fn a_link_out_of_the_folder_is_left_alone() {
        let here = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let path = outside.path().join("shared");
        std::fs::write(&path, "").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        std::os::unix::fs::symlink(&path, here.path().join("link")).unwrap();
        restrict_below(here.path());
        restrict_below(&here.path().join("not there"));
        assert_eq!(mode(&path), 0o644);
    }

    #[test]
    fn what_is_not_there_is_removed_without_a_word_and_what_can_not_be_is_told() {
        let here = tempfile::tempdir().unwrap();
        remove(&here.path().join("nothing")).unwrap();
        assert!(remove(here.path()).is_err(), "it is a folder");
        assert!(private_database(here.path()).is_err(), "it is a folder");
        assert!(private_file(&here.path().join("no").join("such")).is_err());
    }
}
