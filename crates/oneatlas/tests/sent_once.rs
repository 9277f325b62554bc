//! A request that spends leaves at most once, whatever comes back: every status, every redirect, and a connection cut
//! at every byte of the request and of the answer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]
#![allow(dead_code, reason = "each test file uses its part of the line")]

mod line;

use bytes::Bytes;
use line::{Line, Reply, answer, client};
use oneatlas::{ErrorKind, MoneyRequest, Sent};

const BODY: &str = r#"{"customerReference":"SWATH-1","items":[{"id":"a"}]}"#;
const PLACED: &str = r#"{"salesOrderId":"SAL26000001","currency":"EUR","totalAmount":25.0}"#;

fn body() -> Option<Bytes> {
    Some(Bytes::from_static(BODY.as_bytes()))
}

#[tokio::test]
async fn every_status_from_100_to_599_is_met_with_one_post() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", PLACED)).await);
    let money = client(&sign_in, &vendor).money();
    let elsewhere = Line::always(answer(200, "", PLACED)).await;
    for status in 100..=599 {
        // A place to go to, for those that follow: at the same host, which is where a client would take the token along.
        for place in ["/api/v1/orders?again", elsewhere.url.as_str()] {
            let head = format!("Location: {place}\r\nRetry-After: 0\r\n");
            let told = answer(status, &head, PLACED);
            vendor.now(move |_, _| told.clone());
            let sent = money.send(&MoneyRequest::PlaceOrder, body()).await;
            let heard = vendor.heard();
            assert_eq!(heard.len(), 1, "{status}: {heard:?}");
            assert_eq!((heard[0].method.as_str(), heard[0].body.as_slice()), ("POST", BODY.as_bytes()));
            match sent {
                Sent::Answered { status: seen, .. } => assert_eq!(seen, status),
                // Interim answers are no answers: the final one never came.
                Sent::Unclear(_) => assert!(status < 200, "{status}"),
                Sent::NotSent(error) => panic!("{status}: told as not sent: {error}"),
            }
        }
    }
    assert!(elsewhere.heard().is_empty(), "nothing may follow a redirect");
    assert_eq!(sign_in.heard().len(), 1, "no answer makes it renew the token in the middle");
}

#[tokio::test]
async fn a_request_cut_at_any_byte_is_unclear_and_not_sent_again() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", PLACED)).await);
    let money = client(&sign_in, &vendor).money();
    money.send(&MoneyRequest::PlaceOrder, body()).await;
    let whole = vendor.heard()[0].clone();
    let length = whole.head.len() + 4 + whole.body.len();
    for cut in 0..length {
        vendor.now(move |_, _| Reply::HangUpAfter(cut));
        let sent = money.send(&MoneyRequest::PlaceOrder, body()).await;
        assert!(matches!(sent, Sent::Unclear(_)), "cut at {cut} of {length}: {sent:?}");
        assert_eq!(vendor.heard().len(), 1, "cut at {cut} of {length}");
    }
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_unclear_and_nothing_is_sent_again() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", PLACED)).await);
    let money = client(&sign_in, &vendor).money();
    let Reply::Bytes(told) = answer(201, "", PLACED) else { unreachable!() };
    for cut in 0..=told.len() {
        let part = Reply::Bytes(told[..cut].to_vec());
        vendor.now(move |_, _| part.clone());
        let sent = money.send(&MoneyRequest::PlaceOrder, body()).await;
        assert_eq!(vendor.heard().len(), 1, "cut at {cut}");
        match sent {
            Sent::Answered { status: 201, body } => {
                assert_eq!((cut, body.as_ref()), (told.len(), PLACED.as_bytes()));
            }
            Sent::Unclear(_) => assert!(cut < told.len()),
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn accept_and_refuse_leave_once_too_and_name_contract_and_quotation() {
    let (sign_in, vendor) = (Line::sign_in(3600).await, Line::always(answer(200, "", "{}")).await);
    let money = client(&sign_in, &vendor).money();
    let quotation = || ("CIS 1/x".to_owned(), "QUO26000001".to_owned());
    for status in [200, 204, 302, 307, 308, 401, 429, 500, 503] {
        let told = answer(status, "Location: /again\r\n", "");
        vendor.now(move |_, _| told.clone());
        let (contract_id, quotation_id) = quotation();
        let accept = MoneyRequest::AcceptQuotation { contract_id, quotation_id };
        money.send(&accept, None).await;
        let (contract_id, quotation_id) = quotation();
        let refuse = MoneyRequest::RefuseQuotation { contract_id, quotation_id };
        money.send(&refuse, Some(Bytes::from_static(br#"{"reason":3}"#))).await;
        let heard: Vec<String> =
            vendor.heard().into_iter().map(|heard| format!("{} {}", heard.method, heard.path)).collect();
        assert_eq!(
            heard,
            [
                "PUT /api/v1/contracts/CIS%201%2Fx/quotations/QUO26000001/accept",
                "PUT /api/v1/contracts/CIS%201%2Fx/quotations/QUO26000001/refuse"
            ]
        );
    }
}

#[tokio::test]
async fn without_a_connection_or_a_token_nothing_was_sent() {
    let sign_in = Line::sign_in(3600).await;
    let vendor = Line::always(answer(200, "", PLACED)).await;
    let mut closed = Line::always(answer(200, "", PLACED)).await;
    // A port that was free a moment ago, and that nobody listens at.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    closed.url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let sent = client(&sign_in, &closed).money().send(&MoneyRequest::PlaceOrder, body()).await;
    assert!(matches!(&sent, Sent::NotSent(error) if error.kind() == ErrorKind::Unreachable), "{sent:?}");

    let locked = Line::always(answer(403, "", r#"{"error_description":"no"}"#)).await;
    let sent = client(&locked, &vendor).money().send(&MoneyRequest::PlaceOrder, body()).await;
    assert!(matches!(&sent, Sent::NotSent(error) if error.kind() == ErrorKind::KeyRefused), "{sent:?}");
    assert!(vendor.heard().is_empty());
}

#[tokio::test]
async fn a_token_about_to_end_is_renewed_before_and_never_in_the_middle() {
    let sign_in = Line::sign_in(1).await;
    let vendor = Line::always(answer(401, "", r#"{"message":"expired"}"#)).await;
    let money = client(&sign_in, &vendor).money();
    money.send(&MoneyRequest::PlaceOrder, body()).await;
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    money.send(&MoneyRequest::PlaceOrder, body()).await;
    let tokens: Vec<String> =
        vendor.heard().iter().filter_map(|heard| heard.header("authorization").map(str::to_owned)).collect();
    assert_eq!(
        tokens,
        ["Bearer token-0", "Bearer token-1"],
        "one post each, each with a token fetched before it"
    );
}

/// The count above can fail: the same line counts two posts where redirects are switched on, and more where somebody
/// tries again.
#[tokio::test]
async fn the_line_counts_what_an_unhardened_client_sends() {
    let vendor = Line::open(|number, _| match number {
        0 => answer(307, "Location: /api/v1/orders?again\r\n", ""),
        _ => answer(200, "", PLACED),
    })
    .await;
    let follows = reqwest::Client::builder().no_proxy().build().unwrap();
    follows.post(format!("{}/api/v1/orders", vendor.url)).body(BODY).send().await.unwrap();
    assert_eq!(vendor.heard().iter().filter(|heard| heard.method == "POST").count(), 2);

    vendor.now(|_, _| answer(502, "", ""));
    for _ in 0..3 {
        follows.post(format!("{}/api/v1/orders", vendor.url)).body(BODY).send().await.unwrap();
    }
    assert_eq!(vendor.heard().len(), 3);
}
