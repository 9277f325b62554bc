//! A working life in a record: every table has rows, every method of writing was used.

use super::*;
use crate::money::SpendKind;

pub(super) const ORDERS: &str = "/api/v1/orders";
pub(super) const QUOTATIONS: &str = "/api/v1/quotations";

pub(super) fn words(text: &str) -> Why {
    Why::Words { text: text.to_owned() }
}

pub(super) fn money(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: "EUR".to_owned() }
}

pub(super) fn again(reference: &str) -> AllowedAgain {
    AllowedAgain {
        reference: reference.to_owned(),
        scene: "DS_PHR1A_1".to_owned(),
        area_name: "Tagus".to_owned(),
        amount: "562.50".parse().unwrap(),
        currency: "EUR".to_owned(),
        reason: "the delivery was lost".to_owned(),
    }
}

/// Sends an order, for the number of its request.
pub(super) fn sent(ledger: &Ledger, reference: &str) -> i64 {
    ledger.prepare(&intent(reference)).unwrap();
    ledger.mark(reference, "POST", ORDERS, Some(b"{}")).unwrap()
}

/// Brings a quotation to the decision.
pub(super) fn quoted(ledger: &Ledger, reference: &str, number: &str) {
    ledger.prepare(&NewIntent { kind: SpendKind::Quotation, ..intent(reference) }).unwrap();
    let request = ledger.mark(reference, "POST", QUOTATIONS, Some(b"{}")).unwrap();
    ledger.answered(request, Answer::Answered, Some(201), Some(b"{\"quotationId\":1}"), None).unwrap();
    let kept =
        Settled { quotation_id: Some(number), offer: Some(offer("562.50")), ..settled(Progress::Quoted) };
    ledger.settle(reference, Event::Accepted, &kept).unwrap();
}

type Step = Box<dyn Fn(&Ledger)>;

fn step(work: impl Fn(&Ledger) + 'static) -> Step {
    Box::new(work)
}

/// The life, step by step.
pub(super) fn steps() -> Vec<Step> {
    vec![
        step(|ledger| {
            sent(ledger, "A-1");
        }),
        step(|ledger| {
            ledger
                .answered(1, Answer::Answered, Some(201), Some(b"{\"salesOrderId\":\"SAL1\"}"), None)
                .unwrap();
        }),
        step(|ledger| {
            let kept = Settled {
                sales_order_id: Some("SAL1"),
                booked: Some(money("570.00")),
                ..settled(Progress::Placed)
            };
            ledger.settle("A-1", Event::Accepted, &kept).unwrap();
        }),
        step(|ledger| {
            assert!(ledger.track("A-1", Progress::Delivered, None, None, &Source::Workspace).unwrap());
        }),
        step(|ledger| {
            let wanted = NewIntent { allowed_again: vec![again("A-1")], ..intent("A-2") };
            ledger.prepare(&wanted).unwrap();
            ledger.mark("A-2", "POST", ORDERS, Some(b"{}")).unwrap();
        }),
        step(|ledger| {
            ledger.answered(2, Answer::Unclear, None, None, Some("connection reset by peer")).unwrap();
            let why = Why::ConnectionBroke { technical: "connection reset by peer".to_owned() };
            ledger.step("A-2", Event::Ambiguous, Some(&why)).unwrap();
        }),
        step(|ledger| ledger.looked("A-2", "2026-11-20T09:00:05Z", &Evidence::NotInOrderList).unwrap()),
        step(|ledger| {
            ledger.declare_not_placed("A-2", "so they say on the phone", "2026-11-20T15:00:00Z").unwrap();
        }),
        step(|ledger| quoted(ledger, "Q-1", "QUO1")),
        step(|ledger| ledger.document("Q-1", "QUO1", Some(1), &sha256_of(b"%PDF"), 4).unwrap()),
        step(|ledger| assert!(ledger.offered("Q-1", &offer("700.00")).unwrap())),
        step(|ledger| {
            let id = ledger
                .decide("Q-1", "QUO1", DecisionKind::Accept, &offer("700.00"), &[again("A-1")])
                .unwrap();
            let path = "/api/v1/contracts/C/quotations/QUO1/accept";
            let request = ledger.mark_decision(id, "PUT", path, None).unwrap();
            ledger.answered(request, Answer::Answered, Some(204), Some(b""), None).unwrap();
            ledger.step_decision(id, Event::Accepted, None).unwrap();
        }),
        step(|ledger| {
            let expires = Some("2026-12-24T00:00:00Z");
            assert!(ledger.track("Q-1", Progress::Placed, Some("SAL3"), expires, &Source::Decision).unwrap());
        }),
        // The last one binds no row.
        step(|ledger| ledger.reordered("A-2", "A-9").unwrap()),
    ]
}

pub(super) fn live(ledger: &Ledger) {
    steps().iter().for_each(|step| step(ledger));
}
