//! Credit and the user's own limits, held before anything leaves.

use archive::Constellation;
use ordering::{DeskError, SpendKind, SpendingRules};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::{World, in_words};

#[tokio::test]
async fn an_order_beyond_the_credit_is_said_in_the_basket_and_never_sent() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Pneo).await;
    let body = json!({"contractId": contract, "amount": "3.00"});
    let url = format!("{}/credit", world.sandbox.control_url());
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
    let basket = world.desk.price_basket(&contract).await.unwrap();
    let problem = basket.groups[0].problems.iter().find(|problem| problem.field == "credit").unwrap();
    let costs = format!("costs {}, more than the contract has left (3.00 EUR)", in_words(&price));
    assert!(problem.message.contains(&costs), "{}", problem.message);
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await;
    assert!(matches!(review, Err(DeskError::CreditTooSmall { .. })), "{review:?}");
    // A quotation spends nothing, and may be what the budget is asked for with.
    assert!(world.desk.review(&contract, SpendKind::Quotation, &SpendingRules::default()).await.is_ok());
}

#[tokio::test]
async fn the_users_own_limits_stop_an_order_before_it_leaves() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let total: Decimal = price.parse().unwrap();
    let cent = Decimal::new(1, 2);
    let one = SpendingRules { per_order: Some(total - cent), ..SpendingRules::default() };
    let refused = world.desk.review(&contract, SpendKind::Order, &one).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one order", .. })), "{refused:?}");
    let month = SpendingRules { per_month: Some(total + total - cent), ..SpendingRules::default() };
    let review = world.desk.review(&contract, SpendKind::Order, &month).await.unwrap();
    world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    let (contract, _) = world.basket(Constellation::Phr).await;
    let refused = world.desk.review(&contract, SpendKind::Order, &month).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one month", .. })), "{refused:?}");
    // A new month, a new limit.
    world.sandbox.advance(32 * 24 * 3600);
    assert!(world.desk.review(&contract, SpendKind::Order, &month).await.is_ok());
}

#[tokio::test]
async fn too_little_credit_is_told_before_anything_is_sent() {
    let world = World::new().await;
    let (contract, _) = world.basket(Constellation::Phr).await;
    let url = format!("{}/credit", world.sandbox.control_url());
    let body = json!({"contractId": contract, "amount": "1.00"});
    assert!(world.http.post(url).json(&body).send().await.unwrap().status().is_success());
    let refused = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await;
    assert!(matches!(refused, Err(DeskError::CreditTooSmall { .. })), "{refused:?}");
    assert_eq!(world.desk.basket().await.unwrap().groups.len(), 1, "nothing is lost");
}

#[tokio::test]
async fn a_limit_may_be_reached_and_not_passed() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let total: Decimal = price.parse().unwrap();
    let cent = Decimal::new(1, 2);
    let allowed =
        async |rules: SpendingRules| world.desk.review(&contract, SpendKind::Order, &rules).await.is_ok();
    assert!(allowed(SpendingRules { per_order: Some(total), ..SpendingRules::default() }).await);
    assert!(allowed(SpendingRules { per_month: Some(total), ..SpendingRules::default() }).await);
    // The very first order of a month can be beyond it.
    assert!(!allowed(SpendingRules { per_month: Some(total - cent), ..SpendingRules::default() }).await);
}

#[tokio::test]
async fn what_was_not_placed_leaves_the_month_as_it_was() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let total: Decimal = price.parse().unwrap();
    let month = SpendingRules { per_month: Some(total), ..SpendingRules::default() };
    let review = world.desk.review(&contract, SpendKind::Order, &month).await.unwrap();
    world.fault("/api/v1/orders", "dropBefore").await;
    let lost =
        world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    world.desk.order_again(&lost.reference).await.unwrap();
    world.desk.price_basket(&contract).await.unwrap();
    let refused = world.desk.review(&contract, SpendKind::Order, &month).await;
    let Err(DeskError::OverLimit { so_far, .. }) = refused else {
        panic!("it may have been placed: {refused:?}")
    };
    assert!(so_far.contains(&in_words(&price)), "{so_far}");
    world.desk.declare_not_placed(&lost.reference, "they told me on the phone").unwrap();
    assert!(world.desk.review(&contract, SpendKind::Order, &month).await.is_ok());
}

#[tokio::test]
async fn a_quotation_counts_in_the_month_it_is_accepted_in() {
    let world = World::new().await;
    // Asked for at the end of a month, accepted in the next one.
    let today: jiff::civil::Date = world.sandbox.now().to_string()[..10].parse().unwrap();
    let days_left = i64::from(today.last_of_month().day() - today.day());
    world.sandbox.advance(days_left * 24 * 3600);
    let quoted = world.order(Constellation::Pneo, SpendKind::Quotation).await;
    world.sandbox.advance(2 * 24 * 3600);
    let amount = quoted.amount.to_string();
    let accept = async |rules: SpendingRules| world.accept(&quoted.reference, &amount, &rules).await;
    let cent = Decimal::new(1, 2);
    let refused =
        accept(SpendingRules { per_month: Some(quoted.amount - cent), ..SpendingRules::default() }).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one month", .. })), "{refused:?}");
    let rules = SpendingRules { per_month: Some(quoted.amount), ..SpendingRules::default() };
    accept(rules).await.unwrap();
    let (contract, _) = world.basket(Constellation::Pneo).await;
    let refused = world.desk.review(&contract, SpendKind::Order, &rules).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one month", .. })), "{refused:?}");
}

#[tokio::test]
async fn what_was_answered_in_another_currency_counts_as_it_was_confirmed_too() {
    let world = World::new().await;
    let (contract, price) = world.basket(Constellation::Phr).await;
    let total: Decimal = price.parse().unwrap();
    let cent = Decimal::new(1, 2);
    let review = world.desk.review(&contract, SpendKind::Order, &SpendingRules::default()).await.unwrap();
    // The answer names dollars; the vendor's books have what was priced, in euros.
    world.fault("/api/v1/orders", "otherAmount").await;
    world.desk.place_order(&review.review_id, &price, &[], &SpendingRules::default()).await.unwrap();
    assert_eq!(world.truth().await[0]["totalAmount"], json!(price));
    let (contract, _) = world.basket(Constellation::Phr).await;
    let month = |limit| SpendingRules { per_month: Some(limit), ..SpendingRules::default() };
    let refused = world.desk.review(&contract, SpendKind::Order, &month(total + total - cent)).await;
    assert!(matches!(refused, Err(DeskError::OverLimit { what: "for one month", .. })), "{refused:?}");
    assert!(world.desk.review(&contract, SpendKind::Order, &month(total + total)).await.is_ok());
}
