//! What became of a request without a clear answer: looked for by reading, never by sending again. Found is proof; not
//! found is only "not yet".

use jiff::{SignedDuration, Timestamp};
use oneatlas::wire::search::SearchQuery;
use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};

use super::shown::OrderDetail;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{DecisionKind, Event, Evidence, Intent, IntentState, Progress, Settled, Source, Why};
use crate::money::{Backend, SpendKind, reads_back};

/// Pauses between looks, in seconds; the last one repeats.
const PAUSES: [i64; 5] = [5, 15, 60, 300, 900];

/// The pause while a person holds it for not placed, in seconds, and for how long it is looked for at all.
const SELDOM: i64 = 6 * 3_600;
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What a look saw.
enum Seen {
    /// It is there.
    There { quotation_id: Option<String>, sales_order_id: Option<String>, delivered: bool },
    /// It is not there yet; the evidence.
    NotYet(Evidence),
}

impl Desk {
    /// Looks for every unknown outcome whose time has come.
    ///
    /// # Errors
    /// When the record cannot be used. A vendor that cannot be asked is no error here: the next look follows.
    pub async fn look_for_unknown(&self) -> Result<(), DeskError> {
        let now = self.now();
        for intent in self.inner.ledger.intents()? {
            if is_due(&intent, now) {
                match self.look(&intent).await {
                    Ok(()) | Err(DeskError::Client(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            self.look_for_decision(&intent).await?;
        }
        Ok(())
    }

    /// Looks for one unknown outcome now.
    ///
    /// # Errors
    /// When there is no such order, or the vendor cannot be asked.
    pub async fn look_now(&self, reference: &str) -> Result<OrderDetail, DeskError> {
        let intent = self.known_intent(reference)?;
        if may_turn_up(&intent) {
            self.look(&intent).await?;
        }
        self.look_for_decision(&intent).await?;
        self.order(reference)
    }

    /// A person ends an unknown outcome: it was not placed. The reason is kept. It is looked for on, now and then for
    /// sixty days: what turns up after all is an order again, and says so.
    ///
    /// # Errors
    /// When there is no reason, or the order is not unknown.
    pub fn declare_not_placed(&self, reference: &str, reason: &str) -> Result<OrderDetail, DeskError> {
        let reason = reason.trim();
        if reason.chars().count() < 5 {
            return Err(DeskError::invalid(
                "reason",
                "say in a few words how you know; it is kept in the record",
            ));
        }
        let next = self.now() + SignedDuration::from_secs(SELDOM);
        self.inner.ledger.declare_not_placed(reference, reason, &next.to_string())?;
        self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        self.order(reference)
    }

    /// A person ends an unknown outcome: it was placed, under this number of the vendor.
    ///
    /// # Errors
    /// When the number is missing, or the order is not unknown.
    pub fn declare_placed(&self, reference: &str, vendor_id: &str) -> Result<OrderDetail, DeskError> {
        let vendor_id = vendor_id.trim();
        if vendor_id.len() < 4 {
            return Err(DeskError::invalid(
                "vendorId",
                "give the vendor's number, such as SAL26000118 or QUO26000244",
            ));
        }
        let intent = self.known_intent(reference)?;
        let is_quotation = vendor_id.to_ascii_uppercase().starts_with("QUO");
        let settled = Settled {
            quotation_id: Some(vendor_id).filter(|_| is_quotation),
            sales_order_id: Some(vendor_id).filter(|_| !is_quotation),
            progress: first_progress(&intent),
            booked: None,
            offer: None,
            why: Some(Why::Words { text: format!("placed as {vendor_id}, by word of the user") }),
        };
        self.inner.ledger.settle(reference, Event::DeclaredPlaced, &settled)?;
        self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        self.order(reference)
    }

    async fn look(&self, intent: &Intent) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        match self.seen(intent).await? {
            Seen::There { quotation_id, sales_order_id, delivered } => {
                let progress = if delivered { Progress::Delivered } else { first_progress(intent) };
                let settled = Settled {
                    quotation_id: quotation_id.as_deref(),
                    sales_order_id: sales_order_id.as_deref(),
                    progress,
                    booked: None,
                    offer: None,
                    why: None,
                };
                ledger.settle(&intent.reference, Event::Found, &settled)?;
            }
            Seen::NotYet(evidence) => {
                let pause = match intent.state {
                    IntentState::Abandoned => SELDOM,
                    _ => PAUSES[(intent.looks as usize).min(PAUSES.len() - 1)],
                };
                let next = self.now() + SignedDuration::from_secs(pause);
                ledger.looked(&intent.reference, &next.to_string(), &evidence)?;
            }
        }
        self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
        Ok(())
    }

    async fn seen(&self, intent: &Intent) -> Result<Seen, DeskError> {
        if reads_back(intent.backend) {
            let query = OrdersQuery::by_reference(&intent.contract_id, &intent.reference);
            let records = self.inner.client.orders(&query).await?;
            return Ok(match records.into_iter().find(|record| belongs(record, &intent.reference)) {
                Some(record) => Seen::There {
                    quotation_id: record.quotation_id,
                    sales_order_id: record.sales_order_id,
                    delivered: false,
                },
                None => Seen::NotYet(Evidence::NotInOrderList),
            });
        }
        let delivered = self.delivered_items(&intent.contract_id, Some(&intent.reference)).await?;
        if let Some(feature) = delivered.first() {
            let sales_order_id = oneatlas::wire::search::property(feature, "internalReference");
            return Ok(Seen::There { quotation_id: None, sales_order_id, delivered: true });
        }
        let credit = self.contracts().await?.into_iter().find(|c| c.contract_id == intent.contract_id);
        let after = credit.and_then(|contract| contract.credit_remaining);
        Ok(Seen::NotYet(Evidence::NotInWorkspace {
            credit_before: intent.credit_before,
            credit_after: after,
            currency: intent.currency.clone(),
        }))
    }

    /// Settles a decision on a quotation that was left without a clear answer.
    async fn look_for_decision(&self, intent: &Intent) -> Result<(), DeskError> {
        let ledger = &self.inner.ledger;
        let Some(decision) = ledger.decision(&intent.reference)? else { return Ok(()) };
        if decision.state != IntentState::Unknown {
            return Ok(());
        }
        let status = match self.quotation_record(&intent.contract_id, &decision.quotation_id).await {
            Ok(record) => record.and_then(|record| record.quotation_status).unwrap_or_default(),
            Err(DeskError::Client(_)) => return Ok(()),
            Err(other) => return Err(other),
        };
        let progress = match (decision.kind, status.as_str()) {
            (DecisionKind::Accept, "ACCEPTED") => Some(Progress::Placed),
            (DecisionKind::Refuse { .. }, "REFUSED" | "REJECTED") => Some(Progress::Refused),
            _ => None,
        };
        if let Some(progress) = progress {
            ledger.step_decision(decision.id, Event::Found, None)?;
            ledger.track(&intent.reference, progress, None, None, &Source::Found)?;
            self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
        }
        Ok(())
    }

    pub(super) async fn quotation_record(
        &self,
        contract_id: &str,
        quotation_id: &str,
    ) -> Result<Option<OrderRecord>, DeskError> {
        let records = self.inner.client.orders(&OrdersQuery::by_quotation(contract_id, quotation_id)).await?;
        Ok(records.into_iter().find(|record| record.quotation_id.as_deref() == Some(quotation_id)))
    }

    /// Delivered items in the workspace of a contract, of one reference or all.
    pub(crate) async fn delivered_items(
        &self,
        contract_id: &str,
        reference: Option<&str>,
    ) -> Result<Vec<serde_json::Value>, DeskError> {
        let Some(workspace) = self.workspace(contract_id).await?.name else { return Ok(Vec::new()) };
        let query = SearchQuery {
            items_per_page: 100,
            start_page: 1,
            workspace: Some(workspace),
            sort_by: Some("-publicationDate".to_owned()),
            customer_reference: reference.map(str::to_owned),
            ..SearchQuery::default()
        };
        let features = self.inner.client.search(&query).await?.features;
        // The filter of the vendor is not taken on trust: a stranger's item must not confirm an order.
        let fits = |feature: &serde_json::Value| {
            reference.is_none_or(|wanted| {
                oneatlas::wire::search::property(feature, "customerReference").as_deref() == Some(wanted)
            })
        };
        Ok(features.into_iter().filter(fits).collect())
    }

    pub(super) fn known_intent(&self, reference: &str) -> Result<Intent, DeskError> {
        self.inner.ledger.intent(reference)?.ok_or_else(|| DeskError::missing(format!("order {reference}")))
    }
}

/// Whether it was sent, and nothing was found of it yet.
fn may_turn_up(intent: &Intent) -> bool {
    match intent.state {
        IntentState::Unknown => true,
        // What was withdrawn was never sent, and never looked for.
        IntentState::Abandoned => intent.next_look.is_some(),
        _ => false,
    }
}

fn is_due(intent: &Intent, now: Timestamp) -> bool {
    let time = |at: &Option<String>| at.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
    let past = intent.state == IntentState::Abandoned
        && time(&Some(intent.changed_at.clone()))
            .is_some_and(|since| now.duration_since(since) > GIVEN_UP_AFTER);
    may_turn_up(intent) && !past && time(&intent.next_look).is_none_or(|at| at <= now)
}

fn belongs(record: &OrderRecord, reference: &str) -> bool {
    record.customer_reference.as_deref() == Some(reference)
}

fn first_progress(intent: &Intent) -> Progress {
    match (intent.kind, intent.backend) {
        (SpendKind::Quotation, _) => Progress::Quoted,
        (SpendKind::Order, Backend::Legacy | Backend::Neo) => Progress::Placed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::intent;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_unknown_outcome_is_due_when_its_time_has_come() {
        let mut unknown = intent(SpendKind::Order, IntentState::Unknown, None);
        assert!(is_due(&unknown, at("2026-11-01T00:00:00Z")), "never looked for is due at once");
        unknown.next_look = Some("2026-11-01T10:00:00Z".to_owned());
        assert!(!is_due(&unknown, at("2026-11-01T09:59:59Z")));
        assert!(is_due(&unknown, at("2026-11-01T10:00:00Z")));
        for settled in
            [IntentState::Prepared, IntentState::Submitting, IntentState::Confirmed, IntentState::Rejected]
        {
            assert!(
                !is_due(&intent(SpendKind::Order, settled, None), at("2027-11-01T00:00:00Z")),
                "{settled}"
            );
        }
    }

    #[test]
    fn what_was_declared_not_placed_is_looked_for_sixty_days_and_what_was_withdrawn_never() {
        let mut ended = intent(SpendKind::Order, IntentState::Abandoned, None);
        ended.changed_at = "2026-01-01T00:00:00Z".to_owned();
        assert!(!is_due(&ended, at("2026-01-02T00:00:00Z")), "it was withdrawn");
        ended.next_look = Some("2026-01-01T06:00:00Z".to_owned());
        assert!(is_due(&ended, at("2026-03-02T00:00:00Z")), "sixty days are not over");
        assert!(!is_due(&ended, at("2026-03-02T00:00:01Z")));
        // Unknown is unknown until somebody knows.
        ended.state = IntentState::Unknown;
        assert!(is_due(&ended, at("2027-03-02T00:00:00Z")));
    }
    #[test]
    fn a_record_is_ours_only_by_its_whole_reference() {
        let record = |reference: Option<&str>| OrderRecord {
            customer_reference: reference.map(str::to_owned),
            ..OrderRecord::default()
        };
        assert!(belongs(&record(Some("A-1")), "A-1"));
        for other in [Some("A-11"), Some("a-1"), Some(""), None] {
            assert!(!belongs(&record(other), "A-1"), "{other:?}");
        }
    }
}
