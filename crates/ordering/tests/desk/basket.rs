//! The basket while a part of it can't be asked about.

use archive::Constellation;
use ordering::{DeskError, GroupPatch, SpendKind, SpendingRules};
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_group_that_the_vendor_refuses_is_shown_as_it_is_kept_and_can_be_taken_out() {
    let world = World::new().await;
    let (refused, _) = world.basket(Constellation::Phr).await;
    let (other, _) = world.basket(Constellation::Pneo).await;
    let options = format!("contracts/{}/", refused.replace(' ', "%20"));
    let faults = json!({"path": options, "fault": 403, "count": "always"});
    world.control("faults", faults).await;
    let reopened = world.reopened().await;
    let basket = reopened.desk.basket().await.unwrap();
    let group = |id: &str| basket.groups.iter().find(|group| group.contract.contract_id == id).unwrap();
    assert_eq!(group(&other).problems, []);
    let [problem] = group(&refused).problems.as_slice() else { panic!("{:?}", group(&refused).problems) };
    assert_eq!(problem.field, "contract");
    assert!(problem.message.starts_with("Nothing of this can be ordered for now: "), "{}", problem.message);
    let review = reopened.desk.review(&refused, SpendKind::Order, &SpendingRules::default()).await;
    assert!(review.is_err(), "what can't be asked about is not ordered");
    let item = group(&refused).items[0].item_id.clone();
    let basket = reopened.desk.remove_from_basket(&item).await.unwrap();
    assert!(basket.groups.iter().all(|group| group.contract.contract_id != refused));
}

#[tokio::test]
async fn an_edit_is_kept_and_told_also_when_the_vendor_does_not_answer() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Phr).await;
    let world = world.reopened().await;
    world.control("faults", json!({"path": "/api/v1/", "fault": 503, "count": "always"})).await;
    let silent = world.desk.basket().await;
    assert!(matches!(silent, Err(DeskError::Client(_))), "{silent:?}");
    let patch = GroupPatch { market: Some("AGR".to_owned()), ..GroupPatch::default() };
    let basket = world.desk.edit_group(&contract, patch).await.unwrap();
    assert_eq!(basket.groups[0].market.as_deref(), Some("AGR"));
}

#[tokio::test]
async fn a_typed_reference_gets_what_makes_it_unique() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Phr).await;
    let typed = |text: &str| GroupPatch { reference: Some(text.to_owned()), ..GroupPatch::default() };
    let mut made = Vec::new();
    for _ in 0..2 {
        let basket = world.desk.edit_group(&contract, typed("TAGUS-2026")).await.unwrap();
        let reference = basket.groups[0].reference.clone();
        assert!(reference.starts_with("TAGUS-2026-") && reference.len() == 22, "{reference}");
        assert!(basket.groups[0].problems.iter().all(|problem| problem.field != "reference"));
        made.push(reference);
    }
    assert_ne!(made[0], made[1]);
    let basket = world.desk.edit_group(&contract, typed("no grammar*")).await.unwrap();
    assert!(basket.groups[0].problems.iter().any(|problem| problem.field == "reference"));
}
