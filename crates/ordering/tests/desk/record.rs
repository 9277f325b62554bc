//! A record that can't be used, and what goes on without it.

use archive::Constellation;
use ordering::ledger::LedgerError;
use ordering::{DeskError, OrderState, SpendKind};

use crate::world::{NO_RULES, World, open, tagus};

#[tokio::test]
async fn a_damaged_record_closes_neither_areas_nor_basket_and_nothing_is_ordered() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Phr).await;
    let World { sandbox, desk, folder, http: _ } = world;
    drop(desk);
    let record = folder.path().join("sandbox").join("ledger.db");
    for side in ["ledger.db-wal", "ledger.db-shm"] {
        drop(std::fs::remove_file(record.with_file_name(side)));
    }
    std::fs::write(&record, "no database ".repeat(500)).unwrap();
    let desk = open(&sandbox, &folder).await;
    assert!(desk.ledger().unusable().is_some_and(|why| why.contains("damaged")));
    assert_eq!(desk.areas().unwrap().len(), 1);
    desk.save_area(None, "Another", &tagus()).unwrap();
    let basket = desk.basket().await.unwrap();
    assert_eq!((basket.groups.len(), basket.groups[0].items.len()), (1, 1));
    let orders = desk.orders();
    assert!(matches!(orders, Err(DeskError::Ledger(LedgerError::Closed(_)))), "{orders:?}");
    let rules = ordering::SpendingRules::default();
    let review = desk.review(&contract, ordering::SpendKind::Order, &rules).await;
    assert!(review.is_err(), "without a record nothing is reviewed");
}

#[tokio::test]
async fn one_order_that_cannot_be_read_hides_no_other_and_nothing_is_ordered() {
    let world = World::new().await;
    let spoiled = world.order(Constellation::Phr, SpendKind::Order).await.reference;
    let sound = world.order(Constellation::Pneo, SpendKind::Order).await.reference;
    let (contract, price) = world.basket(Constellation::Spot).await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    let record = world.folder.path().join("sandbox").join("ledger.db");
    let db = rusqlite::Connection::open(record).unwrap();
    db.execute("UPDATE intents SET amount = 'much' WHERE reference = ?1", [&spoiled]).unwrap();
    drop(db);
    let shown = |world: &World| -> Vec<String> {
        world.desk.orders().unwrap().into_iter().map(|order| order.reference).collect()
    };
    for _ in 0..2 {
        assert_eq!(shown(&world), std::slice::from_ref(&sound));
        let unreadable = world.desk.unreadable_orders().unwrap();
        assert_eq!(
            unreadable.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(),
            [spoiled.as_str()]
        );
        let placed = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await;
        assert!(matches!(placed, Err(DeskError::Ledger(_))), "{placed:?}");
        let reviewed = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await;
        assert!(matches!(reviewed, Err(DeskError::Ledger(_))), "{reviewed:?}");
    }
    assert_eq!(world.truth().await.len(), 2, "nothing was ordered besides");
    assert!(world.desk.order(&spoiled).is_err());
    // What can be read is still in the basket and in the record after the next start.
    let world = world.reopened().await;
    assert_eq!(shown(&world), std::slice::from_ref(&sound));
    assert_eq!(world.state(&sound), OrderState::Placed);
}
