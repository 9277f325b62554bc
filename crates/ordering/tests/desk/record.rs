//! A record that can't be used, and what goes on without it.

use archive::Constellation;
use ordering::DeskError;
use ordering::ledger::LedgerError;

use crate::world::{World, open, tagus};

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
