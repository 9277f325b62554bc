//! A vendor that answers downloads as it is told, and a desk that asks it.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use oneatlas::Hosts;
use ordering::{
    Delivery, DeliveryState, Desk, DeskError, DeskEvent, Environment, Outside, Target, Wholeness,
};
use secrecy::SecretString;
use serde_json::{Value, json};
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
pub struct Reply {
    pub bytes: Vec<u8>,
    /// After so many bytes it waits until as many others wait, too.
    pub pause: Option<(usize, Arc<Barrier>)>,
}

pub fn reply(status: u16, head: &str, body: &[u8]) -> Reply {
    let mut bytes = format!("HTTP/1.1 {status} Told\r\nConnection: close\r\n{head}\r\n").into_bytes();
    bytes.extend(body);
    Reply { bytes, pause: None }
}

/// The whole file; `sent` of its bytes arrive.
pub fn whole(tag: &str, file: &[u8], sent: usize) -> Reply {
    let head = format!("Accept-Ranges: bytes\r\nETag: {tag}\r\nContent-Length: {}\r\n", file.len());
    reply(200, &head, &file[..sent])
}

/// The rest of a file, as an honest vendor sends it.
pub fn rest(tag: &str, file: &[u8], from: usize) -> Reply {
    part(tag, &format!("bytes {from}-{}/{}", file.len() - 1, file.len()), &file[from..])
}

/// What the vendor calls a part.
pub fn part(tag: &str, range: &str, body: &[u8]) -> Reply {
    let mut head = format!("Content-Length: {}\r\n", body.len());
    for (name, value) in [("ETag", tag), ("Content-Range", range)] {
        if !value.is_empty() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    reply(206, &head, body)
}

/// In chunks, with or without the last one.
pub fn chunked(status: u16, head: &str, body: &[u8], ends: bool) -> Reply {
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
pub struct World {
    pub desk: Desk,
    script: Arc<Mutex<Script>>,
    url: String,
    pub data: tempfile::TempDir,
    pub folder: PathBuf,
}

impl World {
    /// `items` are pairs of an item and the file name the vendor gives it.
    pub async fn new<T: AsRef<str>>(items: &[(T, T)]) -> World {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let features: Vec<Value> = items
            .iter()
            .map(|(id, name)| {
                let (id, name) = (id.as_ref(), name.as_ref());
                json!({
                    "properties": { "id": id, "acquisitionDate": "2026-05-01T10:00:00Z", "platform": "PHR1A" },
                    "_links": { "download": [{
                        "href": format!("{url}/file/{id}"), "name": "Download", "type": "HTTP", "resourceId": name,
                    }]},
                })
            })
            .collect();
        let workspace: Arc<[Value]> = features.into();
        let script = Arc::new(Mutex::new(Script::default()));
        let there = Arc::clone(&script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&there), Arc::clone(&workspace)));
            }
        });
        let data = tempfile::tempdir().unwrap();
        let desk = connect(&url, &data).await;
        desk.deliveries().await.unwrap();
        let folder = data.path().join("fetched");
        World { desk, script, url, data, folder }
    }

    /// Another connection over the same files; what runs on the one before goes on.
    pub async fn reconnect(&mut self) {
        self.desk = connect(&self.url, &self.data).await;
    }

    /// A desk with one item and what the vendor answers to its downloads, in turn.
    pub async fn one(name: &str, replies: Vec<Reply>) -> World {
        let world = World::new(&[("item", name)]).await;
        world.say("item", replies);
        world
    }

    pub fn say(&self, item: &str, replies: Vec<Reply>) {
        self.script.lock().unwrap().replies.insert(item.to_owned(), replies);
    }

    pub async fn fetch(&self, item: &str) -> Result<Delivery, DeskError> {
        self.desk.download(item, &self.folder, |_| {}).await
    }

    /// What was asked: a dash for a whole file, else where it was to go on.
    pub fn asked(&self) -> Vec<String> {
        let script = self.script.lock().unwrap();
        script.asked.iter().map(|range| range.clone().unwrap_or_else(|| "-".to_owned())).collect()
    }

    /// Names and contents in the folder; parts are called by their ending alone.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
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
    pub fn assert_done(&self, delivery: &Delivery, name: &str, file: &[u8]) -> Option<Wholeness> {
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

async fn connect(url: &str, data: &tempfile::TempDir) -> Desk {
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(url).unwrap(),
        api_key: SecretString::from("key".to_owned()),
        proxy: None,
        data_folder: data.path().join("data"),
        now: Arc::new(jiff::Timestamp::now),
        retry_pause: std::time::Duration::ZERO,
        acts: ordering::ActsUnderWay::default(),
        answer_patience: ordering::ANSWER_PATIENCE,
        anchor: None,
    };
    Desk::open(target, Arc::new(Nobody)).await.unwrap()
}

/// The page of the workspace that a search asks for.
fn page(workspace: &[Value], query: &[u8]) -> String {
    let query: Value = serde_json::from_slice(query).unwrap();
    let count = |name: &str| usize::try_from(query[name].as_u64().unwrap()).unwrap();
    let (size, number) = (count("itemsPerPage"), count("startPage"));
    let features: Vec<&Value> = workspace.iter().skip((number - 1) * size).take(size).collect();
    json!({ "totalResults": workspace.len(), "features": features }).to_string()
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<Script>>, workspace: Arc<[Value]>) {
    let mut raw = Vec::new();
    let mut buffer = [0; 4096];
    let (head, body) = loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        raw.extend(&buffer[..read]);
        let text = String::from_utf8_lossy(&raw).into_owned();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = header(&text[..end], "content-length").and_then(|length| length.parse().ok());
        if raw.len() >= end + 4 + length.unwrap_or(0) || read == 0 {
            break (text[..end].to_owned(), raw.split_off(end + 4));
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
        json(&page(&workspace, &body))
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

pub fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

pub fn hash(file: &[u8]) -> String {
    Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is no archive, every byte of it of one version.
pub fn image(version: u8) -> Vec<u8> {
    vec![version; 1000]
}

pub fn archive(version: u8) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("DIM.XML", stored).unwrap();
    writer.write_all(&image(version)).unwrap();
    writer.finish().unwrap().into_inner()
}

pub const TAG: &str = "\"one\"";
pub const OTHER: &str = "\"two\"";
/// How much of a file arrives before the connection breaks.
pub const CUT: usize = 400;

pub fn left(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![(".part".to_owned(), file.to_vec())]
}

impl World {
    /// The only part there is.
    pub fn the_part(&self) -> PathBuf {
        std::fs::read_dir(&self.folder).unwrap().next().unwrap().unwrap().path()
    }

    /// Changes what is remembered of the download, as a power cut at another moment would have left it.
    pub fn note(&self, field: &str, value: usize) {
        let db = rusqlite::Connection::open(self.data.path().join("data/sandbox/desk.db")).unwrap();
        let changed = db.execute(
            "UPDATE documents SET json = json_set(json, ?1, ?2) WHERE kind = 'download'",
            (field, i64::try_from(value).unwrap()),
        );
        assert_eq!(changed.unwrap(), 1);
    }
}
