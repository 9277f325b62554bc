//! What was priced is what is sent: edits, old prices, wrong amounts, many clicks.

use std::sync::Arc;

use archive::{Constellation, SceneFilter};
use ordering::ledger::{Event, JournalEvent, NewIntent};
use ordering::{
    Backend, DeskError, DeskEvent, GroupPatch, OrderState, Outside, SendPoint, SpendKind, SpendingRules,
};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::{World, in_words, open, open_watched};

#[tokio::test]
async fn a_review_is_good_once_and_many_clicks_send_one_order() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    let reference = review.group.reference.clone();
    let clicks = (0..50).map(|_| {
        let (desk, id, price) = (world.desk.clone(), review.review_id.clone(), price.clone());
        tokio::spawn(
            async move { desk.place_order(&id, &price, &[], &SpendingRules::default()).await.is_ok() },
        )
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
    let stale = world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await;
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
    let wrong = world.desk.place_order(&review.review_id, "1.00", &[], &SpendingRules::default()).await;
    assert!(matches!(wrong, Err(DeskError::ConfirmationMismatch { .. })));
    assert_eq!(world.really_ordered(&review.group.reference).await, 0);
    assert!(world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.is_ok());
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
    assert!(matches!(
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await,
        Err(DeskError::Client(_))
    ));
    raise(103).await;
    let stopped = world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await;
    let Err(DeskError::PriceStale(why)) = stopped else { panic!("{stopped:?}") };
    assert!(why.contains(&format!("was {} and is", in_words(&price))), "{why}");
    assert_eq!(world.really_ordered(&review.group.reference).await, 0);
    // The same total as before is no reason to ask anybody.
    raise(100).await;
    let basket = world.desk.price_basket(&contract).await.unwrap();
    let price = basket.groups[0].price.as_ref().unwrap().total_amount.to_string();
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    world.sandbox.advance(3600);
    let placed =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert_eq!(world.really_ordered(&placed.reference).await, 1);
}

/// Dies at one step of sending.
struct Mortal(SendPoint);

impl Outside for Mortal {
    fn changed(&self, _: DeskEvent) {}

    fn reached(&self, point: SendPoint) {
        assert_ne!(point, self.0, "the program dies here, as the test wants it");
    }
}

#[tokio::test]
async fn after_a_crash_the_basket_follows_the_record() {
    for (point, left) in [
        (SendPoint::WrittenDown, 1),
        (SendPoint::Marked, 0),
        (SendPoint::AboutToSend, 0),
        (SendPoint::AnswerKept, 0),
        (SendPoint::Settled, 0),
    ] {
        let World { sandbox, desk, folder, http } = World::new().await;
        drop(desk);
        let desk = open_watched(&sandbox, &folder, Arc::new(Mortal(point))).await;
        let world = World { sandbox, desk, folder, http };
        let (contract, price) = world.basket(Constellation::Phr).await;
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        let died = world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await;
        assert!(matches!(died, Err(DeskError::OutcomeUnknown(_))), "{point:?}: {died:?}");
        let World { sandbox, desk, folder, .. } = world;
        drop(desk);
        let desk = open(&sandbox, &folder).await;
        let basket = desk.basket().await.unwrap();
        assert_eq!(basket.groups.len(), left, "{point:?}: {:?}", desk.orders().unwrap()[0].state);
    }
}

#[tokio::test]
async fn what_is_put_into_the_basket_while_an_order_is_under_way_stays_there() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    world.fault("/api/v1/orders", "slow").await;
    let (desk, id) = (world.desk.clone(), review.review_id.clone());
    let sending =
        tokio::spawn(
            async move { desk.place_order(&id, &price, &[], &SpendingRules::default()).await.unwrap() },
        );
    let arrived = async {
        while world.really_ordered(&review.group.reference).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), arrived).await.unwrap();
    let window = world.desk.scenes(&SceneFilter::default(), &[], 0, 50).unwrap();
    let ordered = world.scene_ordered();
    let other = window.rows.iter().find(|row| row.coverage > 1.0 && row.id != ordered).unwrap();
    let area = world.desk.areas().unwrap()[0].id.clone();
    world.add(&other.id, &area).await.unwrap();
    let placed = sending.await.unwrap();
    let basket = world.desk.basket().await.unwrap();
    let [group] = basket.groups.as_slice() else { panic!("{basket:?}") };
    assert_eq!((group.items.len(), group.items[0].scene.id.as_str()), (1, other.id.as_str()));
    assert_ne!(group.reference, placed.reference);
    assert!(group.price.is_none());
}

#[tokio::test]
async fn a_review_says_what_will_be_sent_and_what_is_left_after_it() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Pneo).await;
    let total: Decimal = price.parse().unwrap();
    let credit: Decimal = world.credit(Backend::Neo).await.parse().unwrap();
    let cent = Decimal::new(1, 2);
    let above = |limit: Decimal| SpendingRules { amount_to_type: Some(limit), ..SpendingRules::default() };
    let order = world.desk.review(&contract, SpendKind::Order, &above(total - cent)).await.unwrap();
    assert!(order.endpoint.ends_with("/api/v1/orders") && order.must_type_amount, "{order:?}");
    assert_eq!((order.credit_now, order.credit_after), (Some(credit), Some(credit - total)));
    assert!(order.body.contains(&order.group.reference) && order.body.lines().count() > 10);
    assert!(!world.desk.review(&contract, SpendKind::Order, &above(total)).await.unwrap().must_type_amount);
    // A quotation costs nothing: no limit holds it, and no credit is needed.
    let rules = SpendingRules { per_order: Some(cent), per_month: Some(cent), ..above(cent) };
    let quotation = world.desk.review(&contract, SpendKind::Quotation, &rules).await.unwrap();
    assert!(quotation.endpoint.ends_with("/api/v1/quotations") && !quotation.must_type_amount);
    assert_eq!(quotation.credit_after, Some(credit));
    assert_eq!(quotation.sha256, order.sha256, "the bytes are those that were priced");
}

#[tokio::test]
async fn an_order_may_take_the_last_cent_of_the_credit() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let url = format!("{}/credit", world.sandbox.control_url());
    let body = json!({"contractId": contract, "amount": price});
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    assert_eq!(review.credit_after, Some(Decimal::ZERO));
}

#[tokio::test]
async fn a_review_is_for_its_own_kind_and_gives_way_to_a_newer_one_of_the_same_basket() {
    let world = World::new().await;
    let (legacy, legacy_price) = world.basket(Constellation::Phr).await;
    let rules = SpendingRules::default();
    let refused = world.desk.review(&legacy, SpendKind::Quotation, &rules).await;
    assert!(matches!(refused, Err(DeskError::Invalid { .. })), "it takes orders only: {refused:?}");
    let beside = world.desk.review(&legacy, SpendKind::Order, &rules).await.unwrap();
    let (neo, price) = world.basket(Constellation::Pneo).await;
    let quotation = world.desk.review(&neo, SpendKind::Quotation, &rules).await.unwrap();
    let wrong = world.desk.place_order(&quotation.review_id, &price, &[], &SpendingRules::default()).await;
    assert!(matches!(wrong, Err(DeskError::PriceStale(_))), "{wrong:?}");
    let order = world.desk.review(&neo, SpendKind::Order, &rules).await.unwrap();
    let older =
        world.desk.request_quotation(&quotation.review_id, &price, &[], &SpendingRules::default()).await;
    assert!(matches!(older, Err(DeskError::PriceStale(_))), "{older:?}");
    world.desk.place_order(&order.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    world.desk.place_order(&beside.review_id, &legacy_price, &[], &SpendingRules::default()).await.unwrap();
}

#[tokio::test]
async fn what_was_written_down_and_never_left_is_sent_only_as_it_was_written() {
    for change in ["nothing", "kind", "amount", "bytes", "state"] {
        let world = World::new().await;
        let (contract, price) = world.basket(Constellation::Phr).await;
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        let reference = review.group.reference.clone();
        let written = NewIntent {
            reference: reference.clone(),
            kind: if change == "kind" { SpendKind::Quotation } else { SpendKind::Order },
            contract_id: contract.clone(),
            contract_name: review.group.contract.name.clone(),
            backend: Backend::Legacy,
            body: bytes::Bytes::from_static(b"{}"),
            sha256: if change == "bytes" { "0".repeat(64) } else { review.sha256.clone() },
            amount: if change == "amount" { Decimal::ONE } else { price.parse().unwrap() },
            currency: "EUR".to_owned(),
            credit_before: None,
            workspace: None,
            what: "Pléiades".to_owned(),
            items: Vec::new(),
            areas: Vec::new(),
            drawn_km2: None,
            billed_km2: None,
            basket: None,
            allowed_again: Vec::new(),
        };
        world.desk.ledger().prepare(&written).unwrap();
        if change == "state" {
            world.desk.ledger().step(&reference, Event::Send, None).unwrap();
            world.desk.ledger().step(&reference, Event::Ambiguous, None).unwrap();
        }
        let placed = world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await;
        let expected = usize::from(change == "nothing");
        assert_eq!(placed.is_ok(), change == "nothing", "{change}: {placed:?}");
        assert_eq!(world.really_ordered(&reference).await, expected, "{change}");
    }
}

#[tokio::test]
async fn a_refusal_leaves_the_basket_as_it_is_under_a_new_reference() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    world.fault("/api/v1/orders", "403").await;
    let refused =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert!(matches!(refused.state, OrderState::Rejected { .. }), "{:?}", refused.state);
    let journal = world.desk.ledger().journal(Some(&refused.reference)).unwrap();
    assert!(
        journal.iter().any(|entry| matches!(entry.event, JournalEvent::AnswerKept { .. })),
        "{journal:?}"
    );
    let basket = world.desk.basket().await.unwrap();
    assert_eq!(basket.groups[0].items.len(), 1);
    assert_ne!(basket.groups[0].reference, refused.reference);
}

#[tokio::test]
async fn what_the_vendor_books_beyond_what_was_confirmed_is_told() {
    for percent in [100, 103] {
        let world = World::new().await;
        let (contract, price) = world.basket(Constellation::Phr).await;
        let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
        let url = format!("{}/prices", world.sandbox.control_url());
        let raised = world.http.post(url).json(&json!({ "percent": percent })).send().await.unwrap();
        assert!(raised.status().is_success());
        let placed =
            world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
        let told = world.desk.order(&placed.reference).unwrap().timeline;
        let booked = told.iter().find_map(|entry| match &entry.event {
            JournalEvent::Booked { confirmed, booked } => Some((confirmed.amount, booked.amount)),
            _ => None,
        });
        let price: Decimal = price.parse().unwrap();
        assert_eq!(booked, (percent != 100).then_some((price, placed.amount)), "{told:?}");
    }
}
