//! What became of a request without a clear answer: looked for by reading, never by sending again. Found is proof; not
//! found is only "not yet".

use jiff::{SignedDuration, Timestamp};
use oneatlas::wire::search::SearchQuery;
use oneatlas::wire::tracking::{OrderRecord, OrdersQuery};

use super::judging::MIN_REASON;
use super::offers::offer_of;
use super::shown::OrderDetail;
use super::tracking::FollowProblem;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::ledger::{
    Event, Evidence, Intent, IntentState, Ledger, LedgerError, Money, Offer, Progress, Settled, Why,
};
use crate::money::{Backend, SpendKind, reads_back};

/// Pauses between looks, in seconds; the last one repeats.
const PAUSES: [i64; 5] = [5, 15, 60, 300, 900];

/// The pause while a person holds it for not placed, in seconds, and for how long it is looked for at all.
const SELDOM: i64 = 6 * 3_600;
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What a look saw.
pub(super) enum Seen {
    /// It is there.
    There {
        quotation_id: Option<String>,
        sales_order_id: Option<String>,
        offer: Option<Offer>,
        delivered: bool,
    },
    /// It is not there yet.
    NotYet(Evidence),
}

impl Desk {
    /// Looks for every outcome that is not known and whose time has come. One that can't be looked for does not keep the
    /// others from it: what failed is given back.
    ///
    /// # Errors
    /// When the record can't be read.
    pub async fn look_for_unknown(&self) -> Result<Vec<FollowProblem>, DeskError> {
        let now = self.now();
        let mut problems = Vec::new();
        for intent in self.inner.ledger.readable_intents()?.0 {
            let mut looked = Ok(());
            if is_due(&intent, now) {
                looked = self.look(&intent).await;
            }
            let decided = self.look_for_decision(&intent).await;
            problems.extend(looked.and(decided).err().map(|error| FollowProblem::of(&intent, &error)));
        }
        Ok(problems)
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
        let reason = given_reason(reason)?;
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
        declared_placed(&self.inner.ledger, &self.known_intent(reference)?, vendor_id)?;
        self.changed(DeskEvent::Orders(Some(reference.to_owned())));
        self.order(reference)
    }

    async fn look(&self, intent: &Intent) -> Result<(), DeskError> {
        let seen = self.seen(intent).await?;
        keep_seen(&self.inner.ledger, intent, seen, self.now())?;
        self.changed(DeskEvent::Orders(Some(intent.reference.clone())));
        Ok(())
    }

    async fn seen(&self, intent: &Intent) -> Result<Seen, DeskError> {
        if reads_back(intent.backend) {
            let query = OrdersQuery::by_reference(&intent.contract_id, &intent.reference);
            return Ok(seen_in_list(intent, self.inner.client.orders(&query).await?));
        }
        let delivered = self.delivered_items(&intent.contract_id, Some(&intent.reference)).await?;
        if let Some(feature) = delivered.first() {
            let sales_order_id = oneatlas::wire::search::property(feature, "internalReference");
            // Its first file is there; the others may be on their way.
            let delivered = delivered.len() >= intent.items.len().max(1);
            return Ok(Seen::There { quotation_id: None, sales_order_id, offer: None, delivered });
        }
        let contracts = self.contracts().await?;
        let contract = contracts.into_iter().find(|contract| contract.contract_id == intent.contract_id);
        Ok(Seen::NotYet(Evidence::NotInWorkspace {
            credit_before: intent.credit_before,
            credit_after: contract.and_then(|contract| contract.credit_remaining),
            currency: intent.currency.clone(),
        }))
    }

    /// Delivered items in the workspace of a contract, of one reference or all: every page of them.
    ///
    /// # Errors
    /// When the vendor cannot be asked, or the workspace holds more than it serves of one search (10,000).
    pub(crate) async fn delivered_items(
        &self,
        contract_id: &str,
        reference: Option<&str>,
    ) -> Result<Vec<serde_json::Value>, DeskError> {
        let Some(workspace) = self.workspace(contract_id).await?.name else { return Ok(Vec::new()) };
        let query = SearchQuery {
            items_per_page: crate::search::SCENES_PER_PAGE,
            start_page: 1,
            workspace: Some(workspace),
            sort_by: Some("-publicationDate".to_owned()),
            customer_reference: reference.map(str::to_owned),
            ..SearchQuery::default()
        };
        let features = self.inner.client.search_all(query).await?;
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

/// What the vendor's list of a reference says of an order.
pub(super) fn seen_in_list(intent: &Intent, mut records: Vec<OrderRecord>) -> Seen {
    records.retain(|record| belongs(record, &intent.reference));
    let Some(first) = records.first() else { return Seen::NotYet(Evidence::NotInOrderList) };
    Seen::There {
        quotation_id: first.quotation_id.clone(),
        sales_order_id: first.sales_order_id.clone(),
        offer: offer_of(&records, intent),
        delivered: false,
    }
}

/// Keeps what a look saw.
pub(super) fn keep_seen(
    ledger: &Ledger,
    intent: &Intent,
    seen: Seen,
    now: Timestamp,
) -> Result<(), LedgerError> {
    match seen {
        Seen::There { quotation_id, sales_order_id, offer, delivered } => {
            let settled = Settled {
                quotation_id: quotation_id.as_deref(),
                sales_order_id: sales_order_id.as_deref(),
                progress: if delivered { Progress::Delivered } else { first_progress(intent) },
                booked: booked_otherwise(intent, offer.as_ref()),
                offer: offer.filter(|_| intent.kind == SpendKind::Quotation),
                why: None,
            };
            ledger.settle(&intent.reference, Event::Found, &settled)?;
        }
        Seen::NotYet(evidence) => {
            let pause = match intent.state {
                IntentState::Abandoned => SELDOM,
                _ => PAUSES[(intent.looks as usize).min(PAUSES.len() - 1)],
            };
            let next = now + SignedDuration::from_secs(pause);
            ledger.looked(&intent.reference, &next.to_string(), &evidence)?;
        }
    }
    Ok(())
}

/// Ends an unknown outcome by a person's word: it was placed, under this number.
pub(super) fn declared_placed(ledger: &Ledger, intent: &Intent, vendor_id: &str) -> Result<(), LedgerError> {
    let is_quotation = vendor_id.to_ascii_uppercase().starts_with("QUO");
    let ids = if is_quotation { (Some(vendor_id), None) } else { (None, Some(vendor_id)) };
    let settled = Settled {
        quotation_id: ids.0,
        sales_order_id: ids.1,
        progress: first_progress(intent),
        booked: None,
        offer: None,
        why: Some(Why::Words { text: vendor_id.to_owned() }),
    };
    ledger.settle(&intent.reference, Event::DeclaredPlaced, &settled)
}

/// What an order costs by the vendor's list, where that is not what was confirmed.
pub(super) fn booked_otherwise(intent: &Intent, offer: Option<&Offer>) -> Option<Money> {
    let offer = offer.filter(|_| intent.kind == SpendKind::Order)?;
    let booked = Money { amount: offer.amount, currency: offer.currency.clone() };
    (booked.amount != intent.amount || booked.currency != intent.currency).then_some(booked)
}

pub(super) fn given_reason(reason: &str) -> Result<&str, DeskError> {
    let reason = reason.trim();
    if reason.chars().count() < MIN_REASON {
        return Err(DeskError::invalid(
            "reason",
            "say in a few words how you know; it is kept in the record",
        ));
    }
    Ok(reason)
}

/// Whether it was sent, and nothing was found of it yet.
pub(super) fn may_turn_up(intent: &Intent) -> bool {
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
    // A clock that was ahead left a next look that never comes: none is farther away than the longest pause.
    let too_far = |at: Timestamp| at.duration_since(now) > SignedDuration::from_secs(SELDOM);
    may_turn_up(intent) && !past && time(&intent.next_look).is_none_or(|at| at <= now || too_far(at))
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
        // A clock that was a year ahead when it was last looked for.
        ended.state = IntentState::Unknown;
        ended.next_look = Some("2027-01-01T06:00:00Z".to_owned());
        assert!(is_due(&ended, at("2026-01-01T07:00:00Z")));
        ended.next_look = Some("2026-01-01T06:00:00Z".to_owned());
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
