//! What the basket holds when Swath is opened again: what a person left in it, and nothing that was bought.

use archive::Constellation;
use ordering::{Desk, SpendKind};

use crate::world::{World, open};

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

/// Swath closed and opened again.
async fn reopened(world: World) -> World {
    let World { sandbox, desk, folder, http } = world;
    drop(desk);
    let desk = open(&sandbox, &folder).await;
    World { sandbox, desk, folder, http }
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
    let world = reopened(world).await;
    assert_eq!(in_basket(&world.desk), before);
}
