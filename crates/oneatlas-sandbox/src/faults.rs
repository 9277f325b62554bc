//! Faults: what the control API asks to go wrong on the next calls of a path.

use std::sync::{Mutex, PoisonError};

use axum::http::{Method, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::amounts;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// The connection closes; the request is not read.
    DropBefore,
    /// The request is carried out, then the connection closes without an answer.
    DropAfter,
    /// The request is carried out, and the connection closes in the middle of the answer.
    DropInside,
    /// A refusal instead of the answer; the request is not carried out.
    Status { status: StatusCode, retry_after: Option<u64> },
    /// The connection closes without an answer; the request is carried out after so many seconds of the sandbox's clock.
    Late { seconds: f64 },
    /// The request is carried out, and the answer waits.
    Slow { seconds: f64 },
    /// The request is carried out, and the answer is cut JSON that claims to be whole.
    Malformed,
    /// The request is carried out, and the answer's values are of other types.
    WrongType,
    /// The answer is a JSON object of many megabytes.
    Huge { megabytes: u32 },
    /// A proxy's page in HTML with status 200; `carried_out` says whether the request reached the vendor.
    Html { carried_out: bool },
    /// The request is carried out, and the answer's status comes with bytes that are no JSON.
    Unreadable,
    /// The request is carried out, the connection stays open, and the answer comes after so many seconds or never.
    Hang { seconds: Option<f64> },
    /// The request is carried out and booked as priced, but the answer names another total.
    OtherAmount { amount: Decimal, currency: String },
    /// The request is carried out, and the vendor books something else than was priced.
    Misbooked(Misbooked),
}

/// What the vendor books in place of the price. It travels among the request's extensions to whoever books.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misbooked {
    /// `None` for a tenth more than the price.
    pub(crate) amount: Option<Decimal>,
    /// `None` for the contract's.
    pub(crate) currency: Option<String>,
}

impl Fault {
    fn name(&self) -> String {
        match self {
            Self::DropBefore => "dropBefore".to_owned(),
            Self::DropAfter => "dropAfter".to_owned(),
            Self::DropInside => "dropInside".to_owned(),
            Self::Status { status, .. } => status.as_u16().to_string(),
            Self::Late { .. } => "late".to_owned(),
            Self::Slow { .. } => "slow".to_owned(),
            Self::Malformed => "malformed".to_owned(),
            Self::WrongType => "wrongType".to_owned(),
            Self::Huge { .. } => "huge".to_owned(),
            Self::Html { carried_out: false } => "html".to_owned(),
            Self::Html { carried_out: true } => "htmlAfter".to_owned(),
            Self::Unreadable => "unreadable".to_owned(),
            Self::Hang { .. } => "hang".to_owned(),
            Self::OtherAmount { .. } => "otherAmount".to_owned(),
            Self::Misbooked(_) => "misbooked".to_owned(),
        }
    }
}

#[derive(Debug, Clone)]
struct Order {
    method: Option<Method>,
    path: String,
    fault: Fault,
    /// How many calls pass by before it strikes.
    skip: u64,
    /// How many more times; `None` means until taken away.
    left: Option<u64>,
}

/// The faults that stand.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Order>>);

impl Faults {
    fn orders(&self) -> std::sync::MutexGuard<'_, Vec<Order>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a fault from a control request; the error says what was wrong with it.
    pub(crate) fn add(&self, body: &Value) -> Result<(), String> {
        let path =
            body["path"].as_str().ok_or("'path' is missing: a part of the path, such as /api/v1/orders")?;
        let method = match body["method"].as_str() {
            Some(name) => Some(name.parse::<Method>().map_err(|_| format!("'{name}' is not a method"))?),
            None => None,
        };
        let left = match &body["count"] {
            Value::Null => Some(1),
            Value::String(text) if text == "always" => None,
            count => Some(count.as_u64().ok_or("'count' is a number of times, or \"always\"")?),
        };
        let skip = match &body["skip"] {
            Value::Null => 0,
            skip => skip.as_u64().ok_or("'skip' is a number of calls that pass by first")?,
        };
        let fault = read_fault(body)?;
        self.orders().push(Order { method, path: path.to_owned(), fault, skip, left });
        Ok(())
    }

    /// The fault for this call, if one stands; it is used up by one.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut orders = self.orders();
        let found = orders.iter_mut().find(|order| {
            order.left != Some(0)
                && path.contains(&order.path)
                && order.method.as_ref().is_none_or(|wanted| wanted == method)
        })?;
        if found.skip > 0 {
            found.skip -= 1;
            return None;
        }
        found.left = found.left.map(|left| left - 1);
        let fault = found.fault.clone();
        orders.retain(|order| order.left != Some(0));
        Some(fault)
    }

    pub(crate) fn clear(&self) {
        self.orders().clear();
    }

    pub(crate) fn list(&self) -> Value {
        let orders = self.orders();
        let list = orders.iter().map(|order| {
            let method = order.method.as_ref().map(Method::as_str);
            json!({ "path": order.path, "method": method, "fault": order.fault.name(), "skip": order.skip, "count": order.left })
        });
        Value::Array(list.collect())
    }
}

fn read_fault(body: &Value) -> Result<Fault, String> {
    let name = match &body["fault"] {
        Value::String(name) => name.clone(),
        Value::Number(status) => status.to_string(),
        _ => return Err("'fault' is missing".to_owned()),
    };
    Ok(match name.as_str() {
        "dropBefore" => Fault::DropBefore,
        "dropAfter" => Fault::DropAfter,
        "dropInside" => Fault::DropInside,
        "late" => Fault::Late { seconds: seconds(body, 1e9)?.unwrap_or(3600.0) },
        "slow" => Fault::Slow { seconds: seconds(body, 600.0)?.unwrap_or(2.0) },
        "html" => Fault::Html { carried_out: false },
        "htmlAfter" => Fault::Html { carried_out: true },
        "unreadable" => Fault::Unreadable,
        "hang" => Fault::Hang { seconds: seconds(body, 1e6)? },
        "otherAmount" => {
            let currency = body["currency"].as_str().unwrap_or("USD").to_owned();
            Fault::OtherAmount { amount: amount(body)?.unwrap_or(Decimal::new(99_999_999, 2)), currency }
        }
        "misbooked" => {
            let currency = body["currency"].as_str().map(str::to_owned);
            Fault::Misbooked(Misbooked { amount: amount(body)?, currency })
        }
        "malformed" => Fault::Malformed,
        "wrongType" => Fault::WrongType,
        "huge" => {
            let megabytes = body["megabytes"].as_u64().unwrap_or(64).clamp(1, 4096);
            Fault::Huge { megabytes: u32::try_from(megabytes).unwrap_or(64) }
        }
        other => {
            let status = other.parse::<u16>().ok().and_then(|code| StatusCode::from_u16(code).ok());
            let status = status.filter(|status| status.as_u16() >= 300);
            let status = status.ok_or_else(|| format!("'{other}' is not a fault"))?;
            Fault::Status { status, retry_after: body["retryAfter"].as_u64() }
        }
    })
}

/// The `seconds` of a fault, real or of the sandbox's clock; `None` when not given.
fn seconds(body: &Value, most: f64) -> Result<Option<f64>, String> {
    let Some(seconds) = body["seconds"].as_f64() else { return Ok(None) };
    if (0.0..=most).contains(&seconds) {
        Ok(Some(seconds))
    } else {
        Err(format!("'seconds' is between 0 and {most}"))
    }
}

fn amount(body: &Value) -> Result<Option<Decimal>, String> {
    match &body["amount"] {
        Value::Null => Ok(None),
        given => amounts::read(given)
            .map(Some)
            .ok_or_else(|| "'amount' is a decimal as text, such as \"100.00\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up_by_its_count() {
        let faults = Faults::default();
        faults.add(&json!({ "path": "/orders", "fault": 429, "retryAfter": 3, "count": 2 })).unwrap();
        let expected = Fault::Status { status: StatusCode::TOO_MANY_REQUESTS, retry_after: Some(3) };
        assert_eq!(faults.take(&Method::POST, "/api/v1/orders"), Some(expected));
        assert_eq!(faults.take(&Method::POST, "/api/v1/contracts"), None);
        assert!(faults.take(&Method::POST, "/api/v1/orders").is_some());
        assert_eq!(faults.take(&Method::POST, "/api/v1/orders"), None);
    }

    #[test]
    fn a_fault_may_name_a_method_and_stand_always() {
        let faults = Faults::default();
        faults
            .add(&json!({ "path": "/x", "method": "PUT", "fault": "dropAfter", "count": "always" }))
            .unwrap();
        assert_eq!(faults.take(&Method::GET, "/x"), None);
        for _ in 0..3 {
            assert_eq!(faults.take(&Method::PUT, "/x"), Some(Fault::DropAfter));
        }
        faults.clear();
        assert_eq!(faults.take(&Method::PUT, "/x"), None);
    }

    #[test]
    fn a_fault_may_let_some_calls_pass_first() {
        let faults = Faults::default();
        faults.add(&json!({ "path": "/x", "fault": "dropBefore", "skip": 2 })).unwrap();
        let struck: Vec<bool> = (0..4).map(|_| faults.take(&Method::GET, "/x").is_some()).collect();
        assert_eq!(struck, [false, false, true, false]);
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        let faults = Faults::default();
        assert!(faults.add(&json!({ "path": "/x", "fault": "explode" })).unwrap_err().contains("explode"));
        assert!(faults.add(&json!({ "fault": "slow" })).unwrap_err().contains("path"));
        assert!(faults.add(&json!({ "path": "/x", "fault": "200" })).is_err());
    }
}
