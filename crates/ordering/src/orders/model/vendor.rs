//! What the vendor and the network do.

use oneatlas::Sent;
use oneatlas::wire::price::SpendAnswer;
use oneatlas::wire::tracking::OrderRecord;
use rust_decimal::Decimal;
use serde_json::json;

use super::super::acts::Subject;
use super::state::{Entry, PRICE, Reply, Standing, State};
use crate::basket::StoredGroup;
use crate::ledger::DecisionKind;
use crate::money::{Backend, SpendKind};

impl State {
    /// A request reaches the vendor, which carries it out or refuses it.
    pub(super) fn arrive(&mut self, subject: &Subject) -> Reply {
        match subject {
            Subject::New(intent) => {
                let group: Option<StoredGroup> =
                    intent.basket.as_deref().and_then(|text| serde_json::from_str(text).ok());
                let scenes: Vec<String> =
                    group.into_iter().flat_map(|group| group.items).map(|item| item.scene_id).collect();
                let amount = PRICE * Decimal::from(scenes.len());
                let ordered = intent.kind == SpendKind::Order;
                self.vendor.push(Entry {
                    reference: intent.reference.clone(),
                    contract: intent.contract_id.clone(),
                    scenes,
                    kind: intent.kind,
                    standing: if ordered { Standing::Ordered } else { Standing::Sent },
                    amount,
                    version: 1,
                    paid: ordered.then_some((amount, 1)),
                });
                Reply::Taken
            }
            Subject::Decision { intent, kind, .. } => {
                let Some(entry) = self.entry(&intent.reference) else { return Reply::Refused };
                if entry.standing != Standing::Sent {
                    return Reply::Refused;
                }
                match kind {
                    DecisionKind::Accept => {
                        entry.standing = Standing::Ordered;
                        entry.paid = Some((entry.amount, entry.version));
                    }
                    DecisionKind::Refuse { .. } => entry.standing = Standing::Refused,
                }
                Reply::Taken
            }
        }
    }

    /// The bytes of an answer.
    pub(super) fn answer(&self, subject: &Subject, reply: Reply) -> Sent {
        let error = || SpendAnswer::read(b"{").unwrap_err();
        let answered = |status, body: String| Sent::Answered { status, body: body.into() };
        match (reply, subject) {
            (Reply::NotSent, _) => Sent::NotSent(error()),
            (Reply::Broken, _) => Sent::Unclear(error()),
            (Reply::Page, _) => answered(200, "<html>Access blocked</html>".to_owned()),
            (Reply::Refused, _) => answered(400, r#"{"message":"it can not be done"}"#.to_owned()),
            (Reply::Taken, Subject::Decision { .. }) => answered(200, "{}".to_owned()),
            (Reply::Taken, Subject::New(intent)) => {
                let number = match intent.backend {
                    Backend::Neo => ("quotationId", format!("QUO-{}", intent.reference)),
                    Backend::Legacy => ("salesOrderId", format!("SAL-{}", intent.reference)),
                };
                let total = intent.amount.to_string();
                let body = json!({number.0: number.1, "currency": "EUR", "totalAmount": total});
                answered(201, body.to_string())
            }
        }
    }

    /// The vendor's list of a contract.
    pub(super) fn list(&self, contract: &str) -> Vec<OrderRecord> {
        self.vendor.iter().filter(|entry| entry.contract == contract).map(record).collect()
    }
}

/// An entry as the vendor's list has it.
fn record(entry: &Entry) -> OrderRecord {
    let ordered = entry.standing == Standing::Ordered;
    let quotation = match entry.standing {
        Standing::Sent => "SENT",
        Standing::Ordered => "ACCEPTED",
        Standing::Refused => "REFUSED",
        Standing::Expired => "EXPIRED",
    };
    OrderRecord {
        customer_reference: Some(entry.reference.clone()),
        quotation_id: Some(format!("QUO-{}", entry.reference)),
        sales_order_id: ordered.then(|| format!("SAL-{}", entry.reference)),
        quotation_status: Some(quotation.to_owned()),
        status: ordered.then(|| "IN_PROGRESS".to_owned()),
        quotation_version: Some(Decimal::from(entry.version)),
        currency: Some("EUR".to_owned()),
        order_line_amount: Some(entry.amount),
        ..OrderRecord::default()
    }
}
