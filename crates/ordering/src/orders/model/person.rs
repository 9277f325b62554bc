//! What people do at the windows.

use bytes::Bytes;
use oneatlas::wire::price::PriceAnswer;
use rust_decimal::Decimal;

use super::super::acts::{ConfirmedAct, ConfirmedOffer, Consent, Subject};
use super::super::again::order_again;
use super::super::decided::declared_decision;
use super::super::judging::{consented, held};
use super::super::keeping::Marking;
use super::super::offers::quotation_now;
use super::super::quotations::{confirmed_offer, last_offer};
use super::super::reconcile::declared_placed;
use super::state::{Confirmed, PRICE, Page, State, item};
use crate::basket::{StoredGroup, being_bought, build, priced};
use crate::error::DeskError;
use crate::ledger::{DecisionKind, Intent, IntentState, NewIntent, Why};
use crate::money::SpendKind;

impl State {
    /// Puts a scene into the basket of a contract.
    pub(super) fn put(&mut self, scene: &str, contract: &str) -> Result<(), DeskError> {
        let item = item(scene);
        if let Some(reference) = being_bought(&self.ledger, scene, &item.polygon)? {
            return Err(DeskError::UnderWay { reference });
        }
        let mut group = self.group(contract).unwrap_or_else(|| {
            let mut group = StoredGroup { contract_id: contract.to_owned(), ..StoredGroup::default() };
            self.following().renew(&mut group);
            group
        });
        if group.items.iter().any(|one| one.scene_id == scene) {
            return Ok(());
        }
        group.items.push(item);
        group.void_price();
        self.following().keep_edited(&group.reference, &group)?;
        self.has_put(contract, scene);
        Ok(())
    }

    fn has_put(&mut self, contract: &str, scene: &str) {
        for confirmed in self.witness.confirmed.values_mut() {
            if confirmed.contract == contract && confirmed.scenes.iter().any(|one| one == scene) {
                confirmed.put_again.insert(scene.to_owned());
            }
        }
    }

    /// Takes a scene out.
    pub(super) fn take_out(&mut self, scene: &str, contract: &str) -> Result<(), DeskError> {
        let mut group = self.stored(contract)?;
        group.keep_items(|item| item.scene_id != scene);
        group.void_price();
        self.following().keep_edited(&group.reference, &group).map(drop)
    }

    pub(super) fn renew(&mut self, contract: &str) -> Result<(), DeskError> {
        let mut group = self.stored(contract)?;
        let former = group.reference.clone();
        let known = self.ledger.intent(&former)?;
        if known.is_some_and(|intent| intent.state == IntentState::Submitting) {
            return Err(DeskError::UnderWay { reference: former });
        }
        self.following().renew(&mut group);
        self.following().keep_edited(&former, &group).map(drop)
    }

    /// Lets another contract pay for a group.
    pub(super) fn pay_with(&mut self, contract: &str, other: &str) -> Result<(), DeskError> {
        let mut from = self.stored(contract)?;
        let mut to = self.group(other).unwrap_or_else(|| {
            let mut group = StoredGroup { contract_id: other.to_owned(), ..StoredGroup::default() };
            self.following().renew(&mut group);
            group
        });
        for item in from.items.drain(..).collect::<Vec<_>>() {
            self.has_put(other, &item.scene_id);
            if !to.items.iter().any(|one| one.scene_id == item.scene_id) {
                to.items.push(item);
            }
        }
        to.void_price();
        self.following().keep_edited(&to.reference, &to)?;
        self.following().keep_edited(&from.reference, &from).map(drop)
    }

    pub(super) fn price(&mut self, contract: &str) -> Result<(), DeskError> {
        let group = self.stored(contract)?;
        let mut group = self.following().with_free_reference(group)?;
        let body = build(&group, self.scope.backend(contract), &[], None)?;
        let total = PRICE * Decimal::from(group.items.len());
        let answer =
            PriceAnswer { currency: "EUR".to_owned(), total_amount: Some(total), ..PriceAnswer::default() };
        group.priced = Some(priced(&group, &body, answer, |_| None, self.now().to_string())?);
        group.price_voided = false;
        crate::basket::Groups::keep_group(&self.basket, &group)
    }

    /// Looks at what would be sent.
    pub(super) fn review(&mut self, page: usize, contract: &str, kind: SpendKind) -> Result<(), DeskError> {
        let group = self.stored(contract)?;
        let known = self.ledger.intent(&group.reference)?;
        let serves = |intent: &Intent| intent.state == IntentState::Prepared && intent.kind == kind;
        if !known.as_ref().is_none_or(serves) {
            let used = group.reference.clone();
            self.following().with_free_reference(group)?;
            return Err(DeskError::PriceStale(format!("{used} was used before")));
        }
        let stale = || DeskError::PriceStale("the basket has no price yet".to_owned());
        let intent = self.new_intent(&group, kind).ok_or_else(stale)?;
        // A newer look at the same basket takes the place of an older one.
        for one in &mut self.pages {
            if matches!(one, Page::Review(other) if other.reference == intent.reference) {
                *one = Page::Nothing;
            }
        }
        self.pages[page] = Page::Review(Box::new(intent));
        Ok(())
    }

    fn new_intent(&self, group: &StoredGroup, kind: SpendKind) -> Option<NewIntent> {
        let priced = group.priced.as_ref()?;
        Some(NewIntent {
            reference: group.reference.clone(),
            kind,
            contract_id: group.contract_id.clone(),
            contract_name: group.contract_id.clone(),
            backend: self.scope.backend(&group.contract_id),
            body: Bytes::from(priced.body.clone()),
            sha256: priced.sha256.clone(),
            amount: priced.total,
            currency: priced.currency.clone(),
            credit_before: None,
            workspace: None,
            what: "scenes".to_owned(),
            items: Vec::new(),
            areas: Vec::new(),
            drawn_km2: None,
            billed_km2: None,
            basket: serde_json::to_string(group).ok(),
            allowed_again: Vec::new(),
        })
    }

    /// Confirms what a window shows.
    pub(super) fn confirm(
        &mut self,
        page: usize,
        consents: bool,
        dies: Option<Marking>,
    ) -> Result<(), DeskError> {
        let Page::Review(intent) = self.pages[page].clone() else {
            return Err(DeskError::missing("review"));
        };
        let subject = Subject::New(intent.clone());
        let consents = self.consents(&subject, consents)?;
        consented(&self.ledger, &subject, &consents)?;
        self.pages[page] = Page::Nothing;
        let group = intent.basket.as_deref().and_then(|text| serde_json::from_str::<StoredGroup>(text).ok());
        let scenes = group.into_iter().flat_map(|group| group.items).map(|item| item.scene_id).collect();
        let confirmed =
            Confirmed { contract: intent.contract_id.clone(), scenes, put_again: Default::default() };
        let (reference, former) = (intent.reference.clone(), self.witness.confirmed.clone());
        self.witness.confirmed.insert(reference, confirmed);
        let act = ConfirmedAct { subject, rules: self.scope.rules(), consents };
        let marked = self.mark(act, dies);
        if marked.is_err() {
            self.witness.confirmed = former;
        }
        marked
    }

    /// A person's word for all that is held.
    fn consents(&self, subject: &Subject, gives: bool) -> Result<Vec<Consent>, DeskError> {
        let held = if gives { held(&self.ledger, subject)? } else { Vec::new() };
        let consent = |held: super::super::AlreadyOrdered| {
            let reason = "wanted once more".to_owned();
            Some(Consent { reference: held.reference, amount: held.amount?, reason })
        };
        Ok(held.into_iter().filter_map(consent).collect())
    }

    pub(super) fn again(&mut self, reference: &str) -> Result<(), DeskError> {
        let intent = self.known(reference)?;
        order_again(&self.following(), &intent)?;
        let scenes = self.witness.confirmed.get(reference).map(|one| one.scenes.clone()).unwrap_or_default();
        for scene in scenes {
            self.has_put(&intent.contract_id, &scene);
        }
        Ok(())
    }

    /// Reads what is offered now.
    pub(super) fn read(&mut self, page: usize, reference: &str) -> Result<(), DeskError> {
        let intent = self.known(reference)?;
        if intent.quotation_id.is_none() {
            return Err(DeskError::missing("quotation for this order"));
        }
        let mut lines = self.list(&intent.contract_id);
        lines.retain(|line| line.customer_reference.as_deref() == Some(reference));
        if let Some(offer) = quotation_now(&lines, &intent).offer {
            self.ledger.offered(reference, &offer)?;
        }
        let offer = last_offer(&self.known(reference)?);
        self.pages[page] = Page::Offer { reference: reference.to_owned(), offer };
        Ok(())
    }

    pub(super) fn accept(
        &mut self,
        page: usize,
        consents: bool,
        dies: Option<Marking>,
    ) -> Result<(), DeskError> {
        let Page::Offer { reference, offer } = self.pages[page].clone() else {
            return Err(DeskError::missing("offer"));
        };
        let intent = self.known(&reference)?;
        let confirmed = ConfirmedOffer {
            amount: offer.amount.to_string(),
            currency: offer.currency.clone(),
            version: offer.version,
        };
        let decided = confirmed_offer(&intent, &confirmed)?;
        let former = self.witness.accepted.clone();
        let seen = self.witness.accepted.entry(reference).or_default();
        seen.insert((offer.amount, offer.version));
        let marked = self.decide(intent, DecisionKind::Accept, decided, consents, dies);
        match marked {
            Ok(()) => self.pages[page] = Page::Nothing,
            Err(_) => self.witness.accepted = former,
        }
        marked
    }

    pub(super) fn refuse(&mut self, reference: &str, dies: Option<Marking>) -> Result<(), DeskError> {
        let intent = self.known(reference)?;
        let offer = last_offer(&intent);
        self.decide(intent, DecisionKind::Refuse { reason_id: 3 }, offer, false, dies)
    }

    fn decide(
        &mut self,
        intent: Intent,
        kind: DecisionKind,
        offer: crate::ledger::Offer,
        consents: bool,
        dies: Option<Marking>,
    ) -> Result<(), DeskError> {
        let quotation_id =
            intent.quotation_id.clone().ok_or_else(|| DeskError::missing("quotation for this order"))?;
        let subject = Subject::Decision { intent: Box::new(intent), quotation_id, kind, offer };
        let consents = self.consents(&subject, consents)?;
        self.mark(ConfirmedAct { subject, rules: self.scope.rules(), consents }, dies)
    }

    /// A person ends what is not known: it was not placed.
    pub(super) fn give_up(&mut self, reference: &str) -> Result<(), DeskError> {
        let next = self.now().to_string();
        self.ledger.declare_not_placed(reference, "their page does not show it", &next)?;
        self.witness.given_up.insert(reference.to_owned());
        Ok(())
    }

    /// A person ends what is not known: it was placed, under the vendor's number.
    pub(super) fn say_placed(&mut self, reference: &str) -> Result<(), DeskError> {
        let intent = self.known(reference)?;
        let number = match intent.kind {
            SpendKind::Order => format!("SAL-{reference}"),
            SpendKind::Quotation => format!("QUO-{reference}"),
        };
        declared_placed(&self.ledger, &intent, &number)?;
        self.witness.said_placed.insert(reference.to_owned());
        Ok(())
    }

    pub(super) fn end_decision(&mut self, reference: &str, arrived: bool) -> Result<(), DeskError> {
        let decision = self.ledger.decision(reference)?;
        let decision = decision.ok_or_else(|| DeskError::missing("decision on this order"))?;
        declared_decision(&self.ledger, &decision, arrived, &Why::Words { text: "they said so".to_owned() })?;
        let said = if arrived { &mut self.witness.said_placed } else { &mut self.witness.given_up };
        said.insert(reference.to_owned());
        Ok(())
    }

    fn stored(&self, contract: &str) -> Result<StoredGroup, DeskError> {
        self.group(contract).ok_or_else(|| DeskError::missing("basket for this contract any more"))
    }

    fn known(&self, reference: &str) -> Result<Intent, DeskError> {
        self.ledger.intent(reference)?.ok_or_else(|| DeskError::missing(format!("order {reference}")))
    }
}
