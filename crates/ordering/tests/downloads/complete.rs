//! What counts as the whole file.

use ordering::{DeskError, FileFlaw, Wholeness};

use super::vendor::{CUT, TAG, World, archive, chunked, image, left, reply, whole};

#[tokio::test]
async fn without_a_size_a_file_counts_as_whole_when_its_end_is_one() {
    let (file, packed) = (image(b'a'), archive(b'a'));
    let ends = World::one("a.tif", vec![chunked(200, "", &file, true)]).await;
    let done = ends.fetch("item").await.unwrap();
    assert_eq!(ends.assert_done(&done, "a.tif", &file), Some(Wholeness::Ended));

    let breaks = World::one("a.tif", vec![chunked(200, "", &file, false)]).await;
    breaks.fetch("item").await.unwrap_err();
    assert_eq!(breaks.files(), left(&file), "no file has its name");

    // The connection closes, which is no end: only an archive tells by itself that it is whole.
    let closes = World::one("a.tif", vec![reply(200, "", &file)]).await;
    let error = closes.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::UnknownEnd)), "{error}");
    assert_eq!(closes.files(), []);
    let closes = World::one("a.zip", vec![reply(200, "", &packed)]).await;
    let done = closes.fetch("item").await.unwrap();
    assert_eq!(closes.assert_done(&done, "a.zip", &packed), Some(Wholeness::Archive));
    for sent in [packed.len() - 1, CUT] {
        let closes = World::one("a.zip", vec![reply(200, "", &packed[..sent])]).await;
        let error = closes.fetch("item").await.unwrap_err();
        assert!(matches!(error, DeskError::NotWhole(FileFlaw::BrokenArchive)), "{error}");
        assert_eq!(closes.files(), []);
    }
}

#[tokio::test]
async fn what_is_no_archive_is_not_called_one() {
    let page = b"<html><body>Blocked</body></html>";
    let head = |kind: &str| format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", page.len());
    let world = World::one("a.zip", vec![reply(200, &head("text/html"), page)]).await;
    let error = world.fetch("item").await.unwrap_err();
    assert!(error.to_string().contains("web page"), "{error}");
    assert_eq!(world.files(), []);

    let file = archive(b'a');
    let replies = vec![reply(200, &head("application/zip"), page), whole(TAG, &file, file.len())];
    let world = World::one("a.zip", replies).await;
    let error = world.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::BrokenArchive)), "{error}");
    assert_eq!(world.files(), []);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.zip", &file);
}

#[tokio::test]
async fn more_than_there_is_is_thrown_away() {
    let file = image(b'a');
    let head = "ETag: \"one\"\r\nContent-Range: bytes 400-999/1000\r\n";
    let more = chunked(206, head, &[b'a'; 700], true);
    let replies = vec![whole(TAG, &file, CUT), more, whole(TAG, &file, file.len())];
    let world = World::one("a.tif", replies).await;
    world.fetch("item").await.unwrap_err();
    let error = world.fetch("item").await.unwrap_err();
    assert!(matches!(error, DeskError::NotWhole(FileFlaw::Long { total: 1000 })), "{error}");
    assert_eq!(world.files(), []);
    let done = world.fetch("item").await.unwrap();
    world.assert_done(&done, "a.tif", &file);
    assert_eq!(world.asked(), ["-", "bytes=400-", "-"]);
}

#[tokio::test]
async fn a_part_that_is_whole_already_is_finished() {
    let file = archive(b'a');
    // Everything came but the last chunk, so that its size was not known.
    let tagged = "Accept-Ranges: bytes\r\nETag: \"one\"\r\n";
    let range = format!("Content-Range: bytes */{}\r\nContent-Length: 0\r\n", file.len());
    let world = World::one("a.zip", vec![chunked(200, tagged, &file, false), reply(416, &range, b"")]).await;
    world.fetch("item").await.unwrap_err();
    assert_eq!(world.files(), left(&file));
    let done = world.fetch("item").await.unwrap();
    assert_eq!(world.assert_done(&done, "a.zip", &file), Some(Wholeness::Archive));
    assert_eq!(world.asked(), ["-".to_owned(), format!("bytes={}-", file.len())]);
}
