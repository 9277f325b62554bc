//! Requests without a clear answer: looked for by reading, ended by a person, never sent again.

use archive::{Constellation, SceneFilter};
use ordering::ledger::{Event, Evidence, JournalEvent};
use ordering::{DeskError, EarlierState, OrderDetail, OrderState, SpendKind, SpendingRules};
use rust_decimal::Decimal;

use crate::world::{World, priced, tagus};

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_unknown_found_by_reading_and_never_sent_again() {
    let world = World::new().await;
    world.basket(Constellation::Pneo).await;
    world.fault("/api/v1/orders", "dropAfter").await;
    let (contract, price) = priced(&world).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let order =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
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
    let order =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    let looked = world.desk.look_now(&order.reference).await.unwrap();
    assert!(matches!(looked.summary.state, OrderState::Unknown { next_look: Some(_) }));
    let credits = credits_seen(&looked);
    assert!(credits.iter().any(|(before, after)| before.is_some() && before == after), "{credits:?}");
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
    let order =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    let ended = world.desk.declare_not_placed(&order.reference, "the vendor's page is empty").unwrap();
    assert!(matches!(ended.summary.state, OrderState::NotPlaced { .. }));
    assert_eq!(world.really_ordered(&order.reference).await, 0, "it is still under way");
    world.after_hours(8).await;
    let found = world.desk.order(&order.reference).unwrap();
    assert!(found.summary.turned_up && found.summary.quotation_id.is_some(), "{:?}", found.summary);
    assert!(!matches!(found.summary.state, OrderState::NotPlaced { .. }));
    let late =
        |event: &JournalEvent| matches!(event, JournalEvent::Stepped { event: Event::Found, late: true, .. });
    assert!(found.timeline.iter().any(|entry| late(&entry.event)), "{:?}", found.timeline);
    assert_eq!(world.really_ordered(&order.reference).await, 1);
    world.desk.ledger().verify().unwrap();
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
        let placed = world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await;
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
async fn an_unknown_order_is_ordered_again_only_under_a_new_reference_that_names_the_open_one() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    world.fault("/api/v1/orders", "dropBefore").await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let lost =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert!(matches!(lost.state, OrderState::Unknown { .. }));
    let basket = world.desk.order_again(&lost.reference).await.unwrap();
    let group = &basket.groups[0];
    assert_ne!(group.reference, lost.reference);
    let told = world.desk.order(&lost.reference).unwrap().timeline;
    let again = JournalEvent::OrderedAgain { as_reference: group.reference.clone() };
    assert!(told.iter().any(|entry| entry.event == again), "{told:?}");
    assert!(group.price.is_none(), "it is priced anew");
    world.desk.price_basket(&contract).await.unwrap();
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    assert_eq!(review.already_ordered[0].state, EarlierState::Unknown);
    assert_eq!(review.already_ordered[0].reference, lost.reference);
    let consents = World::consents(&review);
    let rules = SpendingRules::default();
    let again = world.desk.place_order(&review.review_id, &price, &consents, &rules).await.unwrap();
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

/// The credit before and after, as the looks at an order saw it.
fn credits_seen(detail: &OrderDetail) -> Vec<(Option<Decimal>, Option<Decimal>)> {
    let credits = detail.timeline.iter().filter_map(|entry| match &entry.event {
        JournalEvent::Looked { evidence: Evidence::NotInWorkspace { credit_before, credit_after, .. } } => {
            Some((*credit_before, *credit_after))
        }
        _ => None,
    });
    credits.collect()
}

/// An order of which it is not known what became.
async fn lost(world: &World, constellation: Constellation, fault: &str) -> ordering::OrderSummary {
    let (contract, price) = world.basket(constellation).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    world.fault("/api/v1/orders", fault).await;
    let (again, rules) = (World::consents(&review), SpendingRules::default());
    let order = world.desk.place_order(&review.review_id, &price, &again, &rules).await.unwrap();
    assert!(matches!(order.state, OrderState::Unknown { .. }), "{:?}", order.state);
    order
}

/// How far off the next look is, in seconds.
fn pause(world: &World, reference: &str) -> i64 {
    let next = world.desk.ledger().intent(reference).unwrap().unwrap().next_look.unwrap();
    let next: jiff::Timestamp = next.parse().unwrap();
    // The sandbox's clock runs on while this is read.
    next.duration_since(world.sandbox.now()).as_secs_f64().ceil() as i64
}

#[tokio::test]
async fn looks_become_rarer_and_rarest_once_a_person_has_ended_it() {
    let world = World::new().await;
    let order = lost(&world, Constellation::Phr, "dropBefore").await;
    for expected in [5, 15, 60, 300, 900, 900, 900] {
        world.desk.look_now(&order.reference).await.unwrap();
        let pause = pause(&world, &order.reference);
        assert!((expected - 3..=expected).contains(&pause), "{pause} s instead of {expected}");
    }
    world.desk.declare_not_placed(&order.reference, "phone").unwrap();
    let seldom = 6 * 3600;
    assert!((seldom - 3..=seldom).contains(&pause(&world, &order.reference)));
    world.desk.look_now(&order.reference).await.unwrap();
    assert!((seldom - 3..=seldom).contains(&pause(&world, &order.reference)), "and so it goes on");
}

#[tokio::test]
async fn a_credit_that_shrank_speaks_for_an_order_and_is_no_proof() {
    let world = World::new().await;
    let order = lost(&world, Constellation::Phr, "dropAfter").await;
    let looked = world.desk.look_now(&order.reference).await.unwrap();
    assert!(matches!(looked.summary.state, OrderState::Unknown { .. }), "{:?}", looked.summary.state);
    let credits = credits_seen(&looked);
    assert!(credits.iter().any(|(before, after)| before > after), "{credits:?}");
    // What arrives in the workspace is.
    world.after_hours(30).await;
    assert_eq!(world.state(&order.reference), OrderState::Delivered);
}

#[tokio::test]
async fn a_person_can_say_under_which_number_an_order_was_placed() {
    let world = World::new().await;
    for (number, quotation) in [("SAL26000118", false), (" quo9 ", true)] {
        let order = lost(&world, Constellation::Phr, "dropBefore").await;
        let short = world.desk.declare_placed(&order.reference, "SAL");
        assert!(matches!(short, Err(DeskError::Invalid { .. })), "{short:?}");
        let placed = world.desk.declare_placed(&order.reference, number).unwrap().summary;
        assert_eq!(placed.state, OrderState::Placed);
        let told = if quotation { placed.quotation_id } else { placed.sales_order_id };
        assert_eq!(told.as_deref(), Some(number.trim()));
        assert!(world.desk.declare_placed(&order.reference, number).is_err(), "it is known by now");
    }
}

#[tokio::test]
async fn what_is_over_goes_back_into_the_basket_beside_what_lies_there() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert!(world.desk.order_again(&quoted.reference).await.is_err(), "it waits for a decision");
    world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    let scene = world.scene_ordered();
    // The same scene over another area, and another scene over the same: neither is what was refused.
    let ordered = world.desk.ledger().intent(&quoted.reference).unwrap().unwrap();
    let elsewhere = world.desk.save_area(None, "Another", &tagus()).unwrap();
    world.add(&scene, &elsewhere.id).await.unwrap();
    let window = world.desk.scenes(&SceneFilter::default(), &[], 0, 50).unwrap();
    let other = window.rows.iter().find(|row| row.coverage > 1.0 && row.id != scene).unwrap();
    let kept: serde_json::Value = serde_json::from_str(ordered.basket.as_deref().unwrap()).unwrap();
    let area = kept["items"][0]["area_id"].as_str().unwrap();
    world.add(&other.id, area).await.unwrap();
    let basket = world.desk.order_again(&quoted.reference).await.unwrap();
    assert_eq!(basket.groups[0].items.len(), 3);
    let basket = world.desk.order_again(&quoted.reference).await.unwrap();
    assert_eq!(basket.groups[0].items.len(), 3, "what lies there already does not come twice");
}
