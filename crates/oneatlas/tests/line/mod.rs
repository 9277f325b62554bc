//! A line to a vendor that does just what it is told to, byte by byte, and remembers what it heard. A web framework
//! would tidy up what these tests are about: half requests, cut answers, statuses nobody sends.

use std::sync::{Arc, Mutex, PoisonError};

use oneatlas::{Client, Hosts};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A key that would be easy to find where it does not belong.
pub const KEY: &str = "canary-api-key-3f9c";

/// What one connection heard.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    pub method: String,
    pub path: String,
    pub head: String,
    pub body: Vec<u8>,
}

impl Heard {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the line does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// Hang up when this many bytes of the request were read.
    HangUpAfter(usize),
}

/// A whole answer.
pub fn answer(status: u16, extra_head: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{extra_head}Connection: close\r\n\r\n{body}")
            .into_bytes(),
    )
}

type Script = Box<dyn FnMut(usize, Option<&Heard>) -> Reply + Send>;

/// A listening line.
pub struct Line {
    pub url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<Script>>,
}

impl Line {
    /// `script` is asked once before a request is read (with `None`: only a hang-up counts there), and once when it is
    /// whole. Its number counts connections from 0.
    pub async fn open(script: impl FnMut(usize, Option<&Heard>) -> Reply + Send + 'static) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(script)));
        let (log, told) = (Arc::clone(&heard), Arc::clone(&script));
        tokio::spawn(async move {
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, number, Arc::clone(&log), Arc::clone(&told)));
                number += 1;
            }
        });
        Line { url, heard, script }
    }

    /// A line that answers everything in the same way.
    pub async fn always(reply: Reply) -> Line {
        Line::open(move |_, _| reply.clone()).await
    }

    /// A vendor's sign-in that works, with tokens of this many seconds.
    pub async fn sign_in(seconds: u64) -> Line {
        Line::open(move |number, _| {
            answer(200, "", &format!(r#"{{"access_token":"token-{number}","expires_in":{seconds}}}"#))
        })
        .await
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on it does this; what was heard is forgotten.
    pub fn now(&self, script: impl FnMut(usize, Option<&Heard>) -> Reply + Send + 'static) {
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(script);
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

async fn serve(
    mut stream: TcpStream,
    number: usize,
    log: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<Script>>,
) {
    let ask = |heard: Option<&Heard>| {
        let mut script = script.lock().unwrap_or_else(PoisonError::into_inner);
        (*script)(number, heard)
    };
    let limit = match ask(None) {
        Reply::HangUpAfter(bytes) => bytes,
        Reply::Bytes(_) => usize::MAX,
    };
    let mut raw = Vec::new();
    let whole = read(&mut stream, &mut raw, limit).await;
    let heard = parse(&raw);
    log.lock().unwrap_or_else(PoisonError::into_inner).push(heard.clone());
    if !whole {
        return;
    }
    if let Reply::Bytes(bytes) = ask(Some(&heard)) {
        // The client may have hung up first.
        drop(stream.write_all(&bytes).await);
        drop(stream.shutdown().await);
    }
}

/// Reads until the request is whole or `limit` bytes are there; whether it is whole.
async fn read(stream: &mut TcpStream, raw: &mut Vec<u8>, limit: usize) -> bool {
    while raw.len() < limit {
        if is_whole(raw) {
            return true;
        }
        match stream.read_u8().await {
            Ok(byte) => raw.push(byte),
            Err(_) => return false,
        }
    }
    false
}

fn is_whole(raw: &[u8]) -> bool {
    let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let length = parse(raw).header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    raw.len() >= end + 4 + length
}

fn parse(raw: &[u8]) -> Heard {
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n");
    let head = String::from_utf8_lossy(&raw[..end.unwrap_or(raw.len())]).into_owned();
    let mut first = head.lines().next().unwrap_or_default().split(' ');
    Heard {
        method: first.next().unwrap_or_default().to_owned(),
        path: first.next().unwrap_or_default().to_owned(),
        body: end.map(|end| raw[end + 4..].to_vec()).unwrap_or_default(),
        head,
    }
}

/// A client that signs in at one line and does everything else at another.
pub fn client(sign_in: &Line, vendor: &Line) -> Client {
    let at = |line: &Line| Url::parse(&line.url).unwrap();
    let hosts = Hosts {
        authenticate: at(sign_in),
        order: at(vendor),
        search: at(vendor),
        access: at(vendor),
        data: at(vendor),
    };
    Client::builder(hosts, SecretString::from(KEY))
        .first_wait(std::time::Duration::from_millis(1))
        .build()
        .unwrap()
}
