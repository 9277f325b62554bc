//! Walks through the real program in a virtual display: the whole journey, what is done to an area, how a scene is
//! found, whether everybody can use it, and what goes wrong in a working life. Pictures go to `target/tour`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ordering::SendPoint;
use swath_tests::driver::Window;
use swath_tests::person::{Album, Person, Walked};
use swath_tests::stage::{Stage, Trouble};
use swath_tests::troubles::Vendor;
use swath_tests::{access, areas, choosing, journey, road, troubles};

#[tokio::main]
async fn main() -> ExitCode {
    let folder = root().join("target/tour");
    let outcome = tour(&folder).await;
    let mut out = std::io::stdout();
    let said = match &outcome {
        Ok(()) => writeln!(out, "the tour went through; its pictures are in {}", folder.display()),
        Err(trouble) => {
            writeln!(out, "the tour stopped: {trouble}\nits pictures are in {}", folder.display())
        }
    };
    if outcome.is_ok() && said.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn tour(folder: &Path) -> Walked {
    let mut album = Album::new(folder)?;
    let only = std::env::args().nth(1);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    for name in
        ["journey", "areas", "choosing", "access", "troubles", "road"].into_iter().filter(|name| wanted(name))
    {
        let stage = set(name).await?;
        let walked = match name {
            "troubles" => in_trouble(&stage, &mut album).await,
            "road" => along_the_road(&stage, &mut album).await,
            name => at_one_sitting(name, &stage, &mut album).await,
        };
        clear(stage, &album, walked)?;
    }
    Ok(())
}

async fn at_one_sitting(name: &str, stage: &Stage, album: &mut Album) -> Walked {
    let mut person = sit_down(stage, album).await?;
    let walked = match name {
        "areas" => areas::walk(&mut person).await,
        "choosing" => choosing::walk(&mut person).await,
        "access" => access::walk(&mut person).await,
        _ => journey::walk(&mut person).await,
    };
    person.leave(walked).await
}

async fn in_trouble(stage: &Stage, album: &mut Album) -> Walked {
    let mut vendor = Vendor::start(&stage.home().join("vendor")).await?;
    let mut person = sit_down(stage, album).await?;
    let walked = troubles::walk(&mut person, &mut vendor).await;
    person.leave(walked).await?;
    let mut person = sit_down(stage, album).await?;
    let mut walked = troubles::next_day(&mut person, &mut vendor).await;
    if walked.is_ok() {
        walked = troubles::send_and_wait(&mut person, &vendor).await;
    }
    person.leave_by(walked, || stage.cut_the_power()).await?;
    let mut person = sit_down(stage, album).await?;
    let walked = troubles::after_the_power_cut(&mut person, &vendor).await;
    person.leave(walked).await?;
    troubles::no_secret_in_the_clear(stage.home(), &vendor).await
}

async fn along_the_road(stage: &Stage, album: &mut Album) -> Walked {
    let vendor = Vendor::start(&stage.home().join("vendor")).await?;
    let mut person = sit_down(stage, album).await?;
    let mut walked = road::being_ordered(&mut person, &vendor, stage).await;
    if walked.is_ok() {
        walked = road::already_bought(&mut person, &vendor).await;
    }
    if let Err(trouble) = walked {
        return person.leave(Err(trouble)).await;
    }
    // The window is closed while the order is under way; the program ends when its answer is in the record.
    stage.close_window()?;
    stage.program_has_ended().await?;
    person.leave_by(Ok(()), || Ok(())).await?;
    let mut person = sit_down(stage, album).await?;
    let walked = road::after_the_window_was_closed(&mut person, &vendor).await;
    person.leave(walked).await?;
    for (scene, point) in SendPoint::ALL.into_iter().enumerate() {
        let before = vendor.orders().await?;
        let mut person = sit_down(stage, album).await?;
        let walked = road::up_to(&mut person, stage, point, scene + 1).await;
        person.leave_by(walked, || stage.cut_the_power()).await?;
        let mut person = sit_down(stage, album).await?;
        let walked = road::after_the_kill(&mut person, &vendor, point, before).await;
        person.leave(walked).await?;
    }
    std::fs::write(stage.home().join("data").join("settings.json"), "{")?;
    let mut person = sit_down(stage, album).await?;
    let walked = road::unreadable_settings(&mut person).await;
    person.leave(walked).await
}

async fn set(name: &str) -> Result<Stage, Trouble> {
    let home = std::env::temp_dir().join(format!("swath-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&home)?;
    Stage::set(&home, 1440, 900).await
}

async fn sit_down<'a>(stage: &Stage, album: &'a mut Album) -> Result<Person<'a>, Trouble> {
    let window = Window::open(&stage.driver_url, &stage.display, &program()?).await?;
    window.resize(1440, 900).await?;
    Ok(Person::at(window, album))
}

/// Takes the stage down. What the program and the driver said helps to find out why a walk failed.
fn clear(stage: Stage, album: &Album, walked: Walked) -> Walked {
    let home = stage.home().to_owned();
    if walked.is_err() {
        let log = std::fs::read(home.join("driver.log")).unwrap_or_default();
        album.keep("driver.log", &log)?;
    }
    drop(stage);
    std::fs::remove_dir_all(&home)?;
    walked
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program beside this one: cargo builds both into the same folder.
fn program() -> Result<PathBuf, Trouble> {
    let here = std::env::current_exe()?;
    let beside = here.parent().ok_or("this program has no folder")?.join("swath");
    if beside.exists() { Ok(beside) } else { Err(format!("{} is not built", beside.display()).into()) }
}
