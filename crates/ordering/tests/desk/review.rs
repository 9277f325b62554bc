//! What was priced is what is sent: edits, old prices, wrong amounts, many clicks.

use std::sync::Arc;

use archive::{Constellation, SceneFilter};
use ordering::{DeskError, DeskEvent, GroupPatch, Outside, SendPoint, SpendKind, SpendingRules};
use serde_json::json;

use crate::world::{World, open, open_watched};

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
        let died = world.desk.place_order(&review.review_id, &price).await;
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
    let sending = tokio::spawn(async move { desk.place_order(&id, &price).await.unwrap() });
    while world.really_ordered(&review.group.reference).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let window = world.desk.scenes(&SceneFilter::default(), &[], 0, 50).unwrap();
    let ordered = world.scene_ordered();
    let other = window.rows.iter().find(|row| row.coverage > 1.0 && row.id != ordered).unwrap();
    let area = world.desk.areas().unwrap()[0].id.clone();
    world.desk.add_to_basket(&other.id, &area).await.unwrap();
    let placed = sending.await.unwrap();
    let basket = world.desk.basket().await.unwrap();
    let [group] = basket.groups.as_slice() else { panic!("{basket:?}") };
    assert_eq!((group.items.len(), group.items[0].scene.id.as_str()), (1, other.id.as_str()));
    assert_ne!(group.reference, placed.reference);
    assert!(group.price.is_none());
}
