//! What lies on the disk: parts after a power cut, names that two items share, folders, and a disk that is full.

use std::sync::Arc;

use ordering::{DeliveryState, DeskError, RestartReason};
use tokio::sync::Barrier;

use super::vendor::{CUT, TAG, World, hash, image, reply, rest, whole};

#[tokio::test]
async fn what_was_whole_when_the_power_went_is_finished_without_a_request() {
    let file = image(b'a');
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT)]).await;
    world.fetch("item").await.unwrap_err();
    std::fs::write(world.the_part(), &file).unwrap();
    world.note("$.synced", file.len());
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-"]);
}

#[tokio::test]
async fn what_a_power_cut_left_unsure_is_fetched_again() {
    let file = image(b'a');
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), rest(TAG, &file, 300)]).await;
    world.fetch("item").await.unwrap_err();
    // The last hundred bytes never reached the disk; the file system shows noughts there.
    let mut part = file[..300].to_vec();
    part.extend([0; 100]);
    std::fs::write(world.the_part(), part).unwrap();
    world.note("$.synced", 300);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=300-"]);
}

#[tokio::test]
async fn a_part_that_somebody_changed_is_not_gone_on_with() {
    let file = image(b'a');
    for size in [0, 399, 1001] {
        let world = World::one("a.tif", vec![whole(TAG, &file, CUT), whole(TAG, &file, 1000)]).await;
        world.fetch("item").await.unwrap_err();
        std::fs::write(world.the_part(), vec![b'x'; size]).unwrap();
        let done = world.fetch("item").await.unwrap();
        world.assert_done(&done, "a.tif", &file);
        assert_eq!(done.restarted, Some(RestartReason::PartLost), "{size}");
        assert_eq!(world.asked(), ["-", "-"]);
    }
}

#[tokio::test]
async fn two_items_with_one_name_become_two_whole_files() {
    let world = World::new(&[("one", "a.tif"), ("two", "a.tif")]).await;
    let both = Arc::new(Barrier::new(2));
    for (item, version) in [("one", b'a'), ("two", b'b')] {
        let mut half = whole(TAG, &image(version), 1000);
        half.pause = Some((half.bytes.len() - 600, Arc::clone(&both)));
        world.say(item, vec![half]);
    }
    let (one, two) = tokio::join!(world.fetch("one"), world.fetch("two"));
    for (delivery, version) in [(one.unwrap(), b'a'), (two.unwrap(), b'b')] {
        let DeliveryState::Done { path, sha256, .. } = delivery.download else { panic!() };
        assert!(std::fs::read(path).unwrap() == image(version), "mixed");
        assert_eq!(sha256, hash(&image(version)));
    }
    let names: Vec<String> = world.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a (2).tif", "a.tif"]);
}

#[tokio::test]
async fn a_broken_download_is_not_gone_on_with_in_the_part_of_another_item() {
    let world = World::new(&[("one", "a.tif"), ("two", "a.tif")]).await;
    let (first, second) = (image(b'a'), image(b'b'));
    world.say("one", vec![whole(TAG, &first, CUT), rest(TAG, &first, CUT)]);
    world.say("two", vec![whole(TAG, &second, 700)]);
    world.fetch("one").await.unwrap_err();
    world.fetch("two").await.unwrap_err();
    let done = world.fetch("one").await.unwrap();
    let DeliveryState::Done { path, sha256, .. } = done.download else { panic!() };
    assert!(std::fs::read(path).unwrap() == first, "the head of one and the tail of another");
    assert_eq!(sha256, hash(&first));
    assert_eq!(world.files(), [(".part".to_owned(), second[..700].to_vec()), ("a.tif".to_owned(), first)]);
}

#[tokio::test]
async fn a_full_disk_is_told_before_the_first_byte() {
    let head = "ETag: \"one\"\r\nContent-Length: 1000000000000000000\r\n";
    let world = World::one("a.tif", vec![reply(200, head, b"first bytes")]).await;
    let error = world.fetch("item").await.unwrap_err();
    let DeskError::DiskFull { needed, free, .. } = error else { panic!("{error}") };
    assert!(needed >= 1_000_000_000_000_000_000 && free < needed);
    assert_eq!(world.files(), []);
}

#[tokio::test]
async fn another_folder_leaves_no_part_behind() {
    let file = image(b'a');
    let mut world = World::one("a.tif", vec![whole(TAG, &file, CUT), whole(TAG, &file, 1000)]).await;
    world.fetch("item").await.unwrap_err();
    let former = std::mem::replace(&mut world.folder, world.data.path().join("elsewhere"));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(done.restarted, Some(RestartReason::NotRecognised));
    assert_eq!(std::fs::read_dir(former).unwrap().count(), 0);
}

#[tokio::test]
async fn a_program_in_place_of_a_picture_gets_an_ending_that_nothing_runs() {
    let file = image(b'a');
    let world = World::one("scene.exe", vec![whole(TAG, &file, file.len())]).await;
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "scene.exe.download", &file);
}
