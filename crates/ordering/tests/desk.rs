//! The desk against the sandbox: the journey, and what happens to money when the network fails. What the sandbox really
//! did is read from its control address.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

use std::sync::Arc;

use aoi::AreaPolygon;
use archive::{Constellation, SceneFilter};
use oneatlas::Hosts;
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::{
    Backend, DeliveryState, Desk, DeskError, DeskEvent, EndUser, Environment, GroupPatch, OrderState,
    Outside, SearchRequest, SpendKind, SpendingRules, Target,
};
use secrecy::SecretString;
use serde_json::{Value, json};

struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

struct World {
    sandbox: Arc<Sandbox>,
    desk: Desk,
    folder: tempfile::TempDir,
    http: reqwest::Client,
}

impl World {
    async fn new() -> World {
        let sandbox = Arc::new(Sandbox::start(SandboxConfig::default()).await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let desk = open(&sandbox, &folder).await;
        World { sandbox, desk, folder, http: reqwest::Client::new() }
    }

    async fn fault(&self, path: &str, fault: &str) {
        let body = json!({"path": path, "fault": fault, "count": 1});
        let url = format!("{}/faults", self.sandbox.control_url());
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}: {}", answer.status());
    }

    /// Orders the sandbox really has with this reference.
    async fn really_ordered(&self, reference: &str) -> usize {
        let url = format!("{}/orders", self.sandbox.control_url());
        let text = self.http.get(url).send().await.unwrap().text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let list = value.as_array().or_else(|| value["orders"].as_array()).unwrap();
        list.iter().filter(|order| order["customerReference"] == reference).count()
    }

    async fn credit(&self, backend: Backend) -> String {
        let contracts = self.desk.contracts().await.unwrap();
        let contract = contracts.into_iter().find(|contract| contract.backend == backend).unwrap();
        contract.credit_remaining.unwrap().to_string()
    }

    /// A priced basket with one scene of a constellation; the contract and the price.
    async fn basket(&self, constellation: Constellation) -> (String, String) {
        let area = self.desk.save_area(None, "Tagus estuary", &tagus()).unwrap();
        let request = SearchRequest {
            area_id: area.id.clone(),
            date_from: None,
            date_to: None,
            constellations: vec![constellation],
            max_cloud: None,
            max_incidence: None,
            max_snow: None,
            max_results: 100,
        };
        let outcome = self.desk.search(&request, |_| {}).await.unwrap();
        assert!(outcome.received > 0, "{constellation:?}");
        let window = self.desk.scenes(&SceneFilter::default(), &[], 0, 10).unwrap();
        let scene = window.rows.iter().find(|row| row.coverage > 1.0).unwrap();
        let basket = self.desk.add_to_basket(&scene.id, &area.id).await.unwrap();
        let contract = basket.groups[0].contract.contract_id.clone();
        let user = EndUser { name: "River Authority".to_owned(), country: "PT".to_owned() };
        let patch =
            GroupPatch { market: Some("ENV".to_owned()), end_user: Some(user), ..GroupPatch::default() };
        self.desk.edit_group(&contract, patch).await.unwrap();
        let basket = self.desk.price_basket(&contract).await.unwrap();
        let price = basket.groups[0].price.as_ref().unwrap().total_amount.to_string();
        (contract, price)
    }

    async fn order(&self, constellation: Constellation, kind: SpendKind) -> ordering::OrderSummary {
        let (contract, price) = self.basket(constellation).await;
        let review = self.desk.review(&contract, kind, &SpendingRules::default()).await.unwrap();
        match kind {
            SpendKind::Order => self.desk.place_order(&review.review_id, &price).await.unwrap(),
            SpendKind::Quotation => self.desk.request_quotation(&review.review_id, &price).await.unwrap(),
        }
    }

    /// The first scene of the last search that covers its area at all: what [`World::basket`] takes.
    fn scene_ordered(&self) -> String {
        let window = self.desk.scenes(&SceneFilter::default(), &[], 0, 10).unwrap();
        window.rows.iter().find(|row| row.coverage > 1.0).unwrap().id.clone()
    }

    async fn after_hours(&self, hours: i64) {
        self.sandbox.advance(hours * 3600);
        self.desk.refresh_orders().await.unwrap();
    }

    fn state(&self, reference: &str) -> OrderState {
        self.desk.order(reference).unwrap().summary.state
    }
}

async fn open(sandbox: &Arc<Sandbox>, folder: &tempfile::TempDir) -> Desk {
    let clock = Arc::clone(sandbox);
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(sandbox.url()).unwrap(),
        api_key: SecretString::from(sandbox.api_key().to_owned()),
        proxy: None,
        data_folder: folder.path().to_owned(),
        now: Arc::new(move || clock.now()),
        retry_pause: std::time::Duration::ZERO,
    };
    Desk::open(target, Arc::new(Nobody)).await.unwrap()
}

fn tagus() -> AreaPolygon {
    AreaPolygon::from_ring(vec![
        [-9.10, 38.70],
        [-8.95, 38.70],
        [-8.95, 38.82],
        [-9.10, 38.82],
        [-9.10, 38.70],
    ])
}

#[tokio::test]
async fn a_legacy_order_spends_its_price_once_arrives_and_is_fetched_whole() {
    let world = World::new().await;
    let before = world.credit(Backend::Legacy).await;
    let order = world.order(Constellation::Phr, SpendKind::Order).await;
    assert_eq!(order.state, OrderState::Placed);
    assert!(order.sales_order_id.is_some());
    assert_eq!(world.really_ordered(&order.reference).await, 1);
    let left = before.parse::<rust_decimal::Decimal>().unwrap() - order.amount;
    assert_eq!(world.credit(Backend::Legacy).await.parse::<rust_decimal::Decimal>().unwrap(), left);
    assert!(world.desk.basket().await.unwrap().groups.is_empty(), "what is ordered leaves the basket");

    world.after_hours(30).await;
    assert_eq!(world.state(&order.reference), OrderState::Delivered);
    let deliveries = world.desk.deliveries().await.unwrap();
    let delivery = deliveries.iter().find(|d| d.reference.as_deref() == Some(&order.reference)).unwrap();
    assert!(delivery.known_order);
    let target = world.folder.path().join("fetched");
    let fetched = world.desk.download(&delivery.item_id, &target, |_| {}).await.unwrap();
    let DeliveryState::Done { path, byte_count, .. } = fetched.download else { panic!("{fetched:?}") };
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes.len() as u64, byte_count);
    assert_eq!(&bytes[..2], b"PK");
    assert!(world.desk.ledger().verify().unwrap().is_ok());
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_broke() {
    let world = World::new().await;
    let order = world.order(Constellation::Phr, SpendKind::Order).await;
    world.after_hours(30).await;
    let deliveries = world.desk.deliveries().await.unwrap();
    let item = deliveries.iter().find(|d| d.reference.as_deref() == Some(&order.reference)).unwrap();
    let target = world.folder.path().join("fetched");
    world.fault("/download", "dropInside").await;
    let broken = world.desk.download(&item.item_id, &target, |_| {}).await;
    assert!(broken.is_err());
    let fetched = world.desk.download(&item.item_id, &target, |_| {}).await.unwrap();
    let DeliveryState::Done { path, .. } = fetched.download else { panic!("{fetched:?}") };
    let bytes = std::fs::read(path).unwrap();
    // The end of a zip file names the number of its entries: a file with a gap would not have it there.
    assert!(bytes[bytes.len() - 22..].starts_with(b"PK\x05\x06"));
}

#[tokio::test]
async fn a_quotation_is_read_accepted_produced_and_delivered() {
    let world = World::new().await;
    let before = world.credit(Backend::Neo).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert!(matches!(quoted.state, OrderState::Quoted { .. }), "{:?}", quoted.state);
    assert_eq!(world.credit(Backend::Neo).await, before, "a quotation spends nothing");
    world.desk.refresh_orders().await.unwrap();
    let OrderState::Quoted { expires: Some(_) } = world.state(&quoted.reference) else { panic!("no expiry") };
    let pdf = world.desk.quotation_document(quoted.quotation_id.as_deref().unwrap()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));

    let wrong = world.desk.accept_quotation(&quoted.reference, "1.00", &SpendingRules::default()).await;
    assert!(matches!(wrong, Err(DeskError::ConfirmationMismatch { .. })));
    let amount = quoted.amount.to_string();
    world.desk.accept_quotation(&quoted.reference, &amount, &SpendingRules::default()).await.unwrap();
    assert_ne!(world.credit(Backend::Neo).await, before);
    let again = world.desk.accept_quotation(&quoted.reference, &amount, &SpendingRules::default()).await;
    assert!(again.is_err(), "a quotation is accepted once");
    world.after_hours(30).await;
    assert_eq!(world.state(&quoted.reference), OrderState::Delivered);
}

#[tokio::test]
async fn a_refused_quotation_keeps_its_reason_and_spends_nothing() {
    let world = World::new().await;
    let before = world.credit(Backend::Neo).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert!(world.desk.refuse_quotation(&quoted.reference, 9).await.is_err());
    let refused = world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    assert_eq!(refused.summary.state, OrderState::Refused { reason: "budget".to_owned() });
    assert_eq!(world.credit(Backend::Neo).await, before);
    assert!(
        world
            .desk
            .accept_quotation(&quoted.reference, &quoted.amount.to_string(), &SpendingRules::default())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_quotation_that_ran_out_can_no_longer_be_accepted() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.after_hours(24 * 40).await;
    assert_eq!(world.state(&quoted.reference), OrderState::QuotationExpired);
    let late = world
        .desk
        .accept_quotation(&quoted.reference, &quoted.amount.to_string(), &SpendingRules::default())
        .await;
    assert!(late.is_err());
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_unknown_found_by_reading_and_never_sent_again() {
    let world = World::new().await;
    world.basket(Constellation::Pneo).await;
    world.fault("/api/v1/orders", "dropAfter").await;
    let (contract, price) = priced(&world).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let order = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    assert!(
        world.desk.basket().await.unwrap().groups.is_empty(),
        "it can't be ordered again from the basket"
    );
    let found = world.desk.look_now(&order.reference).await.unwrap();
    assert!(!matches!(found.summary.state, OrderState::Unknown { .. }), "{:?}", found.summary.state);
    assert!(found.summary.quotation_id.is_some());
    assert_eq!(world.really_ordered(&order.reference).await, 1);
}

#[tokio::test]
async fn an_order_that_never_arrived_stays_unknown_until_a_person_says_so() {
    let world = World::new().await;
    world.basket(Constellation::Phr).await;
    world.fault("/api/v1/orders", "dropBefore").await;
    let (contract, price) = priced(&world).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let order = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    let looked = world.desk.look_now(&order.reference).await.unwrap();
    assert!(matches!(looked.summary.state, OrderState::Unknown { next_look: Some(_) }));
    assert!(
        looked
            .timeline
            .iter()
            .any(|entry| entry.detail.as_deref().is_some_and(|d| d.contains("credit is unchanged")))
    );
    assert!(world.desk.declare_not_placed(&order.reference, "no").is_err(), "a reason is needed");
    let ended = world.desk.declare_not_placed(&order.reference, "the vendor says so on the phone").unwrap();
    assert!(matches!(ended.summary.state, OrderState::NotPlaced { .. }));
    assert_eq!(world.really_ordered(&order.reference).await, 0);
}

#[tokio::test]
async fn what_was_declared_not_placed_and_arrives_late_is_an_order_again_and_says_so() {
    let world = World::new().await;
    world.basket(Constellation::Pneo).await;
    // An hour, by the default of the fault.
    world.fault("/api/v1/orders", "late").await;
    let (contract, price) = priced(&world).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let order = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    let ended = world.desk.declare_not_placed(&order.reference, "the vendor's page is empty").unwrap();
    assert!(matches!(ended.summary.state, OrderState::NotPlaced { .. }));
    assert_eq!(world.really_ordered(&order.reference).await, 0, "it is still under way");
    world.after_hours(8).await;
    let found = world.desk.order(&order.reference).unwrap();
    assert!(found.summary.turned_up && found.summary.quotation_id.is_some(), "{:?}", found.summary);
    assert!(!matches!(found.summary.state, OrderState::NotPlaced { .. }));
    assert!(found.timeline.iter().any(|entry| entry.title == "Found at the vendor after all"));
    assert_eq!(world.really_ordered(&order.reference).await, 1);
    world.desk.ledger().verify().unwrap().unwrap();
}

#[tokio::test]
async fn every_kind_of_failure_sends_one_order_at_most() {
    for fault in [
        "dropBefore",
        "dropAfter",
        "dropInside",
        "429",
        "500",
        "502",
        "503",
        "malformed",
        "wrongType",
        "401",
        "403",
    ] {
        let world = World::new().await;
        let (contract, price) = world.basket(Constellation::Phr).await;
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        world.fault("/api/v1/orders", fault).await;
        let placed = world.desk.place_order(&review.review_id, &price).await;
        let order = placed.unwrap_or_else(|error| panic!("{fault}: {error}"));
        let count = world.really_ordered(&order.reference).await;
        assert!(count <= 1, "{fault}: ordered {count} times");
        match order.state {
            OrderState::Unknown { .. } => {}
            OrderState::Rejected { .. } => assert_eq!(count, 0, "{fault}: told as refused, and ordered"),
            OrderState::Placed => assert_eq!(count, 1, "{fault}: told as placed, and not ordered"),
            other => panic!("{fault}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_order_beyond_the_credit_is_said_in_the_basket_and_never_sent() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Pneo).await;
    let body = json!({"contractId": contract, "amount": "3.00"});
    let url = format!("{}/credit", world.sandbox.control_url());
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
    let basket = world.desk.price_basket(&contract).await.unwrap();
    let problem = basket.groups[0].problems.iter().find(|problem| problem.field == "credit").unwrap();
    assert!(problem.message.contains(&price) && problem.message.contains("3.00"), "{}", problem.message);
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await;
    assert!(matches!(review, Err(DeskError::CreditTooSmall { .. })), "{review:?}");
    // A quotation spends nothing, and may be what the budget is asked for with.
    assert!(world.desk.review(&contract, SpendKind::Quotation, &SpendingRules::default()).await.is_ok());
}

#[tokio::test]
async fn the_users_own_limits_stop_an_order_before_it_leaves() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let total: rust_decimal::Decimal = price.parse().unwrap();
    let cent = rust_decimal::Decimal::new(1, 2);
    let one = SpendingRules { per_order: Some(total - cent), ..SpendingRules::default() };
    let refused = world.desk.review(&contract, SpendKind::Order, &one).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one order", .. })), "{refused:?}");
    let month = SpendingRules { per_month: Some(total + total - cent), ..SpendingRules::default() };
    let review = world.desk.review(&contract, SpendKind::Order, &month).await.unwrap();
    world.desk.place_order(&review.review_id, &price).await.unwrap();
    let (contract, _) = world.basket(Constellation::Phr).await;
    let refused = world.desk.review(&contract, SpendKind::Order, &month).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one month", .. })), "{refused:?}");
    // A new month, a new limit.
    world.sandbox.advance(32 * 24 * 3600);
    assert!(world.desk.review(&contract, SpendKind::Order, &month).await.is_ok());
}

#[tokio::test]
async fn what_was_ordered_before_is_named_with_what_is_left_of_it() {
    let world = World::new().await;
    let first = world.order(Constellation::Phr, SpendKind::Order).await;
    let scene = world.scene_ordered();
    // Twice as wide: one half is owned.
    let wide = AreaPolygon::from_ring(vec![
        [-9.10, 38.70],
        [-8.80, 38.70],
        [-8.80, 38.82],
        [-9.10, 38.82],
        [-9.10, 38.70],
    ]);
    let area = world.desk.save_area(None, "Wider", &wide).unwrap();
    let basket = world.desk.add_to_basket(&scene, &area.id).await.unwrap();
    let contract = basket.groups[0].contract.contract_id.clone();
    world.desk.price_basket(&contract).await.unwrap();
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let [owned] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!(
        (owned.reference.as_str(), owned.state),
        (first.reference.as_str(), ordering::EarlierState::Ordered)
    );
    assert!((owned.share - 50.0).abs() < 0.5, "{}", owned.share);
    assert_eq!(owned.rest.len(), 1);
    assert!((aoi::check(&owned.rest[0]).km2 - owned.rest_km2).abs() < 1e-6);
}

#[tokio::test]
async fn what_a_colleague_ordered_on_the_contract_is_named() {
    let world = World::new().await;
    // Another computer, another record, the same contract.
    let folder = tempfile::tempdir().unwrap();
    let colleague = World {
        sandbox: Arc::clone(&world.sandbox),
        desk: open(&world.sandbox, &folder).await,
        folder,
        http: reqwest::Client::new(),
    };
    let theirs = colleague.order(Constellation::Pneo, SpendKind::Order).await;
    let (contract, _) = world.basket(Constellation::Pneo).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let [seen] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!(seen.state, ordering::EarlierState::Elsewhere);
    assert_eq!(seen.reference, theirs.reference);
    assert!(seen.share > 99.0 && seen.rest.is_empty(), "{seen:?}");
    // Once it is in the workspace the scene is known, and so is how much of it is owned.
    world.after_hours(30).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let [seen] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!(seen.state, ordering::EarlierState::InWorkspace);
}

#[tokio::test]
async fn an_unknown_order_is_ordered_again_only_under_a_new_reference_that_names_the_open_one() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    world.fault("/api/v1/orders", "dropBefore").await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let lost = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert!(matches!(lost.state, OrderState::Unknown { .. }));
    let basket = world.desk.order_again(&lost.reference).await.unwrap();
    let group = &basket.groups[0];
    assert_ne!(group.reference, lost.reference);
    let told = world.desk.order(&lost.reference).unwrap().timeline;
    assert!(told.iter().any(|entry| entry.title == "You put it into the basket again"), "{told:?}");
    assert!(group.price.is_none(), "it is priced anew");
    world.desk.price_basket(&contract).await.unwrap();
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    assert_eq!(review.already_ordered[0].state, ordering::EarlierState::Unknown);
    assert_eq!(review.already_ordered[0].reference, lost.reference);
    let again = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert_eq!(again.state, OrderState::Placed);
    assert_eq!(world.really_ordered(&lost.reference).await, 0);
    assert_eq!(world.really_ordered(&again.reference).await, 1);
    assert!(
        matches!(world.state(&lost.reference), OrderState::Unknown { .. }),
        "the old one is looked for on"
    );
    let placed = world.desk.order_again(&again.reference).await;
    assert!(matches!(placed, Err(DeskError::Invalid { .. })), "what was placed is not ordered again");
}

#[tokio::test]
async fn a_review_is_good_once_and_many_clicks_send_one_order() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let reference = review.group.reference.clone();
    let clicks = (0..50).map(|_| {
        let (desk, id, price) = (world.desk.clone(), review.review_id.clone(), price.clone());
        tokio::spawn(async move { desk.place_order(&id, &price).await.is_ok() })
    });
    let mut sent = 0;
    for click in clicks.collect::<Vec<_>>() {
        sent += usize::from(click.await.unwrap());
    }
    assert_eq!((sent, world.really_ordered(&reference).await), (1, 1));
}

#[tokio::test]
async fn an_edit_voids_the_price_and_an_order_without_one_is_not_sent() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let patch = GroupPatch { market: Some("AGRI".to_owned()), ..GroupPatch::default() };
    let basket = world.desk.edit_group(&contract, patch).await.unwrap();
    assert!(basket.groups[0].price.is_none() && basket.groups[0].price_stale);
    let stale = world.desk.place_order(&review.review_id, &price).await;
    assert!(matches!(stale, Err(DeskError::PriceStale(_))), "{stale:?}");
    assert!(matches!(
        world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await,
        Err(DeskError::PriceStale(_))
    ));
    assert_eq!(world.really_ordered(&review.group.reference).await, 0);
}

#[tokio::test]
async fn a_wrong_amount_sends_nothing_and_leaves_the_review_in_place() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let wrong = world.desk.place_order(&review.review_id, "1.00").await;
    assert!(matches!(wrong, Err(DeskError::ConfirmationMismatch { .. })));
    assert_eq!(world.really_ordered(&review.group.reference).await, 0);
    assert!(world.desk.place_order(&review.review_id, &price).await.is_ok());
}

#[tokio::test]
async fn a_review_that_has_lain_for_long_is_priced_again_and_another_total_stops_the_order() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let raise = async |percent: i64| {
        let url = format!("{}/prices", world.sandbox.control_url());
        world
            .http
            .post(url)
            .json(&json!({ "percent": percent }))
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap();
    };
    world.sandbox.advance(3600);
    // A vendor that can't be asked: nothing leaves, and the review is still there.
    world.fault("/api/v1/prices", "403").await;
    assert!(matches!(world.desk.place_order(&review.review_id, &price).await, Err(DeskError::Client(_))));
    raise(103).await;
    let stopped = world.desk.place_order(&review.review_id, &price).await;
    let Err(DeskError::PriceStale(why)) = stopped else { panic!("{stopped:?}") };
    assert!(why.contains(&price) && why.contains("now"), "{why}");
    assert_eq!(world.really_ordered(&review.group.reference).await, 0);
    // The same total as before is no reason to ask anybody.
    raise(100).await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    world.sandbox.advance(3600);
    let placed = world.desk.place_order(&review.review_id, &price).await.unwrap();
    assert_eq!(world.really_ordered(&placed.reference).await, 1);
}

#[tokio::test]
async fn too_little_credit_is_told_before_anything_is_sent() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Phr).await;
    let url = format!("{}/credit", world.sandbox.control_url());
    let body = json!({"contractId": contract, "amount": "1.00"});
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
    let refused = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await;
    assert!(matches!(refused, Err(DeskError::CreditTooSmall { .. })), "{refused:?}");
    assert_eq!(world.desk.basket().await.unwrap().groups.len(), 1, "nothing is lost");
}

#[tokio::test]
async fn the_basket_and_the_orders_are_there_after_a_restart() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.basket(Constellation::Phr).await;
    let World { sandbox, desk, folder, .. } = world;
    drop(desk);
    let desk = open(&sandbox, &folder).await;
    assert_eq!(desk.basket().await.unwrap().groups[0].items.len(), 1);
    assert_eq!(desk.orders().unwrap()[0].reference, quoted.reference);
    assert_eq!(desk.areas().unwrap().len(), 2);
}

async fn priced(world: &World) -> (String, String) {
    let basket = world.desk.basket().await.unwrap();
    let group = &basket.groups[0];
    (group.contract.contract_id.clone(), group.price.as_ref().unwrap().total_amount.to_string())
}
