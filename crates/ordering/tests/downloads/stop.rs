//! A person stops a download while the vendor is silent, also over another connection than the one that began it.

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

#[tokio::test]
async fn who_connects_anew_sees_a_running_download_stops_it_and_does_not_begin_it_twice() {
    let file = image(b'a');
    let mut silent = whole(TAG, &file, file.len());
    silent.pause = Some((silent.bytes.len() - file.len() + CUT, Arc::new(Barrier::new(2))));
    let mut world = World::one("a.tif", vec![silent, rest(TAG, &file, CUT)]).await;
    let (before, folder) = (world.desk.clone(), world.folder.clone());
    let running = tokio::spawn(async move { before.download("item", &folder, |_| {}).await });
    while !(world.asked().len() == 1 && received(&world).await == CUT as u64) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    world.reconnect().await;
    assert_eq!(received(&world).await, CUT as u64);
    let twice = world.fetch("item").await;
    assert!(matches!(twice, Err(DeskError::Invalid { .. })), "{twice:?}");
    assert_eq!(world.asked(), ["-"]);
    world.desk.cancel_download("item");
    let stopped = tokio::time::timeout(AT_ONCE, running).await.expect("nobody could stop it").unwrap();
    assert!(matches!(stopped, Err(DeskError::Cancelled)), "{stopped:?}");
    assert_eq!(world.files(), left(&file[..CUT]), "what has arrived stays");
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!((done.restarted, world.asked()), (None, vec!["-".to_owned(), format!("bytes={CUT}-")]));
}

async fn received(world: &World) -> u64 {
    match world.desk.deliveries().await.unwrap().remove(0).download {
        DeliveryState::Downloading { received, .. } => received,
        other => panic!("{other:?}"),
    }
}
