//! What the basket holds when Swath is opened again: what a person left in it, and nothing that was bought.

use std::sync::{Arc, Mutex};

use archive::Constellation;
use ordering::ledger::NewIntent;
use ordering::{
    ANSWER_PATIENCE, ActsUnderWay, Desk, DeskError, DeskEvent, OrderState, Outside, SendPoint, SpendKind,
};
use serde_json::{Value, json};

use crate::world::{NO_RULES, World, copied, open};

/// The scenes in the basket, with their contracts.
fn in_basket(desk: &Desk) -> Vec<(String, String)> {
    let groups = desk.kept_basket().unwrap().groups.into_iter();
    groups
        .flat_map(|group| {
            let contract = group.contract.contract_id;
            group.items.into_iter().map(move |item| (contract.clone(), item.scene.id))
        })
        .collect()
}

#[tokio::test]
async fn what_was_put_back_to_be_ordered_again_is_still_there() {
    let world = World::new().await;
    world.fault("/api/v1/orders", "dropBefore").await;
    let unknown = world.order(Constellation::Phr, SpendKind::Order).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    world.desk.order_again(&unknown.reference).await.unwrap();
    world.desk.order_again(&quoted.reference).await.unwrap();
    let before = in_basket(&world.desk);
    assert_eq!(before.len(), 2);
    let world = world.reopened().await;
    assert_eq!(in_basket(&world.desk), before);
}

/// Takes every token away when a request is about to leave, once.
#[derive(Default)]
struct WithoutToken(Mutex<Option<(Desk, String, reqwest::Client)>>);

impl Outside for WithoutToken {
    fn changed(&self, _: DeskEvent) {}

    fn reached(&self, point: SendPoint) {
        let armed = (point == SendPoint::AboutToSend).then(|| self.0.lock().unwrap().take()).flatten();
        let Some((desk, control, http)) = armed else { return };
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let barred = json!({"path": "/openid-connect/token", "fault": 503, "count": "always"});
                for (path, body) in [("tokens/expire", json!({})), ("faults", barred)] {
                    let url = format!("{control}/{path}");
                    assert!(http.post(url).json(&body).send().await.unwrap().status().is_success());
                }
                desk.contracts().await.unwrap_err();
            });
        });
    }
}

/// A world with an order that was confirmed and provably not sent: the contract, and the order's price.
async fn not_sent(constellation: Constellation) -> (World, String, String) {
    let outside = Arc::new(WithoutToken::default());
    let told = Arc::clone(&outside) as Arc<dyn Outside>;
    let world = World::watched(told, ANSWER_PATIENCE, ActsUnderWay::default()).await;
    let (contract, price) = world.basket(constellation).await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    let control = world.sandbox.control_url().to_owned();
    *outside.0.lock().unwrap() = Some((world.desk.clone(), control.clone(), world.http.clone()));
    let answer = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await;
    assert!(matches!(answer, Err(DeskError::NotSent(_))), "{answer:?}");
    world.http.delete(format!("{control}/faults")).send().await.unwrap();
    assert_eq!(world.state(&review.group.reference), OrderState::Prepared);
    (world, contract, price)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_stands_in_the_basket_as_it_was_and_is_sent_as_it_is() {
    let (world, contract, price) = not_sent(Constellation::Phr).await;
    let reference = world.desk.orders().unwrap()[0].reference.clone();
    let world = world.reopened().await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    let placed = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await.unwrap();
    assert_eq!((placed.reference, placed.state), (reference, OrderState::Placed));
    let world = world.reopened().await;
    assert_eq!((in_basket(&world.desk), world.truth().await.len()), (Vec::new(), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_and_then_taken_out_does_not_come_back() {
    let (world, ..) = not_sent(Constellation::Phr).await;
    let group = world.desk.kept_basket().unwrap().groups.remove(0);
    world.desk.remove_from_basket(&group.items[0].item_id).await.unwrap();
    assert!(matches!(world.state(&group.reference), OrderState::NotPlaced { .. }));
    let world = world.reopened().await;
    assert_eq!(in_basket(&world.desk), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_and_then_bought_in_another_way_does_not_come_back() {
    for on_another_contract in [false, true] {
        let (world, first, _) = not_sent(Constellation::Phr).await;
        let contract = if on_another_contract {
            let other = world.desk.basket().await.unwrap().groups[0].payers[0].contract_id.clone();
            world.desk.pay_with(&first, &other).await.unwrap();
            other
        } else {
            world.desk.new_reference(&first).await.unwrap();
            first
        };
        world.desk.price_basket(&contract).await.unwrap();
        let price = world.desk.kept_basket().unwrap().groups[0].price.as_ref().unwrap().total_amount;
        let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
        world.desk.place_order(&review.review_id, &price.to_string(), &[], &NO_RULES).await.unwrap();
        let world = world.reopened().await;
        assert_eq!(in_basket(&world.desk), [], "{on_another_contract}");
        assert_eq!(world.truth().await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_as_an_order_can_be_asked_for_as_a_quotation() {
    let (world, contract, price) = not_sent(Constellation::Pneo).await;
    let first = world.desk.orders().unwrap()[0].reference.clone();
    // Its reference was written down for an order: the quotation has one of its own, and its price.
    let stale = world.desk.review(&contract, SpendKind::Quotation, &NO_RULES).await;
    assert!(matches!(stale, Err(DeskError::PriceStale(_))), "{stale:?}");
    world.desk.price_basket(&contract).await.unwrap();
    let review = world.desk.review(&contract, SpendKind::Quotation, &NO_RULES).await.unwrap();
    let asked = world.desk.request_quotation(&review.review_id, &price, &[], &NO_RULES).await.unwrap();
    assert!(matches!(asked.state, OrderState::Quoted { .. }) && asked.reference != first);
    assert!(matches!(world.state(&first), OrderState::NotPlaced { .. }));
}

#[tokio::test]
async fn a_second_connection_of_the_same_program_leaves_what_is_just_being_marked_alone() {
    let world = World::new().await;
    let placed = world.order(Constellation::Phr, SpendKind::Order).await;
    let known = world.desk.ledger().intent(&placed.reference).unwrap().unwrap();
    let mut group: Value = serde_json::from_str(known.basket.as_deref().unwrap()).unwrap();
    group["items"][0]["item_id"] = json!("another-item");
    // Written down and taken out of the basket: what comes next is the mark.
    let intent = NewIntent { basket: Some(group.to_string()), ..copied(known, "TAGUS-BEING-MARKED") };
    world.desk.ledger().prepare(&intent).unwrap();
    let second = open(&world.sandbox, &world.folder).await;
    assert_eq!(in_basket(&second), []);
    drop(second);
    // A program that died there is another matter.
    let world = world.reopened().await;
    assert_eq!(in_basket(&world.desk).len(), 1);
}

#[tokio::test]
async fn what_was_taken_out_is_put_back_with_what_was_said_of_it() {
    let world = World::new().await;
    world.basket(Constellation::Phr).await;
    let before = world.desk.basket().await.unwrap().groups.remove(0);
    let estimate = before.estimates.first().unwrap();
    let price = before.price.as_ref().unwrap();
    assert_eq!(estimate.currency, price.currency);
    let item = before.items[0].item_id.clone();
    assert!(
        matches!(world.desk.put_back_in_basket(&item).await, Err(DeskError::NotFound { .. })),
        "it is there"
    );
    world
        .desk
        .set_option(
            &before.contract.contract_id,
            &before.items[0].product_type_id,
            "projection_1",
            Some("4326".to_owned()),
        )
        .await
        .unwrap();
    let chosen = world.desk.basket().await.unwrap().groups.remove(0).options;
    assert!(world.desk.remove_from_basket(&item).await.unwrap().groups.is_empty());
    let after = world.desk.put_back_in_basket(&item).await.unwrap().groups.remove(0);
    assert_eq!(after.items[0].item_id, item);
    assert_eq!(
        (after.market, after.end_user, after.reference),
        (before.market, before.end_user, before.reference)
    );
    assert_eq!(after.options, chosen);
    assert!(after.price.is_none(), "it is to be priced again");
    assert_eq!(world.desk.put_back_in_basket(&item).await.unwrap().groups[0].items.len(), 1);
}

#[tokio::test]
async fn a_scene_that_was_ordered_is_told_with_its_area_until_the_offer_is_refused() {
    let world = World::new().await;
    assert!(world.desk.ordered_scenes().unwrap().is_empty());
    let ordered = world.order(Constellation::Phr, SpendKind::Order).await;
    let held = world.desk.ordered_scenes().unwrap();
    let told: Vec<_> =
        held.iter().map(|one| (one.scene_id.clone(), one.area_name.as_str(), &one.reference)).collect();
    assert_eq!(told, [(world.scene_ordered(), "Tagus estuary", &ordered.reference)]);
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert_eq!(world.desk.ordered_scenes().unwrap().len(), 2);
    world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    assert_eq!(world.desk.ordered_scenes().unwrap().len(), 1);
}
