//! A person stops a download while the vendor is silent.

use std::sync::Arc;
use std::time::Duration;

use ordering::{DeliveryState, DeskError};
use tokio::sync::Barrier;

use super::vendor::{CUT, TAG, World, image, left, rest, whole};

/// Far less than the client waits for a silent vendor.
const AT_ONCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn it_ends_at_once_although_the_vendor_is_silent() {
    let file = image(b'a');
    for arrived in [0, CUT] {
        let mut silent = whole(TAG, &file, file.len());
        // Without an answer at all, or in the middle of the file.
        let told = if arrived == 0 { 0 } else { silent.bytes.len() - file.len() + arrived };
        silent.pause = Some((told, Arc::new(Barrier::new(2))));
        let world = World::one(
            "a.tif",
            vec![silent, if arrived == 0 { whole(TAG, &file, 1000) } else { rest(TAG, &file, CUT) }],
        )
        .await;
        let stopping = async {
            while !(world.asked().len() == 1 && received(&world).await == arrived as u64) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            world.desk.cancel_download("item");
        };
        let both = async { tokio::join!(world.fetch("item"), stopping) };
        let (fetched, ()) = tokio::time::timeout(AT_ONCE, both).await.expect("it waits for the vendor");
        assert!(matches!(fetched, Err(DeskError::Cancelled)), "{fetched:?}");
        let here = if arrived == 0 { Vec::new() } else { left(&file[..arrived]) };
        assert_eq!(world.files(), here, "what has arrived stays");
        let done = world.fetch("item").await.unwrap();
        world.assert_done(&done, "a.tif", &file);
        assert_eq!(done.restarted, None);
    }
}

async fn received(world: &World) -> u64 {
    match world.desk.deliveries().await.unwrap().remove(0).download {
        DeliveryState::Downloading { received, .. } => received,
        other => panic!("{other:?}"),
    }
}
