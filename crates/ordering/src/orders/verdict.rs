//! What an answer to a spending request means. Only a success that can be read is a success, only a refusal in the
//! vendor's words is a refusal; everything else is unknown.

use oneatlas::wire::price::SpendAnswer;
use oneatlas::{Sent, VendorError};

use crate::ledger::Why;

/// The meaning of what was seen.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// Provably nothing left this computer.
    NotSent(oneatlas::Error),
    /// The vendor has it.
    Accepted(SpendAnswer),
    /// The vendor refused it, in these words.
    Refused(String),
    /// It may or may not have been placed; what was seen.
    Unknown(Why),
}

/// Whether an answer must carry an id to count as success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Orders and quotations answer with an id.
    Id,
    /// Accept and refuse answer with JSON or nothing. Anything else with a status of success is somebody else's: a proxy's
    /// page, for one.
    Nothing,
}

pub(crate) fn judge(sent: Sent, expect: Expect) -> Verdict {
    match sent {
        Sent::NotSent(error) => Verdict::NotSent(error),
        Sent::Unclear(error) => Verdict::Unknown(Why::ConnectionBroke { technical: reason(&error) }),
        Sent::Answered { status, body } => answered(status, &body, expect),
    }
}

fn answered(status: u16, body: &[u8], expect: Expect) -> Verdict {
    match status {
        200..=299 if expect == Expect::Nothing => match decided(body) {
            true => Verdict::Accepted(SpendAnswer::default()),
            false => Verdict::Unknown(Why::ForeignBody { status }),
        },
        200..=299 => match SpendAnswer::read(body) {
            Ok(answer) if answer.quotation_id.is_some() || answer.sales_order_id.is_some() => {
                Verdict::Accepted(answer)
            }
            Ok(_) => Verdict::Unknown(Why::NoNumber { status }),
            Err(_) => Verdict::Unknown(Why::UnreadableBody { status }),
        },
        400 | 401 | 403 | 404 | 422 => match own_words(body) {
            Some(words) => Verdict::Refused(words),
            None => Verdict::Unknown(Why::ForeignBody { status }),
        },
        _ => Verdict::Unknown(Why::UndecidedStatus { status }),
    }
}

/// Whether the body of a success is the vendor's: nothing, or JSON that is not one of its errors.
fn decided(body: &[u8]) -> bool {
    if body.trim_ascii().is_empty() {
        return true;
    }
    match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(serde_json::Value::Object(fields)) => {
            let error = |key: &str| fields.get(key).is_some_and(|value| !value.is_null());
            !["error", "errors", "errorCode", "error_code"].into_iter().any(error)
        }
        // A text alone is how the vendor writes some of its errors.
        Ok(serde_json::Value::String(_)) | Err(_) => false,
        Ok(_) => true,
    }
}

/// The vendor's words, only where the body is one of its own shapes (a JSON object or string).
fn own_words(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<serde_json::Value>(body).ok()?;
    let vendor = VendorError::read(body)?;
    let words = vendor.words();
    (!words.is_empty()).then_some(words)
}

fn reason(error: &oneatlas::Error) -> String {
    error.technical().unwrap_or("no answer came back").to_owned()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn verdict(status: u16, body: &'static str, expect: Expect) -> &'static str {
        let sent = Sent::Answered { status, body: Bytes::from_static(body.as_bytes()) };
        match judge(sent, expect) {
            Verdict::NotSent(_) => "not sent",
            Verdict::Accepted(_) => "accepted",
            Verdict::Refused(_) => "refused",
            Verdict::Unknown(_) => "unknown",
        }
    }

    const GOOD: &str = r#"{"salesOrderId":"SAL26000001","currency":"EUR","totalAmount":1.0}"#;
    const WORDS: &str = r#"{"errorCode":"E2203","message":"no"}"#;

    #[test]
    fn every_status_has_one_meaning_and_only_readable_answers_end_the_matter() {
        for status in 100..=599u16 {
            let with_id = verdict(status, GOOD, Expect::Id);
            let with_words = verdict(status, WORDS, Expect::Id);
            let empty = verdict(status, "", Expect::Id);
            match status {
                200..=299 => assert_eq!((with_id, with_words, empty), ("accepted", "unknown", "unknown")),
                400 | 401 | 403 | 404 | 422 => assert_eq!((with_words, empty), ("refused", "unknown")),
                _ => assert_eq!((with_id, with_words, empty), ("unknown", "unknown", "unknown"), "{status}"),
            }
        }
    }

    #[test]
    fn a_cut_or_foreign_body_is_unknown() {
        for cut in 1..GOOD.len() {
            let body = Bytes::copy_from_slice(&GOOD.as_bytes()[..cut]);
            let sent = Sent::Answered { status: 201, body };
            assert!(matches!(judge(sent, Expect::Id), Verdict::Unknown(_)), "cut at {cut}");
        }
        assert_eq!(verdict(403, "<html>Blocked by proxy</html>", Expect::Id), "unknown");
        assert_eq!(verdict(403, "Blocked by proxy", Expect::Id), "unknown");
    }

    #[test]
    fn a_decision_needs_no_body() {
        for body in ["", " ", "{}", r#"{"status":"ACCEPTED"}"#, "null", "[]"] {
            assert_eq!(verdict(204, body, Expect::Nothing), "accepted", "{body}");
        }
        assert_eq!(verdict(500, "", Expect::Nothing), "unknown");
    }

    #[test]
    fn a_page_of_a_proxy_or_an_error_under_a_status_of_success_is_no_acceptance() {
        for body in [
            "<html><body>Your request was blocked</body></html>",
            "OK",
            "\"Quotation not found.\"",
            r#"{"errorCode":"E2203","message":"no"}"#,
            r#"{"errors":[{"code":"X"}]}"#,
            r#"{"status":"ACC"#,
        ] {
            for status in [200, 201, 204] {
                assert_eq!(verdict(status, body, Expect::Nothing), "unknown", "{status} {body}");
                assert_eq!(verdict(status, body, Expect::Id), "unknown", "{status} {body}");
            }
        }
    }
    #[test]
    fn a_quotations_number_is_as_good_as_an_orders() {
        assert_eq!(verdict(201, r#"{"quotationId":"QUO26000001"}"#, Expect::Id), "accepted");
        assert_eq!(verdict(201, r#"{"currency":"EUR"}"#, Expect::Id), "unknown");
    }

    #[test]
    fn a_refusal_and_a_broken_connection_are_told_in_words() {
        let sent = Sent::Answered { status: 403, body: Bytes::from_static(WORDS.as_bytes()) };
        let Verdict::Refused(words) = judge(sent, Expect::Id) else { panic!("it was refused") };
        assert_eq!(words, "no");
        assert_eq!(verdict(403, r#"{"message":""}"#, Expect::Id), "unknown", "no words are no refusal");
    }
}
