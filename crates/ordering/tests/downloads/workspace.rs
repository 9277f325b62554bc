//! A workspace that does not fit on one page of the vendor's.

use super::vendor::{TAG, World, image, whole};

#[tokio::test]
async fn every_page_is_listed_and_the_last_item_can_be_fetched() {
    let items: Vec<_> = (0..501).map(|number| (format!("item-{number}"), format!("{number}.tif"))).collect();
    let world = World::new(&items).await;
    let listed = world.desk.deliveries().await.unwrap();
    let mut ids: Vec<_> = listed.into_iter().map(|delivery| delivery.item_id).collect();
    let mut all: Vec<_> = items.into_iter().map(|(id, _)| id).collect();
    ids.sort();
    all.sort();
    assert!(ids == all, "{} of {} are listed", ids.len(), all.len());
    let file = image(b'a');
    world.say("item-500", vec![whole(TAG, &file, file.len())]);
    let done = world.fetch("item-500").await.unwrap();
    world.assert_done(&done, "500.tif", &file);
}
