//! The acts that spend or decide, as a person does them, with or without waiting for the outcome.

use std::time::Duration;

use ordering::{
    AlreadyOrdered, ConfirmedOffer, Consent, Desk, DeskError, OrderState, OrderSummary, Review, SpendKind,
    SpendingRules,
};
use serde_json::json;

use super::memory::Accepted;
use super::person::Play;
use super::schedule::{Decide, Linger, Place, Spend};
use super::stop::Stop;
use super::world::World;

impl World {
    pub(super) async fn spend(&self, play: &mut Play, spend: &Spend) -> Result<(), Stop> {
        let early = matches!(spend.fault, Some((Place::Price | Place::Contracts, _)));
        if early {
            self.strike(play, spend.fault, "").await?;
        }
        let contract = play.add(spend.neo, spend.scene, spend.area, spend.payer).await?;
        play.fill_in(&contract, "ENV").await?;
        play.desk.price_basket(&contract).await?;
        let review = play.desk.review(&contract, spend.kind, &play.rules).await?;
        if !early {
            let path = if spend.kind == SpendKind::Order { "/api/v1/orders" } else { "/api/v1/quotations" };
            self.strike(play, spend.fault, path).await?;
        }
        if let Some(Linger { hours, percent }) = spend.linger {
            self.advance(hours);
            self.control("prices", json!({"percent": percent})).await?;
        }
        self.confirm(play, &review, spend.kind, spend.consents, spend.behind).await
    }

    /// Confirms what stands in the basket with its price.
    pub(super) async fn confirm_as_it_is(
        &self,
        play: &mut Play,
        which: usize,
        kind: SpendKind,
        consents: bool,
    ) -> Result<(), Stop> {
        let Some(group) = play.group(which)? else { return Ok(()) };
        let review = play.desk.review(&group.contract.contract_id, kind, &play.rules).await?;
        self.confirm(play, &review, kind, consents, false).await
    }

    /// Confirms a review. A person who consents looks at what is held and confirms again.
    async fn confirm(
        &self,
        play: &mut Play,
        review: &Review,
        kind: SpendKind,
        consents: bool,
        behind: bool,
    ) -> Result<(), Stop> {
        play.tally.spent += 1;
        play.memory.confirms(review);
        let (id, rules) = (review.review_id.clone(), play.rules);
        let amount = review.price.total_amount.to_string();
        let begin = |desk: Desk, consents: Vec<Consent>| {
            let (id, amount) = (id.clone(), amount.clone());
            async move { place(&desk, kind, &id, &amount, &consents, &rules).await }
        };
        let told = self.page(play, behind, begin(play.desk.clone(), Vec::new())).await;
        match play.allows(&review.group.reference, told, consents)? {
            Some(consents) => self.page(play, behind, begin(play.desk.clone(), consents)).await,
            None => Ok(()),
        }
    }

    /// A page on which something is sent. Behind: it waits for the outcome alone, as soon as the request is on its way.
    async fn page(
        &self,
        play: &mut Play,
        behind: bool,
        sending: impl Future<Output = Result<(), DeskError>> + Send + 'static,
    ) -> Result<(), Stop> {
        if !behind {
            return Ok(sending.await?);
        }
        let before = play.watcher.count();
        let page = tokio::spawn(sending);
        while !page.is_finished() && play.watcher.count() == before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // The fault that makes it wait is taken by it, and by nothing that comes after.
        for _ in 0..100 {
            if page.is_finished() || self.truth("faults").await?.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if page.is_finished() {
            return Ok(page.await.map_err(|error| Stop::World(error.into()))??);
        }
        play.pages.push(page);
        Ok(())
    }

    pub(super) async fn decide(&self, play: &mut Play, decide: &Decide) -> Result<(), Stop> {
        let orders = play.desk.orders()?.into_iter();
        let quoted: Vec<_> =
            orders.filter(|order| matches!(order.state, OrderState::Quoted { .. })).collect();
        let Some(order) = quoted.get(decide.which % quoted.len().max(1)) else { return Ok(()) };
        self.strike(play, decide.fault, if decide.accept { "/accept" } else { "/refuse" }).await?;
        play.tally.spent += 1;
        if decide.accept {
            return self.accept(play, order, decide).await;
        }
        let (desk, reference) = (play.desk.clone(), order.reference.clone());
        let refusing = async move { desk.refuse_quotation(&reference, 3).await.map(drop) };
        self.page(play, decide.behind, refusing).await
    }

    async fn accept(&self, play: &mut Play, order: &OrderSummary, decide: &Decide) -> Result<(), Stop> {
        let read = play.desk.read_quotation(&order.reference).await?.summary;
        if let (Some(revision), Some(quotation)) = (decide.revised, &read.quotation_id) {
            // One that is decided on already can't be revised.
            drop(self.control(&format!("quotations/{quotation}/revise"), revision.order()).await);
        }
        let version = read.offer.as_ref().and_then(|offer| offer.version);
        let on_page = Accepted { amount: read.amount, currency: read.currency.clone(), version };
        play.memory.accepted.entry(order.reference.clone()).or_default().push(on_page);
        let confirmed = ConfirmedOffer { amount: read.amount.to_string(), currency: read.currency, version };
        let (reference, rules) = (order.reference.clone(), play.rules);
        let begin = |desk: Desk, consents: Vec<Consent>| {
            let (reference, confirmed) = (reference.clone(), confirmed.clone());
            async move { desk.accept_quotation(&reference, &confirmed, &consents, &rules).await.map(drop) }
        };
        let told = self.page(play, decide.behind, begin(play.desk.clone(), Vec::new())).await;
        match play.allows(&order.reference, told, decide.consents)? {
            Some(consents) => self.page(play, decide.behind, begin(play.desk.clone(), consents)).await,
            None => Ok(()),
        }
    }
}

impl Play {
    /// The person's word that all of what is held is to be bought again, where that was asked and they give it.
    fn allows(
        &mut self,
        reference: &str,
        told: Result<(), Stop>,
        consents: bool,
    ) -> Result<Option<Vec<Consent>>, Stop> {
        let error = match told {
            Ok(()) => return Ok(None),
            Err(Stop::Desk(error)) if consents => *error,
            Err(other) => return Err(other),
        };
        let DeskError::AlreadyHeld { held } = error else { return Err(error.into()) };
        let allowed = self.memory.allowed.entry(reference.to_owned()).or_default();
        allowed.extend(held.iter().map(|held| held.reference.clone()));
        Ok(Some(held.iter().filter_map(consent).collect()))
    }
}

fn consent(held: &AlreadyOrdered) -> Option<Consent> {
    let reason = "wanted once more".to_owned();
    Some(Consent { reference: held.reference.clone(), amount: held.amount?, reason })
}

pub(super) async fn place(
    desk: &Desk,
    kind: SpendKind,
    review: &str,
    amount: &str,
    consents: &[Consent],
    rules: &SpendingRules,
) -> Result<(), DeskError> {
    let sent = match kind {
        SpendKind::Order => desk.place_order(review, amount, consents, rules).await,
        SpendKind::Quotation => desk.request_quotation(review, amount, consents, rules).await,
    };
    sent.map(drop)
}
