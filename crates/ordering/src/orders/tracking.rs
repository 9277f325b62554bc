//! How far the vendor is: neo by the order list, legacy by what lies in the workspace.

use std::collections::HashMap;
use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};
use rust_decimal::Decimal;
use serde::Serialize;

use super::offers::offer_of;
use super::shown::OrderSummary;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{Intent, IntentState, Ledger, LedgerError, Money, Offer, Progress, Source, accepting};
use crate::money::{SpendKind, reads_back};

/// An order of the vendor's list, whoever made it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RemoteOrder {
    /// The buyer's reference.
    pub customer_reference: String,
    /// `QUO…`.
    pub quotation_id: Option<String>,
    /// `SAL…`.
    pub sales_order_id: Option<String>,
    /// The vendor's word for the order.
    pub status: Option<String>,
    /// The vendor's word for the quotation.
    pub quotation_status: Option<String>,
    /// What it costs.
    pub amount: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// When it was made.
    pub created: Option<String>,
    /// Whether this program's record has it.
    pub known_here: bool,
}

/// Something that could not be followed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FollowProblem {
    /// Which order; none where it is the whole list of a contract.
    pub reference: Option<String>,
    /// Of which contract.
    pub contract_id: String,
    /// Its name.
    pub contract_name: String,
    /// What happened.
    pub message: String,
}

impl FollowProblem {
    pub(super) fn of(intent: &Intent, error: &DeskError) -> FollowProblem {
        FollowProblem {
            reference: Some(intent.reference.clone()),
            contract_id: intent.contract_id.clone(),
            contract_name: intent.contract_name.clone(),
            message: error.to_string(),
        }
    }

    fn of_contract(self) -> FollowProblem {
        FollowProblem { reference: None, ..self }
    }
}

/// The orders after a round, and what could not be followed in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Followed {
    /// All orders, newest first.
    pub orders: Vec<OrderSummary>,
    /// What could not be followed.
    pub problems: Vec<FollowProblem>,
}

impl Desk {
    /// Asks the vendor about everything that is still moving, order by order, and gives the list as it stands after. What
    /// can't be followed does not keep the rest from it.
    ///
    /// # Errors
    /// When the record can't be used.
    pub async fn refresh_orders(&self) -> Result<Followed, DeskError> {
        let mut problems = self.look_for_unknown().await?;
        let moving = |intent: &Intent| {
            intent.state == IntentState::Confirmed && !intent.progress.is_some_and(Progress::is_final)
        };
        let mut lists: HashMap<String, Result<Vec<OrderRecord>, FollowProblem>> = HashMap::new();
        for intent in self.inner.ledger.readable_intents()?.0.into_iter().filter(moving) {
            let followed = if reads_back(intent.backend) {
                if !lists.contains_key(&intent.contract_id) {
                    let query = OrdersQuery::of_contract(&intent.contract_id);
                    let list = self.inner.client.orders(&query).await;
                    let list = list.map_err(|error| FollowProblem::of(&intent, &error.into()));
                    problems.extend(list.as_ref().err().cloned().map(FollowProblem::of_contract));
                    lists.insert(intent.contract_id.clone(), list);
                }
                match lists.get(&intent.contract_id) {
                    Some(Ok(records)) => follow_record(&self.inner.ledger, &intent, records, self.now())
                        .map_err(DeskError::from),
                    _ => continue,
                }
            } else {
                self.follow_workspace(&intent).await
            };
            match followed {
                Ok(false) => {}
                Ok(true) => {
                    self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
                    self.changed(DeskEvent::Deliveries);
                }
                Err(error) => problems.push(FollowProblem::of(&intent, &error)),
            }
        }
        self.keep_problems(&problems);
        Ok(Followed { orders: self.orders()?, problems })
    }

    /// What could not be followed in the last round.
    pub fn follow_problems(&self) -> Vec<FollowProblem> {
        self.inner.follow_problems.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep_problems(&self, problems: &[FollowProblem]) {
        let mut kept = self.inner.follow_problems.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_slice() != problems {
            *kept = problems.to_vec();
            drop(kept);
            self.changed(DeskEvent::Orders(None));
        }
    }

    async fn follow_workspace(&self, intent: &Intent) -> Result<bool, DeskError> {
        let delivered = self.delivered_items(&intent.contract_id, Some(&intent.reference)).await?;
        // A legacy order shows only what has arrived; it is delivered when every item has.
        if delivered.len() < intent.items.len().max(1) {
            return Ok(false);
        }
        let ledger = &self.inner.ledger;
        Ok(ledger.track(&intent.reference, Progress::Delivered, None, None, &Source::Workspace)?)
    }

    /// The vendor's list of a contract, where the reference contains `text`.
    ///
    /// # Errors
    /// When the contract keeps no list, or the vendor cannot be asked.
    pub async fn search_orders(&self, contract_id: &str, text: &str) -> Result<Vec<RemoteOrder>, DeskError> {
        let contract = self.known_contract(contract_id).await?;
        if !reads_back(contract.backend) {
            return Err(DeskError::invalid(
                "contract",
                "the vendor keeps no order list for SPOT and Pléiades contracts; follow them by their delivery",
            ));
        }
        let wanted: String =
            text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
        let query = match wanted.as_str() {
            "" => OrdersQuery::of_contract(contract_id),
            wanted => OrdersQuery::by_reference(contract_id, &format!("*{wanted}*")),
        };
        let records = self.inner.client.orders(&query).await?;
        records.into_iter().map(|record| self.remote(record)).collect()
    }

    fn remote(&self, record: OrderRecord) -> Result<RemoteOrder, DeskError> {
        let reference = record.customer_reference.unwrap_or_default();
        let known_here = self.inner.ledger.intent(&reference)?.is_some();
        Ok(RemoteOrder {
            known_here,
            customer_reference: reference,
            quotation_id: record.quotation_id,
            sales_order_id: record.sales_order_id,
            status: record.status,
            quotation_status: record.quotation_status,
            amount: record.initial_order_line_amount_with_discount.or(record.order_line_amount),
            currency: record.currency,
            created: record.order_creation_date.or(record.quotation_creation_date),
        })
    }
}

/// A list that still shows a quotation as waiting so long after its acceptance was sent is not behind, but right.
const LIST_LAG: SignedDuration = SignedDuration::from_hours(72);

/// Keeps how far the vendor's list says an order is, and what it costs; says whether anything is new.
pub(super) fn follow_record(
    ledger: &Ledger,
    intent: &Intent,
    list: &[OrderRecord],
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let ours: Vec<OrderRecord> = list
        .iter()
        .filter(|record| record.customer_reference.as_deref() == Some(&intent.reference))
        .cloned()
        .collect();
    let accepted = ledger.decision(&intent.reference)?.filter(|one| accepting(Some(one)).is_some());
    // A quotation that was accepted a moment ago is `SENT` in a list that lags behind.
    let old = accepted.is_some_and(|decision| {
        let sent = decision.sent_at.and_then(|at| at.parse::<Timestamp>().ok());
        sent.is_none_or(|sent| now.duration_since(sent) < LIST_LAG)
    });
    // An order is as far as its slowest line.
    let progress = ours.iter().filter_map(|record| progress_of(record, intent, old, now));
    let Some(slowest) = progress.min_by_key(|progress| rank(*progress)) else { return Ok(false) };
    let order = ours.iter().find_map(|record| record.sales_order_id.as_deref());
    let expires = ours.iter().find_map(|record| record.quotation_end_of_validity_date.as_deref());
    let mut changed = false;
    // A cancelled or refused line costs nothing any more; what was offered stays as it was.
    let costs = !matches!(slowest, Progress::Refused | Progress::Cancelled | Progress::Expired);
    if let Some(offer) = offer_of(&ours, intent).filter(|_| costs) {
        changed |= match intent.kind {
            SpendKind::Quotation => ledger.offered(&intent.reference, &offer)?,
            SpendKind::Order => booked_since(ledger, intent, &offer)?,
        };
    }
    changed |= ledger.track(&intent.reference, slowest, order, expires, &Source::VendorList)?;
    Ok(changed)
}

/// Keeps what the vendor's list says an order costs, where that is not what is known.
fn booked_since(ledger: &Ledger, intent: &Intent, offer: &Offer) -> Result<bool, LedgerError> {
    let listed = Money { amount: offer.amount, currency: offer.currency.clone() };
    if listed == intent.cost() {
        return Ok(false);
    }
    ledger.booked(&intent.reference, &listed)
}

/// How far a line of the vendor's list is. A word that this program does not know changes nothing: `None` leaves a
/// quotation as it was, and an order is at least placed. So does a quotation that still waits where the list may be `old`:
/// its acceptance is on the way there.
fn progress_of(record: &OrderRecord, intent: &Intent, old: bool, now: Timestamp) -> Option<Progress> {
    let word = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_ascii_uppercase();
    let (quotation, status) = (word(&record.quotation_status), word(&record.status));
    let ends = record.quotation_end_of_validity_date.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
    Some(match (quotation.as_str(), status.as_str()) {
        ("REFUSED" | "REJECTED", _) => Progress::Refused,
        ("EXPIRED", _) => Progress::Expired,
        (_, "DELIVERED") => Progress::Delivered,
        (_, "CANCELLED" | "CANCELED") => Progress::Cancelled,
        (_, "IN_PROGRESS" | "IN_PRODUCTION") => Progress::InProduction,
        ("ACCEPTED", _) => Progress::Placed,
        // No quotation is asked for with an order: whatever the list says of one, it is placed.
        ("SENT", _) if intent.kind == SpendKind::Order => Progress::Placed,
        ("SENT", _) if old => return None,
        ("SENT", _) if ends.is_some_and(|ends| ends < now) => Progress::Expired,
        ("SENT", _) => Progress::Quoted,
        _ if intent.kind == SpendKind::Quotation && record.sales_order_id.is_none() => return None,
        _ => Progress::Placed,
    })
}

/// The order of progress; lines that ended badly do not hold the others back.
fn rank(progress: Progress) -> u8 {
    match progress {
        Progress::Quoted => 0,
        Progress::Placed => 1,
        Progress::InProduction => 2,
        Progress::Delivered => 3,
        Progress::Expired | Progress::Refused => 4,
        Progress::Cancelled => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{intent, ledger, new_intent, offer, settled};
    use crate::ledger::{DecisionKind, Event, NewIntent, Settled, Standing};

    fn progress(kind: SpendKind, quotation: &str, status: &str, ends: &str, order: &str) -> Option<Progress> {
        let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        let record = OrderRecord {
            quotation_status: text(quotation),
            status: text(status),
            quotation_end_of_validity_date: text(ends),
            sales_order_id: text(order),
            ..OrderRecord::default()
        };
        let asked = intent(kind, IntentState::Confirmed, Some(Progress::Quoted));
        progress_of(&record, &asked, false, "2026-11-24T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn the_vendors_words_become_progress() {
        let of = |quotation, status, ends| progress(SpendKind::Quotation, quotation, status, ends, "");
        assert_eq!(of("SENT", "", "2026-12-01T00:00:00Z"), Some(Progress::Quoted));
        assert_eq!(of("SENT", "", "2026-11-01T00:00:00Z"), Some(Progress::Expired));
        assert_eq!(of("ACCEPTED", "IN_PROGRESS", ""), Some(Progress::InProduction));
        assert_eq!(of("ACCEPTED", "DELIVERED", "2026-11-01T00:00:00Z"), Some(Progress::Delivered));
        assert_eq!(of("ACCEPTED", "CANCELLED", ""), Some(Progress::Cancelled));
        assert_eq!(of("REFUSED", "", ""), Some(Progress::Refused));
    }

    #[test]
    fn an_order_is_never_told_as_a_quotation_that_waits_or_ran_out() {
        for ends in ["2026-12-01T00:00:00Z", "2026-11-01T00:00:00Z", ""] {
            assert_eq!(progress(SpendKind::Order, "SENT", "", ends, ""), Some(Progress::Placed));
        }
    }

    #[test]
    fn a_list_that_lags_behind_an_acceptance_undoes_nothing_and_is_believed_in_the_end() {
        let (_folder, ledger) = ledger();
        ledger.prepare(&NewIntent { kind: SpendKind::Quotation, ..new_intent("A-1") }).unwrap();
        ledger.mark("A-1", "POST", "/q", Some(b"{}")).unwrap();
        let quoted = Settled { quotation_id: Some("QUO1"), ..settled(Progress::Quoted) };
        ledger.settle("A-1", Event::Accepted, &quoted).unwrap();
        let id = ledger.decide("A-1", "QUO1", DecisionKind::Accept, &offer("562.50"), &[]).unwrap();
        ledger.mark_decision(id, "PUT", "/accept", None).unwrap();
        let sent: Timestamp = ledger.decision("A-1").unwrap().unwrap().sent_at.unwrap().parse().unwrap();
        let list = [OrderRecord {
            customer_reference: Some("A-1".to_owned()),
            quotation_status: Some("SENT".to_owned()),
            quotation_end_of_validity_date: Some(sent.to_string()),
            ..OrderRecord::default()
        }];
        let follow = |hours: i64| {
            let intent = ledger.intent("A-1").unwrap().unwrap();
            let now = sent + SignedDuration::from_hours(hours);
            follow_record(&ledger, &intent, &list, now).unwrap();
            ledger.intent("A-1").unwrap().unwrap().progress
        };
        assert_eq!(follow(1), Some(Progress::Quoted), "the acceptance is on the way");
        ledger.decision_arrived(id, Event::Accepted, None, &Source::Decision).unwrap();
        assert_eq!(follow(1), Some(Progress::Placed));
        assert_eq!(follow(71), Some(Progress::Placed));
        assert_eq!(follow(73), Some(Progress::Expired), "three days on, the list is not behind but right");
        let (order, standing) = ledger.standings().unwrap().remove(0);
        assert_eq!(standing, Standing::Ordered, "and yet nothing of it is bought again unasked");
        assert_eq!(order.reference, "A-1");
    }

    #[test]
    fn a_word_that_is_not_known_leaves_a_quotation_as_it_was() {
        for word in ["IN_PREPARATION", "DECLINED", ""] {
            assert_eq!(progress(SpendKind::Quotation, word, "", "", ""), None, "{word}");
            // With the vendor's number of an order it is one, and an order that was sent as one is placed.
            assert_eq!(
                progress(SpendKind::Quotation, word, "", "", "SAL1"),
                Some(Progress::Placed),
                "{word}"
            );
            assert_eq!(
                progress(SpendKind::Order, word, "UNHEARD_OF", "", ""),
                Some(Progress::Placed),
                "{word}"
            );
        }
    }
}
