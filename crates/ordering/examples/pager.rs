//! `cargo xtask bench archive` runs it: 10,000 scenes from a sandbox that answers each call after 150 ms, by a desk and by
//! a plain pager that asks for one page after the other. Prints
//! how many each got, the seconds of both, and the bound given by latency, page size and pages at once.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aoi::AreaPolygon;
use futures_util::StreamExt;
use oneatlas::wire::search::SearchQuery;
use oneatlas::{Client, Hosts};
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::{
    Desk, DeskEvent, Environment, Outside, PAGES_AT_ONCE, SCENES_PER_PAGE, SearchRequest, Target,
};
use secrecy::SecretString;
use serde_json::json;

const SCENES: u32 = 10_000;
const LATENCY: Duration = Duration::from_millis(150);

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Arc::new(Sandbox::start(SandboxConfig::default()).await?);
    let home = tempfile::tempdir()?;
    let clock = Arc::clone(&sandbox);
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(sandbox.url())?,
        api_key: SecretString::from(sandbox.api_key().to_owned()),
        proxy: None,
        data_folder: home.path().to_owned(),
        now: Arc::new(move || clock.now()),
        retry_pause: Duration::ZERO,
        acts: ordering::ActsUnderWay::default(),
        answer_patience: ordering::ANSWER_PATIENCE,
        anchor: None,
    };
    let desk = Desk::open(target, Arc::new(Nobody)).await?;
    let france = vec![[-5.0, 42.0], [8.0, 42.0], [8.0, 51.0], [-5.0, 51.0], [-5.0, 42.0]];
    let area = desk.save_area(None, "France", &AreaPolygon::from_ring(france))?;
    let request: SearchRequest =
        serde_json::from_value(json!({"areaId": area.id, "constellations": [], "maxResults": SCENES}))?;
    // The sandbox reads its land once.
    desk.search(&SearchRequest { max_results: 1, ..request.clone() }, |_| {}).await?;
    let slow =
        json!({"path": "/opensearch", "fault": "slow", "seconds": LATENCY.as_secs_f64(), "count": 100_000});
    let faults = format!("{}/faults", sandbox.control_url());
    reqwest::Client::new().post(faults).json(&slow).send().await?.error_for_status()?;

    let (mut ours, mut received) = (f64::MAX, 0);
    for _ in 0..5 {
        let begun = Instant::now();
        received = desk.search(&request, |_| {}).await?.received;
        ours = ours.min(begun.elapsed().as_secs_f64());
    }
    let key = SecretString::from(sandbox.api_key().to_owned());
    let client = Client::builder(Hosts::single(sandbox.url())?, key).build()?;
    client.authenticate().await?;
    let query = SearchQuery {
        items_per_page: SCENES_PER_PAGE,
        start_page: 1,
        sort_by: Some("-acquisitionDate,cloudCover".to_owned()),
        workspace: Some("public,public-pneo".to_owned()),
        geometry: Some(serde_json::to_value(&area.report.polygon)?),
        processing_level: Some("ALBUM".to_owned()),
        ..SearchQuery::default()
    };
    let begun = Instant::now();
    let mut pages = std::pin::pin!(client.search_pages(query));
    let mut theirs = 0;
    while let Some(page) = pages.next().await {
        theirs += page?.features.len();
    }
    let sequential = begun.elapsed().as_secs_f64();
    // The first page tells how many there are; then rounds of as many as may be under way.
    let rounds = 1 + (SCENES.div_ceil(SCENES_PER_PAGE) - 1).div_ceil(PAGES_AT_ONCE);
    let bound = f64::from(rounds) * LATENCY.as_secs_f64();
    println!("{received} {theirs} {ours} {sequential} {bound}");
    Ok(())
}
