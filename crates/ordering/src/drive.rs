//! On what kind of drive a folder lies. SQLite's write-ahead log shares memory between processes and needs locks that hold;
//! network drives give neither, and a record on one can be lost whole.

use std::path::Path;

use crate::ledger::LedgerError;

/// The kind of drive, as the system answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Drive {
    /// A disk of this computer, or something that behaves like one.
    Local,
    /// A network drive; its kind in the system's word.
    Network(String),
    /// The system does not say.
    Unknown,
}

/// Refuses a folder on a network drive. `ask` gives the kind of drive of a folder that exists.
///
/// # Errors
/// [`LedgerError::NetworkDrive`].
pub(crate) fn refuse_network(folder: &Path, ask: impl Fn(&Path) -> Drive) -> Result<(), LedgerError> {
    // The folder may be still to be made: it will lie where the first one above it lies that exists.
    let there = folder.ancestors().find(|above| above.exists()).unwrap_or(folder);
    match ask(there) {
        Drive::Network(kind) => Err(LedgerError::NetworkDrive { folder: folder.to_owned(), kind }),
        Drive::Local | Drive::Unknown => Ok(()),
    }
}

/// By the number of the file system.
#[cfg(target_os = "linux")]
pub(crate) fn kind_of(folder: &Path) -> Drive {
    let Ok(found) = rustix::fs::statfs(folder) else { return Drive::Unknown };
    // The type is signed on some architectures and unsigned on others; its low 32 bits are the number.
    let number = (found.f_type as u64) & 0xffff_ffff;
    if number == FUSE {
        return fuse_kind(folder, &std::fs::read_to_string("/proc/self/mounts").unwrap_or_default());
    }
    by_number(number)
}

/// File systems in user space: local ones (encrypted folders, NTFS) and network ones (sshfs) have this one number.
#[cfg(target_os = "linux")]
const FUSE: u64 = 0x6573_5546;

/// Network file systems by the number in `statfs(2)`.
#[cfg(target_os = "linux")]
const NETWORK: [(u64, &str); 11] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564c, "NCP"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x0102_1997, "9P"),
];

#[cfg(target_os = "linux")]
fn by_number(number: u64) -> Drive {
    match NETWORK.iter().find(|(known, _)| *known == number) {
        Some((_, kind)) => Drive::Network((*kind).to_owned()),
        None => Drive::Local,
    }
}

/// The kind of a file system in user space, from the list of mounts: the longest mount point above the folder counts.
#[cfg(target_os = "linux")]
fn fuse_kind(folder: &Path, mounts: &str) -> Drive {
    const REMOTE: [&str; 9] =
        ["sshfs", "rclone", "davfs", "davfs2", "s3fs", "gcsfuse", "curlftpfs", "glusterfs", "gvfsd-fuse"];
    let point_and_kind = |line: &str| -> Option<(String, String)> {
        let mut words = line.split(' ');
        let point = words.nth(1)?.replace("\\040", " ");
        Some((point, words.next()?.to_owned()))
    };
    let above = mounts.lines().filter_map(point_and_kind).filter(|(point, _)| folder.starts_with(point));
    let Some((_, kind)) = above.max_by_key(|(point, _)| point.len()) else { return Drive::Unknown };
    match kind.strip_prefix("fuse.") {
        Some(program) if REMOTE.contains(&program) => Drive::Network(program.to_owned()),
        _ => Drive::Local,
    }
}

/// By the mark that the system gives to local file systems.
#[cfg(any(target_os = "macos", target_os = "ios"))]
pub(crate) fn kind_of(folder: &Path) -> Drive {
    /// `MNT_LOCAL` of `sys/mount.h`.
    const LOCAL: u32 = 0x1000;
    match rustix::fs::statfs(folder) {
        Ok(found) if found.f_flags & LOCAL == 0 => Drive::Network("network volume".to_owned()),
        Ok(_) => Drive::Local,
        Err(_) => Drive::Unknown,
    }
}

/// By the path itself: a drive letter of a network share stands for a path of the form `\\\\server\\share`.
#[cfg(windows)]
pub(crate) fn kind_of(folder: &Path) -> Drive {
    use std::path::{Component, Prefix};
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    match whole.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Drive::Network("network share".to_owned()),
            _ => Drive::Local,
        },
        _ => Drive::Unknown,
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "ios", windows)))]
pub(crate) fn kind_of(_folder: &Path) -> Drive {
    Drive::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_on_a_network_drive_is_refused_in_words_and_others_are_not() {
        let here = tempfile::tempdir().unwrap();
        // The question is asked of the first folder that exists.
        let asked = std::cell::RefCell::new(Vec::new());
        let answer = |drive: Drive| {
            let asked = &asked;
            move |folder: &Path| {
                asked.borrow_mut().push(folder.to_owned());
                drive.clone()
            }
        };
        let folder = here.path().join("sandbox").join("deeper");
        let refused = refuse_network(&folder, answer(Drive::Network("NFS".to_owned())));
        let Err(error @ LedgerError::NetworkDrive { .. }) = refused else { panic!("{refused:?}") };
        let words = error.to_string();
        assert!(
            words.contains("network drive (NFS)") && words.contains("a disk of this computer"),
            "{words}"
        );
        assert!(words.contains(&folder.display().to_string()), "{words}");
        assert!(refuse_network(&folder, answer(Drive::Local)).is_ok());
        assert!(refuse_network(&folder, answer(Drive::Unknown)).is_ok());
        assert_eq!(*asked.borrow(), [here.path(), here.path(), here.path()]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_numbers_of_network_file_systems_are_known() {
        for (number, kind) in
            [(0x6969, "NFS"), (0xfe53_4d42, "SMB"), (0xff53_4d42, "CIFS"), (0x0102_1997, "9P")]
        {
            assert_eq!(by_number(number), Drive::Network(kind.to_owned()), "{number:x}");
        }
        // ext4, btrfs, XFS, ZFS, tmpfs, overlayfs.
        for number in [0xef53, 0x9123_683e, 0x5846_5342, 0x2fc1_2fc1, 0x0102_1994, 0x794c_7630] {
            assert_eq!(by_number(number), Drive::Local, "{number:x}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_system_in_user_space_is_known_by_its_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n\
            me@server:/data /home/me/far\\040away fuse.sshfs rw 0 0\n\
            gocryptfs /home/me/far\\040away/safe fuse.gocryptfs rw 0 0\n";
        let kind = |folder: &str| fuse_kind(Path::new(folder), mounts);
        assert_eq!(kind("/home/me/far away/swath"), Drive::Network("sshfs".to_owned()));
        assert_eq!(kind("/home/me/far away/safe/swath"), Drive::Local);
        assert_eq!(kind("/home/me/far"), Drive::Local);
        assert_eq!(fuse_kind(Path::new("/x"), ""), Drive::Unknown);
    }

    #[test]
    fn the_folder_for_temporary_files_is_local() {
        assert!(!matches!(kind_of(tempfile::tempdir().unwrap().path()), Drive::Network(_)));
    }
}
