//! The four acts that spend or decide, as a person confirmed them.

use bytes::Bytes;
use oneatlas::MoneyRequest;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::verdict::Expect;
use crate::ledger::{Act, DecisionKind, Intent, Money, NewIntent, Offer};
use crate::money::{SpendKind, SpendingRules};

/// A person's word that what an earlier order holds is to be bought again. It names that order and what it cost, so that a
/// page that shows something else can't give it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// The earlier order.
    pub reference: String,
    /// What it cost, exactly as it was shown.
    pub amount: Decimal,
    /// Why it is bought again; kept in the record.
    pub reason: String,
}

/// The offer that a person accepts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmedOffer {
    /// The amount, as shown or typed.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The version of the offer that was shown.
    pub version: Option<u32>,
}

/// An act with everything that is judged before it is sent.
pub(super) struct ConfirmedAct {
    pub(super) subject: Subject,
    pub(super) rules: SpendingRules,
    pub(super) consents: Vec<Consent>,
}

/// What an act is about.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// An order or a request for a quotation, as its review froze it.
    New(Box<NewIntent>),
    /// A decision on the quotation of an order.
    Decision {
        /// The order.
        intent: Box<Intent>,
        /// The vendor's number.
        quotation_id: String,
        /// Accept or refuse.
        kind: DecisionKind,
        /// The offer that is decided on.
        offer: Offer,
    },
}

impl Subject {
    pub(super) fn act(&self) -> Act {
        match self {
            Subject::New(intent) => intent.kind.into(),
            Subject::Decision { kind, .. } => (*kind).into(),
        }
    }

    pub(super) fn reference(&self) -> &str {
        match self {
            Subject::New(intent) => &intent.reference,
            Subject::Decision { intent, .. } => &intent.reference,
        }
    }

    pub(super) fn contract_id(&self) -> &str {
        match self {
            Subject::New(intent) => &intent.contract_id,
            Subject::Decision { intent, .. } => &intent.contract_id,
        }
    }

    /// What the act costs where it spends, as it was confirmed.
    pub(super) fn cost(&self) -> Money {
        match self {
            Subject::New(intent) => Money { amount: intent.amount, currency: intent.currency.clone() },
            Subject::Decision { offer, .. } => {
                Money { amount: offer.amount, currency: offer.currency.clone() }
            }
        }
    }

    /// The basket that the act buys, as JSON.
    pub(super) fn basket(&self) -> Option<&str> {
        match self {
            Subject::New(intent) => intent.basket.as_deref(),
            Subject::Decision { intent, .. } => intent.basket.as_deref(),
        }
    }

    pub(super) fn request(&self) -> MoneyRequest {
        match self {
            Subject::New(intent) => request_of(intent.kind),
            Subject::Decision { intent, quotation_id, kind, .. } => {
                let (contract_id, quotation_id) = (intent.contract_id.clone(), quotation_id.clone());
                match kind {
                    DecisionKind::Accept => MoneyRequest::AcceptQuotation { contract_id, quotation_id },
                    DecisionKind::Refuse { .. } => {
                        MoneyRequest::RefuseQuotation { contract_id, quotation_id }
                    }
                }
            }
        }
    }

    pub(super) fn body(&self) -> Option<Bytes> {
        match self {
            Subject::New(intent) => Some(intent.body.clone()),
            Subject::Decision { kind: DecisionKind::Accept, .. } => None,
            Subject::Decision { kind: DecisionKind::Refuse { reason_id }, .. } => {
                Some(Bytes::from(format!("{{\"rejectionReasonId\":{reason_id}}}")))
            }
        }
    }

    pub(super) fn expect(&self) -> Expect {
        match self {
            Subject::New(_) => Expect::Id,
            Subject::Decision { .. } => Expect::Nothing,
        }
    }
}

/// The request that an intent of this kind is sent with. The only place that knows.
pub(super) fn request_of(kind: SpendKind) -> MoneyRequest {
    match kind {
        SpendKind::Order => MoneyRequest::PlaceOrder,
        SpendKind::Quotation => MoneyRequest::RequestQuotation,
    }
}

/// Whether a confirmed text is this amount, in any form in which people write amounts: `6109.36`, `6,109.36`,
/// `6 109,36 €`, `615,27825`. A text with two readings is the amount when one of them is: the amount itself was on the page.
pub(super) fn confirms(text: &str, expected: Decimal) -> bool {
    if text.contains(['-', '−']) {
        return false;
    }
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let digits = |text: &str| text.replace(['.', ','], "");
    let whole = grouped(&kept).then(|| digits(&kept));
    let fraction = kept.rsplit_once(['.', ',']).and_then(|(front, fraction)| {
        let decimal_mark = kept[front.len()..].chars().next()?;
        let once = !front.contains(decimal_mark) && (!front.contains(['.', ',']) || grouped(front));
        once.then(|| format!("{}.{fraction}", digits(front)))
    });
    let plain = (!kept.contains(['.', ','])).then(|| kept.clone());
    let readings = [whole, fraction, plain].into_iter().flatten();
    readings.filter_map(|text| Decimal::from_str_exact(&text).ok()).any(|amount| amount == expected)
}

/// Whether every mark parts three digits from the ones before, as thousands are written.
fn grouped(text: &str) -> bool {
    let mut groups = text.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && text.len() > first.len() && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (expected, typed) in [
            ("6109.36", vec!["6109.36", "6,109.36", "6.109,36", "6 109,36 €", "EUR 6109.36", "6'109.36"]),
            ("500", vec!["500", "500.00", "500,00 €"]),
            ("1240", vec!["1,240", "1.240", "1240", "1 240"]),
            ("1234567.5", vec!["1,234,567.5", "1.234.567,50", "1234567.50"]),
        ] {
            for text in typed {
                assert!(confirms(text, decimal(expected)), "{text} is {expected}");
            }
        }
        for (expected, typed) in [
            ("6109.36", vec!["610936", "6109", "6109.63", "", "-6109.36", "6,109,36.1"]),
            ("1240", vec!["124", "12,40", "12.40"]),
            ("0", vec!["", "€"]),
        ] {
            for text in typed {
                assert!(!confirms(text, decimal(expected)), "{text} is not {expected}");
            }
        }
    }

    #[test]
    fn the_vendors_exact_amount_always_confirms_itself() {
        for exact in
            ["615.27825", "562.500", "0.000001", "1240.000", "1.240", "12.5", "0", "0.00", "999999.99"]
        {
            assert!(confirms(exact, decimal(exact)), "{exact}");
            assert!(confirms(&exact.replace('.', ","), decimal(exact)), "{exact} with a comma");
        }
        assert!(!confirms("61527825", decimal("615.27825")));
        assert!(!confirms("615.27", decimal("615.27825")));
        assert!(confirms("562.5", decimal("562.500")));
    }
}
