//! The desk in a process of its own, killed at each step of a send and at random moments, then opened again and held to
//! the same promises.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use ordering::{DeskEvent, Outside, SendPoint, SpendKind};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::judge::judge;
use super::run::{World, one_request, open_desk};
use crate::stage::Trouble;

/// When the process is killed.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// At this step of the send.
    At(SendPoint),
    /// So long after it began.
    After(Duration),
}

/// Lets a desk send in a process of its own (this program, called with the words of [`child`]), kills it with SIGKILL,
/// and judges what is left. The inner error is a broken promise.
///
/// # Errors
/// When the world itself breaks.
pub async fn crash(
    world: &mut World,
    kind: SpendKind,
    moment: Moment,
) -> Result<Result<(), String>, Trouble> {
    let home = world.begin().await?;
    let (url, key) = world.way_in();
    let place = match moment {
        Moment::At(point) => format!("{point:?}"),
        Moment::After(_) => String::new(),
    };
    let mut child = Command::new(std::env::current_exe()?)
        .args(["child", url, key])
        .arg(&home)
        .args([kind_word(kind), place.as_str()])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    match moment {
        Moment::At(_) => wait_for_point(&mut child).await?,
        Moment::After(pause) => tokio::time::sleep(pause).await,
    }
    child.kill().await?;
    let mut play = world.sit_down(home.clone()).await?;
    let verdict = judge(world, &mut play).await?;
    drop(play);
    std::fs::remove_dir_all(&home)?;
    Ok(verdict)
}

async fn wait_for_point(child: &mut Child) -> Result<(), Trouble> {
    let out = child.stdout.take().ok_or("the child has no output")?;
    let mut lines = BufReader::new(out).lines();
    let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await??;
    match line.as_deref() {
        Some("here") => Ok(()),
        other => Err(format!("the child never came to its point: {other:?}").into()),
    }
}

fn kind_word(kind: SpendKind) -> &'static str {
    match kind {
        SpendKind::Order => "order",
        SpendKind::Quotation => "quotation",
    }
}

/// Says when it has come to a point, and stays there until it is killed.
struct StopsAt(Option<SendPoint>);

impl Outside for StopsAt {
    fn changed(&self, _: DeskEvent) {}

    fn reached(&self, point: SendPoint) {
        if self.0 == Some(point) {
            use std::io::Write;
            let mut out = std::io::stdout();
            drop(writeln!(out, "here").and_then(|()| out.flush()));
            std::thread::sleep(Duration::from_secs(600));
        }
    }
}

/// The process that is killed: `child <url> <key> <folder> order|quotation <point>`.
///
/// # Errors
/// When the words are wrong or the request could not be made.
pub async fn child(words: &[String]) -> Result<(), Trouble> {
    let [url, key, home, kind, point] = words else { return Err("five words are needed".into()) };
    let kind = if kind == "quotation" { SpendKind::Quotation } else { SpendKind::Order };
    let point = SendPoint::ALL.into_iter().find(|one| format!("{one:?}") == *point);
    let desk =
        open_desk(url, key, Path::new(home), Arc::new(AtomicI64::new(0)), Arc::new(StopsAt(point))).await?;
    one_request(&desk, kind).await
}
