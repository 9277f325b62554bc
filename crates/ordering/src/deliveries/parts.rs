//! Files on their way: where they lie until they are whole, whether they are, and how they get their name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use oneatlas::Ending;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::DeskError;
use crate::ledger::sha256_hex;

/// How a file is known to be whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Wholeness {
    /// It has the size the vendor told.
    Counted,
    /// It is a zip archive with its directory at the end, and has the size the vendor told if one was told.
    Archive,
    /// The vendor told no size; the transfer ended as the protocol ends one.
    Ended,
}

/// Why what arrived is not the whole file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileFlaw {
    /// Bytes are missing; they can be asked for.
    #[error("{received} bytes of {total} are here")]
    Short {
        /// Bytes here.
        received: u64,
        /// Bytes there are.
        total: u64,
    },
    /// More bytes came than the file has.
    #[error("more came than the {total} bytes the vendor told")]
    Long {
        /// Bytes there are.
        total: u64,
    },
    /// A zip archive without its directory, or something else under such a name.
    #[error("what came is no whole zip archive")]
    BrokenArchive,
    /// Neither size nor content tells whether this was all.
    #[error("the vendor told no size and closed the connection, so that nothing tells whether this was all")]
    UnknownEnd,
}

/// Where an item's bytes are written until they are whole. The item is in the name, since two items may have one file
/// name.
pub(super) fn path(folder: &Path, name: &str, item_id: &str) -> PathBuf {
    let item = sha256_hex(item_id.as_bytes());
    folder.join(format!("{name}.{}.part", &item[..12]))
}

/// Opens the part to write on at `offset`; what lies behind it is dropped.
pub(super) async fn open(part: &Path, offset: u64) -> Result<tokio::fs::File, DeskError> {
    let failed = |e| DeskError::file("could not write", part, e);
    let mut options = tokio::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).open(part).await.map_err(failed)?;
    file.set_len(offset).await.map_err(failed)?;
    let mut file = file;
    tokio::io::AsyncSeekExt::seek(&mut file, SeekFrom::Start(offset)).await.map_err(failed)?;
    Ok(file)
}

/// Size, wholeness and SHA-256 of a finished part, all of it read from the disk.
pub(super) async fn check(
    part: &Path,
    name: &str,
    total: Option<u64>,
    ending: Ending,
) -> Result<(u64, Wholeness, String), DeskError> {
    let (there, is_zip) = (part.to_owned(), name.to_ascii_lowercase().ends_with(".zip"));
    let checked = tokio::task::spawn_blocking(move || {
        let failed = |e| DeskError::file("could not read", &there, e);
        let mut file = File::open(&there).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let archive = is_archive(&mut file, size).map_err(failed)?;
        let wholeness = judge(size, total, ending, is_zip, archive).map_err(DeskError::NotWhole)?;
        Ok((size, wholeness, hash(&mut file).map_err(failed)?))
    });
    checked.await.unwrap_or_else(|e| Err(DeskError::file("could not read", part, std::io::Error::other(e))))
}

/// `archive`: `None` for what does not begin as a zip, else whether its directory is there.
fn judge(
    size: u64,
    total: Option<u64>,
    ending: Ending,
    is_zip: bool,
    archive: Option<bool>,
) -> Result<Wholeness, FileFlaw> {
    match total {
        Some(total) if size < total => return Err(FileFlaw::Short { received: size, total }),
        Some(total) if size > total => return Err(FileFlaw::Long { total }),
        _ => {}
    }
    match (archive, is_zip, total, ending) {
        (Some(true), ..) => Ok(Wholeness::Archive),
        (Some(false), ..) | (None, true, ..) => Err(FileFlaw::BrokenArchive),
        (None, false, Some(_), _) => Ok(Wholeness::Counted),
        (None, false, None, Ending::Open) => Err(FileFlaw::UnknownEnd),
        (None, false, None, _) => Ok(Wholeness::Ended),
    }
}

fn hash(file: &mut File) -> std::io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hasher.update(&buffer[..read]);
    }
}

/// The end record of a zip without its comment, and the longest comment.
const END_RECORD: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
/// Where the end record of a large zip is found, and how long the pointer to it is.
const LOCATOR: usize = 20;

/// `None` when it does not begin as a zip; else whether the end record is the end of the file, and the directory it
/// names lies before it. A file that lost bytes anywhere has its directory at another place.
fn is_archive(file: &mut File, size: u64) -> std::io::Result<Option<bool>> {
    let mut head = [0; 4];
    file.seek(SeekFrom::Start(0))?;
    if size < 4 || file.read_exact(&mut head).is_err() || (&head != b"PK\x03\x04" && &head != b"PK\x05\x06") {
        return Ok(None);
    }
    let length = (END_RECORD + LONGEST_COMMENT + LOCATOR) as u64;
    let tail_start = size.saturating_sub(length);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(tail_start))?;
    file.take(length).read_to_end(&mut tail)?;
    let Some(end) = end_record(&tail) else { return Ok(Some(false)) };
    let record = &tail[end..];
    let (length, offset) = (le(&record[12..16]), le(&record[16..20]));
    let end_at = tail_start + end as u64;
    if offset != 0xffff_ffff && length != 0xffff_ffff {
        // Something before the archive moves it all; something that is missing can't.
        let Some(start) = end_at.checked_sub(length).filter(|start| *start >= offset) else {
            return Ok(Some(false));
        };
        let empty = le(&record[10..12]) == 0;
        return Ok(Some(empty || signature(file, start)? == *b"PK\x01\x02"));
    }
    let Some(locator) = end.checked_sub(LOCATOR).map(|start| &tail[start..end]) else {
        return Ok(Some(false));
    };
    let large = locator.starts_with(b"PK\x06\x07") && {
        let place = u64::from_le_bytes(locator[8..16].try_into().unwrap_or_default());
        place < end_at && signature(file, place)? == *b"PK\x06\x06"
    };
    Ok(Some(large))
}

/// Where the end record begins: its comment ends where the file ends.
fn end_record(tail: &[u8]) -> Option<usize> {
    let last = tail.len().checked_sub(END_RECORD)?;
    (0..=last).rev().find(|start| {
        let record = &tail[*start..];
        record.starts_with(b"PK\x05\x06") && le(&record[20..22]) as usize == record.len() - END_RECORD
    })
}

fn signature(file: &mut File, place: u64) -> std::io::Result<[u8; 4]> {
    let mut read = [0; 4];
    file.seek(SeekFrom::Start(place))?;
    match file.read_exact(&mut read) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok([0; 4]),
        other => other.map(|()| read),
    }
}

fn le(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Gives a whole file its name; a file of that name that is there already is kept beside it.
pub(super) async fn finish(part: &Path, folder: &Path, name: &str) -> Result<PathBuf, DeskError> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for number in 1..1000 {
        let candidate = match (number, ending) {
            (1, _) => name.to_owned(),
            (_, "") => format!("{stem} ({number})"),
            _ => format!("{stem} ({number}).{ending}"),
        };
        let path = folder.join(candidate);
        if take_name(part, &path).await? {
            return Ok(path);
        }
    }
    Err(DeskError::invalid("folder", "the folder is full of files with this name"))
}

/// Moves a file to a name, and never over another file; false when the name is taken.
async fn take_name(part: &Path, path: &Path) -> Result<bool, DeskError> {
    let failed = |e| DeskError::file("could not name", path, e);
    let taken = |error: &std::io::Error| error.kind() == std::io::ErrorKind::AlreadyExists;
    // A hard link fails where the name is taken; not every disk has them.
    match tokio::fs::hard_link(part, path).await {
        Ok(()) => {
            if let Err(error) = tokio::fs::remove_file(part).await {
                tracing::warn!(%error, "a finished download has a second name");
            }
            return Ok(true);
        }
        Err(error) if taken(&error) => return Ok(false),
        Err(_) => {}
    }
    // There, an empty file keeps the name for us until ours takes its place.
    match tokio::fs::OpenOptions::new().write(true).create_new(true).open(path).await {
        Ok(_) => {
            let renamed = tokio::fs::rename(part, path).await;
            if renamed.is_err() {
                drop(tokio::fs::remove_file(path).await);
            }
            renamed.map(|()| true).map_err(failed)
        }
        Err(error) if taken(&error) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn zipped(comment: &str, prefix: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("DIM.XML", stored).unwrap();
        writer.write_all(&[7; 3000]).unwrap();
        writer.set_comment(comment).unwrap();
        let mut bytes = prefix.to_vec();
        bytes.extend(writer.finish().unwrap().into_inner());
        bytes
    }

    fn verdict(bytes: &[u8]) -> Option<bool> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        is_archive(&mut file, bytes.len() as u64).unwrap()
    }

    #[test]
    fn an_archive_that_lost_bytes_anywhere_is_known() {
        for comment in ["", "a comment with PK\x05\x06 in it"] {
            let whole = zipped(comment, b"");
            assert_eq!(verdict(&whole), Some(true));
            for cut in [1, 10, 30, 200, whole.len() - 4] {
                assert_eq!(verdict(&whole[..whole.len() - cut]), Some(false), "{cut} bytes short");
            }
            let mut gap = whole.clone();
            gap.drain(100..200);
            assert_eq!(verdict(&gap), Some(false), "a gap");
            let more = [whole.as_slice(), b"x"].concat();
            assert_eq!(verdict(&more), Some(false), "something behind it");
        }
        for other in [b"<html>".as_slice(), b"II*\0", b"", b"PK"] {
            assert_eq!(verdict(other), None);
        }
    }

    #[test]
    fn a_large_archive_is_known_by_its_own_record() {
        let mut bytes = zipped("", b"");
        let end = bytes.len() - END_RECORD;
        let mut record = bytes.split_off(end);
        let place = bytes.len() as u64;
        bytes.extend(b"PK\x06\x06");
        bytes.extend([0; 52]);
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend(place.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        record[12..20].fill(0xff);
        bytes.extend(record);
        assert_eq!(verdict(&bytes), Some(true));
        bytes.drain(100..110);
        assert_eq!(verdict(&bytes), Some(false));
    }

    #[test]
    fn what_is_known_of_a_file_is_said() {
        use Ending::{Counted, Marked, Open};
        let short = FileFlaw::Short { received: 9, total: 10 };
        let cases = [
            ((10, Some(10), Counted, false, None), Ok(Wholeness::Counted)),
            ((9, Some(10), Counted, false, None), Err(short.clone())),
            ((9, Some(10), Counted, true, Some(true)), Err(short)),
            ((11, Some(10), Counted, false, None), Err(FileFlaw::Long { total: 10 })),
            ((10, Some(10), Counted, true, Some(true)), Ok(Wholeness::Archive)),
            ((10, Some(10), Counted, true, None), Err(FileFlaw::BrokenArchive)),
            ((10, None, Marked, true, Some(false)), Err(FileFlaw::BrokenArchive)),
            ((10, None, Marked, false, None), Ok(Wholeness::Ended)),
            ((10, None, Open, false, None), Err(FileFlaw::UnknownEnd)),
            ((10, None, Open, true, Some(true)), Ok(Wholeness::Archive)),
        ];
        for ((size, total, ending, is_zip, archive), wanted) in cases {
            assert_eq!(judge(size, total, ending, is_zip, archive), wanted, "{size} {total:?} {ending:?}");
        }
    }

    #[test]
    fn two_items_with_one_name_have_two_parts() {
        let folder = Path::new("/x");
        let (one, two) = (path(folder, "a.zip", "one"), path(folder, "a.zip", "two"));
        assert_ne!(one, two);
        assert!(one.to_string_lossy().ends_with(".part"), "{one:?}");
        assert_eq!(one, path(folder, "a.zip", "one"));
    }

    #[tokio::test]
    async fn a_finished_file_never_writes_over_another() {
        let folder = tempfile::tempdir().unwrap();
        for (content, name) in [("one", "a.zip"), ("two", "a (2).zip")] {
            let part = folder.path().join("a.zip.part");
            std::fs::write(&part, content).unwrap();
            let path = finish(&part, folder.path(), "a.zip").await.unwrap();
            assert_eq!(path.file_name().unwrap(), name);
            assert_eq!(std::fs::read_to_string(path).unwrap(), content);
            assert!(!part.exists());
        }
    }
}
