//! Tells the system that a file came from outside, as browsers do, so that it asks before anything in it is run. What a
//! download came from is not told: its address may carry a signature. Linux has no such mark.

use std::path::Path;

/// Marks a file where the system has a mark; it is part of the file and goes with it to its name. A disk that keeps no
/// marks does not keep the file from its owner.
pub(super) async fn mark(part: &Path) {
    let file = part.to_owned();
    match tokio::task::spawn_blocking(move || set(&file)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "a download could not be marked as coming from outside"),
        Err(error) => tracing::warn!(%error, "a download could not be marked as coming from outside"),
    }
}

/// The zone "internet" in a stream beside the content, as Windows reads it.
#[cfg(windows)]
fn set(file: &Path) -> std::io::Result<()> {
    std::fs::write(zone_stream(file), ZONE)
}

#[cfg(target_os = "macos")]
fn set(file: &Path) -> std::io::Result<()> {
    set_attribute(file, "com.apple.quarantine", &quarantine(jiff::Timestamp::now()))
}

#[cfg(not(any(windows, target_os = "macos")))]
#[allow(clippy::unnecessary_wraps, reason = "the other systems can fail")]
fn set(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(any(windows, test))]
const ZONE: &str = "[ZoneTransfer]\r\nZoneId=3\r\n";

#[cfg(any(windows, test))]
fn zone_stream(file: &Path) -> std::path::PathBuf {
    let mut stream = file.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    stream.into()
}

/// `flags;seconds since 1970, hexadecimal;program;id`: fetched, not yet opened by a person, and in no list of downloads.
#[cfg(any(target_os = "macos", test))]
fn quarantine(now: jiff::Timestamp) -> String {
    format!("0081;{:08x};Swath;", now.as_second())
}

#[cfg(any(target_os = "macos", all(target_os = "linux", test)))]
fn set_attribute(file: &Path, name: &str, value: &str) -> std::io::Result<()> {
    Ok(rustix::fs::setxattr(file, name, value.as_bytes(), rustix::fs::XattrFlags::empty())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_as_the_systems_read_them() {
        assert_eq!(zone_stream(Path::new("a.zip.part")), Path::new("a.zip.part:Zone.Identifier"));
        assert!(ZONE.starts_with("[ZoneTransfer]\r\n") && ZONE.ends_with("ZoneId=3\r\n"));
        let moment = "2026-11-30T14:02:31Z".parse().unwrap();
        assert_eq!(quarantine(moment), "0081;6b0d81f7;Swath;");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_attribute_goes_with_the_file_to_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (part, named) = (folder.path().join("a.part"), folder.path().join("a.zip"));
        std::fs::write(&part, "content").unwrap();
        if set_attribute(&part, "user.swath", "outside").is_err() {
            return; // This disk keeps none.
        }
        std::fs::hard_link(&part, &named).unwrap();
        let mut value = [0; 16];
        let length = rustix::fs::getxattr(&named, "user.swath", &mut value).unwrap();
        assert_eq!(&value[..length], b"outside");
    }
}
