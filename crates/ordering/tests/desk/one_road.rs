//! One road for everything that spends or decides: judged by what the vendor has in the end.

use std::sync::Arc;
use std::time::Duration;

use archive::Constellation;
use ordering::ledger::{IntentState, NewIntent};
use ordering::{
    ActsUnderWay, Backend, ConfirmedOffer, Consent, DeskError, GroupPatch, OrderState, SpendKind,
    SpendingRules,
};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::{NO_RULES, Nobody, World, copied};

/// Waits until the vendor has an order of this reference.
async fn arrived(world: &World, reference: &str) {
    let arrived = async {
        while world.really_ordered(reference).await == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), arrived).await.unwrap();
}

/// How often the vendor sold each scene, whatever the reference.
async fn sold(world: &World) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for order in world.truth().await {
        for item in order["items"].as_array().into_iter().flatten() {
            *counts.entry(item["scenes"].to_string()).or_insert(0) += 1;
        }
    }
    counts.into_iter().collect()
}

fn consent(reference: &str, amount: Decimal) -> Consent {
    Consent { reference: reference.to_owned(), amount, reason: "the first one was cut off".to_owned() }
}

#[tokio::test]
async fn what_is_being_ordered_cannot_be_ordered_once_more_whatever_is_done_to_the_basket() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let (scene, area) = (world.scene_ordered(), world.desk.areas().unwrap()[0].id.clone());
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    let reference = review.group.reference.clone();
    world.control("faults", json!({"path": "/api/v1/orders", "fault": "slow", "seconds": 3})).await;
    let (desk, id, amount) = (world.desk.clone(), review.review_id.clone(), price.clone());
    let sending = tokio::spawn(async move { desk.place_order(&id, &amount, &[], &NO_RULES).await.unwrap() });
    arrived(&world, &reference).await;
    // The basket shows it as being ordered, and nothing else can be done with it.
    let basket = world.desk.basket().await.unwrap();
    let [group] = basket.groups.as_slice() else { panic!("{basket:?}") };
    assert!(group.items.is_empty() && group.price.is_none());
    assert_eq!(
        (group.under_way[0].reference.as_str(), group.under_way[0].items.len()),
        (reference.as_str(), 1)
    );
    let patch = GroupPatch { market: Some("AGRI".to_owned()), ..GroupPatch::default() };
    assert!(world.desk.edit_group(&contract, patch).await.is_err());
    assert!(world.desk.price_basket(&contract).await.is_err());
    assert!(world.desk.new_reference(&contract).await.is_err());
    assert!(world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.is_err());
    let added = world.desk.add_to_basket(&scene, &area, Some(&contract)).await;
    assert!(matches!(added, Err(DeskError::UnderWay { reference: of }) if of == reference));
    sending.await.unwrap();
    assert!(world.desk.basket().await.unwrap().groups.is_empty());
    assert_eq!(sold(&world).await.iter().map(|(_, times)| *times).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn what_the_record_holds_is_bought_again_only_by_a_consent_that_names_what_was_paid() {
    let world = World::new().await;
    let first = world.order(Constellation::Phr, SpendKind::Order).await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    assert!(review.already_ordered.iter().any(|held| held.must_allow && held.reference == first.reference));
    let paid = first.amount;
    for wrong in [
        vec![],
        vec![consent("ANOTHER-1", paid)],
        vec![consent(&first.reference, paid + Decimal::ONE)],
        vec![Consent { reason: "yes".to_owned(), ..consent(&first.reference, paid) }],
    ] {
        let refused = world.desk.place_order(&review.review_id, &price, &wrong, &NO_RULES).await;
        let Err(DeskError::AlreadyHeld { held }) = refused else { panic!("{wrong:?}: {refused:?}") };
        assert_eq!((held[0].reference.as_str(), held[0].amount), (first.reference.as_str(), Some(paid)));
        assert_eq!(world.truth().await.len(), 1);
    }
    let again = [consent(&first.reference, paid)];
    let second = world.desk.place_order(&review.review_id, &price, &again, &NO_RULES).await.unwrap();
    assert_eq!(sold(&world).await[0].1, 2);
    let journal = world.desk.ledger().journal(Some(&second.reference)).unwrap();
    assert!(journal.iter().any(|entry| format!("{entry:?}").contains("the first one was cut off")));
}

#[tokio::test]
async fn the_contract_that_is_chosen_pays_and_none_is_chosen_for_a_person() {
    let world = World::new().await;
    world.basket(Constellation::Phr).await;
    let scene = world.scene_ordered();
    let sellers = world.desk.list_sellers(&scene).await.unwrap();
    let [first, second] = sellers.as_slice() else { panic!("{sellers:?}") };
    let area = world.desk.save_area(None, "Another", &crate::world::tagus()).unwrap().id;
    let asked = world.desk.add_to_basket(&scene, &area, None).await;
    assert!(matches!(asked, Err(DeskError::ChoosePayer { contracts }) if contracts.len() == 2));
    let offered = world.desk.contracts_with_offer().await.unwrap();
    let selling = offered.iter().filter(|contract| contract.sells_archive == Some(true)).count();
    assert_eq!((selling, offered.len()), (4, 5), "the contract for tasking sells nothing here");
    // The basket of the first goes over to the second, which is then the one that pays.
    let basket = world.desk.pay_with(&first.contract_id, &second.contract_id).await.unwrap();
    let [group] = basket.groups.as_slice() else { panic!("{basket:?}") };
    assert_eq!(group.contract.contract_id, second.contract_id);
    assert_eq!(group.payers[0].contract_id, first.contract_id);
    let before = credits(&world).await;
    let basket = world.desk.price_basket(&second.contract_id).await.unwrap();
    let price = basket.groups[0].price.as_ref().unwrap().total_amount;
    let review = world.desk.review(&second.contract_id, SpendKind::Order, &NO_RULES).await.unwrap();
    world.desk.place_order(&review.review_id, &price.to_string(), &[], &NO_RULES).await.unwrap();
    let after = credits(&world).await;
    assert_eq!(world.truth().await[0]["contractId"], json!(second.contract_id));
    assert_eq!(after[&second.contract_id], before[&second.contract_id] - price);
    assert_eq!(after[&first.contract_id], before[&first.contract_id]);
}

async fn credits(world: &World) -> std::collections::BTreeMap<String, Decimal> {
    let contracts = world.desk.contracts().await.unwrap();
    contracts.into_iter().map(|one| (one.contract_id, one.credit_remaining.unwrap())).collect()
}

/// The quotation of an order, its number, and what is offered now.
async fn quoted(world: &World) -> (String, String, ConfirmedOffer) {
    let order = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    let read = world.desk.read_quotation(&order.reference).await.unwrap().summary;
    let offer = read.offer.unwrap();
    let confirmed =
        ConfirmedOffer { amount: offer.amount.to_string(), currency: offer.currency, version: offer.version };
    (order.reference, order.quotation_id.unwrap(), confirmed)
}

#[tokio::test]
async fn a_quotation_that_was_revised_is_not_accepted_at_the_offer_of_before() {
    let world = World::new().await;
    let (reference, quotation, first) = quoted(&world).await;
    for change in [
        json!({"discountPercentage": 10}),
        json!({"amount": "1156.91"}),
        json!({"amount": "1156.91", "currency": "USD"}),
    ] {
        world.control(&format!("quotations/{quotation}/revise"), change.clone()).await;
        let stopped = world.desk.accept_quotation(&reference, &first, &[], &NO_RULES).await;
        let changed = matches!(
            &stopped,
            Err(DeskError::OfferChanged { now, .. })
                if (now.amount.to_string(), now.version) != (first.amount.clone(), first.version)
        );
        assert!(changed, "{change}: {stopped:?}");
        assert!(world.truth().await[0]["salesOrderId"].is_null(), "{change}");
    }
    // In another currency than the contract's it can't be accepted at all, also when it is confirmed so.
    let shown = world.desk.read_quotation(&reference).await.unwrap().summary;
    let offer = shown.offer.unwrap();
    assert_eq!((shown.amount, shown.currency.as_str()), (offer.amount, "USD"));
    let confirmed =
        ConfirmedOffer { amount: offer.amount.to_string(), currency: offer.currency, version: offer.version };
    let stopped = world.desk.accept_quotation(&reference, &confirmed, &[], &NO_RULES).await;
    assert!(matches!(stopped, Err(DeskError::CurrencyMismatch { .. })), "{stopped:?}");
    world
        .control(&format!("quotations/{quotation}/revise"), json!({"amount": "1156.91", "currency": "EUR"}))
        .await;
    let accepted = world.accept(&reference, "1,156.91 €", &NO_RULES).await.unwrap().summary;
    assert_eq!(accepted.amount.to_string(), "1156.91");
    assert_eq!(accepted.confirmed.amount, accepted.amount);
    assert_eq!(world.desk.month_spending().unwrap()[0].spent, accepted.amount);
}

#[tokio::test]
async fn each_version_of_a_quotation_has_its_own_document_and_a_file_that_was_changed_is_read_anew() {
    let world = World::new().await;
    let (reference, quotation, _) = quoted(&world).await;
    let first = world.desk.quotation_document(&quotation).await.unwrap();
    world.control(&format!("quotations/{quotation}/revise"), json!({"discountPercentage": 10})).await;
    world.desk.read_quotation(&reference).await.unwrap();
    let second = world.desk.quotation_document(&quotation).await.unwrap();
    assert_ne!(first, second);
    let path = world.desk.quotation_file(&quotation).await.unwrap();
    std::fs::write(&path, b"%PDF-1.7 something else").unwrap();
    assert_eq!(world.desk.quotation_document(&quotation).await.unwrap(), second);
    assert_eq!(std::fs::read(&path).unwrap(), second);
}

#[tokio::test]
async fn limits_are_judged_again_when_it_is_sent_and_an_acceptance_counts_from_then_on() {
    let world = World::new().await;
    let (legacy, legacy_price) = world.basket(Constellation::Phr).await;
    let (neo, neo_price) = world.basket(Constellation::Pneo).await;
    let sum: Decimal = legacy_price.parse::<Decimal>().unwrap() + neo_price.parse::<Decimal>().unwrap();
    let rules = SpendingRules { per_month: Some(sum - Decimal::ONE), ..NO_RULES };
    // Each alone is within the limit, and both reviews are there before anything is sent.
    let first = world.desk.review(&legacy, SpendKind::Order, &rules).await.unwrap();
    let second = world.desk.review(&neo, SpendKind::Order, &rules).await.unwrap();
    let both = tokio::join!(
        world.desk.place_order(&first.review_id, &legacy_price, &[], &rules),
        world.desk.place_order(&second.review_id, &neo_price, &[], &rules),
    );
    assert!(matches!(
        both,
        (Ok(_), Err(DeskError::OverLimit { .. })) | (Err(DeskError::OverLimit { .. }), Ok(_))
    ));
    assert_eq!(world.truth().await.len(), 1);
}

#[tokio::test]
async fn an_acceptance_that_is_not_known_counts_in_the_month() {
    let world = World::new().await;
    let (reference, _, offer) = quoted(&world).await;
    world.fault("/accept", "dropBefore").await;
    let open = world.desk.accept_quotation(&reference, &offer, &[], &NO_RULES).await.unwrap().summary;
    assert!(open.decision_unknown);
    let amount: Decimal = offer.amount.parse().unwrap();
    let month = world.desk.month_spending().unwrap();
    assert_eq!((month[0].spent, month[0].open), (amount, amount));
    let (contract, price) = world.basket(Constellation::Phr).await;
    let rules = SpendingRules { per_month: Some(amount), ..NO_RULES };
    let refused = world.desk.review(&contract, SpendKind::Order, &rules).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { .. })), "{price}: {refused:?}");
}

#[tokio::test]
async fn a_page_of_a_proxy_is_no_acceptance_and_a_person_may_end_it() {
    let world = World::new().await;
    let (reference, _, offer) = quoted(&world).await;
    world.fault("/accept", "html").await;
    let open = world.desk.accept_quotation(&reference, &offer, &[], &NO_RULES).await.unwrap().summary;
    assert!(open.decision_unknown && matches!(open.state, OrderState::Quoted { .. }), "{open:?}");
    // Nothing else can be decided meanwhile, and it waits at the vendor for ever.
    assert!(world.desk.accept_quotation(&reference, &offer, &[], &NO_RULES).await.is_err());
    world.desk.refresh_orders().await.unwrap();
    assert!(world.desk.declare_decision(&reference, false, "no").is_err());
    let ended = world.desk.declare_decision(&reference, false, "the vendor's page shows it waiting").unwrap();
    assert!(!ended.summary.decision_unknown && ended.summary.decision_pending.is_none());
    assert!(world.desk.month_spending().unwrap().is_empty());
    world.desk.accept_quotation(&reference, &offer, &[], &NO_RULES).await.unwrap();
    assert_eq!(world.state(&reference), OrderState::Placed);
    assert_eq!(world.truth().await.len(), 1);
}

#[tokio::test]
async fn a_decision_that_the_vendor_shows_as_ended_otherwise_is_ended_by_reading() {
    let world = World::new().await;
    let (reference, _, offer) = quoted(&world).await;
    world.fault("/accept", "dropBefore").await;
    world.desk.accept_quotation(&reference, &offer, &[], &NO_RULES).await.unwrap();
    world.after_hours(24 * 60).await;
    let detail = world.desk.order(&reference).unwrap();
    assert_eq!(detail.summary.state, OrderState::QuotationExpired);
    assert!(detail.summary.decision_pending.is_none());
    assert_eq!(world.desk.ledger().decision(&reference).unwrap().unwrap().state, IntentState::Abandoned);
}

#[tokio::test]
async fn an_amount_with_any_number_of_decimals_can_be_confirmed() {
    for decimals in 0..=6 {
        let world = World::new().await;
        world.control("prices", json!({"percent": 103, "decimals": decimals})).await;
        let (contract, price) = world.basket(Constellation::Phr).await;
        let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
        let placed = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await.unwrap();
        assert_eq!(placed.state, OrderState::Placed, "{price}");
        assert_eq!(
            (placed.amount, placed.confirmed.amount),
            (price.parse().unwrap(), price.parse().unwrap())
        );
        assert_eq!(world.truth().await[0]["totalAmount"], json!(price));
    }
}

#[tokio::test]
async fn what_is_booked_otherwise_is_what_it_costs() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    world.fault("/api/v1/orders", "otherAmount").await;
    let placed = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await.unwrap();
    assert_eq!((placed.amount.to_string().as_str(), placed.currency.as_str()), ("999999.99", "USD"));
    assert_eq!(placed.confirmed.amount, price.parse().unwrap());
    let month = world.desk.month_spending().unwrap();
    assert_eq!((month[0].currency.as_str(), month[0].spent), ("USD", placed.amount));
}

#[tokio::test]
async fn a_peer_that_never_answers_leaves_it_not_known_and_a_late_answer_still_counts() {
    let acts = ActsUnderWay::default();
    let world = World::watched(Arc::new(Nobody), Duration::from_millis(300), acts.clone()).await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let review = world.desk.review(&contract, SpendKind::Order, &NO_RULES).await.unwrap();
    world.control("faults", json!({"path": "/api/v1/orders", "fault": "slow", "seconds": 2})).await;
    let open = world.desk.place_order(&review.review_id, &price, &[], &NO_RULES).await.unwrap();
    assert!(matches!(open.state, OrderState::Unknown { .. }), "{open:?}");
    assert!(world.desk.basket().await.unwrap().groups.is_empty());
    acts.ended().await;
    assert_eq!(world.state(&open.reference), OrderState::Placed, "the answer came, and it says so");
    assert_eq!(world.really_ordered(&open.reference).await, 1);
}

#[tokio::test]
async fn one_contract_that_cannot_be_seen_keeps_nothing_else_from_being_followed() {
    let world = World::new().await;
    let placed = world.order(Constellation::Phr, SpendKind::Order).await;
    let neo = world.order(Constellation::Pneo, SpendKind::Order).await;
    for (reference, backend) in [("GONE-0001", Backend::Legacy), ("GONE-0002", Backend::Neo)] {
        let known = world.desk.ledger().intent(&placed.reference).unwrap().unwrap();
        let intent = NewIntent {
            contract_id: "A contract of another key".to_owned(),
            contract_name: "Another key".to_owned(),
            backend,
            basket: None,
            ..copied(known, reference)
        };
        world.desk.ledger().prepare(&intent).unwrap();
        world.desk.ledger().mark(reference, "POST", "/api/v1/orders", None).unwrap();
        world.desk.ledger().step(reference, ordering::ledger::Event::Ambiguous, None).unwrap();
    }
    world.sandbox.advance(100 * 3600);
    let followed = world.desk.refresh_orders().await.unwrap();
    assert_eq!(world.state(&placed.reference), OrderState::Delivered);
    assert_eq!(world.state(&neo.reference), OrderState::Delivered);
    let problem = followed.problems.iter().find(|one| one.reference.as_deref() == Some("GONE-0001")).unwrap();
    assert!(problem.contract_name == "Another key" && !problem.message.is_empty());
    assert_eq!(world.desk.follow_problems(), followed.problems);
}
