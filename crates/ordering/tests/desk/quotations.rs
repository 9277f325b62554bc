//! Quotations: read, accepted, refused, run out.

use archive::Constellation;
use ordering::ledger::{JournalEntry, JournalEvent};
use ordering::{Backend, DeskError, OrderState, SpendKind, SpendingRules};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_quotation_is_read_accepted_produced_and_delivered() {
    let world = World::new().await;
    let before = world.credit(Backend::Neo).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert!(matches!(quoted.state, OrderState::Quoted { .. }), "{:?}", quoted.state);
    assert_eq!(world.credit(Backend::Neo).await, before, "a quotation spends nothing");
    world.desk.refresh_orders().await.unwrap();
    let OrderState::Quoted { expires: Some(_) } = world.state(&quoted.reference) else { panic!("no expiry") };
    let pdf = world.desk.quotation_document(quoted.quotation_id.as_deref().unwrap()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));

    let wrong = world.accept(&quoted.reference, "1.00", &SpendingRules::default()).await;
    assert!(matches!(wrong, Err(DeskError::ConfirmationMismatch { .. })));
    let amount = quoted.amount.to_string();
    world.accept(&quoted.reference, &amount, &SpendingRules::default()).await.unwrap();
    assert_ne!(world.credit(Backend::Neo).await, before);
    let again = world.accept(&quoted.reference, &amount, &SpendingRules::default()).await;
    assert!(again.is_err(), "a quotation is accepted once");
    world.after_hours(30).await;
    assert_eq!(world.state(&quoted.reference), OrderState::Delivered);
}

#[tokio::test]
async fn a_refused_quotation_keeps_its_reason_and_spends_nothing() {
    let world = World::new().await;
    let before = world.credit(Backend::Neo).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    assert!(world.desk.refuse_quotation(&quoted.reference, 9).await.is_err());
    let refused = world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    assert_eq!(refused.summary.state, OrderState::Refused { reason_id: Some(3) });
    assert_eq!(world.credit(Backend::Neo).await, before);
    assert!(
        world.accept(&quoted.reference, &quoted.amount.to_string(), &SpendingRules::default()).await.is_err()
    );
}

#[tokio::test]
async fn a_quotation_that_ran_out_can_no_longer_be_accepted() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.after_hours(24 * 40).await;
    assert_eq!(world.state(&quoted.reference), OrderState::QuotationExpired);
    let late = world.accept(&quoted.reference, &quoted.amount.to_string(), &SpendingRules::default()).await;
    assert!(late.is_err());
}

/// Sets what is left on the contract of an order.
async fn leave(world: &World, contract_id: &str, credit: Decimal) {
    let url = format!("{}/credit", world.sandbox.control_url());
    let body = json!({"contractId": contract_id, "amount": credit.to_string()});
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
}

#[tokio::test]
async fn a_quotation_is_accepted_with_exactly_enough_credit_and_not_with_a_cent_less() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    let amount = quoted.amount.to_string();
    leave(&world, &quoted.contract_id, quoted.amount - Decimal::new(1, 2)).await;
    let refused = world.accept(&quoted.reference, &amount, &SpendingRules::default()).await;
    assert!(matches!(refused, Err(DeskError::CreditTooSmall { .. })), "{refused:?}");
    leave(&world, &quoted.contract_id, quoted.amount).await;
    world.accept(&quoted.reference, &amount, &SpendingRules::default()).await.unwrap();
}

#[tokio::test]
async fn the_timeline_says_why_a_quotation_was_refused() {
    let world = World::new().await;
    for reason in [1, 7] {
        let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
        let refused = world.desk.refuse_quotation(&quoted.reference, reason).await.unwrap();
        let journal = world.desk.ledger().journal(Some(&quoted.reference)).unwrap();
        let decided = |entry: &JournalEntry| matches!(entry.event, JournalEvent::Decided { reason_id, .. } if reason_id == Some(reason));
        assert!(journal.iter().any(decided), "{journal:?}");
        assert_eq!(refused.summary.state, OrderState::Refused { reason_id: Some(reason) });
    }
}

#[tokio::test]
async fn the_document_of_a_quotation_is_kept_with_its_own_order() {
    let world = World::new().await;
    let other = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    let number = quoted.quotation_id.clone().unwrap();
    let file = world.desk.quotation_file(&number).await.unwrap();
    assert_eq!(file.file_name().unwrap().to_str().unwrap(), format!("{number}.pdf"));
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    let read = |reference: &str| {
        let journal = world.desk.ledger().journal(Some(reference)).unwrap();
        journal.iter().filter(|entry| matches!(entry.event, JournalEvent::DocumentRead { .. })).count()
    };
    assert_eq!((read(&quoted.reference), read(&other.reference)), (1, 0));
    for bad in ["", "../QUO1", "QUO 1", "QUO1/.."] {
        let refused = world.desk.quotation_document(bad).await;
        assert!(matches!(refused, Err(DeskError::Invalid { .. })), "{bad:?}: {refused:?}");
    }
}

#[tokio::test]
async fn a_decision_without_a_clear_answer_is_settled_by_reading() {
    for accept in [true, false] {
        let world = World::new().await;
        let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
        world.fault("/quotations", "dropAfter").await;
        let (reference, rules) = (&quoted.reference, SpendingRules::default());
        let sent = if accept {
            world.accept(reference, &quoted.amount.to_string(), &rules).await.unwrap()
        } else {
            world.desk.refuse_quotation(reference, 3).await.unwrap()
        };
        assert!(sent.summary.decision_pending.is_some(), "{:?}", sent.summary);
        let found = world.desk.look_now(reference).await.unwrap();
        assert!(found.summary.decision_pending.is_none(), "{:?}", found.summary);
        match found.summary.state {
            OrderState::Placed => assert!(accept),
            OrderState::Refused { reason_id } => assert_eq!((accept, reason_id), (false, Some(3))),
            other => panic!("{other:?}"),
        }
        world.desk.ledger().verify().unwrap();
    }
}

#[tokio::test]
async fn a_decision_that_never_arrived_stays_open() {
    let world = World::new().await;
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.fault("/quotations", "dropBefore").await;
    let sent = world.desk.refuse_quotation(&quoted.reference, 3).await.unwrap();
    assert!(sent.summary.decision_pending.is_some());
    let looked = world.desk.look_now(&quoted.reference).await.unwrap();
    assert!(looked.summary.decision_pending.is_some(), "nothing says that it arrived: {:?}", looked.summary);
    assert!(matches!(looked.summary.state, OrderState::Quoted { .. }));
}
