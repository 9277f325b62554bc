//! The desk in a process of its own, killed at each step of a send and at random moments, then opened again and held to
//! the same promises.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use ordering::{
    ConfirmedOffer, Desk, DeskEvent, EndUser, GroupPatch, Outside, SendPoint, SpendKind, SpendingRules,
};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::ground::{AREAS, polygon};
use super::judge::judge;
use super::person::{Play, found, target};
use super::schedule::Terms;
use super::spend::place;
use super::world::World;
use crate::stage::Trouble;

/// What the process is doing when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It places an order on a contract without an order list.
    Order,
    /// It asks for a quotation.
    Quotation,
    /// It accepts a quotation that it asked for before.
    Accept,
}

impl Deed {
    /// All of them.
    pub const ALL: [Deed; 3] = [Deed::Order, Deed::Quotation, Deed::Accept];

    fn kind(self) -> SpendKind {
        if self == Deed::Order { SpendKind::Order } else { SpendKind::Quotation }
    }
}

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
pub async fn crash(world: &mut World, deed: Deed, moment: Moment) -> Result<Result<(), String>, Trouble> {
    let home = world.begin().await?;
    let opening = world.truth("credit").await?;
    let (url, key) = world.way_in();
    let place = match moment {
        Moment::At(point) => format!("{point:?}"),
        Moment::After(_) => String::new(),
    };
    let mut child = Command::new(std::env::current_exe()?)
        .args(["child", url, key])
        .arg(&home)
        .args([format!("{deed:?}"), place])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    match moment {
        Moment::At(_) => wait_for_point(&mut child).await?,
        Moment::After(pause) => tokio::time::sleep(pause).await,
    }
    child.kill().await?;
    let mut play = Play::sit_down(world, home.clone(), Terms::default()).await?;
    play.killed = true;
    let verdict = judge(world, &mut play, &opening).await?;
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

/// Says when it has come to a point of the last request, and stays there until it is killed.
struct StopsAt {
    point: Option<SendPoint>,
    last: AtomicBool,
}

impl Outside for StopsAt {
    fn changed(&self, _: DeskEvent) {}

    fn reached(&self, point: SendPoint) {
        if self.point == Some(point) && self.last.load(Ordering::Acquire) {
            use std::io::Write;
            let mut out = std::io::stdout();
            drop(writeln!(out, "here").and_then(|()| out.flush()));
            std::thread::sleep(Duration::from_secs(600));
        }
    }
}

/// The process that is killed: `child <url> <key> <folder> Order|Quotation|Accept <point>`.
///
/// # Errors
/// When the words are wrong or the request could not be made.
pub async fn child(words: &[String]) -> Result<(), Trouble> {
    let [url, key, home, deed, point] = words else { return Err("five words are needed".into()) };
    let deed = Deed::ALL.into_iter().find(|one| format!("{one:?}") == *deed).ok_or("no such deed")?;
    let point = SendPoint::ALL.into_iter().find(|one| format!("{one:?}") == *point);
    let stops = Arc::new(StopsAt { point, last: AtomicBool::new(deed != Deed::Accept) });
    let target = target(url, key, Path::new(home), Arc::new(AtomicI64::new(0)))?;
    let desk = Desk::open(target, Arc::clone(&stops) as Arc<dyn Outside>).await?;
    one_request(&desk, deed.kind()).await?;
    if deed == Deed::Accept {
        stops.last.store(true, Ordering::Release);
        accept(&desk).await?;
    }
    Ok(())
}

/// One order or quotation from an empty basket to its confirmation, as a user would do it.
async fn one_request(desk: &Desk, kind: SpendKind) -> Result<(), Trouble> {
    let area = desk.save_area(None, AREAS[0].0, &polygon(AREAS[0].1))?.id;
    let scenes = found(desk).await?;
    let scene = scenes[usize::from(kind == SpendKind::Quotation)].first().ok_or("no scene over the Tagus")?;
    let payer = desk.list_sellers(scene).await?.pop().ok_or("nobody sells it")?.contract_id;
    desk.add_to_basket(scene, &area, Some(&payer)).await?;
    let user = EndUser { name: "River Authority".to_owned(), country: "PT".to_owned() };
    let patch = GroupPatch { market: Some("ENV".to_owned()), end_user: Some(user), ..GroupPatch::default() };
    desk.edit_group(&payer, patch).await?;
    desk.price_basket(&payer).await?;
    let rules = SpendingRules::default();
    let review = desk.review(&payer, kind, &rules).await?;
    let amount = review.price.total_amount.to_string();
    Ok(place(desk, kind, &review.review_id, &amount, &[], &rules).await?)
}

async fn accept(desk: &Desk) -> Result<(), Trouble> {
    let reference = desk.orders()?.pop().ok_or("there is no quotation")?.reference;
    let read = desk.read_quotation(&reference).await?.summary;
    let version = read.offer.and_then(|offer| offer.version);
    let confirmed = ConfirmedOffer { amount: read.amount.to_string(), currency: read.currency, version };
    desk.accept_quotation(&reference, &confirmed, &[], &SpendingRules::default()).await?;
    Ok(())
}
