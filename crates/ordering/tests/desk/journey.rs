//! What every order goes through: placed once, delivered, fetched whole, and there after a restart.

use archive::Constellation;
use ordering::{Backend, DeliveryState, OrderState, SpendKind};

use crate::world::{World, open};

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
    assert!(world.desk.ledger().verify().is_ok());
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
