//! Downloads from a vendor that lies: other versions, wrong offsets, sizes that shrink, ends that are none. Each test says
//! what lies in the folder at the end. What is called downloaded is whole and of one version.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use oneatlas::Hosts;
use ordering::{
    Delivery, DeliveryState, Desk, DeskError, DeskEvent, DownloadProgress, Environment, FileFlaw, Outside,
    RestartReason, Target, Wholeness,
};
use secrecy::SecretString;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

/// One answer to a download, byte by byte; the connection closes behind it.
#[derive(Clone)]
struct Reply {
    bytes: Vec<u8>,
    /// After so many bytes it waits until as many others wait, too.
    pause: Option<(usize, Arc<Barrier>)>,
}

fn reply(status: u16, head: &str, body: &[u8]) -> Reply {
    let mut bytes = format!("HTTP/1.1 {status} Told\r\nConnection: close\r\n{head}\r\n").into_bytes();
    bytes.extend(body);
    Reply { bytes, pause: None }
}

/// The whole file; `sent` of its bytes arrive.
fn whole(tag: &str, file: &[u8], sent: usize) -> Reply {
    let head = format!("Accept-Ranges: bytes\r\nETag: {tag}\r\nContent-Length: {}\r\n", file.len());
    reply(200, &head, &file[..sent])
}

/// The rest of a file, as an honest vendor sends it.
fn rest(tag: &str, file: &[u8], from: usize) -> Reply {
    part(tag, &format!("bytes {from}-{}/{}", file.len() - 1, file.len()), &file[from..])
}

/// What the vendor calls a part.
fn part(tag: &str, range: &str, body: &[u8]) -> Reply {
    let mut head = format!("Content-Length: {}\r\n", body.len());
    for (name, value) in [("ETag", tag), ("Content-Range", range)] {
        if !value.is_empty() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    reply(206, &head, body)
}

/// In chunks, with or without the last one.
fn chunked(status: u16, head: &str, body: &[u8], ends: bool) -> Reply {
    let mut chunks = format!("{:x}\r\n", body.len()).into_bytes();
    chunks.extend(body);
    chunks.extend(if ends { b"\r\n0\r\n\r\n".as_slice() } else { b"\r\n" });
    reply(status, &format!("Transfer-Encoding: chunked\r\n{head}"), &chunks)
}

/// What the vendor does with downloads, and the `Range` of each that came.
#[derive(Default)]
struct Script {
    replies: HashMap<String, Vec<Reply>>,
    asked: Vec<Option<String>>,
}

/// A vendor, a desk that has seen its deliveries, and a folder.
struct World {
    desk: Desk,
    script: Arc<Mutex<Script>>,
    data: tempfile::TempDir,
    folder: PathBuf,
}

impl World {
    /// `items` are pairs of an item and the file name the vendor gives it.
    async fn new(items: &[(&str, &str)]) -> World {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let features: Vec<_> = items
            .iter()
            .map(|(id, name)| {
                json!({
                    "properties": { "id": id, "acquisitionDate": "2026-05-01T10:00:00Z", "platform": "PHR1A" },
                    "_links": { "download": [{
                        "href": format!("{url}/file/{id}"), "name": "Download", "type": "HTTP", "resourceId": name,
                    }]},
                })
            })
            .collect();
        let page = json!({ "totalResults": features.len(), "features": features }).to_string();
        let script = Arc::new(Mutex::new(Script::default()));
        let there = Arc::clone(&script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&there), page.clone()));
            }
        });
        let data = tempfile::tempdir().unwrap();
        let target = Target {
            environment: Environment::Sandbox,
            hosts: Hosts::single(&url).unwrap(),
            api_key: SecretString::from("key".to_owned()),
            proxy: None,
            data_folder: data.path().join("data"),
            now: Arc::new(jiff::Timestamp::now),
            retry_pause: std::time::Duration::ZERO,
            acts: ordering::ActsUnderWay::default(),
            answer_patience: ordering::ANSWER_PATIENCE,
            anchor: None,
        };
        let desk = Desk::open(target, Arc::new(Nobody)).await.unwrap();
        desk.deliveries().await.unwrap();
        let folder = data.path().join("fetched");
        World { desk, script, data, folder }
    }

    /// A desk with one item and what the vendor answers to its downloads, in turn.
    async fn one(name: &str, replies: Vec<Reply>) -> World {
        let world = World::new(&[("item", name)]).await;
        world.say("item", replies);
        world
    }

    fn say(&self, item: &str, replies: Vec<Reply>) {
        self.script.lock().unwrap().replies.insert(item.to_owned(), replies);
    }

    async fn fetch(&self, item: &str) -> Result<Delivery, DeskError> {
        self.desk.download(item, &self.folder, |_| {}).await
    }

    /// What was asked: a dash for a whole file, else where it was to go on.
    fn asked(&self) -> Vec<String> {
        let script = self.script.lock().unwrap();
        script.asked.iter().map(|range| range.clone().unwrap_or_else(|| "-".to_owned())).collect()
    }

    /// Names and contents in the folder; parts are called by their ending alone.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut files: Vec<_> = entries
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let name = if name.ends_with(".part") { ".part".to_owned() } else { name };
                (name, std::fs::read(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    /// The file is the only one there, and what is told of it is true.
    fn assert_done(&self, delivery: &Delivery, name: &str, file: &[u8]) -> Option<Wholeness> {
        let DeliveryState::Done { path, sha256, byte_count, checked } = &delivery.download else {
            panic!("{delivery:?}")
        };
        assert!(self.files() == [(name.to_owned(), file.to_vec())], "something else lies there");
        assert_eq!(PathBuf::from(path), self.folder.join(name));
        assert_eq!(*byte_count, file.len() as u64);
        assert_eq!(*sha256, hash(file));
        *checked
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<Script>>, page: String) {
    let mut raw = Vec::new();
    let mut buffer = [0; 4096];
    let head = loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        raw.extend(&buffer[..read]);
        let text = String::from_utf8_lossy(&raw).into_owned();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = header(&text[..end], "content-length").and_then(|length| length.parse().ok());
        if raw.len() >= end + 4 + length.unwrap_or(0) || read == 0 {
            break text[..end].to_owned();
        }
    };
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let json = |text: &str| {
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", text.len());
        reply(200, &head, text.as_bytes())
    };
    let answer = if let Some(item) = path.strip_prefix("/file/") {
        let mut script = script.lock().unwrap();
        script.asked.push(header(&head, "range"));
        let replies = script.replies.get_mut(item).unwrap();
        if replies.is_empty() { reply(500, "Content-Length: 0\r\n", b"") } else { replies.remove(0) }
    } else if path.starts_with("/auth/") {
        json(r#"{"access_token":"token","expires_in":3600}"#)
    } else if path.ends_with("/contracts") {
        json(
            r#"{"contracts":[{"contractId":"C","backendSource":"neo","currency":"EUR",
            "delivery":[{"deliveryPlatformId":"P","deliveryWorkspace":"w"}]}]}"#,
        )
    } else {
        json(&page)
    };
    let (first, second) = match &answer.pause {
        Some((bytes, _)) => answer.bytes.split_at(*bytes),
        None => answer.bytes.split_at(0),
    };
    drop(stream.write_all(first).await);
    drop(stream.flush().await);
    if let Some((_, others)) = &answer.pause {
        others.wait().await;
    }
    drop(stream.write_all(second).await);
    drop(stream.shutdown().await);
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn hash(file: &[u8]) -> String {
    Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is no archive, every byte of it of one version.
fn image(version: u8) -> Vec<u8> {
    vec![version; 1000]
}

fn archive(version: u8) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("DIM.XML", stored).unwrap();
    writer.write_all(&image(version)).unwrap();
    writer.finish().unwrap().into_inner()
}

const TAG: &str = "\"one\"";
const OTHER: &str = "\"two\"";
/// How much of a file arrives before the connection breaks.
const CUT: usize = 400;

fn left(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![(".part".to_owned(), file.to_vec())]
}

#[tokio::test]
async fn a_file_arrives_in_one_go_or_in_two() {
    let file = archive(b'a');
    let world = World::one("a.zip", vec![whole(TAG, &file, file.len())]).await;
    let done = world.fetch("item").await.unwrap();
    assert_eq!(world.assert_done(&done, "a.zip", &file), Some(Wholeness::Archive));
    assert_eq!((done.restarted, world.asked()), (None, vec!["-".to_owned()]));

    let world = World::one("a.zip", vec![whole(TAG, &file, CUT), rest(TAG, &file, CUT)]).await;
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&file[..CUT]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.zip", &file);
    assert_eq!((done.restarted, world.asked()), (None, vec!["-".to_owned(), format!("bytes={CUT}-")]));
}

/// The vendor has another file by now, and answers a resumed call like this. The file is then asked for anew, once.
#[tokio::test]
async fn a_part_that_does_not_continue_this_very_file_is_never_appended() {
    let (old, new) = (image(b'a'), image(b'b'));
    let (start, end) = (CUT, old.len() - 1);
    let tail = &new[CUT..];
    use RestartReason::{Changed, NotContinued, Unclear};
    let cases = [
        ("another tag", part(OTHER, &format!("bytes {start}-{end}/1000"), tail), Changed),
        ("a weak tag", part("W/\"one\"", &format!("bytes {start}-{end}/1000"), tail), Changed),
        ("no tag", part("", &format!("bytes {start}-{end}/1000"), tail), Unclear),
        ("a smaller file", part(TAG, "bytes 400-799/800", &new[400..800]), Changed),
        ("a larger file", part(TAG, "bytes 400-1099/1100", &[b'b'; 700]), Changed),
        ("a file smaller than the part", part(TAG, "bytes 400-299/300", b""), Changed),
        ("an unknown size", part(TAG, &format!("bytes {start}-{end}/*"), tail), Unclear),
        ("an earlier place", part(TAG, "bytes 0-999/1000", &new), Unclear),
        ("a later place", part(TAG, "bytes 500-999/1000", &new[500..]), Unclear),
        ("no range", part(TAG, "", tail), Unclear),
        ("an unreadable range", part(TAG, "bytes four hundred to the end", tail), Unclear),
        ("another unit", part(TAG, &format!("rows {start}-{end}/1000"), tail), Unclear),
        ("a length that disagrees", part(TAG, &format!("bytes {start}-{end}/1000"), &new[500..]), Unclear),
        (
            "no such place",
            reply(416, "Content-Range: bytes */1000\r\nContent-Length: 0\r\n", b""),
            NotContinued,
        ),
        (
            "no such place in a smaller file",
            reply(416, "Content-Range: bytes */300\r\nContent-Length: 0\r\n", b""),
            Changed,
        ),
        ("no such place, and no size", reply(416, "Content-Length: 0\r\n", b""), NotContinued),
        ("a refusal of ranges", reply(400, "Content-Length: 0\r\n", b""), NotContinued),
    ];
    for (what, lie, why) in cases {
        let world =
            World::one("a.tif", vec![whole(TAG, &old, CUT), lie, whole(OTHER, &new, new.len())]).await;
        world.fetch("item").await.unwrap_err();
        assert_eq!(world.files(), left(&old[..CUT]), "{what}");
        let told = Mutex::new(Vec::new());
        let tell = |progress: DownloadProgress| told.lock().unwrap().push(progress.restarted);
        let done = world.desk.download("item", &world.folder, tell).await.unwrap();
        world.assert_done(&done, "a.tif", &new);
        assert_eq!(done.restarted, Some(why), "{what}");
        assert!(told.lock().unwrap().iter().all(|told| *told == Some(why)), "{what}");
        assert_eq!(world.asked(), ["-", "bytes=400-", "-"], "{what}");
    }
}

#[tokio::test]
async fn the_whole_file_in_place_of_its_rest_takes_the_place_of_the_part() {
    let (old, new) = (image(b'a'), image(b'b'));
    for (tag, why) in [(OTHER, RestartReason::Changed), (TAG, RestartReason::NotContinued)] {
        let world = World::one("a.tif", vec![whole(TAG, &old, CUT), whole(tag, &new, new.len())]).await;
        world.fetch("item").await.unwrap_err();
        let done = world.fetch("item").await.unwrap();
        assert_eq!(world.assert_done(&done, "a.tif", &new), Some(Wholeness::Counted));
        assert_eq!(done.restarted, Some(why));
        assert_eq!(world.asked(), ["-", "bytes=400-"]);
    }
}

#[tokio::test]
async fn a_second_break_goes_on_in_the_new_version() {
    let (old, new) = (image(b'a'), image(b'b'));
    let replies = vec![whole(TAG, &old, CUT), whole(OTHER, &new, 100), rest(OTHER, &new, 100)];
    let world = World::one("a.tif", replies).await;
    world.fetch("item").await.unwrap_err();
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&new[..100]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &new);
    assert_eq!(world.asked(), ["-", "bytes=400-", "bytes=100-"]);
}

#[tokio::test]
async fn a_part_without_a_strong_tag_starts_anew() {
    let file = image(b'a');
    let weak =
        reply(200, "Accept-Ranges: bytes\r\nETag: W/\"one\"\r\nContent-Length: 1000\r\n", &file[..CUT]);
    let none = reply(200, "Accept-Ranges: bytes\r\nContent-Length: 1000\r\n", &file[..CUT]);
    for broken in [weak, none] {
        let world = World::one("a.tif", vec![broken, whole(TAG, &file, file.len())]).await;
        world.fetch("item").await.unwrap_err();
        let done = world.fetch("item").await.unwrap();
        world.assert_done(&done, "a.tif", &file);
        assert_eq!(done.restarted, Some(RestartReason::NotRecognised));
        assert_eq!(world.asked(), ["-", "-"]);
    }
}

#[tokio::test]
async fn a_part_that_is_whole_already_is_finished() {
    let file = archive(b'a');
    // Everything came but the last chunk, so that its size was not known.
    let tagged = "Accept-Ranges: bytes\r\nETag: \"one\"\r\n";
    let range = format!("Content-Range: bytes */{}\r\nContent-Length: 0\r\n", file.len());
    let world = World::one("a.zip", vec![chunked(200, tagged, &file, false), reply(416, &range, b"")]).await;
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&file));
    let done = world.fetch("item").await.unwrap();
    assert_eq!(world.assert_done(&done, "a.zip", &file), Some(Wholeness::Archive));
    assert_eq!(world.asked(), ["-".to_owned(), format!("bytes={}-", file.len())]);
}

#[tokio::test]
async fn what_was_whole_when_the_power_went_is_finished_without_a_request() {
    let file = image(b'a');
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT)]).await;
    world.fetch("item").await.unwrap_err();
    std::fs::write(world.the_part(), &file).unwrap();
    world.note("$.synced", file.len());
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-"]);
}

#[tokio::test]
async fn what_a_power_cut_left_unsure_is_fetched_again() {
    let file = image(b'a');
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), rest(TAG, &file, 300)]).await;
    world.fetch("item").await.unwrap_err();
    // The last hundred bytes never reached the disk; the file system shows noughts there.
    let mut part = file[..300].to_vec();
    part.extend([0; 100]);
    std::fs::write(world.the_part(), part).unwrap();
    world.note("$.synced", 300);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=300-"]);
}

#[tokio::test]
async fn a_part_that_somebody_changed_is_not_gone_on_with() {
    let file = image(b'a');
    for size in [0, 399, 1001] {
        let world = World::one("a.tif", vec![whole(TAG, &file, CUT), whole(TAG, &file, 1000)]).await;
        world.fetch("item").await.unwrap_err();
        std::fs::write(world.the_part(), vec![b'x'; size]).unwrap();
        let done = world.fetch("item").await.unwrap();
        world.assert_done(&done, "a.tif", &file);
        assert_eq!(done.restarted, Some(RestartReason::PartLost), "{size}");
        assert_eq!(world.asked(), ["-", "-"]);
    }
}

#[tokio::test]
async fn without_a_size_a_file_counts_as_whole_when_its_end_is_one() {
    let (file, packed) = (image(b'a'), archive(b'a'));
    let ends = World::one("a.tif", vec![chunked(200, "", &file, true)]).await;
    let done = ends.fetch("item").await.unwrap();
    assert_eq!(ends.assert_done(&done, "a.tif", &file), Some(Wholeness::Ended));

    let breaks = World::one("a.tif", vec![chunked(200, "", &file, false)]).await;
    breaks.fetch("item").await.unwrap_err();
    assert_eq!(breaks.files(), left(&file), "no file has its name");

    // The connection closes, which is no end: only an archive tells by itself that it is whole.
    let closes = World::one("a.tif", vec![reply(200, "", &file)]).await;
    let error = closes.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::UnknownEnd)), "{error}");
    assert_eq!(closes.files(), []);
    let closes = World::one("a.zip", vec![reply(200, "", &packed)]).await;
    let done = closes.fetch("item").await.unwrap();
    assert_eq!(closes.assert_done(&done, "a.zip", &packed), Some(Wholeness::Archive));
    for sent in [packed.len() - 1, CUT] {
        let closes = World::one("a.zip", vec![reply(200, "", &packed[..sent])]).await;
        let error = closes.fetch("item").await.unwrap_err();
        assert!(matches!(error, DeskError::NotWhole(FileFlaw::BrokenArchive)), "{error}");
        assert_eq!(closes.files(), []);
    }
}

#[tokio::test]
async fn what_is_no_archive_is_not_called_one() {
    let page = b"<html><body>Blocked</body></html>";
    let head = |kind: &str| format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", page.len());
    let world = World::one("a.zip", vec![reply(200, &head("text/html"), page)]).await;
    let error = world.fetch("item").await.unwrap_err();
    assert!(error.to_string().contains("web page"), "{error}");
    assert_eq!(world.files(), []);

    let file = archive(b'a');
    let replies = vec![reply(200, &head("application/zip"), page), whole(TAG, &file, file.len())];
    let world = World::one("a.zip", replies).await;
    let error = world.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::BrokenArchive)), "{error}");
    assert_eq!(world.files(), []);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.zip", &file);
}

#[tokio::test]
async fn a_proxys_page_leaves_the_part_as_it_is() {
    let file = image(b'a');
    let page = reply(200, "Content-Type: text/html\r\nContent-Length: 6\r\n", b"<html>");
    let busy = reply(503, "Content-Length: 0\r\n", b"");
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), page, busy, rest(TAG, &file, CUT)]).await;
    for _ in 0..3 {
        world.fetch("item").await.unwrap_err();
        assert_eq!(world.files(), left(&file[..CUT]));
    }
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
}

#[tokio::test]
async fn more_than_there_is_is_thrown_away() {
    let file = image(b'a');
    let head = "ETag: \"one\"\r\nContent-Range: bytes 400-999/1000\r\n";
    let more = chunked(206, head, &[b'a'; 700], true);
    let replies = vec![whole(TAG, &file, CUT), more, whole(TAG, &file, file.len())];
    let world = World::one("a.tif", replies).await;
    world.fetch("item").await.unwrap_err();
    let error = world.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::Long { total: 1000 })), "{error}");
    assert_eq!(world.files(), []);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=400-", "-"]);
}

#[tokio::test]
async fn a_part_of_the_rest_is_kept_and_the_remainder_asked_for() {
    let file = image(b'a');
    let some = part(TAG, "bytes 400-599/1000", &file[400..600]);
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), some, rest(TAG, &file, 600)]).await;
    world.fetch("item").await.unwrap_err();
    let error = world.fetch("item").await.unwrap_err();
    let short = FileFlaw::Short { received: 600, total: 1000 };
    assert!(matches!(&error, DeskError::NotWhole(flaw) if *flaw == short), "{error}");
    assert_eq!(world.files(), left(&file[..600]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=400-", "bytes=600-"]);
}

#[tokio::test]
async fn two_items_with_one_name_become_two_whole_files() {
    let world = World::new(&[("one", "a.tif"), ("two", "a.tif")]).await;
    let both = Arc::new(Barrier::new(2));
    for (item, version) in [("one", b'a'), ("two", b'b')] {
        let mut half = whole(TAG, &image(version), 1000);
        half.pause = Some((half.bytes.len() - 600, Arc::clone(&both)));
        world.say(item, vec![half]);
    }
    let (one, two) = tokio::join!(world.fetch("one"), world.fetch("two"));
    for (delivery, version) in [(one.unwrap(), b'a'), (two.unwrap(), b'b')] {
        let DeliveryState::Done { path, sha256, .. } = delivery.download else { panic!() };
        assert!(std::fs::read(path).unwrap() == image(version), "mixed");
        assert_eq!(sha256, hash(&image(version)));
    }
    let names: Vec<String> = world.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a (2).tif", "a.tif"]);
}

#[tokio::test]
async fn a_broken_download_is_not_gone_on_with_in_the_part_of_another_item() {
    let world = World::new(&[("one", "a.tif"), ("two", "a.tif")]).await;
    let (first, second) = (image(b'a'), image(b'b'));
    world.say("one", vec![whole(TAG, &first, CUT), rest(TAG, &first, CUT)]);
    world.say("two", vec![whole(TAG, &second, 700)]);
    world.fetch("one").await.unwrap_err();
    world.fetch("two").await.unwrap_err();
    let done = world.fetch("one").await.unwrap();
    let DeliveryState::Done { path, sha256, .. } = done.download else { panic!() };
    assert!(std::fs::read(path).unwrap() == first, "the head of one and the tail of another");
    assert_eq!(sha256, hash(&first));
    assert_eq!(world.files(), [(".part".to_owned(), second[..700].to_vec()), ("a.tif".to_owned(), first)]);
}

#[tokio::test]
async fn a_full_disk_is_told_before_the_first_byte() {
    let head = "ETag: \"one\"\r\nContent-Length: 1000000000000000000\r\n";
    let world = World::one("a.tif", vec![reply(200, head, b"first bytes")]).await;
    let error = world.fetch("item").await.unwrap_err();
    let DeskError::DiskFull { needed, free, .. } = error else { panic!("{error}") };
    assert!(needed >= 1_000_000_000_000_000_000 && free < needed);
    assert_eq!(world.files(), []);
}

#[tokio::test]
async fn another_folder_leaves_no_part_behind() {
    let file = image(b'a');
    let mut world = World::one("a.tif", vec![whole(TAG, &file, CUT), whole(TAG, &file, 1000)]).await;
    world.fetch("item").await.unwrap_err();
    let former = std::mem::replace(&mut world.folder, world.data.path().join("elsewhere"));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(done.restarted, Some(RestartReason::NotRecognised));
    assert_eq!(std::fs::read_dir(former).unwrap().count(), 0);
}

#[tokio::test]
async fn a_program_in_place_of_a_picture_gets_an_ending_that_nothing_runs() {
    let file = image(b'a');
    let world = World::one("scene.exe", vec![whole(TAG, &file, file.len())]).await;
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "scene.exe.download", &file);
}

impl World {
    /// The only part there is.
    fn the_part(&self) -> PathBuf {
        std::fs::read_dir(&self.folder).unwrap().next().unwrap().unwrap().path()
    }

    /// Changes what is remembered of the download, as a power cut at another moment would have left it.
    fn note(&self, field: &str, value: usize) {
        let db = rusqlite::Connection::open(self.data.path().join("data/sandbox/desk.db")).unwrap();
        let changed = db.execute(
            "UPDATE documents SET json = json_set(json, ?1, ?2) WHERE kind = 'download'",
            (field, i64::try_from(value).unwrap()),
        );
        assert_eq!(changed.unwrap(), 1);
    }
}
