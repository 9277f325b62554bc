//! KMZ: an archive whose main document may link to others in it. All of its documents are read, as one.

use super::archive::{self, Packed};
use super::found::{Features, System};
use super::{document, kml};
use crate::error::AoiError;
use crate::limits::LARGEST_FILE;

const FORM: &str = "KMZ";
/// Archives in archives that are looked into.
const DEEPEST: usize = 1;

/// Reads the documents of an archive: its main one, those that it links to, and the rest of them.
pub(super) fn read(files: &[Packed]) -> Result<Features, AoiError> {
    let main = archive::main_document(files)
        .ok_or(AoiError::Unsupported { form: "an archive within an archive" })?;
    let mut tour = Tour::new();
    tour.main(files, main, 0)?;
    tour.rest(files, 0)?;
    tour.end()
}

/// Reads one document of an archive of many things, and those that it links to.
pub(super) fn read_one(files: &[Packed], main: &Packed) -> Result<Features, AoiError> {
    let mut tour = Tour::new();
    tour.main(files, main, DEEPEST)?;
    tour.end()
}

/// What is read so far.
struct Tour {
    features: Features,
    /// Names of files that are read, or tried; those of an archive in it have its name before theirs.
    seen: Vec<String>,
    documents: usize,
    /// Bytes that may still be unpacked out of archives within.
    left: usize,
}

impl Tour {
    fn new() -> Tour {
        let features = Features::new(FORM, System::OfTheForm);
        Tour { features, seen: Vec::new(), documents: 0, left: LARGEST_FILE }
    }

    /// The main document: when it can't be read, nothing is.
    fn main(&mut self, files: &[Packed], main: &Packed, depth: usize) -> Result<(), AoiError> {
        self.seen.push(main.name.clone());
        let (features, links) = document(&main.bytes)?;
        self.take(features)?;
        self.follow(files, &main.name, links, depth)
    }

    /// The documents of an archive that nothing links to.
    fn rest(&mut self, files: &[Packed], depth: usize) -> Result<(), AoiError> {
        for file in files.iter().filter(|file| matches!(file.ending().as_str(), "kml" | "kmz")) {
            self.file(files, file, depth)?;
        }
        Ok(())
    }

    fn take(&mut self, features: Features) -> Result<(), AoiError> {
        self.documents += 1;
        self.features.absorb(features)
    }

    /// The files that a document links to. The way there is short: every file is read once.
    fn follow(
        &mut self,
        files: &[Packed],
        from: &str,
        links: Vec<String>,
        depth: usize,
    ) -> Result<(), AoiError> {
        let mut waiting: Vec<(String, String)> =
            links.into_iter().map(|link| (from.to_owned(), link)).collect();
        waiting.reverse();
        while let Some((from, link)) = waiting.pop() {
            let Some(file) = linked(files, &from, &link) else {
                self.features.other(kml::LINK);
                continue;
            };
            let more = self.file(files, file, depth)?;
            waiting.extend(more.into_iter().rev().map(|link| (file.name.clone(), link)));
        }
        Ok(())
    }

    /// One more file, once; what it links to. One that can't be read is told of, and leaves the others.
    fn file(&mut self, files: &[Packed], file: &Packed, depth: usize) -> Result<Vec<String>, AoiError> {
        if self.seen.contains(&file.name) || self.is_twin(files, file) {
            return Ok(Vec::new());
        }
        self.seen.push(file.name.clone());
        let read = if archive::is_zip(&file.bytes) {
            self.archive(file, depth).map(|()| Vec::new())
        } else {
            document(&file.bytes).and_then(|(features, links)| self.take(features).map(|()| links))
        };
        match read {
            Ok(links) => Ok(links),
            Err(limit @ AoiError::TooLarge { .. }) => Err(limit),
            Err(error) => {
                self.features.notes.push(format!("'{}' in it was left out: {error}.", file.name));
                Ok(Vec::new())
            }
        }
    }

    /// An archive within the archive.
    fn archive(&mut self, file: &Packed, depth: usize) -> Result<(), AoiError> {
        if depth >= DEEPEST {
            return Err(AoiError::Unsupported { form: "an archive within an archive" });
        }
        let mut inner = archive::unpacked_within(&file.bytes, self.left)?;
        self.left -= inner.iter().map(|file| file.bytes.len()).sum::<usize>().min(self.left);
        let main = archive::main_document(&inner).map(|main| main.name.clone());
        let main = main.and_then(|name| inner.iter().position(|packed| packed.name == name));
        let main = main.ok_or(AoiError::Unsupported { form: "an archive within an archive" })?;
        inner.iter_mut().for_each(|packed| packed.name = format!("{}/{}", file.name, packed.name));
        self.main(&inner, &inner[main], depth + 1)?;
        self.rest(&inner, depth + 1)
    }

    /// Whether a file is one that is read already under another name.
    fn is_twin(&self, files: &[Packed], file: &Packed) -> bool {
        files.iter().any(|other| {
            other.name != file.name && other.bytes == file.bytes && self.seen.contains(&other.name)
        })
    }

    fn end(mut self) -> Result<Features, AoiError> {
        if self.documents > 1 {
            self.features
                .notes
                .push(format!("{} documents of the archive were read together.", self.documents));
        }
        self.features.some()
    }
}

/// The file of an archive that an address means, seen from a file in it. Nothing outside of the archive is ever looked at.
fn linked<'a>(files: &'a [Packed], from: &str, link: &str) -> Option<&'a Packed> {
    let path = link.split(['#', '?']).next().unwrap_or_default().replace('\\', "/");
    if path.is_empty() || path.contains("://") {
        return None;
    }
    let path = unescaped(&path).to_lowercase();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = resolved(folder, &path);
    let find = |wanted: &str| files.iter().find(|file| file.name.to_lowercase() == wanted);
    let is_document = |file: &&Packed| matches!(file.ending().as_str(), "kml" | "kmz");
    find(&beside).or_else(|| find(&resolved("", &path))).filter(is_document)
}

/// A path from a folder, without `.` and `..`; it never leaves the archive.
fn resolved(folder: &str, path: &str) -> String {
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<String> = Vec::new();
    let all = folder.to_lowercase();
    for part in all.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

/// `%20` is a space.
fn unescaped(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_within_the_archive_and_nowhere_else() {
        let names = ["doc.kml", "files/Area one.kml", "files/deep/b.kml", "files/c.kmz", "photo.png"];
        let files = names.map(|name| Packed { name: name.to_owned(), bytes: Vec::new() });
        for (from, link, wanted) in [
            ("doc.kml", "files/Area%20one.kml", Some(1)),
            ("doc.kml", "./FILES\\area one.kml#view", Some(1)),
            ("files/deep/b.kml", "../Area one.kml", Some(1)),
            ("files/deep/b.kml", "files/c.kmz", Some(3)),
            ("doc.kml", "/files/deep/b.kml?x=1", Some(2)),
            ("doc.kml", "../../doc.kml", Some(0)),
            ("doc.kml", "https://example.org/doc.kml", None),
            ("doc.kml", "file:///etc/passwd", None),
            ("doc.kml", "photo.png", None),
            ("doc.kml", "", None),
            ("doc.kml", "%zz%", None),
        ] {
            let found = linked(&files, from, link).map(|file| file.name.as_str());
            assert_eq!(found, wanted.map(|place: usize| names[place]), "{from} {link}");
        }
    }
}
