//! What goes on where it broke off, and what starts anew.

use std::sync::Mutex;

use ordering::{DeskError, DownloadProgress, FileFlaw, RestartReason, Wholeness};

use super::vendor::{CUT, OTHER, TAG, World, archive, image, left, part, reply, rest, whole};

#[tokio::test]
async fn a_file_arrives_in_one_go_or_in_two() {
    let file = archive(b'a');
    let world = World::one("a.zip", vec![whole(TAG, &file, file.len())]).await;
    let done = world.fetch("item").await.unwrap();
    assert_eq!(world.assert_done(&done, "a.zip", &file), Some(Wholeness::Archive));
    assert_eq!((done.restarted, world.asked()), (None, vec!["-".to_owned()]));

    let world = World::one("a.zip", vec![whole(TAG, &file, CUT), rest(TAG, &file, CUT)]).await;
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&file[..CUT]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.zip", &file);
    assert_eq!((done.restarted, world.asked()), (None, vec!["-".to_owned(), format!("bytes={CUT}-")]));
}

/// The vendor has another file by now, and answers a resumed call like this. The file is then asked for anew, once.
#[tokio::test]
async fn a_part_that_does_not_continue_this_very_file_is_never_appended() {
    let (old, new) = (image(b'a'), image(b'b'));
    let (start, end) = (CUT, old.len() - 1);
    let tail = &new[CUT..];
    use RestartReason::{Changed, NotContinued, Unclear};
    let cases = [
        ("another tag", part(OTHER, &format!("bytes {start}-{end}/1000"), tail), Changed),
        ("a weak tag", part("W/\"one\"", &format!("bytes {start}-{end}/1000"), tail), Changed),
        ("no tag", part("", &format!("bytes {start}-{end}/1000"), tail), Unclear),
        ("a smaller file", part(TAG, "bytes 400-799/800", &new[400..800]), Changed),
        ("a larger file", part(TAG, "bytes 400-1099/1100", &[b'b'; 700]), Changed),
        ("a file smaller than the part", part(TAG, "bytes 400-299/300", b""), Changed),
        ("an unknown size", part(TAG, &format!("bytes {start}-{end}/*"), tail), Unclear),
        ("an earlier place", part(TAG, "bytes 0-999/1000", &new), Unclear),
        ("a later place", part(TAG, "bytes 500-999/1000", &new[500..]), Unclear),
        ("no range", part(TAG, "", tail), Unclear),
        ("an unreadable range", part(TAG, "bytes four hundred to the end", tail), Unclear),
        ("another unit", part(TAG, &format!("rows {start}-{end}/1000"), tail), Unclear),
        ("a length that disagrees", part(TAG, &format!("bytes {start}-{end}/1000"), &new[500..]), Unclear),
        (
            "no such place",
            reply(416, "Content-Range: bytes */1000\r\nContent-Length: 0\r\n", b""),
            NotContinued,
        ),
        (
            "no such place in a smaller file",
            reply(416, "Content-Range: bytes */300\r\nContent-Length: 0\r\n", b""),
            Changed,
        ),
        ("no such place, and no size", reply(416, "Content-Length: 0\r\n", b""), NotContinued),
        ("a refusal of ranges", reply(400, "Content-Length: 0\r\n", b""), NotContinued),
    ];
    for (what, lie, why) in cases {
        let world =
            World::one("a.tif", vec![whole(TAG, &old, CUT), lie, whole(OTHER, &new, new.len())]).await;
        world.fetch("item").await.unwrap_err();
        assert_eq!(world.files(), left(&old[..CUT]), "{what}");
        let told = Mutex::new(Vec::new());
        let tell = |progress: DownloadProgress| told.lock().unwrap().push(progress.restarted);
        let done = world.desk.download("item", &world.folder, tell).await.unwrap();
        world.assert_done(&done, "a.tif", &new);
        assert_eq!(done.restarted, Some(why), "{what}");
        assert!(told.lock().unwrap().iter().all(|told| *told == Some(why)), "{what}");
        assert_eq!(world.asked(), ["-", "bytes=400-", "-"], "{what}");
    }
}

#[tokio::test]
async fn the_whole_file_in_place_of_its_rest_takes_the_place_of_the_part() {
    let (old, new) = (image(b'a'), image(b'b'));
    for (tag, why) in [(OTHER, RestartReason::Changed), (TAG, RestartReason::NotContinued)] {
        let world = World::one("a.tif", vec![whole(TAG, &old, CUT), whole(tag, &new, new.len())]).await;
        world.fetch("item").await.unwrap_err();
        let done = world.fetch("item").await.unwrap();
        assert_eq!(world.assert_done(&done, "a.tif", &new), Some(Wholeness::Counted));
        assert_eq!(done.restarted, Some(why));
        assert_eq!(world.asked(), ["-", "bytes=400-"]);
    }
}

#[tokio::test]
async fn a_second_break_goes_on_in_the_new_version() {
    let (old, new) = (image(b'a'), image(b'b'));
    let replies = vec![whole(TAG, &old, CUT), whole(OTHER, &new, 100), rest(OTHER, &new, 100)];
    let world = World::one("a.tif", replies).await;
    world.fetch("item").await.unwrap_err();
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&new[..100]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &new);
    assert_eq!(world.asked(), ["-", "bytes=400-", "bytes=100-"]);
}

#[tokio::test]
async fn a_part_without_a_strong_tag_starts_anew() {
    let file = image(b'a');
    let weak =
        reply(200, "Accept-Ranges: bytes\r\nETag: W/\"one\"\r\nContent-Length: 1000\r\n", &file[..CUT]);
    let none = reply(200, "Accept-Ranges: bytes\r\nContent-Length: 1000\r\n", &file[..CUT]);
    for broken in [weak, none] {
        let world = World::one("a.tif", vec![broken, whole(TAG, &file, file.len())]).await;
        world.fetch("item").await.unwrap_err();
        let done = world.fetch("item").await.unwrap();
        world.assert_done(&done, "a.tif", &file);
        assert_eq!(done.restarted, Some(RestartReason::NotRecognised));
        assert_eq!(world.asked(), ["-", "-"]);
    }
}

#[tokio::test]
async fn a_proxys_page_leaves_the_part_as_it_is() {
    let file = image(b'a');
    let page = reply(200, "Content-Type: text/html\r\nContent-Length: 6\r\n", b"<html>");
    let busy = reply(503, "Content-Length: 0\r\n", b"");
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), page, busy, rest(TAG, &file, CUT)]).await;
    for _ in 0..3 {
        world.fetch("item").await.unwrap_err();
        assert_eq!(world.files(), left(&file[..CUT]));
    }
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
}

#[tokio::test]
async fn a_part_of_the_rest_is_kept_and_the_remainder_asked_for() {
    let file = image(b'a');
    let some = part(TAG, "bytes 400-599/1000", &file[400..600]);
    let world = World::one("a.tif", vec![whole(TAG, &file, CUT), some, rest(TAG, &file, 600)]).await;
    world.fetch("item").await.unwrap_err();
    let error = world.fetch("item").await.unwrap_err();
    let short = FileFlaw::Short { received: 600, total: 1000 };
    assert!(matches!(&error, DeskError::NotWhole(flaw) if *flaw == short), "{error}");
    assert_eq!(world.files(), left(&file[..600]));
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=400-", "bytes=600-"]);
}
