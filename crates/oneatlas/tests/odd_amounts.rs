//! Amounts in forms nobody documented. A credit that can't be read must not lose the contracts; a total that can't be read
//! must not pass for none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in what its cases share")]

use oneatlas::wire::account::Contracts;
use oneatlas::wire::price::{PriceAnswer, SpendAnswer};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A list of three contracts, the second with this credit.
fn contracts(credit: &str) -> String {
    format!(
        r#"{{"contracts":[{{"contractId":"A","creditRemaining":"12480.00","currency":"EUR"}},
        {{"contractId":"B","creditRemaining":{credit},"currency":"EUR","backendSource":"neo"}},
        {{"contractId":"C","creditRemaining":3.10}}]}}"#
    )
}

fn credit(text: &str) -> Option<Decimal> {
    let read: Contracts = serde_json::from_str(&contracts(text)).unwrap();
    let ids: Vec<&str> = read.contracts.iter().map(|contract| contract.contract_id.as_str()).collect();
    assert_eq!(ids, ["A", "B", "C"]);
    assert_eq!(read.contracts[1].backend_source, "neo", "what comes after it is read");
    for (place, wanted) in [(0, "12480.00"), (2, "3.10")] {
        assert_eq!(read.contracts[place].credit_remaining.unwrap().to_string(), wanted);
    }
    read.contracts[1].credit_remaining
}

fn total(text: &str) -> Result<Option<Decimal>, serde_json::Error> {
    let priced = serde_json::from_str::<PriceAnswer>(&format!(r#"{{"totalAmount":{text}}}"#));
    let spent = serde_json::from_str::<SpendAnswer>(&format!(r#"{{"totalAmount":{text}}}"#));
    assert_eq!(priced.as_ref().ok().map(|p| p.total_amount), spent.ok().map(|s| s.total_amount));
    priced.map(|answer| answer.total_amount)
}

#[test]
fn a_credit_in_words_or_beyond_all_numbers_is_not_said() {
    for odd in [
        r#""1.0E+40""#,
        "1e40",
        r#""unlimited""#,
        r#""null""#,
        "{}",
        r#"{"amount":"1.00","currency":"EUR"}"#,
        "[]",
        "[1.00]",
        "true",
        r#""12,480.00""#,
        r#""1.00 EUR""#,
        r#""NaN""#,
        "99999999999999999999999999999999",
    ] {
        assert_eq!(credit(odd), None, "{odd}");
        assert!(total(odd).is_err(), "a total of {odd} passes for none");
    }
    for nothing in ["null", r#""""#, r#""  ""#] {
        assert_eq!(credit(nothing), None);
        assert_eq!(total(nothing).unwrap(), None);
    }
    for (text, wanted) in
        [("\"1.00000003E16\"", "10000000300000000"), ("-7520.00", "-7520.00"), ("\" 1.5 \"", "1.5")]
    {
        assert_eq!(credit(text).unwrap().to_string(), wanted);
        assert_eq!(total(text).unwrap().unwrap().to_string(), wanted);
    }
}

/// Any JSON, with more numbers and near-numbers in it than chance would give.
fn any_json() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?";
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        number.prop_map(|text| text),
        number.prop_map(|text| format!("\"{text}\"")),
        "[+-]?[0-9.,eE_' ]{0,30}".prop_map(|text| format!("\"{text}\"")),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((any::<String>(), inner), 0..4).prop_map(|pairs| {
                let pair = |(key, value): &(String, String)| {
                    format!("{}:{value}", serde_json::to_string(key).unwrap())
                };
                format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_credit_loses_the_contracts(odd in any_json()) {
        prop_assert_eq!(credit(&odd), total(&odd).ok().flatten(), "what can be read is read alike");
    }

    #[test]
    fn only_what_is_empty_is_no_total(odd in any_json()) {
        if let Ok(None) = total(&odd) {
            let empty = odd == "null" || odd.trim_matches('"').trim().is_empty();
            prop_assert!(empty, "{} passes for none", odd);
        }
    }

    #[test]
    fn what_is_read_is_what_was_written(whole in 0_u64..=u64::MAX, cents in 0_u32..=999_999, negative: bool) {
        let text = format!("{}{whole}.{cents:06}", if negative { "-" } else { "" });
        for form in [text.clone(), format!("\"{text}\"")] {
            let read = credit(&form).unwrap();
            prop_assert_eq!(read, text.parse::<Decimal>().unwrap());
            prop_assert_eq!(total(&form).unwrap(), Some(read));
        }
    }
}
