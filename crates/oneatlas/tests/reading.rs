//! What the reading client promises: one token for all, renewed once after a 401, retries only where they can help, the
//! token for the configured hosts only, and errors that say what was wrong and where.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]
#![allow(dead_code, reason = "each test file uses its part of the line")]

mod line;

use std::time::Duration;

use line::{KEY, Line, answer, client};
use oneatlas::ErrorKind;

const CONTRACTS: &str = r#"{"contracts":[{"contractId":"CIS1","name":"One"}]}"#;

#[tokio::test]
async fn many_calls_at_once_share_one_token() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", CONTRACTS)).await);
    let client = client(&sign_in, &vendor);
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.contracts().await.map(|list| list.len()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1);
    }
    assert_eq!((sign_in.heard().len(), vendor.heard().len()), (1, 40));
    let form = String::from_utf8(sign_in.heard()[0].body.clone()).unwrap();
    assert_eq!(sign_in.heard()[0].method, "POST");
    for part in [format!("apikey={KEY}"), "grant_type=api_key".to_owned(), "client_id=IDP".to_owned()] {
        assert!(form.contains(&part), "{form}");
    }
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end() {
    let (sign_in, vendor) = (Line::sign_in(1).await, Line::always(answer(200, "", CONTRACTS)).await);
    let client = client(&sign_in, &vendor);
    client.contracts().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.contracts().await.unwrap();
    assert_eq!(sign_in.heard().len(), 2);
}

#[tokio::test]
async fn whether_the_host_answers_is_asked_anew_although_the_token_is_still_good() {
    let sign_in = Line::open(|number, _| match number {
        0 => answer(200, "", r#"{"access_token":"t","expires_in":3600}"#),
        1 => answer(200, "", r#"{"access_token":"u","expires_in":3600}"#),
        _ => answer(403, "", r#"{"message":"gone"}"#),
    })
    .await;
    let vendor = Line::always(answer(200, "", CONTRACTS)).await;
    let client = client(&sign_in, &vendor);
    client.contracts().await.unwrap();
    client.authenticate().await.unwrap();
    assert_eq!(client.authenticate().await.unwrap_err().kind(), ErrorKind::KeyRefused);
    assert_eq!(sign_in.heard().len(), 3);
    client.contracts().await.unwrap();
    assert_eq!(vendor.heard().last().unwrap().header("authorization"), Some("Bearer u"));
}

#[tokio::test]
async fn a_401_renews_the_token_once_and_only_once() {
    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::open(|_, heard| {
        let fresh = heard.and_then(|heard| heard.header("authorization")) == Some("Bearer token-1");
        if fresh { answer(200, "", CONTRACTS) } else { answer(401, "", r#"{"message":"expired"}"#) }
    })
    .await;
    client(&sign_in, &vendor).contracts().await.unwrap();
    assert_eq!((sign_in.heard().len(), vendor.heard().len()), (2, 2));

    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::always(answer(401, "", r#"{"message":"no"}"#)).await;
    let error = client(&sign_in, &vendor).contracts().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!((sign_in.heard().len(), vendor.heard().len()), (2, 2));
}

#[tokio::test]
async fn a_call_that_changes_nothing_is_tried_again_where_that_can_help() {
    for failing in [429, 500, 502, 503] {
        let sign_in = Line::sign_in(3600).await;
        let vendor = Line::open(move |number, _| match number {
            0 | 1 => answer(failing, "Retry-After: 0\r\n", ""),
            _ => answer(200, "", CONTRACTS),
        })
        .await;
        client(&sign_in, &vendor).contracts().await.unwrap();
        assert_eq!(vendor.heard().len(), 3, "{failing}");
    }
    for final_status in [301, 307, 400, 403, 404, 409, 422] {
        let sign_in = Line::sign_in(3600).await;
        let told = answer(final_status, "Location: /elsewhere\r\n", r#"{"errorCode":"E1","message":"why"}"#);
        let vendor = Line::always(told).await;
        let error = client(&sign_in, &vendor).contracts().await.unwrap_err();
        assert_eq!(vendor.heard().len(), 1, "{final_status}");
        assert_eq!(error.status(), Some(final_status));
        assert_eq!(error.vendor().unwrap().words(), "why");
        assert!(!error.can_retry());
    }
}

#[tokio::test]
async fn a_sign_in_that_stumbles_is_tried_again_too() {
    let sign_in = Line::open(|number, _| match number {
        0 => answer(503, "", ""),
        _ => answer(200, "", r#"{"access_token":"t","expires_in":3600}"#),
    })
    .await;
    let vendor = Line::always(answer(200, "", CONTRACTS)).await;
    client(&sign_in, &vendor).contracts().await.unwrap();
    assert_eq!((sign_in.heard().len(), vendor.heard().len()), (2, 1));
}

#[tokio::test]
async fn a_bad_key_is_told_as_such_and_never_shown() {
    let sign_in = Line::always(answer(403, "", r#"{"error_description":"API key is invalid"}"#)).await;
    let vendor = Line::always(answer(200, "", CONTRACTS)).await;
    let client = client(&sign_in, &vendor);
    let error = client.contracts().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::KeyRefused);
    assert_eq!(sign_in.heard().len(), 1, "a refused key is not tried again");
    assert!(vendor.heard().is_empty());
    let shown = format!("{error} {error:?} {client:?}");
    assert!(shown.contains("API key is invalid") && !shown.contains(KEY), "{shown}");
}

#[tokio::test]
async fn a_wrong_field_is_named_by_its_path() {
    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::always(answer(200, "", r#"{"contracts":[{"contractId":{"a":1}}]}"#)).await;
    let error = client(&sign_in, &vendor).contracts().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.path().unwrap().starts_with("contracts"), "{:?}", error.path());
}

#[tokio::test]
async fn a_body_larger_than_any_answer_is_given_up() {
    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::always(answer(200, "", &" ".repeat(33 * 1024 * 1024))).await;
    let error = client(&sign_in, &vendor).contracts().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_link_to_another_host_gets_neither_token_nor_visit() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", "")).await);
    let stranger = Line::always(answer(200, "", "secret")).await;
    let client = client(&sign_in, &vendor);
    let link = format!("{}/quicklook", stranger.url);
    let picture = client.fetch_picture(&link, None).await.unwrap_err();
    let download = client.download(&link, None).await.err().unwrap();
    assert_eq!((picture.kind(), download.kind()), (ErrorKind::UntrustedLink, ErrorKind::UntrustedLink));

    // Encrypted and with a name, and yet a stranger's.
    let foreign = client.download("https://files.example.org/a.zip", None).await.err().unwrap();
    assert_eq!(foreign.kind(), ErrorKind::UntrustedLink);
    assert!(foreign.to_string().contains("leads to files.example.org,"), "{foreign}");

    let away = answer(302, &format!("Location: {link}\r\n"), "");
    vendor.now(move |_, _| away.clone());
    let start = format!("{}/download", vendor.url);
    let error = client.download(&start, None).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::UntrustedLink);
    assert!(stranger.heard().is_empty());
}

#[tokio::test]
async fn a_download_that_redirects_in_circles_ends() {
    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::always(answer(302, "Location: /download\r\n", "")).await;
    let client = client(&sign_in, &vendor);
    let error = client.download(&format!("{}/download", vendor.url), None).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::UntrustedLink);
    assert!(vendor.heard().len() <= 6);
}

#[tokio::test]
async fn a_list_of_orders_is_read_to_its_last_page() {
    // With a total in either spelling, a vendor may give fewer to a page than asked; without one, a page that is not full
    // is the last. A total that never comes true ends with an empty page.
    let page = |total: &str, references: &[&str]| {
        let records: Vec<String> =
            references.iter().map(|one| format!(r#"{{"customerReference":"{one}"}}"#)).collect();
        answer(200, "", &format!(r#"{{{total}"features":[{}]}}"#, records.join(",")))
    };
    for total in [r#""paging":{"totalResults":3},"#, r#""paging":{"totalResult":3},"#] {
        let sign_in = Line::sign_in(3600).await;
        let (first, last) = (page(total, &["a", "b"]), page(total, &["c"]));
        let vendor =
            Line::open(move |number, _| if number == 0 { first.clone() } else { last.clone() }).await;
        let query = oneatlas::wire::tracking::OrdersQuery::of_contract("CTR1");
        let found = client(&sign_in, &vendor).orders(&query).await.unwrap();
        let references: Vec<_> = found.iter().filter_map(|one| one.customer_reference.as_deref()).collect();
        assert_eq!(references, ["a", "b", "c"]);
        let second: serde_json::Value = serde_json::from_slice(&vendor.heard()[1].body).unwrap();
        assert_eq!(second["paging"]["startIndex"], 2);
    }
    for (total, calls) in [("", 1), (r#""paging":"none","#, 1), (r#""paging":{"totalResults":9},"#, 2)] {
        let sign_in = Line::sign_in(3600).await;
        let (first, last) = (page(total, &["a"]), page(total, &[]));
        let vendor =
            Line::open(move |number, _| if number == 0 { first.clone() } else { last.clone() }).await;
        let query = oneatlas::wire::tracking::OrdersQuery::of_contract("CTR1");
        assert_eq!(client(&sign_in, &vendor).orders(&query).await.unwrap().len(), 1);
        assert_eq!(vendor.heard().len(), calls, "{total}");
    }
}

/// The vendor's list as it stands at each call: the total it tells and the order items of the page. `-` is a line without
/// an id.
async fn listing(pages: &[(Option<u64>, &str)]) -> Line {
    let pages: Vec<_> = pages
        .iter()
        .map(|(total, items)| {
            let lines: Vec<_> = items
                .split_whitespace()
                .map(
                    |item| {
                        if item == "-" { "{}".to_owned() } else { format!(r#"{{"orderItemId":"{item}"}}"#) }
                    },
                )
                .collect();
            let total = total.map(|total| format!(r#""totalResults":{total}"#)).unwrap_or_default();
            answer(200, "", &format!(r#"{{"paging":{{{total}}},"features":[{}]}}"#, lines.join(",")))
        })
        .collect();
    Line::open(move |number, _| pages[number % pages.len()].clone()).await
}

/// The order items of a contract in pages of two, and how many calls they took.
async fn listed(pages: &[(Option<u64>, &str)]) -> (Result<String, oneatlas::Error>, usize) {
    let (sign_in, vendor) = (Line::sign_in(3600).await, listing(pages).await);
    let mut query = oneatlas::wire::tracking::OrdersQuery::of_contract("CTR1");
    query.paging.items_per_page = 2;
    let found = client(&sign_in, &vendor).orders(&query).await.map(|lines| {
        let items: Vec<_> =
            lines.into_iter().map(|line| line.order_item_id.unwrap_or_else(|| "-".to_owned())).collect();
        items.join(" ")
    });
    (found, vendor.heard().len())
}

#[tokio::test]
async fn a_line_that_two_pages_repeat_counts_once_and_none_is_lost() {
    let (three, four) = (Some(3), Some(4));
    for (what, pages, wanted, calls) in [
        ("every line came", vec![(three, "a b"), (three, "b c")], "a b c", 2),
        ("lines without an id", vec![(four, "- -"), (four, "- a")], "- - - a", 2),
        ("one id twice on one page", vec![(three, "a a"), (three, "b")], "a a b", 2),
        // c moved to the front between the pages.
        ("a line moved", vec![(three, "a b"), (three, "b"), (three, "c a"), (three, "b")], "c a b", 4),
        ("a line was added", vec![(three, "a b"), (four, "b c"), (four, "d a"), (four, "b c")], "d a b c", 4),
        ("a line was removed", vec![(four, "a b"), (three, "d"), (three, "b c"), (three, "d")], "b c d", 4),
        ("no total", vec![(None, "a b"), (None, "b"), (None, "c a"), (None, "b")], "c a b", 4),
    ] {
        let (found, heard) = listed(&pages).await;
        assert_eq!((found.unwrap().as_str(), heard), (wanted, calls), "{what}");
    }
}

#[tokio::test]
async fn a_list_that_never_stands_still_is_an_error_that_may_pass() {
    for pages in [[(Some(3), "a b"), (Some(4), "c d")], [(Some(3), "a b"), (Some(3), "b")]] {
        let (found, heard) = listed(&pages).await;
        let error = found.unwrap_err();
        assert!(error.kind() == ErrorKind::Changing && error.can_retry(), "{error}");
        assert_eq!(heard, 6, "it is read three times");
    }
}

#[tokio::test]
async fn a_list_that_is_too_long_is_an_error_and_no_part_of_it() {
    let full = "a ".repeat(20_000);
    let (found, heard) = listed(&[(Some(20_000), full.as_str())]).await;
    assert_eq!((found.unwrap().len(), heard), (full.len() - 1, 1), "so many are read");
    for (pages, calls) in [(vec![(Some(20_001), "a b")], 1), (vec![(None, full.as_str()), (None, "b")], 2)] {
        let (found, heard) = listed(&pages).await;
        let error = found.unwrap_err();
        assert_eq!((error.kind(), heard), (ErrorKind::TooMany, calls), "{error}");
        assert!(error.to_string().ends_with("ask for one reference"), "{error}");
    }
}

#[tokio::test]
async fn a_search_is_read_to_its_last_page_and_no_part_passes_for_all() {
    let query = || oneatlas::wire::search::SearchQuery {
        items_per_page: 2,
        start_page: 1,
        ..oneatlas::wire::search::SearchQuery::default()
    };
    let page = |total: u32, ids: &[&str]| {
        let features: Vec<_> = ids.iter().map(|id| format!(r#"{{"properties":{{"id":"{id}"}}}}"#)).collect();
        answer(200, "", &format!(r#"{{"totalResults":{total},"features":[{}]}}"#, features.join(",")))
    };
    let sign_in = Line::sign_in(3600).await;
    // What arrived between the pages moves one on to the next.
    let (first, last) = (page(3, &["a", "b"]), page(4, &["b", "c"]));
    let vendor = Line::open(move |number, _| if number == 0 { first.clone() } else { last.clone() }).await;
    let found = client(&sign_in, &vendor).search_all(query()).await.unwrap();
    let ids: Vec<_> = found.iter().filter_map(|one| oneatlas::wire::search::property(one, "id")).collect();
    assert_eq!(ids, ["a", "b", "c"]);

    // The vendor counts to 10,000 and no further.
    let vendor = Line::always(page(10_000, &["a", "b"])).await;
    let error = client(&sign_in, &vendor).search_all(query()).await.unwrap_err();
    assert_eq!((error.kind(), vendor.heard().len()), (ErrorKind::TooMany, 1), "{error}");
}
