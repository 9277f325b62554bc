//! What was ordered before, by this record, by colleagues, in the workspace.

use std::sync::Arc;

use aoi::AreaPolygon;
use archive::Constellation;
use ordering::ledger::JournalEvent;
use ordering::{DeskError, EarlierState, OrderState, SpendKind, SpendingRules, Unseen};

use crate::world::{World, open};

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
    let basket = world.add(&scene, &area.id).await.unwrap();
    let contract = basket.groups[0].contract.contract_id.clone();
    world.desk.price_basket(&contract).await.unwrap();
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let [owned] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!((owned.reference.as_str(), owned.state), (first.reference.as_str(), EarlierState::Ordered));
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
    assert_eq!(seen.state, EarlierState::Elsewhere);
    assert_eq!(seen.reference, theirs.reference);
    assert!(seen.share > 99.0 && seen.rest.is_empty(), "{seen:?}");
    // Once it is in the workspace the scene is known, and so is how much of it is owned.
    world.after_hours(30).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let [seen] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!(seen.state, EarlierState::InWorkspace);
}

#[tokio::test]
async fn an_order_of_ones_own_is_named_once_wherever_it_is_seen() {
    for (constellation, hours) in [
        (Constellation::Phr, 0),
        (Constellation::Phr, 30),
        (Constellation::Pneo, 0),
        (Constellation::Pneo, 30),
    ] {
        let world = World::new().await;
        let first = world.order(constellation, SpendKind::Order).await;
        world.after_hours(hours).await;
        let (contract, _) = world.basket(constellation).await;
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        let [owned] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
        assert_eq!((owned.state, &owned.reference), (EarlierState::Ordered, &first.reference));
        assert_eq!(owned.ordered_at.as_deref(), Some(first.created_at.as_str()));
        assert_eq!((owned.amount, owned.currency.as_deref()), (Some(first.amount), Some("EUR")));
    }
}

#[tokio::test]
async fn a_rest_that_is_billed_as_the_whole_is_not_offered() {
    // About 87 km², of which one half was ordered: what is left is billed as the whole is where 100 km² are the least.
    for (constellation, offered) in [(Constellation::Spot, false), (Constellation::Phr, true)] {
        let world = World::new().await;
        world.order(constellation, SpendKind::Order).await;
        let scene = world.scene_ordered();
        let ring = vec![[-9.15, 38.72], [-9.05, 38.72], [-9.05, 38.81], [-9.15, 38.81], [-9.15, 38.72]];
        let area = world.desk.save_area(None, "Beside", &AreaPolygon::from_ring(ring)).unwrap();
        let basket = world.add(&scene, &area.id).await.unwrap();
        let contract = basket.groups[0].contract.contract_id.clone();
        world.desk.price_basket(&contract).await.unwrap();
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        let [owned] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
        assert!((owned.share - 50.0).abs() < 1.0, "{}", owned.share);
        assert_eq!(!owned.rest.is_empty(), offered, "{constellation:?}: {owned:?}");
    }
}

/// Two areas that share ground in one order: a scene over both is paid twice.
#[tokio::test]
async fn the_same_ground_twice_in_one_order_is_asked_about_once_and_the_record_names_it() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Pneo).await;
    let beside = AreaPolygon::from_ring(vec![
        [-9.05, 38.70],
        [-8.90, 38.70],
        [-8.90, 38.82],
        [-9.05, 38.82],
        [-9.05, 38.70],
    ]);
    let area = world.desk.save_area(None, "Beside", &beside).unwrap();
    let scene = world.scene_ordered();
    world.desk.add_to_basket(&scene, &area.id, Some(&contract)).await.unwrap();
    world.desk.price_basket(&contract).await.unwrap();
    let rules = SpendingRules::default();
    let review = world.desk.review(&contract, SpendKind::Quotation, &rules).await.unwrap();
    let [twice] = review.already_ordered.as_slice() else { panic!("{:?}", review.already_ordered) };
    assert_eq!((twice.state, twice.area_name.as_str()), (EarlierState::SameOrder, "Beside"));
    assert_eq!(twice.shared_with.as_deref(), Some("Tagus estuary"));
    assert_eq!((&twice.reference, twice.must_allow), (&review.group.reference, true));
    let amount = review.price.total_amount.to_string();
    assert_eq!(twice.amount, Some(review.price.total_amount));
    assert!(twice.share > 20.0 && twice.share < 99.0, "{}", twice.share);

    let refused = world.desk.request_quotation(&review.review_id, &amount, &[], &rules).await;
    let Err(DeskError::AlreadyHeld { held }) = refused else { panic!("{refused:?}") };
    assert_eq!(held[0].state, EarlierState::SameOrder);
    assert!(world.truth().await.is_empty(), "nobody allowed it");

    let allowed = World::consents(&review);
    let quoted = world.desk.request_quotation(&review.review_id, &amount, &allowed, &rules).await.unwrap();
    let named = world.desk.ledger().journal(Some(&quoted.reference)).unwrap().into_iter().any(|entry| {
        matches!(&entry.event, JournalEvent::AllowedAgain { reference, .. } if *reference == quoted.reference)
    });
    assert!(named, "the record has the person's word");
    world.accept(&quoted.reference, &amount, &rules).await.unwrap();
    assert_eq!(world.state(&quoted.reference), OrderState::Placed, "it was requested with that word");
}

#[tokio::test]
async fn what_could_not_be_looked_through_is_said() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Pneo).await;
    let rules = SpendingRules::default();
    let review = world.desk.review(&contract, SpendKind::Order, &rules).await.unwrap();
    assert_eq!(review.unseen, []);
    world.fault("/orders/search", "403").await;
    world.fault("/opensearch", "403").await;
    let review = world.desk.review(&contract, SpendKind::Order, &rules).await.unwrap();
    assert_eq!(review.unseen, [Unseen::Workspace, Unseen::OrderList]);
    assert_eq!(review.already_ordered, []);
}

/// A minute before its end a quotation is accepted, and the vendor's list is behind by an hour.
#[tokio::test]
async fn a_quotation_accepted_just_before_its_end_stays_bought_while_the_list_lags_behind() {
    let world = World::new().await;
    let asked = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    let scene = world.scene_ordered();
    let offer = world.desk.read_quotation(&asked.reference).await.unwrap().summary.offer.unwrap();
    let ends: jiff::Timestamp = offer.expires.unwrap().parse().unwrap();
    world.sandbox.advance(ends.duration_since(world.sandbox.now()).as_secs() - 60);
    world.control("orders/lag", serde_json::json!({ "seconds": 3600 })).await;
    world.accept(&asked.reference, &offer.amount.to_string(), &SpendingRules::default()).await.unwrap();
    world.sandbox.advance(120);
    world.desk.refresh_orders().await.unwrap();
    assert!(matches!(world.state(&asked.reference), OrderState::Placed | OrderState::InProduction));
    let spent = world.desk.month_spending().unwrap();
    assert_eq!(spent.iter().map(|sum| sum.spent).sum::<rust_decimal::Decimal>(), offer.amount);
    let again = world.desk.order_again(&asked.reference).await;
    assert!(matches!(again, Err(DeskError::Invalid { .. })), "{again:?}");
    let held = world.desk.ordered_scenes().unwrap();
    assert!(held.iter().any(|one| one.scene_id == scene && one.state == EarlierState::Ordered), "{held:?}");
}
